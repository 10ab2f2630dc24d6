//! `https://test.uncefact.org/vocabulary/untp/dcc/0.6.1/`
//!
//! Written by a test from the published document and compared with it ever after.

use super::{Compiled, CompiledScope, CompiledTerm as T, Container as C, Setting};

pub(super) static UNTP_DCC_0_6_1: Compiled = Compiled {
    url: "https://test.uncefact.org/vocabulary/untp/dcc/0.6.1/",
    sha256: [0xf8, 0x7c, 0x13, 0xeb, 0x58, 0xed, 0x88, 0xc5, 0x44, 0x49, 0xa6, 0x5f, 0x88, 0x9b, 0x52, 0x33, 0x14, 0xbc, 0x72, 0xb3, 0x31, 0x05, 0x16, 0x01, 0x40, 0x7a, 0x73, 0xa2, 0xcc, 0xe7, 0x67, 0x40],
    scope: CompiledScope { digest: 0xb85d_0f32_e2dc_be12, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "Attestation", iri: "https://test.uncefact.org/vocabulary/untp/core/0/Attestation", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DCC_0_6_1_10) },
    T { name: "Classification", iri: "https://test.uncefact.org/vocabulary/untp/core/0/Classification", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DCC_0_6_1_11) },
    T { name: "ConformityAssessment", iri: "https://test.uncefact.org/vocabulary/untp/dcc/0/ConformityAssessment", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DCC_0_6_1_22) },
    T { name: "ConformityAttestation", iri: "https://test.uncefact.org/vocabulary/untp/dcc/0/ConformityAttestation", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DCC_0_6_1_33) },
    T { name: "ConformityScheme", iri: "https://test.uncefact.org/vocabulary/untp/core/0/ConformityScheme", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DCC_0_6_1_37) },
    T { name: "CredentialIssuer", iri: "https://test.uncefact.org/vocabulary/untp/core/0/CredentialIssuer", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DCC_0_6_1_39) },
    T { name: "Criterion", iri: "https://test.uncefact.org/vocabulary/untp/core/0/Criterion", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DCC_0_6_1_45) },
    T { name: "Declaration", iri: "https://test.uncefact.org/vocabulary/untp/core/0/Declaration", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DCC_0_6_1_50) },
    T { name: "DigitalConformityCredential", iri: "https://test.uncefact.org/vocabulary/untp/dcc/0/DigitalConformityCredential", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "Endorsement", iri: "https://test.uncefact.org/vocabulary/untp/core/0/Endorsement", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DCC_0_6_1_55) },
    T { name: "Facility", iri: "https://test.uncefact.org/vocabulary/untp/core/0/Facility", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DCC_0_6_1_67) },
    T { name: "IdentifierScheme", iri: "https://test.uncefact.org/vocabulary/untp/core/0/IdentifierScheme", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DCC_0_6_1_68) },
    T { name: "Party", iri: "https://test.uncefact.org/vocabulary/untp/core/0/Party", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DCC_0_6_1_71) },
    T { name: "Product", iri: "https://test.uncefact.org/vocabulary/untp/core/0/Product", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DCC_0_6_1_88) },
    T { name: "Regulation", iri: "https://test.uncefact.org/vocabulary/untp/core/0/Regulation", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DCC_0_6_1_91) },
    T { name: "RenderTemplate2024", iri: "https://test.uncefact.org/vocabulary/untp/core/0/RenderTemplate2024", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DCC_0_6_1_92) },
    T { name: "Standard", iri: "https://test.uncefact.org/vocabulary/untp/core/0/Standard", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DCC_0_6_1_94) },
    T { name: "WebRenderingTemplate2022", iri: "https://test.uncefact.org/vocabulary/untp/core/0/WebRenderingTemplate2022", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DCC_0_6_1_95) },
    T { name: "geojson", iri: "https://purl.org/geojson/vocab#", flags: 3, container: C(0), type_mapping: "", scope: None },
    T { name: "renderMethodPrefix", iri: "https://w3id.org/vc/render-method#", flags: 3, container: C(0), type_mapping: "", scope: None },
    T { name: "schemaorg", iri: "https://schema.org/", flags: 3, container: C(0), type_mapping: "", scope: None },
    T { name: "untp-core", iri: "https://test.uncefact.org/vocabulary/untp/core/0/", flags: 3, container: C(0), type_mapping: "", scope: None },
    T { name: "untp-dcc", iri: "https://test.uncefact.org/vocabulary/untp/dcc/0/", flags: 3, container: C(0), type_mapping: "", scope: None },
    T { name: "xsd", iri: "http://www.w3.org/2001/XMLSchema#", flags: 3, container: C(0), type_mapping: "", scope: None },
] },
};

static UNTP_DCC_0_6_1_0: CompiledScope = CompiledScope { digest: 0xa526_dbc2_a8cf_0891, reset: false, protected: false, vocab: Setting::Is("https://test.uncefact.org/vocabulary/untp/core/0/assessmentLevelCode#"), propagate: None, terms: &[] };

static UNTP_DCC_0_6_1_1: CompiledScope = CompiledScope { digest: 0x3c04_7c42_cb6c_3e5f, reset: false, protected: false, vocab: Setting::Is("https://test.uncefact.org/vocabulary/untp/core/0/assessorLevelCode#"), propagate: None, terms: &[] };

static UNTP_DCC_0_6_1_2: CompiledScope = CompiledScope { digest: 0xb07b_ed1b_8cba_fe45, reset: false, protected: false, vocab: Setting::Is("https://test.uncefact.org/vocabulary/untp/core/0/attestationTypeCode#"), propagate: None, terms: &[] };

static UNTP_DCC_0_6_1_3: CompiledScope = CompiledScope { digest: 0xa159_dcf8_ec16_a550, reset: false, protected: false, vocab: Setting::Is("https://test.uncefact.org/vocabulary/untp/core/0/encryptionMethodCode#"), propagate: None, terms: &[] };

static UNTP_DCC_0_6_1_4: CompiledScope = CompiledScope { digest: 0xce0d_b94c_e1d4_149b, reset: false, protected: false, vocab: Setting::Is("https://test.uncefact.org/vocabulary/untp/core/0/hashMethodCode#"), propagate: None, terms: &[] };

