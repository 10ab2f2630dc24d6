//! Files in and out: read whole within bounds, written whole or not at all.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};

/// Largest file that is read: powers of tau of 2^18, with their Lagrange form.
const MAX_BYTES: u64 = 1 << 30;

/// What a file holds; `-` is standard input.
pub(super) fn read(path: &Path) -> anyhow::Result<Vec<u8>> {
    let shown = || format!("cannot read {}", path.display());
    let mut bytes = Vec::new();
    let limit = MAX_BYTES + 1;
    if path == Path::new("-") {
        io::stdin().lock().take(limit).read_to_end(&mut bytes).with_context(shown)?;
    } else {
        File::open(path).with_context(shown)?.take(limit).read_to_end(&mut bytes).with_context(shown)?;
    }
    if bytes.len() as u64 > MAX_BYTES {
        bail!("{} is larger than a gibibyte", path.display());
    }
    Ok(bytes)
}

/// Where something new goes. It is looked at before anything long begins.
#[derive(Debug)]
pub(super) struct Place {
    path: PathBuf,
    fresh: PathBuf,
    force: bool,
}

impl Place {
    /// A file.
    pub(super) fn file(path: &Path, force: bool) -> anyhow::Result<Self> {
        let place = Self::beside(path, force)?;
        place.is_free()?;
        Ok(place)
    }

    /// A folder, which is never overwritten.
    pub(super) fn folder(path: &Path) -> anyhow::Result<Self> {
        Self::file(path, false)
    }

    fn beside(path: &Path, force: bool) -> anyhow::Result<Self> {
        let name = path.file_name().with_context(|| format!("{} is no name for a file", path.display()))?;
        let mut fresh = name.to_owned();
        fresh.push(format!(".{}.new", std::process::id()));
        Ok(Self { path: path.to_owned(), fresh: path.with_file_name(fresh), force })
    }

    fn is_free(&self) -> anyhow::Result<()> {
        // A link that leads nowhere is something as well.
        if !self.force && fs::symlink_metadata(&self.path).is_ok() {
            bail!("{} is there already", self.path.display());
        }
        Ok(())
    }

    /// Writes the file.
    pub(super) fn write(&self, bytes: &[u8]) -> anyhow::Result<()> {
        self.finish(written(&self.fresh, bytes))
    }

    /// Writes the folder with its files.
    pub(super) fn write_all(&self, files: &[(&str, &[u8])]) -> anyhow::Result<()> {
        let all = || {
            fs::create_dir(&self.fresh)?;
            files.iter().try_for_each(|(name, bytes)| written(&self.fresh.join(name), bytes))
        };
        self.finish(all())
    }

    fn finish(&self, written: io::Result<()>) -> anyhow::Result<()> {
        let done = written.map_err(anyhow::Error::from).and_then(|()| {
            self.is_free()?;
            Ok(fs::rename(&self.fresh, &self.path)?)
        });
        if done.is_err() {
            // Nothing is left to do where even this fails.
            let _ = fs::remove_file(&self.fresh).or_else(|_| fs::remove_dir_all(&self.fresh));
        }
        done.with_context(|| format!("cannot write {}", self.path.display()))
    }
}

fn written(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder of one test, removed when it is dropped.
    struct Scratch(PathBuf);

    impl Scratch {
        fn new(name: &str) -> Self {
            let folder = std::env::temp_dir().join(format!("proofpass-{name}-{}", std::process::id()));
            fs::create_dir_all(&folder).unwrap();
            Self(folder)
        }

        fn names(&self) -> Vec<String> {
            let name = |entry: io::Result<fs::DirEntry>| entry.unwrap().file_name().into_string().unwrap();
            let mut names: Vec<String> = fs::read_dir(&self.0).unwrap().map(name).collect();
            names.sort();
            names
        }
    }

    impl Drop for Scratch {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    #[test]
    fn a_file_that_is_there_stays_unless_forced() {
        let scratch = Scratch::new("stays");
        let path = scratch.0.join("key");
        Place::file(&path, false).unwrap().write(b"one").unwrap();
        assert!(Place::file(&path, false).is_err());
        assert_eq!(fs::read(&path).unwrap(), b"one");
        Place::file(&path, true).unwrap().write(b"two").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"two");
        assert_eq!(scratch.names(), ["key"]);
    }

    #[test]
    fn what_came_meanwhile_stays_too() {
        let scratch = Scratch::new("meanwhile");
        let path = scratch.0.join("key");
        let place = Place::file(&path, false).unwrap();
        fs::write(&path, b"another's").unwrap();
        assert!(place.write(b"ours").is_err());
        assert_eq!(fs::read(&path).unwrap(), b"another's");
        assert_eq!(scratch.names(), ["key"]);
    }

    #[test]
    fn a_folder_is_there_with_all_its_files_or_not_at_all() {
        let scratch = Scratch::new("folder");
        let path = scratch.0.join("keys");
        assert!(Place::folder(&path).unwrap().write_all(&[("a", b"1"), ("missing/b", b"2")]).is_err());
        assert!(scratch.names().is_empty());
        Place::folder(&path).unwrap().write_all(&[("a", b"1"), ("b", b"2")]).unwrap();
        assert_eq!(fs::read(path.join("b")).unwrap(), b"2");
        assert!(Place::folder(&path).is_err());
        assert_eq!(scratch.names(), ["keys"]);
    }

    #[test]
    fn a_place_without_a_name_is_none() {
        for path in ["/", "..", ""] {
            assert!(Place::file(Path::new(path), false).is_err(), "{path}");
        }
    }
}
