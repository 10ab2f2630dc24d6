//! What a QR code of an attestation or a passport says.
//!
//! In scope: the text, and to whom it may lead. Out of scope: drawing it (`http::qr`).

use proofpass::compact;

use super::vocabulary::percent_encode;
use super::{Caller, Error, Issuer, attestation, passport, product_id};
use crate::id::{AttestationId, PassportId};
use crate::store::templates::Visibility;

/// What a code is to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content {
    /// `proofpass://…`, for an app on the same device.
    DeepLink,
    /// The whole signed credential, for verifiers without a network.
    Offline,
    /// The address of the page for people.
    Page,
    /// Where anybody who scans it should get: a product's own GS1 Digital Link, or else the page.
    Url,
}

impl Content {
    const ALL: [Self; 4] = [Self::DeepLink, Self::Offline, Self::Page, Self::Url];

    /// As requests name it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::DeepLink => "deeplink",
            Self::Offline => "offline",
            Self::Page => "page",
            Self::Url => "url",
        }
    }

    /// Reads a name.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|content| content.as_str() == text)
    }
}

/// The text of a code, or why there is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// The text.
    Text(String),
    /// It would lead to what only the organisation may see.
    LeadsNowhere,
    /// There is no page here.
    NoPage,
    /// The credential has so many characters in its compact form, or more than that form takes at all.
    TooLarge(Option<usize>),
}

/// Something that has codes.
struct Place<'a> {
    /// `attestations` or `passports`, and `verify` or `passport`: its steps in the addresses of programs and of people.
    steps: [&'a str; 2],
    id: String,
    visibility: Visibility,
    /// What names the product, where it is a link.
    link: Option<String>,
    credential: &'a str,
}

impl Place<'_> {
    fn say(&self, issuer: &Issuer, content: Content, has_page: bool) -> Said {
        let (url, [programs, people], id) = (&issuer.public_url, self.steps, &self.id);
        let page = format!("{url}/{people}/{id}");
        match (content, self.visibility) {
            (Content::Offline, _) => match compact::shrink(self.credential) {
                Some(text) if text.len() <= compact::MAX_LENGTH => Said::Text(text),
                other => Said::TooLarge(other.map(|text| text.len())),
            },
            (_, Visibility::Private) => Said::LeadsNowhere,
            (Content::DeepLink, Visibility::Public) => {
                let service = percent_encode(&url.to_string());
                Said::Text(format!("proofpass://{people}/{id}?service={service}"))
            }
            (Content::Page, Visibility::Public) if !has_page => Said::NoPage,
            (Content::Page, Visibility::Public) => Said::Text(page),
            (Content::Url, Visibility::Public) => Said::Text(match &self.link {
                Some(link) => link.clone(),
                None if has_page => page,
                None => format!("{url}/api/v1/{programs}/{id}/bundle"),
            }),
        }
    }
}

/// What the code of an attestation says. Who may fetch its credential may have its code.
pub async fn of_attestation(
    issuer: &Issuer,
    caller: Option<&Caller>,
    id: AttestationId,
    content: Content,
    has_page: bool,
) -> Result<Said, Error> {
    let found = attestation::readable(issuer, caller, id).await?;
    let place = Place {
        steps: ["attestations", "verify"],
        id: id.to_string(),
        visibility: found.visibility,
        link: None,
        credential: found.seen_by(caller.map(|caller| caller.organization_id)),
    };
    Ok(place.say(issuer, content, has_page))
}

/// What the code of a passport says.
pub async fn of_passport(
    issuer: &Issuer,
    caller: Option<&Caller>,
    id: PassportId,
    content: Content,
    has_page: bool,
) -> Result<Said, Error> {
    let found = passport::find(issuer, caller, id).await?;
    let place = Place {
        steps: ["passports", "passport"],
        id: id.to_string(),
        visibility: found.passport.visibility,
        link: product_id::is_gs1_link(&found.passport.product_id).then(|| found.passport.product_id.clone()),
        credential: &found.version.credential,
    };
    Ok(place.say(issuer, content, has_page))
}
