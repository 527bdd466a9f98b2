//! Help and problems.

use super::*;

pub fn add(book: &Book<'_>) {
    for (name, method, twice) in [
        ("help-sms", Method::Sms, false),
        ("help-call", Method::Call, true),
        ("help-email", Method::Email, false),
        ("help-email-twice", Method::Email, true),
        ("help-whatsapp", Method::WhatsApp, false),
        ("help-totp", Method::Totp, false),
    ] {
        let known = method.is_delivered().then(|| Delivery::Handed(at(0)));
        let no_code = Some(no_code(method, known, twice));
        book.add(name, HelpPage { shell: book.shell("/confirm/vis_1/help"), no_code });
    }
    let unknown_caller = NoCode { sender: None, ..no_code(Method::Call, None, false) };
    book.add(
        "help-call-unknown",
        HelpPage { shell: book.shell("/confirm/vis_1/help"), no_code: Some(unknown_caller) },
    );
    book.add("help", HelpPage { shell: book.nobody(), no_code: None });

    let ended = |why| Problem::Ended(State::Ended { portal: "Nordwerk Panel".to_owned(), why });
    let again = Some("/confirm/vis_1".to_owned());
    for (name, problem, known) in [
        ("problem-lapsed", Problem::Lapsed, true),
        ("problem-link-used", Problem::LinkUsed, false),
        ("problem-ended", ended(None), true),
        ("problem-ended-password", ended(Some((at(-3), Ended::PasswordChanged))), true),
        ("problem-ended-elsewhere", ended(Some((at(-3), Ended::Elsewhere))), true),
        ("problem-ended-by-owner", ended(Some((at(-3), Ended::ByOwner))), true),
        ("problem-ended-five-wrong", ended(Some((at(-3), Ended::FiveWrong))), true),
        ("problem-ended-too-old", ended(Some((at(-3), Ended::TooOld { hours: 12 }))), true),
        ("problem-ended-idle", ended(Some((at(-3), Ended::Idle))), false),
        ("problem-ended-factor", ended(Some((at(-3), Ended::FactorChanged))), false),
        (
            "problem-oops",
            Problem::Oops { code_safe: true, reference: Some("7fk2-9qxd".to_owned()) },
            true,
        ),
        ("problem-oops-plain", Problem::Oops { code_safe: false, reference: None }, false),
        ("problem-not-found", Problem::NotFound, false),
        ("problem-forbidden", Problem::Forbidden, false),
        ("problem-repeated", Problem::Repeated, true),
        ("problem-too-many", Problem::TooMany, false),
        ("problem-bad-request", Problem::BadRequest, false),
    ] {
        let shell = if known { book.shell("/confirm/vis_1") } else { book.nobody() };
        let again = if known { again.clone() } else { None };
        book.add(name, ProblemPage { shell, problem, again });
    }
    for (name, stands) in
        [("problem-signing-in", Stands::SigningIn), ("problem-signed-in", Stands::SignedIn)]
    {
        let mut shell = book.shell("/security");
        shell.visitor = Some(Visitor { stands, back: None, ..visitor() });
        let again = Some("/security".to_owned());
        book.add(name, ProblemPage { shell, problem: Problem::Repeated, again });
    }
}
