//! Product passports: what several issuers say about one product, gathered in a credential of its own.
//!
//! The passport says which credentials belong to it, each by the digest of its canonical form, so that none can be left
//! out, added or exchanged unseen; every change makes a new version, signed anew, that names the one before it by its
//! digest. Old versions stay. A credential that is not for everybody is named by its digest alone.
//!
//! The steps of a change, cited below:
//! 1. The passport as it is now, and what it is to become.
//! 2. The organisation's active key signs the next version. No transaction is open.
//! 3. One transaction brings it into force, if nobody else did something meanwhile; if so, again from (1).

mod untp;

use proofpass::bundle::Bundle;
use proofpass::credential::{CONTEXT_V2, SignedCredential, UnsignedCredential};
use proofpass::digest::Digest;
use proofpass::json::{Object, Value};
use proofpass::verify::{Outcome, Request, Verdict};

use super::vocabulary::{self, IDENTIFIER};
use super::{
    Caller, Error, Fault, Issuer, PublicUrl, attestation, bundle, event, identity, issuer_key, organization, plan,
    product_id,
};
use crate::id::{AttestationId, OrganizationId, PassportId, PassportMemberId};
use crate::store::api_keys::Scope;
use crate::store::issuer_keys::IssuerKey;
use crate::store::organizations::Organization;
use crate::store::passports::{self, Passport, PassportMember, PassportVersion, Shape};
use crate::store::templates::Visibility;
use crate::store::usage::Stock;
use crate::store::{Conflict, Tx, webhook_events};

/// How often a change is tried anew where others change the same passport.
const TRIES: u8 = 5;

/// Most bytes of credentials in one passport: it must fit into a bundle.
const MAX_MEMBER_BYTES: usize = 4_000_000;

/// Most passports, or versions, in one answer.
const MAX_PAGE: u8 = 100;

/// Names of ours in a passport.
const TERMS: [&str; 10] = [
    "DigitalProductPassport",
    "Product",
    "credential",
    "credentialType",
    "digest",
    "gathers",
    IDENTIFIER,
    "issuedBy",
    "previousVersion",
    "version",
];

/// A credential to be gathered.
#[derive(Clone, Debug)]
pub enum NewMember {
    /// One that was issued here: the organisation's own, or anybody's that is public.
    Attestation {
        /// Which.
        id: AttestationId,
        /// Whether anybody may see it; as its template says, where absent.
        public: Option<bool>,
    },
    /// Anybody's, as it was signed.
    Credential {
        /// The signed credential, or an envelope.
        credential: Object,
        /// Whether anybody may see it.
        public: bool,
    },
}

/// A passport to be made.
#[derive(Clone, Debug)]
pub struct NewPassport {
    /// The product's number or URL.
    pub product_id: String,
    /// What people call it.
    pub name: String,
    /// More about it.
    pub description: Option<String>,
    /// Who may fetch it.
    pub visibility: Visibility,
    /// In whose words it speaks, in every version.
    pub shape: Shape,
    /// What it gathers from the beginning.
    pub members: Vec<NewMember>,
}

/// A passport in its version in force.
#[derive(Clone, Debug)]
pub struct Whole {
    /// The product.
    pub passport: Passport,
    /// The signed credential.
    pub version: PassportVersion,
    /// What it gathers, as far as the reader may see it.
    pub members: Vec<PassportMember>,
}

