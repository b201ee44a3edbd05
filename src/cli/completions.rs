//! `sinograph completions SHELL`: a script that lets a shell complete commands and options.

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::output::print;
use super::{Arguments, OK};

#[derive(Args)]
pub(super) struct CompletionArguments {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

pub(super) fn run(arguments: &CompletionArguments) -> u8 {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut Arguments::command(), "sinograph", &mut script);
    print(&String::from_utf8_lossy(&script));
    OK
}
