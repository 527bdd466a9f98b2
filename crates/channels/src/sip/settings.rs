//! The settings of calls over a SIP trunk.

use std::net::{IpAddr, SocketAddr};
use std::ops::RangeInclusive;
use std::path::PathBuf;
use std::time::Duration;

use crate::SetupError;

pub use super::digest::Credentials;
pub use super::talk::Pace;
pub use super::voice::Engine;

/// The settings of a trunk. Debug hides the password.
#[derive(Clone, Debug)]
pub struct SipSettings {
    /// The name the operator gave it.
    pub name: String,
    /// The trunk's host name or address.
    pub host: String,
    /// Its UDP port; mostly 5060.
    pub port: u16,
    /// What stands behind the `@`; `None`: the host.
    pub domain: Option<String>,
    /// What stands before the `@` of our own address; `None`: the sign-in name.
    pub account: Option<String>,
    /// Name and password, where the trunk demands them; a trunk may know us by our address instead.
    pub credentials: Option<Credentials>,
    /// Whether we register before we call.
    pub register: bool,
    /// The number that is shown to the callee, in E.164; `None`: the trunk decides.
    pub caller: Option<String>,
    /// How the trunk wants numbers to be written.
    pub number_format: NumberFormat,
    /// Where we bind; `None`: where the system sends from, at a free port.
    pub local: Option<SocketAddr>,
    /// The address by which the trunk reaches us, where that is not our own (address translation).
    pub public_address: Option<IpAddr>,
    /// Ports for voice, where a firewall wants to know them; two for each call. `None`: any free one.
    pub rtp_ports: Option<RangeInclusive<u16>>,
    /// For the trunk's first sign of life.
    pub trunk_timeout: Duration,
    /// How long it rings, from the trunk's first sign of life; at most 35 seconds.
    pub ring: Duration,
    /// Calls at the same time; what the contract with the trunk allows.
    pub calls_at_once: usize,
    /// A folder of prompts that count more than the built-in ones: `en/your-code-is.wav`, `de/7.wav`.
    pub prompts: Option<PathBuf>,
    /// What speaks sentences that have no prompt; `None`: calls that need one fail.
    pub engine: Option<Engine>,
    /// How long a call waits for keys, and how long it may be.
    pub pace: Pace,
}

/// How a number stands in the address that is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NumberFormat {
    /// `+4930123456`
    Plus,
    /// `4930123456`
    Digits,
    /// `004930123456`
    DoubleZero,
}

/// The longest that it may ring: with the call itself it stays below the two minutes that a worker has for a message.
const LONGEST_RING: Duration = Duration::from_secs(35);

impl SipSettings {
    pub(super) fn check(&self) -> Result<(), SetupError> {
        let name = &self.name;
        let refuse = |why: &str| Err(SetupError(format!("channel {name}: {why}")));
        if !is_host(&self.host) {
            return refuse("the host is no host name or address");
        }
        if self.domain.as_deref().is_some_and(|domain| !is_host(domain)) {
            return refuse("the domain is no host name or address");
        }
        let Some(account) = self.account() else {
            return refuse("the account is missing: give account or sign_in_name");
        };
        if !is_account(account) {
            return refuse(
                "the account (or sign-in name) may hold letters, digits and + - _ . ! ~ * ' only",
            );
        }
        if self.register && self.credentials.is_none() {
            return refuse("registering takes a sign-in name and a password");
        }
        if self.caller.as_deref().is_some_and(|caller| self.number(caller).is_none()) {
            return refuse("the caller's number is not written as +4930123456");
        }
        if !(Duration::from_secs(1)..=LONGEST_RING).contains(&self.ring) {
            return refuse("it rings 1 to 35 seconds");
        }
        if self.calls_at_once == 0 {
            return refuse("no call at all is allowed at once");
        }
        if self
            .rtp_ports
            .as_ref()
            .is_some_and(|ports| *ports.start() == 0 || ports.clone().count() < 2)
        {
            return refuse("the ports for voice are fewer than two");
        }
        if self.engine.as_ref().is_some_and(|engine| engine.command.is_empty()) {
            return refuse("the speech engine's command is empty");
        }
        Ok(())
    }

