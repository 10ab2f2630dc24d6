//! Presentations: our own vectors.

use proofpass::json::{Object, Value};
use proofpass::key::SigningKey;
use proofpass::presentation::{Presentation, UnsignedPresentation};
use proofpass::securing::data_integrity::{ProofOptions, Suite};
use proofpass::time::Timestamp;
use proofpass::verify::Code::*;
use proofpass::verify::Verdict::*;

use crate::object;
use crate::own::{Vector, good, key, unsigned};
use crate::tokens::token_by;

/// What the verifier of these vectors asks for.
const ASKED: &str = r#"{"challenge":"n-0S6_WzA2Mj","domain":"https://verifier.example"}"#;

fn holder() -> SigningKey {
    SigningKey::from_seed(b"ProofPass holder: not a secret!!")
}

fn unsigned_presentation(credentials: Vec<Value>) -> Object {
    Object::new()
        .with("@context", vec![Value::from("https://www.w3.org/ns/credentials/v2")])
        .with("type", vec![Value::from("VerifiablePresentation")])
        .with("holder", holder().public_key().did_key())
        .with("verifiableCredential", credentials)
}

fn options(challenge: &str, domain: &str) -> ProofOptions {
    ProofOptions {
        challenge: Some(challenge.to_owned()),
        domain: Some(domain.to_owned()),
        ..ProofOptions::new(&holder().public_key(), Timestamp::parse("2026-11-23T11:59:00Z").unwrap())
    }
}

fn signed(presentation: Object, options: ProofOptions) -> Presentation {
    UnsignedPresentation::new(presentation).unwrap().signed_by(&holder(), options).unwrap()
}

/// Presentations for other implementations to verify.
pub(crate) fn presented() -> Vec<Object> {
    let asked = || options("n-0S6_WzA2Mj", "https://verifier.example");
    let suites = [Suite::EddsaJcs2022, Suite::EddsaRdfc2022];
    let of_nothing_unknown = || unsigned_presentation(vec![signed_as_credential().into()]);
    let presented = suites.map(|suite| signed(of_nothing_unknown(), ProofOptions { suite, ..asked() }));
    presented.iter().map(Presentation::to_object).collect()
}

/// Without terms that JSON-LD would have to know.
fn signed_as_credential() -> Object {
    crate::own::signed(unsigned(r#"{"id":"https://example.com/products/1"}"#))
}

pub(crate) fn vectors() -> Vec<Vector> {
    let asked = || options("n-0S6_WzA2Mj", "https://verifier.example");
    let of_good = || unsigned_presentation(vec![good().into()]);
    let text = |presentation: Presentation| presentation.to_object().to_string();
    let presented = text(signed(of_good(), asked()));
    let token = |audience: &str, nonce: &str| {
        let credential = token_by(&key(), unsigned(r#"{"a":1}"#));
        let presentation = unsigned_presentation(vec![credential.to_object().into(), good().into()]);
        let presentation = UnsignedPresentation::new(presentation).unwrap();
        presentation.as_token(&holder(), None, Some(audience), Some(nonce)).unwrap()
    };
    let good_token = token("https://verifier.example", "n-0S6_WzA2Mj");
    let changed = good().to_string().replacen("12.5", "12.6", 1);
    let with_changed = unsigned_presentation(vec![object(changed.as_bytes()).into()]);
    let plain = |name, verdict, code, document: String| Vector::new(name, verdict, code, "{}", document);
    let asking = |name, verdict, code, document: String| Vector::new(name, verdict, code, ASKED, document);
    vec![
        asking("accepts_a_presentation_for_this_occasion", Accept, None, presented.clone()),
        asking("accepts_a_presentation_as_token", Accept, None, good_token.token().unwrap().to_owned()),
        asking("accepts_a_presentation_in_an_envelope", Accept, None, text(good_token.clone())),
        plain("accepts_a_presentation_without_a_challenge", Accept, Some(NoChallenge), presented.clone()),
        plain("accepts_an_unsigned_presentation", Accept, Some(PresentationUnsigned), of_good().to_string()),
        plain("accepts_a_presentation_of_nothing", Accept, Some(NoChallenge), {
            text(signed(unsigned_presentation(Vec::new()), asked()))
        }),
        asking("leaves_an_unsigned_presentation_undecided", Undecided, Some(PresentationUnsigned), {
            of_good().to_string()
        }),
        asking("leaves_a_credential_that_nobody_presents_undecided", Undecided, Some(NotPresented), {
            good().to_string()
        }),
        asking("leaves_a_presentation_without_holder_undecided", Undecided, Some(HolderUnnamed), {
            let mut presentation = of_good();
            presentation.remove("holder");
            text(signed(presentation, asked()))
        }),
        asking("rejects_a_presentation_of_another_occasion", Reject, Some(ChallengeMismatch), {
            text(signed(of_good(), options("another", "https://verifier.example")))
        }),
        asking("rejects_a_presentation_for_somebody_else", Reject, Some(DomainMismatch), {
            text(signed(of_good(), options("n-0S6_WzA2Mj", "https://other.example")))
        }),
        asking("rejects_a_token_presented_on_another_occasion", Reject, Some(ChallengeMismatch), {
            text(token("https://verifier.example", "another"))
        }),
        asking("rejects_a_token_presented_to_somebody_else", Reject, Some(DomainMismatch), {
            text(token("https://other.example", "n-0S6_WzA2Mj"))
        }),
        asking("rejects_a_changed_challenge", Reject, Some(SignatureMismatch), {
            text(signed(of_good(), options("another", "https://verifier.example"))).replacen(
                "another",
                "n-0S6_WzA2Mj",
                1,
            )
        }),
        asking("rejects_a_presentation_by_another_holder", Reject, Some(HolderDiffers), {
            text(signed(of_good().with("holder", key().public_key().did_key()), asked()))
        }),
        asking("rejects_a_presentation_made_to_assert", Reject, Some(PurposeMismatch), {
            presented.replacen(r#""proofPurpose":"authentication""#, r#""proofPurpose":"assertionMethod""#, 1)
        }),
        asking("rejects_a_presented_credential_that_was_changed", Reject, Some(SignatureMismatch), {
            text(signed(with_changed, asked()))
        }),
        asking("rejects_a_presentation_with_one_more_in_it", Reject, Some(SignatureMismatch), {
            let credential = good().to_string();
            presented.replacen(&format!("[{credential}]"), &format!("[{credential},{credential}]"), 1)
        }),
        asking("rejects_a_presentation_of_text", Reject, Some(PresentedCredentialInvalid), {
            unsigned_presentation(vec![good_token.token().unwrap().into()]).to_string()
        }),
        asking("rejects_a_holder_that_is_no_url", Reject, Some(HolderInvalid), {
            of_good().with("holder", "somebody").to_string()
        }),
        plain("rejects_a_presentation_inside_a_credential_envelope", Reject, Some(TypeInvalid), {
            text(good_token).replacen("EnvelopedVerifiablePresentation", "EnvelopedVerifiableCredential", 1).replacen(
                "application/vp+jwt",
                "application/vc+jwt",
                1,
            )
        }),
    ]
}
