//! Attestations: building a credential from a template and claims, signing and keeping it; finding it again.
//!
//! The steps of issuing, cited below:
//! 1. What it is issued on: a template of the caller's organisation, its active key, free places in status lists. Claims
//!    keep the template's schema.
//! 2. The subject gets a URL, the credential its identifiers, validity, term map and a place in a status list of each
//!    purpose. Claims that are committed stand in no credential: what is signed of them is the holder's alone (`commitment`).
//! 3. The key signs; what comes of it is verified before it is kept. No transaction is open.
//! 4. One transaction writes the credential, takes its places and, where the request had a key, writes its answer; those
//!    that come at the same time are written in the same one. Where somebody else has taken one of the places meanwhile,
//!    all is done again.

use std::collections::BTreeSet;
use std::sync::Arc;

use proofpass::credential::{CONTEXT_V2, TEST_TYPE, is_url};
use proofpass::json::{Object, Value};
use proofpass::key::PublicKey;
use proofpass::status::Purpose;
use proofpass::time::Timestamp;
use proofpass_zk::bn254::Fr;

use super::claims::{ClaimsSchema, names_in};
use super::commitment::{self, Committed, Committing, Openings, Term};
use super::grounds::{self, Grounds};
use super::idempotency::HeldClaim;
use super::plan::{self, Allowance, Quota};
use super::reissue::{Superseded, Superseding};
use super::securing::{self, Securing};
use super::template::InForce;
use super::vocabulary::{self, IDENTIFIER};
use super::writing::{self, Writing, Written};
use super::{Caller, Error, Fault, Issuer, TemplateName, event, evidence, issuer_key, lifecycle, notes, status_list};
use crate::id::{AttestationId, OrganizationId};
use crate::store::api_keys::Scope;
use crate::store::attestations::{self, Attestation, AttestationStatus, Format, Notes};
use crate::store::idempotency::FinishedResponse;
use crate::store::status_lists::Place;
use crate::store::templates::Visibility;
use crate::store::{Actor, Conflict};

/// What to issue.
#[derive(Clone, Debug)]
pub struct NewAttestation {
    /// From which template.
    pub template: TemplateName,
    /// About what: a URL, or a number of the organisation's own.
    pub subject_id: String,
    /// What it is.
    pub subject_type: String,
    /// What is said about it.
    pub claims: Object,
    /// From when; now, where absent.
    pub valid_from: Option<Timestamp>,
    /// Until when; the template's period, where absent.
    pub valid_until: Option<Timestamp>,
    /// How it is secured.
    pub format: Format,
    /// The holder's own key, which an SD-JWT names.
    pub holder: Option<PublicKey>,
    /// The commitment to the holder's secret, where claims are committed and the holder has one.
    pub commitment: Option<Fr>,
    /// What the organisation notes about it.
    pub notes: Notes,
    /// In whose place.
    pub supersedes: Option<Superseded>,
    /// The files that it rests on, as [`evidence::settle`] has them.
    pub evidence: Vec<Object>,
}

impl NewAttestation {
    /// These claims about this subject, and everything else as it is where nobody asks for anything.
    #[must_use]
    pub fn new(template: TemplateName, subject_id: String, subject_type: String, claims: Object) -> Self {
        Self {
            template,
            subject_id,
            subject_type,
            claims,
            valid_from: None,
            valid_until: None,
            format: Format::default(),
            holder: None,
            commitment: None,
            notes: Notes::default(),
            supersedes: None,
            evidence: Vec::new(),
        }
    }
}

/// Longest subject id, in bytes.
const MAX_SUBJECT_ID: usize = 2_000;

/// Schemes that make a subject's id an identifier in its own right. Anything else with a colon in it, `SKU:123` say,
/// is a number of the organisation's own.
const SUBJECT_SCHEMES: [&str; 4] = ["did:", "http://", "https://", "urn:"];

