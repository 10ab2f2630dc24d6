//! Ceremonies over a small circuit, among us and with what snarkjs has made.

use ark_ec::{AffineRepr as _, CurveGroup as _};
use ark_ff::{AdditiveGroup as _, Field as _};
use ark_groth16::Groth16;
use proptest::prelude::*;

use super::keypair::{Keypair, Words, generator};
use super::sums::{Table, sum};
use super::*;
use crate::bn254::{Bn254, Fr, G1Affine, G2Affine};
use crate::formats::tests::{CIRCUIT, FIRST, KEY, LAST, POWERS, PROOF, PUBLIC, values};
use crate::formats::{Contribution, Kind, Name, Ptau, R1cs, Threads, Zkey};
use crate::formats::{proof_from_json, public_from_json, verifying_key_from_json, verifying_key_to_json};
use crate::qap::CircomReduction;

const BEACON: [u8; 32] = [7; 32];

fn circuit() -> R1cs {
    R1cs::read(CIRCUIT).unwrap()
}

fn powers() -> Ptau<'static> {
    Ptau::read(POWERS, Threads::ONE).unwrap()
}

fn zkey(bytes: &[u8]) -> Zkey {
    Zkey::read(bytes, Threads::ONE).unwrap()
}

fn entropy(byte: u8) -> Entropy {
    Entropy::new([byte; 64])
}

fn add(key: &mut Zkey, who: &str, byte: u8) -> Contribution {
    contribute(key, Name::parse(who).unwrap(), &entropy(byte), b"", Threads::ONE).unwrap()
}

fn end(key: &mut Zkey) -> Contribution {
    beacon(key, Name::parse("beacon"), &BEACON, 10, Threads::ONE).unwrap()
}

fn verified<'k>(key: &'k Zkey, powers: &Ptau<'_>) -> Result<Transcript<'k>, Refusal> {
    verify(key, &circuit(), powers, &entropy(99), Threads::ONE)
}

fn refusal(key: &Zkey) -> Refusal {
    verified(key, &powers()).unwrap_err()
}

/// Two contributors and a beacon.
fn ceremony() -> Zkey {
    let mut key = new(&circuit(), &powers(), Threads::ONE).unwrap();
    add(&mut key, "one", 1);
    add(&mut key, "two", 2);
    end(&mut key);
    key
}

#[test]
fn the_first_key_is_that_of_snarkjs_byte_for_byte() {
    let key = new(&circuit(), &powers(), Threads::ONE).unwrap();
    assert_eq!(key, zkey(FIRST));
    assert_eq!(key.write(), FIRST);
    let threads = Threads(std::num::NonZeroUsize::new(3).unwrap());
    assert_eq!(new(&circuit(), &powers(), threads).unwrap().write(), FIRST);
}

#[test]
fn a_ceremony_of_snarkjs_verifies() {
    let key = zkey(LAST);
    let transcript = verified(&key, &powers()).unwrap();
    let finished = finalize(&transcript).unwrap();
    assert_eq!(verifying_key_to_json(&finished.verifying_key), KEY);
    assert_eq!(finished.standing, Standing::Ceremony);
}

#[test]
fn ours_continues_a_ceremony_of_snarkjs() {
    let mut key = zkey(FIRST);
    add(&mut key, "ours", 3);
    let key = zkey(&key.write());
    verified(&key, &powers()).unwrap();
    assert_eq!(key.contributions().len(), 1);
}

#[test]
fn a_ceremony_among_us_verifies() {
    let key = zkey(&ceremony().write());
    let finished = finalize(&verified(&key, &powers()).unwrap()).unwrap();
    assert_eq!(finished.standing, Standing::Ceremony);
}

