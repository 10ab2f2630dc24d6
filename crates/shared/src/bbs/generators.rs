//! The points that messages are multiplied with, of which nobody knows how they relate.
//!
//! They are the same for everybody, and mapping to the curve is dear: the first ones lie beside this file, and a test
//! makes them anew.
//! Spec: draft-irtf-cfrg-bbs-signatures §4.1.1, §7.2.2

use ark_bls12_381::{Fq, G1Affine};
use ark_ff::PrimeField as _;

use super::encoding::G1;
use super::hash::{expand, hash_to_curve};
use super::{Invalid, MAX_MESSAGES, octets};

/// Coordinates of P1, then of Q1 and the generators after it, each in the length of the field.
const TABLE: &[u8; (2 + TABLED) * 2 * G1] = include_bytes!("generators.bin");

/// For so many messages generators are at hand.
pub(crate) const TABLED: usize = 64;

/// The generators for some messages.
pub(super) struct Generators {
    /// For the domain.
    pub(super) q1: G1Affine,
    /// One for each message.
    pub(super) messages: Vec<G1Affine>,
}

impl Generators {
    /// For so many messages.
    pub(super) fn new(count: usize) -> Result<Self, Invalid> {
        if count > MAX_MESSAGES {
            return Err(Invalid);
        }
        let mut all: Vec<G1Affine> = (0..=count.min(TABLED)).map(|at| tabled(1 + at)).collect();
        if count > TABLED {
            all.extend(create().take(count + 1).skip(TABLED + 1).map(|make| make()));
        }
        let messages = all.split_off(1);
        Ok(Self { q1: all[0], messages })
    }
}

/// P1.
pub(super) fn p1() -> G1Affine {
    tabled(0)
}

fn tabled(at: usize) -> G1Affine {
    let (x, y) = TABLE[at * 2 * G1..(at + 1) * 2 * G1].split_at(G1);
    // The table holds points of the subgroup: see the test.
    G1Affine::new_unchecked(Fq::from_be_bytes_mod_order(x), Fq::from_be_bytes_mod_order(y))
}

/// `create_generators`: each is made from the hash of the one before, and need not be made for the next.
fn create() -> impl Iterator<Item = impl FnOnce() -> G1Affine> {
    let mut state: [u8; 48] = expand(&seed("MESSAGE_GENERATOR_SEED"), "SIG_GENERATOR_SEED_");
    (1..).map(move |number| {
        state = expand(&[&state[..], &octets(number)].concat(), "SIG_GENERATOR_SEED_");
        let made = state;
        move || hash_to_curve(&made, "SIG_GENERATOR_DST_")
    })
}

fn seed(label: &str) -> Vec<u8> {
    [super::hash::API_ID.as_bytes(), label.as_bytes()].concat()
}

#[cfg(test)]
mod tests {
    use ark_ff::BigInteger as _;

    use super::super::encoding::write_g1;
    use super::*;
    use crate::digest::hex;

    /// The draft's own points (appendix): P1, Q1, and the first and the last of ten.
    #[test]
    fn the_table_holds_what_the_draft_has_and_the_algorithm_makes() {
        let seeded: [u8; 48] = expand(&seed("BP_MESSAGE_GENERATOR_SEED"), "SIG_GENERATOR_SEED_");
        let next: [u8; 48] = expand(&[&seeded[..], &octets(1)].concat(), "SIG_GENERATOR_SEED_");
        let first = hash_to_curve(&next, "SIG_GENERATOR_DST_");
        let made: Vec<G1Affine> = std::iter::once(first).chain(create().take(TABLED + 1).map(|make| make())).collect();
        let bytes = |point: &G1Affine| [point.x, point.y].map(|c| c.into_bigint().to_bytes_be()).concat();
        let table: Vec<u8> = made.iter().flat_map(bytes).collect();
        for (at, point) in [
            (0, "a8ce256102840821a3e94ea9025e4662b205762f9776b3a766c872b948f1fd225e7c59698588e70d11406d161b4e28c9"),
            (1, "a9ec65b70a7fbe40c874c9eb041c2cb0a7af36ccec1bea48fa2ba4c2eb67ef7f9ecb17ed27d38d27cdeddff44c8137be"),
            (2, "98cd5313283aaf5db1b3ba8611fe6070d19e605de4078c38df36019fbaad0bd28dd090fd24ed27f7f4d22d5ff5dea7d4"),
            (11, "a1f229540474f4d6f1134761b92b788128c7ac8dc9b0c52d59493132679673032ac7db3fb3d79b46b13c1c41ee495bca"),
        ] {
            assert_eq!(hex(&write_g1(&made[at])), point, "{at}");
        }
        assert!(*TABLE == table[..], "another table");
    }

    #[test]
    fn there_are_as_many_as_messages_and_no_more_than_are_signed() {
        let beyond = Generators::new(TABLED + 2).unwrap();
        let made: Vec<G1Affine> = create().take(TABLED + 3).skip(TABLED).map(|make| make()).collect();
        assert_eq!(beyond.messages[TABLED - 1..], made);
        assert_eq!(Generators::new(0).unwrap().messages.len(), 0);
        assert_eq!(Generators::new(MAX_MESSAGES + 1).err(), Some(Invalid));
    }
}
