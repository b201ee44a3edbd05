//! Gold graphs and their documents -> `seeds/weights.toml`: how sure a link is that structure states.
//!
//! ```text
//! cargo run --release --example fit_weights -- seeds/weights.toml CORPUS GOLD.json [CORPUS GOLD.json ...]
//! ```
//! CORPUS is the folder that holds the document a gold file names. A logistic model with a bias of its own for every document, because
//! gold files differ in how much they list. Prints how many gold pairs are among the best, fitted on all and on documents left out.

#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::expect_used, missing_docs)] // a tool for developers, not the product

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

use sinograph::extract::{Extractor, FeatureNames, LinkObservation};
use sinograph::knowledge::{Knowledge, Options};
use sinograph::segment::Segmenter;

#[path = "support/gold.rs"]
#[allow(dead_code)] // each example uses its part
mod gold;
use gold::Gold;

/// Features by index, the gold concept or relation it is, its weight.
type Row = (Vec<(usize, f64)>, Option<usize>, f64);

struct Paper {
    n_gold: usize,
    /// Features, whether gold, weight.
    rows: Vec<Row>,
}

const N_FOLDS: usize = 5;
fn main() {
    let args: Vec<String> = env::args().skip(1).collect();
    let knowledge = Knowledge::load(&Options::default()).expect("built-in knowledge");
    let segmenter = Segmenter::new(&knowledge);
    let extractor = Extractor::new(&knowledge);
    let mut link_names: BTreeMap<String, usize> = BTreeMap::new();
    let mut link_papers: Vec<Paper> = Vec::new();
    for pair in args[1..].chunks(2) {
        let gold: serde_json::Value =
            serde_json::from_str(&fs::read_to_string(&pair[1]).expect("gold")).expect("json");
        let path = Path::new(&pair[0]).join(gold["doc"].as_str().expect("doc"));
        let bytes = fs::read(&path).expect("document");
        let document = sinograph::read::read(&path.display().to_string(), &bytes, &knowledge).expect("reads");
        let doc = segmenter.segment(document);
        let (structural, _) = extractor.observe_links(&doc, &FeatureNames::default());
        let gold = Gold::read(&gold);
        link_papers.push(links(&gold, &structural, &mut link_names));
    }
    let mut out = String::from(
        "# Fitted by examples/fit_weights.rs on gold graphs; see docs/quality.md. Do not edit by hand.\n",
    );
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
}

/// Gold files list what an analyst wants, not all that is true: raises the odds of a link to be right over those to be listed.
const LINK_BIAS: f64 = 1.5;

/// The links of a paper, each with the gold relation between its ends, if there is one.
fn links(gold: &Gold, observations: &[LinkObservation], names: &mut BTreeMap<String, usize>) -> Paper {
    let rows = observations
        .iter()
        .map(|observation| {
            let end = |label: &str| gold.find(label).map(|(at, ..)| at);
            let ends = end(&observation.source).zip(end(&observation.target));
            let hit = ends.and_then(|(a, b)| {
                let joins = |from: usize, to: usize| (from, to) == (a, b) || (from, to) == (b, a);
                gold.relations.iter().position(|relation| joins(relation.source, relation.target))
            });
            let typed = hit.is_some_and(|at| gold.relations[at].kind == observation.kind);
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
    Paper { n_gold: gold.relations.len().max(1), rows }
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
