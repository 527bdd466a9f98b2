//! `countersign person import`: persons from the system before this one, on both databases.

use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use countersign_testkit::{TestDb, on_both_engines};
use serde_json::{Value, json};

use crate::running::{Serving, api_key, countersign, err, out, set_up};

const KEY: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
const PHC: &str = "$argon2id$v=19$m=7168,t=5,p=1$MDEyMzQ1Njc4OWFiY2RlZg$rwbqvbZJ0ihCt+3Kz10fpkMRQ+G9Bv202ItUb+oy2W0";

/// A folder whose configuration leads to this database.
fn folder_of(db: &TestDb) -> tempfile::TempDir {
    let folder = set_up();
    let keys = folder.path().join("countersign.keys");
    std::fs::write(&keys, &db.key_file).expect("written");
    std::fs::set_permissions(&keys, std::fs::Permissions::from_mode(0o600)).expect("a mode");
    let path = folder.path().join("countersign.toml");
    let text = std::fs::read_to_string(&path).expect("the file");
    let at = text.find("sqlite:countersign.db").expect("the usual database");
    std::fs::write(&path, text.replacen("sqlite:countersign.db", &db.url, 1)).expect("written");
    assert!(!text[..at].ends_with("# url = \""), "the setting is in force");
    folder
}

fn write(folder: &Path, name: &str, text: &str) {
    std::fs::write(folder.join(name), text).expect("written");
}

fn import(folder: &Path, args: &[&str]) -> Output {
    countersign(folder, &[&["person", "import"], args].concat())
}

/// What a report says, as places and reasons.
fn report(folder: &Path) -> Vec<(String, String, String)> {
    let text = std::fs::read_to_string(folder.join("report.jsonl")).expect("a report");
    let field = |line: &Value, name: &str| line[name].as_str().expect("text").to_owned();
    let lines = text.lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
    lines.map(|l| (field(&l, "place"), field(&l, "state"), field(&l, "why"))).collect()
}

