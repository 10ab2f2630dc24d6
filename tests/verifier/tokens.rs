//! Credentials as JSON Web Tokens: our own vectors.

use proofpass::credential::{SignedCredential, UnsignedCredential};
use proofpass::did::VerificationMethodId;
use proofpass::json::{Limits, Object, Value, parse};
use proofpass::key::SigningKey;
use proofpass::securing::jose::PreparedToken;
use proofpass::verify::Code::*;
use proofpass::verify::Verdict::*;

use crate::object;
use crate::own::{Vector, key, unsigned};

/// A credential of `key`'s own, as `vc+jwt`.
pub(crate) fn token_by(key: &SigningKey, credential: Object) -> SignedCredential {
    let credential = credential.with("issuer", key.public_key().did_key());
    let credential = UnsignedCredential::new(credential).unwrap();
    PreparedToken::new(credential, &key.public_key(), None).unwrap().signed_by(key).unwrap()
}

/// A token under the `did:jwk` of `key`.
fn token_of_did_jwk(key: &SigningKey) -> String {
    let jwk = key.public_key().to_jwk().to_string();
    let did = format!("did:jwk:{}", base64url(jwk.as_bytes()));
    let credential = UnsignedCredential::new(claims().with("issuer", did.as_str())).unwrap();
    let method = VerificationMethodId::parse(&format!("{did}#0")).unwrap();
    let prepared = PreparedToken::new(credential, &key.public_key(), Some(&method)).unwrap();
    prepared.signed_by(key).unwrap().token().unwrap().to_owned()
}

fn p521() -> SigningKey {
    let mut scalar = [7; 66];
    scalar[0] = 0;
    SigningKey::p521(&scalar).unwrap()
}

/// Tokens for other implementations to verify, one for each type of key.
pub(crate) fn issued() -> Vec<String> {
    let keys = [key(), SigningKey::p256(&[3; 32]).unwrap(), SigningKey::p384(&[3; 48]).unwrap(), p521()];
    keys.iter().map(token_of_did_jwk).collect()
}

