//! The support PIN, the call code, and the support desk.

use countersign_app::recovery::{
    NewContacts, NewNumber, ProofSeen, RecoveryView, Requested, StatusView, StoredVouch,
};
use countersign_app::support::{
    CallCodeView, CaseView, CheckKind, CheckState, FoundPerson, NewCheck, RoleOfPerson,
    SeenContact, StoredCase, StoredCheck,
};
use countersign_core::ids::{AccountId, CaseId, CheckId, ContactId, PersonId, RecoveryId};
use countersign_core::people::{ContactKind, Role};
use countersign_core::support::{PinState, ProofKind, RecoveryKind, RecoveryState};

use super::*;

fn token() -> FormToken {
    FormToken("t".repeat(22))
}

fn person() -> PersonId {
    PersonId::parse(&format!("per_{}", "0".repeat(26))).expect("an id")
}

fn case_id() -> CaseId {
    CaseId::parse(&format!("cas_{}", "0".repeat(26))).expect("an id")
}

fn case() -> StoredCase {
    StoredCase {
        id: case_id(),
        agent: person(),
        agent_name: "Sam Roth".to_owned(),
        person: person(),
        person_name: "Anna Meier".to_owned(),
        ticket: "T-4711".to_owned(),
        opened_at: at(-3),
        ends_at: at(400),
    }
}

fn check(kind: CheckKind, state: CheckState, tries_left: Option<u32>) -> StoredCheck {
    let check = NewCheck {
        id: CheckId::parse(&format!("chk_{}", "0".repeat(26))).expect("an id"),
        case: case_id(),
        agent: person(),
        person: person(),
        kind,
        state,
        tries_left,
        at: at(-1),
        ends_at: Some(at(if state == CheckState::Expired { -1 } else { 4 })),
        by_phone: false,
    };
    StoredCheck { check, agent_name: "Sam Roth".to_owned(), ticket: "T-4711".to_owned() }
}

fn contact_id() -> ContactId {
    ContactId::parse(&format!("con_{}", "0".repeat(26))).expect("an id")
}

fn view(pin: PinState, checks: Vec<StoredCheck>) -> CaseView {
    let contact = |kind, target: &str, is_confirmed| SeenContact {
        id: contact_id(),
        kind,
        target: target.to_owned(),
        is_confirmed,
    };
    CaseView {
        case: case(),
        roles: vec![RoleOfPerson {
            id: AccountId::parse(&format!("acc_{}", "0".repeat(26))).expect("an id"),
            reference: "K-481739".to_owned(),
            name: "Meier & Söhne GmbH".to_owned(),
            role: Role::Owner,
        }],
        contacts: vec![
            contact(ContactKind::Email, "a…r@n…k.example", true),
            contact(ContactKind::Mobile, "·· 47", true),
            contact(ContactKind::Landline, "·· 12", false),
        ],
        methods: vec![Method::Totp, Method::Sms, Method::Call, Method::Passkey],
        recovery_codes: 7,
        last_sign_in: Some(at(-60 * 30)),
        vouches: Vec::new(),
        pin,
        checks,
        wrote_ticket: None,
        has_ticket: false,
    }
}

