//! Credentials and presentations as the payload of a COSE signature: `vc+cose` and `vp+cose`.
//!
//! In scope: reading and making one `COSE_Sign1`, with or without its tag, with a closed list of algorithms; which key its
//! headers name. Out of scope: several signatures, detached payloads, certificates, claims of CWT.
//! Specs: <https://www.w3.org/TR/vc-jose-cose/#with-cose>, <https://www.rfc-editor.org/rfc/rfc9052>,
//! <https://www.rfc-editor.org/rfc/rfc9053>, <https://www.rfc-editor.org/rfc/rfc9596>,
//! <https://www.rfc-editor.org/rfc/rfc9864>

#[cfg(feature = "issue")]
mod issue;

#[cfg(feature = "issue")]
pub use issue::PreparedSign1;

use super::jose::{Algorithm, Header, media_type};
use crate::cbor::{Malformed, Reader, Writer};
use crate::json::{Limits, Object, Value, parse};
use crate::key::{KeyType, PublicKey, Signature};
use crate::multibase::encode_base64;

/// The header's `typ` for a credential (Securing with JOSE and COSE §3.3.1), as it is compared.
pub(crate) const TYPE_CREDENTIAL: &str = "vc+cose";

/// The header's `typ` for a presentation (§3.3.2).
pub(crate) const TYPE_PRESENTATION: &str = "vp+cose";

/// The tag of a `COSE_Sign1` (RFC 9052 §2).
const TAG: u32 = 18;

/// Header parameters (RFC 9052 §3.1, RFC 9596 §2).
const ALGORITHM: i64 = 1;
const CRITICAL: i64 = 2;
const KEY_ID: i64 = 4;
const TYPE: i64 = 16;

/// Parameters with a number as their name, in both maps. The registry has some thirty; each is compared with all others.
const MAX_PARAMETERS: usize = 64;

/// How deep a header parameter nests that is not read. Certificates, the deepest in use, are a list of byte strings.
const MAX_DEPTH: u32 = 8;

/// Why bytes are no signature that can be judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CoseError {
    /// Not a `COSE_Sign1` over a JSON object, in the preferred serialization.
    #[error("not a COSE_Sign1 over JSON")]
    Malformed,
    /// A header parameter must be understood and is not.
    #[error("a COSE_Sign1 of a kind that is not read here")]
    Unsupported,
}

impl From<Malformed> for CoseError {
    fn from(_: Malformed) -> Self {
        Self::Malformed
    }
}

/// A COSE signature: parsed, not yet believed.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Sign1 {
    bytes: Vec<u8>,
    data_url: String,
    /// What was signed (RFC 9052 §4.4).
    signed: Vec<u8>,
    signature: Signature,
    pub(crate) header: Header,
}

/// What the two maps of parameters say.
#[derive(Default)]
struct Parameters {
    algorithm: Option<i64>,
    key_id: Option<Vec<u8>>,
    typ: Option<String>,
    is_critical: bool,
    seen: Vec<i64>,
}

impl Sign1 {
    /// Takes a signature apart into what secures it and the object that it holds.
    pub(crate) fn parse(bytes: &[u8]) -> Result<(Self, Object), CoseError> {
        if bytes.len() > Limits::DOCUMENT.bytes {
            return Err(CoseError::Malformed);
        }
        let mut reader = Reader::new(bytes);
        reader.optional_tag(TAG)?;
        reader.begin(4)?;
        let protected = reader.byte_string()?;
        let mut parameters = Parameters::default();
        // §3: no parameter at all is no map at all.
        if !protected.is_empty() {
            let mut inner = Reader::new(protected);
            inner.map(|entry| parameters.read(entry, true))?;
            inner.end()?;
        }
        reader.map(|entry| parameters.read(entry, false))?;
        let (payload, signature) = (reader.byte_string()?, reader.byte_string()?);
        reader.end()?;
        if parameters.is_critical {
            return Err(CoseError::Unsupported);
        }
        let header = parameters.header()?;
        let Ok(Value::Object(object)) = parse(payload, &Limits::DOCUMENT) else { return Err(CoseError::Malformed) };
        let kind = if crate::credential::has_type(&object, "VerifiablePresentation") { "vp" } else { "vc" };
        let sign1 = Self {
            bytes: bytes.to_vec(),
            data_url: format!("data:application/{kind}+cose;base64,{}", encode_base64(bytes)),
            signed: to_be_signed(protected, payload),
            signature: signature.to_vec().into(),
            header,
        };
        Ok((sign1, object))
    }

    /// The bytes, with the tag or without it.
    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// As it stands where text is wanted.
    pub(crate) fn data_url(&self) -> &str {
        &self.data_url
    }

    /// Whether `key` made this signature.
    pub(crate) fn is_by(&self, key: &PublicKey) -> bool {
        key.verify(&self.signed, &self.signature).is_ok()
    }
}

impl Parameters {
    /// One parameter. Those with a text as a name are of no interest.
    fn read(&mut self, entry: &mut Reader<'_>, is_protected: bool) -> Result<(), Malformed> {
        if entry.next() == Some(3) {
            return entry.skip(MAX_DEPTH).and_then(|()| entry.skip(MAX_DEPTH));
        }
        let label = entry.integer()?;
        // §3: a label stands once, in one of the two.
        if self.seen.contains(&label) || self.seen.len() >= MAX_PARAMETERS {
            return Err(Malformed);
        }
        self.seen.push(label);
        match label {
            ALGORITHM if is_protected && matches!(entry.next(), Some(0 | 1)) => self.algorithm = Some(entry.integer()?),
            CRITICAL => {
                self.is_critical = true;
                entry.skip(MAX_DEPTH)?;
            }
            KEY_ID => self.key_id = Some(entry.byte_string()?.to_vec()),
            // A number is that of a media type for constrained devices, and none of ours has one.
            TYPE if is_protected => {
                self.typ = Some(match entry.next() {
                    Some(3) => media_type(entry.text()?),
                    _ => entry.unsigned()?.to_string(),
                });
            }
            _ => entry.skip(MAX_DEPTH)?,
        }
        Ok(())
    }

    fn header(self) -> Result<Header, CoseError> {
        Ok(Header {
            algorithm: match self.algorithm.ok_or(CoseError::Malformed)? {
                // `EdDSA` and `Ed25519`
                -8 | -19 => Algorithm::For(KeyType::Ed25519),
                #[cfg(feature = "ecdsa")]
                -7 => Algorithm::For(KeyType::P256),
                #[cfg(feature = "ecdsa")]
                -35 => Algorithm::For(KeyType::P384),
                #[cfg(feature = "p521")]
                -36 => Algorithm::For(KeyType::P521),
                // RFC 9053 §3.1: whoever can verify can also sign.
                4..=7 => Algorithm::Worthless,
                _ => Algorithm::Other,
            },
            media_type: self.typ,
            // What is no text names no key that could be looked up here.
            key_id: self.key_id.and_then(|name| String::from_utf8(name).ok()),
            #[cfg(feature = "sd-jwt")]
            has_certificates: false,
        })
    }
}

/// RFC 9052 §4.4
fn to_be_signed(protected: &[u8], payload: &[u8]) -> Vec<u8> {
    let mut writer = Writer::new();
    writer.array(4);
    writer.text("Signature1");
    writer.bytes(protected);
    writer.bytes(&[]);
    writer.bytes(payload);
    writer.into_bytes()
}

#[cfg(test)]
#[cfg(feature = "issue")]
mod tests;
