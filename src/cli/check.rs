//! `sinograph seeds check` and `sinograph schema check`: is the knowledge sound?

use super::output::{complain, print};
use super::{KnowledgeArguments, NO_ANSWER, OK, USAGE};
use crate::extract::check_patterns;
use crate::knowledge::{Knowledge, vocab};

pub(super) fn run(arguments: &KnowledgeArguments) -> u8 {
    let knowledge = match Knowledge::load(&arguments.options()) {
        Ok(knowledge) => knowledge,
        Err(error) => {
            complain(&error.to_string());
            return USAGE;
        }
    };
    let missing = vocab::CONCEPT_KINDS.iter().filter(|name| knowledge.concept_kind(name).is_none());
    let missing =
        missing.chain(vocab::RELATION_KINDS.iter().filter(|name| knowledge.relation_kind(name).is_none()));
    let mut problems: Vec<String> = missing
        .map(|name| format!("schema: kind {name:?} is missing, but the program needs it; add it back"))
        .collect();
    problems.extend(check_patterns(&knowledge));
    for problem in &problems {
        complain(problem);
    }
    if problems.is_empty() {
        print("all well\n");
        OK
    } else {
        NO_ANSWER
    }
}