/// Makes a passport.
pub async fn create(issuer: &Issuer, caller: &Caller, new: NewPassport) -> Result<Whole, Error> {
    caller.require(Scope::AttestationsWrite)?;
    let mut faults: Vec<Fault> = product_id::fault("/productId", &new.product_id).into_iter().collect();
    if let Err(Error::Refused(more)) = organization::check_name("/name", &new.name) {
        faults.extend(more);
    }
    let is_text = |text: &String| {
        (1..=2_000).contains(&text.chars().count()) && text.chars().all(|c| !c.is_control() || c == '\n')
    };
    if !new.description.as_ref().is_none_or(is_text) {
        faults.push(Fault::new(
            "/description",
            "must have 1 to 2000 characters, and no control characters but line ends",
        ));
    }
    if new.members.len() >= Bundle::MAX_CREDENTIALS {
        faults.push(Fault::new("/members", format!("at most {}", Bundle::MAX_CREDENTIALS - 1)));
    }
    if !faults.is_empty() {
        return Err(Error::Refused(faults));
    }
    let mut members: Vec<PassportMember> = Vec::with_capacity(new.members.len());
    for (at, member) in new.members.into_iter().enumerate() {
        let member = read(issuer, caller, member, &format!("/members/{at}")).await?;
        if members.iter().any(|other| other.digest == member.digest) {
            return Err(Error::refused(format!("/members/{at}"), "is there already"));
        }
        members.push(after(&members, member));
    }
    let passport = Passport {
        id: PassportId::new(&*issuer.clock, &*issuer.rng)?,
        organization_id: caller.organization_id,
        product_id: new.product_id,
        name: new.name,
        description: new.description,
        visibility: new.visibility,
        shape: new.shape,
        version: 0,
        created_at: issuer.clock.now(),
    };
    let version = sign(issuer, passport.clone(), members.clone(), None).await?;
    let mut tx = issuer.store.tx_of(caller.organization_id, "create_passport").await?;
    plan::require_room(issuer, &mut tx, caller.organization_id, Stock::Passports).await?;
    passports::insert(&mut tx, &passport).await?;
    for member in &members {
        passports::insert_member(&mut tx, passport.id, member).await?;
    }
    passports::insert_version(&mut tx, &passport, &version, caller.actor).await?;
    tell(issuer, &mut tx, &passport, &version).await?;
    tx.commit().await?;
    Ok(Whole { passport: Passport { version: 1, ..passport }, version, members })
}

/// What is to happen to the credentials of a passport.
#[derive(Clone, Debug)]
enum Change {
    Add(PassportMember),
    Remove(PassportMemberId),
}

/// Adds a credential.
pub async fn add(issuer: &Issuer, caller: &Caller, id: PassportId, new: NewMember) -> Result<Whole, Error> {
    caller.require(Scope::AttestationsWrite)?;
    own(issuer, caller, id).await?;
    let member = read(issuer, caller, new, "").await?;
    change(issuer, caller, id, &Change::Add(member)).await
}

/// Takes a credential out.
pub async fn remove(
    issuer: &Issuer,
    caller: &Caller,
    id: PassportId,
    member: PassportMemberId,
) -> Result<Whole, Error> {
    caller.require(Scope::AttestationsWrite)?;
    change(issuer, caller, id, &Change::Remove(member)).await
}

async fn change(issuer: &Issuer, caller: &Caller, id: PassportId, change: &Change) -> Result<Whole, Error> {
    for _ in 0..TRIES {
        // (1)
        let passport = own(issuer, caller, id).await?;
        let mut members = passports::members(&issuer.store, id).await?;
        let previous = passports::version(&issuer.store, id, passport.version).await?.ok_or(Error::NotFound)?;
        match change {
            Change::Add(member) => members.push(after(&members, member.clone())),
            Change::Remove(member) => {
                let at = members.iter().position(|one| one.id == *member).ok_or(Error::NotFound)?;
                members.remove(at);
            }
        }
        // (2)
        let version = sign(issuer, passport.clone(), members.clone(), Some(previous)).await?;
        // (3)
        let mut tx = issuer.store.tx_of(caller.organization_id, "change_passport").await?;
        if !passports::advance(&mut tx, id, passport.version).await? {
            continue;
        }
        match change {
            Change::Add(_) => {
                if let Some(member) = members.last() {
                    passports::insert_member(&mut tx, id, member).await?;
                }
            }
            Change::Remove(member) => {
                passports::delete_member(&mut tx, id, *member).await?;
            }
        }
        passports::insert_version(&mut tx, &passport, &version, caller.actor).await?;
        tell(issuer, &mut tx, &passport, &version).await?;
        tx.commit().await?;
        return Ok(Whole { passport: Passport { version: version.version, ..passport }, version, members });
    }
    Err(Error::Conflict(Conflict::PassportBusy))
}

