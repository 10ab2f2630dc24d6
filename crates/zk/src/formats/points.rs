//! Numbers and points, as files write them and as transcripts hash them.

use std::sync::LazyLock;

use ark_ec::AffineRepr;
use ark_ec::short_weierstrass::{Affine, SWCurveConfig};
use ark_ff::{BigInt, BigInteger as _, Field, PrimeField};

use super::container::NUMBER;
use super::{FormatError, PointFault, Section};
use crate::bn254::{Fq, Fq2, Fr, G1Affine, G2Affine};

/// What is wrong with the bytes of a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    Number,
    Infinity,
    OffCurve,
    OutsideSubgroup,
}

impl Fault {
    pub(super) const fn at(self, section: Section, index: usize) -> FormatError {
        let fault = match self {
            Self::Number => return FormatError::Number { section, index },
            Self::Infinity => PointFault::Infinity,
            Self::OffCurve => PointFault::OffCurve,
            Self::OutsideSubgroup => PointFault::OutsideSubgroup,
        };
        FormatError::Point { section, index, fault }
    }
}

/// R = 2^256 of the Montgomery forms in files, and what undoes it.
struct Form<F> {
    into: F,
    out_of: F,
}

impl<F: PrimeField> Form<F> {
    fn new() -> Self {
        let into = F::from(2_u8).pow([256]);
        // Unwrap safety: a power of two is not zero in a field of odd characteristic.
        Self { into, out_of: into.inverse().unwrap_or_default() }
    }
}

static BASE: LazyLock<Form<Fq>> = LazyLock::new(Form::new);
static SCALAR: LazyLock<Form<Fr>> = LazyLock::new(Form::new);

/// A modulus, little-endian.
pub(super) fn modulus(modulus: BigInt<4>) -> [u8; NUMBER] {
    bytes_of(modulus)
}

fn bytes_of(number: BigInt<4>) -> [u8; NUMBER] {
    let mut bytes = [0; NUMBER];
    for (eight, limb) in bytes.chunks_exact_mut(8).zip(number.0) {
        eight.copy_from_slice(&limb.to_le_bytes());
    }
    bytes
}

fn integer(bytes: &[u8; NUMBER]) -> BigInt<4> {
    let (eights, _) = bytes.as_chunks::<8>();
    let mut limbs = [0; 4];
    for (limb, eight) in limbs.iter_mut().zip(eights) {
        *limb = u64::from_le_bytes(*eight);
    }
    BigInt(limbs)
}

/// A scalar below the modulus.
pub(super) fn scalar(bytes: &[u8; NUMBER]) -> Option<Fr> {
    Fr::from_bigint(integer(bytes))
}

pub(super) fn scalar_bytes(scalar: Fr) -> [u8; NUMBER] {
    bytes_of(scalar.into_bigint())
}

/// A coefficient of a key, which stands there times R squared.
pub(super) fn coefficient(bytes: &[u8; NUMBER]) -> Option<Fr> {
    scalar(bytes).map(|number| number * SCALAR.out_of * SCALAR.out_of)
}

pub(super) fn coefficient_bytes(coefficient: Fr) -> [u8; NUMBER] {
    scalar_bytes(coefficient * SCALAR.into * SCALAR.into)
}

/// A group whose points stand in files.
pub(super) trait Curve: AffineRepr<ScalarField = Fr> + Send + Sync {
    /// Bytes of a point.
    const LENGTH: usize;

    /// A point of the group: on the curve and in the subgroup. All zeros are the point at infinity.
    fn read(bytes: &[u8]) -> Result<Self, Fault>;

    /// Appends the point.
    fn write(&self, out: &mut Vec<u8>);
}

impl<C: SWCurveConfig<BaseField: Coordinate, ScalarField = Fr>> Curve for Affine<C> {
    const LENGTH: usize = 2 * C::BaseField::LENGTH;

    fn read(bytes: &[u8]) -> Result<Self, Fault> {
        let (x, y) = bytes.split_at_checked(C::BaseField::LENGTH).ok_or(Fault::Number)?;
        on_curve(C::BaseField::read(x)?, C::BaseField::read(y)?)
    }

    fn write(&self, out: &mut Vec<u8>) {
        let (x, y) = self.xy().unwrap_or_default();
        x.write(out);
        y.write(out);
    }
}

/// What points of a group have two of.
pub(super) trait Coordinate: Field {
    /// Bytes of one.
    const LENGTH: usize;

    fn read(bytes: &[u8]) -> Result<Self, Fault>;

    fn write(&self, out: &mut Vec<u8>);
}

impl Coordinate for Fq {
    const LENGTH: usize = NUMBER;

    fn read(bytes: &[u8]) -> Result<Self, Fault> {
        let number = bytes.try_into().ok().and_then(|bytes| Self::from_bigint(integer(bytes)));
        number.map(|number| number * BASE.out_of).ok_or(Fault::Number)
    }

    fn write(&self, out: &mut Vec<u8>) {
        out.extend(bytes_of((*self * BASE.into).into_bigint()));
    }
}

impl Coordinate for Fq2 {
    const LENGTH: usize = 2 * NUMBER;

    fn read(bytes: &[u8]) -> Result<Self, Fault> {
        let (c0, c1) = bytes.split_at_checked(NUMBER).ok_or(Fault::Number)?;
        Ok(Self::new(Fq::read(c0)?, Fq::read(c1)?))
    }

    fn write(&self, out: &mut Vec<u8>) {
        self.c0.write(out);
        self.c1.write(out);
    }
}

/// The coordinates, by which a point is of the group.
pub(super) fn on_curve<C: SWCurveConfig>(x: C::BaseField, y: C::BaseField) -> Result<Affine<C>, Fault> {
    use ark_ff::Zero as _;
    if x.is_zero() && y.is_zero() {
        return Ok(Affine::identity());
    }
    let point = Affine::new_unchecked(x, y);
    if !point.is_on_curve() {
        return Err(Fault::OffCurve);
    }
    if point.is_in_correct_subgroup_assuming_on_curve() { Ok(point) } else { Err(Fault::OutsideSubgroup) }
}

/// All points, one after the other.
pub(super) fn write_all<C: Curve>(points: &[C]) -> Vec<u8> {
    let mut out = Vec::with_capacity(points.len() * C::LENGTH);
    for point in points {
        point.write(&mut out);
    }
    out
}

/// A point as transcripts hash it: big-endian, not in Montgomery form; infinity is all zeros.
pub(crate) fn uncompressed_g1(point: &G1Affine) -> [u8; 2 * NUMBER] {
    let mut out = [0; 2 * NUMBER];
    if let Some((x, y)) = point.xy() {
        big_endian([x, y], &mut out);
    }
    out
}

/// The same of G2: the coefficient of u comes first.
pub(crate) fn uncompressed_g2(point: &G2Affine) -> [u8; 4 * NUMBER] {
    let mut out = [0; 4 * NUMBER];
    if let Some((x, y)) = point.xy() {
        big_endian([x.c1, x.c0, y.c1, y.c0], &mut out);
    }
    out
}

fn big_endian<const N: usize>(numbers: [Fq; N], out: &mut [u8]) {
    for (bytes, number) in out.chunks_exact_mut(NUMBER).zip(numbers) {
        bytes.copy_from_slice(&number.into_bigint().to_bytes_be());
    }
}
