//! A proof of parts beside the one that arkworks makes in one piece.

use ark_ff::{Field as _, One as _, Zero as _};
use ark_groth16::Groth16;
use ark_groth16::r1cs_to_qap::{LibsnarkReduction, R1CSToQAP as _};
use ark_poly::GeneralEvaluationDomain;
use ark_relations::gr1cs::{
    ConstraintSynthesizer, ConstraintSystem, ConstraintSystemRef, OptimizationGoal, R1CS_PREDICATE_LABEL,
    SynthesisError, SynthesisMode, Variable,
};
use ark_relations::lc;
use ark_std::rand::SeedableRng as _;
use ark_std::rand::rngs::StdRng;

use super::*;

/// A number squared again and again, with its last bits beside it.
#[derive(Clone)]
struct Squares(Fr);

impl ConstraintSynthesizer<Fr> for Squares {
    fn generate_constraints(self, system: ConstraintSystemRef<Fr>) -> Result<(), SynthesisError> {
        let last = system.new_input_variable(|| Ok((0..40).fold(self.0, |value, _| value.square())))?;
        let mut value = self.0;
        let mut wire = system.new_witness_variable(|| Ok(value))?;
        for step in 0..40 {
            value.square_in_place();
            let next = if step == 39 { last } else { system.new_witness_variable(|| Ok(value))? };
            system.enforce_r1cs_constraint(|| lc!() + wire, || lc!() + wire, || lc!() + next)?;
            wire = next;
            let bit = system.new_witness_variable(|| Ok(Fr::from(step % 2)))?;
            system.enforce_r1cs_constraint(|| lc!() + bit, || lc!() + Variable::One - bit, || lc!())?;
        }
        Ok(())
    }
}

struct Scene {
    key: ProvingKey<Bn254>,
    values: Vec<Fr>,
    quotient: Vec<Fr>,
    whole: ark_groth16::Proof<Bn254>,
    blinding: [Fr; 2],
}

fn scene() -> Scene {
    let mut rng = StdRng::seed_from_u64(1);
    let circuit = Squares(Fr::from(3));
    let key = Groth16::<Bn254>::generate_random_parameters_with_reduction(circuit.clone(), &mut rng).expect("a key");
    let system = ConstraintSystem::new_ref();
    system.set_optimization_goal(OptimizationGoal::Constraints);
    system.set_mode(SynthesisMode::Prove { construct_matrices: true, generate_lc_assignments: true });
    circuit.generate_constraints(system.clone()).expect("synthesized");
    system.finalize();
    assert!(system.is_satisfied().expect("assigned"));
    let matrices = system.to_matrices().expect("matrices").remove(R1CS_PREDICATE_LABEL).expect("equations");
    let (inputs, constraints) = (system.num_instance_variables(), system.num_constraints());
    let mut values = system.instance_assignment().expect("assigned");
    values.extend(system.witness_assignment().expect("assigned"));
    let quotient = LibsnarkReduction::witness_map_from_matrices::<Fr, GeneralEvaluationDomain<Fr>>(
        &matrices,
        inputs,
        constraints,
        &values,
    )
    .expect("a quotient");
    let blinding = [Fr::from(77), -Fr::from(5)];
    let [r, s] = blinding;
    let whole =
        Groth16::<Bn254>::create_proof_with_reduction_and_matrices(&key, r, s, &matrices, inputs, constraints, &values);
    Scene { key, values, quotient, whole: whole.expect("a proof"), blinding }
}

impl Scene {
    fn tasks(&self, count: usize) -> Vec<(Task, Scalars)> {
        let of = |query| Scalars::new(if query == Query::H { &self.quotient } else { &self.values });
        Query::ALL
            .into_iter()
            .flat_map(|query| of(query).tasks(query, count).into_iter().map(move |task| (task, of(query))))
            .collect()
    }
}

#[test]
fn the_sum_of_the_parts_is_the_proof_however_it_is_divided() {
    let scene = scene();
    for count in [0, 1, 2, 7, 1000] {
        let mut sums = Sums::default();
        for (task, scalars) in scene.tasks(count).iter().rev() {
            // As a worker gets and gives them.
            let scalars = Scalars::from_bytes(&scalars.to_bytes()).expect("numbers");
            let part = compute(&scene.key, task, &scalars).expect("a part");
            let part = Part::from_bytes(task.query, &part.to_bytes()).expect("a point");
            assert!(sums.add(task.query, &part));
        }
        let (a, b, c) = sums.points(&scene.key, scene.blinding);
        assert_eq!((a, b, c), (scene.whole.a, scene.whole.b, scene.whole.c), "{count}");
    }
}

#[test]
fn a_part_that_is_missing_or_wrong_is_another_proof() {
    let scene = scene();
    let tasks = scene.tasks(2);
    for missing in 0..tasks.len() {
        let mut sums = Sums::default();
        for (_, (task, scalars)) in tasks.iter().enumerate().filter(|(at, _)| *at != missing) {
            assert!(sums.add(task.query, &compute(&scene.key, task, scalars).expect("a part")));
        }
        let (a, b, c) = sums.points(&scene.key, scene.blinding);
        // Of small numbers nothing is at the upper places.
        let nothing = compute(&scene.key, &tasks[missing].0, &tasks[missing].1).is_some_and(|part| match part {
            Part::First(point) => point.is_zero(),
            Part::Second(point) => point.is_zero(),
        });
        assert_eq!((a, b, c) == (scene.whole.a, scene.whole.b, scene.whole.c), nothing, "{missing}");
    }
    let mut sums = Sums::default();
    assert!(!sums.add(Query::B2, &Part::First(G1Projective::zero())));
    assert!(!sums.add(Query::A, &Part::Second(G2Projective::zero())));
}

#[test]
fn numbers_and_tasks_that_do_not_fit_the_key_give_nothing() {
    let scene = scene();
    let scalars = Scalars::new(&scene.values);
    let task = |query| scalars.tasks(query, 1).remove(0);
    let fewer = Scalars::new(&scene.values[..scene.values.len() - 1]);
    let more = Scalars::new(&[&scene.values[..], &[Fr::one()]].concat());
    for query in [Query::A, Query::B1, Query::B2, Query::L] {
        assert!(compute(&scene.key, &task(query), &scalars).is_some());
        assert_eq!(compute(&scene.key, &task(query), &fewer), None, "{query:?}");
        assert_eq!(compute(&scene.key, &task(query), &more), None, "{query:?}");
        assert_eq!(compute(&scene.key, &task(query), &Scalars::new(&[])), None, "{query:?}");
        let beyond = Task { query, places: 0..1000 };
        assert_eq!(compute(&scene.key, &beyond, &scalars), None);
    }
    let modulus: Vec<u8> = Fr::MODULUS.0.iter().flat_map(|word| word.to_le_bytes()).collect();
    assert!(Scalars::from_bytes(&modulus).is_none());
    assert!(Scalars::from_bytes(&[0; 31]).is_none());
    assert!(Scalars::from_bytes(&[255; 32]).is_none());
    assert!(Scalars::from_bytes(&[0; 64]).is_some());
    assert!(Part::from_bytes(Query::A, &[0; 63]).is_none());
    assert!(Part::from_bytes(Query::B2, &[0; 64]).is_none());
}
