//! `ecdsa-sd-2023` and `bbs-2023`: an issuer signs every statement of a credential, and the holder shows some of them.
//!
//! The issuer makes a *base* proof, for the holder alone: it holds the key with which blank nodes were named, and those
//! names would tell what is not shown. The holder *derives* another proof from it for each verifier, over the statements
//! that the issuer made mandatory and those that the holder picked.
//!
//! In scope: verifying derived proofs; deriving; base proofs (feature `issue`).
//! Out of scope: holders that are bound by a secret of theirs, and pseudonyms (`bbs-2023` §3.3.1: such proofs are known
//! and not checked).
//!
//! Lines are sorted by code point, as RDFC-1.0 has it. Some peers sort them by UTF-16 and differ where names beyond
//! U+FFFF stand beside names from U+E000 on.
//! Specs: <https://www.w3.org/TR/vc-di-ecdsa/#ecdsa-sd-2023>, <https://www.w3.org/TR/vc-di-bbs/>

#[cfg(feature = "issue")]
mod base;
#[cfg(feature = "bbs")]
mod bbs;
mod derive;
mod ecdsa;
mod select;
mod statements;

#[cfg(feature = "issue")]
pub(super) use base::{Base, prepare};
#[cfg(feature = "issue")]
pub use base::{Disclosure, mandatory_by_default};
#[cfg(all(feature = "bbs", feature = "issue"))]
pub(super) use bbs::sign as sign_bbs;
use derive::Groups;
pub use derive::{Blinding, DeriveError, derive, expand_seed};

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use super::{ProofError, SecuredDocument, Suite};
use crate::cbor::{Malformed, Reader, Writer};
use crate::json::{Object, Pointer, Value};
use crate::key::{PublicKey, SignatureMismatch};
use crate::multibase::{decode_base64url, encode_base64url};
use crate::rdf::{Blank, Canonical};

/// The key that names the blank nodes of one credential. Its holder gets it, and nobody else.
#[derive(Clone, PartialEq, Eq)]
pub struct HmacKey([u8; 32]);

impl HmacKey {
    /// A name for each blank node that tells nothing about it to those without the key.
    fn names(&self, canonical: &Canonical, naming: Naming) -> BTreeMap<Blank, String> {
        let hashed = canonical.labels().iter().map(|(blank, label)| (*blank, name(&self.mac(label.as_bytes()))));
        match naming {
            Naming::Hashed => hashed.collect(),
            #[cfg(feature = "bbs")]
            Naming::Shuffled => {
                let mut shuffled: Vec<_> = hashed.collect();
                shuffled.sort_by(|(_, a), (_, b)| a.cmp(b));
                (0..).zip(shuffled).map(|(at, (blank, _))| (blank, bbs::name(at))).collect()
            }
        }
    }

    fn mac(&self, message: &[u8]) -> [u8; 32] {
        // RFC 2104 §2, (1): zeros up to the length of a block.
        let mut block = [0; 64];
        block[..self.0.len()].copy_from_slice(&self.0);
        let hmac = Hmac::<Sha256>::new(&block.into());
        hmac.chain_update(message).finalize().into_bytes().into()
    }
}

impl From<[u8; 32]> for HmacKey {
    fn from(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }
}

impl fmt::Debug for HmacKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HmacKey(..)")
    }
}

/// How the issuer names blank nodes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Naming {
    /// By the hash of the canonical label (ECDSA §3.4.4).
    Hashed,
    /// By their place in the order of those hashes (BBS §3.2.1): a hash would be the same in every proof.
    #[cfg(feature = "bbs")]
    Shuffled,
}

/// The label of a blank node, from the bytes in a proof (ECDSA §3.5.6).
fn name(bytes: &[u8; 32]) -> String {
    encode_base64url(bytes)
}

/// The text of a proof value.
fn encode(writer: Writer) -> String {
    encode_base64url(&writer.into_bytes())
}

fn read_pointer(reader: &mut Reader<'_>) -> Result<Pointer, Malformed> {
    Pointer::parse(reader.text()?).map_err(|_| Malformed)
}

#[cfg(feature = "issue")]
fn write_pointers(writer: &mut Writer, pointers: &[Pointer]) {
    writer.array(pointers.len());
    for pointer in pointers {
        writer.text(pointer.as_str());
    }
}

/// The entries of a map of labels: one for each of c14n0, c14n1 and so on, in whatever order.
fn in_order<T: Clone>(entries: Vec<(u32, T)>) -> Result<Vec<T>, Malformed> {
    let mut labels = vec![None; entries.len()];
    for (label, name) in entries {
        let place = labels.get_mut(label as usize).filter(|place| place.is_none()).ok_or(Malformed)?;
        *place = Some(name);
    }
    Ok(labels.into_iter().flatten().collect())
}

