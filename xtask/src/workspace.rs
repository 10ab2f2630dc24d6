//! Where things are: the checkout, the build folder, the tools; and stamps that say "nothing changed since".
//!
//! In scope: paths and content stamps. Out of scope: what is built from them.

use std::env;
use std::fs;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Context as _;

/// The top of the checkout.
pub(crate) fn root() -> PathBuf {
    // Cargo sets the variable when it runs us; the compiled-in value serves a direct start of the binary.
    let manifest = env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| env!("CARGO_MANIFEST_DIR").into(), PathBuf::from);
    manifest.parent().map_or_else(|| manifest.clone(), Path::to_path_buf)
}

/// Cargo's build folder.
pub(crate) fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |folder| root().join(folder))
}

/// A file that `cargo build` (dev profile) leaves behind.
pub(crate) fn built(program: &str) -> PathBuf {
    target().join("debug").join(program)
}

/// The cargo that runs us, at the top of the checkout.
pub(crate) fn cargo() -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root());
    // Cargo tells us about our own package; a cargo below us must not take that for its own.
    for (name, _) in env::vars_os() {
        let own = name.to_string_lossy();
        if own.starts_with("CARGO_PKG_") || own.starts_with("CARGO_MANIFEST_") {
            command.env_remove(&name);
        }
    }
    command
}

/// The folder with vectors of other people: `PROOFPASS_VECTORS` (empty: none), else the one beside the checkout, else
/// none.
pub(crate) fn vectors() -> anyhow::Result<Option<PathBuf>> {
    match env::var_os("PROOFPASS_VECTORS") {
        Some(chosen) if chosen.is_empty() => Ok(None),
        Some(chosen) => {
            let folder = PathBuf::from(&chosen).canonicalize();
            Ok(Some(folder.with_context(|| format!("PROOFPASS_VECTORS is {}", Path::new(&chosen).display()))?))
        }
        None => Ok(root().join("../shared/vectors").canonicalize().ok()),
    }
}

/// A fingerprint of everything a product is made from.
///
/// Not a security measure: it only answers "did anything change since the last run on this machine".
#[derive(Debug, Default)]
pub(crate) struct Inputs(DefaultHasher);

impl Inputs {
    /// Adds a fact: a version, a flag.
    #[must_use]
    pub(crate) fn fact(mut self, fact: &str) -> Self {
        fact.hash(&mut self.0);
        self
    }

    /// Adds a file, or every file below a folder; names count as well as contents.
    pub(crate) fn path(mut self, path: &Path) -> anyhow::Result<Self> {
        if path.is_dir() {
            let mut entries: Vec<PathBuf> =
                fs::read_dir(path)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
            entries.sort();
            for entry in entries {
                self = self.path(&entry)?;
            }
            return Ok(self);
        }
        path.strip_prefix(root()).unwrap_or(path).hash(&mut self.0);
        fs::read(path).with_context(|| format!("cannot read {}", path.display()))?.hash(&mut self.0);
        Ok(self)
    }

    /// The stamp that these inputs leave at `path`.
    pub(crate) fn stamp(self, path: PathBuf) -> Stamp {
        Stamp { path, value: format!("{:016x}\n", self.0.finish()) }
    }
}

/// Remembers which inputs a product was made from.
#[derive(Debug)]
pub(crate) struct Stamp {
    path: PathBuf,
    value: String,
}

impl Stamp {
    /// Whether the product was made from exactly these inputs and is still there.
    pub(crate) fn is_current(&self, products: &[PathBuf]) -> bool {
        fs::read_to_string(&self.path).is_ok_and(|value| value == self.value)
            && products.iter().all(|product| product.exists())
    }

    /// To be called before the product is touched.
    pub(crate) fn remove(&self) -> anyhow::Result<()> {
        match fs::remove_file(&self.path) {
            Err(fault) if fault.kind() != std::io::ErrorKind::NotFound => {
                Err(fault).with_context(|| format!("cannot remove {}", self.path.display()))
            }
            _ => Ok(()),
        }
    }

    /// To be called once the product is complete.
    pub(crate) fn write(&self) -> anyhow::Result<()> {
        if let Some(folder) = self.path.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(&self.path, &self.value).with_context(|| format!("cannot write {}", self.path.display()))
    }
}
