//! Points that are added one to another: y² = x³ + b, with coordinates as they are or over powers of a denominator.
//!
//! Formulas: EPRINT 2007/286, as <https://hyperelliptic.org/EFD/g1p/auto-shortw-xyzz.html> lists them.

#![expect(clippy::many_single_char_names, reason = "the names are those of the formulas")]

use super::coordinate::Coordinate;

/// A point that is not at infinity.
#[derive(Clone, Copy)]
pub(super) struct Point<C> {
    pub(super) x: C,
    pub(super) y: C,
}

/// A point (x / zz, y / zzz), where zz³ is zzz². At infinity zz is zero.
#[derive(Clone, Copy)]
pub(super) struct Sum<C> {
    x: C,
    y: C,
    zz: C,
    zzz: C,
}

impl<C: Coordinate> Sum<C> {
    pub(super) fn zero() -> Self {
        Self { x: C::ONE, y: C::ONE, zz: C::ZERO, zzz: C::ZERO }
    }

    fn is_zero(&self) -> bool {
        self.zz.is_zero()
    }

    pub(super) fn double(&mut self) {
        if self.is_zero() {
            return;
        }
        let u = self.y.plus(&self.y);
        let v = u.squared();
        let w = u.times(&v);
        let s = self.x.times(&v);
        let square = self.x.squared();
        let m = square.plus(&square).plus(&square);
        let x = m.squared().minus_both(&s, &s);
        self.y = m.cross(&s.minus(&x), &w, &self.y);
        self.x = x;
        self.zz = v.times(&self.zz);
        self.zzz = w.times(&self.zzz);
    }

    pub(super) fn add_point(&mut self, point: &Point<C>) {
        if self.is_zero() {
            *self = Self { x: point.x, y: point.y, zz: C::ONE, zzz: C::ONE };
            return;
        }
        let p = point.x.times(&self.zz).minus(&self.x);
        let r = point.y.times(&self.zzz).minus(&self.y);
        let (x, y) = (self.x, self.y);
        self.add_difference(&p, &r, &x, &y, None);
    }

    pub(super) fn add(&mut self, other: &Self) {
        if other.is_zero() {
            return;
        }
        if self.is_zero() {
            *self = *other;
            return;
        }
        let u = self.x.times(&other.zz);
        let s = self.y.times(&other.zzz);
        let p = other.x.times(&self.zz).minus(&u);
        let r = other.y.times(&self.zzz).minus(&s);
        self.add_difference(&p, &r, &u, &s, Some(other));
    }

    /// What addition does once both points are over one denominator: their coordinates differ by p and r, and this one's are
    /// u and s.
    fn add_difference(&mut self, p: &C, r: &C, u: &C, s: &C, other: Option<&Self>) {
        if p.is_zero() {
            if r.is_zero() {
                self.double();
            } else {
                *self = Self::zero();
            }
            return;
        }
        let square = p.squared();
        let cube = p.times(&square);
        let q = u.times(&square);
        let x = r.squared().minus(&cube).minus_both(&q, &q);
        self.y = r.cross(&q.minus(&x), s, &cube);
        self.x = x;
        self.zz = self.zz.times(&square);
        self.zzz = self.zzz.times(&cube);
        if let Some(other) = other {
            self.zz = self.zz.times(&other.zz);
            self.zzz = self.zzz.times(&other.zzz);
        }
    }

    pub(super) fn to_affine(self) -> Option<Point<C>> {
        if self.is_zero() {
            return None;
        }
        // 1 / zz is (zz / zzz)².
        let inverse = self.zzz.inverse();
        let z = self.zz.times(&inverse);
        Some(Point { x: self.x.times(&z.squared()), y: self.y.times(&inverse) })
    }
}
