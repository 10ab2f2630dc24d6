//! A second factor: after the password, a code that a person's device makes by time, or one of ten that they wrote down.
//!
//! A code is good once, and ends every older one: whoever looks over a shoulder has nothing. Wrong codes count with wrong
//! passwords, so that a lock is a lock for both. Another password by letter leaves the second factor as it is.
//!
//! In scope: enrolling, asking, ending. Out of scope: the arithmetic (`totp`).
//! Spec: <https://www.rfc-editor.org/rfc/rfc6238>, NIST SP 800-63B §3.1.3

use proofpass::digest::Digest;
use secrecy::SecretString;
use zeroize::Zeroizing;

use super::account::{self, Attempts, Profile, Tokens, check_password};
use super::letter::{self, Draft, Kind, Language};
use super::password::Password;
use super::{Error, Issuer, Unauthenticated, totp};
use crate::id::UserId;
use crate::rng;
use crate::store::login_challenges;
use crate::store::memberships;
use crate::store::sessions::SignedIn;
use crate::store::totp_secrets::{self, SealedTotpSecret};
use crate::store::users::{self, Email, User};
use crate::store::{Conflict, Tx};

/// Bytes of a secret: as many as the hash has (RFC 4226 §4).
const SECRET: usize = 20;

/// Codes for the day on which the device is lost.
const RECOVERY_CODES: usize = 10;
/// Bytes of one: nobody finds one from its digest.
const RECOVERY_CODE: usize = 10;

/// How long a right password waits for its code.
pub const CHALLENGE_SECONDS: i64 = 300;

/// Wrong codes after one right password.
const MOST_FAILURES: i32 = 5;

/// How tokens begin that go on with signing in.
const PREFIX: &str = "lc";

/// What a device needs. Shown once.
#[derive(Debug)]
pub struct Enrolment {
    /// In base 32, for typing.
    pub secret: SecretString,
    /// `otpauth://…`, for a QR code.
    pub uri: SecretString,
}

/// How somebody's second factor stands.
#[derive(Clone, Copy, Debug)]
pub struct Standing {
    /// Whether it is asked for.
    pub on: bool,
    /// Codes for the day on which the device is lost.
    pub recovery_codes_left: i64,
}

/// How it stands.
pub async fn standing(issuer: &Issuer, signed_in: &SignedIn) -> Result<Standing, Error> {
    let on = is_on(issuer, signed_in.user_id).await?;
    Ok(Standing {
        on,
        recovery_codes_left: totp_secrets::count_recovery_codes(&issuer.store, signed_in.user_id).await?,
    })
}

/// Whether somebody has one.
pub(super) async fn is_on(issuer: &Issuer, user: UserId) -> Result<bool, Error> {
    Ok(totp_secrets::find(&issuer.store, user).await?.is_some_and(|it| it.confirmed))
}

/// Makes a secret for a device. It is not asked for before a first code has shown that the device has it.
pub async fn enrol(issuer: &Issuer, signed_in: &SignedIn, password: &Password) -> Result<Enrolment, Error> {
    let user = users::find(&issuer.store, signed_in.user_id).await?.ok_or(Error::NotFound)?;
    check_password(issuer, &user, "/password", password).await?;
    let secret = Zeroizing::new(rng::bytes::<SECRET>(&*issuer.rng)?);
    let sealed = SealedTotpSecret::new(&issuer.sealer, &*issuer.rng, user.id, secret.as_slice());
    let sealed = sealed.map_err(crate::store::Error::from)?;
    let mut tx = issuer.store.tx("enrol_second_factor").await?;
    if !totp_secrets::put(&mut tx, user.id, &sealed, issuer.clock.now()).await? {
        return Err(Error::Conflict(Conflict::SecondFactor));
    }
    tx.commit().await?;
    let text = totp::base32(secret.as_slice());
    let uri = uri(&issuer.public_url.to_string(), user.email.as_str(), &text);
    Ok(Enrolment { secret: text.into(), uri: uri.into() })
}

/// `otpauth://totp/…`, as authenticators read it.
fn uri(public_url: &str, email: &str, secret: &str) -> String {
    let host = public_url.split_once("://").map_or(public_url, |(_, host)| host);
    let name = escape(&format!("ProofPass ({host})"));
    let (digits, period) = (totp::DIGITS, totp::STEP_SECONDS);
    format!(
        "otpauth://totp/{name}:{}?secret={secret}&issuer={name}&algorithm=SHA1&digits={digits}&period={period}",
        escape(email)
    )
}

