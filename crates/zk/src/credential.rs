//! What an issuer signs: claims as a tree, for one holder, with its place in the status list and its time.
//!
//! In scope: the tree, the message, the openings that the holder keeps. Out of scope: the signature itself
//! ([`crate::eddsa`]), the file that carries all of it (the protocol).

use std::fmt;

use ark_ff::PrimeField as _;
use zeroize::Zeroizing;

use crate::bn254::Fr;
use crate::claim::{Claim, key, leaf};
use crate::{poseidon, text};

/// How many claims a credential of the circuit `cred-s` has room for.
pub const LEAVES: usize = 32;
/// How many children a node of the tree of claims has.
pub const ARITY: usize = 8;
/// Times are below 2^40 seconds since 1970: until the year 36812.
pub const TIME_BITS: usize = 40;
/// How many bits a place in the status list has.
pub const INDEX_BITS: usize = 21;
/// The end of what does not end.
pub const NO_END: u64 = (1 << TIME_BITS) - 1;

/// What only the holder has: 31 bytes that nobody can guess.
#[derive(Clone, PartialEq, Eq)]
pub struct HolderSecret(Zeroizing<[u8; 31]>);

/// What blinds the leaves: 32 bytes that nobody but issuer and holder can guess.
#[derive(Clone, PartialEq, Eq)]
pub struct Seed(Zeroizing<[u8; 32]>);

/// Everything that one signature covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Message {
    /// Stands for the type of the credential.
    pub credential_type: Fr,
    /// The holder's commitment to a secret.
    pub holder: Fr,
    /// Stands for the status list, or zero without one.
    pub status_list: Fr,
    /// The place in it, below 2^[`INDEX_BITS`].
    pub status_index: u32,
    /// In seconds since 1970.
    pub valid_from: u64,
    /// In seconds since 1970; [`NO_END`] without an end.
    pub valid_until: u64,
    /// The root of the tree of claims.
    pub claims_root: Fr,
}

/// The claims of one credential as leaves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claims {
    leaves: [Fr; LEAVES],
    openings: Vec<Opening>,
}

/// What shows one leaf.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Opening {
    /// Which leaf.
    pub index: usize,
    /// Its key.
    pub key: Fr,
    /// Its value.
    pub value: Fr,
    /// Its salt.
    pub salt: Fr,
}

/// Why claims cannot be committed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Uncommittable {
    /// More than [`LEAVES`].
    #[error("more claims than a commitment has room for")]
    TooMany,
    /// A value that is not one of its type, or a type that is none.
    #[error("claim {0} is not of its type")]
    NotOfItsType(usize),
    /// Two claims with the same place and type, of a type that has one value.
    #[error("claim {0} is there already")]
    Twice(usize),
}

