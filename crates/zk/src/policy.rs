//! What a verifier asks, in the numbers of the circuit: computed by the verifier from its own question, and by the holder
//! from the same one.
//!
//! In scope: slots, operands, the hash that stands for all of it in public. Out of scope: the question as people write it
//! (the protocol).

use ark_ff::Zero as _;

use crate::bn254::Fr;
use crate::poseidon;

/// How many facts one proof shows.
pub const SLOTS: usize = 4;
/// How many members the set has that slots are held against.
pub const SET: usize = 16;

/// What is shown of one claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Predicate {
    /// `low ≤ value ≤ high`, of ordered values.
    Range {
        /// The least.
        low: u64,
        /// The greatest.
        high: u64,
    },
    /// The value is this one.
    Equal(Fr),
    /// The value is not this one.
    NotEqual(Fr),
    /// The value is in the policy's set.
    In,
    /// The value is not in the policy's set.
    NotIn,
}

/// One claim, and what is shown of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot {
    /// Of [`crate::claim::key`].
    pub key: Fr,
    /// What is shown.
    pub predicate: Predicate,
}

/// Everything that is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    credential_type: Fr,
    status_list: Fr,
    scope: Fr,
    slots: Vec<Slot>,
    set: Vec<Fr>,
}

/// Why a question cannot be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Unaskable {
    /// More than [`SLOTS`].
    #[error("more facts than one proof shows")]
    TooManySlots,
    /// A range from a number to a smaller one.
    #[error("fact {0} asks for a range without numbers")]
    EmptyRange(usize),
    /// A slot that is held against a set where there is none.
    #[error("a set without members")]
    EmptySet,
    /// More than [`SET`].
    #[error("a set with more members than one proof compares")]
    SetTooLarge,
    /// A claim's key or the scope is zero, which is nobody's.
    #[error("a key or scope that is zero")]
    Zero,
}

impl Policy {
    /// A question: about a credential of this type, with this status list (zero: whatever it is), for this scope of the
    /// nullifier.
    pub fn new(
        credential_type: Fr,
        status_list: Fr,
        scope: Fr,
        slots: Vec<Slot>,
        set: Vec<Fr>,
    ) -> Result<Self, Unaskable> {
        if slots.len() > SLOTS {
            return Err(Unaskable::TooManySlots);
        }
        if set.len() > SET {
            return Err(Unaskable::SetTooLarge);
        }
        if scope.is_zero() || slots.iter().any(|slot| slot.key.is_zero()) {
            return Err(Unaskable::Zero);
        }
        for (index, slot) in slots.iter().enumerate() {
            match slot.predicate {
                Predicate::Range { low, high } if low > high => return Err(Unaskable::EmptyRange(index)),
                Predicate::In | Predicate::NotIn if set.is_empty() => return Err(Unaskable::EmptySet),
                _ => {}
            }
        }
        Ok(Self { credential_type, status_list, scope, slots, set })
    }

    /// What stands for the type that the credential must have.
    #[must_use]
    pub fn credential_type(&self) -> Fr {
        self.credential_type
    }

    /// What stands for the status list, or zero.
    #[must_use]
    pub fn status_list(&self) -> Fr {
        self.status_list
    }

    /// What the nullifier is for.
    #[must_use]
    pub fn scope(&self) -> Fr {
        self.scope
    }

    /// What is shown, slot by slot.
    #[must_use]
    pub fn slots(&self) -> &[Slot] {
        &self.slots
    }

    /// The set as the circuit has it: filled up with its first member, which changes neither being in it nor not.
    #[must_use]
    pub fn set(&self) -> [Fr; SET] {
        let mut all = [self.set.first().copied().unwrap_or_default(); SET];
        all[..self.set.len()].copy_from_slice(&self.set);
        all
    }

    /// The operation of each slot and its operands, as [`Policy::hash`] has them: which operation, the key, two operands.
    #[must_use]
    pub fn operands(&self) -> [[Fr; 4]; SLOTS] {
        let mut all = [[Fr::zero(); 4]; SLOTS];
        for (operands, slot) in all.iter_mut().zip(&self.slots) {
            let (low, high) = match slot.predicate {
                Predicate::Range { low, high } => (Fr::from(low), Fr::from(high)),
                Predicate::Equal(value) | Predicate::NotEqual(value) => (value, Fr::zero()),
                Predicate::In | Predicate::NotIn => (Fr::zero(), Fr::zero()),
            };
            *operands = [Fr::from(slot.predicate.operation()), slot.key, low, high];
        }
        all
    }

