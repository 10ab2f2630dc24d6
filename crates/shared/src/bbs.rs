//! BBS signatures: one signature over many messages, and proofs of it that show some of them and cannot be linked.
//!
//! In scope: the ciphersuite BLS12-381-SHA-256 with its one interface (`H2G_HM2S_`): verifying signatures and proofs,
//! making proofs, signing (feature `issue`). Out of scope: what the messages are (`securing::data_integrity`), blind
//! signatures and pseudonyms, other ciphersuites.
//!
//! Curve, field and pairing are arkworks' (docs/adr/0008-bbs-is-ours-on-arkworks.md). They do not run in constant time:
//! see [`SecretKey`] for what that means for issuers. A holder's secrets are used once.
//! Spec: <https://datatracker.ietf.org/doc/draft-irtf-cfrg-bbs-signatures/>

mod encoding;
mod generators;
mod hash;
mod proof;
#[cfg(feature = "issue")]
mod secret;
mod signature;

use std::fmt;

use ark_bls12_381::{Bls12_381, Fr, G1Affine, G1Projective, G2Affine};
use ark_ec::pairing::Pairing as _;
use ark_ec::{AdditiveGroup as _, AffineRepr as _, CurveGroup as _, VariableBaseMSM as _};
use ark_ff::{BigInteger as _, PrimeField as _, Zero as _};

use encoding::{read_g2, write_g2};
use generators::Generators;
use hash::hash_to_scalar;

pub(crate) use generators::TABLED;
pub(crate) use proof::{Hidden, Proof};
#[cfg(feature = "issue")]
pub use secret::SecretKey;
pub(crate) use signature::Signature;

/// Most messages that are signed, or shown and hidden in a proof. Each beyond the first few costs more than a
/// millisecond in WebAssembly. The largest passports have some hundreds of statements.
pub(crate) const MAX_MESSAGES: usize = 1_500;

/// Up to so many points are added up digit by digit, more of them by buckets.
const FEW: usize = 256;

/// Bits of a digit, its sign among them, and so many odd multiples of a point such digits have.
const WINDOW: usize = 4;
const ODD: usize = 1 << (WINDOW - 2);

/// Bytes that are no key, signature or proof; or messages that nobody signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Invalid;

/// A public key: a point of the subgroup of G2, and not its identity (§4.2.4.6, `octets_to_pubkey`).
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct PublicKey(G2Affine);

impl PublicKey {
    /// Length of an encoded key.
    pub(crate) const LENGTH: usize = encoding::G2;

    pub(crate) fn from_bytes(bytes: &[u8; Self::LENGTH]) -> Result<Self, Invalid> {
        read_g2(bytes).map(Self)
    }

    pub(crate) fn to_bytes(self) -> [u8; Self::LENGTH] {
        write_g2(&self.0)
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PublicKey(..)")
    }
}

/// §4.2.3, `calculate_domain`: what a signature is about beside its messages.
fn domain(key: &PublicKey, generators: &Generators, header: &[u8]) -> Fr {
    let mut input = key.to_bytes().to_vec();
    input.extend(octets(generators.messages.len()));
    input.extend(encoding::write_g1(&generators.q1));
    generators.messages.iter().for_each(|generator| input.extend(encoding::write_g1(generator)));
    input.extend(hash::API_ID.as_bytes());
    input.extend(octets(header.len()));
    input.extend(header);
    hash_to_scalar(&input, "H2S_")
}

/// §4.1.3: a message as a scalar.
fn to_scalar(message: &[u8]) -> Fr {
    hash_to_scalar(message, "MAP_MSG_TO_SCALAR_AS_HASH_")
}

/// `I2OSP(number, 8)`
fn octets(number: usize) -> [u8; 8] {
    // Lossless: nothing has more than 64 bits of length.
    (number as u64).to_be_bytes()
}

/// The sum of points, each so many times.
fn sum(terms: impl IntoIterator<Item = (G1Affine, Fr)>) -> G1Projective {
    let (points, scalars): (Vec<_>, Vec<_>) = terms.into_iter().unzip();
    if points.len() > FEW { G1Projective::msm_unchecked(&points, &scalars) } else { sum_of_few(&points, &scalars) }
}

