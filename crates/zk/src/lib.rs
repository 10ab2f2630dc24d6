//! Zero knowledge over signed claims.
