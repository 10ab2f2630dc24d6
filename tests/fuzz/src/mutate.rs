//! Changes in the structure of what was accepted: members moved, copied, taken from other documents; inside tokens too.
//!
//! An input is a program of a few changes: which of our vectors, and what is done to it. Whatever comes out is accepted
//! only where it says what was signed (`known`).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL;
use serde_json::{Value, json};

use crate::Source;
use crate::json::other_reader;
use crate::known::{self, Vector, accepted, assert_verified_well};

/// Names and texts that mean something somewhere.
const WORDS: [&str; 58] = [
    "@context",
    "@id",
    "@type",
    "@value",
    "@graph",
    "@language",
    "@list",
    "@json",
    "@none",
    "id",
    "type",
    "proof",
    "issuer",
    "holder",
    "credentialSubject",
    "credentialStatus",
    "credentialSchema",
    "validFrom",
    "validUntil",
    "issuanceDate",
    "expirationDate",
    "verifiableCredential",
    "relatedResource",
    "termsOfUse",
    "evidence",
    "name",
    "vct",
    "cnf",
    "status",
    "_sd",
    "...",
    "_sd_alg",
    "alg",
    "none",
    "typ",
    "kid",
    "crit",
    "challenge",
    "domain",
    "nonce",
    "aud",
    "created",
    "expires",
    "proofPurpose",
    "authentication",
    "assertionMethod",
    "cryptosuite",
    "eddsa-jcs-2022",
    "eddsa-rdfc-2022",
    "DataIntegrityProof",
    "previousProof",
    "https://www.w3.org/ns/credentials/v2",
    "https://www.w3.org/2018/credentials/v1",
    "VerifiableCredential",
    "VerifiablePresentation",
    "ProofPassBundle",
    "2026-01-01T00:00:00Z",
    "did:example:a",
];

/// The target `mutate`.
pub(crate) fn run(bytes: &[u8]) {
    let mut source = Source::new(bytes);
    let vector = chosen(&mut source);
    let mut options = other_reader(vector.options.to_string().as_bytes()).unwrap_or_default();
    let in_options = source.once_in(5);
    let mut document = vector.document.clone();
    for _ in 0..=source.below(4) {
        if in_options {
            change(&mut source, &mut options);
        } else if let Some(mut value) = other_reader(&document) {
            change(&mut source, &mut value);
            document = value.to_string().into_bytes();
        } else if let Ok(text) = std::str::from_utf8(&document) {
            document = changed_text(&mut source, text).into_bytes();
        } else {
            change_bytes(&mut source, &mut document);
        }
        if source.once_in(12) {
            change_bytes(&mut source, &mut document);
        }
    }
    let options = known::json(options.to_string().as_bytes()).unwrap_or(proofpass::json::Value::Null);
    assert_verified_well(&document, &options);
}