static UNTP_DCC_0_6_1_5: CompiledScope = CompiledScope { digest: 0xdfd6_a000_3f4d_9b61, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "encryptionMethod", iri: "https://test.uncefact.org/vocabulary/untp/core/0/encryptionMethod", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&UNTP_DCC_0_6_1_3) },
    T { name: "hashDigest", iri: "https://test.uncefact.org/vocabulary/untp/core/0/hashDigest", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "hashMethod", iri: "https://test.uncefact.org/vocabulary/untp/core/0/hashMethod", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&UNTP_DCC_0_6_1_4) },
    T { name: "linkName", iri: "https://test.uncefact.org/vocabulary/untp/core/0/linkName", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "linkType", iri: "https://test.uncefact.org/vocabulary/untp/core/0/linkType", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "linkURL", iri: "https://test.uncefact.org/vocabulary/untp/core/0/linkURL", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
] };

static UNTP_DCC_0_6_1_6: CompiledScope = CompiledScope { digest: 0xa159_dcf8_ec16_a550, reset: false, protected: false, vocab: Setting::Is("https://test.uncefact.org/vocabulary/untp/core/0/encryptionMethodCode#"), propagate: None, terms: &[] };

static UNTP_DCC_0_6_1_7: CompiledScope = CompiledScope { digest: 0xce0d_b94c_e1d4_149b, reset: false, protected: false, vocab: Setting::Is("https://test.uncefact.org/vocabulary/untp/core/0/hashMethodCode#"), propagate: None, terms: &[] };

static UNTP_DCC_0_6_1_8: CompiledScope = CompiledScope { digest: 0xdfd6_a000_3f4d_9b61, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "encryptionMethod", iri: "https://test.uncefact.org/vocabulary/untp/core/0/encryptionMethod", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&UNTP_DCC_0_6_1_6) },
    T { name: "hashDigest", iri: "https://test.uncefact.org/vocabulary/untp/core/0/hashDigest", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "hashMethod", iri: "https://test.uncefact.org/vocabulary/untp/core/0/hashMethod", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&UNTP_DCC_0_6_1_7) },
    T { name: "linkName", iri: "https://test.uncefact.org/vocabulary/untp/core/0/linkName", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "linkType", iri: "https://test.uncefact.org/vocabulary/untp/core/0/linkType", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "linkURL", iri: "https://test.uncefact.org/vocabulary/untp/core/0/linkURL", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
] };

static UNTP_DCC_0_6_1_9: CompiledScope = CompiledScope { digest: 0x38b1_b13c_6ea3_fda2, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "description", iri: "https://schema.org/description", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "idScheme", iri: "https://test.uncefact.org/vocabulary/untp/core/0/idScheme", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "name", iri: "https://schema.org/name", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "registeredId", iri: "https://test.uncefact.org/vocabulary/untp/core/0/registeredId", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
] };

static UNTP_DCC_0_6_1_10: CompiledScope = CompiledScope { digest: 0x8508_bd01_a3a3_5bd7, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "assessmentLevel", iri: "https://test.uncefact.org/vocabulary/untp/core/0/assessmentLevel", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&UNTP_DCC_0_6_1_0) },
    T { name: "assessorLevel", iri: "https://test.uncefact.org/vocabulary/untp/core/0/assessorLevel", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&UNTP_DCC_0_6_1_1) },
    T { name: "attestationType", iri: "https://test.uncefact.org/vocabulary/untp/core/0/attestationType", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&UNTP_DCC_0_6_1_2) },
    T { name: "auditableEvidence", iri: "https://test.uncefact.org/vocabulary/untp/core/0/auditableEvidence", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DCC_0_6_1_5) },
    T { name: "authorisation", iri: "https://test.uncefact.org/vocabulary/untp/core/0/authorisation", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "conformityCertificate", iri: "https://test.uncefact.org/vocabulary/untp/core/0/conformityCertificate", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DCC_0_6_1_8) },
    T { name: "description", iri: "https://schema.org/description", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "issuedToParty", iri: "https://test.uncefact.org/vocabulary/untp/core/0/Party", flags: 2, container: C(0), type_mapping: "@id", scope: Some(&UNTP_DCC_0_6_1_9) },
    T { name: "name", iri: "https://schema.org/name", flags: 2, container: C(0), type_mapping: "", scope: None },
] };

static UNTP_DCC_0_6_1_11: CompiledScope = CompiledScope { digest: 0x08af_50d5_c303_9e7c, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "code", iri: "https://test.uncefact.org/vocabulary/untp/core/0/code", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "name", iri: "https://schema.org/name", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "schemeID", iri: "https://test.uncefact.org/vocabulary/untp/core/0/schemeID", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "schemeName", iri: "https://test.uncefact.org/vocabulary/untp/core/0/schemeName", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
] };

static UNTP_DCC_0_6_1_12: CompiledScope = CompiledScope { digest: 0xb6d3_c718_3ab2_8972, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "idScheme", iri: "https://test.uncefact.org/vocabulary/untp/core/0/idScheme", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "name", iri: "https://schema.org/name", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "registeredId", iri: "https://test.uncefact.org/vocabulary/untp/core/0/registeredId", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
] };

static UNTP_DCC_0_6_1_13: CompiledScope = CompiledScope { digest: 0x1f65_d83d_e551_e8b0, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "IDverifiedByCAB", iri: "https://test.uncefact.org/vocabulary/untp/dcc/0/IDverifiedByCAB", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#boolean", scope: None },
    T { name: "facility", iri: "https://test.uncefact.org/vocabulary/untp/core/0/Facility", flags: 2, container: C(0), type_mapping: "@id", scope: Some(&UNTP_DCC_0_6_1_12) },
] };

static UNTP_DCC_0_6_1_14: CompiledScope = CompiledScope { digest: 0x38b1_b13c_6ea3_fda2, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "description", iri: "https://schema.org/description", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "idScheme", iri: "https://test.uncefact.org/vocabulary/untp/core/0/idScheme", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "name", iri: "https://schema.org/name", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "registeredId", iri: "https://test.uncefact.org/vocabulary/untp/core/0/registeredId", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
] };

static UNTP_DCC_0_6_1_15: CompiledScope = CompiledScope { digest: 0x3127_640f_993a_d675, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "batchNumber", iri: "https://test.uncefact.org/vocabulary/untp/core/0/batchNumber", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "idScheme", iri: "https://test.uncefact.org/vocabulary/untp/core/0/idScheme", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "name", iri: "https://schema.org/name", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "registeredId", iri: "https://test.uncefact.org/vocabulary/untp/core/0/registeredId", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "serialNumber", iri: "https://test.uncefact.org/vocabulary/untp/core/0/serialNumber", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
] };

static UNTP_DCC_0_6_1_16: CompiledScope = CompiledScope { digest: 0xfedd_f3cf_71ef_fea8, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "IDverifiedByCAB", iri: "https://test.uncefact.org/vocabulary/untp/dcc/0/IDverifiedByCAB", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#boolean", scope: None },
    T { name: "product", iri: "https://test.uncefact.org/vocabulary/untp/core/0/Product", flags: 2, container: C(0), type_mapping: "@id", scope: Some(&UNTP_DCC_0_6_1_15) },
] };

