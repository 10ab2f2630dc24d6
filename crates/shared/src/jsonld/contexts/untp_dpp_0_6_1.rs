//! `https://test.uncefact.org/vocabulary/untp/dpp/0.6.1/`
//!
//! Written by a test from the published document and compared with it ever after.

use super::{Compiled, CompiledScope, CompiledTerm as T, Container as C, Setting};

pub(super) static UNTP_DPP_0_6_1: Compiled = Compiled {
    url: "https://test.uncefact.org/vocabulary/untp/dpp/0.6.1/",
    sha256: [0xe9, 0x56, 0xab, 0x00, 0x59, 0x1c, 0xeb, 0xab, 0xeb, 0x60, 0x80, 0xeb, 0x02, 0xcd, 0x2f, 0x22, 0xad, 0xbd, 0xa8, 0x8c, 0x4d, 0x78, 0x61, 0xe8, 0xe7, 0xf0, 0x3e, 0xa6, 0x42, 0x84, 0x37, 0x0f],
    scope: CompiledScope { digest: 0xad52_2ea9_5729_0772, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "Claim", iri: "https://test.uncefact.org/vocabulary/untp/core/0/Claim", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DPP_0_6_1_7) },
    T { name: "Classification", iri: "https://test.uncefact.org/vocabulary/untp/core/0/Classification", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DPP_0_6_1_8) },
    T { name: "CredentialIssuer", iri: "https://test.uncefact.org/vocabulary/untp/core/0/CredentialIssuer", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DPP_0_6_1_10) },
    T { name: "Criterion", iri: "https://test.uncefact.org/vocabulary/untp/core/0/Criterion", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DPP_0_6_1_16) },
    T { name: "Declaration", iri: "https://test.uncefact.org/vocabulary/untp/core/0/Declaration", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DPP_0_6_1_21) },
    T { name: "DigitalProductPassport", iri: "https://test.uncefact.org/vocabulary/untp/dpp/0/DigitalProductPassport", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "Facility", iri: "https://test.uncefact.org/vocabulary/untp/core/0/Facility", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DPP_0_6_1_33) },
    T { name: "IdentifierScheme", iri: "https://test.uncefact.org/vocabulary/untp/core/0/IdentifierScheme", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DPP_0_6_1_34) },
    T { name: "Party", iri: "https://test.uncefact.org/vocabulary/untp/core/0/Party", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DPP_0_6_1_37) },
    T { name: "Product", iri: "https://test.uncefact.org/vocabulary/untp/core/0/Product", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DPP_0_6_1_54) },
    T { name: "ProductPassport", iri: "https://test.uncefact.org/vocabulary/untp/dpp/0/ProductPassport", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DPP_0_6_1_72) },
    T { name: "Regulation", iri: "https://test.uncefact.org/vocabulary/untp/core/0/Regulation", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DPP_0_6_1_75) },
    T { name: "RenderTemplate2024", iri: "https://test.uncefact.org/vocabulary/untp/core/0/RenderTemplate2024", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DPP_0_6_1_76) },
    T { name: "Standard", iri: "https://test.uncefact.org/vocabulary/untp/core/0/Standard", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DPP_0_6_1_78) },
    T { name: "WebRenderingTemplate2022", iri: "https://test.uncefact.org/vocabulary/untp/core/0/WebRenderingTemplate2022", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DPP_0_6_1_79) },
    T { name: "geojson", iri: "https://purl.org/geojson/vocab#", flags: 3, container: C(0), type_mapping: "", scope: None },
    T { name: "renderMethodPrefix", iri: "https://w3id.org/vc/render-method#", flags: 3, container: C(0), type_mapping: "", scope: None },
    T { name: "schemaorg", iri: "https://schema.org/", flags: 3, container: C(0), type_mapping: "", scope: None },
    T { name: "untp-core", iri: "https://test.uncefact.org/vocabulary/untp/core/0/", flags: 3, container: C(0), type_mapping: "", scope: None },
    T { name: "untp-dpp", iri: "https://test.uncefact.org/vocabulary/untp/dpp/0/", flags: 3, container: C(0), type_mapping: "", scope: None },
    T { name: "xsd", iri: "http://www.w3.org/2001/XMLSchema#", flags: 3, container: C(0), type_mapping: "", scope: None },
] },
};

static UNTP_DPP_0_6_1_0: CompiledScope = CompiledScope { digest: 0xa159_dcf8_ec16_a550, reset: false, protected: false, vocab: Setting::Is("https://test.uncefact.org/vocabulary/untp/core/0/encryptionMethodCode#"), propagate: None, terms: &[] };

static UNTP_DPP_0_6_1_1: CompiledScope = CompiledScope { digest: 0xce0d_b94c_e1d4_149b, reset: false, protected: false, vocab: Setting::Is("https://test.uncefact.org/vocabulary/untp/core/0/hashMethodCode#"), propagate: None, terms: &[] };

static UNTP_DPP_0_6_1_2: CompiledScope = CompiledScope { digest: 0xdfd6_a000_3f4d_9b61, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "encryptionMethod", iri: "https://test.uncefact.org/vocabulary/untp/core/0/encryptionMethod", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&UNTP_DPP_0_6_1_0) },
    T { name: "hashDigest", iri: "https://test.uncefact.org/vocabulary/untp/core/0/hashDigest", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "hashMethod", iri: "https://test.uncefact.org/vocabulary/untp/core/0/hashMethod", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&UNTP_DPP_0_6_1_1) },
    T { name: "linkName", iri: "https://test.uncefact.org/vocabulary/untp/core/0/linkName", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "linkType", iri: "https://test.uncefact.org/vocabulary/untp/core/0/linkType", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "linkURL", iri: "https://test.uncefact.org/vocabulary/untp/core/0/linkURL", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
] };

