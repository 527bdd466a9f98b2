//! `[[providers]]`: each kind documented, each wrong entry refused with its place and the fix.

use std::path::Path;

use countersign_server::config::{Config, providers::KINDS};
use countersign_server::world::World;

const GATEWAY: &str = "[[providers]]\nname = \"bulk-sms\"\nkind = \"webhook\"\nurl = \"https://gateway.example.com/in\"\n";
const SECRET: &str = "whsec_c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0";

fn load(text: &str, environment: &[(&str, &str)]) -> Result<Config, String> {
    let environment =
        environment.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Config::parse(Path::new("countersign.toml"), text, environment)
        .map_err(|refused| refused.to_string())
}

fn refused(text: &str) -> String {
    load(text, &[]).expect_err(text)
}

#[test]
fn providers_stand_in_the_order_of_the_file_under_their_own_names() {
    let second = GATEWAY.replace("bulk-sms", "other");
    let text = format!("{GATEWAY}secret = \"{SECRET}\"\n{second}secret = \"{SECRET}\"\n");
    let config = load(&text, &[]).expect("two providers");
    let names: Vec<_> = config.providers.iter().map(|one| (one.name.as_str(), one.kind)).collect();
    assert_eq!(names, [("bulk-sms", "webhook"), ("other", "webhook")]);
    let opened = countersign_app::operate::providers::channels(
        countersign_server::open::channel_settings(&config),
        World::of_the_system().entropy,
    )
    .expect("channels");
    let named: Vec<_> = opened.iter().map(|channel| channel.name().to_owned()).collect();
    assert_eq!(named, ["bulk-sms", "other"]);
}

#[test]
fn a_trunk_is_refused_by_the_setting_that_is_wrong() {
    let trunk = "[[providers]]\nname = \"trunk\"\nkind = \"sip\"\nhost = \"sip.example.net\"\n";
    let known = "sign_in_name = \"shop\"\npassword = \"hunter2\"\n";
    let config = load(&format!("{trunk}{known}"), &[]).expect("enough for most trunks");
    assert!(!format!("{:?}", config.providers).contains("hunter2"));
    let alone = format!("{trunk}register = false\naccount = \"4930\"\nspeech = []\n");
    assert!(load(&alone, &[]).is_ok(), "a trunk that knows us by our address");
    for (lines, says) in [
        ("", "account is missing, and so is sign_in_name"),
        ("sign_in_name = \"shop\"\n", "password is missing beside sign_in_name"),
        ("account = \"4930\"\npassword = \"x\"\n", "sign_in_name is missing beside password"),
        ("account = \"4930\"\n", "register takes sign_in_name and password"),
        ("register = \"yes\"\n", "register must be true or false"),
        ("ring_seconds = 36\n", "ring_seconds must be a whole number, 10 to 35"),
        ("calls_at_once = 0\n", "calls_at_once must be"),
        ("number_format = \"e164\"\n", "plus, digits, double-zero"),
        ("local = \"10.0.0.5\"\n", "an address and a port"),
        ("public_address = \"here\"\n", "public_address cannot be used"),
        ("rtp_ports = \"20100-20000\"\n", "the second above the first"),
        ("speech = \"espeak-ng\"\n", "no list of texts that begins with a program"),
        ("speech = [\"\"]\n", "no list of texts that begins with a program"),
    ] {
        let known = if lines.contains("account") || lines.contains("sign_in") || lines.is_empty() {
            ""
        } else {
            known
        };
        let words = refused(&format!("{trunk}{known}{lines}"));
        assert!(words.contains("provider trunk: ") && words.contains(says), "{lines}: {words}");
        assert!(!words.contains("hunter2"), "{words}");
    }
}

