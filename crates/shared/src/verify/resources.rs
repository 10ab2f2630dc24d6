//! `relatedResource`: whether what a credential points at is what its issuer saw.
//!
//! In scope: reading digests, and comparing them with the resources at hand, which are those in [`Material`] and the
//! bundled contexts whose published bytes are known. Out of scope: fetching resources.
//! Specs: <https://www.w3.org/TR/vc-data-model-2.0/#integrity-of-related-resources>, <https://www.w3.org/TR/SRI/>,
//! <https://www.w3.org/TR/cid-1.0/#multihash>

use super::{Code, Material, Verifier, not_opened};
use crate::credential::SignedCredential;
use crate::digest::HashAlgorithm;
use crate::json::{Object, Value};
use crate::multibase::{decode_base58btc_up_to, decode_base64, decode_base64url};

/// Digests by one algorithm, of which one must be the resource's.
struct Expected {
    algorithm: HashAlgorithm,
    digests: Vec<Vec<u8>>,
}

impl Verifier<'_> {
    /// A resource that differs outweighs one that is not at hand: it contradicts the document.
    pub(super) fn resources(&self, credential: &SignedCredential) -> Code {
        if not_opened(credential.securing()).is_some() {
            return Code::NotReached;
        }
        let resources = credential.set("relatedResource");
        let mut worst = if resources.is_empty() { Code::NoResources } else { Code::ResourcesMatch };
        for resource in resources {
            // What has no URL is for `structure` to say.
            let code = resource.as_object().map_or(Code::NotReached, |resource| self.resource(resource));
            if code.outcome() < worst.outcome() {
                worst = code;
            }
        }
        worst
    }

    fn resource(&self, resource: &Object) -> Code {
        let text = |name: &str| resource.get(name).and_then(Value::as_str);
        let Some(url) = text("id") else { return Code::NotReached };
        let sri = text("digestSRI").map(from_sri);
        let multibase = text("digestMultibase").map(from_multibase);
        let mut found = Code::NotReached;
        for expected in [sri, multibase].into_iter().flatten() {
            let code = expected.map_or_else(|code| code, |expected| compare(self.material, url, &expected));
            if found == Code::NotReached || code.outcome() < found.outcome() {
                found = code;
            }
        }
        found
    }
}

/// Every copy at hand must match: one that a caller brings does not stand in for the context that was used.
fn compare(material: &Material, url: &str, expected: &Expected) -> Code {
    let brought = material.resource(url).map(|resource| resource.digest(expected.algorithm).to_vec());
    #[cfg(feature = "rdfc")]
    let bundled = crate::jsonld::bundled(url).and_then(|context| context.digest(expected.algorithm));
    #[cfg(not(feature = "rdfc"))]
    let bundled = None;
    let copies: Vec<Vec<u8>> = [brought, bundled].into_iter().flatten().collect();
    if copies.is_empty() {
        Code::ResourceUnresolved
    } else if copies.iter().all(|copy| expected.digests.contains(copy)) {
        Code::ResourcesMatch
    } else {
        Code::ResourceMismatch
    }
}

/// SRI §3.3.2 to §3.3.4: of several digests those by the strongest algorithm count, and one of them must match. Words that
/// name no known algorithm are passed over; what names one and is no digest of it is a fault.
fn from_sri(text: &str) -> Result<Expected, Code> {
    let mut strongest: Option<Expected> = None;
    for word in text.split_ascii_whitespace() {
        let (name, value) = word.split_once('-').ok_or(Code::DigestMalformed)?;
        let Some(algorithm) = sri_algorithm(name) else { continue };
        // Options (`?…`) are reserved and mean nothing so far.
        let value = value.split('?').next().unwrap_or_default();
        let digest =
            decode_base64(value).filter(|digest| digest.len() == algorithm.len()).ok_or(Code::DigestMalformed)?;
        match &mut strongest {
            Some(known) if known.algorithm == algorithm => known.digests.push(digest),
            Some(known) if known.algorithm > algorithm => {}
            _ => strongest = Some(Expected { algorithm, digests: vec![digest] }),
        }
    }
    let none = if text.trim_ascii().is_empty() { Code::DigestMalformed } else { Code::DigestUnsupported };
    strongest.ok_or(none)
}

fn sri_algorithm(name: &str) -> Option<HashAlgorithm> {
    match name.to_ascii_lowercase().as_str() {
        "sha256" => Some(HashAlgorithm::Sha256),
        "sha384" => Some(HashAlgorithm::Sha384),
        "sha512" => Some(HashAlgorithm::Sha512),
        _ => None,
    }
}