static UNTP_DPP_0_6_1_3: CompiledScope = CompiledScope { digest: 0xf6dd_1f58_888d_29ce, reset: false, protected: false, vocab: Setting::Is("https://test.uncefact.org/vocabulary/untp/core/0/conformityTopicCode#"), propagate: None, terms: &[] };

static UNTP_DPP_0_6_1_4: CompiledScope = CompiledScope { digest: 0x84a7_2120_5c50_3000, reset: false, protected: false, vocab: Setting::Is("https://vocabulary.uncefact.org/UnitMeasureCode#"), propagate: None, terms: &[] };

static UNTP_DPP_0_6_1_5: CompiledScope = CompiledScope { digest: 0xc9ab_538a_0a09_ccce, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "unit", iri: "https://test.uncefact.org/vocabulary/untp/core/0/unit", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&UNTP_DPP_0_6_1_4) },
    T { name: "value", iri: "https://test.uncefact.org/vocabulary/untp/core/0/value", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#double", scope: None },
] };

static UNTP_DPP_0_6_1_6: CompiledScope = CompiledScope { digest: 0xefd4_d9bb_3c5f_c3ab, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "accuracy", iri: "https://test.uncefact.org/vocabulary/untp/core/0/accuracy", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#double", scope: None },
    T { name: "metricName", iri: "https://test.uncefact.org/vocabulary/untp/core/0/metricName", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "metricValue", iri: "https://test.uncefact.org/vocabulary/untp/core/0/metricValue", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DPP_0_6_1_5) },
    T { name: "score", iri: "https://test.uncefact.org/vocabulary/untp/core/0/score", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
] };

static UNTP_DPP_0_6_1_7: CompiledScope = CompiledScope { digest: 0x9483_a59e_0786_80f1, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "assessmentCriteria", iri: "https://test.uncefact.org/vocabulary/untp/core/0/assessmentCriteria", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "assessmentDate", iri: "https://test.uncefact.org/vocabulary/untp/core/0/assessmentDate", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "conformance", iri: "https://test.uncefact.org/vocabulary/untp/core/0/conformance", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#boolean", scope: None },
    T { name: "conformityEvidence", iri: "https://test.uncefact.org/vocabulary/untp/core/0/conformityEvidence", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DPP_0_6_1_2) },
    T { name: "conformityTopic", iri: "https://test.uncefact.org/vocabulary/untp/core/0/conformityTopic", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&UNTP_DPP_0_6_1_3) },
    T { name: "declaredValue", iri: "https://test.uncefact.org/vocabulary/untp/core/0/declaredValue", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DPP_0_6_1_6) },
    T { name: "description", iri: "https://schema.org/description", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "referenceRegulation", iri: "https://test.uncefact.org/vocabulary/untp/core/0/referenceRegulation", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "referenceStandard", iri: "https://test.uncefact.org/vocabulary/untp/core/0/referenceStandard", flags: 2, container: C(0), type_mapping: "@id", scope: None },
] };

static UNTP_DPP_0_6_1_8: CompiledScope = CompiledScope { digest: 0x08af_50d5_c303_9e7c, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "code", iri: "https://test.uncefact.org/vocabulary/untp/core/0/code", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "name", iri: "https://schema.org/name", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "schemeID", iri: "https://test.uncefact.org/vocabulary/untp/core/0/schemeID", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "schemeName", iri: "https://test.uncefact.org/vocabulary/untp/core/0/schemeName", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
] };

static UNTP_DPP_0_6_1_9: CompiledScope = CompiledScope { digest: 0xb6d3_c718_3ab2_8972, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "idScheme", iri: "https://test.uncefact.org/vocabulary/untp/core/0/idScheme", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "name", iri: "https://schema.org/name", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "registeredId", iri: "https://test.uncefact.org/vocabulary/untp/core/0/registeredId", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
] };

static UNTP_DPP_0_6_1_10: CompiledScope = CompiledScope { digest: 0xe145_49c4_b08b_b521, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "issuerAlsoKnownAs", iri: "https://test.uncefact.org/vocabulary/untp/core/0/Party", flags: 2, container: C(0), type_mapping: "@id", scope: Some(&UNTP_DPP_0_6_1_9) },
    T { name: "name", iri: "https://schema.org/name", flags: 2, container: C(0), type_mapping: "", scope: None },
] };

static UNTP_DPP_0_6_1_11: CompiledScope = CompiledScope { digest: 0xf6dd_1f58_888d_29ce, reset: false, protected: false, vocab: Setting::Is("https://test.uncefact.org/vocabulary/untp/core/0/conformityTopicCode#"), propagate: None, terms: &[] };

static UNTP_DPP_0_6_1_12: CompiledScope = CompiledScope { digest: 0xbbc3_bc5b_fd44_a362, reset: false, protected: false, vocab: Setting::Is("https://test.uncefact.org/vocabulary/untp/core/0/statusCode#"), propagate: None, terms: &[] };

static UNTP_DPP_0_6_1_13: CompiledScope = CompiledScope { digest: 0x84a7_2120_5c50_3000, reset: false, protected: false, vocab: Setting::Is("https://vocabulary.uncefact.org/UnitMeasureCode#"), propagate: None, terms: &[] };

static UNTP_DPP_0_6_1_14: CompiledScope = CompiledScope { digest: 0xc9ab_538a_0a09_ccce, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "unit", iri: "https://test.uncefact.org/vocabulary/untp/core/0/unit", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&UNTP_DPP_0_6_1_13) },
    T { name: "value", iri: "https://test.uncefact.org/vocabulary/untp/core/0/value", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#double", scope: None },
] };

