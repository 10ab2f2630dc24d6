//! A verifying key as a contract: what a chain needs to check the same proofs.
//!
//! In scope: the text of a Solidity contract that accepts exactly what [`crate::groth16`] accepts, over the precompiled
//! contracts of EIP-196 and EIP-197. Out of scope: who may call it, and remembering nullifiers: a proof can be changed into
//! another of the same statement by whoever sees it, so a contract must remember the nullifier and never the proof.
//!
//! The precompiled pairing takes all gas that it is given when a point is none: it is given what it costs and no more.

use std::fmt::Write as _;

use crate::bn254::{Fq, Fq2, Fr, G1Affine, G2Affine};
use crate::groth16::VerifyingKey;
use crate::text::to_decimal;
use ark_ff::PrimeField as _;

const CONTRACT: &str = include_str!("solidity/Verifier.sol");

/// The contract for a key, under this name: letters, digits and underscores.
#[must_use]
pub fn contract(key: &VerifyingKey, name: &str) -> String {
    let ark = key.as_ark();
    let mut constants = String::new();
    let mut constant = |name: &str, value: Fq| {
        // Writing into a text does not fail.
        let _ = writeln!(constants, "    uint256 private constant {name} = {};", to_decimal(value));
    };
    g1(&mut constant, "ALPHA", &ark.alpha_g1);
    for (name, point) in [("BETA", &ark.beta_g2), ("GAMMA", &ark.gamma_g2), ("DELTA", &ark.delta_g2)] {
        g2(&mut constant, name, point);
    }
    for (index, point) in ark.gamma_abc_g1.iter().enumerate() {
        g1(&mut constant, &format!("INPUT{index}"), point);
    }
    let mut sum = String::new();
    for index in 1..=key.inputs() {
        let _ = writeln!(
            sum,
            "        (x, y, ok) = _plus(x, y, INPUT{index}_X, INPUT{index}_Y, inputs[{}], ok);",
            index - 1
        );
    }
    CONTRACT
        .replace("CONTRACT_NAME", &name.replace(|char: char| !char.is_ascii_alphanumeric() && char != '_', "_"))
        .replace("INPUT_COUNT", &key.inputs().to_string())
        .replace("FIELD_MODULUS", &Fq::MODULUS.to_string())
        .replace("SCALAR_MODULUS", &Fr::MODULUS.to_string())
        .replace("        // The inputs.\n", &sum)
        .replace("    // The key.\n", &constants)
}

fn g1(constant: &mut impl FnMut(&str, Fq), name: &str, point: &G1Affine) {
    constant(&format!("{name}_X"), point.x);
    constant(&format!("{name}_Y"), point.y);
}

/// The imaginary part first, as EIP-197 has it.
fn g2(constant: &mut impl FnMut(&str, Fq), name: &str, point: &G2Affine) {
    let mut of = |coordinate: &str, value: Fq2| {
        constant(&format!("{name}_{coordinate}1"), value.c1);
        constant(&format!("{name}_{coordinate}0"), value.c0);
    };
    of("X", point.x);
    of("Y", point.y);
}
