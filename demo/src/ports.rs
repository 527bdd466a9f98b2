//! Three ports on loopback: those of last time, the usual ones, or free ones.

use anyhow::Context as _;
use serde::{Deserialize, Serialize};
use std::io::ErrorKind;
use std::net::{Ipv4Addr, Ipv6Addr, TcpListener};

/// The ports of one start.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ports {
    /// Countersign's pages and API.
    pub pages: u16,
    /// The panel.
    pub panel: u16,
    /// The phone simulator.
    pub phone: u16,
}

impl Ports {
    /// Where everything listens if nobody else does.
    pub const USUAL: Self = Self { pages: 8080, panel: 8081, phone: 8082 };
}

/// The three listeners, bound; nobody can take the ports in between.
pub struct Bound {
    /// Countersign's.
    pub pages: TcpListener,
    /// The panel's.
    pub panel: TcpListener,
    /// The simulator's.
    pub phone: TcpListener,
}

impl Bound {
    /// Binds the wanted ports, and free ones in place of those that are taken.
    pub fn to(wanted: Ports) -> anyhow::Result<Self> {
        Ok(Self {
            pages: bind(wanted.pages)?,
            panel: bind(wanted.panel)?,
            phone: bind(wanted.phone)?,
        })
    }

    /// The ports they got.
    pub fn ports(&self) -> anyhow::Result<Ports> {
        let port = |listener: &TcpListener| listener.local_addr().map(|address| address.port());
        Ok(Ports {
            pages: port(&self.pages)?,
            panel: port(&self.panel)?,
            phone: port(&self.phone)?,
        })
    }
}

fn bind(wanted: u16) -> anyhow::Result<TcpListener> {
    let listener = if is_free_on_ipv6(wanted) {
        TcpListener::bind((Ipv4Addr::LOCALHOST, wanted))
    } else {
        Err(ErrorKind::AddrInUse.into())
    };
    let listener = match listener {
        Err(error)
            if matches!(error.kind(), ErrorKind::AddrInUse | ErrorKind::PermissionDenied) =>
        {
            return free();
        }
        other => other.context("cannot listen on 127.0.0.1")?,
    };
    listener.set_nonblocking(true)?;
    Ok(listener)
}

/// Any port that is free.
pub fn free() -> anyhow::Result<TcpListener> {
    let listener =
        TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).context("cannot listen on 127.0.0.1")?;
    listener.set_nonblocking(true)?;
    Ok(listener)
}

/// Browsers try `[::1]` first for `localhost`: somebody else's server there would get what is meant for ours.
fn is_free_on_ipv6(port: u16) -> bool {
    match TcpListener::bind((Ipv6Addr::LOCALHOST, port)) {
        Err(error) => error.kind() != ErrorKind::AddrInUse,
        Ok(_) => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_taken_port_is_replaced_by_a_free_one() {
        let taken = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
        let port = taken.local_addr().expect("an address").port();
        let bound = bind(port).expect("another port");
        assert_ne!(bound.local_addr().expect("an address").port(), port);
    }
}