static UNTP_DPP_0_6_1_15: CompiledScope = CompiledScope { digest: 0xefd4_d9bb_3c5f_c3ab, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "accuracy", iri: "https://test.uncefact.org/vocabulary/untp/core/0/accuracy", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#double", scope: None },
    T { name: "metricName", iri: "https://test.uncefact.org/vocabulary/untp/core/0/metricName", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "metricValue", iri: "https://test.uncefact.org/vocabulary/untp/core/0/metricValue", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DPP_0_6_1_14) },
    T { name: "score", iri: "https://test.uncefact.org/vocabulary/untp/core/0/score", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
] };

static UNTP_DPP_0_6_1_16: CompiledScope = CompiledScope { digest: 0xc19d_e7a4_76f6_fac5, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "category", iri: "https://test.uncefact.org/vocabulary/untp/core/0/category", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "conformityTopic", iri: "https://test.uncefact.org/vocabulary/untp/core/0/conformityTopic", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&UNTP_DPP_0_6_1_11) },
    T { name: "description", iri: "https://schema.org/description", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "name", iri: "https://schema.org/name", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "performanceLevel", iri: "https://test.uncefact.org/vocabulary/untp/core/0/performanceLevel", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "status", iri: "https://test.uncefact.org/vocabulary/untp/core/0/status", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&UNTP_DPP_0_6_1_12) },
    T { name: "subCriterion", iri: "https://test.uncefact.org/vocabulary/untp/core/0/subCriterion", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "tag", iri: "https://test.uncefact.org/vocabulary/untp/core/0/tag", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "thresholdValue", iri: "https://test.uncefact.org/vocabulary/untp/core/0/thresholdValue", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DPP_0_6_1_15) },
] };

static UNTP_DPP_0_6_1_17: CompiledScope = CompiledScope { digest: 0xf6dd_1f58_888d_29ce, reset: false, protected: false, vocab: Setting::Is("https://test.uncefact.org/vocabulary/untp/core/0/conformityTopicCode#"), propagate: None, terms: &[] };

static UNTP_DPP_0_6_1_18: CompiledScope = CompiledScope { digest: 0x84a7_2120_5c50_3000, reset: false, protected: false, vocab: Setting::Is("https://vocabulary.uncefact.org/UnitMeasureCode#"), propagate: None, terms: &[] };

static UNTP_DPP_0_6_1_19: CompiledScope = CompiledScope { digest: 0xc9ab_538a_0a09_ccce, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "unit", iri: "https://test.uncefact.org/vocabulary/untp/core/0/unit", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&UNTP_DPP_0_6_1_18) },
    T { name: "value", iri: "https://test.uncefact.org/vocabulary/untp/core/0/value", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#double", scope: None },
] };

static UNTP_DPP_0_6_1_20: CompiledScope = CompiledScope { digest: 0xefd4_d9bb_3c5f_c3ab, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "accuracy", iri: "https://test.uncefact.org/vocabulary/untp/core/0/accuracy", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#double", scope: None },
    T { name: "metricName", iri: "https://test.uncefact.org/vocabulary/untp/core/0/metricName", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "metricValue", iri: "https://test.uncefact.org/vocabulary/untp/core/0/metricValue", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DPP_0_6_1_19) },
    T { name: "score", iri: "https://test.uncefact.org/vocabulary/untp/core/0/score", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
] };

static UNTP_DPP_0_6_1_21: CompiledScope = CompiledScope { digest: 0xef1f_493c_c9b2_ab45, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "assessmentCriteria", iri: "https://test.uncefact.org/vocabulary/untp/core/0/assessmentCriteria", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "assessmentDate", iri: "https://test.uncefact.org/vocabulary/untp/core/0/assessmentDate", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "conformance", iri: "https://test.uncefact.org/vocabulary/untp/core/0/conformance", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#boolean", scope: None },
    T { name: "conformityTopic", iri: "https://test.uncefact.org/vocabulary/untp/core/0/conformityTopic", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&UNTP_DPP_0_6_1_17) },
    T { name: "declaredValue", iri: "https://test.uncefact.org/vocabulary/untp/core/0/declaredValue", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DPP_0_6_1_20) },
    T { name: "description", iri: "https://schema.org/description", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "referenceRegulation", iri: "https://test.uncefact.org/vocabulary/untp/core/0/referenceRegulation", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "referenceStandard", iri: "https://test.uncefact.org/vocabulary/untp/core/0/referenceStandard", flags: 2, container: C(0), type_mapping: "@id", scope: None },
] };

static UNTP_DPP_0_6_1_22: CompiledScope = CompiledScope { digest: 0x1bb4_43bd_8ac6_0546, reset: false, protected: false, vocab: Setting::Is("https://vocabulary.uncefact.org/CountryId#"), propagate: None, terms: &[] };

static UNTP_DPP_0_6_1_23: CompiledScope = CompiledScope { digest: 0x7daa_2c5a_5e07_caba, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "addressCountry", iri: "https://test.uncefact.org/vocabulary/untp/core/0/addressCountry", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&UNTP_DPP_0_6_1_22) },
    T { name: "addressLocality", iri: "https://test.uncefact.org/vocabulary/untp/core/0/addressLocality", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "addressRegion", iri: "https://test.uncefact.org/vocabulary/untp/core/0/addressRegion", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "postalCode", iri: "https://test.uncefact.org/vocabulary/untp/core/0/postalCode", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "streetAddress", iri: "https://test.uncefact.org/vocabulary/untp/core/0/streetAddress", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
] };

