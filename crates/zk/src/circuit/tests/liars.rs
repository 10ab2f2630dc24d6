//! Holders who know the circuit and lie to it. In each case the verifier's numbers are what the lie needs, as far as the
//! verifier would compute them, and everything else is as good as it gets.

use ark_ec::twisted_edwards::TECurveConfig as _;
use ark_ff::{BigInteger as _, PrimeField as _};

use super::super::witness::SlotWitness;
use super::*;
use crate::babyjubjub::{BabyJubjub, Scalar};
use crate::claim::leaf;
use crate::eddsa::Signature;
use crate::poseidon;

/// The good witness, changed.
fn lied(change: impl FnOnce(&mut Witness)) -> bool {
    let mut witness = Scene::new().good();
    change(&mut witness);
    holds(&asked(witness))
}

/// With one fact, on which the lie is told.
fn lied_about(slot: Slot, change: impl FnOnce(&mut Witness)) -> bool {
    let scene = Scene::new();
    let mut witness = scene.prove(&scene.policy(vec![slot], &["AT", "DE"]), NOW).expect("provable").0;
    change(&mut witness);
    holds(&asked(witness))
}

/// The issuer signs these leaves, whatever they are, and nothing but the message changes with them.
fn signed_again(scene: &mut Scene, witness: &mut Witness) {
    let nodes: Vec<Fr> = witness.leaves.chunks_exact(ARITY).map(poseidon::hash).collect();
    scene.message.claims_root = poseidon::hash(&nodes);
    let Signature { r, s } = scene.issuer.sign(scene.message.element().expect("numbers that fit"));
    witness.signature_point = [r.x, r.y];
    witness.signature_scalar = Fr::from_be_bytes_mod_order(&crate::text::to_bytes(s));
}

/// `/age` is 30: which leaf it is, and its opening.
fn age() -> Slot {
    slot("/age", ClaimType::Integer, between(18, 65))
}

#[test]
fn the_change_of_nothing_is_no_lie() {
    assert!(lied(|_| {}));
    assert!(lied_about(age(), |_| {}));
}

#[test]
fn a_number_outside_the_range() {
    let of = |number: i64| Fr::from(ordered(number));
    for (low, high) in [(31, 65), (0, 29), (i64::MAX, i64::MAX), (i64::MIN, i64::MIN), (31, 29)] {
        assert!(!lied_about(age(), |witness| witness.operands[0][2..].copy_from_slice(&[of(low), of(high)])));
    }
    for (low, high) in [(30, 65), (18, 30), (30, 30)] {
        assert!(lied_about(age(), |witness| witness.operands[0][2..].copy_from_slice(&[of(low), of(high)])));
    }
}

#[test]
fn numbers_that_wrap_around() {
    let two_to_64 = Fr::from(1_u128 << 64);
    // Values that no issuer of ours signs, signed all the same.
    for value in [two_to_64, two_to_64 + Fr::one(), -Fr::one(), -two_to_64, Fr::zero() - Fr::from(1_u64 << 63)] {
        let mut scene = Scene::new();
        let mut witness = scene
            .prove(&scene.policy(vec![slot("/age", ClaimType::Integer, between(i64::MIN, i64::MAX))], &[]), NOW)
            .expect("provable")
            .0;
        let slot = &mut witness.openings[0];
        slot.value = value;
        witness.leaves[0] = leaf(key("/age", ClaimType::Integer), value, witness.openings[0].salt);
        signed_again(&mut scene, &mut witness);
        assert!(!holds(&witness), "{value}");
        // The same leaf is good for what does not compare numbers: so it was the comparison.
        witness.operands[0] = [Fr::from(2), key("/age", ClaimType::Integer), value, Fr::zero()];
        assert!(holds(&asked(witness)), "{value}");
    }
}

#[test]
fn equal_and_not_equal() {
    let value = Fr::from(ordered(30));
    let equal = slot("/age", ClaimType::Integer, Predicate::Equal(value));
    assert!(!lied_about(equal, |witness| witness.operands[0][2] += Fr::one()));
    let not_equal = slot("/age", ClaimType::Integer, Predicate::NotEqual(value + Fr::one()));
    assert!(!lied_about(not_equal, |witness| witness.operands[0][2] = value));
}

#[test]
fn sets() {
    let of = |name: &str| text(name).encoded(ClaimType::String).expect("text");
    let within = slot("/country", ClaimType::String, Predicate::In);
    assert!(!lied_about(within, |witness| witness.set = [of("FR"); 16]));
    assert!(!lied_about(within, |witness| witness.set = [Fr::zero(); 16]));
    for place in 0..16 {
        assert!(lied_about(within, |witness| {
            witness.set = [of("FR"); 16];
            witness.set[place] = of("DE");
        }));
        let without = |witness: &mut Witness| {
            witness.operands[0][0] = Fr::from(5);
            witness.set = [of("FR"); 16];
            witness.set[place] = of("DE");
        };
        assert!(!lied_about(within, without), "{place}");
    }
}