impl HolderSecret {
    /// Of these bytes.
    #[must_use]
    pub fn new(bytes: [u8; 31]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// As the circuit has it.
    #[must_use]
    pub fn element(&self) -> Fr {
        Fr::from_be_bytes_mod_order(&self.0[..])
    }

    /// What the holder shows an issuer, once.
    #[must_use]
    pub fn commitment(&self) -> Fr {
        poseidon::hash(&[self.element()])
    }

    /// What the holder shows in this scope: the same whenever it is the same scope, and otherwise unlinkable.
    #[must_use]
    pub fn nullifier(&self, scope: Fr) -> Fr {
        poseidon::hash(&[self.element(), scope])
    }

    /// The bytes, to be kept secret.
    #[must_use]
    pub fn bytes(&self) -> &[u8; 31] {
        &self.0
    }
}

impl Seed {
    /// Of these bytes.
    #[must_use]
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// The bytes, for the holder alone.
    #[must_use]
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    fn element(&self, usage: &str, index: usize) -> Fr {
        text::digest(usage, &[&self.0[..], &(index as u64).to_be_bytes()])
    }
}

impl Claims {
    /// Commits to claims, each blinded by the seed. Leaves that are not needed are blind as well: nobody learns how many
    /// claims there are.
    pub fn new(claims: &[Claim], seed: &Seed) -> Result<Self, Uncommittable> {
        if claims.len() > LEAVES {
            return Err(Uncommittable::TooMany);
        }
        let mut openings: Vec<Opening> = Vec::with_capacity(claims.len());
        let mut leaves = [Fr::default(); LEAVES];
        for (index, claim) in claims.iter().enumerate() {
            let value = claim.value.encoded(claim.r#type).ok_or(Uncommittable::NotOfItsType(index))?;
            let (key, salt) = (key(&claim.pointer, claim.r#type), seed.element("salt", index));
            if openings.iter().any(|other| other.key == key && (claim.r#type.is_single() || other.value == value)) {
                return Err(Uncommittable::Twice(index));
            }
            leaves[index] = leaf(key, value, salt);
            openings.push(Opening { index, key, value, salt });
        }
        for (index, leaf) in leaves.iter_mut().enumerate().skip(claims.len()) {
            *leaf = seed.element("padding", index);
        }
        Ok(Self { leaves, openings })
    }

    /// The root of the tree: eight leaves to a node, four nodes to the root.
    #[must_use]
    pub fn root(&self) -> Fr {
        let nodes: Vec<Fr> = self.leaves.chunks_exact(ARITY).map(poseidon::hash).collect();
        poseidon::hash(&nodes)
    }

    /// All leaves.
    #[must_use]
    pub fn leaves(&self) -> &[Fr; LEAVES] {
        &self.leaves
    }

    /// What shows each claim, in the order of the claims.
    #[must_use]
    pub fn openings(&self) -> &[Opening] {
        &self.openings
    }
}

impl Message {
    /// The field element that is signed. None, if a number does not fit its place.
    #[must_use]
    pub fn element(&self) -> Option<Fr> {
        Some(poseidon::hash(&[
            version(),
            self.credential_type,
            self.holder,
            self.status_list,
            self.term()?,
            self.claims_root,
        ]))
    }

    /// Place, beginning and end in one element.
    fn term(&self) -> Option<Fr> {
        let fits = u64::from(self.status_index) >> INDEX_BITS == 0
            && self.valid_from >> TIME_BITS == 0
            && self.valid_until >> TIME_BITS == 0;
        let packed = u128::from(self.status_index) << (2 * TIME_BITS)
            | u128::from(self.valid_from) << TIME_BITS
            | u128::from(self.valid_until);
        fits.then(|| Fr::from(packed))
    }
}

/// What begins every message, so that a signature of another version's, or of something else, is none of this one.
#[must_use]
pub fn version() -> Fr {
    text::digest("credential", &[])
}

impl fmt::Debug for HolderSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HolderSecret(..)")
    }
}

impl fmt::Debug for Seed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Seed(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claim::{ClaimType, Value};

    fn claim(pointer: &str, r#type: ClaimType, value: Value) -> Claim {
        Claim { pointer: pointer.to_owned(), r#type, value }
    }

    fn seed() -> Seed {
        Seed::new([9; 32])
    }

    #[test]
    fn another_claim_or_another_seed_is_another_root() {
        let age = |years| claim("/age", ClaimType::Integer, Value::Number(years));
        let root = |claims: &[Claim], seed: &Seed| Claims::new(claims, seed).expect("committable").root();
        let one = root(&[age(18)], &seed());
        assert_eq!(one, root(&[age(18)], &seed()));
        let others = [
            root(&[age(19)], &seed()),
            root(&[age(18)], &Seed::new([8; 32])),
            root(&[claim("/age", ClaimType::Decimal(0), Value::Number(18))], &seed()),
            root(&[age(18), claim("/name", ClaimType::Absent, Value::Absent)], &seed()),
            root(&[], &seed()),
        ];
        assert!(others.iter().all(|other| *other != one));
    }

    #[test]
    fn what_cannot_be_committed() {
        let text = |text: &str| Value::Text(text.to_owned());
        let member = |name| claim("/colours", ClaimType::Member, text(name));
        let cases = [
            (vec![claim("/a", ClaimType::Integer, text("3"))], Uncommittable::NotOfItsType(0)),
            (vec![claim("/a", ClaimType::Decimal(19), Value::Number(3))], Uncommittable::NotOfItsType(0)),
            (
                vec![claim("/a", ClaimType::String, text("3")), claim("/a", ClaimType::String, text("4"))],
                Uncommittable::Twice(1),
            ),
            (vec![member("red"), member("green"), member("red")], Uncommittable::Twice(2)),
            (vec![member("red"); LEAVES + 1], Uncommittable::TooMany),
        ];
        for (claims, expected) in cases {
            assert_eq!(Claims::new(&claims, &seed()), Err(expected));
        }
        assert!(Claims::new(&[member("red"), member("green")], &seed()).is_ok());
    }

    #[test]
    fn numbers_that_do_not_fit_are_not_packed_into_their_neighbours() {
        let one = Fr::from(1);
        let good = Message {
            credential_type: one,
            holder: one,
            status_list: one,
            status_index: (1 << INDEX_BITS) - 1,
            valid_from: 0,
            valid_until: NO_END,
            claims_root: one,
        };
        assert!(good.element().is_some());
        assert_eq!(Message { status_index: 1 << INDEX_BITS, ..good }.element(), None);
        assert_eq!(Message { valid_from: 1 << TIME_BITS, ..good }.element(), None);
        assert_eq!(Message { valid_until: NO_END + 1, ..good }.element(), None);
    }

    #[test]
    fn secrets_are_not_said() {
        assert_eq!(format!("{:?} {:?}", HolderSecret::new([1; 31]), seed()), "HolderSecret(..) Seed(..)");
    }
}
