//! Points with digits, summed up: one place of all scalars.

use super::coordinate::Coordinate;
use super::sum::{Point, Sum};

/// Room for one place of digits, which is used for one after another.
pub(super) struct Buckets<C> {
    /// For each bucket where its points are in `points`.
    starts: Vec<usize>,
    /// For each bucket how many points it still has.
    lengths: Vec<usize>,
    /// All points, bucket by bucket.
    points: Vec<Point<C>>,
    pairs: Vec<Pair<C>>,
}

/// Two points of a bucket, side by side.
struct Pair<C> {
    /// By what their slope is divided: zero where nothing is left of them.
    divisor: C,
    /// The product of the divisors of all pairs behind this one.
    behind: C,
    /// Whether they are one and the same.
    twice: bool,
}

impl<C: Coordinate> Buckets<C> {
    pub(super) fn new(count: usize) -> Self {
        Self { starts: vec![0; count], lengths: vec![0; count], points: Vec::new(), pairs: Vec::new() }
    }

    /// Σ digit · point. A digit's absolute value is at most the number of buckets.
    pub(super) fn sum(&mut self, points: &[Point<C>], digits: impl Iterator<Item = i32> + Clone) -> Sum<C> {
        self.fill(points, digits);
        while self.lengths.iter().any(|&length| length > 1) {
            self.halve();
        }
        // Σ number · bucket, as the sum of all sums from the highest down to each.
        let mut from_the_highest = Sum::zero();
        let mut total = Sum::zero();
        for (&start, &length) in self.starts.iter().zip(&self.lengths).rev() {
            if length > 0 {
                from_the_highest.add_point(&self.points[start]);
            }
            total.add(&from_the_highest);
        }
        total
    }

    /// Puts each point into the bucket of its digit, with the digit's sign.
    fn fill(&mut self, points: &[Point<C>], digits: impl Iterator<Item = i32> + Clone) {
        let bucket = |digit: i32| digit.unsigned_abs() as usize - 1;
        self.lengths.fill(0);
        for digit in digits.clone().filter(|&digit| digit != 0) {
            self.lengths[bucket(digit)] += 1;
        }
        let mut next = 0;
        for (start, length) in self.starts.iter_mut().zip(&mut self.lengths) {
            *start = next;
            next += std::mem::take(length);
        }
        let nothing = Point { x: C::ZERO, y: C::ZERO };
        self.points.clear();
        self.points.resize(next, nothing);
        for (point, digit) in points.iter().zip(digits).filter(|&(_, digit)| digit != 0) {
            let bucket = bucket(digit);
            let y = if digit < 0 { point.y.negated() } else { point.y };
            self.points[self.starts[bucket] + self.lengths[bucket]] = Point { x: point.x, y };
            self.lengths[bucket] += 1;
        }
    }

    /// Adds the points of each bucket in pairs.
    fn halve(&mut self) {
        self.pairs.clear();
        let mut product = C::ONE;
        // From the last pair to the first: the products are used up from the first to the last, where sums may take the
        // place of points that were read.
        for (&start, &length) in self.starts.iter().zip(&self.lengths).rev() {
            for at in (0..length / 2).rev() {
                let [a, b] = [&self.points[start + 2 * at], &self.points[start + 2 * at + 1]];
                let mut divisor = b.x.minus(&a.x);
                let mut twice = false;
                if divisor.is_zero() {
                    // One is the other, or its negative: then the sum of the ordinates is zero.
                    divisor = a.y.plus(&b.y);
                    twice = true;
                }
                let behind = product;
                let is_something = !twice || !divisor.is_zero();
                if is_something {
                    product = product.times(&divisor);
                } else {
                    divisor = C::ZERO;
                }
                self.pairs.push(Pair { divisor, behind, twice });
            }
        }
        let mut inverse = product.inverse();
        let mut pairs = self.pairs.iter().rev();
        for (&start, length) in self.starts.iter().zip(&mut self.lengths) {
            let mut left = 0;
            for at in 0..*length / 2 {
                let Some(pair) = pairs.next() else { return };
                let [a, b] = [self.points[start + 2 * at], self.points[start + 2 * at + 1]];
                if pair.twice && pair.divisor.is_zero() {
                    continue;
                }
                let divided = inverse.times(&pair.behind);
                inverse = inverse.times(&pair.divisor);
                let rise = if pair.twice {
                    let square = a.x.squared();
                    square.plus(&square).plus(&square)
                } else {
                    b.y.minus(&a.y)
                };
                let slope = rise.times(&divided);
                let x = slope.squared().minus_both(&a.x, &b.x);
                let y = slope.times(&a.x.minus(&x)).minus(&a.y);
                self.points[start + left] = Point { x, y };
                left += 1;
            }
            if *length % 2 == 1 {
                self.points[start + left] = self.points[start + *length - 1];
                left += 1;
            }
            *length = left;
        }
    }
}
