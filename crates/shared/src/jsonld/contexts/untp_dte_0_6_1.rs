//! `https://test.uncefact.org/vocabulary/untp/dte/0.6.1/`
//!
//! Written by a test from the published document and compared with it ever after.

use super::{Compiled, CompiledScope, CompiledTerm as T, Container as C, Setting};

pub(super) static UNTP_DTE_0_6_1: Compiled = Compiled {
    url: "https://test.uncefact.org/vocabulary/untp/dte/0.6.1/",
    sha256: [0xfc, 0xc0, 0x0b, 0x2c, 0xe4, 0xf3, 0x89, 0x87, 0x6a, 0x62, 0xf9, 0x70, 0x06, 0xe6, 0x4c, 0x96, 0x9f, 0xa7, 0xa1, 0x82, 0xf4, 0x5c, 0xf0, 0x1a, 0x6c, 0x5d, 0x73, 0x58, 0x93, 0x07, 0x3c, 0x2a],
    scope: CompiledScope { digest: 0xdd7d_eb0c_58f0_5ec3, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "AggregationEvent", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/AggregationEvent", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DTE_0_6_1_9) },
    T { name: "AssociationEvent", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/AssociationEvent", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DTE_0_6_1_19) },
    T { name: "Classification", iri: "https://test.uncefact.org/vocabulary/untp/core/0/Classification", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DTE_0_6_1_20) },
    T { name: "CredentialIssuer", iri: "https://test.uncefact.org/vocabulary/untp/core/0/CredentialIssuer", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DTE_0_6_1_22) },
    T { name: "DigitalTraceabilityEvent", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/DigitalTraceabilityEvent", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "Event", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/Event", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DTE_0_6_1_30) },
    T { name: "Facility", iri: "https://test.uncefact.org/vocabulary/untp/core/0/Facility", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DTE_0_6_1_42) },
    T { name: "IdentifierScheme", iri: "https://test.uncefact.org/vocabulary/untp/core/0/IdentifierScheme", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DTE_0_6_1_43) },
    T { name: "Item", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/Item", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DTE_0_6_1_44) },
    T { name: "ObjectEvent", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/ObjectEvent", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DTE_0_6_1_54) },
    T { name: "Party", iri: "https://test.uncefact.org/vocabulary/untp/core/0/Party", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DTE_0_6_1_57) },
    T { name: "Product", iri: "https://test.uncefact.org/vocabulary/untp/core/0/Product", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DTE_0_6_1_74) },
    T { name: "RenderTemplate2024", iri: "https://test.uncefact.org/vocabulary/untp/core/0/RenderTemplate2024", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DTE_0_6_1_75) },
    T { name: "TransactionEvent", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/TransactionEvent", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DTE_0_6_1_86) },
    T { name: "TransformationEvent", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/TransformationEvent", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DTE_0_6_1_98) },
    T { name: "WebRenderingTemplate2022", iri: "https://test.uncefact.org/vocabulary/untp/core/0/WebRenderingTemplate2022", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DTE_0_6_1_99) },
    T { name: "geojson", iri: "https://purl.org/geojson/vocab#", flags: 3, container: C(0), type_mapping: "", scope: None },
    T { name: "renderMethodPrefix", iri: "https://w3id.org/vc/render-method#", flags: 3, container: C(0), type_mapping: "", scope: None },
    T { name: "schemaorg", iri: "https://schema.org/", flags: 3, container: C(0), type_mapping: "", scope: None },
    T { name: "untp-core", iri: "https://test.uncefact.org/vocabulary/untp/core/0/", flags: 3, container: C(0), type_mapping: "", scope: None },
    T { name: "untp-dte", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/", flags: 3, container: C(0), type_mapping: "", scope: None },
    T { name: "xsd", iri: "http://www.w3.org/2001/XMLSchema#", flags: 3, container: C(0), type_mapping: "", scope: None },
] },
};

static UNTP_DTE_0_6_1_0: CompiledScope = CompiledScope { digest: 0xc57d_7ca0_c959_ed86, reset: false, protected: false, vocab: Setting::Is("https://test.uncefact.org/vocabulary/untp/dte/0/actionCode#"), propagate: None, terms: &[] };

static UNTP_DTE_0_6_1_1: CompiledScope = CompiledScope { digest: 0x7f5d_9255_5bdc_a363, reset: false, protected: false, vocab: Setting::Is("https://ref.gs1.org/cbv/BizStep-"), propagate: None, terms: &[] };

static UNTP_DTE_0_6_1_2: CompiledScope = CompiledScope { digest: 0x84a7_2120_5c50_3000, reset: false, protected: false, vocab: Setting::Is("https://vocabulary.uncefact.org/UnitMeasureCode#"), propagate: None, terms: &[] };

static UNTP_DTE_0_6_1_3: CompiledScope = CompiledScope { digest: 0x81a9_e985_f028_a39d, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "productId", iri: "https://test.uncefact.org/vocabulary/untp/core/0/productId", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "productName", iri: "https://schema.org/productName", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "quantity", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/quantity", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#double", scope: None },
    T { name: "uom", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/uom", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&UNTP_DTE_0_6_1_2) },
] };

static UNTP_DTE_0_6_1_4: CompiledScope = CompiledScope { digest: 0x9ba7_b53e_8394_4f2d, reset: false, protected: false, vocab: Setting::Is("https://ref.gs1.org/cbv/Disp-"), propagate: None, terms: &[] };

