//! `seeds/<lang>/patterns/*.toml` -> patterns of relations, each with sentences it must accept and reject.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::KnowledgeError;
use super::files::Root;
use super::schema::parse;
use crate::text::Language;

/// One end of a relation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Where the link starts.
    Source,
    /// Where it ends.
    Target,
}

/// One step of a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Element {
    /// A mention or a list of mentions. In front of the first words it is the subject, which may be carried over.
    Slot(Role),
    /// One of these words, longest first.
    Words(Vec<String>),
}

/// A frame that states a relation.
#[derive(Debug, Clone)]
pub struct Pattern {
    /// `file/id`, unique.
    pub id: String,
    /// Language it reads.
    pub language: Language,
    /// Relation kind, unless an end says otherwise.
    pub kind: String,
    /// Relation kind by the concept kind of the target.
    pub by_target: BTreeMap<String, String>,
    /// Relation kind by the concept kind of the source; asked after the target.
    pub by_source: BTreeMap<String, String>,
    /// The frame.
    pub elements: Vec<Element>,
    /// Prior confidence, 0..=1.
    pub weight: f64,
    /// Whether a subject that the clause lacks may be carried over from before.
    pub carries: bool,
    /// Sentences with `[mentions]`, then ` => ` and the links that must come out, separated by `; `.
    pub accepts: Vec<String>,
    /// Sentences with `[mentions]` of which this pattern must make nothing.
    pub rejects: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    pattern: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    id: String,
    kind: String,
    #[serde(rename = "match")]
    frame: String,
    #[serde(default)]
    by_target: BTreeMap<String, String>,
    #[serde(default)]
    by_source: BTreeMap<String, String>,
    weight: f64,
    #[serde(default)]
    carries: bool,
    accepts: Vec<String>,
    rejects: Vec<String>,
}

pub(super) fn load(
    root: &Root,
    language: Language,
    classes: &BTreeMap<String, Vec<String>>,
) -> Result<Vec<Pattern>, KnowledgeError> {
    let mut patterns: Vec<Pattern> = Vec::new();
    for path in root.toml_files(&format!("{}/patterns", language.code()))? {
        let stem = path.rsplit('/').next().unwrap_or(&path).trim_end_matches(".toml");
        for file in root.layers(&path)? {
            for entry in parse::<File>(&file)?.pattern {
                let pattern = pattern(entry, stem, language, classes, &file.name)?;
                match patterns.iter_mut().find(|known| known.id == pattern.id) {
                    Some(known) => *known = pattern,
                    None => patterns.push(pattern),
                }
            }
        }
    }
    Ok(patterns)
}

fn pattern(
    entry: Entry,
    stem: &str,
    language: Language,
    classes: &BTreeMap<String, Vec<String>>,
    file: &str,
) -> Result<Pattern, KnowledgeError> {
    let id = format!("{stem}/{}", entry.id);
    let wrong = |problem: String, remedy| KnowledgeError::Entry {
        file: file.into(),
        entry: id.clone(),
        problem,
        remedy,
    };
    let elements = elements(&entry.frame, language, classes).map_err(|problem| {
        wrong(problem, "write words, word|word, @class, {source} and {target}, separated by blanks")
    })?;
    let has = |role| elements.contains(&Element::Slot(role));
    if !has(Role::Source) || !has(Role::Target) || !elements.iter().any(|e| matches!(e, Element::Words(_))) {
        return Err(wrong(
            format!("{:?} lacks an end or a word", entry.frame),
            "name {source}, {target} and at least one word",
        ));
    }
    if entry.accepts.len() < 2 || entry.rejects.len() < 2 {
        return Err(wrong(
            "fewer than two accepts or rejects".into(),
            "add sentences; an untested rule is a guess",
        ));
    }
    if !(0.0..=1.0).contains(&entry.weight) {
        return Err(wrong(
            format!("weight {} is not between 0 and 1", entry.weight),
            "write its estimated precision",
        ));
    }
    Ok(Pattern {
        language,
        kind: entry.kind,
        by_target: entry.by_target,
        by_source: entry.by_source,
        elements,
        weight: entry.weight,
        carries: entry.carries,
        accepts: entry.accepts,
        rejects: entry.rejects,
        id,
    })
}

fn elements(
    frame: &str,
    language: Language,
    classes: &BTreeMap<String, Vec<String>>,
) -> Result<Vec<Element>, String> {
    let mut elements = Vec::new();
    for part in frame.split_whitespace() {
        elements.push(match part {
            "{source}" => Element::Slot(Role::Source),
            "{target}" => Element::Slot(Role::Target),
            _ if part.contains(['{', '}']) => return Err(format!("{part:?} is no slot")),
            _ => Element::Words(words(part, language, classes)?),
        });
    }
    Ok(elements)
}

