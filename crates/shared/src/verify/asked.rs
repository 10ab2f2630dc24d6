//! What a request to verify asks to have fetched first: `resolve` in the query of its address.
//!
//! In scope: reading it, once for every door that fetches. Out of scope: whether the operator of that door lets it be done.

/// What of fetching a request asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// `resolve=material`: the report about what could be fetched; and what was fetched, from where and when, and what was
    /// not.
    Material,
    /// Nothing is fetched.
    Nothing,
    /// `resolve`: the report about what could be fetched.
    Report,
}

impl Asked {
    /// What to say of a query in which `resolve` says something else.
    pub const EXPECTED: &str = "`resolve` is there once at most, without a value or with the value `material`.";

    /// Reads a query, without its question mark. Another value is none, and so are two that might differ. Nothing is
    /// decoded: the name and the value are letters, which nobody needs to escape.
    #[must_use]
    pub fn of(query: &str) -> Option<Self> {
        let pairs = query.split('&').map(|pair| pair.split_once('=').unwrap_or((pair, "")));
        let mut asked = pairs.filter(|(name, _)| *name == "resolve").map(|(_, value)| value);
        match (asked.next(), asked.next()) {
            (None, _) => Some(Self::Nothing),
            (Some(""), None) => Some(Self::Report),
            (Some("material"), None) => Some(Self::Material),
            (Some(_), _) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Asked;

    #[test]
    fn asks_for_nothing_for_a_report_or_for_the_material_too() {
        for query in ["", "&", "x=1", "resolves", "Resolve", "x=resolve", "%72esolve", "=resolve", "?resolve"] {
            assert_eq!(Asked::of(query), Some(Asked::Nothing), "{query}");
        }
        for query in ["resolve", "resolve=", "x=1&resolve", "resolve&x=1"] {
            assert_eq!(Asked::of(query), Some(Asked::Report), "{query}");
        }
        for query in ["resolve=material", "x=1&resolve=material", "resolve=material&"] {
            assert_eq!(Asked::of(query), Some(Asked::Material), "{query}");
        }
    }

    #[test]
    fn refuses_another_value_and_two_of_them() {
        for query in [
            "resolve=all",
            "resolve=Material",
            "resolve=material ",
            "resolve=%6daterial",
            "resolve==",
            "resolve=material=",
            "resolve=false",
            "resolve&resolve",
            "resolve&resolve=material",
            "resolve=material&x=1&resolve=",
            "resolve=material&resolve=material",
        ] {
            assert_eq!(Asked::of(query), None, "{query}");
        }
    }
}
