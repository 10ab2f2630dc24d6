//! Third-party vectors, by folder.

use std::path::{Path, PathBuf};

use proofpass::json::Value;

/// The folder `name` of the third-party vectors; `None`, said aloud, where they are not at hand.
pub(crate) fn folder(name: &str) -> Option<PathBuf> {
    let Some(root) = std::env::var_os("PROOFPASS_VECTORS") else {
        eprintln!("not run: PROOFPASS_VECTORS is not set, {name} is needed");
        return None;
    };
    let folder = Path::new(&root).join(name);
    assert!(folder.is_dir(), "PROOFPASS_VECTORS is set and has no {name}");
    Some(folder)
}

/// Says what came of the cases of somebody else's suite, in a line that `cargo xtask conformance` adds up. Before anything
/// is asserted, or a failure would not be counted. Out of scope is what a suite leaves open, or asks of others.
pub(crate) fn report(suite: &str, passed: usize, failed: usize, out_of_scope: usize) {
    println!("conformance {suite}: {passed} passed, {failed} failed, {out_of_scope} out of scope");
}

/// The files below a folder that end in `.json`, by name.
pub(crate) fn json_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(json_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "json") {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// The file's name without its extension.
pub(crate) fn stem(path: &Path) -> String {
    path.file_stem().unwrap().to_string_lossy().into_owned()
}

/// A member that is text.
pub(crate) fn text_of<'a>(object: &'a Value, name: &str) -> &'a str {
    object.as_object().unwrap().get(name).and_then(Value::as_str).unwrap()
}

/// Bytes written in hexadecimal.
pub(crate) fn hex(text: &str) -> Vec<u8> {
    let digit = |b: u8| u8::try_from(char::from(b).to_digit(16).unwrap()).unwrap();
    text.trim().as_bytes().chunks(2).map(|pair| digit(pair[0]) << 4 | digit(pair[1])).collect()
}
