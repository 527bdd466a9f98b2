//! `/people`: what owners and administrators see of the persons of their account, and do for them.

use countersign_core::ids::{AuthenticatorId, PersonId, SessionId};
use countersign_core::people::{Authenticator, AuthenticatorKind, Method, TotpSecret};
use countersign_core::session::Factor;
use countersign_testkit::on_both_engines;
use serde_json::json;

use crate::browser::{Browser, ORIGIN, Page};

use crate::forced::{open_window, unreachable};
use crate::owner::{App, Owner, PASSWORD, send};
use crate::rig::Rig;

const SAME: [(&str, &str); 2] = [("origin", ORIGIN), ("sec-fetch-site", "same-origin")];

/// An account with an owner and these members.
async fn account_with(
    rig: &Rig,
    owner: &Owner,
    reference: &str,
    members: &[(&Owner, &str)],
) -> String {
    let new =
        json!({"reference": reference, "name": format!("Verlag {reference}"), "owner": owner.id});
    let account = rig.post("/v1/accounts", new).await.is(201).str("id").to_owned();
    for (member, role) in members {
        rig.forward(1);
        let path = format!("/v1/accounts/{account}/members/{}", member.id);
        rig.call("PUT", &path, json!({"role": role})).await.is(200);
    }
    account
}

/// An app, as an import would enrol it.
async fn enrol(rig: &Rig, owner: &Owner) {
    let app = Authenticator {
        id: rig.state.ctx.random(AuthenticatorId::generate),
        kind: AuthenticatorKind::Totp,
        added_at: rig.clock.now(),
        used_first: false,
    };
    let key = TotpSecret::from_bytes(b"12345678901234567890".to_vec());
    let person = PersonId::parse(&owner.id).expect("an id");
    let store = &rig.state.ctx.store;
    let done =
        store.write(async move |tx| tx.authenticator_insert(&person, &app, Some(&key)).await);
    done.await.expect("enrolled");
}

/// A browser in a session with a second factor and an open window.
async fn at_work<'r>(rig: &'r Rig, owner: &Owner) -> (Browser<'r>, SessionId) {
    let factor = Factor { method: Method::Totp, at: rig.clock.now() };
    let (browser, session) = owner.browser_with(rig, Some(factor)).await;
    open_window(rig, &session).await;
    (browser, session)
}

async fn post(browser: &Browser<'_>, page: &Page, to: &str, fields: &[(&str, &str)]) -> Page {
    send(browser, page, to, fields).await
}

fn names(page: &Page) -> Vec<String> {
    let rows = page.html.split("<a href=\"/people/per_").skip(1);
    rows.filter_map(|row| row.split("<bdi>").nth(1)?.split('<').next().map(str::to_owned)).collect()
}

