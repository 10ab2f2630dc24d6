//! The contexts that come with the library, as tables.
//!
//! Each was made from the published document, whose digest it carries, and a test makes them anew and compares. Nothing
//! is ever fetched in their place.

#[rustfmt::skip]
mod credentials_examples_v2;
#[rustfmt::skip]
mod credentials_undefined_terms_v2;
#[rustfmt::skip]
mod credentials_v1;
#[rustfmt::skip]
mod credentials_v2;
#[rustfmt::skip]
mod untp_dcc_0_6_1;
#[rustfmt::skip]
mod untp_dfr_0_6_1;
#[rustfmt::skip]
mod untp_dia_0_6_1;
#[rustfmt::skip]
mod untp_dpp_0_6_1;
#[rustfmt::skip]
mod untp_dte_0_6_1;

use super::context::{Compiled, CompiledScope};
use super::definition::{CompiledTerm, Container, Setting};

static BUNDLED: [&Compiled; 9] = [
    &credentials_examples_v2::CREDENTIALS_EXAMPLES_V2,
    &credentials_undefined_terms_v2::CREDENTIALS_UNDEFINED_TERMS_V2,
    &credentials_v1::CREDENTIALS_V1,
    &credentials_v2::CREDENTIALS_V2,
    &untp_dcc_0_6_1::UNTP_DCC_0_6_1,
    &untp_dfr_0_6_1::UNTP_DFR_0_6_1,
    &untp_dia_0_6_1::UNTP_DIA_0_6_1,
    &untp_dpp_0_6_1::UNTP_DPP_0_6_1,
    &untp_dte_0_6_1::UNTP_DTE_0_6_1,
];

/// The bundled context at a URL.
#[must_use]
pub fn bundled(url: &str) -> Option<&'static Compiled> {
    BUNDLED.into_iter().find(|compiled| compiled.url == url)
}
