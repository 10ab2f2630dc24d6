//! `https://www.w3.org/2018/credentials/v1`
//!
//! Written by a test from the published document and compared with it ever after.

use super::{Compiled, CompiledScope, CompiledTerm as T, Container as C, Setting};

pub(super) static CREDENTIALS_V1: Compiled = Compiled {
    url: "https://www.w3.org/2018/credentials/v1",
    sha256: [0xab, 0x4d, 0xdd, 0x9a, 0x53, 0x17, 0x58, 0x80, 0x7a, 0x79, 0xa5, 0xb4, 0x50, 0x51, 0x0d, 0x61, 0xae, 0x8d, 0x14, 0x7e, 0xab, 0x96, 0x6c, 0xc9, 0xa2, 0x00, 0xc0, 0x70, 0x95, 0xb0, 0xcd, 0xcc],
    scope: CompiledScope { digest: 0xb10a_3265_e7d2_f0f8, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "EcdsaSecp256k1Signature2019", iri: "https://w3id.org/security#EcdsaSecp256k1Signature2019", flags: 2, container: C(0), type_mapping: "", scope: Some(&CREDENTIALS_V1_1) },
    T { name: "EcdsaSecp256r1Signature2019", iri: "https://w3id.org/security#EcdsaSecp256r1Signature2019", flags: 2, container: C(0), type_mapping: "", scope: Some(&CREDENTIALS_V1_3) },
    T { name: "Ed25519Signature2018", iri: "https://w3id.org/security#Ed25519Signature2018", flags: 2, container: C(0), type_mapping: "", scope: Some(&CREDENTIALS_V1_5) },
    T { name: "RsaSignature2018", iri: "https://w3id.org/security#RsaSignature2018", flags: 2, container: C(0), type_mapping: "", scope: Some(&CREDENTIALS_V1_7) },
    T { name: "VerifiableCredential", iri: "https://www.w3.org/2018/credentials#VerifiableCredential", flags: 2, container: C(0), type_mapping: "", scope: Some(&CREDENTIALS_V1_10) },
    T { name: "VerifiablePresentation", iri: "https://www.w3.org/2018/credentials#VerifiablePresentation", flags: 2, container: C(0), type_mapping: "", scope: Some(&CREDENTIALS_V1_11) },
    T { name: "id", iri: "@id", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "proof", iri: "https://w3id.org/security#proof", flags: 2, container: C(1), type_mapping: "@id", scope: None },
    T { name: "type", iri: "@type", flags: 2, container: C(0), type_mapping: "", scope: None },
] },
};

static CREDENTIALS_V1_0: CompiledScope = CompiledScope { digest: 0xf734_8f9c_eb0f_c45c, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "assertionMethod", iri: "https://w3id.org/security#assertionMethod", flags: 2, container: C(32), type_mapping: "@id", scope: None },
    T { name: "authentication", iri: "https://w3id.org/security#authenticationMethod", flags: 2, container: C(32), type_mapping: "@id", scope: None },
    T { name: "id", iri: "@id", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "sec", iri: "https://w3id.org/security#", flags: 3, container: C(0), type_mapping: "", scope: None },
    T { name: "type", iri: "@type", flags: 2, container: C(0), type_mapping: "", scope: None },
] };

static CREDENTIALS_V1_1: CompiledScope = CompiledScope { digest: 0x1d7c_4e92_44f4_65b1, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "challenge", iri: "https://w3id.org/security#challenge", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "created", iri: "http://purl.org/dc/terms/created", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#dateTime", scope: None },
    T { name: "domain", iri: "https://w3id.org/security#domain", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "expires", iri: "https://w3id.org/security#expiration", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#dateTime", scope: None },
    T { name: "id", iri: "@id", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "jws", iri: "https://w3id.org/security#jws", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "nonce", iri: "https://w3id.org/security#nonce", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "proofPurpose", iri: "https://w3id.org/security#proofPurpose", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&CREDENTIALS_V1_0) },
    T { name: "proofValue", iri: "https://w3id.org/security#proofValue", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "sec", iri: "https://w3id.org/security#", flags: 3, container: C(0), type_mapping: "", scope: None },
    T { name: "type", iri: "@type", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "verificationMethod", iri: "https://w3id.org/security#verificationMethod", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "xsd", iri: "http://www.w3.org/2001/XMLSchema#", flags: 3, container: C(0), type_mapping: "", scope: None },
] };

