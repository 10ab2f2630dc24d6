//! Groth16 over BN254: keys, proofs, and a verifier that refuses whatever is not exactly right.
//!
//! In scope: reading points strictly, what makes a key sound, one proof and many. Out of scope: making proofs
//! (`prove`), files of other tools (`formats`), who is to be believed about a key.
//!
//! ark-groth16 computes; what it leaves to its callers is done here: it takes a list of inputs that is too long, and it
//! takes a key to which nobody contributed, under which anybody proves anything.
//!
//! A proof can be changed into another one of the same statement by whoever sees it: its bytes identify nothing.
//!
//! Spec: <https://eprint.iacr.org/2016/260>; points are written as EIP-197 has them: coordinates of 32 bytes, the most
//! significant first, and of an element of the quadratic extension the imaginary part first.

mod batch;
mod encoding;

use std::fmt;
use std::sync::OnceLock;

use ark_ec::pairing::Pairing as _;
use ark_ec::{AffineRepr as _, CurveGroup as _};
use ark_ff::{AdditiveGroup as _, BigInteger as _, PrimeField as _};
use ark_groth16::{Groth16, PreparedVerifyingKey, prepare_verifying_key};
use sha2::{Digest as _, Sha256};

use crate::bn254::{Bn254, Fr, G1Affine, G1Projective, G2Affine};

pub use batch::verify_batch;

/// How long a proof is, in bytes: `A`, `B`, `C`.
pub const PROOF_LENGTH: usize = 256;
/// How long the part of a key is that does not depend on the inputs.
const KEY_HEAD: usize = 64 + 3 * 128;
/// The most public inputs of a key: more than any circuit of ours has.
const MAX_INPUTS: usize = 64;

/// A proof whose points are what they must be: on their curves, in their groups, none at infinity.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Proof {
    a: G1Affine,
    b: G2Affine,
    c: G1Affine,
}

/// A key under which proofs verify, and somebody contributed to.
pub struct VerifyingKey {
    key: ark_groth16::VerifyingKey<Bn254>,
    prepared: OnceLock<PreparedVerifyingKey<Bn254>>,
}

/// Why bytes are no key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidKey {
    /// Not as long as any key.
    #[error("not the length of a verifying key")]
    Length,
    /// A coordinate at or above the modulus, off the curve, outside the group or at infinity.
    #[error("a point that is none")]
    Point,
    /// The second phase of the setup is missing: anybody could prove anything.
    #[error("a key that nobody contributed to")]
    NoContribution,
    /// Not as many inputs as the circuit has.
    #[error("a key of another circuit")]
    Inputs,
}

impl Proof {
    /// The proof of these points. None, if one of them is not what it must be.
    #[must_use]
    pub fn new(a: G1Affine, b: G2Affine, c: G1Affine) -> Option<Self> {
        (is_good(&a) && is_good_twisted(&b) && is_good(&c)).then_some(Self { a, b, c })
    }

    /// The proof that these bytes are. None, if one of the points is not what it must be.
    #[must_use]
    pub fn from_bytes(bytes: &[u8; PROOF_LENGTH]) -> Option<Self> {
        let (a, rest) = encoding::g1(bytes)?;
        let (b, rest) = encoding::g2(rest)?;
        let (c, _) = encoding::g1(rest)?;
        Self::new(a, b, c)
    }

    /// As EIP-197 has points.
    #[must_use]
    pub fn to_bytes(&self) -> [u8; PROOF_LENGTH] {
        let mut bytes = [0; PROOF_LENGTH];
        encoding::write_g1(&self.a, &mut bytes[..64]);
        encoding::write_g2(&self.b, &mut bytes[64..192]);
        encoding::write_g1(&self.c, &mut bytes[192..]);
        bytes
    }

    /// `A`, `B` and `C`.
    pub fn points(&self) -> (G1Affine, G2Affine, G1Affine) {
        (self.a, self.b, self.c)
    }
}

impl VerifyingKey {
    /// A key that arkworks or another tool made, if it is sound and has this many public inputs.
    pub fn new(key: ark_groth16::VerifyingKey<Bn254>, inputs: usize) -> Result<Self, InvalidKey> {
        if key.gamma_abc_g1.len() != inputs + 1 || inputs > MAX_INPUTS {
            return Err(InvalidKey::Inputs);
        }
        let points = std::iter::once(&key.alpha_g1).chain(&key.gamma_abc_g1).all(is_good);
        if !points || ![key.beta_g2, key.gamma_g2, key.delta_g2].iter().all(is_good_twisted) {
            return Err(InvalidKey::Point);
        }
        // Before the first contribution delta is the generator, and so is gamma for good.
        if key.delta_g2 == key.gamma_g2 || key.delta_g2 == G2Affine::generator() || key.delta_g2 == -key.gamma_g2 {
            return Err(InvalidKey::NoContribution);
        }
        Ok(Self { key, prepared: OnceLock::new() })
    }

