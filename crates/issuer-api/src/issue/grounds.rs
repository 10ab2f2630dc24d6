//! On what grounds something is issued: by whom, from what, with which key, and in which places of status lists.
//!
//! All of it is as the database has it after the request came, and is read in one look for all who ask at the same time.

use std::collections::HashMap;
use std::sync::Arc;

use proofpass::time::Timestamp;

use super::plan::{Allowance, Month};
use super::status_list;
use super::template::InForce;
use super::together::away;
use super::{Error, Hand, Issuer, TemplateName, issuer_key};
use crate::id::{OrganizationId, TemplateId};
use crate::signer::Signer;
use crate::store::issuer_keys::IssuerKey;
use crate::store::issuing::{self, Question};
use crate::store::organizations::Organization;
use crate::store::status_lists::Place;

/// What is the same for all that is issued from one template at one time.
#[derive(Debug)]
pub(super) struct Grounds {
    /// By whom.
    pub(super) organization: Organization,
    /// From what.
    pub(super) template: InForce,
    /// With which key.
    pub(super) key: IssuerKey,
    /// The same, opened.
    pub(super) signer: Signer,
    /// What was left of what the plan allows.
    pub(super) allowance: Allowance,
}

/// Who asks.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asked {
    organization: OrganizationId,
    template: TemplateId,
    name: TemplateName,
    count: usize,
}

/// What they get: for each attestation, a place in a list of each purpose, as far as there is room.
pub(super) type Given = (Arc<Grounds>, Vec<Vec<Place>>);

/// The grounds, with places for `count` attestations.
pub(super) async fn find(
    issuer: &Issuer,
    organization: OrganizationId,
    name: TemplateName,
    count: usize,
) -> Result<Given, Error> {
    let asked = Asked { organization, template: name.key(organization), name, count };
    let all = issuer.clone();
    let (grounds, mut places) = issuer.asked.run(asked, move |asked| answer(all, asked)).await??;
    // A list is full, or there is none yet: that is somebody's work once in a hundred thousand times.
    while places.len() < count {
        places.push(status_list::places(issuer, organization, &grounds.key.did).await?);
    }
    Ok((grounds, places))
}

async fn answer(issuer: Issuer, asked: Vec<Asked>) -> Vec<Result<Given, Error>> {
    let mut groups: HashMap<(OrganizationId, TemplateId), usize> = HashMap::new();
    let mut questions: Vec<Question> = Vec::new();
    let mut counts: Vec<usize> = Vec::new();
    let mut group_of = Vec::with_capacity(asked.len());
    for one in &asked {
        let at = *groups.entry((one.organization, one.template)).or_insert_with(|| {
            let (organization_id, template_id) = (one.organization, one.template);
            questions.push(Question { organization_id, template_id, places: Vec::new() });
            counts.push(0);
            questions.len() - 1
        });
        counts[at] += one.count;
        group_of.push(at);
    }
    for (question, count) in questions.iter_mut().zip(counts) {
        match status_list::candidates(&issuer, count) {
            Ok(places) => question.places = places,
            Err(_) => {
                return asked
                    .iter()
                    .map(|_| Err(Error::Unavailable { hand: Hand::Randomness, source: None }))
                    .collect();
            }
        }
    }
    let now = issuer.clock.now();
    let found = match issuing::grounds(&issuer.store, &questions, Month::of(now).start).await {
        Ok(found) => found,
        Err(error) => return away(error.into(), asked.len()),
    };
    let mut ready: Vec<_> = found
        .into_iter()
        .zip(&questions)
        .map(|(found, question)| found.map(|found| Ready::new(found, question, now)))
        .collect();
    let given = |(one, group): (&Asked, usize)| {
        let ready = ready[group].as_mut().ok_or(Error::NotFound)?;
        ready.give(&issuer, one)
    };
    asked.iter().zip(group_of).map(given).collect()
}

/// What was found, and what has been made of it.
struct Ready {
    found: issuing::Grounds,
    grounds: Option<Arc<Grounds>>,
    places: status_list::Free,
    allowance: Allowance,
}

impl Ready {
    fn new(mut found: issuing::Grounds, question: &Question, now: Timestamp) -> Self {
        let places = status_list::Free::new(std::mem::take(&mut found.lists), question.places.len());
        let allowance = Allowance::of_month(found.plan, found.used, now);
        Self { found, grounds: None, places, allowance }
    }

    fn give(&mut self, issuer: &Issuer, one: &Asked) -> Result<Given, Error> {
        let grounds = match self.grounds.take() {
            Some(grounds) => grounds,
            None => Arc::new(self.make(issuer, one)?),
        };
        self.grounds = Some(grounds.clone());
        let places = (0..one.count).map_while(|_| self.places.take()).collect();
        Ok((grounds, places))
    }

    fn make(&mut self, issuer: &Issuer, one: &Asked) -> Result<Grounds, Error> {
        let template = InForce::found(one.organization, one.name, self.found.visibility, self.found.version.clone())?;
        let nobody = || Error::Unavailable { hand: Hand::Signer, source: None };
        let signer = issuer_key::open(issuer, self.found.key.as_ref().ok_or_else(nobody)?)?;
        let key = self.found.key.take().ok_or_else(nobody)?;
        let (organization, allowance) = (self.found.organization.clone(), self.allowance);
        Ok(Grounds { organization, template, key, signer, allowance })
    }
}
