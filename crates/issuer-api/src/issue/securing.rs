//! Securing what is to be issued, in the form that was asked for, and verifying it as anybody would before it is kept.
//!
//! In scope: a credential of the data model with a Data Integrity proof or as a token; the same content as an SD-JWT VC,
//! with what the template lets a holder withhold as disclosures. Out of scope: what it says (`attestation`), the key
//! (`signer`).
//!
//! An SD-JWT VC has the claims at its top, where the data model has them in `credentialSubject`. A claim whose name means
//! something else there, `status` say, is called `subject_status`.
//! Specs: <https://www.w3.org/TR/vc-jose-cose/>, <https://datatracker.ietf.org/doc/draft-ietf-oauth-sd-jwt-vc/>

use std::sync::atomic::{AtomicBool, Ordering};

use proofpass::bundle::Bundle;
use proofpass::credential::{SignedCredential, TEST_TYPE, UnsignedCredential};
use proofpass::digest::Digest;
use proofpass::json::{Object, Pointer, Value};
use proofpass::key::PublicKey;
use proofpass::securing::jose::date;
use proofpass::securing::sd_jwt::{Frame, FrameError, Holding, PreparedSdJwt, SdJwtOptions};
use proofpass::time::Timestamp;
use proofpass::verify::{CheckName, Outcome, Policy, verify};

use super::display::Handling;
use super::template::InForce;
use super::{Error, Hand, Issuer, identity, status_list};
use crate::rng::bytes;
use crate::signer::Signer;
use crate::store::attestations::Format;
use crate::store::issuer_keys::IssuerKey;
use crate::store::status_lists::Place;

/// Names that mean something in every SD-JWT VC (§2.2.2), of those that a claim could have.
const TAKEN: [&str; 6] = ["aka_vcts", "evidence", "jti", "status", TEST, "vct"];

/// What an SD-JWT VC of ours has beside the claims of its template.
const REGISTERED: [&str; 11] = ["cnf", "evidence", "exp", "iat", "iss", "jti", "nbf", "status", "sub", TEST, "vct"];

/// Where the data model has the type of that name (`SignedCredential::is_test`).
const TEST: &str = "test_credential";

/// The subject's type.
const SUBJECT_TYPE: &str = "subject_type";

/// Who secures, from what, and how.
pub(super) struct Securing<'a> {
    pub(super) issuer: &'a Issuer,
    pub(super) key: &'a IssuerKey,
    /// The same, opened.
    pub(super) signer: &'a Signer,
    pub(super) template: &'a InForce,
    pub(super) format: Format,
    /// The holder's own key, for an SD-JWT.
    pub(super) holder: Option<&'a PublicKey>,
    /// Where its status stands.
    pub(super) places: &'a [Place],
    pub(super) now: Timestamp,
}

/// What came of it.
pub(super) struct Secured {
    /// JSON, or a token in compact form.
    pub(super) text: String,
    /// What anybody may see of it, where that is not all.
    pub(super) shown: Option<String>,
    pub(super) digest: Digest,
    pub(super) valid_until: Option<Timestamp>,
}

/// A credential that keeps the data model.
pub(super) fn checked(credential: Object) -> Result<UnsignedCredential, Error> {
    UnsignedCredential::new(credential)
        .map_err(|fault| Error::refused(fault.pointer.clone(), "the credential would break the data model"))
}

