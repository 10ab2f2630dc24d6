//! The JSON of snarkjs: verifying keys, proofs, public signals.
//!
//! In scope: reading strictly and writing as snarkjs does. Numbers are strings of decimal digits, without a sign or a
//! leading zero and below their modulus; points are points, affine, and not at infinity; members are exactly those that
//! snarkjs writes. So there is one text for a value, but for white space and the order of members. Out of scope: whether a
//! sound key is one to believe (`ceremony::finalize`), or a proof right (`groth16`).

use std::str::FromStr as _;

use ark_ec::pairing::Pairing as _;
use ark_ff::PrimeField;
use serde::{Deserialize, Serialize};

use super::points::on_curve;
use crate::bn254::{Bn254, Fq, Fq2, Fr, G1Affine, G2Affine};
use crate::groth16::{InvalidKey, Proof, VerifyingKey};

/// Most public inputs that are read. Ours have six.
const MAX_PUBLIC: usize = 1_000;

/// Decimal digits of the largest number of either field.
const MAX_DIGITS: usize = 77;

/// Largest text that is read: of a key with the most inputs.
const MAX_BYTES: usize = 1 << 19;

/// A text that is not the JSON it is taken for.
#[derive(Debug, thiserror::Error)]
pub enum JsonError {
    /// Larger than any that is read.
    #[error("the text is larger than what is read here")]
    TooLarge,
    /// Not JSON, or other members.
    #[error("not JSON with the members of this kind")]
    Shape(#[source] serde_json::Error),
    /// Another curve or another proof system.
    #[error("not for Groth16 on bn128")]
    Protocol,
    /// A number in another form, or not below its modulus.
    #[error("`{0}` has a number that is not in decimal, or not below its modulus")]
    Number(&'static str),
    /// Not a point of the group, or the one at infinity.
    #[error("`{0}` is not a point of its group, or is at infinity")]
    Point(&'static str),
    /// Counts that contradict each other.
    #[error("`{0}` has not the length that it must have")]
    Length(&'static str),
    /// A key that is not sound.
    #[error("the key is not sound")]
    Key(#[source] InvalidKey),
    /// The precomputed pairing is not that of alpha and beta.
    #[error("`vk_alphabeta_12` is not the pairing of alpha and beta")]
    Pairing,
}

type Text1 = [String; 3];
type Text2 = [[String; 2]; 3];

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct KeyText {
    protocol: String,
    curve: String,
    #[serde(rename = "nPublic")]
    public: usize,
    #[serde(rename = "vk_alpha_1")]
    alpha: Text1,
    #[serde(rename = "vk_beta_2")]
    beta: Text2,
    #[serde(rename = "vk_gamma_2")]
    gamma: Text2,
    #[serde(rename = "vk_delta_2")]
    delta: Text2,
    #[serde(rename = "vk_alphabeta_12")]
    pairing: [[[String; 2]; 3]; 2],
    #[serde(rename = "IC")]
    ic: Vec<Text1>,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct ProofText {
    pi_a: Text1,
    pi_b: Text2,
    pi_c: Text1,
    protocol: String,
    curve: String,
}

const PROTOCOL: &str = "groth16";
const CURVE: &str = "bn128";

/// Writes a verifying key, byte for byte as `snarkjs zkey export verificationkey` does.
#[must_use]
pub fn verifying_key_to_json(key: &VerifyingKey) -> String {
    let key = key.as_ark();
    written(&KeyText {
        protocol: PROTOCOL.to_owned(),
        curve: CURVE.to_owned(),
        public: key.gamma_abc_g1.len().saturating_sub(1),
        alpha: text1(&key.alpha_g1),
        beta: text2(&key.beta_g2),
        gamma: text2(&key.gamma_g2),
        delta: text2(&key.delta_g2),
        pairing: pairing(key),
        ic: key.gamma_abc_g1.iter().map(text1).collect(),
    })
}

/// Reads a verifying key.
pub fn verifying_key_from_json(text: &[u8]) -> Result<VerifyingKey, JsonError> {
    let read: KeyText = parsed(text)?;
    is_groth16(&read.protocol, &read.curve)?;
    if read.public > MAX_PUBLIC || read.ic.len() != read.public + 1 {
        return Err(JsonError::Length("IC"));
    }
    let key = ark_groth16::VerifyingKey {
        alpha_g1: point1(&read.alpha, "vk_alpha_1")?,
        beta_g2: point2(&read.beta, "vk_beta_2")?,
        gamma_g2: point2(&read.gamma, "vk_gamma_2")?,
        delta_g2: point2(&read.delta, "vk_delta_2")?,
        gamma_abc_g1: read.ic.iter().map(|point| point1(point, "IC")).collect::<Result<_, _>>()?,
    };
    if pairing(&key) != read.pairing {
        return Err(JsonError::Pairing);
    }
    VerifyingKey::new(key, read.public).map_err(JsonError::Key)
}

/// Writes a proof, byte for byte as `snarkjs groth16 prove` does.
#[must_use]
pub fn proof_to_json(proof: &Proof) -> String {
    let (a, b, c) = proof.points();
    written(&ProofText {
        pi_a: text1(&a),
        pi_b: text2(&b),
        pi_c: text1(&c),
        protocol: PROTOCOL.to_owned(),
        curve: CURVE.to_owned(),
    })
}

/// Reads a proof.
pub fn proof_from_json(text: &[u8]) -> Result<Proof, JsonError> {
    let read: ProofText = parsed(text)?;
    is_groth16(&read.protocol, &read.curve)?;
    let (a, b, c) = (point1(&read.pi_a, "pi_a")?, point2(&read.pi_b, "pi_b")?, point1(&read.pi_c, "pi_c")?);
    Proof::new(a, b, c).ok_or(JsonError::Point("pi_a"))
}

/// Writes public signals: the public inputs without the constant 1.
#[must_use]
pub fn public_to_json(inputs: &[Fr]) -> String {
    if inputs.is_empty() {
        return "[]".to_owned();
    }
    written(&inputs.iter().map(ToString::to_string).collect::<Vec<String>>())
}

/// Reads public signals.
pub fn public_from_json(text: &[u8]) -> Result<Vec<Fr>, JsonError> {
    let read: Vec<String> = parsed(text)?;
    if read.len() > MAX_PUBLIC {
        return Err(JsonError::Length("public"));
    }
    read.iter().map(|text| number(text, "public")).collect()
}

#[expect(
    clippy::disallowed_methods,
    reason = "typed members are refused where they appear twice, and no number is inexact"
)]
fn parsed<T: serde::de::DeserializeOwned>(text: &[u8]) -> Result<T, JsonError> {
    if text.len() > MAX_BYTES {
        return Err(JsonError::TooLarge);
    }
    serde_json::from_slice(text).map_err(JsonError::Shape)
}

/// With the indentation of snarkjs.
fn written<T: Serialize>(value: &T) -> String {
    let mut out = Vec::new();
    let formatter = serde_json::ser::PrettyFormatter::with_indent(b" ");
    // Infallible: the members are strings and counts, and a vector takes what it is given.
    let _ = value.serialize(&mut serde_json::Serializer::with_formatter(&mut out, formatter));
    String::from_utf8(out).unwrap_or_default()
}

fn is_groth16(protocol: &str, curve: &str) -> Result<(), JsonError> {
    if protocol == PROTOCOL && curve == CURVE { Ok(()) } else { Err(JsonError::Protocol) }
}

/// Decimal digits, in the one way a number is written.
fn number<F: PrimeField>(text: &str, member: &'static str) -> Result<F, JsonError> {
    let plain = text.len() <= MAX_DIGITS
        && text.bytes().all(|byte| byte.is_ascii_digit())
        && (text == "0" || !text.is_empty() && !text.starts_with('0'));
    // The integer's reader refuses what does not fit, the field's what is not below the modulus.
    let integer = plain.then(|| F::BigInt::from_str(text).ok()).flatten();
    integer.and_then(F::from_bigint).ok_or(JsonError::Number(member))
}

fn point1([x, y, z]: &Text1, member: &'static str) -> Result<G1Affine, JsonError> {
    let (x, y) = (number(x, member)?, number(y, member)?);
    point(z == "1", on_curve(x, y).ok(), member)
}

fn point2([x, y, [one, zero]]: &Text2, member: &'static str) -> Result<G2Affine, JsonError> {
    let of = |[c0, c1]: &[String; 2]| Ok(Fq2::new(number(c0, member)?, number(c1, member)?));
    point(one == "1" && zero == "0", on_curve(of(x)?, of(y)?).ok(), member)
}

fn point<G: ark_ec::AffineRepr>(affine: bool, point: Option<G>, member: &'static str) -> Result<G, JsonError> {
    point.filter(|point| affine && !point.is_zero()).ok_or(JsonError::Point(member))
}

/// The point is not at infinity: neither proofs nor keys hold one that is.
fn text1(point: &G1Affine) -> Text1 {
    [point.x.to_string(), point.y.to_string(), "1".to_owned()]
}

fn text2(point: &G2Affine) -> Text2 {
    [text_of(point.x), text_of(point.y), ["1", "0"].map(str::to_owned)]
}

fn text_of(number: Fq2) -> [String; 2] {
    [number.c0, number.c1].map(|number: Fq| number.to_string())
}

fn pairing(key: &ark_groth16::VerifyingKey<Bn254>) -> [[[String; 2]; 3]; 2] {
    let value = Bn254::pairing(key.alpha_g1, key.beta_g2).0;
    [value.c0, value.c1].map(|half| [half.c0, half.c1, half.c2].map(text_of))
}
