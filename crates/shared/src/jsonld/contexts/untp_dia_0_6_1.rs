//! `https://test.uncefact.org/vocabulary/untp/dia/0.6.1/`
//!
//! Written by a test from the published document and compared with it ever after.

use super::{Compiled, CompiledScope, CompiledTerm as T, Container as C, Setting};

pub(super) static UNTP_DIA_0_6_1: Compiled = Compiled {
    url: "https://test.uncefact.org/vocabulary/untp/dia/0.6.1/",
    sha256: [0x79, 0x13, 0xf5, 0xee, 0x83, 0x5c, 0x08, 0x8a, 0x0c, 0xea, 0x6c, 0x00, 0x6b, 0x21, 0x4e, 0xb8, 0x93, 0x51, 0xe2, 0x1c, 0xc4, 0x0a, 0xfc, 0xb2, 0x01, 0xc1, 0xe3, 0xa6, 0xaa, 0xf8, 0x42, 0xdd],
    scope: CompiledScope { digest: 0x123b_f8a1_b072_7375, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "Classification", iri: "https://test.uncefact.org/vocabulary/untp/core/0/Classification", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DIA_0_6_1_0) },
    T { name: "CredentialIssuer", iri: "https://test.uncefact.org/vocabulary/untp/core/0/CredentialIssuer", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DIA_0_6_1_2) },
    T { name: "DigitalIdentityAnchor", iri: "https://test.uncefact.org/vocabulary/untp/dia/0/DigitalIdentityAnchor", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "IdentifierScheme", iri: "https://test.uncefact.org/vocabulary/untp/core/0/IdentifierScheme", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DIA_0_6_1_3) },
    T { name: "Party", iri: "https://test.uncefact.org/vocabulary/untp/core/0/Party", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DIA_0_6_1_6) },
    T { name: "RegisteredIdentity", iri: "https://test.uncefact.org/vocabulary/untp/dia/0/RegisteredIdentity", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DIA_0_6_1_8) },
    T { name: "RenderTemplate2024", iri: "https://test.uncefact.org/vocabulary/untp/core/0/RenderTemplate2024", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DIA_0_6_1_9) },
    T { name: "WebRenderingTemplate2022", iri: "https://test.uncefact.org/vocabulary/untp/core/0/WebRenderingTemplate2022", flags: 2, container: C(0), type_mapping: "", scope: Some(&UNTP_DIA_0_6_1_10) },
    T { name: "renderMethodPrefix", iri: "https://w3id.org/vc/render-method#", flags: 3, container: C(0), type_mapping: "", scope: None },
    T { name: "schemaorg", iri: "https://schema.org/", flags: 3, container: C(0), type_mapping: "", scope: None },
    T { name: "untp-core", iri: "https://test.uncefact.org/vocabulary/untp/core/0/", flags: 3, container: C(0), type_mapping: "", scope: None },
    T { name: "untp-dia", iri: "https://test.uncefact.org/vocabulary/untp/dia/0/", flags: 3, container: C(0), type_mapping: "", scope: None },
    T { name: "xsd", iri: "http://www.w3.org/2001/XMLSchema#", flags: 3, container: C(0), type_mapping: "", scope: None },
] },
};

static UNTP_DIA_0_6_1_0: CompiledScope = CompiledScope { digest: 0x08af_50d5_c303_9e7c, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "code", iri: "https://test.uncefact.org/vocabulary/untp/core/0/code", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "name", iri: "https://schema.org/name", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "schemeID", iri: "https://test.uncefact.org/vocabulary/untp/core/0/schemeID", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "schemeName", iri: "https://test.uncefact.org/vocabulary/untp/core/0/schemeName", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
] };

static UNTP_DIA_0_6_1_1: CompiledScope = CompiledScope { digest: 0xb6d3_c718_3ab2_8972, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "idScheme", iri: "https://test.uncefact.org/vocabulary/untp/core/0/idScheme", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "name", iri: "https://schema.org/name", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "registeredId", iri: "https://test.uncefact.org/vocabulary/untp/core/0/registeredId", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
] };

