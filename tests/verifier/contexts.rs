//! The bundled contexts: the table is what their published documents come to.
//!
//! Some documents are among other people's vectors, byte for byte as published; the others are in packages on npm, which
//! carry them as program text, so that of those only the meaning is known.

use std::process::Command;

use proofpass::json::Object;
use proofpass::jsonld::Table;

use crate::third_party::folder;
use crate::{assert_same, object, package};

/// URL, and where the document is among other people's vectors.
const IN_VECTORS: [(&str, &str); 9] = [
    (
        "https://test.uncefact.org/vocabulary/untp/dcc/0.6.1/",
        "untp-0.6.1/data-models/untp-dcc/artefacts/context.jsonld",
    ),
    (
        "https://test.uncefact.org/vocabulary/untp/dfr/0.6.1/",
        "untp-0.6.1/data-models/untp-dfr/artefacts/context.jsonld",
    ),
    (
        "https://test.uncefact.org/vocabulary/untp/dia/0.6.1/",
        "untp-0.6.1/data-models/untp-dia/artefacts/context.jsonld",
    ),
    (
        "https://test.uncefact.org/vocabulary/untp/dpp/0.6.1/",
        "untp-0.6.1/data-models/untp-dpp/artefacts/context.jsonld",
    ),
    (
        "https://test.uncefact.org/vocabulary/untp/dte/0.6.1/",
        "untp-0.6.1/data-models/untp-dte/artefacts/context.jsonld",
    ),
    ("https://www.w3.org/2018/credentials/v1", "w3c/vc-data-model/contexts/credentials/v1"),
    ("https://www.w3.org/ns/credentials/examples/v2", "w3c/vc-data-model/contexts/credentials/examples/v2"),
    (
        "https://www.w3.org/ns/credentials/undefined-terms/v2",
        "w3c/vc-data-model/contexts/credentials/undefined-terms/v2",
    ),
    ("https://www.w3.org/ns/credentials/v2", "w3c/vc-data-model/contexts/credentials/v2"),
];

/// URL, and the package that has the document.
const IN_PACKAGES: [(&str, &str); 11] = [
    ("https://w3id.org/citizenship/v1", "@digitalbazaar/citizenship-context"),
    ("https://w3id.org/citizenship/v2", "@digitalbazaar/citizenship-context"),
    ("https://w3id.org/citizenship/v3", "@digitalbazaar/citizenship-context"),
    ("https://w3id.org/citizenship/v4rc1", "@digitalbazaar/citizenship-context"),
    ("https://w3id.org/security/data-integrity/v1", "@digitalbazaar/data-integrity-context"),
    ("https://w3id.org/security/data-integrity/v2", "@digitalbazaar/data-integrity-context"),
    ("https://w3id.org/security/multikey/v1", "@digitalbazaar/multikey-context"),
    ("https://w3id.org/security/suites/ed25519-2020/v1", "ed25519-signature-2020-context"),
    ("https://w3id.org/vc/status-list/2021/v1", "@digitalbazaar/vc-status-list-context"),
    ("https://w3id.org/vdl/v1", "@digitalbazaar/vdl-context"),
    ("https://www.w3.org/ns/did/v1", "did-context"),
];

/// Every context of those packages, by URL; `None`, said aloud, where they are not installed.
fn from_packages() -> Option<Object> {
    const PROGRAM: &str = "const found = {};
        for (const name of process.argv.slice(1)) {
            const module = await import(name);
            for (const [url, document] of module.contexts ?? module.default.contexts) found[url] = document;
        }
        console.log(JSON.stringify(found));";
    let folder = package().join("npm");
    if !folder.join("node_modules/did-context").is_dir() {
        eprintln!("not run: tests/npm is not installed, its packages with contexts are needed");
        return None;
    }
    let mut command = Command::new("node");
    command.args(["--input-type=module", "--eval", PROGRAM, "--"]).current_dir(folder);
    let output = command.args(IN_PACKAGES.map(|(_, name)| name)).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(object(&output.stdout))
}

#[test]
fn the_table_is_what_the_published_contexts_come_to() {
    let Some(vectors) = folder("w3c").and_then(|folder| folder.parent().map(std::path::Path::to_path_buf)) else {
        return;
    };
    let Some(packages) = from_packages() else { return };
    let mut table = Table::default();
    let mut add = |url: &str, document: &[u8], as_published| {
        table.add(url, document, as_published).unwrap_or_else(|fault| panic!("{url}: {fault}"));
    };
    for (url, file) in IN_VECTORS {
        add(url, &std::fs::read(vectors.join(file)).unwrap(), true);
    }
    for (url, name) in IN_PACKAGES {
        let document = packages.get(url).unwrap_or_else(|| panic!("{name} has no {url}"));
        add(url, document.to_string().as_bytes(), false);
    }
    assert_same(&package().join("../crates/shared/src/jsonld/contexts/table.txt"), &table.to_text());
}