#[test]
fn a_wrong_entry_is_refused_with_its_line_and_the_fix() {
    let secret = format!("secret = \"{SECRET}\"\n");
    for (lines, place, says, fix) in [
        (format!("{secret}timeout_seconds = 0\n"), "6:19", "timeout_seconds must be", "1 to 60"),
        (format!("{secret}carries = [\"totp\"]\n"), "6:11", "no delivered method", "sms, call"),
        (format!("{secret}carries = 1\n"), "6:11", "list of methods", "sms, call"),
        (format!("{secret}tiemout = 1\n"), "6:11", "unknown setting tiemout", "timeout_seconds"),
        (String::new(), "1:1", "secret is missing", "whsec_"),
        (format!("{secret}secret_file = \"x\"\n"), "5:10", "keep one of them", "whsec_"),
    ] {
        let words = refused(&format!("{GATEWAY}{lines}"));
        assert!(
            words.starts_with(&format!("countersign.toml:{place}: provider bulk-sms")),
            "{words}"
        );
        assert!(words.contains(says) && words.contains(fix), "{words}");
    }
    for (text, says) in [
        ("[[providers]]\nkind = \"webhook\"\n", "needs a name"),
        ("[[providers]]\nname = \"Bulk\"\nkind = \"webhook\"\n", "needs a name"),
        ("[[providers]]\nname = \"a\"\nkind = \"pigeon\"\n", "no known kind"),
        ("[providers]\nname = \"a\"\n", "countersign.toml:1"),
    ] {
        let words = refused(text);
        assert!(words.contains(says) && words.contains("fix:"), "{words}");
    }
}

#[test]
fn two_providers_never_have_one_name() {
    let full = format!("{GATEWAY}secret = \"{SECRET}\"\n");
    let words = refused(&format!("{full}{full}"));
    assert!(words.contains("name is another provider's already"), "{words}");
    let simple = format!(
        "[channels.webhook]\nurl = \"https://a.example\"\nsecret = \"{SECRET}\"\n{}",
        full.replace("bulk-sms", "webhook")
    );
    assert!(refused(&simple).contains("another provider's already"));
}

/// Secrets come by the environment too, and a variable that speaks of nothing is no silent loss.
#[test]
fn the_environment_speaks_of_providers_by_their_name() {
    let said = [("COUNTERSIGN_PROVIDERS__BULK_SMS__SECRET", SECRET)];
    let config = load(GATEWAY, &said).expect("a secret");
    assert_eq!(config.providers.len(), 1);
    for (variable, says) in [
        ("COUNTERSIGN_PROVIDERS__BULKSMS__SECRET", "no such provider"),
        ("COUNTERSIGN_PROVIDERS__BULK_SMS__SECRETT", "no setting secrett"),
        ("COUNTERSIGN_PROVIDERS__BULK_SMS", "no setting"),
    ] {
        let words = load(GATEWAY, &[said[0], (variable, "48291137")]).expect_err(variable);
        assert!(words.contains(variable) && words.contains(says), "{words}");
        assert!(!words.contains("48291137"), "{words}");
    }
    let words =
        load(GATEWAY, &[said[0], ("COUNTERSIGN_PROVIDERS__BULK_SMS__TIMEOUT_SECONDS", "x")])
            .expect_err("no number");
    assert!(
        words.starts_with("environment variable COUNTERSIGN_PROVIDERS__BULK_SMS__TIMEOUT"),
        "{words}"
    );
}

/// CS-AUD-02
#[test]
fn secrets_of_providers_are_not_repeated() {
    for line in ["secret = 48291137", "secret = [\"48291137\"]", "secret_file = 48291137"] {
        let words = refused(&format!("{GATEWAY}{line}\n"));
        assert!(!words.contains("48291137"), "{words}");
    }
    let config = load(&format!("{GATEWAY}secret = \"{SECRET}\"\n"), &[]).expect("a provider");
    let shown = format!("{config:?}{}", countersign_server::config::summary(&config));
    assert!(!shown.contains("c2VjcmV0") && !shown.contains("gateway.example"), "{shown}");
    assert!(shown.contains("bulk-sms (webhook)"), "{shown}");
}

#[test]
fn every_setting_of_every_kind_says_what_is_allowed() {
    for kind in KINDS {
        assert!(!kind.says.is_empty());
        for setting in kind.settings {
            assert!(!setting.bounds.is_empty() && !setting.says.is_empty(), "{}", setting.path);
            assert!(!setting.path.contains('.'), "{}", setting.path);
        }
    }
}
