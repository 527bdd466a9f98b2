//! Imports point one way, and a third-party crate is named only where its work belongs.

use std::collections::BTreeSet;
use std::process::Command;

use serde_json::Value;

/// What each crate of ours may import of ours; dev-dependencies may add the testkit.
const ROOMS: &[(&str, &[&str])] = &[
    ("countersign-core", &[]),
    ("countersign-store", &["countersign-core"]),
    ("countersign-channels", &["countersign-core"]),
    ("countersign-app", &["countersign-core", "countersign-store", "countersign-channels"]),
    ("countersign-server", &["countersign-core", "countersign-app"]),
    ("countersign-testkit", &["countersign-core", "countersign-store", "countersign-channels"]),
    ("demo", &["countersign-server"]),
];

/// Third-party crate, and the only rooms that may name it. What stands in no line may be named by nobody.
const GUESTS: &[(&str, &[&str])] = &[
    // decides
    ("rlibphonenumber", &["core"]),
    ("sha1", &["core", "channels"]),
    ("zxcvbn", &["core"]),
    ("subtle", &["core", "server"]),
    // remembers
    ("sqlx", &["store"]),
    ("rusqlite", &["store"]),
    ("chacha20poly1305", &["store"]),
    ("hkdf", &["store"]),
    // sends
    ("lettre", &["channels"]),
    // Digest of old telephone systems; nothing of ours hangs on it.
    ("md-5", &["channels"]),
    ("futures-util", &["channels", "server"]),
    ("rustls-native-certs", &["channels"]),
    ("tokio-rustls", &["channels"]),
    ("reqwest", &["channels", "testkit", "demo"]),
    // joins
    ("argon2", &["app"]),
    ("aws-lc-rs", &["app"]),
    ("jsonwebtoken", &["app", "demo"]),
    // speaks
    ("askama", &["server", "demo"]),
    ("fast_qr", &["server"]),
    ("csv", &["server"]),
    ("indicatif", &["server"]),
    ("axum", &["server", "demo"]),
    ("axum-extra", &["demo"]),
    ("clap", &["server", "demo"]),
    ("anyhow", &["server", "demo"]),
    ("jiff", &["channels", "app", "server", "demo"]),
    ("rand", &["server", "demo"]),
    ("fluent-bundle", &["server"]),
    ("fluent-langneg", &["server"]),
    ("unic-langid", &["server"]),
    ("http", &["server"]),
    ("hyper", &["server"]),
    ("hyper-util", &["server"]),
    ("metrics-exporter-prometheus", &["server"]),
    // Keeps a terminal from showing a password.
    ("rustix", &["server"]),
    ("rustls", &["channels", "server"]),
    ("toml", &["server"]),
    ("tower", &["server"]),
    ("tower-http", &["server"]),
    ("tracing-subscriber", &["server"]),
    ("url", &["channels", "server"]),
    ("utoipa", &["server"]),
    ("utoipa-axum", &["server"]),
    // in several rooms; never serde, tokio, randomness or a clock in core
    ("data-encoding", &["core", "store", "channels", "app", "server", "testkit", "demo"]),
    ("hmac", &["core", "store", "channels", "app", "server", "demo"]),
    ("sha2", &["core", "store", "channels", "app", "server", "demo"]),
    ("thiserror", &["core", "store", "channels", "app", "server"]),
    ("zeroize", &["core", "store", "channels", "app"]),
    ("metrics", &["app", "server"]),
    ("secrecy", &["channels", "server"]),
    ("serde", &["channels", "app", "server", "demo"]),
    ("serde_path_to_error", &["server"]),
    ("serde_json", &["channels", "app", "server", "testkit", "demo"]),
    ("tokio", &["store", "channels", "app", "server", "testkit", "demo"]),
    ("tracing", &["store", "channels", "app", "server", "demo"]),
    // tests
    ("insta", &[]),
    // Reads back the pictures that tests find in pages.
    ("rqrr", &[]),
    ("proptest", &[]),
    ("standardwebhooks", &[]),
    ("tempfile", &["testkit"]),
    // Stands in the demo for an app in the pocket of its owner.
    ("totp-rs", &["demo"]),
];

