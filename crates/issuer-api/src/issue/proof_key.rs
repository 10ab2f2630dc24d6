//! Keys of circuits: under which proofs count here, and with which wallets make them.
//!
//! In scope: the keys of ceremonies, in folders as `proofpass ceremony finalize` writes them; the key for development, which is
//! made when somebody asks for it. Out of scope: how a ceremony is held (docs/CEREMONY.md), who is to be believed about one.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use proofpass::digest::Digest;
use proofpass::zk::{TrustedKey, pinned};
use proofpass_zk::groth16::VerifyingKey;
use proofpass_zk::prove::{ProvingKey, development_key};

use super::{Error, Issuer};

/// A key under which proofs count.
#[derive(Clone, Debug)]
pub struct ProofKey {
    verifying: TrustedKey,
    proving: Option<Arc<ProvingKeyFile>>,
}

/// What wallets make proofs with: megabytes, known by their SHA-256.
#[derive(Clone, PartialEq, Eq)]
pub struct ProvingKeyFile {
    /// arkworks' uncompressed form.
    pub bytes: Arc<[u8]>,
    /// Of the bytes.
    pub digest: Digest,
}

/// Why keys cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ProofKeyError {
    /// A file or folder cannot be read.
    #[error("cannot read {path}")]
    Io {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// Not a key of a circuit, or not one that is sound.
    #[error("{path} is no verifying key: expected {expected}")]
    Verifying {
        /// Which file.
        path: PathBuf,
        /// What should be there.
        expected: String,
    },
    /// The proving key beside it is another key's.
    #[error("{0} is not the proving key of the verifying key beside it")]
    Proving(PathBuf),
    /// A key without a ceremony, where none may count.
    #[error("{0} is a key for development: proofs under it show nothing")]
    Development(PathBuf),
}

impl ProofKey {
    /// The keys in the folders of a folder: `trusted_key.json`, and `proving_key.bin` if wallets are to fetch it here. Those for
    /// development are refused unless `development` says otherwise.
    pub fn read_all(folder: &Path, development: bool) -> Result<Vec<Self>, ProofKeyError> {
        let io = |path: &Path| {
            let path = path.to_owned();
            move |source| ProofKeyError::Io { path, source }
        };
        let entries = fs::read_dir(folder).map_err(io(folder))?;
        let mut paths: Vec<PathBuf> =
            entries.map(|entry| Ok(entry?.path())).collect::<Result<_, std::io::Error>>().map_err(io(folder))?;
        paths.sort();
        paths.into_iter().filter(|path| path.is_dir()).map(|path| Self::read(&path, development)).collect()
    }

    fn read(folder: &Path, development: bool) -> Result<Self, ProofKeyError> {
        let path = folder.join("trusted_key.json");
        let text = fs::read(&path).map_err(|source| ProofKeyError::Io { path: path.clone(), source })?;
        let verifying = TrustedKey::parse(&text).map_err(|malformed| ProofKeyError::Verifying {
            path: path.clone(),
            expected: format!("{} at \"{}\"", malformed.expected, malformed.pointer),
        })?;
        if verifying.is_development() && !development {
            return Err(ProofKeyError::Development(path));
        }
        let path = folder.join("proving_key.bin");
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Self { verifying, proving: None }),
            Err(source) => return Err(ProofKeyError::Io { path, source }),
        };
        let digest = Digest::of(&bytes);
        let proving = ProvingKey::from_bytes(&bytes, digest.as_bytes()).ok();
        if proving.is_none_or(|proving| proving.verifying_key() != verifying.key()) {
            return Err(ProofKeyError::Proving(path));
        }
        let proving = ProvingKeyFile { bytes: bytes.into(), digest };
        Ok(Self { verifying, proving: Some(Arc::new(proving)) })
    }

    /// Under which proofs count.
    #[must_use]
    pub fn verifying(&self) -> &TrustedKey {
        &self.verifying
    }

    /// What wallets fetch, if it is here.
    #[must_use]
    pub fn proving(&self) -> Option<&Arc<ProvingKeyFile>> {
        self.proving.as_ref()
    }
}

/// The keys under which proofs count here, those of ceremonies first: they are what a wallet should take. The first time that
/// the key for development is among them it is made, which takes about a second of one processor.
pub async fn all(issuer: &Issuer) -> Result<Vec<ProofKey>, Error> {
    let mut keys: Vec<ProofKey> = issuer.proof_keys.to_vec();
    if issuer.test_keys {
        let made = issuer.desk.run(development_file).await?;
        let others = pinned().iter().filter(|key| key.is_development());
        keys.extend(others.map(|verifying| {
            let proving = made.as_ref().filter(|(key, _)| *key == verifying.key()).map(|(_, file)| file.clone());
            ProofKey { verifying: verifying.clone(), proving }
        }));
    }
    Ok(keys)
}

/// The proving key with this SHA-256, in hexadecimal, if there is one here.
pub async fn proving(issuer: &Issuer, sha256: &str) -> Result<Arc<ProvingKeyFile>, Error> {
    let keys = all(issuer).await?;
    let found = keys.into_iter().filter_map(|key| key.proving).find(|file| file.sha256() == sha256);
    found.ok_or(Error::NotFound)
}

/// The key for development, which everybody makes alike: made once, and only where somebody asks for it.
pub(super) fn development() -> Option<&'static ProvingKey> {
    static KEY: OnceLock<Option<ProvingKey>> = OnceLock::new();
    KEY.get_or_init(|| development_key().ok()).as_ref()
}

/// Its verifying key and its file.
fn development_file() -> Option<(&'static VerifyingKey, Arc<ProvingKeyFile>)> {
    static FILE: OnceLock<Arc<ProvingKeyFile>> = OnceLock::new();
    let key = development()?;
    let make = || {
        let bytes = key.to_bytes();
        let digest = Digest::of(&bytes);
        Arc::new(ProvingKeyFile { bytes: bytes.into(), digest })
    };
    Some((key.verifying_key(), FILE.get_or_init(make).clone()))
}

impl ProvingKeyFile {
    /// The SHA-256 of the bytes, in hexadecimal.
    #[must_use]
    pub fn sha256(&self) -> String {
        self.digest.as_bytes().map(|byte| format!("{byte:02x}")).concat()
    }
}

impl std::fmt::Debug for ProvingKeyFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ProvingKeyFile").field("bytes", &self.bytes.len()).finish_non_exhaustive()
    }
}
