//! Who was withdrawn, as an issuer publishes it for zero knowledge: the root of a tree, and the bits under it.
//!
//! In scope: the commitment as a credential, the bits as a file. Out of scope: the tree ([`proofpass_zk::status`]), and
//! whether the commitment is signed and young enough ([`crate::verify`]).
//!
//! The list with the number `n` of an organisation stands at the places from `n` times 2^17 on.

mod bits;
#[cfg(feature = "issue")]
mod issue;

pub use bits::StatusBits;
#[cfg(feature = "issue")]
pub use issue::StatusPublication;

use proofpass_zk::bn254::Fr;

use super::read::Malformed;
use crate::credential::{SignedCredential, has_type, is_url};
use crate::json::Value;
use crate::time::Timestamp;

/// The type of the credential.
const CREDENTIAL: &str = "StatusCommitmentCredential";
/// The type of its subject.
const SUBJECT: &str = "StatusCommitment";
/// Lists of 2^17 places each that a tree has room for.
const MAX_LISTS: usize = 16;

/// What a status commitment says. Whether its issuer said so is another question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusCommitment {
    /// Where it is published, by which it is called.
    pub url: String,
    /// Who says so.
    pub issuer: String,
    /// The root of the tree of bits.
    pub root: Fr,
    /// Where the lists are that the bits are of, in order.
    pub lists: Vec<String>,
    /// From when on it holds.
    pub valid_from: Timestamp,
    /// Until when.
    pub valid_until: Timestamp,
}

impl StatusCommitment {
    /// Reads the credential.
    ///
    /// # Errors
    /// If it is none.
    pub fn read(credential: &SignedCredential) -> Result<Self, Malformed> {
        let object = credential.object();
        if !has_type(object, CREDENTIAL) {
            return Err(Malformed::at("/type", "the type of a status commitment"));
        }
        let is_web = |url: &&str| url.starts_with("https://") && is_url(url);
        let url = credential.id().filter(is_web).ok_or_else(|| Malformed::at("/id", "an https URL"))?;
        let issuer = credential.issuer().ok_or_else(|| Malformed::at("/issuer", "an issuer"))?;
        let from = credential.valid_from().ok_or_else(|| Malformed::at("/validFrom", "a time"))?;
        let until = credential.valid_until().ok_or_else(|| Malformed::at("/validUntil", "a time"))?;
        let subject = object.get("credentialSubject").and_then(Value::as_object);
        let subject = subject.filter(|subject| has_type(subject, SUBJECT));
        let subject = subject.ok_or_else(|| Malformed::at("/credentialSubject", "one status commitment"))?;
        if subject.get("id").and_then(Value::as_str) != Some(&format!("{url}#commitment")) {
            return Err(Malformed::at("/credentialSubject/id", "the commitment at this URL"));
        }
        let root = subject.get("root").and_then(Value::as_str).and_then(proofpass_zk::text::from_decimal);
        let root = root.ok_or_else(|| Malformed::at("/credentialSubject/root", "a number in decimal"))?;
        let lists = subject.get("lists").and_then(Value::as_array).filter(|lists| lists.len() <= MAX_LISTS);
        let lists = lists.and_then(|lists| {
            lists.iter().map(|url| url.as_str().filter(is_web).map(str::to_owned)).collect::<Option<Vec<_>>>()
        });
        Ok(Self {
            url: url.to_owned(),
            issuer: issuer.to_owned(),
            root,
            lists: lists.ok_or_else(|| Malformed::at("/credentialSubject/lists", "a list of https URLs"))?,
            valid_from: from,
            valid_until: until,
        })
    }
}

#[cfg(test)]
#[cfg(feature = "issue")]
pub(crate) mod tests {
    use super::*;
    use crate::json::{Object, Value};

    pub(crate) const URL: &str = "https://city.example/zk/status/1";

