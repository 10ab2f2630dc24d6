//! What a holder sends: a proof, and what a verifier cannot know without being told.
//!
//! In scope: reading and writing it. Out of scope: whether it holds ([`crate::verify`]): of the public inputs, a
//! presentation carries only the nullifier; a verifier computes all others from its own request.

use proofpass_zk::bn254::Fr;
use proofpass_zk::groth16::PROOF_LENGTH;
use proofpass_zk::policy::SLOTS;
use proofpass_zk::text::to_decimal;

use super::read::{MAX_ID, Malformed, Members, base64url};
use crate::credential::{SignedCredential, is_url};
use crate::did::VerificationMethodId;
use crate::digest::Digest;
use crate::jcs;
use crate::json::{Limits, Object, Value, parse};

/// A proof for one request.
#[derive(Clone, Debug, PartialEq)]
pub struct ProofPresentation {
    /// The circuit that it was made with.
    pub circuit: String,
    /// The SHA-256 of the circuit's verifying key.
    pub key: Digest,
    /// The SHA-256 of the request's canonical form.
    pub request: Digest,
    /// Who signed what is shown.
    pub issuer: String,
    /// With which key: a method of the issuer's.
    pub verification_method: String,
    /// Against which commitment to who was withdrawn, where that was asked for.
    pub status: Option<Stapled>,
    /// One value for each fact that discloses, in order.
    pub disclosed: Vec<Value>,
    /// What the holder's secret gives in the request's scope.
    pub nullifier: Fr,
    /// The points of the proof. Nothing is known of them yet.
    pub proof: Box<[u8; PROOF_LENGTH]>,
}

/// A status commitment as it comes with a presentation.
#[derive(Clone, Debug, PartialEq)]
pub enum Stapled {
    /// Where it is published.
    At(String),
    /// Itself.
    Whole(Box<SignedCredential>),
}

impl ProofPresentation {
    /// `type` of a presentation.
    pub const TYPE: &str = "ProofPresentation";
    /// No presentation is longer: a status commitment names a handful of lists.
    pub const MAX_BYTES: usize = 64 << 10;

    /// Reads a presentation.
    ///
    /// # Errors
    /// If a member is missing, unknown or not as documented.
    pub fn parse(bytes: &[u8]) -> Result<Self, Malformed> {
        let limits = Limits { bytes: Self::MAX_BYTES, ..Limits::REQUEST };
        match parse(bytes, &limits) {
            Ok(Value::Object(object)) => Self::from_object(&object),
            _ => Err(Malformed::at("", "an object within limits")),
        }
    }

    /// Reads a presentation that is a JSON object already.
    ///
    /// # Errors
    /// As [`Self::parse`].
    pub fn from_object(object: &Object) -> Result<Self, Malformed> {
        const KNOWN: [&str; 11] = [
            "type",
            "version",
            "circuit",
            "key",
            "request",
            "issuer",
            "verificationMethod",
            "status",
            "disclosed",
            "nullifier",
            "proof",
        ];
        let members = Members::of_form(object, Self::TYPE, &KNOWN)?;
        if jcs::canonicalize_object(object).len() > Self::MAX_BYTES {
            return Err(Malformed::at("", "no more than 64 KiB"));
        }
        let issuer = members.text("issuer")?.to_owned();
        let is_issuers =
            |text: &str| VerificationMethodId::parse(text).is_ok_and(|method| method.controller().as_str() == issuer);
        let verification_method =
            members.text_if("verificationMethod", "a method of the issuer", is_issuers)?.to_owned();
        let disclosed = match members.get("disclosed") {
            Some(_) => members.array("disclosed", 1..=SLOTS)?.to_vec(),
            None => Vec::new(),
        };
        let is_scalar = |value: &Value| matches!(value, Value::Bool(_) | Value::Number(_) | Value::String(_));
        if let Some(at) = disclosed.iter().position(|value| !is_scalar(value)) {
            return Err(Malformed::at(format!("/disclosed/{at}"), "text, a number, true or false"));
        }
        Ok(Self {
            circuit: members.text("circuit")?.to_owned(),
            key: members.bytes::<32>("key")?.into(),
            request: members.bytes::<32>("request")?.into(),
            verification_method,
            status: members.get("status").map(|status| stapled(&members, status)).transpose()?,
            disclosed,
            nullifier: members.element("nullifier")?,
            proof: Box::new(members.bytes("proof")?),
            issuer,
        })
    }

    /// The presentation as JSON.
    #[must_use]
    pub fn to_object(&self) -> Object {
        let mut object = Object::new()
            .with("type", Self::TYPE)
            .with("version", 1)
            .with("circuit", self.circuit.as_str())
            .with("key", base64url(self.key.as_bytes()))
            .with("request", base64url(self.request.as_bytes()))
            .with("issuer", self.issuer.as_str())
            .with("verificationMethod", self.verification_method.as_str());
        match &self.status {
            Some(Stapled::At(url)) => drop(object.insert("status", url.as_str())),
            Some(Stapled::Whole(credential)) => drop(object.insert("status", credential.to_object())),
            None => {}
        }
        if !self.disclosed.is_empty() {
            object.insert("disclosed", self.disclosed.clone());
        }
        object.with("nullifier", to_decimal(self.nullifier)).with("proof", base64url(&self.proof[..]))
    }
}

