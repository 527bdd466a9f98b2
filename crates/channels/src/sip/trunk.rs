//! The way to the trunk: found, registered at where it wants that, and found again when it is silent.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::UdpSocket;
use tokio::sync::Mutex;

use countersign_core::ports::Timestamp;

use crate::SendError;

use super::leg::{Ask, Dice, Leg, Us};
use super::line::Line;
use super::outcome;
use super::settings::SipSettings;

/// How long a registration is asked for.
const REGISTER_S: u64 = 3600;

/// The trunk, as far as we have got with it.
pub(super) struct Trunk {
    pub(super) settings: SipSettings,
    pub(super) dice: Arc<Dice>,
    way: Mutex<Way>,
}

#[derive(Default)]
struct Way {
    line: Option<Arc<Line>>,
    registered_until: Option<Timestamp>,
    /// Which of the host's addresses is next.
    next: usize,
}

impl Trunk {
    pub(super) fn new(settings: SipSettings, dice: Dice) -> Self {
        Self { settings, dice: Arc::new(dice), way: Mutex::default() }
    }

    /// A leg for one call, over a line that is registered where the trunk wants it. We take no calls, so a registration
    /// is renewed when the next call needs it, and a node that makes none leaves the trunk alone.
    pub(super) async fn leg(&self, now: Timestamp, caller: Option<&str>) -> Result<Leg, SendError> {
        let mut way = self.way.lock().await;
        let line = self.line(&mut way).await?;
        if self.settings.register && way.registered_until.is_none_or(|until| until <= now) {
            way.registered_until = None;
            let registered = self.register(&line).await;
            let lasts = match registered {
                Ok(lasts) => lasts,
                Err(error) => {
                    // Another address of the host may do better.
                    way.line = None;
                    return Err(error);
                }
            };
            way.registered_until = Some(now.plus(lasts));
        }
        drop(way);
        Ok(self.begin(line, caller))
    }

    /// The trunk was silent: the next call looks it up again, and takes the next of its addresses.
    pub(super) async fn forget(&self) {
        let mut way = self.way.lock().await;
        *way = Way { next: way.next, ..Way::default() };
    }

    /// Asks whether it is there and knows us; changes nothing there: a REGISTER without `Contact` only asks what is
    /// registered (RFC 3261 section 10.2.3).
    pub(super) async fn probe(&self) -> Result<(), SendError> {
        let line = self.line(&mut Way::default()).await?;
        let mut leg = self.begin(line, None);
        if self.settings.register {
            return outcome::of_sign_in(&self.ask(&mut leg, "REGISTER", &[]).await?);
        }
        match self.ask(&mut leg, "OPTIONS", &[]).await?.status() {
            Some(status @ (401 | 407)) if self.settings.credentials.is_some() => {
                Err(SendError::retry(format!("the trunk refused name and password ({status})")))
            }
            // It is there; many answer OPTIONS with a refusal.
            _ => Ok(()),
        }
    }

    /// A socket for the voice of one call.
    pub(super) async fn voice_socket(&self, leg: &Leg) -> Result<UdpSocket, SendError> {
        let ip = leg.line.local.ip();
        let Some(ports) = self.settings.rtp_ports.clone() else {
            let bound = UdpSocket::bind(SocketAddr::new(ip, 0)).await;
            return bound.map_err(|_| SendError::retry("no port is free for the voice of a call"));
        };
        // RTP has even ports (RFC 3550 section 11). A fresh start each time: a late packet of an ended call meets no new one.
        let even: Vec<u16> = ports.filter(|port| port % 2 == 0).collect();
        let start = usize::from(u16::from_be_bytes(self.dice.bytes())) % even.len().max(1);
        for port in even[start..].iter().chain(&even[..start]) {
            if let Ok(socket) = UdpSocket::bind(SocketAddr::new(ip, *port)).await {
                return Ok(socket);
            }
        }
        Err(SendError::retry("no port of rtp_ports is free: more calls at once than ports"))
    }

