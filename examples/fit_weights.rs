//! Gold graphs and their documents -> `seeds/weights.toml`: which candidates are terms, which links are sure.
//!
//! ```text
//! cargo run --release --example fit_weights -- seeds/weights.toml CORPUS GOLD.json [CORPUS GOLD.json ...]
//! ```
//! CORPUS is the folder that holds the document a gold file names. One logistic model per language with a bias of its own for
//! every document, because gold files differ in how much they list. Prints R-precision fitted on all and on documents left out.

#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::expect_used, missing_docs)] // a tool for developers, not the product

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

use sinograph::extract::{Extractor, LinkObservation, Observation, PairObservation};
use sinograph::knowledge::{Knowledge, Options};
use sinograph::segment::Segmenter;
use sinograph::text::{Language, match_key};

/// Features by index, the gold concept or relation it is, its weight.
type Row = (Vec<(usize, f64)>, Option<usize>, f64);
/// Features by index, the label, its weight.
type PairRow = (Vec<(usize, f64)>, usize, f64);

struct Paper {
    name: String,
    n_gold: usize,
    /// Features, whether gold, weight.
    rows: Vec<Row>,
}

const N_FOLDS: usize = 5;
/// Features of pairs seen less often between gold concepts are left out.
const LEAST_COUNT: usize = 8;
/// Rounds over the pairs, and how strongly weights are drawn to zero; chosen on papers left out.
const N_ROUNDS: usize = 6;
const DECAY: f32 = 1e-2;

fn main() {
    let args: Vec<String> = env::args().skip(1).collect();
    let knowledge = Knowledge::load(&Options::default()).expect("built-in knowledge");
    let segmenter = Segmenter::new(&knowledge);
    let extractor = Extractor::new(&knowledge);
    let mut names: BTreeMap<String, usize> = BTreeMap::new();
    let mut papers: BTreeMap<&str, Vec<Paper>> = BTreeMap::new();
    let mut link_names: BTreeMap<String, usize> = BTreeMap::new();
    let mut link_papers: Vec<Paper> = Vec::new();
    let mut pair_names: BTreeMap<String, usize> = BTreeMap::new();
    let mut labels: Vec<String> = vec!["none".into()];
    let mut pair_papers: Vec<PairPaper> = Vec::new();
    for pair in args[1..].chunks(2) {
        let gold: serde_json::Value =
            serde_json::from_str(&fs::read_to_string(&pair[1]).expect("gold")).expect("json");
        let path = Path::new(&pair[0]).join(gold["doc"].as_str().expect("doc"));
        let bytes = fs::read(&path).expect("document");
        let document = sinograph::read::read(&path.display().to_string(), &bytes, &knowledge).expect("reads");
        let doc = segmenter.segment(document);
        let (structural, pairs) = extractor.observe_links(&doc);
        link_papers.push(links(&pair[1], &gold, &structural, &mut link_names));
        pair_papers.push(read_pairs(&gold, &pairs, &mut pair_names, &mut labels));
        let observations = extractor.observe(&doc);
        for language in [Language::Zh, Language::En] {
            let paper = paper(&pair[1], &gold, &observations, language, &mut names);
            let n_hits: BTreeSet<usize> = paper.rows.iter().filter_map(|row| row.1).collect();
            if n_hits.len() * 3 >= paper.n_gold {
                println!(
                    "{:28} {} candidates {:5} gold {:4} reachable {:.1} %",
                    paper.name,
                    language.code(),
                    paper.rows.len(),
                    paper.n_gold,
                    100.0 * n_hits.len() as f64 / paper.n_gold as f64
                );
                papers.entry(language.code()).or_default().push(paper);
            }
        }
    }
    let mut out = String::from(
        "# Fitted by examples/fit_weights.rs on gold graphs; see docs/quality.md. Do not edit by hand.\n",
    );
    for (language, papers) in &papers {
        let all: Vec<&Paper> = papers.iter().collect();
        let weights = fit(&all, names.len());
        println!("{language}: fitted on all, R-precision {:.1}", r_precision(&all, &weights));
        let mut left_out = 0.0;
        for fold in 0..N_FOLDS {
            let train: Vec<&Paper> =
                all.iter().enumerate().filter(|(n, _)| n % N_FOLDS != fold).map(|(_, p)| *p).collect();
            let test: Vec<&Paper> =
                all.iter().enumerate().filter(|(n, _)| n % N_FOLDS == fold).map(|(_, p)| *p).collect();
            if !train.is_empty() && !test.is_empty() {
                left_out += r_precision(&test, &fit(&train, names.len())) * test.len() as f64;
            }
        }
        println!("{language}: left out, R-precision {:.1}", left_out / all.len() as f64);
        let _ = write!(
            out,
            "\n[termhood.{language}]\nbias = {:.4}\n\n[termhood.{language}.weights]\n",
            weights[names.len()]
        );
        for (name, index) in &names {
            if weights[*index].abs() >= 0.005 {
                let _ = writeln!(out, "\"{name}\" = {:.3}", weights[*index]);
            }
        }
    }
    let all: Vec<&Paper> = link_papers.iter().filter(|paper| !paper.rows.is_empty()).collect();
    let weights = fit(&all, link_names.len());
    println!(
        "links: {} candidates, {} of them gold",
        all.iter().map(|paper| paper.rows.len()).sum::<usize>(),
        all.iter().flat_map(|paper| &paper.rows).filter(|row| row.1.is_some()).count()
    );
    let mut left_out = 0.0;
    for fold in 0..N_FOLDS {
        let train: Vec<&Paper> =
            all.iter().enumerate().filter(|(n, _)| n % N_FOLDS != fold).map(|(_, p)| *p).collect();
        let test: Vec<&Paper> =
            all.iter().enumerate().filter(|(n, _)| n % N_FOLDS == fold).map(|(_, p)| *p).collect();
        left_out += r_precision(&test, &fit(&train, link_names.len())) * test.len() as f64;
    }
    println!(
        "links: R-recall of gold pairs among the best, fitted {:.1}, left out {:.1}",
        r_precision(&all, &weights),
        left_out / all.len() as f64
    );
    let _ = write!(
        out,
        "\n[links.any]\nbias = {:.4}\n\n[links.any.weights]\n",
        weights[link_names.len()] + LINK_BIAS
    );
    for (name, index) in &link_names {
        if weights[*index].abs() >= 0.005 {
            let _ = writeln!(out, "\"{name}\" = {:.3}", weights[*index]);
        }
    }
    fs::write(&args[0], out).expect("weights can be written");
    fit_pairs(&pair_papers, &pair_names, &labels, &Path::new(&args[0]).with_file_name("pairs.tsv"));
}