    /// What stands for the whole question in public.
    #[must_use]
    pub fn hash(&self) -> Fr {
        let mut elements = vec![self.credential_type, self.status_list, self.scope];
        elements.extend(self.operands().as_flattened());
        elements.extend(self.set());
        poseidon::chain(&elements)
    }
}

impl Predicate {
    /// How many operations there are; zero is none.
    pub const OPERATIONS: usize = 5;

    /// The number of the operation.
    #[must_use]
    pub fn operation(&self) -> u64 {
        match self {
            Self::Range { .. } => 1,
            Self::Equal(_) => 2,
            Self::NotEqual(_) => 3,
            Self::In => 4,
            Self::NotIn => 5,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slot(key: u64, predicate: Predicate) -> Slot {
        Slot { key: Fr::from(key), predicate }
    }

    fn policy(slots: Vec<Slot>, set: Vec<Fr>) -> Result<Policy, Unaskable> {
        Policy::new(Fr::from(1), Fr::from(2), Fr::from(3), slots, set)
    }

    #[test]
    fn every_part_of_the_question_is_in_its_hash() {
        let range = |low, high| Predicate::Range { low, high };
        let all = [
            policy(vec![], vec![]),
            policy(vec![slot(1, range(1, 2))], vec![]),
            policy(vec![slot(1, range(1, 3))], vec![]),
            policy(vec![slot(1, range(0, 2))], vec![]),
            policy(vec![slot(2, range(1, 2))], vec![]),
            policy(vec![slot(1, Predicate::Equal(Fr::from(1)))], vec![]),
            policy(vec![slot(1, Predicate::NotEqual(Fr::from(1)))], vec![]),
            policy(vec![slot(1, Predicate::In)], vec![Fr::from(1)]),
            policy(vec![slot(1, Predicate::NotIn)], vec![Fr::from(1)]),
            policy(vec![slot(1, Predicate::In)], vec![Fr::from(1), Fr::from(2)]),
            policy(vec![slot(1, range(1, 2)), slot(1, range(1, 2))], vec![]),
            policy(vec![slot(1, range(1, 2)), slot(2, range(1, 2))], vec![]),
            policy(vec![slot(2, range(1, 2)), slot(1, range(1, 2))], vec![]),
            Policy::new(Fr::from(9), Fr::from(2), Fr::from(3), vec![], vec![]),
            Policy::new(Fr::from(1), Fr::from(9), Fr::from(3), vec![], vec![]),
            Policy::new(Fr::from(1), Fr::from(2), Fr::from(9), vec![], vec![]),
        ];
        let hashes: Vec<Fr> = all.iter().map(|one| one.as_ref().expect("askable").hash()).collect();
        for (index, one) in hashes.iter().enumerate() {
            assert!(hashes[..index].iter().all(|other| other != one), "{index}");
        }
    }

    #[test]
    fn what_cannot_be_asked() {
        let range = |low, high| slot(1, Predicate::Range { low, high });
        assert_eq!(policy(vec![range(0, 1); SLOTS + 1], vec![]), Err(Unaskable::TooManySlots));
        assert_eq!(policy(vec![range(0, 1), range(2, 1)], vec![]), Err(Unaskable::EmptyRange(1)));
        assert_eq!(policy(vec![slot(1, Predicate::In)], vec![]), Err(Unaskable::EmptySet));
        assert_eq!(policy(vec![slot(1, Predicate::NotIn)], vec![]), Err(Unaskable::EmptySet));
        assert_eq!(policy(vec![], vec![Fr::from(1); SET + 1]), Err(Unaskable::SetTooLarge));
        assert_eq!(policy(vec![slot(0, Predicate::Equal(Fr::zero()))], vec![]), Err(Unaskable::Zero));
        assert_eq!(Policy::new(Fr::from(1), Fr::zero(), Fr::zero(), vec![], vec![]), Err(Unaskable::Zero));
        assert!(policy(vec![range(1, 1)], vec![]).is_ok());
    }

    #[test]
    fn a_set_is_filled_up_with_a_member_of_its_own() {
        let filled = policy(vec![slot(1, Predicate::In)], vec![Fr::from(5), Fr::from(6)]).expect("askable").set();
        assert!(filled.iter().all(|member| *member == Fr::from(5) || *member == Fr::from(6)), "never zero");
    }
}
