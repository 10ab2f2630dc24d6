//! QR codes of attestations and passports: as a picture, for printing and for screens.
//!
//! In scope: what a request may ask for, and the answer. Out of scope: what a code says (`issue::qr`).

mod picture;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse as _, Response};
use proofpass::compact;
use proofpass::problem::ProblemType;

use super::assets::{ASK_EACH_TIME, cached_by_content};
use super::auth::Anybody;
use super::openapi::OfAnybody;
use super::path::Part;
use super::problem::Body as ProblemBody;
use super::query::Parameters;
use super::{App, Problem};
use crate::id::{AttestationId, PassportId, ProofRequestId};
use crate::issue::qr::{Content, Said, of_attestation, of_passport};
use crate::issue::{Error, proof_request};
use picture::{Correction, DrawError, Format};

/// What a request asks for.
#[derive(Clone, Copy, Debug)]
struct Asked {
    content: Content,
    format: Format,
    /// Width and height, in pixels.
    size: u16,
    correction: Correction,
}

impl Asked {
    /// Pixels of a picture where nothing is said: sharp on a label of 4 cm.
    const SIZE: u16 = 512;
    /// The smallest code is 29 modules wide, its margin included.
    const MIN_SIZE: u16 = 32;
    /// A poster; a picture of one bit for each pixel is half a megabyte then, before it is compressed.
    const MAX_SIZE: u16 = 2048;

    fn read(parameters: &Parameters) -> Result<Self, Problem> {
        parameters.only(&["content", "format", "size", "ecc"])?;
        let content = match parameters.one("content")? {
            None => Content::Url,
            Some(text) => Content::parse(text)
                .ok_or_else(|| wrong("`content` must be `url`, `page`, `deeplink` or `offline`."))?,
        };
        let format = match parameters.one("format")? {
            None | Some("png") => Format::Png,
            Some("svg") => Format::Svg,
            Some(_) => return Err(wrong("`format` must be `png` or `svg`.")),
        };
        let size = match parameters.one("size")? {
            None => Self::SIZE,
            Some(text) => {
                let size = Some(text).filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()));
                let size = size.and_then(|text| text.parse().ok());
                let size = size.filter(|size| (Self::MIN_SIZE..=Self::MAX_SIZE).contains(size));
                size.ok_or_else(|| wrong(format!("`size` must be {} to {} pixels.", Self::MIN_SIZE, Self::MAX_SIZE)))?
            }
        };
        let correction = match (parameters.one("ecc")?, content) {
            // A whole credential needs the room; a torn label is scanned again, or its address is typed.
            (None, Content::Offline) | (Some("L"), _) => Correction::Low,
            (None, Content::DeepLink | Content::Page | Content::Url) | (Some("M"), _) => Correction::Medium,
            (Some("Q"), _) => Correction::Quartile,
            (Some("H"), _) => Correction::High,
            (Some(_), _) => return Err(wrong("`ecc` must be `L`, `M`, `Q` or `H`.")),
        };
        Ok(Self { content, format, size, correction })
    }
}

fn wrong(detail: impl Into<std::borrow::Cow<'static, str>>) -> Problem {
    Problem::from(ProblemType::InvalidRequest).with_detail(detail)
}

/// Draws what is said, or says why not.
async fn drawn(
    app: &App,
    asked: Asked,
    said: Said,
    is_anybody: bool,
    headers: &HeaderMap,
) -> Result<Response, Problem> {
    let text = match said {
        Said::Text(text) => text,
        Said::LeadsNowhere => {
            return Err(wrong(
                "Only your organisation may fetch this, so an address leads nobody to it. With `content=offline` the code \
                holds the credential itself.",
            ));
        }
        Said::NoPage => {
            return Err(wrong(
                "This service has no page for people: its operator started it without the verifier's files.",
            ));
        }
        Said::TooLarge(length) => return Err(too_large(length, compact::MAX_LENGTH)),
    };
    let length = text.len();
    let picture = app.verifying.run(move || picture::draw(&text, asked.format, asked.size, asked.correction)).await?;
    let picture = picture.map_err(|error| match (error, asked.content) {
        (DrawError::TooLong { most }, Content::Offline) => too_large(Some(length), most),
        (DrawError::TooLong { most }, _) => {
            wrong(format!("The address has {length} characters; at this error correction a code holds {most}."))
        }
        (DrawError::TooSmall { least }, _) => {
            wrong(format!("This code needs a `size` of at least {least} pixels, or `format=svg`."))
        }
    })?;
    let media_type = asked.format.media_type();
    if is_anybody {
        return Ok(cached_by_content(headers, ASK_EACH_TIME, media_type, picture.into()));
    }
    // Whoever showed a key may have got what others do not: kept by nobody.
    Ok(([(CONTENT_TYPE, media_type)], picture).into_response())
}

fn too_large(length: Option<usize>, most: usize) -> Problem {
    let has = length.map_or_else(
        || format!("more than {} bytes", compact::MAX_BYTES),
        |length| format!("{length} characters in its compact form"),
    );
    wrong(format!(
        "The credential does not fit into a QR code: it has {has}, and at this error correction a code holds {most}. Use \
        `ecc=L`, or `content=url`."
    ))
}

