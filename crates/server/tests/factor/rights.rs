//! Who may what at every page, by role, in one's own account and in another; and that no route is in none of the lists.

use countersign_server::routes::Guard;
use countersign_testkit::{TestDb, db::run};
use serde_json::json;

use crate::browser::{Browser, ORIGIN};
use crate::owner::Owner;
use crate::rig::Rig;

/// What a page of an account answers to an owner, an administrator, a member, a technical administrator and the owner of another
/// account: `y` a page or the way to one, `0` nothing. What they do behind the step-up is the API's table, over the same use cases.
const PAGES: &[(&str, &str, &str)] = &[
    ("GET", "/people/invitations", "yy000"),
    ("GET", "/people/invitations/new", "yy000"),
    ("POST", "/people/invitations/new", "yy000"),
    ("POST", "/people/invitations/{id}", "yy000"),
    ("GET", "/people/access/{id}", "yy000"),
    ("POST", "/people/access/{id}", "yy000"),
    ("GET", "/people/contact-persons", "yy000"),
    ("POST", "/people/contact-persons", "yy000"),
    ("GET", "/people/activity", "yyyy0"),
    ("GET", "/people/activity/download", "yyyy0"),
];

/// The persons of an account: who may what there is walked in the tests of `people.rs`, by role and account.
const PERSONS: &[(&str, &str)] = &[
    ("GET", "/people"),
    ("GET", "/people/kept/{id}"),
    ("GET", "/people/marks"),
    ("POST", "/people/marks"),
    ("POST", "/people/require"),
    ("GET", "/people/rule"),
    ("POST", "/people/rule"),
    ("GET", "/people/{id}"),
    ("POST", "/people/{id}"),
];

/// Pages of a person's own: whoever is signed in, in whatever accounts they are; no other person's is reached by them.
const OWN: &[(&str, &str)] = &[
    ("GET", "/activity"),
    ("GET", "/activity/download"),
    ("GET", "/security"),
    ("GET", "/security/call-code"),
    ("POST", "/security/call-code"),
    ("POST", "/security/close-areas"),
    ("GET", "/security/contacts"),
    ("POST", "/security/contacts"),
    ("POST", "/security/contacts/{id}"),
    ("GET", "/security/devices"),
    ("POST", "/security/devices"),
    ("GET", "/security/kept/{id}"),
    ("GET", "/security/methods"),
    ("GET", "/security/methods/app"),
    ("POST", "/security/methods/app"),
    ("POST", "/security/methods/off"),
    ("POST", "/security/methods/{id}"),
    ("GET", "/security/password"),
    ("POST", "/security/password"),
    ("GET", "/security/password/{id}"),
    ("POST", "/security/password/{id}"),
    ("GET", "/security/personal-data"),
    ("POST", "/security/personal-data"),
    ("GET", "/security/question"),
    ("POST", "/security/question"),
    ("GET", "/security/recovery"),
    ("POST", "/security/recovery"),
    ("GET", "/security/recovery-codes"),
    ("POST", "/security/recovery-codes"),
    ("GET", "/security/sessions"),
    ("POST", "/security/sessions"),
    ("POST", "/security/stay"),
    ("GET", "/security/support-pin"),
    ("POST", "/security/support-pin"),
    ("GET", "/sign-in/after"),
    ("GET", "/sign-in/set-up"),
    ("POST", "/sign-in/set-up"),
    ("GET", "/sign-out"),
    ("POST", "/sign-out"),
];

/// The service API beside accounts: a key with the route's scope, on nobody's behalf. Those of accounts are in the tests of the API.
const OF_KEYS: &[(&str, &str)] = &[
    ("GET", "/v1/access"),
    ("POST", "/v1/access/check"),
    ("POST", "/v1/challenges"),
    ("GET", "/v1/challenges/{id}"),
    ("POST", "/v1/challenges/{id}/answer"),
    ("POST", "/v1/challenges/{id}/complete"),
    ("POST", "/v1/challenges/{id}/send"),
    ("GET", "/v1/channels"),
    ("GET", "/v1/channels/costs"),
    ("POST", "/v1/channels/reload"),
    ("POST", "/v1/channels/route"),
    ("POST", "/v1/channels/{id}/disable"),
    ("POST", "/v1/channels/{id}/enable"),
    ("GET", "/v1/orders"),
    ("POST", "/v1/orders"),
    ("GET", "/v1/orders/{id}"),
    ("POST", "/v1/orders/{id}/cancel"),
    ("POST", "/v1/orders/{id}/challenges"),
    ("POST", "/v1/orders/{id}/claim"),
    ("GET", "/v1/orders/{id}/receipt"),
    ("POST", "/v1/persons"),
    ("DELETE", "/v1/persons/{id}"),
    ("GET", "/v1/persons/{id}"),
    ("POST", "/v1/persons/{id}/disable"),
    ("POST", "/v1/persons/{id}/enable"),
    ("GET", "/v1/persons/{id}/recovery"),
    ("POST", "/v1/persons/{id}/recovery/stop"),
    ("GET", "/v1/persons/{id}/sessions"),
    ("POST", "/v1/persons/{id}/sessions"),
    ("DELETE", "/v1/sessions/{id}"),
    ("GET", "/v1/sessions/{id}"),
    ("DELETE", "/v1/sessions/{id}/windows"),
    ("GET", "/v1/sessions/{id}/windows"),
    ("POST", "/v1/sign-ins/complete"),
    ("POST", "/v1/support/call-codes"),
    ("GET", "/v1/support/persons/{id}"),
    ("POST", "/v1/support/questions/{id}/answer"),
    ("GET", "/v1/support/tickets"),
    ("GET", "/v1/support/tickets/{id}"),
    ("POST", "/v1/support/tickets/{id}/close"),
];

