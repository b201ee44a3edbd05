//! Arguments -> where knowledge comes from, and the papers that the other arguments name.

use std::fs;

use sinograph::extract::Extractor;
use sinograph::knowledge::{Knowledge, Options};
use sinograph::model::AnnotatedDocument;
use sinograph::segment::Segmenter;

/// Takes `--seeds DIR` off the front of the arguments.
pub(crate) fn options(mut args: Vec<String>) -> (Options, Vec<String>) {
    let mut options = Options::default();
    if args.len() >= 2 && args[0] == "--seeds" {
        options.seeds = Some(args[1].clone().into());
        args.drain(..2);
    }
    (options, args)
}

/// Shows every paper that the arguments name, `[--seeds DIR] PAPER...`, with what reads it.
pub(crate) fn each_paper(args: Vec<String>, mut see: impl FnMut(&Extractor<'_>, &str, &AnnotatedDocument)) {
    let (options, papers) = options(args);
    let knowledge = Knowledge::load(&options).expect("knowledge");
    let (segmenter, extractor) = (Segmenter::new(&knowledge), Extractor::new(&knowledge));
    for path in papers {
        let bytes = fs::read(&path).expect("paper");
        let document = sinograph::read::read(&path, &bytes, &knowledge).expect("reads");
        see(&extractor, &path, &segmenter.segment(document));
    }
}