/// Within a room, the only files that name a guest: (room's folder, name in code, files).
const CORNERS: &[(&str, &str, &[&str])] = &[
    ("crates/store/src", "sqlx", &["db.rs", "db/"]),
    ("crates/store/src", "rusqlite", &["db.rs", "db/"]),
    ("crates/store/src", "chacha20poly1305", &["sealed.rs"]),
    ("crates/channels/src", "lettre", &["smtp.rs", "smtp/"]),
    ("crates/channels/src", "md5", &["sip/digest.rs"]),
    ("crates/channels/src", "reqwest", &["http.rs", "http/"]),
    ("crates/channels/src", "tokio_rustls", &["tls.rs"]),
    ("crates/app/src", "jsonwebtoken", &["signing.rs"]),
    ("crates/server/src", "toml", &["config.rs", "config/"]),
];

/// core <- store, channels <- app <- server; the demo only starts the server.
#[test]
fn imports_point_one_way() {
    let mut wrong = Vec::new();
    for package in packages() {
        let name = text(&package, "name");
        let Some((_, allowed)) = ROOMS.iter().find(|(room, _)| *room == name) else {
            wrong.push(format!("{name} is in no line of ROOMS"));
            continue;
        };
        for dependency in dependencies(&package) {
            let (target, dev) = (text(&dependency, "name"), text(&dependency, "kind") == "dev");
            let ours = ROOMS.iter().any(|(room, _)| *room == target);
            let is_testkit = target == "countersign-testkit";
            if ours && !(allowed.contains(&target.as_str()) || dev && is_testkit) {
                wrong.push(format!("{name} imports {target}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// A third-party name stands in the rooms of its line and nowhere else. Tests may borrow any guest of the house.
#[test]
fn guests_stay_in_their_rooms() {
    let mut wrong = BTreeSet::new();
    for package in packages() {
        let name = text(&package, "name");
        let room = name.trim_start_matches("countersign-");
        for dependency in dependencies(&package) {
            let (guest, dev) = (text(&dependency, "name"), text(&dependency, "kind") == "dev");
            if ROOMS.iter().any(|(room, _)| *room == guest) {
                continue;
            }
            match GUESTS.iter().find(|(known, _)| *known == guest) {
                None => wrong.insert(format!("{name}: {guest} stands in no line of GUESTS")),
                Some((_, rooms)) if !dev && !rooms.contains(&room) => {
                    wrong.insert(format!("{name} names {guest}, which belongs to {rooms:?}"))
                }
                Some(_) => false,
            };
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The testkit can move clocks and open sinks: product code never names it.
#[test]
fn only_tests_name_the_testkit() {
    let strangers: Vec<String> = crate::texts(&["crates", "demo"], &[".rs"])
        .into_iter()
        .filter(|(path, _)| path.contains("/src/") && !path.starts_with("crates/testkit/"))
        .filter(|(_, text)| before_tests(text).contains("countersign_testkit"))
        .map(|(path, _)| path)
        .collect();
    assert!(strangers.is_empty(), "{strangers:#?}");
}

/// A driver, a cipher or a signing library is named in one file, so that it can be changed there.
#[test]
fn some_guests_keep_to_one_file() {
    let mut wrong = Vec::new();
    for (folder, guest, files) in CORNERS {
        for (path, text) in crate::texts(&[folder], &[".rs"]) {
            let names = before_tests(&text)
                .lines()
                .filter(|line| !line.trim_start().starts_with("//"))
                .any(|line| line.contains(&format!("{guest}::")));
            let at_home = files.iter().any(|file| path.starts_with(&format!("{folder}/{file}")));
            if names && !at_home {
                wrong.push(format!("{path} names {guest}; only {files:?} may"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

fn before_tests(text: &str) -> &str {
    text.split("#[cfg(test)]").next().unwrap_or(text)
}

fn packages() -> Vec<Value> {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let output = Command::new(cargo)
        .args(["metadata", "--no-deps", "--format-version", "1", "--offline"])
        .current_dir(crate::root())
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("cargo speaks JSON");
    metadata["packages"].as_array().expect("packages").clone()
}

fn dependencies(package: &Value) -> Vec<Value> {
    package["dependencies"].as_array().expect("dependencies").clone()
}

/// A text member; "" where it is null, as the kind of a normal dependency is.
fn text(value: &Value, member: &str) -> String {
    value[member].as_str().unwrap_or_default().to_owned()
}
