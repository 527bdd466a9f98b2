//! Role by route, in one's own account and in another: what the table of rights says, held at every route that acts for a member.

use countersign_server::routes::Guard;
use countersign_testkit::{TestDb, db::run};
use serde_json::{Value, json};

use crate::access::prove;
use crate::accounts::{account, acting, join, window};
use crate::rig::{Rig, Someone};

/// What a route answers to an owner, an administrator, a member, a technical administrator and a stranger, each with an open
/// window and a proven second factor: `y` lets through, `-` is 403, `0` is 404.
const TABLE: &[(&str, &str, &str)] = &[
    ("GET", "/v1/accounts/{id}", "yyyy0"),
    ("GET", "/v1/accounts/{id}/activity", "yyyy0"),
    ("GET", "/v1/accounts/{id}/members", "yy--0"),
    ("GET", "/v1/accounts/{id}/members/{person}", "yy--0"),
    ("PUT", "/v1/accounts/{id}/members/{person}", "yy--0"),
    ("GET", "/v1/accounts/{id}/contact-persons", "yy--0"),
    ("POST", "/v1/accounts/{id}/contact-persons", "yy--0"),
    ("DELETE", "/v1/accounts/{id}/contact-persons/{contact_person}", "yy--0"),
    ("GET", "/v1/accounts/{id}/invitations", "yy--0"),
    ("POST", "/v1/accounts/{id}/invitations", "yy--0"),
    ("GET", "/v1/accounts/{id}/invitations/{invitation}", "yy--0"),
    ("POST", "/v1/accounts/{id}/invitations/{invitation}/send", "yy--0"),
    ("DELETE", "/v1/accounts/{id}/invitations/{invitation}", "yy--0"),
    ("GET", "/v1/accounts/{id}/groups", "yy--0"),
    ("POST", "/v1/accounts/{id}/groups", "yy--0"),
    ("GET", "/v1/accounts/{id}/groups/{group}/members", "yy--0"),
    ("PUT", "/v1/accounts/{id}/groups/{group}/members/{person}", "yy--0"),
    ("DELETE", "/v1/accounts/{id}/groups/{group}/members/{person}", "yy--0"),
    ("GET", "/v1/accounts/{id}/resources/{resource}/grants", "yy--0"),
    ("PUT", "/v1/accounts/{id}/resources/{resource}/grants/{holder}", "yy--0"),
    ("DELETE", "/v1/accounts/{id}/resources/{resource}/grants/{holder}", "yy--0"),
    ("PUT", "/v1/accounts/{id}/resources/{resource}/second-factor-only", "yy--0"),
    ("DELETE", "/v1/accounts/{id}/resources/{resource}/second-factor-only", "yy--0"),
    ("GET", "/v1/accounts/{id}/duties", "yy--0"),
    ("GET", "/v1/accounts/{id}/duties/preview", "yy--0"),
    ("PUT", "/v1/accounts/{id}/duties/account", "y---0"),
    ("DELETE", "/v1/accounts/{id}/duties/account", "y---0"),
    ("PUT", "/v1/accounts/{id}/duties/roles/{role}", "yy--0"),
    ("DELETE", "/v1/accounts/{id}/duties/roles/{role}", "yy--0"),
    ("PUT", "/v1/accounts/{id}/duties/persons/{person}", "yy--0"),
    ("DELETE", "/v1/accounts/{id}/duties/persons/{person}", "yy--0"),
    ("DELETE", "/v1/accounts/{id}/groups/{group}", "yy--0"),
    ("DELETE", "/v1/accounts/{id}/members/{person}", "yy--0"),
];

/// Routes of accounts that act for nobody: the portal's own, by a scope of their own.
const OF_THE_PORTAL: &[(&str, &str)] = &[
    ("POST", "/v1/accounts"),
    ("GET", "/v1/accounts"),
    ("DELETE", "/v1/accounts/{id}"),
    ("GET", "/v1/accounts/{id}/resources"),
    ("PUT", "/v1/accounts/{id}/resources"),
    ("DELETE", "/v1/accounts/{id}/resources/{resource}"),
];

