//! Securing mechanisms: how a credential or a presentation is bound to a key.

pub mod data_integrity;
#[cfg(feature = "jose")]
pub mod jose;

use crate::credential::CONTEXT_V2;
use crate::did::Controller;
use crate::json::{Object, Value};

/// How a document is secured.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Securing {
    /// By the proofs that stand in it, or not at all.
    Embedded,
    /// As the payload of a JSON Web Signature.
    #[cfg(feature = "jose")]
    Jose(Box<jose::Token>),
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
            #[cfg(feature = "jose")]
            Self::Jose(token) => Some(token.as_str()),
            Self::Unopened(text) | Self::Broken(text) => Some(text),
        }
    }

    /// Whose key is said to have signed a token that `author` answers for.
    #[cfg_attr(
        not(feature = "jose"),
        expect(unused_variables, clippy::unused_self, reason = "tokens are read with JOSE only")
    )]
    pub(crate) fn signer(&self, author: Option<&str>) -> Option<Controller> {
        #[cfg(feature = "jose")]
        if let (Self::Jose(token), Some(author)) = (self, author) {
            return Some(token.method(author)?.controller().clone());
        }
        None
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
    match jose::Token::parse(text) {
        Ok((token, claims)) => (claims, Securing::Jose(Box::new(token))),
        Err(jose::TokenError::Unsupported) => (Object::new(), Securing::Unopened(text.to_owned())),
        Err(_) => (Object::new(), Securing::Broken(text.to_owned())),
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
        (envelope, Securing::Unopened(text))
    }
}

/// The object that carries a token as data URL.
pub(crate) fn in_envelope(token: &str, kind: Enveloped) -> Object {
    // What was not opened may have come with its media type.
    let url = if token.starts_with("data:") { token.to_owned() } else { format!("data:{},{token}", kind.media_type()) };
    Object::new().with("@context", vec![Value::from(CONTEXT_V2)]).with("id", url).with("type", kind.type_name())
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