static UNTP_DTE_0_6_1_5: CompiledScope = CompiledScope { digest: 0xa75a_dd49_d70b_f593, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "dataProcessingMethod", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/dataProcessingMethod", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "device", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/device", flags: 2, container: C(0), type_mapping: "@id", scope: None },
] };

static UNTP_DTE_0_6_1_6: CompiledScope = CompiledScope { digest: 0x84a7_2120_5c50_3000, reset: false, protected: false, vocab: Setting::Is("https://vocabulary.uncefact.org/UnitMeasureCode#"), propagate: None, terms: &[] };

static UNTP_DTE_0_6_1_7: CompiledScope = CompiledScope { digest: 0xae1b_b1ac_2f2e_0256, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "sensorType", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/sensorType", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "time", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/time", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "uom", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/uom", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&UNTP_DTE_0_6_1_6) },
    T { name: "value", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/value", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#double", scope: None },
] };

static UNTP_DTE_0_6_1_8: CompiledScope = CompiledScope { digest: 0x1ea0_53d0_549d_9c32, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "sensorIntegrityProof", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/sensorIntegrityProof", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "sensorMetadata", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/sensorMetadata", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DTE_0_6_1_5) },
    T { name: "sensorReport", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/sensorReport", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DTE_0_6_1_7) },
] };

static UNTP_DTE_0_6_1_9: CompiledScope = CompiledScope { digest: 0xb902_a804_5d64_5cd4, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "action", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/action", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&UNTP_DTE_0_6_1_0) },
    T { name: "bizLocation", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/bizLocation", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "bizStep", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/bizStep", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&UNTP_DTE_0_6_1_1) },
    T { name: "childEPCList", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/childEPCList", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "childQuantityList", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/childQuantityList", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DTE_0_6_1_3) },
    T { name: "disposition", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/disposition", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&UNTP_DTE_0_6_1_4) },
    T { name: "eventTime", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/eventTime", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "parentEPC", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/parentEPC", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "processType", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/processType", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "sensorElementList", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/sensorElementList", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DTE_0_6_1_8) },
] };

static UNTP_DTE_0_6_1_10: CompiledScope = CompiledScope { digest: 0xc57d_7ca0_c959_ed86, reset: false, protected: false, vocab: Setting::Is("https://test.uncefact.org/vocabulary/untp/dte/0/actionCode#"), propagate: None, terms: &[] };

static UNTP_DTE_0_6_1_11: CompiledScope = CompiledScope { digest: 0x7f5d_9255_5bdc_a363, reset: false, protected: false, vocab: Setting::Is("https://ref.gs1.org/cbv/BizStep-"), propagate: None, terms: &[] };

static UNTP_DTE_0_6_1_12: CompiledScope = CompiledScope { digest: 0x84a7_2120_5c50_3000, reset: false, protected: false, vocab: Setting::Is("https://vocabulary.uncefact.org/UnitMeasureCode#"), propagate: None, terms: &[] };

static UNTP_DTE_0_6_1_13: CompiledScope = CompiledScope { digest: 0x81a9_e985_f028_a39d, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "productId", iri: "https://test.uncefact.org/vocabulary/untp/core/0/productId", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "productName", iri: "https://schema.org/productName", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "quantity", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/quantity", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#double", scope: None },
    T { name: "uom", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/uom", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&UNTP_DTE_0_6_1_12) },
] };

static UNTP_DTE_0_6_1_14: CompiledScope = CompiledScope { digest: 0x9ba7_b53e_8394_4f2d, reset: false, protected: false, vocab: Setting::Is("https://ref.gs1.org/cbv/Disp-"), propagate: None, terms: &[] };

static UNTP_DTE_0_6_1_15: CompiledScope = CompiledScope { digest: 0xa75a_dd49_d70b_f593, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "dataProcessingMethod", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/dataProcessingMethod", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "device", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/device", flags: 2, container: C(0), type_mapping: "@id", scope: None },
] };

static UNTP_DTE_0_6_1_16: CompiledScope = CompiledScope { digest: 0x84a7_2120_5c50_3000, reset: false, protected: false, vocab: Setting::Is("https://vocabulary.uncefact.org/UnitMeasureCode#"), propagate: None, terms: &[] };

static UNTP_DTE_0_6_1_17: CompiledScope = CompiledScope { digest: 0xae1b_b1ac_2f2e_0256, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "sensorType", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/sensorType", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "time", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/time", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "uom", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/uom", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&UNTP_DTE_0_6_1_16) },
    T { name: "value", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/value", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#double", scope: None },
] };

static UNTP_DTE_0_6_1_18: CompiledScope = CompiledScope { digest: 0x1ea0_53d0_549d_9c32, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "sensorIntegrityProof", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/sensorIntegrityProof", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "sensorMetadata", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/sensorMetadata", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DTE_0_6_1_15) },
    T { name: "sensorReport", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/sensorReport", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DTE_0_6_1_17) },
] };

static UNTP_DTE_0_6_1_19: CompiledScope = CompiledScope { digest: 0xb902_a804_5d64_5cd4, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "action", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/action", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&UNTP_DTE_0_6_1_10) },
    T { name: "bizLocation", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/bizLocation", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "bizStep", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/bizStep", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&UNTP_DTE_0_6_1_11) },
    T { name: "childEPCList", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/childEPCList", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "childQuantityList", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/childQuantityList", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DTE_0_6_1_13) },
    T { name: "disposition", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/disposition", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&UNTP_DTE_0_6_1_14) },
    T { name: "eventTime", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/eventTime", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "parentEPC", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/parentEPC", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "processType", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/processType", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "sensorElementList", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/sensorElementList", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DTE_0_6_1_18) },
] };

