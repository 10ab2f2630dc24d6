//! Proofs that one knows a signature, which show some of its messages and nothing else of it.
//!
//! Spec: draft-irtf-cfrg-bbs-signatures §3.6.3, §3.6.4, §3.7

use std::fmt;

use ark_bls12_381::{Fr, G1Affine};
use ark_ec::CurveGroup as _;
use ark_ff::{Field as _, Zero as _};

use super::encoding::{G1, SCALAR, read_g1, read_scalar, write_g1, write_scalar};
use super::hash::{from_bytes, hash_to_scalar};
use super::{
    Generators, Invalid, MAX_MESSAGES, PublicKey, Signature, base, domain, octets, pair_alike, sum, to_scalar,
};

/// A proof, not yet believed.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Proof {
    a: G1Affine,
    b: G1Affine,
    d: G1Affine,
    e: Fr,
    r1: Fr,
    r3: Fr,
    /// For each hidden message one.
    hidden: Vec<Fr>,
    challenge: Fr,
}

/// What a holder makes a proof of.
pub(crate) struct Hidden<'a> {
    pub(crate) key: &'a PublicKey,
    pub(crate) header: &'a [u8],
    pub(crate) messages: &'a [&'a [u8]],
    pub(crate) signature: &'a Signature,
}

/// What the challenge is made of beside what is shown.
struct Commitments {
    a: G1Affine,
    b: G1Affine,
    d: G1Affine,
    t1: G1Affine,
    t2: G1Affine,
    domain: Fr,
}

/// Indexes that rise, with the message at each.
type Shown = [(usize, Fr)];

impl Commitments {
    /// §3.7.4, `ProofChallengeCalculate`.
    fn challenge(&self, shown: &Shown, presentation_header: &[u8]) -> Fr {
        let mut input = octets(shown.len()).to_vec();
        for (index, message) in shown {
            input.extend(octets(*index));
            input.extend(write_scalar(message));
        }
        for point in [&self.a, &self.b, &self.d, &self.t1, &self.t2] {
            input.extend(write_g1(point));
        }
        input.extend(write_scalar(&self.domain));
        input.extend(octets(presentation_header.len()));
        input.extend(presentation_header);
        hash_to_scalar(&input, "H2S_")
    }
}

impl Proof {
    /// Length of a proof that hides nothing.
    pub(crate) const LEAST: usize = 3 * G1 + 4 * SCALAR;

