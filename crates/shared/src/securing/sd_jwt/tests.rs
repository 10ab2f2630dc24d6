use super::disclosure::digest;
use super::*;
use crate::json::{Limits, parse};
use crate::multibase::encode_base64url_digits;

fn disclosure(text: &str) -> String {
    encode_base64url_digits(text.as_bytes())
}

fn digest_of(text: &str) -> String {
    digest(HashAlgorithm::Sha256, &disclosure(text))
}

/// An SD-JWT of any payload, each `{}` in it the digest of the next disclosure.
fn token(payload: &str, disclosures: &[&str]) -> String {
    token_with(payload, disclosures, disclosures)
}

/// The same with other disclosures than those that it names.
fn token_with(payload: &str, named: &[&str], shown: &[&str]) -> String {
    let mut payload = payload.to_owned();
    for text in named {
        payload = payload.replacen("{}", &digest_of(text), 1);
    }
    let mut token = format!("eyJhbGciOiJFUzI1NiJ9.{}.AA~", disclosure(&payload));
    for text in shown {
        token.push_str(&disclosure(text));
        token.push('~');
    }
    token
}

fn claims(text: &str) -> Result<String, SdJwtError> {
    SdJwt::parse(text).map(|(_, claims)| claims.to_string())
}

/// RFC 9901 §4.2.1 and §4.2.3: a disclosure and its digest.
#[test]
fn hashes_disclosures_as_the_rfc_does() {
    let given = "WyI2cU1RdlJMNWhhaiIsICJmYW1pbHlfbmFtZSIsICJNw7ZiaXVzIl0";
    assert_eq!(digest(HashAlgorithm::Sha256, given), "uutlBuYeMDyjLLTpf6Jxi7yNkEF35jdyWMn9U7b_RYY");
    let element = "WyJsa2x4RjVqTVlsR1RQVW92TU5JdkNBIiwgIkZSIl0";
    assert_eq!(digest(HashAlgorithm::Sha256, element), "w0I8EKcdCtUPkGCNUrfwVp2xEgNjtoIDlOxc9-PlOhs");
}