#[test]
fn a_proof_under_the_finished_key_verifies_and_no_other_does() {
    let key = ceremony();
    let finished = finalize(&verified(&key, &powers()).unwrap()).unwrap();
    let circuit = circuit();
    let prove = |values: &[Fr]| {
        let [r, s] = [11, 12].map(|number| Fr::from(number).pow([1_234_567]));
        let (inputs, constraints) = (circuit.public() + 1, circuit.constraints().len());
        Groth16::<Bn254, CircomReduction>::create_proof_with_reduction_and_matrices(
            &finished.proving_key,
            r,
            s,
            &circuit.matrices(),
            inputs,
            constraints,
            values,
        )
    };
    let accepts = |values: &[Fr], public: &[Fr]| {
        let ark_groth16::Proof { a, b, c } = prove(values).unwrap();
        finished.verifying_key.verifies(public, &crate::groth16::Proof::new(a, b, c).unwrap())
    };
    let public = [35, 21].map(Fr::from);
    assert!(accepts(&values(), &public));
    for (input, other) in [(0, 34), (0, 0), (1, 22), (1, 0)] {
        let mut public = public;
        public[input] = Fr::from(other);
        assert!(!accepts(&values(), &public));
    }
    for wire in 1..7 {
        let mut values = values();
        values[wire] += Fr::ONE;
        assert!(!accepts(&values, &values[1..3]), "wire {wire}");
    }
    assert!(prove(&values()[..2]).is_err());
}

#[test]
fn a_proof_of_snarkjs_verifies_under_the_key_that_it_exported() {
    let key = verifying_key_from_json(KEY.as_bytes()).unwrap();
    let (proof, public) = (proof_from_json(PROOF.as_bytes()).unwrap(), public_from_json(PUBLIC.as_bytes()).unwrap());
    assert!(key.verifies(&public, &proof));
    assert!(!key.verifies(&[public[1], public[0]], &proof));
    assert!(!key.verifies(&public[..1], &proof));
}

#[test]
fn a_key_that_nobody_has_contributed_to_is_not_finished() {
    let key = new(&circuit(), &powers(), Threads::ONE).unwrap();
    let transcript = verified(&key, &powers()).unwrap();
    assert_eq!(finalize(&transcript).unwrap_err(), Refusal::Uncontributed);
}

#[test]
fn one_person_or_powers_of_our_own_or_no_beacon_make_a_key_for_development() {
    let standing = |key: &Zkey, powers: &Ptau<'_>| finalize(&verified(key, powers).unwrap()).unwrap().standing;
    let mut key = new(&circuit(), &powers(), Threads::ONE).unwrap();
    add(&mut key, "one", 1);
    assert_eq!(standing(&key, &powers()), Standing::Development);
    let mut alone = key.clone();
    end(&mut alone);
    assert_eq!(standing(&alone, &powers()), Standing::Development);
    add(&mut key, "two", 2);
    assert_eq!(standing(&key, &powers()), Standing::Development);
    end(&mut key);
    assert_eq!(standing(&key, &powers()), Standing::Ceremony);

    let file = development::powers(4, &entropy(5), Threads::ONE).unwrap();
    let ours = Ptau::read(&file, Threads::ONE).unwrap();
    let mut key = new(&circuit(), &ours, Threads::ONE).unwrap();
    add(&mut key, "one", 1);
    add(&mut key, "two", 2);
    end(&mut key);
    assert_eq!(standing(&key, &ours), Standing::Development);
}

#[test]
fn powers_for_development_serve_circuits_up_to_their_size() {
    for power in [3, 4, 6] {
        let file = development::powers(power, &entropy(6), Threads::ONE).unwrap();
        let ours = Ptau::read(&file, Threads::ONE).unwrap();
        assert_eq!((ours.power(), ours.contributions(), ours.is_prepared()), (power, 0, true));
        let mut key = new(&circuit(), &ours, Threads::ONE).unwrap();
        add(&mut key, "one", 1);
        verified(&key, &ours).unwrap();
    }
    assert_eq!(development::powers(0, &entropy(6), Threads::ONE), None);
    assert_eq!(development::powers(64, &entropy(6), Threads::ONE), None);
    let file = development::powers(2, &entropy(6), Threads::ONE).unwrap();
    let few = Ptau::read(&file, Threads::ONE).unwrap();
    assert_eq!(new(&circuit(), &few, Threads::ONE).unwrap_err(), Refusal::TooFewPowers(3));
    assert_eq!(verified(&zkey(LAST), &few).unwrap_err(), Refusal::TooFewPowers(3));
}

