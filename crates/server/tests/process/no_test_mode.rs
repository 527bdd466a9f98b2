//! The binary has no test mode: no setting, flag, route or header gives a code away, fixes one, moves the clock or lets somebody in
//! (CS-OPS-01).

use std::process::Command;

use serde_json::{Value, json};

use crate::running::{Serving, api_key, countersign, err, out, set_up};

/// What somebody who hopes for one would set.
const HOPED_FOR: [&str; 16] = [
    "TEST",
    "TEST_MODE",
    "TESTING",
    "DEBUG",
    "DEV",
    "DEV_MODE",
    "FIXED_CODE",
    "STATIC_OTP",
    "MASTER_CODE",
    "BYPASS",
    "SKIP_2FA",
    "INSECURE",
    "RETURN_CODES",
    "CLOCK",
    "FAKE_TIME",
    "ADMIN_PASSWORD",
];

/// Words that no flag, setting or route of ours is made of.
const WORDS: [&str; 14] = [
    "test",
    "debug",
    "dev",
    "fixed",
    "static-code",
    "bypass",
    "backdoor",
    "skip",
    "mock",
    "fake",
    "insecure",
    "no-auth",
    "clock",
    "now",
];

fn is_made_of(text: &str, word: &str) -> bool {
    text.split(|c: char| !c.is_ascii_alphanumeric()).any(|part| part.eq_ignore_ascii_case(word))
        || word.contains('-') && text.contains(word)
}

/// In the environment: with two underscores the start is refused, with one the name is ignored and a warning says so; never the value.
#[test]
fn what_sounds_like_a_test_mode_is_refused_or_told() {
    let folder = set_up();
    let check = |variable: &str, value: &str| {
        Command::new(env!("CARGO_BIN_EXE_countersign"))
            .current_dir(folder.path())
            .arg("check-config")
            .env(variable, value)
            .output()
            .expect("the binary runs")
    };
    for hoped in HOPED_FOR {
        for section in ["SERVER", "POLICY", "TEST", "CODES"] {
            let variable = format!("COUNTERSIGN_{section}__{hoped}");
            let refused = check(&variable, "482913");
            assert_eq!(refused.status.code(), Some(1), "{variable} is taken");
            assert!(
                err(&refused).contains(&variable) && !err(&refused).contains("482913"),
                "{}",
                err(&refused)
            );
        }
        let variable = format!("COUNTERSIGN_{hoped}");
        let told = check(&variable, "482913");
        let said = err(&told);
        assert!(
            told.status.success() && said.contains(&format!("warning: {variable} is no setting")),
            "{said}"
        );
        assert!(!said.contains("482913"), "{said}");
        let in_file = folder.path().join("hoped.toml");
        let plain =
            std::fs::read_to_string(folder.path().join("countersign.toml")).expect("settings");
        for text in [
            format!("{} = true\n{plain}", hoped.to_lowercase()),
            plain.replace("[server]\n", &format!("[server]\n{} = true\n", hoped.to_lowercase())),
        ] {
            std::fs::write(&in_file, text).expect("written");
            let refused = countersign(folder.path(), &["--config", "hoped.toml", "check-config"]);
            assert_eq!(refused.status.code(), Some(1), "{hoped} in the file");
        }
    }
    // The server says it as well, in its log.
    let serving = Serving::begin(&folder, &[("COUNTERSIGN_FIXED_CODE", "482913")]);
    let (code, log) = serving.stop();
    assert_eq!(code, Some(0));
    assert!(log.contains("COUNTERSIGN_FIXED_CODE") && !log.contains("482913"), "{log}");
}

/// Every command's help, and the page of all settings.
#[test]
fn no_flag_or_setting_is_one() {
    let folder = set_up();
    let commands: Vec<Vec<String>> = {
        let mut found = vec![vec![]];
        let mut at = 0;
        while at < found.len() {
            let args: Vec<&str> = found[at].iter().map(String::as_str).chain(["--help"]).collect();
            let help = out(&countersign(folder.path(), &args));
            let listed = help.split("\nCommands:\n").nth(1).unwrap_or_default();
            for line in listed.lines().take_while(|line| !line.trim().is_empty()) {
                let name = line.split_whitespace().next().expect("a name");
                if line.starts_with("  ") && !line.starts_with("   ") && name != "help" {
                    let next = [found[at].clone(), vec![name.to_owned()]].concat();
                    found.push(next);
                }
            }
            at += 1;
        }
        found
    };
    assert!(commands.len() > 15, "{commands:?}");
    for command in &commands {
        let args: Vec<&str> = command.iter().map(String::as_str).chain(["--help"]).collect();
        let help = out(&countersign(folder.path(), &args));
        assert!(!help.is_empty(), "{command:?}");
        let flags = help.split_whitespace().filter(|word| word.starts_with("--"));
        // It sends a message to a number of the operator's own, and holds no code.
        let name = command.last().map(String::as_str).filter(|_| *command != ["channels", "test"]);
        for name in flags.chain(name) {
            for word in WORDS {
                assert!(!is_made_of(name, word), "{command:?} has {name}");
            }
        }
    }
    let page = out(&countersign(folder.path(), &["check-config", "--markdown"]));
    let settings: Vec<&str> =
        page.split('`').skip(1).step_by(2).filter(|name| name.contains('.')).collect();
    assert!(settings.len() > 40, "{} settings", settings.len());
    for setting in settings {
        for word in WORDS {
            assert!(!is_made_of(&setting.replace(['.', '_'], " "), word), "the setting {setting}");
        }
    }
}