/// The move from another system: who is refused is named by line and without a value, the same file can be given again.
#[test]
fn persons_are_brought_in_with_the_apps_they_use() {
    let folder = set_up();
    let key = KEY;
    let lines = [
        format!(r#"{{"email":"mara@example.com","name":"Mara","totp":"{key}"}}"#),
        r#"{"email":"no-address","name":"N","password":"leaking-secret-1"}"#.to_owned(),
        r#"{"email":"short@example.com","name":"S","totp":"GEZDGNBVGY3TQOJQ"}"#.to_owned(),
        r#"{"email":"leaking-secret-2","name":1}"#.to_owned(),
        "leaking-secret-3".to_owned(),
        r#"{"email":"hash@example.com","name":"H","password":"$argon2id$v=19$leaking-secret-4"}"#
            .to_owned(),
        r#"{"email":"MARA@example.com","name":"Other"}"#.to_owned(),
    ];
    let file = folder.path().join("persons.jsonl");
    std::fs::write(&file, lines.join("\n")).expect("written");
    let import = || import(folder.path(), &["persons.jsonl", "--json"]);
    let first = import();
    let told = err(&first);
    assert!(!first.status.success());
    let person: serde_json::Value = serde_json::from_slice(&first.stdout).expect("one person");
    assert_eq!(person["email"], "mara@example.com");
    for (line, why) in
        [(2, "email"), (3, "totp"), (4, "a field"), (5, "JSON"), (6, "hash"), (7, "same address")]
    {
        let named =
            told.lines().any(|l| l.starts_with(&format!("line {line}: ")) && l.contains(why));
        assert!(named, "line {line}: {told}");
    }
    assert!(!told.contains("leaking-secret") && !told.contains(key), "{told}");
    assert!(told.contains("1 brought in, 0 there already, 6 refused"), "{told}");
    assert!(err(&import()).contains("0 brought in, 1 there already, 6 refused"), "the same again");
    for file in ["countersign.db", "countersign.db-wal"] {
        let bytes = std::fs::read(folder.path().join(file)).unwrap_or_default();
        let holds = |part: &[u8]| bytes.windows(part.len()).any(|found| found == part);
        assert!(!holds(key.as_bytes()) && !holds(b"12345678901234567890"), "{file}");
    }
}

on_both_engines! {
    /// A dry run says what would become of everybody, and writes nothing; then all of it comes in, and what does not is in the report.
    async fn a_spreadsheet_is_looked_over_and_then_brought_in(db: TestDb) {
        let folder = folder_of(&db);
        let mut text = "email;name;sign_in_name;password_hash;password;phone;phone_confirmed_at\n".to_owned();
        for person in 0..40 {
            writeln!(text, "p{person}@example.com;Person {person};p{person};;;+49 1512 3456{person:03};2026-01-31T09:00:00Z")
                .expect("written");
        }
        writeln!(text, "hashed@example.com;Hanna;hanna;{PHC};;;").expect("written");
        writeln!(text, "plain@example.com;Paul;paul;;lantern-gravel-tide-58;;").expect("written");
        writeln!(text, "scrypt@example.com;Sam;sam;$scrypt$ln=15,r=8,p=1$c2FsdA$aGFzaA;;;").expect("written");
        writeln!(text, "weak@example.com;Wim;wim;;12345678;;").expect("written");
        write(folder.path(), "persons.csv", &text);
        write(folder.path(), "keys.csv", &format!(
            "p7@realm, TOTP0001, {KEY}, totp, 6\nhanna@realm,TOTP2,3132333435363738393031323334353637383930,TOTP,6,30\n\
             paul@realm,T3,{KEY},totp,8,30\nghost@realm,T4,{KEY},totp,6,30\np7@realm,H5,{KEY},hotp,6\n"
        ));
        let args = ["persons.csv", "--totp-keys", "keys.csv", "--report", "report.jsonl"];
        let dry = import(folder.path(), &[&args[..], &["--dry-run"]].concat());
        assert!(err(&dry).contains("42 would be brought in, 0 there already, 2 refused, 3 left out"), "{}", err(&dry));
        let told = report(folder.path());
        let real = import(folder.path(), &[&args[..], &["--json"]].concat());
        assert!(!real.status.success() && err(&real).contains("42 brought in, 0 there already, 2 refused, 3 left out"), "{}", err(&real));
        assert_eq!(out(&real).lines().count(), 42);
        assert_eq!(report(folder.path()), told, "what a dry run says is what happens");
        for (place, state, why) in [
            ("line 44", "refused", "argon2id"),
            ("line 45", "refused", "password"),
            ("keys.csv, line 3", "left-out", "six digits"),
            ("keys.csv, line 4", "left-out", "no file of persons"),
            ("keys.csv, line 5", "left-out", "by the time"),
        ] {
            assert!(
                told.iter().any(|(p, s, w)| p == place && s == state && w.contains(why)),
                "{place}: {told:?}"
            );
        }
        let again = import(folder.path(), &args);
        assert!(err(&again).contains("0 brought in, 42 there already, 2 refused"), "{}", err(&again));
        let texts = db.every_text();
        let with_app = texts.iter().filter(|text| *text == "totp").count();
        assert!(with_app >= 2, "both keys found their persons: {with_app}");
        let output = PHC.rsplit('$').next().expect("an output");
        for secret in [KEY, output, "3132333435363738393031323334353637383930"] {
            assert!(!texts.iter().any(|text| text.contains(secret)), "{secret}");
        }
    }

    /// An import that is killed in the middle loses nobody and doubles nobody when the same file is given again.
    async fn an_import_that_is_killed_is_taken_up_again(db: TestDb) {
        let folder = folder_of(&db);
        let persons = 1_500;
        let line = |n: usize| json!({"email": format!("p{n}@example.com"), "name": format!("Person {n}")}).to_string();
        write(folder.path(), "persons.jsonl", &(0..persons).map(line).collect::<Vec<_>>().join("\n"));
        let mut child = Command::new(env!("CARGO_BIN_EXE_countersign"))
            .current_dir(folder.path())
            .args(["person", "import", "persons.jsonl", "--json"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("it runs");
        let mut lines = BufReader::new(child.stdout.take().expect("a pipe")).lines();
        let before: Vec<String> = lines.by_ref().take(20).map(|line| line.expect("a line")).collect();
        child.kill().expect("killed");
        child.wait().expect("gone");
        let again = import(folder.path(), &["persons.jsonl"]);
        let told = err(&again);
        let counts: Vec<usize> = told.split(|c: char| !c.is_ascii_digit()).filter_map(|n| n.parse().ok()).collect();
        assert!(again.status.success(), "{told}");
        assert_eq!((counts[0] + counts[1], counts[2]), (persons, 0), "{told}");
        assert!(counts[1] >= before.len() && counts[0] > 0, "{told}");
    }
}

/// A realm of Keycloak's: who has an app and a password keeps them, and what cannot come along is said.
#[test]
fn a_realm_of_keycloak_comes_in_with_its_passwords_and_apps() {
    let folder = set_up();
    let credential = |kind: &str, secret: Value, data: Value| json!({"type": kind, "secretData": secret.to_string(), "credentialData": data.to_string()});
    let password = credential(
        "password",
        json!({"value": "rwbqvbZJ0ihCt+3Kz10fpkMRQ+G9Bv202ItUb+oy2W0=", "salt": "MDEyMzQ1Njc4OWFiY2RlZg==", "additionalParameters": {}}),
        json!({"hashIterations": 5, "algorithm": "argon2", "additionalParameters": {
            "hashLength": ["32"], "memory": ["7168"], "type": ["id"], "version": ["1.3"], "parallelism": ["1"]}}),
    );
    let otp = |digits: u32| {
        credential(
            "otp",
            json!({"value": "12345678901234567890"}),
            json!({"subType": "totp", "digits": digits, "counter": 0, "period": 30, "algorithm": "HmacSHA1"}),
        )
    };
    let users = json!({"realm": "shop", "users": [
        {"username": "mmeier", "email": "mara@example.com", "emailVerified": true, "firstName": "Mara", "lastName": "Meier",
         "enabled": true, "createdTimestamp": 1_700_000_000_000_i64, "credentials": [password, otp(6)],
         "attributes": {"locale": ["de"], "phoneNumber": ["+4915123456789"], "phoneNumberVerified": ["true"]}},
        {"username": "tim", "email": "tim@example.com", "enabled": true, "credentials": [otp(8), credential(
            "password", json!({"value": "AAAA", "salt": "AAAA"}), json!({"hashIterations": 1, "algorithm": "bcrypt"}))],
         "attributes": {"locale": ["tlh"]}},
        {"username": "gone", "email": "gone@example.com", "enabled": false},
        {"username": "nomail", "enabled": true},
        {"username": "service-account-shop", "enabled": true, "serviceAccountClientId": "shop"},
    ]});
    write(folder.path(), "shop-users-0.json", &users.to_string());
    let unsaid = import(folder.path(), &["shop-users-0.json"]);
    assert!(
        !unsaid.status.success() && err(&unsaid).contains("--format keycloak"),
        "{}",
        err(&unsaid)
    );
    let args = ["--format", "keycloak", "--report", "report.jsonl", "--json", "shop-users-0.json"];
    let brought = import(folder.path(), &args);
    assert!(
        err(&brought).contains("2 brought in, 0 there already, 3 refused, 3 left out"),
        "{}",
        err(&brought)
    );
    let told = report(folder.path());
    for (at, why) in [
        (2, "language"),
        (2, "totp: not six"),
        (2, "password: hashed"),
        (3, "disabled"),
        (4, "email"),
        (5, "service"),
    ] {
        let place = format!("shop-users-0.json, person {at}");
        assert!(
            told.iter().any(|(p, _, w)| *p == place && w.contains(why)),
            "{place} {why}: {told:?}"
        );
    }
    let serving = Serving::begin(&folder, &[]);
    let key = api_key(&folder);
    let mara: Value =
        serde_json::from_str(out(&brought).lines().next().expect("Mara")).expect("JSON");
    let path = format!("/v1/persons/{}", mara["id"].as_str().expect("an id"));
    let (status, shown) = serving.call(&key, "GET", &path, &json!(null));
    assert_eq!(status, 200, "{shown}");
    assert_eq!(
        (&shown["name"], &shown["language"], &shown["second_factor"]),
        (&json!("Mara Meier"), &json!("de"), &json!("totp"))
    );
    let confirmed = shown["contacts"]
        .as_array()
        .expect("contacts")
        .iter()
        .filter(|c| c["confirmed_at"].is_string())
        .count();
    assert_eq!(confirmed, 2, "{shown}");
}

/// A page of authentik's list of users.
#[test]
fn a_list_of_authentik_comes_in_without_its_services() {
    let folder = set_up();
    let page = json!({"pagination": {"next": 0}, "results": [
        {"pk": 1, "username": "mara", "name": "Mara Meier", "email": "mara@example.com", "is_active": true, "type": "internal",
         "attributes": {"settings": {"locale": "de"}}},
        {"pk": 2, "username": "out", "name": "", "email": "out@example.com", "is_active": false, "type": "external", "attributes": {}},
        {"pk": 3, "username": "ak-outpost", "name": "", "email": "", "is_active": true, "type": "internal_service_account"},
    ]});
    write(folder.path(), "users.json", &page.to_string());
    let brought = import(folder.path(), &["--format", "authentik", "users.json"]);
    assert!(
        err(&brought).contains("1 brought in, 0 there already, 2 refused"),
        "{}",
        err(&brought)
    );
    write(folder.path(), "users.json", "[]");
    let wrong = import(folder.path(), &["--format", "authentik", "users.json"]);
    assert!(err(&wrong).contains("no list of users of authentik"), "{}", err(&wrong));
}
