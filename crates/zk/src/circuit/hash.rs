//! Poseidon in constraints: three for each power of five, and none for what is linear.
//!
//! What goes into a power is a linear form of the inputs and of powers before. The forms of one width are the same for
//! every hash: they are computed once, and a hash is its powers.

use std::sync::OnceLock;

use ark_ff::Zero as _;
use ark_relations::gr1cs::SynthesisError;

use super::wire::{Builder, Wire};
use crate::bn254::Fr;
use crate::poseidon::{self, MAX_INPUTS, Parameters};

/// A linear form over variables that follow each other: inputs first, then powers in the order in which they are taken.
#[derive(Clone, Debug)]
struct Form {
    constant: Fr,
    first: usize,
    factors: Vec<Fr>,
}

/// What each power is taken of, and the hash.
#[derive(Debug)]
struct Plan {
    powers: Vec<Form>,
    output: Form,
}

/// The hash of these inputs.
pub(super) fn hash(builder: &Builder, inputs: &[Wire]) -> Result<Wire, SynthesisError> {
    let plan = plan(inputs.len());
    let mut variables = inputs.to_vec();
    for form in &plan.powers {
        let base = form.of(&variables);
        let square = builder.product(&base, &base)?;
        let fourth = builder.product(&square, &square)?;
        variables.push(builder.product(&fourth, &base)?);
    }
    Ok(plan.output.of(&variables))
}

/// As [`poseidon::chain`].
pub(super) fn chain(builder: &Builder, elements: &[Wire]) -> Result<Wire, SynthesisError> {
    let (first, rest) = elements.split_at(8);
    rest.chunks(7).try_fold(hash(builder, first)?, |before, chunk| {
        let mut inputs = vec![before];
        inputs.extend_from_slice(chunk);
        inputs.resize(8, Wire::constant(Fr::zero()));
        hash(builder, &inputs)
    })
}

fn plan(inputs: usize) -> &'static Plan {
    static ALL: [OnceLock<Plan>; MAX_INPUTS] = [const { OnceLock::new() }; MAX_INPUTS];
    ALL[inputs - 1].get_or_init(|| Plan::new(poseidon::parameters(inputs)))
}

impl Plan {
    fn new(parameters: &Parameters) -> Self {
        let width = parameters.width;
        let inputs = width - 1;
        // The first element is zero, the others the inputs.
        let mut state: Vec<Form> = (0..width)
            .map(|place| {
                let mut factors = vec![Fr::zero(); inputs];
                if let Some(factor) = place.checked_sub(1).and_then(|input| factors.get_mut(input)) {
                    *factor = Fr::from(1);
                }
                Form { constant: Fr::zero(), first: 0, factors }
            })
            .collect();
        let mut powers = Vec::new();
        for round in 0..parameters.rounds() {
            for (form, constant) in state.iter_mut().zip(&parameters.constants[round * width..]) {
                form.constant += constant;
            }
            let raised = if parameters.is_full(round) { width } else { 1 };
            let first_of_round = inputs + powers.len();
            powers.extend_from_slice(&state[..raised]);
            for (place, form) in state[..raised].iter_mut().enumerate() {
                // Over all variables that another form of this state mentions, so that they can be added.
                let first = if raised == width { first_of_round } else { form.first };
                let length = first_of_round + raised - first;
                let mut factors = vec![Fr::zero(); length];
                factors[first_of_round + place - first] = Fr::from(1);
                *form = Form { constant: Fr::zero(), first, factors };
            }
            state = mixed(&state, &parameters.matrix);
        }
        Self { powers, output: state.swap_remove(0) }
    }
}

fn mixed(state: &[Form], matrix: &[Fr]) -> Vec<Form> {
    let first = state[0].first;
    let length = state.iter().map(|form| form.factors.len()).max().unwrap_or(0);
    let row = |row: &[Fr]| {
        let mut sum = Form { constant: Fr::zero(), first, factors: vec![Fr::zero(); length] };
        for (factor, form) in row.iter().zip(state) {
            sum.constant += *factor * form.constant;
            for (total, one) in sum.factors.iter_mut().zip(&form.factors) {
                *total += *factor * one;
            }
        }
        sum
    };
    matrix.chunks_exact(state.len()).map(row).collect()
}

impl Form {
    fn of(&self, variables: &[Wire]) -> Wire {
        let constant = Wire::constant(self.constant);
        let parts = self.factors.iter().copied().zip(&variables[self.first..]).filter(|(factor, _)| !factor.is_zero());
        Wire::sum(parts.chain([(Fr::from(1), &constant)]))
    }
}
