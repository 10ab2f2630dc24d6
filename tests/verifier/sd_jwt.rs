//! SD-JWT, with key binding and without, and the status lists of tokens: our own vectors.

use proofpass::credential::UnsignedCredential;
use proofpass::digest::Digest;
use proofpass::json::{Limits, Object, Pointer, Value, parse};
use proofpass::key::{PublicKey, SigningKey};
use proofpass::securing::sd_jwt::{Frame, Holding, KeyBindingOptions, PreparedSdJwt, SdJwtOptions};
use proofpass::time::Timestamp;
use proofpass::verify::Code::*;
use proofpass::verify::{Code, Verdict, Verdict::*};

use crate::own::{NOW, Vector, key, unsigned};
use crate::tokens::{base64url, raw};

const ASKED: &str = r#"{"challenge":"n-0S6_WzA2Mj","domain":"https://verifier.example"}"#;
const ISSUER: &str = "https://issuer.example/tenant/1";
const LIST: &str = "https://issuer.example/status/1";

fn value(text: &str) -> Value {
    parse(text.as_bytes(), &Limits::DOCUMENT).unwrap()
}

fn object(text: &str) -> Object {
    crate::object(text.as_bytes())
}

fn pointers(places: &[&str]) -> Vec<Pointer> {
    places.iter().map(|place| Pointer::parse(place).unwrap()).collect()
}

fn holder() -> SigningKey {
    SigningKey::p256(b"ProofPass holder: not a secret!!").unwrap()
}

/// Salts that are the same each time, so that the vectors are.
fn salts() -> impl FnMut() -> [u8; 16] {
    let mut count = 0_u8;
    move || {
        count += 1;
        let mut salt = [0; 16];
        salt.copy_from_slice(&Digest::of(&[count]).as_bytes()[..16]);
        salt
    }
}

fn claims() -> Object {
    object(
        r#"{"vct":"https://issuer.example/passport","iat":1767225600,"nbf":1767225600,"sub":"urn:x:battery",
            "weight":12.5,"materials":["lithium","cobalt"],"maker":{"name":"Example Works","city":"Ulm"}}"#,
    )
    .with("iss", key().public_key().did_key())
}

fn frame() -> Frame {
    Frame::new(pointers(&["/weight", "/materials/1", "/maker", "/maker/city"]), 2)
}

fn issue(key: &SigningKey, claims: Object, holder: Option<&PublicKey>, key_id: Option<&str>) -> String {
    let public = key.public_key();
    let options = SdJwtOptions { holder, key_id, ..SdJwtOptions::new(&public) };
    PreparedSdJwt::sd_jwt_vc(claims, &frame(), &options, &mut salts()).unwrap().signed_by(key).unwrap()
}

fn issued() -> String {
    issue(&key(), claims(), Some(&holder().public_key()), None)
}

/// Shown to the verifier that asks, by this holder.
fn bound(issued: &str, shown: &[&str], audience: &str, nonce: &str) -> String {
    let issued_at = Timestamp::parse("2026-11-23T11:59:00Z").unwrap();
    let options = KeyBindingOptions { audience, nonce, issued_at };
    let holding = Holding::parse(issued).unwrap();
    holding.bind(&pointers(shown), &holder().public_key(), &options).unwrap().signed_by(&holder()).unwrap()
}

fn good_bound() -> String {
    bound(&issued(), &["/weight"], "https://verifier.example", "n-0S6_WzA2Mj")
}

/// Tokens for other implementations to verify: what the issuer gave, and what the holder shows of it.
pub(crate) fn for_others() -> Vec<Object> {
    let keys = [key(), SigningKey::p256(&[3; 32]).unwrap(), SigningKey::p384(&[3; 48]).unwrap()];
    let made = keys.iter().map(|key| {
        let claims = claims().with("iss", key.public_key().did_key());
        let issued = issue(key, claims, Some(&holder().public_key()), None);
        let shown = bound(&issued, &["/maker/city", "/materials/1"], "https://verifier.example", "n-0S6_WzA2Mj");
        Object::new()
            .with("jwk", key.public_key().to_jwk())
            .with("holder", holder().public_key().to_jwk())
            .with("issued", issued)
            .with("shown", shown)
    });
    made.collect()
}

