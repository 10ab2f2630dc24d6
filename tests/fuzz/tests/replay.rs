//! What is kept is tried again, on the stable compiler and without libFuzzer: nothing that was found comes back.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::time::Instant;

use proofpass_fuzz::{TARGETS, differential_lines, kept, target};

/// Everything a target starts from and everything that is kept of it.
fn replay(name: &str) {
    let target = target(name).unwrap_or_else(|| panic!("no target: {name}"));
    let (seeds, kept) = ((target.seeds)(), kept::read(target));
    let started = Instant::now();
    for input in seeds.iter().chain(&kept) {
        (target.run)(input);
    }
    println!("{name}: {} seeds and {} kept inputs in {:.1?}", seeds.len(), kept.len(), started.elapsed());
    assert!(!seeds.is_empty(), "nothing to start from");
    assert!(kept.len() >= 10, "{} inputs are kept", kept.len());
}

macro_rules! replays {
    ($($name:ident)*) => {
        $(#[test]
        fn $name() {
            replay(stringify!($name));
        })*

        #[test]
        fn every_target_is_replayed() {
            let names: Vec<&str> = TARGETS.iter().map(|target| target.name).collect();
            assert_eq!(names, [$(stringify!($name)),*]);
            assert!(kept::vectors() > 250, "{} vectors", kept::vectors());
        }
    };
}

replays! {
    mutate verify json_ld_shaped json_ld rdf_canon json number sd_jwt token cose cbor proof_values bbs derive request schema
    keys controller_document status_list token_status_list compact r1cs ptau zkey groth16_json zk_request zk_presentation
    time
}

/// `cases` in cargo's build folder, where the npm suites look for it.
fn cases_folder() -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| "target".into());
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..").join(target).join("cases");
    std::fs::create_dir_all(&folder).unwrap_or_else(|fault| panic!("{}: {fault}", folder.display()));
    folder
}

#[test]
fn writes_documents_for_other_implementations() {
    let mut text = String::new();
    for line in differential_lines(1, 600) {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{line}");
    }
    let read = text.matches("\"quads\"").count();
    println!("{read} of 600 documents are read");
    assert!(read > 200, "{read} of 600 documents are read: a test of refusals is none");
    let file = cases_folder().join("differential.jsonl");
    std::fs::write(&file, text).unwrap_or_else(|fault| panic!("{}: {fault}", file.display()));
}
