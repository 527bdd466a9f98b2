//! An invitation from the owner's form to the new person's *Accept*, and everything that stands in between.

use countersign_testkit::on_both_engines;
use serde_json::{Value, json};

use crate::browser::{Browser, Page};
use crate::owner::{App, Owner, change_of, codes_of, prove_by_mail, send, tick};
use crate::rig::Rig;

const LIST: &str = "/people/invitations";
const NEW: &str = "/people/invitations/new";
const ANSWER: &str = "/people/invitations/answer";
const PASSWORD: &str = "korrekt pferd batterie klammer";

async fn account(rig: &Rig, reference: &str, owner: &Owner) -> String {
    let new = json!({"reference": reference, "name": "Meier AG", "owner": owner.id});
    rig.post("/v1/accounts", new).await.is(201).str("id").to_owned()
}

/// The form, behind the step-up.
async fn form(browser: &Browser<'_>) -> Page {
    let page = browser.open("/people/invitations/new").await.is(200);
    if page.text().contains("Invite someone Into") {
        return page;
    }
    prove_by_mail(browser, &page).await
}

/// Sends the form of the page that goes to this address, with what stands behind it.
async fn go(browser: &Browser<'_>, page: &Page, to: &str, fields: &[(&str, &str)]) -> Page {
    let rest = page.html.split(&format!("action=\"{to}")).nth(1);
    let rest = rest.unwrap_or_else(|| panic!("no form to {to}: {}", page.text()));
    let behind = rest.split('"').next().expect("an end").replace("&#38;", "&");
    send(browser, page, &format!("{to}{behind}"), fields).await
}

fn technical<'f>(name: &'f str, email: &'f str) -> Vec<(&'f str, &'f str)> {
    vec![
        ("name", name),
        ("email", email),
        ("role", "technical-administrator"),
        ("right-hosting", "yes"),
        ("until", ""),
    ]
}

async fn invite(browser: &Browser<'_>, fields: &[(&str, &str)]) -> Page {
    let page = form(browser).await;
    let review = go(browser, &page, NEW, &with(fields, "review")).await.is(200);
    review.says("Check the invitation");
    go(browser, &review, NEW, &with(fields, "send")).await
}

fn with<'f>(fields: &[(&'f str, &'f str)], what: &'f str) -> Vec<(&'f str, &'f str)> {
    fields.iter().copied().chain([("do", what)]).collect()
}

/// The link of the newest invitation's mail to this address.
async fn link(rig: &Rig, to: &str) -> String {
    rig.deliver().await;
    let messages = rig.sink.messages();
    let mail =
        messages.iter().rev().find(|m| m.to == to && m.text.contains("/people/invitations/open/"));
    let text = &mail.expect("a mail").text;
    let line = text.lines().find(|line| line.contains("/people/invitations/open/"));
    line.expect("a link").trim_start_matches("https://confirm.example").to_owned()
}

async fn state_of(rig: &Rig, account: &str) -> String {
    let listed = rig.get(&format!("/v1/accounts/{account}/invitations")).await.is(200);
    listed.body["invitations"][0]["state"].as_str().expect("a state").to_owned()
}

