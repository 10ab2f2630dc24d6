//! What the holder knows, laid out for the circuit, and refused with a reason where no proof can be made.

use std::fmt;

use ark_ff::{PrimeField as _, Zero as _};
use zeroize::Zeroize as _;

use crate::bn254::Fr;
use crate::credential::{Claims, HolderSecret, LEAVES, Message, Opening};
use crate::eddsa::{PublicKey, Signature};
use crate::policy::{Policy, Predicate, SET, SLOTS, Slot};
use crate::statement::{PUBLIC_INPUTS, Statement};
use crate::status::{ARITY, DEPTH, StatusPath, StatusTree};
use crate::text;

/// Everything that the circuit is told. Nothing of it is checked here: that is what the circuit is for.
#[derive(Clone)]
pub struct Witness {
    pub(super) public: [Fr; PUBLIC_INPUTS],
    pub(super) credential_type: Fr,
    pub(super) policy_status_list: Fr,
    pub(super) scope: Fr,
    pub(super) operands: [[Fr; 4]; SLOTS],
    pub(super) set: [Fr; SET],
    pub(super) leaves: [Fr; LEAVES],
    pub(super) openings: [SlotWitness; SLOTS],
    pub(super) secret: Fr,
    pub(super) status_list: Fr,
    pub(super) status_index: Fr,
    pub(super) valid_from: Fr,
    pub(super) valid_until: Fr,
    pub(super) issuer: [Fr; 2],
    pub(super) signature_point: [Fr; 2],
    pub(super) signature_scalar: Fr,
    pub(super) status_path: PathWitness,
}

/// The leaf that a slot opens.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct SlotWitness {
    pub(super) selection: [bool; LEAVES],
    pub(super) value: Fr,
    pub(super) salt: Fr,
}

/// The way from a leaf of the status tree to its root.
#[derive(Clone, Copy, Debug)]
pub(super) struct PathWitness {
    pub(super) leaf: u128,
    pub(super) children: [[Fr; ARITY]; DEPTH],
}

/// A credential as its holder has it.
#[derive(Clone, Copy, Debug)]
pub struct Holding<'h> {
    /// What was signed.
    pub message: &'h Message,
    /// By whom.
    pub issuer: &'h PublicKey,
    /// And how.
    pub signature: &'h Signature,
    /// The claims behind the message's root.
    pub claims: &'h Claims,
    /// The secret behind its holder's commitment.
    pub secret: &'h HolderSecret,
}

/// Why there is no proof of what was asked. Said to the holder alone: it tells what the credential does not say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Unprovable {
    /// The issuer's key did not sign this.
    #[error("the credential's signature is not good")]
    Signature,
    /// The secret is not the one that the credential is for, or the claims are not those that were signed.
    #[error("the credential is for another secret or of other claims")]
    NotThisHolding,
    /// Another type of credential is asked for.
    #[error("another type of credential is asked for")]
    Type,
    /// The credential is not valid then.
    #[error("the credential is not valid at the time that is asked for")]
    Time,
    /// Asked for a status that this credential does not have, or that is of another list.
    #[error("the credential is not in the status list that is asked for")]
    StatusList,
    /// It was revoked or suspended.
    #[error("the credential was withdrawn")]
    Withdrawn,
    /// The credential has no such claim of this type.
    #[error("fact {0} is about a claim that the credential does not have")]
    NoClaim(usize),
    /// The claim is there, and is not what is asked.
    #[error("fact {0} does not hold")]
    Untrue(usize),
}

impl Witness {
    /// For a setup, which looks at no value.
    #[must_use]
    pub fn blank() -> Self {
        Self {
            public: Default::default(),
            credential_type: Fr::zero(),
            policy_status_list: Fr::zero(),
            scope: Fr::zero(),
            operands: Default::default(),
            set: Default::default(),
            leaves: Default::default(),
            openings: Default::default(),
            secret: Fr::zero(),
            status_list: Fr::zero(),
            status_index: Fr::zero(),
            valid_from: Fr::zero(),
            valid_until: Fr::zero(),
            issuer: Default::default(),
            signature_point: Default::default(),
            signature_scalar: Fr::zero(),
            status_path: PathWitness { leaf: 0, children: Default::default() },
        }
    }