static CREDENTIALS_V1_2: CompiledScope = CompiledScope { digest: 0xf734_8f9c_eb0f_c45c, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "assertionMethod", iri: "https://w3id.org/security#assertionMethod", flags: 2, container: C(32), type_mapping: "@id", scope: None },
    T { name: "authentication", iri: "https://w3id.org/security#authenticationMethod", flags: 2, container: C(32), type_mapping: "@id", scope: None },
    T { name: "id", iri: "@id", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "sec", iri: "https://w3id.org/security#", flags: 3, container: C(0), type_mapping: "", scope: None },
    T { name: "type", iri: "@type", flags: 2, container: C(0), type_mapping: "", scope: None },
] };

static CREDENTIALS_V1_3: CompiledScope = CompiledScope { digest: 0x1d7c_4e92_44f4_65b1, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "challenge", iri: "https://w3id.org/security#challenge", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "created", iri: "http://purl.org/dc/terms/created", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#dateTime", scope: None },
    T { name: "domain", iri: "https://w3id.org/security#domain", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "expires", iri: "https://w3id.org/security#expiration", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#dateTime", scope: None },
    T { name: "id", iri: "@id", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "jws", iri: "https://w3id.org/security#jws", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "nonce", iri: "https://w3id.org/security#nonce", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "proofPurpose", iri: "https://w3id.org/security#proofPurpose", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&CREDENTIALS_V1_2) },
    T { name: "proofValue", iri: "https://w3id.org/security#proofValue", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "sec", iri: "https://w3id.org/security#", flags: 3, container: C(0), type_mapping: "", scope: None },
    T { name: "type", iri: "@type", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "verificationMethod", iri: "https://w3id.org/security#verificationMethod", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "xsd", iri: "http://www.w3.org/2001/XMLSchema#", flags: 3, container: C(0), type_mapping: "", scope: None },
] };

static CREDENTIALS_V1_4: CompiledScope = CompiledScope { digest: 0xf734_8f9c_eb0f_c45c, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "assertionMethod", iri: "https://w3id.org/security#assertionMethod", flags: 2, container: C(32), type_mapping: "@id", scope: None },
    T { name: "authentication", iri: "https://w3id.org/security#authenticationMethod", flags: 2, container: C(32), type_mapping: "@id", scope: None },
    T { name: "id", iri: "@id", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "sec", iri: "https://w3id.org/security#", flags: 3, container: C(0), type_mapping: "", scope: None },
    T { name: "type", iri: "@type", flags: 2, container: C(0), type_mapping: "", scope: None },
] };

static CREDENTIALS_V1_5: CompiledScope = CompiledScope { digest: 0x1d7c_4e92_44f4_65b1, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "challenge", iri: "https://w3id.org/security#challenge", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "created", iri: "http://purl.org/dc/terms/created", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#dateTime", scope: None },
    T { name: "domain", iri: "https://w3id.org/security#domain", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "expires", iri: "https://w3id.org/security#expiration", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#dateTime", scope: None },
    T { name: "id", iri: "@id", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "jws", iri: "https://w3id.org/security#jws", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "nonce", iri: "https://w3id.org/security#nonce", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "proofPurpose", iri: "https://w3id.org/security#proofPurpose", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&CREDENTIALS_V1_4) },
    T { name: "proofValue", iri: "https://w3id.org/security#proofValue", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "sec", iri: "https://w3id.org/security#", flags: 3, container: C(0), type_mapping: "", scope: None },
    T { name: "type", iri: "@type", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "verificationMethod", iri: "https://w3id.org/security#verificationMethod", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "xsd", iri: "http://www.w3.org/2001/XMLSchema#", flags: 3, container: C(0), type_mapping: "", scope: None },
] };

static CREDENTIALS_V1_6: CompiledScope = CompiledScope { digest: 0xf734_8f9c_eb0f_c45c, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "assertionMethod", iri: "https://w3id.org/security#assertionMethod", flags: 2, container: C(32), type_mapping: "@id", scope: None },
    T { name: "authentication", iri: "https://w3id.org/security#authenticationMethod", flags: 2, container: C(32), type_mapping: "@id", scope: None },
    T { name: "id", iri: "@id", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "sec", iri: "https://w3id.org/security#", flags: 3, container: C(0), type_mapping: "", scope: None },
    T { name: "type", iri: "@type", flags: 2, container: C(0), type_mapping: "", scope: None },
] };

static CREDENTIALS_V1_7: CompiledScope = CompiledScope { digest: 0xca08_c97e_77cb_fb05, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "challenge", iri: "sec:challenge", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "created", iri: "http://purl.org/dc/terms/created", flags: 2, container: C(0), type_mapping: "xsd:dateTime", scope: None },
    T { name: "domain", iri: "sec:domain", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "expires", iri: "sec:expiration", flags: 2, container: C(0), type_mapping: "xsd:dateTime", scope: None },
    T { name: "jws", iri: "sec:jws", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "nonce", iri: "sec:nonce", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "proofPurpose", iri: "sec:proofPurpose", flags: 2, container: C(0), type_mapping: "@vocab", scope: Some(&CREDENTIALS_V1_6) },
    T { name: "proofValue", iri: "sec:proofValue", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "verificationMethod", iri: "sec:verificationMethod", flags: 2, container: C(0), type_mapping: "@id", scope: None },
] };

