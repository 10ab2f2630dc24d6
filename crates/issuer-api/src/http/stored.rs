//! JSON that goes out as it rests: texts that a signature or a digest covers.

use serde_json::value::RawValue;

use crate::issue::Error;
use crate::store::{self, Inconsistent};

/// A stored text, byte for byte. Where it is no JSON, the row is to blame.
pub(super) fn stored(
    text: String,
    (table, column): (&'static str, &'static str),
    row: &impl ToString,
) -> Result<Box<RawValue>, Error> {
    RawValue::from_string(text)
        .map_err(|_| store::Error::from(Inconsistent { table, column, row: row.to_string() }).into())
}
