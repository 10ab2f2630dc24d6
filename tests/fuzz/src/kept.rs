//! Inputs that are kept: what libFuzzer found to reach something new, in one text file for each target.
//!
//! A line of a file is one input in base64. The files are ours: what runs over other people's vectors is not kept.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD as BASE64;

use crate::{Target, known};

/// The file of a target.
#[must_use]
pub fn file(target: &Target) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("kept").join(format!("{}.txt", target.name))
}

/// Its inputs; none where there is no file.
#[must_use]
pub fn read(target: &Target) -> Vec<Vec<u8>> {
    let text = fs::read_to_string(file(target)).unwrap_or_default();
    let decoded = |line: &str| BASE64.decode(line).unwrap_or_else(|fault| panic!("{}: {fault}", target.name));
    text.lines().map(decoded).collect()
}

/// Writes the inputs in a folder as the target's file, the shortest first, as many as fit into `room` bytes of it.
pub fn write(target: &Target, folder: &Path, room: usize) -> io::Result<usize> {
    let mut inputs = BTreeSet::new();
    for entry in fs::read_dir(folder)? {
        let bytes = fs::read(entry?.path())?;
        inputs.insert((bytes.len(), bytes));
    }
    let (mut text, mut count) = (String::new(), 0);
    for (_, bytes) in inputs {
        let line = BASE64.encode(bytes);
        if text.len() + line.len() < room && !line.is_empty() {
            text.push_str(&line);
            text.push('\n');
            count += 1;
        }
    }
    let file = file(target);
    fs::create_dir_all(file.parent().unwrap_or(Path::new(".")))?;
    fs::write(file, text)?;
    Ok(count)
}

/// Writes what a target starts from: into `own` of a folder what is ours, into `others` what is not. Returns how many.
///
/// Other people's vectors are read where `PROOFPASS_VECTORS` says.
#[must_use]
pub fn write_seeds(target: &Target, folder: &Path) -> (usize, usize) {
    let write = |name: &str, inputs: Vec<Vec<u8>>| {
        let folder = folder.join(name);
        let written = fs::create_dir_all(&folder).and_then(|()| {
            inputs.iter().enumerate().try_for_each(|(at, bytes)| fs::write(folder.join(format!("seed-{at}")), bytes))
        });
        written.unwrap_or_else(|fault| panic!("{}: {fault}", folder.display()));
        inputs.len()
    };
    let own = [(target.seeds)(), read(target)].concat();
    let mut others = Vec::new();
    if let Some(root) = std::env::var_os("PROOFPASS_VECTORS").filter(|root| !root.is_empty()) {
        for name in target.others {
            others.extend(
                files(&PathBuf::from(&root).join(name)).into_iter().filter(|file| file.len() <= target.longest),
            );
        }
    }
    (write("own", own), write("others", others))
}

/// The bytes of every file below a folder.
fn files(folder: &Path) -> Vec<Vec<u8>> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    paths
        .iter()
        .flat_map(|path| if path.is_dir() { files(path) } else { fs::read(path).into_iter().collect() })
        .collect()
}

/// How many vectors of ours there are: nothing can be verified without.
#[must_use]
pub fn vectors() -> usize {
    known::vectors().len()
}
