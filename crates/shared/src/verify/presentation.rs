//! The checks of a presentation.

use super::securing::Secured;
use super::{Check, CheckName, Code, Outcome, PresentationReport, Verifier, broken, not_opened};
use crate::credential::Fault;
use crate::jcs::CanonicalMembers;
use crate::json::{Object, Value};
use crate::presentation::Presentation;
use crate::securing::data_integrity::Purpose;

impl Verifier<'_> {
    pub(super) fn presentation(&self, presentation: &Presentation) -> PresentationReport {
        let canonical = CanonicalMembers::new(presentation.object());
        let (structure, pointer) = structure(presentation);
        let secured = Secured {
            object: presentation.object(),
            securing: presentation.securing(),
            canonical: &canonical,
            author: presentation.holder(),
            purpose: Purpose::Authentication,
        };
        let (proof, controllers) = self.securing(&secured);
        let holder = match (proof, presentation.holder()) {
            // Anybody may put credentials together; whether that is enough is the policy's to say.
            (Code::ProofMissing, _) => Code::PresentationUnsigned,
            (code, _) if code.outcome() != Outcome::Pass => code,
            (_, None) => Code::HolderUnnamed,
            (_, Some(holder)) if controllers.iter().any(|controller| controller == holder) => Code::HolderSigned,
            (_, Some(_)) => Code::HolderDiffers,
        };
        let signed = proof.outcome() == Outcome::Pass;
        let check = |name, code| Check::new(name, code, self.policy);
        let checks = vec![
            check(CheckName::Presentation, structure).at(pointer),
            check(CheckName::Holder, holder),
            check(CheckName::Challenge, if signed { self.challenge(presentation) } else { Code::NotReached }),
        ];
        let digest = match presentation.token() {
            Some(_) => presentation.digest(),
            None => canonical.digest(),
        };
        PresentationReport::new(presentation, digest, checks)
    }

    fn challenge(&self, presentation: &Presentation) -> Code {
        // RFC 7519 §4.1.3 and OpenID Connect's `nonce`, which are a token's words for the same.
        let token = presentation.token().map(|_| self.occasion(presentation.object(), "nonce", "aud"));
        let proofs = presentation.proofs().iter().filter_map(Value::as_object);
        let mut found = token.into_iter().chain(proofs.map(|proof| self.occasion(proof, "challenge", "domain")));
        found.find(|code| *code != Code::ChallengeMatches).unwrap_or(Code::ChallengeMatches)
    }

    /// Data Integrity §4.4 (4): each proof repeats the challenge and names the domain that the verifier asked for, under
    /// these names.
    pub(super) fn occasion(&self, signed: &Object, challenge_name: &str, domain_name: &str) -> Code {
        let (challenge, domain) = (self.policy.challenge(), self.policy.domain());
        let is = |expected: &str| signed.get(challenge_name).and_then(Value::as_str) == Some(expected);
        let among = |expected: &str| {
            let named = signed.get(domain_name).map_or(&[][..], Value::as_set);
            named.iter().any(|entry| entry.as_str() == Some(expected))
        };
        if challenge.is_none() && domain.is_none() {
            Code::NoChallenge
        } else if challenge.is_some_and(|challenge| !is(challenge)) {
            Code::ChallengeMismatch
        } else if domain.is_some_and(|domain| !among(domain)) {
            Code::DomainMismatch
        } else {
            Code::ChallengeMatches
        }
    }
}

fn structure(presentation: &Presentation) -> (Code, Option<String>) {
    if let Some(code) = not_opened(presentation.securing()) {
        return (code, None);
    }
    match presentation.structure() {
        Ok(()) => (Code::PresentationConforms, None),
        Err(Fault { rule, pointer }) => (broken(rule), Some(pointer)),
    }
}
