//! What strangers can do to a sign-in: slow themselves down.

use std::sync::Arc;

use countersign_testkit::on_both_engines;
use futures_util::future::join_all;

use countersign_app::trail;

use crate::browser::Browser;
use crate::people::{PASSWORD, first_step, is_signed_in, person, sign_in};
use crate::rig::Rig;

/// What the trail says of refusals with this reason, a line each.
async fn refusals(rig: &Rig, reason: &str) -> Vec<String> {
    trail::seal(&rig.state.ctx, "test").await.expect("chained");
    let mut lines = Vec::new();
    let exported = trail::export(&rig.state.ctx.store, |line| {
        lines.push(line.to_owned());
        Ok(())
    });
    exported.await.expect("the store works").expect("written");
    lines.retain(|line| line.contains(reason));
    lines
}

on_both_engines! {
    /// CS-AUD-01: a flood of names that are nobody's leaves one record for an address and a minute, which says how many.
    async fn names_of_nobody_are_recorded_by_the_minute(db: TestDb) {
        let rig = Rig::new(db).await;
        for (address, names) in [("192.0.2.1", 4), ("192.0.2.2", 2)] {
            for name in 0..names {
                let stranger = Browser::new(&rig).from(address);
                first_step(&stranger, &format!("nobody{name}@example.com"), "some password").await.is(422);
            }
        }
        rig.forward(61);
        let text = refusals(&rig, "no-such-name").await;
        assert_eq!(text.len(), 2, "{text:#?}");
        for count in [r#""count":"4""#, r#""count":"2""#] {
            assert!(text.iter().any(|line| line.contains(count)), "{count}: {text:#?}");
        }
    }

    /// CS-RL-09: wrong passwords from strangers slow strangers only.
    async fn strangers_slow_only_themselves(db: TestDb) {
        let rig = Rig::new(db).await;
        person(&rig, "anna").await;
        let known = Browser::new(&rig).from("192.0.2.200");
        sign_in(&rig, &known, "anna").await;
        for miss in 0..40 {
            let stranger = Browser::new(&rig).from(&format!("192.0.2.{miss}"));
            first_step(&stranger, "anna@example.com", "another password").await;
        }
        let stranger = Browser::new(&rig).from("192.0.2.99");
        first_step(&stranger, "anna@example.com", PASSWORD).await.is(429);
        assert!(!is_signed_in(&stranger).await, "a right one is not looked at either");
        sign_in(&rig, &known, "anna").await;
        rig.forward(601);
        sign_in(&rig, &stranger, "anna").await;
    }

    /// CS-AUD-01, CS-RL-09: a flood of tries and wishes for a known name leaves one record a minute with the person, and no more
    /// jobs than an address is allowed.
    async fn a_flood_fills_no_trail(db: TestDb) {
        let rig = Rig::new(db).await;
        person(&rig, "anna").await;
        for _ in 0..40 {
            first_step(&Browser::new(&rig).from("192.0.2.1"), "anna@example.com", "another password").await;
            let asking = Browser::new(&rig).from("192.0.2.2");
            let page = asking.open("/sign-in/forgot").await.is(200);
            asking.submit(&page, &[("name", "anna@example.com")]).await.is(200);
        }
        rig.deliver().await;
        let sent = rig.sink.messages().iter().filter(|mail| mail.text.contains("/reset-password/")).count();
        assert_eq!(sent, 1, "the newest link alone");
        rig.forward(61);
        let known = |lines: Vec<String>| lines.into_iter().filter(|line| line.contains("per_")).count();
        assert_eq!(known(refusals(&rig, "too-many-passwords").await), 1);
        assert_eq!(known(refusals(&rig, "password.reset-asked").await), 1);
    }

    /// CS-RL-09, CS-WEB-07: a new browser goes on by a mailed link, whoever caused the mail: once, and it signs nobody in.
    async fn a_mailed_link_lets_a_new_browser_go_on(db: TestDb) {
        let rig = Rig::new(db).await;
        person(&rig, "anna").await;
        let mine = Browser::new(&rig).from("192.0.2.7");
        for at in 0..11 {
            let stranger = Browser::new(&rig).from(&format!("198.51.100.{at}"));
            first_step(&stranger, "anna@example.com", "another password").await;
        }
        // Strangers cause the mails and use them up; the newest still lets the person in, hours later.
        for round in 0..4 {
            rig.forward(301);
            let stranger = Browser::new(&rig).from(&format!("198.51.100.{}", 50 + round));
            for _ in 0..2 {
                first_step(&stranger, "anna@example.com", "another password").await;
            }
            for _ in 0..10 {
                let stranger = Browser::new(&rig).from(&format!("198.51.100.{}", 60 + round));
                first_step(&stranger, "anna@example.com", "another password").await;
            }
            rig.deliver().await;
        }
        rig.forward(4 * 3600);
        for _ in 0..11 {
            first_step(&Browser::new(&rig).from("198.51.100.99"), "anna@example.com", "another password").await;
        }
        first_step(&mine, "anna@example.com", PASSWORD).await.is(429);
        rig.deliver().await;
        let mails = rig.sink.messages();
        let mut links = mails.iter().filter_map(|mail| {
            let (_, rest) = mail.text.split_once("/sign-in/unlock/")?;
            Some(format!("/sign-in/unlock/{}", rest.split_whitespace().next()?))
        });
        let link = links.next_back().expect("a mail with a link");
        let other = Browser::new(&rig);
        other.open("/sign-in").await.is(200);
        for _ in 0..3 {
            mine.open(&link).await.is(200).says("There were many wrong tries to sign in.");
        }
        assert!(!is_signed_in(&mine).await);
        let page = mine.open(&link).await.is(200);
        mine.submit(&page, &[]).await.is(200).says("Sign in");
        assert!(!is_signed_in(&mine).await);
        mine.open(&link).await.is(410);
        other.open(&link).await.is(410).says("was used");
        first_step(&other, "anna@example.com", PASSWORD).await.is(429);
        sign_in(&rig, &mine, "anna").await;
    }

    /// CS-RL-07: however the name is written, one counter counts.
    async fn one_counter_however_the_name_is_written(db: TestDb) {
        let rig = Rig::new(db).await;
        person(&rig, "anna").await;
        let names = ["anna@example.com", "ANNA@example.com", " anna@Example.COM ", "Anna@example.com", "anna@example.com\u{a0}"];
        for (at, name) in names.iter().cycle().take(10).enumerate() {
            let browser = Browser::new(&rig).from(&format!("192.0.2.{at}"));
            first_step(&browser, name, "another password").await.is(422);
        }
        let browser = Browser::new(&rig).from("192.0.2.99");
        first_step(&browser, "anna@example.com", PASSWORD).await.is(429);
    }

    /// CS-RL-08: an address has twenty wrong ones in ten minutes, over all names; a forged header changes nothing.
    async fn an_address_has_twenty(db: TestDb) {
        let rig = Rig::new(db).await;
        person(&rig, "anna").await;
        for at in 0..20 {
            let browser = Browser::new(&rig).from("203.0.113.9");
            let page = browser.open("/sign-in").await.is(200);
            let body = page.form(&[("name", &format!("p{at}@example.com")), ("password", "wrong password")]);
            let forged = format!("198.51.100.{at}");
            let extra = [("x-forwarded-for", forged.as_str()), ("x-real-ip", &forged), ("forwarded", "for=198.51.100.7")];
            browser.ask("POST", "/sign-in", body, &extra).await.is(422);
        }
        let browser = Browser::new(&rig).from("203.0.113.9");
        first_step(&browser, "anna@example.com", PASSWORD).await.is(429);
        let elsewhere = Browser::new(&rig).from("203.0.113.10");
        sign_in(&rig, &elsewhere, "anna").await;
        // Addresses of one IPv6 household are one.
        for at in 0..20 {
            let browser = Browser::new(&rig).from(&format!("[2001:db8::{at}]"));
            first_step(&browser, &format!("q{at}@example.com"), "wrong password").await.is(422);
        }
        let browser = Browser::new(&rig).from("[2001:db8::99]");
        first_step(&browser, "anna@example.com", PASSWORD).await.is(429);
    }

    /// CS-RL-05: of fifty at once at most ten are compared, whatever their order.
    async fn a_burst_passes_no_limit(db: TestDb) {
        let rig = Arc::new(Rig::new(db).await);
        person(&rig, "anna").await;
        let mut pages = Vec::new();
        for at in 0..50 {
            let browser = Browser::new(&rig).from(&format!("192.0.2.{at}"));
            let page = browser.open("/sign-in").await.is(200);
            pages.push((browser, page));
        }
        let fields = [("name", "anna@example.com"), ("password", "another password")];
        let said = join_all(pages.iter().map(|(browser, page)| browser.post(page, &fields))).await;
        let compared = said.iter().filter(|page| page.status == 422).count();
        // One that found the pool of hashes full for two seconds was charged and not compared.
        assert!(compared <= 10, "{compared}");
        assert!(said.iter().all(|page| matches!(page.status.as_u16(), 422 | 429 | 503)));
    }
}
