//! The values of `bbs-2023`: one signature of the issuer's over all statements, of which a proof is derived that tells
//! nothing else of it. Two derived proofs have nothing in common but what they show.
//!
//! In scope: the baseline. Out of scope: the variants that bind a holder's secret or make pseudonyms, whose values begin
//! otherwise: no more is known of them than that.
//! Spec: <https://www.w3.org/TR/vc-di-bbs/>

use super::super::{ProofError, SecuredDocument, Suite};
use super::{Blinding, DeriveError, Groups, HmacKey, Split, encode, in_order, is_distinct, read_pointer, split};
use crate::bbs::{Hidden, Invalid, MAX_MESSAGES, Proof, PublicKey, Signature, TABLED};
use crate::cbor::{Malformed, Reader, Writer};
use crate::digest::HashAlgorithm;
use crate::json::{Object, Pointer};
use crate::key::{self, SignatureMismatch};

/// What all values begin with (§3.3.1, §3.3.4); the byte after it says which of them it is.
const START: [u8; 2] = [0xd9, 0x5d];
const BASE: [u8; 3] = [0xd9, 0x5d, 0x02];
const DERIVED: [u8; 3] = [0xd9, 0x5d, 0x03];

/// Base proofs that are bound to a holder's secret, to a pseudonym, and to both.
const OTHER_BASES: [u8; 3] = [0x04, 0x06, 0x08];

/// What is derived from those.
const OTHER_DERIVED: [u8; 3] = [0x05, 0x07, 0x09];

/// What verifying one proof takes of the work that is done for a bundle, in the unit of a signature of the other suite:
/// two pairings, and points that are read.
const WORK_OF_A_PROOF: u32 = 20_000;

/// What each message takes more, and what it takes where its generator is not at hand.
const WORK_OF_A_MESSAGE: u32 = 500;
const WORK_OF_A_GENERATOR: u32 = 2_000;

/// Longest presentation header. It is a nonce, or a digest of what the verifier asked for.
const MAX_PRESENTATION_HEADER: usize = 1024;

/// The name of a blank node.
pub(super) fn name(at: u32) -> String {
    format!("b{at}")
}

/// §3.3.9: what is signed beside the messages.
fn header(proof_hash: &[u8], mandatory: &[String]) -> Vec<u8> {
    [proof_hash, &HashAlgorithm::Sha256.hash(mandatory.iter().map(String::as_str))].concat()
}

fn as_messages(lines: &[String]) -> Vec<&[u8]> {
    lines.iter().map(String::as_bytes).collect()
}

/// The value of a base proof (§3.3.2).
#[derive(Debug)]
pub(super) struct BaseValue {
    signature: [u8; Signature::LENGTH],
    header: [u8; 64],
    key: [u8; PublicKey::LENGTH],
    pub(super) hmac: HmacKey,
    pub(super) mandatory: Vec<Pointer>,
}

impl BaseValue {
    pub(super) fn read(bytes: &[u8]) -> Result<Self, Malformed> {
        let mut reader = Reader::new(bytes.strip_prefix(&BASE).ok_or(Malformed)?);
        reader.begin(5)?;
        let base = Self {
            signature: reader.bytes()?,
            header: reader.bytes()?,
            key: reader.bytes()?,
            hmac: HmacKey::from(reader.bytes::<32>()?),
            mandatory: reader.array(read_pointer)?,
        };
        reader.end()?;
        Ok(base)
    }

    #[cfg(feature = "issue")]
    pub(super) fn write(&self) -> String {
        let mut writer = Writer::after(BASE);
        writer.array(5);
        writer.bytes(&self.signature);
        writer.bytes(&self.header);
        writer.bytes(&self.key);
        writer.bytes(&self.hmac.0);
        super::write_pointers(&mut writer, &self.mandatory);
        encode(writer)
    }