static UNTP_DTE_0_6_1_20: CompiledScope = CompiledScope { digest: 0x08af_50d5_c303_9e7c, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "code", iri: "https://test.uncefact.org/vocabulary/untp/core/0/code", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "name", iri: "https://schema.org/name", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "schemeID", iri: "https://test.uncefact.org/vocabulary/untp/core/0/schemeID", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "schemeName", iri: "https://test.uncefact.org/vocabulary/untp/core/0/schemeName", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
] };

static UNTP_DTE_0_6_1_21: CompiledScope = CompiledScope { digest: 0xb6d3_c718_3ab2_8972, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "idScheme", iri: "https://test.uncefact.org/vocabulary/untp/core/0/idScheme", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "name", iri: "https://schema.org/name", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "registeredId", iri: "https://test.uncefact.org/vocabulary/untp/core/0/registeredId", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
] };

static UNTP_DTE_0_6_1_22: CompiledScope = CompiledScope { digest: 0xe145_49c4_b08b_b521, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "issuerAlsoKnownAs", iri: "https://test.uncefact.org/vocabulary/untp/core/0/Party", flags: 2, container: C(0), type_mapping: "@id", scope: Some(&UNTP_DTE_0_6_1_21) },
    T { name: "name", iri: "https://schema.org/name", flags: 2, container: C(0), type_mapping: "", scope: None },
] };

static UNTP_DTE_0_6_1_23: CompiledScope = CompiledScope { digest: 0xc57d_7ca0_c959_ed86, reset: false, protected: false, vocab: Setting::Is("https://test.uncefact.org/vocabulary/untp/dte/0/actionCode#"), propagate: None, terms: &[] };

static UNTP_DTE_0_6_1_24: CompiledScope = CompiledScope { digest: 0x7f5d_9255_5bdc_a363, reset: false, protected: false, vocab: Setting::Is("https://ref.gs1.org/cbv/BizStep-"), propagate: None, terms: &[] };

static UNTP_DTE_0_6_1_25: CompiledScope = CompiledScope { digest: 0x9ba7_b53e_8394_4f2d, reset: false, protected: false, vocab: Setting::Is("https://ref.gs1.org/cbv/Disp-"), propagate: None, terms: &[] };

static UNTP_DTE_0_6_1_26: CompiledScope = CompiledScope { digest: 0xa75a_dd49_d70b_f593, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "dataProcessingMethod", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/dataProcessingMethod", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "device", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/device", flags: 2, container: C(0), type_mapping: "@id", scope: None },
] };

static UNTP_DTE_0_6_1_27: CompiledScope = CompiledScope { digest: 0x84a7_2120_5c50_3000, reset: false, protected: false, vocab: Setting::Is("https://vocabulary.uncefact.org/UnitMeasureCode#"), propagate: None, terms: &[] };

static UNTP_DTE_0_6_1_28: CompiledScope = CompiledScope { digest: 0xae1b_b1ac_2f2e_0256, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "sensorType", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/sensorType", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "time", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/time", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "uom", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/uom", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&UNTP_DTE_0_6_1_27) },
    T { name: "value", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/value", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#double", scope: None },
] };

static UNTP_DTE_0_6_1_29: CompiledScope = CompiledScope { digest: 0x1ea0_53d0_549d_9c32, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "sensorIntegrityProof", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/sensorIntegrityProof", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "sensorMetadata", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/sensorMetadata", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DTE_0_6_1_26) },
    T { name: "sensorReport", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/sensorReport", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DTE_0_6_1_28) },
] };

static UNTP_DTE_0_6_1_30: CompiledScope = CompiledScope { digest: 0x6834_48f7_c085_504f, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "action", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/action", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&UNTP_DTE_0_6_1_23) },
    T { name: "bizLocation", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/bizLocation", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "bizStep", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/bizStep", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&UNTP_DTE_0_6_1_24) },
    T { name: "disposition", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/disposition", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&UNTP_DTE_0_6_1_25) },
    T { name: "eventTime", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/eventTime", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "processType", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/processType", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "sensorElementList", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/sensorElementList", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DTE_0_6_1_29) },
] };

static UNTP_DTE_0_6_1_31: CompiledScope = CompiledScope { digest: 0x1bb4_43bd_8ac6_0546, reset: false, protected: false, vocab: Setting::Is("https://vocabulary.uncefact.org/CountryId#"), propagate: None, terms: &[] };

static UNTP_DTE_0_6_1_32: CompiledScope = CompiledScope { digest: 0x7daa_2c5a_5e07_caba, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "addressCountry", iri: "https://test.uncefact.org/vocabulary/untp/core/0/addressCountry", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&UNTP_DTE_0_6_1_31) },
    T { name: "addressLocality", iri: "https://test.uncefact.org/vocabulary/untp/core/0/addressLocality", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "addressRegion", iri: "https://test.uncefact.org/vocabulary/untp/core/0/addressRegion", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "postalCode", iri: "https://test.uncefact.org/vocabulary/untp/core/0/postalCode", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "streetAddress", iri: "https://test.uncefact.org/vocabulary/untp/core/0/streetAddress", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
] };

static UNTP_DTE_0_6_1_33: CompiledScope = CompiledScope { digest: 0x1bb4_43bd_8ac6_0546, reset: false, protected: false, vocab: Setting::Is("https://vocabulary.uncefact.org/CountryId#"), propagate: None, terms: &[] };

