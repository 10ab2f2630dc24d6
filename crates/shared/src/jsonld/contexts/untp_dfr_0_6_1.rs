//! `https://test.uncefact.org/vocabulary/untp/dfr/0.6.1/`
//!
//! Written by a test from the published document and compared with it ever after.

use super::{Compiled, CompiledScope, CompiledTerm as T, Container as C, Setting};

pub(super) static UNTP_DFR_0_6_1: Compiled = Compiled {
    url: "https://test.uncefact.org/vocabulary/untp/dfr/0.6.1/",
    sha256: [0x32, 0x6c, 0xd9, 0x10, 0x99, 0x53, 0x61, 0x6d, 0xde, 0xc8, 0x4d, 0xfb, 0x0f, 0xd9, 0x26, 0x06, 0x4a, 0x85, 0x19, 0x7a, 0x1c, 0x28, 0xda, 0x77, 0xfb, 0xca, 0x82, 0x24, 0x44, 0x8c, 0xef, 0xb5],
    scope: CompiledScope { digest: 0xcbe5_da8f_8788_9dfd, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "Claim", iri: "https://test.uncefact.org/vocabulary/untp/core/0/Claim", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DFR_0_6_1_7) },
    T { name: "Classification", iri: "https://test.uncefact.org/vocabulary/untp/core/0/Classification", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DFR_0_6_1_8) },
    T { name: "CredentialIssuer", iri: "https://test.uncefact.org/vocabulary/untp/core/0/CredentialIssuer", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DFR_0_6_1_10) },
    T { name: "Criterion", iri: "https://test.uncefact.org/vocabulary/untp/core/0/Criterion", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DFR_0_6_1_16) },
    T { name: "Declaration", iri: "https://test.uncefact.org/vocabulary/untp/core/0/Declaration", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DFR_0_6_1_21) },
    T { name: "DigitalFacilityRecord", iri: "https://test.uncefact.org/vocabulary/untp/dfr/0/DigitalFacilityRecord", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "Facility", iri: "https://test.uncefact.org/vocabulary/untp/core/0/Facility", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DFR_0_6_1_33) },
    T { name: "FacilityRecord", iri: "https://test.uncefact.org/vocabulary/untp/dfr/0/FacilityRecord", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DFR_0_6_1_34) },
    T { name: "IdentifierScheme", iri: "https://test.uncefact.org/vocabulary/untp/core/0/IdentifierScheme", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DFR_0_6_1_35) },
    T { name: "Party", iri: "https://test.uncefact.org/vocabulary/untp/core/0/Party", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DFR_0_6_1_38) },
    T { name: "Regulation", iri: "https://test.uncefact.org/vocabulary/untp/core/0/Regulation", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DFR_0_6_1_41) },
    T { name: "RenderTemplate2024", iri: "https://test.uncefact.org/vocabulary/untp/core/0/RenderTemplate2024", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DFR_0_6_1_42) },
    T { name: "Standard", iri: "https://test.uncefact.org/vocabulary/untp/core/0/Standard", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DFR_0_6_1_44) },
    T { name: "WebRenderingTemplate2022", iri: "https://test.uncefact.org/vocabulary/untp/core/0/WebRenderingTemplate2022", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DFR_0_6_1_45) },
    T { name: "geojson", iri: "https://purl.org/geojson/vocab#", flags: 3, container: C(0), type_mapping: "", scope: None },
    T { name: "renderMethodPrefix", iri: "https://w3id.org/vc/render-method#", flags: 3, container: C(0), type_mapping: "", scope: None },
    T { name: "schemaorg", iri: "https://schema.org/", flags: 3, container: C(0), type_mapping: "", scope: None },
    T { name: "untp-core", iri: "https://test.uncefact.org/vocabulary/untp/core/0/", flags: 3, container: C(0), type_mapping: "", scope: None },
    T { name: "untp-dfr", iri: "https://test.uncefact.org/vocabulary/untp/dfr/0/", flags: 3, container: C(0), type_mapping: "", scope: None },
    T { name: "xsd", iri: "http://www.w3.org/2001/XMLSchema#", flags: 3, container: C(0), type_mapping: "", scope: None },
] },
};

static UNTP_DFR_0_6_1_0: CompiledScope = CompiledScope { digest: 0xa159_dcf8_ec16_a550, reset: false, protected: false, vocab: Setting::Is("https://test.uncefact.org/vocabulary/untp/core/0/encryptionMethodCode#"), propagate: None, terms: &[] };

