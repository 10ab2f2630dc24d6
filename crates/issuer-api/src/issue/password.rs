//! Passwords: what may be one, and how one is kept.
//!
//! In scope: Argon2id with the parameters below, made and checked at a desk, because it is meant to be slow. Out of scope:
//! counting failures (`account`).
//!
//! A stored hash names its own parameters, so that raising them later leaves the older ones readable.
//! Spec: <https://www.rfc-editor.org/rfc/rfc9106>, NIST SP 800-63B §3.1.1

use std::fmt;

use argon2::password_hash::phc;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use argon2::{Algorithm, Argon2, Params, Version};
use secrecy::{ExposeSecret as _, SecretString};

use super::{Error, Issuer};
use crate::rng;
use crate::store::users::{Email, PasswordHash};

/// OWASP's first recommendation: 19 MiB, two passes, one lane.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// Fewest characters.
const MIN_CHARACTERS: usize = 8;
/// Most bytes: a passphrase of any sensible length, and no megabyte to hash.
const MAX_BYTES: usize = 1024;

/// What somebody typed. Wiped when dropped, never printed.
#[derive(Clone)]
pub struct Password(SecretString);

impl Password {
    /// Any text: whether it may be a password is asked where one is chosen.
    #[must_use]
    pub fn new(text: String) -> Self {
        Self(SecretString::from(text))
    }

    fn bytes(&self) -> &[u8] {
        self.0.expose_secret().as_bytes()
    }

    /// Refuses what is too short, too long, or the address itself. No rules about kinds of characters: they make
    /// passwords worse (NIST SP 800-63B).
    pub(super) fn check(&self, pointer: &str, email: &Email) -> Result<(), Error> {
        let text = self.0.expose_secret();
        if text.chars().count() < MIN_CHARACTERS || text.len() > MAX_BYTES {
            let detail = format!("must have at least {MIN_CHARACTERS} characters and at most {MAX_BYTES} bytes");
            return Err(Error::refused(pointer, detail));
        }
        let mut characters = text.chars();
        let first = characters.next();
        if text.to_lowercase() == email.key() || characters.all(|c| Some(c) == first) {
            return Err(Error::refused(pointer, "must not be the address, nor one character again and again"));
        }
        Ok(())
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(..)")
    }
}

fn hasher() -> Argon2<'static> {
    // Unwrap safety: the parameters are constants within the bounds of RFC 9106.
    #[expect(clippy::unwrap_used, reason = "constants")]
    Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(MEMORY_KIB, PASSES, LANES, None).unwrap())
}

/// Hashes a password that was chosen.
pub(super) async fn hash(issuer: &Issuer, password: &Password) -> Result<PasswordHash, Error> {
    let salt: [u8; 16] = rng::bytes(&*issuer.rng)?;
    let password = password.clone();
    let hashed = issuer.passwords.run(move || hash_with(&password, &salt));
    hashed.await?
}

fn hash_with(password: &Password, salt: &[u8]) -> Result<PasswordHash, Error> {
    let hash: phc::PasswordHash =
        hasher().hash_password_with_salt(password.bytes(), salt).map_err(|_| Error::Vanished)?;
    Ok(PasswordHash(hash.to_string()))
}

/// Whether `password` is the one that `hash` keeps. The same work where there is no hash: time tells nobody who has an
/// account.
pub(super) async fn verify(issuer: &Issuer, password: &Password, hash: Option<&PasswordHash>) -> Result<bool, Error> {
    let (password, hash) = (password.clone(), hash.cloned());
    let verified = issuer.passwords.run(move || {
        let Some(hash) = hash else {
            let _ = hash_with(&password, &[0; 16]);
            return false;
        };
        phc::PasswordHash::new(&hash.0).is_ok_and(|hash| hasher().verify_password(password.bytes(), &hash).is_ok())
    });
    verified.await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str) -> bool {
        Password::new(text.to_owned()).check("/password", &Email::parse("Ada@example.com").unwrap()).is_ok()
    }

    #[test]
    fn takes_any_characters_and_refuses_what_is_none() {
        for text in ["O'Brien; --", "correct horse battery staple", "ñandúñandú", "密码密码密码密码", "  spaces  "]
        {
            assert!(check(text), "{text}");
        }
        for text in ["", "short 7", "aaaaaaaaaaaa", "ada@example.com", "ADA@example.com", &"ab".repeat(600)] {
            assert!(!check(text), "{text}");
        }
    }

    #[test]
    fn a_hash_says_how_it_was_made_and_not_of_what() {
        let password = Password::new("correct horse".to_owned());
        let hash = hash_with(&password, &[7; 16]).unwrap();
        assert!(hash.0.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{}", hash.0);
        assert_ne!(hash.0, hash_with(&password, &[8; 16]).unwrap().0);
        assert!(!format!("{password:?} {hash:?}").contains("correct"));
    }
}
