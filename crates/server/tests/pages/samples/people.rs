//! The persons of an account.

use countersign_app::looking_after::{MarkedResource, PeopleFilter};
use countersign_core::people::Role;
use countersign_core::policy::AllowedWays;
use countersign_server::pages::people::Tab;

use super::*;

fn frame(tab: Tab, accounts: usize, done: Option<&str>) -> PeopleFrame {
    let all = [("acc_1", "Nordlicht Verlag"), ("acc_2", "Südwind Handel GmbH & Co. KG")];
    PeopleFrame {
        account: "acc_1".to_owned(),
        name: "Nordlicht Verlag".to_owned(),
        accounts: all
            .iter()
            .take(accounts)
            .map(|(id, name)| ((*id).to_owned(), (*name).to_owned()))
            .collect(),
        tab,
        done: done.map(str::to_owned),
    }
}

fn row(name: &str, role: Role, factor: &'static str) -> PersonRow {
    let has_factor = factor != "people-off";
    PersonRow {
        id: format!("per_{}", name.len()),
        name: name.to_owned(),
        role,
        factor,
        is_pending: !has_factor,
        by_name: role == Role::Member,
        by_rule: role == Role::Administrator,
        is_paused: role == Role::TechnicalAdministrator,
        is_self: role == Role::Owner,
        may_force: role != Role::Owner,
        last_sign_in: has_factor.then(|| at(-60 * 24)),
    }
}

fn rows() -> Vec<PersonRow> {
    vec![
        row("Jonas Reed", Role::Owner, "offer-totp"),
        row("Mara Vogt", Role::Administrator, "people-sms-only"),
        row("Anna-Katharina von Hohenstein-Lüdenscheid", Role::Member, "people-off"),
        row("Tom Berger", Role::TechnicalAdministrator, "people-passkey"),
    ]
}

pub fn add(book: &Book<'_>) {
    let token = || FormToken("t".repeat(22));
    let area = || Area { looks_after: true, ..around("/people") };
    for (name, shown, filter, accounts, done, nobody_ticked) in [
        ("people", rows(), PeopleFilter::All, 1, None, false),
        ("people-many-accounts", rows(), PeopleFilter::Pending, 2, Some("required"), false),
        ("people-nobody-ticked", rows(), PeopleFilter::All, 1, None, true),
        ("people-none", Vec::new(), PeopleFilter::Off, 1, None, false),
        ("people-empty", Vec::new(), PeopleFilter::All, 1, None, false),
    ] {
        let page = PeoplePage {
            shell: book.signed_in("/people"),
            area: area(),
            frame: frame(Tab::List, accounts, done),
            token: token(),
            rows: shown,
            filter,
            search: String::new(),
            next: (accounts == 2).then(|| "MTp4".to_owned()),
            older: accounts == 2,
            required: Some(2),
            nobody_ticked,
        };
        book.add(name, page);
    }
    person(book);
    rules(book);
    let mark = |name: &str, marked| MarkedResource {
        id: format!("rsc_{}", name.len()),
        name: name.to_owned(),
        kind: "data-centre".to_owned(),
        marked,
    };
    for (name, proven, problem) in [
        ("marks", true, None),
        ("marks-without", false, None),
        ("marks-own-factor", false, Some(MarksProblem::OwnFactor)),
        ("marks-no-owner", true, Some(MarksProblem::NoOwner)),
        ("marks-empty", true, None),
    ] {
        let some = vec![mark("Frankfurt", true), mark("Snapshot of web-1", false)];
        let page = MarksPage {
            shell: book.signed_in("/people/marks"),
            area: area(),
            frame: frame(Tab::Marks, 1, (name == "marks").then_some("marks")),
            token: token(),
            rows: if name == "marks-empty" { Vec::new() } else { some },
            proven,
            older: name == "marks",
            next: (name == "marks").then(|| "rsc_2".to_owned()),
            problem,
        };
        book.add(name, page);
    }
}

