//! Mails about a person's security: what happened, when and from where; and mails that bring a link.

use countersign_app::mailed::{LinkKind, SecurityNotice};
use countersign_app::wording::{LinkFacts, SecurityFacts};
use countersign_core::Timestamp;
use fluent_bundle::FluentValue;

use super::clean;
use super::pen::Pen;
use super::sheet::{Block, LONGEST_SUBJECT, Sheet};

/// A mail that brings a link. It is the only one in it.
pub(super) fn link(pen: &Pen<'_>, facts: &LinkFacts) -> Sheet {
    let key = match facts.kind {
        LinkKind::Reset => "link-reset",
        LinkKind::Recover => "link-recover",
        // A link that says "not me" or stops a recovery comes with its notice, and a set-up link is handed over: they have no mail
        // of their own.
        LinkKind::Unlock | LinkKind::NotMe | LinkKind::SetUp | LinkKind::StopRecovery => {
            "link-unlock"
        }
    };
    let until = [("until", pen.clock(facts.until).into())];
    let blocks = vec![
        Block::Lines(vec![pen.say(key)]),
        Block::Link(facts.link.clone()),
        Block::Lines(vec![pen.tell(&format!("{key}-after"), &until), pen.say("mail-why")]),
    ];
    Sheet { language: pen.language, subject: pen.say(&format!("{key}-subject")), blocks }
}

/// A notice.
pub(super) fn notice(pen: &Pen<'_>, facts: &SecurityFacts) -> Sheet {
    let key = format!("security-{}", facts.notice.slug());
    let browser = browser(pen, facts);
    let place = match &facts.address {
        Some(address) => clean::line(address),
        None => pen.say("place-unknown"),
    };
    let mut values: Vec<(&str, FluentValue<'_>)> = match &facts.notice {
        SecurityNotice::SignInAfterFailures { failures } => vec![("failures", (*failures).into())],
        SecurityNotice::RecoveryCodeUsed { left } => vec![("left", (*left).into())],
        SecurityNotice::SessionsEnded { count } => vec![("count", (*count).into())],
        SecurityNotice::MethodAdded(method)
        | SecurityNotice::MethodReplaced(method)
        | SecurityNotice::MethodRemoved(method) => {
            vec![("method", pen.say(&format!("method-{}", method.as_str())).into())]
        }
        SecurityNotice::ContactAdded { number, target }
        | SecurityNotice::ContactChanged { number, target }
        | SecurityNotice::ContactRemoved { number, target } => {
            let kind = if *number { "number" } else { "address" };
            vec![("kind", kind.into()), ("target", clean::line(target).into())]
        }
        SecurityNotice::ContactShared { name, target } => {
            vec![("name", clean::line(name).into()), ("target", clean::line(target).into())]
        }
        SecurityNotice::InvitationAccepted { name, account }
        | SecurityNotice::VouchedFor { name, account }
        | SecurityNotice::VouchAsked { name, account } => {
            vec![("name", clean::line(name).into()), ("account", clean::line(account).into())]
        }
        SecurityNotice::AccessRemoved { account } => {
            vec![("account", clean::line(account).into())]
        }
        SecurityNotice::ContactFell { target } => vec![("target", clean::line(target).into())],
        SecurityNotice::Recovery { until, .. } => {
            let until = Timestamp::from_ms(*until);
            vec![
                ("untildate", pen.date(until).into()),
                ("untiltime", pen.clock(until).into()),
                ("host", clean::line(&pen.settings.host).into()),
            ]
        }
        SecurityNotice::RecoveredByContacts { until } => {
            let until = Timestamp::from_ms(*until);
            vec![("untildate", pen.date(until).into()), ("untiltime", pen.clock(until).into())]
        }
        SecurityNotice::CallerChecked { agent, ticket, .. } => {
            vec![("agent", clean::line(agent).into()), ("ticket", clean::line(ticket).into())]
        }
        SecurityNotice::FactorRequired { account, by, from } => {
            let from = from.map_or_else(String::new, |from| pen.date(Timestamp::from_ms(from)));
            vec![
                ("account", clean::line(account).into()),
                ("name", clean::line(by).into()),
                ("from", from.into()),
            ]
        }
        SecurityNotice::FactorSoonRequired { account, from } => vec![
            ("account", clean::line(account).into()),
            ("from", pen.date(Timestamp::from_ms(*from)).into()),
        ],
        SecurityNotice::FactorNotRequired { account, by } => {
            vec![("account", clean::line(account).into()), ("name", clean::line(by).into())]
        }
        _ => Vec::new(),
    };
    values.push(("browser", browser.as_str().into()));
    values.push(("place", place.as_str().into()));
    values.push(("date", pen.date(facts.at).into()));
    values.push(("time", pen.clock(facts.at).into()));
    let mut what = vec![pen.tell(&key, &values)];
    // Of what others decided it says who, and not from which browser: theirs is no business of the person's.
    let of_others = facts.notice.is_of_others();
    if !of_others {
        // What an agent did was done at the desk: there is no browser to name.
        let seen = match facts.notice {
            SecurityNotice::CallerChecked { .. } => "notice-seen-support",
            _ => "notice-seen",
        };
        what.push(pen.tell(seen, &values));
    }
    let mut blocks = vec![Block::Lines(what)];
    let mut last = Vec::new();
    match &facts.not_me {
        Some(link) => {
            let not = if of_others { "notice-unexpected-link" } else { "notice-if-not-link" };
            blocks.push(Block::Lines(vec![pen.say(not)]));
            blocks.push(Block::Link(link.clone()));
            if pen.settings.support_phone.is_some() {
                last.push(pen.say("notice-or-phone"));
            }
        }
        None if of_others => last.push(pen.say_with_phone("notice-unexpected")),
        None => last.push(pen.say_with_phone("notice-was-you")),
    }
    last.push(pen.say("mail-why"));
    blocks.push(Block::Lines(last));
    Sheet { language: pen.language, subject: subject(pen, &key, &values), blocks }
}

fn browser(pen: &Pen<'_>, facts: &SecurityFacts) -> String {
    match (&facts.browser, &facts.system) {
        (Some(browser), Some(system)) => {
            let values =
                [("browser", clean::line(browser).into()), ("system", clean::line(system).into())];
            pen.tell("browser-on", &values)
        }
        (Some(one), None) | (None, Some(one)) => clean::line(one),
        (None, None) => pen.say("browser-unknown"),
    }
}

/// Cut where a long address or name would make it longer than a subject may be.
pub(super) fn subject(pen: &Pen<'_>, key: &str, values: &[(&str, FluentValue<'_>)]) -> String {
    let whole = pen.tell(&format!("{key}-subject"), values);
    if whole.chars().count() <= LONGEST_SUBJECT {
        return whole;
    }
    let cut: String = whole.chars().take(LONGEST_SUBJECT - 1).collect();
    format!("{}…", cut.trim_end())
}
