//! The slip of the stored order, beside the one it replaces.

use countersign_core::Timestamp;
use countersign_core::order::Detail;

use crate::pages::view::{Row, Signature, Slip, Stamp};
use crate::pages::visiting::Visiting;

/// The slip of the visit's order, and until when it waits.
pub fn slip(here: &Visiting) -> Option<(Slip, Timestamp)> {
    let stored = here.view.order.as_ref()?;
    let order = &stored.order;
    let before = here.view.before.as_ref().map(|stored| &stored.order);
    let label = here.state.pages.order_label(&order.action, here.view.person.language);
    let signature = stored.authorised_at.map(|at| Signature {
        at,
        method: stored.method,
        target: stored.target.clone().unwrap_or_default(),
    });
    let differs = |old: &String, new: &String| (old != new).then(|| old.clone());
    let slip = Slip {
        title: order.title.clone(),
        message_title: label.unwrap_or(&order.title).to_owned(),
        object: order.object.clone(),
        title_before: before.and_then(|before| differs(&before.title, &order.title)),
        object_before: before.and_then(|before| differs(&before.object, &order.object)),
        rows: rows(&order.details, before.map(|before| before.details.as_slice())),
        destructive: order.destructive,
        amount: order.amount.clone(),
        number: order.id.to_string(),
        person: here.view.person.name.clone(),
        signature,
        stamp: Stamp::None,
    };
    Some((slip, order.expires_at))
}

/// The lines, each with what it said before where that differs; lines that are gone come last.
fn rows(details: &[Detail], before: Option<&[Detail]>) -> Vec<Row> {
    let old = |label: &str| {
        before.unwrap_or_default().iter().find(|line| line.label == label).map(|l| l.value.clone())
    };
    let mut rows: Vec<Row> = details
        .iter()
        .map(|line| {
            let was = old(&line.label);
            let same = before.is_none() || was.as_deref() == Some(line.value.as_str());
            Row {
                label: line.label.clone(),
                value: Some(line.value.clone()),
                before: (!same).then_some(was),
            }
        })
        .collect();
    let gone = before.unwrap_or_default().iter();
    rows.extend(gone.filter(|line| details.iter().all(|new| new.label != line.label)).map(
        |line| Row {
            label: line.label.clone(),
            value: None,
            before: Some(Some(line.value.clone())),
        },
    ));
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(label: &str, value: &str) -> Detail {
        Detail { label: label.to_owned(), value: value.to_owned() }
    }

    #[test]
    fn a_line_that_changed_came_or_went_is_marked() {
        let old = [line("Size", "20 GB"), line("Copy", "yes"), line("Zone", "a")];
        let new = [line("Size", "40 GB"), line("Zone", "a"), line("Notice", "none")];
        let rows = rows(&new, Some(&old));
        let marks: Vec<_> = rows
            .iter()
            .map(|row| (row.label.as_str(), row.value.as_deref(), row.before.clone()))
            .collect();
        assert_eq!(
            marks,
            [
                ("Size", Some("40 GB"), Some(Some("20 GB".to_owned()))),
                ("Zone", Some("a"), None),
                ("Notice", Some("none"), Some(None)),
                ("Copy", None, Some(Some("yes".to_owned()))),
            ]
        );
    }
}
