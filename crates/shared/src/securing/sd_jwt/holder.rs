//! What a holder does with an SD-JWT: see what it discloses, choose, and show it to be theirs.
//!
//! Spec: <https://www.rfc-editor.org/rfc/rfc9901#section-7.2>

use super::super::jose::{PreparedToken, Token, date};
use super::disclosure::{digest, read};
use super::{SdJwt, SdJwtError, TYPE_KEY_BINDING, hash_algorithm};
use crate::digest::HashAlgorithm;
use crate::json::{Object, Pointer, Value};
use crate::key::{PublicKey, Signature, SignatureMismatch, SigningKey};
use crate::time::Timestamp;

/// An SD-JWT as its issuer gave it to its holder.
#[derive(Clone, Debug)]
pub struct Holding {
    /// The issuer's token.
    token: String,
    disclosures: Vec<Disclosed>,
    confirmation: Option<Value>,
    hash: HashAlgorithm,
}

/// A claim that may be left out.
#[derive(Clone, Debug)]
struct Disclosed {
    /// Its place in what everything disclosed makes.
    pointer: Pointer,
    text: String,
    /// The position of the disclosure that its digest stands in.
    within: Option<usize>,
}

/// Why a holder cannot show what they want to.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum HoldingError {
    /// No claim there can be left out.
    #[error("there is no claim to disclose at this place")]
    NoSuchClaim(Pointer),
    /// The issuer has not confirmed this key to be the holder's.
    #[error("the key is not the one that the issuer has confirmed")]
    OtherKey,
}

/// For whom and when a holder shows it.
#[derive(Clone, Debug)]
pub struct KeyBindingOptions<'a> {
    /// `aud`: who is to believe it.
    pub audience: &'a str,
    /// `nonce`: what they asked to see again.
    pub nonce: &'a str,
    /// `iat`: now.
    pub issued_at: Timestamp,
}

/// Key binding short of its signature.
#[derive(Clone, Debug)]
pub struct PreparedKeyBinding {
    shown: String,
    token: PreparedToken,
}

impl Holding {
    /// Reads what an issuer gave. Whether the issuer has signed it is for `verify` to say.
    ///
    /// # Errors
    /// If it is none, or one that another holder shows already.
    pub fn parse(text: &str) -> Result<Self, SdJwtError> {
        let (whole, _) = SdJwt::parse(text)?;
        if whole.binding.is_some() {
            return Err(SdJwtError::Malformed);
        }
        let mut parts = text.split('~');
        let token = parts.next().unwrap_or_default();
        let (_, payload) = Token::parse(token)?;
        let hash = match payload.get("_sd_alg").and_then(Value::as_str) {
            None => HashAlgorithm::Sha256,
            Some(name) => hash_algorithm(name).ok_or(SdJwtError::Unsupported)?,
        };
        let texts = parts.filter(|text| !text.is_empty()).map(|text| (digest(hash, text), text));
        let mut finding = Finding { texts: texts.collect(), disclosures: Vec::new() };
        let confirmation = payload.get("cnf").cloned();
        finding.object(&payload, "", None)?;
        Ok(Self { token: token.to_owned(), disclosures: finding.disclosures, confirmation, hash })
    }

    /// The places of the claims that may be left out, in what everything disclosed makes.
    pub fn claims(&self) -> impl Iterator<Item = &Pointer> {
        self.disclosures.iter().map(|disclosed| &disclosed.pointer)
    }

    /// The SD-JWT with the claims at these places, and with those that they stand in, and with no others.
    pub fn show(&self, claims: &[Pointer]) -> Result<String, HoldingError> {
        let mut shown = vec![false; self.disclosures.len()];
        for pointer in claims {
            let is_there = |disclosed: &Disclosed| disclosed.pointer == *pointer;
            let mut next = self.disclosures.iter().position(is_there);
            if next.is_none() {
                return Err(HoldingError::NoSuchClaim(pointer.clone()));
            }
            while let Some(at) = next {
                shown[at] = true;
                next = self.disclosures[at].within;
            }
        }
        let mut text = format!("{}~", self.token);
        for (disclosed, _) in self.disclosures.iter().zip(shown).filter(|(_, shown)| *shown) {
            text.push_str(&disclosed.text);
            text.push('~');
        }
        Ok(text)
    }

