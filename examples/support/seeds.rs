//! Arguments -> where knowledge comes from, and the other arguments.

use sinograph::knowledge::Options;

/// Takes `--seeds DIR` off the front of the arguments.
pub(crate) fn options(mut args: Vec<String>) -> (Options, Vec<String>) {
    let mut options = Options::default();
    if args.len() >= 2 && args[0] == "--seeds" {
        options.seeds = Some(args[1].clone().into());
        args.drain(..2);
    }
    (options, args)
}
