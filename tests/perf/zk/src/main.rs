//! What proofs cost natively: verifying one, verifying many, proving with two threads beside taceo-groth16, with the same key
//! and the same values on the wires. Writes one JSON object of milliseconds.
//!
//! Started with the folder of the files (`tests/verifier/wallet_files.rs`).

use std::hint::black_box;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};
use ark_bn254::{Bn254, Fr};
use proofpass_zk::groth16::{Proof, VerifyingKey, verify_batch};
use proofpass_zk::parts::{Query, Scalars, Sums, Task, compute, quotient};
use proofpass_zk::prove::{Equations, ProvingKey, development_key};
use rustix::time::{ClockId, clock_gettime};
use taceo_groth16::{CircomReduction, ConstraintMatrices, Groth16};

/// As many processors as the comparison is held on.
const THREADS: usize = 2;
/// Proofs of a batch.
const MANY: u16 = 1000;

fn main() -> anyhow::Result<()> {
    let folder = std::env::args().nth(1).context("which folder?")?;
    let values = values(&std::fs::read(format!("{folder}/witness.wtns"))?)?;
    let key = development_key()?;
    let equations = key.equations();
    let inputs = &values[1..equations.inputs()];
    let matrices = matrices(equations, values.len());

    let blinding = [Fr::from(5), Fr::from(7)];
    let ours = || prove(&key, &values, blinding);
    let theirs =
        || Groth16::<Bn254>::prove::<CircomReduction>(key.as_ark(), blinding[0], blinding[1], &matrices, &values);
    let proof = ours().context("no proof")?;
    let their = theirs().map_err(|fault| anyhow::anyhow!("{fault}"))?;
    ensure!(proof.points() == (their.a, their.b, their.c), "two provers, two proofs");
    ensure!(key.verifying_key().verifies(inputs, &proof), "the proof does not verify");

    let (mut prove_ours, mut prove_theirs) = (Vec::new(), Vec::new());
    for _ in 0..7 {
        prove_ours.push(timed(|| _ = black_box(ours())));
        prove_theirs.push(timed(|| _ = black_box(theirs())));
    }
    let verifying = key.verifying_key();
    let one = timed_many(200, || assert!(black_box(verifying.verifies(inputs, &proof))));
    let bytes = verifying.to_bytes();
    let cold = timed_many(20, || {
        let key = VerifyingKey::from_bytes(&bytes, inputs.len()).expect("a key");
        assert!(black_box(key.verifies(inputs, &proof)));
    });
    let many = batch(verifying, inputs, &proof)?;
    let report = serde_json::json!({
        "verify": one.cpu, "verifyCold": cold.cpu, "verifyOfMany": many,
        "prove": best(&prove_ours), "proveTaceo": best(&prove_theirs),
    });
    println!("{report}");
    Ok(())
}

struct Cost {
    cpu: f64,
    wall: f64,
}

fn timed(work: impl FnOnce()) -> Cost {
    let cpu = || {
        let now = clock_gettime(ClockId::ProcessCPUTime);
        let nanoseconds = now.tv_nsec.try_into().unwrap_or_default();
        Duration::new(now.tv_sec.unsigned_abs(), nanoseconds).as_secs_f64() * 1e3
    };
    let (begun, before) = (Instant::now(), cpu());
    work();
    Cost { cpu: cpu() - before, wall: begun.elapsed().as_secs_f64() * 1e3 }
}

fn timed_many(times: u32, work: impl Fn()) -> Cost {
    let all = timed(|| (0..times).for_each(|_| work()));
    Cost { cpu: all.cpu / f64::from(times), wall: all.wall / f64::from(times) }
}

/// The least of each: what else runs on the machine only adds.
fn best(costs: &[Cost]) -> serde_json::Value {
    let least = |of: fn(&Cost) -> f64| costs.iter().map(of).fold(f64::INFINITY, f64::min);
    serde_json::json!({"cpu": least(|cost| cost.cpu), "wall": least(|cost| cost.wall)})
}

/// Milliseconds for each proof of many.
fn batch(key: &VerifyingKey, inputs: &[Fr], proof: &Proof) -> anyhow::Result<f64> {
    let members: Vec<_> = (0..MANY).map(|_| (inputs, *proof)).collect();
    ensure!(verify_batch(key, &members), "a good batch is refused");
    let all = timed(|| assert!(black_box(verify_batch(key, &members))));
    Ok(all.cpu / f64::from(MANY))
}

/// The proof, by as many threads, which take one task after another.
fn prove(key: &ProvingKey, values: &[Fr], blinding: [Fr; 2]) -> Option<Proof> {
    let wires = Scalars::new(values);
    let sums = Mutex::new(Some(Sums::default()));
    let run = |tasks: &[Task], next: &AtomicUsize, scalars: &Scalars| {
        while let Some(task) = tasks.get(next.fetch_add(1, Ordering::Relaxed)) {
            let part = compute(key.as_ark(), task, scalars);
            let mut sums = sums.lock().expect("nobody panics");
            let added = part.is_some_and(|part| sums.as_mut().is_some_and(|sums| sums.add(task.query, &part)));
            if !added {
                *sums = None;
            }
        }
    };
    let of_wires: Vec<Task> = Query::ALL
        .into_iter()
        .filter(|query| *query != Query::H)
        .flat_map(|query| wires.tasks(query, 2 * THREADS))
        .collect();
    let next = AtomicUsize::new(0);
    let quotient = std::thread::scope(|scope| {
        let computing = scope.spawn(|| {
            let quotient = quotient(key.equations(), values);
            run(&of_wires, &next, &wires);
            quotient
        });
        for _ in 1..THREADS {
            scope.spawn(|| run(&of_wires, &next, &wires));
        }
        computing.join().expect("nobody panics")
    })?;
    let of_quotient = quotient.tasks(Query::H, 2 * THREADS);
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| run(&of_quotient, &next, &quotient));
        }
    });
    let sums = sums.into_inner().ok()??;
    let (a, b, c) = sums.points(key.as_ark(), blinding);
    Proof::new(a, b, c)
}

fn matrices(equations: &Equations, wires: usize) -> ConstraintMatrices<Fr> {
    let [a, b, c] = [0, 1, 2].map(|at| equations.matrices()[at].clone());
    let entries = |matrix: &[Vec<(Fr, usize)>]| matrix.iter().map(Vec::len).sum();
    ConstraintMatrices {
        num_instance_variables: equations.inputs(),
        num_witness_variables: wires - equations.inputs(),
        num_constraints: equations.constraints(),
        a_num_non_zero: entries(&a),
        b_num_non_zero: entries(&b),
        c_num_non_zero: entries(&c),
        a,
        b,
        c,
    }
}

/// The values of a `.wtns`: what stands at its end.
fn values(file: &[u8]) -> anyhow::Result<Vec<Fr>> {
    // Magic, version, sections; header (number, length, size of numbers, modulus, count); values (number, length).
    let head = 12 + 12 + 4 + 32 + 4 + 12;
    let numbers = file.get(head..).context("a short file")?;
    let scalars = numbers.chunks_exact(32).map(|bytes| {
        proofpass_zk::text::from_bytes(&std::array::from_fn(|at| bytes[31 - at])).context("a number that is none")
    });
    scalars.collect()
}
