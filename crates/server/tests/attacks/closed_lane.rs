//! A lane that guessers closed: what is refused there, and the ways that are left to the person (CS-RL-03, CS-RL-04).

use countersign_testkit::on_both_engines;

use crate::browser::{Browser, ORIGIN, Page, other_than};
use crate::owner::{App, Owner, PASSWORD};
use crate::people::{first_step, is_signed_in, second_step};
use crate::rig::Rig;

const ADDRESS: &str = "anna@example.com";

/// The page that takes the code, in this browser.
pub async fn at_code(browser: &Browser<'_>, password: &str) -> Page {
    let led = first_step(browser, ADDRESS, password).await.is(303);
    browser.follow(led).await.is(200)
}

/// Wrong codes in one pending sign-in until one is not compared, or the challenge is dead: how many were, and the last status.
pub async fn burst(rig: &Rig, browser: &Browser<'_>, password: &str, app: &App) -> (usize, u16) {
    let mut page = at_code(browser, password).await;
    for compared in 0..10 {
        let code = other_than(&app.shows(rig, 0), 1 + compared);
        let answer = second_step(browser, &page, &code).await;
        let compared = usize::try_from(compared).expect("few");
        match answer.status.as_u16() {
            422 if answer.has_field() => page = answer,
            422 => return (compared + 1, 422),
            status => return (compared, status),
        }
    }
    panic!("ten wrong codes in one challenge");
}

/// Wrong codes in new browsers, every wait passed, until none is looked at: how many were.
pub async fn spend(rig: &Rig, password: &str, app: &App) -> usize {
    let mut compared = 0;
    for at in 0..60 {
        let browser = Browser::new(rig).from(&format!("198.51.100.{at}"));
        let (more, status) = burst(rig, &browser, password, app).await;
        compared += more;
        if status == 403 {
            return compared;
        }
        rig.forward(3_601);
    }
    panic!("{compared} wrong codes and no end");
}

/// Sets a password by a mailed link, opened in this browser.
async fn reset(rig: &Rig, browser: &Browser<'_>, password: &str) {
    let page = browser.open("/sign-in/forgot").await.is(200);
    browser.submit(&page, &[("name", ADDRESS)]).await.is(200);
    rig.deliver().await;
    let start = format!("{ORIGIN}/reset-password/");
    let messages = rig.sink.messages();
    let text = messages.iter().rev().find_map(|message| message.text.split_once(&start));
    let token = text.expect("a link").1.split_whitespace().next().expect("an end").to_owned();
    let page = browser.open(&format!("{start}{token}")).await.is(200);
    browser
        .submit(&page, &[("new_password", password)])
        .await
        .is(200)
        .says("Your new password works from now on");
}

on_both_engines! {
    /// CS-RL-03, CS-RL-04: the twenty-first code is not looked at even if it is right; the known browser signs in, and so does the
    /// one in which a mailed link set a new password, within five tries.
    async fn a_closed_lane_never_closes_the_person(db: TestDb) {
        let rig = Rig::new(db).await;
        let anna = Owner::new(&rig, "anna").await;
        let (app, _) = anna.with_app(&rig, &anna.browser(&rig).await).await;
        let known = Browser::new(&rig);
        let page = at_code(&known, PASSWORD).await;
        second_step(&known, &page, &app.shows(&rig, 0)).await.is(303);
        assert_eq!(spend(&rig, PASSWORD, &app).await, 20);

        let stranger = Browser::new(&rig);
        let page = at_code(&stranger, PASSWORD).await;
        let closed = second_step(&stranger, &page, &app.shows(&rig, 0)).await.is(403);
        closed.says("A recovery code").says("A browser").says("password");
        let page = at_code(&known, PASSWORD).await;
        second_step(&known, &page, &app.shows(&rig, 0)).await.is(303);
        rig.forward(60);

        let mine = Browser::new(&rig);
        reset(&rig, &mine, "nine otters in a canoe").await;
        let page = at_code(&mine, "nine otters in a canoe").await;
        page.says("Your new password works. You have 5 tries for the code in this browser.");
        let page = second_step(&mine, &page, &other_than(&app.shows(&rig, 0), 1)).await.is(422);
        let other = at_code(&stranger, "nine otters in a canoe").await;
        other.never_says("5 tries");
        second_step(&stranger, &other, &app.shows(&rig, 0)).await.is(403);
        second_step(&mine, &page, &app.shows(&rig, 0)).await.is(303);
        assert!(is_signed_in(&mine).await && !is_signed_in(&stranger).await);
    }

    /// CS-RL-04: whoever has password and mailbox gets ten more guesses in a year, of the thirty; a recovery code still works.
    async fn a_mailbox_is_worth_ten_more_guesses(db: TestDb) {
        let rig = Rig::new(db).await;
        let anna = Owner::new(&rig, "anna").await;
        let (app, codes) = anna.with_app(&rig, &anna.browser(&rig).await).await;
        assert_eq!(spend(&rig, PASSWORD, &app).await, 20);
        let mut compared = 0;
        let mut password = String::new();
        for round in 0..4 {
            rig.forward(3_601);
            password = format!("{round} otters in a canoe");
            let thief = Browser::new(&rig).from(&format!("203.0.113.{round}"));
            reset(&rig, &thief, &password).await;
            for _ in 0..3 {
                compared += burst(&rig, &thief, &password, &app).await.0;
            }
        }
        assert_eq!(compared, 10);
        let mine = Browser::new(&rig);
        let page = at_code(&mine, &password).await;
        second_step(&mine, &page, &app.shows(&rig, 0)).await.is(403);
        let other = mine.open(&format!("{}/other", page.at)).await.is(200);
        let page = mine.submit(&other, &[("way", "recovery-code")]).await.is(200);
        mine.submit(&page, &[("recoverycode", &codes[0])]).await.is(200).says("That code is now used.");
        assert!(is_signed_in(&mine).await);
    }

    /// CS-RL-04: where nothing is closed, a reset gives nothing and uses nothing up.
    async fn a_reset_without_need_opens_nothing(db: TestDb) {
        let rig = Rig::new(db).await;
        let anna = Owner::new(&rig, "anna").await;
        let (app, _) = anna.with_app(&rig, &anna.browser(&rig).await).await;
        let mine = Browser::new(&rig);
        for round in 0..3 {
            rig.forward(3_601);
            reset(&rig, &mine, &format!("{round} otters in a canoe")).await;
        }
        at_code(&mine, "2 otters in a canoe").await.never_says("5 tries");
        assert_eq!(spend(&rig, "2 otters in a canoe", &app).await, 20);
        reset(&rig, &mine, "nine otters in a canoe").await;
        at_code(&mine, "nine otters in a canoe").await.says("You have 5 tries");
    }
}
