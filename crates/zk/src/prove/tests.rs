//! Proofs under the development key, and everything that is none. The key is made once: it takes longer than the rest.

use ark_ec::{AffineRepr as _, CurveGroup as _};
use ark_ff::{Field as _, One as _, PrimeField as _};

use ark_groth16::Groth16;

use super::*;
use crate::bn254::{Fq, Fq2, G1Affine, G2Affine};
use crate::circuit::tests::{NOW, Scene, all_slots};
use crate::groth16::{PROOF_LENGTH, verify_batch};
use crate::qap::CircomReduction;
use crate::statement::context;

fn random(seed: u8) -> [u8; RANDOMNESS] {
    std::array::from_fn(|index| seed.wrapping_mul(31).wrapping_add(u8::try_from(index).unwrap_or_default()))
}

fn proved(key: &ProvingKey, seed: u8) -> (Statement, Proof) {
    let scene = Scene::new();
    let policy = scene.policy(all_slots(), &["AT", "DE"]);
    let (witness, statement) = scene.prove(&policy, NOW).expect("provable");
    (statement, key.prove(witness, &statement, &random(seed)).expect("a proof"))
}

/// With the same randomness, the points that arkworks computes in its own way.
fn is_the_proof_of_arkworks(key: &ProvingKey) {
    let scene = Scene::new();
    let (witness, statement) = scene.prove(&scene.policy(all_slots(), &["AT", "DE"]), NOW).expect("provable");
    let values = assignment(witness.clone()).expect("assigned");
    let [r, s] = blinding(&random(9));
    let equations = key.equations();
    let theirs = Groth16::<Bn254, CircomReduction>::create_proof_with_reduction_and_matrices(
        key.as_ark(),
        r,
        s,
        equations.matrices(),
        equations.inputs(),
        equations.constraints(),
        &values,
    )
    .expect("a proof");
    let ours = key.prove(witness, &statement, &random(9)).expect("a proof");
    assert_eq!(ours.points(), (theirs.a, theirs.b, theirs.c));
}

#[test]
fn a_proof_is_of_its_statement_and_of_no_other() {
    let proving = development_key().expect("a key");
    let key = proving.verifying_key();
    let (statement, proof) = proved(&proving, 1);
    let inputs = statement.public_inputs();
    assert!(key.verifies(&inputs, &proof));

    for index in 0..inputs.len() {
        let mut other = inputs;
        other[index] += Fr::one();
        assert!(!key.verifies(&other, &proof), "input {index}");
        other[index] = Fr::default();
        assert!(!key.verifies(&other, &proof), "input {index} zero");
    }
    assert!(!key.verifies(&inputs[..5], &proof), "one too few");
    assert!(!key.verifies(&[&inputs[..], &[Fr::default()]].concat(), &proof), "one too many, zero");
    assert!(!key.verifies(&[&inputs[..], &[Fr::one()]].concat(), &proof), "one too many");
    assert!(!key.verifies(&[], &proof));
    let other = Statement { context: context(b"{\"nonce\":\"another\"}"), ..statement };
    assert!(!key.verifies(&other.public_inputs(), &proof), "another occasion");

    // The prover says so itself.
    let scene = Scene::new();
    let (witness, mut wrong) = scene.prove(&scene.policy(vec![], &[]), NOW).expect("provable");
    wrong.now += 1;
    assert_eq!(proving.prove(witness, &wrong, &random(2)), Err(ProveError::Unsatisfied));

    // Two proofs of one statement have no byte range in common that is not by chance: nothing links them.
    let (_, again) = proved(&proving, 3);
    let (one, other) = (proof.to_bytes(), again.to_bytes());
    assert!(one.windows(8).all(|window| !other.windows(8).any(|there| there == window)));

    is_the_proof_of_arkworks(&proving);
    changed_by_whoever_sees_it(key, &inputs, &proof);
    points_that_are_none(&proof);
    many_at_once(key, &inputs, &proof, &again);
    keys_that_are_none(&proving);
    keys_as_bytes(&proving);
    a_key_as_a_contract(key);
}

