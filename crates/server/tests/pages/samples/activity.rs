//! Activity and "This was not me".

use countersign_app::trail::By;

use super::*;

const KEYS: [&str; 87] = [
    "activity-signed-in",
    "activity-signed-in-with",
    "activity-signed-in-portal",
    "activity-session-ended",
    "activity-sessions-ended",
    "activity-password-right",
    "activity-password-wrong",
    "activity-sign-in-refused",
    "activity-device-forgotten",
    "activity-person-created",
    "activity-password-changed",
    "activity-password-reset",
    "activity-password-refused",
    "activity-reset-asked",
    "activity-method-added",
    "activity-method-removed",
    "activity-method-replaced",
    "activity-second-factor-off",
    "activity-recovery-codes-made",
    "activity-recovery-codes-saved",
    "activity-recovery-codes-saved-by",
    "activity-recovery-codes-checked",
    "activity-not-me",
    "activity-wrong-code",
    "activity-wrong-code-order",
    "activity-code-refused",
    "activity-code-right",
    "activity-code-sign-in",
    "activity-areas-opened",
    "activity-areas-closed",
    "activity-area-entered",
    "activity-code-sent",
    "activity-order-created",
    "activity-order-confirmed",
    "activity-order-cancelled",
    "activity-order-claimed",
    "activity-order-replaced",
    "activity-account-created",
    "activity-member-added",
    "activity-member-changed",
    "activity-member-removed",
    "activity-invitation-sent",
    "activity-invitation-withdrawn",
    "activity-invitation-accepted",
    "activity-invitation-declined",
    "activity-reached-added",
    "activity-reached-removed",
    "activity-group-created",
    "activity-group-removed",
    "activity-group-joined",
    "activity-group-left",
    "activity-access-given",
    "activity-access-revoked",
    "activity-resource-marked",
    "activity-mark-lifted",
    "activity-resource-removed",
    "activity-resources-registered",
    "activity-out-of-sight",
    "activity-person-disabled",
    "activity-person-enabled",
    "activity-pin-set",
    "activity-pin-removed",
    "activity-pin-right",
    "activity-pin-wrong",
    "activity-pin-paused",
    "activity-pin-not-set",
    "activity-call-code-made",
    "activity-call-code-sent",
    "activity-call-code-right",
    "activity-call-code-wrong",
    "activity-call-code-over",
    "activity-support-opened",
    "activity-support-asked",
    "activity-support-yes",
    "activity-support-no",
    "activity-ticket-written",
    "activity-ticket-taken",
    "activity-ticket-closed",
    "activity-ticket-reopened",
    "activity-recovery-requested",
    "activity-recovery-approved",
    "activity-recovery-cancelled",
    "activity-recovery-stopped",
    "activity-recovery-signed-in",
    "activity-recovery-contact",
    "activity-recovery-completed",
    "activity-other",
];

pub fn line(at_minutes: i64, key: &'static str, method: Option<&str>) -> ActivityLine {
    ActivityLine {
        key,
        at: at(-at_minutes),
        number: "7K2M9QXD".to_owned(),
        by: By::Me,
        method: method.map(str::to_owned),
        order: Some("7k2m".to_owned()),
        support: None,
        saved_by: Some("Anna Meier".to_owned()),
        browser: Some("Firefox"),
        system: Some("Windows"),
        address: Some("192.0.2.7".to_owned()),
    }
}

pub fn add(book: &Book<'_>) {
    let mut lines: Vec<ActivityLine> =
        (0..).zip(KEYS).map(|(minutes, key)| line(minutes, key, Some("totp"))).collect();
    for method in ["sms", "call", "email", "whatsapp", "passkey", "recovery-code", "other"] {
        lines.push(line(40, "activity-code-sent", Some(method)));
    }
    for by in [By::Portal, By::Operator, By::Stranger] {
        let unnamed = ActivityLine { by, system: None, ..line(50, "activity-signed-in", None) };
        lines.push(unnamed);
    }
    lines.push(ActivityLine {
        by: By::Support,
        support: Some(("Sam Roth".to_owned(), "T-4711".to_owned())),
        browser: None,
        system: None,
        address: None,
        ..line(55, "activity-support-opened", None)
    });
    let days = vec![ActivityDay { date: book.t.date(at(0)), lines }];
    let page = |filter, days, next| ActivityPage {
        shell: book.signed_in("/activity"),
        area: around("/activity"),
        filter,
        days,
        older: next,
        next: next.then(|| "MTc3ODU5MDIwMDAwMDpldnRfMQ".to_owned()),
    };
    book.add("activity", page(ActivityFilter::default(), days, true));
    book.add("activity-empty", page(ActivityFilter::default(), Vec::new(), false));
    for (name, problem) in [
        ("activity-none", None),
        ("activity-no-date", Some(DateProblem::From)),
        ("activity-dates-turned", Some(DateProblem::Order)),
    ] {
        let (from, to) = ("2026-05-12".to_owned(), "2026-05-11".to_owned());
        let filter = ActivityFilter { from, to, problem, ..ActivityFilter::default() };
        book.add(name, page(filter, Vec::new(), false));
    }
    for (name, signed_in) in [("not-me", false), ("not-me-signed-in", true)] {
        let shell = if signed_in { book.signed_in("/activity/not-me") } else { book.nobody() };
        book.add(name, NotMePage { shell, signed_in, token: FormToken("t".to_owned()) });
    }
    for (name, end) in [
        ("not-me-mailed", NotMeEnd::Done { report: "7K2M9QXD".to_owned(), mailed: true }),
        ("not-me-not-mailed", NotMeEnd::Done { report: "7K2M9QXD".to_owned(), mailed: false }),
        ("not-me-gone", NotMeEnd::Gone),
    ] {
        book.add(name, NotMeEndPage { shell: book.nobody(), end });
    }
}
