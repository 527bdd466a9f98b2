//! The order pages.

use askama::Template;
use countersign_core::ports::Timestamp;

use super::code::CodeForm;
use super::help::NoCode;
use super::offer::Offers;
use super::shell::{FormToken, Shell};
use super::slip::Slip;
use super::state::State;
use crate::locale::{Arg, Html};

/// Reading the order and choosing how to confirm it.
#[derive(Debug, Template)]
#[template(path = "orders/choose.html")]
pub struct OrderChoose<'a> {
    /// The frame.
    pub shell: Shell<'a>,
    /// The order.
    pub slip: Slip,
    /// Until when it waits.
    pub waits_until: Timestamp,
    /// The ways; empty if the person has nothing set up.
    pub offers: Offers,
    /// Where the form is sent.
    pub action: String,
    /// The query by which confirming a number leads back here. Turning on an app ends the session the order came from
    /// (CS-ENR-09), so nothing leads back from there.
    pub set_up: String,
    /// Its one-time token.
    pub token: FormToken,
    /// What was refused.
    pub problem: Option<State>,
}

/// Entering the code for it.
#[derive(Debug, Template)]
#[template(path = "orders/code.html")]
pub struct OrderCode<'a> {
    /// The frame.
    pub shell: Shell<'a>,
    /// The order.
    pub slip: Slip,
    /// Until when it waits.
    pub waits_until: Timestamp,
    /// The form.
    pub form: CodeForm,
    /// What helps if no code comes.
    pub no_code: NoCode,
}

/// The receipt of a confirmed order.
#[derive(Clone, Debug)]
pub struct Receipt {
    /// Where it is downloaded.
    pub href: String,
    /// The order's digest, in hexadecimal.
    pub digest: String,
}

/// Confirmed.
#[derive(Debug, Template)]
#[template(path = "orders/confirmed.html")]
pub struct OrderConfirmed<'a> {
    /// The frame.
    pub shell: Shell<'a>,
    /// The order, with its signature.
    pub slip: Slip,
    /// Whether it was handed to the portal.
    pub handed_over: bool,
    /// Its receipt.
    pub receipt: Option<Receipt>,
}

/// How an order ended without being confirmed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Over {
    /// The person did not run it.
    Stopped,
    /// Somebody stopped it: the person earlier, or the portal.
    StoppedBefore,
    /// Another took its place, reviewed at this address.
    Replaced { at: Timestamp, review: Option<String> },
    /// It waited too long.
    Lapsed { minutes: u32 },
    /// So many wrong codes as end it. `now`: by the form just sent.
    Void { now: bool, tries: u32 },
    /// Confirmed, but the portal never fetched it.
    Unclaimed,
}

/// Ended without being confirmed.
#[derive(Debug, Template)]
#[template(path = "orders/over.html")]
pub struct OrderOver<'a> {
    /// The frame.
    pub shell: Shell<'a>,
    /// The order.
    pub slip: Slip,
    /// How it ended.
    pub over: Over,
}

impl OrderChoose<'_> {
    fn waits_text(&self) -> Html {
        waits(&self.shell, self.waits_until)
    }

    /// Whether the slip marks what differs from an earlier order.
    fn replaces(&self) -> bool {
        self.slip.differs()
    }

    fn nothing_back_text(&self) -> Html {
        let portal = self.shell.visitor.as_ref().map_or("", |visitor| visitor.portal.as_str());
        self.shell.t.tell(
            "nothing-back",
            &[("portal", Arg::Text(portal)), ("until", Arg::Clock(self.waits_until))],
        )
    }
}

impl OrderCode<'_> {
    fn waits_text(&self) -> Html {
        waits(&self.shell, self.waits_until)
    }

    fn title_text(&self) -> Html {
        self.shell.t.tell("order-code-title", &[("ref", Arg::Ltr(self.slip.reference()))])
    }
}

impl OrderConfirmed<'_> {
    fn title_key(&self) -> &'static str {
        if self.handed_over { "done-title" } else { "confirmed-title" }
    }

    fn done_text(&self) -> Option<Html> {
        let signature = self.slip.signature.as_ref()?;
        let portal = self.shell.visitor.as_ref().map_or("", |visitor| visitor.portal.as_str());
        Some(self.shell.t.tell(
            "done-text",
            &[("time", Arg::Clock(signature.at)), ("portal", Arg::Text(portal))],
        ))
    }
}

impl OrderOver<'_> {
    fn title_key(&self) -> &'static str {
        match self.over {
            Over::Stopped | Over::StoppedBefore => "stopped-title",
            Over::Replaced { .. } => "replaced-title",
            Over::Lapsed { .. } => "lapsed-title",
            Over::Void { .. } | Over::Unclaimed => "void-title",
        }
    }

    fn refused(&self) -> bool {
        matches!(self.over, Over::Void { now: true, .. })
    }

    fn text(&self) -> Html {
        let t = self.shell.t;
        let portal = self.shell.visitor.as_ref().map_or("", |visitor| visitor.portal.as_str());
        let portal = ("portal", Arg::Text(portal));
        match &self.over {
            Over::Stopped => t.say("stopped-text"),
            Over::StoppedBefore => t.say("stopped-before"),
            Over::Replaced { at, .. } => t.tell("replaced-text", &[("time", Arg::Clock(*at))]),
            Over::Lapsed { minutes } => {
                t.tell("lapsed-text", &[("minutes", Arg::Count(u64::from(*minutes))), portal])
            }
            Over::Void { tries, .. } => {
                t.tell("state-void", &[("n", Arg::Count(u64::from(*tries))), portal])
            }
            Over::Unclaimed => t.tell("void-unclaimed", &[portal]),
        }
    }

    fn review(&self) -> Option<&str> {
        match &self.over {
            Over::Replaced { review, .. } => review.as_deref(),
            _ => None,
        }
    }
}

fn waits(shell: &Shell<'_>, until: Timestamp) -> Html {
    shell.t.tell("order-waits", &[("until", Arg::Clock(until))])
}