static UNTP_DTE_0_6_1_34: CompiledScope = CompiledScope { digest: 0xb6d3_c718_3ab2_8972, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "idScheme", iri: "https://test.uncefact.org/vocabulary/untp/core/0/idScheme", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "name", iri: "https://schema.org/name", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "registeredId", iri: "https://test.uncefact.org/vocabulary/untp/core/0/registeredId", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
] };

static UNTP_DTE_0_6_1_35: CompiledScope = CompiledScope { digest: 0xe5d8_3023_12e1_8e4b, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "data", iri: "https://purl.org/geojson/vocab#data", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#double", scope: None },
] };

static UNTP_DTE_0_6_1_36: CompiledScope = CompiledScope { digest: 0xdd5b_7129_a375_9cc4, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "data", iri: "https://purl.org/geojson/vocab#data", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DTE_0_6_1_35) },
] };

static UNTP_DTE_0_6_1_37: CompiledScope = CompiledScope { digest: 0xcc96_bf6b_3bf8_3b99, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "coordinates", iri: "https://purl.org/geojson/vocab#coordinates", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DTE_0_6_1_36) },
    T { name: "type", iri: "https://purl.org/geojson/vocab#type", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
] };

static UNTP_DTE_0_6_1_38: CompiledScope = CompiledScope { digest: 0xe5d8_3023_12e1_8e4b, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "data", iri: "https://purl.org/geojson/vocab#data", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#double", scope: None },
] };

static UNTP_DTE_0_6_1_39: CompiledScope = CompiledScope { digest: 0x93c4_2209_1b44_6453, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "coordinates", iri: "https://purl.org/geojson/vocab#coordinates", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DTE_0_6_1_38) },
    T { name: "type", iri: "https://purl.org/geojson/vocab#type", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
] };

static UNTP_DTE_0_6_1_40: CompiledScope = CompiledScope { digest: 0x3088_3009_1454_0d8c, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "geoBoundary", iri: "https://purl.org/geojson/vocab#geoBoundary", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DTE_0_6_1_37) },
    T { name: "geoLocation", iri: "https://purl.org/geojson/vocab#geoLocation", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DTE_0_6_1_39) },
    T { name: "plusCode", iri: "https://test.uncefact.org/vocabulary/untp/core/0/plusCode", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
] };

static UNTP_DTE_0_6_1_41: CompiledScope = CompiledScope { digest: 0xb6d3_c718_3ab2_8972, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "idScheme", iri: "https://test.uncefact.org/vocabulary/untp/core/0/idScheme", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "name", iri: "https://schema.org/name", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "registeredId", iri: "https://test.uncefact.org/vocabulary/untp/core/0/registeredId", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
] };

static UNTP_DTE_0_6_1_42: CompiledScope = CompiledScope { digest: 0xda40_d71d_75bc_066f, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "address", iri: "https://test.uncefact.org/vocabulary/untp/core/0/address", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DTE_0_6_1_32) },
    T { name: "countryOfOperation", iri: "https://test.uncefact.org/vocabulary/untp/core/0/countryOfOperation", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&UNTP_DTE_0_6_1_33) },
    T { name: "description", iri: "https://schema.org/description", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "facilityAlsoKnownAs", iri: "https://test.uncefact.org/vocabulary/untp/core/0/Facility", flags: 2, container: C(0), type_mapping: "@id", scope: Some(&UNTP_DTE_0_6_1_34) },
    T { name: "idScheme", iri: "https://test.uncefact.org/vocabulary/untp/core/0/idScheme", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "locationInformation", iri: "https://test.uncefact.org/vocabulary/untp/core/0/locationInformation", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DTE_0_6_1_40) },
    T { name: "name", iri: "https://schema.org/name", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "operatedByParty", iri: "https://test.uncefact.org/vocabulary/untp/core/0/Party", flags: 2, container: C(0), type_mapping: "@id", scope: Some(&UNTP_DTE_0_6_1_41) },
    T { name: "processCategory", iri: "https://test.uncefact.org/vocabulary/untp/core/0/processCategory", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "registeredId", iri: "https://test.uncefact.org/vocabulary/untp/core/0/registeredId", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
] };

static UNTP_DTE_0_6_1_43: CompiledScope = CompiledScope { digest: 0x12c4_16e4_313c_6ff0, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "name", iri: "https://schema.org/name", flags: 2, container: C(0), type_mapping: "", scope: None },
] };

static UNTP_DTE_0_6_1_44: CompiledScope = CompiledScope { digest: 0x12c4_16e4_313c_6ff0, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "name", iri: "https://schema.org/name", flags: 2, container: C(0), type_mapping: "", scope: None },
] };

static UNTP_DTE_0_6_1_45: CompiledScope = CompiledScope { digest: 0xc57d_7ca0_c959_ed86, reset: false, protected: false, vocab: Setting::Is("https://test.uncefact.org/vocabulary/untp/dte/0/actionCode#"), propagate: None, terms: &[] };

static UNTP_DTE_0_6_1_46: CompiledScope = CompiledScope { digest: 0x7f5d_9255_5bdc_a363, reset: false, protected: false, vocab: Setting::Is("https://ref.gs1.org/cbv/BizStep-"), propagate: None, terms: &[] };

static UNTP_DTE_0_6_1_47: CompiledScope = CompiledScope { digest: 0x9ba7_b53e_8394_4f2d, reset: false, protected: false, vocab: Setting::Is("https://ref.gs1.org/cbv/Disp-"), propagate: None, terms: &[] };