/// Run on a chain by the npm suite `evm`.
fn a_key_as_a_contract(key: &VerifyingKey) {
    let contract = crate::solidity::contract(key, "Cred S/1");
    assert!(contract.contains("contract Cred_S_1 {") && contract.contains("uint256[6] calldata inputs"));
    assert!(contract.contains("INPUT6_X, INPUT6_Y, inputs[5], ok);") && !contract.contains("INPUT7"));
    for blank in ["CONTRACT_NAME", "INPUT_COUNT", "_MODULUS", "// The key.", "// The inputs."] {
        assert!(!contract.contains(blank), "{blank}");
    }
}

/// Another proof of the same statement, made without knowing anything: a proof's bytes identify nothing.
fn changed_by_whoever_sees_it(key: &VerifyingKey, inputs: &[Fr], proof: &Proof) {
    let (a, b, c) = proof.points();
    let negated = Proof::new(-a, -b, c).expect("points");
    assert!(negated != *proof && key.verifies(inputs, &negated));
    let factor = Fr::from(5);
    let scaled = Proof::new((a * factor).into_affine(), (b * factor.inverse().expect("not zero")).into_affine(), c);
    assert!(key.verifies(inputs, &scaled.expect("points")));
    for (a, b, c) in [(-a, b, c), (a, -b, c), (a, b, -c), (c, b, a), (a, G2Affine::generator(), c)] {
        assert!(!key.verifies(inputs, &Proof::new(a, b, c).expect("points")));
    }
}

fn points_that_are_none(proof: &Proof) {
    let good = proof.to_bytes();
    assert_eq!(Proof::from_bytes(&good), Some(*proof));
    let none = |change: &dyn Fn(&mut [u8; PROOF_LENGTH])| {
        let mut bytes = good;
        change(&mut bytes);
        assert_eq!(Proof::from_bytes(&bytes), None);
    };
    for (start, length) in [(0, 64), (64, 128), (192, 64)] {
        none(&|bytes| bytes[start..start + length].fill(0));
        none(&|bytes| bytes[start..start + length].fill(0xff));
        none(&|bytes| bytes[start + length - 1] ^= 1);
    }
    // A coordinate plus the modulus, where that still fits.
    for place in (0..8).map(|index| 32 * index) {
        let coordinate = crate::text::from_bytes::<Fq>(good[place..place + 32].try_into().expect("32")).expect("below");
        let mut number = coordinate.into_bigint();
        if !ark_ff::BigInteger::add_with_carry(&mut number, &Fq::MODULUS) {
            none(&|bytes| bytes[place..place + 32].copy_from_slice(&ark_ff::BigInteger::to_bytes_be(&number)));
        }
    }
    none(&|bytes| {
        let (real, imaginary) = bytes[64..128].split_at_mut(32);
        real.swap_with_slice(imaginary);
    });
    let (a, _, c) = proof.points();
    assert_eq!(Proof::new(G1Affine::zero(), G2Affine::generator(), c), None);
    assert_eq!(Proof::new(a, G2Affine::zero(), c), None);
    assert_eq!(Proof::new(a, outside_the_group(), c), None);
}

/// A point of the twist whose order is not the group's: almost every one.
fn outside_the_group() -> G2Affine {
    let on_twist =
        (1_u64..).find_map(|x| G2Affine::get_point_from_x_unchecked(Fq2::new(Fq::from(x), Fq::from(1)), true));
    let point = on_twist.expect("half of all numbers are coordinates");
    assert!(point.is_on_curve() && !point.is_in_correct_subgroup_assuming_on_curve());
    point
}

fn many_at_once(key: &VerifyingKey, inputs: &[Fr], one: &Proof, other: &Proof) {
    let good = [(inputs, *one), (inputs, *other), (inputs, *one)];
    assert!(verify_batch(key, &[]));
    for length in 1..=good.len() {
        assert!(verify_batch(key, &good[..length]), "{length}");
    }
    let mut wrong = inputs.to_vec();
    wrong[2] += Fr::one();
    let short = &inputs[..5];
    let (a, b, c) = one.points();
    let bad_proof = Proof::new(a, b, -c).expect("points");
    for place in 0..good.len() {
        for bad in [(&wrong[..], *one), (short, *one), (inputs, bad_proof)] {
            let mut batch = good;
            batch[place] = bad;
            assert!(!verify_batch(key, &batch), "{place}");
            assert!(!verify_batch(key, &batch[place..=place]));
        }
    }
    // Two errors that would cancel each other in a plain product.
    let (c_plus, c_minus) = ((c + G1Affine::generator()).into_affine(), (c - G1Affine::generator()).into_affine());
    let pair = [c_plus, c_minus].map(|c| (inputs, Proof::new(a, b, c).expect("points")));
    assert!(!verify_batch(key, &pair));
}

