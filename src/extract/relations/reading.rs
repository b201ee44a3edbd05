//! Settled mentions -> relation mentions: pairs of one sentence, weighed by a fitted model.
//!
//! Frames state what they match; much is said in ways that no frame holds. A multinomial logistic model (A. Berger, S. Della
//! Pietra, V. Della Pietra, *A maximum entropy approach to natural language processing*, 1996) weighs every pair of mentions of a
//! sentence by what stands between and around them, with the frames that fired as its strongest features.

use rustc_hash::{FxHashMap, FxHashSet};

use super::{Group, Link, Scene, modality};
use crate::extract::Features;
use crate::knowledge::vocab;
use crate::model::RuleId;
use crate::text::{Language, Span};

/// Two mentions of one sentence, left before right, and what is known of the pair.
#[derive(Debug)]
pub(crate) struct Pair {
    pub(crate) left: usize,
    pub(crate) right: usize,
    pub(crate) sentence: usize,
    /// Clause and first token of the right mention, for the modality.
    clause: usize,
    token: usize,
    /// The word that governs the right mention.
    trigger: Option<usize>,
    pub(crate) features: Features,
}

/// Terms less term-like than this are not paired.
const LEAST_TERMHOOD: f64 = 0.2;
/// A link that no frame states must be this likely.
const LEAST_WITHOUT_FRAME: f64 = 0.22;
/// Groups farther apart than this are not paired.
const FARTHEST: usize = 9;
/// Word classes that say what one mention does to another.
const CLASSES: &[&str] = &[
    "promote",
    "raise",
    "support",
    "build",
    "hinder",
    "cause",
    "address",
    "use",
    "adopt",
    "propose",
    "include",
    "consist",
    "apply",
    "align",
    "interact",
    "contrast",
    "locate",
    "copula",
    "promoting_role",
    "causing_role",
    "part_role",
    "kind_role",
    "indicator_verb",
];

/// The class of a word, for features.
pub(crate) type ClassIndex = FxHashMap<String, &'static str>;

/// Every word of the classes above with the first class that holds it.
pub(crate) fn class_index(knowledge: &crate::knowledge::Knowledge, language: Language) -> ClassIndex {
    let mut index = ClassIndex::default();
    for class in CLASSES {
        for word in knowledge.lexicon(language).class(class) {
            let head = word.split(' ').next().unwrap_or(word);
            index.entry(head.to_owned()).or_insert(class);
        }
    }
    index
}

/// All pairs of all sentences; `stated` are the links that frames made.
pub(crate) fn pairs(scene: &Scene<'_>, stated: &[Link<'_>]) -> Vec<Pair> {
    let mut by_sentence: FxHashMap<(Span, usize, usize), Vec<&Link<'_>>> = FxHashMap::default();
    for link in stated {
        let ends = (link.source.min(link.target), link.source.max(link.target));
        by_sentence.entry((link.span, ends.0, ends.1)).or_default().push(link);
    }
    let mut pairs = Vec::new();
    for sentence in 0..scene.cx.doc.sentences.len() {
        sentence_pairs(scene, sentence, &by_sentence, &mut pairs);
    }
    pairs
}

struct Place<'s> {
    clause: usize,
    group: &'s Group,
}

fn sentence_pairs(
    scene: &Scene<'_>,
    sentence: usize,
    stated: &FxHashMap<(Span, usize, usize), Vec<&Link<'_>>>,
    pairs: &mut Vec<Pair>,
) {
    let places: Vec<Place<'_>> = scene.groups[sentence]
        .iter()
        .enumerate()
        .flat_map(|(clause, groups)| groups.groups.iter().map(move |group| Place { clause, group }))
        .collect();
    let span = scene.cx.doc.sentences[sentence].span;
    let worthy = |term: &usize| scene.terms[*term].termhood >= LEAST_TERMHOOD;
    let topic = scene.discourse.topic(scene.cx.doc, scene.cx, sentence).map(|(term, _)| term);
    let present: FxHashSet<usize> =
        places.iter().flat_map(|place| place.group.terms.iter().copied()).collect();
    for (at, left) in places.iter().enumerate() {
        for (gap, right) in places[at + 1..].iter().take(FARTHEST).enumerate() {
            let between = between(scene, sentence, left, right, gap);
            for a in left.group.terms.iter().filter(|term| worthy(term)) {
                for b in right.group.terms.iter().filter(|term| worthy(term) && *term != a) {
                    let frames =
                        stated.get(&(span, (*a).min(*b), (*a).max(*b))).map_or(&[][..], Vec::as_slice);
                    pairs.push(pair(scene, sentence, right, (*a, *b), &between, frames));
                }
            }
        }
        if let Some(topic) = topic.filter(|topic| !present.contains(topic)) {
            let between = from_topic(scene, sentence, left, at);
            for b in left.group.terms.iter().filter(|term| worthy(term)) {
                let frames = stated.get(&(span, topic.min(*b), topic.max(*b))).map_or(&[][..], Vec::as_slice);
                pairs.push(pair(scene, sentence, left, (topic, *b), &between, frames));
            }
        }
    }
}