static UNTP_DFR_0_6_1_1: CompiledScope = CompiledScope { digest: 0xce0d_b94c_e1d4_149b, reset: false, protected: false, vocab: Setting::Is("https://test.uncefact.org/vocabulary/untp/core/0/hashMethodCode#"), propagate: None, terms: &[] };

static UNTP_DFR_0_6_1_2: CompiledScope = CompiledScope { digest: 0xdfd6_a000_3f4d_9b61, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "encryptionMethod", iri: "https://test.uncefact.org/vocabulary/untp/core/0/encryptionMethod", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&UNTP_DFR_0_6_1_0) },
    T { name: "hashDigest", iri: "https://test.uncefact.org/vocabulary/untp/core/0/hashDigest", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "hashMethod", iri: "https://test.uncefact.org/vocabulary/untp/core/0/hashMethod", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&UNTP_DFR_0_6_1_1) },
    T { name: "linkName", iri: "https://test.uncefact.org/vocabulary/untp/core/0/linkName", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "linkType", iri: "https://test.uncefact.org/vocabulary/untp/core/0/linkType", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "linkURL", iri: "https://test.uncefact.org/vocabulary/untp/core/0/linkURL", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
] };

static UNTP_DFR_0_6_1_3: CompiledScope = CompiledScope { digest: 0xf6dd_1f58_888d_29ce, reset: false, protected: false, vocab: Setting::Is("https://test.uncefact.org/vocabulary/untp/core/0/conformityTopicCode#"), propagate: None, terms: &[] };

static UNTP_DFR_0_6_1_4: CompiledScope = CompiledScope { digest: 0x84a7_2120_5c50_3000, reset: false, protected: false, vocab: Setting::Is("https://vocabulary.uncefact.org/UnitMeasureCode#"), propagate: None, terms: &[] };

static UNTP_DFR_0_6_1_5: CompiledScope = CompiledScope { digest: 0xc9ab_538a_0a09_ccce, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "unit", iri: "https://test.uncefact.org/vocabulary/untp/core/0/unit", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&UNTP_DFR_0_6_1_4) },
    T { name: "value", iri: "https://test.uncefact.org/vocabulary/untp/core/0/value", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#double", scope: None },
] };

static UNTP_DFR_0_6_1_6: CompiledScope = CompiledScope { digest: 0xefd4_d9bb_3c5f_c3ab, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "accuracy", iri: "https://test.uncefact.org/vocabulary/untp/core/0/accuracy", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#double", scope: None },
    T { name: "metricName", iri: "https://test.uncefact.org/vocabulary/untp/core/0/metricName", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "metricValue", iri: "https://test.uncefact.org/vocabulary/untp/core/0/metricValue", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DFR_0_6_1_5) },
    T { name: "score", iri: "https://test.uncefact.org/vocabulary/untp/core/0/score", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
] };

static UNTP_DFR_0_6_1_7: CompiledScope = CompiledScope { digest: 0x9483_a59e_0786_80f1, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "assessmentCriteria", iri: "https://test.uncefact.org/vocabulary/untp/core/0/assessmentCriteria", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "assessmentDate", iri: "https://test.uncefact.org/vocabulary/untp/core/0/assessmentDate", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "conformance", iri: "https://test.uncefact.org/vocabulary/untp/core/0/conformance", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#boolean", scope: None },
    T { name: "conformityEvidence", iri: "https://test.uncefact.org/vocabulary/untp/core/0/conformityEvidence", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DFR_0_6_1_2) },
    T { name: "conformityTopic", iri: "https://test.uncefact.org/vocabulary/untp/core/0/conformityTopic", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&UNTP_DFR_0_6_1_3) },
    T { name: "declaredValue", iri: "https://test.uncefact.org/vocabulary/untp/core/0/declaredValue", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DFR_0_6_1_6) },
    T { name: "description", iri: "https://schema.org/description", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "referenceRegulation", iri: "https://test.uncefact.org/vocabulary/untp/core/0/referenceRegulation", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "referenceStandard", iri: "https://test.uncefact.org/vocabulary/untp/core/0/referenceStandard", flags: 2, container: C(0), type_mapping: "@id", scope: None },
] };

static UNTP_DFR_0_6_1_8: CompiledScope = CompiledScope { digest: 0x08af_50d5_c303_9e7c, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "code", iri: "https://test.uncefact.org/vocabulary/untp/core/0/code", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "name", iri: "https://schema.org/name", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "schemeID", iri: "https://test.uncefact.org/vocabulary/untp/core/0/schemeID", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "schemeName", iri: "https://test.uncefact.org/vocabulary/untp/core/0/schemeName", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
] };

