//! What has been tried on readers of tokens elsewhere: Wycheproof's signatures and keys, and recipes of our own.

use proofpass::json::{Object, Value};
use proofpass::key::{KeyType, PublicKey, SigningKey};
use proofpass::multibase::decode_base64url;
use proofpass::time::Timestamp;
use proofpass::verify::{Check, CheckName, Code, Material, Outcome, Policy, Verdict, verify_bytes};

use crate::object;
use crate::own::{NOW, key, unsigned};
use crate::third_party::{folder, report, text_of};
use crate::tokens::{base64url, raw};

fn verdict(document: &[u8]) -> (Verdict, Option<Code>) {
    let now = Timestamp::parse(NOW).unwrap();
    let report = verify_bytes(document, &Material::default(), &Policy::default(), now);
    let code = report.checks().find(|check| check.name() == CheckName::Proof).map(Check::code);
    (report.verdict(), code)
}

/// The keys of a group: one, or a set.
fn keys(group: &Object) -> Vec<Object> {
    let halves = ["public", "private"].into_iter().filter_map(|name| group.get(name)?.as_object());
    halves
        .flat_map(|key| match key.get("keys") {
            Some(keys) => keys.as_set().iter().filter_map(Value::as_object).cloned().collect(),
            None => vec![key.clone()],
        })
        .collect()
}

/// A signature in compact form under a key, with nothing of ours but its readers of base64url, keys and signatures.
fn is_signed(token: &str, key: &PublicKey) -> bool {
    let parts: Vec<&str> = token.split('.').collect();
    let [header, payload, signature] = parts.as_slice() else { return false };
    let bytes = |part: &str| decode_base64url(&format!("u{part}")).ok();
    let (Some(header_bytes), Some(_), Some(signature)) = (bytes(header), bytes(payload), bytes(signature)) else {
        return false;
    };
    let header_text = String::from_utf8_lossy(&header_bytes).replace(' ', "");
    let algorithm = match key.key_type() {
        KeyType::P256 => r#""alg":"ES256""#,
        KeyType::P384 => r#""alg":"ES384""#,
        _ => r#""alg":"EdDSA""#,
    };
    header_text.contains(algorithm) && key.verify(format!("{header}.{payload}").as_bytes(), &signature.into()).is_ok()
}

#[test]
fn wycheproof_signatures_and_keys_of_jose() {
    let Some(folder) = folder("wycheproof/testvectors_v1") else { return };
    for (file, expected) in
        [("json_web_signature_test.json", 401), ("json_web_key_test.json", 26), ("json_web_crypto_test.json", 83)]
    {
        let file_object = object(&std::fs::read(folder.join(file)).unwrap());
        let (mut seen, mut judged) = (0, 0);
        for group in file_object.get("testGroups").and_then(Value::as_array).unwrap() {
            let group = group.as_object().unwrap();
            let read: Vec<(Object, Option<PublicKey>)> =
                keys(group).into_iter().map(|key| (key.clone(), PublicKey::from_jwk(&key).ok())).collect();
            for (jwk, key) in &read {
                // What holds a private half, and what is no key for signatures, is none.
                let is_private = ["d", "k", "p"].iter().any(|name| jwk.get(name).is_some());
                assert!(key.is_none() || !is_private, "{jwk}");
                let is_ours = matches!(jwk.get("crv").and_then(Value::as_str), Some("P-256" | "P-384" | "Ed25519"));
                assert!(key.is_none() || is_ours, "{jwk}");
            }
            for test in group.get("tests").and_then(Value::as_array).unwrap() {
                seen += 1;
                let entry = test.as_object().unwrap();
                let token = ["jws", "jwe"].iter().find_map(|name| entry.get(name));
                let Some(token) = token else { panic!("{test}") };
                let text = token.as_str().map_or_else(|| token.to_string(), str::to_owned);
                // As a document none is accepted, whoever signed it: their payload is no credential.
                assert_ne!(verdict(text.as_bytes()).0, Verdict::Accept, "{test}");
                // As a signature those of our algorithms have the verdict of their authors. A set of several keys is
                // ambiguous to them; here a header names its key.
                let public = read.iter().filter_map(|(_, key)| key.as_ref()).collect::<Vec<_>>();
                if let ([key], true) = (public.as_slice(), read.len() <= 2 && text.matches('.').count() >= 1) {
                    let valid = text_of(test, "result") == "valid";
                    assert!(!is_signed(&text, key) || valid, "{test}");
                    assert!(is_signed(&text, key) || !valid || file != "json_web_signature_test.json", "{test}");
                    judged += 1;
                }
            }
        }
        assert_eq!(seen, expected, "{file}");
        println!("{file}: {seen} cases, {judged} of them under a key of ours");
        report(&format!("Wycheproof {}", file.trim_end_matches("_test.json")), seen, 0, 0);
    }
}