fn keys_that_are_none(proving: &ProvingKey) {
    let good = proving.as_ark().vk.clone();
    let refused = |change: &dyn Fn(&mut ark_groth16::VerifyingKey<Bn254>)| {
        let mut key = good.clone();
        change(&mut key);
        VerifyingKey::new(key, PUBLIC_INPUTS).expect_err("not a key")
    };
    assert_eq!(refused(&|key| key.delta_g2 = key.gamma_g2), InvalidKey::NoContribution);
    assert_eq!(refused(&|key| key.delta_g2 = G2Affine::generator()), InvalidKey::NoContribution);
    assert_eq!(refused(&|key| key.delta_g2 = -key.gamma_g2), InvalidKey::NoContribution);
    assert_eq!(refused(&|key| key.delta_g2 = G2Affine::zero()), InvalidKey::Point);
    assert_eq!(refused(&|key| key.beta_g2 = outside_the_group()), InvalidKey::Point);
    assert_eq!(refused(&|key| key.alpha_g1 = G1Affine::zero()), InvalidKey::Point);
    assert_eq!(refused(&|key| key.gamma_abc_g1[3] = G1Affine::zero()), InvalidKey::Point);
    assert_eq!(refused(&|key| key.gamma_abc_g1.truncate(6)), InvalidKey::Inputs);
    assert_eq!(refused(&|key| key.gamma_abc_g1.push(G1Affine::generator())), InvalidKey::Inputs);

    // Why: under a key that nobody contributed to, this proves anything, and the bare equation holds.
    let mut forgeable = good.clone();
    forgeable.delta_g2 = forgeable.gamma_g2;
    let inputs = [Fr::from(42); PUBLIC_INPUTS];
    let sum = forgeable.gamma_abc_g1[1..]
        .iter()
        .zip(inputs)
        .fold(forgeable.gamma_abc_g1[0].into_group(), |sum, (point, input)| sum + *point * input);
    let forged = ark_groth16::Proof { a: forgeable.alpha_g1, b: forgeable.beta_g2, c: (-sum).into_affine() };
    let prepared = ark_groth16::prepare_verifying_key(&forgeable);
    assert!(Groth16::<Bn254>::verify_proof(&prepared, &forged, &inputs).expect("an answer"));
    let forged = Proof::new(forged.a, forged.b, forged.c).expect("points");
    assert!(!proving.verifying_key().verifies(&inputs, &forged));
}

fn keys_as_bytes(proving: &ProvingKey) {
    let key = proving.verifying_key();
    let bytes = key.to_bytes();
    assert_eq!(VerifyingKey::from_bytes(&bytes, PUBLIC_INPUTS).as_ref(), Ok(key));
    assert_eq!(VerifyingKey::from_bytes(&bytes, 5), Err(InvalidKey::Length));
    assert_eq!(VerifyingKey::from_bytes(&bytes[..bytes.len() - 1], PUBLIC_INPUTS), Err(InvalidKey::Length));
    assert_eq!(VerifyingKey::from_bytes(&bytes, usize::MAX), Err(InvalidKey::Inputs));
    for place in (0..bytes.len()).step_by(61) {
        let mut other = bytes.clone();
        other[place] ^= 1;
        assert!(VerifyingKey::from_bytes(&other, PUBLIC_INPUTS).is_err(), "{place}");
    }

    let bytes = proving.to_bytes();
    let digest: [u8; 32] = Sha256::digest(&bytes).into();
    let again = ProvingKey::from_bytes(&bytes, &digest).expect("the same key");
    assert_eq!(again.verifying_key(), key);
    assert_eq!(ProvingKey::from_bytes(&bytes, &[0; 32]).err(), Some(InvalidProvingKey::Digest));
    for shorter in [&bytes[..0], &bytes[..1_000], &bytes[..bytes.len() - 1]] {
        let digest: [u8; 32] = Sha256::digest(shorter).into();
        assert_eq!(ProvingKey::from_bytes(shorter, &digest).err(), Some(InvalidProvingKey::Form));
    }
}
