//! What must hold of every reader, whatever it is given: a target for each reader of `proofpass`, and for the verifier.
//!
//! In scope: the targets, which are plain functions of bytes; what they start from; the inputs that are kept. A target
//! panics where something does not hold. Out of scope: who calls them: libFuzzer (`main.rs`, `cargo xtask fuzz`), and a
//! test that replays what is kept (`tests/replay.rs`).

#![expect(clippy::missing_panics_doc, reason = "a target's panic is what it has found")]

mod compact;
mod differential;
mod documents;
mod envelopes;
pub mod generate;
mod json;
pub mod kept;
mod keys;
mod known;
mod linked;
mod mutate;
mod proofs;
mod quads;
mod setup;
mod source;
mod status;
mod zk;

pub use differential::differential_lines;
pub use json::{is_equal, other_reader};
pub use source::Source;

/// A reader, and what must hold of it.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// Its name on the command line, and that of its kept inputs.
    pub name: &'static str,
    /// What is claimed, for people.
    pub claim: &'static str,
    /// Panics where the claim does not hold.
    pub run: fn(&[u8]),
    /// Inputs of our own making to start from.
    pub seeds: fn() -> Vec<Vec<u8>>,
    /// Folders of other people's vectors to start from as well. What comes of them is not kept.
    pub others: &'static [&'static str],
    /// Longest input worth trying.
    pub longest: usize,
}

