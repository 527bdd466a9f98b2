//! Two copies of one installation, started side by side: nothing that must not be guessed is drawn twice (CS-CRY-05).

use std::collections::BTreeSet;

use serde_json::json;
use tempfile::TempDir;

use crate::running::{Serving, api_key, free_port, set_up};

const EACH: usize = 200;

/// Every file of a stopped installation, byte for byte, under another port.
fn copy_of(folder: &TempDir) -> TempDir {
    let copy = tempfile::tempdir().expect("a folder");
    for entry in std::fs::read_dir(folder.path()).expect("the folder") {
        let entry = entry.expect("an entry");
        std::fs::copy(entry.path(), copy.path().join(entry.file_name())).expect("copied");
    }
    let settings = copy.path().join("countersign.toml");
    let text = std::fs::read_to_string(&settings).expect("settings");
    let old = text
        .split("listen = \"")
        .nth(1)
        .and_then(|rest| rest.split('"').next())
        .expect("it")
        .to_owned();
    std::fs::write(&settings, text.replace(&old, &format!("127.0.0.1:{}", free_port())))
        .expect("written");
    copy
}

/// The same database, the same keys, the same requests in the same order: every id, handle, cookie and token of one differs from all of
/// the other's. What they draw comes from the system at each draw; the process keeps no state that a copy could repeat.
#[test]
fn copies_of_one_installation_draw_apart() {
    let folder = set_up();
    let key = api_key(&folder);
    let copy = copy_of(&folder);
    let (one, two) = (Serving::begin(&folder, &[]), Serving::begin(&copy, &[]));
    let mut drawn = BTreeSet::new();
    let mut many = 0;
    for number in 0..EACH {
        for serving in [&one, &two] {
            let body = json!({"email": format!("p{number}@example.com"), "name": "P", "email_confirmed": true});
            let (status, person) = serving.call(&key, "POST", "/v1/persons", &body);
            assert_eq!(status, 201, "{person}");
            let person = person["id"].as_str().expect("an id").to_owned();
            let path = format!("/v1/persons/{person}/sessions");
            let (_, session) = serving.call(&key, "POST", &path, &json!({"reference": "s"}));
            let session = session["id"].as_str().expect("an id").to_owned();
            let ask = json!({"person": person, "purpose": "step-up", "session": session, "areas": ["invoices"]});
            let (_, challenge) = serving.call(&key, "POST", "/v1/challenges", &ask);
            let link = challenge["confirm_url"].as_str().expect("a link");
            let handle = link.split("handle=").nth(1).expect("a handle").to_owned();
            let challenge = challenge["id"].as_str().expect("an id").to_owned();
            let page = serving.ask("GET /sign-in HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            let cookie = page.split("set-cookie: ").nth(1).and_then(|rest| rest.split(';').next());
            let cookie = cookie.expect("a cookie").to_owned();
            for value in [person, session, challenge, handle, cookie] {
                many += 1;
                assert!(drawn.insert(value.clone()), "drawn twice: {value}");
            }
        }
    }
    assert_eq!(drawn.len(), many);
    assert_eq!((one.stop().0, two.stop().0), (Some(0), Some(0)));
}