    /// §3.3.3: the value of a proof of some statements.
    pub(super) fn derive(&self, groups: &Groups, blinding: Blinding<'_>) -> Result<String, DeriveError> {
        if groups.others.len() > MAX_MESSAGES {
            return Err(DeriveError::TooMuchWork);
        }
        let Blinding { presentation_header, random } = blinding;
        if presentation_header.len() > MAX_PRESENTATION_HEADER {
            return Err(DeriveError::PresentationHeader);
        }
        let damaged = |Invalid| DeriveError::BaseProof;
        let key = PublicKey::from_bytes(&self.key).map_err(damaged)?;
        let signature = Signature::from_bytes(&self.signature).map_err(damaged)?;
        let messages = as_messages(&groups.others);
        let hidden = Hidden { key: &key, header: &self.header, messages: &messages, signature: &signature };
        let proof = Proof::new(&hidden, presentation_header, &groups.picked, random).map_err(damaged)?;
        let number = |name: &String| name.strip_prefix('b')?.parse().ok();
        let value = DerivedValue {
            proof: proof.to_bytes(),
            labels: groups.names.iter().map(number).collect::<Option<_>>().ok_or(DeriveError::NotApart)?,
            mandatory: groups.mandatory.clone(),
            selective: groups.picked.clone(),
            presentation_header: presentation_header.to_vec(),
        };
        Ok(value.write())
    }
}

/// The value of a derived proof (§3.3.6).
#[derive(Debug)]
pub(in super::super) struct DerivedValue {
    /// Read when its cost is paid for.
    proof: Vec<u8>,
    /// The number in the name that each blank node had, in the order of canonical labels.
    labels: Vec<u32>,
    /// Which of the lines shown are mandatory, in rising order.
    mandatory: Vec<u32>,
    /// Which of all messages the other lines are, in rising order.
    selective: Vec<usize>,
    presentation_header: Vec<u8>,
}

impl DerivedValue {
    pub(super) fn read(bytes: &[u8]) -> Result<Self, ProofError> {
        if let [first, second, kind, ..] = bytes
            && [*first, *second] == START
        {
            if *kind == BASE[2] || OTHER_BASES.contains(kind) {
                return Err(ProofError::NotDerived);
            }
            // Somebody else's to judge, whatever follows.
            if OTHER_DERIVED.contains(kind) {
                return Err(ProofError::Suite);
            }
        }
        Self::read_bytes(bytes).map_err(|Malformed| ProofError::Malformed)
    }

    fn read_bytes(bytes: &[u8]) -> Result<Self, Malformed> {
        let mut reader = Reader::new(bytes.strip_prefix(&DERIVED).ok_or(Malformed)?);
        reader.begin(5)?;
        let proof = reader.byte_string()?.to_vec();
        let entries = reader.map(|reader| Ok((reader.unsigned()?, reader.unsigned()?)))?;
        let mandatory = reader.array(Reader::unsigned)?;
        let selective = reader.array(|reader| usize::try_from(reader.unsigned()?).map_err(|_| Malformed))?;
        let presentation_header = reader.byte_string()?.to_vec();
        reader.end()?;
        let labels = in_order(entries)?;
        let is_good = is_distinct(&labels)
            && mandatory.is_sorted_by(|a, b| a < b)
            && selective.is_sorted_by(|a, b| a < b)
            && Proof::is_length(proof.len())
            && presentation_header.len() <= MAX_PRESENTATION_HEADER;
        if is_good { Ok(Self { proof, labels, mandatory, selective, presentation_header }) } else { Err(Malformed) }
    }

    pub(super) fn write(&self) -> String {
        let mut writer = Writer::after(DERIVED);
        writer.array(5);
        writer.bytes(&self.proof);
        writer.by_place(&self.labels, |writer, number| writer.unsigned(*number as usize));
        writer.numbers(self.mandatory.iter().map(|index| *index as usize));
        writer.numbers(self.selective.iter().copied());
        writer.bytes(&self.presentation_header);
        encode(writer)
    }