#[test]
fn leaves_that_are_not_the_ones_asked_for() {
    let move_to = |index: usize| {
        move |witness: &mut Witness| {
            witness.openings[0].selection = [false; 32];
            witness.openings[0].selection[index] = true;
        }
    };
    for index in 1..32 {
        assert!(!lied_about(age(), move_to(index)), "{index}");
    }
    assert!(!lied_about(age(), |witness| witness.openings[0].selection = [false; 32]), "none");
    assert!(!lied_about(age(), |witness| witness.openings[0].selection[1] = true), "two");
    assert!(!lied_about(age(), |witness| witness.openings[0].selection = [true; 32]), "all");
    assert!(!lied_about(age(), |witness| witness.openings[0].salt += Fr::one()));
    assert!(!lied_about(age(), |witness| witness.openings[0].value += Fr::one()));
    assert!(!lied_about(age(), |witness| witness.leaves[0] += Fr::one()), "another tree");
    assert!(!lied_about(age(), |witness| witness.leaves.swap(0, 1)), "another order");
}

#[test]
fn the_same_place_as_another_type_and_what_is_not_there() {
    for key in [
        key("/age", ClaimType::Decimal(0)),
        key("/age", ClaimType::Date),
        key("/age", ClaimType::Absent),
        key("/year", ClaimType::Integer),
        Fr::zero(),
    ] {
        assert!(!lied_about(age(), |witness| witness.operands[0][1] = key));
    }
    // An absent claim has the value zero, which is the least integer.
    let absent = slot("/middleName", ClaimType::Absent, Predicate::Equal(Fr::zero()));
    let least = Fr::from(ordered(i64::MIN));
    let as_number = [Fr::one(), key("/middleName", ClaimType::Integer), least, least];
    assert!(!lied_about(absent, |witness| witness.operands[0] = as_number));
}

#[test]
fn operations_that_are_none_and_several_at_once() {
    for operation in [6_u64, 7, 8, 1 << 32] {
        assert!(!lied_about(age(), |witness| witness.operands[0][0] = Fr::from(operation)), "{operation}");
    }
    assert!(!lied_about(age(), |witness| witness.operands[0][0] = -Fr::one()));
    // Switched off it opens no leaf, and says nothing, whatever stands in it.
    assert!(!lied_about(age(), |witness| witness.operands[0][0] = Fr::zero()));
    assert!(lied_about(age(), |witness| {
        witness.operands[0] = [Fr::zero(), Fr::from(9), Fr::from(8), Fr::from(7)];
        witness.openings[0] = SlotWitness::default();
        witness.openings[0].value = Fr::from(123);
    }));
}

#[test]
fn another_question_than_the_verifiers() {
    let mut witness = Scene::new().good();
    witness.operands[2][2] -= Fr::one();
    assert!(!holds(&witness), "a weaker bound");
    let mut witness = Scene::new().good();
    witness.operands.swap(0, 1);
    witness.openings.swap(0, 1);
    assert!(!holds(&witness), "another order");
    assert!(holds(&asked(witness)));
    let mut witness = Scene::new().good();
    witness.operands[3] = Default::default();
    witness.openings[3] = SlotWitness::default();
    assert!(!holds(&witness), "fewer facts");
    let mut witness = Scene::new().good();
    witness.scope += Fr::one();
    witness.public[5] = poseidon::hash(&[witness.secret, witness.scope]);
    assert!(!holds(&witness), "another scope");
}

#[test]
fn signatures_that_are_none() {
    assert!(!lied(|witness| witness.signature_scalar += Fr::one()));
    assert!(!lied(|witness| witness.signature_scalar = Fr::zero()));
    let order = Fr::from_bigint(Scalar::MODULUS).expect("below the modulus");
    assert!(!lied(|witness| witness.signature_scalar += order), "S plus the order of the group");
    assert!(!lied(|witness| witness.signature_scalar = order));
    assert!(!lied(|witness| witness.signature_point[0] = -witness.signature_point[0]));
    assert!(!lied(|witness| witness.signature_point = [Fr::zero(), Fr::one()]), "the neutral point");
    assert!(!lied(|witness| witness.signature_point = [Fr::zero(), -Fr::one()]), "the point of order two");
    assert!(!lied(|witness| witness.signature_point = [Fr::one(), Fr::one()]), "off the curve");
    let generator = BabyJubjub::GENERATOR;
    assert!(!lied(|witness| witness.signature_point = [generator.x, generator.y]));
}

#[test]
fn keys_that_are_not_the_issuers() {
    let other = SigningKey::from_seed(&[2; 32]);
    let mut scene = Scene::new();
    scene.issuer = other;
    let by_other = scene.good();
    let mut claimed = by_other.clone();
    claimed.public[0] = Scene::new().issuer.public_key().hash();
    assert!(holds(&by_other) && !holds(&claimed), "signed by another, said to be the issuer's");

    // Keys of small order, whose hash no verifier has: every signature would be good under them.
    let low = |x: Fr, y: Fr| {
        lied(|witness| {
            witness.issuer = [x, y];
            witness.public[0] = poseidon::hash(&[x, y]);
        })
    };
    assert!(!low(Fr::one(), Fr::one()), "off the curve");
    assert!(!low(Fr::zero(), -Fr::one()));
    assert!(!low(Fr::zero(), Fr::one()));
}

