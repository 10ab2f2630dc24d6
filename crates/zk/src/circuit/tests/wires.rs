//! Every wire is determined by the others: change one, and an equation breaks. And the witness is checked a second time,
//! by other code than the circuit's.

use std::collections::BTreeMap;

use ark_ff::{Field as _, PrimeField as _};
use ark_relations::gr1cs::R1CS_PREDICATE_LABEL;

use super::*;

/// The private wires that can take another value, alone, without breaking an equation; and the public ones.
fn free_wires(witness: &Witness) -> (usize, Vec<usize>) {
    let system = synthesized(witness);
    let matrices = system.to_matrices().expect("matrices").remove(R1CS_PREDICATE_LABEL).expect("rank one");
    let mut values = system.instance_assignment().expect("assigned");
    let inputs = values.len();
    values.extend(system.witness_assignment().expect("assigned"));

    let products: Vec<Vec<Fr>> = matrices
        .iter()
        .map(|matrix| matrix.iter().map(|row| row.iter().map(|(factor, wire)| values[*wire] * factor).sum()).collect())
        .collect();
    // For each wire: the rows in which it stands, and with which factors.
    let mut columns: Vec<BTreeMap<usize, [Fr; 3]>> = vec![BTreeMap::default(); values.len()];
    for (side, matrix) in matrices.iter().enumerate() {
        for (index, row) in matrix.iter().enumerate() {
            for (factor, wire) in row {
                columns[*wire].entry(index).or_default()[side] += factor;
            }
        }
    }
    let deltas = [
        Fr::one(),
        -Fr::one(),
        Fr::from(1_u128 << 64),
        Fr::from(7).inverse().expect("not zero"),
        Fr::from(Fr::MODULUS_MINUS_ONE_DIV_TWO),
    ];
    let is_free = |wire: usize| {
        deltas.iter().any(|delta| {
            columns[wire].iter().all(|(row, factors)| {
                let [a, b, c] = [0, 1, 2].map(|side| products[side][*row] + factors[side] * delta);
                a * b == c
            })
        })
    };
    let unused = columns.iter().skip(1).filter(|rows| rows.is_empty()).count();
    (unused, (inputs..values.len()).filter(|wire| is_free(*wire)).collect())
}

#[test]
fn the_only_free_wires_are_hints_of_zero_tests() {
    let scene = Scene::new();
    // No slot here asks for what is not: the four inverses of zero are free, and say nothing.
    let (unused, free) = free_wires(&scene.good());
    assert_eq!((unused, free.len()), (0, 4), "{free:?}");

    let slots = vec![
        slot("/country", ClaimType::String, Predicate::NotIn),
        slot("/age", ClaimType::Integer, Predicate::NotEqual(Fr::zero())),
    ];
    let (unused, free) = free_wires(&scene.prove(&scene.policy(slots, &["FR"]), NOW).expect("provable").0);
    // The slots that are off have theirs.
    assert_eq!((unused, free.len()), (0, 2), "{free:?}");
}

#[test]
fn what_is_refused_before_proving_is_what_the_circuit_refuses() {
    let scene = Scene::new();
    let number = |number: i64| Fr::from(ordered(number));
    let (mut agreed, mut refused) = (0, 0);
    for low in [-1, 29, 30, 31] {
        for high in [28, 29, 30, 31, 40] {
            if low > high {
                continue;
            }
            let policy = scene.policy(vec![slot("/age", ClaimType::Integer, between(low, high))], &[]);
            let provable = scene.prove(&policy, NOW).is_ok();
            let wide = scene.policy(vec![slot("/age", ClaimType::Integer, between(0, 100))], &[]);
            let mut forced = scene.prove(&wide, NOW).expect("provable").0;
            forced.operands[0][2..].copy_from_slice(&[number(low), number(high)]);
            assert_eq!(holds(&asked(forced)), provable, "{low} {high}");
            agreed += 1;
            refused += usize::from(!provable);
        }
    }
    assert!(agreed > 12 && refused > 4);
}
