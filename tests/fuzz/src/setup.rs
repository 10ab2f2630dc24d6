//! Files of a trusted setup: circuits, powers of tau, keys, and the JSON of keys and proofs.

use std::sync::LazyLock;

use proofpass_zk::bn254::Fr;
use proofpass_zk::ceremony::{self, Entropy, development};
use proofpass_zk::formats::{self, Kind, Name, Ptau, R1cs, Threads, Zkey};

/// A ceremony over the smallest circuit: x² = y.
struct Known {
    circuit: R1cs,
    powers: Vec<u8>,
    /// After each step.
    keys: Vec<Zkey>,
}

static KNOWN: LazyLock<Known> = LazyLock::new(|| {
    let wire = |wire: usize| vec![(Fr::from(1), wire)];
    let circuit = R1cs::from_matrices(&[vec![wire(2)], vec![wire(2)], vec![wire(1)]], 2, 1);
    let circuit = circuit.unwrap_or_else(|fault| panic!("{fault}"));
    let powers = development::powers(2, &Entropy::new([1; 64]), Threads::ONE).unwrap_or_default();
    let mut keys = Vec::new();
    {
        let read = Ptau::read(&powers, Threads::ONE).unwrap_or_else(|fault| panic!("{fault}"));
        let mut key = ceremony::new(&circuit, &read, Threads::ONE).unwrap_or_else(|fault| panic!("{fault}"));
        keys.push(key.clone());
        let name = Name::parse("a").unwrap_or_else(|| panic!("no name"));
        let entropy = Entropy::new([2; 64]);
        let contributed = ceremony::contribute(&mut key, name, &entropy, b"", Threads::ONE);
        contributed.unwrap_or_else(|fault| panic!("{fault}"));
        keys.push(key.clone());
        let ended = ceremony::beacon(&mut key, None, &[3], 10, Threads::ONE);
        ended.unwrap_or_else(|fault| panic!("{fault}"));
        keys.push(key);
    }
    Known { circuit, powers, keys }
});

/// The target `r1cs`.
pub(crate) fn circuit(bytes: &[u8]) {
    let Ok(circuit) = R1cs::read(bytes) else { return };
    let written = circuit.write();
    assert_eq!(R1cs::read(&written).as_ref(), Ok(&circuit), "read to something else");
    assert!(R1cs::read(&[bytes, &[0]].concat()).is_err(), "something after it");
    assert!(circuit.public() < circuit.wires());
    // Everything zero but the constant satisfies what has no constant in it, and nothing panics.
    let _ = circuit.is_satisfied(&vec![Fr::from(0); circuit.wires()]);
    assert!(!circuit.is_satisfied(&vec![Fr::from(0); circuit.wires() + 1]));
}

pub(crate) fn circuit_seeds() -> Vec<Vec<u8>> {
    let number = |number: u64| Fr::from(number);
    let rows = |row: Vec<(Fr, usize)>| vec![row.clone(), row];
    let more = R1cs::from_matrices(
        &[
            rows(vec![(number(1), 0), (-number(3), 2)]),
            rows(vec![(number(7), 3)]),
            rows(vec![(number(u64::MAX), 1), (number(5), 4)]),
        ],
        3,
        2,
    );
    vec![KNOWN.circuit.write(), more.map(|circuit| circuit.write()).unwrap_or_default(), b"r1cs".to_vec()]
}

/// The target `ptau`.
pub(crate) fn powers(bytes: &[u8]) {
    let Ok(powers) = Ptau::read(bytes, Threads::ONE) else { return };
    assert!((1..=formats::MAX_POWER).contains(&powers.power()));
    assert!(Ptau::read(&[bytes, &[0]].concat(), Threads::ONE).is_err(), "something after it");
    // Points are read where they are used.
    let Ok(key) = ceremony::new(&KNOWN.circuit, &powers, Threads::ONE) else { return };
    let verified = ceremony::verify(&key, &KNOWN.circuit, &powers, &Entropy::new([4; 64]), Threads::ONE);
    if verified.is_ok() {
        assert_eq!(key, KNOWN.keys[0], "powers that nobody made");
    }
}

