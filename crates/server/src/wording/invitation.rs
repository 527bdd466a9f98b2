//! The mail that invites into an account: who, into what, what is allowed and what never is; and the one that takes it back.

use countersign_app::wording::InvitationFacts;
use countersign_core::people::Role;

use super::clean;
use super::pen::Pen;
use super::security::subject;
use super::sheet::{Block, Sheet};

/// The mail. Its link is the only one in it.
pub(super) fn mail(pen: &Pen<'_>, facts: &InvitationFacts) -> Sheet {
    let key = match (&facts.link, &facts.inviter) {
        (None, _) => "invitation-withdrawn",
        (Some(_), Some(_)) => "invitation",
        (Some(_), None) => "invitation-of-portal",
    };
    let mut values = vec![("account", clean::line(&facts.account).into())];
    if let Some(inviter) = &facts.inviter {
        values.push(("inviter", clean::line(inviter).into()));
    }
    let subject = subject(pen, key, &values);
    let mut blocks = vec![Block::Lines(vec![pen.tell(key, &values)])];
    if let Some((link, until)) = &facts.link {
        let role = pen.say(&format!("role-{}", facts.role.as_str()));
        let mut rows = vec![(pen.say("invitation-role"), role)];
        if facts.role == Role::TechnicalAdministrator {
            let rights: Vec<String> = facts.rights.iter().map(|name| pen.right(name)).collect();
            rows.push((pen.say("invitation-rights"), rights.join(", ")));
            rows.push((pen.say("invitation-never"), pen.say("never-list")));
        }
        if let Some(end) = facts.ends_at {
            rows.push((pen.say("invitation-ends"), pen.date(end)));
        }
        blocks.push(Block::Rows(rows));
        blocks.push(Block::Lines(vec![pen.say("invitation-open")]));
        blocks.push(Block::Link(link.clone()));
        let until = [("until", pen.date(*until).into())];
        blocks.push(Block::Lines(vec![
            pen.tell("invitation-until", &until),
            pen.say("invitation-unknown"),
        ]));
    }
    blocks.push(Block::Lines(vec![pen.say("mail-why")]));
    Sheet { language: pen.language, subject, blocks }
}