static UNTP_DFR_0_6_1_9: CompiledScope = CompiledScope { digest: 0xb6d3_c718_3ab2_8972, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "idScheme", iri: "https://test.uncefact.org/vocabulary/untp/core/0/idScheme", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "name", iri: "https://schema.org/name", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "registeredId", iri: "https://test.uncefact.org/vocabulary/untp/core/0/registeredId", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
] };

static UNTP_DFR_0_6_1_10: CompiledScope = CompiledScope { digest: 0xe145_49c4_b08b_b521, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "issuerAlsoKnownAs", iri: "https://test.uncefact.org/vocabulary/untp/core/0/Party", flags: 2, container: C(0), type_mapping: "@id", scope: Some(&UNTP_DFR_0_6_1_9) },
    T { name: "name", iri: "https://schema.org/name", flags: 2, container: C(0), type_mapping: "", scope: None },
] };

static UNTP_DFR_0_6_1_11: CompiledScope = CompiledScope { digest: 0xf6dd_1f58_888d_29ce, reset: false, protected: false, vocab: Setting::Is("https://test.uncefact.org/vocabulary/untp/core/0/conformityTopicCode#"), propagate: None, terms: &[] };

static UNTP_DFR_0_6_1_12: CompiledScope = CompiledScope { digest: 0xbbc3_bc5b_fd44_a362, reset: false, protected: false, vocab: Setting::Is("https://test.uncefact.org/vocabulary/untp/core/0/statusCode#"), propagate: None, terms: &[] };

static UNTP_DFR_0_6_1_13: CompiledScope = CompiledScope { digest: 0x84a7_2120_5c50_3000, reset: false, protected: false, vocab: Setting::Is("https://vocabulary.uncefact.org/UnitMeasureCode#"), propagate: None, terms: &[] };

static UNTP_DFR_0_6_1_14: CompiledScope = CompiledScope { digest: 0xc9ab_538a_0a09_ccce, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "unit", iri: "https://test.uncefact.org/vocabulary/untp/core/0/unit", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&UNTP_DFR_0_6_1_13) },
    T { name: "value", iri: "https://test.uncefact.org/vocabulary/untp/core/0/value", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#double", scope: None },
] };

static UNTP_DFR_0_6_1_15: CompiledScope = CompiledScope { digest: 0xefd4_d9bb_3c5f_c3ab, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "accuracy", iri: "https://test.uncefact.org/vocabulary/untp/core/0/accuracy", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#double", scope: None },
    T { name: "metricName", iri: "https://test.uncefact.org/vocabulary/untp/core/0/metricName", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "metricValue", iri: "https://test.uncefact.org/vocabulary/untp/core/0/metricValue", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DFR_0_6_1_14) },
    T { name: "score", iri: "https://test.uncefact.org/vocabulary/untp/core/0/score", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
] };

static UNTP_DFR_0_6_1_16: CompiledScope = CompiledScope { digest: 0xc19d_e7a4_76f6_fac5, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "category", iri: "https://test.uncefact.org/vocabulary/untp/core/0/category", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "conformityTopic", iri: "https://test.uncefact.org/vocabulary/untp/core/0/conformityTopic", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&UNTP_DFR_0_6_1_11) },
    T { name: "description", iri: "https://schema.org/description", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "name", iri: "https://schema.org/name", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "performanceLevel", iri: "https://test.uncefact.org/vocabulary/untp/core/0/performanceLevel", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "status", iri: "https://test.uncefact.org/vocabulary/untp/core/0/status", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&UNTP_DFR_0_6_1_12) },
    T { name: "subCriterion", iri: "https://test.uncefact.org/vocabulary/untp/core/0/subCriterion", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "tag", iri: "https://test.uncefact.org/vocabulary/untp/core/0/tag", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "thresholdValue", iri: "https://test.uncefact.org/vocabulary/untp/core/0/thresholdValue", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DFR_0_6_1_15) },
] };

static UNTP_DFR_0_6_1_17: CompiledScope = CompiledScope { digest: 0xf6dd_1f58_888d_29ce, reset: false, protected: false, vocab: Setting::Is("https://test.uncefact.org/vocabulary/untp/core/0/conformityTopicCode#"), propagate: None, terms: &[] };