async fn tell(issuer: &Issuer, tx: &mut Tx, passport: &Passport, version: &PassportVersion) -> Result<(), Error> {
    let event = event::versioned(issuer, passport, version.version, version.issued_at)?;
    Ok(webhook_events::insert(tx, &[&event]).await?)
}

async fn own(issuer: &Issuer, caller: &Caller, id: PassportId) -> Result<Passport, Error> {
    let found = passports::find_readable(&issuer.store, Some(caller.organization_id), id).await?;
    // Another organisation's is not the caller's to change, seen or not.
    found.filter(|passport| passport.organization_id == caller.organization_id).ok_or(Error::NotFound)
}

/// Reads a credential that is to be gathered, and refuses one that does not verify.
async fn read(issuer: &Issuer, caller: &Caller, new: NewMember, pointer: &str) -> Result<PassportMember, Error> {
    let (text, public) = match new {
        NewMember::Attestation { id, public } => {
            let found = attestation::readable(issuer, Some(caller), id).await;
            let found = found.map_err(|error| match error {
                Error::NotFound => Error::refused(format!("{pointer}/attestationId"), "no such attestation"),
                other => other,
            })?;
            // As anybody may see it: a passport is carried on.
            let text = bundle::as_json(found.format, found.seen_by(None));
            (text, public.unwrap_or(found.visibility == Visibility::Public))
        }
        NewMember::Credential { credential, public } => (credential.to_string(), public),
    };
    let now = issuer.clock.now();
    let place = format!("{pointer}/credential");
    let known = bundle::of_credentials(issuer, &[&text]).await?;
    let request = known.request(Object::new(), now)?;
    let own = identity::at_hand(issuer, &request).await?;
    let request = request.and(&own);
    let checked = issuer.desk.run(move || check(&text, request).map(|digest| (text, digest)));
    let (credential, digest) = checked.await?.map_err(|detail| Error::refused(place, detail))?;
    let id = PassportMemberId::new(&*issuer.clock, &*issuer.rng)?;
    Ok(PassportMember { id, position: 0, credential, digest, public, added_at: now })
}

/// A credential in its place, after those that there are.
fn after(members: &[PassportMember], member: PassportMember) -> PassportMember {
    PassportMember { position: members.last().map_or(0, |last| last.position + 1), ..member }
}

/// Verifies with what is at hand. What cannot be checked here, a status or a key elsewhere, is for whoever reads the
/// passport; what is wrong is wrong for everybody.
fn check(text: &str, request: Request) -> Result<Digest, String> {
    let bundle = Bundle::parse(text.as_bytes()).map_err(|error| error.to_string())?;
    let credentials: &[SignedCredential] = bundle.credentials();
    let [credential] = credentials else { return Err("must be one credential".to_owned()) };
    let report = request.report();
    if report.verdict() == Verdict::Reject {
        let wrong = report.checks().filter(|check| check.is_required() && check.code().outcome() == Outcome::Fail);
        let codes: Vec<&str> = wrong.map(|check| check.code().as_str()).collect();
        return Err(format!("does not verify: {}", codes.join(", ")));
    }
    Ok(credential.digest())
}

/// The next version, signed.
async fn sign(
    issuer: &Issuer,
    passport: Passport,
    members: Vec<PassportMember>,
    previous: Option<PassportVersion>,
) -> Result<PassportVersion, Error> {
    if members.len() >= Bundle::MAX_CREDENTIALS {
        let most = Bundle::MAX_CREDENTIALS - 1;
        return Err(Error::refused("", format!("a passport gathers at most {most} credentials")));
    }
    if members.iter().map(|member| member.credential.len()).sum::<usize>() > MAX_MEMBER_BYTES {
        return Err(Error::refused(
            "",
            format!("a passport's credentials have at most {MAX_MEMBER_BYTES} bytes in all"),
        ));
    }
    let organization = organization::find(issuer, passport.organization_id).await?;
    let key = issuer_key::active(issuer, passport.organization_id).await?;
    let draft = Draft { issuer: issuer.clone(), organization, passport, members, previous };
    issuer.desk.run(move || draft.secure(&key)).await?
}

