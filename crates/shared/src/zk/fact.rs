//! What is to be shown of one claim, as verifiers write it.
//!
//! In scope: operators, which of them a type allows, their operands as numbers of the circuit. Out of scope: the question
//! as a whole ([`super::ProofRequest`]).

use proofpass_zk::bn254::Fr;
use proofpass_zk::claim::{self, ClaimType, Value as Claimed, ordered};
use proofpass_zk::policy::{Predicate, SET, Slot};

use super::age::{MAX_YEARS, born_at_the_earliest, born_at_the_latest};
use super::read::{MAX_ID, Malformed, Members};
use super::value::{parse_type, read_value, write_value};
use crate::json::pointer::Pointer;
use crate::json::{Object, Value};
use crate::time::Timestamp;

/// A claim, and what is to be shown of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    claim: String,
    r#type: ClaimType,
    operator: Operator,
}

/// What is to be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Operator {
    /// A day of birth of somebody so many whole years old or older.
    AgeAtLeast(u32),
    /// A day of birth of somebody so many whole years old or younger.
    AgeAtMost(u32),
    /// This or more.
    AtLeast(Claimed),
    /// This or less.
    AtMost(Claimed),
    /// From the first to the second, both included.
    Between(Claimed, Claimed),
    /// The value itself.
    Disclose,
    /// This.
    Equals(Claimed),
    /// One of these.
    In(Vec<Claimed>),
    /// There is no such claim.
    IsAbsent,
    /// Something else than this.
    NotEquals(Claimed),
    /// None of these.
    NotIn(Vec<Claimed>),
}

/// The members of a fact that say what is to be shown.
const OPERATORS: [&str; 11] = [
    "ageAtLeast",
    "ageAtMost",
    "atLeast",
    "atMost",
    "between",
    "disclose",
    "equals",
    "in",
    "isAbsent",
    "notEquals",
    "notIn",
];