/// Every target, those that stand nearest to a stranger first.
pub const TARGETS: &[Target] = &[
    Target {
        name: "mutate",
        claim: "a credential that was accepted, changed in its structure, is accepted only where it says the same",
        run: mutate::run,
        seeds: mutate::seeds,
        others: &[],
        longest: 256,
    },
    Target {
        name: "verify",
        claim: "no bytes are accepted that nobody signed; reports keep their rules and are the same each time",
        run: documents::verify,
        seeds: documents::verify_seeds,
        others: &["w3c/vc-di-eddsa", "w3c/vc-di-ecdsa", "untp-0.6.1"],
        longest: 1 << 14,
    },
    Target {
        name: "json_ld_shaped",
        claim: "a generated document is read to quads that another implementation canonicalizes alike, or refused",
        run: linked::shaped,
        seeds: linked::shaped_seeds,
        others: &[],
        longest: 1 << 10,
    },
    Target {
        name: "json_ld",
        claim: "the same of any JSON; the order of members means nothing; the strict reader reads what the lenient does",
        run: linked::json_ld,
        seeds: linked::json_ld_seeds,
        others: &["w3c/json-ld-api/tests"],
        longest: 1 << 13,
    },
    Target {
        name: "rdf_canon",
        claim: "canonical text depends on no label and no order, and is what another implementation says",
        run: quads::canonical,
        seeds: quads::canonical_seeds,
        others: &[],
        longest: 512,
    },
    Target {
        name: "json",
        claim: "JSON is what another reader reads, its canonical form that of another writer",
        run: json::text,
        seeds: json::text_seeds,
        others: &["json-test-suite", "rfc8785/testdata", "blns"],
        longest: 1 << 12,
    },
    Target {
        name: "number",
        claim: "a literal is the nearest double, and refused exactly where a double is another number",
        run: json::number,
        seeds: json::number_seeds,
        others: &[],
        longest: 1 << 11,
    },
    Target {
        name: "sd_jwt",
        claim: "what an SD-JWT shows was signed, stands in its place, and leaves no trace of what it does not show",
        run: envelopes::sd_jwt,
        seeds: envelopes::sd_jwt_seeds,
        others: &[],
        longest: 1 << 13,
    },
    Target {
        name: "token",
        claim: "a token is three parts with one spelling, or none",
        run: envelopes::token,
        seeds: envelopes::token_seeds,
        others: &[],
        longest: 1 << 12,
    },
    Target {
        name: "cose",
        claim: "a COSE signature is one value of CBOR over a JSON object, or none",
        run: envelopes::cose,
        seeds: envelopes::cose_seeds,
        others: &[],
        longest: 1 << 12,
    },
    Target {
        name: "cbor",
        claim: "what is passed over as one value is one to another reader, and was written in the preferred way",
        run: envelopes::cbor,
        seeds: envelopes::cbor_seeds,
        others: &[],
        longest: 512,
    },
    Target {
        name: "proof_values",
        claim: "values of proofs of which holders show parts have one spelling",
        run: proofs::values,
        seeds: proofs::value_seeds,
        others: &[],
        longest: 1 << 12,
    },
    Target {
        name: "bbs",
        claim: "proofs, signatures and keys of BBS have one spelling, and none is read that is not of the subgroup",
        run: proofs::bbs,
        seeds: proofs::bbs_seeds,
        others: &[],
        longest: 1 << 11,
    },
    Target {
        name: "derive",
        claim: "what a holder derives says less than what the issuer signed, and verifies",
        run: proofs::derive_some,
        seeds: proofs::derive_seeds,
        others: &[],
        longest: 256,
    },
    Target {
        name: "request",
        claim: "a request is read or its fault named by a pointer of known names; material and policy likewise",
        run: documents::request,
        seeds: documents::request_seeds,
        others: &[],
        longest: 1 << 13,
    },
    Target {
        name: "schema",
        claim: "any schema over any claims ends, under its budget",
        run: documents::schema,
        seeds: documents::schema_seeds,
        others: &[],
        longest: 1 << 11,
    },
    Target {
        name: "keys",
        claim: "keys, DIDs, methods and what is in multibase read back as they were written",
        run: keys::texts,
        seeds: keys::text_seeds,
        others: &[],
        longest: 1 << 10,
    },
    Target {
        name: "controller_document",
        claim: "a key is found only where its document lists it for that purpose",
        run: keys::controller_document,
        seeds: keys::controller_document_seeds,
        others: &[],
        longest: 1 << 11,
    },
    Target {
        name: "status_list",
        claim: "a list expands to what another reader expands it to, and never beyond its cap",
        run: status::bitstring,
        seeds: status::bitstring_seeds,
        others: &[],
        longest: 1 << 12,
    },
    Target {
        name: "token_status_list",
        claim: "the same of the lists of tokens",
        run: status::token_list,
        seeds: status::token_list_seeds,
        others: &[],
        longest: 1 << 12,
    },
    Target {
        name: "compact",
        claim: "a code with a credential in it expands to what another reader expands it to, and never beyond its cap",
        run: compact::run,
        seeds: compact::seeds,
        others: &[],
        longest: 1 << 11,
    },
    Target {
        name: "r1cs",
        claim: "a circuit is read to what is written of it, and nothing makes the reader panic",
        run: setup::circuit,
        seeds: setup::circuit_seeds,
        others: &[],
        longest: 1 << 11,
    },
    Target {
        name: "ptau",
        claim: "powers of tau that nobody made are refused, and nothing makes the reader panic",
        run: setup::powers,
        seeds: setup::powers_seeds,
        others: &[],
        longest: 1 << 13,
    },
    Target {
        name: "zkey",
        claim: "a key verifies only with the contributions that were made, and nothing makes the reader panic",
        run: setup::key,
        seeds: setup::key_seeds,
        others: &[],
        longest: 1 << 12,
    },
    Target {
        name: "groth16_json",
        claim: "keys, proofs, public signals and values of Groth16 have one spelling",
        run: setup::json,
        seeds: setup::json_seeds,
        others: &[],
        longest: 1 << 12,
    },
    Target {
        name: "zk_request",
        claim: "a request for a proof is read back from its canonical form, and asks for the same",
        run: zk::request,
        seeds: zk::request_seeds,
        others: &[],
        longest: 1 << 11,
    },
    Target {
        name: "zk_presentation",
        claim: "a presentation of a proof is read back as it is written, and never accepted where nobody asked",
        run: zk::presentation,
        seeds: zk::presentation_seeds,
        others: &[],
        longest: 1 << 11,
    },
    Target {
        name: "time",
        claim: "a time is what another reader reads, and is written so that it reads back",
        run: documents::time,
        seeds: documents::time_seeds,
        others: &[],
        longest: 80,
    },
];

/// The target of that name.
#[must_use]
pub fn target(name: &str) -> Option<&'static Target> {
    TARGETS.iter().find(|target| target.name == name)
}
