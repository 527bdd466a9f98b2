//! Somebody of whom an account requires a second factor, at the sign-in: the set-up stands between the password and everything else.

use std::collections::BTreeSet;

use countersign_app::accounts::Acting;
use countersign_app::duty::{self, DutyAsk};
use countersign_app::{Actor, Asked};
use countersign_core::Timestamp;
use countersign_core::ids::{AccountId, AuthenticatorId, ContactId, DutyId, PersonId, SessionId};
use countersign_core::people::{Authenticator, AuthenticatorKind};
use countersign_core::policy::{AllowedWays, Duty, DutyOf};
use countersign_core::session::Client;
use countersign_server::routes::Guard;
use countersign_testkit::on_both_engines;
use futures_util::future::join_all;
use http::StatusCode;
use serde_json::json;

use crate::browser::{Browser, ORIGIN, Page};
use crate::changing::prove;
use crate::owner::{App, Owner, PASSWORD, change_of, codes_of, hidden, prove_by_mail, send, tick};
use crate::rig::{RETURN_TO, Rig};

const SAME: [(&str, &str); 2] = [("origin", ORIGIN), ("sec-fetch-site", "same-origin")];

/// An account of its own owner's, with this person as a member.
async fn account_of(rig: &Rig, member: &str) -> (Owner, String) {
    let boss = Owner::named(rig, "boss", "+4915123456789").await;
    let new = json!({"reference": "K-1", "name": "Nordlicht Verlag", "owner": boss.id});
    let account = rig.post("/v1/accounts", new).await.is(201).str("id").to_owned();
    let path = format!("/v1/accounts/{account}/members/{member}");
    rig.call("PUT", &path, json!({"role": "member"})).await.is(200);
    (boss, account)
}

fn account_id(account: &str) -> AccountId {
    AccountId::parse(account).expect("an id")
}

/// Sets a duty as the owner would.
async fn force(rig: &Rig, (boss, account): (&Owner, &str), person: &Owner, ways: AllowedWays) {
    force_from(rig, (boss, account), person, ways, rig.clock.now()).await;
}

async fn force_from(
    rig: &Rig,
    (boss, account): (&Owner, &str),
    person: &Owner,
    ways: AllowedWays,
    from: Timestamp,
) {
    let duty = Duty {
        id: rig.state.ctx.random(DutyId::generate),
        account: account_id(account),
        of: DutyOf::Person(person.person()),
        ways,
        from,
        set_at: rig.clock.now(),
        set_by: boss.person(),
    };
    let store = &rig.state.ctx.store;
    store.write(async move |tx| tx.duty_put(&duty, 1).await).await.expect("set");
}

async fn lift(rig: &Rig, account: &str, person: &Owner) {
    let (account, of) = (account_id(account), DutyOf::Person(person.person()));
    let store = &rig.state.ctx.store;
    assert!(
        store.write(async move |tx| tx.duty_delete(&account, &of).await).await.expect("lifted")
    );
}

/// The first step, and on to the page it leads to.
async fn password(browser: &Browser<'_>, name: &str, query: &str) -> Page {
    let page = browser.open(&format!("/sign-in?anew=yes{query}")).await.is(200);
    let name = format!("{name}@example.com");
    browser.submit(&page, &[("name", &name), ("password", PASSWORD)]).await.is(200)
}

async fn is_signed_in(browser: &Browser<'_>) -> bool {
    browser.ask("GET", "/security", String::new(), &[]).await.status == StatusCode::OK
}

/// *Set up now*, the code by mail, the app, up to the recovery codes.
async fn up_to_codes(rig: &Rig, browser: &Browser<'_>, page: &Page) -> (App, Page) {
    let page = browser.submit(page, &[]).await.is(200);
    let page = prove_by_mail(browser, &page).await;
    with_way(rig, browser, &page).await
}

