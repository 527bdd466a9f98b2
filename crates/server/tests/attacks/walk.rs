//! Odd input, along every line of the inventory: a new line is attacked by being in it (CS-RL-01, CS-WEB-08).

use countersign_server::inventory::INVENTORY;
use countersign_testkit::on_both_engines;
use http::Request;

use crate::browser::{Browser, ORIGIN};
use crate::owner::Owner;
use crate::people::is_signed_in;
use crate::rig::Rig;
use crate::ways_in::somewhere;

/// What no client of ours sends: as JSON, and as a form.
fn odd() -> Vec<String> {
    let deep = format!("{}1{}", "[".repeat(40), "]".repeat(40));
    let mut odd: Vec<String> = [
        "",
        "null",
        "[]",
        "\"x\"",
        "5924",
        "{",
        "{\"code\":[\"123456\"]}",
        "{\"code\":{\"$ne\":1}}",
        "{\"code\":5924,\"method\":\"totp\"}",
        "{\"method\":\"totp\",\"code\":\"1\",\"code\":\"2\"}",
        "{\"method\":\"none\",\"code\":\"123456\"}",
        "{\"result\":[\"a\"]}",
        "{\"result\":null}",
        "=&=",
        "a=1&a=2",
        "%ff%fe",
        "onetimecode[]=1",
        "onetimecode=123456&onetimecode=654321",
        "password=&password=x",
        "recoverycode=*",
        "new_password[$ne]=1",
        "form_token=",
        "form_token=AAAA.AAAA&onetimecode=123456",
    ]
    .into_iter()
    .map(str::to_owned)
    .collect();
    odd.extend([
        deep,
        format!("onetimecode={}", "1".repeat(70_000)),
        format!("{{\"code\":\"{}\"}}", "1".repeat(70_000)),
    ]);
    odd
}

on_both_engines! {
    /// Nothing gets through, nothing breaks, nobody is signed in by it, and nothing of the person changes: for a portal's key, for a
    /// browser nobody is known of, and for somebody who is signed in.
    async fn odd_input_is_refused_everywhere(db: TestDb) {
        let rig = Rig::new(db).await;
        let anna = Owner::new(&rig, "anna").await;
        let person = format!("/v1/persons/{}", anna.id);
        let before = rig.get(&person).await.text;
        let (stranger, mine) = (Browser::new(&rig), anna.browser(&rig).await);
        for line in INVENTORY {
            let path = somewhere(line.path);
            for body in odd() {
                let told = format!("{} {} {:.40}", line.method, line.path, body);
                if path.starts_with("/v1/") {
                    for kind in ["application/json", "text/plain", "application/x-www-form-urlencoded"] {
                        let request = Request::builder()
                            .method(line.method)
                            .uri(&path)
                            .header("authorization", format!("Bearer {}", rig.key))
                            .header("content-type", kind);
                        let answer = rig.send(request.body(body.clone().into()).expect("a request")).await;
                        assert!(answer.status.is_client_error(), "{told}: {}", answer.status);
                    }
                    continue;
                }
                let same = [("origin", ORIGIN), ("sec-fetch-site", "same-origin")];
                for browser in [&stranger, &mine] {
                    let answer = browser.ask(line.method, &path, body.clone(), &same).await;
                    let status = answer.status.as_u16();
                    assert!(status < 500 && status != 200, "{told}: {status} {}", answer.text());
                    assert!(!answer.at.contains("result=") && !answer.at.starts_with("/sign-in/after"), "{told}: {}", answer.at);
                }
            }
        }
        assert!(!is_signed_in(&stranger).await);
        assert!(is_signed_in(&mine).await, "and nobody is signed out");
        assert_eq!(rig.get(&person).await.text, before);
    }
}
