//! Numbers of 256 bits as nine limbs of 29, and Montgomery's reduction of their products.
//!
//! In scope: multiplying and reducing. Out of scope: which fields there are (`fields`), and how their elements are kept.
//!
//! WebAssembly has no product of two words with both halves. A product of two limbs of 29 bits fits into one word, and so
//! does the sum of a whole column of them: carries are taken once, at the end of a reduction, rather than after each
//! product.
//!
//! A reduction here divides by 2^261, and what is kept (as by arkworks) is a multiple of 2^256. One of two factors is
//! therefore shifted by five bits when it is taken apart, and the product has the form that is kept.

#![expect(clippy::inline_always, reason = "each is a part of a product, and a call would cost as much as the part")]

/// Bits of a limb.
pub(super) const BITS: u32 = 29;

/// How far a factor is shifted: 9 · 29 - 256.
pub(super) const SHIFT: u32 = 5;

pub(super) const MASK: u64 = (1 << BITS) - 1;

/// Nine limbs, the least first. All but the last are below 2^29, unless a function says otherwise.
pub(super) type Limbs = [u64; 9];

/// A product before it is reduced: column by column, each below 2^64.
pub(super) type Columns = [u64; 18];

/// Four words, the least first.
pub(super) type Words = [u64; 4];

/// A prime of 254 bits.
pub(super) trait Modulus {
    const WORDS: Words;
    /// - `WORDS`^-1 modulo 2^64.
    const NEGATED_INVERSE: u64;
    const LIMBS: Limbs = split(&Self::WORDS);
}

/// A body once for each of the numbers, which is a constant in it: without the bounds and the counters of a loop, however
/// a compiler is told to weigh speed against size.
macro_rules! each {
    ($name:ident of $($number:literal)* => $body:block) => {
        $({
            const $name: usize = $number;
            $body
        })*
    };
}

/// Four words as nine limbs.
#[inline(always)]
pub(super) const fn split(words: &Words) -> Limbs {
    split_shifted::<0>(words)
}

/// 2^`BY` times four words as nine limbs, for at most [`SHIFT`].
#[inline(always)]
pub(super) const fn split_shifted<const BY: u32>(words: &Words) -> Limbs {
    let mut limbs = [0; 9];
    limbs[0] = (words[0] << BY) & MASK;
    each!(I of 1 2 3 4 5 6 7 8 => {
        let start = BITS as usize * I - BY as usize;
        let (word, bit) = (start / 64, start % 64);
        let mut limb = words[word] >> bit;
        if bit + BITS as usize > 64 && word < 3 {
            limb |= words[word + 1] << (64 - bit);
        }
        limbs[I] = if I < 8 { limb & MASK } else { limb };
    });
    limbs
}

/// Nine limbs of a number below 2^256 as four words.
#[inline(always)]
pub(super) const fn join(l: &Limbs) -> Words {
    [
        l[0] | l[1] << 29 | l[2] << 58,
        l[2] >> 6 | l[3] << 23 | l[4] << 52,
        l[4] >> 12 | l[5] << 17 | l[6] << 46,
        l[6] >> 18 | l[7] << 11 | l[8] << 40,
    ]
}

/// Adds the product of two numbers to the columns. Of limbs below 2^29, six products fit into columns that are reduced
/// afterwards; of limbs below 2^30, one.
#[inline(always)]
pub(super) fn multiply_into(t: &mut Columns, a: &Limbs, b: &Limbs) {
    each!(I of 0 1 2 3 4 5 6 7 8 => {
        each!(J of 0 1 2 3 4 5 6 7 8 => { t[I + J] += a[I] * b[J]; });
    });
}

/// The columns of 2^`BY` · a², of limbs below 2^29: as large as those of 2^`BY` products.
#[inline(always)]
pub(super) fn square<const BY: u32>(a: &Limbs) -> Columns {
    let mut t = [0; 18];
    each!(I of 0 1 2 3 4 5 6 7 8 => {
        let factor = a[I] << BY;
        t[I + I] += factor * a[I];
        each!(J of 1 2 3 4 5 6 7 8 => {
            if I < J {
                t[I + J] += (factor << 1) * a[J];
            }
        });
    });
    t
}

