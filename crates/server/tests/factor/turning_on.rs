//! Turning two-factor authentication on with an app, or over a number.

use std::collections::BTreeSet;

use countersign_testkit::on_both_engines;
use serde_json::{Value, json};

use crate::browser::{Page, other_than};
use crate::owner::{
    App, Owner, change_of, codes_of, connect_page, first_code, prove_by_mail, send, tick,
};
use crate::rig::Rig;

async fn second_factor(rig: &Rig, owner: &Owner) -> Value {
    rig.get(&format!("/v1/persons/{}", owner.id)).await.is(200).body["second_factor"].clone()
}

/// A dark module is one, and the quiet zone is light: what a camera would see, read by a decoder that is not ours.
fn read_qr(page: &Page) -> String {
    let svg = page.html.split("<svg class=\"qr\"").nth(1).expect("a picture");
    let svg = svg.split("</svg>").next().expect("an end");
    let side: usize = svg
        .split("viewBox=\"0 0 ")
        .nth(1)
        .and_then(|rest| rest.split(' ').next())
        .and_then(|side| side.parse().ok())
        .expect("a size");
    let dark = svg.split("fill=\"#000\" d=\"").nth(1).expect("modules").split('"').next();
    let mut modules = vec![false; side * side];
    for run in dark.expect("an end").split('M').skip(1) {
        let mut numbers = run.split(|c: char| !c.is_ascii_digit()).filter(|n| !n.is_empty());
        let mut next = || numbers.next().expect("a number").parse::<usize>().expect("a number");
        let (x, y, length) = (next(), next(), next());
        modules[y * side + x..y * side + x + length].fill(true);
    }
    let scale = 4;
    let mut image =
        rqrr::PreparedImage::prepare_from_greyscale(side * scale, side * scale, |x, y| {
            if modules[y / scale * side + x / scale] { 0 } else { 255 }
        });
    let grids = image.detect_grids();
    grids.first().expect("a code").decode().expect("readable").1
}

