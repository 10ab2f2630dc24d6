//! What a wallet has, as files for the suites of the npm packages and for the peers' bench: `target/cases/zk/`.
//!
//! In scope: the holder's files, the proving key, and the same key and the same values as snarkjs reads them. Out of scope:
//! what is done with them (`tests/npm/prover.test.mjs`, `tests/npm/bench-zk.mjs`).

use std::fs;

use proofpass::json::{Object, Value};
use proofpass::time::Timestamp;
use proofpass::zk::arithmetic::ceremony::without_transcript;
use proofpass::zk::arithmetic::circuit::Circuit;
use proofpass::zk::arithmetic::credential::HolderSecret;
use proofpass::zk::arithmetic::formats::{R1cs, verifying_key_to_json, write_wtns};
use proofpass::zk::arithmetic::prove::{Equations, assignment, development_key};
use proofpass::zk::{
    Answer, CommittedCredential, ProofRequest, StatusBits, StatusEvidence, listed_key, secret_to_text,
};

use crate::own::NOW;
use crate::zero_knowledge::{REQUEST, city, options};
use crate::{cases, object};

#[test]
fn a_wallet_s_files_are_there_for_the_npm_suites() {
    let folder = cases::cases_folder().join("zk");
    fs::create_dir_all(&folder).unwrap();
    let secret = HolderSecret::new([5; 31]);
    let city = city(&secret);
    let request = ProofRequest::parse(REQUEST.as_bytes()).unwrap();
    let asking = Object::new().with("request", request.to_object()).with("allowDevelopmentKeys", true);
    let status = Object::new().with("commitment", city.commitment.to_string()).with("bits", city.bits.to_string());
    let wallet = Object::new()
        .with("credential", city.file.as_str())
        .with("secret", secret_to_text(&secret).as_str())
        .with("issuer", city.document.to_string())
        .with("status", status)
        .with("request", request.to_object().to_string())
        .with("now", NOW)
        // How a verifier judges the answer.
        .with("options", options(&city, asking));
    fs::write(folder.join("wallet.json"), wallet.to_string()).unwrap();

    let key = development_key().unwrap();
    fs::write(folder.join("proving.key"), key.to_bytes()).unwrap();
    let circuit = R1cs::of(Circuit::blank()).unwrap();
    assert_eq!(circuit.constraints().len(), Equations::new().unwrap().constraints());
    fs::write(folder.join("cred-s.zkey"), without_transcript(key.as_ark(), &circuit).write()).unwrap();
    fs::write(folder.join("verifying.json"), verifying_key_to_json(key.verifying_key())).unwrap();

    let committed = CommittedCredential::parse(city.file.as_bytes()).unwrap();
    let issuer = listed_key(&city.document, committed.verification_method(), Timestamp::parse(NOW).unwrap()).unwrap();
    let bits = StatusBits::parse(city.bits.to_string().as_bytes(), "https://city.example/zk/status/1").unwrap();
    let evidence = StatusEvidence::new(&city.commitment, &bits).unwrap();
    let answer = Answer::new(&request, &committed, &issuer, &secret, Some(&evidence)).unwrap();
    let values = assignment(answer.witness().clone()).unwrap();
    assert!(circuit.is_satisfied(&values));
    fs::write(folder.join("witness.wtns"), write_wtns(&values)).unwrap();
    assert!(matches!(object(wallet.to_string().as_bytes()).get("options"), Some(Value::Object(_))));
}
