//! What a verification costs, and what its parts do: `cargo bench -p proofpass`.
//!
//! `floor` is the least any verifier of `eddsa-jcs-2022` must do: parse, canonicalize, hash twice, one Ed25519
//! verification. `verify_bytes` beside it shows what the checks, the report and its JSON add.

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use proofpass::credential::UnsignedCredential;
use proofpass::digest::Digest;
use proofpass::jcs::canonicalize;
use proofpass::json::{Limits, Object, Value, parse};
use proofpass::jsonld::{Loaded, Options, bundled, to_rdf};
use proofpass::key::SigningKey;
use proofpass::rdf::HashAlgorithm;
use proofpass::securing::data_integrity::{Prepared, ProofOptions, Suite};
use proofpass::time::Timestamp;
use proofpass::verify::{Material, Policy, Verdict, verify_bytes};
use std::hint::black_box;

/// A signed credential with this many claims of about 60 bytes, all of them defined.
fn credential(claims: usize, suite: Suite) -> (String, SigningKey, Timestamp) {
    let key = SigningKey::from_seed(&[42; 32]);
    let now = Timestamp::parse("2026-11-23T12:00:00Z").expect("a time");
    let mut subject = Object::new().with("id", "did:example:subject");
    for n in 0..claims {
        let claim = Object::new().with("name", format!("claim number {n}")).with("measured", 7).with("unit", "kg");
        subject.insert(format!("claim{n}"), claim);
    }
    let vocabulary = Object::new().with("@vocab", "https://example.com/vocabulary#");
    let unsigned = Object::new()
        .with("@context", vec![Value::from("https://www.w3.org/ns/credentials/v2"), vocabulary.into()])
        .with("type", vec![Value::from("VerifiableCredential")])
        .with("issuer", key.public_key().did_key())
        .with("credentialSubject", subject);
    let options = ProofOptions { suite, ..ProofOptions::new(&key.public_key(), now) };
    let credential = UnsignedCredential::new(unsigned).expect("a credential");
    let prepared = Prepared::new(credential, &key.public_key(), options).expect("every claim is defined");
    (prepared.signed_by(&key).expect("our signature").object().to_string(), key, now)
}

fn verification(c: &mut Criterion) {
    for (size, claims) in [("small", 4), ("24k", 350)] {
        let (text, key, now) = credential(claims, Suite::EddsaJcs2022);
        let (linked, _, _) = credential(claims, Suite::EddsaRdfc2022);
        let bytes = text.as_bytes();
        let value = parse(bytes, &Limits::DOCUMENT).expect("JSON");
        let signature = key.sign(&[0; 64]);
        let (material, policy) = (Material::default(), Policy::default());
        for text in [&text, &linked] {
            assert_eq!(verify_bytes(text.as_bytes(), &material, &policy, now).verdict(), Verdict::Accept);
        }
        let loader = |url: &str| bundled(url).map(Loaded::Compiled);
        let options = Options { base: None, loader: &loader, rdf_direction: None, strict: true };
        let dataset = to_rdf(&value, &options).expect("JSON-LD");

        let mut group = c.benchmark_group(format!("{size}-{}-bytes", bytes.len()));
        group.throughput(Throughput::Elements(1));
        group.bench_function(BenchmarkId::from_parameter("verify_bytes"), |b| {
            b.iter(|| verify_bytes(black_box(bytes), &material, &policy, now).to_json());
        });
        group.bench_function(BenchmarkId::from_parameter("verify_bytes-rdfc"), |b| {
            b.iter(|| verify_bytes(black_box(linked.as_bytes()), &material, &policy, now).to_json());
        });
        group.bench_function(BenchmarkId::from_parameter("to_rdf"), |b| {
            b.iter(|| to_rdf(black_box(&value), &options));
        });
        group.bench_function(BenchmarkId::from_parameter("rdfc"), |b| {
            b.iter(|| black_box(&dataset).canonicalize(HashAlgorithm::Sha256));
        });
        group.bench_function(BenchmarkId::from_parameter("floor"), |b| {
            b.iter(|| {
                let value = parse(black_box(bytes), &Limits::DOCUMENT).expect("JSON");
                let hashed = (Digest::of(canonicalize(&value).as_bytes()), Digest::of(&bytes[..200]));
                (hashed, key.public_key().verify(&[0; 64], &signature))
            });
        });
        group.bench_function(BenchmarkId::from_parameter("parse"), |b| {
            b.iter(|| parse(black_box(bytes), &Limits::DOCUMENT));
        });
        group.bench_function(BenchmarkId::from_parameter("jcs"), |b| b.iter(|| canonicalize(black_box(&value))));
        group.finish();
    }
    let (_, key, _) = credential(1, Suite::EddsaJcs2022);
    let (public, signature) = (key.public_key(), key.sign(&[0; 64]));
    c.bench_function("ed25519-verify-strict", |b| b.iter(|| public.verify(black_box(&[0; 64]), &signature)));
}

criterion_group!(benches, verification);
criterion_main!(benches);