/// `推动|促进`, `@promote`, `@promote:ing`, `consists_of`: alternatives, each expanded; `_` stands for a blank.
fn words(
    part: &str,
    language: Language,
    classes: &BTreeMap<String, Vec<String>>,
) -> Result<Vec<String>, String> {
    let mut words = Vec::new();
    for alternative in part.split('|') {
        match alternative.strip_prefix('@') {
            Some(reference) => {
                let (class, form) = reference.split_once(':').unwrap_or((reference, ""));
                let members =
                    classes.get(class).ok_or_else(|| format!("there is no word class {class:?}"))?;
                for member in members {
                    words.extend(if language == Language::En {
                        inflected(member, form)
                    } else {
                        vec![member.clone()]
                    });
                }
            }
            None => words.push(alternative.replace('_', " ")),
        }
    }
    words.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
    words.dedup();
    Ok(words)
}

/// The forms of an English verb (its first word, for verbs with a particle).
///
/// `form` is `base`, `s`, `ed`, `ing`, or empty for all of them.
fn inflected(verb: &str, form: &str) -> Vec<String> {
    let (head, rest) =
        verb.split_once(' ').map_or((verb, String::new()), |(head, rest)| (head, format!(" {rest}")));
    let stem = head.strip_suffix('e').filter(|stem| !stem.ends_with('e'));
    let before_y = head.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'i', 'o', 'u']));
    let s = match before_y {
        Some(stem) => format!("{stem}ies"),
        None if head.ends_with(['s', 'x', 'z']) || head.ends_with("ch") || head.ends_with("sh") => {
            format!("{head}es")
        }
        None => format!("{head}s"),
    };
    let irregular = IRREGULAR.iter().find(|(base, ..)| *base == head);
    let doubled = DOUBLED.contains(&head).then(|| format!("{head}{}", &head[head.len() - 1..]));
    let base_ed = doubled.as_deref().unwrap_or(head);
    let ed = match (before_y, stem) {
        (Some(stem), _) => format!("{stem}ied"),
        (None, Some(stem)) => format!("{stem}ed"),
        (None, None) => format!("{base_ed}ed"),
    };
    let ing = format!("{}ing", stem.unwrap_or(base_ed));
    let mut forms: Vec<String> = Vec::new();
    let wants = |name: &str| form.is_empty() || form == name;
    if wants("base") {
        forms.push(head.to_owned());
    }
    if wants("s") {
        forms.push(s);
    }
    if wants("ed") {
        match irregular {
            Some((_, past, participle)) if form == "ed" => {
                forms.extend([(*past).to_owned(), (*participle).to_owned()])
            }
            Some((_, past, participle)) => forms.extend([(*past).to_owned(), (*participle).to_owned()]),
            None => forms.push(ed),
        }
    }
    if wants("ing") {
        forms.push(ing);
    }
    forms.into_iter().map(|form| form + &rest).collect()
}

/// Base, past and participle of the irregular verbs that word classes name.
const IRREGULAR: &[(&str, &str, &str)] = &[
    ("become", "became", "become"),
    ("begin", "began", "begun"),
    ("break", "broke", "broken"),
    ("bring", "brought", "brought"),
    ("build", "built", "built"),
    ("draw", "drew", "drawn"),
    ("drive", "drove", "driven"),
    ("feed", "fed", "fed"),
    ("fight", "fought", "fought"),
    ("get", "got", "gotten"),
    ("give", "gave", "given"),
    ("grow", "grew", "grown"),
    ("hold", "held", "held"),
    ("keep", "kept", "kept"),
    ("lead", "led", "led"),
    ("leave", "left", "left"),
    ("make", "made", "made"),
    ("meet", "met", "met"),
    ("overcome", "overcame", "overcome"),
    ("put", "put", "put"),
    ("rely", "relied", "relied"),
    ("see", "saw", "seen"),
    ("set", "set", "set"),
    ("speed", "sped", "sped"),
    ("spur", "spurred", "spurred"),
    ("take", "took", "taken"),
    ("underlie", "underlay", "underlain"),
    ("undertake", "undertook", "undertaken"),
];

/// Verbs that double their last letter.
const DOUBLED: &[&str] = &["cut", "curb", "plan", "put", "set", "spur", "stem", "stop", "let"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn english_verbs_are_inflected() {
        let check = |verb: &str, expected: &[&str]| assert_eq!(inflected(verb, ""), expected, "{verb}");
        check("promote", &["promote", "promotes", "promoted", "promoting"]);
        check("rely on", &["rely on", "relies on", "relied on", "relied on", "relying on"]);
        check("drive", &["drive", "drives", "drove", "driven", "driving"]);
        check("foster", &["foster", "fosters", "fostered", "fostering"]);
        assert_eq!(inflected("address", "s"), ["addresses"]);
    }

    #[test]
    fn frames_need_known_parts() {
        let classes = BTreeMap::from([("promote".to_owned(), vec!["推动".to_owned()])]);
        let parsed = elements("{source} @promote|赋能 {target}", Language::Zh, &classes).expect("parses");
        assert_eq!(parsed[1], Element::Words(vec!["推动".into(), "赋能".into()]));
        assert!(elements("{source} @unknown {target}", Language::Zh, &classes).is_err());
        assert!(elements("{sauce} 推动 {target}", Language::Zh, &classes).is_err());
    }
}