static UNTP_DTE_0_6_1_48: CompiledScope = CompiledScope { digest: 0x84a7_2120_5c50_3000, reset: false, protected: false, vocab: Setting::Is("https://vocabulary.uncefact.org/UnitMeasureCode#"), propagate: None, terms: &[] };

static UNTP_DTE_0_6_1_49: CompiledScope = CompiledScope { digest: 0x81a9_e985_f028_a39d, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "productId", iri: "https://test.uncefact.org/vocabulary/untp/core/0/productId", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "productName", iri: "https://schema.org/productName", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "quantity", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/quantity", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#double", scope: None },
    T { name: "uom", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/uom", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&UNTP_DTE_0_6_1_48) },
] };

static UNTP_DTE_0_6_1_50: CompiledScope = CompiledScope { digest: 0xa75a_dd49_d70b_f593, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "dataProcessingMethod", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/dataProcessingMethod", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "device", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/device", flags: 2, container: C(0), type_mapping: "@id", scope: None },
] };

static UNTP_DTE_0_6_1_51: CompiledScope = CompiledScope { digest: 0x84a7_2120_5c50_3000, reset: false, protected: false, vocab: Setting::Is("https://vocabulary.uncefact.org/UnitMeasureCode#"), propagate: None, terms: &[] };

static UNTP_DTE_0_6_1_52: CompiledScope = CompiledScope { digest: 0xae1b_b1ac_2f2e_0256, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "sensorType", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/sensorType", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "time", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/time", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "uom", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/uom", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&UNTP_DTE_0_6_1_51) },
    T { name: "value", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/value", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#double", scope: None },
] };

static UNTP_DTE_0_6_1_53: CompiledScope = CompiledScope { digest: 0x1ea0_53d0_549d_9c32, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "sensorIntegrityProof", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/sensorIntegrityProof", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "sensorMetadata", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/sensorMetadata", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DTE_0_6_1_50) },
    T { name: "sensorReport", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/sensorReport", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DTE_0_6_1_52) },
] };

static UNTP_DTE_0_6_1_54: CompiledScope = CompiledScope { digest: 0x958f_c47b_fa4b_dbe1, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "action", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/action", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&UNTP_DTE_0_6_1_45) },
    T { name: "bizLocation", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/bizLocation", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "bizStep", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/bizStep", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&UNTP_DTE_0_6_1_46) },
    T { name: "disposition", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/disposition", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&UNTP_DTE_0_6_1_47) },
    T { name: "epcList", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/epcList", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "eventTime", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/eventTime", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "processType", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/processType", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "quantityList", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/quantityList", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DTE_0_6_1_49) },
    T { name: "sensorElementList", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/sensorElementList", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DTE_0_6_1_53) },
] };

static UNTP_DTE_0_6_1_55: CompiledScope = CompiledScope { digest: 0xb6d3_c718_3ab2_8972, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "idScheme", iri: "https://test.uncefact.org/vocabulary/untp/core/0/idScheme", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "name", iri: "https://schema.org/name", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "registeredId", iri: "https://test.uncefact.org/vocabulary/untp/core/0/registeredId", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
] };

static UNTP_DTE_0_6_1_56: CompiledScope = CompiledScope { digest: 0x1bb4_43bd_8ac6_0546, reset: false, protected: false, vocab: Setting::Is("https://vocabulary.uncefact.org/CountryId#"), propagate: None, terms: &[] };

static UNTP_DTE_0_6_1_57: CompiledScope = CompiledScope { digest: 0xfa20_7c1c_e8ab_d688, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "description", iri: "https://schema.org/description", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "idScheme", iri: "https://test.uncefact.org/vocabulary/untp/core/0/idScheme", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "industryCategory", iri: "https://test.uncefact.org/vocabulary/untp/core/0/industryCategory", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "name", iri: "https://schema.org/name", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "organisationWebsite", iri: "https://test.uncefact.org/vocabulary/untp/core/0/organisationWebsite", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "partyAlsoKnownAs", iri: "https://test.uncefact.org/vocabulary/untp/core/0/Party", flags: 2, container: C(0), type_mapping: "@id", scope: Some(&UNTP_DTE_0_6_1_55) },
    T { name: "registeredId", iri: "https://test.uncefact.org/vocabulary/untp/core/0/registeredId", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "registrationCountry", iri: "https://test.uncefact.org/vocabulary/untp/core/0/registrationCountry", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&UNTP_DTE_0_6_1_56) },
] };

static UNTP_DTE_0_6_1_58: CompiledScope = CompiledScope { digest: 0x1bb4_43bd_8ac6_0546, reset: false, protected: false, vocab: Setting::Is("https://vocabulary.uncefact.org/CountryId#"), propagate: None, terms: &[] };

static UNTP_DTE_0_6_1_59: CompiledScope = CompiledScope { digest: 0x84a7_2120_5c50_3000, reset: false, protected: false, vocab: Setting::Is("https://vocabulary.uncefact.org/UnitMeasureCode#"), propagate: None, terms: &[] };

static UNTP_DTE_0_6_1_60: CompiledScope = CompiledScope { digest: 0xc9ab_538a_0a09_ccce, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "unit", iri: "https://test.uncefact.org/vocabulary/untp/core/0/unit", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&UNTP_DTE_0_6_1_59) },
    T { name: "value", iri: "https://test.uncefact.org/vocabulary/untp/core/0/value", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#double", scope: None },
] };

