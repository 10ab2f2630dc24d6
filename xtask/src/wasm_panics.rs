//! Panics that trap at once: what the standard library would do first, nobody ever sees.
//!
//! A panic in a module without a console writes its message to a standard error that is not there, and traps. Here the
//! functions that lead to that trap become the trap. Whatever only they called, such as the writing of numbers, of slices
//! and of places in sources into messages, goes with them when the module is squeezed.
//!
//! In scope: finding those functions by name, and replacing what is in them. Out of scope: modules that have somewhere to
//! say it (the Worker's logs).

use std::fs;
use std::path::Path;

use anyhow::{Context as _, bail};

use crate::wasm_binary::{CODE, HEAD, Reader, Section, function_names, imported_functions, sections, write_number};

/// No locals, `unreachable`, `end`: the body of a function of any type that never returns.
const TRAP: [u8; 3] = [0x00, 0x00, 0x0b];

/// The module all of whose functions never return (`-> !`).
const PANICKING: &str = "core::panicking::";

/// Other functions of the standard library that never return.
const FUNCTIONS: [&str; 13] = [
    "alloc::alloc::handle_alloc_error",
    "alloc::raw_vec::capacity_overflow",
    "alloc::raw_vec::handle_error",
    "core::cell::panic_already_borrowed",
    "core::cell::panic_already_mutably_borrowed",
    "core::option::expect_failed",
    "core::option::unwrap_failed",
    "core::result::unwrap_failed",
    "core::slice::copy_from_slice_impl::len_mismatch_fail",
    "core::slice::index::slice_index_fail",
    "core::slice::sort::shared::smallsort::panic_on_ord_violation",
    "core::str::slice_error_fail",
    "std::thread::local::panic_access_error",
];

/// What all panics come through.
const ALL: &str = "core::panicking::panic_fmt";

/// Makes the panics of a module silent, in its place.
pub(crate) fn silence(module: &Path) -> anyhow::Result<()> {
    let bytes = fs::read(module).with_context(|| format!("cannot read {}", module.display()))?;
    fs::write(module, silenced(&bytes)?).with_context(|| format!("cannot write {}", module.display()))
}

fn silenced(module: &[u8]) -> anyhow::Result<Vec<u8>> {
    let sections = sections(module)?;
    let names = function_names(&sections)?;
    let imported = imported_functions(&sections)?;
    if !names.values().any(|name| path(name) == ALL) {
        bail!("the module has no `{ALL}`: whatever panics come through now is to be named in xtask/src/wasm_panics.rs");
    }
    let panics = |place: u64| names.get(&(imported + place)).is_some_and(|name| never_returns(&path(name)));
    let mut out = module[..HEAD].to_vec();
    for Section { id, content } in sections {
        let content = if id == CODE { without_bodies(content, panics)? } else { content.0.to_vec() };
        out.push(id);
        write_number(&mut out, content.len() as u64);
        out.extend(content);
    }
    Ok(out)
}

fn without_bodies(mut code: Reader<'_>, panics: impl Fn(u64) -> bool) -> anyhow::Result<Vec<u8>> {
    let count = code.number()?;
    let mut out = Vec::new();
    write_number(&mut out, count);
    for place in 0..count {
        let length = code.number()?;
        let body = code.take(length)?;
        let body = if panics(place) { &TRAP } else { body };
        write_number(&mut out, body.len() as u64);
        out.extend(body);
    }
    Ok(out)
}

fn never_returns(path: &str) -> bool {
    path.starts_with(PANICKING) || FUNCTIONS.contains(&path)
}

/// `core[c5930c85a12de822]::panicking::assert_failed::<usize, usize>` → `core::panicking::assert_failed`
fn path(name: &str) -> String {
    let name = name.split("::<").next().unwrap_or(name);
    let name = match name.rsplit_once("::h") {
        Some((path, hash)) if hash.len() == 16 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()) => path,
        _ => name,
    };
    match name.split_once('[') {
        Some((start, rest)) => match rest.split_once(']') {
            Some((hash, end)) if hash.bytes().all(|byte| byte.is_ascii_hexdigit()) => format!("{start}{end}"),
            _ => name.to_owned(),
        },
        None => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_panics_is_known_by_its_path() {
        for panics in [
            "core[c5930c85a12de822]::panicking::panic_fmt",
            "core[c5930c85a12de822]::panicking::panic_const::panic_const_div_by_zero",
            "core[c5930c85a12de822]::panicking::assert_failed::<usize, usize>",
            "core::panicking::assert_failed::h092607d13009a2a5",
            "core[c5930c85a12de822]::slice::index::slice_index_fail",
            "alloc[3ca501edff3f0c7c]::raw_vec::handle_error",
        ] {
            assert!(never_returns(&path(panics)), "{panics}");
        }
        for returns in [
            "core[c5930c85a12de822]::str::converts::from_utf8",
            "<core[c5930c85a12de822]::panicking::AssertKind as core[c5930c85a12de822]::fmt::Debug>::fmt",
            "alloc[3ca501edff3f0c7c]::raw_vec::finish_grow",
            "proofpass::core::panicking::panic_fmt",
            "core[c5930c85a12de822]::option::expect_failed_politely",
            "memcpy",
        ] {
            assert!(!never_returns(&path(returns)), "{returns}");
        }
    }

    /// A module with one imported function and the named ones, each of which returns.
    fn module(names: &[&str]) -> Vec<u8> {
        let section = |id: u8, content: &[u8]| {
            let mut section = vec![id];
            write_number(&mut section, content.len() as u64);
            [section, content.to_vec()].concat()
        };
        let count = u8::try_from(names.len()).unwrap();
        let bodies: Vec<u8> = names.iter().flat_map(|_| [2, 0, 0x0b]).collect();
        let mut listed = vec![count];
        for (place, name) in (1..).zip(names) {
            listed.extend([place, u8::try_from(name.len()).unwrap()]);
            listed.extend(name.bytes());
        }
        [
            b"\0asm\x01\0\0\0".to_vec(),
            section(2, &[1, 1, b'm', 1, b'f', 0, 0]),
            section(CODE, &[vec![count], bodies].concat()),
            section(0, &[b"\x04name".to_vec(), section(1, &listed)].concat()),
        ]
        .concat()
    }

    fn bodies(module: &[u8]) -> Vec<Vec<u8>> {
        let code = sections(module).unwrap().into_iter().find(|section| section.id == CODE).unwrap();
        let mut code = code.content;
        let bodies = 0..code.number().unwrap();
        bodies
            .map(|_| {
                let length = code.number().unwrap();
                code.take(length).unwrap().to_vec()
            })
            .collect()
    }

    #[test]
    fn what_panics_becomes_a_trap_and_nothing_else_changes() {
        let names = ["a::b", "core[0123456789abcdef]::panicking::panic_fmt", "c"];
        let before = module(&names);
        let after = silenced(&before).unwrap();
        assert_eq!(bodies(&after), [vec![0, 0x0b], TRAP.to_vec(), vec![0, 0x0b]]);
        let rest = |module: &[u8]| {
            let sections = sections(module).unwrap();
            let rest = sections.iter().filter(|section| section.id != CODE);
            rest.map(|section| section.content.0.to_vec()).collect::<Vec<_>>()
        };
        assert_eq!(rest(&after), rest(&before));
    }

    #[test]
    fn a_module_whose_panics_go_another_way_is_not_taken() {
        assert!(silenced(&module(&["a::b", "core[0123456789abcdef]::panicking::fmt_panic"])).is_err());
        assert!(silenced(b"\0asm\x01\0\0\0").is_err());
    }
}
