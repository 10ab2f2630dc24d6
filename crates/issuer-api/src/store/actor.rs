//! Who did something: a program by its API key, or a person.

use crate::id::{ApiKeyId, UserId};

/// Who did it. Rows that name one have a column for each kind, and exactly one of them is filled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Actor {
    /// A program.
    ApiKey(ApiKeyId),
    /// A person.
    User(UserId),
}

impl Actor {
    /// From the two columns.
    pub(super) fn of(api_key: Option<ApiKeyId>, user: Option<UserId>) -> Option<Self> {
        match (api_key, user) {
            (Some(id), None) => Some(Self::ApiKey(id)),
            (None, Some(id)) => Some(Self::User(id)),
            (Some(_), Some(_)) | (None, None) => None,
        }
    }

    /// For the column of API keys.
    pub(super) fn api_key(self) -> Option<uuid::Uuid> {
        match self {
            Self::ApiKey(id) => Some(id.0),
            Self::User(_) => None,
        }
    }

    /// For the column of users.
    pub(super) fn user(self) -> Option<uuid::Uuid> {
        match self {
            Self::ApiKey(_) => None,
            Self::User(id) => Some(id.0),
        }
    }
}