static UNTP_DTE_0_6_1_61: CompiledScope = CompiledScope { digest: 0x84a7_2120_5c50_3000, reset: false, protected: false, vocab: Setting::Is("https://vocabulary.uncefact.org/UnitMeasureCode#"), propagate: None, terms: &[] };

static UNTP_DTE_0_6_1_62: CompiledScope = CompiledScope { digest: 0xc9ab_538a_0a09_ccce, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "unit", iri: "https://test.uncefact.org/vocabulary/untp/core/0/unit", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&UNTP_DTE_0_6_1_61) },
    T { name: "value", iri: "https://test.uncefact.org/vocabulary/untp/core/0/value", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#double", scope: None },
] };

static UNTP_DTE_0_6_1_63: CompiledScope = CompiledScope { digest: 0x84a7_2120_5c50_3000, reset: false, protected: false, vocab: Setting::Is("https://vocabulary.uncefact.org/UnitMeasureCode#"), propagate: None, terms: &[] };

static UNTP_DTE_0_6_1_64: CompiledScope = CompiledScope { digest: 0xc9ab_538a_0a09_ccce, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "unit", iri: "https://test.uncefact.org/vocabulary/untp/core/0/unit", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&UNTP_DTE_0_6_1_63) },
    T { name: "value", iri: "https://test.uncefact.org/vocabulary/untp/core/0/value", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#double", scope: None },
] };

static UNTP_DTE_0_6_1_65: CompiledScope = CompiledScope { digest: 0x84a7_2120_5c50_3000, reset: false, protected: false, vocab: Setting::Is("https://vocabulary.uncefact.org/UnitMeasureCode#"), propagate: None, terms: &[] };

static UNTP_DTE_0_6_1_66: CompiledScope = CompiledScope { digest: 0xc9ab_538a_0a09_ccce, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "unit", iri: "https://test.uncefact.org/vocabulary/untp/core/0/unit", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&UNTP_DTE_0_6_1_65) },
    T { name: "value", iri: "https://test.uncefact.org/vocabulary/untp/core/0/value", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#double", scope: None },
] };

static UNTP_DTE_0_6_1_67: CompiledScope = CompiledScope { digest: 0x84a7_2120_5c50_3000, reset: false, protected: false, vocab: Setting::Is("https://vocabulary.uncefact.org/UnitMeasureCode#"), propagate: None, terms: &[] };

static UNTP_DTE_0_6_1_68: CompiledScope = CompiledScope { digest: 0xc9ab_538a_0a09_ccce, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "unit", iri: "https://test.uncefact.org/vocabulary/untp/core/0/unit", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&UNTP_DTE_0_6_1_67) },
    T { name: "value", iri: "https://test.uncefact.org/vocabulary/untp/core/0/value", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#double", scope: None },
] };

static UNTP_DTE_0_6_1_69: CompiledScope = CompiledScope { digest: 0x56eb_786d_6b61_01d9, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "height", iri: "https://test.uncefact.org/vocabulary/untp/core/0/height", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DTE_0_6_1_60) },
    T { name: "length", iri: "https://test.uncefact.org/vocabulary/untp/core/0/length", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DTE_0_6_1_62) },
    T { name: "volume", iri: "https://test.uncefact.org/vocabulary/untp/core/0/volume", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DTE_0_6_1_64) },
    T { name: "weight", iri: "https://test.uncefact.org/vocabulary/untp/core/0/weight", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DTE_0_6_1_66) },
    T { name: "width", iri: "https://test.uncefact.org/vocabulary/untp/core/0/width", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DTE_0_6_1_68) },
] };

static UNTP_DTE_0_6_1_70: CompiledScope = CompiledScope { digest: 0x70cd_31da_7baa_b0cb, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "linkName", iri: "https://test.uncefact.org/vocabulary/untp/core/0/linkName", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "linkType", iri: "https://test.uncefact.org/vocabulary/untp/core/0/linkType", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "linkURL", iri: "https://test.uncefact.org/vocabulary/untp/core/0/linkURL", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
] };

static UNTP_DTE_0_6_1_71: CompiledScope = CompiledScope { digest: 0xb6d3_c718_3ab2_8972, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "idScheme", iri: "https://test.uncefact.org/vocabulary/untp/core/0/idScheme", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "name", iri: "https://schema.org/name", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "registeredId", iri: "https://test.uncefact.org/vocabulary/untp/core/0/registeredId", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
] };

static UNTP_DTE_0_6_1_72: CompiledScope = CompiledScope { digest: 0xb6d3_c718_3ab2_8972, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "idScheme", iri: "https://test.uncefact.org/vocabulary/untp/core/0/idScheme", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "name", iri: "https://schema.org/name", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "registeredId", iri: "https://test.uncefact.org/vocabulary/untp/core/0/registeredId", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
] };

static UNTP_DTE_0_6_1_73: CompiledScope = CompiledScope { digest: 0x70cd_31da_7baa_b0cb, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "linkName", iri: "https://test.uncefact.org/vocabulary/untp/core/0/linkName", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "linkType", iri: "https://test.uncefact.org/vocabulary/untp/core/0/linkType", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "linkURL", iri: "https://test.uncefact.org/vocabulary/untp/core/0/linkURL", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
] };

