//! Securing mechanisms: how a credential or a presentation is bound to a key.

#[cfg(feature = "cose")]
pub mod cose;
pub mod data_integrity;
#[cfg(feature = "jose")]
pub mod jose;
#[cfg(feature = "sd-jwt")]
pub mod sd_jwt;

use crate::credential::CONTEXT_V2;
use crate::did::Controller;
use crate::digest::Digest;
use crate::json::{Object, Value};

/// How a document is secured.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Securing {
    /// By the proofs that stand in it, or not at all.
    Embedded,
    /// As the payload of a COSE signature.
    #[cfg(feature = "cose")]
    Cose(Box<cose::Sign1>),
    /// As the payload of a JSON Web Signature.
    #[cfg(feature = "jose")]
    Jose(Box<jose::Token>),
    /// As the payload of one of which a holder shows parts.
    #[cfg(feature = "sd-jwt")]
    SdJwt(Box<sd_jwt::SdJwt>),
    /// In one whose disclosures do not fit it.
    #[cfg(feature = "sd-jwt")]
    Misdisclosed(String),
    /// In an envelope of a kind that is not opened here.
    Unopened(String),
    /// In an envelope that is damaged.
    Broken(String),
}

impl Securing {
    /// The envelope's own text, if there is an envelope.
    pub(crate) fn envelope(&self) -> Option<&str> {
        match self {
            Self::Embedded => None,
            #[cfg(feature = "cose")]
            Self::Cose(signed) => Some(signed.data_url()),
            #[cfg(feature = "jose")]
            Self::Jose(token) => Some(token.as_str()),
            #[cfg(feature = "sd-jwt")]
            Self::SdJwt(token) => Some(token.as_str()),
            #[cfg(feature = "sd-jwt")]
            Self::Misdisclosed(text) => Some(text),
            Self::Unopened(text) | Self::Broken(text) => Some(text),
        }
    }

    /// The object that carries the envelope as data URL, if there is an envelope. `object` is what was found in it, or around
    /// one that was not opened: that one stays as it came, since written anew it might be another, and open.
    pub(crate) fn in_envelope(&self, kind: Enveloped, object: &Object) -> Option<Object> {
        if matches!(self, Self::Unopened(_) | Self::Broken(_)) && !object.is_empty() {
            return None;
        }
        let text = self.envelope()?;
        let media_type = self.media_type(kind);
        // What was not opened may have come with its media type.
        let url = if text.starts_with("data:") { text.to_owned() } else { format!("data:{media_type},{text}") };
        let context = vec![Value::from(CONTEXT_V2)];
        Some(Object::new().with("@context", context).with("id", url).with("type", kind.type_name()))
    }

    #[cfg_attr(not(feature = "sd-jwt"), expect(clippy::unused_self, reason = "there is one only"))]
    fn media_type(&self, kind: Enveloped) -> &'static str {
        #[cfg(feature = "sd-jwt")]
        if self.envelope().is_some_and(|text| text.contains('~')) {
            return kind.sd_jwt_media_type(self.is_sd_jwt_vc());
        }
        kind.media_type()
    }

    /// Whose key is said to have signed a token that `author` answers for.
    #[cfg_attr(
        not(feature = "jose"),
        expect(unused_variables, clippy::unused_self, reason = "tokens are read with JOSE only")
    )]
    pub(crate) fn signer(&self, author: Option<&str>) -> Option<Controller> {
        #[cfg(feature = "jose")]
        if let (Some(header), Some(author)) = (self.header(), author) {
            return Some(header.method(author)?.controller().clone());
        }
        None
    }

    /// Digest of the envelope, if there is one: of its text, or of its bytes.
    pub(crate) fn digest(&self) -> Option<Digest> {
        #[cfg(feature = "cose")]
        if let Self::Cose(signed) = self {
            return Some(Digest::of(signed.as_bytes()));
        }
        self.envelope().map(|text| Digest::of(text.as_bytes()))
    }

    /// Whether keys may have signed that an `https` issuer publishes.
    #[cfg(feature = "sd-jwt")]
    pub(crate) fn may_be_by_published_key(&self) -> bool {
        match self {
            #[cfg(feature = "cose")]
            Self::Cose(_) => true,
            Self::SdJwt(_) => true,
            Self::Embedded | Self::Jose(_) | Self::Misdisclosed(_) | Self::Unopened(_) | Self::Broken(_) => false,
        }
    }

    /// What the token says of its signature, where a token secures the document.
    #[cfg(feature = "jose")]
    pub(crate) fn header(&self) -> Option<&jose::Header> {
        match self {
            #[cfg(feature = "cose")]
            Self::Cose(signed) => Some(&signed.header),
            Self::Jose(token) => Some(&token.header),
            #[cfg(feature = "sd-jwt")]
            Self::SdJwt(token) => Some(&token.token.header),
            #[cfg(feature = "sd-jwt")]
            Self::Misdisclosed(_) => None,
            Self::Embedded | Self::Unopened(_) | Self::Broken(_) => None,
        }
    }

    /// The SD-JWT, where one secures the document.
    #[cfg(feature = "sd-jwt")]
    pub(crate) fn sd_jwt(&self) -> Option<&sd_jwt::SdJwt> {
        if let Self::SdJwt(token) = self { Some(token) } else { None }
    }

    /// Whether the document has the claims of SD-JWT VC, and not those of the data model.
    #[cfg_attr(not(feature = "sd-jwt"), expect(clippy::unused_self, reason = "there is none then"))]
    pub(crate) fn is_sd_jwt_vc(&self) -> bool {
        #[cfg(feature = "sd-jwt")]
        return self.sd_jwt().is_some_and(|token| token.is_sd_jwt_vc);
        #[cfg(not(feature = "sd-jwt"))]
        false
    }
}