fn person(book: &Book<'_>) {
    let token = || FormToken("t".repeat(22));
    let mara = || row("Mara Vogt", Role::Administrator, "offer-totp");
    let anna = || row("Anna Weber", Role::Member, "people-off");
    let tom = || row("Tom Berger", Role::TechnicalAdministrator, "people-passkey");
    let jonas = || row("Jonas Reed", Role::Owner, "offer-totp");
    for (name, row, ways, sessions, done) in [
        ("person", mara(), Some(AllowedWays::AppOrPasskey), 1, Some("duty")),
        ("person-off", anna(), None, 3, Some("lifted")),
        ("person-link", anna(), Some(AllowedWays::Any), 0, None),
        ("person-no-link", anna(), Some(AllowedWays::Any), 0, None),
        ("person-paused", tom(), None, 0, Some("pause")),
        ("person-self", jonas(), None, 2, Some("end")),
        ("person-higher", mara(), None, 2, Some("reset")),
        ("person-groups", mara(), None, 2, Some("groups")),
        ("person-resumed", mara(), None, 2, Some("resume")),
        ("person-vouched", mara(), None, 0, Some("vouch")),
        ("person-vouch-no-reason", mara(), None, 0, None),
    ] {
        let is_self = row.is_self;
        let groups = [("grp_1", "Redaktion", true), ("grp_2", "Technik", false)];
        let page = PersonPage {
            shell: book.signed_in("/people/per_1"),
            area: Area { looks_after: true, ..around("/people") },
            frame: frame(Tab::List, 1, done),
            token: token(),
            path: "/people/per_1".to_owned(),
            ways,
            sessions,
            reachable: !name.ends_with("link"),
            groups: groups
                .iter()
                .map(|(id, name, is_in)| ((*id).to_owned(), (*name).to_owned(), *is_in))
                .collect(),
            may_help: !is_self && name != "person-higher",
            may_pause: !is_self && name != "person-higher",
            is_owner: row.role == Role::Owner,
            link: (name == "person-link").then(|| ShownLink {
                address:
                    "https://secure.nordwerk.example/sign-in/set-up/link/abcdefghijklmnopqrstuv"
                        .to_owned(),
                until: at(60 * 24),
            }),
            no_link: name == "person-no-link",
            no_reason: name == "person-vouch-no-reason",
            may_vouch: name.starts_with("person-vouch") || name == "person",
            vouched_until: (name == "person-vouched").then(|| at(60 * 24 * 7)),
            row,
        };
        book.add(name, page);
    }
}

fn rules(book: &Book<'_>) {
    let rule = |role, ways, from| RuleRow { role, ways, from };
    for (name, people, unmet, problem, from) in [
        ("rule", 0, 0, None, ""),
        ("rule-preview", 4, 2, None, "2026-12-01"),
        ("rule-preview-many", 140, 60, None, ""),
        ("rule-met", 1, 0, None, ""),
        ("rule-no-date", 4, 2, Some(RuleProblem::Date), "soon"),
        ("rule-own-factor", 4, 2, Some(RuleProblem::OwnFactor), ""),
        ("rule-not-allowed", 4, 2, Some(RuleProblem::NotAllowed), ""),
    ] {
        let names = ["Anna Weber", "Mara Vogt"].iter().take(unmet as usize);
        let names = names.map(|name| ("per_1".to_owned(), (*name).to_owned())).collect();
        let page = RulePage {
            shell: book.signed_in("/people/rule"),
            area: Area { looks_after: true, ..around("/people") },
            frame: frame(Tab::Rule, 1, (name == "rule").then_some("set")),
            token: FormToken("t".repeat(22)),
            rules: vec![
                rule(None, AllowedWays::Any, at(-60 * 24)),
                rule(Some(Role::Owner), AllowedWays::AppOrPasskey, at(60 * 24 * 30)),
            ],
            role: (name == "rule-met").then_some(Role::TechnicalAdministrator),
            as_owner: name != "rule-not-allowed",
            ways: AllowedWays::Any,
            from: from.to_owned(),
            preview: (people > 0).then_some(RulePreview { people, unmet, names }),
            problem,
            now: at(0),
        };
        book.add(name, page);
    }
}
