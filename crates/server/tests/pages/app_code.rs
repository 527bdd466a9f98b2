//! Codes of an authenticator app on the pages, and the waits after many wrong ones.

use countersign_core::challenge::totp;
use countersign_core::ids::{AuthenticatorId, PersonId};
use countersign_core::people::{Authenticator, AuthenticatorKind, TotpSecret};
use countersign_testkit::on_both_engines;
use serde_json::json;

use crate::browser::{Browser, Page, other_than};
use crate::rig::{Rig, Someone};

/// A person whose app holds a fixed key.
async fn with_app(rig: &Rig, name: &str) -> Someone {
    let someone = rig.person(name).await;
    enrol(rig, &someone.id).await;
    someone
}

/// Enrols an app with the fixed key, as an import would.
pub async fn enrol(rig: &Rig, person: &str) {
    let person = PersonId::parse(person).expect("an id");
    let authenticator = Authenticator {
        id: rig.state.ctx.random(AuthenticatorId::generate),
        kind: AuthenticatorKind::Totp,
        added_at: rig.clock.now(),
        used_first: false,
    };
    let enrolled = rig.state.ctx.store.write(async move |tx| {
        tx.authenticator_insert(&person, &authenticator, Some(&secret())).await
    });
    enrolled.await.expect("enrolled");
}

fn secret() -> TotpSecret {
    TotpSecret::from_bytes(b"12345678901234567890".to_vec())
}

/// What the app shows, some steps from now.
pub fn shown(rig: &Rig, steps: i64) -> String {
    let step = i64::try_from(totp::step_at(rig.clock.now())).expect("a step") + steps;
    totp::hotp(&secret(), u64::try_from(step).expect("a step")).reveal().to_owned()
}

async fn answer(browser: &Browser<'_>, page: &Page, code: &str) -> Page {
    browser.submit(page, &[("onetimecode", code), ("do", "answer")]).await
}

/// The page of a fresh order that waits for the app's code.
async fn order_with_app(rig: &Rig, browser: &Browser<'_>, someone: &Someone) -> Page {
    let order = rig.order(someone).await;
    let page = browser.open(order.str("confirm_url")).await.is(200);
    browser.submit(&page, &[("way", "totp")]).await.is(200)
}

on_both_engines! {
    /// CS-STEP-05, CS-ORD-04: with a second factor the field is there at once, and no mail beside it.
    async fn a_person_with_an_app_is_asked_for_its_code_at_once(db: TestDb) {
        let rig = Rig::new(db).await;
        let someone = with_app(&rig, "anna").await;
        let browser = Browser::new(&rig);
        let link = rig.step_up(&someone).await.is(201).str("confirm_url").to_owned();
        let page = browser.open(&link).await.is(200);
        page.says("Enter the code from your authenticator app").never_says("E-mail");
        assert!(page.has_field() && !page.html.contains("value=\"resend\""));

        let wrong = answer(&browser, &page, &other_than(&shown(&rig, 0), 1)).await.is(422);
        wrong.says("Use the code your app shows now.").never_says("tries left");
        let again = answer(&browser, &wrong, &other_than(&shown(&rig, 0), 2)).await.is(422);
        again.says("You have 3 tries left.").says("sets its time automatically");
        let slow = answer(&browser, &again, &shown(&rig, -5)).await.is(422);
        slow.says("The clock on the device with your app is about");
        let code = shown(&rig, 0);
        let left = browser.post(&slow, &[("onetimecode", &code), ("do", "answer")]).await.is(303);
        assert!(left.at.contains("&result="), "{}", left.at);

        // CS-ORD-04: a code that was used opens nothing else.
        let page = order_with_app(&rig, &browser, &someone).await;
        page.says("Enter the code from your authenticator app").never_says("The message must show");
        let used = answer(&browser, &page, &code).await.is(422);
        used.says("You have already used this code. Wait for the next one in your app.");
        rig.forward(30);
        let done = answer(&browser, &used, &shown(&rig, 0)).await.is(200);
        done.says("Order confirmed").says("by authenticator app.");
        assert_eq!(browser.messages().await, 1, "no code was sent, only the notice");
    }

    /// Waits, then a closed lane, for the right code too; the account is never locked.
    async fn many_wrong_codes_wait_and_then_close_the_browser(db: TestDb) {
        let rig = Rig::new(db).await;
        let someone = with_app(&rig, "bert").await;
        let browser = Browser::new(&rig);
        for miss in 0..20 {
            let wait = match miss {
                0..=4 => None,
                5..=9 => Some((60, "You can enter the next one at")),
                10..=14 => Some((15 * 60, "in 15 minutes, with a new code. Your account is not locked.")),
                _ => Some((60 * 60, "in 60 minutes, with a new code.")),
            };
            if let Some((seconds, words)) = wait {
                let page = order_with_app(&rig, &browser, &someone).await;
                let early = answer(&browser, &page, &shown(&rig, 0)).await.is(429);
                early.says(words);
                assert_eq!(early.headers["retry-after"], seconds.to_string());
                assert_eq!(early.has_field(), seconds == 60);
                rig.forward(seconds);
            }
            let page = order_with_app(&rig, &browser, &someone).await;
            let wrong = answer(&browser, &page, &other_than(&shown(&rig, 0), 1)).await.is(422);
            wrong.says("You have 2 tries left, then this order is stopped.");
        }
        rig.forward(60 * 60);
        let page = order_with_app(&rig, &browser, &someone).await;
        let closed = answer(&browser, &page, &shown(&rig, 0)).await.is(403);
        closed.says("Codes are no longer accepted in this browser").says("These ways work now:");
        assert!(!closed.has_field());
        let order = closed.at.trim_end_matches("/code").to_owned();
        assert_eq!(rig.get(&format!("/v1{order}")).await.body["state"], json!("open"));
    }
}
