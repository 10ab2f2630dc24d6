//! What points are made of while they are added up.

use ark_ff::Field;

use crate::bn254::{Fq, Fq2};

/// An element of a field, in whatever form is quickest to compute with.
pub(crate) trait Coordinate: Copy {
    const ZERO: Self;
    const ONE: Self;

    fn plus(&self, other: &Self) -> Self;
    fn minus(&self, other: &Self) -> Self;
    fn negated(&self) -> Self;
    fn times(&self, other: &Self) -> Self;
    fn squared(&self) -> Self;
    fn is_zero(&self) -> bool;
    /// Zero's is zero.
    fn inverse(&self) -> Self;

    /// self - other - another
    fn minus_both(&self, other: &Self, another: &Self) -> Self {
        self.minus(other).minus(another)
    }

    /// self · other - a · b
    fn cross(&self, other: &Self, a: &Self, b: &Self) -> Self {
        self.times(other).minus(&a.times(b))
    }
}

/// A field whose elements have a form to compute with.
pub(crate) trait Kept: Field {
    type As: Coordinate;

    fn keep(&self) -> Self::As;
    fn give(kept: &Self::As) -> Self;
}

#[cfg(not(feature = "wasm"))]
macro_rules! as_it_is {
    ($field:ident) => {
        impl Coordinate for $field {
            const ZERO: Self = <Self as ark_ff::AdditiveGroup>::ZERO;
            const ONE: Self = <Self as Field>::ONE;

            #[inline]
            fn plus(&self, other: &Self) -> Self {
                *self + other
            }

            #[inline]
            fn minus(&self, other: &Self) -> Self {
                *self - other
            }

            #[inline]
            fn negated(&self) -> Self {
                -*self
            }

            #[inline]
            fn times(&self, other: &Self) -> Self {
                *self * other
            }

            #[inline]
            fn squared(&self) -> Self {
                self.square()
            }

            #[inline]
            fn is_zero(&self) -> bool {
                ark_ff::Zero::is_zero(self)
            }

            fn inverse(&self) -> Self {
                Field::inverse(self).unwrap_or(Coordinate::ZERO)
            }
        }

        impl Kept for $field {
            type As = Self;

            #[inline]
            fn keep(&self) -> Self {
                *self
            }

            #[inline]
            fn give(kept: &Self) -> Self {
                *kept
            }
        }
    };
}

#[cfg(not(feature = "wasm"))]
as_it_is!(Fq);
#[cfg(not(feature = "wasm"))]
as_it_is!(Fq2);

#[cfg(feature = "wasm")]
impl Kept for Fq {
    type As = super::lazy::Lazy;

    fn keep(&self) -> Self::As {
        Self::As::of(self)
    }

    fn give(kept: &Self::As) -> Self {
        kept.to_element()
    }
}

#[cfg(feature = "wasm")]
impl Kept for Fq2 {
    type As = super::lazy::Lazy2;

    fn keep(&self) -> Self::As {
        Self::As { re: self.c0.keep(), im: self.c1.keep() }
    }

    fn give(kept: &Self::As) -> Self {
        Self::new(Kept::give(&kept.re), Kept::give(&kept.im))
    }
}
