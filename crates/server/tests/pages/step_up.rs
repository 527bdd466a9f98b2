//! A step-up on its page, from the link to the portal.

use countersign_testkit::on_both_engines;
use serde_json::json;

use crate::browser::{Browser, Page, other_than};
use crate::rig::{RETURN_TO, Rig, Someone};

/// The page that waits for a code sent by e-mail.
async fn sent(browser: &Browser<'_>, link: &str) -> Page {
    let page = browser.open(link).await.is(200);
    browser.submit(&page, &[("way", &page.way("email"))]).await.is(200)
}

async fn begun(rig: &Rig, name: &str) -> (Someone, String, String) {
    let someone = rig.person(name).await;
    let challenge = rig.step_up(&someone).await.is(201);
    (someone, challenge.str("id").to_owned(), challenge.str("confirm_url").to_owned())
}

on_both_engines! {
    /// CS-STEP-05: link, way, code, and back with a one-time result.
    async fn a_person_confirms_and_only_the_portal_opens_the_window(db: TestDb) {
        let rig = Rig::new(db).await;
        let (someone, challenge, link) = begun(&rig, "anna").await;
        let browser = Browser::new(&rig);
        let page = browser.open(&link).await.is(200);
        assert!(page.at.starts_with("/confirm/vis_") && !page.at.contains("handle"), "{}", page.at);
        page.says("Confirm it's you").says("Invoices holds sensitive data").says("for 10 minutes");
        page.says("Signed in as").says("asks you to confirm");
        assert!(!page.html.contains("anna@example.com"), "the address is masked");
        // Without a second factor a number is no way to open areas.
        page.never_says("SMS");

        let page = browser.submit(&page, &[("way", &page.way("email"))]).await.is(200);
        page.says("Enter the code we sent").says("6-digit code").says("Send the code again");
        let code = browser.code().await;
        let spaced = format!(" {} {}", &code[..3], &code[3..]);
        let left = browser.post(&page, &[("onetimecode", &spaced), ("do", "answer")]).await.is(303);
        let result = left.at.split("&result=").nth(1).expect("a result").to_owned();
        assert_eq!(left.at, format!("{RETURN_TO}?challenge={challenge}&result={result}"));

        let windows = format!("/v1/sessions/{}/windows", someone.session);
        assert_eq!(rig.get(&windows).await.is(200).body["windows"], json!([]));
        // The same form once more leads to the same place: a double click does not lose the result.
        let twice = browser.post(&page, &[("onetimecode", &spaced), ("do", "answer")]).await.is(303);
        assert_eq!(twice.at, left.at);
        let complete = format!("/v1/challenges/{challenge}/complete");
        rig.post(&complete, json!({"result": result})).await.is(200);
        assert_eq!(rig.get(&windows).await.is(200).body["windows"].as_array().map(Vec::len), Some(1));
        browser.open(&page.at).await.is(200).says("You confirmed that it is you");
    }

    /// CS-DC-03, CS-STEP-10.
    async fn wrong_codes_are_told_at_the_field_and_end_the_session(db: TestDb) {
        let rig = Rig::new(db).await;
        let (someone, _, link) = begun(&rig, "bert").await;
        let browser = Browser::new(&rig);
        let page = sent(&browser, &link).await;
        let code = browser.code().await;

        let empty = browser.submit(&page, &[("onetimecode", "  "), ("do", "answer")]).await.is(422);
        empty.says("Enter the 6-digit code.");
        let short = browser.submit(&empty, &[("onetimecode", "1"), ("do", "answer")]).await.is(422);
        short.says("The code has 6 digits. You entered 1 digit.");

        let mut page = short;
        for (miss, words) in [
            (1, "That code does not match. Check the newest message and try again."),
            (2, "You have 3 tries left with this code."),
            (3, "You have 2 tries left with this code."),
            (4, "You have 1 try left with this code."),
        ] {
            let typed = other_than(&code, miss);
            page = browser.submit(&page, &[("onetimecode", &typed), ("do", "answer")]).await.is(422);
            page.says(words);
            assert!(page.title().starts_with("Error: "), "{}", page.title());
            assert!(page.html.contains(&format!("value=\"{typed}\"")), "a typo can be mended");
        }
        let last = other_than(&code, 5);
        let over = browser.submit(&page, &[("onetimecode", &last), ("do", "answer")]).await.is(410);
        over.says("You were signed out").says("five codes in a row did not match");
        assert!(!over.has_field());
        rig.step_up(&someone).await.refused(409, "session-ended");
    }

    /// What a person may paste.
    async fn a_pasted_code_in_another_script_is_understood(db: TestDb) {
        let rig = Rig::new(db).await;
        let (_, _, link) = begun(&rig, "cleo").await;
        let browser = Browser::new(&rig);
        let page = sent(&browser, &link).await;
        let arabic: String = browser.code().await.chars()
            .map(|digit| char::from_u32(0x0660 + digit.to_digit(10).expect("a digit")).expect("a digit"))
            .collect();
        browser.post(&page, &[("onetimecode", &arabic), ("do", "answer")]).await.is(303);
    }

    /// CS-DC-04.
    async fn sending_again_waits_then_sends_the_same_code(db: TestDb) {
        let rig = Rig::new(db).await;
        let (_, _, link) = begun(&rig, "dora").await;
        let browser = Browser::new(&rig);
        let page = sent(&browser, &link).await;
        let code = browser.code().await;
        let soon = browser.submit(&page, &[("do", "resend")]).await.is(429);
        soon.says("You can send it again from");
        let wait: u64 = soon.headers["retry-after"].to_str().expect("text").parse().expect("seconds");
        assert!((1..=30).contains(&wait), "{wait}");
        assert_eq!(browser.messages().await, 1);
        rig.forward(31);
        let again = browser.submit(&soon, &[("do", "resend")]).await.is(200);
        again.says("It is the same code.");
        assert_eq!((browser.code().await, browser.messages().await), (code, 2));
    }

    async fn a_double_click_sends_one_message(db: TestDb) {
        let rig = Rig::new(db).await;
        let (_, _, link) = begun(&rig, "emil").await;
        let browser = Browser::new(&rig);
        let page = browser.open(&link).await.is(200);
        let way = page.way("email");
        let first = browser.post(&page, &[("way", &way), ("agreed", "")]).await.is(303);
        let second = browser.post(&page, &[("way", &way), ("agreed", "")]).await.is(303);
        assert_eq!(first.at, second.at);
        browser.open(&second.at).await.is(200).never_says("We sent it again");
        browser.open(&second.at).await.is(200);
        assert_eq!(browser.messages().await, 1);
    }

    async fn a_right_code_that_is_late_brings_a_new_one_and_a_wrong_one_none(db: TestDb) {
        let rig = Rig::new(db).await;
        let (_, _, link) = begun(&rig, "fred").await;
        let browser = Browser::new(&rig);
        let page = sent(&browser, &link).await;
        let code = browser.code().await;
        rig.forward(601);
        let wrong = other_than(&code, 1);
        let page = browser.submit(&page, &[("onetimecode", &wrong), ("do", "answer")]).await.is(422);
        assert_eq!(browser.messages().await, 1);
        let form = [("onetimecode", code.as_str()), ("do", "answer")];
        let late = browser.submit(&page, &form).await.is(422);
        late.says("That code was right but had expired at").says("We have sent a new one to");
        browser.submit(&page, &form).await.is(422);
        assert_eq!(browser.messages().await, 2, "the same form sends one");
        let fresh = browser.code().await;
        assert_ne!(fresh, code);
        browser.post(&late, &[("onetimecode", &fresh), ("do", "answer")]).await.is(303);
    }

    /// The other way is another challenge, and the older code is dead.
    async fn another_way_is_another_code(db: TestDb) {
        let rig = Rig::new(db).await;
        let (_, _, link) = begun(&rig, "gina").await;
        let browser = Browser::new(&rig);
        let page = sent(&browser, &link).await;
        let old = browser.code().await;
        let other = format!("{}/other", page.at);
        let list = browser.open(&other).await.is(200);
        list.says("WhatsApp");
        let none = browser.submit(&list, &[("way", "sms:con_00000000000000000000000000")]).await.is(422);
        none.says("Choose a way.");
        let next = browser.submit(&none, &[("way", &none.way("whatsapp"))]).await.is(200);
        next.says("The older one no longer works.");
        let refused = browser.submit(&next, &[("onetimecode", &old), ("do", "answer")]).await.is(422);
        refused.says("does not match");
    }

    /// The page of a session that the portal ended.
    async fn a_session_that_ended_takes_no_code(db: TestDb) {
        let rig = Rig::new(db).await;
        let (someone, _, link) = begun(&rig, "hans").await;
        let browser = Browser::new(&rig);
        let page = sent(&browser, &link).await;
        let code = browser.code().await;
        rig.call("DELETE", &format!("/v1/sessions/{}", someone.session), json!(null)).await.is(204);
        let over = browser.submit(&page, &[("onetimecode", &code), ("do", "answer")]).await.is(410);
        over.says("You were signed out");
    }
}