/// The pairs of a paper: features, label, weight.
struct PairPaper {
    rows: Vec<PairRow>,
}

const SYMMETRIC: &[&str] = &["aligned_with", "contrasts_with", "interacts_with"];

/// Labels pairs by the gold relations whose hint stands in their sentence; pairs linked elsewhere are left out.
fn read_pairs(
    gold: &serde_json::Value,
    observations: &[PairObservation],
    names: &mut BTreeMap<String, usize>,
    labels: &mut Vec<String>,
) -> PairPaper {
    let empty = Vec::new();
    let concepts = gold["concepts"].as_array().unwrap_or(&empty);
    let mut keys: BTreeMap<String, (usize, f64)> = BTreeMap::new();
    for (index, concept) in concepts.iter().enumerate() {
        let aliases =
            concept["aliases"].as_array().unwrap_or(&empty).iter().filter_map(|alias| alias.as_str());
        for label in concept["label"].as_str().into_iter().chain(aliases) {
            keys.entry(match_key(label)).or_insert((index, 1.0));
        }
    }
    let mut relations: BTreeMap<(usize, usize), Vec<(String, String)>> = BTreeMap::new();
    let id_index: BTreeMap<&str, usize> = concepts
        .iter()
        .enumerate()
        .map(|(n, concept)| (concept["id"].as_str().unwrap_or_default(), n))
        .collect();
    let gold_relations = gold["relations"].as_array().unwrap_or(&empty);
    for relation in gold_relations {
        let end = |name: &str| id_index[relation[name].as_str().unwrap_or_default()];
        let hint = squeezed(relation["evidence_hint"].as_str().unwrap_or_default());
        relations
            .entry((end("source"), end("target")))
            .or_default()
            .push((relation["type"].as_str().unwrap_or_default().to_owned(), hint));
    }
    let mut rows = Vec::new();
    for observation in observations {
        let end = |label: &str| {
            let key = match_key(label);
            keys.get(&key).copied().or_else(|| close(&key, &keys)).map(|(index, _)| index)
        };
        let (left, right) = (end(&observation.left), end(&observation.right));
        let sentence = squeezed(&observation.sentence);
        let mut label = 0;
        let mut weight = if left.is_some() && right.is_some() { 1.0 } else { 0.12 };
        if let (Some(left), Some(right)) = (left, right) {
            let mut elsewhere = false;
            for (ends, direction) in [((left, right), '>'), ((right, left), '<')] {
                for (kind, hint) in relations.get(&ends).into_iter().flatten() {
                    if !sentence.contains(hint.as_str()) && !hint.contains(sentence.as_str()) {
                        elsewhere = true;
                        continue;
                    }
                    let name = if SYMMETRIC.contains(&kind.as_str()) {
                        format!(">{kind}")
                    } else {
                        format!("{direction}{kind}")
                    };
                    label = labels.iter().position(|known| *known == name).unwrap_or_else(|| {
                        labels.push(name.clone());
                        labels.len() - 1
                    });
                }
            }
            if label == 0 && elsewhere {
                continue;
            }
            weight = if label == 0 { 1.0 } else { 2.0 };
        }
        let features = observation
            .features
            .iter()
            .map(|(name, value)| {
                let next = names.len();
                (*names.entry(name.to_owned()).or_insert(next), value)
            })
            .collect();
        rows.push((features, label, weight));
    }
    PairPaper { rows }
}

fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect()
}

fn fit_pairs(papers: &[PairPaper], names: &BTreeMap<String, usize>, labels: &[String], path: &Path) {
    let mut counts = vec![0usize; names.len()];
    for (features, _, weight) in papers.iter().flat_map(|paper| &paper.rows) {
        for (index, _) in features {
            counts[*index] += usize::from(*weight >= 1.0);
        }
    }
    let keep: Vec<bool> = counts.iter().map(|count| *count >= LEAST_COUNT).collect();
    let n_pairs: usize = papers.iter().map(|paper| paper.rows.len()).sum();
    let n_linked = papers.iter().flat_map(|paper| &paper.rows).filter(|row| row.1 > 0).count();
    println!(
        "pairs: {n_pairs}, {n_linked} of them linked in gold, {} labels, {} features",
        labels.len(),
        keep.iter().filter(|keep| **keep).count()
    );
    let mut tallies = [
        (0.03, 0usize, 0usize, 0usize),
        (0.05, 0, 0, 0),
        (0.08, 0, 0, 0),
        (0.12, 0, 0, 0),
        (0.2, 0, 0, 0),
        (0.3, 0, 0, 0),
    ];
    let mut n_gold = 0;
    for fold in 0..N_FOLDS {
        let train: Vec<&PairPaper> =
            papers.iter().enumerate().filter(|(n, _)| n % N_FOLDS != fold).map(|(_, p)| p).collect();
        let weights = softmax(&train, names.len(), labels.len(), &keep);
        for (features, label, weight) in
            papers.iter().enumerate().filter(|(n, _)| n % N_FOLDS == fold).flat_map(|(_, p)| &p.rows)
        {
            let probabilities = probabilities(&weights, features, labels.len());
            let best = (1..labels.len())
                .fold(1, |best, at| if probabilities[at] > probabilities[best] { at } else { best });
            n_gold += usize::from(*label > 0);
            for (least, n_found, n_right, n_near) in &mut tallies {
                if probabilities[best] >= *least && *weight >= 1.0 {
                    *n_found += 1;
                    *n_right += usize::from(best == *label);
                    *n_near += usize::from(*label > 0);
                }
            }
        }
    }
    for (least, n_found, n_right, n_near) in tallies {
        println!(
            "pairs left out, at {least} between gold concepts: {n_found} read, {n_right} typed right, {n_near} linked at all, of {n_gold}"
        );
    }
    let weights = softmax(&papers.iter().collect::<Vec<_>>(), names.len(), labels.len(), &keep);
    let mut out =
        String::from("#feature\tlabel\tweight (fitted by examples/fit_weights.rs; do not edit by hand)\n");
    let mut rows: Vec<String> = Vec::new();
    for (name, index) in names {
        for (at, label) in labels.iter().enumerate() {
            let weight = weights[*index * labels.len() + at];
            if weight.abs() >= 0.02 {
                rows.push(format!("{name}\t{label}\t{weight:.2}"));
            }
        }
    }
    rows.sort();
    out.push_str(&rows.join("\n"));
    out.push('\n');
    fs::write(path, out).expect("weights can be written");
}