impl Securing<'_> {
    /// Signs a credential of the data model, and verifies what is to be given away.
    pub(super) fn secure(&self, credential: Object) -> Result<Secured, Error> {
        let signer = self.signer;
        let unsigned = checked(credential)?;
        let (text, shown) = match self.format {
            Format::DataIntegrity => {
                let text = signer.text(unsigned, self.key.method()?, self.now);
                (text.map_err(|_| Error::SignerFaulty)?, None)
            }
            Format::Jwt => {
                let token = signer.token(unsigned, &identity::token_method(self.key)?);
                (token.map_err(|_| Error::SignerFaulty)?, None)
            }
            Format::SdJwt => {
                let (prepared, hidden) = self.prepare(unsigned.object(), signer.public_key())?;
                let text = signer.sd_jwt(prepared).map_err(|_| Error::SignerFaulty)?;
                let shown = shown(&text, &hidden)?;
                let shown = (shown != text).then_some(shown);
                (text, shown)
            }
        };
        if let Some(shown) = &shown {
            self.verify(shown)?;
        }
        let credential = self.verify(&text)?;
        Ok(Secured { shown, digest: credential.digest(), valid_until: credential.valid_until(), text })
    }

    /// Reads it again and checks it as any verifier would who has the issuer's document, but for what time and others have
    /// to say: a fault in the machine must not become a credential, nor anything that nobody would accept.
    fn verify(&self, text: &str) -> Result<SignedCredential, Error> {
        let bundle = Bundle::parse(text.as_bytes()).map_err(|_| Error::SignerFaulty)?;
        let material = identity::material_of(self.key, self.now)?;
        let report = verify(&bundle, &material, &Policy::default(), self.now);
        for check in report.checks() {
            let asked = matches!(
                check.name(),
                CheckName::Document | CheckName::Structure | CheckName::Proof | CheckName::Issuer
            );
            let code = check.code();
            if !asked || code.outcome() == Outcome::Pass {
                continue;
            }
            let is_signers = matches!(check.name(), CheckName::Document | CheckName::Issuer)
                || code.as_str().starts_with("key-")
                || code.as_str() == "signature-mismatch";
            if is_signers {
                tracing::error!(issuer_key.id = %self.key.id, code = code.as_str(), "What was signed does not verify");
                return Err(Error::SignerFaulty);
            }
            return Err(Error::refused("/claims", format!("verifiers would refuse the credential: {}", code.as_str())));
        }
        bundle.credentials().first().cloned().ok_or(Error::SignerFaulty)
    }

    /// The claims of an SD-JWT VC that says the same, and the places of those that only the holder shows.
    fn prepare(&self, credential: &Object, key: PublicKey) -> Result<(PreparedSdJwt, Vec<Pointer>), Error> {
        let version = self.template.version;
        let vct = self.template.name.type_url(&self.issuer.public_url, version);
        let mut claims = claims(credential, self.now, vct)?;
        if let Some(status) = status_list::claim(self.issuer, self.places) {
            claims.insert("status", status);
        }
        let described = self.template.claims()?;
        let (mut framed, mut hidden, mut absent) = (Vec::new(), Vec::new(), 0);
        let root = Value::Object(claims.clone());
        for claim in described {
            // What is committed stands in no credential.
            if matches!(claim.handling, Handling::Plain | Handling::Committed) {
                continue;
            }
            let Some(pointer) = moved(&claim.claim) else { continue };
            if pointer.find(&root).is_none() {
                // Whether it is there is nobody's business either.
                absent += 1;
                continue;
            }
            match claim.handling {
                Handling::Committed | Handling::Disclosable | Handling::Plain => {}
                Handling::Hidden => hidden.push(pointer.clone()),
            }
            framed.push(pointer);
        }
        let method = identity::token_method(self.key)?;
        let options = SdJwtOptions { method: Some(&method), holder: self.holder, ..SdJwtOptions::new(&key) };
        let is_short = AtomicBool::new(false);
        let mut salt = || {
            bytes(&*self.issuer.rng).unwrap_or_else(|_| {
                is_short.store(true, Ordering::Relaxed);
                [0; 16]
            })
        };
        let prepared = PreparedSdJwt::sd_jwt_vc(claims, &Frame::new(framed, absent), &options, &mut salt);
        if is_short.into_inner() {
            return Err(Error::Unavailable { hand: Hand::Randomness, source: None });
        }
        Ok((prepared.map_err(refusal)?, hidden))
    }
}