#[test]
fn a_key_of_other_powers_is_refused() {
    let file = development::powers(3, &entropy(6), Threads::ONE).unwrap();
    let other = Ptau::read(&file, Threads::ONE).unwrap();
    assert_eq!(verified(&zkey(LAST), &other).unwrap_err(), Refusal::OtherPowers);
}

#[test]
fn a_key_of_another_circuit_is_refused() {
    let key = ceremony();
    let circuit = circuit();
    let with = |change: fn(&mut [ark_relations::utils::matrix::Matrix<Fr>; 3])| {
        let mut matrices = circuit.matrices();
        change(&mut matrices);
        let other =
            R1cs::from_matrices(&matrices, circuit.public() + 1, circuit.wires() - circuit.public() - 1).unwrap();
        verify(&key, &other, &powers(), &entropy(99), Threads::ONE).unwrap_err()
    };
    assert_eq!(with(|[a, ..]| a[0][0].0 += Fr::ONE), Refusal::OtherCircuit);
    assert_eq!(with(|[a, ..]| a[2].truncate(1)), Refusal::OtherCircuit);
    assert_eq!(with(|[_, b, _]| b[0].push((Fr::ONE, 6))), Refusal::OtherCircuit);
    // C is not among the coefficients, but in IC and L.
    assert_eq!(with(|[.., c]| c[2][0].0 += Fr::ONE), Refusal::Key(Part::Ic));
    let c_of_kept = with(|[.., c]| c[0][0].0 += Fr::ONE);
    assert!([Refusal::OtherPowers, Refusal::Key(Part::L)].contains(&c_of_kept), "{c_of_kept:?}");
    let more = R1cs::from_matrices(&circuit.matrices(), 3, 5).unwrap();
    assert_eq!(verify(&key, &more, &powers(), &entropy(99), Threads::ONE).unwrap_err(), Refusal::OtherCircuit);
    let public = R1cs::from_matrices(&circuit.matrices(), 4, 3).unwrap();
    assert_eq!(verify(&key, &public, &powers(), &entropy(99), Threads::ONE).unwrap_err(), Refusal::OtherCircuit);
}

/// A point that is another.
fn moved(point: &mut G1Affine) {
    *point = (*point + generator()).into_affine();
}

