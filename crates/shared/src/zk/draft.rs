//! Committing to claims: what an issuer does once for a holder.
//!
//! In scope: which claims of a subject are committed and as what, building the file, signing it. Out of scope: randomness
//! (the seed is an argument), custody of the key, the ordinary credential beside it.

use proofpass_zk::bn254::Fr;
use proofpass_zk::claim::{Claim, ClaimType, Value as Claimed};
use proofpass_zk::credential::{Claims, LEAVES, Seed, Uncommittable};
use proofpass_zk::eddsa::{Signature, SigningKey};

use super::committed::{CommittedCredential, StatusPlace};
use super::read::{MAX_ID, Malformed};
use super::value::read_value;
use crate::credential::is_url;
use crate::did::VerificationMethodId;
use crate::json::Value;
use crate::json::pointer::Pointer;
use crate::time::Timestamp;

/// A claim that a template marks for zero knowledge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marked {
    /// Where it stands: a JSON Pointer into the subject.
    pub claim: String,
    /// As what it is committed.
    pub r#type: ClaimType,
}

/// Why the claims of a subject cannot be committed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Unclaimable {
    /// The mark with this number is no place in a subject, or marks as absent what may be there.
    #[error("mark {0} marks no claim")]
    Mark(usize),
    /// What stands at the mark with this number is not of its type, or not exactly.
    #[error("what mark {0} marks is not of its type")]
    NotOfItsType(usize),
    /// Text at the mark with this number that is not in Unicode's normalization form C: the same word could be two.
    #[error("the text that mark {0} marks is not in normalization form C")]
    NotNormalized(usize),
    /// More claims than a commitment has room for.
    #[error("more than {LEAVES} claims")]
    TooMany,
    /// The mark with this number marks what another one does, or a member that is there twice.
    #[error("mark {0} marks a claim that is there already")]
    Twice(usize),
}

