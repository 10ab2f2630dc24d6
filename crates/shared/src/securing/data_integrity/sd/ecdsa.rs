//! The values of `ecdsa-sd-2023`: a signature of the issuer's over what is mandatory, and one of the proof's own key for
//! each other statement.
//!
//! Whoever is shown two derived proofs sees the same signatures in both.
//! Spec: <https://www.w3.org/TR/vc-di-ecdsa/#ecdsa-sd-2023>

use super::super::{ProofError, SecuredDocument, Suite};
#[cfg(feature = "issue")]
use super::write_pointers;
use super::{DeriveError, Groups, HmacKey, Split, encode, in_order, is_distinct, name, read_pointer, split};
use crate::cbor::{Malformed, Reader, Writer};
use crate::digest::HashAlgorithm;
use crate::json::{Object, Pointer};
use crate::key::{KeyType, PublicKey, Signature, SignatureMismatch};
use crate::multibase::decode_base64url;

/// What stands before a base proof value (§3.5.2).
const BASE: [u8; 3] = [0xd9, 0x5d, 0x00];

/// What stands before a derived proof value (§3.5.7).
const DERIVED: [u8; 3] = [0xd9, 0x5d, 0x01];

/// What verifying one signature takes of the work that is done for a bundle: see [`super::MAX_WORK`]. In WebAssembly it
/// takes over a millisecond. Two thousand statements are as many as are ever verified; the largest passports have some
/// hundreds.
const WORK_OF_A_SIGNATURE: u32 = 2_000;

/// A multikey of P-256, as bytes (§3.6.5). The specification's check of a derived proof says 36 bytes, its algorithms
/// and vectors have 35.
pub(super) type Multikey = [u8; 35];

pub(super) const P256: [u8; 2] = [0x80, 0x24];

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

/// The value of a base proof (§3.5.3).
#[derive(Debug)]
pub(super) struct BaseValue {
    pub(super) signature: Signature,
    pub(super) key: Multikey,
    pub(super) hmac: HmacKey,
    pub(super) signatures: Vec<Signature>,
    pub(super) mandatory: Vec<Pointer>,
}

impl BaseValue {
    pub(super) fn read(bytes: &[u8]) -> Result<Self, Malformed> {
        let mut reader = Reader::new(bytes.strip_prefix(&BASE).ok_or(Malformed)?);
        reader.begin(5)?;
        let base = Self {
            signature: read_signature(&mut reader)?,
            key: reader.bytes()?,
            hmac: HmacKey::from(reader.bytes::<32>()?),
            signatures: reader.array(read_signature)?,
            mandatory: reader.array(read_pointer)?,
        };
        reader.end()?;
        read_key(&base.key)?;
        Ok(base)
    }

    #[cfg(feature = "issue")]
    pub(super) fn write(&self) -> String {
        let mut writer = Writer::after(BASE);
        writer.array(5);
        writer.bytes(self.signature.as_bytes());
        writer.bytes(&self.key);
        writer.bytes(&self.hmac.0);
        write_signatures(&mut writer, &self.signatures);
        write_pointers(&mut writer, &self.mandatory);
        encode(writer)
    }

    /// §3.5.4 and §3.5.7: the value of a proof of some statements.
    pub(super) fn derive(self, groups: &Groups) -> Result<String, DeriveError> {
        // A signature for each statement that is not mandatory, in their order.
        if groups.others.len() != self.signatures.len() {
            return Err(DeriveError::BaseProof);
        }
        let signatures = groups.picked.iter().filter_map(|at| self.signatures.get(*at)).cloned().collect();
        let labels = groups.names.iter().map(|name| decode_base64url(name).ok()?.try_into().ok());
        let labels = labels.collect::<Option<_>>().ok_or(DeriveError::NotApart)?;
        let Self { signature, key, .. } = self;
        Ok(DerivedValue { signature, key, signatures, labels, mandatory: groups.mandatory.clone() }.write())
    }
}

/// The value of a derived proof (§3.5.8).
#[derive(Debug)]
pub(in super::super) struct DerivedValue {
    signature: Signature,
    key: Multikey,
    signatures: Vec<Signature>,
    /// The name that each blank node had when its statements were signed, in the order of canonical labels.
    labels: Vec<[u8; 32]>,
    /// Which of the lines shown are mandatory, in rising order.
    mandatory: Vec<u32>,
}

impl DerivedValue {
    pub(super) fn read(bytes: &[u8]) -> Result<Self, ProofError> {
        if bytes.starts_with(&BASE) {
            return Err(ProofError::NotDerived);
        }
        Self::read_bytes(bytes).map_err(|Malformed| ProofError::Malformed)
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
        let labels = in_order(entries)?;
        if !is_distinct(&labels) || !mandatory.is_sorted_by(|a, b| a < b) {
            return Err(Malformed);
        }
        Ok(Self { signature, key, signatures, labels, mandatory })
    }

    pub(super) fn write(&self) -> String {
        let mut writer = Writer::after(DERIVED);
        writer.array(5);
        writer.bytes(self.signature.as_bytes());
        writer.bytes(&self.key);
        write_signatures(&mut writer, &self.signatures);
        writer.by_place(&self.labels, |writer, name| writer.bytes(name));
        writer.numbers(self.mandatory.iter().map(|index| *index as usize));
        encode(writer)
    }

    /// §3.5.9 and §3.6.7: what the issuer's key signed, and the statements that the proof's own key did.
    pub(super) fn shown(
        &self,
        document: &SecuredDocument<'_>,
        proof: &Object,
        previous: &[usize],
    ) -> Result<Statements<'_>, ProofError> {
        let proof_hash = document.hash_options(proof, Suite::EcdsaSd2023, HashAlgorithm::Sha256)?;
        let names: Vec<String> = self.labels.iter().map(name).collect();
        let Split { mandatory, others } = split(document, previous, &names, &self.mandatory)?;
        if others.len() != self.signatures.len() {
            return Err(ProofError::Statements);
        }
        let work = u32::try_from(self.signatures.len()).ok().and_then(|count| count.checked_mul(WORK_OF_A_SIGNATURE));
        document.spend(work.unwrap_or(u32::MAX))?;
        Ok(Statements { input: signing_input(&proof_hash, &self.key, &mandatory), others, value: self })
    }
}

/// §3.5.1: what the issuer's key signs.
pub(super) fn signing_input(proof_hash: &[u8], key: &Multikey, mandatory: &[String]) -> Vec<u8> {
    let mandatory_hash = HashAlgorithm::Sha256.hash(mandatory.iter().map(String::as_str));
    [proof_hash, key, &mandatory_hash].concat()
}

/// What the issuer's key signed, and statements that a holder picked with their signatures by the proof's own key.
#[derive(Debug)]
pub(in super::super) struct Statements<'p> {
    input: Vec<u8>,
    others: Vec<String>,
    value: &'p DerivedValue,
}

impl Statements<'_> {
    pub(super) fn verify(&self, issuer: &PublicKey) -> Result<(), SignatureMismatch> {
        // First, because it names the other key.
        issuer.verify(&self.input, &self.value.signature)?;
        let key = read_key(&self.value.key).map_err(|Malformed| SignatureMismatch)?;
        let mut signed = self.others.iter().zip(&self.value.signatures);
        signed.try_for_each(|(line, signature)| key.verify(line.as_bytes(), signature))
    }
}
