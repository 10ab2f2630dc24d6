//! Making an SD-JWT.
//!
//! Specs: <https://www.rfc-editor.org/rfc/rfc9901#section-4>,
//! <https://datatracker.ietf.org/doc/draft-ietf-oauth-sd-jwt-vc/>, §2, <https://www.w3.org/TR/vc-jose-cose/#with-sd-jwt>

use super::super::jose::PreparedToken;
use super::disclosure::{MAX_DISCLOSURES, RESERVED, digest};
use super::{ALWAYS_DISCLOSED, TYPE_DC, TYPE_VC, TYPE_VP};
use crate::credential::{Fault, UnsignedCredential, sd_jwt_vc_structure};
use crate::did::VerificationMethodId;
use crate::digest::HashAlgorithm;
use crate::json::pointer::step;
use crate::json::{Object, Pointer, Value};
use crate::key::{PublicKey, Signature, SignatureMismatch, SigningKey};
use crate::multibase::encode_base64url_digits;
use crate::presentation::UnsignedPresentation;

/// What a verifier needs of a credential of data model 2.0, whoever shows it (Securing with JOSE and COSE §3.2.1,
/// RFC 9901 §9.7).
const ALWAYS_DISCLOSED_VC: [&str; 13] = [
    "@context",
    "cnf",
    "credentialSchema",
    "credentialStatus",
    "exp",
    "iss",
    "issuer",
    "nbf",
    "relatedResource",
    "status",
    "type",
    "validFrom",
    "validUntil",
];

/// The same of a presentation.
const ALWAYS_DISCLOSED_VP: [&str; 4] = ["@context", "aud", "nonce", "type"];

/// Which claims a holder may leave out, and how many digests hide how many those are.
#[derive(Clone, Debug, Default)]
pub struct Frame {
    claims: Vec<Pointer>,
    decoys: usize,
}

/// Why claims cannot be made into an SD-JWT.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FrameError {
    /// The claims break a rule of their format.
    #[error("the claims break a rule of their format")]
    Claims(#[source] Fault),
    /// The method that was named is that of another key.
    #[error("the verification method is that of another key")]
    Key(#[from] SignatureMismatch),
    /// A verifier needs this claim, whoever shows the token.
    #[error("a claim must always be disclosed")]
    MustBeDisclosed(Pointer),
    /// There is no such claim.
    #[error("there is no such claim")]
    NoSuchClaim(Pointer),
    /// A name that only digests have.
    #[error("a claim has a name that only digests have")]
    Reserved,
    /// More than are read.
    #[error("more than {MAX_DISCLOSURES} claims and decoys")]
    TooMany,
}

impl Frame {
    /// Decoys that one object or array may have: more would only make every token longer.
    pub const MAX_DECOYS: usize = 100;

    /// The claims at these places. Each object and array that has one of them gets `decoys` digests that stand for
    /// nothing, no more than [`Self::MAX_DECOYS`].
    #[must_use]
    pub fn new(claims: Vec<Pointer>, decoys: usize) -> Self {
        Self { claims, decoys: decoys.min(Self::MAX_DECOYS) }
    }
}

/// Who signs, and for which holder.
#[derive(Clone, Debug)]
pub struct SdJwtOptions<'a> {
    /// The key that will sign.
    pub key: &'a PublicKey,
    /// Under which method; the key's own `did:key` where there is none.
    pub method: Option<&'a VerificationMethodId>,
    /// The name of the key in the set of an `https` issuer, which stands in the place of a method.
    pub key_id: Option<&'a str>,
    /// The key by which the holder shows the token to be theirs.
    pub holder: Option<&'a PublicKey>,
}

impl<'a> SdJwtOptions<'a> {
    /// Under the `did:key` of `key`, for nobody in particular.
    #[must_use]
    pub fn new(key: &'a PublicKey) -> Self {
        Self { key, method: None, key_id: None, holder: None }
    }
}

/// An SD-JWT short of its signature: what a signer, near or far, is asked to sign.
#[derive(Clone, Debug)]
pub struct PreparedSdJwt {
    token: PreparedToken,
    disclosures: Vec<String>,
}