fn stapled(members: &Members<'_>, status: &Value) -> Result<Stapled, Malformed> {
    match status {
        Value::Object(object) => Ok(Stapled::Whole(Box::new(SignedCredential::new(object.clone())))),
        Value::String(url) if url.starts_with("https://") && is_url(url) && url.len() <= MAX_ID => {
            Ok(Stapled::At(url.clone()))
        }
        _ => Err(members.fault("status", "a status commitment, or the https URL of one")),
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// One whose points are none.
    pub(crate) fn presentation() -> ProofPresentation {
        ProofPresentation {
            circuit: "cred-s/1".into(),
            key: Digest::of(b"key"),
            request: Digest::of(b"request"),
            issuer: "did:web:city.example".into(),
            verification_method: "did:web:city.example#zk-1".into(),
            status: None,
            disclosed: vec!["DE".into(), true.into(), 3.into()],
            nullifier: Fr::from(7),
            proof: Box::new([1; PROOF_LENGTH]),
        }
    }

    #[test]
    fn what_is_written_is_read() {
        let commitment = Object::new().with("type", "StatusCommitmentCredential");
        for status in [
            None,
            Some(Stapled::At("https://city.example/zk/status/1".into())),
            Some(Stapled::Whole(Box::new(SignedCredential::new(commitment)))),
        ] {
            for disclosed in [vec![], vec!["DE".into()]] {
                let one = ProofPresentation { status: status.clone(), disclosed, ..presentation() };
                assert_eq!(ProofPresentation::parse(one.to_object().to_string().as_bytes()), Ok(one.clone()));
            }
        }
    }

    #[test]
    fn refuses_what_no_presentation_is_and_says_where() {
        let good = presentation().to_object();
        for name in
            ["type", "version", "circuit", "key", "request", "issuer", "verificationMethod", "nullifier", "proof"]
        {
            let mut without = good.clone();
            without.remove(name);
            assert_eq!(ProofPresentation::from_object(&without).unwrap_err().pointer, format!("/{name}"));
        }
        let modulus = "21888242871839275222246405745257275088548364400416034343698204186575808495617";
        let b64 = |length: usize| base64url(&vec![1; length]);
        for (name, value, pointer) in [
            ("type", Value::from("VerifiablePresentation"), "/type"),
            ("version", 2.into(), "/version"),
            ("circuit", 1.into(), "/circuit"),
            ("key", b64(31).into(), "/key"),
            ("key", b64(33).into(), "/key"),
            ("request", format!("{}=", b64(32)).into(), "/request"),
            ("issuer", "did:web:other.example".into(), "/verificationMethod"),
            ("verificationMethod", "did:web:other.example#zk-1".into(), "/verificationMethod"),
            ("verificationMethod", "did:web:city.example".into(), "/verificationMethod"),
            ("verificationMethod", "#zk-1".into(), "/verificationMethod"),
            ("status", Value::Null, "/status"),
            ("status", true.into(), "/status"),
            ("status", "http://city.example/zk/status/1".into(), "/status"),
            ("status", Vec::new().into(), "/status"),
            ("disclosed", Vec::new().into(), "/disclosed"),
            ("disclosed", "DE".into(), "/disclosed"),
            ("disclosed", vec![Value::from(1); 5].into(), "/disclosed"),
            ("disclosed", vec![Value::from(1), Value::Null].into(), "/disclosed/1"),
            ("disclosed", vec![Value::from(Object::new())].into(), "/disclosed/0"),
            ("nullifier", 7.into(), "/nullifier"),
            ("nullifier", "07".into(), "/nullifier"),
            ("nullifier", "0x7".into(), "/nullifier"),
            ("nullifier", "-1".into(), "/nullifier"),
            ("nullifier", modulus.into(), "/nullifier"),
            ("proof", b64(255).into(), "/proof"),
            ("proof", b64(257).into(), "/proof"),
            ("proof", Vec::new().into(), "/proof"),
            ("publicInputs", Vec::new().into(), ""),
        ] {
            let changed = good.clone().with(name, value.clone());
            assert_eq!(ProofPresentation::from_object(&changed).unwrap_err().pointer, pointer, "{name} {value}");
        }
        let padded = Object::new().with("x", "x".repeat(ProofPresentation::MAX_BYTES));
        assert_eq!(ProofPresentation::from_object(&good.clone().with("status", padded)).unwrap_err().pointer, "");
        let long = format!("{good}{}", " ".repeat(ProofPresentation::MAX_BYTES));
        assert!(ProofPresentation::parse(long.as_bytes()).is_err());
        let twice = good.to_string().replacen("\"version\":1", "\"version\":1,\"version\":1", 1);
        assert!(ProofPresentation::parse(twice.as_bytes()).is_err());
    }
}
