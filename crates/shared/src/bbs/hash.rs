//! Hashing to scalars and to points.
//!
//! Specs: <https://www.rfc-editor.org/rfc/rfc9380>, draft-irtf-cfrg-bbs-signatures §4.2.2

use ark_bls12_381::{Fq, Fr, G1Affine, g1};
use ark_ec::hashing::curve_maps::wb::WBMap;
use ark_ec::hashing::map_to_curve_hasher::MapToCurve as _;
use ark_ec::{AffineRepr as _, CurveGroup as _};
use ark_ff::PrimeField as _;
use sha2::{Digest as _, Sha256};

/// The ciphersuite and how generators and messages come about.
pub(super) const API_ID: &str = "BBS_BLS12381G1_XMD:SHA-256_SSWU_RO_H2G_HM2S_";

/// Bytes of a message that make a scalar (`expand_len`): 128 bits more than its order has.
const EXPANDED: usize = 48;

/// `hash_to_scalar`, with what follows the interface's identifier in the domain separation tag.
pub(super) fn hash_to_scalar(message: &[u8], tag: &str) -> Fr {
    from_bytes(&expand::<EXPANDED>(message, tag))
}

/// OS2IP, modulo the order.
pub(super) fn from_bytes(bytes: &[u8; EXPANDED]) -> Fr {
    Fr::from_be_bytes_mod_order(bytes)
}

/// RFC 9380 §5.3.1, `expand_message_xmd` with SHA-256. `N` is at most 8160, and tags are short.
pub(super) fn expand<const N: usize>(message: &[u8], tag: &str) -> [u8; N] {
    let length = u8::try_from(API_ID.len() + tag.len()).unwrap_or(u8::MAX);
    let tagged = |hash: Sha256| hash.chain_update(API_ID).chain_update(tag).chain_update([length]).finalize();
    let bytes = u16::try_from(N).unwrap_or(u16::MAX).to_be_bytes();
    let start = tagged(Sha256::new().chain_update([0; 64]).chain_update(message).chain_update(bytes).chain_update([0]));
    let mut expanded = [0; N];
    let mut before = [0; 32];
    for (number, chunk) in (1..=u8::MAX).zip(expanded.chunks_mut(32)) {
        before.iter_mut().zip(start).for_each(|(byte, first)| *byte ^= first);
        before = tagged(Sha256::new().chain_update(before).chain_update([number])).into();
        chunk.copy_from_slice(&before[..chunk.len()]);
    }
    expanded
}

/// RFC 9380 §3, `hash_to_curve` of BLS12381G1_XMD:SHA-256_SSWU_RO_.
pub(super) fn hash_to_curve(message: &[u8], tag: &str) -> G1Affine {
    let uniform = expand::<128>(message, tag);
    let (first, second) = uniform.split_at(64);
    let map = |bytes: &[u8]| {
        // The map is defined everywhere. Were it not, the identity would give signatures that do not verify.
        WBMap::<g1::Config>::map_to_curve(Fq::from_be_bytes_mod_order(bytes)).unwrap_or_default()
    };
    (map(first) + map(second)).into_affine().clear_cofactor()
}

#[cfg(test)]
mod tests {
    use super::super::encoding::write_scalar;
    use super::*;
    use crate::digest::hex;

    /// The draft's own case (appendix, hash to scalar).
    #[test]
    fn hashes_to_the_drafts_scalar() {
        let message = [
            0x98, 0x72, 0xad, 0x08, 0x9e, 0x45, 0x2c, 0x7b, 0x6e, 0x28, 0x3d, 0xfa, 0xc2, 0xa8, 0x0d, 0x58, 0xe8, 0xd0,
            0xff, 0x71, 0xcc, 0x4d, 0x5e, 0x31, 0x0a, 0x1d, 0xeb, 0xdd, 0xa4, 0xa4, 0x5f, 0x02,
        ];
        let scalar = hash_to_scalar(&message, "H2S_");
        assert_eq!(hex(&write_scalar(&scalar)), "0f90cbee27beb214e6545becb8404640d3612da5d6758dffeccd77ed7169807c");
        assert_ne!(hash_to_scalar(&message, "MAP_MSG_TO_SCALAR_AS_HASH_"), scalar);
    }
}