static UNTP_DCC_0_6_1_17: CompiledScope = CompiledScope { digest: 0x38b1_b13c_6ea3_fda2, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "description", iri: "https://schema.org/description", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "idScheme", iri: "https://test.uncefact.org/vocabulary/untp/core/0/idScheme", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "name", iri: "https://schema.org/name", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "registeredId", iri: "https://test.uncefact.org/vocabulary/untp/core/0/registeredId", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
] };

static UNTP_DCC_0_6_1_18: CompiledScope = CompiledScope { digest: 0xf6dd_1f58_888d_29ce, reset: false, protected: false, vocab: Setting::Is("https://test.uncefact.org/vocabulary/untp/core/0/conformityTopicCode#"), propagate: None, terms: &[] };

static UNTP_DCC_0_6_1_19: CompiledScope = CompiledScope { digest: 0x84a7_2120_5c50_3000, reset: false, protected: false, vocab: Setting::Is("https://vocabulary.uncefact.org/UnitMeasureCode#"), propagate: None, terms: &[] };

static UNTP_DCC_0_6_1_20: CompiledScope = CompiledScope { digest: 0xc9ab_538a_0a09_ccce, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "unit", iri: "https://test.uncefact.org/vocabulary/untp/core/0/unit", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&UNTP_DCC_0_6_1_19) },
    T { name: "value", iri: "https://test.uncefact.org/vocabulary/untp/core/0/value", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#double", scope: None },
] };

static UNTP_DCC_0_6_1_21: CompiledScope = CompiledScope { digest: 0xefd4_d9bb_3c5f_c3ab, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "accuracy", iri: "https://test.uncefact.org/vocabulary/untp/core/0/accuracy", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#double", scope: None },
    T { name: "metricName", iri: "https://test.uncefact.org/vocabulary/untp/core/0/metricName", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "metricValue", iri: "https://test.uncefact.org/vocabulary/untp/core/0/metricValue", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DCC_0_6_1_20) },
    T { name: "score", iri: "https://test.uncefact.org/vocabulary/untp/core/0/score", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
] };

static UNTP_DCC_0_6_1_22: CompiledScope = CompiledScope { digest: 0x1741_7484_55c4_b660, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "assessedFacility", iri: "https://test.uncefact.org/vocabulary/untp/dcc/0/assessedFacility", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DCC_0_6_1_13) },
    T { name: "assessedOrganisation", iri: "https://test.uncefact.org/vocabulary/untp/core/0/Party", flags: 2, container: C(0), type_mapping: "@id", scope: Some(&UNTP_DCC_0_6_1_14) },
    T { name: "assessedProduct", iri: "https://test.uncefact.org/vocabulary/untp/dcc/0/assessedProduct", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DCC_0_6_1_16) },
    T { name: "assessmentCriteria", iri: "https://test.uncefact.org/vocabulary/untp/core/0/assessmentCriteria", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "assessmentDate", iri: "https://test.uncefact.org/vocabulary/untp/core/0/assessmentDate", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "auditor", iri: "https://test.uncefact.org/vocabulary/untp/core/0/Party", flags: 2, container: C(0), type_mapping: "@id", scope: Some(&UNTP_DCC_0_6_1_17) },
    T { name: "conformance", iri: "https://test.uncefact.org/vocabulary/untp/core/0/conformance", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#boolean", scope: None },
    T { name: "conformityTopic", iri: "https://test.uncefact.org/vocabulary/untp/core/0/conformityTopic", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&UNTP_DCC_0_6_1_18) },
    T { name: "declaredValue", iri: "https://test.uncefact.org/vocabulary/untp/core/0/declaredValue", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DCC_0_6_1_21) },
    T { name: "description", iri: "https://schema.org/description", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "name", iri: "https://schema.org/name", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "referenceRegulation", iri: "https://test.uncefact.org/vocabulary/untp/core/0/referenceRegulation", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "referenceStandard", iri: "https://test.uncefact.org/vocabulary/untp/core/0/referenceStandard", flags: 2, container: C(0), type_mapping: "@id", scope: None },
] };

static UNTP_DCC_0_6_1_23: CompiledScope = CompiledScope { digest: 0xa526_dbc2_a8cf_0891, reset: false, protected: false, vocab: Setting::Is("https://test.uncefact.org/vocabulary/untp/core/0/assessmentLevelCode#"), propagate: None, terms: &[] };

static UNTP_DCC_0_6_1_24: CompiledScope = CompiledScope { digest: 0x3c04_7c42_cb6c_3e5f, reset: false, protected: false, vocab: Setting::Is("https://test.uncefact.org/vocabulary/untp/core/0/assessorLevelCode#"), propagate: None, terms: &[] };

static UNTP_DCC_0_6_1_25: CompiledScope = CompiledScope { digest: 0xb07b_ed1b_8cba_fe45, reset: false, protected: false, vocab: Setting::Is("https://test.uncefact.org/vocabulary/untp/core/0/attestationTypeCode#"), propagate: None, terms: &[] };

static UNTP_DCC_0_6_1_26: CompiledScope = CompiledScope { digest: 0xa159_dcf8_ec16_a550, reset: false, protected: false, vocab: Setting::Is("https://test.uncefact.org/vocabulary/untp/core/0/encryptionMethodCode#"), propagate: None, terms: &[] };

static UNTP_DCC_0_6_1_27: CompiledScope = CompiledScope { digest: 0xce0d_b94c_e1d4_149b, reset: false, protected: false, vocab: Setting::Is("https://test.uncefact.org/vocabulary/untp/core/0/hashMethodCode#"), propagate: None, terms: &[] };

static UNTP_DCC_0_6_1_28: CompiledScope = CompiledScope { digest: 0xdfd6_a000_3f4d_9b61, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "encryptionMethod", iri: "https://test.uncefact.org/vocabulary/untp/core/0/encryptionMethod", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&UNTP_DCC_0_6_1_26) },
    T { name: "hashDigest", iri: "https://test.uncefact.org/vocabulary/untp/core/0/hashDigest", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "hashMethod", iri: "https://test.uncefact.org/vocabulary/untp/core/0/hashMethod", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&UNTP_DCC_0_6_1_27) },
    T { name: "linkName", iri: "https://test.uncefact.org/vocabulary/untp/core/0/linkName", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "linkType", iri: "https://test.uncefact.org/vocabulary/untp/core/0/linkType", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "linkURL", iri: "https://test.uncefact.org/vocabulary/untp/core/0/linkURL", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
] };

