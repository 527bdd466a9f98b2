//! The kinds of `[[providers]]` that speak HTTP or SMTP: what opens them, and what is refused with its place and the fix.

use std::path::Path;

use countersign_core::people::Method;
use countersign_server::config::Config;

const HOUSE: &str = "[server]\npublic_origin = \"https://id.nordstroem.example\"\n";
const TWILIO: &str = "[[providers]]\nname = \"sms-1\"\nkind = \"twilio\"\nauth_token = \"t0ken-48291137\"\n\
    account = \"AC0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a\"\nsms_from = \"Nordstroem\"\n";
const WHATSAPP: &str = "[[providers]]\nname = \"wa-1\"\nkind = \"whatsapp-cloud\"\nphone_number_id = \"1065\"\n\
    access_token = \"EAAB48291137\"\napp_secret = \"s-48291137\"\nverify_token = \"v-48291137\"\ntemplate = \"code\"\n";
const HTTP: &str = "[[providers]]\nname = \"gw-1\"\nkind = \"http\"\nurl = \"https://gw.example/send?to={digits}\"\n\
    headers = [\"Authorization: Bearer {secret}\"]\njson = '{\"text\": \"{text}\"}'\nsecret = \"k-48291137\"\n";
const SMTP: &str = "[[providers]]\nname = \"mail-2\"\nkind = \"smtp\"\nhost = \"mail.example.com\"\n\
    from = \"no-reply@example.com\"\nsign_in_name = \"app\"\npassword = \"p-48291137\"\n";

fn load(text: &str) -> Result<Config, String> {
    let text = format!("{HOUSE}{text}");
    Config::parse(Path::new("countersign.toml"), &text, []).map_err(|refused| refused.to_string())
}

#[test]
fn every_kind_opens_and_carries_what_it_says() {
    let config = load(&format!("{TWILIO}{WHATSAPP}{HTTP}{SMTP}")).expect("four providers");
    let opened = countersign_app::operate::providers::channels(
        countersign_server::open::channel_settings(&config),
        countersign_server::world::World::of_the_system().entropy,
    )
    .expect("channels");
    let carried: Vec<(String, Vec<Method>)> = opened
        .iter()
        .map(|channel| (channel.name().to_owned(), channel.carries().to_vec()))
        .collect();
    let expected = [
        ("sms-1", vec![Method::Sms]),
        ("wa-1", vec![Method::WhatsApp]),
        ("gw-1", vec![Method::Sms]),
        ("mail-2", vec![Method::Email]),
    ];
    assert_eq!(carried, expected.map(|(name, methods)| (name.to_owned(), methods)));
}

/// CS-AUD-02
#[test]
fn no_secret_of_any_kind_is_shown() {
    let config = load(&format!("{TWILIO}{WHATSAPP}{HTTP}{SMTP}")).expect("four providers");
    let shown = format!("{config:?}{}", countersign_server::config::summary(&config));
    assert!(shown.contains("sms-1 (twilio)") && !shown.contains("48291137"), "{shown}");
    for (good, line) in [
        (TWILIO, "api_key_secret = \"x-48291137\"\n"),
        (WHATSAPP, "timeout_seconds = 0\n"),
        (HTTP, "success_pointer = \"/a\"\n"),
        (SMTP, "port = 0\n"),
    ] {
        let words = load(&format!("{good}{line}")).expect_err(line);
        assert!(!words.contains("48291137"), "{words}");
    }
}

#[test]
fn what_only_the_provider_can_tell_is_told_at_start_with_the_place() {
    for (text, place, says) in [
        (TWILIO.replace("AC0a", "AC"), "5:8", "provider sms-1: account must be AC and 32"),
        (TWILIO.replace("sms_from = \"Nordstroem\"\n", ""), "5:8", "carries nothing"),
        (WHATSAPP.replace("\"1065\"", "\"+49\""), "5:8", "provider wa-1: phone_number_id must be"),
        (HTTP.replace("{text}", "{txt}"), "5:8", "provider gw-1: the json names {txt}"),
        (HTTP.replace("{digits}", "0"), "5:8", "no place says who gets the message"),
        (HTTP.replace("gw.example", "{to}.example"), "5:8", "has a place in its host"),
        (SMTP.replace("no-reply@example.com", "no-reply"), "5:8", "no e-mail address"),
    ] {
        let words = load(&text).expect_err(says);
        let expected = format!("countersign.toml:{place}: ");
        assert!(words.starts_with(&expected) && words.contains(says), "{words}");
    }
}

#[test]
fn a_wrong_setting_is_refused_with_its_own_place_and_fix() {
    for (good, line, says, fix) in [
        (TWILIO, "api_key = \"SK1\"", "api_key_secret is missing", "any text"),
        (TWILIO, "timeout_seconds = 61", "timeout_seconds must be", "1 to 60"),
        (TWILIO, "token = \"x\"", "unknown setting token", "auth_token"),
        (HTTP, "verb = \"PATCH\"", "verb cannot be used", "GET, POST, PUT"),
        (HTTP, "form = [\"a=b\"]", "form stands beside json", "name=value"),
        (HTTP, "success_statuses = [\"ok\"]", "holds what is no status", "200 to 299"),
        (SMTP, "security = \"none\"", "security is not known", "starttls"),
        (SMTP, "send_timeout_seconds = 91", "send_timeout_seconds must be", "at most 90"),
    ] {
        let words = load(&format!("{good}{line}\n")).expect_err(line);
        assert!(words.contains(says) && words.contains(fix), "{words}");
    }
    let bad = HTTP.replace("Authorization: Bearer", "Authorization Bearer");
    let words = load(&bad).expect_err("no colon");
    assert!(words.contains("headers holds a text without name and :"), "{words}");
    let half = SMTP.replace("sign_in_name = \"app\"\n", "");
    assert!(load(&half).expect_err("half").contains("sign_in_name is missing"));
}
