//! The JavaScript door. `pkg/prover` wraps it: workers, the key's download, types, documentation for its users.
//!
//! One instance leads: it reads the key and the holder's input, and puts the proof together. Others help: they read the same
//! key, get numbers, and give parts. An instance keeps its key between proofs; of a proof it keeps nothing ([`forget`]).
//!
//! Memory is wiped when it is freed, whoever used it: the holder's secrets pass through readers and a circuit that know
//! nothing of each other.

mod input;

use std::alloc::System;
use std::cell::RefCell;

use ark_groth16::ProvingKey as Points;
use ark_serialize::CanonicalDeserialize as _;
use proofpass::zk::{Answer, commitment_to_text, secret_from_text};
use proofpass_zk::bn254::Bn254;
use proofpass_zk::parts::{Part, Proving, Query, Scalars, Sums, Task, compute as compute_part};
use proofpass_zk::prove::{InvalidProvingKey, ProveError, ProvingKey};
use wasm_bindgen::prelude::*;
use zeroize::Zeroizing;
use zeroizing_alloc::ZeroAlloc;

#[global_allocator]
static WIPED: ZeroAlloc<System> = ZeroAlloc(System);

#[wasm_bindgen]
extern "C" {
    /// The platform's `Error`, with the `code` that `ProverError` carries on.
    #[wasm_bindgen(js_name = Error)]
    type JsError;

    #[wasm_bindgen(constructor, js_class = "Error")]
    fn new(message: &str) -> JsError;

    #[wasm_bindgen(method, setter)]
    fn set_code(this: &JsError, code: &str);
}

/// What an instance has.
#[derive(Default)]
struct State {
    key: Key,
    /// The proof at hand, of a leader.
    at_hand: Option<AtHand>,
    /// The numbers of the proof at hand, of a helper: those on the wires, and the quotient.
    wires: Option<Scalars>,
    quotient: Option<Scalars>,
}

/// A proof in the making, and what it is made for.
struct AtHand {
    answer: Answer,
    proving: Proving,
    sums: Sums,
}

/// The proving key, as a leader or a helper needs it.
#[derive(Default)]
enum Key {
    #[default]
    None,
    /// With the circuit's equations.
    Whole(Box<ProvingKey>),
    /// Its points alone.
    Points(Box<Points<Bn254>>),
}

impl Key {
    fn whole(&self) -> Result<&ProvingKey, JsValue> {
        match self {
            Self::Whole(key) => Ok(key),
            Self::Points(_) | Self::None => Err(defect("there is no key to prove with")),
        }
    }

    fn points(&self) -> Result<&Points<Bn254>, JsValue> {
        match self {
            Self::Whole(key) => Ok(key.as_ark()),
            Self::Points(key) => Ok(key),
            Self::None => Err(defect("there is no key")),
        }
    }
}

thread_local! {
    static STATE: RefCell<State> = RefCell::new(State::default());
}

/// Reads a proving key, if its SHA-256 is this.
#[wasm_bindgen]
#[expect(clippy::needless_pass_by_value, reason = "taken over from JavaScript, and wiped when it is dropped")]
pub fn lead(key: Vec<u8>, sha256: &[u8]) -> Result<(), JsValue> {
    let sha256 = sha256.try_into().map_err(|_| defect("a SHA-256 is 32 bytes"))?;
    let key = ProvingKey::from_bytes(&key, sha256).map_err(|fault| match fault {
        InvalidProvingKey::Digest => refuse("key-mismatch", &fault),
        _ => refuse("key-unusable", &fault),
    })?;
    STATE.set(State { key: Key::Whole(Box::new(key)), ..State::default() });
    Ok(())
}

/// Reads the points of a proving key that the leader has read.
#[wasm_bindgen]
#[expect(clippy::needless_pass_by_value, reason = "taken over from JavaScript, and wiped when it is dropped")]
pub fn help(key: Vec<u8>) -> Result<(), JsValue> {
    let points = Points::deserialize_uncompressed_unchecked(&*key).map_err(|fault| refuse("key-unusable", &fault))?;
    STATE.set(State { key: Key::Points(Box::new(points)), ..State::default() });
    Ok(())
}

/// Begins a proof: reads what is to be proven, and computes what is on the circuit's wires.
#[wasm_bindgen]
pub fn begin(input: Vec<u8>, randomness: &[u8]) -> Result<(), JsValue> {
    let input = Zeroizing::new(input);
    let randomness = randomness.try_into().map_err(|_| defect("the randomness has another length"))?;
    let answer = input::answer(&input).map_err(|fault| refuse(fault.code(), &fault))?;
    STATE.with_borrow_mut(|state| {
        let key = state.key.whole()?;
        let proving = Proving::new(key, answer.witness().clone(), *answer.statement(), randomness).map_err(unproven)?;
        state.at_hand = Some(AtHand { answer, proving, sums: Sums::default() });
        Ok(())
    })
}

/// The presentation, as JSON text, of a proof that verifies.
#[wasm_bindgen]
pub fn finish() -> Result<String, JsValue> {
    STATE.with_borrow_mut(|state| {
        let AtHand { answer, proving, sums } =
            state.at_hand.take().ok_or_else(|| defect("there is no proof at hand"))?;
        let key = state.key.whole()?;
        let proof = proving.finish(key, &sums).map_err(unproven)?;
        Ok(answer.with_proof(&proof, key.verifying_key().digest().into()).to_object().to_string())
    })
}

/// The numbers on the wires of the proof at hand, for helpers.
#[wasm_bindgen]
pub fn wires() -> Result<Vec<u8>, JsValue> {
    STATE.with_borrow(|state| Ok(at_hand(state)?.proving.wires().to_bytes()))
}