/// Percent-encodes all but what is unreserved (RFC 3986 §2.3).
fn escape(text: &str) -> String {
    let one = |byte: u8| match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    text.bytes().map(one).collect()
}

/// Takes the first code: from now on it is asked for. Answers with codes for the day on which the device is lost.
pub async fn confirm(
    issuer: &Issuer,
    signed_in: &SignedIn,
    code: &str,
    language: Language,
) -> Result<Vec<SecretString>, Error> {
    let user = users::find(&issuer.store, signed_in.user_id).await?.ok_or(Error::NotFound)?;
    let attempts = Attempts::on(issuer, &user.email).await?;
    let enrolled = totp_secrets::find(&issuer.store, user.id).await?.filter(|it| !it.confirmed);
    if enrolled.is_none() {
        return Err(Error::Conflict(Conflict::SecondFactor));
    }
    let (codes, digests) = recovery_codes(issuer, user.id)?;
    let mut tx = issuer.store.tx("confirm_second_factor").await?;
    if !take_totp(issuer, &mut tx, &user, code).await? {
        drop(tx);
        attempts.count(issuer).await?;
        return Err(Error::refused("/code", "is not the code that your device shows now"));
    }
    if !totp_secrets::confirm(&mut tx, user.id, issuer.clock.now()).await? {
        return Err(Error::Conflict(Conflict::SecondFactor));
    }
    totp_secrets::set_recovery_codes(&mut tx, user.id, &digests).await?;
    tell(issuer, &mut tx, &user, Kind::SecondFactorOn, language).await?;
    tx.commit().await?;
    tracing::info!(user.id = %user.id, "User `{}` has a second factor", user.id);
    Ok(codes)
}

/// Other codes for the day on which the device is lost.
pub async fn renew_recovery_codes(
    issuer: &Issuer,
    signed_in: &SignedIn,
    password: &Password,
) -> Result<Vec<SecretString>, Error> {
    let user = users::find(&issuer.store, signed_in.user_id).await?.ok_or(Error::NotFound)?;
    check_password(issuer, &user, "/password", password).await?;
    if !is_on(issuer, user.id).await? {
        return Err(Error::Conflict(Conflict::NoSecondFactor));
    }
    let (codes, digests) = recovery_codes(issuer, user.id)?;
    let mut tx = issuer.store.tx("renew_recovery_codes").await?;
    totp_secrets::set_recovery_codes(&mut tx, user.id, &digests).await?;
    tx.commit().await?;
    Ok(codes)
}

/// Ends it.
pub async fn disable(
    issuer: &Issuer,
    signed_in: &SignedIn,
    password: &Password,
    language: Language,
) -> Result<(), Error> {
    let user = users::find(&issuer.store, signed_in.user_id).await?.ok_or(Error::NotFound)?;
    check_password(issuer, &user, "/password", password).await?;
    end_of(issuer, &user, language).await
}

/// Ends that of somebody who has lost their device and their recovery codes: for whoever works on the machine of the
/// service, and has made sure who asks.
pub async fn end(issuer: &Issuer, email: &str) -> Result<UserId, Error> {
    let email = Email::parse(email).ok_or_else(|| Error::refused("/email", "must be an email address"))?;
    let user = users::find_by_email(&issuer.store, &email).await?.ok_or(Error::NotFound)?;
    end_of(issuer, &user, Language::English).await?;
    Ok(user.id)
}

async fn end_of(issuer: &Issuer, user: &User, language: Language) -> Result<(), Error> {
    let mut tx = issuer.store.tx("disable_second_factor").await?;
    login_challenges::forget(&mut tx, user.id).await?;
    if !totp_secrets::delete(&mut tx, user.id).await? {
        return Err(Error::Conflict(Conflict::NoSecondFactor));
    }
    tell(issuer, &mut tx, user, Kind::SecondFactorOff, language).await?;
    tx.commit().await?;
    tracing::info!(user.id = %user.id, "User `{}` has no second factor any more", user.id);
    Ok(())
}

/// Lets a right password wait for its code; the token goes on with it.
pub(super) async fn challenge(issuer: &Issuer, user: UserId) -> Result<SecretString, Error> {
    let (token, digest) = letter::token(issuer, PREFIX)?;
    let now = issuer.clock.now();
    let mut tx = issuer.store.tx("ask_for_second_factor").await?;
    login_challenges::insert(&mut tx, &digest, user, now, now.plus_seconds(CHALLENGE_SECONDS)).await?;
    tx.commit().await?;
    Ok(token)
}

