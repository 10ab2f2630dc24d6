//! Evidence: files that an attestation rests on, named by their digests. The files themselves are never kept.
//!
//! In scope: what is signed of each. Out of scope: fetching, and holding a file against its digest, which verifiers do.
//! A credential has each in `evidence`, and those with a URL in `relatedResource` as well, where every verifier looks.
//! Specs: <https://www.w3.org/TR/vc-data-model-2.0/#evidence>,
//! <https://www.w3.org/TR/vc-data-model-2.0/#integrity-of-related-resources>, <https://www.w3.org/TR/SRI/>,
//! <https://www.w3.org/TR/cid-1.0/#multihash>

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use proofpass::credential::is_url;
use proofpass::json::{Number, Object, Value};
use proofpass::multibase::{decode_base58btc_up_to, decode_base64url};

use super::line::is_line;
use super::{Error, Fault};

/// The type of each.
pub(super) const TYPE: &str = "Attachment";

/// Files of an attestation.
const MAX_FILES: usize = 20;

/// Longest name and longest media type, in characters.
const MAX_NAME: usize = 200;

/// Longest URL, in bytes.
const MAX_URL: usize = 2_000;

/// The largest whole number that every reader of JSON reads exactly.
const MAX_SIZE: f64 = 9_007_199_254_740_991.0;

/// A multihash of 64 bytes, with its code and length.
const MAX_MULTIHASH: usize = 66;

/// A file, as it is described.
#[derive(Clone, Debug)]
pub struct NewAttachment {
    /// What it is called.
    pub name: String,
    /// What kind of file it is.
    pub media_type: String,
    /// Its digest, as Subresource Integrity writes it.
    pub digest_sri: Option<String>,
    /// Its digest, as a multihash in Multibase.
    pub digest_multibase: Option<String>,
    /// Its length in bytes.
    pub size: Option<f64>,
    /// Where it can be had.
    pub url: Option<String>,
}

/// What is signed of these files.
pub fn settle(files: Vec<NewAttachment>) -> Result<Vec<Object>, Error> {
    if files.len() > MAX_FILES {
        return Err(Error::refused("/evidence", format!("must be at most {MAX_FILES}")));
    }
    let (mut faults, mut urls) = (Vec::new(), BTreeSet::new());
    let mut settled = Vec::new();
    for (at, file) in files.into_iter().enumerate() {
        faults_of(&file, &format!("/evidence/{at}"), &mut urls, &mut faults);
        let mut object = Object::new();
        if let Some(url) = file.url {
            object.insert("id", url);
        }
        object = object.with("type", TYPE).with("name", file.name).with("mediaType", file.media_type);
        for (name, digest) in [("digestSRI", file.digest_sri), ("digestMultibase", file.digest_multibase)] {
            if let Some(digest) = digest {
                object.insert(name, digest);
            }
        }
        if let Some(size) = file.size.and_then(Number::from_f64) {
            object.insert("size", Value::Number(size));
        }
        settled.push(object);
    }
    if faults.is_empty() { Ok(settled) } else { Err(Error::Refused(faults)) }
}

fn faults_of(file: &NewAttachment, pointer: &str, urls: &mut BTreeSet<String>, faults: &mut Vec<Fault>) {
    let mut fault = |name: &str, detail: &str| faults.push(Fault::new(format!("{pointer}{name}"), detail));
    if !is_line(&file.name, MAX_NAME) {
        fault("/name", "must have 1 to 200 characters, no control character, and no space at either end");
    }
    if !is_media_type(&file.media_type) {
        fault("/mediaType", "must be a media type, such as `application/pdf`");
    }
    match (&file.digest_sri, &file.digest_multibase) {
        (None, None) => fault("", "must have `digestSRI` or `digestMultibase`"),
        (sri, multibase) => {
            if sri.as_ref().is_some_and(|text| of_sri(text).is_none()) {
                fault("/digestSRI", "must be one of sha256-, sha384- or sha512-, and the digest in base64");
            }
            if multibase.as_ref().is_some_and(|text| of_multibase(text).is_none()) {
                fault(
                    "/digestMultibase",
                    "must be a multihash of SHA-256, SHA-384 or SHA-512 in base58btc (z) or base64url (u)",
                );
            }
        }
    }
    if file.size.is_some_and(|size| !(0.0..=MAX_SIZE).contains(&size) || size.fract() != 0.0) {
        fault("/size", "must be a whole number of bytes");
    }
    if let Some(url) = &file.url {
        let is_address = url.len() <= MAX_URL && url.starts_with("https://") && is_url(url);
        if !is_address {
            fault("/url", "must be an https URL of at most 2000 bytes");
        } else if !urls.insert(url.clone()) {
            fault("/url", "another file has this URL already");
        }
    }
}

