//! Names -> clusters: every union has a reason, and none joins what a guard keeps apart.

use std::collections::BTreeMap;

use super::bilingual;
use super::guards;
use super::names::Names;
use crate::knowledge::{Knowledge, vocab};
use crate::model::Fragment;
use crate::text::Language;

/// Cluster of each name, and why names joined.
pub(super) struct Clusters {
    /// Names of each cluster, by its first name.
    pub(super) members: BTreeMap<usize, Vec<usize>>,
    /// First name of the cluster of each name.
    pub(super) root: Vec<usize>,
    /// The rule that joined a name to its cluster.
    pub(super) reasons: BTreeMap<usize, Vec<String>>,
}

struct Merger<'a> {
    names: &'a Names,
    knowledge: &'a Knowledge,
    root: Vec<usize>,
    members: BTreeMap<usize, Vec<usize>>,
    reasons: BTreeMap<usize, Vec<String>>,
}

/// Shells that may stand behind a name without changing it, where the kinds agree.
const SHELLS: &[&str] = &["模式", "机制", "时期", "期间", "理论", "效应", "问题", "战略", "体系"];

pub(super) fn merge(fragments: &[Fragment], names: &Names, knowledge: &Knowledge) -> Clusters {
    let n_names = names.names.len();
    let mut merger = Merger {
        names,
        knowledge,
        root: (0..n_names).collect(),
        members: (0..n_names).map(|name| (name, vec![name])).collect(),
        reasons: BTreeMap::new(),
    };
    merger.places();
    merger.variants();
    merger.reordered_pairs();
    merger.stated(fragments);
    for (zh, en, rule) in bilingual::pairs(fragments, names, knowledge) {
        merger.join(zh, en, rule);
    }
    Clusters { members: merger.members, root: merger.root, reasons: merger.reasons }
}

impl Merger<'_> {
    /// Joins two clusters when no guard forbids any pair of their names.
    fn join(&mut self, a: usize, b: usize, rule: &str) {
        let (into, from) = (self.root[a].min(self.root[b]), self.root[a].max(self.root[b]));
        if into == from {
            return;
        }
        let clash = self.members[&into].iter().any(|left| {
            self.members[&from].iter().any(|right| {
                !guards::allow(&self.names.names[*left], &self.names.names[*right], self.knowledge)
            })
        });
        if clash {
            return;
        }
        let moved = self.members.remove(&from).unwrap_or_default();
        for name in &moved {
            self.root[*name] = into;
            self.reasons.entry(*name).or_default().push(rule.to_owned());
        }
        self.members.entry(into).or_default().extend(moved);
    }

    /// Names of one place: 浙江, 浙江省, Zhejiang.
    fn places(&mut self) {
        let mut first: BTreeMap<&str, usize> = BTreeMap::new();
        for (at, name) in self.names.names.iter().enumerate() {
            if name.kind() != vocab::REGION {
                continue;
            }
            if let Some(place) = self.knowledge.gazetteer.find(&name.key) {
                match first.get(place.zh.as_str()) {
                    Some(other) => self.join(*other, at, "place/gazetteer"),
                    None => {
                        first.insert(&place.zh, at);
                    }
                }
            }
        }
    }

    /// 政企合作模式 and 政企合作, where both are models.
    fn variants(&mut self) {
        for (at, name) in self.names.names.iter().enumerate() {
            for shell in SHELLS {
                let Some(short) = name.key.strip_suffix(shell).filter(|short| short.chars().count() >= 3)
                else {
                    continue;
                };
                if let Some(other) = self.names.by_key.get(short).copied() {
                    let (a, b) = (name.kind(), self.names.names[other].kind());
                    if a == b || b == vocab::TOPIC && a != vocab::POLICY && !self.is_known(other) {
                        self.join(other, at, "variant/shell");
                    }
                }
            }
        }
    }

    /// Whether a name is a term of its own in the general vocabulary.
    fn is_known(&self, name: usize) -> bool {
        let key = &self.names.names[name].key;
        self.knowledge.lexicon(self.names.names[name].language).terms.contains_key(key)
    }

    /// 战略性与市场性 and 市场性与战略性.
    fn reordered_pairs(&mut self) {
        let mut first: BTreeMap<(String, String), usize> = BTreeMap::new();
        for (at, name) in self.names.names.iter().enumerate() {
            if name.language != Language::Zh {
                continue;
            }
            let split = name
                .key
                .split_once('与')
                .or_else(|| name.key.split_once('和'))
                .or_else(|| name.key.split_once('及'));
            let Some((left, right)) = split else { continue };
            // Two plain sides of one length may change places; a shared tail (A与B融合) stays where it is.
            let pair = if left.chars().count() == right.chars().count() && left > right {
                (right.to_owned(), left.to_owned())
            } else {
                (left.to_owned(), right.to_owned())
            };
            match first.get(&pair) {
                Some(other) => self.join(*other, at, "variant/pair"),
                None => {
                    first.insert(pair, at);
                }
            }
        }
    }

    /// What documents say themselves.
    fn stated(&mut self, fragments: &[Fragment]) {
        let mut stated: Vec<(usize, usize, &str)> = Vec::new();
        for (at, fragment) in fragments.iter().enumerate() {
            stated.extend(fragment.aliases.iter().map(|alias| {
                (self.names.of_term[at][alias.left], self.names.of_term[at][alias.right], &*alias.rule.0)
            }));
        }
        stated.sort_unstable();
        stated.dedup_by_key(|(a, b, _)| (*a, *b));
        for (a, b, rule) in stated {
            self.join(a, b, rule);
        }
    }
}