async fn with_way(rig: &Rig, browser: &Browser<'_>, page: &Page) -> (App, Page) {
    page.says("How do you want to confirm sign-ins?").never_says("Not now");
    let page = browser.submit(page, &[("way", "totp")]).await.is(200);
    page.says("Connect your app").never_says("Not now");
    let app = App::of(&page);
    let code = app.shows(rig, 0);
    let codes = browser.submit(&page, &[("onetimecode", &code), ("name", "App")]).await.is(200);
    (app, codes)
}

/// Uses what makes the person reachable up: an address that nobody confirmed, and no number.
pub async fn unreachable(rig: &Rig, name: &str) -> Owner {
    let body = json!({"email": format!("{name}@example.com"), "name": name, "password": PASSWORD});
    Owner { id: rig.post("/v1/persons", body).await.is(201).str("id").to_owned() }
}

/// A member's frame and window, as the pages have them.
async fn acting(rig: &Rig, boss: &Owner) -> (Asked, Acting) {
    let (_, session) = boss.browser_with(rig, None).await;
    let asked = Asked {
        now: rig.clock.now(),
        by: Actor::Person(boss.person(), session.clone()),
        request: "test".to_owned(),
        client: Client::default(),
        once: None,
    };
    open_window(rig, &session).await;
    (asked, Acting { person: boss.person(), session })
}

pub async fn open_window(rig: &Rig, session: &SessionId) {
    use countersign_core::ids::ChallengeId;
    use countersign_core::step_up::{Areas, Window};
    let until = rig.clock.now().plus(std::time::Duration::from_mins(10));
    let areas = Areas::from_column("personal-data").expect("areas");
    let window = Window::stored(session.clone(), areas, until);
    let (challenge, now) = (rig.state.ctx.random(ChallengeId::generate), rig.clock.now());
    let store = &rig.state.ctx.store;
    let opened = store.write(async move |tx| tx.window_open(&window, &challenge, now).await).await;
    assert!(opened.expect("the store works"));
}

async fn made_link(rig: &Rig, boss: &Owner, account: &str, person: &Owner) -> Option<String> {
    let (asked, by) = acting(rig, boss).await;
    let (account, whom) = (account_id(account), person.person());
    duty::make_set_up_link(&rig.state.ctx, &asked, by, &account, &whom)
        .await
        .expect("the store works")
        .ok()
        .map(|made| made.address)
}

