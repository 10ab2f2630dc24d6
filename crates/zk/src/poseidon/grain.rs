//! Where Poseidon's constants come from: the Grain LFSR in self-shrinking mode, seeded with the parameters themselves.
//!
//! Spec: <https://eprint.iacr.org/2019/458>, appendix F ("Initialization of the MDS matrix and the round constants").

use ark_ff::{BigInt, Field as _, PrimeField as _};

use super::Parameters;
use crate::bn254::Fr;

/// How many bits the register has.
const REGISTER: u32 = 80;
/// Bits that are thrown away before the first is used.
const WARM_UP: usize = 160;
/// How long the modulus is, in bits.
const FIELD_BITS: usize = 254;

/// The parameters of one width.
pub(super) fn generate(width: usize, full_rounds: usize, partial_rounds: usize) -> Parameters {
    let mut grain = Grain::new(width, full_rounds, partial_rounds);
    let constants = (0..width * (full_rounds + partial_rounds)).map(|_| grain.element()).collect();
    // A Cauchy matrix over the next values, which are reduced here. The script rejects matrices with weak spaces; for every
    // width that this crate offers, the first one is good (the tests hold them against tables).
    let points: Vec<Fr> = (0..2 * width).map(|_| grain.reduced()).collect();
    let (rows, columns) = points.split_at(width);
    let sums = rows.iter().flat_map(|row| columns.iter().map(move |column| *row + column));
    let matrix = sums.map(|sum| sum.inverse().expect("the points are distinct")).collect();
    Parameters { width, partial_rounds, constants, matrix }
}

struct Grain {
    /// The oldest bit is the lowest.
    register: u128,
}

impl Grain {
    fn new(width: usize, full_rounds: usize, partial_rounds: usize) -> Self {
        // Each number with its most significant bit first: a prime field, x^alpha, the bits of the field, the width, rounds.
        let seed = [
            (1, 2),
            (0, 4),
            (FIELD_BITS, 12),
            (width, 12),
            (full_rounds, 10),
            (partial_rounds, 10),
            ((1 << 30) - 1, 30),
        ];
        let mut grain = Self { register: 0 };
        let bits = seed.iter().flat_map(|(number, length)| (0..*length).rev().map(move |place| number >> place & 1));
        for (place, bit) in bits.enumerate() {
            grain.register |= (bit as u128) << place;
        }
        for _ in 0..WARM_UP {
            grain.step();
        }
        grain
    }

    fn step(&mut self) -> bool {
        let tapped = [62, 51, 38, 23, 13, 0].iter().fold(0, |sum, place| sum ^ self.register >> place & 1);
        self.register = self.register >> 1 | tapped << (REGISTER - 1);
        tapped == 1
    }

    /// Of two steps, the first says whether the second counts.
    fn bit(&mut self) -> bool {
        while !self.step() {
            self.step();
        }
        self.step()
    }

    fn number(&mut self) -> BigInt<4> {
        let mut number = BigInt::<4>::default();
        for place in (0..FIELD_BITS).rev() {
            number.0[place / 64] |= u64::from(self.bit()) << (place % 64);
        }
        number
    }

    /// The next number that lies below the modulus.
    fn element(&mut self) -> Fr {
        loop {
            if let Some(element) = Fr::from_bigint(self.number()) {
                return element;
            }
        }
    }

    /// The next number, whatever it is, modulo the modulus.
    fn reduced(&mut self) -> Fr {
        let mut number = self.number();
        // Below 2^254, which is less than twice the modulus.
        if number >= Fr::MODULUS {
            ark_ff::BigInteger::sub_with_borrow(&mut number, &Fr::MODULUS);
        }
        Fr::from_bigint(number).expect("below the modulus")
    }
}
