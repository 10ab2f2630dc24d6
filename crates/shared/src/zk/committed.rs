//! What an issuer hands a holder once: claims, what blinds them, and the signature over their commitment.
//!
//! In scope: reading and writing the file, and whether its signature is the issuer's: what a wallet asks when it receives
//! one. Out of scope: making one (`draft`, feature `issue`), showing something of it (`prove`).
//!
//! The file is for the holder alone. Whoever has it and the holder's secret can show everything that is in it.

use std::fmt;

use proofpass_zk::bn254::Fr;
use proofpass_zk::claim::{Claim, Value as Claimed};
use proofpass_zk::credential::{Claims, INDEX_BITS, LEAVES, Message, NO_END, Seed};
use proofpass_zk::eddsa::{PublicKey, Signature};
use proofpass_zk::text::to_decimal;
use zeroize::Zeroizing;

use super::fact::is_claim;
use super::read::{Malformed, Members, base64url};
use super::request::{credential_type, status_list};
use super::value::{parse_type, read_value, write_value};
use crate::credential::is_url;
use crate::did::VerificationMethodId;
use crate::json::{Limits, Object, Value, parse};
use crate::time::Timestamp;

/// A credential for zero knowledge, as its holder keeps it.
#[derive(Clone, PartialEq, Eq)]
pub struct CommittedCredential {
    pub(super) credential: String,
    pub(super) credential_type: String,
    pub(super) issuer: String,
    pub(super) verification_method: String,
    pub(super) valid_from: Timestamp,
    pub(super) valid_until: Option<Timestamp>,
    pub(super) status: Option<StatusPlace>,
    pub(super) holder: Fr,
    pub(super) seed: Seed,
    pub(super) claims: Vec<Claim>,
    pub(super) signature: Signature,
}

/// Where the status of a credential stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusPlace {
    /// Where the commitment to the bits is published.
    pub url: String,
    /// The place among them.
    pub index: u32,
}

/// Why a committed credential is not what it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Unfounded {
    /// The claims cannot be committed: one is there twice, or is not of its type.
    #[error("the claims cannot be committed")]
    Claims,
    /// The signature is not the key's over this.
    #[error("the signature does not match")]
    Signature,
}

impl CommittedCredential {
    /// `type` of the file.
    const TYPE: &str = "CommittedCredential";
    /// No file is longer: 32 claims of the longest texts.
    pub const MAX_BYTES: usize = 256 << 10;

    /// Reads the file. What it says is not believed yet: see [`Self::check`].
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

    /// Reads the file from a JSON object.
    ///
    /// # Errors
    /// As [`Self::parse`].
    pub fn from_object(object: &Object) -> Result<Self, Malformed> {
        const KNOWN: [&str; 13] = [
            "type",
            "version",
            "credential",
            "credentialType",
            "issuer",
            "verificationMethod",
            "validFrom",
            "validUntil",
            "status",
            "holder",
            "seed",
            "claims",
            "signature",
        ];
        let members = Members::of_form(object, Self::TYPE, &KNOWN)?;
        let issuer = members.text("issuer")?.to_owned();
        let is_issuers =
            |text: &str| VerificationMethodId::parse(text).is_ok_and(|method| method.controller().as_str() == issuer);
        let claims = members.array("claims", 0..=LEAVES)?.iter().enumerate();
        let signature = Signature::from_bytes(&members.bytes("signature")?);
        let (valid_from, valid_until) = (members.time("validFrom")?, members.optional_time("validUntil")?);
        if valid_until.is_some_and(|end| end < valid_from) {
            return Err(members.fault("validUntil", "a time after validFrom"));
        }
        let seed = Zeroizing::new(members.bytes::<32>("seed")?);
        Ok(Self {
            credential: members.text_if("credential", "a URI", is_url)?.to_owned(),
            credential_type: members.text("credentialType")?.to_owned(),
            verification_method: members
                .text_if("verificationMethod", "a method of the issuer", is_issuers)?
                .to_owned(),
            valid_from,
            valid_until,
            status: members.get("status").map(status).transpose()?,
            holder: members.element("holder")?,
            seed: Seed::new(*seed),
            claims: claims.map(|(at, claim)| read_claim(claim, at)).collect::<Result<_, _>>()?,
            signature: signature.ok_or_else(|| members.fault("signature", "a signature"))?,
            issuer,
        })
    }