/// Fetch the QR code of an attestation
///
/// A picture whose code leads to the attestation, or holds the signed credential itself, to be verified without a network.
/// Who may fetch the credential may have its code.
#[utoipa::path(get, path = "/api/v1/attestations/{id}/qr", operation_id = "fetchQrCode", tag = "verification",
    params(
        ("id" = uuid::Uuid, Path),
        ("content" = Option<String>, Query, description = "What it says: `url` (where absent: the page for people, or the bundle where there is no page), `page`, `deeplink` (`proofpass://verify/…`, for apps) or `offline` (the whole credential, compressed: `PP1:…`)"),
        ("format" = Option<String>, Query, description = "`png`, where absent, or `svg`"),
        ("size" = Option<u16>, Query, description = "Width and height in pixels, 32 to 2048; 512, where absent"),
        ("ecc" = Option<String>, Query, description = "Error correction: `L`, `M`, `Q` or `H`; `M`, where absent, and `L` for `offline`"),
        ("If-None-Match" = Option<String>, Header, description = "An `ETag` of an earlier answer"),
    ),
    responses(
        (status = 200, description = "The picture", content((String = "image/png"), (String = "image/svg+xml"))),
        (status = 304, description = "The same as before, by its ETag"),
        (status = 422, description = "A parameter is wrong, it leads nowhere, or the credential does not fit into a code", body = ProblemBody, content_type = "application/problem+json"),
        OfAnybody,
    ),
    security((), ("bearer" = []), ("apiKey" = [])))]
pub(super) async fn attestation(
    State(app): State<App>,
    Anybody(caller): Anybody,
    Part(id): Part<AttestationId>,
    parameters: Parameters,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let asked = Asked::read(&parameters)?;
    let said = of_attestation(&app.issuer, caller.as_ref(), id, asked.content, app.has_page()).await?;
    drawn(&app, asked, said, caller.is_none(), &headers).await
}

/// Fetch the QR code of a request for a proof
///
/// A picture of its link: a wallet that scans it fetches what is asked, and answers. Or of the address of this service's own
/// wallet, for a camera without one.
#[utoipa::path(get, path = "/api/v1/zkp/requests/{id}/qr", operation_id = "fetchProofRequestQrCode", tag = "proofs",
    params(
        ("id" = uuid::Uuid, Path),
        ("content" = Option<String>, Query, description = "What it says: `deeplink` (where absent: `openid4vp://…`, for wallets) or `page` (this service's own wallet)"),
        ("format" = Option<String>, Query, description = "`png`, where absent, or `svg`"),
        ("size" = Option<u16>, Query, description = "Width and height in pixels, 32 to 2048; 512, where absent"),
        ("ecc" = Option<String>, Query, description = "Error correction: `L`, `M`, `Q` or `H`; `M`, where absent"),
        ("If-None-Match" = Option<String>, Header, description = "An `ETag` of an earlier answer"),
    ),
    responses(
        (status = 200, description = "The picture", content((String = "image/png"), (String = "image/svg+xml"))),
        (status = 304, description = "The same as before, by its ETag"),
        (status = 400, description = "A parameter that is not known, or twice", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "No such request, or one of long ago", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "A parameter is wrong", body = ProblemBody, content_type = "application/problem+json"),
    ))]
pub(super) async fn proof_request(
    State(app): State<App>,
    Part(id): Part<ProofRequestId>,
    parameters: Parameters,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let asked = Asked::read(&parameters)?;
    if !matches!(parameters.one("content")?, None | Some("deeplink" | "page")) {
        return Err(Error::refused("/content", "must be `deeplink` or `page`").into());
    }
    let standing = proof_request::find(&app.issuer, id).await?;
    let said = match asked.content {
        Content::Page => standing.wallet(&app.issuer),
        _ => standing.link(&app.issuer),
    };
    drawn(&app, asked, Said::Text(said), true, &headers).await
}

/// Fetch the QR code of a passport
///
/// A picture whose code leads to the passport, or holds it: the signed passport itself, which names what it gathers by their
/// digests. Of a product whose id is a GS1 Digital Link the code says that link, as labels have it.
#[utoipa::path(get, path = "/api/v1/passports/{id}/qr", operation_id = "fetchPassportQrCode", tag = "passports",
    params(
        ("id" = uuid::Uuid, Path),
        ("content" = Option<String>, Query, description = "What it says: `url` (where absent: the product's GS1 Digital Link where it has one, or else the page for people, or the bundle), `page`, `deeplink` (`proofpass://passport/…`, for apps) or `offline` (the signed passport, compressed: `PP1:…`)"),
        ("format" = Option<String>, Query, description = "`png`, where absent, or `svg`"),
        ("size" = Option<u16>, Query, description = "Width and height in pixels, 32 to 2048; 512, where absent"),
        ("ecc" = Option<String>, Query, description = "Error correction: `L`, `M`, `Q` or `H`; `M`, where absent, and `L` for `offline`"),
        ("If-None-Match" = Option<String>, Header, description = "An `ETag` of an earlier answer"),
    ),
    responses(
        (status = 200, description = "The picture", content((String = "image/png"), (String = "image/svg+xml"))),
        (status = 304, description = "The same as before, by its ETag"),
        (status = 422, description = "A parameter is wrong, it leads nowhere, or the passport does not fit into a code", body = ProblemBody, content_type = "application/problem+json"),
        OfAnybody,
    ),
    security((), ("bearer" = []), ("apiKey" = [])))]
pub(super) async fn passport(
    State(app): State<App>,
    Anybody(caller): Anybody,
    Part(id): Part<PassportId>,
    parameters: Parameters,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let asked = Asked::read(&parameters)?;
    let said = of_passport(&app.issuer, caller.as_ref(), id, asked.content, app.has_page()).await?;
    drawn(&app, asked, said, caller.is_none(), &headers).await
}
