//! The two prime fields of BN254 and the first extension, with [`limbs`](super::limbs) behind their products.
//!
//! In scope: what arkworks asks of a field. Out of scope: curves (`curve`).
//!
//! Every constant is arkworks' own, taken over limb by limb: elements are kept in the very same form.

use ark_bn254::{FqConfig as ArkFqConfig, FrConfig as ArkFrConfig};
use ark_ff::{AdditiveGroup as _, BigInt, Fp, Fp2, Fp2Config, MontBackend, MontConfig, Zero as _};

use super::limbs::{self, Modulus, SHIFT, Words};

/// As many products as one reduction takes: what it gives is then below twice the prime.
const PRODUCTS: usize = 4;

/// The field of the curve's coordinates.
pub type Fq = Fp<MontBackend<FqConfig, 4>, 4>;

/// The field of the curve's scalars.
pub type Fr = Fp<MontBackend<FrConfig, 4>, 4>;

/// The quadratic extension of [`Fq`].
pub type Fq2 = Fp2<Fq2Config>;

/// How [`Fq`] is computed in.
#[derive(Debug)]
pub struct FqConfig;

/// How [`Fr`] is computed in.
#[derive(Debug)]
pub struct FrConfig;

/// How [`Fq2`] is computed in.
#[derive(Debug)]
pub struct Fq2Config;

/// a · b / 2^256. A function of its own: it is long, and used everywhere.
#[inline(never)]
fn multiply<M: Modulus>(a: &mut Words, b: &Words) {
    let mut columns = [0; 18];
    limbs::multiply_into(&mut columns, &limbs::split_shifted::<SHIFT>(a), &limbs::split(b));
    *a = limbs::subtract_modulus::<M>(&limbs::join(&limbs::reduce::<M>(columns)));
}

/// a · a / 2^256.
#[inline(never)]
fn square<M: Modulus>(a: &mut Words) {
    // 2^5 · a² is 2 · (4 · a)², and 4 · a is below 2^256.
    let columns = limbs::square::<1>(&limbs::split_shifted::<2>(a));
    *a = limbs::subtract_modulus::<M>(&limbs::join(&limbs::reduce::<M>(columns)));
}

/// a / 2^256: below the prime, of numbers below it.
#[inline(never)]
fn divide<M: Modulus>(a: &Words) -> Words {
    let mut columns = [0; 18];
    columns[..9].copy_from_slice(&limbs::split_shifted::<SHIFT>(a));
    limbs::join(&limbs::reduce::<M>(columns))
}

/// (a0 · b0 + a1 · b1) / 2^256.
#[inline(never)]
fn sum_of_two_products<M: Modulus>(a: [&Words; 2], b: [&Words; 2]) -> Words {
    let mut columns = [0; 18];
    limbs::multiply_into(&mut columns, &limbs::split_shifted::<SHIFT>(a[0]), &limbs::split(b[0]));
    limbs::multiply_into(&mut columns, &limbs::split_shifted::<SHIFT>(a[1]), &limbs::split(b[1]));
    limbs::subtract_modulus::<M>(&limbs::join(&limbs::reduce::<M>(columns)))
}