pub(crate) fn powers_seeds() -> Vec<Vec<u8>> {
    let plain = |bytes: &[u8]| bytes.get(..bytes.len() / 2).unwrap_or_default().to_vec();
    vec![KNOWN.powers.clone(), plain(&KNOWN.powers), b"ptau".to_vec()]
}

/// The target `zkey`.
pub(crate) fn key(bytes: &[u8]) {
    let Ok(key) = Zkey::read(bytes, Threads::ONE) else { return };
    let written = key.write();
    assert_eq!(Zkey::read(&written, Threads::ONE).as_ref(), Ok(&key), "read to something else");
    assert!(Zkey::read(&[bytes, &[0]].concat(), Threads::ONE).is_err(), "something after it");
    let powers = Ptau::read(&KNOWN.powers, Threads::ONE).unwrap_or_else(|fault| panic!("{fault}"));
    let verified = ceremony::verify(&key, &KNOWN.circuit, &powers, &Entropy::new([5; 64]), Threads::ONE);
    let Ok(transcript) = verified else { return };
    let last = |key: &Zkey| key.contributions().last().map(|one| (one.hash(), one.kind().clone()));
    let known = KNOWN.keys.iter().find(|known| last(known) == last(&key));
    assert!(known.is_some(), "a contribution that nobody made");
    if let Ok(finished) = ceremony::finalize(&transcript) {
        let text = formats::verifying_key_to_json(&finished.verifying_key);
        let read = formats::verifying_key_from_json(text.as_bytes()).unwrap_or_else(|fault| panic!("{fault}"));
        assert_eq!(read, finished.verifying_key);
        assert!(key.contributions().iter().any(|one| *one.kind() == Kind::Somebody));
    }
}

pub(crate) fn key_seeds() -> Vec<Vec<u8>> {
    KNOWN.keys.iter().map(Zkey::write).chain([b"zkey".to_vec()]).collect()
}

/// The target `groth16_json`.
pub(crate) fn json(bytes: &[u8]) {
    if let Ok(key) = formats::verifying_key_from_json(bytes) {
        let text = formats::verifying_key_to_json(&key);
        assert_eq!(formats::verifying_key_from_json(text.as_bytes()).ok(), Some(key));
    }
    if let Ok(proof) = formats::proof_from_json(bytes) {
        let text = formats::proof_to_json(&proof);
        assert!(formats::proof_from_json(text.as_bytes()).is_ok_and(|read| read == proof));
    }
    if let Ok(public) = formats::public_from_json(bytes) {
        let text = formats::public_to_json(&public);
        assert_eq!(formats::public_from_json(text.as_bytes()).ok(), Some(public));
    }
    if let Ok(values) = formats::read_wtns(bytes) {
        assert_eq!(formats::write_wtns(&values), bytes, "two spellings of the same values");
    }
}

pub(crate) fn json_seeds() -> Vec<Vec<u8>> {
    let powers = Ptau::read(&KNOWN.powers, Threads::ONE).unwrap_or_else(|fault| panic!("{fault}"));
    let verified = ceremony::verify(&KNOWN.keys[2], &KNOWN.circuit, &powers, &Entropy::new([5; 64]), Threads::ONE);
    let transcript = verified.unwrap_or_else(|fault| panic!("{fault}"));
    let finished = ceremony::finalize(&transcript).unwrap_or_else(|fault| panic!("{fault}"));
    let one = r#"["1","2","1"]"#;
    let generator = r#"[["10857046999023057135944570762232829481370756359578518086990519993285655852781","11559732032986387107991004021392285783925812861821192530917403151452391805634"],["8495653923123431417604973247489272438418190587263600148770280649306958101930","4082367875863433681332203403145435568316851327593401208105741076214120093531"],["1","0"]]"#;
    vec![
        formats::verifying_key_to_json(&finished.verifying_key).into_bytes(),
        format!(r#"{{"pi_a":{one},"pi_b":{generator},"pi_c":{one},"protocol":"groth16","curve":"bn128"}}"#)
            .into_bytes(),
        b"[\"0\",\"1\",\"21888242871839275222246405745257275088548364400416034343698204186575808495616\"]".to_vec(),
        b"[]".to_vec(),
        formats::write_wtns(&[1, 9, 3].map(Fr::from)),
    ]
}
