//! `proofpass`: the issuer as a program.
//!
//! In scope: the command line, exit codes. Out of scope: everything it calls.
//!
//! Exit codes: 0 done, or the verdict `accept`; 1 failed, or `reject`; 2 `undecided`; 64 wrong usage; 78 wrong settings.

mod cli;

use std::process::ExitCode;

use clap::Parser as _;
use clap::error::ErrorKind;

use cli::{Cli, WRONG_USAGE};
use mimalloc::MiMalloc;

#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Nothing is left to do if even this cannot be printed.
            let _ = error.print();
            let asked = matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion);
            // Clap's own code, 2, would read as the verdict `undecided`.
            return if asked { ExitCode::SUCCESS } else { ExitCode::from(WRONG_USAGE) };
        }
    };
    cli::run(cli)
}
