//! Disclosures, and putting what they disclose in the place of its digest.
//!
//! Spec: <https://www.rfc-editor.org/rfc/rfc9901#section-7.1>, whose steps are cited.

use std::collections::{BTreeMap, BTreeSet};

use super::SdJwtError;
use crate::digest::HashAlgorithm;
use crate::json::{Limits, Object, Value, parse, repeats};
use crate::multibase::{decode_base64url_digits, encode_base64url_digits};

/// A credential hides tens of claims, a list of shipments some hundreds; each costs a hash and a reading.
pub(super) const MAX_DISCLOSURES: usize = 10_000;

/// Names that only digests have (§4.1).
pub(super) const RESERVED: [&str; 3] = ["_sd", "...", "_sd_alg"];

/// The digest of a disclosure, or of what a holder binds, as it is written in a token (§4.2.3).
pub(super) fn digest(hash: HashAlgorithm, text: &str) -> String {
    encode_base64url_digits(&hash.hash([text]))
}

/// The disclosures of an SD-JWT, taken one by one.
#[derive(Debug)]
pub(super) struct Disclosures<'a> {
    /// Those not taken yet, by their digests.
    left: BTreeMap<String, &'a str>,
    /// Every digest found in the payload.
    found: BTreeSet<String>,
    undisclosed: u32,
    /// Values that the claims may still have: what is disclosed counts together, like one document.
    values: usize,
}

impl<'a> Disclosures<'a> {
    /// §7.1 (3.1)
    pub(super) fn read(texts: impl Iterator<Item = &'a str>, hash: HashAlgorithm) -> Result<Self, SdJwtError> {
        let mut left = BTreeMap::new();
        for text in texts {
            // The same one a second time would be left over.
            let again = left.insert(digest(hash, text), text);
            if again.is_some() || left.len() > MAX_DISCLOSURES {
                return Err(SdJwtError::Disclosure);
            }
        }
        Ok(Self { left, found: BTreeSet::new(), undisclosed: 0, values: Limits::DOCUMENT.nodes })
    }

    /// §7.1 (3.2) to (3.6): the claims of the payload.
    pub(super) fn process(&mut self, payload: Object) -> Result<Object, SdJwtError> {
        self.object(payload, 1)
    }

    /// §7.1 (5): how many digests were left without a disclosure, where no disclosure was left without a digest.
    pub(super) fn undisclosed(&self) -> Result<u32, SdJwtError> {
        if self.left.is_empty() { Ok(self.undisclosed) } else { Err(SdJwtError::Disclosure) }
    }

    fn value(&mut self, value: Value, depth: usize) -> Result<Value, SdJwtError> {
        self.values = self.values.checked_sub(1).ok_or(SdJwtError::Disclosure)?;
        match value {
            Value::Object(object) => self.object(object, depth + 1).map(Value::Object),
            Value::Array(elements) => self.array(elements, depth + 1).map(Value::Array),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Ok(value),
        }
    }

    fn object(&mut self, object: Object, depth: usize) -> Result<Object, SdJwtError> {
        within(depth)?;
        let mut members = Vec::new();
        let mut digests = Vec::new();
        for (name, value) in object.into_members() {
            match (name.as_str(), value) {
                ("_sd", Value::Array(elements)) => digests = elements,
                // §4.1 (7), §4.1.1: for digests only, and the algorithm at the top only, where it was taken out.
                ("_sd" | "..." | "_sd_alg", _) => return Err(SdJwtError::Disclosure),
                (_, value) => members.push((name, self.value(value, depth)?)),
            }
        }
        for digest in digests {
            let Some(disclosed) = self.take(digest)? else { continue };
            // (3.3.2.1) Salt, name and value.
            let [Value::String(_), Value::String(name), value] = elements(disclosed)? else {
                return Err(SdJwtError::Disclosure);
            };
            // (3.3.2.2)
            if RESERVED.contains(&name.as_str()) {
                return Err(SdJwtError::Disclosure);
            }
            members.push((name, self.value(value, depth)?));
        }
        // (3.3.2.3) No claim takes the place of another one.
        if repeats(members.iter().map(|(name, _)| name.as_str()).collect()) {
            return Err(SdJwtError::Disclosure);
        }
        Ok(Object::from_unique(members))
    }

    fn array(&mut self, array: Vec<Value>, depth: usize) -> Result<Vec<Value>, SdJwtError> {
        within(depth)?;
        let mut plain = Vec::with_capacity(array.len());
        for element in array {
            let element = match element {
                Value::Object(mut object) if object.len() == 1 && object.get("...").is_some() => {
                    let digest = object.remove("...").unwrap_or(Value::Null);
                    // (3.4) What is not disclosed leaves no trace.
                    let Some(disclosed) = self.take(digest)? else { continue };
                    // (3.3.3.1) Salt and value.
                    let [Value::String(_), value] = elements(disclosed)? else { return Err(SdJwtError::Disclosure) };
                    value
                }
                other => other,
            };
            plain.push(self.value(element, depth)?);
        }
        Ok(plain)
    }

    /// The disclosure of a digest, if there is one.
    fn take(&mut self, digest: Value) -> Result<Option<Vec<Value>>, SdJwtError> {
        let Value::String(digest) = digest else { return Err(SdJwtError::Disclosure) };
        self.values = self.values.checked_sub(1).ok_or(SdJwtError::Disclosure)?;
        let text = self.left.remove(&digest);
        // (4) Each digest once.
        if !self.found.insert(digest) {
            return Err(SdJwtError::Disclosure);
        }
        if let Some(text) = text {
            return read(text).map(Some);
        }
        self.undisclosed += 1;
        Ok(None)
    }
}

/// The elements of a disclosure.
pub(super) fn read(text: &str) -> Result<Vec<Value>, SdJwtError> {
    let bytes = decode_base64url_digits(text).map_err(|_| SdJwtError::Disclosure)?;
    match parse(&bytes, &Limits::DOCUMENT) {
        Ok(Value::Array(elements)) => Ok(elements),
        _ => Err(SdJwtError::Disclosure),
    }
}

fn elements<const N: usize>(disclosed: Vec<Value>) -> Result<[Value; N], SdJwtError> {
    disclosed.try_into().map_err(|_| SdJwtError::Disclosure)
}

/// Disclosures nest in one another: together no deeper than a document.
fn within(depth: usize) -> Result<(), SdJwtError> {
    if depth > Limits::DOCUMENT.depth { Err(SdJwtError::Disclosure) } else { Ok(()) }
}