    /// The key that these bytes are, for a circuit with this many public inputs.
    pub fn from_bytes(bytes: &[u8], inputs: usize) -> Result<Self, InvalidKey> {
        if inputs > MAX_INPUTS {
            return Err(InvalidKey::Inputs);
        }
        if bytes.len() != KEY_HEAD + 64 * (inputs + 1) {
            return Err(InvalidKey::Length);
        }
        let read = || {
            let (alpha_g1, rest) = encoding::g1(bytes)?;
            let (beta_g2, rest) = encoding::g2(rest)?;
            let (gamma_g2, rest) = encoding::g2(rest)?;
            let (delta_g2, rest) = encoding::g2(rest)?;
            let gamma_abc_g1 =
                rest.chunks_exact(64).map(|chunk| Some(encoding::g1(chunk)?.0)).collect::<Option<_>>()?;
            Some(ark_groth16::VerifyingKey { alpha_g1, beta_g2, gamma_g2, delta_g2, gamma_abc_g1 })
        };
        Self::new(read().ok_or(InvalidKey::Point)?, inputs)
    }

    /// As EIP-197 has points: `alpha`, `beta`, `gamma`, `delta`, then one point for the constant and each input.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = vec![0; KEY_HEAD + 64 * self.key.gamma_abc_g1.len()];
        let (head, inputs) = bytes.split_at_mut(KEY_HEAD);
        encoding::write_g1(&self.key.alpha_g1, &mut head[..64]);
        encoding::write_g2(&self.key.beta_g2, &mut head[64..192]);
        encoding::write_g2(&self.key.gamma_g2, &mut head[192..320]);
        encoding::write_g2(&self.key.delta_g2, &mut head[320..]);
        for (point, place) in self.key.gamma_abc_g1.iter().zip(inputs.chunks_exact_mut(64)) {
            encoding::write_g1(point, place);
        }
        bytes
    }

    /// The SHA-256 of [`VerifyingKey::to_bytes`]: what a key is called.
    #[must_use]
    pub fn digest(&self) -> [u8; 32] {
        Sha256::digest(self.to_bytes()).into()
    }

    /// How many public inputs its circuit has.
    #[must_use]
    pub fn inputs(&self) -> usize {
        self.key.gamma_abc_g1.len() - 1
    }

    /// As arkworks has it.
    #[must_use]
    pub fn as_ark(&self) -> &ark_groth16::VerifyingKey<Bn254> {
        &self.key
    }

    /// Whether this proof shows a statement with these public inputs. Never with another number of them.
    #[must_use]
    pub fn verifies(&self, inputs: &[Fr], proof: &Proof) -> bool {
        if inputs.len() != self.inputs() {
            return false;
        }
        let prepared = self.prepared();
        let proof = ark_groth16::Proof { a: proof.a, b: proof.b, c: proof.c };
        Groth16::<Bn254>::verify_proof_with_prepared_inputs(prepared, &proof, &self.of_inputs(inputs)).unwrap_or(false)
    }

    fn prepared(&self) -> &PreparedVerifyingKey<Bn254> {
        self.prepared.get_or_init(|| prepare_verifying_key(&self.key))
    }

    /// The constant's point plus each input times its own.
    fn of_inputs(&self, inputs: &[Fr]) -> G1Projective {
        // All inputs at once, bit by bit: for six of them as fast as what is made for thousands, and much smaller.
        let scalars: Vec<_> = inputs.iter().map(|input| input.into_bigint()).collect();
        let mut sum = G1Projective::ZERO;
        for bit in (0..Fr::MODULUS_BIT_SIZE as usize).rev() {
            sum.double_in_place();
            for (scalar, point) in scalars.iter().zip(&self.key.gamma_abc_g1[1..]) {
                if scalar.get_bit(bit) {
                    sum += point;
                }
            }
        }
        sum + self.key.gamma_abc_g1[0]
    }
}

/// On the curve, whose whole group has prime order, and not at infinity.
fn is_good(point: &G1Affine) -> bool {
    !point.is_zero() && point.is_on_curve()
}

/// On the twist, in the group of prime order, and not at infinity.
fn is_good_twisted(point: &G2Affine) -> bool {
    !point.is_zero() && point.is_on_curve() && point.is_in_correct_subgroup_assuming_on_curve()
}

impl Clone for VerifyingKey {
    fn clone(&self) -> Self {
        Self { key: self.key.clone(), prepared: self.prepared.clone() }
    }
}

impl PartialEq for VerifyingKey {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl fmt::Debug for VerifyingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VerifyingKey").field("inputs", &self.inputs()).finish_non_exhaustive()
    }
}

impl fmt::Debug for Proof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Proof(..)")
    }
}

/// The pairing of a key's two constants, in the exponent of which batches count.
fn constant(key: &VerifyingKey) -> ark_ec::pairing::PairingOutput<Bn254> {
    ark_ec::pairing::PairingOutput(key.prepared().alpha_g1_beta_g2)
}

/// `final_exponentiation(miller loop)` of pairs, as an element that can be compared.
fn product(left: &[G1Affine], right: &[G2Affine]) -> ark_ec::pairing::PairingOutput<Bn254> {
    Bn254::multi_pairing(left, right)
}

/// A sum as an affine point.
fn affine(sum: G1Projective) -> G1Affine {
    sum.into_affine()
}
