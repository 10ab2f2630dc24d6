//! The secret of a contribution, and what is derived from hashes.
//!
//! Numbers and points are drawn from the keystream of ChaCha20 as the `rand` and `pairing` crates of 2018 drew them, which
//! is what bellman's phase 2 and snarkjs do: words of 32 bits; a number is eight of them, each pair high word first, little
//! end first, its two top bits cleared, again until it is below the modulus, and taken for its own Montgomery form; a
//! point is its x, and one word whose lowest bit chooses the larger y.

use ark_ec::short_weierstrass::{Affine, Projective, SWCurveConfig};
use ark_ec::{AffineRepr as _, CurveGroup as _, PrimeGroup as _};
use ark_ff::{BigInt, Field, PrimeField, Zero as _};
use blake2::{Blake2b512, Digest as _};
use chacha20::ChaCha20;
use chacha20::cipher::{KeyIvInit as _, StreamCipher as _};
use sha2::Sha256;
use zeroize::{Zeroize as _, Zeroizing};

use crate::bn254::{Fq, Fq2, Fr, G1Affine, G1Projective, G2Affine};
use crate::formats::uncompressed_g1;

/// Words of a keystream.
pub(super) struct Words(ChaCha20);

impl Words {
    /// From 32 bytes: eight words, big end first.
    pub(super) fn new(seed: &[u8; 32]) -> Self {
        let mut key = Zeroizing::new(*seed);
        for word in key.chunks_exact_mut(4) {
            word.reverse();
        }
        Self(ChaCha20::new(&(*key).into(), &[0; 12].into()))
    }

    fn word(&mut self) -> u32 {
        let mut word = [0; 4];
        self.0.apply_keystream(&mut word);
        u32::from_le_bytes(word)
    }

    /// Two words, the high one first.
    fn long(&mut self) -> u64 {
        let high = u64::from(self.word());
        high << 32 | u64::from(self.word())
    }

    /// A number below the modulus.
    pub(super) fn number<F: PrimeField<BigInt = BigInt<4>>>(&mut self) -> F {
        // What stands in the stream is the number times R.
        let form = F::from(2_u8).pow([256]).inverse().unwrap_or_default();
        loop {
            let mut limbs = [(); 4].map(|()| self.long());
            limbs[3] &= u64::MAX >> 2;
            let number = F::from_bigint(BigInt(limbs));
            limbs.zeroize();
            if let Some(number) = number {
                return number * form;
            }
        }
    }

    fn chooses_larger(&mut self) -> bool {
        self.word() & 1 == 1
    }

    /// A point whose logarithm nobody knows.
    pub(super) fn g1(&mut self) -> G1Affine {
        self.point(Self::number::<Fq>)
    }

    /// A point whose logarithm nobody knows.
    pub(super) fn g2(&mut self) -> G2Affine {
        self.point(|words| Fq2::new(words.number(), words.number()))
    }

    /// So many bits that a prover could not have known, for combinations: small, so that they cost little.
    pub(super) fn small(&mut self) -> Fr {
        Fr::from(u128::from(self.long()) << 64 | u128::from(self.long()))
    }

    fn point<C: SWCurveConfig>(&mut self, x: impl Fn(&mut Self) -> C::BaseField) -> Affine<C> {
        loop {
            let (x, larger) = (x(self), self.chooses_larger());
            let Some(point) = Affine::<C>::get_point_from_x_unchecked(x, larger) else { continue };
            let point: Projective<C> = point.mul_by_cofactor_to_group();
            if !point.is_zero() {
                return point.into_affine();
            }
        }
    }
}

/// The point of G2 that a contribution's transcript stands for.
pub(super) fn hash_to_g2(transcript: &[u8; 64]) -> G2Affine {
    Words::new(&first_half(transcript)).g2()
}

fn first_half(bytes: &[u8; 64]) -> [u8; 32] {
    let (half, _) = bytes.split_at(32);
    // Unwrap safety: half of 64 bytes are 32.
    half.try_into().unwrap_or([0; 32])
}

/// The factor of a contribution, and a point multiplied with it.
pub(super) struct Keypair {
    factor: Zeroizing<Fr>,
    /// A point.
    pub(super) g1_s: G1Affine,
    /// The point times the factor.
    pub(super) g1_sx: G1Affine,
}

impl Keypair {
    /// From a seed that its owner forgets.
    pub(super) fn from_seed(seed: &Zeroizing<[u8; 32]>) -> Self {
        let mut words = Words::new(seed);
        let mut factor = words.number::<Fr>();
        // Once in 2^254: zero has no inverse.
        while factor.is_zero() {
            factor = words.number();
        }
        let factor = Zeroizing::new(factor);
        let g1_s = words.g1();
        let g1_sx = (g1_s.into_group() * *factor).into_affine();
        Self { factor, g1_s, g1_sx }
    }

    /// From a beacon: its value, hashed two to the power of `iterations` times.
    pub(super) fn from_beacon(value: &[u8], iterations: u8) -> Self {
        let mut bytes = value.to_vec();
        for _ in 0..1_u64 << iterations.min(super::MAX_ITERATIONS) {
            bytes = Sha256::digest(&bytes).to_vec();
        }
        let mut seed = Zeroizing::new([0; 32]);
        seed.copy_from_slice(&bytes);
        Self::from_seed(&seed)
    }

    /// The factor, which is a secret but for a beacon's.
    pub(super) fn factor(&self) -> Fr {
        *self.factor
    }

    /// What the parts that are divided by delta are multiplied with.
    pub(super) fn inverse(&self) -> Zeroizing<Fr> {
        // Unwrap safety: the factor is not zero by construction.
        Zeroizing::new(self.factor.inverse().unwrap_or_default())
    }

    /// What binds this contribution to those before, whose hash `before` is in.
    pub(super) fn transcript(&self, before: &Blake2b512) -> [u8; 64] {
        transcript(before, &self.g1_s, &self.g1_sx)
    }

    /// The transcript's point times the factor: proves that the factor is known.
    pub(super) fn proof(&self, transcript: &[u8; 64]) -> G2Affine {
        (hash_to_g2(transcript).into_group() * *self.factor).into_affine()
    }
}

/// What binds a contribution to those before, whose hash `before` is in.
pub(super) fn transcript(before: &Blake2b512, g1_s: &G1Affine, g1_sx: &G1Affine) -> [u8; 64] {
    let mut hasher = before.clone();
    hasher.update(uncompressed_g1(g1_s));
    hasher.update(uncompressed_g1(g1_sx));
    hasher.finalize().into()
}

/// The generator of G1.
pub(super) fn generator() -> G1Affine {
    G1Projective::generator().into_affine()
}