/// Everything that goes into a version.
struct Draft {
    issuer: Issuer,
    organization: Organization,
    passport: Passport,
    members: Vec<PassportMember>,
    previous: Option<PassportVersion>,
}

impl Draft {
    fn secure(self, key: &IssuerKey) -> Result<PassportVersion, Error> {
        let (now, version) = (self.issuer.clock.now(), self.passport.version + 1);
        let signer = issuer_key::open(&self.issuer, key)?;
        let url = &self.issuer.public_url;
        let named = Object::new().with("id", key.did.as_str()).with("name", self.organization.name.as_str());
        let (contexts, keeper, subject) = match self.passport.shape {
            Shape::Plain => (vec![vocabulary::context(url, &"passport", TERMS).into()], named, self.subject(version)),
            Shape::Untp061 => (untp::contexts(url), untp::issuer(&named), self.untp_subject(version)),
        };
        let credential = Object::new()
            .with("@context", [vec![Value::from(CONTEXT_V2)], contexts].concat())
            .with("id", version_url(&self.issuer, self.passport.id, version))
            .with("type", vec![Value::from("VerifiableCredential"), "DigitalProductPassport".into()])
            .with("issuer", keeper)
            .with("validFrom", now.to_string())
            .with("credentialSubject", subject);
        let credential = UnsignedCredential::new(credential)
            .map_err(|fault| Error::refused(fault.pointer.clone(), "the passport would break the data model"))?;
        let secured = signer.secure(credential, key.method()?, now).map_err(|_| Error::SignerFaulty)?;
        Ok(PassportVersion {
            version,
            issuer_key_id: key.id,
            digest: secured.digest(),
            credential: secured.object().to_string(),
            issued_at: now,
        })
    }

    fn subject(&self, version: i32) -> Object {
        let product = attestation::subject_url(&self.issuer, self.organization.id, &self.passport.product_id);
        let mut subject = Object::new()
            .with("id", product)
            .with("type", "Product")
            .with(IDENTIFIER, self.passport.product_id.as_str())
            .with("name", self.passport.name.as_str());
        if let Some(description) = &self.passport.description {
            subject.insert("description", description.as_str());
        }
        self.gather(&mut subject, version);
        subject
    }

    /// The same in the words of UNTP: the passport is the subject, and the product is what it is of.
    fn untp_subject(&self, version: i32) -> Object {
        let passport = &self.passport;
        let product = attestation::subject_url(&self.issuer, self.organization.id, &passport.product_id);
        let url = format!("{}/api/v1/passports/{}", self.issuer.public_url, passport.id);
        let mut subject = untp::subject(url, product, passport);
        self.gather(&mut subject, version);
        subject
    }

    /// Which version it is, after which, and what it gathers.
    fn gather(&self, subject: &mut Object, version: i32) {
        subject.insert("version", u32::try_from(version).unwrap_or_default());
        if let Some(previous) = &self.previous {
            let url = version_url(&self.issuer, self.passport.id, previous.version);
            let named = Object::new().with("id", url).with("digest", previous.digest.to_string());
            subject.insert("previousVersion", named);
        }
        let gathers: Vec<Value> = self.members.iter().map(|member| named(member).into()).collect();
        if !gathers.is_empty() {
            subject.insert("gathers", gathers);
        }
    }
}

/// The context of our own names in a passport that may hold no inline one. What is signed with it refers to it for ever, so
/// it never changes; other names would be another version of it.
#[must_use]
pub fn context(url: &PublicUrl) -> String {
    let terms = TERMS.into_iter().filter(|term| !untp::TERMS.contains(term));
    let mut context = Object::new().with("@protected", true);
    for (name, iri) in vocabulary::context(url, &"passport", terms).iter() {
        context.insert(name, iri.clone());
    }
    Object::new().with("@context", context).to_string()
}