fn own_pages(book: &Book<'_>) {
    let set = PinState::Set { tries_left: 2 };
    for (name, state, done, problem) in [
        ("pin-not-set", PinState::NotSet, None, None),
        ("pin-set", set, None, None),
        ("pin-saved", set, Some(PinDone::Saved), None),
        ("pin-removed", PinState::NotSet, Some(PinDone::Removed), None),
        ("pin-paused", PinState::Paused, None, None),
        ("pin-easy", PinState::NotSet, None, Some(PinProblem::Easy)),
        ("pin-missing", PinState::NotSet, None, Some(PinProblem::Shape { found: 0 })),
        ("pin-shape", set, None, Some(PinProblem::Shape { found: 1 })),
    ] {
        let path = "/security/support-pin";
        let page = SupportPinPage {
            shell: book.signed_in(path),
            area: around(path),
            token: token(),
            state,
            set_at: (state != PinState::NotSet).then(|| at(-60 * 24 * 9)),
            done,
            problem,
        };
        book.add(name, page);
    }
    let code = CallCodeView { digits: "48291350".to_owned(), until: at(15) };
    for (name, code) in [("call-code", Some(code)), ("call-code-none", None)] {
        let path = "/security/call-code";
        let (shell, area) = (book.signed_in(path), around("/security/support-pin"));
        book.add(name, CallCodePage { shell, area, token: token(), code });
    }
    for (name, answered) in [
        ("question-yes", Answered::Yes),
        ("question-no", Answered::No),
        ("question-over", Answered::Over),
    ] {
        let (shell, area) = (book.signed_in("/security"), around("/security/question"));
        book.add(name, QuestionPage { shell, area, answered });
    }
}

pub fn add(book: &Book<'_>) {
    own_pages(book);
    recoveries(book);
    outside(book);
    let found = |names: &[&str]| {
        let one = |name: &&str| FoundPerson { id: person(), name: (*name).to_owned() };
        Some(names.iter().map(one).collect::<Vec<_>>())
    };
    for (name, found, problem) in [
        ("desk-find", None, None),
        ("desk-found", found(&["Anna Meier", "Berta <Lang>"]), None),
        ("desk-found-one", found(&["Anna Meier"]), None),
        ("desk-nobody", found(&[]), None),
        ("desk-no-ticket", None, Some(FindProblem::NoTicket)),
        ("desk-no-term", None, Some(FindProblem::NoTerm)),
    ] {
        let found_one = name == "desk-found-one";
        let page = FindPage {
            shell: book.signed_in("/support"),
            token: token(),
            term: if found.is_some() { "K-481739".to_owned() } else { String::new() },
            ends: String::new(),
            ticket: if problem.is_some() { String::new() } else { "T-4711".to_owned() },
            found,
            recoveries: if found_one {
                vec![
                    recovery(RecoveryState::Requested, false),
                    recovery(RecoveryState::Waiting, false),
                ]
            } else {
                Vec::new()
            },
            asked: found_one,
            cases: if problem.is_some() { Vec::new() } else { vec![case()] },
            problem,
        };
        book.add(name, page);
    }
    let set = PinState::Set { tries_left: 3 };
    let pin = |state, left| check(CheckKind::Pin, state, left);
    let code = |state, left| check(CheckKind::CallCode, state, left);
    let question = |state| check(CheckKind::Question, state, None);
    let all = || {
        vec![
            pin(CheckState::Right, Some(3)),
            pin(CheckState::Wrong, Some(2)),
            pin(CheckState::Wrong, Some(1)),
            pin(CheckState::Wrong, Some(0)),
            pin(CheckState::Paused, Some(0)),
            pin(CheckState::NotSet, None),
            pin(CheckState::Pending, Some(2)),
            code(CheckState::Right, None),
            code(CheckState::Wrong, Some(2)),
            code(CheckState::Wrong, Some(1)),
            code(CheckState::Wrong, Some(0)),
            code(CheckState::Expired, None),
            question(CheckState::Yes),
            question(CheckState::No),
            question(CheckState::Pending),
            question(CheckState::Expired),
        ]
    };
    let blank = || CaseView {
        roles: Vec::new(),
        methods: Vec::new(),
        last_sign_in: None,
        ..view(PinState::NotSet, Vec::new())
    };
    let of_role = |role| {
        let mut view = view(set, Vec::new());
        view.roles[0].role = role;
        view.recovery_codes = 1;
        view
    };
    let mut cases = vec![
        ("case".to_owned(), view(set, vec![pin(CheckState::Right, Some(3))]), None, None),
        ("case-all-checks".to_owned(), view(set, all()), None, None),
        ("case-paused".to_owned(), view(PinState::Paused, Vec::new()), None, None),
        ("case-blank".to_owned(), blank(), None, None),
        ("case-administrator".to_owned(), of_role(Role::Administrator), None, None),
        ("case-member".to_owned(), of_role(Role::Member), None, None),
        ("case-technical".to_owned(), of_role(Role::TechnicalAdministrator), None, None),
    ];
    for done in SupportDone::ALL {
        cases.push((format!("case-done-{}", done.as_str()), blank(), Some(done), None));
    }
    for (name, problem) in [
        ("pin-missing", CaseProblem::Pin { found: 0 }),
        ("pin-shape", CaseProblem::Pin { found: 5 }),
        ("code-missing", CaseProblem::CallCode { found: 0 }),
        ("code-shape", CaseProblem::CallCode { found: 1 }),
        ("limit", CaseProblem::Limit),
    ] {
        cases.push((format!("case-{name}"), view(set, Vec::new()), None, Some(problem)));
    }
    for (name, view, done, problem) in cases {
        let path = format!("/support/cases/{}", case_id());
        let page = CasePage {
            shell: book.signed_in(&path),
            path: path.clone(),
            token: token(),
            recovery: (name == "case-paused").then(|| recovery(RecoveryState::Waiting, true)),
            view,
            now: at(0),
            done,
            problem,
        };
        book.add(leak(name), page);
    }
}