impl PreparedSdJwt {
    /// A credential of data model 2.0, as `vc+sd-jwt`. `salt` gives 16 fresh random bytes each time.
    pub fn credential(
        credential: UnsignedCredential,
        frame: &Frame,
        options: &SdJwtOptions<'_>,
        salt: &mut dyn FnMut() -> [u8; 16],
    ) -> Result<Self, FrameError> {
        let header = Object::new().with("typ", TYPE_VC).with("cty", "vc");
        Self::of(credential.into_object(), header, &ALWAYS_DISCLOSED_VC, frame, options, salt)
    }

    /// A presentation of data model 2.0, as `vp+sd-jwt`.
    pub fn presentation(
        presentation: UnsignedPresentation,
        frame: &Frame,
        options: &SdJwtOptions<'_>,
        salt: &mut dyn FnMut() -> [u8; 16],
    ) -> Result<Self, FrameError> {
        let header = Object::new().with("typ", TYPE_VP).with("cty", "vp");
        Self::of(presentation.into_object(), header, &ALWAYS_DISCLOSED_VP, frame, options, salt)
    }

    /// A credential of SD-JWT VC, as `dc+sd-jwt`, which names its issuer.
    pub fn sd_jwt_vc(
        claims: Object,
        frame: &Frame,
        options: &SdJwtOptions<'_>,
        salt: &mut dyn FnMut() -> [u8; 16],
    ) -> Result<Self, FrameError> {
        sd_jwt_vc_structure(&claims).map_err(FrameError::Claims)?;
        Self::of(claims, Object::new().with("typ", TYPE_DC), &ALWAYS_DISCLOSED, frame, options, salt)
    }

    fn of(
        mut claims: Object,
        header: Object,
        always: &[&str],
        frame: &Frame,
        options: &SdJwtOptions<'_>,
        salt: &mut dyn FnMut() -> [u8; 16],
    ) -> Result<Self, FrameError> {
        if let Some(holder) = options.holder {
            claims.insert("cnf", Object::new().with("jwk", holder.to_jwk()));
        }
        let root = Value::Object(claims);
        if has_reserved_name(&root) {
            return Err(FrameError::Reserved);
        }
        let mut paths = Vec::new();
        for pointer in &frame.claims {
            let path: Vec<String> = pointer.tokens().map(std::borrow::Cow::into_owned).collect();
            let found = path.iter().try_fold(&root, |value, token| step(value, token).map(|(_, next)| next));
            match path.first() {
                Some(first) if always.contains(&first.as_str()) => {
                    return Err(FrameError::MustBeDisclosed(pointer.clone()));
                }
                Some(_) if found.is_some() => paths.push(path),
                _ => return Err(FrameError::NoSuchClaim(pointer.clone())),
            }
        }
        let mut concealing = Concealing { disclosures: Vec::new(), decoys: frame.decoys, made: 0, salt };
        let paths: Vec<&[String]> = paths.iter().map(Vec::as_slice).collect();
        let Value::Object(mut claims) = concealing.conceal(root, &paths) else { return Err(FrameError::Reserved) };
        let Concealing { disclosures, made, .. } = concealing;
        if made > MAX_DISCLOSURES {
            return Err(FrameError::TooMany);
        }
        claims.insert("_sd_alg", "sha-256");
        let token = if let Some(name) = options.key_id {
            PreparedToken::under(header.with("kid", name), claims, options.key)?
        } else {
            let (typ, more) = apart(header);
            PreparedToken::of(claims, options.key, options.method, &typ, &more)?
        };
        Ok(Self { token, disclosures })
    }

    /// The bytes to sign.
    #[must_use]
    pub fn signing_input(&self) -> &[u8] {
        self.token.signing_input()
    }

    /// The SD-JWT with every disclosure, for its holder. The signature is verified first, so that no faulty signer lets a
    /// bad credential out.
    pub fn secure(self, signature: &Signature) -> Result<String, SignatureMismatch> {
        let (token, _) = self.token.into_token(signature)?;
        let mut text = format!("{}~", token.as_str());
        for disclosure in self.disclosures {
            text.push_str(&disclosure);
            text.push('~');
        }
        Ok(text)
    }

