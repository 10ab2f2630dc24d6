//! Sums of points times numbers.
//!
//! In scope: one long sum, on several processors; many short sums over the same points, which is what the first key of a
//! circuit consists of. Out of scope: secrets, since nothing here takes constant time.

use ark_ec::{AdditiveGroup as _, AffineRepr, CurveGroup as _, VariableBaseMSM};
use ark_ff::{PrimeField as _, Zero as _};

use crate::bn254::Fr;
use crate::formats::Threads;

/// The sum of all points, each times its number.
pub(super) fn sum<G>(points: &[G], numbers: &[Fr], threads: Threads) -> G::Group
where
    G: AffineRepr<ScalarField = Fr> + Sync,
    G::Group: VariableBaseMSM<MulBase = G, ScalarField = Fr> + Send,
{
    let pairs: Vec<(&G, &Fr)> = points.iter().zip(numbers).collect();
    let part = |pairs: &[(&G, &Fr)]| {
        let (points, numbers): (Vec<G>, Vec<Fr>) = pairs.iter().map(|(point, number)| (**point, **number)).unzip();
        G::Group::msm_unchecked(&points, &numbers)
    };
    threads.parts(&pairs, part).into_iter().sum()
}

/// Bits of a digit, its sign among them.
const DIGIT: usize = 5;
/// Multiples that are kept of each point: 1 to 16 times.
const MULTIPLES: usize = 1 << (DIGIT - 1);
/// Digits of a number of 254 bits, and one for what is carried.
const DIGITS: usize = 52;

/// Points, prepared for many short sums over them.
pub(super) struct Table<G: AffineRepr> {
    multiples: Vec<G>,
}

impl<G: AffineRepr<ScalarField = Fr> + Send + Sync> Table<G> {
    /// Prepares the points, for sums over some of them.
    pub(super) fn new(points: &[G], threads: Threads) -> Self {
        let multiples = threads.parts(points, |part| {
            let multiples_of = |point: &G| {
                let mut multiple = G::Group::zero();
                std::array::from_fn::<_, MULTIPLES, _>(|_| {
                    multiple += point;
                    multiple
                })
            };
            G::Group::normalize_batch(&part.iter().flat_map(multiples_of).collect::<Vec<_>>())
        });
        Self { multiples: multiples.into_iter().flatten().collect() }
    }

    /// For each list, the sum of the points it names, each times its number.
    pub(super) fn sums(&self, lists: &[Vec<(usize, Fr)>], threads: Threads) -> Vec<G> {
        let sums = threads.parts(lists, |part| {
            let sums: Vec<G::Group> = part.iter().map(|list| self.sum(list)).collect();
            G::Group::normalize_batch(&sums)
        });
        sums.into_iter().flatten().collect()
    }

    /// Doubles once for all points of the list.
    fn sum(&self, list: &[(usize, Fr)]) -> G::Group {
        let recoded: Vec<(usize, [i8; DIGITS])> =
            list.iter().map(|(point, number)| (*point, digits(*number))).collect();
        let highest = |digits: &[i8; DIGITS]| digits.iter().rposition(|digit| *digit != 0).map_or(0, |at| at + 1);
        let length = recoded.iter().map(|(_, digits)| highest(digits)).max().unwrap_or(0);
        let mut sum = G::Group::zero();
        for place in (0..length).rev() {
            for _ in 0..DIGIT {
                sum.double_in_place();
            }
            for (point, digits) in &recoded {
                let digit = digits[place];
                if digit != 0 {
                    let multiple = self.multiples[point * MULTIPLES + usize::from(digit.unsigned_abs()) - 1];
                    if digit > 0 { sum += multiple } else { sum -= multiple }
                }
            }
        }
        sum
    }
}

/// Digits from -16 to 16, the lowest first; of the negative number where that is shorter.
fn digits(number: Fr) -> [i8; DIGITS] {
    let (positive, negative) = (number.into_bigint(), (-number).into_bigint());
    let (mut rest, sign) = if positive <= negative { (positive, 1) } else { (negative, -1) };
    let mut carried = 0;
    std::array::from_fn(|_| {
        // Five bits, and what is carried: at most 32.
        let five = i8::try_from(rest.0[0] & 31).unwrap_or_default() + carried;
        rest >>= 5;
        carried = i8::from(five > 16);
        sign * (five - 32 * carried)
    })
}
