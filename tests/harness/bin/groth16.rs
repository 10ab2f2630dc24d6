//! `groth16`: our side of an exchange with another prover or verifier, for the npm suites.
//!
//! In scope: a proof for any small circuit from files, with randomness that is none; a verdict on a proof from files. Out of
//! scope: people: the product proves its own circuit in the browser, with randomness that is.
//!
//! `groth16 prove <circuit.r1cs> <values.wtns> <proving_key.bin> <proof.json> <public.json>`
//! `groth16 contract <folder>`: the key for development as `ProofVerifier.sol`, with a proof under it (`proof.bin`, `public.json`)
//! `groth16 verify <verification_key.json> <public.json> <proof.json>`: exit code 0 where it verifies, 1 where it does not

use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use ark_groth16::{Groth16, ProvingKey};
use ark_serialize::CanonicalDeserialize as _;
use proofpass_zk::bn254::{Bn254, Fr};
use proofpass_zk::circuit::{Holding, Witness};
use proofpass_zk::claim::{Claim, ClaimType, Value, key, ordered};
use proofpass_zk::credential::{Claims, HolderSecret, Message, NO_END, Seed};
use proofpass_zk::eddsa::SigningKey;
use proofpass_zk::formats::{self, R1cs};
use proofpass_zk::groth16::Proof;
use proofpass_zk::policy::{Policy, Predicate, Slot};
use proofpass_zk::prove::{RANDOMNESS, development_key};
use proofpass_zk::qap::CircomReduction;
use proofpass_zk::solidity;
use proofpass_zk::statement::context;

fn main() -> anyhow::Result<ExitCode> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args[..] {
        ["prove", circuit, values, key, proof, public] => {
            prove(&read(circuit)?, &read(values)?, &read(key)?, proof, public)?;
            Ok(ExitCode::SUCCESS)
        }
        ["verify", key, public, proof] => {
            let key = formats::verifying_key_from_json(&read(key)?).context("the key")?;
            let public = formats::public_from_json(&read(public)?).context("the public signals")?;
            let proof = formats::proof_from_json(&read(proof)?).context("the proof")?;
            Ok(if key.verifies(&public, &proof) { ExitCode::SUCCESS } else { ExitCode::FAILURE })
        }
        ["contract", folder] => {
            contract(Path::new(folder))?;
            Ok(ExitCode::SUCCESS)
        }
        _ => bail!(
            "contract <folder>, prove <circuit> <values> <key> <proof> <public>, or verify <key> <public> <proof>"
        ),
    }
}

fn prove(circuit: &[u8], values: &[u8], key: &[u8], proof_to: &str, public_to: &str) -> anyhow::Result<()> {
    let circuit = R1cs::read(circuit).context("the circuit")?;
    let values = formats::read_wtns(values).context("the values")?;
    let key = ProvingKey::<Bn254>::deserialize_uncompressed(key).context("the key")?;
    let (inputs, constraints) = (circuit.public() + 1, circuit.constraints().len());
    let [r, s] = [3, 5].map(Fr::from);
    let made = Groth16::<Bn254, CircomReduction>::create_proof_with_reduction_and_matrices(
        &key,
        r,
        s,
        &circuit.matrices(),
        inputs,
        constraints,
        &values,
    );
    let made = made.context("the proof")?;
    let proof = Proof::new(made.a, made.b, made.c).context("a point at infinity")?;
    std::fs::write(proof_to, formats::proof_to_json(&proof)).context("the proof")?;
    std::fs::write(public_to, formats::public_to_json(&values[1..inputs])).context("the public signals")?;
    Ok(())
}

fn read(path: &str) -> anyhow::Result<Vec<u8>> {
    std::fs::read(path).with_context(|| path.to_owned())
}

/// Somebody is of age, by the word of an issuer.
fn contract(folder: &Path) -> anyhow::Result<()> {
    let claim = Claim { pointer: "/age".to_owned(), r#type: ClaimType::Integer, value: Value::Number(30) };
    let claims = Claims::new(&[claim], &Seed::new([1; 32]))?;
    let (issuer, secret) = (SigningKey::from_seed(&[2; 32]), HolderSecret::new([3; 31]));
    let message = Message {
        credential_type: Fr::from(4),
        holder: secret.commitment(),
        status_list: Fr::from(0),
        status_index: 0,
        valid_from: 0,
        valid_until: NO_END,
        claims_root: claims.root(),
    };
    let signature = issuer.sign(message.element().context("the message")?);
    let of_age = Predicate::Range { low: ordered(18), high: ordered(i64::MAX) };
    let slots = vec![Slot { key: key("/age", ClaimType::Integer), predicate: of_age }];
    let policy = Policy::new(message.credential_type, Fr::from(0), Fr::from(5), slots, Vec::new())?;
    let public = issuer.public_key();
    let holding =
        Holding { message: &message, issuer: &public, signature: &signature, claims: &claims, secret: &secret };
    let (witness, statement) = Witness::new(&holding, &policy, context(b"{}"), 1_800_000_000, None)?;
    let proving = development_key()?;
    let proof = proving.prove(witness, &statement, &[6; RANDOMNESS])?;
    std::fs::write(folder.join("ProofVerifier.sol"), solidity::contract(proving.verifying_key(), "ProofVerifier"))?;
    std::fs::write(folder.join("proof.bin"), proof.to_bytes())?;
    std::fs::write(folder.join("public.json"), formats::public_to_json(&statement.public_inputs()))?;
    Ok(())
}