    pub(crate) fn publication(lists: &[String]) -> StatusPublication<'_> {
        StatusPublication {
            url: URL,
            issuer: "did:web:city.example".into(),
            lists,
            valid_from: Timestamp::parse("2026-11-23T06:00:00Z").unwrap(),
            valid_until: Timestamp::parse("2026-11-24T06:00:00Z").unwrap(),
        }
    }

    pub(crate) fn bits(set: &[usize]) -> StatusBits {
        let mut list = vec![0; 16 << 10];
        for index in set {
            list[index / 8] |= 0x80 >> (index % 8);
        }
        StatusBits::of_lists(&[list]).unwrap()
    }

    fn credential(bits: &StatusBits) -> Object {
        let lists = ["https://city.example/status/1".to_owned()];
        publication(&lists).credential(bits).unwrap().object().clone()
    }

    fn read(object: Object) -> Result<StatusCommitment, Malformed> {
        StatusCommitment::read(&SignedCredential::new(object))
    }

    #[test]
    fn what_is_published_is_read() {
        let bits = bits(&[12_345]);
        let commitment = read(credential(&bits)).unwrap();
        assert_eq!(commitment.root, bits.tree().unwrap().root());
        assert_eq!((commitment.url.as_str(), commitment.issuer.as_str()), (URL, "did:web:city.example"));
        let file = bits.to_object(URL).to_string();
        assert_eq!(StatusBits::parse(file.as_bytes(), URL), Ok(bits));
        assert!(file.len() < 1000, "{}", file.len());
    }

    #[test]
    fn each_list_stands_in_its_place() {
        let mut second = vec![0; 16 << 10];
        second[0] = 0x80;
        let bits = StatusBits::of_lists(&[vec![0], second]).unwrap();
        let tree = bits.tree().unwrap();
        assert!(tree.is_set(1 << 17) && !tree.is_set(0) && !tree.is_set((1 << 17) + 1));
        assert_eq!(StatusBits::of_lists(&[vec![0; (16 << 10) + 1]]), None);
        assert_eq!(StatusBits::of_lists(&vec![vec![0]; 17]), None);
        assert!(StatusBits::of_lists(&vec![vec![0xff; 16 << 10]; 16]).unwrap().tree().is_some());
    }

    #[test]
    fn refuses_what_no_commitment_is_and_says_where() {
        let good = credential(&bits(&[]));
        let subject = good.get("credentialSubject").unwrap().as_object().unwrap().clone();
        let with = |name: &str, value: Value| good.clone().with("credentialSubject", subject.clone().with(name, value));
        for (object, pointer) in [
            (good.clone().with("type", "VerifiableCredential"), "/type"),
            (good.clone().with("id", "http://city.example/zk/status/1"), "/id"),
            (good.clone().with("id", "https://city.example/zk/status/2"), "/credentialSubject/id"),
            (good.clone().with("validUntil", "soon"), "/validUntil"),
            (good.clone().with("validFrom", 1), "/validFrom"),
            (good.clone().with("credentialSubject", vec![Value::from(subject.clone())]), "/credentialSubject"),
            (with("type", "BitstringStatusList".into()), "/credentialSubject"),
            (with("id", "https://city.example/zk/status/1".into()), "/credentialSubject/id"),
            (with("root", 1.into()), "/credentialSubject/root"),
            (with("root", "01".into()), "/credentialSubject/root"),
            (with("lists", "https://city.example".into()), "/credentialSubject/lists"),
            (with("lists", vec![Value::from("list")].into()), "/credentialSubject/lists"),
            (with("lists", vec![Value::from("https://a.example"); 17].into()), "/credentialSubject/lists"),
        ] {
            assert_eq!(read(object).unwrap_err().pointer, pointer);
        }
    }

    #[test]
    fn refuses_bits_that_are_none_or_of_another_commitment() {
        let good = bits(&[1]).to_object(URL);
        let parse = |object: Object| StatusBits::parse(object.to_string().as_bytes(), URL);
        assert!(parse(good.clone()).is_ok());
        assert_eq!(
            StatusBits::parse(good.to_string().as_bytes(), "https://other.example").unwrap_err().pointer,
            "/commitment"
        );
        for (name, value, pointer) in [
            ("version", Value::from(2), "/version"),
            ("encodedList", "uAAAA".into(), "/encodedList"),
            ("encodedList", "".into(), "/encodedList"),
            ("more", 1.into(), ""),
        ] {
            assert_eq!(parse(good.clone().with(name, value)).unwrap_err().pointer, pointer, "{name}");
        }
        // More than a tree has room for, however small it was made.
        let large = format!("u{}", super::super::read::base64url(&crate::status::compress(&vec![0; (1 << 18) + 1])));
        assert_eq!(parse(good.with("encodedList", large)).unwrap_err().pointer, "/encodedList");
    }
}