    /// The same, to be bound with `key` to this occasion.
    pub fn bind(
        &self,
        claims: &[Pointer],
        key: &PublicKey,
        options: &KeyBindingOptions<'_>,
    ) -> Result<PreparedKeyBinding, HoldingError> {
        let confirmed = self.confirmation.as_ref().and_then(|cnf| cnf.as_object()?.get("jwk")?.as_object());
        if confirmed.and_then(|jwk| PublicKey::from_jwk(jwk).ok()) != Some(*key) {
            return Err(HoldingError::OtherKey);
        }
        let shown = self.show(claims)?;
        let binding = Object::new()
            .with("aud", options.audience)
            .with("iat", date(options.issued_at))
            .with("nonce", options.nonce)
            .with("sd_hash", digest(self.hash, &shown));
        let token = PreparedToken::under(Object::new().with("typ", TYPE_KEY_BINDING), binding, key)
            .map_err(|_| HoldingError::OtherKey)?;
        Ok(PreparedKeyBinding { shown, token })
    }
}

impl PreparedKeyBinding {
    /// The bytes to sign.
    #[must_use]
    pub fn signing_input(&self) -> &[u8] {
        self.token.signing_input()
    }

    /// The SD-JWT with its key binding, after verifying the signature.
    pub fn secure(self, signature: &Signature) -> Result<String, SignatureMismatch> {
        let (token, _) = self.token.into_token(signature)?;
        Ok(format!("{}{}", self.shown, token.as_str()))
    }

    /// Signs with a key at hand.
    pub fn signed_by(self, key: &SigningKey) -> Result<String, SignatureMismatch> {
        let signature = key.sign(self.signing_input());
        self.secure(&signature)
    }
}

/// Finding the places of disclosures. The token was processed before, so that every digest with a disclosure is in place.
struct Finding<'t> {
    texts: Vec<(String, &'t str)>,
    disclosures: Vec<Disclosed>,
}

impl Finding<'_> {
    fn value(&mut self, value: &Value, place: &str, within: Option<usize>) -> Result<(), SdJwtError> {
        match value {
            Value::Object(object) => self.object(object, place, within),
            Value::Array(elements) => self.array(elements, place, within),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Ok(()),
        }
    }

    fn object(&mut self, object: &Object, place: &str, within: Option<usize>) -> Result<(), SdJwtError> {
        for (name, value) in object.iter().filter(|(name, _)| *name != "_sd") {
            self.value(value, &below(place, name), within)?;
        }
        let digests = object.get("_sd").and_then(Value::as_array).unwrap_or_default();
        for digest in digests {
            let Some(text) = self.text(digest) else { continue };
            if let [_, Value::String(name), value] = read(&text)?.as_slice() {
                let place = below(place, name);
                let at = self.add(&place, text, within)?;
                self.value(value, &place, Some(at))?;
            }
        }
        Ok(())
    }

    fn array(&mut self, elements: &[Value], place: &str, within: Option<usize>) -> Result<(), SdJwtError> {
        let mut position = 0;
        for element in elements {
            let place = below(place, &position.to_string());
            match element.as_object().and_then(|object| object.get("...")) {
                None => self.value(element, &place, within)?,
                Some(digest) => {
                    // What is not disclosed takes no place.
                    let Some(text) = self.text(digest) else { continue };
                    if let [_, value] = read(&text)?.as_slice() {
                        let at = self.add(&place, text, within)?;
                        self.value(value, &place, Some(at))?;
                    }
                }
            }
            position += 1;
        }
        Ok(())
    }

    fn text(&self, digest: &Value) -> Option<String> {
        self.texts
            .iter()
            .find_map(|(known, text)| (Some(known.as_str()) == digest.as_str()).then(|| (*text).to_owned()))
    }

    fn add(&mut self, place: &str, text: String, within: Option<usize>) -> Result<usize, SdJwtError> {
        let pointer = Pointer::parse(place).map_err(|_| SdJwtError::Disclosure)?;
        self.disclosures.push(Disclosed { pointer, text, within });
        Ok(self.disclosures.len() - 1)
    }
}

/// RFC 6901 §3
fn below(place: &str, name: &str) -> String {
    format!("{place}/{}", name.replace('~', "~0").replace('/', "~1"))
}
