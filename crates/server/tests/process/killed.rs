//! `kill -9` in the middle of answers: what was answered stays, on the same file, after a restart (CS-RL-10).

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, SystemTime};

use countersign_core::Timestamp;
use countersign_core::challenge::totp;
use countersign_core::people::TotpSecret;
use serde_json::{Value, json};

use crate::running::{Serving, api_key, countersign, err, out, parsed, set_up};

/// Persons who guess, and persons who answer right.
const GUESSING: usize = 24;
const RIGHT: usize = 16;
/// Answers after which the process is killed.
const UNTIL: usize = 30;
const KEY: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

#[expect(
    clippy::disallowed_methods,
    reason = "the process under test runs by the clock on the wall"
)]
fn now() -> Timestamp {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).expect("after 1970");
    Timestamp::from_ms(i64::try_from(since.as_millis()).expect("in range"))
}

/// What an app with the key of every person here shows.
fn shown() -> String {
    let secret = TotpSecret::from_bytes(b"12345678901234567890".to_vec());
    totp::hotp(&secret, totp::step_at(now())).reveal().to_owned()
}

/// A code that fits no step around now.
fn wrong(by: u32) -> String {
    let secret = TotpSecret::from_bytes(b"12345678901234567890".to_vec());
    let at = totp::step_at(now());
    let near: Vec<String> =
        (at - 3..=at + 3).map(|step| totp::hotp(&secret, step).reveal().to_owned()).collect();
    let mut code = 100_000 + by;
    while near.contains(&code.to_string()) {
        code += 500;
    }
    code.to_string()
}

/// One person with an open challenge.
struct Asked {
    session: String,
    challenge: String,
}

fn ask(serving: &Serving, key: &str, person: &str) -> Asked {
    let (status, session) = serving.call(
        key,
        "POST",
        &format!("/v1/persons/{person}/sessions"),
        &json!({"reference": "s"}),
    );
    assert_eq!(status, 201, "{session}");
    let session = session["id"].as_str().expect("an id").to_owned();
    let body =
        json!({"person": person, "purpose": "step-up", "session": session, "areas": ["invoices"]});
    let (status, challenge) = serving.call(key, "POST", "/v1/challenges", &body);
    assert_eq!(status, 201, "{challenge}");
    Asked { session, challenge: challenge["id"].as_str().expect("an id").to_owned() }
}

/// An answer over a connection of its own; `None`: none came, or not all of it.
fn try_answer(address: &str, key: &str, challenge: &str, code: &str) -> Option<(u16, Value)> {
    let body = json!({"method": "totp", "code": code}).to_string();
    let mut stream = TcpStream::connect(address).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(30))).ok()?;
    let request = format!(
        "POST /v1/challenges/{challenge}/answer HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {key}\r\n\
         Content-Type: application/json\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(request.as_bytes()).ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    parsed(&answer)
}

fn slug(body: &Value) -> &str {
    body["type"].as_str().and_then(|kind| kind.rsplit('/').next()).unwrap_or_default()
}

