//! What names a product: a number of the organisation's own, a URL, or a GS1 Digital Link.
//!
//! A link with a GTIN in it (`https://id.example/01/09506000134352`) must have the right check digit: a mistyped number is
//! somebody else's product.
//! Specs: <https://ref.gs1.org/standards/digital-link/uri-syntax/>, GS1 General Specifications §7.9 (check digits)

use super::Fault;

/// Longest, in bytes.
const MAX_BYTES: usize = 2_000;

/// What is wrong with `id`, if anything is.
pub(super) fn fault(pointer: &str, id: &str) -> Option<Fault> {
    if id.is_empty() || id.len() > MAX_BYTES || id.trim() != id || id.chars().any(char::is_control) {
        let detail = format!("must have 1 to {MAX_BYTES} bytes, no control characters, and no space at either end");
        return Some(Fault::new(pointer, detail));
    }
    match gtin(id) {
        Some(digits) if !is_gtin(digits) => {
            Some(Fault::new(pointer, "the GTIN after `/01/` has a wrong check digit or length"))
        }
        _ => None,
    }
}

/// The scheme of GTINs, as an address.
pub(super) const GTIN_SCHEME: &str = "https://id.gs1.org/01/";

/// What a GS1 Digital Link says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Link<'a> {
    /// The product's number.
    pub(super) gtin: &'a str,
    /// Batch or lot (10).
    pub(super) batch: Option<String>,
    /// Serial number (21).
    pub(super) serial: Option<String>,
}

impl<'a> Link<'a> {
    /// Reads one; `None` where it is none, or its number is wrong.
    pub(super) fn parse(id: &'a str) -> Option<Self> {
        let gtin = gtin(id).filter(|gtin| is_gtin(gtin))?;
        // Pairs of a key and its value follow the number, in the path.
        let path = id.split(['?', '#']).next().unwrap_or_default();
        let (_, rest) = path.split_once(&format!("/01/{gtin}"))?;
        let steps: Vec<&str> = rest.split('/').skip(1).collect();
        let value = |key: &str| {
            let pair = steps.chunks(2).find(|pair| pair.first() == Some(&key))?;
            percent_decoded(pair.get(1)?).filter(|text| !text.is_empty())
        };
        Some(Self { gtin, batch: value("10"), serial: value("21") })
    }
}

/// RFC 3986 §2.1; `None` where it is no text.
fn percent_decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let mut digit = || char::from(rest.next()?).to_digit(16);
        let (high, low) = (digit()?, digit()?);
        bytes.push(u8::try_from(high << 4 | low).ok()?);
    }
    String::from_utf8(bytes).ok().filter(|text| !text.chars().any(char::is_control))
}

/// Whether it is a GS1 Digital Link: a web address with a GTIN in it.
pub(super) fn is_gs1_link(id: &str) -> bool {
    Link::parse(id).is_some()
}

/// The part after `/01/` of a web address.
fn gtin(id: &str) -> Option<&str> {
    let rest = id.strip_prefix("https://").or_else(|| id.strip_prefix("http://"))?;
    let path = rest.split(['?', '#']).next()?;
    let mut steps = path.split('/').skip(1);
    steps.find(|step| *step == "01")?;
    steps.next()
}

/// 8, 12, 13 or 14 digits of which the last is the sum of the others, weighted by turns.
fn is_gtin(digits: &str) -> bool {
    if !matches!(digits.len(), 8 | 12 | 13 | 14) || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return false;
    }
    let weighted = digits.bytes().rev().enumerate().map(|(at, byte)| {
        let weight = if at % 2 == 0 { 1 } else { 3 };
        u32::from(byte - b'0') * weight
    });
    weighted.sum::<u32>() % 10 == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_numbers_urls_and_links_with_right_check_digits() {
        for id in [
            "PROD-123",
            "urn:epc:id:sgtin:0614141.107346.2017",
            "https://example.com/products/7",
            // GS1's own examples.
            "https://id.gs1.org/01/09506000134352",
            "https://id.gs1.org/01/09506000134352/10/ABC?17=261231",
            "https://example.com/some/path/01/9506000134352",
            "https://example.com/01/96385074",
        ] {
            assert_eq!(fault("/productId", id), None, "{id}");
        }
    }

    #[test]
    fn reads_what_a_link_says() {
        let read = |id| Link::parse(id).map(|link| (link.gtin, link.batch, link.serial));
        let text = |text: &str| Some(text.to_owned());
        for (id, expected) in [
            ("https://id.gs1.org/01/09506000134352", ("09506000134352", None, None)),
            ("https://id.gs1.org/01/09506000134352/10/AB%2FC?17=261231", ("09506000134352", text("AB/C"), None)),
            ("https://a.example/x/01/09506000134352/22/2A/10/L/21/S#x", ("09506000134352", text("L"), text("S"))),
            ("https://id.gs1.org/01/09506000134352/10", ("09506000134352", None, None)),
            ("https://id.gs1.org/01/09506000134352/10//21/%ff", ("09506000134352", None, None)),
            ("https://id.gs1.org/01/09506000134352/10/%0a/21/%4", ("09506000134352", None, None)),
            ("https://id.gs1.org/01/09506000134352/22/10/21/S", ("09506000134352", None, text("S"))),
        ] {
            assert_eq!(read(id), Some(expected), "{id}");
        }
        for id in ["PROD-1", "https://a.example/", "https://id.gs1.org/01/09506000134353", "urn:x:/01/09506000134352"] {
            assert_eq!(read(id), None, "{id}");
        }
    }

    #[test]
    fn refuses_mistyped_numbers() {
        for id in [
            "",
            " x",
            "a\nb",
            "https://id.gs1.org/01/09506000134353",
            "https://id.gs1.org/01/09506000143352",
            "https://id.gs1.org/01/0950600013435",
            "https://id.gs1.org/01/",
            "https://id.gs1.org/01/0950600013435A",
            "http://id.gs1.org/x/01/1?y",
        ] {
            assert!(fault("/productId", id).is_some(), "{id}");
        }
    }
}
