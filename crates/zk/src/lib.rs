//! Zero knowledge over signed claims.

pub mod bn254;