fn claims() -> Object {
    unsigned(r#"{"id":"https://example.com/products/1"}"#).with("issuer", key().public_key().did_key())
}

fn header() -> Object {
    Object::new().with("alg", "EdDSA").with("typ", "vc+jwt").with("kid", key().public_key().verification_method())
}

/// Headers that ask a reader for something, each signed: by our key where the attack is another, else by nobody.
fn headers() -> Vec<Object> {
    let own = key().public_key().did_key();
    let mut headers = Vec::new();
    // Names of algorithms in all the ways to write none.
    for name in ["none", "None", "NONE", "nOnE", "", " ", "null", "HS256", "HS384", "HS512", "hs256", "dir", "A128GCM"]
    {
        headers.push(header().with("alg", name));
    }
    for name in [
        "eddsa",
        "EDDSA",
        "EdDSA ",
        " EdDSA",
        "EdDSA\u{0}",
        "Ed25519ph",
        "Ed448",
        "ES256",
        "ES384",
        "ES512",
        "ES256K",
        "RS256",
        "PS256",
    ] {
        headers.push(header().with("alg", name));
    }
    for value in [Value::Null, true.into(), 1.into(), vec![Value::from("EdDSA")].into(), Object::new().into()] {
        headers.push(header().with("alg", value.clone()));
        headers.push(header().with("kid", value.clone()));
        headers.push(header().with("typ", value.clone()));
        headers.push(header().with("crit", value.clone()));
        headers.push(header().with("b64", value));
    }
    // Keys that are named by a path, a query, a place of somebody else's, or at great length.
    let long = "A".repeat(100_000);
    for name in [
        "../../../../dev/null",
        "/dev/null",
        "file:///etc/passwd",
        "C:\\windows\\win.ini",
        "key' or '1'='1",
        "key'; drop table keys; --",
        "key\" union select 'secret' --",
        "$(id)",
        "`id`",
        "| id",
        "http://127.0.0.1/keys",
        "https://169.254.169.254/latest#k",
        "https://a.example/keys.json#k",
        "did:web:a.example#k",
        "did:web:127.0.0.1#k",
        "did:web:a.example:..:..:x#k",
        "did:key:z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2#z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2",
        "did:jwk:e30#0",
        "\u{0}",
        "\u{202e}yek",
        "__proto__",
        "constructor",
        long.as_str(),
    ] {
        headers.push(header().with("kid", name));
    }
    headers.push(header().with("kid", format!("{own}#")));
    headers.push(header().with("kid", format!("{own}#other")));
    headers.push(header().with("kid", format!("{own}?x#{}", &own["did:key:".len()..])));
    headers.push(header().with("kid", format!("{own}/x#{}", &own["did:key:".len()..])));
    // What must be understood, and parts of other kinds of tokens.
    for (name, value) in [
        ("crit", r#"["exp"]"#),
        ("crit", r#"["b64"]"#),
        ("crit", "[]"),
        ("b64", "false"),
        ("typ", r#""JWE""#),
        ("typ", r#""at+jwt""#),
        ("typ", r#""vp+jwt""#),
        ("typ", r#""kb+jwt""#),
        ("typ", r#""statuslist+jwt""#),
        ("typ", r#""dc+sd-jwt""#),
    ] {
        let value = proofpass::json::parse(value.as_bytes(), &proofpass::json::Limits::DOCUMENT).unwrap();
        headers.push(header().with(name, value));
    }
    headers
}

/// Claims that a reader may take for something else.
fn odd_claims() -> Vec<(&'static str, &'static str)> {
    let mut all = Vec::new();
    for name in ["exp", "nbf", "iat"] {
        for value in ["\"1\"", "\"never\"", "null", "[]", "{}", "true", "-1", "1e308", "-1e308", "253402300800"] {
            all.push((name, value));
        }
    }
    for name in ["iss", "sub", "jti"] {
        for value in ["\"did:example:other\"", "1", "null", "[]", "\"\"", "{\"id\":\"did:example:a\"}"] {
            all.push((name, value));
        }
    }
    all.extend([
        ("exp", "0"),
        ("exp", "1767225600"),
        ("nbf", "4102444800"),
        ("vc", "{}"),
        ("vp", "{}"),
        ("validUntil", "\"2026-02-01T00:00:00Z\""),
    ]);
    all
}

#[test]
fn no_recipe_against_tokens_works() {
    let mut tried = 0;
    let mut refuse = |token: &str, what: &str| {
        tried += 1;
        let (verdict, code) = verdict(token.as_bytes());
        assert_ne!(verdict, Verdict::Accept, "{what:.200}");
        assert!(code.is_none_or(|code| code != Code::SignatureValid) || verdict == Verdict::Reject, "{what:.200}");
    };
    let good = raw(&header(), &claims());
    assert_eq!(verdict(good.as_bytes()), (Verdict::Accept, Some(Code::SignatureValid)));
    let (signed, signature) = good.rsplit_once('.').unwrap();
    let (head, payload) = signed.split_once('.').unwrap();
    for header in headers() {
        // Signed by whom the issuer is, where that is not the point.
        let token = raw(&header, &claims());
        refuse(&token, &header.to_string());
        // And with the signature of the good token, and without one.
        let unsigned = token.rsplit_once('.').unwrap().0;
        refuse(&format!("{unsigned}.{signature}"), &header.to_string());
        refuse(&format!("{unsigned}."), &header.to_string());
    }
    for (name, value) in odd_claims() {
        let value = proofpass::json::parse(value.as_bytes(), &proofpass::json::Limits::DOCUMENT).unwrap();
        // When it was issued says nothing that is checked here: that alone may be odd.
        let token = raw(&header(), &claims().with(name, value.clone()));
        if name != "iat" {
            refuse(&token, &format!("{name}: {value}"));
        }
    }
    // Parameters of encryption mean nothing in a signature, and are passed over (RFC 7515 §4): with another's signature they
    // change nothing.
    for (name, value) in [("enc", "A256GCM"), ("zip", "DEF"), ("cty", "JWT"), ("epk", "x"), ("apu", "x"), ("p2c", "1")]
    {
        let unsigned = raw(&header().with(name, value), &claims());
        let unsigned = unsigned.rsplit_once('.').unwrap().0;
        refuse(&format!("{unsigned}.{signature}"), name);
        refuse(&format!("{unsigned}."), name);
    }
    // A key that the token brings along signed it; `kid` names the issuer's.
    let other = SigningKey::from_seed(&[9; 32]);
    let jwk = other.public_key().to_jwk();
    let set = Object::new().with("keys", vec![Value::from(jwk.clone())]);
    for (name, value) in [
        ("jwk", Value::from(jwk)),
        ("jwks", set.into()),
        ("jku", "https://a.example/keys".into()),
        ("x5u", "https://a.example/certificate".into()),
        ("x5c", vec![Value::from("MIIB")].into()),
    ] {
        let header = header().with(name, value);
        let signed =
            format!("{}.{}", base64url(header.to_string().as_bytes()), base64url(claims().to_string().as_bytes()));
        let signature = base64url(other.sign(signed.as_bytes()).as_bytes());
        refuse(&format!("{signed}.{signature}"), name);
    }
    // The public key as a shared secret is what `HS256` asks for; the list of algorithms refuses it unseen (above). Parts
    // missing, more of them, in another order, padded, in the other alphabet, with space between.
    let padded = |part: &str| format!("{part}=");
    for text in [
        format!("{head}.{payload}"),
        format!("{head}..{signature}"),
        format!(".{payload}.{signature}"),
        format!("{payload}.{head}.{signature}"),
        format!("{good}.{signature}"),
        format!("{good}.."),
        format!("{good}~"),
        format!("{good}~~"),
        format!("{}.{payload}.{signature}", padded(head)),
        format!("{head}.{}.{signature}", padded(payload)),
        format!("{head}.{payload}.{}", padded(signature)),
        format!("{head}.{payload}.{}", signature.replace(['-', '_'], "+")),
        format!("{head} .{payload}.{signature}"),
        format!("{head}.{payload}\n.{signature}"),
        format!("{head}.{payload}.{signature}{signature}"),
        format!("{head}.{payload}.{}", &signature[..signature.len() - 1]),
        format!("{head}.{payload}.{}", "A".repeat(86)),
        format!("\"{good}\""),
        format!("Bearer {good}"),
        format!("{{\"payload\":\"{payload}\",\"protected\":\"{head}\",\"signature\":\"{signature}\"}}"),
        format!("{{\"payload\":\"{payload}\",\"signatures\":[]}}"),
    ] {
        refuse(&text, &text);
    }
    println!("{tried} tokens");
    assert!(tried >= 250, "{tried}");
}

/// The outcome of the odd claim that is allowed: said to be read, and nothing else.
#[test]
fn when_a_token_was_issued_decides_nothing() {
    for value in ["1767225600", "\"never\"", "null"] {
        let value = proofpass::json::parse(value.as_bytes(), &proofpass::json::Limits::DOCUMENT).unwrap();
        let (_, code) = verdict(raw(&header(), &claims().with("iat", value)).as_bytes());
        assert_eq!(code.map(Code::outcome), Some(Outcome::Pass));
    }
}
