//! What is committed of an attestation: claims that stand in no credential, and of which the holder can prove something
//! without showing them.
//!
//! In scope: parting claims into those of the credential and those that are committed; the holder's file beside the
//! credential. Out of scope: as what a claim is committed (`committable`), keys (`zk_key`), the status (`zk_status`).
//!
//! The file and the secret are handed out once and kept nowhere; the rows of a batch wait for that sealed.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use proofpass::json::{Limits, Object, Value, parse};
use proofpass::time::Timestamp;
use proofpass::zk::{self, HolderSecret, Marked, Seed, StatusPlace, Unclaimable};
use proofpass_zk::bn254::Fr;
use proofpass_zk::claim::Claim;
use proofpass_zk::eddsa::SigningKey;
use zeroize::{Zeroize as _, Zeroizing};

use super::claims::{ClaimsSchema, CredentialSchema};
use super::committable::claim_type;
use super::display::Handling;
use super::grounds::Grounds;
use super::template::InForce;
use super::{Error, Fault, Issuer, zk_key, zk_status};
use crate::id::StatusListId;
use crate::rng;
use crate::store::status_lists::Place;
use crate::store::zk_status::TreePlace;
use proofpass::status::Purpose;

/// What of an attestation only the holder is to have.
pub struct Openings {
    file: Object,
    secret: Option<Zeroizing<String>>,
}

impl Openings {
    /// The file (`CommittedCredential`).
    #[must_use]
    pub fn file(&self) -> &Object {
        &self.file
    }

    /// The holder's secret, where it was made here.
    #[must_use]
    pub fn secret(&self) -> Option<&str> {
        self.secret.as_ref().map(|secret| secret.as_str())
    }

    /// As members that go on with a JSON object.
    #[must_use]
    pub fn members(&self) -> String {
        let secret = self.secret().map(|secret| format!(r#","holderSecret":"{secret}""#)).unwrap_or_default();
        format!(r#","committed":{}{secret}"#, self.file)
    }

    /// For sealing.
    pub(super) fn write(&self) -> Zeroizing<Vec<u8>> {
        let mut object = Object::new().with("file", self.file.clone());
        if let Some(secret) = self.secret() {
            object.insert("secret", secret);
        }
        Zeroizing::new(object.to_string().into_bytes())
    }

    /// Reads [`Self::write`].
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        let value = parse(bytes, &Limits::DOCUMENT).ok()?;
        let object = value.as_object()?;
        let secret = object.get("secret").and_then(Value::as_str).map(|text| Zeroizing::new(text.to_owned()));
        Some(Self { file: object.get("file")?.as_object()?.clone(), secret })
    }
}

impl fmt::Debug for Openings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Openings(..)")
    }
}

/// Claims, parted.
pub(super) struct Committed {
    /// What stands in the credential.
    pub(super) plain: Object,
    /// Where those stand that are committed, and as what they are.
    marks: Vec<Marked>,
    claims: Result<Vec<Claim>, Fault>,
}

impl Committed {
    /// Parts the claims of an attestation as its template says.
    pub(super) fn of(template: &InForce, schema: &Object, claims: &Object) -> Result<Self, Error> {
        if !template.commits() {
            return Ok(Self { plain: claims.clone(), marks: Vec::new(), claims: Ok(Vec::new()) });
        }
        let mut marks = Vec::new();
        for claim in template.claims()?.into_iter().filter(|claim| claim.handling == Handling::Committed) {
            // Held against the schema when the template was written, but for templates from before there were types.
            let r#type = claim_type(schema, &claim.claim).map_err(|detail| {
                Error::refused("/templateId", format!("its claim {} cannot be committed: {detail}", claim.claim))
            })?;
            marks.push(Marked { claim: claim.claim, r#type });
        }
        let found = zk::claims(&Value::Object(claims.clone()), &marks).map_err(|error| fault(&error, &marks));
        let mut plain = claims.clone();
        for mark in &marks {
            take(&mut plain, &mark.claim);
        }
        Ok(Self { plain, marks, claims: found })
    }

