//! The circuit against honest holders, against liars, and against every wire of its own.

mod liars;
mod wires;

use ark_ff::{One as _, Zero as _};
use ark_relations::gr1cs::{ConstraintSystem, ConstraintSystemRef, OptimizationGoal, SynthesisMode};

use super::*;
use crate::claim::{Claim, ClaimType, Value, key, name, ordered};
use crate::credential::{Claims, HolderSecret, Message, Seed};
use crate::eddsa::SigningKey;
use crate::policy::{Policy, Predicate, Slot};
use crate::statement::{Statement, context, session_scope};
use crate::status::StatusTree;

/// A change here is another circuit: it needs another name, another setup and another key.
const CONSTRAINTS: usize = 14_438;
pub(crate) const NOW: u64 = 1_800_000_000;
const PLACE: u32 = 131_072 + 77;

/// A credential with a claim of every type, and all that its holder has.
pub(crate) struct Scene {
    pub(crate) issuer: SigningKey,
    pub(crate) secret: HolderSecret,
    pub(crate) claims: Claims,
    pub(crate) message: Message,
    pub(crate) status: StatusTree,
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

impl Scene {
    pub(crate) fn new() -> Self {
        let claim = |pointer: &str, r#type, value| Claim { pointer: pointer.to_owned(), r#type, value };
        let claims = [
            claim("/age", ClaimType::Integer, Value::Number(30)),
            claim("/price", ClaimType::Decimal(2), Value::Number(4_999)),
            claim("/birthDate", ClaimType::Date, Value::Number(7_300)),
            claim("/country", ClaimType::String, text("DE")),
            claim("/adult", ClaimType::Boolean, Value::Boolean(true)),
            claim("/colours", ClaimType::Member, text("red")),
            claim("/colours", ClaimType::Member, text("green")),
            claim("/middleName", ClaimType::Absent, Value::Absent),
            claim("/least", ClaimType::Integer, Value::Number(i64::MIN)),
            claim("/most", ClaimType::Integer, Value::Number(i64::MAX)),
        ];
        let claims = Claims::new(&claims, &Seed::new([3; 32])).expect("committable");
        let secret = HolderSecret::new([5; 31]);
        let message = Message {
            credential_type: name("credential-type", "IdentityCredential"),
            holder: secret.commitment(),
            status_list: name("status-list", "https://issuer.example/status/1"),
            status_index: PLACE,
            valid_from: NOW - 1_000,
            valid_until: NOW + 1_000,
            claims_root: claims.root(),
        };
        let mut bits = vec![0; 2 * 16_384];
        bits[0] = 0x80;
        let status = StatusTree::new(&bits).expect("a tree");
        Self { issuer: SigningKey::from_seed(&[1; 32]), secret, claims, message, status }
    }

    pub(crate) fn policy(&self, slots: Vec<Slot>, set: &[&str]) -> Policy {
        let set = set.iter().map(|member| text(member).encoded(ClaimType::String).expect("text")).collect();
        Policy::new(self.message.credential_type, self.message.status_list, session_scope(b"{}"), slots, set)
            .expect("askable")
    }

    pub(crate) fn prove(&self, policy: &Policy, now: u64) -> Result<(Witness, Statement), Unprovable> {
        let signature = self.issuer.sign(self.message.element().expect("numbers that fit"));
        let holding = Holding {
            message: &self.message,
            issuer: &self.issuer.public_key(),
            signature: &signature,
            claims: &self.claims,
            secret: &self.secret,
        };
        Witness::new(&holding, policy, context(b"{}"), now, Some(&self.status))
    }

