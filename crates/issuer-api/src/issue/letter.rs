//! Letters: what they say, in the languages of the product, and writing them into the outbox.
//!
//! In scope: words, links, tokens that links carry. Out of scope: sending (`mail`). A letter is written in the transaction
//! that causes it: either both happen or neither.
//!
//! A link carries its token behind a `#`, which browsers keep to themselves: it is in no log and in no `Referer`. The
//! names that people give themselves stand only in letters that somebody with an account causes; nobody else gets words
//! of theirs sent by us.

use proofpass::digest::Digest;
use secrecy::{ExposeSecret as _, SecretString};

use super::{Error, Issuer, api_key};
use crate::id::MailId;
use crate::store::Tx;
use crate::store::mails::{self, Letter, NewMail, SealedLetter};
use crate::store::users::Email;

/// Digits of base 62 in a token: 256 bits.
const SECRET: usize = 43;

/// Letters to one address within [`PERIOD_SECONDS`]. What is asked for beyond that is not written.
const MOST: i64 = 5;
const PERIOD_SECONDS: i64 = 3600;

/// Letters that ended are remembered this long.
pub(super) const REMEMBER_SECONDS: i64 = 30 * 86_400;

/// In which language to write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// `de`
    German,
    /// `en`
    English,
    /// `es`
    Spanish,
    /// `fr`
    French,
}

impl Language {
    /// In the order of their tags.
    pub const ALL: [Self; 4] = [Self::German, Self::English, Self::Spanish, Self::French];

    /// As in `lang`.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::German => "de",
            Self::English => "en",
            Self::Spanish => "es",
            Self::French => "fr",
        }
    }

    /// Reads [`Self::tag`].
    #[must_use]
    pub fn parse(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.tag() == tag)
    }

    /// `name = text` on a line.
    fn words(self) -> &'static str {
        match self {
            Self::German => include_str!("letters/de.txt"),
            Self::English => include_str!("letters/en.txt"),
            Self::Spanish => include_str!("letters/es.txt"),
            Self::French => include_str!("letters/fr.txt"),
        }
    }
}

/// What a letter is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// It was theirs.
    AccountDeleted,
    /// Whoever registered has an account.
    AccountExists,
    /// Keys of theirs have ended.
    ApiKeysExpired,
    /// Keys of theirs are about to end.
    ApiKeysExpiring,
    /// Is the address theirs?
    EmailVerification,
    /// Will they join?
    Invitation,
    /// It was.
    OrganizationDeleted,
    /// Theirs was changed.
    PasswordChanged,
    /// They forgot theirs.
    PasswordReset,
    /// Somebody signed in with one.
    RecoveryCodeUsed,
    /// Codes are asked for no more.
    SecondFactorOff,
    /// Codes are asked for from now on.
    SecondFactorOn,
}

impl Kind {
    fn as_str(self) -> &'static str {
        match self {
            Self::AccountDeleted => "account-deleted",
            Self::AccountExists => "account-exists",
            Self::ApiKeysExpired => "api-keys-expired",
            Self::ApiKeysExpiring => "api-keys-expiring",
            Self::EmailVerification => "email-verification",
            Self::Invitation => "invitation",
            Self::OrganizationDeleted => "organization-deleted",
            Self::PasswordChanged => "password-changed",
            Self::PasswordReset => "password-reset",
            Self::RecoveryCodeUsed => "recovery-code-used",
            Self::SecondFactorOff => "second-factor-off",
            Self::SecondFactorOn => "second-factor-on",
        }
    }

    /// Where its link leads, if it has one.
    fn path(self) -> Option<&'static str> {
        match self {
            Self::AccountDeleted | Self::ApiKeysExpired | Self::ApiKeysExpiring | Self::OrganizationDeleted => None,
            Self::EmailVerification => Some("verify-email"),
            Self::Invitation => Some("invitation"),
            Self::AccountExists
            | Self::PasswordChanged
            | Self::PasswordReset
            | Self::RecoveryCodeUsed
            | Self::SecondFactorOff
            | Self::SecondFactorOn => Some("reset-password"),
        }
    }

    /// How long what it says is true.
    pub(super) fn seconds(self) -> i64 {
        match self {
            Self::PasswordReset => 3600,
            Self::ApiKeysExpired | Self::ApiKeysExpiring => 3 * 86_400,
            Self::Invitation => 7 * 86_400,
            Self::AccountDeleted
            | Self::AccountExists
            | Self::EmailVerification
            | Self::OrganizationDeleted
            | Self::PasswordChanged
            | Self::RecoveryCodeUsed
            | Self::SecondFactorOff
            | Self::SecondFactorOn => 86_400,
        }
    }
}