static UNTP_DPP_0_6_1_24: CompiledScope = CompiledScope { digest: 0x1bb4_43bd_8ac6_0546, reset: false, protected: false, vocab: Setting::Is("https://vocabulary.uncefact.org/CountryId#"), propagate: None, terms: &[] };

static UNTP_DPP_0_6_1_25: CompiledScope = CompiledScope { digest: 0xb6d3_c718_3ab2_8972, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "idScheme", iri: "https://test.uncefact.org/vocabulary/untp/core/0/idScheme", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "name", iri: "https://schema.org/name", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "registeredId", iri: "https://test.uncefact.org/vocabulary/untp/core/0/registeredId", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
] };

static UNTP_DPP_0_6_1_26: CompiledScope = CompiledScope { digest: 0xe5d8_3023_12e1_8e4b, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "data", iri: "https://purl.org/geojson/vocab#data", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#double", scope: None },
] };

static UNTP_DPP_0_6_1_27: CompiledScope = CompiledScope { digest: 0xdd5b_7129_a375_9cc4, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "data", iri: "https://purl.org/geojson/vocab#data", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DPP_0_6_1_26) },
] };

static UNTP_DPP_0_6_1_28: CompiledScope = CompiledScope { digest: 0xcc96_bf6b_3bf8_3b99, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "coordinates", iri: "https://purl.org/geojson/vocab#coordinates", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DPP_0_6_1_27) },
    T { name: "type", iri: "https://purl.org/geojson/vocab#type", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
] };

static UNTP_DPP_0_6_1_29: CompiledScope = CompiledScope { digest: 0xe5d8_3023_12e1_8e4b, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "data", iri: "https://purl.org/geojson/vocab#data", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#double", scope: None },
] };

static UNTP_DPP_0_6_1_30: CompiledScope = CompiledScope { digest: 0x93c4_2209_1b44_6453, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "coordinates", iri: "https://purl.org/geojson/vocab#coordinates", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DPP_0_6_1_29) },
    T { name: "type", iri: "https://purl.org/geojson/vocab#type", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
] };

static UNTP_DPP_0_6_1_31: CompiledScope = CompiledScope { digest: 0x3088_3009_1454_0d8c, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "geoBoundary", iri: "https://purl.org/geojson/vocab#geoBoundary", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DPP_0_6_1_28) },
    T { name: "geoLocation", iri: "https://purl.org/geojson/vocab#geoLocation", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DPP_0_6_1_30) },
    T { name: "plusCode", iri: "https://test.uncefact.org/vocabulary/untp/core/0/plusCode", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
] };

static UNTP_DPP_0_6_1_32: CompiledScope = CompiledScope { digest: 0xb6d3_c718_3ab2_8972, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "idScheme", iri: "https://test.uncefact.org/vocabulary/untp/core/0/idScheme", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "name", iri: "https://schema.org/name", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "registeredId", iri: "https://test.uncefact.org/vocabulary/untp/core/0/registeredId", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
] };

static UNTP_DPP_0_6_1_33: CompiledScope = CompiledScope { digest: 0xda40_d71d_75bc_066f, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "address", iri: "https://test.uncefact.org/vocabulary/untp/core/0/address", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DPP_0_6_1_23) },
    T { name: "countryOfOperation", iri: "https://test.uncefact.org/vocabulary/untp/core/0/countryOfOperation", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&UNTP_DPP_0_6_1_24) },
    T { name: "description", iri: "https://schema.org/description", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "facilityAlsoKnownAs", iri: "https://test.uncefact.org/vocabulary/untp/core/0/Facility", flags: 2, container: C(0), type_mapping: "@id", scope: Some(&UNTP_DPP_0_6_1_25) },
    T { name: "idScheme", iri: "https://test.uncefact.org/vocabulary/untp/core/0/idScheme", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "locationInformation", iri: "https://test.uncefact.org/vocabulary/untp/core/0/locationInformation", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DPP_0_6_1_31) },
    T { name: "name", iri: "https://schema.org/name", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "operatedByParty", iri: "https://test.uncefact.org/vocabulary/untp/core/0/Party", flags: 2, container: C(0), type_mapping: "@id", scope: Some(&UNTP_DPP_0_6_1_32) },
    T { name: "processCategory", iri: "https://test.uncefact.org/vocabulary/untp/core/0/processCategory", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "registeredId", iri: "https://test.uncefact.org/vocabulary/untp/core/0/registeredId", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
] };

static UNTP_DPP_0_6_1_34: CompiledScope = CompiledScope { digest: 0x12c4_16e4_313c_6ff0, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "name", iri: "https://schema.org/name", flags: 2, container: C(0), type_mapping: "", scope: None },
] };

static UNTP_DPP_0_6_1_35: CompiledScope = CompiledScope { digest: 0xb6d3_c718_3ab2_8972, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "idScheme", iri: "https://test.uncefact.org/vocabulary/untp/core/0/idScheme", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "name", iri: "https://schema.org/name", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "registeredId", iri: "https://test.uncefact.org/vocabulary/untp/core/0/registeredId", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
] };

static UNTP_DPP_0_6_1_36: CompiledScope = CompiledScope { digest: 0x1bb4_43bd_8ac6_0546, reset: false, protected: false, vocab: Setting::Is("https://vocabulary.uncefact.org/CountryId#"), propagate: None, terms: &[] };