    fn good(&self) -> Witness {
        self.prove(&self.policy(all_slots(), &["AT", "DE", "FR"]), NOW).expect("provable").0
    }
}

fn slot(pointer: &str, r#type: ClaimType, predicate: Predicate) -> Slot {
    Slot { key: key(pointer, r#type), predicate }
}

fn between(low: i64, high: i64) -> Predicate {
    Predicate::Range { low: ordered(low), high: ordered(high) }
}

pub(crate) fn all_slots() -> Vec<Slot> {
    vec![
        slot("/birthDate", ClaimType::Date, between(i64::MIN, 7_300)),
        slot("/country", ClaimType::String, Predicate::In),
        slot("/age", ClaimType::Integer, between(18, 65)),
        slot("/adult", ClaimType::Boolean, Predicate::Equal(Fr::one())),
    ]
}

fn synthesized(witness: &Witness) -> ConstraintSystemRef<Fr> {
    let system = ConstraintSystem::new_ref();
    system.set_optimization_goal(OptimizationGoal::Constraints);
    system.set_mode(SynthesisMode::Prove { construct_matrices: true, generate_lc_assignments: true });
    Circuit(witness.clone()).generate_constraints(system.clone()).expect("synthesized");
    system.finalize();
    system
}

fn holds(witness: &Witness) -> bool {
    synthesized(witness).is_satisfied().expect("assigned")
}

/// What is public follows from the question that the liar claims to answer: the verifier computes it.
fn asked(mut witness: Witness) -> Witness {
    let mut elements = vec![witness.credential_type, witness.policy_status_list, witness.scope];
    elements.extend(witness.operands.as_flattened());
    elements.extend(witness.set);
    witness.public[1] = crate::poseidon::chain(&elements);
    witness
}

#[test]
fn an_honest_holder_satisfies_it() {
    let system = synthesized(&Scene::new().good());
    assert_eq!(system.which_is_unsatisfied().expect("assigned"), None);
    assert_eq!((system.num_constraints(), system.num_instance_variables()), (CONSTRAINTS, 7));
}

#[test]
fn every_operation_at_its_edges() {
    let scene = Scene::new();
    let other = |value: &str| Predicate::NotEqual(text(value).encoded(ClaimType::String).expect("text"));
    let number = |number: i64| Value::Number(number).encoded(ClaimType::Integer).expect("a number");
    let good = [
        slot("/age", ClaimType::Integer, between(30, 30)),
        slot("/age", ClaimType::Integer, between(i64::MIN, i64::MAX)),
        slot("/age", ClaimType::Integer, Predicate::NotEqual(number(31))),
        slot("/least", ClaimType::Integer, between(i64::MIN, i64::MIN)),
        slot("/most", ClaimType::Integer, between(i64::MAX, i64::MAX)),
        slot("/price", ClaimType::Decimal(2), between(4_999, 5_000)),
        slot("/country", ClaimType::String, other("FR")),
        slot("/country", ClaimType::String, Predicate::In),
        slot("/colours", ClaimType::Member, Predicate::In),
        slot("/middleName", ClaimType::Absent, Predicate::Equal(Fr::zero())),
    ];
    for slots in good.chunks(crate::policy::SLOTS) {
        let (witness, _) = scene.prove(&scene.policy(slots.to_vec(), &["DE", "green"]), NOW).expect("provable");
        assert!(holds(&witness));
    }
    let outside = slot("/country", ClaimType::String, Predicate::NotIn);
    assert!(holds(&scene.prove(&scene.policy(vec![outside], &["AT", "FR"]), NOW).expect("provable").0));
    assert!(holds(&scene.prove(&scene.policy(vec![], &[]), NOW).expect("provable").0), "only that it is valid");
    for now in [NOW - 1_000, NOW + 1_000] {
        assert!(holds(&scene.prove(&scene.policy(vec![], &[]), now).expect("valid to the second").0));
    }
}

#[test]
fn what_is_not_so_is_refused_with_its_reason() {
    let scene = Scene::new();
    let cases = [
        (slot("/age", ClaimType::Integer, between(31, 40)), Unprovable::Untrue(0)),
        (slot("/age", ClaimType::Integer, between(0, 29)), Unprovable::Untrue(0)),
        (slot("/age", ClaimType::Decimal(0), between(0, 40)), Unprovable::NoClaim(0)),
        (slot("/age", ClaimType::Absent, Predicate::Equal(Fr::zero())), Unprovable::NoClaim(0)),
        (slot("/middleName", ClaimType::String, Predicate::Equal(Fr::zero())), Unprovable::NoClaim(0)),
        (slot("/country", ClaimType::String, Predicate::In), Unprovable::Untrue(0)),
        (slot("/colours", ClaimType::Member, Predicate::In), Unprovable::Untrue(0)),
        (slot("/adult", ClaimType::Boolean, Predicate::Equal(Fr::zero())), Unprovable::Untrue(0)),
    ];
    for (slot, expected) in cases {
        assert_eq!(scene.prove(&scene.policy(vec![slot], &["AT", "blue"]), NOW).err(), Some(expected), "{slot:?}");
    }
    for now in [NOW - 1_001, NOW + 1_001] {
        assert_eq!(scene.prove(&scene.policy(vec![], &[]), now).err(), Some(Unprovable::Time));
    }
    let of = |scene: &Scene| scene.prove(&scene.policy(vec![], &[]), NOW).err();
    let mut withdrawn = Scene::new();
    withdrawn.message.status_index = 0;
    assert_eq!(of(&withdrawn), Some(Unprovable::Withdrawn));
    let mut stranger = Scene::new();
    stranger.secret = HolderSecret::new([6; 31]);
    assert_eq!(of(&stranger), Some(Unprovable::NotThisHolding));
    let policy = scene.policy(vec![], &[]);
    let mut other = Scene::new();
    other.message.credential_type = name("credential-type", "Certification");
    assert_eq!(other.prove(&policy, NOW).err(), Some(Unprovable::Type));
    other = Scene::new();
    other.message.status_list = name("status-list", "https://issuer.example/status/2");
    assert_eq!(other.prove(&policy, NOW).err(), Some(Unprovable::StatusList));
}