    /// Whether calls of a route may come from this number. The error is half a sentence that follows it.
    pub fn takes_sender(&self, number: &str) -> Result<(), &'static str> {
        self.number(number).map(drop).ok_or("is no number as +4930123456")
    }

    /// What stands behind the `@`.
    pub(super) fn domain(&self) -> &str {
        self.domain.as_deref().unwrap_or(&self.host)
    }

    /// What stands before it.
    pub(super) fn account(&self) -> Option<&str> {
        let sign_in_name = || self.credentials.as_ref().map(|ours| ours.name.as_str());
        self.account.as_deref().or_else(sign_in_name)
    }

    /// A number in E.164 as the trunk wants it; `None`: it is no such number.
    pub(super) fn number(&self, number: &str) -> Option<String> {
        let digits = number.strip_prefix('+')?;
        let is_number = (5..=15).contains(&digits.len())
            && digits.bytes().all(|b| b.is_ascii_digit())
            && !digits.starts_with('0');
        is_number.then(|| match self.number_format {
            NumberFormat::Plus => number.to_owned(),
            NumberFormat::Digits => digits.to_owned(),
            NumberFormat::DoubleZero => format!("00{digits}"),
        })
    }
}

/// A host name or address; one of IPv6 in brackets, as it stands in a URI.
fn is_host(text: &str) -> bool {
    let inner = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    match inner {
        Some(address) => address.parse::<std::net::Ipv6Addr>().is_ok(),
        None => {
            !text.is_empty()
                && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._".contains(&b))
        }
    }
}

/// What may stand before the `@` without being escaped (RFC 3261 section 25.1).
fn is_account(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-_.!~*'".contains(&b))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub(in crate::sip) fn settings() -> SipSettings {
        SipSettings {
            name: "trunk".into(),
            host: "127.0.0.1".into(),
            port: 5060,
            domain: None,
            account: None,
            credentials: Some(Credentials { name: "shop".into(), password: "secret".into() }),
            register: true,
            caller: Some("+4930123456".into()),
            number_format: NumberFormat::Plus,
            local: None,
            public_address: None,
            rtp_ports: None,
            trunk_timeout: Duration::from_secs(3),
            ring: Duration::from_secs(30),
            calls_at_once: 4,
            prompts: None,
            engine: None,
            pace: Pace::default(),
        }
    }

    #[test]
    fn numbers_are_written_as_the_trunk_wants_them() {
        let written =
            |format| SipSettings { number_format: format, ..settings() }.number("+4930123456");
        assert_eq!(written(NumberFormat::Plus).as_deref(), Some("+4930123456"));
        assert_eq!(written(NumberFormat::Digits).as_deref(), Some("4930123456"));
        assert_eq!(written(NumberFormat::DoubleZero).as_deref(), Some("004930123456"));
        for odd in [
            "4930123456",
            "+0930123456",
            "+49 30",
            "+49;phone-context=x",
            "+1234",
            "+1234567890123456",
        ] {
            assert_eq!(settings().number(odd), None, "{odd}");
        }
    }

    #[test]
    fn settings_that_cannot_work_say_which_and_why() {
        assert_eq!(settings().check(), Ok(()));
        let refused: [(SipSettings, &str); 9] = [
            (SipSettings { host: "a b".into(), ..settings() }, "host"),
            (SipSettings { host: "2001:db8::1".into(), ..settings() }, "host"),
            (SipSettings { domain: Some("a@b".into()), ..settings() }, "domain"),
            (SipSettings { account: Some("a>b".into()), ..settings() }, "account"),
            (SipSettings { credentials: None, account: None, ..settings() }, "account"),
            (
                SipSettings { credentials: None, account: Some("a".into()), ..settings() },
                "password",
            ),
            (SipSettings { caller: Some("030 1".into()), ..settings() }, "caller"),
            (SipSettings { ring: Duration::from_secs(36), ..settings() }, "35"),
            (SipSettings { rtp_ports: Some(20_000..=20_000), ..settings() }, "ports"),
        ];
        for (settings, names) in refused {
            let why = settings.check().expect_err(names).to_string();
            assert!(why.starts_with("channel trunk: ") && why.contains(names), "{why}");
        }
    }
}
