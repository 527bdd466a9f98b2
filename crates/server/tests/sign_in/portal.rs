//! Signing in for a portal.

use countersign_testkit::on_both_engines;
use futures_util::future::join_all;
use serde_json::json;

use crate::browser::Browser;
use crate::people::{PASSWORD, person, second_step, shown, sign_in, with_app};
use crate::rig::{RETURN_TO, Rig};

/// What the browser brings to the portal.
fn brought(at: &str) -> (String, String) {
    let query = at.strip_prefix(RETURN_TO).and_then(|rest| rest.strip_prefix('?')).expect(at);
    let value = |name: &str| {
        let found = url::form_urlencoded::parse(query.as_bytes()).find(|(known, _)| known == name);
        found.map(|(_, value)| value.into_owned()).unwrap_or_default()
    };
    (value("result"), value("state"))
}

on_both_engines! {
    /// From the portal to the sign-in page and back, and what the portal learns.
    async fn a_portal_lets_persons_sign_in_here(db: TestDb) {
        let rig = Rig::new(db).await;
        let anna = with_app(&rig, "anna").await;
        let browser = Browser::new(&rig);
        let page = browser.open(&format!("/sign-in?return_to={RETURN_TO}&state=a%26b%3D%C3%A4")).await.is(200);
        let policy = page.headers["content-security-policy"].to_str().expect("text").to_owned();
        assert!(policy.contains("form-action 'self' https://portal.example"), "{policy}");
        let page = browser.submit(&page, &[("name", "anna@example.com"), ("password", PASSWORD)]).await.is(200);
        let led = second_step(&browser, &page, &shown(&rig)).await.is(303);
        let back = browser.ask("GET", &led.at, String::new(), &[]).await.is(303);
        let (result, state) = brought(&back.at);
        assert_eq!((result.len(), state.as_str()), (22, "a&b=ä"), "128 bits, and the portal's own state");

        let body = json!({"result": result});
        let key = rig.key_with(&["persons:read"]).await;
        rig.call_as(&key, "POST", "/v1/sign-ins/complete", body.clone()).await.refused(403, "scope-missing");
        let at_once = join_all((0..50).map(|_| rig.post("/v1/sign-ins/complete", body.clone()))).await;
        let won: Vec<_> = at_once.iter().filter(|answer| answer.status == 200).collect();
        assert_eq!(won.len(), 1);
        assert_eq!((won[0].str("person"), won[0].str("method")), (anna.id.as_str(), "totp"));
        let session = won[0].str("session").to_owned();
        let seen = rig.get(&format!("/v1/sessions/{session}")).await.is(200);
        assert_eq!((seen.str("person"), seen.str("kind"), seen.str("state")), (anna.id.as_str(), "hosted", "live"));

        // Whoever is signed in is not asked again; the portal ends the session for all.
        let again = browser.ask("GET", &format!("/sign-in?return_to={RETURN_TO}"), String::new(), &[]).await.is(303);
        let back = browser.ask("GET", &again.at, String::new(), &[]).await.is(303);
        let (result, _) = brought(&back.at);
        rig.call("DELETE", &format!("/v1/sessions/{session}"), json!(null)).await.is(204);
        rig.post("/v1/sign-ins/complete", json!({"result": result})).await.refused(409, "result-refused");
        let seen = rig.get(&format!("/v1/sessions/{session}")).await.is(200);
        assert_eq!(seen.str("state"), "ended");
    }

    /// A result is good for a minute, and a guess is nothing.
    async fn a_result_is_good_for_a_minute(db: TestDb) {
        let rig = Rig::new(db).await;
        person(&rig, "anna").await;
        let browser = Browser::new(&rig);
        sign_in(&rig, &browser, "anna").await;
        browser.open("/sign-in/after").await;
        let after = format!("/sign-in/after?return_to={RETURN_TO}&state=s");
        let back = browser.ask("GET", &after, String::new(), &[]).await.is(303);
        let (result, _) = brought(&back.at);
        rig.forward(61);
        rig.post("/v1/sign-ins/complete", json!({"result": result})).await.refused(409, "result-refused");
        for at in 0..30 {
            let guess = json!({"result": format!("{at:0>22}")});
            rig.post("/v1/sign-ins/complete", guess).await.refused(409, "result-refused");
        }
        let ahead = browser.ask("GET", &after, String::new(), &[("sec-purpose", "prefetch")]).await;
        assert_eq!(ahead.status.as_u16(), 204, "a page fetched ahead gives nothing away");
    }

    /// CS-LOG-09: a person's sessions, by handle; never a cookie.
    async fn a_portal_sees_the_sessions_of_a_person(db: TestDb) {
        let rig = Rig::new(db).await;
        let anna = with_app(&rig, "anna").await;
        let browser = Browser::new(&rig);
        sign_in(&rig, &browser, "anna").await;
        let registered = rig.post(&format!("/v1/persons/{}/sessions", anna.id), json!({"reference": "s1"})).await.is(201);
        let listed = rig.get(&format!("/v1/persons/{}/sessions", anna.id)).await.is(200);
        let sessions = listed.body["sessions"].as_array().expect("sessions");
        assert_eq!(sessions.len(), 2);
        assert!(sessions.iter().any(|session| session["id"] == registered.str("id") && session["kind"] == "portal"));
        assert!(sessions.iter().any(|session| session["kind"] == "hosted" && session["method"] == "totp"));
        assert!(!listed.text.contains(&browser.cookie("__Host-ses")));
        let nobody = "per_00000000000000000000000000";
        rig.get(&format!("/v1/persons/{nobody}/sessions")).await.refused(404, "not-found");
    }
}
