//! Wires: linear combinations of variables, with their value.
//!
//! A wire is free; a constraint says that one wire times another is a third. Where only values are needed (a proof under
//! matrices that are known), the combinations are not built.

use ark_ff::{Field as _, One as _, Zero as _};
use ark_relations::gr1cs::{ConstraintSystemRef, LinearCombination, SynthesisError, Variable};

use crate::bn254::Fr;

/// A linear combination of variables.
#[derive(Clone, Debug)]
pub(super) struct Wire {
    value: Fr,
    terms: Vec<(Fr, Variable)>,
    is_constant: bool,
}

/// Where variables and constraints go.
#[derive(Debug)]
pub(super) struct Builder {
    system: ConstraintSystemRef<Fr>,
    symbolic: bool,
}

impl Wire {
    /// A number.
    pub(super) fn constant(value: Fr) -> Self {
        Self { value, terms: vec![(value, Variable::One)], is_constant: true }
    }

    /// One.
    pub(super) fn one() -> Self {
        Self::constant(Fr::one())
    }

    /// What it is in this proof. Meaningless in a setup.
    pub(super) fn value(&self) -> Fr {
        self.value
    }

    /// The sum.
    pub(super) fn plus(&self, other: &Self) -> Self {
        Self::sum([(Fr::one(), self), (Fr::one(), other)])
    }

    /// The difference.
    pub(super) fn minus(&self, other: &Self) -> Self {
        Self::sum([(Fr::one(), self), (-Fr::one(), other)])
    }

    /// A multiple.
    pub(super) fn scale(&self, factor: Fr) -> Self {
        Self::sum([(factor, self)])
    }

    /// One without it: the other of two truths.
    pub(super) fn not(&self) -> Self {
        Self::one().minus(self)
    }

    /// The sum of multiples.
    pub(super) fn sum<'w>(parts: impl IntoIterator<Item = (Fr, &'w Self)>) -> Self {
        let mut sum = Self { value: Fr::zero(), terms: Vec::new(), is_constant: true };
        for (factor, part) in parts {
            sum.value += factor * part.value;
            sum.is_constant &= part.is_constant;
            sum.terms.extend(part.terms.iter().map(|(coefficient, variable)| (factor * coefficient, *variable)));
        }
        sum
    }

    /// The terms, each variable once and none without a coefficient.
    fn combination(&self) -> LinearCombination<Fr> {
        let mut terms = self.terms.clone();
        terms.sort_unstable_by_key(|(_, variable)| *variable);
        terms.dedup_by(|(next, variable), (before, same)| {
            let is_same = variable == same;
            if is_same {
                *before += *next;
            }
            is_same
        });
        terms.retain(|(coefficient, _)| !coefficient.is_zero());
        LinearCombination(terms)
    }
}

impl Builder {
    pub(super) fn new(system: ConstraintSystemRef<Fr>) -> Self {
        let symbolic = system.should_construct_matrices();
        Self { system, symbolic }
    }

    /// Public numbers, in order.
    pub(super) fn inputs<const N: usize>(&self, values: [Fr; N]) -> Result<[Wire; N], SynthesisError> {
        let wires: Vec<Wire> = values
            .into_iter()
            .map(|value| Ok(self.of(value, self.system.new_input_variable(|| Ok(value))?)))
            .collect::<Result<_, SynthesisError>>()?;
        wires.try_into().map_err(|_| SynthesisError::Unsatisfiable)
    }

    /// A number that the holder knows. What calls this constrains it.
    pub(super) fn witness(&self, value: Fr) -> Result<Wire, SynthesisError> {
        Ok(self.of(value, self.system.new_witness_variable(|| Ok(value))?))
    }

    /// Several of them.
    pub(super) fn witnesses<const N: usize>(&self, values: [Fr; N]) -> Result<[Wire; N], SynthesisError> {
        let wires: Vec<Wire> = values.into_iter().map(|value| self.witness(value)).collect::<Result<_, _>>()?;
        wires.try_into().map_err(|_| SynthesisError::Unsatisfiable)
    }

    fn of(&self, value: Fr, variable: Variable) -> Wire {
        let terms = if self.symbolic { vec![(Fr::one(), variable)] } else { Vec::new() };
        Wire { value, terms, is_constant: false }
    }

    /// `left · right = result`.
    pub(super) fn enforce(&self, left: &Wire, right: &Wire, result: &Wire) -> Result<(), SynthesisError> {
        if !self.symbolic {
            return Ok(());
        }
        self.system.enforce_r1cs_constraint(|| left.combination(), || right.combination(), || result.combination())
    }

    /// `left = right`.
    pub(super) fn equal(&self, left: &Wire, right: &Wire) -> Result<(), SynthesisError> {
        self.enforce(&left.minus(right), &Wire::one(), &Wire::sum([]))
    }

    /// `left · right = 0`.
    pub(super) fn no_product(&self, left: &Wire, right: &Wire) -> Result<(), SynthesisError> {
        self.enforce(left, right, &Wire::sum([]))
    }

    /// The product: a new variable, unless one of both is a constant.
    pub(super) fn product(&self, left: &Wire, right: &Wire) -> Result<Wire, SynthesisError> {
        if left.is_constant {
            return Ok(right.scale(left.value));
        }
        if right.is_constant {
            return Ok(left.scale(right.value));
        }
        let product = self.witness(left.value * right.value)?;
        self.enforce(left, right, &product)?;
        Ok(product)
    }

    /// The quotient. The caller knows that the divisor is not zero, whatever the holder does: the quotient is any number
    /// where both are.
    pub(super) fn quotient(&self, dividend: &Wire, divisor: &Wire) -> Result<Wire, SynthesisError> {
        let quotient = self.witness(dividend.value * divisor.value.inverse().unwrap_or_default())?;
        self.enforce(&quotient, divisor, dividend)?;
        Ok(quotient)
    }

    /// A truth: zero or one.
    pub(super) fn boolean(&self, value: bool) -> Result<Wire, SynthesisError> {
        let wire = self.witness(Fr::from(u64::from(value)))?;
        self.no_product(&wire, &wire.not())?;
        Ok(wire)
    }

    /// `one` where the condition holds, `other` where it does not. The condition is a truth.
    pub(super) fn choose(&self, condition: &Wire, one: &Wire, other: &Wire) -> Result<Wire, SynthesisError> {
        Ok(self.product(condition, &one.minus(other))?.plus(other))
    }
}
