//! What a person hears of somebody who tries, and of what changes how they sign in (CS-LOG-13, CS-ENR-08).

use countersign_core::people::Method;
use countersign_testkit::on_both_engines;

use crate::browser::{Browser, other_than};
use crate::closed_lane::{burst, spend};
use crate::owner::{Owner, PASSWORD};
use crate::people::{first_step, second_step};
use crate::rig::{MOBILE, Rig};

const GUESSED: &str = "Someone has your password and failed at the code";
const AFTER_FAILURES: &str = "Signed in after wrong tries";
const CLOSED: &str = "Too many wrong codes from browsers we do not know";

/// The texts of the mails with this subject.
async fn mails(rig: &Rig, subject: &str) -> Vec<String> {
    rig.deliver().await;
    let messages = rig.sink.messages();
    let with = messages.into_iter().filter(|mail| mail.subject.as_deref() == Some(subject));
    with.map(|mail| mail.text).collect()
}

/// The notices that came as text messages.
async fn texts(rig: &Rig) -> Vec<String> {
    rig.deliver().await;
    let messages = rig.sink.messages();
    let told =
        messages.into_iter().filter(|text| text.method == Method::Sms && text.purpose == "notice");
    told.map(|text| {
        assert_eq!(text.to, MOBILE);
        text.text
    })
    .collect()
}

on_both_engines! {
    /// CS-LOG-13: password right, code wrong, in an unknown browser: a slip is none of it; from the third on it is told with where
    /// it was seen, and at most four times an hour however often it is tried.
    async fn a_known_password_is_told(db: TestDb) {
        let rig = Rig::new(db).await;
        let anna = Owner::new(&rig, "anna").await;
        let (app, _) = anna.with_app(&rig, &anna.browser(&rig).await).await;
        let thief = Browser::new(&rig).from("198.51.100.7");
        let led = first_step(&thief, "anna@example.com", PASSWORD).await.is(303);
        let mut page = thief.follow(led).await.is(200);
        for by in 1..=3 {
            assert!(mails(&rig, GUESSED).await.is_empty(), "{by}");
            page = second_step(&thief, &page, &other_than(&app.shows(&rig, 0), by)).await.is(422);
        }
        let told = mails(&rig, GUESSED).await;
        assert_eq!(told.len(), 1);
        assert!(told[0].contains("198.51.100.7") && told[0].contains("set a new one"), "{}", told[0]);
        assert!(told[0].contains("/activity/not-me/"), "{}", told[0]);
        for _ in 0..60 {
            rig.forward(60);
            burst(&rig, &thief, PASSWORD, &app).await;
        }
        let told = mails(&rig, GUESSED).await.len();
        assert!((2..=5).contains(&told), "{told}");
    }

    /// CS-LOG-13: the lane of strangers closes, and is told once.
    async fn a_closed_lane_is_told_once(db: TestDb) {
        let rig = Rig::new(db).await;
        let anna = Owner::new(&rig, "anna").await;
        let (app, _) = anna.with_app(&rig, &anna.browser(&rig).await).await;
        assert_eq!(spend(&rig, PASSWORD, &app).await, 20);
        rig.forward(3_601);
        let (compared, status) = burst(&rig, &Browser::new(&rig), PASSWORD, &app).await;
        assert_eq!((compared, status), (0, 403));
        assert_eq!(mails(&rig, CLOSED).await.len(), 1);
    }

    /// CS-LOG-13: a success after three failures is told with their number, and they are not told again.
    async fn a_success_after_failures_is_told(db: TestDb) {
        let rig = Rig::new(db).await;
        Owner::new(&rig, "anna").await;
        for (wrong, told) in [(2, 0), (3, 1), (0, 1)] {
            for at in 0..wrong {
                let stranger = Browser::new(&rig).from(&format!("198.51.100.{at}"));
                first_step(&stranger, "anna@example.com", "another password").await.is(422);
            }
            rig.forward(1);
            first_step(&Browser::new(&rig), "anna@example.com", PASSWORD).await.is(303);
            assert_eq!(mails(&rig, AFTER_FAILURES).await.len(), told, "{wrong}");
            rig.forward(16 * 60);
        }
        assert!(mails(&rig, AFTER_FAILURES).await[0].contains("after 3 wrong tries"));
    }

    /// CS-ENR-08, CS-RC-07: a changed way to sign in and a used recovery code are told by text message too, without a link.
    async fn what_changes_the_sign_in_is_told_by_text(db: TestDb) {
        let rig = Rig::new(db).await;
        let anna = Owner::new(&rig, "anna").await;
        let (_, codes) = anna.with_app(&rig, &anna.browser(&rig).await).await;
        let told = texts(&rig).await;
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(told[0].contains("The way you sign in was changed on ") && told[0].contains("confirm.example"), "{told:?}");
        let browser = Browser::new(&rig);
        let led = first_step(&browser, "anna@example.com", PASSWORD).await.is(303);
        let page = browser.follow(led).await.is(200);
        let other = browser.open(&format!("{}/other", page.at)).await.is(200);
        let page = browser.submit(&other, &[("way", "recovery-code")]).await.is(200);
        browser.submit(&page, &[("recoverycode", &codes[0])]).await.is(200);
        let told = texts(&rig).await;
        assert_eq!(told.len(), 2, "{told:?}");
        assert!(told[1].contains("A recovery code was used on ") && told[1].contains(" 9 left."), "{told:?}");
        assert!(told.iter().all(|text| !text.contains("://") && text.chars().count() <= 160), "{told:?}");
    }
}
