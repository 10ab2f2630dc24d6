//! How a template and its claims are shown and handled.
//!
//! In scope: the rules for titles, icons, colours, labels, the order of claims, and what becomes of each claim when a holder
//! shows the credential. Out of scope: drawing (the widget), withholding (the securing mechanisms).

use std::collections::{BTreeMap, BTreeSet};

use proofpass::json::{Limits, Object, parse};
use proofpass_zk::credential::LEAVES;
use serde::{Deserialize, Serialize};

use super::Fault;
use super::committable::{claim_type, schema_of};

/// Texts by language.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Texts(pub BTreeMap<String, String>);

/// How a template looks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Display {
    /// What people call it.
    #[serde(default, skip_serializing_if = "Texts::is_empty")]
    pub title: Texts,
    /// The name of an icon.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub icon: Option<String>,
    /// Its colours.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub colors: Option<Colors>,
}

/// Colours, as `#rrggbb`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Colors {
    /// Behind the text.
    pub background: String,
    /// Of the text.
    pub text: String,
}

/// What a holder can do with a claim.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Handling {
    /// Committed to, so that something about it can be proven without showing it.
    Committed,
    /// Shown, unless the holder withholds it.
    Disclosable,
    /// Withheld, unless the holder shows it.
    Hidden,
    /// Shown always.
    #[default]
    Plain,
}

/// A claim, in the order in which it is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Claim {
    /// JSON Pointer (RFC 6901) to it, from the claims.
    pub claim: String,
    /// What people call it.
    #[serde(default, skip_serializing_if = "Texts::is_empty")]
    pub label: Texts,
    /// What a holder can do with it.
    #[serde(default)]
    pub handling: Handling,
}

/// Claims that are described: as many as a credential has names at most.
const MAX_CLAIMS: usize = 500;

/// Longest text, in characters.
const MAX_TEXT: usize = 200;

/// What text needs to be read by people who see less well (WCAG 2.2, 1.4.3).
const MIN_CONTRAST: f64 = 4.5;

impl Texts {
    /// Languages of one text.
    const MAX_LANGUAGES: usize = 40;

    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn check(&self, pointer: &str, faults: &mut Vec<Fault>) {
        if self.0.len() > Self::MAX_LANGUAGES {
            faults.push(Fault::new(pointer, format!("at most {} languages", Self::MAX_LANGUAGES)));
            return;
        }
        for (language, text) in &self.0 {
            if !is_language(language) {
                faults.push(Fault::new(pointer, "names that are no language tag (BCP 47), such as `en` or `pt-BR`"));
            }
            let length = text.chars().count();
            if !(1..=MAX_TEXT).contains(&length) || text.chars().any(char::is_control) {
                let detail = format!("must be 1 to {MAX_TEXT} characters without control characters");
                faults
                    .push(Fault::new(format!("{pointer}/{}", language.replace('~', "~0").replace('/', "~1")), detail));
            }
        }
    }
}

/// A language, perhaps with script and region: subtags of letters and digits.
fn is_language(text: &str) -> bool {
    let mut parts = text.split('-');
    let first = parts.next().unwrap_or_default();
    let first_ok = (2..=3).contains(&first.len()) && first.bytes().all(|b| b.is_ascii_lowercase());
    let is_subtag = |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric());
    first_ok && text.len() <= 35 && parts.all(is_subtag)
}

impl Display {
    /// Reads what [`Self::write`] wrote.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        from_text(text)
    }

    /// As text.
    #[must_use]
    pub fn write(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    pub(super) fn check(&self, pointer: &str, faults: &mut Vec<Fault>) {
        self.title.check(&format!("{pointer}/title"), faults);
        let is_name = |text: &String| {
            (1..=50).contains(&text.len())
                && text.starts_with(|c: char| c.is_ascii_lowercase())
                && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        };
        if self.icon.as_ref().is_some_and(|icon| !is_name(icon)) {
            faults.push(Fault::new(format!("{pointer}/icon"), "a name of lower-case letters, digits and hyphens"));
        }
        let colors = self.colors.as_ref().map(|colors| [("background", &colors.background), ("text", &colors.text)]);
        for (name, color) in colors.into_iter().flatten() {
            if luminance(color).is_none() {
                faults.push(Fault::new(format!("{pointer}/colors/{name}"), "must be of the form #rrggbb"));
            }
        }
        if self.colors.as_ref().and_then(Colors::contrast).is_some_and(|contrast| contrast < MIN_CONTRAST) {
            let detail = format!(
                "text and background must differ more: a contrast of at least {MIN_CONTRAST}:1 (WCAG 2.2, 1.4.3)"
            );
            faults.push(Fault::new(format!("{pointer}/colors"), detail));
        }
    }
}