fn chosen(source: &mut Source<'_>) -> &'static Vector {
    source.one_of(accepted())
}

/// A token of our vectors, signed with Ed25519, and in three of four cases changed.
pub(crate) fn changed_token(source: &mut Source<'_>) -> String {
    let is_plain = |text: &&str| text.starts_with("ey") && !text.contains('~');
    let header = |text: &str| text.split('.').next().and_then(|part| BASE64URL.decode(part).ok()).unwrap_or_default();
    let texts = accepted().iter().filter_map(|vector| std::str::from_utf8(&vector.document).ok()).filter(is_plain);
    let of_ed25519 = |text: &&str| String::from_utf8_lossy(&header(text)).contains("did:key:z6Mk");
    let texts: Vec<&str> = texts.map(str::trim).filter(of_ed25519).collect();
    let text = source.one_of(&texts);
    if source.once_in(4) { text.to_owned() } else { changed_text(source, text) }
}

/// Every place in a value, as a pointer.
fn places(value: &Value, at: &str, all: &mut Vec<String>) {
    all.push(at.to_owned());
    match value {
        Value::Array(elements) => {
            elements.iter().enumerate().for_each(|(index, element)| places(element, &format!("{at}/{index}"), all));
        }
        Value::Object(object) => {
            let escaped = |name: &str| name.replace('~', "~0").replace('/', "~1");
            object.iter().for_each(|(name, member)| places(member, &format!("{at}/{}", escaped(name)), all));
        }
        _ => {}
    }
}

fn place(source: &mut Source<'_>, value: &Value) -> String {
    let mut all = Vec::new();
    places(value, "", &mut all);
    all.swap_remove(source.below(all.len()))
}

fn atom(source: &mut Source<'_>) -> Value {
    match source.below(8) {
        0 => Value::Null,
        1 => json!(true),
        2 => json!([]),
        3 => json!({}),
        4 => json!(source.byte()),
        _ => json!(source.one_of(&WORDS)),
    }
}

/// A part of another document that is accepted.
fn graft(source: &mut Source<'_>) -> Value {
    let other = chosen(source);
    let Some(value) = other_reader(&other.document) else {
        return String::from_utf8_lossy(&other.document).into_owned().into();
    };
    let at = place(source, &value);
    value.pointer(&at).cloned().unwrap_or_default()
}

fn change(source: &mut Source<'_>, value: &mut Value) {
    let at = place(source, value);
    let kind = source.below(16);
    if kind <= 1 {
        let Some((parent, name)) = at.rsplit_once('/') else { return };
        let name = name.replace("~1", "/").replace("~0", "~");
        match value.pointer_mut(parent) {
            Some(Value::Object(object)) => {
                let taken = object.remove(&name);
                if let Some(taken) = taken.filter(|_| kind == 1) {
                    object.insert(source.one_of(&WORDS).to_owned(), taken);
                }
            }
            Some(Value::Array(elements)) => {
                let index = name.parse().unwrap_or(0);
                let element = elements.remove(index);
                if kind == 1 {
                    elements.extend([element.clone(), element]);
                }
            }
            _ => {}
        }
        return;
    }
    let other_place = place(source, value);
    let other = value.pointer(&other_place).cloned().unwrap_or_default();
    let Some(found) = value.pointer_mut(&at) else { return };
    match kind {
        2 | 3 => *found = atom(source),
        4 => *found = graft(source),
        5 => {
            let before = std::mem::replace(found, other);
            if let Some(other) = value.pointer_mut(&other_place) {
                *other = before;
            }
        }
        6 => *found = other,
        7 => *found = json!([found.take()]),
        8 => {
            if let Value::Array(elements) = found {
                elements.reverse();
                elements.truncate(4);
            }
        }
        9 => {
            let inserted = if source.once_in(2) { graft(source) } else { atom(source) };
            match found {
                Value::Object(object) => drop(object.insert(source.one_of(&WORDS).to_owned(), inserted)),
                Value::Array(elements) => elements.insert(source.below(elements.len() + 1), inserted),
                scalar => *scalar = json!([scalar.take(), inserted]),
            }
        }
        10 => {
            // A proof more, or the same one twice.
            if let Value::Object(object) = value {
                let proof = if source.once_in(2) { graft(source) } else { other };
                let proofs = object.entry("proof").or_insert(Value::Null);
                *proofs = match proofs.take() {
                    Value::Array(mut all) => {
                        all.push(proof);
                        all.into()
                    }
                    single => json!([single, proof]),
                };
            }
        }
        11 => {
            let inner = value.take();
            *value = match source.below(4) {
                0 => json!({"type": "ProofPassBundle", "version": 1, "credentials": [inner]}),
                1 => {
                    json!({"@context": "https://www.w3.org/ns/credentials/v2", "type": "VerifiablePresentation", "verifiableCredential": inner})
                }
                2 => {
                    json!({"type": "ProofPassEvidence", "version": 1, "gatheredAt": "2026-11-23T12:00:00Z", "bundle": inner, "material": {}})
                }
                _ => {
                    json!({"@context": ["https://www.w3.org/ns/credentials/v2"], "type": "VerifiableCredential", "credentialSubject": inner})
                }
            };
        }
        12 => {
            if let Value::Number(number) = found {
                let number = number.as_f64().unwrap_or(0.0);
                *found = json!(source.one_of(&[-number, number + 1.0, number * 10.0, number.trunc(), 0.0]));
            }
        }
        _ => {
            if let Value::String(text) = found {
                *text = changed_text(source, text);
            }
        }
    }
}

/// Text, changed: inside the parts of a token where it has some, else a letter of it.
fn changed_text(source: &mut Source<'_>, text: &str) -> String {
    let separator = |letter: char| matches!(letter, '.' | '~' | ',');
    let parts: Vec<&str> = text.split_inclusive(separator).collect();
    let at = source.below(parts.len().max(1));
    if parts.len() > 2 && !source.once_in(3) {
        let part = parts[at];
        let digits = part.trim_end_matches(separator);
        let inner = BASE64URL.decode(digits).ok().and_then(|bytes| other_reader(&bytes));
        let changed = match inner {
            Some(mut inner) => {
                change(source, &mut inner);
                BASE64URL.encode(inner.to_string())
            }
            None => graft(source).as_str().unwrap_or_default().to_owned(),
        };
        let end = &part[digits.len()..];
        return match source.below(6) {
            0 => [&parts[..at], &parts[at + 1..]].concat().concat(),
            1 => [&parts[..=at], &parts[at..]].concat().concat(),
            _ => format!("{}{changed}{end}{}", parts[..at].concat(), parts[at + 1..].concat()),
        };
    }
    let mut letters: Vec<char> = text.chars().collect();
    let at = source.below(letters.len().max(1));
    match source.below(6) {
        0 => letters.truncate(at),
        1 => letters.insert(at.min(letters.len()), char::from(source.byte())),
        2 => letters.extend(source.one_of(&WORDS).chars()),
        3 => letters.iter_mut().for_each(|letter| *letter = letter.to_ascii_uppercase()),
        _ => {
            if let Some(letter) = letters.get_mut(at) {
                *letter = char::from(b'0' + source.byte() % 75);
            }
        }
    }
    letters.into_iter().collect()
}

fn change_bytes(source: &mut Source<'_>, bytes: &mut Vec<u8>) {
    let at = source.below(bytes.len().max(1));
    match source.below(4) {
        0 => bytes.truncate(at),
        1 => bytes.insert(at.min(bytes.len()), source.byte()),
        _ => {
            if let Some(byte) = bytes.get_mut(at) {
                *byte ^= 1 << source.below(8);
            }
        }
    }
}

pub(crate) fn seeds() -> Vec<Vec<u8>> {
    // Each vector, each kind of change, at some places.
    let vectors = u8::try_from(accepted().len()).unwrap_or(u8::MAX);
    let programs =
        (0..vectors).flat_map(|vector| (0..16).map(move |kind| vec![vector, 0, 0, vector / 3 + kind, kind, 9, 1, 7]));
    let options = (0..vectors).map(|vector| vec![vector, 4, 2, 17, 6, 3, 30, 2, 8, 1, 1]);
    programs.chain(options).collect()
}
