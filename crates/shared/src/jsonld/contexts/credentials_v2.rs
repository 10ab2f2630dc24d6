//! `https://www.w3.org/ns/credentials/v2`
//!
//! Written by a test from the published document and compared with it ever after.

use super::{Compiled, CompiledScope, CompiledTerm as T, Container as C, Setting};

pub(super) static CREDENTIALS_V2: Compiled = Compiled {
    url: "https://www.w3.org/ns/credentials/v2",
    sha256: [0x59, 0x95, 0x5c, 0xed, 0x66, 0x97, 0xd6, 0x1e, 0x03, 0xf2, 0xb2, 0x55, 0x6f, 0xeb, 0xe5, 0x30, 0x8a, 0xb1, 0x68, 0x42, 0x84, 0x6f, 0x5b, 0x58, 0x6d, 0x7f, 0x1f, 0x7a, 0xde, 0xc9, 0x27, 0x34],
    scope: CompiledScope { digest: 0xaae3_253a_16be_0bdb, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "...", iri: "https://www.iana.org/assignments/jwt#...", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "BitstringStatusList", iri: "https://www.w3.org/ns/credentials/status#BitstringStatusList", flags: 2, container: C(0), type_mapping: "", scope: Some(&CREDENTIALS_V2_0) },
    T { name: "BitstringStatusListCredential", iri: "https://www.w3.org/ns/credentials/status#BitstringStatusListCredential", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "BitstringStatusListEntry", iri: "https://www.w3.org/ns/credentials/status#BitstringStatusListEntry", flags: 2, container: C(0), type_mapping: "", scope: Some(&CREDENTIALS_V2_2) },
    T { name: "DataIntegrityProof", iri: "https://w3id.org/security#DataIntegrityProof", flags: 2, container: C(0), type_mapping: "", scope: Some(&CREDENTIALS_V2_4) },
    T { name: "EnvelopedVerifiableCredential", iri: "https://www.w3.org/2018/credentials#EnvelopedVerifiableCredential", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "EnvelopedVerifiablePresentation", iri: "https://www.w3.org/2018/credentials#EnvelopedVerifiablePresentation", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "JsonSchema", iri: "https://www.w3.org/2018/credentials#JsonSchema", flags: 2, container: C(0), type_mapping: "", scope: Some(&CREDENTIALS_V2_5) },
    T { name: "JsonSchemaCredential", iri: "https://www.w3.org/2018/credentials#JsonSchemaCredential", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "VerifiableCredential", iri: "https://www.w3.org/2018/credentials#VerifiableCredential", flags: 2, container: C(0), type_mapping: "", scope: Some(&CREDENTIALS_V2_6) },
    T { name: "VerifiablePresentation", iri: "https://www.w3.org/2018/credentials#VerifiablePresentation", flags: 2, container: C(0), type_mapping: "", scope: Some(&CREDENTIALS_V2_8) },
    T { name: "_sd", iri: "https://www.iana.org/assignments/jwt#_sd", flags: 2, container: C(0), type_mapping: "@json", scope: None },
    T { name: "_sd_alg", iri: "https://www.iana.org/assignments/jwt#_sd_alg", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "aud", iri: "https://www.iana.org/assignments/jwt#aud", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "cnf", iri: "https://www.iana.org/assignments/jwt#cnf", flags: 2, container: C(0), type_mapping: "", scope: Some(&CREDENTIALS_V2_9) },
    T { name: "description", iri: "https://schema.org/description", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "digestMultibase", iri: "https://w3id.org/security#digestMultibase", flags: 2, container: C(0), type_mapping: "https://w3id.org/security#multibase", scope: None },
    T { name: "digestSRI", iri: "https://www.w3.org/2018/credentials#digestSRI", flags: 2, container: C(0), type_mapping: "https://www.w3.org/2018/credentials#sriString", scope: None },
    T { name: "exp", iri: "https://www.iana.org/assignments/jwt#exp", flags: 2, container: C(0), type_mapping: "https://www.w3.org/2001/XMLSchema#nonNegativeInteger", scope: None },
    T { name: "iat", iri: "https://www.iana.org/assignments/jwt#iat", flags: 2, container: C(0), type_mapping: "https://www.w3.org/2001/XMLSchema#nonNegativeInteger", scope: None },
    T { name: "id", iri: "@id", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "iss", iri: "https://www.iana.org/assignments/jose#iss", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "jku", iri: "https://www.iana.org/assignments/jose#jku", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "kid", iri: "https://www.iana.org/assignments/jose#kid", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "mediaType", iri: "https://schema.org/encodingFormat", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "name", iri: "https://schema.org/name", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "nbf", iri: "https://www.iana.org/assignments/jwt#nbf", flags: 2, container: C(0), type_mapping: "https://www.w3.org/2001/XMLSchema#nonNegativeInteger", scope: None },
    T { name: "sub", iri: "https://www.iana.org/assignments/jose#sub", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "type", iri: "@type", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "x5u", iri: "https://www.iana.org/assignments/jose#x5u", flags: 2, container: C(0), type_mapping: "@id", scope: None },
] },
};