/// With doublings that all share, and odd multiples of each point at hand (Straus): for few points less than half of the
/// work of sorting them into buckets.
fn sum_of_few(points: &[G1Affine], scalars: &[Fr]) -> G1Projective {
    let mut odd = Vec::with_capacity(points.len() * ODD);
    for point in points {
        let mut multiple = point.into_group();
        let twice = multiple.double();
        for _ in 0..ODD {
            odd.push(multiple);
            multiple += twice;
        }
    }
    let odd = G1Projective::normalize_batch(&odd);
    // Signed digits, of which each is zero or odd.
    let digits = scalars.iter().map(|scalar| scalar.into_bigint().find_wnaf(WINDOW).unwrap_or_default());
    let digits: Vec<Vec<i64>> = digits.collect();
    let mut sum = G1Projective::zero();
    for at in (0..digits.iter().map(Vec::len).max().unwrap_or_default()).rev() {
        sum.double_in_place();
        for (digits, odd) in digits.iter().zip(odd.chunks(ODD)) {
            let digit = digits.get(at).copied().unwrap_or_default();
            // Below 2 * ODD in size.
            let Some(multiple) = usize::try_from(digit.unsigned_abs() / 2).ok().and_then(|half| odd.get(half)) else {
                continue;
            };
            match digit.signum() {
                1 => sum += multiple,
                -1 => sum -= multiple,
                _ => {}
            }
        }
    }
    sum
}

/// P1, Q1 and the generators of messages, each so many times: what a signature signs, B.
fn base(generators: &Generators, domain: Fr, messages: &[Fr]) -> G1Projective {
    let messages = generators.messages.iter().copied().zip(messages.iter().copied());
    sum([(generators::p1(), Fr::from(1)), (generators.q1, domain)].into_iter().chain(messages))
}

/// Whether h(a, b) is h(c, BP2).
fn pair_alike(a: G1Affine, b: G2Affine, c: G1Affine) -> bool {
    Bls12_381::multi_pairing([a, c], [b, -G2Affine::generator()]).is_zero()
}

#[cfg(test)]
#[cfg(feature = "issue")]
mod tests {
    use super::*;
    use crate::digest::hex;

    // The draft's own cases, by its fixtures: a key, ten messages, signatures of one and of all, and a proof.
    const SECRET: &str = "60e55110f76883a13d030b2f6bd11883422d5abde717569fc0731f51237169fc";
    const PUBLIC: &str = "a820f230f6ae38503b86c70dc50b61c58a77e45c39ab25c0652bbaa8fa136f2851bd4781c9dcde39fc9d1d52c9e60268061e7d7632171d91aa8d460acee0e96f1e7c4cfb12d3ff9ab5d5dc91c277db75c845d649ef3c4f63aebc364cd55ded0c";
    const HEADER: &str = "11223344556677889900aabbccddeeff";
    const MESSAGES: [&str; 10] = [
        "9872ad089e452c7b6e283dfac2a80d58e8d0ff71cc4d5e310a1debdda4a45f02",
        "c344136d9ab02da4dd5908bbba913ae6f58c2cc844b802a6f811f5fb075f9b80",
        "7372e9daa5ed31e6cd5c825eac1b855e84476a1d94932aa348e07b73",
        "77fe97eb97a1ebe2e81e4e3597a3ee740a66e9ef2412472c",
        "496694774c5604ab1b2544eababcf0f53278ff50",
        "515ae153e22aae04ad16f759e07237b4",
        "d183ddc6e2665aa4e2f088af",
        "ac55fb33a75909ed",
        "96012096",
        "",
    ];
    const ONE: &str = "84773160b824e194073a57493dac1a20b667af70cd2352d8af241c77658da5253aa8458317cca0eae615690d55b1f27164657dcafee1d5c1973947aa70e2cfbb4c892340be5969920d0916067b4565a0";
    const ALL: &str = "8339b285a4acd89dec7777c09543a43e3cc60684b0a6f8ab335da4825c96e1463e28f8c5f4fd0641d19cec5920d3a8ff4bedb6c9691454597bbd298288abed3632078557b2ace7d44caed846e1a0a1e8";
    const PRESENTATION_HEADER: &str = "bed231d880675ed101ead304512e043ade9958dd0241ea70b4b3957fba941501";
    const SHOWN: [usize; 4] = [0, 2, 4, 6];
    const RANDOM: [&str; 11] = [
        "44679831fe60eca50938ef0e812e2a9284ad7971b6932a38c7303538b712e457",
        "6481692f89086cce11779e847ff884db8eebb85a13e81b2d0c79d6c1062069d8",
        "721ce4c4c148a1d5826f326af6fd6ac2844f29533ba4127c3a43d222d51b7081",
        "1ecfaf5a079b0504b00a1f0d6fe8857291dd798291d7ad7454b398114393f37f",
        "0a4b3d59b34707bb9999bc6e2a6d382a2d2e214bff36ecd88639a14124b1622e",
        "7217411a9e329c7a5705e8db552274646e2949d62c288d7537dd62bc284715e4",
        "67d4d43660746759f598caac106a2b5f58ccd1c3eefaec31841a4f77d2548870",
        "715d965b1c3912d20505b381470ff1a528700b673e50ba89fd287e13171cc137",
        "4d3281a149674e58c9040fc7a10dd92cb9c7f76f6f0815a1afc3b09d74b92fe4",
        "438feebaa5894ca0da49992df2c97d872bf153eab07e08ff73b28131c46ff415",
        "602b723c8bbaec1b057d70f18269ae5e6de6197a5884967b03b933fa80006121",
    ];
    const PROOF: &str = "a2ed608e8e12ed21abc2bf154e462d744a367c7f1f969bdbf784a2a134c7db2d340394223a5397a3011b1c340ebc415199462ba6f31106d8a6da8b513b37a47afe93c9b3474d0d7a354b2edc1b88818b063332df774c141f7a07c48fe50d452f897739228c88afc797916dca01e8f03bd9c5375c7a7c59996e514bb952a436afd24457658acbaba5ddac2e693ac481356918cd38025d86b28650e909defe9604a7259f44386b861608be742af7775a2e71a6070e5836f5f54dc43c60096834a5b6da295bf8f081f72b7cdf7f3b4347fb3ff19edaa9e74055c8ba46dbcb7594fb2b06633bb5324192eb9be91be0d33e453b4d3127459de59a5e2193c900816f049a02cb9127dac894418105fa1641d5a206ec9c42177af9316f433417441478276ca0303da8f941bf2e0222a43251cf5c2bf6eac1961890aa740534e519c1767e1223392a3a286b0f4d91f7f25217a7862b8fcc1810cdcfddde2a01c80fcc90b632585fec12dc4ae8fea1918e9ddeb9414623a457e88f53f545841f9d5dcb1f8e160d1560770aa79d65e2eca8edeaecb73fb7e995608b820c4a64de6313a370ba05dc25ed7c1d185192084963652f2870341bdaa4b1a37f8c06348f38a4f80c5a2650a21d59f09e8305dcd3fc3ac30e2a";