/// Forty connections answer; at the thirtieth answer the process is killed. Of every person at least what was answered is counted: the
/// challenge dies at its fifth wrong code over both lives, and then takes no right one. Every window that was answered is open, its
/// code is used; and one that was not answered is open or not begun, never half.
#[test]
fn what_was_answered_outlives_the_process() {
    let folder = set_up();
    let key = api_key(&folder);
    let lines: Vec<String> = (0..GUESSING + RIGHT)
        .map(|n| {
            json!({"email": format!("p{n}@example.com"), "name": "P", "totp": KEY}).to_string()
        })
        .collect();
    std::fs::write(folder.path().join("persons.jsonl"), lines.join("\n")).expect("written");
    let import = countersign(folder.path(), &["person", "import", "persons.jsonl", "--json"]);
    assert!(import.status.success(), "{}", err(&import));
    let persons: Vec<String> = out(&import)
        .lines()
        .map(|line| {
            serde_json::from_str::<Value>(line).expect("JSON")["id"]
                .as_str()
                .expect("an id")
                .to_owned()
        })
        .collect();

    let serving = Serving::begin(&folder, &[]);
    let asked: Vec<Asked> = persons.iter().map(|person| ask(&serving, &key, person)).collect();
    let (guessing, right) = asked.split_at(GUESSING);
    let code = shown();
    let answered = AtomicUsize::new(0);
    let told: Vec<AtomicUsize> = (0..GUESSING).map(|_| AtomicUsize::new(0)).collect();
    let passed: Mutex<Vec<usize>> = Mutex::default();
    let address = serving.address.clone();
    std::thread::scope(|scope| {
        for (at, one) in guessing.iter().enumerate() {
            let (address, key, told, answered) = (&address, &key, &told, &answered);
            scope.spawn(move || {
                for by in 0..4 {
                    let Some((status, body)) = try_answer(address, key, &one.challenge, &wrong(by))
                    else {
                        return;
                    };
                    assert_eq!((status, slug(&body)), (422, "wrong-code"), "{body}");
                    told[at].fetch_add(1, Ordering::SeqCst);
                    answered.fetch_add(1, Ordering::SeqCst);
                }
            });
        }
        for (at, one) in right.iter().enumerate() {
            let (address, key, code, passed, answered) =
                (&address, &key, &code, &passed, &answered);
            scope.spawn(move || {
                // In turn, so that the kill falls among them too.
                while answered.load(Ordering::SeqCst) < at * UNTIL / RIGHT {
                    std::thread::yield_now();
                }
                let Some((status, body)) = try_answer(address, key, &one.challenge, code) else {
                    return;
                };
                assert_eq!(status, 200, "{body}");
                passed.lock().expect("the list").push(at);
                answered.fetch_add(1, Ordering::SeqCst);
            });
        }
        while answered.load(Ordering::SeqCst) < UNTIL {
            std::thread::yield_now();
        }
        serving.kill();
        // Whoever still waits for a turn is let go: nobody answers any more.
        answered.fetch_add(UNTIL, Ordering::SeqCst);
    });
    let passed = passed.into_inner().expect("the list");
    assert!(
        !passed.is_empty() && passed.len() < RIGHT,
        "the kill fell in the middle: {}",
        passed.len()
    );

    let serving = Serving::begin(&folder, &[]);
    for (at, one) in right.iter().enumerate() {
        let (_, windows) = serving.call(
            &key,
            "GET",
            &format!("/v1/sessions/{}/windows", one.session),
            &Value::Null,
        );
        let open = windows["windows"].as_array().is_some_and(|windows| !windows.is_empty());
        assert!(open || !passed.contains(&at), "an answered window is gone");
        let (status, again) =
            try_answer(&serving.address, &key, &one.challenge, &code).expect("an answer");
        if open {
            assert_eq!(status, 409, "a passed challenge takes no second answer: {again}");
            let new = ask(&serving, &key, &persons[GUESSING + at]);
            let (status, used) =
                try_answer(&serving.address, &key, &new.challenge, &code).expect("an answer");
            assert_eq!((status, slug(&used)), (422, "code-used"), "{used}");
        } else if status != 200 {
            // Its step has passed meanwhile on a slow machine; what counts is that it was not taken for used.
            assert_ne!(slug(&again), "code-used", "used up, and no window");
        }
    }
    for (at, one) in guessing.iter().enumerate() {
        let before = told[at].load(Ordering::SeqCst);
        let mut more = 0;
        loop {
            let (status, body) =
                try_answer(&serving.address, &key, &one.challenge, &wrong(7)).expect("an answer");
            if (status, slug(&body)) != (422, "wrong-code") {
                break;
            }
            more += 1;
            assert!(before + more <= 5, "{before} were answered before, and {more} after");
        }
        // One answer may have been counted whose answer was never read; not more than that.
        assert!(before + more >= 4, "{before} before and {more} after: counted without an answer");
        let (status, _) =
            try_answer(&serving.address, &key, &one.challenge, &shown()).expect("an answer");
        assert_ne!(status, 200, "a dead challenge takes no right code");
    }
    assert_eq!(serving.stop().0, Some(0));
}
