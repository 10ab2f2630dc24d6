//! Poseidon over the scalar field of BN254, with circomlib's parameters: x^5, 8 full rounds, 128 bits of security.
//!
//! In scope: the permutation as a hash of a fixed number of inputs, and where its constants come from. Out of scope: a
//! sponge over inputs of any length: each use in this crate has its own number of inputs.
//!
//! The constants are not a table of somebody's: they are computed, once per width and process, by the generator that the
//! paper prescribes ([`grain`]), so that whoever audits them needs nothing but the paper.
//!
//! Spec: <https://eprint.iacr.org/2019/458>, appendix F for the generator; the rounds for each width are the paper's
//! script's at 128 bits, which circomlib, light-poseidon and gnark use as well.

mod grain;

use std::sync::OnceLock;

use ark_ff::{Field as _, Zero as _};

use crate::bn254::Fr;

/// The most inputs of one hash.
pub const MAX_INPUTS: usize = 16;

/// Full rounds, half of them before the partial ones.
pub const FULL_ROUNDS: usize = 8;

/// Partial rounds by the number of inputs, from one on.
const PARTIAL_ROUNDS: [usize; MAX_INPUTS] = [56, 57, 56, 60, 60, 63, 64, 63, 60, 66, 60, 65, 70, 60, 64, 68];

/// What the permutation of one width adds and multiplies with.
#[derive(Debug)]
pub struct Parameters {
    /// How many field elements the state has: one more than inputs.
    pub width: usize,
    /// Rounds in which only the first element is raised to the fifth power.
    pub partial_rounds: usize,
    /// Added to the state, round by round, `width` in each.
    pub constants: Vec<Fr>,
    /// Row by row: element `i` becomes the sum over `j` of `matrix[i * width + j]` times element `j`.
    pub matrix: Vec<Fr>,
}

/// The parameters for a number of inputs.
///
/// # Panics
///
/// Without inputs, or with more than [`MAX_INPUTS`]: the number is the caller's, never a message's.
#[must_use]
pub fn parameters(inputs: usize) -> &'static Parameters {
    static ALL: [OnceLock<Parameters>; MAX_INPUTS] = [const { OnceLock::new() }; MAX_INPUTS];
    ALL[inputs - 1].get_or_init(|| grain::generate(inputs + 1, FULL_ROUNDS, PARTIAL_ROUNDS[inputs - 1]))
}

impl Parameters {
    /// All rounds.
    #[must_use]
    pub fn rounds(&self) -> usize {
        FULL_ROUNDS + self.partial_rounds
    }

    /// Whether every element of the state is raised to the fifth power in this round.
    #[must_use]
    pub fn is_full(&self, round: usize) -> bool {
        round < FULL_ROUNDS / 2 || round >= FULL_ROUNDS / 2 + self.partial_rounds
    }
}

/// The hash of these inputs, from 1 to [`MAX_INPUTS`] of them.
///
/// # Panics
///
/// As [`parameters`] does.
#[must_use]
pub fn hash(inputs: &[Fr]) -> Fr {
    let parameters = parameters(inputs.len());
    let mut state = [Fr::zero(); MAX_INPUTS + 1];
    state[1..=inputs.len()].copy_from_slice(inputs);
    let state = &mut state[..parameters.width];
    for round in 0..parameters.rounds() {
        for (element, constant) in state.iter_mut().zip(&parameters.constants[round * parameters.width..]) {
            *element += constant;
        }
        let raised = if parameters.is_full(round) { parameters.width } else { 1 };
        for element in &mut state[..raised] {
            *element *= element.square().square();
        }
        mix(state, &parameters.matrix);
    }
    state[0]
}

fn mix(state: &mut [Fr], matrix: &[Fr]) {
    let mut before = [Fr::zero(); MAX_INPUTS + 1];
    let before = &mut before[..state.len()];
    before.copy_from_slice(state);
    for (element, row) in state.iter_mut().zip(matrix.chunks_exact(before.len())) {
        *element = row.iter().zip(before.iter()).map(|(factor, element)| *factor * element).sum();
    }
}

/// The hash of a sequence of known length: eight inputs first, then seven at a time behind the hash so far, the last filled
/// up with zeros.
///
/// # Panics
///
/// With fewer than eight elements.
#[must_use]
pub fn chain(elements: &[Fr]) -> Fr {
    let (first, rest) = elements.split_at(8);
    rest.chunks(7).fold(hash(first), |before, chunk| {
        let mut inputs = [Fr::zero(); 8];
        inputs[0] = before;
        inputs[1..=chunk.len()].copy_from_slice(chunk);
        hash(&inputs)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::from_decimal;
    use light_poseidon::PoseidonHasher as _;
    use light_poseidon::parameters::bn254_x5::get_poseidon_parameters;

    /// Theirs as ours, which may be of another type (`bn254`).
    fn as_ours(theirs: &ark_bn254::Fr) -> Fr {
        Fr::new_unchecked(theirs.0)
    }

    /// light-poseidon has circomlib's tables for two to twelve inputs.
    #[test]
    fn the_generated_parameters_are_those_that_others_have_as_tables() {
        for inputs in 1..=12 {
            let ours = parameters(inputs);
            let theirs =
                get_poseidon_parameters::<ark_bn254::Fr>(u8::try_from(inputs + 1).expect("small")).expect("a width");
            assert_eq!(ours.constants, theirs.ark.iter().map(as_ours).collect::<Vec<_>>(), "{inputs}");
            assert_eq!(ours.matrix, theirs.mds.concat().iter().map(as_ours).collect::<Vec<_>>(), "{inputs}");
            assert_eq!((ours.partial_rounds, FULL_ROUNDS), (theirs.partial_rounds, theirs.full_rounds));
        }
    }

    #[test]
    fn hashes_are_those_of_light_poseidon() {
        for inputs in 1..=12_u64 {
            let elements: Vec<Fr> = (1..=inputs).map(|i| -Fr::from(i * i)).collect();
            let mut other = light_poseidon::Poseidon::<ark_bn254::Fr>::new_circom(elements.len()).expect("a width");
            let theirs: Vec<_> = elements.iter().map(|element| ark_bn254::Fr::new_unchecked(element.0)).collect();
            assert_eq!(hash(&elements), as_ours(&other.hash(&theirs).expect("a hash")));
        }
    }

    /// Published beside circomlib and in the paper's repository: the hash of 1 and 2, and of 1, 2, 3, 4.
    #[test]
    fn published_hashes() {
        let of = |numbers: &[u64]| hash(&numbers.iter().map(|n| Fr::from(*n)).collect::<Vec<_>>());
        let read = |text| from_decimal::<Fr>(text);
        let one_two = "7853200120776062878684798364095072458815029376092732009249414926327459813530";
        assert_eq!(Some(of(&[1, 2])), read(one_two));
        let to_four = "18821383157269793795438455681495246036402687001665670618754263018637548127333";
        assert_eq!(Some(of(&[1, 2, 3, 4])), read(to_four));
    }

    #[test]
    fn a_chain_depends_on_every_element() {
        let elements: Vec<Fr> = (0..20_u64).map(Fr::from).collect();
        let whole = chain(&elements);
        for index in 0..elements.len() {
            let mut other = elements.clone();
            other[index] += Fr::from(1);
            assert_ne!(chain(&other), whole, "{index}");
        }
    }
}