on_both_engines! {
    /// CS-DEL-05: invited by form, access made from the mail, second factor turned on, accepted, seen and removed.
    async fn from_the_form_to_accept_and_away_again(db: TestDb) {
        let rig = Rig::new(db).await;
        let mara = Owner::new(&rig, "mara").await;
        let id = account(&rig, "K-1", &mara).await;
        let owner = mara.browser(&rig).await;
        owner.open(LIST).await.is(200).says("People with access").says("Nobody is invited.");
        let fields = technical("Theo Technik", "theo@it.example");
        let page = form(&owner).await;
        page.says("They can never").says("see personal data, invoices, payment methods or auth codes");
        let review = go(&owner, &page, NEW, &with(&fields, "review")).await.is(200);
        review.says("Theo Technik").says("Web hosting").says("Two-factor authentication is required");
        let edit = go(&owner, &review, NEW, &with(&fields, "edit")).await.is(200);
        assert!(edit.html.contains("value=\"theo@it.example\""), "what was typed stays");
        let sent = go(&owner, &review, NEW, &with(&fields, "send")).await.is(200);
        sent.says("The invitation is on its way.").says("Pending").says("invited by mara");

        let mail = link(&rig, "theo@it.example").await;
        let body = rig.sink.messages().last().expect("a mail").clone();
        assert_eq!(body.subject.as_deref(), Some("mara invites you to Meier AG"));
        assert!(body.text.contains("What you can never do: See personal data"), "{}", body.text);
        assert_eq!(body.text.matches("://").count(), 1, "one link");
        let stored = rig.every_text();
        let token = mail.rsplit('/').next().expect("a token");
        assert!(stored.iter().all(|text| !text.contains(token)), "the link lies nowhere");
        assert!(stored.iter().all(|text| !text.contains("theo@it.example")), "nor does the mailbox");

        let theo = Browser::new(&rig);
        let page = theo.open(&mail).await.is(200);
        assert_eq!(page.at, ANSWER, "the secret part leaves the address");
        page.says("mara invites you to the customer account Meier AG.").says("Web hosting");
        page.says("Create access").never_says("Accept");
        let access = theo.open("/people/invitations/access").await.is(200);
        theo.submit(&access, &[("name", "Theo Technik"), ("new_password", "password1")]).await.is(422);
        theo.submit(&access, &[("name", ""), ("new_password", PASSWORD)]).await.is(422).says("name");
        let made = theo.post(&access, &[("name", "Theo Technik"), ("new_password", PASSWORD)]).await.is(303);
        assert!(made.at.starts_with("/sign-in/after?next="), "{}", made.at);
        theo.follow(made).await.is(200).says("two-factor");

        let page = theo.open(ANSWER).await.is(200);
        page.says("Two-factor authentication must be on before you accept.");
        let forced = send(&theo, &page, ANSWER, &[("do", "accept")]).await.is(200);
        forced.says("must be on before you accept");
        assert_eq!(state_of(&rig, &id).await, "pending");

        let page = theo.open("/security/methods/app?next=%2Fpeople%2Finvitations%2Fanswer").await.is(200);
        let page = theo.submit(&page, &[("way", "totp")]).await.is(200);
        let page = prove_by_mail(&theo, &page).await;
        let app = App::of(&page);
        let codes = theo.submit(&page, &[("onetimecode", &app.shows(&rig, 0)), ("name", "Phone")]).await.is(200);
        assert_eq!(codes_of(&codes).len(), 10);
        assert!(change_of(&codes).contains("chg_"));
        tick(&theo, &codes).await.is(200);

        let page = theo.open(ANSWER).await.is(200);
        page.says("Accept").says("Decline");
        theo.submit(&page, &[("do", "accept"), ("role", "owner"), ("account", "acc_x")]).await.is(200)
            .says("You have access");
        let members = rig.get(&format!("/v1/accounts/{id}/members")).await.is(200);
        let theos = members.body["members"].as_array().expect("members").iter()
            .find(|member| member["name"] == "Theo Technik").expect("a member").clone();
        assert_eq!((&theos["role"], &theos["rights"]), (&json!("technical-administrator"), &json!(["hosting"])));
        theo.open(&mail).await.is(410).says("This invitation was accepted.");
        theo.open("/security").await.is(200);

        let list = owner.open(LIST).await.is(200);
        list.says("Accepted").says("Web hosting. Since");
        let remove = format!("/people/access/{}?account={id}", theos["person"].as_str().expect("an id"));
        let page = owner.open(&remove).await.is(200);
        page.says("Remove the access of Theo Technik?");
        go(&owner, &page, "/people/access/", &[]).await.is(200).says("Access is removed.");
        theo.open("/security").await.is(410).says("signed out");
        rig.deliver().await;
        let told = rig.sink.messages();
        assert!(told.iter().any(|m| m.to == "theo@it.example" && m.subject.as_deref() == Some("Access to Meier AG removed")));
        assert!(told.iter().any(|m| m.to == "mara@example.com" && m.subject.as_deref() == Some("Theo Technik accepted")));
    }

    /// Wrong person, declined, withdrawn, ended, and a link that leads nowhere.
    async fn every_state_of_an_invitation_is_a_page(db: TestDb) {
        let rig = Rig::new(db).await;
        let (mara, eve) = (Owner::new(&rig, "mara").await, Owner::new(&rig, "eve").await);
        let id = account(&rig, "K-1", &mara).await;
        let owner = mara.browser(&rig).await;
        invite(&owner, &technical("Theo", "theo@it.example")).await.is(200);
        let mail = link(&rig, "theo@it.example").await;

        let wrong = eve.browser(&rig).await;
        let page = wrong.open(&mail).await.is(200);
        page.says("This invitation is for another person. You are signed in as").says("Switch").never_says("Accept");
        send(&wrong, &page, ANSWER, &[("do", "accept")]).await.is(200).says("for another person");
        // An address that signs in somewhere is never made a second sign-in of.
        let known = Browser::new(&rig);
        Owner::new(&rig, "known").await;
        invite(&owner, &technical("Known", "known@example.com")).await.is(200);
        let to_known = link(&rig, "known@example.com").await;
        known.open(&to_known).await.is(200).says("Sign in with this address first").never_says("Create access");
        assert_eq!(known.open("/people/invitations/access").await.is(200).at, ANSWER);

        let theo = Browser::new(&rig);
        let page = theo.open(&mail).await.is(200);
        send(&theo, &page, ANSWER, &[("do", "decline")]).await.is(200).says("You declined this invitation.");
        theo.open(&mail).await.is(200).says("You declined this invitation.");
        owner.open(LIST).await.is(200).says("Declined");

        let list = owner.open(LIST).await.is(200);
        let pending = list.html.split("/people/invitations/inv_").nth(1).expect("a pending one")[..26].to_owned();
        let withdrawn = format!("/people/invitations/inv_{pending}?account={id}");
        send(&owner, &list, &withdrawn, &[("do", "withdraw")]).await.is(200).says("The invitation is withdrawn");
        known.open(&to_known).await.is(410).says("This invitation was withdrawn.");
        rig.deliver().await;
        let last = rig.sink.messages().last().expect("a mail").clone();
        assert_eq!((last.to.as_str(), last.subject.as_deref()), ("known@example.com", Some("Invitation withdrawn")));

        invite(&owner, &technical("Theo", "theo@it.example")).await.is(200);
        let mail = link(&rig, "theo@it.example").await;
        let mut german = Browser::new(&rig);
        german.language = "de-DE";
        german.open(&mail).await.is(200).says("mara lädt Sie in das Kundenkonto Meier AG ein.");
        rig.forward(7 * 24 * 3_600);
        let over = Browser::new(&rig).open(&mail).await.is(410);
        over.says("This invitation ended on").says("Ask mara for a new one.");
        let nowhere = Browser::new(&rig).open("/people/invitations/open/AAAAAAAAAAAAAAAAAAAAAA").await;
        nowhere.is(410).says("This link leads to no invitation");
        assert_eq!(state_of(&rig, &id).await, "expired");
    }

    /// CS-DEL-02, CS-DEL-04: a member sees no list and no form, another account's page is none, and nobody sends without a window.
    async fn who_may_not_sees_nothing(db: TestDb) {
        let rig = Rig::new(db).await;
        let (mara, adam, eve) =
            (Owner::new(&rig, "mara").await, Owner::new(&rig, "adam").await, Owner::new(&rig, "eve").await);
        let id = account(&rig, "K-1", &mara).await;
        account(&rig, "K-2", &eve).await;
        let owner = mara.browser(&rig).await;
        invite(&owner, &technical("Theo", "theo@it.example")).await.is(200);

        let path = format!("/v1/accounts/{id}/members/{}", adam.id);
        rig.call("PUT", &path, json!({"role": "member"})).await.is(200);
        let member = adam.browser(&rig).await;
        member.open(LIST).await.is(200).says("You look after no customer account here.").never_says("Theo");
        member.open("/people/invitations/new").await.is(404);
        member.open(&format!("{LIST}?account={id}")).await.is(404);
        let stranger = eve.browser(&rig).await;
        stranger.open(&format!("{LIST}?account={id}")).await.is(404);
        let own = stranger.open(LIST).await.is(200);
        own.never_says("Theo");
        let invitation = rig.get(&format!("/v1/accounts/{id}/invitations")).await.is(200).body["invitations"][0]["id"]
            .as_str().expect("an id").to_owned();
        for account in ["", &format!("?account={id}")] {
            let to = format!("/people/invitations/{invitation}{account}");
            let _ = form(&stranger).await;
            let page = stranger.open(LIST).await.is(200);
            if page.html.contains("form_token") {
                send(&stranger, &page, &to, &[("do", "withdraw")]).await.is(404);
            }
        }
        assert_eq!(state_of(&rig, &id).await, "pending");

        // The window closes while the form is read: it is kept, and waits behind the step-up.
        let fields = technical("Late", "late@it.example");
        let page = form(&owner).await;
        let review = go(&owner, &page, NEW, &with(&fields, "review")).await.is(200);
        rig.forward(700);
        let before = rig.get(&format!("/v1/accounts/{id}/invitations")).await.is(200);
        let step_up = go(&owner, &review, NEW, &with(&fields, "send")).await.is(200);
        assert_eq!(before.body, rig.get(&format!("/v1/accounts/{id}/invitations")).await.is(200).body);
        let back = prove_by_mail(&owner, &step_up).await;
        back.says("Check the invitation").says("late@it.example");
        go(&owner, &back, NEW, &with(&fields, "send")).await.is(200).says("The invitation is on its way.");
        assert_ne!(before.body, Value::Null);
    }

    /// CS-PW-03: the values that guessers try first, as the first password of somebody who was invited.
    async fn a_first_password_is_no_well_known_one(db: TestDb) {
        let rig = Rig::with(db, "name = \"Nordlicht Hosting\"\n").await;
        let olga = Owner::new(&rig, "olga").await;
        account(&rig, "K-1", &olga).await;
        let owner = olga.browser(&rig).await;
        invite(&owner, &technical("Mara Weber", "mara.weber@example.com")).await.is(200);

        let mara = Browser::new(&rig);
        mara.open(&link(&rig, "mara.weber@example.com").await).await.is(200);
        let access = mara.open("/people/invitations/access").await.is(200);
        for value in include_str!("../data/weak-passwords.txt").lines() {
            let fields = [("name", "Mara Weber"), ("new_password", value)];
            let refused = mara.submit(&access, &fields).await.is(422);
            refused.says("This password is well known or contains your name or ours.");
            assert!(!refused.html.contains(&format!("value=\"{value}")), "{value} is shown again");
        }
        let fields = [("name", "Mara Weber"), ("new_password", PASSWORD)];
        mara.submit(&access, &fields).await.is(200).says("two-factor");
    }
}
