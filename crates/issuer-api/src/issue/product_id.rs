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

/// Whether it is a GS1 Digital Link: a web address with a GTIN in it.
pub(super) fn is_gs1_link(id: &str) -> bool {
    gtin(id).is_some_and(is_gtin)
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
