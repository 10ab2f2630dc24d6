//! What the commands say of a ceremony, and what its record keeps.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL;
use blake2::{Blake2b512, Digest as _};
use proofpass::json::{Object, Value};
use proofpass::zk::{Circuit, TrustedKey};
use proofpass_zk::ceremony::{Finished, Standing, Transcript};
use proofpass_zk::formats::{Contribution, Kind, R1cs};
use sha2::Sha256;

/// BLAKE2b-512, by which files of powers of tau are published.
pub(super) fn blake2b(bytes: &[u8]) -> Vec<u8> {
    Blake2b512::digest(bytes).to_vec()
}

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat()
}

/// Counts of these files fit into 32 bits.
fn count(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// A circuit's shape.
pub(super) fn circuit(circuit: &R1cs) -> Object {
    Object::new()
        .with("r1csSha256", hex(&circuit.digest()))
        .with("constraints", count(circuit.constraints().len()))
        .with("wires", count(circuit.wires()))
        .with("publicInputs", count(circuit.public()))
}

/// A contribution; `number` counts from 1, as people do.
pub(super) fn contribution(number: usize, contribution: &Contribution) -> Object {
    let object = Object::new()
        .with("number", count(number))
        .with("name", contribution.name().map(|name| name.as_str().to_owned()))
        .with("hash", hex(&contribution.hash()));
    match contribution.kind() {
        Kind::Beacon { value, iterations } => {
            object.with("beacon", hex(value)).with("iterations", u32::from(*iterations))
        }
        Kind::Somebody => object,
    }
}

/// What was verified.
pub(super) fn transcript(constraints: &R1cs, powers: &[u8], transcript: &Transcript<'_>) -> Object {
    let contributions = transcript.key().contributions().iter().enumerate();
    let contributions: Vec<Value> = contributions.map(|(at, one)| contribution(at + 1, one).into()).collect();
    circuit(constraints)
        .with("powersBlake2b", hex(&blake2b(powers)))
        .with("powersContributions", count(transcript.powers_contributions()))
        .with("circuitHash", hex(transcript.key().circuit_hash()))
        .with("contributions", contributions)
        .with("standing", transcript.standing().as_str())
}

/// What the record of a finished ceremony keeps, and what is printed of it.
pub(super) fn record(
    constraints: &R1cs,
    powers: &[u8],
    verified: &Transcript<'_>,
    finished: &Finished,
    proving_key: &[u8],
) -> Object {
    transcript(constraints, powers, verified)
        .with("verifyingKeySha256", hex(&finished.verifying_key.digest()))
        .with("provingKeySha256", hex(&Sha256::digest(proving_key)))
}

/// The key as the service and verifiers take it. None where the circuit is not one of theirs.
pub(super) fn trusted_key(
    constraints: &R1cs,
    verified: &Transcript<'_>,
    finished: &Finished,
    published: Option<&str>,
) -> anyhow::Result<Option<TrustedKey>> {
    let circuits =
        Circuit::ALL.into_iter().map(|circuit| Ok::<_, anyhow::Error>((circuit, constraints_of(circuit)?.digest())));
    let circuits = circuits.collect::<anyhow::Result<Vec<_>>>()?;
    let digest = constraints.digest();
    let Some((circuit, _)) = circuits.into_iter().find(|(_, known)| *known == digest) else { return Ok(None) };
    let origin = match finished.standing {
        Standing::Ceremony => Some(origin(&digest, verified.key().contributions(), published)),
        Standing::Development => None,
    };
    Ok(Some(TrustedKey::new(circuit, finished.verifying_key.clone(), origin)?))
}

/// The constraints of a circuit of this program.
pub(super) fn constraints_of(circuit: Circuit) -> anyhow::Result<R1cs> {
    match circuit {
        Circuit::CredS1 => Ok(R1cs::of(proofpass_zk::circuit::Circuit::blank())?),
    }
}

/// Where a key comes from, as it will say of itself.
fn origin(digest: &[u8; 32], contributions: &[Contribution], published: Option<&str>) -> Object {
    let people = contributions.iter().filter(|one| *one.kind() == Kind::Somebody).count();
    let beacon = contributions.iter().find_map(|one| match one.kind() {
        Kind::Beacon { value, .. } => Some(hex(value)),
        Kind::Somebody => None,
    });
    let mut object = Object::new().with("r1cs", BASE64URL.encode(digest)).with("contributions", count(people));
    if let Some(beacon) = beacon {
        object = object.with("beacon", beacon);
    }
    match published {
        Some(url) => object.with("transcript", url),
        None => object,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proofpass_zk::bn254::Fr;
    use proofpass_zk::ceremony::{self, Entropy, development};
    use proofpass_zk::formats::{Name, Ptau, Threads};

    #[test]
    fn what_a_key_says_of_its_origin_is_read_by_verifiers() {
        let wire = |wire: usize| vec![(Fr::from(1_u64), wire)];
        let circuit = R1cs::from_matrices(&[vec![wire(2)], vec![wire(2)], vec![wire(1)]], 2, 1).unwrap();
        let file = development::powers(2, &Entropy::new([1; 64]), Threads::ONE).unwrap();
        let mut key = ceremony::new(&circuit, &Ptau::read(&file, Threads::ONE).unwrap(), Threads::ONE).unwrap();
        for name in ["a", "b"] {
            let name = Name::parse(name).unwrap();
            ceremony::contribute(&mut key, name, &Entropy::new([2; 64]), b"", Threads::ONE).unwrap();
        }
        ceremony::beacon(&mut key, None, &[0xab], 10, Threads::ONE).unwrap();
        // Digits of base64url may begin with a `u` of their own.
        for digest in [[0; 32], [0xba; 32], circuit.digest()] {
            let said = origin(&digest, key.contributions(), Some("https://ceremony.example/final.zkey"));
            let sound = proofpass::zk::pinned()[0].key().clone();
            let trusted = TrustedKey::new(Circuit::CredS1, sound, Some(said)).unwrap();
            let text = trusted.to_object().to_string();
            assert!(text.contains("\"contributions\":2,\"beacon\":\"ab\""), "{text}");
            let read = TrustedKey::parse(text.as_bytes()).unwrap();
            assert!(!read.is_development());
            assert_eq!(read.to_object().to_string(), text);
        }
        let said = origin(&[0; 32], key.contributions(), None);
        assert!(said.get("transcript").is_none());
    }
}