/// Why a draft is not signed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Uncommitted {
    /// The claims cannot be committed.
    #[error("the claims cannot be committed")]
    Claims(#[from] Uncommittable),
    /// A member that the file may not have.
    #[error("the file would not be one")]
    Form(#[from] Malformed),
}

/// Everything that one signature is to cover, and what stands beside it in the file.
#[derive(Clone, Debug)]
pub struct Draft {
    /// The id of the ordinary credential.
    pub credential: String,
    /// The most specific type of that credential.
    pub credential_type: String,
    /// The issuer's DID.
    pub issuer: String,
    /// The method that has the key.
    pub verification_method: String,
    /// From when on it is valid.
    pub valid_from: Timestamp,
    /// Until when.
    pub valid_until: Option<Timestamp>,
    /// Where its status stands.
    pub status: Option<StatusPlace>,
    /// The commitment to the holder's secret.
    pub holder: Fr,
    /// What blinds the claims: 32 bytes that nobody can guess, another one for each file.
    pub seed: Seed,
    /// What is claimed: see [`claims`].
    pub claims: Vec<Claim>,
}

/// The claims of a subject that are marked, in the order of the marks. What is not there, or `null`, or an empty list of
/// members, is claimed to be absent.
///
/// # Errors
/// If something is not of the type that it is marked with.
pub fn claims(subject: &Value, marks: &[Marked]) -> Result<Vec<Claim>, Unclaimable> {
    let mut claims: Vec<Claim> = Vec::new();
    for (at, Marked { claim, r#type }) in marks.iter().enumerate() {
        let pointer = Pointer::parse(claim).ok().filter(|_| super::fact::is_claim(claim));
        let pointer = pointer.filter(|_| *r#type != ClaimType::Absent && r#type.is_valid());
        let pointer = pointer.ok_or(Unclaimable::Mark(at))?;
        let found = match (pointer.find(subject), r#type) {
            (None | Some(Value::Null), _) => &[][..],
            (Some(value), ClaimType::Member) => value.as_array().ok_or(Unclaimable::NotOfItsType(at))?,
            (Some(value), _) => std::slice::from_ref(value),
        };
        let absent = Claim { pointer: claim.clone(), r#type: ClaimType::Absent, value: Claimed::Absent };
        let mut new: Vec<Claim> = if found.is_empty() { vec![absent] } else { Vec::new() };
        for value in found.iter().take(LEAVES + 1) {
            let value = read_value(value, *r#type).ok_or(Unclaimable::NotOfItsType(at))?;
            if matches!(&value, Claimed::Text(text) if !unicode_normalization::is_nfc(text)) {
                return Err(Unclaimable::NotNormalized(at));
            }
            new.push(Claim { pointer: claim.clone(), r#type: *r#type, value });
        }
        for claim in new {
            let is_same = |other: &Claim| {
                (&other.pointer, other.r#type) == (&claim.pointer, claim.r#type)
                    && (claim.r#type.is_single() || other.value == claim.value)
            };
            if claims.iter().any(is_same) {
                return Err(Unclaimable::Twice(at));
            }
            claims.push(claim);
        }
        if claims.len() > LEAVES {
            return Err(Unclaimable::TooMany);
        }
    }
    Ok(claims)
}

impl Draft {
    /// Signs.
    ///
    /// # Errors
    /// If what comes of it could not be read: identifiers and times that are none, claims that cannot be committed.
    pub fn signed_by(self, key: &SigningKey) -> Result<CommittedCredential, Uncommitted> {
        let in_range = |time: &Timestamp| time.unix_seconds() >= 0;
        let is_id = |text: &str| is_url(text) && text.len() <= MAX_ID;
        let method = VerificationMethodId::parse(&self.verification_method);
        if !is_id(&self.credential) {
            return Err(Malformed::at("/credential", "a URI").into());
        }
        if !method.is_ok_and(|method| method.controller().as_str() == self.issuer) {
            return Err(Malformed::at("/verificationMethod", "a method of the issuer").into());
        }
        if !in_range(&self.valid_from) {
            return Err(Malformed::at("/validFrom", "a time from 1970 on").into());
        }
        if self.valid_until.is_some_and(|end| end < self.valid_from) {
            return Err(Malformed::at("/validUntil", "a time after validFrom").into());
        }
        let claims = Claims::new(&self.claims, &self.seed)?;
        // Any signature that is one: what it is over is not known before the file is.
        let mut committed = CommittedCredential {
            credential: self.credential,
            credential_type: self.credential_type,
            issuer: self.issuer,
            verification_method: self.verification_method,
            valid_from: self.valid_from,
            valid_until: self.valid_until,
            status: self.status,
            holder: self.holder,
            seed: self.seed,
            claims: self.claims,
            signature: Signature { r: key.public_key().point(), s: 0.into() },
        };
        let message = committed.message(&claims).element();
        committed.signature = key.sign(message.ok_or_else(|| Malformed::at("/status/index", "a place in the tree"))?);
        // The holder's reader has the last word.
        Ok(CommittedCredential::from_object(&committed.to_object())?)
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::json::{Limits, Object, parse};
    use crate::zk::Unfounded;
    use proofpass_zk::credential::HolderSecret;

    pub(crate) fn key() -> SigningKey {
        SigningKey::from_seed(&[7; 32])
    }

    pub(crate) fn secret() -> HolderSecret {
        HolderSecret::new([5; 31])
    }

    fn json(text: &str) -> Value {
        parse(text.as_bytes(), &Limits::DOCUMENT).unwrap()
    }

    fn mark(claim: &str, r#type: ClaimType) -> Marked {
        Marked { claim: claim.to_owned(), r#type }
    }

    pub(crate) fn draft() -> Draft {
        let subject = json(
            r#"{"birthDate":"1990-05-17","country":"DE","income":"1234.50","roles":["nurse","driver"],"member":true}"#,
        );
        let marks = [
            mark("/birthDate", ClaimType::Date),
            mark("/country", ClaimType::String),
            mark("/income", ClaimType::Decimal(2)),
            mark("/roles", ClaimType::Member),
            mark("/member", ClaimType::Boolean),
            mark("/criminalRecord", ClaimType::String),
        ];
        Draft {
            credential: "urn:uuid:0b54b3a0-0000-4000-8000-00000000000a".into(),
            credential_type: "IdentityCredential".into(),
            issuer: "did:web:city.example".into(),
            verification_method: "did:web:city.example#zk-1".into(),
            valid_from: Timestamp::parse("2026-01-01T00:00:00Z").unwrap(),
            valid_until: Some(Timestamp::parse("2027-01-01T00:00:00Z").unwrap()),
            status: Some(StatusPlace { url: "https://city.example/zk/status/1".into(), index: 12_345 }),
            holder: secret().commitment(),
            seed: Seed::new([9; 32]),
            claims: claims(&subject, &marks).unwrap(),
        }
    }

    #[test]
    fn a_wallet_checks_what_it_receives() {
        let committed = draft().signed_by(&key()).unwrap();
        assert_eq!(committed.claims().len(), 7);
        let read = CommittedCredential::parse(committed.to_object().to_string().as_bytes()).unwrap();
        assert_eq!(read, committed);
        assert_eq!(read.check(&key().public_key()), Ok(()));
        assert_eq!(read.check(&SigningKey::from_seed(&[8; 32]).public_key()), Err(Unfounded::Signature));
        let open = Draft { valid_until: None, status: None, ..draft() }.signed_by(&key()).unwrap();
        let read = CommittedCredential::parse(open.to_object().to_string().as_bytes()).unwrap();
        assert_eq!((read.check(&key().public_key()), read.status(), read.valid_until()), (Ok(()), None, None));
    }

    #[test]
    fn the_signature_covers_everything_that_is_proven() {
        let file = draft().signed_by(&key()).unwrap().to_object();
        let changed = |name: &str, value: &str| {
            let file = file.clone().with(name, json(value));
            CommittedCredential::from_object(&file).unwrap().check(&key().public_key())
        };
        for (name, value) in [
            ("credentialType", "\"MemberCredential\""),
            ("validFrom", "\"2025-01-01T00:00:00Z\""),
            ("validUntil", "\"2028-01-01T00:00:00Z\""),
            ("status", r#"{"id":"https://city.example/zk/status/1","index":12346}"#),
            ("status", r#"{"id":"https://city.example/zk/status/2","index":12345}"#),
            ("holder", "\"7\""),
            ("seed", &format!("\"{}\"", super::super::read::base64url(&[8; 32]))),
            ("claims", "[]"),
            ("claims", r#"[{"claim":"/birthDate","type":"date","value":"1890-05-17"}]"#),
        ] {
            assert_eq!(changed(name, value), Err(Unfounded::Signature), "{name}");
        }
        for name in ["validUntil", "status"] {
            let mut without = file.clone();
            without.remove(name);
            let without = CommittedCredential::from_object(&without).unwrap();
            assert_eq!(without.check(&key().public_key()), Err(Unfounded::Signature), "{name}");
        }
        let twice = r#"[{"claim":"/a","type":"integer","value":1},{"claim":"/a","type":"integer","value":2}]"#;
        assert_eq!(changed("claims", twice), Err(Unfounded::Claims));
    }

    #[test]
    fn refuses_what_no_file_is_and_says_where() {
        let file = draft().signed_by(&key()).unwrap().to_object();
        for name in [
            "type",
            "version",
            "credential",
            "credentialType",
            "issuer",
            "verificationMethod",
            "validFrom",
            "holder",
            "seed",
            "claims",
            "signature",
        ] {
            let mut without = file.clone();
            without.remove(name);
            assert_eq!(CommittedCredential::from_object(&without).unwrap_err().pointer, format!("/{name}"));
        }
        let long = format!("\"{}\"", super::super::read::base64url(&[0xff; 96]));
        let claim = r#"{"claim":"/a","type":"integer","value":1}"#;
        let many = format!("[{}]", vec![claim; LEAVES + 1].join(","));
        for (name, value, pointer) in [
            ("type", "\"VerifiableCredential\"", "/type"),
            ("version", "0", "/version"),
            ("credential", "\"a b\"", "/credential"),
            ("issuer", "\"did:web:other.example\"", "/verificationMethod"),
            ("verificationMethod", "\"did:web:other.example#zk-1\"", "/verificationMethod"),
            ("validFrom", "\"1960-01-01T00:00:00Z\"", "/validFrom"),
            ("validUntil", "\"2025-12-31T23:59:59Z\"", "/validUntil"),
            ("validUntil", "null", "/validUntil"),
            ("status", "null", "/status"),
            ("status", r#"{"id":"http://city.example","index":1}"#, "/status/id"),
            ("status", r#"{"id":"https://city.example","index":2097152}"#, "/status/index"),
            ("status", r#"{"id":"https://city.example","index":"1"}"#, "/status/index"),
            ("holder", "\"-1\"", "/holder"),
            ("seed", "\"AA\"", "/seed"),
            ("claims", &many, "/claims"),
            ("claims", "[1]", "/claims/0"),
            ("claims", r#"[{"claim":"a","type":"integer","value":1}]"#, "/claims/0/claim"),
            ("claims", r#"[{"claim":"/a","type":"number","value":1}]"#, "/claims/0/type"),
            ("claims", r#"[{"claim":"/a","type":"integer"}]"#, "/claims/0/value"),
            ("claims", r#"[{"claim":"/a","type":"integer","value":"x"}]"#, "/claims/0/value"),
            ("claims", r#"[{"claim":"/a","type":"absent","value":0}]"#, "/claims/0/value"),
            ("claims", r#"[{"claim":"/a","type":"integer","value":1,"salt":"x"}]"#, "/claims/0"),
            ("signature", &long, "/signature"),
            ("signature", "\"AA\"", "/signature"),
            ("holderSecret", "\"x\"", ""),
        ] {
            let file = file.clone().with(name, json(value));
            assert_eq!(CommittedCredential::from_object(&file).unwrap_err().pointer, pointer, "{name} {value}");
        }
        let padded = format!("{file}{}", " ".repeat(CommittedCredential::MAX_BYTES));
        assert!(CommittedCredential::parse(padded.as_bytes()).is_err());
    }

    #[test]
    fn claims_are_what_the_subject_says_or_refused() {
        let subject = json(
            r#"{"a":{"n":3},"list":["x","y"],"empty":[],"twice":["x","x"],"null":null,"nfd":"e\u0301","date":"2026-02-30"}"#,
        );
        let of = |claim: &str, r#type| claims(&subject, &[mark(claim, r#type)]);
        assert_eq!(of("/a/n", ClaimType::Integer).unwrap()[0].value, Claimed::Number(3));
        assert_eq!(of("/list", ClaimType::Member).unwrap().len(), 2);
        for absent in ["/missing", "/a/m", "/null", "/empty"] {
            let found = of(absent, ClaimType::Member).unwrap();
            assert_eq!((found.len(), found[0].r#type), (1, ClaimType::Absent), "{absent}");
        }
        for (claim, r#type, expected) in [
            ("", ClaimType::Integer, Unclaimable::Mark(0)),
            ("a", ClaimType::Integer, Unclaimable::Mark(0)),
            ("/a/n", ClaimType::Absent, Unclaimable::Mark(0)),
            ("/a/n", ClaimType::Decimal(19), Unclaimable::Mark(0)),
            ("/a", ClaimType::Integer, Unclaimable::NotOfItsType(0)),
            ("/a/n", ClaimType::String, Unclaimable::NotOfItsType(0)),
            ("/a/n", ClaimType::Member, Unclaimable::NotOfItsType(0)),
            ("/list", ClaimType::String, Unclaimable::NotOfItsType(0)),
            ("/date", ClaimType::Date, Unclaimable::NotOfItsType(0)),
            ("/nfd", ClaimType::String, Unclaimable::NotNormalized(0)),
            ("/twice", ClaimType::Member, Unclaimable::Twice(0)),
        ] {
            assert_eq!(of(claim, r#type), Err(expected), "{claim} {type}");
        }
        let twice = [mark("/a/n", ClaimType::Integer), mark("/a/n", ClaimType::Integer)];
        assert_eq!(claims(&subject, &twice), Err(Unclaimable::Twice(1)));
        // The same place under two types is two claims.
        assert!(claims(&subject, &[mark("/a/n", ClaimType::Integer), mark("/a/n", ClaimType::Decimal(1))]).is_ok());
        let many: Vec<Value> = (0..=LEAVES).map(|at| at.to_string().into()).collect();
        let many = Object::new().with("m", many).into();
        assert_eq!(claims(&many, &[mark("/m", ClaimType::Member)]), Err(Unclaimable::TooMany));
    }

    #[test]
    fn a_draft_that_nobody_could_read_is_not_signed() {
        let time = |text| Timestamp::parse(text).unwrap();
        let place = |url: &str, index| Some(StatusPlace { url: url.into(), index });
        for (draft, pointer) in [
            (Draft { credential: "x".into(), ..draft() }, "/credential"),
            (Draft { credential_type: String::new(), ..draft() }, "/credentialType"),
            (Draft { issuer: "did:web:other.example".into(), ..draft() }, "/verificationMethod"),
            (Draft { valid_from: time("1960-01-01T00:00:00Z"), ..draft() }, "/validFrom"),
            (Draft { valid_until: Some(time("2025-01-01T00:00:00Z")), ..draft() }, "/validUntil"),
            (Draft { status: place("https://city.example", 1 << 21), ..draft() }, "/status/index"),
            (Draft { status: place("city", 1), ..draft() }, "/status/id"),
        ] {
            match draft.signed_by(&key()) {
                Err(Uncommitted::Form(fault)) => assert_eq!(fault.pointer, pointer),
                other => panic!("{pointer}: {other:?}"),
            }
        }
        let claim = Claim { pointer: "/a".into(), r#type: ClaimType::Integer, value: Claimed::Text("x".into()) };
        let draft = Draft { claims: vec![claim], ..draft() };
        assert_eq!(draft.signed_by(&key()), Err(Uncommitted::Claims(Uncommittable::NotOfItsType(0))));
    }

    #[test]
    fn a_file_says_nothing_when_it_is_printed() {
        let printed = format!("{:?} {:?}", draft().seed, draft().signed_by(&key()).unwrap());
        assert!(!printed.contains("DE") && !printed.contains("1990") && printed.starts_with("Seed(..)"), "{printed}");
    }
}
