//! The order slip: what you see is what you sign.

use countersign_core::order::Amount;
use countersign_core::people::Method;
use countersign_core::ports::Timestamp;

use super::state_text::delivered;
use crate::locale::{Arg, Html, Texts};

/// A line of the slip.
#[derive(Clone, Debug)]
pub struct Row {
    /// What it says the value of.
    pub label: String,
    /// The value; `None` if the line was in the earlier order only.
    pub value: Option<String>,
    /// The value in the order that this one replaces, if it differs: `Some(None)` if it was not
    /// there.
    pub before: Option<Option<String>>,
}

/// Who confirmed, how and when.
#[derive(Clone, Debug)]
pub struct Signature {
    /// When.
    pub at: Timestamp,
    /// How; `None` if that is no longer known.
    pub method: Option<Method>,
    /// The masked contact; empty for an app.
    pub target: String,
}

/// What became of the order, stamped on the slip.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stamp {
    /// It waits.
    None,
    /// Confirmed.
    Confirmed,
    /// Confirmed and handed to the portal.
    Done,
    /// Stopped by the person or the portal.
    Stopped,
    /// Replaced.
    Replaced,
    /// Lapsed.
    Lapsed,
    /// Stopped by wrong codes, or never fetched.
    Void,
}

/// The slip, all of it from the stored order.
#[derive(Clone, Debug)]
pub struct Slip {
    /// What is done.
    pub title: String,
    /// What messages call it: the operator's label for the action, else the title.
    pub message_title: String,
    /// To what.
    pub object: String,
    /// Title and object of the replaced order, where they differ.
    pub title_before: Option<String>,
    /// See `title_before`.
    pub object_before: Option<String>,
    /// The further lines.
    pub rows: Vec<Row>,
    /// Whether data is deleted or overwritten.
    pub destructive: bool,
    /// What it costs.
    pub amount: Option<Amount>,
    /// The order number.
    pub number: String,
    /// Who confirms it.
    pub person: String,
    /// Who confirmed it.
    pub signature: Option<Signature>,
    /// What became of it.
    pub stamp: Stamp,
}

impl Slip {
    /// The last four of the number.
    pub fn reference(&self) -> &str {
        let start = self.number.len().saturating_sub(4);
        self.number.get(start..).unwrap_or(&self.number)
    }

    /// The number without its last four.
    pub fn number_head(&self) -> &str {
        self.number.strip_suffix(self.reference()).unwrap_or_default()
    }

    /// Whether anything differs from the order it replaces.
    pub fn differs(&self) -> bool {
        self.title_before.is_some()
            || self.object_before.is_some()
            || self.rows.iter().any(Row::differs)
    }

    /// What the dark head says.
    pub fn head(&self, t: &Texts) -> Html {
        t.say(match self.stamp {
            Stamp::None => "slip-head",
            Stamp::Confirmed | Stamp::Done => "slip-head-confirmed",
            Stamp::Stopped | Stamp::Replaced | Stamp::Lapsed | Stamp::Void => "slip-head-closed",
        })
    }

    /// The stamp in words, with the class that colours it.
    pub fn stamp_text(&self, t: &Texts) -> Option<(Html, &'static str)> {
        let (key, tone) = match self.stamp {
            Stamp::None => return None,
            Stamp::Confirmed => ("stamp-confirmed", "ok"),
            Stamp::Done => ("stamp-done", "ok"),
            Stamp::Stopped => ("stamp-stopped", "quiet"),
            Stamp::Replaced => ("stamp-replaced", "quiet"),
            Stamp::Lapsed => ("stamp-lapsed", "quiet"),
            Stamp::Void => ("stamp-void", "bad"),
        };
        Some((t.say(key), tone))
    }

    /// Whether the slip has a place for the person's name: while it waits, and when it was confirmed.
    pub fn is_signed_here(&self) -> bool {
        matches!(self.stamp, Stamp::None | Stamp::Confirmed | Stamp::Done)
    }

    /// A value with the one before it, where they differ.
    pub fn changed(&self, before: &str, value: &str, t: &Texts) -> Html {
        t.tell("slip-before-now", &[("old", Arg::Text(before)), ("new", Arg::Text(value))])
    }

    /// The price.
    pub fn price(&self, t: &Texts) -> Option<Html> {
        self.amount.as_ref().map(|amount| t.money(amount))
    }

    /// What the message must show before its code is entered.
    pub fn must_show(&self, method: &Method, t: &Texts) -> Html {
        let key = if *method == Method::Call { "order-must-say" } else { "order-must-show" };
        t.tell(
            key,
            &[
                ("what", Arg::Text(&self.message_title)),
                ("object", Arg::Text(&self.object)),
                ("ref", Arg::Ltr(self.reference())),
            ],
        )
    }

    /// "Order … confirmed at … by … to …".
    pub fn confirmed_text(&self, signature: &Signature, t: &Texts) -> Html {
        let key = match signature.method {
            Some(Method::Totp) => "confirmed-totp",
            Some(method) if method.is_delivered() => delivered(
                method,
                ["confirmed-sms", "confirmed-call", "confirmed-email", "confirmed-whatsapp"],
            ),
            _ => "confirmed-other",
        };
        t.tell(
            key,
            &[
                ("number", Arg::Ltr(&self.number)),
                ("time", Arg::Clock(signature.at)),
                ("target", Arg::Ltr(&signature.target)),
            ],
        )
    }
}

impl Signature {
    /// Date and time.
    pub fn at_text(&self, t: &Texts) -> Html {
        t.tell("slip-signed-at", &[("date", Arg::Date(self.at)), ("time", Arg::Clock(self.at))])
    }
}

impl Row {
    /// The value in words, with the one before it where they differ.
    pub fn text(&self, t: &Texts) -> Html {
        let new = self.value.as_deref().unwrap_or_default();
        match (&self.before, &self.value) {
            (None, _) => t.tell("slip-value", &[("value", Arg::Text(new))]),
            (Some(Some(old)), Some(_)) => {
                t.tell("slip-before-now", &[("old", Arg::Text(old)), ("new", Arg::Text(new))])
            }
            (Some(Some(old)), None) => t.tell("slip-removed", &[("old", Arg::Text(old))]),
            (Some(None), _) => t.tell("slip-added", &[("new", Arg::Text(new))]),
        }
    }

    /// Whether it differs from the replaced order.
    pub fn differs(&self) -> bool {
        self.before.is_some()
    }
}
