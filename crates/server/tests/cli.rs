//! The command line, run as the binary it is.

use std::io::Write as _;
use std::process::{Command, Output};

use countersign_app::signing::{PublicKey, PublicKeys, ReceiptClaims, Signer};
use countersign_core::Timestamp;
use tempfile::TempDir;

#[path = "process/running.rs"]
#[expect(dead_code, reason = "shared with the tests of the running process, which use more of it")]
mod running;

use running::{Serving, countersign, err, free_port, out, set_up};

/// CS-CRY-02: the key file is its owner's, holds random keys, and is never overwritten.
#[test]
fn init_writes_a_configuration_and_keys_once() {
    use std::os::unix::fs::PermissionsExt as _;
    let (one, two) = (set_up(), set_up());
    let keys = |folder: &TempDir| folder.path().join("countersign.keys");
    let mode = std::fs::metadata(keys(&one)).expect("the key file").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let read = |folder: &TempDir| std::fs::read_to_string(keys(folder)).expect("text");
    assert_ne!(read(&one), read(&two));
    let before = read(&one);
    let again = countersign(one.path(), &["init"]);
    assert!(!again.status.success() && err(&again).contains("not overwritten"), "{}", err(&again));
    assert_eq!(before, read(&one));
}

/// CS-CRY-02
#[test]
fn keys_that_others_can_read_or_that_are_samples_stop_the_start() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = set_up();
    let keys = folder.path().join("countersign.keys");
    std::fs::set_permissions(&keys, std::fs::Permissions::from_mode(0o644)).expect("a mode");
    let refused = countersign(folder.path(), &["migrate"]);
    assert!(!refused.status.success() && err(&refused).contains("chmod 600"), "{}", err(&refused));
    std::fs::set_permissions(&keys, std::fs::Permissions::from_mode(0o600)).expect("a mode");
    for text in [
        "",
        "epoch 1\nkey k1 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\nindex AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n",
        "epoch 1\nkey k1 short\n",
    ] {
        std::fs::write(&keys, text).expect("written");
        assert!(!countersign(folder.path(), &["migrate"]).status.success(), "{text}");
    }
}

/// CS-OPS-02
#[test]
fn check_config_prints_the_policy_or_what_is_wrong() {
    let folder = set_up();
    let fine = countersign(folder.path(), &["check-config"]);
    assert!(
        fine.status.success() && out(&fine).contains("policy.window = 600 s"),
        "{}",
        out(&fine)
    );
    let mut file = std::fs::OpenOptions::new();
    let mut file =
        file.append(true).open(folder.path().join("countersign.toml")).expect("the file");
    file.write_all(b"\n[portal]\nname = \"twice\"\n").expect("written");
    let wrong = countersign(folder.path(), &["check-config"]);
    assert_eq!(wrong.status.code(), Some(1));
    assert!(err(&wrong).contains("countersign.toml:"), "{}", err(&wrong));
    let missing = countersign(folder.path(), &["--config", "elsewhere.toml", "check-config"]);
    assert!(err(&missing).contains("countersign init"), "{}", err(&missing));
}

#[test]
fn doctor_says_what_is_well_and_what_to_mend() {
    let folder = set_up();
    let seen = countersign(folder.path(), &["doctor"]);
    let text = out(&seen);
    for line in [
        "ok    keys: ",
        "ok    database: ",
        "ok    clock: ",
        "FAIL  channels: none is set up\n      fix: ",
    ] {
        assert!(text.contains(line), "{text}");
    }
    assert_eq!(seen.status.code(), Some(1));
    let list: serde_json::Value =
        serde_json::from_slice(&countersign(folder.path(), &["doctor", "--json"]).stdout)
            .expect("JSON");
    assert!(
        list.as_array().is_some_and(|findings| findings
            .iter()
            .any(|f| f["part"] == "clock" && f["ok"] == true))
    );
}

#[test]
fn doctor_tries_every_provider_by_its_name() {
    let folder = set_up();
    let (path, port) = (folder.path().join("countersign.toml"), free_port());
    let settings = std::fs::read_to_string(&path).expect("settings");
    let settings = format!(
        "{settings}\n[[providers]]\nname = \"sms-one\"\nkind = \"smpp\"\nhost = \"127.0.0.1\"\nport = {port}\n\
         security = \"dangerous-plaintext-in-a-tunnel\"\nsystem_id = \"esme\"\npassword = \"48291137\"\n\
         sender = \"Nordstroem\"\n"
    );
    std::fs::write(&path, settings).expect("written");
    let text = out(&countersign(folder.path(), &["doctor"]));
    let line = "FAIL  channel sms-one: the SMS centre cannot be reached\n      fix: ";
    assert!(text.contains(line) && !text.contains("48291137"), "{text}");
}