/// RFC 6838 §4.2, with parameters or without.
fn is_media_type(text: &str) -> bool {
    let (kind, parameters) = text.split_once(';').map_or((text, ""), |(kind, parameters)| (kind, parameters));
    let is_name = |name: &str| {
        (1..=127).contains(&name.len())
            && name.starts_with(|c: char| c.is_ascii_alphanumeric())
            && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$&-^_.+".contains(&b))
    };
    let shown = parameters.bytes().all(|b| b.is_ascii_graphic() || b == b' ');
    text.len() <= MAX_NAME
        && shown
        && kind.trim_end_matches(' ').split_once('/').is_some_and(|(a, b)| is_name(a) && is_name(b))
}

/// Algorithms: the name in Subresource Integrity, the code of the multihash, the length.
const ALGORITHMS: [(&str, u8, usize); 3] = [("sha256", 0x12, 32), ("sha384", 0x20, 48), ("sha512", 0x13, 64)];

/// The digest in this text; its length says by which algorithm.
fn of_sri(text: &str) -> Option<Vec<u8>> {
    let (name, digest) = text.split_once('-')?;
    let (_, _, length) = ALGORITHMS.iter().find(|(known, _, _)| *known == name)?;
    STANDARD.decode(digest).ok().filter(|digest| digest.len() == *length)
}

/// The same of a multihash.
fn of_multibase(text: &str) -> Option<Vec<u8>> {
    let bytes = match text.as_bytes().first()? {
        b'u' => decode_base64url(text).ok()?,
        b'z' => decode_base58btc_up_to(text, MAX_MULTIHASH).ok()?,
        _ => return None,
    };
    let [code, length, digest @ ..] = bytes.as_slice() else { return None };
    let known = ALGORITHMS.iter().any(|(_, known, size)| known == code && *size == digest.len());
    (known && usize::from(*length) == digest.len()).then(|| digest.to_vec())
}

/// What of the evidence every verifier looks at: the files that have a URL.
pub(super) fn resources(evidence: &[Object]) -> Vec<Value> {
    let with_url = evidence.iter().filter(|file| file.get("id").is_some());
    let resource = |file: &Object| {
        let mut resource = Object::new();
        for name in ["id", "mediaType", "digestSRI", "digestMultibase"] {
            if let Some(value) = file.get(name) {
                resource.insert(name, value.clone());
            }
        }
        Value::from(resource)
    };
    with_url.map(resource).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_digests_in_both_spellings_and_nothing_else() {
        // SHA-256 of `hello`.
        let text = "sha256-LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=";
        let digest = of_sri(text).unwrap();
        assert_eq!(proofpass::digest::Digest::of(b"hello").as_bytes()[..], digest[..]);
        for text in [
            "",
            "sha256-",
            "sha1-LPJNul8=",
            "sha256-LPJNul8=",
            "LPJNul8=",
            &text.replace("256", "512"),
            &format!("{text} {text}"),
        ] {
            assert_eq!(of_sri(text), None, "{text}");
        }
        let multihash = [&[0x12, 32][..], &digest].concat();
        assert_eq!(of_multibase(&proofpass::multibase::encode_base64url(&multihash)).as_ref(), Some(&digest));
        assert_eq!(of_multibase(&proofpass::multibase::encode_base58btc(&multihash)).as_ref(), Some(&digest));
        for bytes in [&multihash[..33], &[0x13, 32, 1], &[][..], &[&[0x20, 32][..], &digest].concat()] {
            assert_eq!(of_multibase(&proofpass::multibase::encode_base64url(bytes)), None, "{bytes:?}");
        }
    }

    #[test]
    fn tells_media_types() {
        for text in ["application/pdf", "text/plain; charset=utf-8", "image/svg+xml", "application/vnd.a-b.c+json"] {
            assert!(is_media_type(text), "{text}");
        }
        for text in ["", "pdf", "/pdf", "application/", "a b/c", "a/b\n", "a/b/c", "a/b; \u{e9}", "*/*"] {
            assert!(!is_media_type(text), "{text}");
        }
    }
}
