//! The security area of a person who is signed in.

use countersign_app::session::hosted::{NewHosted, beginning};
use countersign_core::ids::{PersonId, SessionId};
use countersign_core::ports::Bearer;
use countersign_testkit::on_both_engines;
use futures_util::future::join_all;

use crate::app_code::enrol;
use crate::browser::{Browser, ORIGIN};
use crate::passwords::{NEW, OLD, matches, person};
use crate::rig::Rig;

/// A browser in a session of this person's, as a sign-in leaves it.
pub async fn signed_in<'r>(rig: &'r Rig, person: &str) -> (Browser<'r>, SessionId) {
    let ctx = &rig.state.ctx;
    let (id, cookie) = (ctx.random(SessionId::generate), ctx.random(Bearer::long));
    let person = PersonId::parse(person).expect("an id");
    let now = rig.clock.now();
    let times = ctx.policy.session_times(None);
    let session = beginning(id.clone(), person, None, None, now, times, now);
    let new = NewHosted { session, cookie_hash: cookie.hash(), client: None };
    ctx.store.write(async move |tx| tx.hosted_insert(&new).await).await.expect("a session");
    let browser = Browser::new(rig);
    browser.plant("__Host-ses", cookie.reveal());
    (browser, id)
}

on_both_engines! {
    /// What protects the person, each with one action; nobody else sees it.
    async fn the_overview_shows_what_protects_a_person(db: TestDb) {
        let rig = Rig::new(db).await;
        let mara = person(&rig, "mara").await;
        let stranger = Browser::new(&rig).ask("GET", "/security", String::new(), &[]).await.is(303);
        assert_eq!(stranger.at, "/sign-in?next=%2Fsecurity");
        let (browser, _) = signed_in(&rig, &mara).await;
        let page = browser.open("/security").await.is(200);
        page.says("Your security").says("Password").says("Two-factor authentication Off");
        page.says("m…a@e…e.com Confirmed").says("Signed in as").never_says("None saved yet");
        assert!(page.html.contains("aria-current=\"page\""));
        assert!(!page.html.contains("mara@example.com"), "the address is masked");
    }

    /// Sessions, devices and what happened last, each with one action.
    async fn the_overview_counts_sessions_and_ends_the_others(db: TestDb) {
        let rig = Rig::new(db).await;
        let mara = person(&rig, "mara").await;
        let (here, _) = signed_in(&rig, &mara).await;
        let page = here.open("/security").await.is(200);
        page.says("Only this one is open.").says("None is recognised.").never_says("End all others");
        page.says("Recent activity").says("The account was set up here");
        let (there, _) = signed_in(&rig, &mara).await;
        let page = here.open("/security").await.is(200);
        page.says("This one and 1 other are open.");
        let form = page.form(&[("all", "others")]);
        here.ask("POST", "/security/sessions", form, &[("origin", ORIGIN)]).await.is(303);
        there.open("/security").await.is(410);
        here.open("/security").await.is(200).says("Only this one is open.").says("All other sessions were ended");
    }

    /// CS-LOG-07: a press keeps the session, and only a press that came from its own page.
    async fn a_press_keeps_the_session(db: TestDb) {
        let rig = Rig::new(db).await;
        let mara = person(&rig, "mara").await;
        let (here, _) = signed_in(&rig, &mara).await;
        let (other, _) = signed_in(&rig, &mara).await;
        let page = here.open("/security").await.is(200);
        page.says("You will be signed out at").says("Stay signed in");
        rig.forward(29 * 60);
        let forged = "form_token=x".to_owned();
        other.ask("POST", "/security/stay", forged, &[("origin", ORIGIN)]).await.is(403);
        here.ask("POST", "/security/stay", page.form(&[]), &[("origin", ORIGIN)]).await.is(204);
        rig.forward(29 * 60);
        here.open("/security").await.is(200);
    }

    /// CS-PW-06: the present password, then everything else ends; this session goes on under a new cookie.
    async fn changing_the_password_ends_everything_else(db: TestDb) {
        let rig = Rig::new(db).await;
        let mara = person(&rig, "mara").await;
        let (here, _) = signed_in(&rig, &mara).await;
        let (there, _) = signed_in(&rig, &mara).await;
        let page = here.open("/security/password").await.is(200);
        assert!(page.html.contains("autocomplete=\"current-password\""));
        for (current, new, words) in [
            ("", NEW, "Enter your current password."),
            (OLD, "", "Enter a new password."),
            ("something else", NEW, "That is not your current password."),
            (OLD, "seven77", "Use at least 8 characters."),
            (OLD, "mara-mara-mara", "This password is well known or contains your name or ours."),
        ] {
            let fields = [("current_password", current), ("new_password", new)];
            let refused = here.submit(&page, &fields).await.is(422);
            refused.says(words);
            assert!(refused.title().starts_with("Error: "));
        }
        let before = here.cookie("__Host-ses");
        let fields = [("current_password", OLD), ("new_password", NEW)];
        let done = here.submit(&page, &fields).await.is(200);
        done.says("Changed. Use the new one from now on. We ended your 1 other session.");
        assert!(matches(&rig, "mara", NEW).await && !matches(&rig, "mara", OLD).await);
        assert_ne!(here.cookie("__Host-ses"), before, "a new id (CS-LOG-06)");
        let gone = there.open("/security").await;
        assert_eq!(gone.status, 410);
        gone.says("your password was changed");
        rig.deliver().await;
        assert!(rig.sink.messages().iter().any(|mail| mail.text.contains("Your password was changed")));
    }

    /// CS-RL-05: five wrong present passwords end the session, whoever holds its cookie; at once they are five too, and
    /// the right one comes too late then.
    async fn a_stolen_cookie_is_no_way_to_guess_the_password(db: TestDb) {
        let rig = Rig::new(db).await;
        let mara = person(&rig, "mara").await;
        let (thief, _) = signed_in(&rig, &mara).await;
        let page = thief.open("/security/password").await.is(200);
        let stolen = thief.cookie("__Host-ses");
        let tries = (0..20).map(|n| {
            let (thief, page) = (&thief, &page);
            async move {
                let guess = format!("guess number {n}");
                thief.post(page, &[("current_password", &guess), ("new_password", NEW)]).await.status
            }
        });
        let answers = join_all(tries).await;
        let compared = answers.iter().filter(|status| status.as_u16() == 422).count();
        assert!(compared <= 5, "{answers:?}");
        // The answers took the cookie out of the browser; a thief keeps a copy.
        thief.plant("__Host-ses", &stolen);
        thief.post(&page, &[("current_password", OLD), ("new_password", NEW)]).await.is(410);
        thief.plant("__Host-ses", &stolen);
        thief.open("/security").await.is(410);
        assert!(matches(&rig, "mara", OLD).await, "the password is as it was");
    }

    /// CS-LOG-09: sessions are listed without their cookies and ended by handle; a foreign handle is like none.
    async fn sessions_are_listed_and_ended(db: TestDb) {
        let rig = Rig::new(db).await;
        let (mara, timo) = (person(&rig, "mara").await, person(&rig, "timo").await);
        let (here, own) = signed_in(&rig, &mara).await;
        let (one, first) = signed_in(&rig, &mara).await;
        let (two, _) = signed_in(&rig, &mara).await;
        let (his, foreign) = signed_in(&rig, &timo).await;
        let page = here.open("/security/sessions").await.is(200);
        page.says("This one").says("End all others");
        assert!(!page.html.contains(&here.cookie("__Host-ses")) && !page.html.contains(own.as_str()));
        here.post(&page, &[("handle", foreign.as_str())]).await.is(404);
        his.open("/security").await.is(200);
        here.post(&page, &[("handle", first.as_str())]).await.is(303);
        one.open("/security").await.is(410).says("you ended this session elsewhere");
        let page = here.open("/security/sessions").await.is(200);
        here.submit(&page, &[("all", "others")]).await.is(200).never_says("End all others");
        two.open("/security").await.is(410);
        here.open("/security").await.is(200);
        here.open("/security/devices").await.is(200).says("None.");
    }

    /// CS-PW-06: with a second factor on, no session changes the password without showing it.
    async fn with_a_second_factor_the_password_alone_changes_nothing(db: TestDb) {
        let rig = Rig::new(db).await;
        let timo = person(&rig, "timo").await;
        enrol(&rig, &timo).await;
        let (browser, _) = signed_in(&rig, &timo).await;
        let page = browser.open("/security/password").await.is(200);
        page.says("Before we change your security settings, confirm it's you.");
        assert!(!page.html.contains("name=\"new_password\""));
        let fields = [("current_password", OLD), ("new_password", NEW)];
        let led = browser.post(&page, &fields).await.is(303);
        assert!(led.at.starts_with("/security/changes/chg_"), "{}", led.at);
        let change = led.at.rsplit('/').next().expect("an id");
        for path in ["/security/password".to_owned(), format!("/security/password/{change}")] {
            let form = page.form(&fields);
            browser.ask("POST", &path, form, &[("origin", ORIGIN)]).await;
        }
        assert!(matches(&rig, "timo", OLD).await);
    }
}
