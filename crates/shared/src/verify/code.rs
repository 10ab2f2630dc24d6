//! The closed list of what a check can find.

use std::fmt;

/// What came of a check, the worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// It was checked and does not hold.
    Fail,
    /// It was not checked, and the code says why.
    NotChecked,
    /// It was checked and holds.
    Pass,
}

impl Outcome {
    /// The word in a report.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Fail => "fail",
            Self::NotChecked => "not-checked",
            Self::Pass => "pass",
        }
    }
}

/// The checks, in the order in which reports about credentials list them, then those of proofs in zero knowledge, whose
/// reports have an order of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum CheckName {
    /// The bytes are a document that can be verified.
    Document,
    /// The presentation keeps the data model.
    Presentation,
    /// The holder that it names secured the presentation.
    Holder,
    /// The presentation was made for this occasion.
    Challenge,
    /// The credential keeps the data model.
    Structure,
    /// Its proofs verify.
    Proof,
    /// The key that signed is the issuer's.
    Issuer,
    /// The time lies in its validity period.
    Validity,
    /// It was not revoked or suspended.
    Status,
    /// Its claims keep their schema.
    Schema,
    /// What it points at is what its issuer saw.
    Resources,
    /// Its issuer and a website vouch for each other.
    Domain,
    /// The issuer is trusted by the policy.
    Trust,
    /// A proof in zero knowledge answers what was asked.
    Request,
    /// The verifying key of its circuit is relied on.
    Key,
    /// It was not shown before.
    Replay,
}

impl CheckName {
    /// Every check, in order.
    pub const ALL: [Self; 16] = [
        Self::Document,
        Self::Presentation,
        Self::Holder,
        Self::Challenge,
        Self::Structure,
        Self::Proof,
        Self::Issuer,
        Self::Validity,
        Self::Status,
        Self::Schema,
        Self::Resources,
        Self::Domain,
        Self::Trust,
        Self::Request,
        Self::Key,
        Self::Replay,
    ];

    /// The word in a report and in a policy.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Document => "document",
            Self::Presentation => "presentation",
            Self::Holder => "holder",
            Self::Challenge => "challenge",
            Self::Structure => "structure",
            Self::Proof => "proof",
            Self::Issuer => "issuer",
            Self::Validity => "validity",
            Self::Status => "status",
            Self::Schema => "schema",
            Self::Resources => "resources",
            Self::Domain => "domain",
            Self::Trust => "trust",
            Self::Request => "request",
            Self::Key => "key",
            Self::Replay => "replay",
        }
    }

    /// Reads the word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|check| check.as_str() == word)
    }
}