on_both_engines! {
    /// CS-F2-01, CS-F2-04: the password, the page that says why, a code to a confirmed contact, the wizard without "Not now",
    /// and only then the portal.
    async fn a_forced_person_is_led_through_the_set_up_to_the_portal(db: TestDb) {
        let rig = Rig::new(db).await;
        let anna = Owner::new(&rig, "anna").await;
        let (boss, account) = account_of(&rig, &anna.id).await;
        force(&rig, (&boss, &account), &anna, AllowedWays::Any).await;
        let browser = Browser::new(&rig);
        let page = password(&browser, "anna", &format!("&return_to={RETURN_TO}&state=s1")).await;
        page.says("Nordlicht Verlag requires two-factor authentication. It takes about 2 minutes.");
        page.says("boss switched it on").says("I have no phone").says("Sign out").never_says("Not now");
        assert!(!browser.jar().contains_key("__Host-dev"), "the browser stays unknown");
        assert!(!is_signed_in(&browser).await);

        let (_, codes) = up_to_codes(&rig, &browser, &page).await;
        // The code was right, and the recovery codes are not saved: not yet.
        assert!(!is_signed_in(&browser).await);
        let done = tick(&browser, &codes).await.is(200);
        done.says("Two-factor authentication is on");
        let to = done.html.split("href=\"/sign-in/after").nth(1).expect("a way on").split('"').next().expect("an end");
        let to = format!("/sign-in/after{}", to.replace("&#38;", "&").replace("&amp;", "&"));
        let after = browser.ask("GET", &to, String::new(), &[]).await.is(303);
        let back = browser.ask("GET", &after.at, String::new(), &[]).await.is(303);
        let result = back.at.split("result=").nth(1).expect("a result").split('&').next().expect("an end");
        assert!(back.at.starts_with(RETURN_TO) && back.at.contains("state=s1"), "{}", back.at);
        let signed_in = rig.post("/v1/sign-ins/complete", json!({"result": result})).await.is(200);
        assert_eq!((signed_in.str("person"), signed_in.str("method")), (anna.id.as_str(), "totp"));
        assert!(is_signed_in(&browser).await && browser.jar().contains_key("__Host-dev"));
        let listed = rig.get(&format!("/v1/persons/{}/sessions", anna.id)).await.is(200);
        assert_eq!(listed.body["sessions"].as_array().expect("sessions").len(), 1, "{}", listed.text);
    }

    /// CS-F2-01: along the whole table of routes only the set-up, Help and Sign out answer; the session is none to the API; a
    /// restart, another tab and a deep link meet the same; after half an hour it is over.
    async fn what_owes_reaches_nothing_else(db: TestDb) {
        let rig = Rig::new(db).await;
        let anna = Owner::new(&rig, "anna").await;
        let (boss, account) = account_of(&rig, &anna.id).await;
        force(&rig, (&boss, &account), &anna, AllowedWays::Any).await;
        let before = rig.get(&format!("/v1/persons/{}", anna.id)).await.text;
        let thief = Browser::new(&rig);
        let page = password(&thief, "anna", "").await;
        let cookie = thief.cookie("__Host-ses");
        let mut tried = 0;
        for served in rig.built.served.clone() {
            if served.path.starts_with("/v1/") || served.path == "/sign-out" || served.path.starts_with("/sign-in") {
                continue;
            }
            let own = matches!(served.guard, Guard::Session | Guard::Visit | Guard::Staff(_) | Guard::Link);
            if !own {
                continue;
            }
            tried += 1;
            let fields = [("way", "totp"), ("do", "others"), ("name", "x"), ("current_password", PASSWORD), ("new_password", "nine otters in a canoe")];
            let body = if served.method == "POST" { page.form(&fields) } else { String::new() };
            let path = somewhere(&served.path);
            let answer = thief.ask(served.method, &path, body, &SAME).await;
            let answer = thief.follow(answer).await;
            let told = format!("{} {}: {} {}", served.method, served.path, answer.status, answer.at);
            let led = answer.status == 200 && answer.text().contains("Nordlicht Verlag requires two-factor authentication.");
            let stays = served.path == "/security/stay" && answer.status == 204;
            assert!(led || stays || answer.status.is_client_error(), "{told}");
        }
        assert!(tried > 30, "{tried} routes");
        for (path, expected) in [("/help", 200), ("/sign-out", 200), ("/sign-in/set-up", 200)] {
            assert_eq!(thief.ask("GET", path, String::new(), &[]).await.status, expected, "{path}");
        }
        for path in ["/sign-in/after", "/sign-in/after?next=/security", "/security?prompt=none", "/sign-in"] {
            let page = thief.open(path).await.is(200);
            page.says("Nordlicht Verlag requires two-factor authentication.");
        }
        // Signing out is for oneself alone.
        let open = anna.browser(&rig).await;
        let other = Browser::new(&rig);
        let page = password(&other, "anna", "").await;
        let out = other.ask("POST", "/sign-out", page.form(&[("do", "everywhere")]), &SAME).await;
        assert_eq!(out.status, 303);
        assert!(is_signed_in(&open).await, "no word of the thief's ends a session of hers");

        // Another node, as after a restart, with the same cookies; and the cookie alone in another client.
        let node = rig.another_node().await;
        let restarted = Browser::at(&rig, node.state);
        restarted.plant("__Host-ses", &cookie);
        restarted.open("/security").await.is(200).says("Set up now");

        // To the API the session does not exist, by whatever way its id became known.
        let id = rig.state.ctx.store.read({
            let hash = countersign_core::ports::Bearer::presented(cookie.as_str()).hash();
            let now = rig.clock.now();
            async move |tx| Ok(tx.hosted_by_cookie(&hash, now).await?.expect("there").session.id)
        }).await.expect("read").to_string();
        let ask = json!({"person": anna.id, "purpose": "step-up", "session": id, "areas": ["invoices"], "return_to": RETURN_TO});
        rig.post("/v1/challenges", ask).await.refused(403, "second-factor-owed");
        let order = json!({"person": anna.id, "session": id, "action": "x", "title": "X", "object": "o", "details": [], "return_to": RETURN_TO});
        let refused = rig.post("/v1/orders", order).await;
        assert!(refused.status == 403 || refused.status == 422, "{}", refused.text);
        let query = format!("acting_person={}&acting_session={id}", anna.id);
        rig.get(&format!("/v1/accounts/{account}?{query}")).await.refused(404, "not-found");
        let listed = rig.get(&format!("/v1/persons/{}/sessions", anna.id)).await.is(200);
        assert!(!listed.text.contains(&id), "{}", listed.text);

        assert_eq!(rig.get(&format!("/v1/persons/{}", anna.id)).await.text, before);
        rig.forward(29 * 60);
        thief.open("/sign-in/set-up").await.is(200);
        rig.forward(2 * 60);
        let over = thief.ask("GET", "/sign-in/set-up", String::new(), &[]).await;
        assert_ne!(over.status, 200, "30 min, however often it is used");
    }

    /// CS-F2-05: a step that was left or failed is no enrolment; whoever comes back in the same browser goes on where they stopped.
    async fn whoever_leaves_is_not_signed_in_and_goes_on_later(db: TestDb) {
        let rig = Rig::new(db).await;
        let anna = Owner::new(&rig, "anna").await;
        let (boss, account) = account_of(&rig, &anna.id).await;
        force(&rig, (&boss, &account), &anna, AllowedWays::Any).await;
        let browser = Browser::new(&rig);
        let page = password(&browser, "anna", "").await;
        let page = browser.submit(&page, &[]).await.is(200);
        let change = change_of(&page);
        // "Not now" by hand: it cannot be given up.
        send(&browser, &page, &format!("{change}/cancel"), &[]).await.is(200).never_says("Not now");
        let page = prove_by_mail(&browser, &page).await;
        let page = browser.submit(&page, &[("way", "totp")]).await.is(200);
        let app = App::of(&page);
        browser.submit(&page, &[("onetimecode", "000000")]).await.is(422);
        let again = browser.open("/activity").await.is(200);
        again.says("Go on");
        let page = browser.submit(&again, &[]).await.is(200);
        assert_eq!(App::of(&page).key(), app.key(), "the same key, at the same step");
        let codes = browser.submit(&page, &[("onetimecode", &app.shows(&rig, 0))]).await.is(200);
        assert_eq!(codes_of(&codes).len(), 10);
        browser.open("/security").await.is(200).says("recovery codes");
        assert!(!is_signed_in(&browser).await);

        // Signed out in the middle: the next sign-in asks for the app, and shows the codes before it leads on.
        let page = browser.open("/sign-out").await.is(200);
        browser.submit(&page, &[]).await.is(200);
        rig.forward(60);
        let page = password(&browser, "anna", "").await;
        page.says("Enter the code from your authenticator app");
        let page = browser.submit(&page, &[("onetimecode", &app.shows(&rig, 0)), ("do", "answer")]).await.is(200);
        page.says("recovery codes");
    }

    /// CS-F2-04: whoever has only the password gets no further than the code to a confirmed contact; where there is none, it takes a
    /// set-up link, which is good once, for its person, with the password, for 24 hours.
    async fn a_stolen_password_cannot_enrol_first(db: TestDb) {
        let rig = Rig::new(db).await;
        let anna = unreachable(&rig, "anna").await;
        let (boss, account) = account_of(&rig, &anna.id).await;
        let ben = unreachable(&rig, "ben").await;
        rig.call("PUT", &format!("/v1/accounts/{account}/members/{}", ben.id), json!({"role": "member"})).await.is(200);
        assert!(made_link(&rig, &boss, &account, &anna).await.is_none(), "nothing is required of her");
        force(&rig, (&boss, &account), &anna, AllowedWays::Any).await;
        force(&rig, (&boss, &account), &ben, AllowedWays::Any).await;

        let thief = Browser::new(&rig);
        let page = password(&thief, "anna", "").await;
        page.says("Ask an owner or administrator of Nordlicht Verlag for a set-up link").never_says("Set up now");
        // The form by hand, and cookies made from what is known.
        let post = async |browser: &Browser<'_>, page: &Page| {
            browser.ask("POST", "/sign-in/set-up", page.form(&[]), &SAME).await
        };
        post(&thief, &page).await.is(200).says("set-up link");
        for guess in [anna.id.clone(), "A".repeat(22), data_encoding::BASE64URL_NOPAD.encode(&anna.id.as_bytes()[..16])] {
            thief.plant("__Host-set-up", &guess);
            let answer = post(&thief, &page).await;
            assert_eq!(answer.status, 410, "{guess}");
        }

        let older = made_link(&rig, &boss, &account, &anna).await.expect("a link");
        let link = made_link(&rig, &boss, &account, &anna).await.expect("a link");
        assert!(link.starts_with("https://confirm.example/sign-in/set-up/link/"), "{link}");
        let token = link.rsplit('/').next().expect("a token").to_owned();
        assert!(!rig.every_text().iter().any(|text| text.contains(&token)), "it lies nowhere");
        // Looked at on the way, used by nobody.
        for _ in 0..3 {
            Browser::new(&rig).ask("GET", &link, String::new(), &[]).await.is(303);
        }
        let with = async |name: &str, link: &str| {
            let browser = Browser::new(&rig);
            browser.open(link).await;
            let page = password(&browser, name, "").await;
            (post(&browser, &page).await, browser)
        };
        let (answer, _) = with("ben", &link).await;
        assert_eq!(answer.status, 410, "somebody else's");
        let (answer, _) = with("anna", &older).await;
        assert_eq!(answer.status, 410, "the newest only");

        // Fifty browsers that know password and link: one of them sets up.
        let browsers: Vec<Browser<'_>> = (0..50).map(|_| Browser::new(&rig)).collect();
        let mut pages = Vec::new();
        for (at, browser) in browsers.iter().enumerate() {
            browser.open(&link).await;
            // One sign-in, fifty windows of it: each sign-in would cost a slow hash.
            if at > 0 {
                browser.continue_from(&browsers[0]);
                pages.push(browser.open("/sign-in/set-up").await.is(200));
            } else {
                pages.push(password(browser, "anna", "").await);
            }
        }
        let answers = join_all(browsers.iter().zip(&pages).map(|(browser, page)| post(browser, page))).await;
        let changes: BTreeSet<&str> = answers.iter()
            .filter(|answer| answer.status == 303 && answer.at.starts_with("/security/changes/"))
            .map(|answer| answer.at.as_str())
            .collect();
        assert_eq!(changes.len(), 1, "one set-up, whoever is led to it: {changes:?}");
        let mut used = 0;
        let exported = countersign_app::trail::export(&rig.state.ctx.store, |line| {
            used += usize::from(line.contains("\"set-up-link.used\""));
            Ok(())
        });
        exported.await.expect("the store works").expect("written");
        assert_eq!(used, 1);
        // All are led to it, as windows of one browser that shares its cookies; here only one has the cookie it was given.
        let change = changes.iter().next().and_then(|at| at.rsplit('/').next()).expect("its id");
        let cookie = format!("__Host-{}", change.split('?').next().expect("its id"));
        let given = |answer: &Page| {
            let cookies = answer.headers.get_all("set-cookie");
            cookies.iter().any(|set| set.to_str().is_ok_and(|set| set.starts_with(&cookie)))
        };
        let at = answers.iter().position(given).expect("one");
        let page = browsers[at].open(&answers[at].at).await.is(200);
        let (_, codes) = with_way(&rig, &browsers[at], &page).await;
        tick(&browsers[at], &codes).await.is(200);
        browsers[at].open("/sign-in/after").await;
        assert!(is_signed_in(&browsers[at]).await);

        // After a day, and after another password, a link is worth nothing.
        let late = made_link(&rig, &boss, &account, &ben).await.expect("a link");
        rig.forward(24 * 3_600 + 1);
        let (answer, _) = with("ben", &late).await;
        assert_eq!(answer.status, 410, "24 h");
        assert!(made_link(&rig, &boss, &account, &anna).await.is_none(), "she has a second factor");
    }

    /// Text messages let their person in this once where only an app meets the rule; they are not asked twice.
    async fn text_messages_that_no_longer_meet_the_rule(db: TestDb) {
        let rig = Rig::new(db).await;
        let anna = Owner::new(&rig, "anna").await;
        let (boss, account) = account_of(&rig, &anna.id).await;
        enrol_sms(&rig, &anna).await;
        force(&rig, (&boss, &account), &anna, AllowedWays::AppOrPasskey).await;
        let browser = Browser::new(&rig);
        let page = password(&browser, "anna", "").await;
        let code = browser.code().await;
        let page = browser.submit(&page, &[("onetimecode", &code), ("do", "answer")]).await.is(200);
        page.says("Text messages and calls no longer meet the rule of Nordlicht Verlag.");
        assert!(!is_signed_in(&browser).await);
        let page = browser.submit(&page, &[]).await.is(200);
        page.says("How do you want to confirm sign-ins?").never_says("Text message");
        // A number by hand: it would meet nothing.
        let mobile = first_contact(&rig, &anna, "mobile").await;
        let answer = browser.submit(&page, &[("way", &format!("sms:{mobile}"))]).await.is(422);
        answer.says("How do you want to confirm sign-ins?");
        let (_, codes) = with_way(&rig, &browser, &page).await;
        tick(&browser, &codes).await.is(200);
        let page = browser.open("/sign-in/after").await.is(200);
        page.says("Your security");
        assert!(is_signed_in(&browser).await);
        let methods = browser.open("/security/methods").await.is(200);
        methods.says("Nordlicht Verlag requires two-factor authentication. You can replace your method, not turn it off.");
    }

    /// CS-F2-05: what is set during a session and a pending sign-in: the session goes on, the pending one must enrol; lifted meanwhile,
    /// the set-up leads on without one.
    async fn it_counts_from_the_next_sign_in_and_for_pending_ones(db: TestDb) {
        let rig = Rig::new(db).await;
        let anna = Owner::new(&rig, "anna").await;
        let (boss, account) = account_of(&rig, &anna.id).await;
        enrol_sms(&rig, &anna).await;
        let open = anna.browser(&rig).await;
        let pending = Browser::new(&rig);
        let page = password(&pending, "anna", "").await;
        let code = pending.code().await;
        force(&rig, (&boss, &account), &anna, AllowedWays::AppOrPasskey).await;
        assert!(is_signed_in(&open).await, "the session goes on");
        let page = pending.submit(&page, &[("onetimecode", &code), ("do", "answer")]).await.is(200);
        page.says("no longer meet the rule");

        lift(&rig, &account, &anna).await;
        pending.open("/sign-in/set-up").await.is(200);
        assert!(is_signed_in(&pending).await, "nothing is owed any more");

        // From a date: not before it.
        let tomorrow = rig.clock.now().plus(std::time::Duration::from_hours(24));
        force_from(&rig, (&boss, &account), &anna, AllowedWays::AppOrPasskey, tomorrow).await;
        rig.forward(40);
        let early = Browser::new(&rig);
        let page = password(&early, "anna", "").await;
        let code = early.code().await;
        early.submit(&page, &[("onetimecode", &code), ("do", "answer")]).await;
        assert!(is_signed_in(&early).await);
        rig.forward(24 * 3_600);
        let late = Browser::new(&rig);
        let page = password(&late, "anna", "").await;
        let code = late.code().await;
        late.submit(&page, &[("onetimecode", &code), ("do", "answer")]).await.is(200).says("no longer meet the rule");
    }

    /// CS-F2-02: the last factor stays with its reason, replacing it works, and what is lifted is the duty alone.
    async fn what_is_required_is_replaced_and_not_removed(db: TestDb) {
        let rig = Rig::new(db).await;
        let anna = Owner::new(&rig, "anna").await;
        let (boss, account) = account_of(&rig, &anna.id).await;
        let browser = anna.browser(&rig).await;
        let (app, _) = anna.with_app(&rig, &browser).await;
        // Begun before the duty, pressed after it.
        let list = browser.open("/security/methods").await.is(200);
        let page = send(&browser, &list, "/security/methods/off", &[]).await.is(200);
        let page = prove(&rig, &browser, &page, &app).await.is(200);
        force(&rig, (&boss, &account), &anna, AllowedWays::AppOrPasskey).await;
        let act = format!("{}/act", change_of(&page));
        let refused = send(&browser, &page, &act, &[]).await.is(422);
        refused.says("requires two-factor authentication. You can replace your method, not turn it off.");

        let list = browser.open("/security/methods").await.is(200);
        list.says("Nordlicht Verlag requires two-factor authentication.").never_says("Turn off two-factor");
        send(&browser, &list, "/security/methods/off", &[]).await.is(422).says("not turn it off");
        browser.open("/security").await.is(200).says("Required by Nordlicht Verlag");

        // By text messages it would no longer be met: refused. By another app it is.
        rig.forward(60);
        let id = list.html.split("action=\"/security/methods/aut_").nth(1).expect("a way")[..26].to_owned();
        let one = format!("/security/methods/aut_{id}");
        let page = send(&browser, &list, &one, &[("do", "replace")]).await.is(200);
        let page = prove(&rig, &browser, &page, &app).await.is(200);
        let mobile = first_contact(&rig, &anna, "mobile").await;
        let way = format!("{}/way", change_of(&page));
        let by_text = send(&browser, &page, &way, &[("way", &format!("sms:{mobile}"))]).await.is(422);
        by_text.says("not turn it off");
        let page = send(&browser, &by_text, &way, &[("way", "totp")]).await.is(200);
        let other = App::of(&page);
        let done = browser.submit(&page, &[("onetimecode", &other.shows(&rig, 0))]).await.is(200);
        done.says("The old one no longer does");

        lift(&rig, &account, &anna).await;
        let next = Browser::new(&rig);
        rig.forward(60);
        password(&next, "anna", "").await.says("Enter the code from your authenticator app");
        browser.open("/security/methods").await.is(200).says("Turn off two-factor");
    }

    /// Force against remove, many at once: whoever was counted as having a factor still has it.
    async fn forcing_and_removing_at_once_end_in_one_state(db: TestDb) {
        let rig = Rig::new(db).await;
        for round in 0..4 {
            let anna = Owner::named(&rig, &format!("anna{round}"), &format!("+49151234500{round}0")).await;
            let boss = Owner::named(&rig, &format!("boss{round}"), &format!("+49151234600{round}0")).await;
            let new = json!({"reference": format!("K-{round}"), "name": "K", "owner": boss.id});
            let account = rig.post("/v1/accounts", new).await.is(201).str("id").to_owned();
            let path = format!("/v1/accounts/{account}/members/{}", anna.id);
            rig.call("PUT", &path, json!({"role": "member"})).await.is(200);
            let browser = anna.browser(&rig).await;
            let (app, _) = anna.with_app(&rig, &browser).await;
            let list = browser.open("/security/methods").await.is(200);
            let page = send(&browser, &list, "/security/methods/off", &[]).await.is(200);
            let page = prove(&rig, &browser, &page, &app).await.is(200);
            let (act, token) = (format!("{}/act", change_of(&page)), hidden(&page, "form_token"));
            let (asked, by) = acting(&rig, &boss).await;
            let ask = DutyAsk {
                account: account_id(&account),
                of: DutyOf::Person(anna.person()),
                ways: AllowedWays::Any,
                from: None,
                end_sessions: false,
            };
            let removing = join_all((0..25).map(|_| {
                let body = format!("form_token={}", url::form_urlencoded::byte_serialize(token.as_bytes()).collect::<String>());
                browser.ask("POST", &act, body, &SAME)
            }));
            let forcing = join_all((0..25).map(|_| duty::set(&rig.state.ctx, &asked, by.clone(), ask.clone())));
            let (_, forced) = if round % 2 == 0 {
                tokio::join!(removing, forcing)
            } else {
                let (forced, removed) = tokio::join!(forcing, removing);
                (removed, forced)
            };
            let unmet: Vec<u32> = forced.into_iter().map(|set| set.expect("the store works").expect("set").unmet).collect();
            let person = anna.person();
            let has = rig.state.ctx.store.read(async move |tx| {
                Ok(tx.person_read(&person).await?.expect("there").person.has_second_factor())
            }).await.expect("read");
            // All of them saw the same, and it is still so: no removal came after a duty.
            assert!(unmet.iter().all(|unmet| (*unmet == 0) == has), "round {round}: {unmet:?} {has}");
        }
    }

    /// Beside a portal: a session of somebody who owes is told apart, and nothing is done in it before the set-up.
    async fn a_portals_session_of_somebody_who_owes(db: TestDb) {
        let rig = Rig::new(db).await;
        let anna = Owner::new(&rig, "anna").await;
        let (boss, account) = account_of(&rig, &anna.id).await;
        let sessions = format!("/v1/persons/{}/sessions", anna.id);
        let before = rig.post(&sessions, json!({"reference": "before"})).await.is(201);
        assert_eq!(before.body.get("second_factor_owed"), None);
        force(&rig, (&boss, &account), &anna, AllowedWays::Any).await;
        let after = rig.post(&sessions, json!({"reference": "after"})).await.is(201);
        let owed = &after.body["second_factor_owed"];
        assert_eq!((&owed["account"], &owed["ways"]), (&json!(account), &json!("any")));
        assert_eq!(owed["set_up_url"], "https://confirm.example/sign-in");
        let step_up = async |session: &str| {
            let ask = json!({"person": anna.id, "purpose": "step-up", "session": session, "areas": ["invoices"], "return_to": RETURN_TO});
            rig.post("/v1/challenges", ask).await
        };
        step_up(before.str("id")).await.is(201);
        let refused = step_up(after.str("id")).await.refused(403, "second-factor-owed");
        assert_eq!(refused.str("account"), "Nordlicht Verlag");
        let read = rig.get(&format!("/v1/sessions/{}", after.str("id"))).await.is(200);
        assert_eq!(read.body["second_factor_owed"], json!(true));
        lift(&rig, &account, &anna).await;
        step_up(after.str("id")).await.is(201);
        let again = rig.post(&sessions, json!({"reference": "after"})).await.is(201);
        assert_eq!(again.body.get("second_factor_owed"), None);
    }
}

