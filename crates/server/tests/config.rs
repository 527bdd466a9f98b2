//! The configuration: every setting documented, every wrong one refused with its place and the fix.

use std::path::Path;

use countersign_core::policy::Policy;
use secrecy::ExposeSecret as _;

use countersign_server::config::{self, Config, settings::settings};

fn load(text: &str, environment: &[(&str, &str)]) -> Result<Config, String> {
    let environment =
        environment.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Config::parse(Path::new("countersign.toml"), text, environment)
        .map_err(|refused| refused.to_string())
}

fn refused(text: &str) -> String {
    load(text, &[]).expect_err(text)
}

/// CS-OPS-02: the defaults are the design's.
#[test]
fn an_empty_file_means_the_defaults_of_the_core() {
    let mut policy = load("", &[]).expect("defaults").policy;
    // The names that passwords are not made of are the configuration's own.
    assert_eq!(policy.passwords.words, ["Example", "Customer Center", "Customer portal"]);
    policy.passwords.words.clear();
    assert_eq!(policy, Policy::default());
}

/// CS-OPS-02
#[test]
fn a_number_out_of_bounds_stops_the_start_with_its_line_and_the_fix() {
    let text = "[server]\nlisten = \"127.0.0.1:1\"\n\n[policy]\n  code_minutes = 11\n";
    let words = refused(text);
    assert!(
        words.starts_with("countersign.toml:5:18: policy.code_minutes is 11 min, but must be"),
        "{words}"
    );
    assert!(words.contains("fix: write 1 to 10"), "{words}");
    for line in [
        "order_minutes = 4",
        "order_minutes = 61",
        "window_seconds = 0",
        "window_seconds = -1",
        "window_seconds = 601",
        "code_minutes = 1000000000",
        "code_tries = 0",
        "code_tries = 1000",
        "order_tries = 4",
        "send_spacing_seconds = 29",
        "new_number_hours = 1",
        "sends_per_day = 9223372036854775807",
    ] {
        let words = refused(&format!("[policy]\n{line}\n"));
        assert!(words.starts_with("countersign.toml:2:"), "{line}: {words}");
    }
}

/// CS-OPS-02: one start shows everything that is wrong.
#[test]
fn all_wrong_settings_are_shown_at_once() {
    let words = refused(
        "[brand]\nshort_name = \"far too long a name\"\n[policy]\ncode_tries = 9\n[log]\nlevel = \"loud\"\n",
    );
    for part in
        ["toml:2:14: brand.short_name", "toml:4:14: policy.code_tries", "toml:6:9: log.level"]
    {
        assert!(words.contains(part), "{words}");
    }
}

#[test]
fn an_unknown_setting_names_its_nearest_neighbour() {
    let words = refused("[server]\nlsten = \"127.0.0.1:1\"\n");
    assert!(words.starts_with("countersign.toml:2:1: unknown setting server.lsten"), "{words}");
    assert!(words.contains("did you mean server.listen?"), "{words}");
    let words = load("", &[("COUNTERSIGN_POLICY__CODE_MINUTS", "5")]).expect_err("unknown");
    assert!(words.contains("did you mean COUNTERSIGN_POLICY__CODE_MINUTES?"), "{words}");
}

/// CS-OPS-01: there is no switch for tests.
#[test]
fn names_that_sound_like_a_test_mode_are_refused() {
    for (name, value) in [
        ("COUNTERSIGN_SERVER__DEBUG", "1"),
        ("COUNTERSIGN_POLICY__FIXED_CODE", "000000"),
        ("COUNTERSIGN_TEST__CLOCK", "0"),
    ] {
        assert!(load("", &[(name, value)]).is_err(), "{name}");
    }
    assert!(load("[policy]\nstep_up = false\n", &[]).is_err());
}

#[test]
fn the_environment_wins_and_is_named_when_it_is_wrong() {
    let file = "[server]\nlisten = \"127.0.0.1:1\"\n[policy]\ncode_tries = 2\n";
    let config = load(
        file,
        &[
            ("COUNTERSIGN_SERVER__LISTEN", "127.0.0.1:2"),
            ("COUNTERSIGN_SERVER__TRUSTED_PROXIES", "10.0.0.0/8, ::1"),
            ("COUNTERSIGN_BRAND__SHORT_NAME", "123"),
            ("HOME", "/root"),
            ("COUNTERSIGN_DEMO_DATA", "x"),
        ],
    )
    .expect("a configuration");
    assert_eq!((config.listen.port(), config.policy.code_tries), (2, 2));
    assert_eq!((config.trusted_proxies.len(), config.brand.short_name.as_str()), (2, "123"));
    let words = load(file, &[("COUNTERSIGN_POLICY__CODE_TRIES", "6")]).expect_err("out of bounds");
    assert!(
        words.starts_with(
            "environment variable COUNTERSIGN_POLICY__CODE_TRIES: policy.code_tries is 6"
        ),
        "{words}"
    );
    assert!(load(file, &[("COUNTERSIGN_POLICY__CODE_TRIES", "many")]).is_err());
}