    /// The file as JSON.
    #[must_use]
    pub fn to_object(&self) -> Object {
        let mut object = Object::new()
            .with("type", Self::TYPE)
            .with("version", 1)
            .with("credential", self.credential.as_str())
            .with("credentialType", self.credential_type.as_str())
            .with("issuer", self.issuer.as_str())
            .with("verificationMethod", self.verification_method.as_str())
            .with("validFrom", self.valid_from.to_string());
        if let Some(end) = self.valid_until {
            object.insert("validUntil", end.to_string());
        }
        if let Some(StatusPlace { url, index }) = &self.status {
            object.insert("status", Object::new().with("id", url.as_str()).with("index", *index));
        }
        let claim = |claim: &Claim| {
            let object = Object::new().with("claim", claim.pointer.as_str()).with("type", claim.r#type.to_string());
            let is_absent = claim.value == Claimed::Absent;
            Value::from(if is_absent { object } else { object.with("value", write_value(&claim.value, claim.r#type)) })
        };
        object
            .with("holder", to_decimal(self.holder))
            .with("seed", base64url(self.seed.bytes()))
            .with("claims", self.claims.iter().map(claim).collect::<Vec<_>>())
            .with("signature", base64url(&self.signature.to_bytes()))
    }

    /// Whether the key signed this: the claims, for this holder, with this place in the status list and these times.
    ///
    /// # Errors
    /// If it did not. Whether the key is the issuer's is another question: its DID document answers it.
    pub fn check(&self, key: &PublicKey) -> Result<(), Unfounded> {
        let claims = self.commitments()?;
        let message = self.message(&claims).element().ok_or(Unfounded::Claims)?;
        if key.verifies(message, &self.signature) { Ok(()) } else { Err(Unfounded::Signature) }
    }

    /// The claims as leaves, with what opens them.
    ///
    /// # Errors
    /// If one is there twice.
    pub fn commitments(&self) -> Result<Claims, Unfounded> {
        Claims::new(&self.claims, &self.seed).map_err(|_| Unfounded::Claims)
    }

    /// What the issuer signed.
    #[must_use]
    pub fn message(&self, claims: &Claims) -> Message {
        let seconds = |time: Timestamp| u64::try_from(time.unix_seconds()).unwrap_or(0);
        Message {
            credential_type: credential_type(&self.credential_type),
            holder: self.holder,
            status_list: self.status.as_ref().map_or(Fr::default(), |status| status_list(&status.url)),
            status_index: self.status.as_ref().map_or(0, |status| status.index),
            valid_from: seconds(self.valid_from),
            valid_until: self.valid_until.map_or(NO_END, seconds),
            claims_root: claims.root(),
        }
    }

    /// The ordinary credential that it stands beside.
    #[must_use]
    pub fn credential(&self) -> &str {
        &self.credential
    }

    /// The type of that credential.
    #[must_use]
    pub fn credential_type(&self) -> &str {
        &self.credential_type
    }

    /// Who signed.
    #[must_use]
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// With which key.
    #[must_use]
    pub fn verification_method(&self) -> &str {
        &self.verification_method
    }

    /// From when on it is valid.
    #[must_use]
    pub fn valid_from(&self) -> Timestamp {
        self.valid_from
    }

    /// Until when, if it ends.
    #[must_use]
    pub fn valid_until(&self) -> Option<Timestamp> {
        self.valid_until
    }

    /// Where its status stands, if it can be withdrawn.
    #[must_use]
    pub fn status(&self) -> Option<&StatusPlace> {
        self.status.as_ref()
    }

    /// The commitment to the secret of its holder.
    #[must_use]
    pub fn holder(&self) -> Fr {
        self.holder
    }

    /// What is claimed, in the order of the leaves.
    #[must_use]
    pub fn claims(&self) -> &[Claim] {
        &self.claims
    }

    /// The issuer's signature.
    #[must_use]
    pub fn signature(&self) -> &Signature {
        &self.signature
    }
}

fn status(value: &Value) -> Result<StatusPlace, Malformed> {
    let members = Members::of(value, "/status", &["id", "index"])?;
    let is_web = |text: &str| text.starts_with("https://") && is_url(text);
    let url = members.text_if("id", "an https URL", is_web)?.to_owned();
    Ok(StatusPlace { url, index: members.number("index", (1 << INDEX_BITS) - 1)? })
}

fn read_claim(claim: &Value, at: usize) -> Result<Claim, Malformed> {
    let members = Members::of(claim, format!("/claims/{at}"), &["claim", "type", "value"])?;
    let pointer = members.text_if("claim", "a JSON Pointer into the subject", is_claim)?.to_owned();
    let r#type = members.text("type").ok().and_then(parse_type);
    let r#type = r#type.ok_or_else(|| members.fault("type", "the type of a claim"))?;
    let value = match (r#type, members.get("value")) {
        (proofpass_zk::claim::ClaimType::Absent, None) => Some(Claimed::Absent),
        (_, Some(value)) => read_value(value, r#type),
        (_, None) => None,
    };
    let value = value.ok_or_else(|| members.fault("value", "a value of the claim's type"))?;
    Ok(Claim { pointer, r#type, value })
}

impl fmt::Debug for CommittedCredential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CommittedCredential").field("issuer", &self.issuer).finish_non_exhaustive()
    }
}