/// A multihash in base58btc or base64url: code of the function, length, digest. A digest alone, as some write it, is none:
/// its own first bytes would have to say how long it is.
fn from_multibase(text: &str) -> Result<Expected, Code> {
    /// Of SHA-512.
    const MAX_BYTES: usize = 66;
    let bytes = match text.as_bytes().first() {
        Some(b'z') => decode_base58btc_up_to(text, MAX_BYTES).ok(),
        Some(b'u') => decode_base64url(text).ok(),
        _ => None,
    };
    let bytes = bytes.ok_or(Code::DigestMalformed)?;
    // Codes come in groups of seven bits, of which no function's has more than three. Digests of 128 bytes, whose length
    // would come in two, are nobody's.
    let code = bytes.iter().take(3).position(|byte| byte & 0x80 == 0);
    let (function, [length, digest @ ..]) = bytes.split_at(code.ok_or(Code::DigestMalformed)? + 1) else {
        return Err(Code::DigestMalformed);
    };
    if usize::from(*length) != digest.len() {
        return Err(Code::DigestMalformed);
    }
    let algorithm = match function {
        [0x12] => HashAlgorithm::Sha256,
        [0x13] => HashAlgorithm::Sha512,
        [0x20] => HashAlgorithm::Sha384,
        _ => return Err(Code::DigestUnsupported),
    };
    if digest.len() != algorithm.len() {
        return Err(Code::DigestMalformed);
    }
    Ok(Expected { algorithm, digests: vec![digest.to_vec()] })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::multibase::encode_base58btc;

    /// Digests of nothing, by each algorithm.
    const SHA256: &str = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
    const SHA384: &str = "OLBgp1GsljhM2TJ+sbHjaiH9txEUvgdDTAzHv2P24donTt6/529l+9Ua0vFImLlb";
    const SHA512: &str = "z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6+SfaPg==";

    fn nothing(algorithm: HashAlgorithm) -> Vec<u8> {
        algorithm.hash([""])
    }

    #[test]
    fn of_several_digests_the_strongest_count() {
        for (text, algorithm, count) in [
            (format!("sha256-{SHA256}"), HashAlgorithm::Sha256, 1),
            (format!("sha256-{SHA256}?ct=text"), HashAlgorithm::Sha256, 1),
            (format!("sha256-{}", SHA256.trim_end_matches('=')), HashAlgorithm::Sha256, 1),
            (format!(" sha384-{SHA384}\tsha256-{SHA256}"), HashAlgorithm::Sha384, 1),
            (format!("sha256-{SHA256} sha512-{SHA512} sha384-{SHA384} sha512-{SHA512}"), HashAlgorithm::Sha512, 2),
            (format!("md5-x sha256-{SHA256}"), HashAlgorithm::Sha256, 1),
        ] {
            let expected = from_sri(&text).unwrap_or_else(|code| panic!("{text}: {code}"));
            assert_eq!((expected.algorithm, expected.digests.len()), (algorithm, count), "{text}");
            assert!(expected.digests.iter().all(|digest| *digest == nothing(algorithm)), "{text}");
        }
        for (text, code) in [
            ("", Code::DigestMalformed),
            (" ", Code::DigestMalformed),
            (SHA256, Code::DigestMalformed),
            ("sha256-", Code::DigestMalformed),
            (&format!("sha384-{SHA256}"), Code::DigestMalformed),
            (&format!("sha256-{SHA384}"), Code::DigestMalformed),
            (&format!("sha384-{SHA384} sha256-x"), Code::DigestMalformed),
            (&format!("sha256-{}", SHA256.replace('+', "*")), Code::DigestMalformed),
            ("sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=", Code::DigestUnsupported),
        ] {
            assert_eq!(from_sri(text).err(), Some(code), "{text}");
        }
    }

    #[test]
    fn a_multihash_says_its_function_and_its_length() {
        let multihash = |start: [u8; 2], digest: &[u8]| encode_base58btc(&[&start, digest].concat());
        for (start, algorithm) in [
            ([0x12, 32], HashAlgorithm::Sha256),
            ([0x20, 48], HashAlgorithm::Sha384),
            ([0x13, 64], HashAlgorithm::Sha512),
        ] {
            let expected =
                from_multibase(&multihash(start, &nothing(algorithm))).unwrap_or_else(|code| panic!("{code}"));
            assert_eq!((expected.algorithm, expected.digests), (algorithm, vec![nothing(algorithm)]));
        }
        let sha256 = nothing(HashAlgorithm::Sha256);
        for (text, code) in [
            (String::new(), Code::DigestMalformed),
            ("z".into(), Code::DigestMalformed),
            ("u".into(), Code::DigestMalformed),
            ("é".into(), Code::DigestMalformed),
            ("f1220".into(), Code::DigestMalformed),
            (multihash([0x12, 31], &sha256), Code::DigestMalformed),
            (multihash([0x12, 32], &sha256[1..]), Code::DigestMalformed),
            (multihash([0x12, 31], &sha256[1..]), Code::DigestMalformed),
            (multihash([0x13, 32], &sha256), Code::DigestMalformed),
            (multihash([0x16, 32], &sha256), Code::DigestUnsupported),
            (multihash([0x12, 80], &[0; 80]), Code::DigestMalformed),
            // BLAKE2b-256, whose code has three groups, and a code without end.
            (encode_base58btc(&[&[0xa0, 0xe4, 0x02, 32], &sha256[..]].concat()), Code::DigestUnsupported),
            (encode_base58btc(&[&[0xa0, 0xe4, 0x02, 31], &sha256[..]].concat()), Code::DigestMalformed),
            (encode_base58btc(&[0xff; 34]), Code::DigestMalformed),
            // Digests alone: of the context of data model 2.0 in the state of July 2024, and of nothing that is known.
            ("uJKGMkOmFbVJhEfKTduMC2XCyvRAYLjOVmZWwIH1wQ7k".into(), Code::DigestMalformed),
            ("uM4RgWQc3RUDtjJCSgTJtTfvpZ7SPEg_LNO0ESlovQC0".into(), Code::DigestMalformed),
            (encode_base58btc(&sha256), Code::DigestMalformed),
        ] {
            assert_eq!(from_multibase(&text).err(), Some(code), "{text}");
        }
    }
}