static UNTP_DPP_0_6_1_37: CompiledScope = CompiledScope { digest: 0xfa20_7c1c_e8ab_d688, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "description", iri: "https://schema.org/description", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "idScheme", iri: "https://test.uncefact.org/vocabulary/untp/core/0/idScheme", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "industryCategory", iri: "https://test.uncefact.org/vocabulary/untp/core/0/industryCategory", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "name", iri: "https://schema.org/name", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "organisationWebsite", iri: "https://test.uncefact.org/vocabulary/untp/core/0/organisationWebsite", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "partyAlsoKnownAs", iri: "https://test.uncefact.org/vocabulary/untp/core/0/Party", flags: 2, container: C(0), type_mapping: "@id", scope: Some(&UNTP_DPP_0_6_1_35) },
    T { name: "registeredId", iri: "https://test.uncefact.org/vocabulary/untp/core/0/registeredId", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "registrationCountry", iri: "https://test.uncefact.org/vocabulary/untp/core/0/registrationCountry", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&UNTP_DPP_0_6_1_36) },
] };

static UNTP_DPP_0_6_1_38: CompiledScope = CompiledScope { digest: 0x1bb4_43bd_8ac6_0546, reset: false, protected: false, vocab: Setting::Is("https://vocabulary.uncefact.org/CountryId#"), propagate: None, terms: &[] };

static UNTP_DPP_0_6_1_39: CompiledScope = CompiledScope { digest: 0x84a7_2120_5c50_3000, reset: false, protected: false, vocab: Setting::Is("https://vocabulary.uncefact.org/UnitMeasureCode#"), propagate: None, terms: &[] };

static UNTP_DPP_0_6_1_40: CompiledScope = CompiledScope { digest: 0xc9ab_538a_0a09_ccce, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "unit", iri: "https://test.uncefact.org/vocabulary/untp/core/0/unit", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&UNTP_DPP_0_6_1_39) },
    T { name: "value", iri: "https://test.uncefact.org/vocabulary/untp/core/0/value", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#double", scope: None },
] };

static UNTP_DPP_0_6_1_41: CompiledScope = CompiledScope { digest: 0x84a7_2120_5c50_3000, reset: false, protected: false, vocab: Setting::Is("https://vocabulary.uncefact.org/UnitMeasureCode#"), propagate: None, terms: &[] };

static UNTP_DPP_0_6_1_42: CompiledScope = CompiledScope { digest: 0xc9ab_538a_0a09_ccce, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "unit", iri: "https://test.uncefact.org/vocabulary/untp/core/0/unit", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&UNTP_DPP_0_6_1_41) },
    T { name: "value", iri: "https://test.uncefact.org/vocabulary/untp/core/0/value", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#double", scope: None },
] };

static UNTP_DPP_0_6_1_43: CompiledScope = CompiledScope { digest: 0x84a7_2120_5c50_3000, reset: false, protected: false, vocab: Setting::Is("https://vocabulary.uncefact.org/UnitMeasureCode#"), propagate: None, terms: &[] };

static UNTP_DPP_0_6_1_44: CompiledScope = CompiledScope { digest: 0xc9ab_538a_0a09_ccce, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "unit", iri: "https://test.uncefact.org/vocabulary/untp/core/0/unit", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&UNTP_DPP_0_6_1_43) },
    T { name: "value", iri: "https://test.uncefact.org/vocabulary/untp/core/0/value", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#double", scope: None },
] };

static UNTP_DPP_0_6_1_45: CompiledScope = CompiledScope { digest: 0x84a7_2120_5c50_3000, reset: false, protected: false, vocab: Setting::Is("https://vocabulary.uncefact.org/UnitMeasureCode#"), propagate: None, terms: &[] };

static UNTP_DPP_0_6_1_46: CompiledScope = CompiledScope { digest: 0xc9ab_538a_0a09_ccce, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "unit", iri: "https://test.uncefact.org/vocabulary/untp/core/0/unit", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&UNTP_DPP_0_6_1_45) },
    T { name: "value", iri: "https://test.uncefact.org/vocabulary/untp/core/0/value", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#double", scope: None },
] };

static UNTP_DPP_0_6_1_47: CompiledScope = CompiledScope { digest: 0x84a7_2120_5c50_3000, reset: false, protected: false, vocab: Setting::Is("https://vocabulary.uncefact.org/UnitMeasureCode#"), propagate: None, terms: &[] };

static UNTP_DPP_0_6_1_48: CompiledScope = CompiledScope { digest: 0xc9ab_538a_0a09_ccce, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "unit", iri: "https://test.uncefact.org/vocabulary/untp/core/0/unit", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&UNTP_DPP_0_6_1_47) },
    T { name: "value", iri: "https://test.uncefact.org/vocabulary/untp/core/0/value", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#double", scope: None },
] };

static UNTP_DPP_0_6_1_49: CompiledScope = CompiledScope { digest: 0x56eb_786d_6b61_01d9, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "height", iri: "https://test.uncefact.org/vocabulary/untp/core/0/height", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DPP_0_6_1_40) },
    T { name: "length", iri: "https://test.uncefact.org/vocabulary/untp/core/0/length", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DPP_0_6_1_42) },
    T { name: "volume", iri: "https://test.uncefact.org/vocabulary/untp/core/0/volume", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DPP_0_6_1_44) },
    T { name: "weight", iri: "https://test.uncefact.org/vocabulary/untp/core/0/weight", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DPP_0_6_1_46) },
    T { name: "width", iri: "https://test.uncefact.org/vocabulary/untp/core/0/width", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DPP_0_6_1_48) },
] };