impl Colors {
    /// The ratio of both (WCAG 2.2, "contrast ratio"); `None` where one of them is no colour.
    fn contrast(&self) -> Option<f64> {
        let (one, other) = (luminance(&self.background)?, luminance(&self.text)?);
        Some((one.max(other) + 0.05) / (one.min(other) + 0.05))
    }
}

/// WCAG 2.2, "relative luminance".
fn luminance(color: &str) -> Option<f64> {
    let digits = color.strip_prefix('#').filter(|digits| digits.len() == 6)?;
    if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let part = |at: usize| {
        let part = f64::from(u8::from_str_radix(digits.get(at..at + 2)?, 16).ok()?) / 255.0;
        Some(if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) })
    };
    Some(0.2126 * part(0)? + 0.7152 * part(2)? + 0.0722 * part(4)?)
}

impl Claim {
    /// Reads what [`Self::write_all`] wrote.
    #[must_use]
    pub fn read_all(text: &str) -> Option<Vec<Self>> {
        from_text(text)
    }

    /// As text.
    #[must_use]
    pub fn write_all(claims: &[Self]) -> String {
        serde_json::to_string(claims).unwrap_or_default()
    }

    /// Each is one that the schema knows, and stands once.
    pub(super) fn check_all(claims: &[Self], schema: &Object, pointer: &str, faults: &mut Vec<Fault>) {
        if claims.len() > MAX_CLAIMS {
            faults.push(Fault::new(pointer, format!("at most {MAX_CLAIMS} claims")));
            return;
        }
        if claims.iter().filter(|claim| claim.handling == Handling::Committed).count() > LEAVES {
            faults.push(Fault::new(pointer, format!("at most {LEAVES} claims are committed")));
        }
        let mut seen = BTreeSet::new();
        for (at, claim) in claims.iter().enumerate() {
            let pointer = format!("{pointer}/{at}");
            if !seen.insert(claim.claim.as_str()) {
                faults.push(Fault::new(format!("{pointer}/claim"), "this claim is there already"));
            } else if schema_of(schema, &claim.claim).is_none() {
                let detail = "a JSON Pointer to a claim that the schema has under `properties`, such as /location/city";
                faults.push(Fault::new(format!("{pointer}/claim"), detail));
            } else if claim.handling == Handling::Committed
                && let Err(detail) = claim_type(schema, &claim.claim)
            {
                faults.push(Fault::new(format!("{pointer}/handling"), detail));
            }
            claim.label.check(&format!("{pointer}/label"), faults);
        }
    }
}