/// CS-DEL-02, CS-DEL-04, CS-API-02: a route that stands in neither list fails here, and none answers otherwise than listed.
#[test]
fn every_route_of_accounts_answers_by_role_and_account() {
    run(TestDb::sqlite, async |db| {
        let rig = Rig::new(db).await;
        for served in rig.built.served.iter().filter(|s| s.path.starts_with("/v1/accounts")) {
            assert!(matches!(served.guard, Guard::Key(_)));
            let listed = |list: &[(&str, &str)]| list.contains(&(served.method, &served.path));
            let acts = TABLE
                .iter()
                .any(|(method, path, _)| (*method, *path) == (served.method, served.path.as_str()));
            assert!(acts != listed(OF_THE_PORTAL), "{} {}", served.method, served.path);
        }
        let eve = rig.person("eve").await;
        account(&rig, "eves", &eve).await;
        ready(&rig, &eve).await;
        let roles = ["owner", "administrator", "member", "technical-administrator"];
        for (at, role) in roles.into_iter().enumerate() {
            let place = Place::new(&rig, role).await;
            for (method, path, answers) in TABLE {
                let own = place.ask(&rig, method, path, &place.actor).await;
                let expected = answers.as_bytes()[at];
                let fits = match expected {
                    b'y' => (200..300).contains(&own),
                    b'-' => own == 403,
                    _ => own == 404,
                };
                assert!(fits, "{role}: {method} {path}: {own}");
                let foreign = place.ask(&rig, method, path, &eve).await;
                assert_eq!(foreign, 404, "a stranger: {method} {path}");
            }
        }
    });
}

async fn ready(rig: &Rig, someone: &Someone) {
    window(rig, someone).await;
    prove(rig, someone).await;
}

/// An account with everything a route can name, and somebody who acts in it.
struct Place {
    account: String,
    actor: Someone,
    other: Someone,
    group: String,
    resource: String,
    invitation: String,
    contact_person: String,
}

impl Place {
    async fn new(rig: &Rig, role: &str) -> Self {
        let owner = rig.person(&format!("{role}-owner")).await;
        let (actor, other) = (
            rig.person(&format!("{role}-actor")).await,
            rig.person(&format!("{role}-other")).await,
        );
        let account = account(rig, role, &owner).await;
        join(rig, &account, &actor, role).await;
        join(rig, &account, &other, "member").await;
        let invitations = format!("/v1/accounts/{account}/invitations");
        let new = json!({"name": "Theo", "email": "theo@it.example", "role": "member"});
        let invitation = rig.post(&invitations, new).await.is(201).str("id").to_owned();
        let contact_persons = format!("/v1/accounts/{account}/contact-persons");
        let new = json!({"name": "Bea", "matter": "billing", "email": "bea@it.example"});
        let contact_person = rig.post(&contact_persons, new).await.is(201).str("id").to_owned();
        // It can be mailed again by now.
        rig.forward(5 * 60);
        // An owner with a second factor, whoever acts: else nothing can be marked.
        ready(rig, &owner).await;
        ready(rig, &actor).await;
        let groups = format!("/v1/accounts/{account}/groups");
        let group = rig.post(&groups, json!({"name": "A"})).await.is(201).str("id").to_owned();
        let line = json!({"resources": [{"reference": "r", "type": "server", "name": "r"}]});
        let put = rig.call("PUT", &format!("/v1/accounts/{account}/resources"), line).await.is(200);
        let resource = put.body["results"][0]["id"].as_str().expect("an id").to_owned();
        Self { account, actor, other, group, resource, invitation, contact_person }
    }

    async fn ask(&self, rig: &Rig, method: &str, path: &str, by: &Someone) -> u16 {
        let path = path
            .replace("{id}", &self.account)
            .replace("{person}", &self.other.id)
            .replace("{invitation}", &self.invitation)
            .replace("{contact_person}", &self.contact_person)
            .replace("{group}", &self.group)
            .replace("{resource}", &self.resource)
            .replace("{holder}", &self.other.id)
            .replace("{role}", "member");
        let body = match (method, path.ends_with("/groups")) {
            ("POST", true) => json!({"name": "B"}),
            ("POST", _) if path.ends_with("/contact-persons") => {
                json!({"name": "Tea", "matter": "technical", "email": "tea@it.example"})
            }
            ("POST", _) if path.ends_with("/invitations") => {
                json!({"name": "Ida", "email": "ida@it.example", "role": "member"})
            }
            ("PUT", _) if path.contains("/duties/") => json!({}),
            ("PUT", _) if path.contains("/groups/") || path.contains("/resources/") => Value::Null,
            ("PUT", _) => json!({"role": "technical-administrator", "rights": ["hosting"]}),
            _ => Value::Null,
        };
        rig.call(method, &format!("{path}?{}", acting(by)), body).await.status.as_u16()
    }
}