/// CS-API-01: shown once, bounded, and not in the database.
#[test]
fn an_api_key_is_printed_once_and_stored_hashed() {
    let folder = set_up();
    let made = countersign(
        folder.path(),
        &["api-key", "create", "--name", "portal", "--scope", "orders:read", "--json"],
    );
    let key: serde_json::Value =
        serde_json::from_slice(&made.stdout).unwrap_or_else(|_| panic!("{}", err(&made)));
    let secret = key["key"].as_str().expect("a key");
    assert!(secret.starts_with("csk_") && secret.len() >= 47);
    for file in ["countersign.db", "countersign.db-wal"] {
        let bytes = std::fs::read(folder.path().join(file)).unwrap_or_default();
        assert!(!bytes.windows(secret.len()).any(|part| part == secret.as_bytes()), "{file}");
    }
    for args in [
        &["--name", "p", "--scope", "everything"][..],
        &["--name", "p"],
        &["--name", "", "--scope", "orders:read"],
        &["--name", "p", "--scope", "orders:read", "--expires-days", "366"],
        &["--name", "p", "--scope", "orders:read", "--expires-days", "0"],
    ] {
        let refused = countersign(folder.path(), &[&["api-key", "create"][..], args].concat());
        assert!(!refused.status.success(), "{args:?}");
    }
}

/// A key that leaked is ended by its id, which is no secret; the list says so and never shows a key.
#[test]
fn api_keys_are_listed_and_revoked() {
    let folder = set_up();
    let create = ["api-key", "create", "--name", "portal", "--scope", "orders:read", "--json"];
    let made: serde_json::Value =
        serde_json::from_slice(&countersign(folder.path(), &create).stdout).expect("JSON");
    let (id, secret) = (made["id"].as_str().expect("an id"), made["key"].as_str().expect("a key"));
    let list = || countersign(folder.path(), &["api-key", "list", "--json"]);
    let state = |listed: &Output| -> String {
        let key: serde_json::Value = serde_json::from_slice(&listed.stdout).expect("one line");
        assert_eq!(key["id"], id);
        key["state"].as_str().expect("a state").to_owned()
    };
    let listed = list();
    assert!(!String::from_utf8_lossy(&listed.stdout).contains(secret));
    assert_eq!(state(&listed), "usable");
    assert!(countersign(folder.path(), &["api-key", "revoke", id]).status.success());
    assert_eq!(state(&list()), "revoked");
    let again = countersign(folder.path(), &["api-key", "revoke", id]);
    assert!(!again.status.success() && err(&again).contains("api-key list"), "{}", err(&again));
}

fn claims() -> ReceiptClaims {
    serde_json::from_value(serde_json::json!({
        "iss": "https://confirm.example", "aud": "portal", "jti": "rcp_1", "iat": 1_900_000_000,
        "order": "ord_1", "digest": "00", "action": "restore-snapshot", "title": "Restore snapshot",
        "object": "web-1", "person": "per_1", "method": "sms", "authorised_at": "2030-03-17T17:46:40Z",
    }))
    .expect("claims")
}

/// CS-ORD-12: offline, with exit codes a script can use.
#[test]
fn a_receipt_is_verified_offline() {
    let folder = tempfile::tempdir().expect("a folder");
    let signer = Signer::from_seed(&[9; 32]).expect("a signer");
    let keys = |from: i64, to: Option<i64>| PublicKeys {
        keys: vec![PublicKey::ed25519(
            signer.kid(),
            signer.public_key(),
            Timestamp::from_ms(from),
            to.map(Timestamp::from_ms),
        )],
    };
    let write =
        |name: &str, text: &str| std::fs::write(folder.path().join(name), text).expect("written");
    let receipt = signer.sign(&claims()).expect("a receipt");
    write("receipt.jws", &format!("{receipt}\n"));
    write("keys.json", &serde_json::to_string(&keys(0, None)).expect("JSON"));
    let verify = |args: &[&str]| {
        countersign(
            folder.path(),
            &[&["receipt", "verify", "receipt.jws", "--keys", "keys.json"][..], args].concat(),
        )
    };
    let fine = verify(&["--audience", "portal"]);
    assert_eq!(fine.status.code(), Some(0), "{}", err(&fine));
    assert!(
        out(&fine).starts_with("valid\n") && out(&fine).contains("Restore snapshot, web-1"),
        "{}",
        out(&fine)
    );
    let json: serde_json::Value =
        serde_json::from_slice(&verify(&["--json"]).stdout).expect("JSON");
    assert_eq!((&json["valid"], &json["claims"]["order"]), (&true.into(), &"ord_1".into()));
    assert_eq!(verify(&["--audience", "another"]).status.code(), Some(2));

    let (head, tail) = receipt.rsplit_once('.').expect("a signature");
    for forged in [
        format!("{head}.{}", tail.chars().rev().collect::<String>()),
        receipt.replacen('.', ".e", 1),
        head.to_owned(),
        Signer::from_seed(&[8; 32]).expect("a signer").sign(&claims()).expect("another's"),
        String::new(),
    ] {
        write("receipt.jws", &forged);
        assert_eq!(verify(&[]).status.code(), Some(2), "{forged}");
    }
    write("receipt.jws", &receipt);
    for (from, to) in [(1_900_000_001_000, None), (0, Some(1_899_999_999_000))] {
        write("keys.json", &serde_json::to_string(&keys(from, to)).expect("JSON"));
        assert_eq!(verify(&[]).status.code(), Some(2), "outside the key's time");
    }
    write("keys.json", "no JSON");
    assert_eq!(verify(&[]).status.code(), Some(1));
}