static UNTP_DIA_0_6_1_2: CompiledScope = CompiledScope { digest: 0xe145_49c4_b08b_b521, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "issuerAlsoKnownAs", iri: "https://test.uncefact.org/vocabulary/untp/core/0/Party", flags: 2, container: C(0), type_mapping: "@id", scope: Some(&UNTP_DIA_0_6_1_1) },
    T { name: "name", iri: "https://schema.org/name", flags: 2, container: C(0), type_mapping: "", scope: None },
] };

static UNTP_DIA_0_6_1_3: CompiledScope = CompiledScope { digest: 0x12c4_16e4_313c_6ff0, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "name", iri: "https://schema.org/name", flags: 2, container: C(0), type_mapping: "", scope: None },
] };

static UNTP_DIA_0_6_1_4: CompiledScope = CompiledScope { digest: 0xb6d3_c718_3ab2_8972, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "idScheme", iri: "https://test.uncefact.org/vocabulary/untp/core/0/idScheme", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "name", iri: "https://schema.org/name", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "registeredId", iri: "https://test.uncefact.org/vocabulary/untp/core/0/registeredId", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
] };

static UNTP_DIA_0_6_1_5: CompiledScope = CompiledScope { digest: 0x1bb4_43bd_8ac6_0546, reset: false, protected: false, vocab: Setting::Is("https://vocabulary.uncefact.org/CountryId#"), propagate: None, terms: &[] };

static UNTP_DIA_0_6_1_6: CompiledScope = CompiledScope { digest: 0xfa20_7c1c_e8ab_d688, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "description", iri: "https://schema.org/description", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "idScheme", iri: "https://test.uncefact.org/vocabulary/untp/core/0/idScheme", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "industryCategory", iri: "https://test.uncefact.org/vocabulary/untp/core/0/industryCategory", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "name", iri: "https://schema.org/name", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "organisationWebsite", iri: "https://test.uncefact.org/vocabulary/untp/core/0/organisationWebsite", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "partyAlsoKnownAs", iri: "https://test.uncefact.org/vocabulary/untp/core/0/Party", flags: 2, container: C(0), type_mapping: "@id", scope: Some(&UNTP_DIA_0_6_1_4) },
    T { name: "registeredId", iri: "https://test.uncefact.org/vocabulary/untp/core/0/registeredId", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "registrationCountry", iri: "https://test.uncefact.org/vocabulary/untp/core/0/registrationCountry", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&UNTP_DIA_0_6_1_5) },
] };

static UNTP_DIA_0_6_1_7: CompiledScope = CompiledScope { digest: 0x3965_0503_a587_7a80, reset: false, protected: false, vocab: Setting::Is("https://test.uncefact.org/vocabulary/untp/dia/0/RegistryTypeCodeList#"), propagate: None, terms: &[] };

static UNTP_DIA_0_6_1_8: CompiledScope = CompiledScope { digest: 0x5056_b445_4d70_b67a, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "idScheme", iri: "https://test.uncefact.org/vocabulary/untp/core/0/idScheme", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "name", iri: "https://schema.org/name", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "registerType", iri: "https://test.uncefact.org/vocabulary/untp/dia/0/registerType", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&UNTP_DIA_0_6_1_7) },
    T { name: "registeredId", iri: "https://test.uncefact.org/vocabulary/untp/dia/0/registeredId", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "registrationScopeList", iri: "https://test.uncefact.org/vocabulary/untp/dia/0/registrationScopeList", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
] };

static UNTP_DIA_0_6_1_9: CompiledScope = CompiledScope { digest: 0x00da_0419_29b0_1193, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "mediaQuery", iri: "https://test.uncefact.org/vocabulary/untp/core/0/mediaQuery", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "name", iri: "https://schema.org/name", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "template", iri: "https://w3id.org/vc/render-method#template", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
    T { name: "url", iri: "https://w3id.org/vc/render-method#url", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
] };

static UNTP_DIA_0_6_1_10: CompiledScope = CompiledScope { digest: 0x43e3_a1be_21ad_2899, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "name", iri: "https://schema.org/name", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "template", iri: "https://w3id.org/vc/render-method#template", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#string", scope: None },
] };