/// What a passport says of a credential.
fn named(member: &PassportMember) -> Object {
    let mut named = Object::new().with("digest", member.digest.to_string());
    let parsed = Bundle::parse(member.credential.as_bytes()).ok();
    let credential = parsed.as_ref().and_then(|bundle| bundle.credentials().first());
    if let Some(credential) = credential.filter(|_| member.public) {
        if let Some(id) = credential.id() {
            named.insert("credential", id);
        }
        let types: Vec<Value> =
            credential.types().filter(|name| *name != "VerifiableCredential").map(Value::from).collect();
        if !types.is_empty() {
            named.insert("credentialType", types);
        }
        if let Some(issuer) = credential.issuer() {
            named.insert("issuedBy", issuer);
        }
    }
    named
}

/// Where a version is published.
#[must_use]
pub fn version_url(issuer: &Issuer, id: PassportId, version: i32) -> String {
    format!("{}/api/v1/passports/{id}/versions/{version}", issuer.public_url)
}

/// Finds a passport: anybody, where it is public; and of its credentials only the public ones, but for its keeper.
pub async fn find(issuer: &Issuer, caller: Option<&Caller>, id: PassportId) -> Result<Whole, Error> {
    let (passport, is_own) = readable(issuer, caller, id).await?;
    let version = passports::version(&issuer.store, id, passport.version).await?.ok_or(Error::NotFound)?;
    let mut members = passports::members(&issuer.store, id).await?;
    members.retain(|member| member.public || is_own);
    Ok(Whole { passport, version, members })
}

async fn readable(issuer: &Issuer, caller: Option<&Caller>, id: PassportId) -> Result<(Passport, bool), Error> {
    let organization: Option<OrganizationId> = caller.map(|caller| caller.organization_id);
    let found = passports::find_readable(&issuer.store, organization, id).await?.ok_or(Error::NotFound)?;
    let is_own = organization == Some(found.organization_id);
    if let Some(caller) = caller.filter(|_| is_own) {
        caller.require(Scope::AttestationsRead)?;
    }
    Ok((found, is_own))
}

/// The bundle of a passport: the passport first, then what it gathers, byte for byte, and what their statuses are now.
pub async fn bundle(issuer: &Issuer, caller: Option<&Caller>, id: PassportId) -> Result<bundle::Bundle, Error> {
    let whole = find(issuer, caller, id).await?;
    let members = whole.members.iter().map(|member| member.credential.as_str());
    let credentials: Vec<&str> = std::iter::once(whole.version.credential.as_str()).chain(members).collect();
    bundle::of_credentials(issuer, &credentials).await
}

/// The caller's passports, the newest first; those made before `before`.
pub async fn list(
    issuer: &Issuer,
    caller: &Caller,
    before: Option<PassportId>,
    limit: u8,
) -> Result<Vec<Passport>, Error> {
    caller.require(Scope::AttestationsRead)?;
    Ok(passports::list(&issuer.store, caller.organization_id, before, limit).await?)
}

/// Every public passport for a product, with the name of who keeps it. None of them wins: who is right about a number, the
/// reader decides by who signed.
pub async fn for_product(issuer: &Issuer, product_id: &str) -> Result<Vec<(Passport, Organization)>, Error> {
    let mut found = Vec::new();
    // What can name no product has no passport.
    if product_id::fault("", product_id).is_some() {
        return Ok(found);
    }
    for passport in passports::for_product(&issuer.store, product_id, MAX_PAGE).await? {
        let keeper = organization::find(issuer, passport.organization_id).await?;
        found.push((passport, keeper));
    }
    Ok(found)
}

/// One version, also an old one.
pub async fn version(
    issuer: &Issuer,
    caller: Option<&Caller>,
    id: PassportId,
    version: i32,
) -> Result<PassportVersion, Error> {
    readable(issuer, caller, id).await?;
    passports::version(&issuer.store, id, version).await?.ok_or(Error::NotFound)
}

/// The versions, the newest first; those before `before`.
pub async fn versions(
    issuer: &Issuer,
    caller: Option<&Caller>,
    id: PassportId,
    before: Option<i32>,
) -> Result<Vec<PassportVersion>, Error> {
    readable(issuer, caller, id).await?;
    Ok(passports::versions(&issuer.store, id, before, MAX_PAGE).await?)
}