static UNTP_DFR_0_6_1_18: CompiledScope = CompiledScope { digest: 0x84a7_2120_5c50_3000, reset: false, protected: false, vocab: Setting::Is("https://vocabulary.uncefact.org/UnitMeasureCode#"), propagate: None, terms: &[] };

static UNTP_DFR_0_6_1_19: CompiledScope = CompiledScope { digest: 0xc9ab_538a_0a09_ccce, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "unit", iri: "https://test.uncefact.org/vocabulary/untp/core/0/unit", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&UNTP_DFR_0_6_1_18) },
    T { name: "value", iri: "https://test.uncefact.org/vocabulary/untp/core/0/value", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#double", scope: None },
] };

static UNTP_DFR_0_6_1_20: CompiledScope = CompiledScope { digest: 0xefd4_d9bb_3c5f_c3ab, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "accuracy", iri: "https://test.uncefact.org/vocabulary/untp/core/0/accuracy", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#double", scope: None },
    T { name: "metricName", iri: "https://test.uncefact.org/vocabulary/untp/core/0/metricName", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "metricValue", iri: "https://test.uncefact.org/vocabulary/untp/core/0/metricValue", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DFR_0_6_1_19) },
    T { name: "score", iri: "https://test.uncefact.org/vocabulary/untp/core/0/score", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
] };

static UNTP_DFR_0_6_1_21: CompiledScope = CompiledScope { digest: 0xef1f_493c_c9b2_ab45, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "assessmentCriteria", iri: "https://test.uncefact.org/vocabulary/untp/core/0/assessmentCriteria", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "assessmentDate", iri: "https://test.uncefact.org/vocabulary/untp/core/0/assessmentDate", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "conformance", iri: "https://test.uncefact.org/vocabulary/untp/core/0/conformance", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#boolean", scope: None },
    T { name: "conformityTopic", iri: "https://test.uncefact.org/vocabulary/untp/core/0/conformityTopic", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&UNTP_DFR_0_6_1_17) },
    T { name: "declaredValue", iri: "https://test.uncefact.org/vocabulary/untp/core/0/declaredValue", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DFR_0_6_1_20) },
    T { name: "description", iri: "https://schema.org/description", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "referenceRegulation", iri: "https://test.uncefact.org/vocabulary/untp/core/0/referenceRegulation", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "referenceStandard", iri: "https://test.uncefact.org/vocabulary/untp/core/0/referenceStandard", flags: 2, container: C(0), type_mapping: "@id", scope: None },
] };

static UNTP_DFR_0_6_1_22: CompiledScope = CompiledScope { digest: 0x1bb4_43bd_8ac6_0546, reset: false, protected: false, vocab: Setting::Is("https://vocabulary.uncefact.org/CountryId#"), propagate: None, terms: &[] };

static UNTP_DFR_0_6_1_23: CompiledScope = CompiledScope { digest: 0x7daa_2c5a_5e07_caba, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "addressCountry", iri: "https://test.uncefact.org/vocabulary/untp/core/0/addressCountry", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&UNTP_DFR_0_6_1_22) },
    T { name: "addressLocality", iri: "https://test.uncefact.org/vocabulary/untp/core/0/addressLocality", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "addressRegion", iri: "https://test.uncefact.org/vocabulary/untp/core/0/addressRegion", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "postalCode", iri: "https://test.uncefact.org/vocabulary/untp/core/0/postalCode", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "streetAddress", iri: "https://test.uncefact.org/vocabulary/untp/core/0/streetAddress", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
] };

static UNTP_DFR_0_6_1_24: CompiledScope = CompiledScope { digest: 0x1bb4_43bd_8ac6_0546, reset: false, protected: false, vocab: Setting::Is("https://vocabulary.uncefact.org/CountryId#"), propagate: None, terms: &[] };

static UNTP_DFR_0_6_1_25: CompiledScope = CompiledScope { digest: 0xb6d3_c718_3ab2_8972, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "idScheme", iri: "https://test.uncefact.org/vocabulary/untp/core/0/idScheme", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "name", iri: "https://schema.org/name", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "registeredId", iri: "https://test.uncefact.org/vocabulary/untp/core/0/registeredId", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
] };

static UNTP_DFR_0_6_1_26: CompiledScope = CompiledScope { digest: 0xe5d8_3023_12e1_8e4b, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "data", iri: "https://purl.org/geojson/vocab#data", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#double", scope: None },
] };