static UNTP_DCC_0_6_1_29: CompiledScope = CompiledScope { digest: 0xa159_dcf8_ec16_a550, reset: false, protected: false, vocab: Setting::Is("https://test.uncefact.org/vocabulary/untp/core/0/encryptionMethodCode#"), propagate: None, terms: &[] };

static UNTP_DCC_0_6_1_30: CompiledScope = CompiledScope { digest: 0xce0d_b94c_e1d4_149b, reset: false, protected: false, vocab: Setting::Is("https://test.uncefact.org/vocabulary/untp/core/0/hashMethodCode#"), propagate: None, terms: &[] };

static UNTP_DCC_0_6_1_31: CompiledScope = CompiledScope { digest: 0xdfd6_a000_3f4d_9b61, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "encryptionMethod", iri: "https://test.uncefact.org/vocabulary/untp/core/0/encryptionMethod", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&UNTP_DCC_0_6_1_29) },
    T { name: "hashDigest", iri: "https://test.uncefact.org/vocabulary/untp/core/0/hashDigest", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "hashMethod", iri: "https://test.uncefact.org/vocabulary/untp/core/0/hashMethod", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&UNTP_DCC_0_6_1_30) },
    T { name: "linkName", iri: "https://test.uncefact.org/vocabulary/untp/core/0/linkName", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "linkType", iri: "https://test.uncefact.org/vocabulary/untp/core/0/linkType", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "linkURL", iri: "https://test.uncefact.org/vocabulary/untp/core/0/linkURL", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
] };

static UNTP_DCC_0_6_1_32: CompiledScope = CompiledScope { digest: 0x38b1_b13c_6ea3_fda2, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "description", iri: "https://schema.org/description", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "idScheme", iri: "https://test.uncefact.org/vocabulary/untp/core/0/idScheme", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "name", iri: "https://schema.org/name", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "registeredId", iri: "https://test.uncefact.org/vocabulary/untp/core/0/registeredId", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
] };

static UNTP_DCC_0_6_1_33: CompiledScope = CompiledScope { digest: 0xb3a5_e3b4_f9a6_8f7f, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "assessment", iri: "https://test.uncefact.org/vocabulary/untp/dcc/0/assessment", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "assessmentLevel", iri: "https://test.uncefact.org/vocabulary/untp/core/0/assessmentLevel", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&UNTP_DCC_0_6_1_23) },
    T { name: "assessorLevel", iri: "https://test.uncefact.org/vocabulary/untp/core/0/assessorLevel", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&UNTP_DCC_0_6_1_24) },
    T { name: "attestationType", iri: "https://test.uncefact.org/vocabulary/untp/core/0/attestationType", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&UNTP_DCC_0_6_1_25) },
    T { name: "auditableEvidence", iri: "https://test.uncefact.org/vocabulary/untp/core/0/auditableEvidence", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DCC_0_6_1_28) },
    T { name: "authorisation", iri: "https://test.uncefact.org/vocabulary/untp/core/0/authorisation", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "conformityCertificate", iri: "https://test.uncefact.org/vocabulary/untp/core/0/conformityCertificate", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DCC_0_6_1_31) },
    T { name: "description", iri: "https://schema.org/description", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "issuedToParty", iri: "https://test.uncefact.org/vocabulary/untp/core/0/Party", flags: 2, container: C(0), type_mapping: "@id", scope: Some(&UNTP_DCC_0_6_1_32) },
    T { name: "name", iri: "https://schema.org/name", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "scope", iri: "https://test.uncefact.org/vocabulary/untp/core/0/scope", flags: 2, container: C(0), type_mapping: "@id", scope: None },
] };

static UNTP_DCC_0_6_1_34: CompiledScope = CompiledScope { digest: 0xb6d3_c718_3ab2_8972, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "idScheme", iri: "https://test.uncefact.org/vocabulary/untp/core/0/idScheme", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "name", iri: "https://schema.org/name", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "registeredId", iri: "https://test.uncefact.org/vocabulary/untp/core/0/registeredId", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
] };

static UNTP_DCC_0_6_1_35: CompiledScope = CompiledScope { digest: 0x99bc_1f00_27ad_c8a8, reset: false, protected: false, vocab: Setting::Is("https://mimetype.io/"), propagate: None, terms: &[] };

static UNTP_DCC_0_6_1_36: CompiledScope = CompiledScope { digest: 0x1e4b_8def_df6a_703c, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "file", iri: "https://test.uncefact.org/vocabulary/untp/core/0/file", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "fileName", iri: "https://test.uncefact.org/vocabulary/untp/core/0/fileName", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "fileType", iri: "https://test.uncefact.org/vocabulary/untp/core/0/fileType", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&UNTP_DCC_0_6_1_35) },
] };

static UNTP_DCC_0_6_1_37: CompiledScope = CompiledScope { digest: 0x0e41_a50c_6e63_c6bb, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "description", iri: "https://schema.org/description", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "name", iri: "https://schema.org/name", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "owner", iri: "https://test.uncefact.org/vocabulary/untp/core/0/Party", flags: 2, container: C(0), type_mapping: "@id", scope: Some(&UNTP_DCC_0_6_1_34) },
    T { name: "trustmark", iri: "https://test.uncefact.org/vocabulary/untp/core/0/trustmark", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DCC_0_6_1_36) },
    T { name: "validFrom", iri: "https://test.uncefact.org/vocabulary/untp/core/0/validFrom", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "version", iri: "https://test.uncefact.org/vocabulary/untp/core/0/version", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
] };

static UNTP_DCC_0_6_1_38: CompiledScope = CompiledScope { digest: 0xb6d3_c718_3ab2_8972, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "idScheme", iri: "https://test.uncefact.org/vocabulary/untp/core/0/idScheme", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "name", iri: "https://schema.org/name", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "registeredId", iri: "https://test.uncefact.org/vocabulary/untp/core/0/registeredId", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
] };

static UNTP_DCC_0_6_1_39: CompiledScope = CompiledScope { digest: 0xe145_49c4_b08b_b521, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "issuerAlsoKnownAs", iri: "https://test.uncefact.org/vocabulary/untp/core/0/Party", flags: 2, container: C(0), type_mapping: "@id", scope: Some(&UNTP_DCC_0_6_1_38) },
    T { name: "name", iri: "https://schema.org/name", flags: 2, container: C(0), type_mapping: "", scope: None },
] };

static UNTP_DCC_0_6_1_40: CompiledScope = CompiledScope { digest: 0xf6dd_1f58_888d_29ce, reset: false, protected: false, vocab: Setting::Is("https://test.uncefact.org/vocabulary/untp/core/0/conformityTopicCode#"), propagate: None, terms: &[] };