static UNTP_DTE_0_6_1_74: CompiledScope = CompiledScope { digest: 0x9e11_cee8_efc1_8f78, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "batchNumber", iri: "https://test.uncefact.org/vocabulary/untp/core/0/batchNumber", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "countryOfProduction", iri: "https://test.uncefact.org/vocabulary/untp/core/0/countryOfProduction", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&UNTP_DTE_0_6_1_58) },
    T { name: "description", iri: "https://schema.org/description", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "dimensions", iri: "https://test.uncefact.org/vocabulary/untp/core/0/dimensions", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DTE_0_6_1_69) },
    T { name: "furtherInformation", iri: "https://test.uncefact.org/vocabulary/untp/core/0/furtherInformation", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DTE_0_6_1_70) },
    T { name: "idScheme", iri: "https://test.uncefact.org/vocabulary/untp/core/0/idScheme", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "name", iri: "https://schema.org/name", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "producedAtFacility", iri: "https://test.uncefact.org/vocabulary/untp/core/0/Facility", flags: 2, container: C(0), type_mapping: "@id", scope: Some(&UNTP_DTE_0_6_1_71) },
    T { name: "producedByParty", iri: "https://test.uncefact.org/vocabulary/untp/core/0/Party", flags: 2, container: C(0), type_mapping: "@id", scope: Some(&UNTP_DTE_0_6_1_72) },
    T { name: "productCategory", iri: "https://test.uncefact.org/vocabulary/untp/core/0/productCategory", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "productImage", iri: "https://test.uncefact.org/vocabulary/untp/core/0/productImage", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DTE_0_6_1_73) },
    T { name: "productionDate", iri: "https://test.uncefact.org/vocabulary/untp/core/0/productionDate", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "registeredId", iri: "https://test.uncefact.org/vocabulary/untp/core/0/registeredId", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "serialNumber", iri: "https://test.uncefact.org/vocabulary/untp/core/0/serialNumber", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
] };

static UNTP_DTE_0_6_1_75: CompiledScope = CompiledScope { digest: 0x00da_0419_29b0_1193, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "mediaQuery", iri: "https://test.uncefact.org/vocabulary/untp/core/0/mediaQuery", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "name", iri: "https://schema.org/name", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "template", iri: "https://w3id.org/vc/render-method#template", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "url", iri: "https://w3id.org/vc/render-method#url", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
] };

static UNTP_DTE_0_6_1_76: CompiledScope = CompiledScope { digest: 0xc57d_7ca0_c959_ed86, reset: false, protected: false, vocab: Setting::Is("https://test.uncefact.org/vocabulary/untp/dte/0/actionCode#"), propagate: None, terms: &[] };

static UNTP_DTE_0_6_1_77: CompiledScope = CompiledScope { digest: 0x7f5d_9255_5bdc_a363, reset: false, protected: false, vocab: Setting::Is("https://ref.gs1.org/cbv/BizStep-"), propagate: None, terms: &[] };

static UNTP_DTE_0_6_1_78: CompiledScope = CompiledScope { digest: 0x42b5_00b4_ea7f_1b40, reset: false, protected: false, vocab: Setting::Is("https://ref.gs1.org/cbv/BTT-"), propagate: None, terms: &[] };

static UNTP_DTE_0_6_1_79: CompiledScope = CompiledScope { digest: 0x9ba7_b53e_8394_4f2d, reset: false, protected: false, vocab: Setting::Is("https://ref.gs1.org/cbv/Disp-"), propagate: None, terms: &[] };

static UNTP_DTE_0_6_1_80: CompiledScope = CompiledScope { digest: 0x84a7_2120_5c50_3000, reset: false, protected: false, vocab: Setting::Is("https://vocabulary.uncefact.org/UnitMeasureCode#"), propagate: None, terms: &[] };

static UNTP_DTE_0_6_1_81: CompiledScope = CompiledScope { digest: 0x81a9_e985_f028_a39d, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "productId", iri: "https://test.uncefact.org/vocabulary/untp/core/0/productId", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "productName", iri: "https://schema.org/productName", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "quantity", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/quantity", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#double", scope: None },
    T { name: "uom", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/uom", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&UNTP_DTE_0_6_1_80) },
] };

static UNTP_DTE_0_6_1_82: CompiledScope = CompiledScope { digest: 0xa75a_dd49_d70b_f593, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "dataProcessingMethod", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/dataProcessingMethod", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "device", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/device", flags: 2, container: C(0), type_mapping: "@id", scope: None },
] };

static UNTP_DTE_0_6_1_83: CompiledScope = CompiledScope { digest: 0x84a7_2120_5c50_3000, reset: false, protected: false, vocab: Setting::Is("https://vocabulary.uncefact.org/UnitMeasureCode#"), propagate: None, terms: &[] };

static UNTP_DTE_0_6_1_84: CompiledScope = CompiledScope { digest: 0xae1b_b1ac_2f2e_0256, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "sensorType", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/sensorType", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "time", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/time", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "uom", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/uom", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&UNTP_DTE_0_6_1_83) },
    T { name: "value", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/value", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#double", scope: None },
] };

static UNTP_DTE_0_6_1_85: CompiledScope = CompiledScope { digest: 0x1ea0_53d0_549d_9c32, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "sensorIntegrityProof", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/sensorIntegrityProof", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "sensorMetadata", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/sensorMetadata", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DTE_0_6_1_82) },
    T { name: "sensorReport", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/sensorReport", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DTE_0_6_1_84) },
] };

