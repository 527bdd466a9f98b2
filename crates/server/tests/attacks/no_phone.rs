//! Nothing is sent for strangers: no form and no endpoint makes a telephone ring or buzz for somebody who proved nothing.

use countersign_core::people::Method;
use countersign_testkit::on_both_engines;
use serde_json::json;

use crate::browser::{Browser, ORIGIN};
use crate::people::{PASSWORD, first_step, with_sms};
use crate::rig::Rig;
use crate::ways_in::somewhere;

const SAME: [(&str, &str); 2] = [("origin", ORIGIN), ("sec-fetch-site", "same-origin")];

/// Messages that reached a telephone, of what was sent by now.
async fn to_phones(rig: &Rig) -> usize {
    rig.deliver().await;
    rig.sink.messages().iter().filter(|message| message.method != Method::Email).count()
}

on_both_engines! {
    /// CS-SMS-01: every route that takes a form or a body, without a session, a key or the right password; a forgotten password is
    /// answered by mail alone, though text messages are the second factor.
    async fn a_stranger_makes_no_telephone_ring(db: TestDb) {
        let rig = Rig::new(db).await;
        let anna = with_sms(&rig, "anna").await;
        let stranger = Browser::new(&rig);
        let page = stranger.open("/sign-in").await.is(200);
        let mut tried = 0;
        for served in rig.built.served.clone() {
            if served.method != "POST" {
                continue;
            }
            tried += 1;
            let fields = [
                ("name", "anna@example.com"),
                ("password", "not-the-password-41"),
                ("email", "anna@example.com"),
                ("way", "sms"),
                ("method", "sms"),
                ("do", "send"),
            ];
            let path = somewhere(&served.path);
            let answer = stranger.ask("POST", &path, page.form(&fields), &SAME).await;
            assert!(answer.status.as_u16() < 500, "{path}");
            let asked = json!({"method": "sms", "person": anna.id, "contact": anna.contact("mobile")});
            for key in ["", "csk_0000000000000000000000000000000000000000000000000000"] {
                let answer = rig.call_as(key, "POST", &path, asked.clone()).await;
                assert!(answer.status.as_u16() < 500, "{path}");
            }
        }
        assert!(tried > 40, "{tried} routes");
        assert_eq!(to_phones(&rig).await, 0);
        for password in ["", "not-the-password-41", "ANNA"] {
            first_step(&stranger, "anna@example.com", password).await;
        }
        let forgot = stranger.open("/sign-in/forgot").await.is(200);
        stranger.post(&forgot, &[("name", "anna@example.com")]).await;
        assert_eq!(to_phones(&rig).await, 0);
        // The right password sends at once: it was not the route that was dead.
        first_step(&Browser::new(&rig), "anna@example.com", PASSWORD).await.is(303);
        assert_eq!(to_phones(&rig).await, 1);
    }
}
