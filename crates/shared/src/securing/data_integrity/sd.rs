//! `ecdsa-sd-2023`: an issuer signs every statement of a credential, and the holder shows some of them.
//!
//! The issuer makes a *base* proof, for the holder alone: it holds the key with which blank nodes were named, and those
//! names would tell what is not shown. The holder *derives* another proof from it for each verifier, over the statements
//! that the issuer made mandatory and those that the holder picked.
//!
//! In scope: verifying derived proofs; deriving; base proofs (feature `issue`).
//! Out of scope: unlinkability. Whoever is shown two derived proofs sees the same signatures in both.
//!
//! Lines are sorted by code point, as RDFC-1.0 has it. Some peers sort them by UTF-16 and differ where names beyond
//! U+FFFF stand beside names from U+E000 on.
//! Spec: <https://www.w3.org/TR/vc-di-ecdsa/#ecdsa-sd-2023>

#[cfg(feature = "issue")]
mod base;
mod derive;
mod select;
mod statements;

#[cfg(feature = "issue")]
pub use base::Disclosure;
#[cfg(feature = "issue")]
pub(super) use base::{Base, prepare};
pub use derive::{DeriveError, derive};

use std::fmt;

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use super::{ProofError, SecuredDocument, Suite};
use crate::cbor::{Malformed, Reader, Writer};
use crate::digest::HashAlgorithm;
use crate::json::{Object, Pointer, Value};
use crate::key::{KeyType, PublicKey, Signature, SignatureMismatch};
use crate::multibase::{decode_base64url, encode_base64url};

/// What stands before a base proof value (§3.5.2).
const BASE: [u8; 3] = [0xd9, 0x5d, 0x00];

/// What stands before a derived proof value (§3.5.7).
const DERIVED: [u8; 3] = [0xd9, 0x5d, 0x01];

/// What verifying one signature takes of the work that is done for a bundle: see [`super::MAX_WORK`]. In WebAssembly it
/// takes over a millisecond. Two thousand statements are as many as are ever verified; the largest passports have some
/// hundreds.
const WORK_OF_A_SIGNATURE: u32 = 2_000;

/// The key that names the blank nodes of one credential. Its holder gets it, and nobody else.
#[derive(Clone, PartialEq, Eq)]
pub struct HmacKey([u8; 32]);

