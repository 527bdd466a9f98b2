//! People with access, the form that invites, and what an invitation opens.

use countersign_app::trail::Doer;
use countersign_core::access::InvitationState;
use countersign_core::people::{Matter, Role};

use super::*;

pub fn add(book: &Book<'_>) {
    lists(book);
    forms(book);
    answers(book);
    reached(book);
    activity(book);
    let page = RemoveAccessPage {
        shell: book.signed_in("/people/access/per_1"),
        area: around("/people/invitations"),
        token: token(),
        name: "Theo Technik".to_owned(),
        account: "Meier & Söhne".to_owned(),
        action: "/people/access/per_1?account=acc_1".to_owned(),
        back: "/people/invitations?account=acc_1".to_owned(),
    };
    book.add("access-remove", page);
}

fn token() -> FormToken {
    FormToken("t".repeat(22))
}

fn rights() -> Vec<String> {
    ["Domains and their register", "Name servers", "Web hosting"].map(str::to_owned).to_vec()
}

fn lists(book: &Book<'_>) {
    let outside = |name: &str, ends_at| OutsideLine {
        person: "per_1".to_owned(),
        name: name.to_owned(),
        rights: rights(),
        ends_at,
        since: at(-60 * 24 * 90),
    };
    let line = |name: &str, role, state, decided: bool| InvitationLine {
        id: "inv_1".to_owned(),
        name: name.to_owned(),
        email: "theo.technik@it-haus.example".to_owned(),
        role: Some(role),
        rights: if role == Role::TechnicalAdministrator { rights() } else { Vec::new() },
        state: Some(state),
        mailed_at: at(-60),
        expires_at: at(60 * 24 * 6),
        decided_at: decided.then(|| at(-10)),
        mails_again: true,
        inviter: (role != Role::Member).then(|| "Anna Meier".to_owned()),
    };
    let full = || AccessPage {
        shell: book.signed_in("/people/invitations"),
        area: around("/people/invitations"),
        token: token(),
        accounts: vec![
            ("acc_1".to_owned(), "Meier & Söhne".to_owned()),
            ("acc_2".to_owned(), "Nordlicht Verein".to_owned()),
        ],
        account: Some("acc_1".to_owned()),
        outside: vec![outside("Theo Technik", None), outside("Ida Infra", Some(at(60 * 24 * 30)))],
        invitations: vec![
            line("Theo Technik", Role::TechnicalAdministrator, InvitationState::Pending, false),
            line("Mia Meier", Role::Member, InvitationState::Accepted, true),
            line("Adam Arndt", Role::Administrator, InvitationState::Declined, true),
            line("Nora Nord", Role::Member, InvitationState::Withdrawn, true),
            line("Uwe Unruh", Role::Owner, InvitationState::Expired, false),
        ],
        next: Some("next".to_owned()),
        done: None,
        problem: None,
    };
    book.add("access-list", full());
    for (name, done) in [
        ("access-sent", AccessDone::Sent),
        ("access-again", AccessDone::Again),
        ("access-withdrawn", AccessDone::Withdrawn),
        ("access-removed", AccessDone::Removed),
    ] {
        book.add(name, AccessPage { done: Some(done), next: None, ..full() });
    }
    for (name, problem) in [
        ("access-too-soon", AccessProblem::TooSoon(at(4))),
        ("access-over", AccessProblem::InvitationOver),
    ] {
        book.add(name, AccessPage { problem: Some(problem), ..full() });
    }
    let empty = || AccessPage {
        accounts: vec![("acc_1".to_owned(), "Meier & Söhne".to_owned())],
        outside: Vec::new(),
        invitations: Vec::new(),
        next: None,
        ..full()
    };
    book.add("access-empty", empty());
    book.add("access-no-account", AccessPage { accounts: Vec::new(), account: None, ..empty() });
}