/// The claims of an SD-JWT VC (§2.2.2) that says what a credential says.
fn claims(credential: &Object, now: Timestamp, vct: String) -> Result<Object, Error> {
    let text = |name: &str| credential.get(name).and_then(Value::as_str);
    let time = |name: &str| text(name).and_then(|text| Timestamp::parse(text).ok());
    let issuer = credential.get("issuer").and_then(Value::as_object).and_then(|issuer| issuer.get("id")).cloned();
    let mut claims = Object::new().with("iss", issuer).with("iat", date(now)).with("vct", vct);
    for (name, value) in [
        ("jti", text("id").map(Value::from)),
        ("nbf", time("validFrom").map(date)),
        ("exp", time("validUntil").map(date)),
    ] {
        if let Some(value) = value {
            claims.insert(name, value);
        }
    }
    let types = credential.get("type").map_or(&[][..], Value::as_set);
    if types.iter().any(|name| name.as_str() == Some(TEST_TYPE)) {
        claims.insert(TEST, true);
    }
    if let Some(evidence) = credential.get("evidence") {
        claims.insert("evidence", evidence.clone());
    }
    let subject = credential.get("credentialSubject").and_then(Value::as_object);
    for (name, value) in subject.into_iter().flat_map(Object::iter) {
        let name = match name {
            "id" => "sub".to_owned(),
            "type" => SUBJECT_TYPE.to_owned(),
            name => own_name(name),
        };
        if claims.get(&name).is_some() {
            let detail = format!("an SD-JWT VC has `{name}` already: give the claim another name");
            return Err(Error::refused(format!("/claims/{name}"), detail));
        }
        claims.insert(name, value.clone());
    }
    Ok(claims)
}

/// The claims of a template in what [`claims`] made of them.
pub(super) fn claims_of(claims: &Object) -> Object {
    let mut own = Object::new();
    for (name, value) in claims.iter().filter(|(name, _)| !REGISTERED.contains(name) && *name != SUBJECT_TYPE) {
        let taken = name.strip_prefix("subject_").filter(|name| TAKEN.contains(name));
        own.insert(taken.unwrap_or(name), value.clone());
    }
    own
}

/// What a claim is called in an SD-JWT VC.
fn own_name(name: &str) -> String {
    if TAKEN.contains(&name) { format!("subject_{name}") } else { name.to_owned() }
}

/// Where a claim stands in an SD-JWT VC.
fn moved(pointer: &str) -> Option<Pointer> {
    let rest = pointer.strip_prefix('/')?;
    let (first, rest) = rest.split_once('/').map_or((rest, None), |(first, rest)| (first, Some(rest)));
    let first = own_name(first);
    Pointer::parse(&rest.map_or_else(|| format!("/{first}"), |rest| format!("/{first}/{rest}"))).ok()
}

/// The SD-JWT as anybody may see it: without what stands in one of the places `hidden`.
fn shown(text: &str, hidden: &[Pointer]) -> Result<String, Error> {
    let holding = Holding::parse(text).map_err(|_| Error::SignerFaulty)?;
    let is_within = |pointer: &Pointer| {
        hidden.iter().any(|outer| {
            pointer.as_str().strip_prefix(outer.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        })
    };
    let open: Vec<Pointer> = holding.claims().filter(|pointer| !is_within(pointer)).cloned().collect();
    holding.show(&open).map_err(|_| Error::SignerFaulty)
}

fn refusal(error: FrameError) -> Error {
    match error {
        FrameError::Claims(fault) => {
            let pointer = match fault.pointer.as_str() {
                "/nbf" => "/validFrom",
                "/exp" => "/validUntil",
                "/sub" => "/subject/id",
                _ => "/claims",
            };
            Error::refused(pointer, "an SD-JWT VC cannot say this")
        }
        FrameError::Key(_) => Error::SignerFaulty,
        FrameError::Reserved => Error::refused("/claims", "a name in it means something else in every SD-JWT"),
        FrameError::TooMany => {
            Error::refused("/claims", "more claims that can be withheld than an SD-JWT has room for")
        }
        _ => Error::refused("/claims", "cannot be made into an SD-JWT"),
    }
}