on_both_engines! {
    /// CS-ENR-01, CS-RC-01, CS-TOTP-11: from the invitation to "is on", with a real app and a decoder.
    async fn the_whole_wizard(db: TestDb) {
        let rig = Rig::new(db).await;
        let owner = Owner::new(&rig, "anna").await;
        let browser = owner.browser(&rig).await;
        let list = browser.open("/security/methods").await.is(200);
        list.says("Two-factor authentication is off");
        let page = browser.open("/security/methods/app").await.is(200);
        page.says("How do you want to confirm sign-ins?").says("Recommended");
        browser.submit(&page, &[]).await.is(422).says("Choose how you want to confirm sign-ins.");
        let page = browser.submit(&page, &[("way", "totp")]).await.is(200);
        // Without a second factor: a code to a confirmed contact, never WhatsApp.
        page.says("Before we change your security settings").never_says("WhatsApp");
        let page = prove_by_mail(&browser, &page).await;
        page.says("Step 2 of 3").says("Take your time");
        let app = App::of(&page);
        let address = url::Url::parse(&read_qr(&page)).expect("an address");
        assert_eq!((address.scheme(), address.host_str()), ("otpauth", Some("totp")));
        let pairs: Vec<(String, String)> = address.query_pairs().into_owned().collect();
        let issuers: Vec<_> = pairs.iter().filter(|(name, _)| name == "issuer").collect();
        assert_eq!(issuers.len(), 1);
        let secret = pairs.iter().find(|(name, _)| name == "secret").expect("a key");
        assert_eq!(data_encoding::BASE32_NOPAD.decode(secret.1.as_bytes()).expect("base32"), app.key());
        assert!(page.html.contains(&format!("href=\"{}", "otpauth://totp/")), "for an app on this device");

        // A wrong code keeps the key, the field and the name.
        let wrong = other_than(&app.shows(&rig, 0), 1);
        let page = browser.submit(&page, &[("onetimecode", &wrong), ("name", "My phone")]).await.is(422);
        page.says("That code does not match. Use the code your app shows now.");
        assert_eq!(App::of(&page).key(), app.key());
        assert!(page.html.contains(&format!("value=\"{wrong}\"")) && page.html.contains("value=\"My phone\""));
        assert_eq!(second_factor(&rig, &owner).await, json!("none"), "not before a right code");

        // Nobody is hurried: the page waits, and its key with it.
        rig.forward(5 * 60);
        let codes = first_code(&browser, &page, &app.shows(&rig, 0)).await.is(200);
        codes.says("Step 3 of 3").says("Save your recovery codes");
        assert_eq!(second_factor(&rig, &owner).await, json!("totp"));
        let shown = codes_of(&codes);
        assert_eq!(shown.len(), 10);
        assert!(shown.iter().all(|code| code.len() == 14), "{shown:?}");
        let untouched = send(&browser, &codes, &format!("{}/codes", change_of(&codes)), &[
            ("set", &crate::owner::hidden(&codes, "set")),
            ("sealed", &crate::owner::hidden(&codes, "sealed")),
            ("saved_by", "Anna Meier"),
        ]).await.is(422);
        untouched.says("Tick the box when you have saved the codes.");
        assert_eq!(codes_of(&untouched), shown, "nothing is lost");
        let done = tick(&browser, &untouched).await.is(200);
        done.says("From your next sign-in we ask for a code after your password.");
        let list = browser.open("/security/methods").await.is(200);
        list.says("Authenticator app: My phone").says("This is your last way.");
        browser.open("/security/recovery-codes").await.is(200).says("10 of 10 left.").says("saved by Anna Meier");
    }

    /// CS-TOTP-02: every enrolment has a key of its own from the server, whatever the client sends along.
    async fn keys_are_the_servers_and_new_each_time(db: TestDb) {
        let rig = Rig::new(db).await;
        let mut keys = BTreeSet::new();
        for name in ["anna", "berta", "carla"] {
            let owner = Owner::new(&rig, name).await;
            let browser = owner.browser(&rig).await;
            let page = browser.open("/security/methods/app").await.is(200);
            let fields = [("way", "totp"), ("secret", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"), ("key", "A")];
            let page = browser.submit(&page, &fields).await.is(200);
            let page = prove_by_mail(&browser, &page).await;
            let again = browser.open(&change_of(&page)).await.is(200);
            assert_eq!(App::of(&page).key(), App::of(&again).key(), "a reload shows the same key");
            assert!(keys.insert(App::of(&page).key().to_vec()));
        }
    }

    /// CS-TOTP-03: while an app is set up two steps back pass, and a clock that is off is told both ways.
    async fn older_codes_pass_and_clocks_are_told(db: TestDb) {
        let rig = Rig::new(db).await;
        for (name, steps, right) in
            [("a", -2, true), ("b", -1, true), ("c", 1, true), ("d", -3, false), ("e", 2, false)]
        {
            let owner = Owner::new(&rig, name).await;
            let browser = owner.browser(&rig).await;
            let page = connect_page(&browser).await;
            let app = App::of(&page);
            let answer = first_code(&browser, &page, &app.shows(&rig, steps)).await;
            if right {
                answer.is(200).says("Save your recovery codes");
            } else {
                answer.is(422).says("The clock on the device with your app is about");
            }
        }
    }

    /// CS-RL-02, CS-ENR-03: five wrong codes end the try, not the key and not the session; the sixth, right, needs a new try.
    async fn five_wrong_codes_end_the_try(db: TestDb) {
        let rig = Rig::new(db).await;
        let owner = Owner::new(&rig, "anna").await;
        let browser = owner.browser(&rig).await;
        let mut page = connect_page(&browser).await;
        let app = App::of(&page);
        for by in 1..=5 {
            page = first_code(&browser, &page, &other_than(&app.shows(&rig, 0), by * 7)).await.is(422);
        }
        page.says("Five codes did not match.");
        let dead = first_code(&browser, &page, &app.shows(&rig, 0)).await;
        dead.never_says("Save your recovery codes");
        let page = browser.submit(&page, &[("do", "new")]).await.is(200);
        assert_eq!(App::of(&page).key(), app.key(), "the same key");
        rig.forward(60);
        first_code(&browser, &page, &app.shows(&rig, 0)).await.is(200).says("Save your recovery codes");
    }

    /// CS-ENR-02: an unfinished set-up neither protects nor blocks; CS-ENR-03: it lapses after 30 minutes.
    async fn an_unfinished_set_up_is_nothing(db: TestDb) {
        let rig = Rig::new(db).await;
        let owner = Owner::new(&rig, "anna").await;
        let browser = owner.browser(&rig).await;
        let page = connect_page(&browser).await;
        let app = App::of(&page);
        first_code(&browser, &page, &other_than(&app.shows(&rig, 0), 1)).await.is(422);
        assert_eq!(second_factor(&rig, &owner).await, json!("none"));
        owner.browser(&rig).await.open("/security/methods").await.is(200).says("authentication is off");
        rig.forward(29 * 60);
        assert_eq!(App::of(&browser.open(&change_of(&page)).await.is(200)).key(), app.key());
        rig.forward(61);
        first_code(&browser, &page, &app.shows(&rig, 0)).await.never_says("Save your recovery codes");
        assert_eq!(second_factor(&rig, &owner).await, json!("none"));
    }

    /// CS-ENR-03: begun in one session, confirmed in another; begun twice, the first key confirmed: refused.
    async fn a_set_up_belongs_to_one_session_and_is_the_newest(db: TestDb) {
        let rig = Rig::new(db).await;
        let owner = Owner::new(&rig, "anna").await;
        let (one, two) = (owner.browser(&rig).await, owner.browser(&rig).await);
        let page = connect_page(&one).await;
        let change = change_of(&page);
        let id = change.rsplit('/').next().expect("an id").to_owned();
        let app = App::of(&page);
        // With the cookie of the page too: the session is another one.
        two.plant(&format!("__Host-{id}"), &one.cookie(&format!("__Host-{id}")));
        let code = app.shows(&rig, 0);
        let fields = [("onetimecode", code.as_str()), ("do", "answer")];
        let stolen = send(&two, &page, &format!("{change}/code"), &fields).await;
        assert_eq!(stolen.status, two.open(&format!("{}{}", &change[..change.len() - 2], "00")).await.status);
        stolen.never_says("Save your recovery codes");

        let newer = connect_page(&two).await;
        first_code(&one, &page, &app.shows(&rig, 0)).await.never_says("Save your recovery codes");
        let newer_app = App::of(&newer);
        first_code(&two, &newer, &newer_app.shows(&rig, 0)).await.is(200).says("Save your recovery codes");
        assert_eq!(second_factor(&rig, &owner).await, json!("totp"));
        // CS-ENR-09: the other session feels it at once.
        one.open("/security/methods").await.is(410).says("your two-factor authentication was changed");
    }

    /// CS-TOTP-07: after activation the key is nowhere; the page that showed it was never stored.
    async fn the_key_is_never_shown_again(db: TestDb) {
        let rig = Rig::new(db).await;
        let owner = Owner::new(&rig, "anna").await;
        let browser = owner.browser(&rig).await;
        let page = connect_page(&browser).await;
        assert_eq!(page.headers["cache-control"], "no-store");
        let change = change_of(&page);
        let key = data_encoding::BASE32_NOPAD.encode(App::of(&page).key());
        let code = App::of(&page).shows(&rig, 0);
        let codes = first_code(&browser, &page, &code).await.is(200);
        tick(&browser, &codes).await.is(200);
        let groups: Vec<&str> = key.as_bytes().chunks(4).map(|four| std::str::from_utf8(four).expect("ascii")).collect();
        for address in [
            change.clone(), format!("{change}/way"), format!("{change}/codes"), format!("{change}/other"),
            "/security/methods".to_owned(), "/security/methods/app".to_owned(), "/security/recovery-codes".to_owned(),
        ] {
            let page = browser.open(&address).await;
            assert!(!page.html.contains(&key) && !page.html.contains(&groups.join(" ")), "{address}");
        }
        let seen = rig.get(&format!("/v1/persons/{}", owner.id)).await.is(200);
        assert!(!seen.text.contains(&key));
    }

    /// CS-RC-01: text messages over a confirmed number; the set of codes comes with them too.
    async fn text_messages_as_the_second_factor(db: TestDb) {
        let rig = Rig::new(db).await;
        let owner = Owner::new(&rig, "anna").await;
        let browser = owner.browser(&rig).await;
        let page = browser.open("/security/methods/app").await.is(200);
        let way = page.way("sms");
        let page = browser.submit(&page, &[("way", &way)]).await.is(200);
        let page = prove_by_mail(&browser, &page).await;
        page.says("Enter the code we sent").says("Choose another method");
        let code = browser.code().await;
        first_code(&browser, &page, &other_than(&code, 1)).await.is(422).says("does not match");
        let codes = first_code(&browser, &page, &code).await.is(200);
        assert_eq!(codes_of(&codes).len(), 10);
        assert_eq!(second_factor(&rig, &owner).await, json!("sms"));
        tick(&browser, &codes).await.is(200).says("Add an app as a second way.");
        browser.open("/security/methods").await.is(200).says("Text message (SMS) to");
    }
}