impl Fact {
    /// Reads `{"claim":"/birthDate","type":"date","ageAtLeast":18}`.
    pub(super) fn read(value: &Value, pointer: String) -> Result<Self, Malformed> {
        let known = ["claim", "type"].into_iter().chain(OPERATORS).collect::<Vec<_>>();
        let members = Members::of(value, pointer, &known)?;
        let claim = members.text_if("claim", "a JSON Pointer into the subject", is_claim)?.to_owned();
        let r#type = members.text("type").ok().and_then(parse_type);
        let r#type = r#type.ok_or_else(|| members.fault("type", "the type of a claim"))?;
        let mut named = OPERATORS.into_iter().filter(|name| members.get(name).is_some());
        let (Some(name), None) = (named.next(), named.next()) else {
            return Err(Malformed::at(members.under("").trim_end_matches('/'), "exactly one operator"));
        };
        if !is_allowed(name, r#type) {
            return Err(members.fault(name, "an operator that the type has"));
        }
        let operator = operator(&members, name, r#type)?;
        Ok(Self { claim, r#type, operator })
    }

    /// The predecessor's three kinds of proofs as facts: `threshold` with `{"threshold":…}`, `range` with
    /// `{"min":…,"max":…}`, `set_membership` with `{"set":[…]}`.
    ///
    /// # Errors
    /// For another kind, other members, or operands that are not of the type.
    pub fn of_kind(kind: &str, claim: &str, r#type: ClaimType, inputs: &Object) -> Result<Object, Malformed> {
        let fact = Object::new().with("claim", claim).with("type", r#type.to_string());
        let (fact, names) = match kind {
            "threshold" => {
                let members = Members::of_object(inputs, "", &["threshold"])?;
                (fact.with("atLeast", members.require("threshold", "a number")?.clone()), ["/threshold"; 2])
            }
            "range" => {
                let members = Members::of_object(inputs, "", &["max", "min"])?;
                let ends =
                    vec![members.require("min", "a number")?.clone(), members.require("max", "a number")?.clone()];
                (fact.with("between", ends), ["/min", "/max"])
            }
            "set_membership" => {
                let members = Members::of_object(inputs, "", &["set"])?;
                (fact.with("in", members.require("set", "a list")?.clone()), ["/set"; 2])
            }
            _ => return Err(Malformed::at("", "threshold, range or set_membership")),
        };
        // What the reader says of its members is said of those that they came from.
        Self::read(&fact.clone().into(), String::new()).map_err(|fault| {
            let operand = ["/atLeast", "/between", "/in"].iter().find_map(|name| fault.pointer.strip_prefix(name));
            let pointer = match operand {
                Some("/1") if kind == "range" => names[1].to_owned(),
                Some(rest) if kind == "set_membership" => format!("{}{rest}", names[0]),
                Some(_) => names[0].to_owned(),
                None => fault.pointer,
            };
            Malformed { pointer, expected: fault.expected }
        })?;
        Ok(fact)
    }

    /// Where the claim stands: a JSON Pointer into the subject.
    #[must_use]
    pub fn claim(&self) -> &str {
        &self.claim
    }

    /// The type under which it was committed.
    #[must_use]
    pub fn claim_type(&self) -> ClaimType {
        self.r#type
    }

    /// What is to be shown of it.
    #[must_use]
    pub fn operator(&self) -> &Operator {
        &self.operator
    }

    /// Whether the value itself is to be shown.
    #[must_use]
    pub fn is_disclosure(&self) -> bool {
        self.operator == Operator::Disclose
    }

    /// As [`Self::read`] reads it, in one spelling.
    #[must_use]
    pub fn to_object(&self) -> Object {
        let value = |value: &Claimed| write_value(value, self.r#type);
        let (name, operand): (_, Value) = match &self.operator {
            Operator::AgeAtLeast(years) => ("ageAtLeast", (*years).into()),
            Operator::AgeAtMost(years) => ("ageAtMost", (*years).into()),
            Operator::AtLeast(least) => ("atLeast", value(least)),
            Operator::AtMost(most) => ("atMost", value(most)),
            Operator::Between(low, high) => ("between", vec![value(low), value(high)].into()),
            Operator::Disclose => ("disclose", true.into()),
            Operator::Equals(other) => ("equals", value(other)),
            Operator::In(set) => ("in", set.iter().map(value).collect::<Vec<_>>().into()),
            Operator::IsAbsent => ("isAbsent", true.into()),
            Operator::NotEquals(other) => ("notEquals", value(other)),
            Operator::NotIn(set) => ("notIn", set.iter().map(value).collect::<Vec<_>>().into()),
        };
        Object::new().with("claim", self.claim.as_str()).with("type", self.r#type.to_string()).with(name, operand)
    }

    /// The set that it is held against, as the circuit has it.
    pub(super) fn set(&self) -> Option<Vec<Fr>> {
        match &self.operator {
            Operator::In(set) | Operator::NotIn(set) => {
                Some(set.iter().filter_map(|member| member.encoded(self.r#type)).collect())
            }
            _ => None,
        }
    }

    /// As the circuit has it, at the time that the question is about and with the value that is disclosed. None, if that is
    /// needed and missing.
    pub(super) fn slot(&self, at: Timestamp, disclosed: Option<&Claimed>) -> Option<Slot> {
        let number = |value: &Claimed| match value {
            Claimed::Number(number) => Some(ordered(*number)),
            _ => None,
        };
        let range = |low: u64, high: u64| Predicate::Range { low, high };
        let predicate = match &self.operator {
            Operator::AgeAtLeast(years) => range(0, ordered(born_at_the_latest(*years, at).days())),
            Operator::AgeAtMost(years) => range(ordered(born_at_the_earliest(*years, at).days()), u64::MAX),
            Operator::AtLeast(least) => range(number(least)?, u64::MAX),
            Operator::AtMost(most) => range(0, number(most)?),
            Operator::Between(low, high) => range(number(low)?, number(high)?),
            Operator::Disclose => Predicate::Equal(disclosed?.encoded(self.r#type)?),
            Operator::Equals(value) => Predicate::Equal(value.encoded(self.r#type)?),
            Operator::In(_) => Predicate::In,
            Operator::IsAbsent => Predicate::Equal(Claimed::Absent.encoded(self.r#type)?),
            Operator::NotEquals(value) => Predicate::NotEqual(value.encoded(self.r#type)?),
            Operator::NotIn(_) => Predicate::NotIn,
        };
        Some(Slot { key: claim::key(&self.claim, self.r#type), predicate })
    }
}

/// Whether text can name a claim: a place within the subject.
pub(super) fn is_claim(text: &str) -> bool {
    text.starts_with('/') && text.len() <= MAX_ID && Pointer::parse(text).is_ok()
}

/// Which operators mean something for which types. "Is not" means little of one of several values under the same key.
fn is_allowed(operator: &str, r#type: ClaimType) -> bool {
    if r#type == ClaimType::Absent {
        return operator == "isAbsent";
    }
    match operator {
        "ageAtLeast" | "ageAtMost" => r#type == ClaimType::Date,
        "atLeast" | "atMost" | "between" => r#type.is_ordered(),
        "notEquals" | "notIn" => r#type.is_single(),
        "isAbsent" => false,
        _ => true,
    }
}

fn operator(members: &Members<'_>, name: &'static str, r#type: ClaimType) -> Result<Operator, Malformed> {
    let expected = "a value of the claim's type";
    let value = || {
        let value = members.get(name).and_then(|value| read_value(value, r#type));
        value.ok_or_else(|| members.fault(name, expected))
    };
    let values = |lengths| {
        let values = members.array(name, lengths)?.iter().enumerate();
        let read = |(at, value)| {
            read_value(value, r#type).ok_or_else(|| Malformed::at(format!("{}/{at}", members.under(name)), expected))
        };
        values.map(read).collect::<Result<Vec<_>, _>>()
    };
    let set = || {
        let set = values(1..=SET)?;
        match (1..set.len()).find(|at| set[..*at].contains(&set[*at])) {
            Some(at) => Err(Malformed::at(format!("{}/{at}", members.under(name)), "a member that is not there yet")),
            None => Ok(set),
        }
    };
    let is_true = || match members.get(name) {
        Some(Value::Bool(true)) => Ok(()),
        _ => Err(members.fault(name, "true")),
    };
    Ok(match name {
        "ageAtLeast" => Operator::AgeAtLeast(members.number(name, MAX_YEARS)?),
        "ageAtMost" => Operator::AgeAtMost(members.number(name, MAX_YEARS)?),
        "atLeast" => Operator::AtLeast(value()?),
        "atMost" => Operator::AtMost(value()?),
        "between" => match <[Claimed; 2]>::try_from(values(2..=2)?) {
            Ok([Claimed::Number(low), Claimed::Number(high)]) if low <= high => {
                Operator::Between(Claimed::Number(low), Claimed::Number(high))
            }
            _ => return Err(members.fault(name, "the least, then the greatest")),
        },
        "disclose" => is_true().map(|()| Operator::Disclose)?,
        "equals" => Operator::Equals(value()?),
        "in" => Operator::In(set()?),
        "isAbsent" => is_true().map(|()| Operator::IsAbsent)?,
        "notEquals" => Operator::NotEquals(value()?),
        _ => Operator::NotIn(set()?),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::{Limits, parse};

    fn fact(text: &str) -> Result<Fact, Malformed> {
        Fact::read(&parse(text.as_bytes(), &Limits::DOCUMENT).unwrap(), "/facts/0".into())
    }

    fn slot(text: &str) -> Predicate {
        let at = Timestamp::parse("2026-11-23T12:00:00Z").unwrap();
        let slot = fact(text).unwrap().slot(at, None).unwrap();
        slot.predicate
    }

    #[test]
    fn facts_are_slots() {
        let day = |days: i64| ordered(days);
        let range = |low, high| Predicate::Range { low, high };
        for (text, expected) in [
            // 2008-11-23 is day 14206.
            (r#"{"claim":"/b","type":"date","ageAtLeast":18}"#, range(0, day(14_206))),
            (r#"{"claim":"/b","type":"date","ageAtMost":17}"#, range(day(14_207), u64::MAX)),
            (r#"{"claim":"/n","type":"integer","atLeast":3}"#, range(ordered(3), u64::MAX)),
            (r#"{"claim":"/n","type":"integer","atMost":-3}"#, range(0, ordered(-3))),
            (r#"{"claim":"/n","type":"decimal:2","between":["0.10",12]}"#, range(ordered(10), ordered(1200))),
            (r#"{"claim":"/f","type":"boolean","equals":true}"#, Predicate::Equal(Fr::from(1))),
            (r#"{"claim":"/n","type":"integer","notEquals":0}"#, Predicate::NotEqual(Fr::from(1_u64 << 63))),
            (r#"{"claim":"/c","type":"string","in":["DE","AT"]}"#, Predicate::In),
            (r#"{"claim":"/c","type":"string","notIn":["DE"]}"#, Predicate::NotIn),
            (r#"{"claim":"/x","type":"absent","isAbsent":true}"#, Predicate::Equal(Fr::from(0))),
        ] {
            assert_eq!(slot(text), expected, "{text}");
            let read = fact(text).unwrap();
            assert_eq!(Fact::read(&read.to_object().into(), String::new()).unwrap(), read);
        }
    }

    #[test]
    fn what_is_disclosed_is_what_is_equal() {
        let asked = fact(r#"{"claim":"/c","type":"string","disclose":true}"#).unwrap();
        let at = Timestamp::MIN;
        assert_eq!(asked.slot(at, None), None);
        assert_eq!(asked.slot(at, Some(&Claimed::Number(3))), None, "of another type");
        let value = Claimed::Text("DE".into());
        let expected = fact(r#"{"claim":"/c","type":"string","equals":"DE"}"#).unwrap().slot(at, None);
        assert_eq!(asked.slot(at, Some(&value)), expected);
    }

    #[test]
    fn refuses_what_no_fact_is_and_says_where() {
        for (text, pointer) in [
            ("[]", "/facts/0"),
            ("{}", "/facts/0/claim"),
            (r#"{"claim":"b","type":"date","ageAtLeast":18}"#, "/facts/0/claim"),
            (r#"{"claim":"","type":"date","ageAtLeast":18}"#, "/facts/0/claim"),
            (r#"{"claim":"/~x","type":"date","ageAtLeast":18}"#, "/facts/0/claim"),
            (r#"{"claim":"/b","type":"day","ageAtLeast":18}"#, "/facts/0/type"),
            (r#"{"claim":"/b","ageAtLeast":18}"#, "/facts/0/type"),
            (r#"{"claim":"/b","type":"date"}"#, "/facts/0"),
            (r#"{"claim":"/b","type":"date","ageAtLeast":18,"ageAtMost":30}"#, "/facts/0"),
            (r#"{"claim":"/b","type":"date","olderThan":18}"#, "/facts/0"),
            (r#"{"claim":"/b","type":"date","ageAtLeast":18,"hint":"x"}"#, "/facts/0"),
            (r#"{"claim":"/b","type":"date","ageAtLeast":-1}"#, "/facts/0/ageAtLeast"),
            (r#"{"claim":"/b","type":"date","ageAtLeast":151}"#, "/facts/0/ageAtLeast"),
            (r#"{"claim":"/b","type":"date","ageAtLeast":17.5}"#, "/facts/0/ageAtLeast"),
            (r#"{"claim":"/b","type":"date","ageAtLeast":"18"}"#, "/facts/0/ageAtLeast"),
            (r#"{"claim":"/b","type":"date-time","ageAtLeast":18}"#, "/facts/0/ageAtLeast"),
            (r#"{"claim":"/b","type":"integer","ageAtMost":18}"#, "/facts/0/ageAtMost"),
            (r#"{"claim":"/c","type":"string","atLeast":"A"}"#, "/facts/0/atLeast"),
            (r#"{"claim":"/c","type":"boolean","atMost":true}"#, "/facts/0/atMost"),
            (r#"{"claim":"/c","type":"member","notEquals":"A"}"#, "/facts/0/notEquals"),
            (r#"{"claim":"/c","type":"member","notIn":["A"]}"#, "/facts/0/notIn"),
            (r#"{"claim":"/c","type":"absent","equals":0}"#, "/facts/0/equals"),
            (r#"{"claim":"/c","type":"absent","disclose":true}"#, "/facts/0/disclose"),
            (r#"{"claim":"/c","type":"absent","isAbsent":false}"#, "/facts/0/isAbsent"),
            (r#"{"claim":"/c","type":"string","isAbsent":true}"#, "/facts/0/isAbsent"),
            (r#"{"claim":"/c","type":"string","disclose":false}"#, "/facts/0/disclose"),
            (r#"{"claim":"/c","type":"string","disclose":1}"#, "/facts/0/disclose"),
            (r#"{"claim":"/n","type":"integer","between":[2,1]}"#, "/facts/0/between"),
            (r#"{"claim":"/n","type":"integer","between":[1]}"#, "/facts/0/between"),
            (r#"{"claim":"/n","type":"integer","between":[1,2,3]}"#, "/facts/0/between"),
            (r#"{"claim":"/n","type":"integer","between":[1,"x"]}"#, "/facts/0/between/1"),
            (r#"{"claim":"/n","type":"integer","atLeast":1.5}"#, "/facts/0/atLeast"),
            (r#"{"claim":"/n","type":"decimal:1","atLeast":0.25}"#, "/facts/0/atLeast"),
            (r#"{"claim":"/d","type":"date","atMost":"2026-02-30"}"#, "/facts/0/atMost"),
            (r#"{"claim":"/c","type":"string","in":[]}"#, "/facts/0/in"),
            (r#"{"claim":"/c","type":"string","in":"DE"}"#, "/facts/0/in"),
            (r#"{"claim":"/c","type":"string","in":["DE",1]}"#, "/facts/0/in/1"),
            (r#"{"claim":"/c","type":"string","in":["DE","AT","DE"]}"#, "/facts/0/in/2"),
            (r#"{"claim":"/n","type":"decimal:1","in":[1,"1.0"]}"#, "/facts/0/in/1"),
        ] {
            assert_eq!(fact(text).unwrap_err().pointer, pointer, "{text}");
        }
        let many: Vec<String> = (0..17).map(|at| format!("\"{at}\"")).collect();
        let text = format!(r#"{{"claim":"/c","type":"string","in":[{}]}}"#, many.join(","));
        assert_eq!(fact(&text).unwrap_err().pointer, "/facts/0/in");
    }

    #[test]
    fn the_predecessors_kinds_are_facts() {
        let inputs = |text: &str| parse(text.as_bytes(), &Limits::DOCUMENT).unwrap().as_object().unwrap().clone();
        for (kind, given, expected) in [
            ("threshold", r#"{"threshold":18}"#, r#"{"claim":"/n","type":"integer","atLeast":18}"#),
            ("range", r#"{"min":1,"max":5}"#, r#"{"claim":"/n","type":"integer","between":[1,5]}"#),
            ("set_membership", r#"{"set":[1,2]}"#, r#"{"claim":"/n","type":"integer","in":[1,2]}"#),
        ] {
            let fact = Fact::of_kind(kind, "/n", ClaimType::Integer, &inputs(given)).unwrap();
            assert_eq!(fact.to_string(), expected);
        }
        for (kind, given, pointer) in [
            ("threshold", "{}", "/threshold"),
            ("threshold", r#"{"threshold":"x"}"#, "/threshold"),
            ("threshold", r#"{"threshold":1,"value":2}"#, ""),
            ("range", r#"{"min":5}"#, "/max"),
            ("range", r#"{"min":5,"max":1}"#, "/min"),
            ("range", r#"{"min":5,"max":"x"}"#, "/max"),
            ("set_membership", r#"{"set":[1,1]}"#, "/set/1"),
            ("set_membership", r#"{"set":[]}"#, "/set"),
            ("equality", r#"{"value":1}"#, ""),
        ] {
            let fault = Fact::of_kind(kind, "/n", ClaimType::Integer, &inputs(given)).unwrap_err();
            assert_eq!(fault.pointer, pointer, "{kind} {given}");
        }
    }
}