static UNTP_DFR_0_6_1_27: CompiledScope = CompiledScope { digest: 0xdd5b_7129_a375_9cc4, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "data", iri: "https://purl.org/geojson/vocab#data", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DFR_0_6_1_26) },
] };

static UNTP_DFR_0_6_1_28: CompiledScope = CompiledScope { digest: 0xcc96_bf6b_3bf8_3b99, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "coordinates", iri: "https://purl.org/geojson/vocab#coordinates", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DFR_0_6_1_27) },
    T { name: "type", iri: "https://purl.org/geojson/vocab#type", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
] };

static UNTP_DFR_0_6_1_29: CompiledScope = CompiledScope { digest: 0xe5d8_3023_12e1_8e4b, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "data", iri: "https://purl.org/geojson/vocab#data", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#double", scope: None },
] };

static UNTP_DFR_0_6_1_30: CompiledScope = CompiledScope { digest: 0x93c4_2209_1b44_6453, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "coordinates", iri: "https://purl.org/geojson/vocab#coordinates", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DFR_0_6_1_29) },
    T { name: "type", iri: "https://purl.org/geojson/vocab#type", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
] };

static UNTP_DFR_0_6_1_31: CompiledScope = CompiledScope { digest: 0x3088_3009_1454_0d8c, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "geoBoundary", iri: "https://purl.org/geojson/vocab#geoBoundary", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DFR_0_6_1_28) },
    T { name: "geoLocation", iri: "https://purl.org/geojson/vocab#geoLocation", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DFR_0_6_1_30) },
    T { name: "plusCode", iri: "https://test.uncefact.org/vocabulary/untp/core/0/plusCode", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
] };

static UNTP_DFR_0_6_1_32: CompiledScope = CompiledScope { digest: 0xb6d3_c718_3ab2_8972, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "idScheme", iri: "https://test.uncefact.org/vocabulary/untp/core/0/idScheme", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "name", iri: "https://schema.org/name", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "registeredId", iri: "https://test.uncefact.org/vocabulary/untp/core/0/registeredId", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
] };

static UNTP_DFR_0_6_1_33: CompiledScope = CompiledScope { digest: 0xda40_d71d_75bc_066f, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "address", iri: "https://test.uncefact.org/vocabulary/untp/core/0/address", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DFR_0_6_1_23) },
    T { name: "countryOfOperation", iri: "https://test.uncefact.org/vocabulary/untp/core/0/countryOfOperation", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&UNTP_DFR_0_6_1_24) },
    T { name: "description", iri: "https://schema.org/description", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "facilityAlsoKnownAs", iri: "https://test.uncefact.org/vocabulary/untp/core/0/Facility", flags: 2, container: C(0), type_mapping: "@id", scope: Some(&UNTP_DFR_0_6_1_25) },
    T { name: "idScheme", iri: "https://test.uncefact.org/vocabulary/untp/core/0/idScheme", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "locationInformation", iri: "https://test.uncefact.org/vocabulary/untp/core/0/locationInformation", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DFR_0_6_1_31) },
    T { name: "name", iri: "https://schema.org/name", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "operatedByParty", iri: "https://test.uncefact.org/vocabulary/untp/core/0/Party", flags: 2, container: C(0), type_mapping: "@id", scope: Some(&UNTP_DFR_0_6_1_32) },
    T { name: "processCategory", iri: "https://test.uncefact.org/vocabulary/untp/core/0/processCategory", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "registeredId", iri: "https://test.uncefact.org/vocabulary/untp/core/0/registeredId", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
] };

static UNTP_DFR_0_6_1_34: CompiledScope = CompiledScope { digest: 0xb1f6_2012_3a7e_3dbb, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "conformityClaim", iri: "https://test.uncefact.org/vocabulary/untp/core/0/conformityClaim", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "facility", iri: "https://test.uncefact.org/vocabulary/untp/core/0/facility", flags: 2, container: C(0), type_mapping: "@id", scope: None },
] };

static UNTP_DFR_0_6_1_35: CompiledScope = CompiledScope { digest: 0x12c4_16e4_313c_6ff0, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "name", iri: "https://schema.org/name", flags: 2, container: C(0), type_mapping: "", scope: None },
] };

static UNTP_DFR_0_6_1_36: CompiledScope = CompiledScope { digest: 0xb6d3_c718_3ab2_8972, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "idScheme", iri: "https://test.uncefact.org/vocabulary/untp/core/0/idScheme", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "name", iri: "https://schema.org/name", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "registeredId", iri: "https://test.uncefact.org/vocabulary/untp/core/0/registeredId", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
] };