fn probabilities(weights: &[f32], features: &[(usize, f64)], n_labels: usize) -> Vec<f64> {
    let mut sums = vec![0f64; n_labels];
    for (index, value) in features {
        for (label, sum) in sums.iter_mut().enumerate() {
            *sum += f64::from(weights[index * n_labels + label]) * value;
        }
    }
    let top = sums.iter().fold(f64::MIN, |top, sum| top.max(*sum));
    let total: f64 = sums.iter().map(|sum| (sum - top).exp()).sum();
    sums.iter().map(|sum| (sum - top).exp() / total).collect()
}

fn softmax(papers: &[&PairPaper], n_features: usize, n_labels: usize, keep: &[bool]) -> Vec<f32> {
    let mut weights = vec![0f32; n_features * n_labels];
    let mut squares = vec![1e-4f32; n_features * n_labels];
    let rows: Vec<&PairRow> = papers.iter().flat_map(|paper| &paper.rows).collect();
    let mut order: Vec<usize> = (0..rows.len()).collect();
    let mut seed = 7u64;
    for _ in 0..N_ROUNDS {
        for at in (1..order.len()).rev() {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            order.swap(at, (seed >> 33) as usize % (at + 1));
        }
        for index in &order {
            let (features, label, weight) = rows[*index];
            let probabilities = probabilities(&weights, features, n_labels);
            for (feature, value) in features.iter().filter(|(feature, _)| keep[*feature]) {
                for (at, probability) in probabilities.iter().enumerate() {
                    let miss = (probability - f64::from(u8::from(at == *label))) * weight * value;
                    let cell = feature * n_labels + at;
                    let slope = miss as f32 + DECAY * weights[cell];
                    squares[cell] += slope * slope;
                    weights[cell] -= 0.08 * slope / squares[cell].sqrt();
                }
            }
        }
    }
    weights
}

/// Gold files list what an analyst wants, not all that is true: raises the odds of a link to be right over those to be listed.
const LINK_BIAS: f64 = 1.5;

/// The links of a paper, each with the gold relation between its ends, if there is one.
fn links(
    name: &str,
    gold: &serde_json::Value,
    observations: &[LinkObservation],
    names: &mut BTreeMap<String, usize>,
) -> Paper {
    let empty = Vec::new();
    let mut keys: BTreeMap<String, (usize, f64)> = BTreeMap::new();
    let concepts = gold["concepts"].as_array().unwrap_or(&empty);
    for (index, concept) in concepts.iter().enumerate() {
        let aliases =
            concept["aliases"].as_array().unwrap_or(&empty).iter().filter_map(|alias| alias.as_str());
        for label in concept["label"].as_str().into_iter().chain(aliases) {
            keys.entry(match_key(label)).or_insert((index, 1.0));
        }
    }
    let id = |index: usize| concepts[index]["id"].as_str().unwrap_or_default();
    let end = |label: &str| {
        let key = match_key(label);
        keys.get(&key).copied().or_else(|| close(&key, &keys)).map(|(index, _)| index)
    };
    let relations = gold["relations"].as_array().unwrap_or(&empty);
    let rows = observations
        .iter()
        .map(|observation| {
            let (source, target) = (end(&observation.source), end(&observation.target));
            let ends = source.zip(target);
            let hit = ends.and_then(|(a, b)| {
                relations.iter().position(|relation| {
                    let (from, to) = (
                        relation["source"].as_str().unwrap_or_default(),
                        relation["target"].as_str().unwrap_or_default(),
                    );
                    (from, to) == (id(a), id(b)) || (from, to) == (id(b), id(a))
                })
            });
            let typed = hit.is_some_and(|at| relations[at]["type"].as_str() == Some(&observation.kind));
            let features = observation
                .features
                .iter()
                .map(|(name, value)| {
                    let next = names.len();
                    (*names.entry(name.to_owned()).or_insert(next), value)
                })
                .collect();
            // Only links between two gold concepts can be judged; others count little.
            let weight = if typed {
                1.5
            } else if hit.is_some() {
                0.7
            } else if ends.is_some() {
                1.0
            } else {
                0.3
            };
            (features, hit, weight)
        })
        .collect();
    Paper { name: name.to_owned(), n_gold: relations.len().max(1), rows }
}