impl HmacKey {
    /// §3.4.4: a name that tells nothing about the node to those without the key.
    fn name(&self, canonical: &str) -> String {
        // RFC 2104 §2, (1): zeros up to the length of a block.
        let mut block = [0; 64];
        block[..self.0.len()].copy_from_slice(&self.0);
        let hmac = Hmac::<Sha256>::new(&block.into());
        name(&hmac.chain_update(canonical).finalize().into_bytes().into())
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

/// The label of a blank node, from the bytes in a proof (§3.5.6).
fn name(bytes: &[u8; 32]) -> String {
    encode_base64url(bytes)
}

/// A multikey of P-256, as bytes (§3.6.5). The specification's check of a derived proof says 36 bytes, its algorithms
/// and vectors have 35.
type Multikey = [u8; 35];

const P256: [u8; 2] = [0x80, 0x24];

fn read_key(bytes: &Multikey) -> Result<PublicKey, Malformed> {
    let point = bytes.strip_prefix(&P256).filter(|point| matches!(point[0], 2 | 3)).ok_or(Malformed)?;
    PublicKey::from_point(KeyType::P256, point).map_err(|_| Malformed)
}

fn read_signature(reader: &mut Reader<'_>) -> Result<Signature, Malformed> {
    Ok(reader.bytes::<64>()?.into())
}

fn write_signatures(writer: &mut Writer, signatures: &[Signature]) {
    writer.array(signatures.len());
    for signature in signatures {
        writer.bytes(signature.as_bytes());
    }
}

/// The text of a proof value (§3.5.2, §3.5.7).
fn encode(writer: Writer) -> String {
    encode_base64url(&writer.into_bytes())
}

/// The value of a base proof (§3.5.3).
#[derive(Debug)]
struct BaseValue {
    signature: Signature,
    key: Multikey,
    hmac: HmacKey,
    signatures: Vec<Signature>,
    mandatory: Vec<Pointer>,
}

impl BaseValue {
    fn read(value: &str) -> Result<Self, Malformed> {
        let bytes = decode_base64url(value).map_err(|_| Malformed)?;
        let mut reader = Reader::new(bytes.strip_prefix(&BASE).ok_or(Malformed)?);
        reader.begin(5)?;
        let base = Self {
            signature: read_signature(&mut reader)?,
            key: reader.bytes()?,
            hmac: HmacKey(reader.bytes()?),
            signatures: reader.array(read_signature)?,
            mandatory: reader.array(|reader| Pointer::parse(reader.text()?).map_err(|_| Malformed))?,
        };
        reader.end()?;
        read_key(&base.key)?;
        Ok(base)
    }

    #[cfg(feature = "issue")]
    fn write(&self) -> String {
        let mut writer = Writer::after(BASE);
        writer.array(5);
        writer.bytes(self.signature.as_bytes());
        writer.bytes(&self.key);
        writer.bytes(&self.hmac.0);
        write_signatures(&mut writer, &self.signatures);
        writer.array(self.mandatory.len());
        for pointer in &self.mandatory {
            writer.text(pointer.as_str());
        }
        encode(writer)
    }
}

/// The value of a derived proof (§3.5.8).
#[derive(Debug)]
pub(super) struct DerivedValue {
    pub(super) signature: Signature,
    key: Multikey,
    signatures: Vec<Signature>,
    /// The name that each blank node had when its statements were signed, in the order of canonical labels.
    labels: Vec<[u8; 32]>,
    /// Which of the lines shown are mandatory, in rising order.
    mandatory: Vec<u32>,
}

impl DerivedValue {
    pub(super) fn read(value: &str) -> Result<Self, ProofError> {
        let malformed = |Malformed| ProofError::Malformed;
        let bytes = decode_base64url(value).map_err(|_| ProofError::Malformed)?;
        if bytes.starts_with(&BASE) {
            return Err(ProofError::NotDerived);
        }
        Self::read_bytes(&bytes).map_err(malformed)
    }

    fn read_bytes(bytes: &[u8]) -> Result<Self, Malformed> {
        let mut reader = Reader::new(bytes.strip_prefix(&DERIVED).ok_or(Malformed)?);
        reader.begin(5)?;
        let signature = read_signature(&mut reader)?;
        let key = reader.bytes()?;
        let signatures = reader.array(read_signature)?;
        let entries = reader.map(|reader| Ok((reader.unsigned()?, reader.bytes::<32>()?)))?;
        let mandatory = reader.array(Reader::unsigned)?;
        reader.end()?;
        read_key(&key)?;
        // One name for each of the labels c14n0, c14n1 and so on, in whatever order.
        let mut labels = vec![None; entries.len()];
        for (label, name) in entries {
            let place = labels.get_mut(label as usize).filter(|place| place.is_none()).ok_or(Malformed)?;
            *place = Some(name);
        }
        let labels: Vec<[u8; 32]> = labels.into_iter().flatten().collect();
        // And no name twice: two nodes under one name would be taken for one.
        let mut names: Vec<String> = labels.iter().map(name).collect();
        names.sort_unstable();
        if names.windows(2).any(|pair| pair[0] == pair[1]) || !mandatory.is_sorted_by(|a, b| a < b) {
            return Err(Malformed);
        }
        Ok(Self { signature, key, signatures, labels, mandatory })
    }

    fn write(&self) -> String {
        let mut writer = Writer::after(DERIVED);
        writer.array(5);
        writer.bytes(self.signature.as_bytes());
        writer.bytes(&self.key);
        write_signatures(&mut writer, &self.signatures);
        writer.map(self.labels.len());
        for (label, name) in self.labels.iter().enumerate() {
            writer.unsigned(label);
            writer.bytes(name);
        }
        writer.array(self.mandatory.len());
        for index in &self.mandatory {
            writer.unsigned(*index as usize);
        }
        encode(writer)
    }

    /// §3.5.9 and §3.6.7: what the issuer's key signed, and the statements that the proof's own key did.
    pub(super) fn signed(
        &self,
        document: &SecuredDocument<'_>,
        proof: &Object,
        previous: &[usize],
    ) -> Result<(Vec<u8>, Statements<'_>), ProofError> {
        let proof_hash = document.hash_options(proof, Suite::EcdsaSd2023, HashAlgorithm::Sha256)?;
        let (dataset, canonical) = document.canonical_rdf(previous)?;
        // A bijection onto exactly the blank nodes that occur.
        let mut names = canonical.into_labels();
        if names.len() != self.labels.len() {
            return Err(ProofError::Statements);
        }
        for label in names.values_mut() {
            // Canonical labels are `c14n` and the numbers below their count, so there is a name for each.
            let number = label.strip_prefix("c14n").and_then(|number| number.parse::<usize>().ok());
            *label = number.and_then(|number| self.labels.get(number)).map(name).unwrap_or_default();
        }
        let lines = dataset.lines(&names);
        if self.mandatory.last().is_some_and(|last| *last as usize >= lines.len())
            || self.mandatory.len() + self.signatures.len() != lines.len()
        {
            return Err(ProofError::Statements);
        }
        let work = u32::try_from(self.signatures.len()).ok().and_then(|count| count.checked_mul(WORK_OF_A_SIGNATURE));
        document.spend(work.unwrap_or(u32::MAX))?;
        let (mut mandatory, mut others) = (Vec::new(), Vec::new());
        for (at, line) in (0..).zip(lines) {
            let to = if self.mandatory.binary_search(&at).is_ok() { &mut mandatory } else { &mut others };
            to.push(line);
        }
        let statements = Statements { key: &self.key, lines: others, signatures: &self.signatures };
        Ok((signing_input(&proof_hash, &self.key, &mandatory), statements))
    }
}

/// §3.5.1: what the issuer's key signs.
fn signing_input(proof_hash: &[u8], key: &Multikey, mandatory: &[String]) -> Vec<u8> {
    let mandatory_hash = HashAlgorithm::Sha256.hash(mandatory.iter().map(String::as_str));
    [proof_hash, key, &mandatory_hash].concat()
}

/// Statements that a holder picked, and their signatures by the proof's own key.
#[derive(Debug)]
pub(super) struct Statements<'p> {
    key: &'p Multikey,
    lines: Vec<String>,
    signatures: &'p [Signature],
}

impl Statements<'_> {
    /// Only of worth after the issuer's signature, which names the key.
    pub(super) fn verify(&self) -> Result<(), SignatureMismatch> {
        let key = read_key(self.key).map_err(|Malformed| SignatureMismatch)?;
        let mut signed = self.lines.iter().zip(self.signatures);
        signed.try_for_each(|(line, signature)| key.verify(line.as_bytes(), signature))
    }
}

/// The proof of a set that holders derive from, if there is exactly one.
fn base_proof(document: &Object) -> Option<&Object> {
    let proofs = document.get("proof").map_or(&[][..], Value::as_set).iter().filter_map(Value::as_object);
    let mut bases = proofs.filter(|proof| {
        let is = |name: &str, word: &str| proof.get(name).and_then(Value::as_str) == Some(word);
        is("type", super::PROOF_TYPE) && is("cryptosuite", Suite::EcdsaSd2023.as_str())
    });
    bases.next().filter(|_| bases.next().is_none())
}