static UNTP_DCC_0_6_1_41: CompiledScope = CompiledScope { digest: 0xbbc3_bc5b_fd44_a362, reset: false, protected: false, vocab: Setting::Is("https://test.uncefact.org/vocabulary/untp/core/0/statusCode#"), propagate: None, terms: &[] };

static UNTP_DCC_0_6_1_42: CompiledScope = CompiledScope { digest: 0x84a7_2120_5c50_3000, reset: false, protected: false, vocab: Setting::Is("https://vocabulary.uncefact.org/UnitMeasureCode#"), propagate: None, terms: &[] };

static UNTP_DCC_0_6_1_43: CompiledScope = CompiledScope { digest: 0xc9ab_538a_0a09_ccce, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "unit", iri: "https://test.uncefact.org/vocabulary/untp/core/0/unit", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&UNTP_DCC_0_6_1_42) },
    T { name: "value", iri: "https://test.uncefact.org/vocabulary/untp/core/0/value", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#double", scope: None },
] };

static UNTP_DCC_0_6_1_44: CompiledScope = CompiledScope { digest: 0xefd4_d9bb_3c5f_c3ab, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "accuracy", iri: "https://test.uncefact.org/vocabulary/untp/core/0/accuracy", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#double", scope: None },
    T { name: "metricName", iri: "https://test.uncefact.org/vocabulary/untp/core/0/metricName", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "metricValue", iri: "https://test.uncefact.org/vocabulary/untp/core/0/metricValue", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DCC_0_6_1_43) },
    T { name: "score", iri: "https://test.uncefact.org/vocabulary/untp/core/0/score", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
] };

static UNTP_DCC_0_6_1_45: CompiledScope = CompiledScope { digest: 0xc19d_e7a4_76f6_fac5, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "category", iri: "https://test.uncefact.org/vocabulary/untp/core/0/category", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "conformityTopic", iri: "https://test.uncefact.org/vocabulary/untp/core/0/conformityTopic", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&UNTP_DCC_0_6_1_40) },
    T { name: "description", iri: "https://schema.org/description", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "name", iri: "https://schema.org/name", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "performanceLevel", iri: "https://test.uncefact.org/vocabulary/untp/core/0/performanceLevel", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "status", iri: "https://test.uncefact.org/vocabulary/untp/core/0/status", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&UNTP_DCC_0_6_1_41) },
    T { name: "subCriterion", iri: "https://test.uncefact.org/vocabulary/untp/core/0/subCriterion", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "tag", iri: "https://test.uncefact.org/vocabulary/untp/core/0/tag", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "thresholdValue", iri: "https://test.uncefact.org/vocabulary/untp/core/0/thresholdValue", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DCC_0_6_1_44) },
] };

static UNTP_DCC_0_6_1_46: CompiledScope = CompiledScope { digest: 0xf6dd_1f58_888d_29ce, reset: false, protected: false, vocab: Setting::Is("https://test.uncefact.org/vocabulary/untp/core/0/conformityTopicCode#"), propagate: None, terms: &[] };

static UNTP_DCC_0_6_1_47: CompiledScope = CompiledScope { digest: 0x84a7_2120_5c50_3000, reset: false, protected: false, vocab: Setting::Is("https://vocabulary.uncefact.org/UnitMeasureCode#"), propagate: None, terms: &[] };

static UNTP_DCC_0_6_1_48: CompiledScope = CompiledScope { digest: 0xc9ab_538a_0a09_ccce, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "unit", iri: "https://test.uncefact.org/vocabulary/untp/core/0/unit", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&UNTP_DCC_0_6_1_47) },
    T { name: "value", iri: "https://test.uncefact.org/vocabulary/untp/core/0/value", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#double", scope: None },
] };

static UNTP_DCC_0_6_1_49: CompiledScope = CompiledScope { digest: 0xefd4_d9bb_3c5f_c3ab, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "accuracy", iri: "https://test.uncefact.org/vocabulary/untp/core/0/accuracy", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#double", scope: None },
    T { name: "metricName", iri: "https://test.uncefact.org/vocabulary/untp/core/0/metricName", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "metricValue", iri: "https://test.uncefact.org/vocabulary/untp/core/0/metricValue", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DCC_0_6_1_48) },
    T { name: "score", iri: "https://test.uncefact.org/vocabulary/untp/core/0/score", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
] };

static UNTP_DCC_0_6_1_50: CompiledScope = CompiledScope { digest: 0xef1f_493c_c9b2_ab45, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "assessmentCriteria", iri: "https://test.uncefact.org/vocabulary/untp/core/0/assessmentCriteria", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "assessmentDate", iri: "https://test.uncefact.org/vocabulary/untp/core/0/assessmentDate", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "conformance", iri: "https://test.uncefact.org/vocabulary/untp/core/0/conformance", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#boolean", scope: None },
    T { name: "conformityTopic", iri: "https://test.uncefact.org/vocabulary/untp/core/0/conformityTopic", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&UNTP_DCC_0_6_1_46) },
    T { name: "declaredValue", iri: "https://test.uncefact.org/vocabulary/untp/core/0/declaredValue", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DCC_0_6_1_49) },
    T { name: "description", iri: "https://schema.org/description", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "referenceRegulation", iri: "https://test.uncefact.org/vocabulary/untp/core/0/referenceRegulation", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "referenceStandard", iri: "https://test.uncefact.org/vocabulary/untp/core/0/referenceStandard", flags: 2, container: C(0), type_mapping: "@id", scope: None },
] };

static UNTP_DCC_0_6_1_51: CompiledScope = CompiledScope { digest: 0x70cd_31da_7baa_b0cb, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "linkName", iri: "https://test.uncefact.org/vocabulary/untp/core/0/linkName", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "linkType", iri: "https://test.uncefact.org/vocabulary/untp/core/0/linkType", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "linkURL", iri: "https://test.uncefact.org/vocabulary/untp/core/0/linkURL", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
] };

static UNTP_DCC_0_6_1_52: CompiledScope = CompiledScope { digest: 0xb6d3_c718_3ab2_8972, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "idScheme", iri: "https://test.uncefact.org/vocabulary/untp/core/0/idScheme", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "name", iri: "https://schema.org/name", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "registeredId", iri: "https://test.uncefact.org/vocabulary/untp/core/0/registeredId", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
] };

static UNTP_DCC_0_6_1_53: CompiledScope = CompiledScope { digest: 0x99bc_1f00_27ad_c8a8, reset: false, protected: false, vocab: Setting::Is("https://mimetype.io/"), propagate: None, terms: &[] };