#[test]
fn a_key_with_any_part_exchanged_is_refused() {
    let key = ceremony();
    let with = |change: &dyn Fn(&mut Zkey)| {
        let mut key = key.clone();
        change(&mut key);
        refusal(&key)
    };
    let moved_g2 = |point: &mut G2Affine| *point = (*point + G2Affine::generator()).into_affine();
    assert_eq!(with(&|key| moved(&mut key.alpha_g1)), Refusal::OtherPowers);
    assert_eq!(with(&|key| moved(&mut key.beta_g1)), Refusal::OtherPowers);
    assert_eq!(with(&|key| moved_g2(&mut key.beta_g2)), Refusal::OtherPowers);
    assert_eq!(with(&|key| moved_g2(&mut key.gamma_g2)), Refusal::OtherPowers);
    assert_eq!(with(&|key| key.gamma_g2 = key.delta_g2), Refusal::OtherPowers);
    assert_eq!(with(&|key| moved(&mut key.delta_g1)), Refusal::Key(Part::Delta));
    assert_eq!(with(&|key| moved_g2(&mut key.delta_g2)), Refusal::Key(Part::Delta));
    for wire in 0..key.wires() {
        assert_eq!(with(&|key| moved(&mut key.a[wire])), Refusal::Key(Part::A), "A {wire}");
        assert_eq!(with(&|key| moved(&mut key.b_g1[wire])), Refusal::Key(Part::BG1), "B {wire}");
        assert_eq!(with(&|key| moved_g2(&mut key.b_g2[wire])), Refusal::Key(Part::BG2), "B {wire}");
    }
    (0..3).for_each(|at| assert_eq!(with(&|key| moved(&mut key.ic[at])), Refusal::Key(Part::Ic), "IC {at}"));
    (0..4).for_each(|at| assert_eq!(with(&|key| moved(&mut key.l[at])), Refusal::Key(Part::L), "L {at}"));
    (0..8).for_each(|at| assert_eq!(with(&|key| moved(&mut key.h[at])), Refusal::Key(Part::H), "H {at}"));
    assert_eq!(with(&|key| key.l.swap(0, 1)), Refusal::Key(Part::L));
    assert_eq!(with(&|key| key.h.swap(0, 1)), Refusal::Key(Part::H));
    assert_eq!(with(&|key| key.circuit_hash[0] ^= 1), Refusal::OtherPowers);
    for at in 0..key.coefficients.len() {
        assert_eq!(with(&|key| key.coefficients[at].value += Fr::ONE), Refusal::OtherCircuit, "coefficient {at}");
    }
    assert_eq!(with(&|key| key.coefficients.truncate(3)), Refusal::OtherCircuit);
}

#[test]
fn a_contribution_with_any_part_exchanged_is_refused() {
    let key = ceremony();
    let with = |index: usize, change: &dyn Fn(&mut Contribution)| {
        let mut key = key.clone();
        change(&mut key.contributions[index]);
        refusal(&key)
    };
    for index in 0..2 {
        assert_eq!(with(index, &|one| moved(&mut one.g1_s)), Refusal::Transcript(index));
        assert_eq!(with(index, &|one| moved(&mut one.g1_sx)), Refusal::Transcript(index));
        assert_eq!(with(index, &|one| one.transcript[63] ^= 1), Refusal::Transcript(index));
        assert_eq!(
            with(index, &|one| one.g2_spx = (-one.g2_spx.into_group()).into_affine()),
            Refusal::Knowledge(index)
        );
        assert_eq!(with(index, &|one| moved(&mut one.delta_after)), Refusal::Factor(index));
    }
    assert_eq!(with(2, &|one| moved(&mut one.g1_s)), Refusal::Beacon(2));
    assert_eq!(with(2, &|one| one.kind = Kind::Beacon { value: vec![8; 32], iterations: 10 }), Refusal::Beacon(2));
    assert_eq!(with(2, &|one| one.kind = Kind::Beacon { value: BEACON.to_vec(), iterations: 11 }), Refusal::Beacon(2));
    for iterations in [0, 9, 25, 63, 255] {
        let kind = Kind::Beacon { value: BEACON.to_vec(), iterations };
        assert_eq!(with(2, &|one| one.kind = kind.clone()), Refusal::Iterations);
    }
    assert_eq!(with(0, &|one| one.kind = Kind::Beacon { value: BEACON.to_vec(), iterations: 10 }), Refusal::Beacon(0));
}

#[test]
fn contributions_cannot_be_left_out_exchanged_or_repeated() {
    let key = ceremony();
    let with = |change: fn(&mut Vec<Contribution>)| {
        let mut key = key.clone();
        change(&mut key.contributions);
        refusal(&key)
    };
    assert_eq!(with(|all| drop(all.remove(0))), Refusal::Transcript(0));
    assert_eq!(with(|all| drop(all.remove(1))), Refusal::Transcript(1));
    assert_eq!(with(|all| drop(all.pop())), Refusal::Key(Part::Delta));
    assert_eq!(with(|all| all.swap(0, 1)), Refusal::Transcript(0));
    assert_eq!(with(|all| all.insert(1, all[0].clone())), Refusal::Transcript(1));
    assert_eq!(with(|all| all.push(all[2].clone())), Refusal::Ended);
    assert_eq!(with(Vec::clear), Refusal::Key(Part::Delta));
}

