//! Whose address a request counts for (CS-RL-08).

use std::fmt;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::str::FromStr;

use countersign_core::session::Client;
use http::header::USER_AGENT;
use http::{Extensions, HeaderMap};

/// A range of addresses: `10.0.0.0/8`, `::1`, `fd00::/8`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network {
    address: IpAddr,
    bits: u8,
}

/// The text is no range of addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an address or range such as \"127.0.0.1\" or \"10.0.0.0/8\"")]
pub struct NotANetwork;

impl FromStr for Network {
    type Err = NotANetwork;

    fn from_str(text: &str) -> Result<Self, NotANetwork> {
        let (address, bits) = text.split_once('/').map_or((text, None), |(a, b)| (a, Some(b)));
        let address: IpAddr = address.parse().map_err(|_| NotANetwork)?;
        let most = if address.is_ipv4() { 32 } else { 128 };
        let bits = bits.map_or(Ok(most), |bits| bits.parse().map_err(|_| NotANetwork))?;
        if bits > most { Err(NotANetwork) } else { Ok(Self { address, bits }) }
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.address, self.bits)
    }
}

impl Network {
    /// Whether the address lies in it.
    pub fn holds(&self, address: IpAddr) -> bool {
        let leading = |wide: u128, width: u32| {
            let drop = width - u32::from(self.bits);
            wide.checked_shr(drop).unwrap_or(0)
        };
        match (self.address, address) {
            (IpAddr::V4(net), IpAddr::V4(address)) => {
                leading(u32::from(net).into(), 32) == leading(u32::from(address).into(), 32)
            }
            (IpAddr::V6(net), IpAddr::V6(address)) => {
                leading(net.into(), 128) == leading(address.into(), 128)
            }
            _ => false,
        }
    }
}

/// The address a request counts for. Displayed without the lower half of IPv6 addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ClientAddress(IpAddr);

impl ClientAddress {
    /// The socket's address, unless the socket is a listed proxy: then the last address of `X-Forwarded-For` that is no
    /// listed proxy itself. A malformed header counts for the proxy, so that nobody escapes by sending one.
    pub fn of(peer: SocketAddr, headers: &HeaderMap, proxies: &[Network]) -> Self {
        let peer = plain(peer.ip());
        let is_proxy = |address: IpAddr| proxies.iter().any(|network| network.holds(address));
        if !is_proxy(peer) {
            return Self(peer);
        }
        let mut nearest = peer;
        for value in headers.get_all("x-forwarded-for").iter().rev() {
            let Ok(text) = value.to_str() else { return Self(nearest) };
            for hop in text.rsplit(',') {
                let Ok(address) = hop.trim().parse::<IpAddr>() else { return Self(nearest) };
                nearest = plain(address);
                if !is_proxy(nearest) {
                    return Self(nearest);
                }
            }
        }
        Self(nearest)
    }

    /// The address itself, for the records a person sees.
    pub const fn ip(self) -> IpAddr {
        self.0
    }
}

/// What limits count by: IPv4 addresses whole, IPv6 by /64, which one household or machine gets.
impl fmt::Display for ClientAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            IpAddr::V4(address) => write!(f, "{address}"),
            IpAddr::V6(address) => {
                let upper = u128::from(address) & !u128::from(u64::MAX);
                write!(f, "{}/64", Ipv6Addr::from(upper))
            }
        }
    }
}

/// Where a request came from, for the trail and for mails that tell the person.
pub fn client(extensions: &Extensions, headers: &HeaderMap) -> Client {
    let agent = headers.get(USER_AGENT).map(|value| String::from_utf8_lossy(value.as_bytes()));
    Client::new(extensions.get::<ClientAddress>().map(|address| address.ip()), agent.as_deref())
}

/// IPv4 that arrives mapped into IPv6 counts as IPv4.
fn plain(address: IpAddr) -> IpAddr {
    address.to_canonical()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(peer: &str, forwarded: &[&str], proxies: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        for value in forwarded {
            headers.append("x-forwarded-for", value.parse().expect("a header value"));
        }
        let proxies: Vec<Network> = proxies.iter().map(|p| p.parse().expect("a range")).collect();
        let peer = SocketAddr::new(peer.parse().expect("an address"), 4711);
        ClientAddress::of(peer, &headers, &proxies).to_string()
    }

    /// CS-RL-08
    #[test]
    fn a_stranger_cannot_choose_the_address_it_counts_for() {
        assert_eq!(counted("203.0.113.9", &["198.51.100.1"], &[]), "203.0.113.9");
        assert_eq!(counted("203.0.113.9", &["198.51.100.1"], &["10.0.0.0/8"]), "203.0.113.9");
        let behind = |header: &str| counted("10.0.0.2", &[header], &["10.0.0.0/8"]);
        assert_eq!(behind("1.2.3.4, 198.51.100.1, 10.1.1.1"), "198.51.100.1");
        assert_eq!(
            counted("10.0.0.2", &["1.2.3.4", "198.51.100.1"], &["10.0.0.0/8"]),
            "198.51.100.1"
        );
    }

    /// CS-RL-08
    #[test]
    fn a_malformed_header_counts_for_the_proxy() {
        for header in ["a", "", "unknown", "198.51.100.1:80", "1.2.3.4, a"] {
            assert_eq!(counted("10.0.0.2", &[header], &["10.0.0.0/8"]), "10.0.0.2", "{header}");
        }
    }

    /// CS-RL-08
    #[test]
    fn addresses_of_one_ipv6_household_count_together() {
        assert_eq!(counted("2001:db8:1:2:3::4", &[], &[]), "2001:db8:1:2::/64");
        assert_eq!(counted("2001:db8:1:2:ffff::1", &[], &[]), "2001:db8:1:2::/64");
        assert_eq!(counted("::ffff:203.0.113.9", &[], &[]), "203.0.113.9");
    }
}
