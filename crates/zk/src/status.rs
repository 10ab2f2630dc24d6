//! Who was withdrawn: up to 2^21 bits as a tree of Poseidon hashes, whose root an issuer signs.
//!
//! In scope: the tree, and the path to one bit. Out of scope: which bits are set, and the signed document (the protocol).
//!
//! A leaf is 128 bits as a number, the first bit of the list its lowest; a node is the hash of four children; there are
//! seven levels. A holder builds the tree from the whole published list, so that nobody learns whose path is asked for.

use std::sync::OnceLock;

use ark_ff::Zero as _;

use crate::bn254::Fr;
use crate::poseidon;

/// Bits in one leaf, as a power of two.
pub const LEAF_BITS_LOG: usize = 7;
/// Bits in one leaf.
pub const LEAF_BITS: usize = 1 << LEAF_BITS_LOG;
/// Levels of nodes above the leaves.
pub const DEPTH: usize = 7;
/// Children of one node.
pub const ARITY: usize = 4;
/// Bits in one tree.
pub const CAPACITY: usize = LEAF_BITS << (2 * DEPTH);

/// The tree over a list of bits.
#[derive(Clone, Debug)]
pub struct StatusTree {
    /// From the leaves up to the root, each level as far as it is not that of an empty tree.
    levels: Vec<Vec<Fr>>,
    leaves: Vec<u128>,
}

/// What shows one bit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StatusPath {
    /// The leaf that has the bit.
    pub leaf: u128,
    /// The four children of each node on the way to the root, from the leaves up.
    pub children: [[Fr; ARITY]; DEPTH],
}

impl StatusTree {
    /// The tree of a list: its bits in order, the most significant of each byte first, as a Bitstring Status List has them.
    /// What is missing at the end is zero. None, if there are more than [`CAPACITY`].
    #[must_use]
    pub fn new(bits: &[u8]) -> Option<Self> {
        if bits.len() * 8 > CAPACITY {
            return None;
        }
        let mut leaves: Vec<u128> = bits.chunks(LEAF_BITS / 8).map(leaf).collect();
        while leaves.last().is_some_and(|leaf| *leaf == 0) {
            leaves.pop();
        }
        let mut levels = vec![leaves.iter().map(|leaf| Fr::from(*leaf)).collect::<Vec<_>>()];
        for level in 0..DEPTH {
            let nodes = levels[level].chunks(ARITY).map(|children| node(&filled(children, level))).collect();
            levels.push(nodes);
        }
        Some(Self { levels, leaves })
    }

    /// What the issuer signs.
    #[must_use]
    pub fn root(&self) -> Fr {
        self.levels[DEPTH].first().copied().unwrap_or(empty()[DEPTH])
    }

    /// What shows the bit at this place. None, if there is no such place.
    #[must_use]
    pub fn path(&self, index: u32) -> Option<StatusPath> {
        let index = usize::try_from(index).ok().filter(|index| *index < CAPACITY)?;
        let place = index >> LEAF_BITS_LOG;
        let mut children = [[Fr::zero(); ARITY]; DEPTH];
        for (level, children) in children.iter_mut().enumerate() {
            let first = place >> (2 * level) & !(ARITY - 1);
            let there = self.levels[level].get(first..).unwrap_or_default();
            *children = filled(&there[..there.len().min(ARITY)], level);
        }
        Some(StatusPath { leaf: self.leaves.get(place).copied().unwrap_or(0), children })
    }

    /// Whether the bit at this place is set.
    #[must_use]
    pub fn is_set(&self, index: u32) -> bool {
        let index = index as usize;
        self.leaves.get(index >> LEAF_BITS_LOG).is_some_and(|leaf| leaf >> (index % LEAF_BITS) & 1 == 1)
    }
}

/// 16 bytes with the first bit of a list the most significant, as a number with it the lowest.
fn leaf(bytes: &[u8]) -> u128 {
    bytes.iter().enumerate().fold(0, |leaf, (place, byte)| leaf | u128::from(byte.reverse_bits()) << (8 * place))
}

fn filled(children: &[Fr], level: usize) -> [Fr; ARITY] {
    let mut all = [empty()[level]; ARITY];
    all[..children.len()].copy_from_slice(children);
    all
}

fn node(children: &[Fr; ARITY]) -> Fr {
    poseidon::hash(children)
}

/// The root of a tree of each height in which nothing is set.
fn empty() -> &'static [Fr; DEPTH + 1] {
    static EMPTY: OnceLock<[Fr; DEPTH + 1]> = OnceLock::new();
    EMPTY.get_or_init(|| {
        let mut levels = [Fr::zero(); DEPTH + 1];
        for level in 0..DEPTH {
            levels[level + 1] = node(&[levels[level]; ARITY]);
        }
        levels
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Bits and how they were set, for holding a tree against.
    fn list(set: &[usize], bytes: usize) -> Vec<u8> {
        let mut bits = vec![0; bytes];
        for index in set {
            bits[index / 8] |= 0x80 >> (index % 8);
        }
        bits
    }

    fn root_of(path: &StatusPath, index: u32) -> Option<Fr> {
        let mut here = Fr::from(path.leaf);
        let mut place = index as usize >> LEAF_BITS_LOG;
        for children in &path.children {
            if children[place % ARITY] != here {
                return None;
            }
            here = node(children);
            place /= ARITY;
        }
        Some(here)
    }

    #[test]
    fn every_path_leads_to_the_root_and_shows_its_bit() {
        let set = [0, 7, 8, 127, 128, 511, 512, 131_071];
        let tree = StatusTree::new(&list(&set, 16_384)).expect("a tree");
        for index in [0_u32, 1, 6, 7, 8, 126, 127, 128, 129, 511, 512, 131_071, 131_072, (1 << 21) - 1] {
            let path = tree.path(index).expect("a place");
            assert_eq!(root_of(&path, index), Some(tree.root()), "{index}");
            let bit = path.leaf >> (index as usize % LEAF_BITS) & 1 == 1;
            assert_eq!(bit, set.contains(&(index as usize)), "{index}");
            assert_eq!(bit, tree.is_set(index));
        }
        assert_eq!(tree.path(1 << 21), None);
    }

    #[test]
    fn every_bit_changes_the_root_and_zeros_at_the_end_do_not() {
        let root = |set: &[usize], bytes| StatusTree::new(&list(set, bytes)).expect("a tree").root();
        let empty = root(&[], 0);
        assert_eq!(root(&[], 16_384), empty);
        let roots: Vec<Fr> = [0, 1, 127, 128, 4_000, 131_071].iter().map(|index| root(&[*index], 16_384)).collect();
        for (index, one) in roots.iter().enumerate() {
            assert!(*one != empty && roots[..index].iter().all(|other| other != one));
        }
        assert_eq!(root(&[5], 1), root(&[5], 262_144));
        assert!(StatusTree::new(&vec![0; 262_145]).is_none());
    }
}