fn vouch() -> StoredVouch {
    StoredVouch {
        account: AccountId::parse(&format!("acc_{}", "0".repeat(26))).expect("an id"),
        account_name: "Meier & Söhne GmbH".to_owned(),
        owner: PersonId::parse(&format!("per_{}", "1".repeat(26))).expect("an id"),
        owner_name: "Jonas Meier".to_owned(),
        reason: "She called from her desk; I know her voice".to_owned(),
        at: at(-60 * 5),
        ends_at: at(60 * 24 * 7),
    }
}

fn recovery(state: RecoveryState, is_mine: bool) -> RecoveryView {
    RecoveryView {
        id: RecoveryId::parse(&format!("rec_{}", "0".repeat(26))).expect("an id"),
        kind: RecoveryKind::Recovery,
        person: "Anna Meier".to_owned(),
        ticket: "T-4711".to_owned(),
        reason: "Lost phone, and the recovery codes with it".to_owned(),
        proofs: ProofKind::ALL
            .map(|kind| ProofSeen { kind, words: "Compared with the contract".to_owned() })
            .to_vec(),
        new: NewContacts::default(),
        requested_by: "Sam Roth".to_owned(),
        requested_at: at(-60),
        opens_at: (state == RecoveryState::Waiting).then(|| at(60 * 23)),
        state,
        is_mine,
    }
}

