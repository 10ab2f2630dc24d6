//! The driver: one target of `proofpass-fuzz` under libFuzzer, chosen by `PROOFPASS_FUZZ_TARGET`.
//!
//! `cargo xtask fuzz` builds and runs it. `PROOFPASS_FUZZ_DO` asks for something else than a run: `list` the targets; write
//! the `seeds` of one into `PROOFPASS_FUZZ_FOLDER`; `keep` the inputs in that folder.

#![no_main]
#![cfg(feature = "libfuzzer")]

use std::env::var;
use std::path::PathBuf;
use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use proofpass_fuzz::{TARGETS, Target, kept, target};

/// Bytes of a file of kept inputs: together the files stay below a megabyte.
const ROOM: usize = 40 << 10;

static TARGET: LazyLock<&'static Target> = LazyLock::new(|| {
    let name = var("PROOFPASS_FUZZ_TARGET").unwrap_or_default();
    target(&name).unwrap_or_else(|| panic!("PROOFPASS_FUZZ_TARGET names no target: {name}"))
});

fn prepare() {
    let Ok(what) = var("PROOFPASS_FUZZ_DO") else { return };
    let folder =
        || PathBuf::from(var("PROOFPASS_FUZZ_FOLDER").unwrap_or_else(|fault| panic!("PROOFPASS_FUZZ_FOLDER: {fault}")));
    match what.as_str() {
        "list" => TARGETS.iter().for_each(|target| println!("{} {}", target.name, target.longest)),
        "seeds" => {
            let (own, others) = kept::write_seeds(&TARGET, &folder());
            println!("{own} {others}");
        }
        "keep" => {
            let count = kept::write(&TARGET, &folder(), ROOM).unwrap_or_else(|fault| panic!("{fault}"));
            println!("{count}");
        }
        other => panic!("PROOFPASS_FUZZ_DO asks for {other}"),
    }
    std::process::exit(0);
}

fuzz_target!(init: prepare(), |bytes: &[u8]| (TARGET.run)(bytes));
