//! `[[providers]]` of kind `smpp`: what is refused, and with which words.

use std::path::Path;

use countersign_server::config::Config;
use countersign_server::world::World;

const CENTRE: &str = "[[providers]]\nname = \"sms-one\"\nkind = \"smpp\"\nhost = \"smpp.example.net\"\nsystem_id = \"nordstroem\"\n";

fn load(lines: &str) -> Result<Config, String> {
    let text = format!("{CENTRE}{lines}\n");
    Config::parse(Path::new("countersign.toml"), &text, std::iter::empty())
        .map_err(|refused| refused.to_string())
}

const WHOLE: &str = "sender = \"Nordstroem\"\npassword = \"48291137\"\n";

#[test]
fn a_whole_entry_opens_a_channel_and_shows_no_password() {
    let config = load(WHOLE).expect("a provider");
    let shown = format!("{config:?}{}", countersign_server::config::summary(&config));
    assert!(shown.contains("sms-one (smpp)") && !shown.contains("48291137"), "{shown}");
    let opened = countersign_app::operate::providers::channels(
        countersign_server::open::channel_settings(&config),
        World::of_the_system().entropy,
    )
    .expect("a channel");
    assert_eq!(opened[0].name(), "sms-one");
    assert_eq!(opened[0].carries(), [countersign_core::people::Method::Sms]);
}

#[test]
fn every_setting_can_be_set() {
    let all = "port = 2775\nsecurity = \"dangerous-plaintext-in-a-tunnel\"\nsystem_type = \"OTP\"\nservice_type = \"VIP\"\n\
        sender_ton = 5\nsender_npi = 1\nlong_messages = \"payload\"\nvalidity = \"absolute\"\nreceipts = false\n\
        receipt_ids = \"decimal\"\nwindow = 200\nper_second = 1000\nenquire_seconds = 5\nconnect_timeout_seconds = 60\n\
        send_timeout_seconds = 60\n";
    load(&format!("{WHOLE}{all}")).expect("a provider");
}

#[test]
fn what_cannot_work_is_refused_with_the_fix() {
    for (lines, says, fix) in [
        ("password = \"x\"", "sender is missing", "Nordstroem"),
        ("sender = \"Nordstroem\"", "password is missing", "SMPP itself allows 8"),
        (
            "password = \"x\"\nsender = \"Nordström\"",
            "sender is no sender; write a word",
            "short code",
        ),
        ("password = \"x\"\nsender = \"+49 151\"", "sender is no number in E.164", "with its plus"),
    ] {
        let words = load(lines).expect_err(lines);
        assert!(words.contains(says) && words.contains(fix), "{words}");
    }
    for (line, says, fix) in [
        ("security = \"starttls\"", "security is none of the words", "tls, dangerous"),
        ("long_messages = \"parts\"", "long_messages is none", "parts-16, parts-8, payload"),
        ("validity = 600", "validity is none", "relative, absolute, unsaid"),
        ("receipt_ids = \"hex\"", "receipt_ids is none", "hexadecimal"),
        ("receipts = \"yes\"", "receipts must be true or false", "true, false"),
        ("window = 0", "window must be a whole number, 1 to 200", "1 to 200"),
        ("per_second = 5000", "per_second must be a whole number, 1 to 1000", "1 to 1000"),
        ("port = 70000", "port must be a whole number", "1 to 65535"),
        ("send_timeout_seconds = 2", "send_timeout_seconds must be", "3 to 60"),
        ("system_type = \"far too long a type\"", "system_type cannot be used", "at most 12"),
        ("sender_ton = 5", "sender_npi is missing beside sender_ton", "0 to 18"),
        ("sender_npi = 5", "sender_ton is missing beside sender_npi", "0 to 6"),
        (
            "security = \"dangerous-plaintext-in-a-tunnel\"\nroot_certificate = \"a.pem\"",
            "root_certificate has no use without TLS",
            "with tls only",
        ),
    ] {
        let words = load(&format!("{WHOLE}{line}")).expect_err(line);
        assert!(words.contains(&format!("provider sms-one: {says}")), "{words}");
        assert!(words.contains(fix) && !words.contains("48291137"), "{words}");
    }
}