static UNTP_DCC_0_6_1_54: CompiledScope = CompiledScope { digest: 0x1e4b_8def_df6a_703c, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "file", iri: "https://test.uncefact.org/vocabulary/untp/core/0/file", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "fileName", iri: "https://test.uncefact.org/vocabulary/untp/core/0/fileName", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "fileType", iri: "https://test.uncefact.org/vocabulary/untp/core/0/fileType", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&UNTP_DCC_0_6_1_53) },
] };

static UNTP_DCC_0_6_1_55: CompiledScope = CompiledScope { digest: 0x1d04_b51d_d4b8_c16d, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "endorsementEvidence", iri: "https://test.uncefact.org/vocabulary/untp/core/0/endorsementEvidence", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DCC_0_6_1_51) },
    T { name: "issuingAuthority", iri: "https://test.uncefact.org/vocabulary/untp/core/0/Party", flags: 2, container: C(0), type_mapping: "@id", scope: Some(&UNTP_DCC_0_6_1_52) },
    T { name: "name", iri: "https://schema.org/name", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "trustmark", iri: "https://test.uncefact.org/vocabulary/untp/core/0/trustmark", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DCC_0_6_1_54) },
] };

static UNTP_DCC_0_6_1_56: CompiledScope = CompiledScope { digest: 0x1bb4_43bd_8ac6_0546, reset: false, protected: false, vocab: Setting::Is("https://vocabulary.uncefact.org/CountryId#"), propagate: None, terms: &[] };

static UNTP_DCC_0_6_1_57: CompiledScope = CompiledScope { digest: 0x7daa_2c5a_5e07_caba, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "addressCountry", iri: "https://test.uncefact.org/vocabulary/untp/core/0/addressCountry", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&UNTP_DCC_0_6_1_56) },
    T { name: "addressLocality", iri: "https://test.uncefact.org/vocabulary/untp/core/0/addressLocality", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "addressRegion", iri: "https://test.uncefact.org/vocabulary/untp/core/0/addressRegion", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "postalCode", iri: "https://test.uncefact.org/vocabulary/untp/core/0/postalCode", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "streetAddress", iri: "https://test.uncefact.org/vocabulary/untp/core/0/streetAddress", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
] };

static UNTP_DCC_0_6_1_58: CompiledScope = CompiledScope { digest: 0x1bb4_43bd_8ac6_0546, reset: false, protected: false, vocab: Setting::Is("https://vocabulary.uncefact.org/CountryId#"), propagate: None, terms: &[] };

static UNTP_DCC_0_6_1_59: CompiledScope = CompiledScope { digest: 0xb6d3_c718_3ab2_8972, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "idScheme", iri: "https://test.uncefact.org/vocabulary/untp/core/0/idScheme", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "name", iri: "https://schema.org/name", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "registeredId", iri: "https://test.uncefact.org/vocabulary/untp/core/0/registeredId", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
] };

static UNTP_DCC_0_6_1_60: CompiledScope = CompiledScope { digest: 0xe5d8_3023_12e1_8e4b, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "data", iri: "https://purl.org/geojson/vocab#data", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#double", scope: None },
] };

static UNTP_DCC_0_6_1_61: CompiledScope = CompiledScope { digest: 0xdd5b_7129_a375_9cc4, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "data", iri: "https://purl.org/geojson/vocab#data", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DCC_0_6_1_60) },
] };

static UNTP_DCC_0_6_1_62: CompiledScope = CompiledScope { digest: 0xcc96_bf6b_3bf8_3b99, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "coordinates", iri: "https://purl.org/geojson/vocab#coordinates", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DCC_0_6_1_61) },
    T { name: "type", iri: "https://purl.org/geojson/vocab#type", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
] };

static UNTP_DCC_0_6_1_63: CompiledScope = CompiledScope { digest: 0xe5d8_3023_12e1_8e4b, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "data", iri: "https://purl.org/geojson/vocab#data", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#double", scope: None },
] };

static UNTP_DCC_0_6_1_64: CompiledScope = CompiledScope { digest: 0x93c4_2209_1b44_6453, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "coordinates", iri: "https://purl.org/geojson/vocab#coordinates", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DCC_0_6_1_63) },
    T { name: "type", iri: "https://purl.org/geojson/vocab#type", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
] };

static UNTP_DCC_0_6_1_65: CompiledScope = CompiledScope { digest: 0x3088_3009_1454_0d8c, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "geoBoundary", iri: "https://purl.org/geojson/vocab#geoBoundary", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DCC_0_6_1_62) },
    T { name: "geoLocation", iri: "https://purl.org/geojson/vocab#geoLocation", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DCC_0_6_1_64) },
    T { name: "plusCode", iri: "https://test.uncefact.org/vocabulary/untp/core/0/plusCode", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
] };

static UNTP_DCC_0_6_1_66: CompiledScope = CompiledScope { digest: 0xb6d3_c718_3ab2_8972, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "idScheme", iri: "https://test.uncefact.org/vocabulary/untp/core/0/idScheme", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "name", iri: "https://schema.org/name", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "registeredId", iri: "https://test.uncefact.org/vocabulary/untp/core/0/registeredId", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
] };

static UNTP_DCC_0_6_1_67: CompiledScope = CompiledScope { digest: 0xda40_d71d_75bc_066f, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "address", iri: "https://test.uncefact.org/vocabulary/untp/core/0/address", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DCC_0_6_1_57) },
    T { name: "countryOfOperation", iri: "https://test.uncefact.org/vocabulary/untp/core/0/countryOfOperation", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&UNTP_DCC_0_6_1_58) },
    T { name: "description", iri: "https://schema.org/description", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "facilityAlsoKnownAs", iri: "https://test.uncefact.org/vocabulary/untp/core/0/Facility", flags: 2, container: C(0), type_mapping: "@id", scope: Some(&UNTP_DCC_0_6_1_59) },
    T { name: "idScheme", iri: "https://test.uncefact.org/vocabulary/untp/core/0/idScheme", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "locationInformation", iri: "https://test.uncefact.org/vocabulary/untp/core/0/locationInformation", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DCC_0_6_1_65) },
    T { name: "name", iri: "https://schema.org/name", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "operatedByParty", iri: "https://test.uncefact.org/vocabulary/untp/core/0/Party", flags: 2, container: C(0), type_mapping: "@id", scope: Some(&UNTP_DCC_0_6_1_66) },
    T { name: "processCategory", iri: "https://test.uncefact.org/vocabulary/untp/core/0/processCategory", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "registeredId", iri: "https://test.uncefact.org/vocabulary/untp/core/0/registeredId", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
] };