/// What an envelope may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Enveloped {
    Credential,
    Presentation,
}

impl Enveloped {
    /// The type of the object that carries an envelope as data URL (VC Data Model §4.13, §4.14).
    pub(crate) fn type_name(self) -> &'static str {
        match self {
            Self::Credential => "EnvelopedVerifiableCredential",
            Self::Presentation => "EnvelopedVerifiablePresentation",
        }
    }

    /// The media type of a JSON Web Token that holds it (Securing with JOSE and COSE §6.1).
    fn media_type(self) -> &'static str {
        match self {
            Self::Credential => "application/vc+jwt",
            Self::Presentation => "application/vp+jwt",
        }
    }

    /// The media type of a COSE signature that holds it.
    #[cfg(feature = "cose")]
    fn cose_media_type(self) -> &'static str {
        match self {
            Self::Credential => "application/vc+cose",
            Self::Presentation => "application/vp+cose",
        }
    }

    /// The media type of a token whose parts are shown.
    #[cfg(feature = "sd-jwt")]
    fn sd_jwt_media_type(self, is_sd_jwt_vc: bool) -> &'static str {
        match self {
            Self::Credential if is_sd_jwt_vc => "application/dc+sd-jwt",
            Self::Credential => "application/vc+sd-jwt",
            Self::Presentation => "application/vp+sd-jwt",
        }
    }

    /// Whether a media type is that of a token whose parts are shown.
    #[cfg(feature = "sd-jwt")]
    fn is_sd_jwt(self, media_type: &str) -> bool {
        match self {
            Self::Credential => matches!(media_type, "application/vc+sd-jwt" | "application/dc+sd-jwt"),
            Self::Presentation => media_type == "application/vp+sd-jwt",
        }
    }
}

/// Whether a document's bytes look like a token: one in compact form, with whatever is disclosed beside it. No JSON text
/// looks like that.
pub(crate) fn as_token(bytes: &[u8]) -> Option<&str> {
    let text = std::str::from_utf8(bytes).ok()?.trim_ascii();
    let digits = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b'~');
    // Two dots: a number has one at the most.
    let dots = text.bytes().filter(|b| *b == b'.').count();
    (dots >= 2 && text.bytes().all(digits)).then_some(text)
}

/// Opens a token in compact form: what it holds, and how that is secured.
#[cfg(feature = "jose")]
pub(crate) fn open_token(text: &str) -> (Object, Securing) {
    #[cfg(feature = "sd-jwt")]
    if text.contains('~') {
        return open_sd_jwt(text);
    }
    match jose::Token::parse(text) {
        Ok((token, claims)) => (claims, Securing::Jose(Box::new(token))),
        Err(jose::TokenError::Unsupported) => (Object::new(), Securing::Unopened(text.to_owned())),
        Err(_) => (Object::new(), Securing::Broken(text.to_owned())),
    }
}