    /// What is wrong with them, and with a commitment of the holder's where nothing is committed.
    pub(super) fn faults(&self, has_holder: bool, valid_from: Timestamp) -> Vec<Fault> {
        let mut faults: Vec<Fault> = self.claims.as_ref().err().cloned().into_iter().collect();
        if has_holder && self.marks.is_empty() {
            faults.push(Fault::new(
                "/holder",
                "the template commits no claims, so that there is nothing to be the holder of",
            ));
        }
        if !self.marks.is_empty() && valid_from.unix_seconds() < 0 {
            faults.push(Fault::new("/validFrom", "must be in 1970 or later where claims are committed"));
        }
        faults
    }

    /// The schema of the credential without those that are committed, where there can be one.
    pub(super) fn schema(&self, schema: &ClaimsSchema) -> Option<CredentialSchema> {
        schema.credential_without(self.marks.iter().map(|mark| mark.claim.as_str()))
    }
}

/// What cannot be committed, where it stands in the request.
fn fault(error: &Unclaimable, marks: &[Marked]) -> Fault {
    let at = |mark: &usize, detail: &str| {
        let mark = marks.get(*mark);
        let name = mark.map(|mark| mark.r#type.to_string()).unwrap_or_default();
        let claim = mark.map(|mark| mark.claim.as_str()).unwrap_or_default();
        Fault::new(format!("/claims{claim}"), detail.replace('@', &name))
    };
    match error {
        Unclaimable::NotNormalized(mark) => {
            at(mark, "must be in Unicode's normalization form C: it is committed, and the same word could be two")
        }
        Unclaimable::TooMany => Fault::new("/claims", "more values are to be committed than there is room for, 32"),
        Unclaimable::Twice(mark) => at(mark, "the same value twice: it is committed"),
        Unclaimable::Mark(mark) | Unclaimable::NotOfItsType(mark) => {
            at(mark, "cannot be committed as `@`: too large, too long, or not exact at that scale")
        }
        _ => Fault::new("/claims", "cannot be committed"),
    }
}

/// Takes away what a pointer leads to.
fn take(claims: &mut Object, pointer: &str) {
    let Some((path, name)) = pointer.rsplit_once('/') else { return };
    let steps: Vec<&str> = path.split('/').skip(1).collect();
    take_below(claims, &steps, name);
}

fn take_below(object: &mut Object, steps: &[&str], name: &str) {
    let Some((step, rest)) = steps.split_first() else {
        object.remove(name);
        return;
    };
    if let Some(Value::Object(below)) = object.get(step).cloned() {
        let mut below = below;
        take_below(&mut below, rest, name);
        object.insert(*step, below);
    }
}

/// What it takes to commit claims of attestations of one template.
pub(super) struct Committing {
    key: SigningKey,
    issuer: String,
    method: String,
    credential_type: String,
    places: HashMap<StatusListId, TreePlace>,
}

impl fmt::Debug for Committing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Committing").field("method", &self.method).finish_non_exhaustive()
    }
}

/// The credential beside which something is committed, and its time.
pub(super) struct Term {
    /// Its id.
    pub(super) credential: String,
    /// From when.
    pub(super) from: Timestamp,
    /// Until when.
    pub(super) until: Option<Timestamp>,
}