    /// Signs with a key at hand.
    pub fn signed_by(self, key: &SigningKey) -> Result<String, SignatureMismatch> {
        let signature = key.sign(self.signing_input());
        self.secure(&signature)
    }
}

/// The header's `typ`, and the rest of it.
fn apart(mut header: Object) -> (String, Object) {
    let typ = header.remove("typ").and_then(|typ| typ.as_str().map(str::to_owned)).unwrap_or_default();
    (typ, header)
}

fn has_reserved_name(value: &Value) -> bool {
    match value {
        Value::Object(object) => {
            object.iter().any(|(name, value)| RESERVED.contains(&name) || has_reserved_name(value))
        }
        Value::Array(elements) => elements.iter().any(has_reserved_name),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}

/// Putting digests in the place of claims (RFC 9901 §4.2).
struct Concealing<'s> {
    disclosures: Vec<String>,
    decoys: usize,
    /// Digests in all.
    made: usize,
    salt: &'s mut dyn FnMut() -> [u8; 16],
}

impl Concealing<'_> {
    /// The value without what stands at `paths`, each of which leads somewhere. The innermost is concealed first, so that
    /// a digest may stand in what another one hides (§4.2.6).
    fn conceal(&mut self, value: Value, paths: &[&[String]]) -> Value {
        match value {
            Value::Object(object) => {
                let mut plain = Vec::new();
                let mut digests = Vec::new();
                for (name, value) in object.into_members() {
                    let (value, is_concealed) = self.step(value, &name, paths);
                    if is_concealed {
                        digests.push(self.disclose(vec![Value::from(name.as_str()), value]));
                    } else {
                        plain.push((name, value));
                    }
                }
                self.add_decoys(&mut digests);
                // §4.2.4.1: in an order that says nothing of theirs.
                digests.sort();
                if !digests.is_empty() {
                    plain.push(("_sd".to_owned(), digests.into_iter().map(Value::String).collect::<Vec<_>>().into()));
                }
                Object::from_unique(plain).into()
            }
            Value::Array(elements) => {
                let mut plain = Vec::new();
                let mut decoys = Vec::new();
                for (at, value) in elements.into_iter().enumerate() {
                    let (value, is_concealed) = self.step(value, &at.to_string(), paths);
                    plain.push(if is_concealed {
                        let digest = self.disclose(vec![value]);
                        decoys.push(digest.clone());
                        Object::new().with("...", digest).into()
                    } else {
                        value
                    });
                }
                let concealed = decoys.len();
                self.add_decoys(&mut decoys);
                plain.extend(
                    decoys.split_off(concealed).into_iter().map(|decoy| Object::new().with("...", decoy).into()),
                );
                plain.into()
            }
            scalar @ (Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_)) => scalar,
        }
    }

    /// A member or an element, and whether it is to be concealed itself.
    fn step(&mut self, value: Value, token: &str, paths: &[&[String]]) -> (Value, bool) {
        let beyond = paths.iter().filter_map(|path| path.split_first().filter(|(first, _)| *first == token));
        let (here, within): (Vec<&[String]>, Vec<&[String]>) =
            beyond.map(|(_, rest)| rest).partition(|rest| rest.is_empty());
        (self.conceal(value, &within), !here.is_empty())
    }

    /// Makes a disclosure of a salt and these elements, and returns its digest.
    fn disclose(&mut self, elements: Vec<Value>) -> String {
        self.made += 1;
        let salt = Value::from(encode_base64url_digits(&(self.salt)()));
        let disclosure = Value::Array([vec![salt], elements].concat()).to_string();
        let disclosure = encode_base64url_digits(disclosure.as_bytes());
        let digest = digest(HashAlgorithm::Sha256, &disclosure);
        self.disclosures.push(disclosure);
        digest
    }

    /// §4.2.5: digests of salts alone, where there is something to hide.
    fn add_decoys(&mut self, digests: &mut Vec<String>) {
        if digests.is_empty() {
            return;
        }
        for _ in 0..self.decoys {
            self.made += 1;
            digests.push(digest(HashAlgorithm::Sha256, &encode_base64url_digits(&(self.salt)())));
        }
    }
}
