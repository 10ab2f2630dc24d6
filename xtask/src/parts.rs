//! Which crates a compiled module is made of: the code section, counted by the names in the name section.
//!
//! In scope: counting. Out of scope: reading a module (`wasm_binary`).

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::Context as _;

use crate::wasm_binary::{CODE, DATA, Section, function_names, imported_functions, sections};

/// Smaller parts are told together.
const WORTH_A_LINE_PERCENT: u64 = 2;

/// Bytes that came from one crate.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Part {
    pub(crate) name: String,
    pub(crate) bytes: u64,
    pub(crate) percent: u64,
}

/// The parts of a module, largest first.
pub(crate) fn of(module: &Path) -> anyhow::Result<Vec<Part>> {
    let bytes = fs::read(module).with_context(|| format!("cannot read {}", module.display()))?;
    let sections = sections(&bytes)?;
    let names = function_names(&sections)?;
    let imported = imported_functions(&sections)?;
    let (mut bodies, mut data) = (Vec::new(), 0);
    for Section { id, mut content } in sections {
        match id {
            CODE => {
                for _ in 0..content.number()? {
                    let length = content.number()?;
                    content.take(length)?;
                    bodies.push(length);
                }
            }
            DATA => data = content.0.len() as u64,
            _ => {}
        }
    }
    let mut sums: BTreeMap<String, u64> = BTreeMap::new();
    for (place, length) in bodies.iter().enumerate() {
        let name = names.get(&(imported + place as u64)).map_or("unnamed", |name| crate_of(name));
        *sums.entry(format!("`{name}`")).or_default() += length;
    }
    sums.insert("constants and texts (data section)".to_owned(), data);
    Ok(largest_first(sums))
}

fn largest_first(sums: BTreeMap<String, u64>) -> Vec<Part> {
    let total: u64 = sums.values().sum::<u64>().max(1);
    let mut parts = Vec::new();
    let mut rest = 0;
    for (name, bytes) in sums {
        let percent = (bytes * 100 + total / 2) / total;
        if percent < WORTH_A_LINE_PERCENT {
            rest += bytes;
        } else {
            parts.push(Part { name, bytes, percent });
        }
    }
    parts.sort_by(|left, right| right.bytes.cmp(&left.bytes).then_with(|| left.name.cmp(&right.name)));
    parts.push(Part { name: "everything smaller".to_owned(), bytes: rest, percent: (rest * 100 + total / 2) / total });
    parts
}

/// `<sha2::Sha256 as digest::Update>::update` → `sha2`
fn crate_of(name: &str) -> &str {
    let path = name.trim_start_matches(|letter: char| !letter.is_alphanumeric() && letter != '_');
    let path = path.strip_prefix("dyn ").or_else(|| path.strip_prefix("mut ")).unwrap_or(path);
    match path.split_once("::") {
        Some((first, _)) => first.split(['[', '<']).next().unwrap_or(first),
        None => "no crate (compiler, exports)",
    }
}

#[cfg(test)]
mod tests {
    use super::crate_of;

    #[test]
    fn the_crate_of_a_function_is_the_first_word_of_its_path() {
        assert_eq!(crate_of("sha2::sha256::compress256::h0123456789abcdef"), "sha2");
        assert_eq!(crate_of("<&mut proofpass::json::Object as core::fmt::Display>::fmt::h01"), "proofpass");
        assert_eq!(crate_of("<dyn core::any::Any>::is::h01"), "core");
        assert_eq!(crate_of("memcpy"), "no crate (compiler, exports)");
    }
}