/// Two nodes under one name would be taken for one.
fn is_distinct<T: Ord>(names: &[T]) -> bool {
    names.iter().collect::<BTreeSet<_>>().len() == names.len()
}

/// The value of a derived proof.
#[derive(Debug)]
pub(super) enum Derived {
    #[cfg(feature = "bbs")]
    Bbs(bbs::DerivedValue),
    Ecdsa(ecdsa::DerivedValue),
}

impl Derived {
    /// Of the suites that are read here.
    pub(super) fn read(suite: Suite, value: &str) -> Result<Self, ProofError> {
        let bytes = decode_base64url(value).map_err(|_| ProofError::Malformed)?;
        match suite {
            #[cfg(feature = "bbs")]
            Suite::Bbs2023 => bbs::DerivedValue::read(&bytes).map(Self::Bbs),
            _ => ecdsa::DerivedValue::read(&bytes).map(Self::Ecdsa),
        }
    }

    /// What a key signed.
    pub(super) fn shown(
        &self,
        document: &SecuredDocument<'_>,
        proof: &Object,
        previous: &[usize],
    ) -> Result<Shown<'_>, ProofError> {
        match self {
            #[cfg(feature = "bbs")]
            Self::Bbs(value) => value.shown(document, proof, previous).map(Box::new).map(Shown::Bbs),
            Self::Ecdsa(value) => value.shown(document, proof, previous).map(Shown::Ecdsa),
        }
    }
}

/// What a derived proof shows, and proves.
#[derive(Debug)]
pub(super) enum Shown<'p> {
    #[cfg(feature = "bbs")]
    Bbs(Box<bbs::Messages<'p>>),
    Ecdsa(ecdsa::Statements<'p>),
}

impl Shown<'_> {
    pub(super) fn verify(&self, key: &PublicKey) -> Result<(), SignatureMismatch> {
        match self {
            #[cfg(feature = "bbs")]
            Self::Bbs(messages) => messages.verify(key),
            Self::Ecdsa(statements) => statements.verify(key),
        }
    }
}

/// The lines of what is shown, under the names that were signed.
struct Split {
    mandatory: Vec<String>,
    others: Vec<String>,
}

/// Which lines are mandatory, by their places in rising order. `names` are in the order of canonical labels.
fn split(
    document: &SecuredDocument<'_>,
    previous: &[usize],
    names: &[String],
    mandatory: &[u32],
) -> Result<Split, ProofError> {
    let (dataset, canonical) = document.canonical_rdf(previous)?;
    // A bijection onto exactly the blank nodes that occur.
    let mut labels = canonical.into_labels();
    if labels.len() != names.len() {
        return Err(ProofError::Statements);
    }
    for label in labels.values_mut() {
        // Canonical labels are `c14n` and the numbers below their count, so there is a name for each.
        let number = label.strip_prefix("c14n").and_then(|number| number.parse::<usize>().ok());
        *label = number.and_then(|number| names.get(number)).cloned().unwrap_or_default();
    }
    let lines = dataset.lines(&labels);
    if mandatory.last().is_some_and(|last| *last as usize >= lines.len()) {
        return Err(ProofError::Statements);
    }
    let mut split = Split { mandatory: Vec::new(), others: Vec::new() };
    for (at, line) in (0..).zip(lines) {
        let to = if mandatory.binary_search(&at).is_ok() { &mut split.mandatory } else { &mut split.others };
        to.push(line);
    }
    Ok(split)
}

/// The value of a derived proof, or of a base proof, read and written again, for fuzzing: see [`crate::testing`].
#[cfg(feature = "testing")]
pub(crate) fn rewritten(suite: Suite, is_base: bool, bytes: &[u8]) -> Option<String> {
    match (suite, is_base) {
        (Suite::Bbs2023, true) => bbs::BaseValue::read(bytes).ok().map(|value| value.write()),
        (Suite::Bbs2023, false) => bbs::DerivedValue::read(bytes).ok().map(|value| value.write()),
        (_, true) => ecdsa::BaseValue::read(bytes).ok().map(|value| value.write()),
        (_, false) => ecdsa::DerivedValue::read(bytes).ok().map(|value| value.write()),
    }
}

/// The proof of a set that holders derive from, if there is exactly one.
fn base_proof(document: &Object) -> Option<(Suite, &Object)> {
    let proofs = document.get("proof").map_or(&[][..], Value::as_set).iter().filter_map(Value::as_object);
    let mut bases = proofs.filter_map(|proof| Some((Suite::of(proof).ok().filter(|suite| suite.is_derived())?, proof)));
    bases.next().filter(|_| bases.next().is_none())
}
