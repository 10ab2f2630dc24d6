//! The bits under a status commitment, as a file: what a holder builds the tree of, so that nobody learns whose place it is.

use proofpass_zk::status::{CAPACITY, StatusTree};

#[cfg(feature = "issue")]
use super::MAX_LISTS;
use crate::json::{Limits, parse};
use crate::status::gunzip;
use crate::zk::read::{Malformed, Members};

/// The bits of an organisation, from its lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusBits(Vec<u8>);

impl StatusBits {
    /// `type` of the file.
    const TYPE: &str = "StatusBits";
    /// Bytes of one list.
    #[cfg(feature = "issue")]
    const LIST: usize = (1 << 17) / 8;

    /// The bits of lists of 2^17 places each, in order. `None` if one has more, or if there are more than 16.
    #[cfg(feature = "issue")]
    #[must_use]
    pub fn of_lists<L: AsRef<[u8]>>(lists: &[L]) -> Option<Self> {
        let fits = |list: &L| list.as_ref().len() <= Self::LIST;
        if lists.len() > MAX_LISTS || !lists.iter().all(fits) {
            return None;
        }
        let mut bits = Vec::with_capacity(lists.len() * Self::LIST);
        for list in lists {
            let end = bits.len() + Self::LIST;
            bits.extend_from_slice(list.as_ref());
            bits.resize(end, 0);
        }
        Some(Self(bits))
    }

    /// The bits, the most significant of each byte first.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// The tree over them.
    #[must_use]
    pub fn tree(&self) -> Option<StatusTree> {
        StatusTree::new(&self.0)
    }

    /// The file beside the commitment at this URL: the same bits give the same bytes.
    #[cfg(feature = "issue")]
    #[must_use]
    pub fn to_object(&self, url: &str) -> crate::json::Object {
        crate::json::Object::new()
            .with("type", Self::TYPE)
            .with("version", 1)
            .with("commitment", url)
            .with("encodedList", format!("u{}", crate::zk::read::base64url(&crate::status::compress(&self.0))))
    }

    /// Reads the file of the commitment at this URL.
    ///
    /// # Errors
    /// If it is of another one, or not as documented.
    pub fn parse(bytes: &[u8], url: &str) -> Result<Self, Malformed> {
        let limits = Limits { bytes: 2 * CAPACITY / 8, string: 2 * CAPACITY / 8, ..Limits::REQUEST };
        let value = parse(bytes, &limits).map_err(|_| Malformed::at("", "JSON within limits"))?;
        let object = value.as_object().ok_or_else(|| Malformed::at("", "an object"))?;
        let members = Members::of_form(object, Self::TYPE, &["type", "version", "commitment", "encodedList"])?;
        members.text_if("commitment", "the URL of the commitment", |text| text == url)?;
        let encoded = members.get("encodedList").and_then(crate::json::Value::as_str);
        let bits = encoded.and_then(|text| gunzip(text, CAPACITY / 8));
        Ok(Self(bits.ok_or_else(|| members.fault("encodedList", "bits, compressed, in base64url"))?))
    }
}