/// A route with ids of the right kind that are nobody's.
fn somewhere(path: &str) -> String {
    let kind = [
        ("/orders", "ord"),
        ("/changes/", "chg"),
        ("/security/password/", "chg"),
        ("/methods/", "aut"),
        ("/kept/", "kpt"),
        ("/people/", "per"),
        ("/security/contacts/", "con"),
    ];
    let kind = kind.iter().find(|(part, _)| path.contains(part)).map_or("vis", |(_, kind)| kind);
    path.replace("{id}", &format!("{kind}_{}", "0".repeat(26)))
}

async fn first_contact(rig: &Rig, owner: &Owner, kind: &str) -> String {
    let person = rig.get(&format!("/v1/persons/{}", owner.id)).await.is(200);
    let contacts = person.body["contacts"].as_array().expect("contacts").clone();
    let found = contacts.iter().find(|contact| contact["kind"] == kind).expect("one");
    found["id"].as_str().expect("an id").to_owned()
}

async fn enrol_sms(rig: &Rig, owner: &Owner) {
    let mobile = ContactId::parse(&first_contact(rig, owner, "mobile").await).expect("an id");
    let way = Authenticator {
        id: rig.state.ctx.random(AuthenticatorId::generate),
        kind: AuthenticatorKind::Sms(mobile),
        added_at: rig.clock.now(),
        used_first: false,
    };
    let person = PersonId::parse(&owner.id).expect("an id");
    let store = &rig.state.ctx.store;
    let enrolled = store.write(async move |tx| tx.authenticator_insert(&person, &way, None).await);
    enrolled.await.expect("enrolled");
}