#[test]
fn whoever_does_not_know_the_factor_cannot_contribute() {
    // The second contributor undoes what the first did: delta is 1 again, and everybody could forge.
    let first = new(&circuit(), &powers(), Threads::ONE).unwrap();
    let mut key = first.clone();
    add(&mut key, "one", 1);
    (key.delta_g1, key.delta_g2) = (first.delta_g1, first.delta_g2);
    (key.l, key.h) = (first.l.clone(), first.h.clone());
    let keypair = Keypair::from_seed(&zeroize::Zeroizing::new([4; 32]));
    let transcript = keypair.transcript(&super::contributing::before(&key, 1));
    let forged = Contribution {
        delta_after: key.delta_g1,
        g1_s: keypair.g1_s,
        g1_sx: keypair.g1_sx,
        g2_spx: keypair.proof(&transcript),
        transcript,
        kind: Kind::Somebody,
        name: Name::parse("two"),
    };
    key.contributions.push(forged);
    assert_eq!(refusal(&key), Refusal::Factor(1));
}

#[test]
fn nothing_comes_after_the_beacon() {
    let mut key = ceremony();
    let before = key.clone();
    let name = Name::parse("late").unwrap();
    assert_eq!(contribute(&mut key, name.clone(), &entropy(8), b"", Threads::ONE), Err(Refusal::Ended));
    assert_eq!(beacon(&mut key, Some(name), &BEACON, 10, Threads::ONE), Err(Refusal::Ended));
    assert_eq!(key, before);
}

#[test]
fn a_beacon_has_bytes_and_is_hashed_often_but_not_for_ever() {
    let mut key = zkey(FIRST);
    for iterations in [0, 9, 25, 63, 255] {
        assert_eq!(beacon(&mut key, None, &BEACON, iterations, Threads::ONE), Err(Refusal::Iterations));
    }
    for value in [vec![], vec![1; 256]] {
        assert_eq!(beacon(&mut key, None, &value, 10, Threads::ONE), Err(Refusal::BeaconLength));
    }
    assert_eq!(key, zkey(FIRST));
    beacon(&mut key, None, &[1; 255], 10, Threads::ONE).unwrap();
    verified(&zkey(&key.write()), &powers()).unwrap();
}

#[test]
fn the_same_entropy_for_another_key_or_with_dice_is_another_factor() {
    let delta = |more: &[u8], byte: u8| {
        let mut key = zkey(FIRST);
        contribute(&mut key, Name::parse("one").unwrap(), &entropy(byte), more, Threads::ONE).unwrap().delta_after
    };
    assert_eq!(delta(b"", 1), delta(b"", 1));
    assert_ne!(delta(b"", 1), delta(b"", 2));
    assert_ne!(delta(b"", 1), delta(b"6", 1));
    let file = development::powers(3, &entropy(6), Threads::ONE).unwrap();
    let mut other = new(&circuit(), &Ptau::read(&file, Threads::ONE).unwrap(), Threads::ONE).unwrap();
    assert_ne!(delta(b"", 1), add(&mut other, "one", 1).delta_after);
}

