//! How many connections one client may have.
//!
//! In scope: telling clients apart by address, counting. Out of scope: rates, and clients behind one proxy, which look
//! like one from here.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::limiter::block;

/// How many connections one address may have at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PerAddress {
    /// So many, whoever it is.
    Each(usize),
    /// So many for addresses of the Internet, any number for this machine and private networks: that is where a proxy
    /// connects from, for everybody.
    Internet(usize),
    /// Any number.
    Unlimited,
}

impl PerAddress {
    fn limit(self, address: IpAddr) -> Option<usize> {
        match self {
            Self::Each(limit) => Some(limit),
            Self::Internet(limit) => (!is_near(address)).then_some(limit),
            Self::Unlimited => None,
        }
    }
}

/// Everybody who is connected.
#[derive(Clone, Debug)]
pub(super) struct Peers {
    per_address: PerAddress,
    connections: Arc<Mutex<HashMap<IpAddr, usize>>>,
}

/// One connection of somebody; counted until it is dropped.
#[derive(Debug)]
pub(super) struct Peer {
    peers: Peers,
    client: IpAddr,
}

impl Peers {
    pub(super) fn new(per_address: PerAddress) -> Self {
        Self { per_address, connections: Arc::default() }
    }

    /// Counts a connection, unless there are too many from this address already.
    pub(super) fn admit(&self, address: IpAddr) -> Option<Peer> {
        let client = block(address);
        let mut connections = self.lock();
        let count = connections.get(&client).copied().unwrap_or(0);
        if self.per_address.limit(client).is_some_and(|limit| count >= limit) {
            return None;
        }
        connections.insert(client, count + 1);
        drop(connections);
        Some(Peer { peers: self.clone(), client })
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<IpAddr, usize>> {
        // A panic between two counts leaves a map of counts.
        self.connections.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        let mut connections = self.peers.lock();
        if let Some(count) = connections.get_mut(&self.client) {
            *count -= 1;
            if *count == 0 {
                connections.remove(&self.client);
            }
        }
    }
}

/// This machine (also as the prefix of `::1`), private and link-local networks, and the shared ones of RFC 6598.
fn is_near(client: IpAddr) -> bool {
    match client {
        IpAddr::V4(address) => {
            let [a, b, ..] = address.octets();
            address.is_loopback() || address.is_private() || address.is_link_local() || (a == 100 && b & 0xc0 == 64)
        }
        IpAddr::V6(address) => address.is_unspecified() || address.is_unique_local() || address.is_unicast_link_local(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn counts_what_is_open_and_forgets_what_is_not() {
        let peers = Peers::new(PerAddress::Each(2));
        let (mine, yours) = (address("192.0.2.1"), address("192.0.2.2"));
        let first = peers.admit(mine).unwrap();
        let second = peers.admit(mine).unwrap();
        assert!(peers.admit(mine).is_none());
        assert!(peers.admit(yours).is_some());
        drop(first);
        assert!(peers.admit(mine).is_some(), "and gone again");
        drop(second);
        assert!(peers.lock().is_empty());
    }

    #[test]
    fn one_client_has_one_address_however_it_is_written() {
        let peers = Peers::new(PerAddress::Each(1));
        for (one, same) in
            [("192.0.2.1", "::ffff:192.0.2.1"), ("2001:db8::1", "2001:db8::ffff:0:0:1"), ("::1", "127.0.0.1")]
        {
            let held = peers.admit(address(one)).unwrap();
            assert_eq!(peers.admit(address(same)).is_none(), one != "::1", "{one} {same}");
            drop(held);
        }
        let held = peers.admit(address("2001:db8:0:1::1")).unwrap();
        assert!(peers.admit(address("2001:db8:0:2::1")).is_some());
        drop(held);
    }

    #[test]
    fn whoever_is_near_may_be_a_proxy() {
        let peers = Peers::new(PerAddress::Internet(0));
        for near in [
            "127.0.0.1",
            "::1",
            "::ffff:127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.0.1",
            "100.64.0.1",
            "100.127.255.255",
            "fd00::1",
            "fe80::1",
        ] {
            assert!(peers.admit(address(near)).is_some(), "{near}");
        }
        for far in ["8.8.8.8", "172.32.0.1", "100.128.0.1", "100.63.0.1", "2001:db8::1", "2606:4700::1111"] {
            assert!(peers.admit(address(far)).is_none(), "{far}");
        }
        assert!(Peers::new(PerAddress::Unlimited).admit(address("8.8.8.8")).is_some());
        assert!(Peers::new(PerAddress::Each(0)).admit(address("127.0.0.1")).is_none());
    }
}
