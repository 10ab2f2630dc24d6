//! The checks of a proof in zero knowledge, against the verifier's own request.
//!
//! In this order:
//! 1. `structure`: it is a presentation of a proof.
//! 2. `request`: it answers what the policy asks, and discloses what is asked for.
//! 3. `key`: the circuit's verifying key is one that is relied on.
//! 4. `issuer`: it is one that was asked for, and its document lists the key for assertions.
//! 5. `validity`: the request is open.
//! 6. `status`: the commitment to who was withdrawn is the issuer's, and young enough.
//! 7. `proof`: it holds for the numbers that follow from all of this. Of the presentation, only the nullifier is in them.
//! 8. `replay`: whether it was shown before is known to whoever keeps a record of nonces ([`Report::with_replay`]).
//! 9. `trust`: as for credentials.

#[cfg(test)]
#[cfg(all(feature = "bbs", feature = "issue"))]
mod tests;

use proofpass_zk::eddsa;
use proofpass_zk::groth16::Proof;
use proofpass_zk::statement::Statement;
use proofpass_zk::text::to_decimal;

use super::report::ProofReport;
use super::{Check, CheckName, Code, Outcome, Report, TrustedIssuer, Verifier, structure};
use crate::credential::SignedCredential;
use crate::did::VerificationMethodId;
use crate::digest::Digest;
use crate::jcs::canonicalize_object;
use crate::json::{Object, Value};
use crate::time::Timestamp;
use crate::zk::{ProofPresentation, ProofRequest, Stapled, StatusCommitment, TrustedKey, pinned, write_value};