static UNTP_DCC_0_6_1_68: CompiledScope = CompiledScope { digest: 0x12c4_16e4_313c_6ff0, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "name", iri: "https://schema.org/name", flags: 2, container: C(0), type_mapping: "", scope: None },
] };

static UNTP_DCC_0_6_1_69: CompiledScope = CompiledScope { digest: 0xb6d3_c718_3ab2_8972, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "idScheme", iri: "https://test.uncefact.org/vocabulary/untp/core/0/idScheme", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "name", iri: "https://schema.org/name", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "registeredId", iri: "https://test.uncefact.org/vocabulary/untp/core/0/registeredId", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
] };

static UNTP_DCC_0_6_1_70: CompiledScope = CompiledScope { digest: 0x1bb4_43bd_8ac6_0546, reset: false, protected: false, vocab: Setting::Is("https://vocabulary.uncefact.org/CountryId#"), propagate: None, terms: &[] };

static UNTP_DCC_0_6_1_71: CompiledScope = CompiledScope { digest: 0xfa20_7c1c_e8ab_d688, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "description", iri: "https://schema.org/description", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "idScheme", iri: "https://test.uncefact.org/vocabulary/untp/core/0/idScheme", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "industryCategory", iri: "https://test.uncefact.org/vocabulary/untp/core/0/industryCategory", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "name", iri: "https://schema.org/name", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "organisationWebsite", iri: "https://test.uncefact.org/vocabulary/untp/core/0/organisationWebsite", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "partyAlsoKnownAs", iri: "https://test.uncefact.org/vocabulary/untp/core/0/Party", flags: 2, container: C(0), type_mapping: "@id", scope: Some(&UNTP_DCC_0_6_1_69) },
    T { name: "registeredId", iri: "https://test.uncefact.org/vocabulary/untp/core/0/registeredId", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "registrationCountry", iri: "https://test.uncefact.org/vocabulary/untp/core/0/registrationCountry", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&UNTP_DCC_0_6_1_70) },
] };

static UNTP_DCC_0_6_1_72: CompiledScope = CompiledScope { digest: 0x1bb4_43bd_8ac6_0546, reset: false, protected: false, vocab: Setting::Is("https://vocabulary.uncefact.org/CountryId#"), propagate: None, terms: &[] };

static UNTP_DCC_0_6_1_73: CompiledScope = CompiledScope { digest: 0x84a7_2120_5c50_3000, reset: false, protected: false, vocab: Setting::Is("https://vocabulary.uncefact.org/UnitMeasureCode#"), propagate: None, terms: &[] };

static UNTP_DCC_0_6_1_74: CompiledScope = CompiledScope { digest: 0xc9ab_538a_0a09_ccce, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "unit", iri: "https://test.uncefact.org/vocabulary/untp/core/0/unit", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&UNTP_DCC_0_6_1_73) },
    T { name: "value", iri: "https://test.uncefact.org/vocabulary/untp/core/0/value", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#double", scope: None },
] };

static UNTP_DCC_0_6_1_75: CompiledScope = CompiledScope { digest: 0x84a7_2120_5c50_3000, reset: false, protected: false, vocab: Setting::Is("https://vocabulary.uncefact.org/UnitMeasureCode#"), propagate: None, terms: &[] };

static UNTP_DCC_0_6_1_76: CompiledScope = CompiledScope { digest: 0xc9ab_538a_0a09_ccce, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "unit", iri: "https://test.uncefact.org/vocabulary/untp/core/0/unit", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&UNTP_DCC_0_6_1_75) },
    T { name: "value", iri: "https://test.uncefact.org/vocabulary/untp/core/0/value", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#double", scope: None },
] };

static UNTP_DCC_0_6_1_77: CompiledScope = CompiledScope { digest: 0x84a7_2120_5c50_3000, reset: false, protected: false, vocab: Setting::Is("https://vocabulary.uncefact.org/UnitMeasureCode#"), propagate: None, terms: &[] };

static UNTP_DCC_0_6_1_78: CompiledScope = CompiledScope { digest: 0xc9ab_538a_0a09_ccce, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "unit", iri: "https://test.uncefact.org/vocabulary/untp/core/0/unit", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&UNTP_DCC_0_6_1_77) },
    T { name: "value", iri: "https://test.uncefact.org/vocabulary/untp/core/0/value", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#double", scope: None },
] };

static UNTP_DCC_0_6_1_79: CompiledScope = CompiledScope { digest: 0x84a7_2120_5c50_3000, reset: false, protected: false, vocab: Setting::Is("https://vocabulary.uncefact.org/UnitMeasureCode#"), propagate: None, terms: &[] };

static UNTP_DCC_0_6_1_80: CompiledScope = CompiledScope { digest: 0xc9ab_538a_0a09_ccce, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "unit", iri: "https://test.uncefact.org/vocabulary/untp/core/0/unit", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&UNTP_DCC_0_6_1_79) },
    T { name: "value", iri: "https://test.uncefact.org/vocabulary/untp/core/0/value", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#double", scope: None },
] };

static UNTP_DCC_0_6_1_81: CompiledScope = CompiledScope { digest: 0x84a7_2120_5c50_3000, reset: false, protected: false, vocab: Setting::Is("https://vocabulary.uncefact.org/UnitMeasureCode#"), propagate: None, terms: &[] };

static UNTP_DCC_0_6_1_82: CompiledScope = CompiledScope { digest: 0xc9ab_538a_0a09_ccce, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "unit", iri: "https://test.uncefact.org/vocabulary/untp/core/0/unit", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&UNTP_DCC_0_6_1_81) },
    T { name: "value", iri: "https://test.uncefact.org/vocabulary/untp/core/0/value", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#double", scope: None },
] };

static UNTP_DCC_0_6_1_83: CompiledScope = CompiledScope { digest: 0x56eb_786d_6b61_01d9, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "height", iri: "https://test.uncefact.org/vocabulary/untp/core/0/height", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DCC_0_6_1_74) },
    T { name: "length", iri: "https://test.uncefact.org/vocabulary/untp/core/0/length", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DCC_0_6_1_76) },
    T { name: "volume", iri: "https://test.uncefact.org/vocabulary/untp/core/0/volume", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DCC_0_6_1_78) },
    T { name: "weight", iri: "https://test.uncefact.org/vocabulary/untp/core/0/weight", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DCC_0_6_1_80) },
    T { name: "width", iri: "https://test.uncefact.org/vocabulary/untp/core/0/width", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DCC_0_6_1_82) },
] };