/// No secret in any output.
#[test]
fn a_mistyped_secret_is_not_repeated() {
    for text in [
        "[channels.smtp]\npassword = 48291137\n",
        "[channels.smtp]\npassword = [\"48291137\"]\n",
        "[database]\nurl = \"mysql://root:48291137@db/x\"\n",
        "[channels.webhook]\nsecret = \"48291137\"\nsecret_file = \"x\"\n",
        "[channels.webhook]\nurl = \"https://x/48291137\"\n",
        "[brand]\nshort_name = 48291137\n",
        "[channels.smtp]\npassword = \"48291137\n",
    ] {
        let words = refused(text);
        assert!(!words.contains("48291137"), "{text}: {words}");
        assert!(words.contains("countersign.toml"), "{words}");
    }
    let config =
        load("[database]\nurl = \"postgres://u:48291137@db/x\"\n", &[]).expect("a configuration");
    assert!(!format!("{config:?}{}", config::summary(&config)).contains("48291137"));
}

#[test]
fn a_secret_may_lie_in_a_file_of_its_own() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("smtp"), "s3cret\n").expect("written");
    let text = "[channels.smtp]\nhost=\"mail.example.com\"\nfrom=\"a@example.com\"\nsign_in_name=\"u\"\npassword_file=\"smtp\"\n";
    let config = Config::parse(&folder.path().join("c.toml"), text, []).expect("a configuration");
    let (name, password) = config.smtp.expect("smtp").credentials.expect("a name and a password");
    assert_eq!((name.as_str(), password.expose_secret()), ("u", "s3cret"));
    let words = refused(text);
    assert!(
        words.contains("countersign.toml:5:15: channels.smtp.password_file cannot be read"),
        "{words}"
    );
}

#[test]
fn an_origin_is_written_as_browsers_write_it() {
    for origin in ["https://confirm.example.com", "http://127.0.0.1:8080", "http://localhost:1"] {
        assert!(
            load(&format!("[server]\npublic_origin = \"{origin}\"\n"), &[]).is_ok(),
            "{origin}"
        );
    }
    for origin in [
        "https://confirm.example.com/",
        "http://confirm.example.com",
        "https://Confirm.example.com",
        "confirm.example.com",
        "https://confirm.example.com:443",
        "",
    ] {
        assert!(
            load(&format!("[server]\npublic_origin = \"{origin}\"\n"), &[]).is_err(),
            "{origin}"
        );
    }
}

/// Every name the file takes is in the table, and every name in the table is taken.
#[test]
fn every_setting_is_documented() {
    let mut known = std::collections::BTreeSet::new();
    let mut sections = vec![String::new()];
    while let Some(section) = sections.pop() {
        for name in names_in(&section) {
            // What an entry of this list takes, its kind says: tests/providers.rs.
            if section.is_empty() && name == "providers" {
                continue;
            }
            let path = if section.is_empty() { name.clone() } else { format!("{section}.{name}") };
            if settings().any(|s| s.path == format!("{path}.*")) {
                known.insert(format!("{path}.*"));
            } else if settings().any(|s| s.path == path) {
                known.insert(path);
            } else if matches!(path.as_str(), "areas" | "orders.labels" | "rights") {
                sections.push(format!("{path}.*"));
            } else {
                assert!(
                    settings().any(|s| s.path.starts_with(&format!("{path}."))),
                    "{path} is not documented"
                );
                sections.push(path);
            }
        }
    }
    for setting in settings() {
        assert!(known.contains(setting.path), "{} is documented, but no setting", setting.path);
    }
}

/// What a section takes, as its own error lists it.
fn names_in(section: &str) -> Vec<String> {
    let head = if section.is_empty() {
        String::new()
    } else {
        format!("[{}]\n", section.replace('*', "any"))
    };
    let words = refused(&format!("{head}zzzzzzzzzzzzzzzz = 1\n"));
    let list = words
        .split_once("known here: ")
        .expect("a list")
        .1
        .trim_start_matches("one of ")
        .to_owned();
    list.split([',', ' '])
        .map(str::trim)
        .filter(|n| !n.is_empty() && *n != "or")
        .map(str::to_owned)
        .collect()
}

/// docs/operators/settings.md is made from the table.
#[test]
fn the_page_of_settings_is_up_to_date() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/operators/settings.md");
    let written = std::fs::read_to_string(&page).unwrap_or_default();
    assert!(
        written == config::markdown(),
        "run `countersign check-config --markdown > docs/operators/settings.md`"
    );
}

#[test]
fn the_sample_with_every_line_switched_on_is_a_configuration() {
    let sample = config::sample(&[]);
    assert!(load(&sample, &[]).is_ok());
    let on: String = sample
        .lines()
        // Files that are read at the check do not stand beside this one; a gateway is told JSON or a form.
        .filter(|line| {
            let left_out = ["_file = ", "* = ", "logo", "root_certificate", "form = ", "routes = "];
            !left_out.iter().any(|part| line.contains(part))
        })
        .map(|line| match line.strip_prefix("# ") {
            Some(rest) if rest.starts_with('[') || is_assignment(rest) => rest.replace("whsec_…", "whsec_c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0"),
            _ => line.to_owned(),
        } + "\n")
        .collect();
    let config = load(&on, &[]).expect("every example is allowed");
    assert!(config.smtp.is_some() && config.webhook.is_some());
    assert_eq!(config.providers.len(), config::providers::KINDS.len());
}

fn is_assignment(line: &str) -> bool {
    line.split_once(" = ")
        .is_some_and(|(name, _)| name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'))
}