#[test]
fn a_message_with_something_else_in_it() {
    assert!(!lied(|witness| witness.credential_type += Fr::one()), "another type");
    assert!(!lied(|witness| witness.status_index += Fr::one()), "the place of somebody else");
    assert!(!lied(|witness| witness.status_index = Fr::from(1 << 21)), "a place beyond the list");
    assert!(!lied(|witness| witness.valid_from -= Fr::one()));
    assert!(!lied(|witness| witness.valid_until += Fr::one()));
    assert!(!lied(|witness| witness.secret += Fr::one()), "somebody else's secret");
    assert!(!lied(|witness| witness.status_list += Fr::one()));
    // The three numbers that share one element do not run into each other.
    let two_to_40 = Fr::from(1_u64 << 40);
    assert!(!lied(|witness| {
        witness.valid_until += two_to_40;
        witness.valid_from -= Fr::one();
    }));
}

#[test]
fn times_at_which_it_is_not_valid() {
    let at = |now: Fr| lied(|witness| witness.public[3] = now);
    assert!(at(Fr::from(NOW - 1_000)) && at(Fr::from(NOW + 1_000)));
    for now in [Fr::from(NOW - 1_001), Fr::from(NOW + 1_001), Fr::zero(), -Fr::one(), Fr::from(1_u64 << 40)] {
        assert!(!at(now), "{now}");
    }
}

#[test]
fn credentials_that_were_withdrawn() {
    let mut bits = vec![0_u8; 2 * 16_384];
    bits[PLACE as usize / 8] |= 0x80 >> (PLACE % 8);
    let revoked = StatusTree::new(&bits).expect("a tree");
    let path = revoked.path(PLACE).expect("a place");
    let with = |witness: &mut Witness| {
        witness.public[4] = revoked.root();
        witness.status_path.leaf = path.leaf;
        witness.status_path.children = path.children;
    };
    assert!(!lied(with), "the bit is set");
    assert!(!lied(|witness| witness.public[4] = revoked.root()), "an older path");
    assert!(
        !lied(|witness| {
            with(witness);
            witness.status_path.leaf = 0;
        }),
        "the leaf without the bit"
    );
    for index in [PLACE + 1, PLACE ^ 1 << 20] {
        let elsewhere = revoked.path(index).expect("a place");
        assert!(
            !lied(|witness| {
                with(witness);
                witness.status_path.leaf = elsewhere.leaf;
                witness.status_path.children = elsewhere.children;
            }),
            "the path of a neighbour"
        );
    }
    // The list is asked for, and the holder pretends that it was not.
    assert!(!lied(|witness| witness.public[4] = Fr::zero()));
    let mut without = Scene::new().good();
    without.policy_status_list = Fr::zero();
    assert!(!holds(&asked(without.clone())), "a root where no list is asked for");
    without.public[4] = Fr::zero();
    assert!(holds(&asked(without.clone())));
    without.public[1] = Scene::new().good().public[1];
    assert!(!holds(&without), "the verifier did ask");
    let mut other = Scene::new().good();
    other.policy_status_list += Fr::one();
    assert!(!holds(&asked(other)), "the root of another list");
}

#[test]
fn nullifiers_of_the_holders_choice() {
    assert!(!lied(|witness| witness.public[5] += Fr::one()));
    assert!(!lied(|witness| witness.public[5] = poseidon::hash(&[witness.secret + Fr::one(), witness.scope])));
    assert!(!lied(|witness| witness.public[5] = poseidon::hash(&[witness.secret])));
}

#[test]
fn a_challenge_is_one_number_below_the_modulus() {
    // The decomposition of the challenge must be the one below the modulus: the same number plus the modulus has 254 bits
    // as well where it is small enough, and would be another multiple of the key.
    let system = synthesized(&Scene::new().good());
    assert!(system.is_satisfied().expect("assigned"));
    let mut most = Fr::MODULUS;
    most.sub_with_borrow(&1_u64.into());
    for (number, expected) in [
        (most, true),
        (Fr::MODULUS, false),
        (ark_ff::BigInt::new([u64::MAX, u64::MAX, u64::MAX, u64::MAX >> 2]), false),
    ] {
        let system = ConstraintSystem::new_ref();
        let builder = Builder::new(system.clone());
        let bits: Vec<Wire> = (0..254).map(|place| builder.boolean(number.get_bit(place)).expect("a bit")).collect();
        numbers::at_most(&builder, &bits, &most.to_bits_le()).expect("constraints");
        assert_eq!(system.is_satisfied().expect("assigned"), expected);
    }
}
