//! The claims of SD-JWT VC: their structure, where it is not that of the data model.
//!
//! Spec: <https://datatracker.ietf.org/doc/draft-ietf-oauth-sd-jwt-vc/>, §2.2.2

use super::{Fault, Rule, fault, is_url};
use crate::json::{Object, Value};
use crate::securing::jose::numeric_date;

/// The rules, in order; the first one broken. Certificates in the header say who issued it where no claim does.
pub(super) fn structure(claims: &Object, has_certificates: bool) -> Result<(), Fault> {
    let text = |name: &str| claims.get(name).map(Value::as_str);
    // §2.2.2.1
    if text("vct").flatten().is_none_or(str::is_empty) {
        return Err(fault(Rule::Type, "/vct"));
    }
    // RFC 7519 §4.1.7, §4.1.2: text, and a URL where it has a colon.
    let is_name = |name: Option<&str>| name.is_some_and(|name| !name.contains(':') || is_url(name));
    for name in ["jti", "sub"] {
        if text(name).is_some_and(|name| !is_name(name)) {
            return Err(fault(Rule::Id, format!("/{name}")));
        }
    }
    match text("iss") {
        None if has_certificates => {}
        None => return Err(fault(Rule::IssuerMissing, "")),
        Some(issuer) if issuer.is_some_and(is_url) => {}
        Some(_) => return Err(fault(Rule::Issuer, "/iss")),
    }
    let time = |name: &str| numeric_date(claims, name).map_err(|_| fault(Rule::Date, format!("/{name}")));
    time("iat")?;
    if let (Some(from), Some(until)) = (time("nbf")?, time("exp")?)
        && until < from
    {
        return Err(fault(Rule::DateOrder, "/exp"));
    }
    // Token Status List §6.2: at least one way to ask.
    let is_status = |status: &Value| status.as_object().is_some_and(|status| !status.is_empty());
    if claims.get("status").is_some_and(|status| !is_status(status)) {
        return Err(fault(Rule::Status, "/status"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::{Limits, parse};

    const GOOD: &str = r#"{"vct":"https://a.example/t","iss":"https://a.example","sub":"holder","nbf":1,"exp":2}"#;

    fn with(name: &str, value: &str) -> Object {
        let Ok(Value::Object(object)) = parse(GOOD.as_bytes(), &Limits::DOCUMENT) else { panic!() };
        object.with(name, parse(value.as_bytes(), &Limits::DOCUMENT).unwrap())
    }

    #[test]
    fn keeps_the_rules_of_the_draft() {
        for (name, value) in [
            ("vct", r#""urn:eudi:pid:1""#),
            ("vct", r#""plain""#),
            ("sub", r#""did:example:a""#),
            ("jti", r#""4711""#),
            ("iat", "1.5"),
            ("exp", "1"),
            ("status", r#"{"other":{}}"#),
            ("credentialSubject", "7"),
        ] {
            assert_eq!(structure(&with(name, value), false), Ok(()), "{name} {value}");
        }
        for (name, value, rule, pointer) in [
            ("vct", "1", Rule::Type, "/vct"),
            ("vct", r#""""#, Rule::Type, "/vct"),
            ("sub", "1", Rule::Id, "/sub"),
            ("sub", r#""did:a b""#, Rule::Id, "/sub"),
            ("jti", "{}", Rule::Id, "/jti"),
            ("iss", "1", Rule::Issuer, "/iss"),
            ("iss", r#""Example Works""#, Rule::Issuer, "/iss"),
            ("iat", r#""2026""#, Rule::Date, "/iat"),
            ("nbf", "null", Rule::Date, "/nbf"),
            ("exp", "-1", Rule::Date, "/exp"),
            ("exp", "0.5", Rule::DateOrder, "/exp"),
            ("status", "{}", Rule::Status, "/status"),
            ("status", "[]", Rule::Status, "/status"),
        ] {
            assert_eq!(structure(&with(name, value), false), Err(fault(rule, pointer)), "{name} {value}");
        }
        let mut unnamed = with("exp", "2");
        unnamed.remove("iss");
        assert_eq!(structure(&unnamed, false), Err(fault(Rule::IssuerMissing, "")));
        assert_eq!(structure(&unnamed, true), Ok(()));
    }
}