/// What of an attestation only the holder is to have, for whoever writes an answer.
#[derive(Clone, Copy, Debug)]
pub enum ForHolder<'a> {
    /// It was handed out, once, and is nowhere to be had again.
    HandedOut,
    /// This.
    Now(&'a Openings),
    /// There is nothing of the kind.
    Nothing,
}

/// Issues. `answer` writes the answer that the first request gets, and the one for those that repeat it: what only the holder
/// is to have is in the first alone, and kept nowhere. With how the organisation stands then.
pub(super) async fn issue(
    issuer: &Issuer,
    caller: &Caller,
    new: NewAttestation,
    claim: Option<&HeldClaim>,
    answer: impl Fn(&Attestation, ForHolder<'_>) -> Result<FinishedResponse, Error> + Send + Sync + 'static,
) -> Result<(FinishedResponse, Allowance), Error> {
    let (by, answer) = (By::of(caller), Arc::new(answer));
    for _ in 0..ATTEMPTS {
        // (1)
        let (grounds, places) = grounds::find(issuer, caller.organization_id, new.template, 1).await?;
        // Nothing is signed that could not be kept. Who takes the last one meanwhile is told by the count (4).
        grounds.allowance.require(Quota::Attestations, 1)?;
        let places = places.into_iter().next().unwrap_or_default();
        let committing = commitment::prepare(issuer, &grounds, &places).await?;
        // (2), (3)
        let coming = issuer.writings.coming();
        let (worker, new, answer, held) = (issuer.clone(), new.clone(), answer.clone(), claim.cloned());
        let signed = issuer.desk.run(move || {
            let mut writing = sign(&worker, by, &grounds, committing.as_ref(), new, places)?;
            let (first, again) = if let Some(openings) = writing.openings.take() {
                let first = answer(&writing.attestation, ForHolder::Now(&openings))?;
                (first, answer(&writing.attestation, ForHolder::HandedOut)?)
            } else {
                let response = answer(&writing.attestation, ForHolder::Nothing)?;
                (response.clone(), response)
            };
            writing.finish = held.map(|held| (held, again));
            Ok::<_, Error>((writing, first))
        });
        let (writing, response) = signed.await??;

        // (4)
        let (id, template) = (writing.attestation.id, writing.attestation.template_id);
        let Written { lists, allowance } = match writing::write(issuer, writing, coming).await {
            Err(Error::Conflict(Conflict::StatusIndex)) => continue,
            done => done?,
        };
        lifecycle::publish(issuer, lists).await;
        tracing::info!(attestation.id = %id, template.id = %template, organization.id = %caller.organization_id, actor = ?by.actor,
            "Issued attestation `{id}`");
        return Ok((response, allowance));
    }
    Err(Error::Conflict(Conflict::StatusIndex))
}

/// Builds and signs one, which has those places. Long work.
pub(super) fn sign(
    issuer: &Issuer,
    by: By,
    grounds: &Arc<Grounds>,
    committing: Option<&Arc<Committing>>,
    new: NewAttestation,
    places: Vec<Place>,
) -> Result<Writing, Error> {
    let new = NewAttestation { claims: grounds.template.name.settle(new.claims)?, ..new };
    let draft = Draft::new(issuer, by, grounds.clone(), new)?;
    let attestation = draft.secure(&places)?;
    let openings = committing.map(|committing| draft.commit(committing, &attestation, &places)).transpose()?;
    let supersedes = draft.new.supersedes.as_ref().map(|old| Superseding::of(issuer, &attestation, old)).transpose()?;
    let event = event::issued(issuer, &attestation)?;
    let template = grounds.template.row(attestation.issued_at).map(Arc::new);
    Ok(Writing { attestation, words: draft.words(), places, template, supersedes, event, finish: None, openings })
}

/// Who issues.
#[derive(Clone, Copy, Debug)]
pub(super) struct By {
    /// Who it was, for the record.
    pub(super) actor: Actor,
    /// Whether what they issue says that it was issued to try things out.
    pub(super) is_test: bool,
}

impl By {
    fn of(caller: &Caller) -> Self {
        Self { actor: caller.actor, is_test: caller.is_test }
    }
}

/// How often somebody else may take the same place of a list meanwhile. Once is rare.
const ATTEMPTS: usize = 8;

/// The credential that would be issued, without a proof, without a status and under an id that nothing has.
pub(super) async fn preview(
    issuer: &Issuer,
    caller: &Caller,
    template: InForce,
    new: NewAttestation,
) -> Result<Object, Error> {
    let organization = super::organization::find(issuer, caller.organization_id).await?;
    let new = NewAttestation { claims: template.name.settle(new.claims)?, ..new };
    let key = issuer_key::active(issuer, organization.id).await?;
    let signer = issuer_key::open(issuer, &key)?;
    let allowance = plan::attestations(issuer, organization.id).await?;
    let grounds = Arc::new(Grounds { organization, template, key, signer, allowance });
    let (worker, by) = (issuer.clone(), By::of(caller));
    let built = issuer.desk.run(move || {
        let draft = Draft::new(&worker, by, grounds, new)?;
        let id = AttestationId::new(&*draft.issuer.clock, &*draft.issuer.rng)?;
        let credential = draft.build(id, &[], draft.issuer.clock.now())?;
        securing::checked(credential.clone())?;
        Ok(credential)
    });
    built.await?
}

fn subject_faults(new: &NewAttestation) -> Vec<Fault> {
    let mut faults = Vec::new();
    let id = &new.subject_id;
    if id.is_empty() || id.len() > MAX_SUBJECT_ID || id.contains('\0') {
        faults.push(Fault::new("/subject/id", format!("must have 1 to {MAX_SUBJECT_ID} bytes, none of them NUL")));
    }
    if let Err(error) = vocabulary::check_name(&new.subject_type) {
        faults.push(Fault::new("/subject/type", error.detail()));
    }
    if !is_absolute(id) && new.claims.get(IDENTIFIER).is_some() {
        faults.push(Fault::new("/claims/identifier", "the subject's own id already stands there"));
    }
    faults
}

pub(super) fn is_absolute(id: &str) -> bool {
    let escapes_whole =
        id.split('%').skip(1).all(|rest| rest.bytes().take(2).filter(u8::is_ascii_hexdigit).count() == 2);
    SUBJECT_SCHEMES.iter().any(|scheme| id.starts_with(scheme)) && is_url(id) && escapes_whole
}

/// What a subject is called in credentials: its own URL, or one under this service.
pub(super) fn subject_url(issuer: &Issuer, organization: OrganizationId, id: &str) -> String {
    if is_absolute(id) {
        return id.to_owned();
    }
    format!("{}/subjects/{organization}/{}", issuer.public_url, vocabulary::percent_encode(id))
}

/// Everything that goes into a credential.
struct Draft {
    issuer: Issuer,
    by: By,
    grounds: Arc<Grounds>,
    new: NewAttestation,
    /// What is committed of the claims.
    committed: Committed,
    schema: Arc<ClaimsSchema>,
}

impl Draft {
    fn new(issuer: &Issuer, by: By, grounds: Arc<Grounds>, new: NewAttestation) -> Result<Self, Error> {
        let schema = issuer.schemas.of(grounds.template.id, &grounds.template.claims_schema, "/templateId")?;
        let committed = Committed::of(&grounds.template, schema.object(), &new.claims)?;
        Ok(Self { issuer: issuer.clone(), by, grounds, new, committed, schema })
    }

    /// Checks, builds and signs a credential that has those places.
    fn secure(&self, places: &[Place]) -> Result<Attestation, Error> {
        let now = self.issuer.clock.now();
        let id = AttestationId::new(&*self.issuer.clock, &*self.issuer.rng)?;
        let Grounds { organization, template, key, signer, .. } = &*self.grounds;
        let credential = self.build(id, places, now)?;
        let (issuer, format, holder) = (&self.issuer, self.new.format, self.new.holder.as_ref());
        let secured = Securing { issuer, key, signer, template, format, holder, places, now }.secure(credential)?;
        Ok(Attestation {
            id,
            organization_id: organization.id,
            template_id: template.id,
            template_version: Some(template.version),
            issuer_key_id: key.id,
            issuer_did: key.did.clone(),
            actor: self.by.actor,
            visibility: template.visibility,
            subject_id: self.new.subject_id.clone(),
            subject_type: self.new.subject_type.clone(),
            status: AttestationStatus::Active,
            format,
            valid_until: secured.valid_until,
            digest: secured.digest,
            credential: secured.text,
            shown: secured.shown,
            issued_at: now,
            notes: self.new.notes.clone(),
            revision: 1,
            supersedes: self.new.supersedes.as_ref().map(|old| old.id),
            superseded_by: None,
        })
    }

    /// Commits what is to be committed, for the holder of an attestation that is signed.
    fn commit(&self, committing: &Committing, attestation: &Attestation, places: &[Place]) -> Result<Openings, Error> {
        let (from, until) = self.term(attestation.issued_at);
        let term = Term { credential: format!("urn:uuid:{}", attestation.id), from, until };
        let place = places.iter().find(|place| place.purpose == Purpose::Revocation).ok_or(Error::Vanished)?;
        let organization = attestation.organization_id;
        committing.commit(&self.issuer, organization, &self.committed, term, place, self.new.commitment)
    }

    /// From when to when.
    fn term(&self, now: Timestamp) -> (Timestamp, Option<Timestamp>) {
        let from = self.new.valid_from.unwrap_or(now);
        let days = self.grounds.template.validity_days;
        let until = || days.map(|days| from.plus_seconds(i64::from(days) * 86_400));
        (from, self.new.valid_until.or_else(until))
    }

    /// What it is found by: the subject, and every text and number of the claims that stand in the credential.
    fn words(&self) -> String {
        let mut words = format!("{} {}", self.new.subject_id, self.new.subject_type);
        let mut rest: Vec<&Value> = self.committed.plain.iter().map(|(_, value)| value).collect();
        while let Some(value) = rest.pop() {
            match value {
                Value::Array(values) => rest.extend(values),
                Value::Object(object) => rest.extend(object.iter().map(|(_, value)| value)),
                Value::String(text) => words.extend([" ", text]),
                Value::Number(_) => words.extend([" ", &value.to_string()]),
                Value::Bool(_) | Value::Null => {}
            }
        }
        // No text of the database holds NUL.
        words.replace('\0', " ")
    }

    /// Checks and builds.
    fn build(&self, id: AttestationId, places: &[Place], now: Timestamp) -> Result<Object, Error> {
        // All of them, also those that are committed.
        let mut faults = self.schema.check(&Value::Object(self.new.claims.clone())).err().unwrap_or_default();
        faults.extend(subject_faults(&self.new));
        faults.extend(notes::faults(&self.new.notes));
        let (valid_from, valid_until) = self.term(now);
        faults.extend(self.committed.faults(self.new.commitment.is_some(), valid_from));
        if valid_until.is_some_and(|until| until <= valid_from) {
            faults.push(Fault::new("/validUntil", "must be after validFrom"));
        }
        if self.new.holder.is_some() && self.new.format != Format::SdJwt {
            faults.push(Fault::new("/cnf", "only a credential in the format `dc+sd-jwt` names its holder's key"));
        }
        if !faults.is_empty() {
            return Err(Error::Refused(faults));
        }
        let mut credential = Object::new()
            .with("@context", vec![Value::from(CONTEXT_V2), self.terms().into()])
            .with("id", format!("urn:uuid:{id}"))
            .with("type", self.types())
            .with(
                "issuer",
                Object::new()
                    .with("id", self.grounds.key.did.as_str())
                    .with("name", self.grounds.organization.name.as_str()),
            )
            .with("validFrom", valid_from.to_string());
        if let Some(until) = valid_until {
            credential.insert("validUntil", until.to_string());
        }
        if let Some(schema) = self.committed.schema(&self.schema) {
            let url = self.grounds.template.name.schema_url(&self.issuer.public_url, self.grounds.template.version);
            let entry = Object::new().with("id", url).with("type", "JsonSchema");
            credential.insert("credentialSchema", entry.with("digestSRI", schema.digest.as_str()));
        }
        if !places.is_empty() {
            let entries = places.iter().map(|place| Value::from(status_list::entry(&self.issuer, place)));
            credential.insert("credentialStatus", entries.collect::<Vec<_>>());
        }
        credential.insert("credentialSubject", self.subject());
        if !self.new.evidence.is_empty() {
            let resources = evidence::resources(&self.new.evidence);
            let evidence: Vec<Value> = self.new.evidence.iter().cloned().map(Value::from).collect();
            credential.insert("evidence", evidence);
            if !resources.is_empty() {
                credential.insert("relatedResource", resources);
            }
        }
        Ok(credential)
    }

    /// Every name that occurs, and every name that the schema knows: the map is the same for all credentials of a
    /// template whose schema is closed.
    fn terms(&self) -> Object {
        let mut used = BTreeSet::new();
        self.committed.plain.iter().for_each(|(name, value)| {
            used.insert(name);
            names_in(value, &mut used);
        });
        let own_id = (!is_absolute(&self.new.subject_id)).then_some(IDENTIFIER);
        let types = [self.grounds.template.credential_type.as_str(), self.new.subject_type.as_str()];
        let test = self.by.is_test.then_some(TEST_TYPE);
        let attached: &[&str] = if self.new.evidence.is_empty() { &[] } else { &[evidence::TYPE, "size"] };
        let names =
            self.schema.names().chain(used).chain(types).chain(own_id).chain(test).chain(attached.iter().copied());
        vocabulary::context(&self.issuer.public_url, &self.grounds.template.name, names)
    }

    /// The most telling last.
    fn types(&self) -> Vec<Value> {
        let test = self.by.is_test.then_some(TEST_TYPE);
        let types =
            std::iter::once("VerifiableCredential").chain(test).chain([self.grounds.template.credential_type.as_str()]);
        types.map(Value::from).collect()
    }

    fn subject(&self) -> Object {
        let id = &self.new.subject_id;
        let mut subject = Object::new()
            .with("id", subject_url(&self.issuer, self.grounds.organization.id, id))
            .with("type", self.new.subject_type.as_str());
        if !is_absolute(id) {
            subject.insert(IDENTIFIER, id.as_str());
        }
        for (name, value) in self.committed.plain.iter() {
            subject.insert(name, value.clone());
        }
        subject
    }
}

/// Finds an attestation of the caller's organisation.
pub async fn find(issuer: &Issuer, caller: &Caller, id: AttestationId) -> Result<Attestation, Error> {
    caller.require(Scope::AttestationsRead)?;
    attestations::find(&issuer.store, caller.organization_id, id).await?.ok_or(Error::NotFound)
}

/// Finds an attestation that the caller may read: anybody, where its template is public.
pub async fn readable(issuer: &Issuer, caller: Option<&Caller>, id: AttestationId) -> Result<Attestation, Error> {
    let organization = caller.map(|caller| caller.organization_id);
    let found = attestations::find_readable(&issuer.store, organization, id).await?.ok_or(Error::NotFound)?;
    match (found.visibility, caller) {
        (Visibility::Public, _) => {}
        (Visibility::Private, Some(caller)) => caller.require(Scope::AttestationsRead)?,
        (Visibility::Private, None) => return Err(Error::NotFound),
    }
    Ok(found)
}
