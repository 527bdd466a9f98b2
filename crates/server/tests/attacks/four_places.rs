//! Wrong app codes in every place that takes them are one count, and close every place (CS-TOTP-08, CS-RL-03).

use countersign_testkit::on_both_engines;
use serde_json::json;

use crate::browser::{Browser, Page, other_than};
use crate::closed_lane::at_code;
use crate::owner::{App, Owner, PASSWORD, send};
use crate::people::second_step;
use crate::rig::{RETURN_TO, Rig};

/// One of the places, opened in a session.
enum At {
    /// Answered over the API.
    Challenge(String),
    /// Answered at a page.
    Page(Page),
}

impl At {
    /// The place with this number: an area, turning off, new recovery codes, an order.
    async fn open(rig: &Rig, browser: &Browser<'_>, person: &str, place: usize) -> Self {
        let sessions = rig.get(&format!("/v1/persons/{person}/sessions")).await;
        let session = sessions.body["sessions"][0]["id"].clone();
        match place {
            0 => {
                let ask = json!({"person": person, "purpose": "step-up", "session": session, "areas": ["invoices"], "return_to": RETURN_TO});
                Self::Challenge(rig.post("/v1/challenges", ask).await.is(201).str("id").to_owned())
            }
            1 => {
                let list = browser.open("/security/methods").await.is(200);
                Self::Page(send(browser, &list, "/security/methods/off", &[]).await.is(200))
            }
            2 => {
                let page = browser.open("/security/recovery-codes").await.is(200);
                Self::Page(browser.submit(&page, &[]).await.is(200))
            }
            _ => {
                let order = json!({"person": person, "session": session, "action": "restore", "title": "Restore", "object": "web-1",
                    "details": [], "return_to": RETURN_TO});
                let order = rig.post("/v1/orders", order).await.is(201);
                let way = json!({"method": "totp"});
                let path = format!("/v1/orders/{}/challenges", order.str("id"));
                Self::Challenge(rig.post(&path, way).await.is(201).str("id").to_owned())
            }
        }
    }

    async fn answer(&self, rig: &Rig, browser: &Browser<'_>, code: &str) -> u16 {
        match self {
            Self::Challenge(id) => rig.answer(id, "totp", code).await.status.as_u16(),
            Self::Page(page) => second_step(browser, page, code).await.status.as_u16(),
        }
    }
}

/// A new session in this browser.
async fn sign_in_again(rig: &Rig, browser: &Browser<'_>, app: &App) {
    rig.forward(61);
    let page = at_code(browser, PASSWORD).await;
    second_step(browser, &page, &app.shows(rig, 0)).await.is(303);
    rig.forward(61);
}

on_both_engines! {
    /// CS-TOTP-08: three wrong at an area, three at turning off, three at new codes, one at an order, each in a session of its own,
    /// every wait passed: the lane of this browser holds ten, and the right code is refused in all four places.
    async fn four_places_are_one_count(db: TestDb) {
        let rig = Rig::new(db).await;
        let anna = Owner::new(&rig, "anna").await;
        let (app, _) = anna.with_app(&rig, &anna.browser(&rig).await).await;
        let browser = Browser::new(&rig);
        for (place, wrong) in [(0, 3), (1, 3), (2, 3), (3, 1)] {
            sign_in_again(&rig, &browser, &app).await;
            let at = At::open(&rig, &browser, &anna.id, place).await;
            for by in 1..=wrong {
                let status = at.answer(&rig, &browser, &other_than(&app.shows(&rig, 0), by)).await;
                assert_eq!(status, 422, "place {place}, wrong code {by}");
                rig.forward(61);
            }
        }
        for place in 0..4 {
            let at = At::open(&rig, &browser, &anna.id, place).await;
            assert_eq!(at.answer(&rig, &browser, &app.shows(&rig, 0)).await, 403, "place {place}");
        }
    }
}
