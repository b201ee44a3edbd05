//! The command `sinograph`.

use std::process::ExitCode;

fn main() -> ExitCode {
    sinograph::cli::run(std::env::args_os())
}