/// The quotient of the proof at hand, for helpers. Computed now.
#[wasm_bindgen]
pub fn quotient() -> Result<Vec<u8>, JsValue> {
    STATE.with_borrow(|state| {
        let quotient = at_hand(state)?.proving.quotient(state.key.whole()?).map_err(unproven)?;
        Ok(quotient.to_bytes())
    })
}

/// What a helper is to sum up: the numbers on the wires, or the quotient.
#[wasm_bindgen(js_name = takeNumbers)]
pub fn take_numbers(numbers: Vec<u8>, are_quotient: bool) -> Result<(), JsValue> {
    let scalars = Scalars::from_bytes(&numbers);
    drop(numbers);
    let scalars = Some(scalars.ok_or_else(|| defect("these are not numbers"))?);
    STATE.with_borrow_mut(|state| if are_quotient { state.quotient = scalars } else { state.wires = scalars });
    Ok(())
}

/// How the sums of the wires' numbers (or the one of the quotient) are divided, each into about so many: query, first place,
/// place after the last, and again.
#[wasm_bindgen]
pub fn tasks(count: usize, of_quotient: bool) -> Result<Vec<u32>, JsValue> {
    STATE.with_borrow(|state| {
        let key = state.key.whole()?;
        let proving = &at_hand(state)?.proving;
        let mut tasks = Vec::new();
        for query in Query::ALL.into_iter().filter(|query| (*query == Query::H) == of_quotient) {
            let scalars = proving.scalars(key, query).map_err(unproven)?;
            for Task { places, .. } in scalars.tasks(query, count) {
                let numbers = [number_of(query), places.start, places.end];
                tasks.extend(numbers.map(|number| u32::try_from(number).unwrap_or(u32::MAX)));
            }
        }
        Ok(tasks)
    })
}

/// Computes a task: the bytes of its part.
#[wasm_bindgen]
pub fn compute(query: usize, start: usize, end: usize) -> Result<Vec<u8>, JsValue> {
    STATE.with_borrow(|state| {
        let task = Task { query: query_of(query)?, places: start..end };
        let scalars = match (&state.at_hand, task.query) {
            (Some(AtHand { proving, .. }), query) => {
                Some(proving.scalars(state.key.whole()?, query).map_err(unproven)?)
            }
            (None, Query::H) => state.quotient.as_ref(),
            (None, Query::A | Query::B1 | Query::B2 | Query::L) => state.wires.as_ref(),
        };
        let scalars = scalars.ok_or_else(|| defect("there are no numbers"))?;
        let part = compute_part(state.key.points()?, &task, scalars).ok_or_else(|| defect("there is no such task"))?;
        Ok(part.to_bytes())
    })
}

/// Adds a part to the proof at hand.
#[wasm_bindgen]
pub fn add(query: usize, part: &[u8]) -> Result<(), JsValue> {
    let query = query_of(query)?;
    let part = Part::from_bytes(query, part).ok_or_else(|| defect("this is no part"))?;
    STATE.with_borrow_mut(|state| {
        let at_hand = state.at_hand.as_mut().ok_or_else(|| defect("there is no proof at hand"))?;
        if at_hand.sums.add(query, &part) { Ok(()) } else { Err(defect("this part is of another group")) }
    })
}

/// What a holder shows an issuer of a secret (31 bytes, base64url): a number in decimal.
#[wasm_bindgen]
pub fn commitment(secret: &str) -> Result<String, JsValue> {
    let secret =
        secret_from_text(secret).ok_or_else(|| refuse("malformed-request", &"a secret is 31 bytes in base64url"))?;
    Ok(commitment_to_text(secret.commitment()))
}

/// Refuses a credential that is not its holder's.
#[wasm_bindgen]
pub fn check(input: Vec<u8>) -> Result<(), JsValue> {
    let input = Zeroizing::new(input);
    input::check(&input).map_err(|fault| refuse(fault.code(), &fault))
}

/// Drops what is known of the proof at hand. The key stays.
#[wasm_bindgen]
pub fn forget() {
    STATE.with_borrow_mut(|state| {
        let key = std::mem::take(&mut state.key);
        *state = State { key, ..State::default() };
    });
    wipe_stack();
}

/// The version of this module.
#[wasm_bindgen]
#[must_use]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}

/// Writes over what calls have left of themselves below the stack's end, which no allocator frees.
#[inline(never)]
#[expect(clippy::large_stack_arrays, reason = "it is the stack that is to be written over")]
fn wipe_stack() {
    let mut left = Zeroizing::new([0xff_u8; 256 << 10]);
    std::hint::black_box(left.as_mut());
}

fn at_hand(state: &State) -> Result<&AtHand, JsValue> {
    state.at_hand.as_ref().ok_or_else(|| defect("there is no proof at hand"))
}

fn number_of(query: Query) -> usize {
    Query::ALL.iter().position(|one| *one == query).unwrap_or_default()
}

fn query_of(number: usize) -> Result<Query, JsValue> {
    Query::ALL.get(number).copied().ok_or_else(|| defect("there is no such sum"))
}

fn unproven(fault: ProveError) -> JsValue {
    match fault {
        ProveError::Circuit => refuse("key-unusable", &fault),
        _ => refuse("unprovable", &fault),
    }
}

/// What the package's JavaScript never brings about.
fn defect(message: &str) -> JsValue {
    refuse("defect", &message)
}

/// An `Error` with a code.
fn refuse(code: &str, message: &dyn std::fmt::Display) -> JsValue {
    let error = JsError::new(&message.to_string());
    error.set_code(code);
    error.into()
}