static UNTP_DTE_0_6_1_86: CompiledScope = CompiledScope { digest: 0xde2c_5ee2_aec8_6174, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "action", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/action", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&UNTP_DTE_0_6_1_76) },
    T { name: "bizLocation", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/bizLocation", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "bizStep", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/bizStep", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&UNTP_DTE_0_6_1_77) },
    T { name: "bizTransaction", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/bizTransaction", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&UNTP_DTE_0_6_1_78) },
    T { name: "destinationParty", iri: "https://test.uncefact.org/vocabulary/untp/core/0/destinationParty", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "disposition", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/disposition", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&UNTP_DTE_0_6_1_79) },
    T { name: "epcList", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/epcList", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "eventTime", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/eventTime", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "processType", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/processType", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "quantityList", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/quantityList", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DTE_0_6_1_81) },
    T { name: "sensorElementList", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/sensorElementList", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DTE_0_6_1_85) },
    T { name: "sourceParty", iri: "https://test.uncefact.org/vocabulary/untp/core/0/sourceParty", flags: 2, container: C(0), type_mapping: "@id", scope: None },
] };

static UNTP_DTE_0_6_1_87: CompiledScope = CompiledScope { digest: 0xc57d_7ca0_c959_ed86, reset: false, protected: false, vocab: Setting::Is("https://test.uncefact.org/vocabulary/untp/dte/0/actionCode#"), propagate: None, terms: &[] };

static UNTP_DTE_0_6_1_88: CompiledScope = CompiledScope { digest: 0x7f5d_9255_5bdc_a363, reset: false, protected: false, vocab: Setting::Is("https://ref.gs1.org/cbv/BizStep-"), propagate: None, terms: &[] };

static UNTP_DTE_0_6_1_89: CompiledScope = CompiledScope { digest: 0x9ba7_b53e_8394_4f2d, reset: false, protected: false, vocab: Setting::Is("https://ref.gs1.org/cbv/Disp-"), propagate: None, terms: &[] };

static UNTP_DTE_0_6_1_90: CompiledScope = CompiledScope { digest: 0x84a7_2120_5c50_3000, reset: false, protected: false, vocab: Setting::Is("https://vocabulary.uncefact.org/UnitMeasureCode#"), propagate: None, terms: &[] };

static UNTP_DTE_0_6_1_91: CompiledScope = CompiledScope { digest: 0x81a9_e985_f028_a39d, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "productId", iri: "https://test.uncefact.org/vocabulary/untp/core/0/productId", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "productName", iri: "https://schema.org/productName", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "quantity", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/quantity", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#double", scope: None },
    T { name: "uom", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/uom", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&UNTP_DTE_0_6_1_90) },
] };

static UNTP_DTE_0_6_1_92: CompiledScope = CompiledScope { digest: 0x84a7_2120_5c50_3000, reset: false, protected: false, vocab: Setting::Is("https://vocabulary.uncefact.org/UnitMeasureCode#"), propagate: None, terms: &[] };

static UNTP_DTE_0_6_1_93: CompiledScope = CompiledScope { digest: 0x81a9_e985_f028_a39d, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "productId", iri: "https://test.uncefact.org/vocabulary/untp/core/0/productId", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "productName", iri: "https://schema.org/productName", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "quantity", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/quantity", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#double", scope: None },
    T { name: "uom", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/uom", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&UNTP_DTE_0_6_1_92) },
] };

static UNTP_DTE_0_6_1_94: CompiledScope = CompiledScope { digest: 0xa75a_dd49_d70b_f593, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "dataProcessingMethod", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/dataProcessingMethod", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "device", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/device", flags: 2, container: C(0), type_mapping: "@id", scope: None },
] };

static UNTP_DTE_0_6_1_95: CompiledScope = CompiledScope { digest: 0x84a7_2120_5c50_3000, reset: false, protected: false, vocab: Setting::Is("https://vocabulary.uncefact.org/UnitMeasureCode#"), propagate: None, terms: &[] };

static UNTP_DTE_0_6_1_96: CompiledScope = CompiledScope { digest: 0xae1b_b1ac_2f2e_0256, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "sensorType", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/sensorType", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "time", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/time", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "uom", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/uom", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&UNTP_DTE_0_6_1_95) },
    T { name: "value", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/value", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#double", scope: None },
] };

static UNTP_DTE_0_6_1_97: CompiledScope = CompiledScope { digest: 0x1ea0_53d0_549d_9c32, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "sensorIntegrityProof", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/sensorIntegrityProof", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "sensorMetadata", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/sensorMetadata", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DTE_0_6_1_94) },
    T { name: "sensorReport", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/sensorReport", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DTE_0_6_1_96) },
] };

static UNTP_DTE_0_6_1_98: CompiledScope = CompiledScope { digest: 0x6163_d2d3_0048_c179, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "action", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/action", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&UNTP_DTE_0_6_1_87) },
    T { name: "bizLocation", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/bizLocation", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "bizStep", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/bizStep", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&UNTP_DTE_0_6_1_88) },
    T { name: "disposition", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/disposition", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&UNTP_DTE_0_6_1_89) },
    T { name: "eventTime", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/eventTime", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "inputEPCList", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/inputEPCList", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "inputQuantityList", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/inputQuantityList", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DTE_0_6_1_91) },
    T { name: "outputEPCList", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/outputEPCList", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "outputQuantityList", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/outputQuantityList", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DTE_0_6_1_93) },
    T { name: "processType", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/processType", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "sensorElementList", iri: "https://test.uncefact.org/vocabulary/untp/dte/0/sensorElementList", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DTE_0_6_1_97) },
] };

static UNTP_DTE_0_6_1_99: CompiledScope = CompiledScope { digest: 0x43e3_a1be_21ad_2899, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "name", iri: "https://schema.org/name", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "template", iri: "https://w3id.org/vc/render-method#template", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
] };
