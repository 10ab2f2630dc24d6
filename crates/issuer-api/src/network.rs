//! Networks, as blocks of addresses: `192.0.2.0/24`, `2001:db8::/32`, or one address.
//!
//! In scope: reading them, telling who is in them. Out of scope: what that means (`http`, `issue`).
//! Spec: <https://www.rfc-editor.org/rfc/rfc4632#section-3.1>, <https://www.rfc-editor.org/rfc/rfc4291#section-2.3>

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

/// A block of addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network {
    first: IpAddr,
    length: u8,
}

/// Not a block of addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NetworkError {
    /// Addresses of IPv4 in the clothes of IPv6.
    #[error("write addresses of IPv4 as such, not as ::ffff:…")]
    Mapped,
    /// The address lies within the block, but is not its first.
    #[error("has digits behind its prefix: is the address or the length mistaken?")]
    Behind,
    /// No address, or no length.
    #[error("must be an address or a network such as 192.0.2.0/24 or 2001:db8::/32")]
    Malformed,
}

impl Network {
    /// Whether `address` is in it; an address of IPv4 is one however it is written.
    #[must_use]
    pub fn contains(&self, address: IpAddr) -> bool {
        match (self.first, address.to_canonical()) {
            (IpAddr::V4(first), IpAddr::V4(address)) => first == first_v4(address, self.length),
            (IpAddr::V6(first), IpAddr::V6(address)) => first == first_v6(address, self.length),
            (IpAddr::V4(_), IpAddr::V6(_)) | (IpAddr::V6(_), IpAddr::V4(_)) => false,
        }
    }
}

fn first_v4(address: Ipv4Addr, length: u8) -> Ipv4Addr {
    let mask = u32::MAX.checked_shl(32 - u32::from(length)).unwrap_or(0);
    Ipv4Addr::from_bits(address.to_bits() & mask)
}

fn first_v6(address: Ipv6Addr, length: u8) -> Ipv6Addr {
    let mask = u128::MAX.checked_shl(128 - u32::from(length)).unwrap_or(0);
    Ipv6Addr::from_bits(address.to_bits() & mask)
}

impl FromStr for Network {
    type Err = NetworkError;

    fn from_str(text: &str) -> Result<Self, NetworkError> {
        let (address, length) = match text.split_once('/') {
            Some((address, length)) => (address, Some(length)),
            None => (text, None),
        };
        let address: IpAddr = address.parse().map_err(|_| NetworkError::Malformed)?;
        if address != address.to_canonical() {
            return Err(NetworkError::Mapped);
        }
        let most = if address.is_ipv4() { 32 } else { 128 };
        let length = match length {
            None => most,
            Some(digits) => {
                let plain = !digits.is_empty() && digits.len() <= 3 && digits.bytes().all(|byte| byte.is_ascii_digit());
                let length = digits.parse().ok().filter(|length| plain && *length <= most);
                length.ok_or(NetworkError::Malformed)?
            }
        };
        let first: IpAddr = match address {
            IpAddr::V4(address) => first_v4(address, length).into(),
            IpAddr::V6(address) => first_v6(address, length).into(),
        };
        if first == address { Ok(Self { first, length }) } else { Err(NetworkError::Behind) }
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.first, self.length)
    }
}

/// Some of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Networks(Vec<Network>);

impl Networks {
    /// Reads a list that commas separate; nothing is no network.
    pub fn parse(text: &str) -> Result<Self, NetworkError> {
        let items = text.split(',').map(str::trim).filter(|item| !item.is_empty());
        items.map(str::parse).collect::<Result<_, _>>().map(Self)
    }

    /// Whether `address` is in one of them.
    #[must_use]
    pub fn contain(&self, address: IpAddr) -> bool {
        self.0.iter().any(|network| network.contains(address))
    }

    /// Each of them.
    pub fn iter(&self) -> impl Iterator<Item = &Network> {
        self.0.iter()
    }

    /// How many.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl FromIterator<Network> for Networks {
    fn from_iter<I: IntoIterator<Item = Network>>(networks: I) -> Self {
        Self(networks.into_iter().collect())
    }
}

impl fmt::Display for Networks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, network) in self.0.iter().enumerate() {
            write!(f, "{}{network}", if at == 0 { "" } else { ", " })?;
        }
        Ok(())
    }
}

/// The header in which proxies name whom they speak for. One: the other would be passed on as the client wrote it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ForwardedHeader {
    /// `Forwarded` (RFC 7239)
    Forwarded,
    /// `X-Forwarded-For`, which nearly all of them write.
    #[default]
    XForwardedFor,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contains(network: &str, address: &str) -> bool {
        network.parse::<Network>().unwrap().contains(address.parse().unwrap())
    }

    #[test]
    fn an_address_is_in_its_network_and_in_no_other() {
        for (network, address) in [
            ("192.0.2.0/24", "192.0.2.255"),
            ("192.0.2.7", "192.0.2.7"),
            ("192.0.2.0/24", "::ffff:192.0.2.1"),
            ("0.0.0.0/0", "255.255.255.255"),
            ("2001:db8::/32", "2001:db8:ffff::1"),
            ("::/0", "2001:db8::1"),
            ("::1", "::1"),
        ] {
            assert!(contains(network, address), "{network} {address}");
        }
        for (network, address) in [
            ("192.0.2.0/24", "192.0.3.0"),
            ("192.0.2.7", "192.0.2.6"),
            ("0.0.0.0/0", "2001:db8::1"),
            ("::/0", "192.0.2.1"),
            ("::/0", "::ffff:192.0.2.1"),
            ("2001:db8::/32", "2001:db9::"),
            ("::1", "127.0.0.1"),
        ] {
            assert!(!contains(network, address), "{network} {address}");
        }
    }

    #[test]
    fn what_is_no_network_is_refused() {
        for malformed in [
            "",
            "192.0.2",
            "192.0.2.0/",
            "192.0.2.0/33",
            "192.0.2.0/-1",
            "192.0.2.0/+8",
            "192.0.2.0/0024",
            "192.0.2.0/24/24",
            "192.0.2.0 /24",
            "192.0.2.0/255.255.255.0",
            "2001:db8::/129",
            "fe80::1%eth0",
            "example.com",
            "*",
        ] {
            assert_eq!(malformed.parse::<Network>(), Err(NetworkError::Malformed), "{malformed}");
        }
        assert_eq!("192.0.2.1/24".parse::<Network>(), Err(NetworkError::Behind));
        assert_eq!("2001:db8::1/64".parse::<Network>(), Err(NetworkError::Behind));
        assert_eq!("::ffff:192.0.2.0/120".parse::<Network>(), Err(NetworkError::Mapped));
    }

    #[test]
    fn a_list_is_read_and_shown() {
        let networks = Networks::parse(" 10.0.0.0/8, ::1 ,").unwrap();
        assert_eq!(networks.to_string(), "10.0.0.0/8, ::1/128");
        assert!(networks.contain("10.9.8.7".parse().unwrap()) && !networks.contain("11.0.0.0".parse().unwrap()));
        assert!(Networks::parse("").unwrap().is_empty());
        assert!(Networks::parse("10.0.0.0/8;::1").is_err());
    }
}