/// CS-DEL-01, CS-DEL-04: a route that stands in no list fails here, and no page answers otherwise than listed. Routes behind a link, a
/// visit or a provider's signature hang on no role, and staff's are closed by their guard.
#[test]
fn every_page_answers_by_role_and_account() {
    run(TestDb::sqlite, async |db| {
        let rig = Rig::new(db).await;
        for served in &rig.built.served {
            let is = |list: &[(&str, &str)]| list.contains(&(served.method, served.path.as_str()));
            let listed = match served.guard {
                Guard::Session => {
                    let of_account =
                        PAGES.iter().any(|(m, p, _)| (*m, *p) == (served.method, &served.path));
                    of_account != (is(OWN) || is(PERSONS))
                }
                Guard::Key(_) => served.path.starts_with("/v1/accounts") != is(OF_KEYS),
                _ => true,
            };
            assert!(listed, "{} {} is in no list, or in two", served.method, served.path);
        }
        let eve = Owner::new(&rig, "eve").await;
        account(&rig, "eves", &eve).await;
        let roles = ["owner", "administrator", "member", "technical-administrator"];
        for (at, role) in roles.into_iter().enumerate() {
            let owner = Owner::new(&rig, &format!("{role}-owner")).await;
            let (actor, tec) = (
                Owner::new(&rig, &format!("{role}-actor")).await,
                Owner::new(&rig, &format!("{role}-tec")).await,
            );
            let id = account(&rig, role, &owner).await;
            join(&rig, &id, &actor, role).await;
            join(&rig, &id, &tec, "technical-administrator").await;
            let new = json!({"name": "Ida", "email": "ida@it.example", "role": "member"});
            let path = format!("/v1/accounts/{id}/invitations");
            let invitation = rig.post(&path, new).await.is(201).str("id").to_owned();
            let (own, foreign) = (actor.browser(&rig).await, eve.browser(&rig).await);
            for (method, path, answers) in PAGES {
                let subject = if path.contains("/access/") { &tec.id } else { &invitation };
                let path = format!("{}?account={id}", path.replace("{id}", subject));
                for (browser, expected) in
                    [(&own, answers.as_bytes()[at]), (&foreign, answers.as_bytes()[4])]
                {
                    let status = ask(browser, method, &path).await;
                    let fits = match expected {
                        b'y' => (200..400).contains(&status),
                        _ => status == 404,
                    };
                    assert!(fits, "{role}: {method} {path}: {status}");
                }
            }
        }
    });
}

/// The pages of one's own hang on no role: whoever is a technical administrator has them like everybody else.
#[test]
fn the_pages_of_ones_own_are_everybodys() {
    run(TestDb::sqlite, async |db| {
        let rig = Rig::new(db).await;
        let (owner, tec) = (Owner::new(&rig, "owner").await, Owner::new(&rig, "tec").await);
        let id = account(&rig, "K-1", &owner).await;
        join(&rig, &id, &tec, "technical-administrator").await;
        let (of_owner, of_tec) = (owner.browser(&rig).await, tec.browser(&rig).await);
        for (method, path) in
            OWN.iter().filter(|(method, path)| *method == "GET" && !path.contains('{'))
        {
            let (one, other) =
                (ask(&of_owner, method, path).await, ask(&of_tec, method, path).await);
            assert_eq!(one, other, "{path}");
            assert!((200..400).contains(&one), "{path}: {one}");
        }
    });
}

async fn account(rig: &Rig, reference: &str, owner: &Owner) -> String {
    let new = json!({"reference": reference, "name": "Meier AG", "owner": owner.id});
    rig.post("/v1/accounts", new).await.is(201).str("id").to_owned()
}

async fn join(rig: &Rig, account: &str, person: &Owner, role: &str) {
    let path = format!("/v1/accounts/{account}/members/{}", person.id);
    let rights = if role == "technical-administrator" { vec!["hosting"] } else { vec![] };
    rig.call("PUT", &path, json!({"role": role, "rights": rights})).await.is(200);
}

async fn ask(browser: &Browser<'_>, method: &str, path: &str) -> u16 {
    if method == "GET" {
        return browser.ask("GET", path, String::new(), &[]).await.status.as_u16();
    }
    let token = browser.open("/sign-out").await.is(200);
    let what = if path.contains("contact-persons") { "add" } else { "withdraw" };
    let form = token.form(&[
        ("do", what),
        ("role", "member"),
        ("matter", "billing"),
        ("name", "Bea"),
        ("email", "bea@it.example"),
    ]);
    browser.ask("POST", path, form, &[("origin", ORIGIN)]).await.status.as_u16()
}
