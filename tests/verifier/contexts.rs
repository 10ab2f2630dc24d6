//! The bundled contexts: each table is what its published document comes to.

use proofpass::jsonld::compile;

use crate::package;
use crate::third_party::folder;

/// Module, URL, and where the document is among other people's vectors.
const CONTEXTS: [(&str, &str, &str); 9] = [
    (
        "credentials_examples_v2",
        "https://www.w3.org/ns/credentials/examples/v2",
        "w3c/vc-data-model/contexts/credentials/examples/v2",
    ),
    (
        "credentials_undefined_terms_v2",
        "https://www.w3.org/ns/credentials/undefined-terms/v2",
        "w3c/vc-data-model/contexts/credentials/undefined-terms/v2",
    ),
    ("credentials_v1", "https://www.w3.org/2018/credentials/v1", "w3c/vc-data-model/contexts/credentials/v1"),
    ("credentials_v2", "https://www.w3.org/ns/credentials/v2", "w3c/vc-data-model/contexts/credentials/v2"),
    (
        "untp_dcc_0_6_1",
        "https://test.uncefact.org/vocabulary/untp/dcc/0.6.1/",
        "untp-0.6.1/data-models/untp-dcc/artefacts/context.jsonld",
    ),
    (
        "untp_dfr_0_6_1",
        "https://test.uncefact.org/vocabulary/untp/dfr/0.6.1/",
        "untp-0.6.1/data-models/untp-dfr/artefacts/context.jsonld",
    ),
    (
        "untp_dia_0_6_1",
        "https://test.uncefact.org/vocabulary/untp/dia/0.6.1/",
        "untp-0.6.1/data-models/untp-dia/artefacts/context.jsonld",
    ),
    (
        "untp_dpp_0_6_1",
        "https://test.uncefact.org/vocabulary/untp/dpp/0.6.1/",
        "untp-0.6.1/data-models/untp-dpp/artefacts/context.jsonld",
    ),
    (
        "untp_dte_0_6_1",
        "https://test.uncefact.org/vocabulary/untp/dte/0.6.1/",
        "untp-0.6.1/data-models/untp-dte/artefacts/context.jsonld",
    ),
];

#[test]
fn tables_are_what_the_published_contexts_come_to() {
    let Some(vectors) = folder("w3c").and_then(|folder| folder.parent().map(std::path::Path::to_path_buf)) else {
        return;
    };
    for (module, url, file) in CONTEXTS {
        let document = std::fs::read(vectors.join(file)).unwrap();
        let table = compile(&module.to_uppercase(), url, &document).unwrap_or_else(|fault| panic!("{url}: {fault}"));
        let path = package().join("../crates/shared/src/jsonld/contexts").join(format!("{module}.rs"));
        if std::env::var_os("PROOFPASS_BLESS").is_some() {
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(&path, &table).unwrap();
        }
        assert!(std::fs::read_to_string(&path).unwrap_or_default() == table, "{module} is not what {url} comes to");
    }
}
