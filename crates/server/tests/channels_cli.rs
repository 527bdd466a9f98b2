//! `countersign channels …`: switches, routes and taps from the command line.

use std::path::Path;
use std::process::{Command, Output};

const CONFIG: &str = r#"
[database]
url = "sqlite:c.db"
[sending]
countries = ["DE"]
routes = "routes.toml"
[[providers]]
name = "bulk"
kind = "webhook"
url = "http://127.0.0.1:9/in"
secret = "whsec_c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0"
carries = ["sms"]
[[providers]]
name = "trunk"
kind = "webhook"
url = "http://127.0.0.1:9/in"
secret = "whsec_c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0"
carries = ["sms", "call"]
"#;
const ROUTES: &str = r#"
[[routes]]
method = "sms"
prefix = "+49"
providers = [{ name = "bulk", cost = "0.065" }, { name = "trunk", cost = "0.09" }]
[[prices]]
method = "sms"
prefix = "+49"
price = "0.10"
"#;

fn countersign(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_countersign"))
        .current_dir(folder)
        .args(args)
        .output()
        .expect("it runs")
}

fn done(folder: &Path, args: &[&str]) -> String {
    let seen = countersign(folder, args);
    let told = String::from_utf8_lossy(&seen.stderr).into_owned();
    assert!(seen.status.success(), "{args:?}: {told}");
    String::from_utf8(seen.stdout).expect("UTF-8")
}

fn refused(folder: &Path, args: &[&str]) -> String {
    let seen = countersign(folder, args);
    assert!(!seen.status.success(), "{args:?}");
    String::from_utf8(seen.stderr).expect("UTF-8")
}

fn set_up() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    done(folder.path(), &["init"]);
    std::fs::write(folder.path().join("countersign.toml"), CONFIG).expect("written");
    std::fs::write(folder.path().join("routes.toml"), ROUTES).expect("written");
    done(folder.path(), &["migrate"]);
    folder
}

#[test]
fn providers_are_listed_switched_and_routed() {
    let folder = set_up();
    let at = folder.path();
    let listed = done(at, &["channels", "list"]);
    assert!(listed.contains("bulk") && listed.contains("trunk"), "{listed}");
    let route = done(at, &["channels", "route", "sms", "+4915123456789"]);
    assert!(route.find("bulk") < route.find("trunk") && route.contains("costs 0.065"), "{route}");
    assert!(route.contains("pays 0.10 EUR"), "{route}");
    done(at, &["channels", "disable", "bulk"]);
    let rows: Vec<serde_json::Value> = done(at, &["channels", "list", "--json"])
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    assert_eq!((&rows[0]["name"], &rows[0]["state"]), (&"bulk".into(), &"off".into()));
    done(at, &["channels", "disable", "trunk"]);
    let route = done(at, &["channels", "route", "sms", "+4915123456789"]);
    assert!(route.contains("not served: provider-outage"), "{route}");
    done(at, &["channels", "enable", "bulk"]);
    done(at, &["channels", "enable", "trunk"]);
    let route = done(at, &["channels", "route", "sms", "+4915123456789"]);
    assert!(!route.contains("not served"), "{route}");
    // A country that is not on the list, a kind of number that gets no codes, and a method without a route.
    for (method, to, reason) in [
        ("sms", "+41791234567", "country-not-served"),
        ("sms", "+88213300000", "number-kind-refused"),
        ("call", "+4915123456789", ""),
    ] {
        let route = done(at, &["channels", "route", method, to]);
        assert_eq!(route.contains("not served"), !reason.is_empty(), "{route}");
        assert!(route.contains(reason), "{route}");
    }
    let words = refused(at, &["channels", "disable", "bulc"]);
    assert!(words.contains("no provider") && words.contains("channels list"), "{words}");
}

/// A message without a code, past the switch; what could not be reached says so.
#[test]
fn a_test_says_what_came_of_it() {
    let folder = set_up();
    let seen = countersign(folder.path(), &["channels", "test", "bulk", "sms", "+4915123456789"]);
    let text = String::from_utf8_lossy(&seen.stdout).into_owned();
    assert!(text.starts_with("put-off") && !seen.status.success(), "{text}");
    let listed = done(folder.path(), &["channels", "list"]);
    assert!(listed.contains("sms      DE  sent 0") && listed.contains("failed 1"), "{listed}");
    for args in [["bulk", "sms", "+41791234567"], ["bulk", "call", "+4915123456789"]] {
        let words = refused(folder.path(), &[&["channels", "test"][..], &args].concat());
        assert!(!words.contains("panicked"), "{words}");
    }
}

#[test]
fn routes_taps_and_numbers_answer_in_words() {
    let folder = set_up();
    let at = folder.path();
    assert!(done(at, &["channels", "reload"]).contains("1 routes and 1 prices"));
    std::fs::write(at.join("routes.toml"), "[[routes]]\nmethod = \"fax\"\nproviders = []\n")
        .expect("written");
    let words = refused(at, &["channels", "reload"]);
    assert!(words.contains("routes.toml:2:10") && words.contains("write sms"), "{words}");
    std::fs::write(at.join("routes.toml"), ROUTES).expect("written");
    assert!(refused(at, &["channels", "open-tap", "AT"]).contains("not closed"));
    assert!(done(at, &["channels", "stop", "sms", "+4915123456789"]).contains("Noted"));
    assert!(done(at, &["channels", "stop", "sms", "+4915123456789"]).contains("before"));
    assert!(done(at, &["channels", "start", "sms", "+4915123456789"]).contains("Noted"));
    assert!(refused(at, &["channels", "stop", "fax", "+4915123456789"]).contains("no method"));
}

/// CS-SMS-03: the operator is told that nothing goes to a phone, with the fix.
#[test]
fn doctor_says_that_no_country_is_named() {
    let folder = set_up();
    let config = CONFIG.replace("[\"DE\"]", "[]");
    std::fs::write(folder.path().join("countersign.toml"), config).expect("written");
    let seen = countersign(folder.path(), &["doctor"]);
    let text = String::from_utf8_lossy(&seen.stdout).into_owned();
    assert!(text.contains("FAIL  countries: none is named"), "{text}");
    assert!(text.contains("sending.countries"), "{text}");
}
