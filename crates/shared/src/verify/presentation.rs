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
            (_, Some(holder)) if controllers.iter().any(|controller| controller.as_str() == holder) => {
                Code::HolderSigned
            }
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

    /// Data Integrity §4.4 (4): each proof repeats the challenge and names the domain that the verifier asked for.
    fn challenge(&self, presentation: &Presentation) -> Code {
        let (challenge, domain) = (self.policy.challenge(), self.policy.domain());
        if challenge.is_none() && domain.is_none() {
            return Code::NoChallenge;
        }
        let repeats = |object: &Object, (challenge_name, domain_name): (&str, &str)| {
            let is = |name: &str, expected: &str| object.get(name).and_then(Value::as_str) == Some(expected);
            let among = |name: &str, expected: &str| {
                let named = object.get(name).map_or(&[][..], Value::as_set);
                named.iter().any(|entry| entry.as_str() == Some(expected))
            };
            if challenge.is_some_and(|challenge| !is(challenge_name, challenge)) {
                Code::ChallengeMismatch
            } else if domain.is_some_and(|domain| !among(domain_name, domain)) {
                Code::DomainMismatch
            } else {
                Code::ChallengeMatches
            }
        };
        // RFC 7519 §4.1.3 and OpenID Connect's `nonce`, which are a token's words for the same.
        let token = presentation.token().map(|_| (presentation.object(), ("nonce", "aud")));
        let proofs = presentation.proofs().iter().filter_map(Value::as_object);
        let signed = token.into_iter().chain(proofs.map(|proof| (proof, ("challenge", "domain"))));
        let mut found = signed.map(|(object, names)| repeats(object, names));
        found.find(|code| *code != Code::ChallengeMatches).unwrap_or(Code::ChallengeMatches)
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