static CREDENTIALS_V2_0: CompiledScope = CompiledScope { digest: 0x967f_b389_325c_2ab1, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "encodedList", iri: "https://www.w3.org/ns/credentials/status#encodedList", flags: 2, container: C(0), type_mapping: "https://w3id.org/security#multibase", scope: None },
    T { name: "id", iri: "@id", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "statusPurpose", iri: "https://www.w3.org/ns/credentials/status#statusPurpose", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "ttl", iri: "https://www.w3.org/ns/credentials/status#ttl", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "type", iri: "@type", flags: 2, container: C(0), type_mapping: "", scope: None },
] };

static CREDENTIALS_V2_1: CompiledScope = CompiledScope { digest: 0xe4c5_f071_0a96_49a3, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "id", iri: "@id", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "message", iri: "https://www.w3.org/ns/credentials/status#message", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "status", iri: "https://www.w3.org/ns/credentials/status#status", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "type", iri: "@type", flags: 2, container: C(0), type_mapping: "", scope: None },
] };

static CREDENTIALS_V2_2: CompiledScope = CompiledScope { digest: 0xbb1d_4ff5_108c_d958, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "id", iri: "@id", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "statusListCredential", iri: "https://www.w3.org/ns/credentials/status#statusListCredential", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "statusListIndex", iri: "https://www.w3.org/ns/credentials/status#statusListIndex", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "statusMessage", iri: "https://www.w3.org/ns/credentials/status#statusMessage", flags: 2, container: C(0), type_mapping: "", scope: Some(&CREDENTIALS_V2_1) },
    T { name: "statusPurpose", iri: "https://www.w3.org/ns/credentials/status#statusPurpose", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "statusReference", iri: "https://www.w3.org/ns/credentials/status#statusReference", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "statusSize", iri: "https://www.w3.org/ns/credentials/status#statusSize", flags: 2, container: C(0), type_mapping: "https://www.w3.org/2001/XMLSchema#integer", scope: None },
    T { name: "type", iri: "@type", flags: 2, container: C(0), type_mapping: "", scope: None },
] };

static CREDENTIALS_V2_3: CompiledScope = CompiledScope { digest: 0x28a8_78a4_d527_adf6, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "assertionMethod", iri: "https://w3id.org/security#assertionMethod", flags: 2, container: C(32), type_mapping: "@id", scope: None },
    T { name: "authentication", iri: "https://w3id.org/security#authenticationMethod", flags: 2, container: C(32), type_mapping: "@id", scope: None },
    T { name: "capabilityDelegation", iri: "https://w3id.org/security#capabilityDelegationMethod", flags: 2, container: C(32), type_mapping: "@id", scope: None },
    T { name: "capabilityInvocation", iri: "https://w3id.org/security#capabilityInvocationMethod", flags: 2, container: C(32), type_mapping: "@id", scope: None },
    T { name: "id", iri: "@id", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "keyAgreement", iri: "https://w3id.org/security#keyAgreementMethod", flags: 2, container: C(32), type_mapping: "@id", scope: None },
    T { name: "type", iri: "@type", flags: 2, container: C(0), type_mapping: "", scope: None },
] };