/// A letter to be written.
#[derive(Debug)]
pub(super) struct Draft<'a> {
    pub(super) kind: Kind,
    pub(super) language: Language,
    /// What its link carries.
    pub(super) token: Option<&'a SecretString>,
    /// What stands in place of names in braces.
    pub(super) names: &'a [(&'a str, &'a str)],
}

impl Draft<'_> {
    /// Where its link leads; nowhere, for letters without one.
    pub(super) fn link(&self, public_url: &str) -> String {
        let Some(path) = self.kind.path() else { return String::new() };
        let fragment = self.token.map(|token| format!("#{}", token.expose_secret())).unwrap_or_default();
        format!("{public_url}/account/{path}?lang={}{fragment}", self.language.tag())
    }
}

/// Whether another letter to this address may be asked for.
pub(super) async fn may_write(issuer: &Issuer, tx: &mut Tx, to: &Email) -> Result<bool, Error> {
    let since = issuer.clock.now().plus_seconds(-PERIOD_SECONDS);
    Ok(mails::count_since(tx, &recipient(to), since).await? < MOST)
}

/// Writes a letter.
pub(super) async fn write(issuer: &Issuer, tx: &mut Tx, to: &Email, draft: &Draft<'_>) -> Result<(), Error> {
    put(issuer, tx, to, draft, true).await
}

/// Does what writing a letter takes, and writes none: there is nobody at this address, which nobody shall learn.
pub(super) async fn write_to_nobody(issuer: &Issuer, tx: &mut Tx, to: &Email, draft: &Draft<'_>) -> Result<(), Error> {
    put(issuer, tx, to, draft, false).await
}

async fn put(issuer: &Issuer, tx: &mut Tx, to: &Email, draft: &Draft<'_>, addressed: bool) -> Result<(), Error> {
    let (id, now) = (MailId::new(&*issuer.clock, &*issuer.rng)?, issuer.clock.now());
    let letter = compose(&issuer.public_url.to_string(), to, draft);
    let sealed = SealedLetter::new(&issuer.sealer, &*issuer.rng, id, &letter).map_err(crate::store::Error::from)?;
    let mail = NewMail {
        id,
        kind: draft.kind.as_str(),
        recipient: recipient(to),
        letter: addressed.then_some(sealed),
        useful_until: now.plus_seconds(draft.kind.seconds()),
    };
    Ok(mails::insert(tx, &mail, now).await?)
}

fn recipient(to: &Email) -> Digest {
    Digest::of(to.key().as_bytes())
}

/// A token for a link, and its digest, which is what is kept.
pub(super) fn token(issuer: &Issuer, prefix: &'static str) -> Result<(SecretString, Digest), Error> {
    let secret = api_key::base62(SECRET, &*issuer.rng)?;
    let text = format!("{prefix}_{}", secret.as_str());
    let digest = Digest::of(text.as_bytes());
    Ok((SecretString::from(text), digest))
}

