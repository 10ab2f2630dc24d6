//! The forms in which credentials are secured.

/// How a credential is secured, by the names that the specifications give to its media type.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// JSON with a Data Integrity proof.
    #[default]
    DataIntegrity,
    /// A JSON Web Token (Securing with JOSE and COSE).
    Jwt,
    /// An SD-JWT VC, of which a holder shows parts.
    SdJwt,
}

impl Format {
    /// Every one.
    pub const ALL: [Self; 3] = [Self::DataIntegrity, Self::Jwt, Self::SdJwt];

    /// As in the column, in requests and in answers.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::DataIntegrity => "vc+ld+json",
            Self::Jwt => "vc+jwt",
            Self::SdJwt => "dc+sd-jwt",
        }
    }

    /// Reads [`Self::as_str`].
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.as_str() == text)
    }

    /// The media type of the secured credential (VC data model 2.0 §6.2, Securing with JOSE and COSE §6.1, SD-JWT VC §10).
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::DataIntegrity => "application/vc",
            Self::Jwt => "application/vc+jwt",
            Self::SdJwt => "application/dc+sd-jwt",
        }
    }
}