#[test]
fn powers_that_are_none_are_refused() {
    let key = zkey(LAST);
    let at = |section: u32| {
        let mut at = 12;
        loop {
            let number = u32::from_le_bytes(POWERS[at..at + 4].try_into().unwrap());
            if number == section {
                return at + 12;
            }
            at += 12 + usize::try_from(u64::from_le_bytes(POWERS[at + 4..at + 12].try_into().unwrap())).unwrap();
        }
    };
    // A point put in the place of its neighbour is a point, but no power.
    for (section, place, length) in
        [(2, 1, 64), (2, 2, 64), (2, 14, 64), (3, 1, 128), (3, 7, 128), (4, 1, 64), (4, 7, 64), (5, 1, 64), (5, 7, 64)]
    {
        let mut bytes = POWERS.to_vec();
        let to = at(section) + place * length;
        bytes.copy_within(to - length..to, to);
        let powers = Ptau::read(&bytes, Threads::ONE).unwrap();
        let refused = verified(&key, &powers).unwrap_err();
        assert!([Refusal::NotPowers, Refusal::PowersOfOne].contains(&refused), "section {section}: {refused:?}");
    }
    // And the Lagrange form is not believed.
    for (section, place) in [(12, 7), (14, 7), (15, 7)] {
        let mut bytes = POWERS.to_vec();
        let to = at(section) + place * 64;
        bytes.copy_within(to + 64..to + 128, to);
        let powers = Ptau::read(&bytes, Threads::ONE).unwrap();
        assert_eq!(verified(&key, &powers).unwrap_err(), Refusal::NotPowers, "section {section}");
        let first = new(&circuit(), &powers, Threads::ONE).unwrap();
        assert!(verified(&first, &self::powers()).is_err(), "section {section}");
    }
}

#[test]
fn no_flipped_bit_of_a_key_verifies() {
    let whole = ceremony().write();
    let (circuit, powers) = (circuit(), powers());
    // The names stand beside the transcript, not in it.
    let names: Vec<usize> = ["one", "two", "beacon"]
        .iter()
        .flat_map(|name| {
            let at = whole.windows(name.len()).rposition(|window| window == name.as_bytes()).unwrap();
            at..at + name.len()
        })
        .collect();
    let mut tried = 0;
    for at in (0..whole.len()).step_by(7).filter(|at| !names.contains(at)) {
        let mut bytes = whole.clone();
        bytes[at] ^= 1 << (at % 8);
        let accepted = Zkey::read(&bytes, Threads::ONE)
            .is_ok_and(|key| verify(&key, &circuit, &powers, &entropy(99), Threads::ONE).is_ok());
        assert!(!accepted, "byte {at}");
        tried += 1;
    }
    assert!(tried > 500, "{tried} were tried");
}

#[test]
fn numbers_drawn_are_below_their_modulus_and_points_in_their_group() {
    let mut words = Words::new(&[5; 32]);
    for _ in 0..20 {
        let (one, other) = (words.g1(), words.g2());
        assert!(one.is_on_curve() && other.is_on_curve() && other.is_in_correct_subgroup_assuming_on_curve());
        assert_ne!(words.number::<Fr>(), words.number::<Fr>());
    }
    assert_eq!(Words::new(&[5; 32]).g1(), Words::new(&[5; 32]).g1());
    assert_ne!(Words::new(&[5; 32]).g1(), Words::new(&[6; 32]).g1());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 20, ..ProptestConfig::default() })]

    #[test]
    fn short_sums_are_what_they_are_one_by_one(seed in any::<[u8; 32]>(), small in any::<[i16; 6]>()) {
        let mut words = Words::new(&seed);
        let points: Vec<G1Affine> = (0..6).map(|_| words.g1()).collect();
        let mut numbers: Vec<Fr> = small.iter().map(|number| Fr::from(*number)).collect();
        numbers.extend([Fr::ZERO, Fr::ONE, -Fr::ONE, words.number(), words.number(), Fr::from(2).pow([253])]);
        let list: Vec<(usize, Fr)> = numbers.iter().enumerate().map(|(at, number)| (at % 6, *number)).collect();
        let expected: crate::bn254::G1Projective = list.iter().map(|(at, number)| points[*at] * number).sum();
        let sums = Table::new(&points, Threads::available()).sums(&[list.clone(), vec![], list], Threads::available());
        prop_assert_eq!(&sums, &[expected.into_affine(), G1Affine::identity(), expected.into_affine()]);
        let twice = [&points[..], &points].concat();
        prop_assert_eq!(sum(&twice, &numbers, Threads::available()), expected);
    }
}