static UNTP_DFR_0_6_1_37: CompiledScope = CompiledScope { digest: 0x1bb4_43bd_8ac6_0546, reset: false, protected: false, vocab: Setting::Is("https://vocabulary.uncefact.org/CountryId#"), propagate: None, terms: &[] };

static UNTP_DFR_0_6_1_38: CompiledScope = CompiledScope { digest: 0xfa20_7c1c_e8ab_d688, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "description", iri: "https://schema.org/description", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "idScheme", iri: "https://test.uncefact.org/vocabulary/untp/core/0/idScheme", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "industryCategory", iri: "https://test.uncefact.org/vocabulary/untp/core/0/industryCategory", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "name", iri: "https://schema.org/name", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "organisationWebsite", iri: "https://test.uncefact.org/vocabulary/untp/core/0/organisationWebsite", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "partyAlsoKnownAs", iri: "https://test.uncefact.org/vocabulary/untp/core/0/Party", flags: 2, container: C(0), type_mapping: "@id", scope: Some(&UNTP_DFR_0_6_1_36) },
    T { name: "registeredId", iri: "https://test.uncefact.org/vocabulary/untp/core/0/registeredId", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "registrationCountry", iri: "https://test.uncefact.org/vocabulary/untp/core/0/registrationCountry", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&UNTP_DFR_0_6_1_37) },
] };

static UNTP_DFR_0_6_1_39: CompiledScope = CompiledScope { digest: 0xb6d3_c718_3ab2_8972, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "idScheme", iri: "https://test.uncefact.org/vocabulary/untp/core/0/idScheme", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "name", iri: "https://schema.org/name", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "registeredId", iri: "https://test.uncefact.org/vocabulary/untp/core/0/registeredId", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
] };

static UNTP_DFR_0_6_1_40: CompiledScope = CompiledScope { digest: 0x1bb4_43bd_8ac6_0546, reset: false, protected: false, vocab: Setting::Is("https://vocabulary.uncefact.org/CountryId#"), propagate: None, terms: &[] };

static UNTP_DFR_0_6_1_41: CompiledScope = CompiledScope { digest: 0x80f5_3646_c5a5_7596, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "administeredBy", iri: "https://test.uncefact.org/vocabulary/untp/core/0/Party", flags: 2, container: C(0), type_mapping: "@id", scope: Some(&UNTP_DFR_0_6_1_39) },
    T { name: "effectiveDate", iri: "https://test.uncefact.org/vocabulary/untp/core/0/effectiveDate", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "jurisdictionCountry", iri: "https://test.uncefact.org/vocabulary/untp/core/0/jurisdictionCountry", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&UNTP_DFR_0_6_1_40) },
    T { name: "name", iri: "https://schema.org/name", flags: 2, container: C(0), type_mapping: "", scope: None },
] };

static UNTP_DFR_0_6_1_42: CompiledScope = CompiledScope { digest: 0x00da_0419_29b0_1193, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "mediaQuery", iri: "https://test.uncefact.org/vocabulary/untp/core/0/mediaQuery", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "name", iri: "https://schema.org/name", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "template", iri: "https://w3id.org/vc/render-method#template", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "url", iri: "https://w3id.org/vc/render-method#url", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
] };

static UNTP_DFR_0_6_1_43: CompiledScope = CompiledScope { digest: 0xb6d3_c718_3ab2_8972, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "idScheme", iri: "https://test.uncefact.org/vocabulary/untp/core/0/idScheme", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "name", iri: "https://schema.org/name", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "registeredId", iri: "https://test.uncefact.org/vocabulary/untp/core/0/registeredId", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
] };

static UNTP_DFR_0_6_1_44: CompiledScope = CompiledScope { digest: 0x243c_cc57_133b_1cd6, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "issueDate", iri: "https://test.uncefact.org/vocabulary/untp/core/0/issueDate", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "issuingParty", iri: "https://test.uncefact.org/vocabulary/untp/core/0/Party", flags: 2, container: C(0), type_mapping: "@id", scope: Some(&UNTP_DFR_0_6_1_43) },
    T { name: "name", iri: "https://schema.org/name", flags: 2, container: C(0), type_mapping: "", scope: None },
] };

static UNTP_DFR_0_6_1_45: CompiledScope = CompiledScope { digest: 0x43e3_a1be_21ad_2899, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "name", iri: "https://schema.org/name", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "template", iri: "https://w3id.org/vc/render-method#template", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
] };
