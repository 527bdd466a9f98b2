//! Tickets: the form, the queue, and one of them.

use countersign_app::support::ticket::TicketView;
use countersign_app::support::{StoredNote, Taken};
use countersign_core::ids::{PersonId, TicketId};
use countersign_core::people::Language;
use countersign_core::support::{TicketKind, TicketState, TicketWords, ticket_number};

use super::*;

fn token() -> FormToken {
    FormToken("t".repeat(22))
}

fn agent(digit: &str) -> PersonId {
    PersonId::parse(&format!("per_{}", digit.repeat(26))).expect("an id")
}

fn words() -> TicketWords {
    TicketWords {
        who: "K-481739".to_owned(),
        reach: "anna@new.example".to_owned(),
        text: "My phone fell into the lake, and the codes were on it.\n\nI still have the mailbox."
            .to_owned(),
    }
}

fn ticket(
    kind: TicketKind,
    state: TicketState,
    signed_in: bool,
    taken_by: Option<&str>,
) -> TicketView {
    let id = TicketId::parse(&format!("tic_{}k7rm2wqd", "0".repeat(18))).expect("an id");
    let mut words = words();
    if signed_in {
        words.who = String::new();
    }
    TicketView {
        number: ticket_number(&id),
        id,
        kind,
        state,
        words,
        person: signed_in.then(|| agent("9")),
        person_name: signed_in.then(|| "Anna Meier".to_owned()),
        language: Language::De,
        written_at: at(-90),
        taken: taken_by.map(|by| Taken { by: agent(by), name: "Sam Roth".to_owned(), at: at(-30) }),
        closed_at: (state == TicketState::Closed).then(|| at(-5)),
        handed_at: Some(at(-89)),
        notes: Vec::new(),
    }
}

pub fn add(book: &Book<'_>) {
    form(book);
    queue(book);
    one(book);
}

fn form(book: &Book<'_>) {
    let none = TicketWords::default;
    let refused = |which| Some(which);
    for (name, signed_in, kind, words, refused, number) in [
        ("ticket-form", false, TicketKind::NoWayIn, none(), None, None),
        ("ticket-form-signed-in", true, TicketKind::Outdated, none(), None, None),
        ("ticket-form-who", false, TicketKind::NoWayIn, words(), refused(TicketRefused::Who), None),
        (
            "ticket-form-reach",
            false,
            TicketKind::NoWayIn,
            words(),
            refused(TicketRefused::Reach),
            None,
        ),
        (
            "ticket-form-text",
            true,
            TicketKind::Outdated,
            words(),
            refused(TicketRefused::Text),
            None,
        ),
        (
            "ticket-form-many",
            false,
            TicketKind::NoWayIn,
            words(),
            refused(TicketRefused::TooMany),
            None,
        ),
        (
            "ticket-form-many-in",
            true,
            TicketKind::Outdated,
            words(),
            refused(TicketRefused::TooMany),
            None,
        ),
        ("ticket-form-sent", false, TicketKind::NoWayIn, none(), None, Some("T-K7RM-2WQD")),
        ("ticket-form-sent-in", true, TicketKind::Outdated, none(), None, Some("T-K7RM-2WQD")),
    ] {
        let shell = if signed_in { book.signed_in("/security") } else { book.nobody() };
        let number = number.map(str::to_owned);
        book.add(
            name,
            TicketFormPage { shell, token: token(), signed_in, kind, words, refused, number },
        );
    }
}

fn queue(book: &Book<'_>) {
    use TicketKind::{NoWayIn, Outdated};
    use TicketState::{Closed, InWork, Open};
    let mut late = ticket(NoWayIn, Open, false, None);
    late.handed_at = None;
    let waiting =
        vec![ticket(NoWayIn, Open, false, None), late, ticket(Outdated, InWork, true, Some("1"))];
    let closed = vec![ticket(Outdated, Closed, true, Some("1"))];
    let page = |tickets, closed, next: Option<&str>, is_first, unknown: Option<&str>| TicketsPage {
        shell: book.signed_in("/support/tickets"),
        tickets,
        closed,
        next: next.map(str::to_owned),
        is_first,
        unknown: unknown.map(str::to_owned),
        hands_over: true,
    };
    book.add("tickets", page(waiting.clone(), false, None, true, None));
    book.add("tickets-none", page(Vec::new(), false, None, true, None));
    book.add("tickets-none-closed", page(Vec::new(), true, None, true, None));
    book.add("tickets-closed", page(closed.clone(), true, Some("bmV4dA"), false, None));
    book.add("tickets-more", page(waiting.clone(), false, Some("bmV4dA"), true, None));
    book.add("tickets-unknown", page(waiting, false, None, true, Some("T-77")));
}

fn one(book: &Book<'_>) {
    use TicketKind::{NoWayIn, Outdated};
    use TicketState::{Closed, InWork, Open};
    let noted = |mut view: TicketView| {
        view.notes = vec![StoredNote {
            agent: "Sam Roth".to_owned(),
            words: "Called back, no answer.\nTry again tomorrow.".to_owned(),
            at: at(-20),
        }];
        view
    };
    let mut erased = ticket(Outdated, Closed, true, None);
    (erased.words, erased.person_name) = (TicketWords::default(), Some(String::new()));
    let mut late = ticket(NoWayIn, Open, false, None);
    late.handed_at = None;
    for (name, ticket, done, bad_note) in [
        ("ticket-open", late, None, None),
        (
            "ticket-mine",
            noted(ticket(NoWayIn, InWork, false, Some("0"))),
            Some(TicketDone::Taken),
            None,
        ),
        (
            "ticket-noted",
            noted(ticket(NoWayIn, InWork, false, Some("0"))),
            Some(TicketDone::Noted),
            None,
        ),
        (
            "ticket-other",
            ticket(Outdated, InWork, true, Some("1")),
            Some(TicketDone::Changed),
            None,
        ),
        ("ticket-put-back", ticket(Outdated, Open, true, None), Some(TicketDone::PutBack), None),
        (
            "ticket-closed",
            ticket(Outdated, Closed, true, Some("0")),
            Some(TicketDone::Closed),
            None,
        ),
        ("ticket-reopened", ticket(Outdated, Open, true, None), Some(TicketDone::Reopened), None),
        ("ticket-bad-note", ticket(NoWayIn, Open, false, None), None, Some(" ".to_owned())),
        ("ticket-erased", erased, None, None),
    ] {
        let path = "/support/tickets/tic_1".to_owned();
        let (shell, token, me) = (book.signed_in(&path), token(), agent("0"));
        let hands_over = true;
        book.add(name, TicketPage { shell, path, token, ticket, me, done, bad_note, hands_over });
    }
}