    /// The address of ours that the trunk is told.
    pub(super) fn shown(&self, bound: SocketAddr) -> SocketAddr {
        SocketAddr::new(self.settings.public_address.unwrap_or(bound.ip()), bound.port())
    }

    /// The URI of a number or account at the trunk.
    pub(super) fn uri(&self, before: &str) -> String {
        let port = if self.settings.port == 5060 {
            String::new()
        } else {
            format!(":{}", self.settings.port)
        };
        // A domain of its own is looked up by nobody but the trunk.
        let port = if self.settings.domain.is_some() { "" } else { &port };
        format!("sip:{before}@{}{port}", self.settings.domain())
    }

    async fn line(&self, way: &mut Way) -> Result<Arc<Line>, SendError> {
        if let Some(line) = &way.line {
            return Ok(Arc::clone(line));
        }
        let unknown = || SendError::retry("the trunk's host is not known to the name service");
        let host = self.settings.host.trim_start_matches('[').trim_end_matches(']');
        let found =
            tokio::net::lookup_host((host, self.settings.port)).await.map_err(|_| unknown())?;
        let local = self.settings.local;
        let addresses: Vec<SocketAddr> =
            found.filter(|to| local.is_none_or(|local| local.is_ipv4() == to.is_ipv4())).collect();
        let to = *addresses.get(way.next % addresses.len().max(1)).ok_or_else(unknown)?;
        way.next = way.next.wrapping_add(1);
        let any = if to.is_ipv4() { "0.0.0.0:0" } else { "[::]:0" };
        let local = local.or_else(|| any.parse().ok()).ok_or_else(unknown)?;
        let line = Line::open(to, local).await.map(Arc::new);
        let line = line.map_err(|error| match error.kind() {
            std::io::ErrorKind::AddrInUse => {
                SendError::retry("the local port is taken by another program")
            }
            std::io::ErrorKind::AddrNotAvailable => {
                SendError::retry("the local address is none of this machine's")
            }
            _ => SendError::retry("there is no way to the trunk from here"),
        })?;
        way.line = Some(Arc::clone(&line));
        Ok(line)
    }

    /// `caller`: whose number is shown, in E.164, where that is not the trunk's own.
    fn begin(&self, line: Arc<Line>, caller: Option<&str>) -> Leg {
        let at = self.shown(line.local).to_string();
        let account = self.settings.account().unwrap_or_default();
        let caller = caller.or(self.settings.caller.as_deref());
        let caller = caller.and_then(|number| self.settings.number(number));
        let us = Us {
            from: self.uri(caller.as_deref().unwrap_or(account)),
            contact: format!("sip:{account}@{at}"),
            credentials: self.settings.credentials.clone(),
            at,
        };
        Leg::begin(line, us, Arc::clone(&self.dice))
    }

    async fn register(&self, line: &Arc<Line>) -> Result<Duration, SendError> {
        let mut leg = self.begin(Arc::clone(line), None);
        let contact = format!("<{}>", leg.us.contact);
        let headers = [("Contact", contact.as_str()), ("Expires", &REGISTER_S.to_string())];
        let answer = self.ask(&mut leg, "REGISTER", &headers).await?;
        outcome::of_sign_in(&answer)?;
        let granted = answer.header("expires").and_then(|text| text.parse().ok());
        let granted = granted.unwrap_or(REGISTER_S).clamp(60, REGISTER_S);
        // Renewed well before it ends.
        Ok(Duration::from_secs(granted / 4 * 3))
    }

    /// Asks the trunk itself, under the account's own address.
    async fn ask(
        &self,
        leg: &mut Leg,
        method: &str,
        headers: &[(&str, &str)],
    ) -> Result<super::wire::Packet, SendError> {
        let ours = self.uri(self.settings.account().unwrap_or_default());
        leg.us.from.clone_from(&ours);
        let (to, uri) = (format!("<{ours}>"), self.uri("").replace("sip:@", "sip:"));
        let ask = Ask { method, uri: &uri, to: &to, routes: &[], headers, body: None };
        let answer = leg.ask(&ask, self.settings.trunk_timeout).await;
        answer.map_err(|_| SendError::retry("the trunk does not answer"))
    }
}