    fn unhex(text: &str) -> Vec<u8> {
        (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
    }

    fn messages() -> Vec<Vec<u8>> {
        MESSAGES.iter().map(|text| unhex(text)).collect()
    }

    fn slices(messages: &[Vec<u8>]) -> Vec<&[u8]> {
        messages.iter().map(Vec::as_slice).collect()
    }

    fn secret() -> SecretKey {
        SecretKey::from_bytes(unhex(SECRET)[..].try_into().unwrap()).unwrap()
    }

    fn public() -> PublicKey {
        PublicKey::from_bytes(unhex(PUBLIC)[..].try_into().unwrap()).unwrap()
    }

    fn prove(signature: &Signature, messages: &[&[u8]], header: &[u8], shown: &[usize]) -> Result<Proof, Invalid> {
        let mut random = RANDOM.iter();
        let key = public();
        let hidden = Hidden { key: &key, header, messages, signature };
        Proof::new(&hidden, &unhex(PRESENTATION_HEADER), shown, &mut |bytes| {
            bytes[..16].fill(0);
            bytes[16..].copy_from_slice(&unhex(random.next().unwrap()));
        })
    }

    #[test]
    fn a_key_is_the_drafts() {
        assert_eq!(secret().public_key().to_point(), unhex(PUBLIC));
        assert_eq!(format!("{:?}", secret()), "SecretKey(..)");
        for bytes in [[0; 32], [0xff; 32]] {
            assert_eq!(SecretKey::from_bytes(&bytes).err(), Some(crate::key::KeyError::Malformed));
        }
        let (one, other) = (SecretKey::from_material(&[1; 32], b"a"), SecretKey::from_material(&[1; 32], b"b"));
        assert_ne!(one.public_key(), other.public_key());
        assert_eq!(one.public_key(), SecretKey::from_material(&[1; 32], b"a").public_key());
    }

    #[test]
    fn few_points_add_up_as_many_do() {
        let generators = Generators::new(40).unwrap().messages;
        let scalars = [Fr::zero(), Fr::from(1), -Fr::from(1), Fr::from(8), Fr::from(7), -Fr::from(8)];
        let scalars = scalars.into_iter().chain((0..34_u8).map(|at| to_scalar(&[at])));
        let mut terms: Vec<(G1Affine, Fr)> = generators.into_iter().zip(scalars).collect();
        // A point and its opposite, and a point twice.
        terms.extend([(terms[7].0, -terms[7].1), (terms[8].0, terms[8].1), (G1Affine::zero(), Fr::from(5))]);
        for count in 0..=terms.len() {
            let (points, scalars): (Vec<_>, Vec<_>) = terms[..count].iter().copied().unzip();
            assert_eq!(sum_of_few(&points, &scalars), G1Projective::msm_unchecked(&points, &scalars), "{count}");
        }
        // Where the one way ends and the other begins.
        let many = |count: usize| (0..count).map(|at| terms[at % 40]);
        let each = many(FEW + 1).map(|(point, scalar)| point * scalar).sum::<G1Projective>();
        assert_eq!(sum(many(FEW + 1)), each);
        let last = terms[FEW % 40];
        assert_eq!(sum(many(FEW)) + last.0 * last.1, each);
    }

    #[test]
    fn signs_as_the_draft_does() {
        let all = messages();
        for (count, expected) in [(1, ONE), (10, ALL)] {
            let signed = secret().sign(&unhex(HEADER), &slices(&all)[..count]).unwrap();
            assert_eq!(hex(&signed.to_bytes()), expected);
        }
    }

    #[test]
    fn verifies_what_was_signed_and_nothing_else() {
        let all = messages();
        let all = slices(&all);
        let (key, header) = (public(), unhex(HEADER));
        let bytes: [u8; Signature::LENGTH] = unhex(ALL).try_into().unwrap();
        let good = Signature::from_bytes(&bytes).unwrap();
        assert_eq!(good.verify(&key, &header, &all), Ok(()));
        let other_key = SecretKey::from_material(&[1; 32], b"").public_key();
        assert_eq!(good.verify(other_key.as_bbs().unwrap(), &header, &all), Err(Invalid));
        assert_eq!(good.verify(&key, b"", &all), Err(Invalid));
        assert_eq!(good.verify(&key, &header, &all[..9]), Err(Invalid));
        let mut swapped = all.clone();
        swapped.swap(0, 1);
        assert_eq!(good.verify(&key, &header, &swapped), Err(Invalid));
        // A is read as a point and e as a scalar; what still reads does not verify.
        for at in [0, 1, 20, 47, 48, 79] {
            let mut changed = bytes;
            changed[at] ^= 1;
            let verified = Signature::from_bytes(&changed).and_then(|changed| changed.verify(&key, &header, &all));
            assert_eq!(verified, Err(Invalid), "byte {at}");
        }
    }

    #[test]
    fn proves_as_the_draft_does() {
        let all = messages();
        let (all, header) = (slices(&all), unhex(HEADER));
        let signature = Signature::from_bytes(unhex(ALL)[..].try_into().unwrap()).unwrap();
        let proof = prove(&signature, &all, &header, &SHOWN).unwrap();
        assert_eq!(hex(&proof.to_bytes()), PROOF);
        // Of a signature that does not hold, of indexes beyond the messages or out of order, there is none.
        assert_eq!(prove(&signature, &all[..9], &header, &SHOWN).err(), Some(Invalid));
        assert_eq!(prove(&signature, &all, b"", &SHOWN).err(), Some(Invalid));
        for shown in [&[10][..], &[2, 0], &[2, 2]] {
            assert_eq!(prove(&signature, &all, &header, shown).err(), Some(Invalid), "{shown:?}");
        }
    }

    #[test]
    fn a_proof_holds_of_what_it_was_made_for() {
        let all = messages();
        let all = slices(&all);
        let (key, header, ph) = (public(), unhex(HEADER), unhex(PRESENTATION_HEADER));
        let good = Proof::from_bytes(&unhex(PROOF)).unwrap();
        let shown: Vec<&[u8]> = SHOWN.iter().map(|at| all[*at]).collect();
        assert_eq!(good.verify(&key, &header, &ph, &SHOWN, &shown), Ok(()));
        let other_key = SecretKey::from_material(&[1; 32], b"").public_key();
        assert_eq!(good.verify(other_key.as_bbs().unwrap(), &header, &ph, &SHOWN, &shown), Err(Invalid));
        for (header, ph) in [(&header[..], &ph[..31]), (&header, b""), (b"", &ph)] {
            assert_eq!(good.verify(&key, header, ph, &SHOWN, &shown), Err(Invalid));
        }
        let reordered = [shown[1], shown[0], shown[2], shown[3]];
        for (indexes, messages) in [
            (&SHOWN[..], &reordered[..]),
            (&SHOWN, &[all[0], all[2], all[4], all[5]]),
            (&[0, 2, 4, 7], &shown),
            // One less, one more, twice the same, out of order, beyond all.
            (&[0, 2, 6], &[all[0], all[2], all[6]]),
            (&[0, 2, 4, 6, 9], &[all[0], all[2], all[4], all[6], all[9]]),
            (&[0, 2, 2, 6], &shown),
            (&[2, 0, 4, 6], &reordered),
            (&[0, 2, 4, 10], &shown),
            (&[0, 2, 4, usize::MAX], &shown),
            (&SHOWN, &shown[..3]),
        ] {
            assert_eq!(good.verify(&key, &header, &ph, indexes, messages), Err(Invalid), "{indexes:?}");
        }
    }

    #[test]
    fn every_byte_of_a_proof_counts() {
        let all = messages();
        let shown: Vec<&[u8]> = SHOWN.iter().map(|at| all[*at].as_slice()).collect();
        let (key, header, ph, bytes) = (public(), unhex(HEADER), unhex(PRESENTATION_HEADER), unhex(PROOF));
        for at in (0..bytes.len()).step_by(7).chain([bytes.len() - 1]) {
            let mut changed = bytes.clone();
            changed[at] ^= 1;
            let verified = Proof::from_bytes(&changed);
            let verified = verified.and_then(|proof| proof.verify(&key, &header, &ph, &SHOWN, &shown));
            assert_eq!(verified, Err(Invalid), "byte {at}");
        }
        // A scalar or a byte less or more, and less than nothing hidden.
        for length in [bytes.len() - 1, bytes.len() - 32, Proof::LEAST, Proof::LEAST - 32, 0] {
            let verified = Proof::from_bytes(&bytes[..length]);
            let verified = verified.and_then(|proof| proof.verify(&key, &header, &ph, &SHOWN, &shown));
            assert_eq!(verified, Err(Invalid), "{length} bytes");
        }
        // The identity for Abar, with which the pairings say nothing, and zero for a scalar.
        let mut identity = bytes.clone();
        identity[..48].fill(0);
        identity[0] = 0xc0;
        assert_eq!(Proof::from_bytes(&identity).err(), Some(Invalid));
        for at in (144..bytes.len()).step_by(32) {
            let mut zero = bytes.clone();
            zero[at..at + 32].fill(0);
            assert_eq!(Proof::from_bytes(&zero).err(), Some(Invalid), "scalar at {at}");
        }
        let most = Proof::LEAST + MAX_MESSAGES * 32;
        assert!(Proof::is_length(most) && !Proof::is_length(most + 32));
        assert_eq!(Proof::from_bytes(&vec![1; most + 32]).err(), Some(Invalid));
    }

    #[test]
    fn nothing_and_more_than_generators_at_hand_can_be_signed_and_shown() {
        let many: Vec<Vec<u8>> = (0..TABLED + 3).map(|at| vec![u8::try_from(at).unwrap()]).collect();
        for messages in [&[][..], &many] {
            let messages = slices(messages);
            let signature = secret().sign(b"", &messages).unwrap();
            let key = public();
            let hidden = Hidden { key: &key, header: b"", messages: &messages, signature: &signature };
            let (mut one, mut other) = (expand(1), expand(2));
            let last: Vec<usize> = messages.len().checked_sub(1).into_iter().collect();
            let shown: Vec<&[u8]> = last.iter().map(|at| messages[*at]).collect();
            let proofs = [&mut one, &mut other].map(|random| Proof::new(&hidden, b"", &last, random).unwrap());
            for proof in &proofs {
                assert_eq!(proof.verify(&key, b"", b"", &last, &shown), Ok(()));
            }
            // Two proofs of one signature have nothing in common.
            let [one, other] = proofs.map(|proof| proof.to_bytes());
            assert!(one.as_chunks::<16>().0.iter().zip(other.as_chunks::<16>().0).all(|(a, b)| a != b));
        }
        assert!(secret().sign(b"", &vec![&b""[..]; MAX_MESSAGES + 1]).is_err());
    }

    fn expand(seed: u8) -> impl FnMut(&mut [u8]) {
        crate::securing::data_integrity::expand_seed([seed; 32])
    }
}