/// Whether a document's bytes begin like a COSE signature, with its tag or with its list of four, as they are or in
/// base64. No JSON text and no token begins like that.
pub(crate) fn looks_like_sign1(bytes: &[u8]) -> bool {
    let text = bytes.trim_ascii_start();
    matches!(bytes, [0xd2, 0x84, ..] | [0x84, ..])
        || [&b"0oR"[..], b"hE", b"hF"].iter().any(|start| text.starts_with(start))
}

/// The bytes of a COSE signature, where a document's bytes are one or its text in base64 or base64url.
#[cfg(feature = "cose")]
pub(crate) fn as_sign1(bytes: &[u8]) -> Option<Vec<u8>> {
    if !looks_like_sign1(bytes) {
        return None;
    }
    if bytes.first().is_some_and(|first| !first.is_ascii()) {
        return Some(bytes.to_vec());
    }
    let text = std::str::from_utf8(bytes).ok()?.trim_ascii();
    crate::multibase::decode_base64(&text.replace('-', "+").replace('_', "/"))
}

/// Opens a COSE signature: what it holds, and how that is secured.
#[cfg(feature = "cose")]
pub(crate) fn open_sign1(bytes: &[u8]) -> (Object, Securing) {
    let (text, kind) = (crate::multibase::encode_base64(bytes), Enveloped::Credential.cose_media_type());
    match cose::Sign1::parse(bytes) {
        Ok((signed, payload)) => (payload, Securing::Cose(Box::new(signed))),
        Err(cose::CoseError::Unsupported) => (Object::new(), Securing::Unopened(format!("data:{kind};base64,{text}"))),
        Err(cose::CoseError::Malformed) => (Object::new(), Securing::Broken(format!("data:{kind};base64,{text}"))),
    }
}

#[cfg(feature = "sd-jwt")]
fn open_sd_jwt(text: &str) -> (Object, Securing) {
    use sd_jwt::SdJwtError;
    match sd_jwt::SdJwt::parse(text) {
        Ok((token, claims)) => (claims, Securing::SdJwt(Box::new(token))),
        Err(SdJwtError::Disclosure) => (Object::new(), Securing::Misdisclosed(text.to_owned())),
        Err(SdJwtError::Malformed) => (Object::new(), Securing::Broken(text.to_owned())),
        Err(SdJwtError::Unsupported) => (Object::new(), Securing::Unopened(text.to_owned())),
    }
}

/// Opens a token in compact form: what it holds, and how that is secured.
#[cfg(not(feature = "jose"))]
pub(crate) fn open_token(text: &str) -> (Object, Securing) {
    (Object::new(), Securing::Unopened(text.to_owned()))
}

/// Opens an object that carries an envelope as data URL.
pub(crate) fn open_envelope(envelope: Object, kind: Enveloped) -> (Object, Securing) {
    let text = envelope.get("id").and_then(Value::as_str).unwrap_or_default().to_owned();
    let is_version_2 =
        envelope.get("@context").map_or(&[][..], Value::as_set).first().and_then(Value::as_str) == Some(CONTEXT_V2);
    let Some((media_type, data)) = text.strip_prefix("data:").and_then(|rest| rest.split_once(',')) else {
        return (envelope, Securing::Broken(text));
    };
    if !is_version_2 {
        (envelope, Securing::Broken(text))
    } else if media_type == kind.media_type() {
        open_token(data)
    } else {
        #[cfg(feature = "cose")]
        if media_type.strip_suffix(";base64") == Some(kind.cose_media_type()) {
            // With its padding, so that there is one text for the bytes.
            let is_exact = |bytes: &Vec<u8>| crate::multibase::encode_base64(bytes) == data;
            let bytes = crate::multibase::decode_base64(data).filter(is_exact);
            return bytes.map_or((envelope, Securing::Broken(text)), |bytes| open_sign1(&bytes));
        }
        #[cfg(feature = "sd-jwt")]
        if kind.is_sd_jwt(media_type) {
            return open_sd_jwt(data);
        }
        (envelope, Securing::Unopened(text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_tokens_from_json() {
        for text in ["a.b.c", " e30.e30.AA\n", "a.b.c~d~e.f.g", ".."] {
            assert_eq!(as_token(text.as_bytes()), Some(text.trim()), "{text}");
        }
        for text in ["", "{}", "1.5", "\"a.b.c\"", "a.b", "a.b.c d", "a.b.c=", "a.b.\u{e9}"] {
            assert_eq!(as_token(text.as_bytes()), None, "{text}");
        }
        assert_eq!(as_token(b"a.b.\xff"), None);
    }
}