/// A code and where the fault is.
type Found = (Code, Option<&'static str>);

/// What was found about each part of a presentation.
struct Judged<'a> {
    presentation: &'a ProofPresentation,
    request: Option<&'a ProofRequest>,
    answer: Found,
    key: (Found, Option<&'a TrustedKey>),
    issuer: (Found, Option<eddsa::PublicKey>),
    validity: Found,
    status: (Found, Option<StatusCommitment>),
}

impl Verifier<'_> {
    pub(super) fn shown(&self, object: &Object) -> ProofReport {
        let digest = Digest::of(canonicalize_object(object).as_bytes());
        let check = |name, (code, pointer): Found| Check::new(name, code, self.policy).at(pointer.map(str::to_owned));
        let presentation = match ProofPresentation::from_object(object) {
            Ok(presentation) => presentation,
            Err(fault) => {
                let malformed = Check::new(CheckName::Structure, Code::ProofPresentationMalformed, self.policy);
                let proof = check(CheckName::Proof, (Code::NotReached, None));
                return ProofReport::new(digest, &[], vec![malformed.at(Some(fault.pointer)), proof]);
            }
        };
        let request = self.policy.request();
        let judged = Judged {
            presentation: &presentation,
            request,
            answer: request.map_or((Code::RequestMissing, None), |request| answer(&presentation, request)),
            key: self.verifying_key(&presentation),
            issuer: self.commitment_issuer(&presentation, request),
            validity: (request.map_or(Code::NotReached, |request| self.openness(request)), None),
            status: request
                .map_or(((Code::NotReached, None), None), |request| self.status_commitment(&presentation, request)),
        };
        let proof = judged.proof();
        let holds = proof.0.outcome() == Outcome::Pass;
        let replay = if holds { Code::ReplayUnchecked } else { Code::NotReached };
        let checks = vec![
            check(CheckName::Structure, (Code::ProofPresentationConforms, None)),
            check(CheckName::Request, judged.answer),
            check(CheckName::Key, judged.key.0),
            check(CheckName::Issuer, judged.issuer.0),
            check(CheckName::Validity, judged.validity),
            check(CheckName::Status, judged.status.0),
            check(CheckName::Proof, proof),
            check(CheckName::Replay, (replay, None)),
            check(CheckName::Trust, (self.trust_of_proof(&presentation, request, holds), None)),
        ];
        ProofReport::new(digest, &judged.summary(), checks)
    }

    /// What comes with the library comes first: nobody gives one of its keys another past.
    fn verifying_key(&self, presentation: &ProofPresentation) -> (Found, Option<&TrustedKey>) {
        let mut known = pinned().iter().chain(self.policy.verifying_keys());
        let Some(key) = known.find(|key| key.digest() == presentation.key) else {
            return ((Code::CircuitKeyUnknown, Some("/key")), None);
        };
        let code = match (key.circuit().as_str() == presentation.circuit, key.is_development()) {
            (false, _) => return ((Code::CircuitKeyForeign, Some("/circuit")), Some(key)),
            (true, false) => Code::CircuitKeyTrusted,
            (true, true) if self.policy.allows_development_keys() => Code::CircuitKeyDevelopment,
            (true, true) => Code::CircuitKeyNotAllowed,
        };
        ((code, None), Some(key))
    }

    fn commitment_issuer(
        &self,
        presentation: &ProofPresentation,
        request: Option<&ProofRequest>,
    ) -> (Found, Option<eddsa::PublicKey>) {
        let Some(request) = request else { return ((Code::NotReached, None), None) };
        if !request.issuers().contains(&presentation.issuer) {
            return ((Code::IssuerNotAsked, Some("/issuer")), None);
        }
        match self.commitment_key(&presentation.verification_method) {
            Ok(key) => ((Code::IssuerKeyListed, None), Some(key)),
            Err(code) => ((code, Some("/verificationMethod")), None),
        }
    }

    fn commitment_key(&self, method: &str) -> Result<eddsa::PublicKey, Code> {
        let method = VerificationMethodId::parse(method).map_err(|_| Code::KeyUnresolved)?;
        let found = self.material.document(method.controller()).ok_or(Code::KeyUnresolved)?;
        if self.policy.is_stale(found.at(), self.now) {
            return Err(Code::KeyStale);
        }
        found.document().commitment_key(&method, self.now).map_err(super::securing::method_error)
    }

    fn openness(&self, request: &ProofRequest) -> Code {
        let tolerance = self.policy.tolerance();
        if request.expires() < self.now.plus_seconds(-tolerance) {
            Code::RequestExpired
        } else if self.now.plus_seconds(tolerance) < request.issued_at() {
            Code::RequestNotYetOpen
        } else {
            Code::RequestOpen
        }
    }

    fn status_commitment(
        &self,
        presentation: &ProofPresentation,
        request: &ProofRequest,
    ) -> (Found, Option<StatusCommitment>) {
        let faulty = |code| ((code, Some("/status")), None);
        let (max_age, stapled) = match (request.max_status_age_seconds(), &presentation.status) {
            (None, None) => return ((Code::StatusNotAsked, None), None),
            (None, Some(_)) => return faulty(Code::StatusUnasked),
            (Some(_), None) => return faulty(Code::StatusCommitmentMissing),
            (Some(max_age), Some(stapled)) => (max_age, stapled),
        };
        let found = match stapled {
            Stapled::Whole(credential) => self.commitment(credential, &presentation.issuer),
            Stapled::At(url) => match self.material.status_list(url) {
                None => Err(Code::StatusListUnresolved),
                Some(found) if self.policy.is_status_stale(found.at(), self.now) => Err(Code::StatusListStale),
                // What was fetched and is too old is not the holder's fault: a newer one may be there.
                Some(found) => match self.commitment(found.credential(), &presentation.issuer) {
                    Ok(found) if found.url != *url => Err(Code::StatusCommitmentForeign),
                    Err(Code::StatusCommitmentStale) => Err(Code::StatusListStale),
                    found => found,
                },
            },
        };
        let found = match found {
            Ok(found) => found,
            Err(code) => return faulty(code),
        };
        let is_older = |seconds: u32| found.valid_from.plus_seconds(i64::from(seconds)) < self.now;
        if is_older(max_age) || self.policy.is_status_stale(found.valid_from, self.now) {
            let is_stapled = matches!(stapled, Stapled::Whole(_));
            return faulty(if is_stapled { Code::StatusCommitmentStale } else { Code::StatusListStale });
        }
        if self.is_superseded(&found) {
            return faulty(Code::StatusCommitmentSuperseded);
        }
        ((Code::StatusCommitmentCurrent, None), Some(found))
    }

    /// What a status commitment says, if its issuer, who must be this one, says it now.
    fn commitment(&self, credential: &SignedCredential, issuer: &str) -> Result<StatusCommitment, Code> {
        match structure(credential).0.outcome().min(self.signed_by_issuer(credential)) {
            Outcome::Fail => return Err(Code::StatusListInvalid),
            Outcome::NotChecked => return Err(Code::StatusListUnverified),
            Outcome::Pass => {}
        }
        let commitment = StatusCommitment::read(credential).map_err(|_| Code::StatusListMalformed)?;
        if commitment.issuer != issuer {
            return Err(Code::StatusCommitmentForeign);
        }
        if self.is_of_this_time(credential)? { Ok(commitment) } else { Err(Code::StatusCommitmentStale) }
    }

    /// Whether the material has a later commitment from the same place, by the same issuer, to other bits.
    fn is_superseded(&self, commitment: &StatusCommitment) -> bool {
        let known = self.material.status_list(&commitment.url);
        known.is_some_and(|known| {
            let credential = known.credential();
            // Most of the time it is the very one that was stapled.
            credential.valid_from().is_some_and(|from| from > commitment.valid_from)
                && self
                    .commitment(credential, &commitment.issuer)
                    .is_ok_and(|known| known.url == commitment.url && known.root != commitment.root)
        })
    }

    fn trust_of_proof(&self, presentation: &ProofPresentation, request: Option<&ProofRequest>, holds: bool) -> Code {
        let Some(request) = request else { return Code::NotReached };
        if !self.policy.asks_for_type([request.credential_type()].into_iter()) {
            return Code::TypeNotAccepted;
        }
        if !self.policy.accepts_proof([presentation.circuit.as_str()].into_iter()) {
            return Code::ProofNotAccepted;
        }
        let Some(trusted) = self.policy.trusted_issuers() else { return Code::NoTrustList };
        if !holds {
            return Code::NotReached;
        }
        let mut found = trusted.iter().filter(|entry| entry.is(&presentation.issuer, &[])).peekable();
        let is_on_the_list = found.peek().is_some();
        if found.any(|entry| entry.is_trusted_for([request.credential_type()].into_iter())) {
            Code::IssuerTrusted
        } else if trusted.iter().any(TrustedIssuer::is_known_by_origin) {
            // Which websites are the issuer's is not looked into here.
            Code::NotReached
        } else if is_on_the_list {
            Code::IssuerNotTrustedForType
        } else {
            Code::IssuerNotTrusted
        }
    }
}