static UNTP_DPP_0_6_1_50: CompiledScope = CompiledScope { digest: 0x70cd_31da_7baa_b0cb, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "linkName", iri: "https://test.uncefact.org/vocabulary/untp/core/0/linkName", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "linkType", iri: "https://test.uncefact.org/vocabulary/untp/core/0/linkType", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "linkURL", iri: "https://test.uncefact.org/vocabulary/untp/core/0/linkURL", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
] };

static UNTP_DPP_0_6_1_51: CompiledScope = CompiledScope { digest: 0xb6d3_c718_3ab2_8972, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "idScheme", iri: "https://test.uncefact.org/vocabulary/untp/core/0/idScheme", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "name", iri: "https://schema.org/name", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "registeredId", iri: "https://test.uncefact.org/vocabulary/untp/core/0/registeredId", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
] };

static UNTP_DPP_0_6_1_52: CompiledScope = CompiledScope { digest: 0xb6d3_c718_3ab2_8972, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "idScheme", iri: "https://test.uncefact.org/vocabulary/untp/core/0/idScheme", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "name", iri: "https://schema.org/name", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "registeredId", iri: "https://test.uncefact.org/vocabulary/untp/core/0/registeredId", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
] };

static UNTP_DPP_0_6_1_53: CompiledScope = CompiledScope { digest: 0x70cd_31da_7baa_b0cb, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "linkName", iri: "https://test.uncefact.org/vocabulary/untp/core/0/linkName", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "linkType", iri: "https://test.uncefact.org/vocabulary/untp/core/0/linkType", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "linkURL", iri: "https://test.uncefact.org/vocabulary/untp/core/0/linkURL", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
] };

static UNTP_DPP_0_6_1_54: CompiledScope = CompiledScope { digest: 0x9e11_cee8_efc1_8f78, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "batchNumber", iri: "https://test.uncefact.org/vocabulary/untp/core/0/batchNumber", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "countryOfProduction", iri: "https://test.uncefact.org/vocabulary/untp/core/0/countryOfProduction", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&UNTP_DPP_0_6_1_38) },
    T { name: "description", iri: "https://schema.org/description", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "dimensions", iri: "https://test.uncefact.org/vocabulary/untp/core/0/dimensions", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DPP_0_6_1_49) },
    T { name: "furtherInformation", iri: "https://test.uncefact.org/vocabulary/untp/core/0/furtherInformation", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DPP_0_6_1_50) },
    T { name: "idScheme", iri: "https://test.uncefact.org/vocabulary/untp/core/0/idScheme", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "name", iri: "https://schema.org/name", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "producedAtFacility", iri: "https://test.uncefact.org/vocabulary/untp/core/0/Facility", flags: 2, container: C(0), type_mapping: "@id", scope: Some(&UNTP_DPP_0_6_1_51) },
    T { name: "producedByParty", iri: "https://test.uncefact.org/vocabulary/untp/core/0/Party", flags: 2, container: C(0), type_mapping: "@id", scope: Some(&UNTP_DPP_0_6_1_52) },
    T { name: "productCategory", iri: "https://test.uncefact.org/vocabulary/untp/core/0/productCategory", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "productImage", iri: "https://test.uncefact.org/vocabulary/untp/core/0/productImage", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DPP_0_6_1_53) },
    T { name: "productionDate", iri: "https://test.uncefact.org/vocabulary/untp/core/0/productionDate", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "registeredId", iri: "https://test.uncefact.org/vocabulary/untp/core/0/registeredId", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "serialNumber", iri: "https://test.uncefact.org/vocabulary/untp/core/0/serialNumber", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
] };

static UNTP_DPP_0_6_1_55: CompiledScope = CompiledScope { digest: 0x70cd_31da_7baa_b0cb, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "linkName", iri: "https://test.uncefact.org/vocabulary/untp/core/0/linkName", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "linkType", iri: "https://test.uncefact.org/vocabulary/untp/core/0/linkType", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "linkURL", iri: "https://test.uncefact.org/vocabulary/untp/core/0/linkURL", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
] };

static UNTP_DPP_0_6_1_56: CompiledScope = CompiledScope { digest: 0x70cd_31da_7baa_b0cb, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "linkName", iri: "https://test.uncefact.org/vocabulary/untp/core/0/linkName", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "linkType", iri: "https://test.uncefact.org/vocabulary/untp/core/0/linkType", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "linkURL", iri: "https://test.uncefact.org/vocabulary/untp/core/0/linkURL", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
] };

static UNTP_DPP_0_6_1_57: CompiledScope = CompiledScope { digest: 0x63c4_85af_e2db_c790, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "materialCircularityIndicator", iri: "https://test.uncefact.org/vocabulary/untp/core/0/materialCircularityIndicator", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#double", scope: None },
    T { name: "recyclableContent", iri: "https://test.uncefact.org/vocabulary/untp/core/0/recyclableContent", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#double", scope: None },
    T { name: "recycledContent", iri: "https://test.uncefact.org/vocabulary/untp/core/0/recycledContent", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#double", scope: None },
    T { name: "recyclingInformation", iri: "https://test.uncefact.org/vocabulary/untp/core/0/recyclingInformation", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DPP_0_6_1_55) },
    T { name: "repairInformation", iri: "https://test.uncefact.org/vocabulary/untp/core/0/repairInformation", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DPP_0_6_1_56) },
    T { name: "utilityFactor", iri: "https://test.uncefact.org/vocabulary/untp/core/0/utilityFactor", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#double", scope: None },
] };

static UNTP_DPP_0_6_1_58: CompiledScope = CompiledScope { digest: 0x70cd_31da_7baa_b0cb, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "linkName", iri: "https://test.uncefact.org/vocabulary/untp/core/0/linkName", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "linkType", iri: "https://test.uncefact.org/vocabulary/untp/core/0/linkType", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "linkURL", iri: "https://test.uncefact.org/vocabulary/untp/core/0/linkURL", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
] };