/// What it takes where the template commits something: the key, made now where there is none yet, and where the lists stand
/// that these places are in.
pub(super) async fn prepare<'a>(
    issuer: &Issuer,
    grounds: &Grounds,
    places: impl IntoIterator<Item = &'a Place>,
) -> Result<Option<Arc<Committing>>, Error> {
    if !grounds.template.commits() {
        return Ok(None);
    }
    let (organization, did) = (grounds.organization.id, &grounds.key.did);
    let key = zk_key::ready(issuer, organization, did).await?;
    let mut known = HashMap::new();
    for list in places.into_iter().filter(|place| place.purpose == Purpose::Revocation).map(|place| place.list) {
        if let std::collections::hash_map::Entry::Vacant(vacant) = known.entry(list) {
            vacant.insert(zk_status::place(issuer, organization, did, list).await?);
        }
    }
    Ok(Some(Arc::new(Committing {
        method: key.summary.verification_method(),
        key: zk_key::open(issuer, &key)?,
        issuer: did.clone(),
        credential_type: grounds.template.credential_type.clone(),
        places: known,
    })))
}

impl Committing {
    /// Commits, for the holder of this commitment or of a secret that is made now.
    pub(super) fn commit(
        &self,
        issuer: &Issuer,
        organization: crate::id::OrganizationId,
        committed: &Committed,
        term: Term,
        place: &Place,
        holder: Option<Fr>,
    ) -> Result<Openings, Error> {
        let mut bytes: [u8; 32] = rng::bytes(&*issuer.rng)?;
        let seed = Seed::new(bytes);
        let (holder, secret) = if let Some(holder) = holder {
            (holder, None)
        } else {
            let mut bytes: [u8; 31] = rng::bytes(&*issuer.rng)?;
            let secret = HolderSecret::new(bytes);
            bytes.zeroize();
            (secret.commitment(), Some(zk::secret_to_text(&secret)))
        };
        bytes.zeroize();
        let tree = self.places.get(&place.list).ok_or(Error::Vanished)?;
        let draft = zk::Draft {
            credential: term.credential,
            credential_type: self.credential_type.clone(),
            issuer: self.issuer.clone(),
            verification_method: self.method.clone(),
            valid_from: term.from,
            valid_until: term.until,
            status: zk_status::url(issuer, organization, tree.number)
                .map(|url| StatusPlace { url, index: zk_status::index(*tree, place.index) }),
            holder,
            seed,
            claims: committed.claims.clone().map_err(|fault| Error::Refused(vec![fault]))?,
        };
        let file = draft.signed_by(&self.key).map_err(|_| Error::refused("/claims", "cannot be committed"))?;
        // As every holder does who receives it: a fault in the machine must not become a file that proves nothing.
        file.check(&self.key.public_key()).map_err(|_| Error::SignerFaulty)?;
        Ok(Openings { file: file.to_object(), secret })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_taken_away_is_gone_and_the_rest_stays() {
        let text = r#"{"a":1,"b":{"c":2,"d":{"e":3}},"f":[1]}"#;
        for (pointer, expected) in [
            ("/a", r#"{"b":{"c":2,"d":{"e":3}},"f":[1]}"#),
            ("/b/c", r#"{"a":1,"b":{"d":{"e":3}},"f":[1]}"#),
            ("/b/d/e", r#"{"a":1,"b":{"c":2,"d":{}},"f":[1]}"#),
            ("/f", r#"{"a":1,"b":{"c":2,"d":{"e":3}}}"#),
            ("/x", text),
            ("/a/x", text),
            ("/x/y", text),
            ("/f/0", text),
            ("", text),
        ] {
            let Ok(Value::Object(mut claims)) = parse(text.as_bytes(), &Limits::REQUEST) else { panic!() };
            take(&mut claims, pointer);
            assert_eq!(claims.to_string(), expected, "{pointer}");
        }
    }

    #[test]
    fn openings_are_read_as_they_were_written_and_say_nothing() {
        for secret in [None, Some(Zeroizing::new("AbC-_".to_owned()))] {
            let openings = Openings { file: Object::new().with("type", "CommittedCredential"), secret };
            let read = Openings::read(&openings.write()).unwrap();
            assert_eq!((read.file(), read.secret()), (openings.file(), openings.secret()));
            assert_eq!(format!("{read:?}"), "Openings(..)");
        }
        assert!(Openings::read(b"{}").is_none() && Openings::read(b"").is_none());
    }
}