    /// §3.3.7 and §3.4.4: what the proof is held against.
    pub(super) fn shown(
        &self,
        document: &SecuredDocument<'_>,
        proof: &Object,
        previous: &[usize],
    ) -> Result<Messages<'_>, ProofError> {
        let proof_hash = document.hash_options(proof, Suite::Bbs2023, HashAlgorithm::Sha256)?;
        let names: Vec<String> = self.labels.iter().map(|number| name(*number)).collect();
        let Split { mandatory, others } = split(document, previous, &names, &self.mandatory)?;
        if others.len() != self.selective.len() {
            return Err(ProofError::Statements);
        }
        // Below the cap: the length of the proof says how many are hidden.
        let count = others.len() + Proof::hidden_in(self.proof.len());
        if count > MAX_MESSAGES {
            return Err(ProofError::TooMuchWork);
        }
        let times = |count: usize, work: u32| u32::try_from(count).unwrap_or(u32::MAX).saturating_mul(work);
        let messages = times(count, WORK_OF_A_MESSAGE);
        let generators = times(count.saturating_sub(TABLED), WORK_OF_A_GENERATOR);
        document.spend(WORK_OF_A_PROOF.saturating_add(messages).saturating_add(generators))?;
        let proof = Proof::from_bytes(&self.proof).map_err(|Invalid| ProofError::Malformed)?;
        Ok(Messages { proof, header: header(&proof_hash, &mandatory), others, value: self })
    }
}

/// The messages shown, and the proof that they were signed among others.
#[derive(Debug)]
pub(in super::super) struct Messages<'p> {
    proof: Proof,
    header: Vec<u8>,
    others: Vec<String>,
    value: &'p DerivedValue,
}

impl Messages<'_> {
    pub(super) fn verify(&self, key: &key::PublicKey) -> Result<(), SignatureMismatch> {
        let DerivedValue { selective, presentation_header, .. } = self.value;
        let key = key.as_bbs().ok_or(SignatureMismatch)?;
        let messages = as_messages(&self.others);
        let verified = self.proof.verify(key, &self.header, presentation_header, selective, &messages);
        verified.map_err(|Invalid| SignatureMismatch)
    }
}

/// §3.4.1: a base proof's value.
#[cfg(feature = "issue")]
pub(in super::super) fn sign(
    document: &Object,
    proof_hash: &[u8],
    key: &crate::bbs::SecretKey,
    hmac: HmacKey,
    mandatory: Vec<Pointer>,
) -> Result<String, super::super::SignError> {
    use super::super::PrepareError;
    use super::Naming;
    use super::select::Pick;
    use super::statements::{Fault, Whole};

    let fault = |fault: Fault| PrepareError::from(fault);
    let whole = Whole::new(document, &hmac, Naming::Shuffled).map_err(fault)?;
    let pick = Pick::of(document, &mandatory).map_err(|error| fault(error.into()))?;
    let shown = whole.part(&pick).map_err(fault)?;
    let all = whole.lines().iter().cloned().enumerate();
    let (always, others): (Vec<_>, Vec<_>) = all.partition(|(at, _)| shown.places.contains(at));
    let lines = |lines: Vec<(usize, String)>| lines.into_iter().map(|(_, line)| line).collect::<Vec<_>>();
    let (always, others) = (lines(always), lines(others));
    if others.len() > MAX_MESSAGES {
        return Err(PrepareError::TooMuchWork.into());
    }
    let header = header(proof_hash, &always);
    let messages = as_messages(&others);
    let signature = key.sign(&header, &messages).map_err(|Invalid| SignatureMismatch)?;
    // As with every signer: no faulty one lets a bad credential out.
    let public = key.public_key();
    let bbs_key = public.as_bbs().ok_or(SignatureMismatch)?;
    signature.verify(bbs_key, &header, &messages).map_err(|Invalid| SignatureMismatch)?;
    let header = header.try_into().map_err(|_| SignatureMismatch)?;
    Ok(BaseValue { signature: signature.to_bytes(), header, key: bbs_key.to_bytes(), hmac, mandatory }.write())
}