    /// What a holder knows, for a question on an occasion at a time (in seconds since 1970), with the status tree if the
    /// question names a list; and what is public of it. Refused where the circuit would not be satisfied.
    pub fn new(
        holding: &Holding<'_>,
        policy: &Policy,
        context: Fr,
        now: u64,
        status: Option<&StatusTree>,
    ) -> Result<(Self, Statement), Unprovable> {
        let message = holding.message;
        let element = message.element().filter(|element| holding.issuer.verifies(*element, holding.signature));
        element.ok_or(Unprovable::Signature)?;
        if message.holder != holding.secret.commitment() || message.claims_root != holding.claims.root() {
            return Err(Unprovable::NotThisHolding);
        }
        if message.credential_type != policy.credential_type() {
            return Err(Unprovable::Type);
        }
        if now < message.valid_from || message.valid_until < now {
            return Err(Unprovable::Time);
        }
        let (path, status_root) = path(message, policy, status)?;
        let mut openings = [SlotWitness::default(); SLOTS];
        for (index, (slot, opening)) in policy.slots().iter().zip(&mut openings).enumerate() {
            *opening = opened(holding.claims, slot, &policy.set(), index)?;
        }
        let statement = Statement {
            issuer_key: holding.issuer.hash(),
            policy: policy.hash(),
            context,
            now,
            status_root,
            nullifier: holding.secret.nullifier(policy.scope()),
        };
        let (issuer, point) = (holding.issuer.point(), holding.signature.r);
        let scalar = text::to_bytes(holding.signature.s);
        let witness = Self {
            public: statement.public_inputs(),
            credential_type: policy.credential_type(),
            policy_status_list: policy.status_list(),
            scope: policy.scope(),
            operands: policy.operands(),
            set: policy.set(),
            leaves: *holding.claims.leaves(),
            openings,
            secret: holding.secret.element(),
            status_list: message.status_list,
            status_index: Fr::from(message.status_index),
            valid_from: Fr::from(message.valid_from),
            valid_until: Fr::from(message.valid_until),
            issuer: [issuer.x, issuer.y],
            signature_point: [point.x, point.y],
            signature_scalar: Fr::from_be_bytes_mod_order(&scalar),
            status_path: PathWitness { leaf: path.leaf, children: path.children },
        };
        Ok((witness, statement))
    }
}

fn path(message: &Message, policy: &Policy, status: Option<&StatusTree>) -> Result<(StatusPath, Fr), Unprovable> {
    if policy.status_list().is_zero() {
        let empty = StatusTree::new(&[]).and_then(|tree| tree.path(message.status_index));
        return Ok((empty.ok_or(Unprovable::StatusList)?, Fr::zero()));
    }
    let tree = status.filter(|_| message.status_list == policy.status_list()).ok_or(Unprovable::StatusList)?;
    if tree.is_set(message.status_index) {
        return Err(Unprovable::Withdrawn);
    }
    Ok((tree.path(message.status_index).ok_or(Unprovable::StatusList)?, tree.root()))
}

/// The claim that a slot is about. Of several under one key, one that does what is asked.
fn opened(claims: &Claims, slot: &Slot, set: &[Fr; SET], index: usize) -> Result<SlotWitness, Unprovable> {
    let mut of_key = claims.openings().iter().filter(|opening| opening.key == slot.key).peekable();
    if of_key.peek().is_none() {
        return Err(Unprovable::NoClaim(index));
    }
    let found = of_key.find(|opening| holds(slot.predicate, opening, set)).ok_or(Unprovable::Untrue(index))?;
    let mut selection = [false; LEAVES];
    selection[found.index] = true;
    Ok(SlotWitness { selection, value: found.value, salt: found.salt })
}

fn holds(predicate: Predicate, opening: &Opening, set: &[Fr; SET]) -> bool {
    let value = opening.value;
    match predicate {
        Predicate::Range { low, high } => {
            Fr::from(low).into_bigint() <= value.into_bigint() && value.into_bigint() <= Fr::from(high).into_bigint()
        }
        Predicate::Equal(other) => value == other,
        Predicate::NotEqual(other) => value != other,
        Predicate::In => set.contains(&value),
        Predicate::NotIn => !set.contains(&value),
    }
}

impl fmt::Debug for Witness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Witness").field("public", &self.public).finish_non_exhaustive()
    }
}

impl Drop for Witness {
    fn drop(&mut self) {
        self.secret.zeroize();
        self.leaves.zeroize();
        self.signature_scalar.zeroize();
        for opening in &mut self.openings {
            opening.value.zeroize();
            opening.salt.zeroize();
        }
    }
}