static UNTP_DPP_0_6_1_59: CompiledScope = CompiledScope { digest: 0x84a7_2120_5c50_3000, reset: false, protected: false, vocab: Setting::Is("https://vocabulary.uncefact.org/UnitMeasureCode#"), propagate: None, terms: &[] };

static UNTP_DPP_0_6_1_60: CompiledScope = CompiledScope { digest: 0xe713_6417_031d_cd44, reset: false, protected: false, vocab: Setting::Is("https://test.uncefact.org/vocabulary/untp/core/0/operationalScopeCode#"), propagate: None, terms: &[] };

static UNTP_DPP_0_6_1_61: CompiledScope = CompiledScope { digest: 0xed9d_f09b_58ad_ebac, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "carbonFootprint", iri: "https://test.uncefact.org/vocabulary/untp/core/0/carbonFootprint", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#double", scope: None },
    T { name: "declaredUnit", iri: "https://test.uncefact.org/vocabulary/untp/core/0/declaredUnit", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&UNTP_DPP_0_6_1_59) },
    T { name: "operationalScope", iri: "https://test.uncefact.org/vocabulary/untp/core/0/operationalScope", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&UNTP_DPP_0_6_1_60) },
    T { name: "primarySourcedRatio", iri: "https://test.uncefact.org/vocabulary/untp/core/0/primarySourcedRatio", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#double", scope: None },
    T { name: "reportingStandard", iri: "https://test.uncefact.org/vocabulary/untp/core/0/reportingStandard", flags: 2, container: C(0), type_mapping: "@id", scope: None },
] };

static UNTP_DPP_0_6_1_62: CompiledScope = CompiledScope { digest: 0xa683_9007_2992_3438, reset: false, protected: false, vocab: Setting::Is("https://test.uncefact.org/vocabulary/untp/dpp/0/granularityCode#"), propagate: None, terms: &[] };

static UNTP_DPP_0_6_1_63: CompiledScope = CompiledScope { digest: 0x84a7_2120_5c50_3000, reset: false, protected: false, vocab: Setting::Is("https://vocabulary.uncefact.org/UnitMeasureCode#"), propagate: None, terms: &[] };

static UNTP_DPP_0_6_1_64: CompiledScope = CompiledScope { digest: 0xc9ab_538a_0a09_ccce, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "unit", iri: "https://test.uncefact.org/vocabulary/untp/core/0/unit", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&UNTP_DPP_0_6_1_63) },
    T { name: "value", iri: "https://test.uncefact.org/vocabulary/untp/core/0/value", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#double", scope: None },
] };

static UNTP_DPP_0_6_1_65: CompiledScope = CompiledScope { digest: 0x70cd_31da_7baa_b0cb, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "linkName", iri: "https://test.uncefact.org/vocabulary/untp/core/0/linkName", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "linkType", iri: "https://test.uncefact.org/vocabulary/untp/core/0/linkType", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "linkURL", iri: "https://test.uncefact.org/vocabulary/untp/core/0/linkURL", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
] };

static UNTP_DPP_0_6_1_66: CompiledScope = CompiledScope { digest: 0x1bb4_43bd_8ac6_0546, reset: false, protected: false, vocab: Setting::Is("https://vocabulary.uncefact.org/CountryId#"), propagate: None, terms: &[] };

static UNTP_DPP_0_6_1_67: CompiledScope = CompiledScope { digest: 0x3a29_925f_143b_64b5, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "hazardous", iri: "https://test.uncefact.org/vocabulary/untp/core/0/hazardous", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#boolean", scope: None },
    T { name: "mass", iri: "https://test.uncefact.org/vocabulary/untp/core/0/mass", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DPP_0_6_1_64) },
    T { name: "massFraction", iri: "https://test.uncefact.org/vocabulary/untp/core/0/massFraction", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#double", scope: None },
    T { name: "materialSafetyInformation", iri: "https://test.uncefact.org/vocabulary/untp/core/0/materialSafetyInformation", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DPP_0_6_1_65) },
    T { name: "materialType", iri: "https://test.uncefact.org/vocabulary/untp/core/0/materialType", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "name", iri: "https://schema.org/name", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "originCountry", iri: "https://test.uncefact.org/vocabulary/untp/core/0/originCountry", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&UNTP_DPP_0_6_1_66) },
    T { name: "recycledMassFraction", iri: "https://test.uncefact.org/vocabulary/untp/core/0/recycledMassFraction", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#double", scope: None },
    T { name: "symbol", iri: "https://test.uncefact.org/vocabulary/untp/core/0/symbol", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
] };

static UNTP_DPP_0_6_1_68: CompiledScope = CompiledScope { digest: 0xa159_dcf8_ec16_a550, reset: false, protected: false, vocab: Setting::Is("https://test.uncefact.org/vocabulary/untp/core/0/encryptionMethodCode#"), propagate: None, terms: &[] };

static UNTP_DPP_0_6_1_69: CompiledScope = CompiledScope { digest: 0xce0d_b94c_e1d4_149b, reset: false, protected: false, vocab: Setting::Is("https://test.uncefact.org/vocabulary/untp/core/0/hashMethodCode#"), propagate: None, terms: &[] };