on_both_engines! {
    /// Who belongs to the account, narrowed and searched; required of several at once, in an open window.
    async fn the_list_narrows_searches_and_requires(db: TestDb) {
        let rig = Rig::new(db).await;
        let boss = Owner::named(&rig, "boss", "+4915123456789").await;
        let (tom, uma) = (Owner::named(&rig, "tom", "+4915123456701").await, Owner::named(&rig, "uma", "+4915123456702").await);
        let account = account_with(&rig, &boss, "K-1", &[(&tom, "member"), (&uma, "administrator")]).await;
        enrol(&rig, &boss).await;
        let (browser, _) = at_work(&rig, &boss).await;
        let list = browser.open("/people").await.is(200);
        assert_eq!(names(&list), ["uma", "tom", "boss"]);
        list.says("Verlag K-1").says("Administrator").says("never signed in").says("Not required");
        let off = browser.open("/people?show=off").await.is(200);
        assert_eq!(names(&off), ["uma", "tom"]);
        assert_eq!(names(&browser.open("/people?q=TO").await.is(200)), ["tom"]);
        assert_eq!(names(&browser.open("/people?q=uma%40example.com").await.is(200)), ["uma"]);
        browser.open("/people?q=%25").await.is(200).says("Nobody fits this search.");
        browser.open("/people?show=pending").await.is(200).says("Nobody fits this search.");

        let ticked = |owner: &Owner| format!("p-{}", owner.id);
        let (first, second, own) = (ticked(&tom), ticked(&uma), ticked(&boss));
        assert!(list.html.contains(&first) && !list.html.contains(&own), "no box for oneself");
        let account_field = [("account", account.as_str())];
        post(&browser, &list, "/people/require", &account_field).await.is(422).says("Tick the people");
        let fields = [("account", account.as_str()), (first.as_str(), "yes"), (second.as_str(), "yes"), (own.as_str(), "yes")];
        let done = post(&browser, &list, "/people/require", &fields).await.is(200);
        done.says("Required of 2 people.").says("Set-up at next sign-in");
        let pending = browser.open("/people?show=pending").await.is(200);
        assert_eq!(names(&pending), ["uma", "tom"], "and not of oneself, by hand");
        rig.deliver().await;
        let mails = rig.sink.messages().into_iter().filter(|mail| mail.subject.as_deref().is_some_and(|subject| subject.contains("requires two-factor")));
        assert_eq!(mails.count(), 2);
    }

    /// CS-DEL-02, CS-DEL-03, CS-DEL-04: for a member, a stranger and another account the pages do not exist; an administrator reaches no
    /// owner; nothing of another person's contacts or methods is on the page.
    async fn who_does_not_look_after_it_finds_nothing(db: TestDb) {
        let rig = Rig::new(db).await;
        let boss = Owner::named(&rig, "boss", "+4915123456789").await;
        let adam = Owner::named(&rig, "adam", "+4915123456703").await;
        let (tom, eve) = (Owner::named(&rig, "tom", "+4915123456701").await, Owner::named(&rig, "eve", "+4915123456702").await);
        let account = account_with(&rig, &boss, "K-1", &[(&tom, "member"), (&adam, "administrator")]).await;
        let hers = account_with(&rig, &eve, "K-2", &[]).await;
        for owner in [&tom, &eve, &adam] {
            enrol(&rig, owner).await;
        }
        for (who, sees) in [(&tom, false), (&eve, false), (&adam, true)] {
            let (browser, _) = at_work(&rig, who).await;
            let token = browser.open("/security").await.is(200);
            for path in ["/people".to_owned(), "/people/rule".to_owned(), "/people/marks".to_owned(), format!("/people/{}", boss.id), format!("/people/{}", tom.id)] {
                let answer = browser.ask("GET", &format!("{path}?account={account}"), String::new(), &[]).await;
                assert_eq!(answer.status.as_u16(), if sees { 200 } else { 404 }, "{path}");
                if sees {
                    for secret in ["@example.com", "+49", "456701", "aut_", "con_"] {
                        let shown = answer.html.replace("a…m@e…e.com", "");
                        assert!(!shown.contains(secret), "{path}: {secret}");
                    }
                }
            }
            let whom = if sees { &boss } else { &tom };
            let to = format!("/people/{}", whom.id);
            for what in ["duty", "reset", "end", "pause", "link", "vouch"] {
                let fields = [("account", account.as_str()), ("do", what), ("forced", "yes"), ("reason", "r")];
                let answer = browser.ask("POST", &to, token.form(&fields), &SAME).await;
                assert!([403, 404, 409].contains(&answer.status.as_u16()), "{what}: {} {}", answer.status, answer.at);
            }
            // A foreign account's person under the own account's name.
            let fields = [("account", hers.as_str()), ("do", "end")];
            let answer = browser.ask("POST", &to, token.form(&fields), &SAME).await;
            assert!(answer.status.is_client_error(), "{}", answer.status);
        }
        let listed = rig.get(&format!("/v1/accounts/{account}/duties")).await.is(200);
        assert_eq!(listed.body["duties"], json!([]));
        let boss_session = boss.browser(&rig).await;
        let link = "href=\"/people\"";
        assert!(boss_session.open("/security").await.is(200).html.contains(link));
        let (toms, _) = at_work(&rig, &tom).await;
        assert!(!toms.open("/security").await.is(200).html.contains(link));
    }

    /// Without an open window the form waits, and goes on after the code; lifting says what stays.
    async fn a_form_waits_for_the_window_and_goes_on(db: TestDb) {
        let rig = Rig::new(db).await;
        let boss = Owner::named(&rig, "boss", "+4915123456789").await;
        let tom = Owner::named(&rig, "tom", "+4915123456701").await;
        let account = account_with(&rig, &boss, "K-1", &[(&tom, "member")]).await;
        let browser = boss.browser(&rig).await;
        let (app, _) = boss.with_app(&rig, &browser).await;
        let path = format!("/people/{}?account={account}", tom.id);
        let page = browser.open(&path).await.is(200);
        page.says("Takes effect at the next sign-in of tom").says("Password reset mail");
        let fields = [("account", account.as_str()), ("do", "duty"), ("forced", "yes"), ("ways", "app-or-passkey")];
        let asks = post(&browser, &page, &format!("/people/{}", tom.id), &fields).await.is(200);
        asks.says("Confirm");
        let listed = rig.get(&format!("/v1/accounts/{account}/duties")).await.is(200);
        assert_eq!(listed.body["duties"], json!([]), "not before the code");
        let done = browser.submit(&asks, &[("onetimecode", &app.shows(&rig, 0)), ("do", "answer")]).await.is(200);
        done.says("Saved. The person was told by mail.").says("Required").says("If you lift this");
        let listed = rig.get(&format!("/v1/accounts/{account}/duties")).await.is(200);
        assert_eq!(listed.body["duties"][0]["ways"], "app-or-passkey");

        let to = format!("/people/{}", tom.id);
        let lifted = post(&browser, &done, &to, &[("account", &account), ("do", "duty")]).await.is(200);
        lifted.says("stays on until the person turns it off").says("Not required");
    }

    /// A reset mail goes to the person and nobody else; sessions end; access stops and comes back; groups.
    async fn a_person_is_helped_and_stopped(db: TestDb) {
        let rig = Rig::new(db).await;
        let boss = Owner::named(&rig, "boss", "+4915123456789").await;
        let tom = Owner::named(&rig, "tom", "+4915123456701").await;
        let account = account_with(&rig, &boss, "K-1", &[(&tom, "member")]).await;
        let other = account_with(&rig, &tom, "K-2", &[]).await;
        let group = rig.post(&format!("/v1/accounts/{account}/groups"), json!({"name": "Editors"})).await.is(201);
        let group = group.str("id").to_owned();
        enrol(&rig, &boss).await;
        let (browser, _) = at_work(&rig, &boss).await;
        let to = format!("/people/{}", tom.id);
        let page = browser.open(&format!("{to}?account={account}")).await.is(200);
        let act = async |what: &str, more: &[(&str, &str)]| {
            let mut fields = vec![("account", account.as_str()), ("do", what)];
            fields.extend_from_slice(more);
            post(&browser, &page, &to, &fields).await.is(200)
        };
        act("reset", &[]).await.says("If an address is confirmed, the mail is on its way.");
        rig.deliver().await;
        let mail = rig.sink.messages().into_iter().rev().find(|mail| mail.text.contains("/reset-password/"));
        let mail = mail.expect("a mail");
        assert_eq!(mail.to, "tom@example.com");

        let toms = tom.browser(&rig).await;
        let sessions = format!("/v1/persons/{}/sessions", tom.id);
        let elsewhere = rig.post(&sessions, json!({"reference": "k2", "account": other})).await.is(201);
        act("end", &[]).await.says("The sessions have ended.");
        let over = toms.ask("GET", "/security", String::new(), &[]).await;
        over.is(410).says("an owner or administrator ended this session");
        let read = rig.get(&format!("/v1/sessions/{}", elsewhere.str("id"))).await.is(200);
        assert_eq!(read.body["state"], "live", "another account's goes on");

        let (in_it, shown) = (format!("group-{group}"), format!("shown-{group}"));
        act("groups", &[(&in_it, "yes"), (&shown, "yes")]).await.says("Groups saved.");
        let members = format!("/v1/accounts/{account}/groups/{group}/members");
        assert_eq!(rig.get(&members).await.is(200).body["members"].as_array().expect("members").len(), 1);
        act("groups", &[(&shown, "yes")]).await;
        assert_eq!(rig.get(&members).await.is(200).body["members"], json!([]));

        let session = rig.post(&sessions, json!({"reference": "k1", "account": account})).await.is(201);
        act("pause", &[]).await.says("Access is stopped.").says("Access stopped");
        let read = rig.get(&format!("/v1/sessions/{}", session.str("id"))).await.is(200);
        assert_eq!(read.body["state"], "ended");
        let again = json!({"reference": "k3", "account": account});
        rig.post(&sessions, again.clone()).await.refused(422, "invalid-value");
        act("resume", &[]).await.says("Access is back.");
        rig.post(&sessions, again).await.is(201);
        // An only owner is stopped by nobody, oneself included.
        let own = format!("/people/{}", boss.id);
        let fields = [("account", account.as_str()), ("do", "pause")];
        let answer = browser.ask("POST", &own, page.form(&fields), &SAME).await;
        assert!(answer.status.is_client_error(), "{}", answer.status);
    }

    /// CS-SUP-06: an owner, and nobody else, vouches for a person of the account, with a reason; the person is told, and nothing of theirs
    /// changes. An owner is vouched for by nobody.
    async fn an_owner_vouches_for_a_member(db: TestDb) {
        let rig = Rig::new(db).await;
        let boss = Owner::named(&rig, "boss", "+4915123456789").await;
        let second = Owner::named(&rig, "second", "+4915123456705").await;
        let (tom, adam) = (Owner::named(&rig, "tom", "+4915123456701").await, Owner::named(&rig, "adam", "+4915123456703").await);
        let account = account_with(&rig, &boss, "K-1", &[(&tom, "member"), (&adam, "administrator"), (&second, "owner")]).await;
        for owner in [&boss, &adam, &tom] {
            enrol(&rig, owner).await;
        }
        let (browser, _) = at_work(&rig, &boss).await;
        let to = format!("/people/{}", tom.id);
        let page = browser.open(&format!("{to}?account={account}")).await.is(200);
        page.says("tom lost every way in?");
        let fields = |reason| [("account", account.as_str()), ("do", "vouch"), ("reason", reason)];
        post(&browser, &page, &to, &fields("  ")).await.is(422).says("Write why you are sure");
        let done = post(&browser, &page, &to, &fields("She called me <b>herself</b>")).await.is(200);
        done.says("Our support sees it with your reason.").says("You vouched. It counts until");
        rig.deliver().await;
        let told: Vec<_> = rig.sink.messages().into_iter().filter(|mail| mail.to == "tom@example.com").collect();
        assert!(told.iter().any(|mail| mail.subject.as_deref() == Some("boss vouched for you")), "{told:?}");
        let person = PersonId::parse(&tom.id).expect("an id");
        let now = rig.clock.now();
        let read = rig.state.ctx.store.read(async move |tx| tx.vouches_of_person(&person, now).await);
        let vouches = read.await.expect("read");
        assert_eq!(vouches.len(), 1);
        assert_eq!(vouches[0].reason, "She called me <b>herself</b>");
        tom.browser(&rig).await.open("/activity").await.is(200).says("An owner vouched for this person");

        for whom in [&second, &boss] {
            let to = format!("/people/{}", whom.id);
            let page = browser.open(&format!("{to}?account={account}")).await.is(200);
            page.never_says("I vouch for");
            let answer = browser.ask("POST", &to, page.form(&fields("because")), &SAME).await;
            assert!(answer.status.is_client_error(), "{}", answer.status);
        }
        let (adams, _) = at_work(&rig, &adam).await;
        let page = adams.open(&format!("{to}?account={account}")).await.is(200);
            page.never_says("I vouch for");
        let answer = adams.ask("POST", &to, page.form(&fields("because")), &SAME).await;
        assert!(answer.status.is_client_error(), "{}", answer.status);
        let person = PersonId::parse(&tom.id).expect("an id");
        rig.forward(8 * 24 * 3_600);
        let now = rig.clock.now();
        let read = rig.state.ctx.store.read(async move |tx| tx.vouches_of_person(&person, now).await);
        assert!(read.await.expect("read").is_empty(), "a week later it counts no more");
    }

    /// The set-up link is shown once, on the page, and lets its person in with the password.
    async fn a_set_up_link_is_handed_over(db: TestDb) {
        let rig = Rig::new(db).await;
        let boss = Owner::named(&rig, "boss", "+4915123456789").await;
        let tom = unreachable(&rig, "tom").await;
        let account = account_with(&rig, &boss, "K-1", &[(&tom, "member")]).await;
        enrol(&rig, &boss).await;
        let (browser, _) = at_work(&rig, &boss).await;
        let to = format!("/people/{}", tom.id);
        let page = browser.open(&format!("{to}?account={account}")).await.is(200);
        page.never_says("Set-up link");
        let fields = |what| [("account", account.as_str()), ("do", what), ("forced", "yes")];
        let page = post(&browser, &page, &to, &fields("duty")).await.is(200);
        page.says("Set-up link");
        let answer = browser.ask("POST", &to, page.form(&fields("link")), &SAME).await.is(200);
        let link = answer.html.split(&format!("{ORIGIN}/sign-in/set-up/link/")).nth(1).expect("a link");
        let link = format!("{ORIGIN}/sign-in/set-up/link/{}", &link[..22]);
        assert!(!answer.at.contains("link/"), "in no address");
        browser.open(&format!("{to}?account={account}")).await.is(200).never_says(&link);

        let theirs = Browser::new(&rig);
        theirs.open(&link).await;
        let page = theirs.open("/sign-in?anew=yes").await.is(200);
        let page = theirs.submit(&page, &[("name", "tom@example.com"), ("password", PASSWORD)]).await.is(200);
        let page = theirs.submit(&page, &[]).await.is(200);
        let page = theirs.submit(&page, &[("way", "totp")]).await.is(200);
        let app = App::of(&page);
        theirs.submit(&page, &[("onetimecode", &app.shows(&rig, 0))]).await.is(200).says("recovery codes");
    }

    /// Looked at first, with names; switched on only by somebody with a second factor; from a date; lifted.
    async fn a_rule_is_looked_at_before_it_is_on(db: TestDb) {
        let rig = Rig::new(db).await;
        let boss = Owner::named(&rig, "boss", "+4915123456789").await;
        let (tom, uma) = (Owner::named(&rig, "tom", "+4915123456701").await, Owner::named(&rig, "uma", "+4915123456702").await);
        let account = account_with(&rig, &boss, "K-1", &[(&tom, "member"), (&uma, "member")]).await;
        enrol(&rig, &uma).await;
        let (plain, session) = boss.browser_with(&rig, None).await;
        open_window(&rig, &session).await;
        let look = |from: &str| format!("/people/rule?account={account}&of=account&ways=any&from={from}");
        let preview = plain.open(&look("")).await.is(200);
        preview.says("3 people, 2 without what it asks for").says("An only owner is not exempt");
        let fields = [("account", account.as_str()), ("of", "account"), ("ways", "any"), ("from", ""), ("do", "set")];
        post(&plain, &preview, "/people/rule", &fields).await.is(422).says("Use your own two-factor authentication first");

        enrol(&rig, &boss).await;
        let (browser, _) = at_work(&rig, &boss).await;
        for wrong in ["2020-01-01", "soon", "2099-01-01"] {
            let page = browser.open(&look(wrong)).await;
            let fields = [("account", account.as_str()), ("of", "account"), ("ways", "any"), ("from", wrong), ("do", "set")];
            post(&browser, &page, "/people/rule", &fields).await.is(422).says("Enter a day from today on");
        }
        let preview = browser.open(&look("2030-02-01")).await.is(200);
        preview.says("3 people, 1 without what it asks for").says("tom");
        let fields = [("account", account.as_str()), ("of", "account"), ("ways", "any"), ("from", "2030-02-01"), ("do", "set")];
        let on = post(&browser, &preview, "/people/rule", &fields).await.is(200);
        on.says("The rule is saved.").says("Everybody: Any: app, text message or call, from 1 February 2030");
        let fields = [("account", account.as_str()), ("of", "account"), ("do", "lift")];
        let off = post(&browser, &on, "/people/rule", &fields).await.is(200);
        off.says("Lifted.").never_says("Rules that are on");
    }

    /// CS-F2-06, CS-F2-08: what is marked is neither a row nor a count nor a hint for a session without a second factor; only one that
    /// has it sets and lifts marks.
    async fn marks_are_seen_and_set_with_a_second_factor(db: TestDb) {
        let rig = Rig::new(db).await;
        let boss = Owner::named(&rig, "boss", "+4915123456789").await;
        let account = account_with(&rig, &boss, "K-1", &[]).await;
        let lines = json!({"resources": [
            {"reference": "vault", "type": "data-centre", "name": "Vault"},
            {"reference": "shop", "type": "server", "name": "Shop"},
        ]});
        let put = rig.call("PUT", &format!("/v1/accounts/{account}/resources"), lines).await.is(200);
        let vault = put.body["results"][0]["id"].as_str().expect("an id").to_owned();
        let (shown, mark, was) = (format!("shown-{vault}"), format!("mark-{vault}"), format!("was-{vault}"));
        let (plain, session) = boss.browser_with(&rig, None).await;
        open_window(&rig, &session).await;
        let page = plain.open("/people/marks").await.is(200);
        page.says("Vault").says("are shown only with two-factor authentication");
        let set = [("account", account.as_str()), (shown.as_str(), "yes"), (mark.as_str(), "yes")];
        plain.ask("POST", "/people/marks", page.form(&set), &SAME).await.is(409).says("Only a session that has used two-factor");

        enrol(&rig, &boss).await;
        let (browser, _) = at_work(&rig, &boss).await;
        let page = browser.open("/people/marks").await.is(200);
        let done = post(&browser, &page, "/people/marks", &set).await.is(200);
        done.says("Saved.");
        assert!(done.html.contains(&format!("name=\"{mark}\" value=\"yes\" checked")));
        let without = plain.open("/people/marks").await.is(200);
        without.says("Shop").never_says("Vault");
        assert!(!without.html.contains(&vault), "no trace");
        let lift = [("account", account.as_str()), (shown.as_str(), "yes"), (was.as_str(), "yes")];
        post(&browser, &done, "/people/marks", &lift).await.is(200);
        plain.open("/people/marks").await.is(200).says("Vault");
    }

    /// A person of several accounts chooses, and sees one at a time.
    async fn several_accounts_are_chosen_from(db: TestDb) {
        let rig = Rig::new(db).await;
        let boss = Owner::named(&rig, "boss", "+4915123456789").await;
        let tom = Owner::named(&rig, "tom", "+4915123456701").await;
        let one = account_with(&rig, &boss, "K-1", &[]).await;
        let two = account_with(&rig, &tom, "K-2", &[(&boss, "administrator")]).await;
        let third = account_with(&rig, &tom, "K-3", &[(&boss, "member")]).await;
        let browser = boss.browser(&rig).await;
        let list = browser.open("/people").await.is(200);
        list.says("Customer account").says("Verlag K-2").never_says("Verlag K-3");
        assert_eq!(names(&browser.open(&format!("/people?account={one}")).await.is(200)), ["boss"]);
        assert_eq!(names(&browser.open(&format!("/people?account={two}")).await.is(200)), ["boss", "tom"]);
        let answer = browser.ask("GET", &format!("/people?account={third}"), String::new(), &[]).await;
        assert_eq!(answer.status, 404, "a member looks after nothing");
        let foreign = browser.ask("GET", &format!("/people/{}?account={one}", tom.id), String::new(), &[]).await;
        assert_eq!(foreign.status, 404, "of another account");
    }
}