fn paper(
    name: &str,
    gold: &serde_json::Value,
    observations: &[Observation],
    language: Language,
    names: &mut BTreeMap<String, usize>,
) -> Paper {
    let empty = Vec::new();
    let concepts = gold["concepts"].as_array().unwrap_or(&empty);
    let mut keys: BTreeMap<String, (usize, f64)> = BTreeMap::new();
    for (index, concept) in concepts.iter().enumerate() {
        let weight = [0.0, 1.0, 1.3, 1.8][concept["salience"].as_u64().unwrap_or(1).min(3) as usize];
        let aliases =
            concept["aliases"].as_array().unwrap_or(&empty).iter().filter_map(|alias| alias.as_str());
        for label in concept["label"].as_str().into_iter().chain(aliases) {
            keys.entry(match_key(label)).or_insert((index, weight));
        }
    }
    let rows = observations
        .iter()
        .filter(|observation| observation.language == language)
        .map(|observation| {
            let key = match_key(&observation.label);
            let hit = keys.get(&key).copied().or_else(|| close(&key, &keys));
            let features = observation
                .features
                .iter()
                .map(|(name, value)| {
                    let next = names.len();
                    (*names.entry(name.to_owned()).or_insert(next), value)
                })
                .collect();
            (features, hit.map(|(index, _)| index), hit.map_or(1.0, |(_, weight)| weight))
        })
        .collect();
    Paper {
        name: Path::new(name).file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default(),
        n_gold: concepts.len(),
        rows,
    }
}

/// A label that shares four fifths with a gold label, one inside the other.
fn close(key: &str, keys: &BTreeMap<String, (usize, f64)>) -> Option<(usize, f64)> {
    let n = key.chars().count();
    keys.iter()
        .find(|(gold, _)| {
            let m = gold.chars().count();
            let (small, big) = (n.min(m), n.max(m));
            small * 5 >= big * 4 && (gold.contains(key) || key.contains(gold.as_str()))
        })
        .map(|(_, hit)| (hit.0, 0.5))
}

fn fit(papers: &[&Paper], n_features: usize) -> Vec<f64> {
    let mut weights = vec![0.0f64; n_features + 1];
    let mut biases = vec![-2.0f64; papers.len()];
    let mut squares = vec![1e-6f64; n_features];
    let mut bias_squares = vec![1e-6f64; papers.len()];
    let total: f64 = papers.iter().map(|paper| paper.rows.len() as f64).sum();
    for _ in 0..600 {
        let mut slopes = vec![0.0f64; n_features];
        for (n, paper) in papers.iter().enumerate() {
            let share = total / papers.len() as f64 / paper.rows.len() as f64;
            let mut bias_slope = 0.0;
            for (features, hit, weight) in &paper.rows {
                let sum =
                    biases[n] + features.iter().map(|(index, value)| weights[*index] * value).sum::<f64>();
                let miss = (1.0 / (1.0 + (-sum).exp()) - f64::from(u8::from(hit.is_some()))) * weight * share;
                bias_slope += miss;
                for (index, value) in features {
                    slopes[*index] += miss * value;
                }
            }
            bias_squares[n] += bias_slope * bias_slope;
            biases[n] -= 0.1 * bias_slope / bias_squares[n].sqrt();
        }
        for index in 0..n_features {
            let slope = slopes[index] + 4.0 * weights[index];
            squares[index] += slope * slope;
            weights[index] -= 0.1 * slope / squares[index].sqrt();
        }
    }
    weights[n_features] = biases.iter().sum::<f64>() / biases.len() as f64;
    weights
}

/// Mean share of the K best candidates that are gold, each gold concept counted once; K is the size of the gold.
fn r_precision(papers: &[&Paper], weights: &[f64]) -> f64 {
    let mut sum = 0.0;
    for paper in papers {
        let mut ranked: Vec<(f64, Option<usize>)> = paper
            .rows
            .iter()
            .map(|(features, hit, _)| {
                (features.iter().map(|(index, value)| weights[*index] * value).sum::<f64>(), *hit)
            })
            .collect();
        ranked.sort_by(|a, b| b.0.total_cmp(&a.0));
        let hits: BTreeSet<usize> = ranked.iter().take(paper.n_gold).filter_map(|(_, hit)| *hit).collect();
        sum += hits.len() as f64 / paper.n_gold as f64;
    }
    100.0 * sum / papers.len().max(1) as f64
}