fn from_text<T: serde::de::DeserializeOwned>(text: &str) -> Option<T> {
    proofpass::json::from_value(&parse(text.as_bytes(), &Limits::DOCUMENT).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn object(text: &str) -> Object {
        parse(text.as_bytes(), &Limits::REQUEST).unwrap().as_object().unwrap().clone()
    }

    fn claims(text: &str) -> Vec<String> {
        let schema = object(
            r##"{"properties":{"a":{"properties":{"b":{},"c":true}},"d":{"$ref":"#/$defs/e"}},"$defs":{"e":{"properties":{"f":{}}}}}"##,
        );
        let mut faults = Vec::new();
        Claim::check_all(&Claim::read_all(text).unwrap(), &schema, "/claims", &mut faults);
        faults.into_iter().map(|fault| fault.pointer).collect()
    }

    #[test]
    fn claims_are_those_of_the_schema_and_stand_once() {
        let good = r#"[{"claim":"/a"},{"claim":"/a/b","label":{"de":"B"},"handling":"hidden"},{"claim":"/a/c"},{"claim":"/d/f"}]"#;
        assert_eq!(claims(good), [""; 0]);
        for bad in ["", "a", "/", "/x", "/a/x", "/a/b/c", "/a/c/d", "/d/x", "/properties", "/a/"] {
            assert_eq!(claims(&format!(r#"[{{"claim":"{bad}"}}]"#)), ["/claims/0/claim"], "{bad}");
        }
        assert_eq!(claims(r#"[{"claim":"/a"},{"claim":"/a"}]"#), ["/claims/1/claim"]);
        assert_eq!(
            claims(r#"[{"claim":"/a","label":{"german":"A","de":""}}]"#),
            ["/claims/0/label/de", "/claims/0/label"]
        );
        for unread in [r#"[{"claim":"/a","handling":"secret"}]"#, r#"[{"claim":"/a","more":1}]"#, "[{}]", "{}"] {
            assert_eq!(Claim::read_all(unread), None, "{unread}");
        }
    }

    #[test]
    fn what_is_committed_has_a_type_of_its_own_and_is_not_too_much() {
        let schema = object(
            r#"{"properties":{"n":{"type":"integer"},"m":{"type":"number"},"o":{"type":"object","properties":{"s":{"type":"string"}}}}}"#,
        );
        let check = |claims: &str| {
            let mut faults = Vec::new();
            Claim::check_all(&Claim::read_all(claims).unwrap(), &schema, "/claims", &mut faults);
            faults.into_iter().map(|fault| fault.pointer).collect::<Vec<_>>()
        };
        let committed = |claim: &str| format!(r#"{{"claim":"{claim}","handling":"committed"}}"#);
        assert_eq!(check(&format!("[{},{}]", committed("/n"), committed("/o/s"))), [""; 0]);
        for bad in ["/m", "/o"] {
            assert_eq!(check(&format!("[{}]", committed(bad))), ["/claims/0/handling"], "{bad}");
        }
        let many: Vec<String> = (0..=LEAVES).map(|_| committed("/n")).collect();
        assert!(check(&format!("[{}]", many.join(","))).contains(&"/claims".to_owned()));
    }

    #[test]
    fn what_is_shown_is_short_and_of_its_kind() {
        let check = |text: &str| {
            let mut faults = Vec::new();
            Display::read(text).unwrap().check("/display", &mut faults);
            faults.into_iter().map(|fault| fault.pointer).collect::<Vec<_>>()
        };
        let good =
            r##"{"title":{"en":"A","pt-BR":"B"},"icon":"leaf-2","colors":{"background":"#00ff7F","text":"#000000"}}"##;
        assert_eq!(check(good), [""; 0]);
        assert_eq!(Display::read(good).unwrap().write(), good);
        assert_eq!(check("{}"), [""; 0]);
        // 4.54:1.
        assert_eq!(check(r##"{"colors":{"background":"#ffffff","text":"#767676"}}"##), [""; 0]);
        for (bad, pointer) in [
            (r#"{"title":{"EN":"A"}}"#, "/display/title"),
            (r#"{"title":{"x":"A"}}"#, "/display/title"),
            (r#"{"title":{"en":"\u0007"}}"#, "/display/title/en"),
            (r#"{"icon":"<svg>"}"#, "/display/icon"),
            (r#"{"icon":""}"#, "/display/icon"),
            (r##"{"colors":{"background":"red","text":"#000000"}}"##, "/display/colors/background"),
            (r##"{"colors":{"background":"#000000","text":"#00000"}}"##, "/display/colors/text"),
            (r##"{"colors":{"background":"#000000","text":"#00000é"}}"##, "/display/colors/text"),
            (r##"{"colors":{"background":"#000000","text":"#+0+0+0"}}"##, "/display/colors/text"),
            // White on yellow; the same twice; 4.48:1.
            (r##"{"colors":{"background":"#ffff00","text":"#ffffff"}}"##, "/display/colors"),
            (r##"{"colors":{"background":"#123456","text":"#123456"}}"##, "/display/colors"),
            (r##"{"colors":{"background":"#ffffff","text":"#777777"}}"##, "/display/colors"),
        ] {
            assert_eq!(check(bad), [pointer], "{bad}");
        }
    }
}