#[test]
fn puts_what_is_disclosed_in_its_place() {
    for (payload, disclosures, expected) in [
        (r#"{"a":1}"#, &[][..], r#"{"a":1}"#),
        (r#"{"a":1,"_sd":["{}"]}"#, &[r#"["s","b",2]"#], r#"{"a":1,"b":2}"#),
        (r#"{"_sd":["unknown","{}"]}"#, &[r#"["s","b",{"c":null}]"#], r#"{"b":{"c":null}}"#),
        (r#"{"_sd":[],"_sd_alg":"sha-256"}"#, &[], "{}"),
        (r#"{"a":[{"...":"{}"},{"...":"unknown"},7]}"#, &[r#"["s",[8]]"#], r#"{"a":[[8],7]}"#),
        (r#"{"a":[{"...":"unknown"}]}"#, &[], r#"{"a":[]}"#),
        (r#"{"a":{"b":[{"_sd":["{}"]}]}}"#, &[r#"["s","x",true]"#], r#"{"a":{"b":[{"x":true}]}}"#),
        // White space, and any text as a salt.
        (r#"{"_sd":["{}"]}"#, &["[ \"\" , \"b\",\n2 ]"], r#"{"b":2}"#),
    ] {
        assert_eq!(claims(&token(payload, disclosures)).as_deref(), Ok(expected), "{payload}");
    }
    // One inside another (§4.2.6).
    let inner = r#"["s","street","Main"]"#;
    let outer = format!(r#"["s","address",{{"_sd":["{}"]}}]"#, digest_of(inner));
    let payload = r#"{"_sd":["{}"]}"#;
    let both = token_with(payload, &[&outer], &[inner, &outer]);
    assert_eq!(claims(&both).as_deref(), Ok(r#"{"address":{"street":"Main"}}"#));
    let one = token(payload, &[&outer]);
    assert_eq!(claims(&one).as_deref(), Ok(r#"{"address":{}}"#));
    assert_eq!(SdJwt::parse(&one).unwrap().0.undisclosed, 1);
    // The inner one alone hangs in the air.
    assert_eq!(claims(&token_with(payload, &[&outer], &[inner])), Err(SdJwtError::Disclosure));
}

#[test]
fn hashes_by_the_algorithm_that_the_token_names() {
    for (name, hash) in
        [("sha-256", HashAlgorithm::Sha256), ("sha-384", HashAlgorithm::Sha384), ("sha-512", HashAlgorithm::Sha512)]
    {
        let shown = disclosure(r#"["s","b",2]"#);
        let payload = format!(r#"{{"_sd":["{}"],"_sd_alg":"{name}"}}"#, digest(hash, &shown));
        let text = format!("eyJhbGciOiJFUzI1NiJ9.{}.AA~{shown}~", disclosure(&payload));
        assert_eq!(claims(&text).as_deref(), Ok(r#"{"b":2}"#), "{name}");
    }
    for name in ["md5", "sha-1", "sha-256-128", "SHA-256", ""] {
        let text = token(&format!(r#"{{"_sd_alg":"{name}"}}"#), &[]);
        assert_eq!(claims(&text), Err(SdJwtError::Unsupported), "{name}");
    }
    assert_eq!(claims(&token(r#"{"_sd_alg":1}"#, &[])), Err(SdJwtError::Malformed));
}

#[test]
fn refuses_what_the_rfc_forbids() {
    let b = r#"["s","b",2]"#;
    for (why, text) in [
        ("no digest", token_with("{}", &[], &[b])),
        ("twice", token_with(r#"{"_sd":["{}"]}"#, &[b], &[b, b])),
        (
            "its digest twice in one list",
            token(r#"{"_sd":["{}","{}"]}"#, &[b, b]).replacen(&format!("~{}~", disclosure(b)), "~", 1),
        ),
        ("a decoy twice", token(r#"{"_sd":["x","x"]}"#, &[])),
        ("a decoy in two places", token(r#"{"_sd":["x"],"a":[{"...":"x"}]}"#, &[])),
        ("the name is taken", token(r#"{"b":1,"_sd":["{}"]}"#, &[b])),
        ("two of one name", token(r#"{"_sd":["{}","{}"]}"#, &[b, r#"["t","b",3]"#])),
        ("two elements for a member", token(r#"{"_sd":["{}"]}"#, &[r#"["s",2]"#])),
        ("four elements", token(r#"{"_sd":["{}"]}"#, &[r#"["s","b",2,3]"#])),
        ("three elements for an element", token(r#"{"a":[{"...":"{}"}]}"#, &[b])),
        ("a name that is no text", token(r#"{"_sd":["{}"]}"#, &[r#"["s",1,2]"#])),
        ("a salt that is no text", token(r#"{"_sd":["{}"]}"#, &[r#"[1,"b",2]"#])),
        ("the name _sd", token(r#"{"_sd":["{}"]}"#, &[r#"["s","_sd",["x"]]"#])),
        ("the name ...", token(r#"{"_sd":["{}"]}"#, &[r#"["s","...","x"]"#])),
        ("the name _sd_alg", token(r#"{"_sd":["{}"]}"#, &[r#"["s","_sd_alg","md5"]"#])),
        ("an object", token(r#"{"_sd":["{}"]}"#, &[r#"{"b":2}"#])),
        ("no JSON", token(r#"{"_sd":["{}"]}"#, &["[\"s\",\"b\",2"])),
        ("a name twice in it", token(r#"{"_sd":["{}"]}"#, &[r#"["s","b",{"c":1,"c":2}]"#])),
        ("_sd that is no list", token(r#"{"_sd":"x"}"#, &[])),
        ("_sd of numbers", token(r#"{"_sd":[1]}"#, &[])),
        ("... beside something", token(r#"{"a":[{"...":"x","b":1}]}"#, &[])),
        ("... in no list", token(r#"{"a":{"...":"x"}}"#, &[])),
        ("... that is no text", token(r#"{"a":[{"...":1}]}"#, &[])),
        ("_sd_alg further down", token(r#"{"a":{"_sd_alg":"sha-256"}}"#, &[])),
        ("no digits", token(r#"{"a":1}"#, &[]) + "~"),
    ] {
        assert_eq!(claims(&text), Err(SdJwtError::Disclosure), "{why}: {text}");
    }
    let good = token(r#"{"_sd":["{}"]}"#, &[b]);
    for (why, text) in [
        ("no tilde", good.split('~').next().unwrap().to_owned()),
        ("no last tilde", good.trim_end_matches('~').to_owned()),
        ("key binding that is no token", format!("{good}e30")),
        ("nothing", "~".to_owned()),
        ("no signature", good.replacen(".AA~", "~", 1)),
    ] {
        assert_eq!(claims(&text), Err(SdJwtError::Malformed), "{why}");
    }
    let critical = good.replacen("eyJhbGciOiJFUzI1NiJ9", "eyJhbGciOiJFUzI1NiIsImNyaXQiOlsieCJdfQ", 1);
    assert_eq!(claims(&critical), Err(SdJwtError::Unsupported));
}

#[test]
fn nests_no_deeper_than_a_document() {
    let nested = |depth: usize| {
        let mut inner = r#"["s","a",1]"#.to_owned();
        let mut shown = vec![inner.clone()];
        for _ in 1..depth {
            inner = format!(r#"["s","a",{{"_sd":["{}"]}}]"#, digest_of(&inner));
            shown.push(inner.clone());
        }
        let shown: Vec<&str> = shown.iter().map(String::as_str).collect();
        claims(&token_with(r#"{"_sd":["{}"]}"#, &[&inner], &shown)).map(|_| ())
    };
    assert_eq!(nested(Limits::DOCUMENT.depth), Ok(()));
    assert_eq!(nested(Limits::DOCUMENT.depth + 1), Err(SdJwtError::Disclosure));
    // Values count together, like those of one document: here each disclosure alone would do.
    let many = format!(r#"["s",[{}]]"#, vec!["1"; 200_000].join(","));
    let other = many.replacen("\"s\"", "\"t\"", 1);
    let third = many.replacen("\"s\"", "\"u\"", 1);
    let payload = r#"{"a":[{"...":"{}"},{"...":"{}"},{"...":"{}"}]}"#;
    assert_eq!(claims(&token(payload, &[&many, &other, &third])), Err(SdJwtError::Disclosure));
}

#[test]
fn no_holder_hides_what_every_verifier_needs() {
    for (name, value) in [
        ("iss", r#""https://a.example""#),
        ("nbf", "1"),
        ("exp", "1"),
        ("cnf", "{}"),
        ("vct#integrity", r#""x""#),
        ("aka_vcts", "[]"),
        ("status", "{}"),
    ] {
        let shown = format!(r#"["s","{name}",{value}]"#);
        let text = token(r#"{"vct":"a","_sd":["{}"]}"#, &[&shown]);
        assert_eq!(claims(&text), Err(SdJwtError::Disclosure), "{name}");
    }
    let part = token(r#"{"vct":"a","cnf":{"_sd":["{}"]}}"#, &[r#"["s","jwk",{}]"#]);
    assert_eq!(claims(&part), Err(SdJwtError::Disclosure));
    let hidden = token(r#"{"vct":"a","status":{"_sd":["x"]}}"#, &[]);
    assert_eq!(claims(&hidden), Err(SdJwtError::Disclosure));
    let free = token(r#"{"vct":"a","_sd":["{}","{}"]}"#, &[r#"["s","sub","x"]"#, r#"["s","iat",1]"#]);
    assert_eq!(claims(&free).as_deref(), Ok(r#"{"vct":"a","sub":"x","iat":1}"#));
}

#[test]
fn reads_the_json_serialization() {
    let object = |text: &str| match parse(text.as_bytes(), &Limits::DOCUMENT).unwrap() {
        Value::Object(object) => object,
        other => panic!("{other}"),
    };
    let flat = object(
        r#"{"payload":"p","protected":"h","signature":"s","header":{"disclosures":["a","b"],"kb_jwt":"x.y.z"}}"#,
    );
    assert_eq!(compact(&flat).as_deref(), Some("h.p.s~a~b~x.y.z"));
    let general =
        object(r#"{"payload":"p","signatures":[{"protected":"h","signature":"s","header":{"disclosures":[]}}]}"#);
    assert_eq!(compact(&general).as_deref(), Some("h.p.s~"));
    for text in [
        r#"{"payload":"p","protected":"h","signature":"s"}"#,
        r#"{"payload":"p","protected":"h","signature":"s","header":{}}"#,
        r#"{"payload":"p","protected":"h","signature":"s","header":{"disclosures":[1]}}"#,
        r#"{"payload":"p","signatures":[]}"#,
        r#"{"payload":"p","signatures":[{"protected":"h","signature":"s","header":{"disclosures":[]}},{}]}"#,
        r#"{"protected":"h","signature":"s","header":{"disclosures":[]}}"#,
    ] {
        assert_eq!(compact(&object(text)), None, "{text}");
    }
}

#[cfg(feature = "issue")]
mod issued {
    use super::super::issue::*;
    use super::*;
    use crate::json::Pointer;
    use crate::key::SigningKey;
    use crate::time::Timestamp;

    fn pointers(texts: &[&str]) -> Vec<Pointer> {
        texts.iter().map(|text| Pointer::parse(text).unwrap()).collect()
    }

    fn issue(frame: &Frame) -> Result<String, FrameError> {
        let claims =
            parse(br#"{"vct":"t","iss":"did:example:a","a":{"b":[1,2,{"c":3}]},"d~/":4,"e":5}"#, &Limits::DOCUMENT);
        let Ok(Value::Object(claims)) = claims else { panic!() };
        let key = SigningKey::from_seed(&[1; 32]);
        let holder = SigningKey::from_seed(&[2; 32]).public_key();
        let public = key.public_key();
        let options = SdJwtOptions { holder: Some(&holder), ..SdJwtOptions::new(&public) };
        let mut salt = [0; 16];
        let mut next = || {
            salt[0] += 1;
            salt
        };
        PreparedSdJwt::sd_jwt_vc(claims, frame, &options, &mut next).map(|token| token.signed_by(&key).unwrap())
    }

    #[test]
    fn a_holder_shows_what_they_choose() {
        let frame = Frame::new(pointers(&["/a", "/a/b/0", "/a/b/2", "/a/b/2/c", "/d~0~1"]), 3);
        let text = issue(&frame).unwrap();
        let (whole, all) = SdJwt::parse(&text).unwrap();
        assert_eq!(all.get("a").unwrap().to_string(), r#"{"b":[1,2,{"c":3}]}"#);
        assert_eq!(all.get("d~/").unwrap().to_string(), "4");
        // Three decoys where something is concealed: at the top, in the list, in its last element.
        assert_eq!(whole.undisclosed, 9);

        let holding = Holding::parse(&text).unwrap();
        let mut places: Vec<&str> = holding.claims().map(Pointer::as_str).collect();
        places.sort_unstable();
        assert_eq!(places, ["/a", "/a/b/0", "/a/b/2", "/a/b/2/c", "/d~0~1"]);
        let shown = holding.show(&pointers(&["/a/b/2/c"])).unwrap();
        let (token, claims) = SdJwt::parse(&shown).unwrap();
        assert_eq!(claims.get("a").unwrap().to_string(), r#"{"b":[2,{"c":3}]}"#);
        assert_eq!((claims.get("d~/"), token.undisclosed), (None, 11));
        assert_eq!(SdJwt::parse(&holding.show(&[]).unwrap()).unwrap().1.get("a"), None);
        let unknown = pointers(&["/e"]);
        assert_eq!(holding.show(&unknown), Err(HoldingError::NoSuchClaim(unknown[0].clone())));
    }

    #[test]
    fn a_holder_binds_with_the_confirmed_key_alone() {
        let holding = Holding::parse(&issue(&Frame::new(pointers(&["/e"]), 0)).unwrap()).unwrap();
        let options = KeyBindingOptions { audience: "a", nonce: "n", issued_at: Timestamp::MAX };
        let key = SigningKey::from_seed(&[2; 32]);
        let bound = holding.bind(&pointers(&["/e"]), &key.public_key(), &options).unwrap();
        let text = bound.signed_by(&key).unwrap();
        let (token, _) = SdJwt::parse(&text).unwrap();
        let binding = token.binding.as_ref().unwrap();
        assert_eq!(binding.claims.get("sd_hash").unwrap().as_str(), Some(token.hash().as_str()));
        assert!(binding.token.is_by(&key.public_key()));
        assert_eq!(Holding::parse(&text).err(), Some(SdJwtError::Malformed), "another holder's");
        let other = SigningKey::from_seed(&[3; 32]).public_key();
        assert_eq!(holding.bind(&[], &other, &options).err(), Some(HoldingError::OtherKey));
    }

    #[test]
    fn refuses_frames_that_do_not_fit() {
        for (place, error) in [
            ("/vct", FrameError::MustBeDisclosed(pointers(&["/vct"])[0].clone())),
            ("/cnf/jwk", FrameError::MustBeDisclosed(pointers(&["/cnf/jwk"])[0].clone())),
            ("/x", FrameError::NoSuchClaim(pointers(&["/x"])[0].clone())),
            ("/a/b/3", FrameError::NoSuchClaim(pointers(&["/a/b/3"])[0].clone())),
            ("", FrameError::NoSuchClaim(pointers(&[""])[0].clone())),
        ] {
            assert_eq!(issue(&Frame::new(pointers(&[place]), 0)), Err(error), "{place}");
        }
    }
}