static UNTP_DPP_0_6_1_70: CompiledScope = CompiledScope { digest: 0xdfd6_a000_3f4d_9b61, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "encryptionMethod", iri: "https://test.uncefact.org/vocabulary/untp/core/0/encryptionMethod", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&UNTP_DPP_0_6_1_68) },
    T { name: "hashDigest", iri: "https://test.uncefact.org/vocabulary/untp/core/0/hashDigest", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "hashMethod", iri: "https://test.uncefact.org/vocabulary/untp/core/0/hashMethod", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&UNTP_DPP_0_6_1_69) },
    T { name: "linkName", iri: "https://test.uncefact.org/vocabulary/untp/core/0/linkName", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "linkType", iri: "https://test.uncefact.org/vocabulary/untp/core/0/linkType", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "linkURL", iri: "https://test.uncefact.org/vocabulary/untp/core/0/linkURL", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
] };

static UNTP_DPP_0_6_1_71: CompiledScope = CompiledScope { digest: 0x8b1d_a7ef_9a50_c819, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "traceabilityEvent", iri: "https://test.uncefact.org/vocabulary/untp/core/0/traceabilityEvent", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DPP_0_6_1_70) },
    T { name: "valueChainProcess", iri: "https://test.uncefact.org/vocabulary/untp/dpp/0/valueChainProcess", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "verifiedRatio", iri: "https://test.uncefact.org/vocabulary/untp/dpp/0/verifiedRatio", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#double", scope: None },
] };

static UNTP_DPP_0_6_1_72: CompiledScope = CompiledScope { digest: 0xb5b0_acbf_2996_3caf, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "circularityScorecard", iri: "https://test.uncefact.org/vocabulary/untp/core/0/circularityScorecard", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DPP_0_6_1_57) },
    T { name: "conformityClaim", iri: "https://test.uncefact.org/vocabulary/untp/core/0/conformityClaim", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "dueDiligenceDeclaration", iri: "https://test.uncefact.org/vocabulary/untp/core/0/dueDiligenceDeclaration", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DPP_0_6_1_58) },
    T { name: "emissionsScorecard", iri: "https://test.uncefact.org/vocabulary/untp/core/0/emissionsScorecard", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DPP_0_6_1_61) },
    T { name: "granularityLevel", iri: "https://test.uncefact.org/vocabulary/untp/dpp/0/granularityLevel", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&UNTP_DPP_0_6_1_62) },
    T { name: "materialsProvenance", iri: "https://test.uncefact.org/vocabulary/untp/core/0/materialsProvenance", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DPP_0_6_1_67) },
    T { name: "product", iri: "https://test.uncefact.org/vocabulary/untp/core/0/product", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "traceabilityInformation", iri: "https://test.uncefact.org/vocabulary/untp/dpp/0/traceabilityInformation", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DPP_0_6_1_71) },
] };

static UNTP_DPP_0_6_1_73: CompiledScope = CompiledScope { digest: 0xb6d3_c718_3ab2_8972, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "idScheme", iri: "https://test.uncefact.org/vocabulary/untp/core/0/idScheme", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "name", iri: "https://schema.org/name", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "registeredId", iri: "https://test.uncefact.org/vocabulary/untp/core/0/registeredId", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
] };

static UNTP_DPP_0_6_1_74: CompiledScope = CompiledScope { digest: 0x1bb4_43bd_8ac6_0546, reset: false, protected: false, vocab: Setting::Is("https://vocabulary.uncefact.org/CountryId#"), propagate: None, terms: &[] };

static UNTP_DPP_0_6_1_75: CompiledScope = CompiledScope { digest: 0x80f5_3646_c5a5_7596, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "administeredBy", iri: "https://test.uncefact.org/vocabulary/untp/core/0/Party", flags: 2, container: C(0), type_mapping: "@id", scope: Some(&UNTP_DPP_0_6_1_73) },
    T { name: "effectiveDate", iri: "https://test.uncefact.org/vocabulary/untp/core/0/effectiveDate", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "jurisdictionCountry", iri: "https://test.uncefact.org/vocabulary/untp/core/0/jurisdictionCountry", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&UNTP_DPP_0_6_1_74) },
    T { name: "name", iri: "https://schema.org/name", flags: 2, container: C(0), type_mapping: "", scope: None },
] };

static UNTP_DPP_0_6_1_76: CompiledScope = CompiledScope { digest: 0x00da_0419_29b0_1193, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "mediaQuery", iri: "https://test.uncefact.org/vocabulary/untp/core/0/mediaQuery", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "name", iri: "https://schema.org/name", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "template", iri: "https://w3id.org/vc/render-method#template", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "url", iri: "https://w3id.org/vc/render-method#url", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
] };

static UNTP_DPP_0_6_1_77: CompiledScope = CompiledScope { digest: 0xb6d3_c718_3ab2_8972, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "idScheme", iri: "https://test.uncefact.org/vocabulary/untp/core/0/idScheme", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "name", iri: "https://schema.org/name", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "registeredId", iri: "https://test.uncefact.org/vocabulary/untp/core/0/registeredId", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
] };

static UNTP_DPP_0_6_1_78: CompiledScope = CompiledScope { digest: 0x243c_cc57_133b_1cd6, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "issueDate", iri: "https://test.uncefact.org/vocabulary/untp/core/0/issueDate", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "issuingParty", iri: "https://test.uncefact.org/vocabulary/untp/core/0/Party", flags: 2, container: C(0), type_mapping: "@id", scope: Some(&UNTP_DPP_0_6_1_77) },
    T { name: "name", iri: "https://schema.org/name", flags: 2, container: C(0), type_mapping: "", scope: None },
] };

static UNTP_DPP_0_6_1_79: CompiledScope = CompiledScope { digest: 0x43e3_a1be_21ad_2899, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "name", iri: "https://schema.org/name", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "template", iri: "https://w3id.org/vc/render-method#template", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
] };