/// No secret in any output: key, password, code and body stay out of the log at its loudest.
#[test]
fn it_serves_stops_when_asked_and_logs_no_secret() {
    let folder = set_up();
    let made =
        countersign(folder.path(), &["api-key", "create", "--name", "portal", "--scope", "all"]);
    let key = out(&made).trim().to_owned();
    let serving = Serving::begin(
        &folder,
        &[("COUNTERSIGN_LOG__LEVEL", "trace"), ("COUNTERSIGN_LOG__FORMAT", "json")],
    );
    let body = r#"{"email":"mara.secret@example.com","name":"Mara Geheim","password":"correct horse 4711"}"#;
    let post = |path: &str, key: &str, body: &str| {
        serving.ask(&format!(
            "POST {path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {key}\r\nIdempotency-Key: idem-4712\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        ))
    };
    assert!(post("/v1/persons", &key, body).starts_with("HTTP/1.1 201 "));
    assert!(
        post("/v1/persons?password=query-4713", &key, "{\"password\":48291137}")
            .starts_with("HTTP/1.1 400 ")
    );
    assert!(post("/v1/persons", "csk_wrong-key-4714", body).starts_with("HTTP/1.1 401 "));
    let (code, log) = serving.stop();
    assert_eq!(code, Some(0), "{log}");
    for line in log.lines() {
        assert!(serde_json::from_str::<serde_json::Value>(line).is_ok(), "no JSON: {line}");
    }
    assert!(log.contains("\"route\":\"/v1/persons\""), "{log}");
    for secret in [
        key.as_str(),
        "mara.secret",
        "Geheim",
        "4711",
        "idem-4712",
        "query-4713",
        "48291137",
        "wrong-key",
    ] {
        assert!(!log.contains(secret), "{secret} is in the log: {log}");
    }
}

#[test]
fn a_backup_is_taken_while_it_serves() {
    let folder = set_up();
    let serving = Serving::begin(&folder, &[]);
    let taken = countersign(folder.path(), &["backup", "copy.db"]);
    assert!(taken.status.success(), "{}", err(&taken));
    assert!(!countersign(folder.path(), &["backup", "copy.db"]).status.success(), "overwritten");
    let second = Command::new(env!("CARGO_BIN_EXE_countersign"))
        .current_dir(folder.path())
        .arg("serve")
        .env("COUNTERSIGN_SERVER__LISTEN", "127.0.0.1:0")
        .output()
        .expect("the binary runs");
    assert!(!second.status.success(), "two processes serve one file");
    assert_eq!(serving.stop().0, Some(0));
    assert!(folder.path().join("copy.db").exists());
}

fn person(serving: &Serving, key: &str, number: usize) -> String {
    let name = "x".repeat(200);
    let body = format!("{{\"email\":\"p{number}@example.com\",\"name\":\"{name}\"}}");
    serving.ask(&format!(
        "POST /v1/persons HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {key}\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    ))
}

/// A full disk: a clear problem, a log line that names the cause, nothing lost and nothing half done.
#[test]
fn a_full_disk_refuses_writes_and_loses_nothing() {
    let folder = set_up();
    let made = countersign(folder.path(), &["api-key", "create", "--name", "p", "--scope", "all"]);
    let key = out(&made).trim().to_owned();
    let serving = Serving::begin_on_a_full_disk(&folder, 1_024);
    let mut registered = Vec::new();
    let refused = (0..200)
        .map(|number| person(&serving, &key, number))
        .find(|answer| {
            let id = answer.split("\"id\":\"").nth(1).and_then(|rest| rest.split('"').next());
            registered.extend(id.map(str::to_owned));
            !answer.starts_with("HTTP/1.1 201 ")
        })
        .expect("the disk is full in the end");
    assert!(refused.starts_with("HTTP/1.1 503 "), "{refused}");
    assert!(refused.contains("retry-after") && !refused.contains("sqlite"), "{refused}");
    assert!(person(&serving, &key, 500).starts_with("HTTP/1.1 503 "));
    let get = |serving: &Serving, path: &str| {
        serving.ask(&format!("GET {path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {key}\r\nConnection: close\r\n\r\n"))
    };
    assert!(get(&serving, "/healthz").starts_with("HTTP/1.1 200 "));
    let (_, log) = serving.stop();
    let id =
        refused.split("x-request-id: ").nth(1).and_then(|rest| rest.lines().next()).expect("an id");
    let line =
        log.lines().find(|line| line.contains(id) && line.contains("\"ERROR\"")).expect("a line");
    assert!(line.contains("\"cause\":\"store-"), "{line}");

    let serving = Serving::begin(&folder, &[]);
    assert!(registered.len() > 5, "{}", registered.len());
    for id in &registered {
        let answer = get(&serving, &format!("/v1/persons/{id}"));
        assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    }
    assert!(person(&serving, &key, 999).starts_with("HTTP/1.1 201 "));
    assert_eq!(serving.stop().0, Some(0));
}