fn forms(book: &Book<'_>) {
    let page = |typed: InviteTyped, review, problem| InvitePage {
        shell: book.signed_in("/people/invitations/new"),
        area: around("/people/invitations"),
        token: token(),
        account: "Meier & Söhne".to_owned(),
        action: "/people/invitations/new?account=acc_1".to_owned(),
        back: "/people/invitations?account=acc_1".to_owned(),
        boxes: rights()
            .into_iter()
            .zip(["right-register", "right-name-servers", "right-hosting"])
            .map(|(name, field)| RightBox {
                field: field.to_owned(),
                ticked: typed.rights.iter().any(|known| field.ends_with(known)),
                name,
            })
            .collect(),
        ends: (!typed.until.is_empty()).then(|| at(60 * 24 * 30)),
        typed,
        review,
        problem,
    };
    let typed = |role: &str| InviteTyped {
        name: "Theo Technik".to_owned(),
        email: "theo@it-haus.example".to_owned(),
        role: role.to_owned(),
        rights: vec!["hosting".to_owned(), "name-servers".to_owned()],
        until: "2026-06-11".to_owned(),
    };
    book.add("inviting", page(InviteTyped::default(), false, None));
    book.add("inviting-review", page(typed("technical-administrator"), true, None));
    let member = InviteTyped { until: String::new(), ..typed("member") };
    book.add("inviting-review-member", page(member, true, None));
    for (name, problem) in [
        ("inviting-name", AccessProblem::Name),
        ("inviting-email", AccessProblem::Email),
        ("inviting-no-role", AccessProblem::NoRole),
        ("inviting-no-right", AccessProblem::NoRight),
        ("inviting-until", AccessProblem::Until),
        ("inviting-too-many", AccessProblem::TooMany(at(60))),
        ("inviting-not-allowed", AccessProblem::NotAllowed),
    ] {
        book.add(name, page(typed("technical-administrator"), false, Some(problem)));
    }
}

fn answers(book: &Book<'_>) {
    let page = |stands: InvitedStands, role, inviter: bool| AnswerPage {
        shell: book.nobody(),
        token: token(),
        inviter: inviter.then(|| "Anna Meier".to_owned()),
        account: "Meier & Söhne".to_owned(),
        email: "theo@it-haus.example".to_owned(),
        role,
        rights: rights(),
        ends_at: inviter.then(|| at(60 * 24 * 90)),
        expires_at: at(60 * 24 * 6),
        stands,
    };
    let href = || "/sign-in?next=%2Fpeople%2Finvitations%2Fanswer".to_owned();
    for (name, stands) in [
        ("invited-sign-in", InvitedStands::SignIn(href())),
        ("invited-new-access", InvitedStands::NewAccess),
        (
            "invited-another",
            InvitedStands::AnotherPerson {
                target: "a…r@n…k.example".to_owned(), switch: href()
            },
        ),
        ("invited-not-confirmed", InvitedStands::NotConfirmed),
        ("invited-no-factor", InvitedStands::NoSecondFactor(href())),
        ("invited-not-proven", InvitedStands::NotProven(href())),
        ("invited-already-in", InvitedStands::AlreadyIn),
        ("invited-ready", InvitedStands::Ready),
    ] {
        book.add(name, page(stands, Role::TechnicalAdministrator, true));
    }
    book.add("invited-member", page(InvitedStands::Ready, Role::Member, false));
    let inviter = || Some("Anna Meier".to_owned());
    for (name, end) in [
        ("invited-accepted", AnswerEnd::Accepted),
        ("invited-used", AnswerEnd::Used),
        ("invited-declined", AnswerEnd::Declined),
        ("invited-withdrawn", AnswerEnd::Withdrawn),
        ("invited-expired", AnswerEnd::Expired { at: at(-60), inviter: inviter() }),
        ("invited-expired-portal", AnswerEnd::Expired { at: at(-60), inviter: None }),
        ("invited-gone", AnswerEnd::Gone),
    ] {
        let shell = book.nobody();
        book.add(name, AnswerEndPage { shell, end });
    }
    for (name, problem, name_refused) in [
        ("own-access", None, false),
        ("own-access-weak", Some(PasswordProblem::TooEasy), false),
        ("own-access-name", None, true),
    ] {
        let page = OwnAccessPage {
            shell: book.nobody(),
            token: token(),
            email: "theo@it-haus.example".to_owned(),
            name: "Theo Technik".to_owned(),
            least: 8,
            problem,
            name_refused,
        };
        book.add(name, page);
    }
}

