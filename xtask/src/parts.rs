//! Which crates a compiled module is made of: the code section, counted by the names in the name section.
//!
//! In scope: reading those two sections of a module that our own tools just wrote. Out of scope: any other reader's
//! needs; this is a measuring tape, not a Wasm parser.
//! Spec: <https://webassembly.github.io/spec/core/binary/modules.html>

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, bail};

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
    let mut reader = Reader(bytes.get(8..).context("too short for a module")?);
    let (mut imported, mut bodies, mut names, mut data) = (0, Vec::new(), BTreeMap::new(), 0);
    while !reader.0.is_empty() {
        let id = reader.byte()?;
        let length = reader.number()?;
        let mut section = Reader(reader.take(length)?);
        match id {
            2 => imported = imported_functions(&mut section)?,
            10 => {
                for _ in 0..section.number()? {
                    let length = section.number()?;
                    section.take(length)?;
                    bodies.push(length);
                }
            }
            11 => data = length,
            0 => {
                let length = section.number()?;
                if section.take(length)? == b"name" {
                    names = function_names(&mut section)?;
                }
            }
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

fn imported_functions(section: &mut Reader<'_>) -> anyhow::Result<u64> {
    let mut functions = 0;
    for _ in 0..section.number()? {
        for _ in 0..2 {
            let length = section.number()?;
            section.take(length)?;
        }
        match section.byte()? {
            0 => {
                section.number()?;
                functions += 1;
            }
            // Neither rustc nor wasm-bindgen imports anything else for the targets that we build.
            other => bail!("an import of kind {other}"),
        }
    }
    Ok(functions)
}

fn function_names(section: &mut Reader<'_>) -> anyhow::Result<BTreeMap<u64, String>> {
    let mut names = BTreeMap::new();
    while !section.0.is_empty() {
        let id = section.byte()?;
        let length = section.number()?;
        let mut part = Reader(section.take(length)?);
        // 1: names of functions.
        if id == 1 {
            for _ in 0..part.number()? {
                let index = part.number()?;
                let length = part.number()?;
                let name = String::from_utf8_lossy(part.take(length)?);
                names.insert(index, format!("{:#}", rustc_demangle::demangle(&name)));
            }
        }
    }
    Ok(names)
}

struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn byte(&mut self) -> anyhow::Result<u8> {
        let (first, rest) = self.0.split_first().context("the module ends early")?;
        self.0 = rest;
        Ok(*first)
    }

    fn take(&mut self, length: u64) -> anyhow::Result<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(usize::try_from(length)?).context("the module ends early")?;
        self.0 = rest;
        Ok(taken)
    }

    /// LEB128.
    fn number(&mut self) -> anyhow::Result<u64> {
        let mut number = 0;
        for shift in (0..63).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Ok(number);
            }
        }
        bail!("a number is too long")
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
