//! Inner readers behind doors, for tests that are not in this crate: fuzzing reaches each without what stands before it.
//!
//! In scope: readers of bytes that strangers write, which have no door of their own. Out of scope: anything that ships;
//! nothing but `tests/fuzz` asks for the feature `testing`.

use crate::bbs::{Proof, Signature};
use crate::cbor::Reader;
use crate::did::{Document, VerificationMethodId};
use crate::json::{Object, Value};
use crate::key::PublicKey;
use crate::multibase::{decode_base64, decode_base64url_digits, is_base64};
use crate::securing::cose::Sign1;
use crate::securing::data_integrity::{Purpose, Suite, rewritten};
use crate::securing::jose::Token;
use crate::securing::sd_jwt::SdJwt;
use crate::status::{Entry, StatusList, TokenEntry, TokenList, expand};
use crate::time::Timestamp;
use std::cell::Cell;

use crate::credential::SignedCredential;

/// How many bytes of CBOR the value at the beginning has, nested no deeper than `depth`.
#[must_use]
pub fn cbor_value(bytes: &[u8], depth: u32) -> Option<usize> {
    let mut reader = Reader::new(bytes);
    reader.skip(depth).ok()?;
    Some(bytes.len() - reader.left())
}

/// The payload of a `COSE_Sign1`.
#[must_use]
pub fn sign1(bytes: &[u8]) -> Option<Object> {
    Sign1::parse(bytes).ok().map(|(_, payload)| payload)
}

/// The claims of a token in compact form.
#[must_use]
pub fn token(text: &str) -> Option<Object> {
    Token::parse(text).ok().map(|(_, claims)| claims)
}

/// The claims that an SD-JWT shows, and how many digests stand for none that is shown.
#[must_use]
pub fn sd_jwt(text: &str) -> Option<(Object, u32)> {
    SdJwt::parse(text).ok().map(|(token, claims)| (claims, token.undisclosed))
}

/// What GZIP expands to, under a cap.
#[must_use]
pub fn gunzip(bytes: &[u8], cap: usize) -> Option<Vec<u8>> {
    expand(bytes, true, cap)
}

/// What ZLIB expands to, under a cap.
#[must_use]
pub fn unzlib(bytes: &[u8], cap: usize) -> Option<Vec<u8>> {
    expand(bytes, false, cap)
}

/// The value that the list in a credential has for an entry of `credentialStatus`.
#[must_use]
pub fn status(list: &SignedCredential, entry: &Value, cap: usize) -> Option<u64> {
    let list = StatusList::read(list, &Cell::new(cap)).ok()?;
    list.value(&Entry::read(entry).ok()?).ok()
}

/// The value that the list in a token's claim has for a token's claim `status`.
#[must_use]
pub fn token_status(list: &Object, status: &Value, cap: usize) -> Option<u8> {
    let list = TokenList::read(list, &Cell::new(cap)).ok()?;
    list.value(&TokenEntry::read(status).ok()?)
}

/// The key that a document lists for a purpose.
#[must_use]
pub fn listed_key(
    document: Object,
    method: &VerificationMethodId,
    purpose: Purpose,
    at: Timestamp,
) -> Option<PublicKey> {
    let document = Document(document);
    document.is_within_limits().then(|| document.key(method, purpose, at).ok()).flatten()
}

/// The key that a DID itself holds.
#[must_use]
pub fn own_key(method: &VerificationMethodId) -> Option<PublicKey> {
    method.own_key()?.ok()
}

/// The value of a derived proof, or of a base proof, read and written again.
#[must_use]
pub fn proof_value(suite: Suite, is_base: bool, bytes: &[u8]) -> Option<String> {
    rewritten(suite, is_base, bytes)
}

/// A BBS proof, read and written again.
#[must_use]
pub fn bbs_proof(bytes: &[u8]) -> Option<Vec<u8>> {
    Proof::from_bytes(bytes).ok().map(|proof| proof.to_bytes())
}

/// A BBS signature, read and written again.
#[must_use]
pub fn bbs_signature(bytes: &[u8]) -> Option<Vec<u8>> {
    let signature = Signature::from_bytes(bytes.try_into().ok()?).ok()?;
    Some(signature.to_bytes().to_vec())
}

/// The bytes of base64, if it is any: `None` also where the two readers of it disagree about that, which a caller may
/// tell from [`has_base64_form`].
#[must_use]
pub fn base64(text: &str) -> Option<Vec<u8>> {
    decode_base64(text)
}

/// Whether text has the form of base64.
#[must_use]
pub fn has_base64_form(text: &str) -> bool {
    is_base64(text)
}

/// The bytes of base64url without padding.
#[must_use]
pub fn base64url(text: &str) -> Option<Vec<u8>> {
    decode_base64url_digits(text).ok()
}