macro_rules! field {
    ($field:ident, $config:ident, $theirs:ident) => {
        impl Modulus for $config {
            const WORDS: Words = <$theirs as MontConfig<4>>::MODULUS.0;
            const NEGATED_INVERSE: u64 = <$theirs as MontConfig<4>>::INV;
        }

        impl MontConfig<4> for $config {
            const MODULUS: BigInt<4> = <$theirs as MontConfig<4>>::MODULUS;
            const GENERATOR: $field = $field::new_unchecked(<$theirs as MontConfig<4>>::GENERATOR.0);
            const TWO_ADIC_ROOT_OF_UNITY: $field =
                $field::new_unchecked(<$theirs as MontConfig<4>>::TWO_ADIC_ROOT_OF_UNITY.0);
            const SMALL_SUBGROUP_BASE: Option<u32> = <$theirs as MontConfig<4>>::SMALL_SUBGROUP_BASE;
            const SMALL_SUBGROUP_BASE_ADICITY: Option<u32> = <$theirs as MontConfig<4>>::SMALL_SUBGROUP_BASE_ADICITY;
            const LARGE_SUBGROUP_ROOT_OF_UNITY: Option<$field> =
                match <$theirs as MontConfig<4>>::LARGE_SUBGROUP_ROOT_OF_UNITY {
                    Some(root) => Some($field::new_unchecked(root.0)),
                    None => None,
                };

            #[inline]
            fn add_assign(a: &mut $field, b: &$field) {
                // Both are below 2^254.
                a.0.0 = limbs::subtract_modulus::<Self>(&limbs::plus(&a.0.0, &b.0.0));
            }

            #[inline]
            fn sub_assign(a: &mut $field, b: &$field) {
                a.0.0 = limbs::subtract::<Self>(&a.0.0, &b.0.0);
            }

            #[inline]
            fn double_in_place(a: &mut $field) {
                a.0.0 = limbs::subtract_modulus::<Self>(&limbs::plus(&a.0.0, &a.0.0));
            }

            #[inline]
            fn neg_in_place(a: &mut $field) {
                a.0.0 = limbs::subtract::<Self>(&[0; 4], &a.0.0);
            }

            #[inline]
            fn mul_assign(a: &mut $field, b: &$field) {
                multiply::<Self>(&mut a.0.0, &b.0.0);
            }

            #[inline]
            fn square_in_place(a: &mut $field) {
                square::<Self>(&mut a.0.0);
            }

            #[inline]
            fn into_bigint(a: $field) -> BigInt<4> {
                BigInt(divide::<Self>(&a.0.0))
            }

            #[inline]
            fn sum_of_products<const M: usize>(a: &[$field; M], b: &[$field; M]) -> $field {
                if M == 2 {
                    let words = sum_of_two_products::<Self>([&a[0].0.0, &a[1].0.0], [&b[0].0.0, &b[1].0.0]);
                    return $field::new_unchecked(BigInt(words));
                }
                let mut sum = $field::zero();
                for (a, b) in a.chunks(PRODUCTS).zip(b.chunks(PRODUCTS)) {
                    let mut columns = [0; 18];
                    for (a, b) in a.iter().zip(b) {
                        limbs::multiply_into(
                            &mut columns,
                            &limbs::split_shifted::<SHIFT>(&a.0.0),
                            &limbs::split(&b.0.0),
                        );
                    }
                    let words = limbs::subtract_modulus::<Self>(&limbs::join(&limbs::reduce::<Self>(columns)));
                    sum += $field::new_unchecked(BigInt(words));
                }
                sum
            }
        }
    };
}

field!(Fq, FqConfig, ArkFqConfig);
field!(Fr, FrConfig, ArkFrConfig);

/// Their element as ours: the same limbs.
pub(super) const fn fq(theirs: ark_bn254::Fq) -> Fq {
    Fq::new_unchecked(theirs.0)
}

/// Their element as ours: the same limbs.
pub(super) const fn fr(theirs: ark_bn254::Fr) -> Fr {
    Fr::new_unchecked(theirs.0)
}

/// Their element as ours: the same limbs.
pub(super) const fn fq2(theirs: ark_bn254::Fq2) -> Fq2 {
    Fq2::new(fq(theirs.c0), fq(theirs.c1))
}

impl Fp2Config for Fq2Config {
    type Fp = Fq;

    /// -1
    const NONRESIDUE: Fq = fq(<ark_bn254::Fq2Config as Fp2Config>::NONRESIDUE);

    const FROBENIUS_COEFF_FP2_C1: &'static [Fq] = &{
        let theirs = <ark_bn254::Fq2Config as Fp2Config>::FROBENIUS_COEFF_FP2_C1;
        [fq(theirs[0]), fq(theirs[1])]
    };

    #[inline]
    fn mul_fp_by_nonresidue_in_place(element: &mut Fq) -> &mut Fq {
        element.neg_in_place()
    }
}