fn reached(book: &Book<'_>) {
    let line = |name: &str, matter, confirmed| ReachedLine {
        id: "cop_1".to_owned(),
        name: name.to_owned(),
        matter: Some(matter),
        contacts: vec![("b…a@n…k.example".to_owned(), confirmed), ("·· 47".to_owned(), confirmed)],
    };
    let page = |problem: Option<ReachedProblem>, done: Option<&str>, account: bool| ReachedPage {
        shell: book.signed_in("/people/contact-persons"),
        area: around("/people/contact-persons"),
        token: token(),
        accounts: vec![("acc_1".to_owned(), "Meier & Söhne".to_owned())],
        account: account.then(|| "acc_1".to_owned()),
        lines: if problem.is_some() {
            Vec::new()
        } else {
            vec![
                line("Bea Buchhaltung", Matter::Billing, true),
                line("Nora Netz", Matter::Technical, false),
            ]
        },
        typed: ReachedTyped { matter: "technical".to_owned(), ..ReachedTyped::default() },
        done: done.map(str::to_owned),
        problem,
    };
    book.add("reached", page(None, None, true));
    book.add("reached-added", page(None, Some("added"), true));
    book.add("reached-removed", page(None, Some("removed"), true));
    book.add("reached-no-account", page(None, None, false));
    for (name, problem) in [
        ("reached-name", ReachedProblem::Name),
        ("reached-matter", ReachedProblem::Matter),
        ("reached-email", ReachedProblem::Email),
        ("reached-number", ReachedProblem::Number),
    ] {
        book.add(name, page(Some(problem), None, true));
    }
}

fn activity(book: &Book<'_>) {
    let doers = [
        Doer::Me,
        Doer::Person("Theo Technik".to_owned()),
        Doer::Support,
        Doer::Erased,
        Doer::Portal,
        Doer::Operator,
        Doer::Stranger,
    ];
    let lines = doers.into_iter().map(|doer| AccountLine {
        shown: super::activity::line(5, "activity-member-changed", Some("totp")),
        about: (doer == Doer::Me).then(|| "Mia Meier".to_owned()),
        doer,
    });
    let day = AccountDay { date: book.t.date(at(0)), lines: lines.collect() };
    let page = |days: Vec<AccountDay>, owner: bool, account: bool| AccountActivityPage {
        shell: book.signed_in("/people/activity"),
        area: around("/people/activity"),
        accounts: vec![
            ("acc_1".to_owned(), "Meier & Söhne".to_owned()),
            ("acc_2".to_owned(), "Nordlicht Verein".to_owned()),
        ],
        account: account.then(|| ("acc_1".to_owned(), "Meier & Söhne".to_owned())),
        persons: if owner {
            vec![("per_1".to_owned(), "Theo Technik".to_owned())]
        } else {
            Vec::new()
        },
        person: owner.then(|| "per_1".to_owned()),
        filter: ActivityFilter::default(),
        days,
        next: owner.then(|| "next".to_owned()),
        older: owner,
    };
    book.add("account-activity", page(vec![day], true, true));
    book.add("account-activity-own", page(Vec::new(), false, true));
    book.add("account-activity-none", page(Vec::new(), false, false));
    let mut wrong = page(Vec::new(), true, true);
    wrong.filter.problem = Some(DateProblem::Order);
    book.add("account-activity-dates", wrong);
}
