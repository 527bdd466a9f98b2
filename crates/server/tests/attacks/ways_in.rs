//! Every way to a session owes the same, and half a sign-in is none (CS-LOG-01, CS-LOG-05, CS-ENR-04).

use countersign_server::routes::Guard;
use countersign_testkit::on_both_engines;
use serde_json::json;

use crate::browser::{Browser, ORIGIN};
use crate::people::{PASSWORD, at_code, first_step, is_signed_in, second_step, shown, with_app};
use crate::rig::Rig;

const SAME: [(&str, &str); 2] = [("origin", ORIGIN), ("sec-fetch-site", "same-origin")];

/// A route with ids of the right kind that are nobody's.
pub fn somewhere(path: &str) -> String {
    let kind = [
        ("/orders", "ord"),
        ("/changes/", "chg"),
        ("/security/password/", "chg"),
        ("/methods/", "aut"),
        ("/kept/", "kpt"),
        ("/sign-in/", "sin"),
        ("/sessions/", "ses"),
        ("/persons/", "per"),
    ];
    let kind = kind.iter().find(|(part, _)| path.contains(part)).map_or("chl", |(_, kind)| kind);
    path.replace("{id}", &format!("{kind}_{}", "0".repeat(26)))
}

on_both_engines! {
    /// CS-LOG-01, CS-ENR-04: with the cookies of a sign-in whose password was right, no page of a person's own opens and no way to
    /// sign in is begun, changed or removed, along the whole table of routes.
    async fn half_a_sign_in_reaches_nothing(db: TestDb) {
        let rig = Rig::new(db).await;
        let anna = with_app(&rig, "anna").await;
        let before = rig.get(&format!("/v1/persons/{}", anna.id)).await.text;
        let thief = Browser::new(&rig);
        let page = at_code(&thief, "anna").await;
        let pending = thief.cookie("__Host-sin_");
        // The value under every name that means more.
        for name in ["__Host-ses", "__Host-dev", "__Host-vis"] {
            thief.plant(name, &pending);
        }
        let mut tried = 0;
        for served in rig.built.served.clone() {
            // Whoever is signed in nowhere may read that at /sign-out.
            let own = matches!(served.guard, Guard::Session | Guard::Visit | Guard::Staff(_));
            if !own || served.path.starts_with("/sign-in/{id}") || served.path == "/sign-out" {
                continue;
            }
            tried += 1;
            let fields = [("way", "totp"), ("do", "remove"), ("name", "x"), ("onetimecode", "123456")];
            let body = if served.method == "POST" { page.form(&fields) } else { String::new() };
            let answer = thief.ask(served.method, &somewhere(&served.path), body, &SAME).await;
            let answer = thief.follow(answer).await;
            let to_sign_in = answer.at.starts_with("/sign-in");
            assert!(answer.status != 200 || to_sign_in, "{} {}: {}", served.method, served.path, answer.text());
            assert!(answer.status.as_u16() < 500, "{} {}", served.method, served.path);
        }
        assert!(tried > 30, "{tried} routes");
        assert!(!is_signed_in(&thief).await);
        assert_eq!(rig.get(&format!("/v1/persons/{}", anna.id)).await.text, before);
        second_step(&thief, &page, &shown(&rig)).await.is(303);
        assert!(is_signed_in(&thief).await, "the walk stopped nobody");
    }

    /// CS-LOG-05: the written list of ways. None of them gives a session to somebody who has the password and not the factor.
    async fn no_way_in_does_without_the_factor(db: TestDb) {
        let rig = Rig::new(db).await;
        let anna = with_app(&rig, "anna").await;
        let thief = Browser::new(&rig);
        // The page.
        let led = first_step(&thief, "anna@example.com", PASSWORD).await.is(303);
        assert!(led.at.starts_with("/sign-in/sin_"));
        // Credentials in a header, an upgrade, older and other prefixes.
        let basic = data_encoding::BASE64.encode(format!("anna@example.com:{PASSWORD}").as_bytes());
        for (name, value) in [
            ("authorization", format!("Basic {basic}")),
            ("authorization", format!("Bearer {basic}")),
            ("upgrade", "websocket".to_owned()),
            ("x-forwarded-access-token", basic.clone()),
        ] {
            for path in ["/security", "/activity", "/sign-in/after", "/v1/orders"] {
                let answer = thief.ask("GET", path, String::new(), &[(name, &value)]).await;
                assert!(!answer.status.is_success() && answer.status.as_u16() != 101, "{name} {path}");
            }
        }
        let body = format!("name=anna%40example.com&password={PASSWORD}&grant_type=password&code=&second_factor=done");
        for path in ["/v0/sign-ins", "/api/v1/sessions", "/auth", "/token", "/oauth2/token", "/v1/sign-ins", "/v1/sessions", "/session"] {
            let answer = thief.ask("POST", path, body.clone(), &SAME).await;
            assert!(answer.status.is_client_error(), "{path}: {}", answer.status);
        }
        // A portal's key makes no session of ours, and redeems none that did not begin.
        let guess = json!({"result": "AAAAAAAAAAAAAAAAAAAAAA"});
        rig.post("/v1/sign-ins/complete", guess).await.refused(409, "result-refused");
        let session = json!({"reference": "s1", "kind": "hosted", "factor": "totp"});
        let made = rig.post(&format!("/v1/persons/{}/sessions", anna.id), session).await;
        assert!(made.status.is_client_error(), "{}", made.text);
        // A new password by mail signs nobody in, and the next sign-in owes the factor.
        let page = thief.open("/sign-in/forgot").await.is(200);
        thief.submit(&page, &[("name", "anna@example.com")]).await.is(200);
        rig.deliver().await;
        let start = format!("{ORIGIN}/reset-password/");
        let messages = rig.sink.messages();
        let text = messages.iter().rev().find_map(|message| message.text.split_once(&start));
        let token = text.expect("a link").1.split_whitespace().next().expect("an end").to_owned();
        let page = thief.open(&format!("{start}{token}")).await.is(200);
        thief.submit(&page, &[("new_password", "nine otters in a canoe")]).await.is(200);
        assert!(!is_signed_in(&thief).await);
        let led = first_step(&thief, "anna@example.com", "nine otters in a canoe").await.is(303);
        assert!(led.at.starts_with("/sign-in/sin_"), "{}", led.at);
        assert!(!is_signed_in(&thief).await && !thief.jar().contains_key("__Host-ses"));
    }
}