/// What stands between two groups and around them; the same for all their members.
struct Between {
    names: Vec<String>,
    trigger: Option<usize>,
    class: &'static str,
}

fn class_of(scene: &Scene<'_>, sentence: usize, token: usize) -> Option<&'static str> {
    let language = scene.cx.doc.sentences[sentence].language;
    let index = scene.frames.classes(language);
    match language {
        Language::Zh => index.get(scene.cx.word(token)).copied(),
        Language::En => {
            let word = scene.cx.word(token).to_lowercase();
            let stems = ["", "s", "es", "d", "ed", "ing"];
            stems.iter().find_map(|ending| {
                let stem = word.strip_suffix(ending)?;
                index
                    .get(stem)
                    .or_else(|| index.get(&format!("{stem}e")))
                    .or_else(|| index.get(&format!("{}y", stem.strip_suffix('i')?)))
                    .copied()
            })
        }
    }
}

fn between(scene: &Scene<'_>, sentence: usize, left: &Place<'_>, right: &Place<'_>, gap: usize) -> Between {
    let cx = scene.cx;
    let tokens = left.group.tokens.end..right.group.tokens.start;
    let mut names = Vec::new();
    let mut trigger = None;
    let mut classes: Vec<&'static str> = Vec::new();
    for at in tokens.clone() {
        if let Some(class) = class_of(scene, sentence, at) {
            trigger = Some(at);
            if !classes.contains(&class) {
                classes.push(class);
            }
        }
    }
    let nearest = trigger.and_then(|at| class_of(scene, sentence, at)).unwrap_or("no_verb");
    names.extend(classes.iter().map(|class| format!("between:{class}")));
    names.push(format!("verb:{nearest}"));
    names.extend(trigger.map(|at| format!("word:{}", cx.word(at).to_lowercase())));
    let near = trigger.is_some_and(|at| right.group.tokens.start - at <= 3);
    names.push(format!("verb:{nearest}:{}", if near { "near" } else { "far" }));
    let n_clauses = right.clause - left.clause;
    names.push(format!("clauses:{}", n_clauses.min(3)));
    names.push(format!("verb:{nearest}:clauses:{}", n_clauses.min(2)));
    names.push(format!("groups:{}", gap.min(4)));
    if gap == 0 && tokens.len() <= 3 {
        let joint: Vec<String> = tokens.clone().map(|at| cx.word(at).to_lowercase()).collect();
        names.push(format!("joint:{}", joint.join("_")));
    }
    for (side, group) in [("left", left.group), ("right", right.group)] {
        if let Some(governor) = group.governor {
            names.push(format!("{side}_governor:{}", cx.word(governor).to_lowercase()));
        }
        if group.modifies {
            names.push(format!("{side}_modifies"));
        }
    }
    after(scene, sentence, right, &mut names);
    let first = left.clause == 0 && scene.groups[sentence][0].groups.first() == Some(left.group);
    if first {
        names.push("left_first".into());
        names.push(format!("left_first:verb:{nearest}"));
    }
    if scene.groups[sentence][left.clause].groups.first() == Some(left.group) {
        names.push("left_first_of_clause".into());
    }
    Between { names, trigger, class: nearest }
}

/// The words right behind the right mention: 是B的基础, B脱节.
fn after(scene: &Scene<'_>, sentence: usize, right: &Place<'_>, names: &mut Vec<String>) {
    let end = scene.cx.doc.sentences[sentence].clauses[right.clause].tokens.end;
    for at in (right.group.tokens.end..end).take(4) {
        if let Some(class) = class_of(scene, sentence, at) {
            names.push(format!("after:{class}"));
            break;
        }
    }
}

fn from_topic(scene: &Scene<'_>, sentence: usize, right: &Place<'_>, at: usize) -> Between {
    let cx = scene.cx;
    let start = cx.doc.sentences[sentence].clauses[right.clause].tokens.start;
    let trigger =
        (start..right.group.tokens.start).rev().find(|token| class_of(scene, sentence, *token).is_some());
    let class = trigger.and_then(|token| class_of(scene, sentence, token)).unwrap_or("no_verb");
    let mut names =
        vec!["topic".to_owned(), format!("topic:verb:{class}"), format!("topic:place:{}", at.min(3))];
    names.extend(trigger.map(|token| format!("topic:word:{}", cx.word(token).to_lowercase())));
    if right.group.governor.is_some() {
        names.push("topic:governed".into());
    }
    if cx.outline.item_of(sentence).is_some() {
        names.push("topic:item".into());
    }
    if cx.doc.document.blocks[cx.doc.sentences[sentence].block].kind == crate::model::BlockKind::Heading {
        names.push("topic:heading".into());
    }
    Between { names, trigger, class }
}

fn pair(
    scene: &Scene<'_>,
    sentence: usize,
    right: &Place<'_>,
    ends: (usize, usize),
    between: &Between,
    frames: &[&Link<'_>],
) -> Pair {
    let (left, right_term) = ends;
    let (a, b) = (&scene.terms[left], &scene.terms[right_term]);
    let mut features = Features::default();
    for name in &between.names {
        features.set_owned(name.clone());
    }
    features.set_owned(format!("kinds:{}>{}", a.kind, b.kind));
    features.set_owned(format!("left:{}", a.kind));
    features.set_owned(format!("right:{}", b.kind));
    features.set_owned(format!("verb:{}:right:{}", between.class, b.kind));
    features.set_owned(format!("verb:{}:left:{}", between.class, a.kind));
    for frame in frames {
        let direction = if frame.source == left { '>' } else { '<' };
        features.set_owned(format!("frame:{direction}{}", frame.kind));
        features.set_owned(format!("rule:{direction}{}", frame.rule));
    }
    features.set("no_frame", f64::from(u8::from(frames.is_empty())));
    features.set("left_termhood", a.termhood);
    features.set("right_termhood", b.termhood);
    features.set("product", a.termhood * b.termhood);
    features.set("bias", 1.0);
    features.set_owned(format!("language:{}", scene.cx.doc.sentences[sentence].language.code()));
    if a.key.contains(b.key.as_str()) || b.key.contains(a.key.as_str()) {
        features.set("contains", 1.0);
    }
    Pair {
        left,
        right: right_term,
        sentence,
        clause: right.clause,
        token: right.group.tokens.start,
        trigger: between.trigger,
        features,
    }
}

/// The links of sentences: what frames state, made surer or less sure by the model, and what the model alone is sure of.
pub(crate) fn links<'a>(scene: &Scene<'a>, pairs: &[Pair], stated: Vec<Link<'a>>) -> Vec<Link<'a>> {
    let model = &scene.cx.knowledge.pairs;
    let mut known: FxHashMap<(Span, usize, usize), f64> = FxHashMap::default();
    let mut links = Vec::new();
    for pair in pairs {
        let probabilities = model.probabilities(&pair.features);
        let Some(none) = probabilities.first() else { continue };
        let span = scene.cx.doc.sentences[pair.sentence].span;
        let linked = known.entry((span, pair.left.min(pair.right), pair.left.max(pair.right))).or_insert(0.0);
        *linked = linked.max(1.0 - none);
        let best = (1..probabilities.len())
            .fold(1, |best, at| if probabilities[at] > probabilities[best] { at } else { best });
        if probabilities[best] >= LEAST_WITHOUT_FRAME {
            links.extend(read(scene, pair, &model.labels[best], probabilities[best]));
        }
    }
    links.extend(stated.into_iter().map(|link| {
        let linked = known.get(&(link.span, link.source.min(link.target), link.source.max(link.target)));
        let confidence =
            linked.map_or(link.confidence, |linked| 0.5 * link.confidence + 0.5 * linked.max(0.0).sqrt());
        Link { confidence, ..link }
    }));
    links
}

/// The link that a label of the model names; nothing for a number that measures no statistic.
fn read<'a>(scene: &Scene<'a>, pair: &Pair, label: &str, probability: f64) -> Option<Link<'a>> {
    let kind = scene.cx.knowledge.relation_kind(label.get(1..)?)?;
    let (source, target) =
        if label.starts_with('>') { (pair.left, pair.right) } else { (pair.right, pair.left) };
    let span = scene.cx.doc.sentences[pair.sentence].span;
    // Without a frame the kinds at both ends must be those that the relation is for.
    if kind.fit(scene.kind(source), scene.kind(target)) < 2
        || kind.name == vocab::HAS_INDICATOR && scene.kind(target) != vocab::INDICATOR
    {
        return None;
    }
    let at = pair.trigger.unwrap_or(pair.token);
    Some(Link {
        source,
        target,
        kind: &kind.name,
        modality: modality::of_trigger(scene.cx, pair.sentence, pair.clause, at),
        predicate: pair
            .trigger
            .map_or(Span { start: span.start, end: span.start }, |token| scene.cx.doc.tokens[token].span),
        span,
        rule: RuleId::from("reading/pair"),
        confidence: probability,
    })
}