/// Declares the codes as a table: variant, word, outcome, sentence.
macro_rules! codes {
    ($($(#[$condition:meta])* $variant:ident $word:literal $outcome:ident $message:literal)*) => {
        /// What a check found. Each code has one outcome and one sentence; neither ever holds text from the document.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Code {
            $($(#[$condition])* #[doc = $message] $variant,)*
        }

        impl Code {
            /// Every code, in the order of the table.
            pub const ALL: &[Self] = &[$($(#[$condition])* Self::$variant,)*];

            /// The stable name in a report.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $($(#[$condition])* Self::$variant => $word,)* }
            }

            /// What came of the check.
            #[must_use]
            pub fn outcome(self) -> Outcome {
                match self { $($(#[$condition])* Self::$variant => Outcome::$outcome,)* }
            }

            /// A sentence for people.
            #[must_use]
            pub fn message(self) -> &'static str {
                match self { $($(#[$condition])* Self::$variant => $message,)* }
            }
        }
    };
}

codes! {
    // document
    DocumentRead "document-read" Pass "The document could be read."
    DuplicateKey "duplicate-key" Fail "A name appears twice in one object, so the document can be read in two ways."
    EnclosedInvalid "enclosed-invalid" Fail "What the bundle encloses to verify it with is not as documented."
    JsonSyntax "json-syntax" Fail "The document is not JSON."
    NoCredentials "no-credentials" Fail "The bundle holds no credential."
    NotABundle "not-a-bundle" Fail "The document is neither a credential nor a bundle of a known version."
    NotUtf8 "not-utf8" Fail "The document is not UTF-8 text."
    NumberNotExact "number-not-exact" Fail "A number would lose precision when read, so the document can be read in two ways."
    StringTooLong "string-too-long" Fail "A text in the document is too long."
    TooDeep "too-deep" Fail "The document is nested too deep."
    TooLarge "too-large" Fail "The document is too large."
    TooManyCredentials "too-many-credentials" Fail "The bundle holds too many credentials."
    TooManyNodes "too-many-nodes" Fail "The document holds too many values."
    TooManyProofs "too-many-proofs" Fail "The document carries too many proofs."
    // presentation
    PresentationConforms "presentation-conforms" Pass "The presentation follows the Verifiable Credentials data model."
    HolderInvalid "holder-invalid" Fail "The holder is not identified by a URL."
    PresentedCredentialInvalid "presented-credential-invalid" Fail "Something in the presentation is not a credential."
    // holder
    HolderSigned "holder-signed" Pass "The holder named in the presentation is the one who signed it."
    HolderDiffers "holder-differs" Fail "Somebody else than the holder named in the presentation signed it."
    HolderUnnamed "holder-unnamed" NotChecked "The presentation is signed and names no holder."
    NotPresented "not-presented" NotChecked "These credentials are not shown in a presentation by their holder."
    PresentationUnsigned "presentation-unsigned" NotChecked "The presentation is not signed: who shows these credentials is not known."
    #[cfg(feature = "sd-jwt")]
    KeyBindingMismatch "key-binding-mismatch" Fail "The holder signed for showing other claims than these."
    // challenge
    ChallengeMatches "challenge-matches" Pass "The presentation was made for this occasion."
    ChallengeMismatch "challenge-mismatch" Fail "The presentation was made for another occasion."
    DomainMismatch "domain-mismatch" Fail "The presentation was made for somebody else."
    NoChallenge "no-challenge" NotChecked "No challenge was given: whether the presentation was made just now is not known."
    // structure
    DataModelConforms "data-model-conforms" Pass "The credential follows the Verifiable Credentials data model."
    ClaimsForbidden "claims-forbidden" Fail "The token holds a credential inside its credential."
    #[cfg(feature = "sd-jwt")]
    SdJwtVcConforms "sd-jwt-vc-conforms" Pass "The credential follows the rules of SD-JWT VC."
    ContextInvalid "context-invalid" Fail "The contexts must be a list that begins with the context of the Verifiable Credentials data model."
    DateInvalid "date-invalid" Fail "A date is not a date and time with a zone."
    DatesReversed "dates-reversed" Fail "The credential ends before it begins."
    #[cfg(feature = "sd-jwt")]
    DisclosureInvalid "disclosure-invalid" Fail "Something is disclosed that was not signed, or twice, or in the place of something else."
    EnvelopeMalformed "envelope-malformed" Fail "The envelope or the token that the document comes in is damaged."
    ExtensionMalformed "extension-malformed" Fail "A term of use, an evidence or another extension has no type."
    IdInvalid "id-invalid" Fail "An identifier is not a single URL."
    IssuerInvalid "issuer-invalid" Fail "The issuer is not identified by a URL."
    IssuerMissing "issuer-missing" Fail "The credential names no issuer."
    ResourceMalformed "resource-malformed" Fail "A related resource has no URL, no digest, or stands there twice."
    SchemaMalformed "schema-malformed" Fail "A schema entry has no type or no URL."
    StatusMalformed "status-malformed" Fail "A status entry has no type."
    SubjectInvalid "subject-invalid" Fail "The credential says nothing about any subject."
    TextInvalid "text-invalid" Fail "A name or a description is not text."
    TypeInvalid "type-invalid" Fail "The document is not typed as a verifiable credential."
    // proof
    SignatureValid "signature-valid" Pass "The signature is valid: nothing was changed since the credential was signed."
    AlgorithmRefused "algorithm-refused" Fail "The token is signed in a way that proves nothing about who signed it."
    AlgorithmUnsupported "algorithm-unsupported" NotChecked "The token is signed with an algorithm that is not checked here."
    ClaimsDiffer "claims-differ" Fail "The token's own claims contradict what the document says."
    ContextsAdded "contexts-added" Pass "The signature is valid. Contexts were added after signing, and it does not cover them."
    ContextUnknown "context-unknown" NotChecked "The document uses a context that is not at hand."
    ContextMismatch "context-mismatch" Fail "The document's contexts are not those that were signed."
    FormatUnsupported "format-unsupported" NotChecked "The document is in an envelope that is not opened here."
    JsonLdInvalid "json-ld-invalid" Fail "The document is no JSON-LD, or a term in it is not defined: the signature would not cover it."
    KeyExpired "key-expired" Fail "The key has expired."
    KeyForeign "key-foreign" Fail "The key belongs to somebody else than the document that lists it."
    KeyInvalid "key-invalid" Fail "The key that the proof names is not a key."
    KeyMismatch "key-mismatch" Fail "The key is of another type than the proof's cryptosuite uses."
    KeyMissing "key-missing" Fail "The document of the key's controller holds no such key."
    KeyNotAuthorized "key-not-authorized" Fail "The key is not one that its controller lists for signing credentials."
    KeyRevoked "key-revoked" Fail "The key was revoked."
    KeyStale "key-stale" NotChecked "The document that holds the key is older than the policy allows."
    KeyUnresolved "key-unresolved" NotChecked "The document that holds the key is not at hand."
    KeyUnsupported "key-unsupported" NotChecked "The key is of a type that is not checked here."
    MemberRespelled "member-respelled" Fail "What is checked by its name is written under another one: the signature would cover it, and no check would."
    PreviousProofMissing "previous-proof-missing" Fail "The proof builds on an earlier proof that is not there, or is there twice."
    ProofExpired "proof-expired" Fail "The proof has expired."
    ProofMalformed "proof-malformed" Fail "A proof is incomplete or not well-formed."
    ProofMissing "proof-missing" Fail "The credential is not signed."
    ProofNotDerived "proof-not-derived" Fail "The proof is the issuer's to the holder, who is to derive one for others from it."
    ProofNotYetValid "proof-not-yet-valid" Fail "The signature is not valid yet."
    PurposeMismatch "purpose-mismatch" Fail "The proof was made for another purpose than this."
    SignatureMismatch "signature-mismatch" Fail "The signature does not match: the credential was changed, or another key signed it."
    SuiteUnsupported "suite-unsupported" NotChecked "The proof uses a cryptosuite that is not checked here."
    TokenTypeMismatch "token-type-mismatch" Fail "The token says that it is something else."
    TooManyContexts "too-many-contexts" NotChecked "The proofs cover the document in more different ways than are checked."
    TooMuchWork "too-much-work" NotChecked "Telling the parts of the document apart takes more work than is done for anybody."
    // issuer
    IssuerControlsKey "issuer-controls-key" Pass "The issuer named in the credential is the one who signed it."
    IssuerDiffers "issuer-differs" Fail "Somebody else than the issuer named in the credential signed it."
    IssuerUnresolved "issuer-unresolved" NotChecked "Whether the issuer controls the key is not known."
    // validity
    WithinValidity "within-validity" Pass "The credential is valid at this time."
    Expired "expired" Fail "The credential has expired."
    NotYetValid "not-yet-valid" Fail "The credential is not valid yet."
    // status
    NoStatus "no-status" Pass "The issuer has not made this credential revocable."
    RefreshAvailable "refresh-available" Pass "The credential has not been withdrawn, and the issuer has a newer version of it."
    Revoked "revoked" Fail "The issuer has revoked the credential."
    StatusClear "status-clear" Pass "The issuer's status lists say nothing against the credential."
    StatusEntryMalformed "status-entry-malformed" Fail "A status entry does not say correctly where in which list the status stands."
    StatusIndexOutOfRange "status-index-out-of-range" Fail "The status list ends before the credential's place in it."
    StatusListForeign "status-list-foreign" NotChecked "The status list at hand is another one, or of somebody else than the credential's issuer."
    StatusListInvalid "status-list-invalid" Fail "The status list at hand was changed, or is not signed by whom it names as its issuer."
    StatusListMalformed "status-list-malformed" Fail "The status list at hand is not a list of the kind that the credential asks for."
    StatusListStale "status-list-stale" NotChecked "The status list at hand is older than allowed, or not of this time."
    StatusListTooLarge "status-list-too-large" NotChecked "The status lists at hand are larger than is read here."
    StatusListTooShort "status-list-too-short" Fail "The status list at hand has fewer entries than the specification asks for."
    StatusListUnresolved "status-list-unresolved" NotChecked "The status list of the credential is not at hand."
    StatusListUnverified "status-list-unverified" NotChecked "Whether the status list at hand is its issuer's could not be checked."
    StatusMessage "status-message" NotChecked "The issuer has attached a message to the credential, whose meaning is not known here."
    StatusPurposeMismatch "status-purpose-mismatch" Fail "The status list at hand was made for another purpose than the credential says."
    StatusUnsupported "status-unsupported" NotChecked "Whether the issuer has withdrawn the credential was not checked."
    Suspended "suspended" Fail "The issuer has suspended the credential."
    TooManyStatuses "too-many-statuses" NotChecked "The credential has more status entries than are checked."
    // schema
    NoSchema "no-schema" Pass "The credential names no schema to keep."
    SchemaSatisfied "schema-satisfied" Pass "The credential keeps the schema that it names."
    SchemaInvalid "schema-invalid" Fail "What the credential names as its schema is none, or not the one that was meant."
    SchemaStale "schema-stale" NotChecked "The schema at hand is older than the policy allows."
    SchemaTooLarge "schema-too-large" NotChecked "Checking the schema takes more work than is done for anybody."
    SchemaUnresolved "schema-unresolved" NotChecked "The credential's schema, or what it builds on, is not at hand."
    SchemaUnsupported "schema-unsupported" NotChecked "The credential's schema is of a kind that is not checked here."
    SchemaViolated "schema-violated" Fail "The credential does not keep the schema that it names."
    // resources
    NoResources "no-resources" Pass "The credential points at no resource whose state it fixes."
    ResourcesMatch "resources-match" Pass "What the credential points at is in the state that its issuer saw."
    DigestMalformed "digest-malformed" Fail "The digest of a related resource cannot be one."
    DigestUnsupported "digest-unsupported" NotChecked "The digest of a related resource is of a kind that is not checked here."
    ResourceMismatch "resource-mismatch" Fail "What the credential points at is not in the state that its issuer saw."
    ResourceUnresolved "resource-unresolved" NotChecked "What the credential points at is not at hand."
    // domain
    DomainLinked "domain-linked" Pass "The issuer and a website vouch for each other."
    DomainNotLinked "domain-not-linked" NotChecked "The website that the issuer names as its own does not confirm it."
    DomainUnresolved "domain-unresolved" NotChecked "What the website that the issuer names says of its owner is not at hand."
    DomainUnverified "domain-unverified" NotChecked "What the website that the issuer names says of its owner could not be checked."
    NoDomain "no-domain" NotChecked "The issuer names no website as its own."
    // trust
    IssuerTrusted "issuer-trusted" Pass "The issuer is on the list of trusted issuers."
    IssuerNotTrusted "issuer-not-trusted" Fail "The issuer is not on the list of trusted issuers."
    IssuerNotTrustedForType "issuer-not-trusted-for-type" Fail "The issuer is on the list of trusted issuers, but not for credentials of this type."
    ProofNotAccepted "proof-not-accepted" Fail "The credential is secured in none of the ways that are asked for."
    TypeNotAccepted "type-not-accepted" Fail "The credential is of none of the types that are asked for."
    NoTrustList "no-trust-list" NotChecked "No list of trusted issuers was given: whether to trust this issuer is yours to decide."
    // proofs in zero knowledge
    ProofUnsupported "proof-unsupported" NotChecked "Proofs in zero knowledge are not checked here."
    #[cfg(feature = "zk")]
    ProofPresentationConforms "proof-presentation-conforms" Pass "The presentation of a proof has the form of one."
    #[cfg(feature = "zk")]
    ProofPresentationMalformed "proof-presentation-malformed" Fail "The presentation of a proof is not as documented."
    #[cfg(feature = "zk")]
    RequestAnswered "request-answered" Pass "The proof was made for what was asked."
    #[cfg(feature = "zk")]
    RequestMissing "request-missing" NotChecked "Nothing was asked: only whoever asked can tell what a proof shows."
    #[cfg(feature = "zk")]
    RequestDiffers "request-differs" Fail "The proof was made for another request."
    #[cfg(feature = "zk")]
    DisclosedMismatch "disclosed-mismatch" Fail "What is disclosed is not what was asked for."
    #[cfg(feature = "zk")]
    CircuitKeyTrusted "circuit-key-trusted" Pass "The circuit's verifying key comes from a setup that is relied on."
    #[cfg(feature = "zk")]
    CircuitKeyDevelopment "circuit-key-development" Pass "The circuit's verifying key is for development: whoever made it can prove anything."
    #[cfg(feature = "zk")]
    CircuitKeyNotAllowed "circuit-key-not-allowed" Fail "The circuit's verifying key is for development, and the policy does not allow such keys."
    #[cfg(feature = "zk")]
    CircuitKeyForeign "circuit-key-foreign" Fail "The verifying key is one of another circuit."
    #[cfg(feature = "zk")]
    CircuitKeyUnknown "circuit-key-unknown" NotChecked "The circuit's verifying key is none that is known here."
    #[cfg(feature = "zk")]
    IssuerKeyListed "issuer-key-listed" Pass "The issuer was asked for, and lists the key under which the proof is checked."
    #[cfg(feature = "zk")]
    IssuerNotAsked "issuer-not-asked" Fail "The issuer is none of those that were asked for."
    #[cfg(feature = "zk")]
    RequestOpen "request-open" Pass "The request can be answered at this time."
    #[cfg(feature = "zk")]
    RequestExpired "request-expired" Fail "The request has expired."
    #[cfg(feature = "zk")]
    RequestNotYetOpen "request-not-yet-open" Fail "The request is not open yet."
    #[cfg(feature = "zk")]
    StatusCommitmentCurrent "status-commitment-current" Pass "The proof is held against a recent commitment of the issuer to what it has withdrawn."
    #[cfg(feature = "zk")]
    StatusCommitmentForeign "status-commitment-foreign" Fail "The status commitment is another one, or of somebody else than the issuer."
    #[cfg(feature = "zk")]
    StatusCommitmentMissing "status-commitment-missing" Fail "Whether the credential was withdrawn was asked, and the presentation says nothing about it."
    #[cfg(feature = "zk")]
    StatusCommitmentStale "status-commitment-stale" Fail "The status commitment is older than was asked for, or not of this time."
    #[cfg(feature = "zk")]
    StatusCommitmentSuperseded "status-commitment-superseded" Fail "The issuer has withdrawn something since the status commitment."
    #[cfg(feature = "zk")]
    StatusNotAsked "status-not-asked" Pass "Whether the credential was withdrawn was not asked."
    #[cfg(feature = "zk")]
    StatusUnasked "status-unasked" Fail "The presentation comes with a status commitment, which was not asked for."
    #[cfg(feature = "zk")]
    ProofHolds "proof-holds" Pass "The proof holds: the issuer signed claims of which everything that was asked is true."
    #[cfg(feature = "zk")]
    ProofFails "proof-fails" Fail "The proof does not hold for what was asked."
    #[cfg(feature = "zk")]
    FirstUse "first-use" Pass "The proof had not been shown before."
    #[cfg(feature = "zk")]
    Replayed "replayed" Fail "The proof was shown before."
    #[cfg(feature = "zk")]
    ReplayUnchecked "replay-unchecked" NotChecked "Whether the proof was shown before is yours to find out, by its nonce or nullifier."
    // any
    NotReached "not-reached" NotChecked "An earlier check stands in the way of this one."
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn words_are_unique_and_kebab_case() {
        let words: HashSet<_> = Code::ALL.iter().map(|code| code.as_str()).collect();
        assert_eq!(words.len(), Code::ALL.len());
        let kebab = |word: &str| word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        assert!(words.iter().all(|word| kebab(word)));
        assert!(Code::ALL.iter().all(|code| code.message().ends_with('.')));
    }
}
