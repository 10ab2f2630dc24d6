//! From constraints to a polynomial, in the basis of snarkjs' keys.
//!
//! In scope: the reduction that a prover with such a key uses. Such a key has, in place of powers of tau times the
//! vanishing polynomial, the odd Lagrange polynomials of a domain twice as large: so the prover evaluates (A·B − C) at
//! the odd points, where the vanishing polynomial is the constant −2, and does not divide at all. Out of scope: making
//! keys (`ceremony`).
//!
//! C is taken to be A·B: values that do not satisfy the circuit give a proof that does not verify, not an error. Whoever
//! proves verifies the proof before letting go of it.

use ark_ff::PrimeField;
use ark_groth16::r1cs_to_qap::{LibsnarkReduction, R1CSToQAP, evaluate_constraint};
use ark_poly::EvaluationDomain;
use ark_relations::gr1cs::{ConstraintSystemRef, SynthesisError};
use ark_relations::utils::matrix::Matrix;

/// The reduction for keys of snarkjs, and so for those of our ceremonies.
#[derive(Clone, Copy, Debug)]
pub struct CircomReduction;

impl R1CSToQAP for CircomReduction {
    fn instance_map_with_evaluation<F: PrimeField, D: EvaluationDomain<F>>(
        system: ConstraintSystemRef<F>,
        point: &F,
    ) -> Result<(Vec<F>, Vec<F>, Vec<F>, F, usize, usize), SynthesisError> {
        LibsnarkReduction::instance_map_with_evaluation::<F, D>(system, point)
    }

    fn witness_map_from_matrices<F: PrimeField, D: EvaluationDomain<F>>(
        matrices: &[Matrix<F>],
        inputs: usize,
        constraints: usize,
        values: &[F],
    ) -> Result<Vec<F>, SynthesisError> {
        let too_large = SynthesisError::PolynomialDegreeTooLarge;
        let rows = constraints.checked_add(inputs).ok_or(too_large)?;
        let domain = D::new(rows).ok_or(too_large)?;
        let [left, right, ..] = matrices else { return Err(SynthesisError::MissingCS) };
        let given = values.len() >= inputs && left.len() >= constraints && right.len() >= constraints;
        let public = values.get(..inputs).filter(|_| given).ok_or(SynthesisError::AssignmentMissing)?;

        let product = |matrix: &Matrix<F>| {
            let mut rows: Vec<F> = matrix[..constraints].iter().map(|row| evaluate_constraint(row, values)).collect();
            rows.resize(domain.size(), F::zero());
            rows
        };
        let (mut a, mut b) = (product(left), product(right));
        let mut c: Vec<F> = a.iter().zip(&b).map(|(a, b)| *a * b).collect();
        // A row of its own for each public wire, so that each is bound.
        a[constraints..rows].copy_from_slice(public);

        // The odd points of the domain twice as large are this one's, turned by its root.
        let twice = domain.size().checked_mul(2).and_then(D::new).ok_or(too_large)?;
        let turn = twice.element(1);
        for values in [&mut a, &mut b, &mut c] {
            domain.ifft_in_place(values);
            D::distribute_powers(values, turn);
            domain.fft_in_place(values);
        }
        a.iter_mut().zip(b).zip(c).for_each(|((a, b), c)| *a = *a * b - c);
        Ok(a)
    }

    fn h_query_scalars<F: PrimeField, D: EvaluationDomain<F>>(
        max_power: usize,
        point: F,
        _: F,
        delta_inverse: F,
    ) -> Result<Vec<F>, SynthesisError> {
        let mut powers: Vec<F> = Vec::with_capacity(2 * max_power + 1);
        let mut power = delta_inverse;
        for _ in 0..=2 * max_power {
            powers.push(power);
            power *= point;
        }
        let domain = D::new(powers.len()).ok_or(SynthesisError::PolynomialDegreeTooLarge)?;
        domain.ifft_in_place(&mut powers);
        Ok(powers.into_iter().skip(1).step_by(2).collect())
    }
}