static UNTP_DCC_0_6_1_84: CompiledScope = CompiledScope { digest: 0x70cd_31da_7baa_b0cb, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "linkName", iri: "https://test.uncefact.org/vocabulary/untp/core/0/linkName", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "linkType", iri: "https://test.uncefact.org/vocabulary/untp/core/0/linkType", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "linkURL", iri: "https://test.uncefact.org/vocabulary/untp/core/0/linkURL", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
] };

static UNTP_DCC_0_6_1_85: CompiledScope = CompiledScope { digest: 0xb6d3_c718_3ab2_8972, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "idScheme", iri: "https://test.uncefact.org/vocabulary/untp/core/0/idScheme", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "name", iri: "https://schema.org/name", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "registeredId", iri: "https://test.uncefact.org/vocabulary/untp/core/0/registeredId", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
] };

static UNTP_DCC_0_6_1_86: CompiledScope = CompiledScope { digest: 0xb6d3_c718_3ab2_8972, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "idScheme", iri: "https://test.uncefact.org/vocabulary/untp/core/0/idScheme", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "name", iri: "https://schema.org/name", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "registeredId", iri: "https://test.uncefact.org/vocabulary/untp/core/0/registeredId", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
] };

static UNTP_DCC_0_6_1_87: CompiledScope = CompiledScope { digest: 0x70cd_31da_7baa_b0cb, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "linkName", iri: "https://test.uncefact.org/vocabulary/untp/core/0/linkName", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "linkType", iri: "https://test.uncefact.org/vocabulary/untp/core/0/linkType", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "linkURL", iri: "https://test.uncefact.org/vocabulary/untp/core/0/linkURL", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
] };

static UNTP_DCC_0_6_1_88: CompiledScope = CompiledScope { digest: 0x9e11_cee8_efc1_8f78, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "batchNumber", iri: "https://test.uncefact.org/vocabulary/untp/core/0/batchNumber", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "countryOfProduction", iri: "https://test.uncefact.org/vocabulary/untp/core/0/countryOfProduction", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&UNTP_DCC_0_6_1_72) },
    T { name: "description", iri: "https://schema.org/description", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "dimensions", iri: "https://test.uncefact.org/vocabulary/untp/core/0/dimensions", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DCC_0_6_1_83) },
    T { name: "furtherInformation", iri: "https://test.uncefact.org/vocabulary/untp/core/0/furtherInformation", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DCC_0_6_1_84) },
    T { name: "idScheme", iri: "https://test.uncefact.org/vocabulary/untp/core/0/idScheme", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "name", iri: "https://schema.org/name", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "producedAtFacility", iri: "https://test.uncefact.org/vocabulary/untp/core/0/Facility", flags: 2, container: C(0), type_mapping: "@id", scope: Some(&UNTP_DCC_0_6_1_85) },
    T { name: "producedByParty", iri: "https://test.uncefact.org/vocabulary/untp/core/0/Party", flags: 2, container: C(0), type_mapping: "@id", scope: Some(&UNTP_DCC_0_6_1_86) },
    T { name: "productCategory", iri: "https://test.uncefact.org/vocabulary/untp/core/0/productCategory", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "productImage", iri: "https://test.uncefact.org/vocabulary/untp/core/0/productImage", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DCC_0_6_1_87) },
    T { name: "productionDate", iri: "https://test.uncefact.org/vocabulary/untp/core/0/productionDate", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "registeredId", iri: "https://test.uncefact.org/vocabulary/untp/core/0/registeredId", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "serialNumber", iri: "https://test.uncefact.org/vocabulary/untp/core/0/serialNumber", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
] };

static UNTP_DCC_0_6_1_89: CompiledScope = CompiledScope { digest: 0xb6d3_c718_3ab2_8972, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "idScheme", iri: "https://test.uncefact.org/vocabulary/untp/core/0/idScheme", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "name", iri: "https://schema.org/name", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "registeredId", iri: "https://test.uncefact.org/vocabulary/untp/core/0/registeredId", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
] };

static UNTP_DCC_0_6_1_90: CompiledScope = CompiledScope { digest: 0x1bb4_43bd_8ac6_0546, reset: false, protected: false, vocab: Setting::Is("https://vocabulary.uncefact.org/CountryId#"), propagate: None, terms: &[] };

static UNTP_DCC_0_6_1_91: CompiledScope = CompiledScope { digest: 0x80f5_3646_c5a5_7596, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "administeredBy", iri: "https://test.uncefact.org/vocabulary/untp/core/0/Party", flags: 2, container: C(0), type_mapping: "@id", scope: Some(&UNTP_DCC_0_6_1_89) },
    T { name: "effectiveDate", iri: "https://test.uncefact.org/vocabulary/untp/core/0/effectiveDate", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "jurisdictionCountry", iri: "https://test.uncefact.org/vocabulary/untp/core/0/jurisdictionCountry", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&UNTP_DCC_0_6_1_90) },
    T { name: "name", iri: "https://schema.org/name", flags: 2, container: C(0), type_mapping: "", scope: None },
] };

static UNTP_DCC_0_6_1_92: CompiledScope = CompiledScope { digest: 0x00da_0419_29b0_1193, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "mediaQuery", iri: "https://test.uncefact.org/vocabulary/untp/core/0/mediaQuery", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "name", iri: "https://schema.org/name", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "template", iri: "https://w3id.org/vc/render-method#template", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "url", iri: "https://w3id.org/vc/render-method#url", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
] };

static UNTP_DCC_0_6_1_93: CompiledScope = CompiledScope { digest: 0xb6d3_c718_3ab2_8972, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "idScheme", iri: "https://test.uncefact.org/vocabulary/untp/core/0/idScheme", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "name", iri: "https://schema.org/name", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "registeredId", iri: "https://test.uncefact.org/vocabulary/untp/core/0/registeredId", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
] };

static UNTP_DCC_0_6_1_94: CompiledScope = CompiledScope { digest: 0x243c_cc57_133b_1cd6, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "issueDate", iri: "https://test.uncefact.org/vocabulary/untp/core/0/issueDate", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "issuingParty", iri: "https://test.uncefact.org/vocabulary/untp/core/0/Party", flags: 2, container: C(0), type_mapping: "@id", scope: Some(&UNTP_DCC_0_6_1_93) },
    T { name: "name", iri: "https://schema.org/name", flags: 2, container: C(0), type_mapping: "", scope: None },
] };

static UNTP_DCC_0_6_1_95: CompiledScope = CompiledScope { digest: 0x43e3_a1be_21ad_2899, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "name", iri: "https://schema.org/name", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "template", iri: "https://w3id.org/vc/render-method#template", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
] };