/// Whether a presentation is made for a request, and discloses what that asks for.
fn answer(presentation: &ProofPresentation, request: &ProofRequest) -> Found {
    if presentation.request != request.digest() {
        (Code::RequestDiffers, Some("/request"))
    } else if request.disclosed(&presentation.disclosed).is_none() {
        (Code::DisclosedMismatch, Some("/disclosed"))
    } else {
        (Code::RequestAnswered, None)
    }
}

impl Judged<'_> {
    /// The pairing, once everything that it is about is known.
    fn proof(&self) -> Found {
        let passes = |found: &Found| found.0.outcome() == Outcome::Pass;
        let (Some(request), (key, Some(trusted)), (issuer, Some(issuer_key)), (status, commitment)) =
            (self.request, &self.key, &self.issuer, &self.status)
        else {
            return (Code::NotReached, None);
        };
        if ![&self.answer, key, issuer, status].into_iter().all(passes) {
            return (Code::NotReached, None);
        }
        let url = commitment.as_ref().map(|commitment| commitment.url.as_str());
        let Some(asked) = request.asked(url, &self.presentation.disclosed) else { return (Code::NotReached, None) };
        let Some(proof) = Proof::from_bytes(&self.presentation.proof) else {
            return (Code::ProofMalformed, Some("/proof"));
        };
        let statement = Statement {
            issuer_key: issuer_key.hash(),
            policy: asked.policy.hash(),
            context: asked.context,
            now: asked.now,
            status_root: commitment.as_ref().map(|commitment| commitment.root).unwrap_or_default(),
            nullifier: self.presentation.nullifier,
        };
        if trusted.key().verifies(&statement.public_inputs(), &proof) {
            (Code::ProofHolds, None)
        } else {
            (Code::ProofFails, Some("/proof"))
        }
    }

    /// What the report says beside the checks.
    fn summary(&self) -> Vec<(&'static str, Value)> {
        let presentation = self.presentation;
        let mut summary: Vec<(_, Value)> = vec![
            ("issuer", presentation.issuer.as_str().into()),
            ("circuit", presentation.circuit.as_str().into()),
            ("development", self.key.1.map(TrustedKey::is_development).into()),
            ("nullifier", to_decimal(presentation.nullifier).into()),
        ];
        let Some(request) = self.request else { return summary };
        let time = |time: Timestamp| time.to_string();
        summary.extend([
            ("request", request.id().into()),
            ("audience", request.audience().into()),
            ("nonce", request.nonce().into()),
            ("credentialType", request.credential_type().into()),
            ("validAt", time(request.valid_at()).into()),
            ("facts", request.facts().iter().map(|fact| fact.to_object().into()).collect::<Vec<_>>().into()),
        ]);
        if self.answer.0 == Code::RequestAnswered {
            let asked = request.facts().iter().filter(|fact| fact.is_disclosure());
            let values = request.disclosed(&presentation.disclosed).unwrap_or_default();
            let disclosed = asked.zip(&values).map(|(fact, value)| {
                let r#type = fact.claim_type();
                let object = Object::new().with("claim", fact.claim()).with("type", r#type.to_string());
                object.with("value", write_value(value, r#type)).into()
            });
            summary.push(("disclosed", disclosed.collect::<Vec<_>>().into()));
        }
        summary
    }
}

impl Report {
    /// The same report, once whoever keeps a record of nonces or nullifiers has looked: whether this was the first time.
    /// It changes nothing about a proof that does not hold.
    #[must_use]
    pub fn with_replay(self, is_first: bool) -> Self {
        self.replacing(Code::ReplayUnchecked, if is_first { Code::FirstUse } else { Code::Replayed })
    }
}