/// A credential of data model 2.0.
fn vc(more: impl Fn(Object) -> Object) -> String {
    let credential = unsigned(r#"{"id":"https://example.com/products/1","weight":12.5,"maker":"Example Works"}"#);
    let credential = UnsignedCredential::new(more(credential)).unwrap();
    let (key, holder) = (key(), holder().public_key());
    let public = key.public_key();
    let options = SdJwtOptions { holder: Some(&holder), ..SdJwtOptions::new(&public) };
    let frame = Frame::new(pointers(&["/credentialSubject/maker", "/credentialSubject/weight"]), 1);
    PreparedSdJwt::credential(credential, &frame, &options, &mut salts()).unwrap().signed_by(&key).unwrap()
}

/// An SD-JWT of any header and payload, without disclosures.
fn plain(header: &Object, payload: &Object) -> String {
    format!("{}~", raw(header, payload))
}

fn header() -> Object {
    let kid = key().public_key().verification_method();
    Object::new().with("alg", "EdDSA").with("typ", "dc+sd-jwt").with("kid", kid)
}

/// Key binding of any header and claims, of what stands before it.
fn rebound(header: &str, claims: impl Fn(Object) -> Object, signer: &SigningKey) -> String {
    let text = good_bound();
    let (shown, _) = text.rsplit_once('~').unwrap();
    let shown = format!("{shown}~");
    let binding = Object::new()
        .with("aud", "https://verifier.example")
        .with("iat", 1_795_435_140)
        .with("nonce", "n-0S6_WzA2Mj")
        .with("sd_hash", base64url(Digest::of(shown.as_bytes()).as_bytes()));
    let input = format!("{}.{}", base64url(header.as_bytes()), base64url(claims(binding).to_string().as_bytes()));
    format!("{shown}{input}.{}", base64url(signer.sign(input.as_bytes()).as_bytes()))
}

const BINDING: &str = r#"{"alg":"ES256","typ":"kb+jwt"}"#;

fn without(name: &'static str) -> impl Fn(Object) -> Object {
    move |mut object| {
        object.remove(name);
        object
    }
}

fn fetched(name: &str, what: impl Into<Value>, from: &str) -> Value {
    Object::new().with(name, what).with("from", from).with("at", NOW).into()
}

/// What the issuer at [`ISSUER`] publishes.
fn metadata(keys: &[(&str, &SigningKey)]) -> Object {
    let keys: Vec<Value> = keys.iter().map(|(kid, key)| key.public_key().to_jwk().with("kid", *kid).into()).collect();
    Object::new().with("issuer", ISSUER).with("jwks", Object::new().with("keys", keys))
}

fn with_metadata(metadata: Object) -> Object {
    let from = "https://issuer.example/.well-known/jwt-vc-issuer/tenant/1";
    Object::new().with("issuerMetadata", vec![fetched("metadata", metadata, from)])
}

fn of_https_issuer(key_id: &str) -> String {
    issue(&key(), claims().with("iss", ISSUER), None, Some(key_id))
}

/// A list whose tokens 0 to 7 have the values 0, 1, 2, 3, 0, 0, 0, 12, four bits each.
fn list(more: impl Fn(Object) -> Object) -> Object {
    // One stored block: the sum is that of RFC 1950 over the bytes.
    let bytes = [0x10, 0x32, 0x00, 0xc0];
    let (low, high) = bytes.iter().fold((1_u32, 0_u32), |(low, high), byte| (low + byte, high + low + byte));
    let sum = [high >> 8, high & 255, low >> 8, low & 255].map(|byte| u8::try_from(byte).unwrap());
    let zlib = [&[0x78, 0x01, 1, 4, 0, 0xfb, 0xff][..], &bytes.map(|byte| u8::try_from(byte).unwrap()), &sum].concat();
    let claims = Object::new().with("iss", key().public_key().did_key()).with("sub", LIST).with("iat", 1_767_225_600);
    more(claims.with("status_list", Object::new().with("bits", 4).with("lst", base64url(&zlib))))
}

fn list_header() -> Object {
    header().with("typ", "statuslist+jwt")
}

fn at_place(index: &str) -> String {
    let status = format!(r#"{{"status_list":{{"idx":{index},"uri":"{LIST}"}}}}"#);
    plain(&header(), &claims().with("status", value(&status)))
}

#[expect(clippy::too_many_lines, reason = "a table")]
pub(crate) fn vectors() -> Vec<Vector> {
    let vector = |name, verdict, code, document: String| Vector::new(name, verdict, code, "{}", document);
    let asking = |name, verdict, code, document: String| Vector::new(name, verdict, code, ASKED, document);
    let with = |name, verdict: Verdict, code: Option<Code>, material: Object, document: String| Vector {
        material,
        ..Vector::new(name, verdict, code, "{}", document)
    };
    let (text, held) = (issued(), Holding::parse(&issued()).unwrap());
    let show = |places: &[&str]| held.show(&pointers(places)).unwrap();
    let disclosure = |text: &str| format!("{}~", base64url(text.as_bytes()));
    let of_claim = |name: &str, json: &str| plain(&header(), &claims().with(name, value(json)));
    let with_header = |name: &str, json: &str| plain(&header().with(name, value(json)), &claims());
    let without_claim = |name: &'static str| plain(&header(), &without(name)(claims()));
    let envelope = |kind: &str, text: &str| {
        format!(
            r#"{{"@context":["https://www.w3.org/ns/credentials/v2"],"id":"data:application/{kind},{text}","type":"EnvelopedVerifiableCredential"}}"#
        )
    };
    let flattened = {
        let parts: Vec<&str> = text.split('~').collect();
        let token: Vec<&str> = parts[0].split('.').collect();
        let disclosures: Vec<Value> = parts[1..parts.len() - 1].iter().map(|text| Value::from(*text)).collect();
        let header = Object::new().with("disclosures", disclosures);
        let object = Object::new().with("protected", token[0]).with("payload", token[1]).with("signature", token[2]);
        object.with("header", header).to_string()
    };
    let by = |key: &SigningKey| issue(key, claims().with("iss", key.public_key().did_key()), None, None);
    let lists = |list: String, document: String, name, verdict, code| {
        let material = Object::new().with("statusListTokens", vec![fetched("token", list, LIST)]);
        with(name, verdict, code, material, document)
    };
    let good_list = || raw(&list_header(), &list(|list| list));
    let place = |name, verdict, code, index: &str| lists(good_list(), at_place(index), name, verdict, code);
    let bad_list = |name, verdict, code, list| lists(list, at_place("0"), name, verdict, Some(code));
    let list_with = |name: &str, json: &str| raw(&list_header(), &list(|list| list.with(name, value(json))));
    let list_without = |name: &'static str| raw(&list_header(), &list(without(name)));
    let other = SigningKey::from_seed(&[9; 32]);

    vec![
        vector("accepts_an_sd_jwt_vc", Accept, None, text.clone()),
        vector("accepts_an_sd_jwt_vc_that_discloses_nothing", Accept, None, show(&[])),
        vector("accepts_an_sd_jwt_vc_that_discloses_a_part_of_a_part", Accept, None, show(&["/maker/city"])),
        vector("accepts_an_sd_jwt_vc_in_json", Accept, None, flattened.clone()),
        vector("accepts_an_sd_jwt_vc_in_an_envelope", Accept, None, envelope("dc+sd-jwt", &text)),
        vector("accepts_an_sd_jwt_vc_of_p256", Accept, None, by(&SigningKey::p256(&[7; 32]).unwrap())),
        vector("accepts_an_sd_jwt_vc_of_p384", Accept, None, by(&SigningKey::p384(&[7; 48]).unwrap())),
        vector("accepts_an_sd_jwt_vc_of_the_older_type", Accept, None, with_header("typ", r#""vc+sd-jwt""#)),
        vector("accepts_an_sd_jwt_vc_with_claims_of_the_data_model", Accept, None, of_claim("proof", "7")),
        vector("accepts_an_sd_jwt_of_data_model_2", Accept, None, vc(|credential| credential)),
        vector("accepts_an_sd_jwt_of_data_model_2_in_an_envelope", Accept, None, {
            envelope("vc+sd-jwt", &vc(|credential| credential))
        }),
        asking("accepts_key_binding_for_this_occasion", Accept, None, good_bound()),
        vector("accepts_key_binding_without_a_challenge", Accept, Some(NoChallenge), good_bound()),
        asking("accepts_key_binding_of_data_model_2", Accept, None, {
            bound(&vc(|credential| credential), &[], "https://verifier.example", "n-0S6_WzA2Mj")
        }),
        asking("leaves_an_sd_jwt_without_key_binding_undecided", Undecided, Some(NotPresented), text.clone()),
        asking("rejects_key_binding_for_another_occasion", Reject, Some(ChallengeMismatch), {
            bound(&text, &[], "https://verifier.example", "another")
        }),
        asking("rejects_key_binding_for_somebody_else", Reject, Some(DomainMismatch), {
            bound(&text, &[], "https://other.example", "n-0S6_WzA2Mj")
        }),
        asking("rejects_key_binding_moved_to_other_disclosures", Reject, Some(KeyBindingMismatch), {
            let binding = good_bound().rsplit_once('~').unwrap().1.to_owned();
            format!("{}{binding}", show(&["/maker"]))
        }),
        asking("rejects_key_binding_by_another_key", Reject, Some(SignatureMismatch), {
            rebound(BINDING, |claims| claims, &SigningKey::p256(&[8; 32]).unwrap())
        }),
        asking("rejects_key_binding_by_the_issuer", Reject, Some(KeyMismatch), {
            rebound(r#"{"alg":"EdDSA","typ":"kb+jwt"}"#, |claims| claims, &key())
        }),
        asking("rejects_key_binding_of_alg_none", Reject, Some(AlgorithmRefused), {
            rebound(r#"{"alg":"none","typ":"kb+jwt"}"#, |claims| claims, &holder())
        }),
        asking("rejects_key_binding_of_another_type", Reject, Some(TokenTypeMismatch), {
            rebound(r#"{"alg":"ES256","typ":"jwt"}"#, |claims| claims, &holder())
        }),
        asking("rejects_key_binding_without_type", Reject, Some(TokenTypeMismatch), {
            rebound(r#"{"alg":"ES256"}"#, |claims| claims, &holder())
        }),
        asking("rejects_key_binding_with_a_key_of_its_own", Reject, Some(SignatureMismatch), {
            let other = SigningKey::p256(&[8; 32]).unwrap();
            let header = object(BINDING).with("jwk", other.public_key().to_jwk()).to_string();
            rebound(&header, |claims| claims, &other)
        }),
        asking("leaves_key_binding_with_crit_undecided", Undecided, Some(NotPresented), {
            rebound(r#"{"alg":"ES256","typ":"kb+jwt","crit":["x"],"x":1}"#, |claims| claims, &holder())
        }),
        asking("rejects_key_binding_without_sd_hash", Reject, Some(ProofMalformed), {
            rebound(BINDING, without("sd_hash"), &holder())
        }),
        asking("rejects_key_binding_without_nonce", Reject, Some(ProofMalformed), {
            rebound(BINDING, without("nonce"), &holder())
        }),
        asking("rejects_key_binding_for_several", Reject, Some(ProofMalformed), {
            rebound(BINDING, |claims| claims.with("aud", value(r#"["https://verifier.example"]"#)), &holder())
        }),
        asking("rejects_key_binding_without_iat", Reject, Some(ProofMalformed), {
            rebound(BINDING, without("iat"), &holder())
        }),
        asking("rejects_key_binding_of_the_future", Reject, Some(ProofNotYetValid), {
            rebound(BINDING, |claims| claims.with("iat", 1_893_456_000), &holder())
        }),
        asking("rejects_key_binding_that_expired", Reject, Some(ProofExpired), {
            rebound(BINDING, |claims| claims.with("exp", 1_767_225_600), &holder())
        }),
        asking("leaves_key_binding_without_a_confirmed_key_undecided", Undecided, Some(HolderUnnamed), {
            let binding = good_bound().rsplit_once('~').unwrap().1.to_owned();
            format!("{}{binding}", plain(&header(), &claims()))
        }),
        vector("rejects_a_disclosure_that_was_not_signed", Reject, Some(DisclosureInvalid), {
            format!("{}{}", show(&[]), disclosure(r#"["salt","weight",9]"#))
        }),
        vector("rejects_a_changed_disclosure", Reject, Some(DisclosureInvalid), {
            let shown = show(&["/weight"]);
            let claim = shown.split('~').nth(1).unwrap();
            shown.replacen(claim, &format!("{}A", &claim[..claim.len() - 1]), 1)
        }),
        vector("rejects_a_disclosure_twice", Reject, Some(DisclosureInvalid), {
            let shown = show(&["/weight"]);
            let claim = shown.split('~').nth(1).unwrap();
            format!("{shown}{claim}~")
        }),
        vector("rejects_a_disclosure_without_what_it_stands_in", Reject, Some(DisclosureInvalid), {
            let shown = show(&["/maker/city"]);
            // The outer one is the first.
            let parts: Vec<&str> = shown.split('~').collect();
            format!("{}~{}~", parts[0], parts[2])
        }),
        vector("rejects_a_disclosed_exp", Reject, Some(DisclosureInvalid), {
            let shown = disclosure(r#"["salt","exp",1767225600]"#);
            let digest = Digest::of(shown.trim_end_matches('~').as_bytes());
            let digest = Value::from(base64url(digest.as_bytes()));
            format!("{}{shown}", plain(&header(), &claims().with("_sd", vec![digest])))
        }),
        vector("rejects_an_sd_jwt_with_a_name_twice", Reject, Some(EnvelopeMalformed), {
            let text = claims().to_string().replacen('{', r#"{"weight":1,"#, 1);
            let signed = format!("{}.{}", base64url(header().to_string().as_bytes()), base64url(text.as_bytes()));
            format!("{signed}.{}~", base64url(key().sign(signed.as_bytes()).as_bytes()))
        }),
        vector("rejects_a_changed_sd_jwt", Reject, Some(SignatureMismatch), {
            let mut parts: Vec<String> = plain(&header(), &claims()).split('.').map(str::to_owned).collect();
            parts[1] = base64url(claims().with("weight", 9).to_string().as_bytes());
            parts.join(".")
        }),
        vector("rejects_an_sd_jwt_of_alg_none", Reject, Some(AlgorithmRefused), with_header("alg", r#""none""#)),
        vector(
            "rejects_an_sd_jwt_of_a_shared_secret",
            Reject,
            Some(AlgorithmRefused),
            with_header("alg", r#""HS256""#),
        ),
        vector("rejects_an_sd_jwt_of_another_algorithm", Reject, Some(KeyMismatch), with_header("alg", r#""ES256""#)),
        vector("leaves_an_sd_jwt_of_rsa_undecided", Undecided, Some(AlgorithmUnsupported), {
            with_header("alg", r#""RS256""#)
        }),
        vector("leaves_an_sd_jwt_with_crit_undecided", Undecided, Some(FormatUnsupported), {
            with_header("crit", r#"["exp"]"#)
        }),
        vector("leaves_an_sd_jwt_with_b64_undecided", Undecided, Some(FormatUnsupported), with_header("b64", "false")),
        vector("leaves_an_sd_jwt_of_other_digests_undecided", Undecided, Some(FormatUnsupported), {
            of_claim("_sd_alg", r#""sha3-256""#)
        }),
        vector("rejects_an_sd_jwt_vc_of_another_type", Reject, Some(TokenTypeMismatch), {
            with_header("typ", r#""example+sd-jwt""#)
        }),
        vector("rejects_an_sd_jwt_vc_of_no_type", Reject, Some(TokenTypeMismatch), {
            plain(&without("typ")(header()), &claims())
        }),
        vector("rejects_an_sd_jwt_with_a_key_of_its_own", Reject, Some(SignatureMismatch), {
            let header = header().with("kid", other.public_key().verification_method());
            plain(&header.with("jwk", key().public_key().to_jwk()), &claims())
        }),
        vector("rejects_an_sd_jwt_by_another_than_the_issuer", Reject, Some(IssuerDiffers), {
            of_claim("iss", &format!("\"{}\"", other.public_key().did_key()))
        }),
        vector("rejects_an_sd_jwt_vc_without_vct", Reject, Some(TypeInvalid), without_claim("vct")),
        vector("rejects_an_sd_jwt_vc_without_iss", Reject, Some(IssuerMissing), without_claim("iss")),
        vector("rejects_an_sd_jwt_vc_that_expired", Reject, Some(Expired), of_claim("exp", "1767225601")),
        vector("rejects_an_sd_jwt_vc_of_the_future", Reject, Some(NotYetValid), of_claim("nbf", "1893456000")),
        vector("rejects_an_sd_jwt_vc_whose_end_is_no_number", Reject, Some(DateInvalid), of_claim("exp", r#""never""#)),
        vector("leaves_certificates_undecided", Undecided, Some(KeyUnsupported), {
            plain(&header().with("x5c", vec![Value::from("AA")]), &without("iss")(claims()))
        }),
        vector("rejects_an_sd_jwt_in_an_envelope_of_plain_tokens_that_says_so", Reject, Some(TokenTypeMismatch), {
            envelope("vc+jwt", &plain(&header().with("typ", "vc+jwt"), &claims()))
        }),
        // Issuers that are URLs.
        with(
            "accepts_an_sd_jwt_of_an_https_issuer",
            Accept,
            None,
            with_metadata(metadata(&[("a", &other), ("b", &key())])),
            of_https_issuer("b"),
        ),
        with(
            "accepts_an_sd_jwt_of_an_https_issuer_with_its_keys_apart",
            Accept,
            None,
            with_metadata(Object::new().with("issuer", ISSUER).with("jwks_uri", "https://issuer.example/keys")).with(
                "jwkSets",
                vec![fetched(
                    "jwkSet",
                    metadata(&[("b", &key())]).get("jwks").unwrap().clone(),
                    "https://issuer.example/keys",
                )],
            ),
            of_https_issuer("b"),
        ),
        with(
            "leaves_an_https_issuer_with_its_keys_elsewhere_undecided",
            Undecided,
            Some(KeyUnresolved),
            with_metadata(Object::new().with("issuer", ISSUER).with("jwks_uri", "https://issuer.example/keys")),
            of_https_issuer("b"),
        ),
        vector("leaves_an_https_issuer_undecided", Undecided, Some(KeyUnresolved), of_https_issuer("b")),
        with(
            "leaves_an_https_issuer_with_metadata_of_another_undecided",
            Undecided,
            Some(KeyUnresolved),
            with_metadata(metadata(&[("b", &key())]).with("issuer", "https://issuer.example")),
            of_https_issuer("b"),
        ),
        with(
            "rejects_an_https_issuer_without_that_key",
            Reject,
            Some(KeyNotAuthorized),
            with_metadata(metadata(&[("a", &key())])),
            of_https_issuer("b"),
        ),
        with(
            "leaves_an_https_issuer_with_two_keys_of_one_name_undecided",
            Undecided,
            Some(KeyUnresolved),
            with_metadata(metadata(&[("b", &other), ("b", &key())])),
            of_https_issuer("b"),
        ),
        with(
            "rejects_an_https_issuer_by_another_key",
            Reject,
            Some(SignatureMismatch),
            with_metadata(metadata(&[("b", &other)])),
            of_https_issuer("b"),
        ),
        // Status lists of tokens.
        place("accepts_a_token_status_that_is_clear", Accept, None, "0"),
        place("rejects_a_token_status_that_is_revoked", Reject, Some(Revoked), "1"),
        place("rejects_a_token_status_that_is_suspended", Reject, Some(Suspended), "2"),
        place("leaves_a_token_status_of_an_application_undecided", Undecided, Some(StatusMessage), "3"),
        place("leaves_a_token_status_beyond_the_registry_undecided", Undecided, Some(StatusMessage), "7"),
        place("rejects_a_token_status_beyond_the_list", Reject, Some(StatusIndexOutOfRange), "8"),
        place("rejects_a_token_status_at_no_place", Reject, Some(StatusEntryMalformed), "-1"),
        vector("leaves_a_token_status_undecided", Undecided, Some(StatusListUnresolved), at_place("0")),
        vector("leaves_a_token_status_of_another_kind_undecided", Undecided, Some(StatusUnsupported), {
            of_claim("status", r#"{"other":{}}"#)
        }),
        bad_list("leaves_a_token_status_list_of_another_place_undecided", Undecided, StatusListForeign, {
            list_with("sub", r#""https://issuer.example/status/2""#)
        }),
        bad_list("leaves_a_token_status_list_of_nobody_s_place_undecided", Undecided, StatusListForeign, {
            list_without("sub")
        }),
        bad_list("leaves_a_token_status_list_that_names_another_issuer_undecided", Undecided, StatusListForeign, {
            list_with("iss", r#""https://other.example""#)
        }),
        lists(list_without("iss"), at_place("0"), "accepts_a_token_status_list_without_iss", Accept, None),
        bad_list("leaves_a_token_status_list_by_another_undecided", Undecided, StatusListForeign, {
            let header = list_header().with("kid", other.public_key().verification_method());
            let part = |object: &Object| base64url(object.to_string().as_bytes());
            let signed = format!("{}.{}", part(&header), part(&list(without("iss"))));
            format!("{signed}.{}", base64url(other.sign(signed.as_bytes()).as_bytes()))
        }),
        bad_list("rejects_a_changed_token_status_list", Reject, StatusListInvalid, {
            let mut parts: Vec<String> = good_list().split('.').map(str::to_owned).collect();
            parts[1] = base64url(list(|list| list.with("iat", 1_767_225_601)).to_string().as_bytes());
            parts.join(".")
        }),
        bad_list("rejects_a_token_status_list_of_alg_none", Reject, StatusListInvalid, {
            raw(&list_header().with("alg", "none"), &list(|list| list))
        }),
        bad_list("rejects_a_token_status_list_of_another_type", Reject, StatusListMalformed, {
            raw(&list_header().with("typ", "jwt"), &list(|list| list))
        }),
        bad_list("rejects_a_token_status_list_that_is_none", Reject, StatusListMalformed, "e30".to_owned()),
        bad_list("rejects_a_token_status_list_without_a_time", Reject, StatusListMalformed, list_without("iat")),
        bad_list("leaves_a_token_status_list_that_expired_undecided", Undecided, StatusListStale, {
            list_with("exp", "1767225601")
        }),
        bad_list("leaves_a_token_status_list_of_the_future_undecided", Undecided, StatusListStale, {
            list_with("iat", "1893456000")
        }),
        bad_list("rejects_a_token_status_list_that_lives_no_time", Reject, StatusListMalformed, list_with("ttl", "0")),
        bad_list("rejects_a_token_status_list_of_three_bits", Reject, StatusListMalformed, {
            list_with("status_list", r#"{"bits":3,"lst":"eNrbuRgAAhcBXQ"}"#)
        }),
        Vector {
            policy: r#"{"maxStatusAgeSeconds":60}"#,
            material: Object::new().with(
                "statusListTokens",
                vec![
                    Object::new()
                        .with("token", good_list())
                        .with("from", LIST)
                        .with("at", "2026-11-23T11:58:00Z")
                        .into(),
                ],
            ),
            ..bad_list("leaves_an_old_token_status_list_undecided", Undecided, StatusListStale, good_list())
        },
        Vector {
            material: Object::new().with(
                "statusListTokens",
                vec![
                    Object::new()
                        .with("token", list_with("ttl", "60"))
                        .with("from", LIST)
                        .with("at", "2026-11-23T11:58:00Z")
                        .into(),
                ],
            ),
            ..bad_list("leaves_a_token_status_list_past_its_ttl_undecided", Undecided, StatusListStale, good_list())
        },
        // Type metadata.
        vector("accepts_type_metadata_that_are_not_at_hand", Accept, Some(ResourceUnresolved), {
            of_claim("vct#integrity", r#""sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=""#)
        }),
        with(
            "accepts_type_metadata_as_the_issuer_saw_them",
            Accept,
            None,
            Object::new().with("resources", vec![resource("YWJj")]),
            of_claim("vct#integrity", r#""sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=""#),
        ),
        with(
            "rejects_type_metadata_that_were_changed",
            Reject,
            Some(ResourceMismatch),
            Object::new().with("resources", vec![resource("YWJk")]),
            of_claim("vct#integrity", r#""sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=""#),
        ),
        vector("rejects_a_digest_of_type_metadata_that_is_none", Reject, Some(DigestMalformed), {
            of_claim("vct#integrity", "7")
        }),
    ]
}

fn resource(base64: &str) -> Value {
    let url = "https://issuer.example/passport";
    Object::new().with("url", url).with("bytes", base64).with("from", url).with("at", NOW).into()
}
