//! The status lists of tokens.
//!
//! Spec: <https://datatracker.ietf.org/doc/draft-ietf-oauth-status-list/>, §8.3, whose steps are cited.

use std::rc::Rc;

use super::super::securing::key_type;
use super::super::{Code, Fetched, Outcome, StatusListToken, Verifier};
use crate::credential::SignedCredential;
use crate::json::{Number, Value};
use crate::securing::Securing;
use crate::securing::data_integrity::Purpose;
use crate::securing::jose::numeric_date;
use crate::status::{EntryError, ListError, TokenEntry, TokenList};

/// The header's `typ` for a status list (§5.1).
const TYPE: &str = "statuslist+jwt";

/// A list that was asked for, by its URL, on behalf of an issuer.
pub(super) struct Known {
    url: String,
    issuer: Option<String>,
    list: Result<Rc<TokenList>, Code>,
}

impl Verifier<'_> {
    /// What the status of a token comes to.
    pub(super) fn token_status(&self, credential: &SignedCredential, status: &Value) -> Code {
        // (1), (2)
        let entry = match TokenEntry::read(status) {
            Ok(entry) => entry,
            Err(EntryError::Malformed) => return Code::StatusEntryMalformed,
            Err(EntryError::Unsupported) => return Code::StatusUnsupported,
        };
        let Some(found) = self.material.status_list_token(entry.uri) else { return Code::StatusListUnresolved };
        let list = match self.token_list(found, credential.issuer()) {
            Ok(list) => list,
            Err(code) => return code,
        };
        // (6), (7), §7.1. What an application means by the rest is not known here.
        match list.value(&entry) {
            None => Code::StatusIndexOutOfRange,
            Some(0) => Code::StatusClear,
            Some(1) => Code::Revoked,
            Some(2) => Code::Suspended,
            Some(_) => Code::StatusMessage,
        }
    }

    /// The list, once for all tokens of one issuer who ask.
    fn token_list(&self, found: &Fetched<StatusListToken>, issuer: Option<&str>) -> Result<Rc<TokenList>, Code> {
        let known = |known: &Known| {
            (known.url == found.from() && known.issuer.as_deref() == issuer).then(|| known.list.clone())
        };
        if let Some(list) = self.status_lists.tokens.borrow().iter().find_map(known) {
            return list;
        }
        let list = self.verify_token_list(found, issuer.unwrap_or_default()).map(Rc::new);
        let (url, issuer) = (found.from().to_owned(), issuer.map(str::to_owned));
        self.status_lists.tokens.borrow_mut().push(Known { url, issuer, list: list.clone() });
        list
    }

    /// (3) to (5). The draft lets a list be anybody's and leaves it to the verifier whom to believe: here, whoever has
    /// issued the token, and nobody else.
    fn verify_token_list(&self, found: &Fetched<StatusListToken>, issuer: &str) -> Result<TokenList, Code> {
        if self.policy.is_status_stale(found.at(), self.now) {
            return Err(Code::StatusListStale);
        }
        let claims = found.claims();
        let Securing::Jose(token) = found.securing() else { return Err(Code::StatusListMalformed) };
        if token.header.media_type.as_deref() != Some(TYPE) {
            return Err(Code::StatusListMalformed);
        }
        // (4.1) A list that names its place stands there; one that names its issuer is theirs.
        let text = |name: &str| claims.get(name).map(Value::as_str);
        if text("sub") != Some(Some(found.from())) || text("iss").is_some_and(|named| named != Some(issuer)) {
            return Err(Code::StatusListForeign);
        }
        // (3.1)
        let unverified = |code: Code| match code.outcome() {
            Outcome::Fail => Code::StatusListInvalid,
            Outcome::NotChecked | Outcome::Pass => Code::StatusListUnverified,
        };
        let (controller, key) = match self.published_key(&token.header, issuer) {
            Some(key) => (issuer.to_owned(), key.map_err(unverified)?),
            None => self.key_of_token(&token.header, issuer, Purpose::AssertionMethod).map_err(unverified)?,
        };
        if key.key_type() != key_type(&token.header).map_err(unverified)? || !token.is_by(&key) {
            return Err(Code::StatusListInvalid);
        }
        if controller != issuer {
            return Err(Code::StatusListForeign);
        }
        // (3.2), (4.2), (4.3)
        let time = |name: &str| numeric_date(claims, name).map_err(|_| Code::StatusListMalformed);
        let (made, ends) = (time("iat")?.ok_or(Code::StatusListMalformed)?, time("exp")?);
        let begins = time("nbf")?.map_or(made, |begin| begin.max(made));
        let tolerance = self.policy.tolerance();
        let is_over = ends.is_some_and(|end| end < self.now.plus_seconds(-tolerance));
        if is_over || self.now.plus_seconds(tolerance) < begins {
            return Err(Code::StatusListStale);
        }
        // (4.4)
        let lives = match claims.get("ttl") {
            None => None,
            Some(Value::Number(seconds)) if seconds.as_f64() > 0.0 => Some(whole_seconds(*seconds)),
            Some(_) => return Err(Code::StatusListMalformed),
        };
        if lives.is_some_and(|seconds| found.at().plus_seconds(seconds) < self.now) {
            return Err(Code::StatusListStale);
        }
        // (5)
        let list = claims.get("status_list").and_then(Value::as_object).ok_or(Code::StatusListMalformed)?;
        TokenList::read(list, &self.status_lists.room).map_err(|error| match error {
            ListError::Malformed => Code::StatusListMalformed,
            ListError::TooLarge => Code::StatusListTooLarge,
        })
    }
}

#[expect(clippy::cast_possible_truncation, reason = "what is too large for it is as good as for ever")]
fn whole_seconds(seconds: Number) -> i64 {
    seconds.as_f64() as i64
}