static CREDENTIALS_V2_4: CompiledScope = CompiledScope { digest: 0x58e3_1940_31d3_b4c3, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "challenge", iri: "https://w3id.org/security#challenge", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "created", iri: "http://purl.org/dc/terms/created", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#dateTime", scope: None },
    T { name: "cryptosuite", iri: "https://w3id.org/security#cryptosuite", flags: 2, container: C(0), type_mapping: "https://w3id.org/security#cryptosuiteString", scope: None },
    T { name: "domain", iri: "https://w3id.org/security#domain", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "expires", iri: "https://w3id.org/security#expiration", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#dateTime", scope: None },
    T { name: "id", iri: "@id", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "nonce", iri: "https://w3id.org/security#nonce", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "previousProof", iri: "https://w3id.org/security#previousProof", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "proofPurpose", iri: "https://w3id.org/security#proofPurpose", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&CREDENTIALS_V2_3) },
    T { name: "proofValue", iri: "https://w3id.org/security#proofValue", flags: 2, container: C(0), type_mapping: "https://w3id.org/security#multibase", scope: None },
    T { name: "type", iri: "@type", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "verificationMethod", iri: "https://w3id.org/security#verificationMethod", flags: 2, container: C(0), type_mapping: "@id", scope: None },
] };

static CREDENTIALS_V2_5: CompiledScope = CompiledScope { digest: 0xf42d_55f9_60d7_789d, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "id", iri: "@id", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "jsonSchema", iri: "https://www.w3.org/2018/credentials#jsonSchema", flags: 2, container: C(0), type_mapping: "@json", scope: None },
    T { name: "type", iri: "@type", flags: 2, container: C(0), type_mapping: "", scope: None },
] };

static CREDENTIALS_V2_6: CompiledScope = CompiledScope { digest: 0xa552_aef5_4863_be28, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "confidenceMethod", iri: "https://www.w3.org/2018/credentials#confidenceMethod", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "credentialSchema", iri: "https://www.w3.org/2018/credentials#credentialSchema", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "credentialStatus", iri: "https://www.w3.org/2018/credentials#credentialStatus", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "credentialSubject", iri: "https://www.w3.org/2018/credentials#credentialSubject", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "description", iri: "https://schema.org/description", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "evidence", iri: "https://www.w3.org/2018/credentials#evidence", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "id", iri: "@id", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "issuer", iri: "https://www.w3.org/2018/credentials#issuer", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "name", iri: "https://schema.org/name", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "proof", iri: "https://w3id.org/security#proof", flags: 2, container: C(1), type_mapping: "@id", scope: None },
    T { name: "refreshService", iri: "https://www.w3.org/2018/credentials#refreshService", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "relatedResource", iri: "https://www.w3.org/2018/credentials#relatedResource", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "renderMethod", iri: "https://www.w3.org/2018/credentials#renderMethod", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "termsOfUse", iri: "https://www.w3.org/2018/credentials#termsOfUse", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "type", iri: "@type", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "validFrom", iri: "https://www.w3.org/2018/credentials#validFrom", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#dateTime", scope: None },
    T { name: "validUntil", iri: "https://www.w3.org/2018/credentials#validUntil", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#dateTime", scope: None },
] };

static CREDENTIALS_V2_7: CompiledScope = CompiledScope { digest: 0x7423_4e98_afe7_498f, reset: true, protected: false, vocab: Setting::Inherited, propagate: None, terms: &[] };

static CREDENTIALS_V2_8: CompiledScope = CompiledScope { digest: 0x5cb5_e443_cf40_cfad, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "holder", iri: "https://www.w3.org/2018/credentials#holder", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "id", iri: "@id", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "proof", iri: "https://w3id.org/security#proof", flags: 2, container: C(1), type_mapping: "@id", scope: None },
    T { name: "termsOfUse", iri: "https://www.w3.org/2018/credentials#termsOfUse", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "type", iri: "@type", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "verifiableCredential", iri: "https://www.w3.org/2018/credentials#verifiableCredential", flags: 2, container: C(1), type_mapping: "@id", scope: Some(&CREDENTIALS_V2_7) },
] };

static CREDENTIALS_V2_9: CompiledScope = CompiledScope { digest: 0xaa8a_4bbd_dd3f_e297, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "jwk", iri: "https://www.iana.org/assignments/jwt#jwk", flags: 2, container: C(0), type_mapping: "@json", scope: None },
    T { name: "kid", iri: "https://www.iana.org/assignments/jwt#kid", flags: 2, container: C(0), type_mapping: "@id", scope: None },
] };