fn recoveries(book: &Book<'_>) {
    let problems = [
        Requested::NoReason,
        Requested::TooFewProofs,
        Requested::Undescribed,
        Requested::NoPhoneCheck,
        Requested::NoVouch,
        Requested::OtherNumber,
        Requested::BadContact,
        Requested::BadNumber,
        Requested::KnownNumber,
        Requested::SignsInThere,
        Requested::NoContact,
        Requested::NoSession,
        Requested::Open,
    ];
    for (place, problem) in std::iter::once(None).chain(problems.map(Some)).enumerate() {
        let path = format!("/support/cases/{}/recovery", case_id());
        let page = AskPage {
            shell: book.signed_in(&path),
            path: path.clone(),
            token: token(),
            person: "Anna Meier".to_owned(),
            ticket: "T-4711".to_owned(),
            by_number: place % 2 == 0,
            numbers: if place % 2 == 0 {
                Vec::new()
            } else {
                vec![SeenContact {
                    id: contact_id(),
                    kind: ContactKind::Mobile,
                    target: "·· 47".to_owned(),
                    is_confirmed: true,
                }]
            },
            vouches: if place % 2 == 0 { Vec::new() } else { vec![vouch()] },
            form: AskForm { contact: place % 3 == 0, ..AskForm::default() },
            problem,
        };
        book.add(leak(format!("recovery-ask-{place}")), page);
    }
    let mut shown = vec![
        ("to-decide".to_owned(), recovery(RecoveryState::Requested, false), None),
        ("not-mine-to-decide".to_owned(), recovery(RecoveryState::Requested, true), None),
        ("waiting".to_owned(), recovery(RecoveryState::Waiting, true), None),
        ("declined".to_owned(), recovery(RecoveryState::Declined, true), None),
        ("cancelled".to_owned(), recovery(RecoveryState::Cancelled, true), None),
        ("stopped".to_owned(), recovery(RecoveryState::Stopped, true), None),
        ("signed-in".to_owned(), recovery(RecoveryState::SignedIn, true), None),
        ("completed".to_owned(), recovery(RecoveryState::Completed, true), None),
    ];
    let mut open = recovery(RecoveryState::Waiting, false);
    open.opens_at = Some(at(-5));
    open.kind = RecoveryKind::Contact;
    open.new = NewContacts {
        email: Some("anna@new.example".to_owned()),
        number: Some(NewNumber {
            value: "+4915123456789".to_owned(),
            instead_of: None,
            former: Some("·· 47".to_owned()),
        }),
    };
    shown.push(("open".to_owned(), open, None));
    for said in Decided::ALL {
        let view = recovery(RecoveryState::Waiting, false);
        shown.push((format!("said-{}", said.as_str()), view, Some(said)));
    }
    for (name, view, said) in shown {
        let path = format!("/support/recoveries/{}", view.id);
        let (shell, token) = (book.signed_in(&path), token());
        let page = DecidePage { shell, path: path.clone(), token, view, now: at(0), said };
        book.add(leak(format!("recovery-{name}")), page);
    }
}

fn outside(book: &Book<'_>) {
    for (name, by_contacts, wrong) in [
        ("recover", true, Wrong::Nothing),
        ("recover-unknown", true, Wrong::Unknown),
        ("recover-no-name", false, Wrong::NoName),
    ] {
        let shell = book.nobody();
        book.add(name, RecoverPage { shell, token: token(), by_contacts, wrong });
    }
    for (name, at) in [
        ("recover-asked", ByContacts::Asked),
        ("recover-owner-asked", ByContacts::OwnerAsked),
        ("recover-begin", ByContacts::Begin(token())),
        ("recover-gone", ByContacts::Gone),
        ("recover-done", ByContacts::Done),
    ] {
        book.add(name, ByContactsPage { shell: book.nobody(), at });
    }
    for (name, state) in [
        ("requested", RecoveryState::Requested),
        ("waiting", RecoveryState::Waiting),
        ("completed", RecoveryState::Completed),
        ("stopped", RecoveryState::Stopped),
        ("signed-in", RecoveryState::SignedIn),
        ("cancelled", RecoveryState::Cancelled),
    ] {
        let is_open = state.is_open();
        let view = StatusView {
            kind: if is_open { RecoveryKind::Recovery } else { RecoveryKind::Contact },
            state,
            requested_at: at(-60),
            opens_at: Some(at(60 * 23)),
            closed_at: (!is_open).then(|| at(-1)),
        };
        let stops_at = if is_open { StopsAt::Code("k7rm-2wqd".to_owned()) } else { StopsAt::Link };
        let page = RecoveryStatusPage { shell: book.nobody(), token: token(), view, stops_at };
        book.add(leak(format!("recovery-status-{name}")), page);
        let (shell, stops_at) = (book.signed_in("/security/recovery"), StopsAt::Session);
        let own = RecoveryStatusPage { shell, token: token(), view, stops_at };
        book.add(leak(format!("recovery-own-{name}")), own);
    }
}
