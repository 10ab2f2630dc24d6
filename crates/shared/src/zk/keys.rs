//! Keys under which proofs are believed.
//!
//! In scope: their form, which come with the library, that an unsound one is none. Out of scope: the setup that they come
//! from (docs/ZK.md says how to run one).
//!
//! Whoever made a key alone can prove anything under it. Such a key says of itself that it is for development, every
//! report under it repeats that, and a policy must allow it.

use std::fmt;
use std::sync::{Arc, OnceLock};

use proofpass_zk::groth16::{InvalidKey, VerifyingKey};
use proofpass_zk::statement::PUBLIC_INPUTS;

use super::read::{Malformed, Members, base64url};
use crate::digest::Digest;
use crate::json::{Limits, Object, Value, parse};
use crate::multibase::decode_base64url_digits;

/// A circuit that is known here. A circuit that changes is another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Circuit {
    /// Up to 32 claims, four facts, one set, one status list.
    CredS1,
}

impl Circuit {
    /// Every one of them.
    pub const ALL: [Self; 1] = [Self::CredS1];

    /// Its name, with its version.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::CredS1 => "cred-s/1",
        }
    }

    /// Reads the name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|circuit| circuit.as_str() == name)
    }

    /// How many numbers are public.
    #[must_use]
    pub fn public_inputs(self) -> usize {
        match self {
            Self::CredS1 => PUBLIC_INPUTS,
        }
    }
}

/// A sound key of a known circuit.
#[derive(Clone)]
pub struct TrustedKey {
    circuit: Circuit,
    key: Arc<VerifyingKey>,
    digest: Digest,
    is_development: bool,
    ceremony: Option<Object>,
}

/// The keys that come with the library, in the form that [`TrustedKey::parse`] reads.
const PINNED: &[&str] = &[include_str!("pinned/cred-s-1.development.json")];

/// The keys that come with the library.
#[must_use]
pub fn pinned() -> &'static [TrustedKey] {
    static KEYS: OnceLock<Vec<TrustedKey>> = OnceLock::new();
    // A test reads every one of them.
    KEYS.get_or_init(|| PINNED.iter().filter_map(|text| TrustedKey::parse(text.as_bytes()).ok()).collect())
}

impl TrustedKey {
    /// `type` of a key.
    const TYPE: &str = "ProofVerifyingKey";
    /// No key is longer: 14 points, and a word about where they come from.
    const MAX_BYTES: usize = 16 << 10;

    /// A key and where it comes from; none (`None`) is a key for development.
    ///
    /// # Errors
    /// If it has not as many inputs as the circuit, which is all that is not known of a key already.
    pub fn new(circuit: Circuit, key: VerifyingKey, ceremony: Option<Object>) -> Result<Self, InvalidKey> {
        if key.inputs() != circuit.public_inputs() {
            return Err(InvalidKey::Inputs);
        }
        let digest = key.digest().into();
        Ok(Self { circuit, key: Arc::new(key), digest, is_development: ceremony.is_none(), ceremony })
    }

    /// Reads a key.
    ///
    /// # Errors
    /// If a member is missing, unknown or not as documented, if the circuit is not known, or if the key is not sound.
    pub fn parse(bytes: &[u8]) -> Result<Self, Malformed> {
        let limits = Limits { bytes: Self::MAX_BYTES, ..Limits::REQUEST };
        let value = parse(bytes, &limits).map_err(|_| Malformed::at("", "JSON within limits"))?;
        Self::from_value(&value)
    }

    /// Reads `{"type":"ProofVerifyingKey","version":1,"circuit":"cred-s/1","key":"…","development":true}`, without
    /// `development` if there is a `ceremony`: `{"r1cs":"…","contributions":7,"beacon":"…","transcript":"https://…"}`, of
    /// which the last two may be absent.
    ///
    /// # Errors
    /// As [`Self::parse`].
    pub fn from_value(value: &Value) -> Result<Self, Malformed> {
        const KNOWN: [&str; 6] = ["type", "version", "circuit", "key", "development", "ceremony"];
        let object = value.as_object().ok_or_else(|| Malformed::at("", "an object"))?;
        let members = Members::of_form(object, Self::TYPE, &KNOWN)?;
        let circuit = Circuit::from_name(members.text("circuit")?);
        let circuit = circuit.ok_or_else(|| members.fault("circuit", "a circuit that is known here"))?;
        let bytes = decode_base64url_digits(members.text("key")?);
        let bytes = bytes.map_err(|_| members.fault("key", "base64url without padding"))?;
        let key = VerifyingKey::from_bytes(&bytes, circuit.public_inputs()).map_err(|error| {
            members.fault(
                "key",
                match error {
                    InvalidKey::NoContribution => "a key that somebody contributed to",
                    _ => "a verifying key of the circuit",
                },
            )
        })?;
        let is_development = match members.get("development") {
            Some(_) => members.flag("development")?,
            None => false,
        };
        let ceremony = members.get("ceremony").map(ceremony).transpose()?;
        if is_development == ceremony.is_some() {
            return Err(members.fault("development", "either true or a ceremony"));
        }
        Self::new(circuit, key, ceremony).map_err(|_| members.fault("key", "a verifying key of the circuit"))
    }

    /// The key as JSON.
    #[must_use]
    pub fn to_object(&self) -> Object {
        let object = Object::new()
            .with("type", Self::TYPE)
            .with("version", 1)
            .with("circuit", self.circuit.as_str())
            .with("key", base64url(&self.key.to_bytes()));
        match &self.ceremony {
            Some(ceremony) => object.with("ceremony", ceremony.clone()),
            None => object.with("development", true),
        }
    }

    /// Its circuit.
    #[must_use]
    pub fn circuit(&self) -> Circuit {
        self.circuit
    }

    /// The key itself.
    #[must_use]
    pub fn key(&self) -> &VerifyingKey {
        &self.key
    }

    /// What presentations call it.
    #[must_use]
    pub fn digest_text(&self) -> String {
        super::read::base64url(self.digest.as_bytes())
    }

    /// The same as a digest.
    #[must_use]
    pub fn digest(&self) -> Digest {
        self.digest
    }

    /// Whether whoever made it may be able to prove anything.
    #[must_use]
    pub fn is_development(&self) -> bool {
        self.is_development
    }
}

/// Where a key comes from, as it says of itself.
fn ceremony(value: &Value) -> Result<Object, Malformed> {
    let members = Members::of(value, "/ceremony", &["r1cs", "contributions", "beacon", "transcript"])?;
    members.bytes::<32>("r1cs")?;
    if members.number("contributions", u32::MAX)? == 0 {
        return Err(members.fault("contributions", "one contribution at least"));
    }
    for name in ["beacon", "transcript"] {
        if members.get(name).is_some() {
            members.text(name)?;
        }
    }
    value.as_object().cloned().ok_or_else(|| Malformed::at("/ceremony", "an object"))
}

impl PartialEq for TrustedKey {
    fn eq(&self, other: &Self) -> bool {
        (self.circuit, self.digest, self.is_development) == (other.circuit, other.digest, other.is_development)
    }
}

impl Eq for TrustedKey {}

impl fmt::Debug for TrustedKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TrustedKey")
            .field("circuit", &self.circuit)
            .field("digest", &self.digest)
            .field("is_development", &self.is_development)
            .finish_non_exhaustive()
    }
}