/// Montgomery's reduction: the columns' number divided by 2^261, modulo the prime. The result is below
/// (number / 2^261) + prime.
#[inline(always)]
pub(super) fn reduce<M: Modulus>(mut t: Columns) -> Limbs {
    each!(I of 0 1 2 3 4 5 6 7 8 => {
        let m = t[I].wrapping_mul(M::NEGATED_INVERSE) & MASK;
        // The lowest limb becomes zero; what is above it is carried.
        t[I + 1] += (t[I] + m * M::LIMBS[0]) >> BITS;
        each!(J of 1 2 3 4 5 6 7 8 => { t[I + J] += m * M::LIMBS[J]; });
    });
    let mut limbs = [0; 9];
    let mut carry = 0;
    each!(I of 0 1 2 3 4 5 6 7 => {
        let column = t[9 + I] + carry;
        limbs[I] = column & MASK;
        carry = column >> BITS;
    });
    limbs[8] = t[17] + carry;
    limbs
}

/// As [`reduce`], of columns that may be negative and are between -2^62 and 2^62. So may be the last limb of the result.
#[inline(always)]
pub(super) fn reduce_signed<M: Modulus>(mut t: [i64; 18]) -> [i64; 9] {
    each!(I of 0 1 2 3 4 5 6 7 8 => {
        let m = (t[I].cast_unsigned().wrapping_mul(M::NEGATED_INVERSE) & MASK).cast_signed();
        t[I + 1] += (t[I] + m * M::LIMBS[0].cast_signed()) >> BITS;
        each!(J of 1 2 3 4 5 6 7 8 => { t[I + J] += m * M::LIMBS[J].cast_signed(); });
    });
    let mut limbs = [0; 9];
    let mut carry = 0;
    each!(I of 0 1 2 3 4 5 6 7 => {
        let column = t[9 + I] + carry;
        limbs[I] = column & MASK.cast_signed();
        carry = column >> BITS;
    });
    limbs[8] = t[17] + carry;
    limbs
}

/// a - prime, unless that were negative. Of a number below twice the prime: the number modulo the prime.
#[inline(always)]
pub(super) fn subtract_modulus<M: Modulus>(a: &Words) -> Words {
    let (difference, negative) = minus(a, &M::WORDS);
    let keep = all_ones_if(negative);
    let mut result = [0; 4];
    each!(I of 0 1 2 3 => { result[I] = (a[I] & keep) | (difference[I] & !keep); });
    result
}

/// a - b modulo the prime, of numbers below it.
#[inline(always)]
pub(super) fn subtract<M: Modulus>(a: &Words, b: &Words) -> Words {
    let (difference, negative) = minus(a, b);
    let again = all_ones_if(negative);
    let mut prime_or_zero = [0; 4];
    each!(I of 0 1 2 3 => { prime_or_zero[I] = M::WORDS[I] & again; });
    plus(&difference, &prime_or_zero)
}

/// a + b modulo 2^256.
#[inline(always)]
pub(super) fn plus(a: &Words, b: &Words) -> Words {
    let mut sum = [0; 4];
    let mut carry = 0;
    each!(I of 0 1 2 3 => {
        let (partial, over) = a[I].overflowing_add(b[I]);
        let (total, more) = partial.overflowing_add(carry);
        sum[I] = total;
        carry = u64::from(over | more);
    });
    let _ = carry;
    sum
}

/// a - b modulo 2^256, and whether b is the larger.
#[inline(always)]
fn minus(a: &Words, b: &Words) -> (Words, bool) {
    let mut difference = [0; 4];
    let mut borrow = false;
    each!(I of 0 1 2 3 => {
        let (partial, under) = a[I].overflowing_sub(b[I]);
        let (total, more) = partial.overflowing_sub(u64::from(borrow));
        difference[I] = total;
        borrow = under | more;
    });
    (difference, borrow)
}

#[inline(always)]
fn all_ones_if(yes: bool) -> u64 {
    0u64.wrapping_sub(u64::from(yes))
}
