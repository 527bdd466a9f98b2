//! Kind `sip`: calls over a SIP trunk.

use std::net::{IpAddr, SocketAddr};
use std::ops::RangeInclusive;
use std::time::Duration;

use countersign_app::operate::providers::ProviderSettings;
use countersign_app::operate::providers::sip::{
    Credentials, Engine, NumberFormat, Pace, SipSettings,
};
use toml::Value;

use super::ProviderKind;
use super::entry::Entry;
use crate::config::settings::Kind::{Number, Secret, Switch, Text, Texts};
use crate::config::settings::{set, unset};

pub(super) static KIND: ProviderKind = ProviderKind {
    name: "sip",
    says: "Calls phones over a SIP trunk and reads the code after a key press.",
    settings: &[
        unset("host", Text, "\"sip.example.net\"", "a host name or address", "The trunk."),
        set("port", Number, "5060", "1 to 65535", "Its UDP port."),
        unset(
            "domain",
            Text,
            "\"example.net\"",
            "a host name or address",
            "What stands behind the @, if it is not the host.",
        ),
        unset("sign_in_name", Text, "\"shop\"", "any text", "The name to sign in with (digest)."),
        unset("password", Secret, "\"…\"", "any text", "The password to sign in with."),
        unset(
            "password_file",
            Text,
            "\"/run/secrets/trunk\"",
            "a file",
            "A file that holds the password instead.",
        ),
        unset(
            "account",
            Text,
            "\"4930123450\"",
            "letters, digits and + - _ . ! ~ * '",
            "What stands before the @ of our own address, if it is not the sign-in name.",
        ),
        set(
            "register",
            Switch,
            "true",
            "true or false",
            "Whether we register before we call; a trunk that knows us by our address may not want it.",
        ),
        unset(
            "caller",
            Text,
            "\"+4930123456\"",
            "a number as +4930123456",
            "The number that is shown to the callee; it must be one of yours.",
        ),
        set(
            "number_format",
            Text,
            "\"plus\"",
            "plus, digits, double-zero",
            "How the trunk wants numbers: +4930…, 4930… or 004930….",
        ),
        unset(
            "local",
            Text,
            "\"10.0.0.5:5070\"",
            "an address and a port of this machine",
            "Where we send from; by default the system decides, at any free port.",
        ),
        unset(
            "public_address",
            Text,
            "\"203.0.113.5\"",
            "an address",
            "The address by which the trunk reaches us, behind address translation.",
        ),
        unset(
            "rtp_ports",
            Text,
            "\"20000-20199\"",
            "two ports with a hyphen, the second above the first",
            "UDP ports for voice, two for each call, where a firewall wants to know them.",
        ),
        set("ring_seconds", Number, "30", "10 to 35", "How long it rings before we give up."),
        set(
            "calls_at_once",
            Number,
            "4",
            "1 to 100",
            "Calls at the same time; what the contract allows.",
        ),
        unset(
            "prompts",
            Text,
            "\"/etc/countersign/prompts\"",
            "a folder",
            "Recordings that count more than the built-in ones: docs/operators/calls.md.",
        ),
        set(
            "speech",
            Texts,
            "[\"espeak-ng\", \"-v\", \"{language}\", \"-s\", \"140\", \"--stdin\", \"--stdout\"]",
            "a program and its arguments, or []",
            "What speaks sentences without a recording: text on standard input, a WAV file on standard output.",
        ),
    ],
    read,
};

/// For the trunk's first sign of life. It answers within half a second, or it is not there.
const TRUNK_WAIT: Duration = Duration::from_secs(3);
/// For one sentence.
const SPEECH_WAIT: Duration = Duration::from_secs(5);

fn read(entry: &mut Entry<'_, '_, '_>) -> Option<ProviderSettings> {
    let any = |text: &str| !text.trim().is_empty();
    let host = entry.text("host", any);
    let credentials = credentials(entry);
    let account = entry.maybe("account", any);
    if account.is_none() && entry.value("sign_in_name").is_none() {
        entry.refuse("account", "is missing, and so is sign_in_name");
        return None;
    }
    let register = switch(entry, "register");
    if register && credentials.is_none() {
        entry.refuse("register", "takes sign_in_name and password");
    }
    let format = entry.text("number_format", |text| number_format(text).is_some());
    let local = entry.maybe("local", |text| text.parse::<SocketAddr>().is_ok());
    let public = entry.maybe("public_address", |text| text.parse::<IpAddr>().is_ok());
    let rtp_ports = entry.maybe("rtp_ports", |text| ports(text).is_some());
    let ring_s = entry.number("ring_seconds", 10..=35);
    let prompts = entry.maybe("prompts", any).map(|folder| entry.path(&folder));
    Some(ProviderSettings::Sip(Box::new(SipSettings {
        name: entry.name().to_owned(),
        host,
        port: entry.number("port", 1..=65_535),
        domain: entry.maybe("domain", any),
        account,
        credentials,
        register,
        caller: entry.maybe("caller", any),
        number_format: number_format(&format).unwrap_or(NumberFormat::Plus),
        local: local.and_then(|text| text.parse().ok()),
        public_address: public.and_then(|text| text.parse().ok()),
        rtp_ports: rtp_ports.as_deref().and_then(ports),
        trunk_timeout: TRUNK_WAIT,
        ring: Duration::from_secs(ring_s),
        calls_at_once: entry.number("calls_at_once", 1..=100),
        prompts,
        engine: engine(entry),
        pace: Pace::default(),
    })))
}

fn credentials(entry: &mut Entry<'_, '_, '_>) -> Option<Credentials> {
    let name = entry.maybe("sign_in_name", |text| !text.is_empty());
    let has_password = ["password", "password_file"].iter().any(|one| entry.value(one).is_some());
    match (name, has_password) {
        (Some(name), true) => Some(Credentials { name, password: entry.secret("password")? }),
        (None, false) => None,
        (Some(_), false) => {
            entry.refuse("password", "is missing beside sign_in_name");
            None
        }
        (None, true) => {
            entry.refuse("sign_in_name", "is missing beside password");
            None
        }
    }
}

fn switch(entry: &mut Entry<'_, '_, '_>, setting: &str) -> bool {
    if let Some(Value::Boolean(on)) = entry.value(setting) {
        return on;
    }
    entry.refuse(setting, "must be true or false");
    false
}

fn engine(entry: &mut Entry<'_, '_, '_>) -> Option<Engine> {
    let command: Option<Vec<String>> = match entry.value("speech") {
        Some(Value::Array(parts)) => {
            parts.iter().map(|part| part.as_str().map(str::to_owned)).collect()
        }
        _ => None,
    };
    let begins = |command: &Vec<String>| command.first().is_none_or(|first| !first.is_empty());
    let Some(command) = command.filter(begins) else {
        entry.refuse("speech", "is no list of texts that begins with a program");
        return None;
    };
    (!command.is_empty()).then_some(Engine { command, timeout: SPEECH_WAIT })
}

fn number_format(text: &str) -> Option<NumberFormat> {
    match text {
        "plus" => Some(NumberFormat::Plus),
        "digits" => Some(NumberFormat::Digits),
        "double-zero" => Some(NumberFormat::DoubleZero),
        _ => None,
    }
}

fn ports(text: &str) -> Option<RangeInclusive<u16>> {
    let (first, last) = text.split_once('-')?;
    let (first, last): (u16, u16) = (first.trim().parse().ok()?, last.trim().parse().ok()?);
    (first > 0 && first < last).then_some(first..=last)
}