/// Signs somebody in who gave the right password, by a code.
pub async fn log_in(
    issuer: &Issuer,
    challenge: &SecretString,
    code: &str,
    user_agent: &str,
    language: Language,
) -> Result<(Profile, Tokens), Error> {
    let refuse = |why| Error::Unauthenticated { why, kid: None };
    let digest = letter::read_token(PREFIX, challenge).map_err(|_| refuse(Unauthenticated::Malformed))?;
    let mut tx = issuer.store.tx("log_in_with_code").await?;
    let id = login_challenges::lock(&mut tx, &digest, issuer.clock.now(), MOST_FAILURES).await?;
    let id = id.ok_or_else(|| refuse(Unauthenticated::Unknown))?;
    let user = users::find(&issuer.store, id).await?.ok_or_else(|| refuse(Unauthenticated::Unknown))?;
    let attempts = Attempts::on(issuer, &user.email).await?;
    let by_device = take_totp(issuer, &mut tx, &user, code).await?;
    if !by_device && !take_recovery_code(&mut tx, user.id, code).await? {
        login_challenges::count(&mut tx, &digest).await?;
        tx.commit().await?;
        attempts.count(issuer).await?;
        return Err(refuse(Unauthenticated::WrongCode));
    }
    if !by_device {
        tell(issuer, &mut tx, &user, Kind::RecoveryCodeUsed, language).await?;
    }
    login_challenges::delete(&mut tx, &digest).await?;
    let organization = memberships::of_user(&issuer.store, user.id).await?.into_iter().next();
    let (session, refresh) =
        account::open(issuer, &mut tx, user.id, organization.as_ref(), (user_agent, language)).await?;
    tx.commit().await?;
    attempts.forget(issuer).await?;
    account::welcome(issuer, user, session, refresh).await
}

/// Takes a code of somebody's device, so that nobody takes it again.
async fn take_totp(issuer: &Issuer, tx: &mut Tx, user: &User, code: &str) -> Result<bool, Error> {
    let Some(code) = totp::read_code(code) else { return Ok(false) };
    let Some(secret) = totp_secrets::find(&issuer.store, user.id).await? else { return Ok(false) };
    let secret = secret.sealed.open(&issuer.sealer, user.id).map_err(crate::store::Error::from)?;
    match totp::matching_step(&secret, &code, issuer.clock.now()) {
        Some(step) => Ok(totp_secrets::take_step(tx, user.id, step).await?),
        None => Ok(false),
    }
}

async fn take_recovery_code(tx: &mut Tx, user: UserId, code: &str) -> Result<bool, Error> {
    let text: String = code.chars().filter(|c| !matches!(c, ' ' | '-')).collect::<String>().to_ascii_lowercase();
    if text.len() != RECOVERY_CODE * 8 / 5 || !text.is_ascii() {
        return Ok(false);
    }
    Ok(totp_secrets::take_recovery_code(tx, user, &digest_of(user, &text)).await?)
}

/// Codes as people write them down, and what is kept of them.
fn recovery_codes(issuer: &Issuer, user: UserId) -> Result<(Vec<SecretString>, Vec<Digest>), Error> {
    let mut codes = Vec::with_capacity(RECOVERY_CODES);
    for _ in 0..RECOVERY_CODES {
        let bytes = Zeroizing::new(rng::bytes::<RECOVERY_CODE>(&*issuer.rng)?);
        let text = Zeroizing::new(totp::base32(bytes.as_slice()).to_ascii_lowercase());
        let shown = [&text[..4], &text[4..8], &text[8..12], &text[12..]].join("-");
        codes.push((SecretString::from(shown), digest_of(user, &text)));
    }
    Ok(codes.into_iter().unzip())
}

fn digest_of(user: UserId, code: &str) -> Digest {
    Digest::of(format!("{user}:{code}").as_bytes())
}

async fn tell(issuer: &Issuer, tx: &mut Tx, user: &User, kind: Kind, language: Language) -> Result<(), Error> {
    if !issuer.mail {
        return Ok(());
    }
    let time = issuer.clock.now().to_string();
    letter::write(issuer, tx, &user.email, &Draft { kind, language, token: None, names: &[("time", &time)] }).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_uri_names_its_parts_and_hides_nothing_in_them() {
        assert_eq!(
            uri("https://issuer.example", "a&b=c:d@example.com", "MZXW6"),
            "otpauth://totp/ProofPass%20%28issuer.example%29:a%26b%3Dc%3Ad%40example.com?secret=MZXW6\
             &issuer=ProofPass%20%28issuer.example%29&algorithm=SHA1&digits=6&period=30"
        );
    }
}