/// The digest of a token that came back; refuses what cannot be one.
pub(super) fn read_token(prefix: &'static str, presented: &SecretString) -> Result<Digest, Error> {
    let text = presented.expose_secret();
    let secret = text.strip_prefix(prefix).and_then(|rest| rest.strip_prefix('_'));
    let whole = secret.is_some_and(|it| it.len() == SECRET && it.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    if whole { Ok(Digest::of(text.as_bytes())) } else { Err(no_such_token()) }
}

/// Mistyped, unknown, used and past its time are one answer.
pub(super) fn no_such_token() -> Error {
    Error::refused("/token", "is not good, or not any more: ask for another letter")
}

/// Forgets letters that ended long ago; how many.
pub async fn sweep(issuer: &Issuer) -> Result<u64, Error> {
    Ok(mails::sweep(&issuer.store, issuer.clock.now().plus_seconds(-REMEMBER_SECONDS)).await?)
}

fn compose(public_url: &str, to: &Email, draft: &Draft<'_>) -> Letter {
    let host = public_url.split_once("://").map_or(public_url, |(_, host)| host);
    let say = |part: &str| {
        let name = format!("{}.{part} = ", draft.kind.as_str());
        let found = draft.language.words().lines().find_map(|line| line.strip_prefix(&name));
        let mut text = found.unwrap_or_default().replace("{host}", host);
        for (name, value) in draft.names {
            text = text.replace(&format!("{{{name}}}"), value);
        }
        text
    };
    let (subject, text, action, after) = (say("subject"), say("text"), say("action"), say("after"));
    let link = draft.link(public_url);
    let with_link = |text: String| if link.is_empty() { String::new() } else { text };
    let plain = format!("{text}\n\n{}{after}\n", with_link(format!("{action}:\n{link}\n\n")));
    let [title, text, action, after, href] = [&subject, &text, &action, &after, &link].map(|text| escape(text));
    let html = format!(
        "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n<title>{title}</title>\n</head>\n\
         <body style=\"font-family: system-ui, sans-serif; line-height: 1.5; max-width: 40em\">\n\
         <p>{text}</p>\n{}<p>{after}</p>\n{}</body>\n</html>\n",
        draft.language.tag(),
        with_link(format!("<p><a href=\"{href}\">{action}</a></p>\n")),
        with_link(format!("<p style=\"font-size: small\">{href}</p>\n")),
    );
    Letter { to: to.as_str().to_owned(), subject: format!("{subject} · ProofPass"), text: plain, html }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    const KINDS: [Kind; 12] = [
        Kind::AccountDeleted,
        Kind::AccountExists,
        Kind::ApiKeysExpired,
        Kind::ApiKeysExpiring,
        Kind::EmailVerification,
        Kind::Invitation,
        Kind::OrganizationDeleted,
        Kind::PasswordChanged,
        Kind::PasswordReset,
        Kind::RecoveryCodeUsed,
        Kind::SecondFactorOff,
        Kind::SecondFactorOn,
    ];
    const NAMES: [(&str, &str); 4] = [
        ("time", "2026-11-28 12:00 UTC"),
        ("organization", "Acme & Söhne"),
        ("inviter", "Ada"),
        ("keys", "shop floor (0123456789), 2026-12-12T12:00:00Z"),
    ];

    fn parts(kind: Kind) -> &'static [&'static str] {
        if kind.path().is_some() { &["subject", "text", "action", "after"] } else { &["subject", "text", "after"] }
    }

    fn letter(kind: Kind, language: Language, names: &[(&str, &str)]) -> Letter {
        let token = SecretString::from("ev_token");
        let draft = Draft { kind, language, token: Some(&token), names };
        compose("https://issuer.example", &Email::parse("ada@example.com").unwrap(), &draft)
    }

    #[test]
    fn every_language_says_everything_and_names_the_same_things() {
        let names = |language: Language| -> BTreeMap<&str, Vec<&str>> {
            let line = |line: &'static str| {
                let (name, text) = line.split_once(" = ").unwrap_or_else(|| panic!("{line}"));
                let mut named: Vec<&str> =
                    text.split('{').skip(1).map(|rest| rest.split('}').next().unwrap()).collect();
                named.sort_unstable();
                (name, named)
            };
            language.words().lines().map(line).collect()
        };
        for language in Language::ALL {
            assert_eq!(names(language), names(Language::English), "{}", language.tag());
            for kind in KINDS {
                for part in parts(kind) {
                    assert!(names(language).contains_key(&*format!("{}.{part}", kind.as_str())), "{kind:?} {part}");
                }
            }
        }
        assert_eq!(names(Language::English).len(), KINDS.iter().map(|kind| parts(*kind).len()).sum::<usize>());
    }

    #[test]
    fn a_letter_carries_its_link_and_nothing_is_left_to_fill_in() {
        for language in Language::ALL {
            for kind in KINDS {
                let letter = letter(kind, language, &NAMES);
                assert!(letter.text.contains("issuer.example"), "{kind:?}");
                match kind.path() {
                    Some(path) => {
                        let link = format!("https://issuer.example/account/{path}?lang={}#ev_token", language.tag());
                        let href = format!("href=\"{link}\"");
                        assert!(letter.text.contains(&link) && letter.html.contains(&href), "{kind:?}");
                    }
                    None => assert!(!letter.html.contains("href") && !letter.text.contains("http"), "{kind:?}"),
                }
                for text in [&letter.subject, &letter.text, &letter.html] {
                    assert!(!text.contains('{') && !text.contains('}'), "{kind:?}: {text}");
                }
                assert!(!letter.subject.contains(char::is_control));
            }
        }
    }

    #[test]
    fn names_are_text_in_html_too() {
        let letter = letter(Kind::PasswordChanged, Language::English, &[("time", "<img src=x onerror=\"a\">&")]);
        assert!(letter.html.contains("&lt;img src=x onerror=&quot;a&quot;&gt;&amp;"), "{}", letter.html);
        assert!(letter.text.contains("<img"));
    }

    #[test]
    fn reads_tokens_of_its_kind_and_nothing_else() {
        let good = format!("ev_{}", "a".repeat(SECRET));
        assert!(read_token("ev", &SecretString::from(good.clone())).is_ok());
        for text in
            ["", "ev_", "pr_", &good[1..], &good[..good.len() - 1], &format!("{good}a"), &good.replace("aa", "-a")]
        {
            assert!(read_token("ev", &SecretString::from(text)).is_err(), "{text}");
        }
        assert!(read_token("pr", &SecretString::from(good)).is_err());
    }
}