fn claims() -> Object {
    unsigned(r#"{"id":"https://example.com/products/1","weight":12.5}"#).with("issuer", key().public_key().did_key())
}

/// A token of any header and any claims, signed by the vectors' key.
pub(crate) fn raw(header: &Object, claims: &Object) -> String {
    let part = |object: &Object| base64url(object.to_string().as_bytes());
    let signed = format!("{}.{}", part(header), part(claims));
    let signature = key().sign(signed.as_bytes());
    format!("{signed}.{}", base64url(signature.as_bytes()))
}

pub(crate) fn base64url(bytes: &[u8]) -> String {
    let text = crate::cases::base64(bytes);
    text.trim_end_matches('=').replace('+', "-").replace('/', "_")
}

fn header() -> Object {
    Object::new().with("alg", "EdDSA").with("typ", "vc+jwt").with("kid", key().public_key().verification_method())
}

/// The object that carries a token.
fn envelope(media_type: &str, token: &str) -> String {
    format!(
        r#"{{"@context":["https://www.w3.org/ns/credentials/v2"],"id":"data:{media_type},{token}","type":"EnvelopedVerifiableCredential"}}"#
    )
}

#[expect(clippy::too_many_lines, reason = "a table")]
pub(crate) fn vectors() -> Vec<Vector> {
    let good = raw(&header(), &claims());
    let with_header = |name: &str, value: &str| {
        let value = parse(value.as_bytes(), &Limits::DOCUMENT).unwrap();
        raw(&header().with(name, value), &claims())
    };
    let without = |name: &str| {
        let mut header = header();
        header.remove(name);
        raw(&header, &claims())
    };
    let with_claim = |name: &str, value: &str| {
        raw(&header(), &claims().with(name, parse(value.as_bytes(), &Limits::DOCUMENT).unwrap()))
    };
    let by = |key: SigningKey| token_by(&key, claims()).token().unwrap().to_owned();
    let (signed, signature) = good.rsplit_once('.').unwrap();
    let changed = {
        let mut parts = good.split('.');
        let (head, tail) = (parts.next().unwrap(), parts.next_back().unwrap());
        let claims = claims().with("credentialSubject", object(br#"{"weight":12.6}"#));
        format!("{head}.{}.{tail}", base64url(claims.to_string().as_bytes()))
    };
    let bundle = |entries: &str| format!(r#"{{"type":"ProofPassBundle","version":1,"credentials":[{entries}]}}"#);
    let vector = |name, verdict, code, document: String| Vector::new(name, verdict, code, "{}", document);
    let data_url = "application/vc+jwt";
    vec![
        vector("accepts_a_token", Accept, None, good.clone()),
        vector("accepts_a_token_before_a_line_end", Accept, None, format!("{good}\n")),
        vector("accepts_a_token_in_an_envelope", Accept, None, envelope(data_url, &good)),
        vector("accepts_a_token_in_a_bundle", Accept, None, bundle(&envelope(data_url, &good))),
        vector("accepts_a_token_of_p256", Accept, None, by(SigningKey::p256(&[7; 32]).unwrap())),
        vector("accepts_a_token_of_p384", Accept, None, by(SigningKey::p384(&[7; 48]).unwrap())),
        vector("accepts_a_token_of_p521", Accept, None, by(p521())),
        vector("rejects_a_token_of_p521_that_was_changed", Reject, Some(SignatureMismatch), {
            let token = by(p521());
            let (signed, signature) = token.rsplit_once('.').unwrap();
            let other = if signature[20..].starts_with('B') { 'C' } else { 'B' };
            format!("{signed}.{}{other}{}", &signature[..20], &signature[21..])
        }),
        vector("rejects_a_proof_by_a_key_for_tokens", Reject, Some(KeyMismatch), {
            let (from, to) = (key().public_key().verification_method(), p521().public_key().verification_method());
            crate::own::good().to_string().replace(&from, &to)
        }),
        vector("accepts_a_token_of_a_did_jwk", Accept, None, token_of_did_jwk(&key())),
        vector("accepts_a_token_without_kid_of_a_did_key", Accept, None, without("kid")),
        vector("accepts_a_token_without_typ", Accept, None, without("typ")),
        vector("accepts_a_token_with_alg_ed25519", Accept, None, with_header("alg", r#""Ed25519""#)),
        vector("accepts_a_token_that_repeats_its_claims", Accept, None, {
            let claims = claims();
            let issuer = claims.get("issuer").unwrap().clone();
            let id = claims.get("id").unwrap().clone();
            let claims = claims.with("iss", issuer).with("jti", id).with("sub", "https://example.com/products/1");
            raw(&header(), &claims.with("iat", 1_767_225_600).with("exp", 1_893_456_000))
        }),
        vector("rejects_a_changed_token", Reject, Some(SignatureMismatch), changed),
        vector("rejects_a_token_without_signature", Reject, Some(SignatureMismatch), format!("{signed}.")),
        vector("rejects_a_token_with_half_a_signature", Reject, Some(SignatureMismatch), {
            format!("{signed}.{}", &signature[..44])
        }),
        vector("rejects_a_token_of_four_parts", Reject, Some(EnvelopeMalformed), format!("{good}.{signature}")),
        vector("rejects_a_token_with_padding", Reject, Some(JsonSyntax), format!("{good}==")),
        vector("rejects_a_token_of_alg_none", Reject, Some(AlgorithmRefused), with_header("alg", r#""none""#)),
        vector("rejects_a_token_of_a_shared_secret", Reject, Some(AlgorithmRefused), with_header("alg", r#""HS256""#)),
        vector("rejects_a_token_of_another_algorithm", Reject, Some(KeyMismatch), with_header("alg", r#""ES256""#)),
        vector(
            "leaves_a_token_of_rsa_undecided",
            Undecided,
            Some(AlgorithmUnsupported),
            with_header("alg", r#""RS256""#),
        ),
        vector("leaves_a_token_with_crit_undecided", Undecided, Some(FormatUnsupported), {
            with_header("crit", r#"["exp"]"#)
        }),
        vector("rejects_a_plain_token_with_disclosures", Reject, Some(TokenTypeMismatch), format!("{good}~")),
        vector("leaves_an_envelope_of_another_kind_undecided", Undecided, Some(FormatUnsupported), {
            envelope("application/vc+x", "abc")
        }),
        vector("rejects_a_token_of_another_type", Reject, Some(TokenTypeMismatch), with_header("typ", r#""at+jwt""#)),
        vector("rejects_a_token_of_a_presentation_type", Reject, Some(TokenTypeMismatch), {
            with_header("typ", r#""vp+jwt""#)
        }),
        vector("rejects_a_token_with_a_key_of_its_own", Reject, Some(SignatureMismatch), {
            // The key in the header made the signature; the one that `kid` names did not.
            let other = SigningKey::from_seed(&[9; 32]);
            let header = header().with("kid", other.public_key().verification_method());
            raw(&header.with("jwk", key().public_key().to_jwk()), &claims())
        }),
        vector("rejects_a_token_by_another_than_the_issuer", Reject, Some(IssuerDiffers), {
            raw(&header(), &claims().with("issuer", "did:key:z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2"))
        }),
        vector("rejects_a_token_that_expired", Reject, Some(ProofExpired), with_claim("exp", "1767225600")),
        vector("rejects_a_token_of_the_future", Reject, Some(ProofNotYetValid), with_claim("nbf", "1893456000")),
        vector("rejects_a_token_whose_end_is_no_number", Reject, Some(ProofMalformed), with_claim("exp", r#""never""#)),
        vector("rejects_a_token_of_another_iss", Reject, Some(ClaimsDiffer), with_claim("iss", r#""did:ex:b""#)),
        vector("rejects_a_token_of_another_sub", Reject, Some(ClaimsDiffer), with_claim("sub", r#""did:ex:b""#)),
        vector("rejects_a_token_of_another_jti", Reject, Some(ClaimsDiffer), with_claim("jti", r#""urn:uuid:1""#)),
        vector("rejects_a_credential_in_a_credential", Reject, Some(ClaimsForbidden), with_claim("vc", "{}")),
        vector("rejects_a_token_with_a_name_twice", Reject, Some(EnvelopeMalformed), {
            let text = claims().to_string().replacen('{', r#"{"id":"urn:uuid:2","#, 1);
            let signed = format!("{}.{}", base64url(header().to_string().as_bytes()), base64url(text.as_bytes()));
            format!("{signed}.{}", base64url(key().sign(signed.as_bytes()).as_bytes()))
        }),
        vector("rejects_an_envelope_without_context", Reject, Some(EnvelopeMalformed), {
            envelope(data_url, &good).replacen("https://www.w3.org/ns/credentials/v2", "https://example.com/", 1)
        }),
        vector("rejects_an_envelope_of_nothing", Reject, Some(EnvelopeMalformed), envelope(data_url, "")),
        vector("rejects_an_envelope_that_is_no_data_url", Reject, Some(EnvelopeMalformed), {
            envelope(data_url, &good).replacen("data:", "https://", 1)
        }),
        vector("rejects_a_token_in_a_bundle_as_text", Reject, Some(NotABundle), bundle(&Value::from(good).to_string())),
    ]
}