static CREDENTIALS_V1_8: CompiledScope = CompiledScope { digest: 0xdbe2_a927_7251_a627, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "JsonSchemaValidator2018", iri: "https://www.w3.org/2018/credentials#JsonSchemaValidator2018", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "cred", iri: "https://www.w3.org/2018/credentials#", flags: 3, container: C(0), type_mapping: "", scope: None },
    T { name: "id", iri: "@id", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "type", iri: "@type", flags: 2, container: C(0), type_mapping: "", scope: None },
] };

static CREDENTIALS_V1_9: CompiledScope = CompiledScope { digest: 0x4f68_5727_4171_937d, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "ManualRefreshService2018", iri: "https://www.w3.org/2018/credentials#ManualRefreshService2018", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "cred", iri: "https://www.w3.org/2018/credentials#", flags: 3, container: C(0), type_mapping: "", scope: None },
    T { name: "id", iri: "@id", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "type", iri: "@type", flags: 2, container: C(0), type_mapping: "", scope: None },
] };

static CREDENTIALS_V1_10: CompiledScope = CompiledScope { digest: 0x4973_01b4_01f4_5cb6, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "cred", iri: "https://www.w3.org/2018/credentials#", flags: 3, container: C(0), type_mapping: "", scope: None },
    T { name: "credentialSchema", iri: "https://www.w3.org/2018/credentials#credentialSchema", flags: 2, container: C(0), type_mapping: "@id", scope: Some(&CREDENTIALS_V1_8) },
    T { name: "credentialStatus", iri: "https://www.w3.org/2018/credentials#credentialStatus", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "credentialSubject", iri: "https://www.w3.org/2018/credentials#credentialSubject", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "evidence", iri: "https://www.w3.org/2018/credentials#evidence", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "expirationDate", iri: "https://www.w3.org/2018/credentials#expirationDate", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#dateTime", scope: None },
    T { name: "holder", iri: "https://www.w3.org/2018/credentials#holder", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "id", iri: "@id", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "issuanceDate", iri: "https://www.w3.org/2018/credentials#issuanceDate", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#dateTime", scope: None },
    T { name: "issued", iri: "https://www.w3.org/2018/credentials#issued", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#dateTime", scope: None },
    T { name: "issuer", iri: "https://www.w3.org/2018/credentials#issuer", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "proof", iri: "https://w3id.org/security#proof", flags: 2, container: C(1), type_mapping: "@id", scope: None },
    T { name: "refreshService", iri: "https://www.w3.org/2018/credentials#refreshService", flags: 2, container: C(0), type_mapping: "@id", scope: Some(&CREDENTIALS_V1_9) },
    T { name: "sec", iri: "https://w3id.org/security#", flags: 3, container: C(0), type_mapping: "", scope: None },
    T { name: "termsOfUse", iri: "https://www.w3.org/2018/credentials#termsOfUse", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "type", iri: "@type", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "validFrom", iri: "https://www.w3.org/2018/credentials#validFrom", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#dateTime", scope: None },
    T { name: "validUntil", iri: "https://www.w3.org/2018/credentials#validUntil", flags: 2, container: C(0), type_mapping: "http://www.w3.org/2001/XMLSchema#dateTime", scope: None },
    T { name: "xsd", iri: "http://www.w3.org/2001/XMLSchema#", flags: 3, container: C(0), type_mapping: "", scope: None },
] };

static CREDENTIALS_V1_11: CompiledScope = CompiledScope { digest: 0x9981_d987_fef1_e0a6, reset: false, protected: true, vocab: Setting::Inherited, propagate: None, terms: &[
    T { name: "cred", iri: "https://www.w3.org/2018/credentials#", flags: 3, container: C(0), type_mapping: "", scope: None },
    T { name: "holder", iri: "https://www.w3.org/2018/credentials#holder", flags: 2, container: C(0), type_mapping: "@id", scope: None },
    T { name: "id", iri: "@id", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "proof", iri: "https://w3id.org/security#proof", flags: 2, container: C(1), type_mapping: "@id", scope: None },
    T { name: "sec", iri: "https://w3id.org/security#", flags: 3, container: C(0), type_mapping: "", scope: None },
    T { name: "type", iri: "@type", flags: 2, container: C(0), type_mapping: "", scope: None },
    T { name: "verifiableCredential", iri: "https://www.w3.org/2018/credentials#verifiableCredential", flags: 2, container: C(1), type_mapping: "@id", scope: None },
] };