    /// §4.2.4.5, `octets_to_proof`.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Result<Self, Invalid> {
        if !Self::is_length(bytes.len()) {
            return Err(Invalid);
        }
        let (points, scalars) = bytes.split_at(3 * G1);
        let [a, b, d] = points.as_chunks::<G1>().0 else { return Err(Invalid) };
        let [e, r1, r3, hidden @ .., challenge] = scalars.as_chunks::<SCALAR>().0 else { return Err(Invalid) };
        Ok(Self {
            a: read_g1(a)?,
            b: read_g1(b)?,
            d: read_g1(d)?,
            e: read_scalar(e)?,
            r1: read_scalar(r1)?,
            r3: read_scalar(r3)?,
            hidden: hidden.iter().map(read_scalar).collect::<Result<_, _>>()?,
            challenge: read_scalar(challenge)?,
        })
    }

    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let points = [&self.a, &self.b, &self.d].into_iter().flat_map(write_g1);
        let scalars = [&self.e, &self.r1, &self.r3].into_iter().chain(&self.hidden).chain([&self.challenge]);
        points.chain(scalars.flat_map(write_scalar)).collect()
    }

    /// How many messages a proof of some length hides.
    pub(crate) fn hidden_in(length: usize) -> usize {
        length.saturating_sub(Self::LEAST) / SCALAR
    }

    /// Whether a proof can have some length.
    pub(crate) fn is_length(length: usize) -> bool {
        let hidden = length.checked_sub(Self::LEAST);
        hidden.is_some_and(|hidden| hidden <= MAX_MESSAGES * SCALAR && hidden.is_multiple_of(SCALAR))
    }

    /// `CoreProofGen`. `indexes` rise and are those of the messages to show; `random` fills bytes nobody can guess, each
    /// time others. The signature is verified first: a proof of a bad one would tell the verifier about the holder.
    pub(crate) fn new(
        from: &Hidden<'_>,
        presentation_header: &[u8],
        indexes: &[usize],
        random: &mut dyn FnMut(&mut [u8]),
    ) -> Result<Self, Invalid> {
        let Hidden { key, header, messages, signature } = from;
        signature.verify(key, header, messages)?;
        let generators = Generators::new(messages.len())?;
        let domain = domain(key, &generators, header);
        let messages: Vec<Fr> = messages.iter().map(|message| to_scalar(message)).collect();
        let (shown, hidden) = part(&messages, indexes)?;

        // §4.2.1, `calculate_random_scalars`.
        let mut scalar = || {
            let mut bytes = [0; 48];
            random(&mut bytes);
            from_bytes(&bytes)
        };
        let [r1, r2, e_, r1_, r3_] = std::array::from_fn(|_| scalar());
        let hidden_: Vec<Fr> = hidden.iter().map(|_| scalar()).collect();

        // §3.7.1, `ProofInit`.
        let d = (base(&generators, domain, &messages) * r2).into_affine();
        let a = (signature.a * (r1 * r2)).into_affine();
        let b = sum([(d, r1), (a, -signature.e)]).into_affine();
        let t1 = sum([(a, e_), (d, r1_)]).into_affine();
        let for_hidden = hidden.iter().zip(&hidden_).map(|((at, _), scalar)| (generators.messages[*at], *scalar));
        let t2 = sum([(d, r3_)].into_iter().chain(for_hidden)).into_affine();
        let challenge = Commitments { a, b, d, t1, t2, domain }.challenge(&shown, presentation_header);

        // §3.7.2, `ProofFinalize`.
        let r3 = r2.inverse().ok_or(Invalid)?;
        let hidden = hidden.iter().zip(hidden_).map(|((_, message), scalar)| scalar + *message * challenge);
        Ok(Self {
            a,
            b,
            d,
            e: e_ + signature.e * challenge,
            r1: r1_ - r1 * challenge,
            r3: r3_ - r3 * challenge,
            hidden: hidden.collect(),
            challenge,
        })
    }

    /// `CoreProofVerify`. The messages shown stand at `indexes`, which rise, among all that were signed.
    pub(crate) fn verify(
        &self,
        key: &PublicKey,
        header: &[u8],
        presentation_header: &[u8],
        indexes: &[usize],
        messages: &[&[u8]],
    ) -> Result<(), Invalid> {
        let count = messages.len().checked_add(self.hidden.len()).ok_or(Invalid)?;
        if messages.len() != indexes.len() {
            return Err(Invalid);
        }
        let generators = Generators::new(count)?;
        let mut all = vec![Fr::zero(); count];
        for (index, message) in indexes.iter().zip(messages) {
            *all.get_mut(*index).ok_or(Invalid)? = to_scalar(message);
        }
        let (shown, hidden) = part(&all, indexes)?;
        let domain = domain(key, &generators, header);

        // §3.7.3, `ProofVerifyInit`, with T2 as one sum: what is shown, times the challenge, and the rest.
        let c = self.challenge;
        let t1 = sum([(self.b, c), (self.a, self.e), (self.d, self.r1)]).into_affine();
        for (at, message) in &shown {
            all[*at] = *message * c;
        }
        for ((at, _), scalar) in hidden.iter().zip(&self.hidden) {
            all[*at] = *scalar;
        }
        let terms = generators.messages.iter().copied().zip(all);
        let fixed = [(super::generators::p1(), c), (generators.q1, domain * c), (self.d, self.r3)];
        let t2 = sum(fixed.into_iter().chain(terms)).into_affine();
        let commitments = Commitments { a: self.a, b: self.b, d: self.d, t1, t2, domain };
        // h(Abar, W) is h(Bbar, BP2).
        if commitments.challenge(&shown, presentation_header) == c && pair_alike(self.a, key.0, self.b) {
            Ok(())
        } else {
            Err(Invalid)
        }
    }
}

impl fmt::Debug for Proof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Proof(..)")
    }
}

/// The messages at `indexes`, and the others, each with its index.
type Parted = (Vec<(usize, Fr)>, Vec<(usize, Fr)>);

fn part(messages: &[Fr], indexes: &[usize]) -> Result<Parted, Invalid> {
    if !indexes.is_sorted_by(|a, b| a < b) || indexes.last().is_some_and(|last| *last >= messages.len()) {
        return Err(Invalid);
    }
    let all = messages.iter().copied().enumerate();
    Ok(all.partition(|(at, _)| indexes.binary_search(at).is_ok()))
}