/// Asked of a running server: paths that others have, default sign-ins, usual codes, options that would return a code, headers that
/// would move the clock.
#[test]
fn the_running_server_has_no_back_door() {
    let folder = set_up();
    let key = api_key(&folder);
    let line = json!({"email": "mara@example.com", "name": "M", "totp": "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"});
    std::fs::write(folder.path().join("persons.jsonl"), line.to_string()).expect("written");
    let import = countersign(folder.path(), &["person", "import", "persons.jsonl", "--json"]);
    let person: Value = serde_json::from_str(out(&import).trim()).expect("a person");
    let person = person["id"].as_str().expect("an id");
    assert!(
        out(&countersign(folder.path(), &["operator", "list", "--json"])).is_empty(),
        "staff from the start"
    );

    let serving = Serving::begin(&folder, &[]);
    let host = "Host: x\r\nConnection: close\r\n";
    let served = [
        "debug",
        "debug/pprof",
        "test",
        "test/reset",
        "v1/test/codes",
        "v1/debug",
        "v1/clock",
        "dev",
        "__clock",
        "admin",
        "actuator",
        "actuator/env",
        "env",
        "config",
        "api/test",
        "messages",
        "sink",
        "outbox",
        "v1/messages",
        "v1/codes",
        "trace",
        "console",
        "phpinfo.php",
        ".env",
        ".git/config",
        "server-status",
        "metrics/debug",
    ];
    for path in served {
        for method in ["GET", "POST"] {
            let answer = serving.ask(&format!("{method} /{path} HTTP/1.1\r\n{host}Authorization: Bearer {key}\r\nContent-Length: 0\r\n\r\n"));
            let status: u16 =
                answer.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
            assert!(matches!(status, 404 | 405), "{method} /{path}: {status}");
        }
    }
    let page = serving.ask(&format!("GET /sign-in HTTP/1.1\r\n{host}\r\n"));
    let part = |start: &str, end: &str| {
        page.split_once(start).and_then(|(_, rest)| rest.split_once(end)).expect("it").0.to_owned()
    };
    let (cookie, token) = (part("set-cookie: ", ";"), part("name=\"form_token\" value=\"", "\""));
    for (name, password) in [
        ("admin", "admin"),
        ("admin", "password"),
        ("root", "root"),
        ("operator", "countersign"),
        ("countersign", "countersign"),
        ("test", "test"),
        ("admin%40example.com", "changeme"),
    ] {
        let body = format!("form_token={token}&name={name}&password={password}");
        let answer = serving.ask(&format!(
            "POST /sign-in HTTP/1.1\r\n{host}Origin: http://{}\r\nCookie: {cookie}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
            serving.address,
            body.len()
        ));
        assert!(answer.starts_with("HTTP/1.1 422 "), "{name}: {answer:.200}");
    }

    let (_, session) = serving.call(
        &key,
        "POST",
        &format!("/v1/persons/{person}/sessions"),
        &json!({"reference": "s"}),
    );
    let session = session["id"].as_str().expect("an id");
    let plain =
        json!({"person": person, "purpose": "step-up", "session": session, "areas": ["invoices"]});
    for option in [
        "return_code",
        "returnCode",
        "debug",
        "test",
        "dry_run",
        "code",
        "otp",
        "template",
        "now",
        "skip_second_factor",
    ] {
        let mut body = plain.clone();
        body[option] = json!(true);
        let (status, answer) = serving.call(&key, "POST", "/v1/challenges", &body);
        assert!(matches!(status, 400 | 422), "{option}: {status} {answer}");
    }
    let (status, challenge) = serving.call(&key, "POST", "/v1/challenges", &plain);
    assert_eq!(status, 201, "{challenge}");
    let answer = format!("/v1/challenges/{}/answer", challenge["id"].as_str().expect("an id"));
    // Which five: usual ones, and the app's code of a moment that headers claim to be now. RFC 6238: T = 59 s and T = 1,111,111,109 s.
    for code in ["000000", "123456", "111111", "287082", "081804"] {
        let body = json!({"method": "totp", "code": code}).to_string();
        let said = serving.ask(&format!(
            "POST {answer} HTTP/1.1\r\n{host}Authorization: Bearer {key}\r\nDate: Fri, 18 Mar 2005 01:58:29 GMT\r\nX-Now: 1111111109\r\nX-Fake-Time: 59\r\nX-Debug: 1\r\nX-Test-Mode: 1\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        ));
        assert!(said.starts_with("HTTP/1.1 422 ") && said.contains("wrong-code"), "{code}: {said}");
    }
    assert_eq!(serving.stop().0, Some(0));
}
