//! A Wasm module as it lies in its file: its sections, and what its functions are called.
//!
//! In scope: what a measuring tape and a pair of scissors need of modules that our own tools just wrote. Out of scope: any
//! other reader's needs; this is no Wasm parser, and validates nothing.
//! Spec: <https://webassembly.github.io/spec/core/binary/modules.html>

use std::collections::BTreeMap;

use anyhow::{Context as _, bail};

/// The section with the bodies of functions.
pub(crate) const CODE: u8 = 10;
/// The section with what lies in memory at the start.
pub(crate) const DATA: u8 = 11;
const CUSTOM: u8 = 0;
const IMPORT: u8 = 2;

/// How long the magic number and the version are.
pub(crate) const HEAD: usize = 8;

/// One section.
#[derive(Clone, Copy)]
pub(crate) struct Section<'a> {
    pub(crate) id: u8,
    pub(crate) content: Reader<'a>,
}

/// The sections of a module, in its order.
pub(crate) fn sections(module: &[u8]) -> anyhow::Result<Vec<Section<'_>>> {
    let mut reader = Reader(module.get(HEAD..).context("too short for a module")?);
    let mut sections = Vec::new();
    while !reader.0.is_empty() {
        let id = reader.byte()?;
        let length = reader.number()?;
        sections.push(Section { id, content: Reader(reader.take(length)?) });
    }
    Ok(sections)
}

/// How many functions a module imports: their numbers come before those of its own.
pub(crate) fn imported_functions(sections: &[Section<'_>]) -> anyhow::Result<u64> {
    let Some(Section { content: mut section, .. }) = sections.iter().copied().find(|section| section.id == IMPORT)
    else {
        return Ok(0);
    };
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

/// What the functions are called, by their numbers: as they are written in the program.
pub(crate) fn function_names(sections: &[Section<'_>]) -> anyhow::Result<BTreeMap<u64, String>> {
    const FUNCTIONS: u8 = 1;

    let mut names = BTreeMap::new();
    for Section { content: mut section, .. } in sections.iter().copied().filter(|section| section.id == CUSTOM) {
        let length = section.number()?;
        if section.take(length)? != b"name" {
            continue;
        }
        while !section.0.is_empty() {
            let id = section.byte()?;
            let length = section.number()?;
            let mut part = Reader(section.take(length)?);
            if id != FUNCTIONS {
                continue;
            }
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

/// What is left to read.
#[derive(Clone, Copy)]
pub(crate) struct Reader<'a>(pub(crate) &'a [u8]);

impl<'a> Reader<'a> {
    pub(crate) fn byte(&mut self) -> anyhow::Result<u8> {
        let (first, rest) = self.0.split_first().context("the module ends early")?;
        self.0 = rest;
        Ok(*first)
    }

    pub(crate) fn take(&mut self, length: u64) -> anyhow::Result<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(usize::try_from(length)?).context("the module ends early")?;
        self.0 = rest;
        Ok(taken)
    }

    /// LEB128.
    pub(crate) fn number(&mut self) -> anyhow::Result<u64> {
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

/// Appends a number in LEB128.
pub(crate) fn write_number(out: &mut Vec<u8>, mut number: u64) {
    loop {
        let byte = (number & 0x7f) as u8;
        number >>= 7;
        if number == 0 {
            out.push(byte);
            return;
        }
        out.push(byte | 0x80);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_read_as_it_was_written() {
        for number in [0, 1, 127, 128, 300, 16_383, 16_384, u64::from(u32::MAX)] {
            let mut bytes = Vec::new();
            write_number(&mut bytes, number);
            let mut reader = Reader(&bytes);
            assert_eq!(reader.number().unwrap(), number);
            assert!(reader.0.is_empty());
        }
        for wrong in [&[][..], &[0x80], &[0xff; 10]] {
            assert!(Reader(wrong).number().is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn a_module_that_ends_early_is_refused() {
        for wrong in [&b"\0asm"[..], b"\0asm\x01\0\0\0\x0a", b"\0asm\x01\0\0\0\x0a\x05\x00"] {
            assert!(sections(wrong).is_err(), "{wrong:?}");
        }
    }
}
