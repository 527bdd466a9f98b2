//! Help, and "I did not get the code" in its fixed order.

use askama::Template;
use countersign_core::people::Method;
use countersign_core::ports::Timestamp;

use super::shell::{Brand, Shell};
use super::state_text::delivered;
use crate::locale::{Arg, Html, Texts};

/// What is known of the message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// Not yet handed over.
    Queued,
    /// The network took it.
    Handed(Timestamp),
    /// The network reported it delivered.
    Delivered(Timestamp),
    /// No network took it.
    Failed(Timestamp),
    /// The network took it and could not deliver it.
    Lost(Timestamp),
}

/// What helps whoever waits for a code.
#[derive(Clone, Debug)]
pub struct NoCode {
    /// How the code comes.
    pub method: Method,
    /// What is known; `None` for an app.
    pub known: Option<Delivery>,
    /// Address that mails come from, or the number that calls.
    pub sender: Option<String>,
    /// What the mail is called.
    pub subject: Option<String>,
    /// How often it can still be sent this hour.
    pub sends_left: Option<u32>,
    /// Whether it was sent again twice, so that another way comes first.
    pub tried_twice: bool,
    /// The person is signed in here and can change a number or address.
    pub own_contacts: bool,
    /// Where the other ways are.
    pub other_way: Option<String>,
    /// Where the code page is, on the page of its own.
    pub code_page: String,
}

impl NoCode {
    /// What we know.
    pub fn known_text(&self, t: &Texts) -> Option<Html> {
        Some(match self.known.as_ref()? {
            Delivery::Queued => t.say("no-code-queued"),
            Delivery::Handed(at) => t.tell("no-code-handed", &[("time", Arg::Clock(*at))]),
            Delivery::Delivered(at) => t.tell("no-code-delivered", &[("time", Arg::Clock(*at))]),
            Delivery::Lost(at) => t.tell("no-code-not-arrived", &[("time", Arg::Clock(*at))]),
            Delivery::Failed(at) => t.tell("no-code-failed", &[("time", Arg::Clock(*at))]),
        })
    }

    /// How long it takes.
    pub fn wait_text(&self, brand: &Brand, t: &Texts) -> Html {
        match self.method {
            Method::Totp | Method::Passkey | Method::RecoveryCode => {
                t.tell("no-code-wait-totp", &[("brand", Arg::Text(&brand.name))])
            }
            method => t.say(delivered(
                method,
                [
                    "no-code-wait-sms",
                    "no-code-wait-call",
                    "no-code-wait-email",
                    "no-code-wait-whatsapp",
                ],
            )),
        }
    }

    /// Where to look.
    pub fn look_text(&self, brand: &Brand, t: &Texts) -> Option<Html> {
        let sender = self.sender.as_deref().unwrap_or(&brand.name);
        match self.method {
            Method::Email if self.subject.is_some() => Some(t.tell(
                "no-code-look-subject",
                &[
                    ("subject", Arg::Text(self.subject.as_deref().unwrap_or_default())),
                    ("sender", Arg::Ltr(sender)),
                ],
            )),
            Method::Email => Some(t.tell(
                "no-code-look-email",
                &[("brand", Arg::Text(&brand.name)), ("sender", Arg::Ltr(sender))],
            )),
            Method::WhatsApp => Some(t.say("no-code-look-whatsapp")),
            Method::Call => Some(match &self.sender {
                Some(number) => t.tell("no-code-look-call", &[("sender", Arg::Ltr(number))]),
                None => t.say("no-code-look-call-unknown"),
            }),
            Method::Sms | Method::Totp | Method::Passkey | Method::RecoveryCode => None,
        }
    }

    /// How often it can still be sent.
    pub fn again_text(&self, t: &Texts) -> Option<Html> {
        let left = self.sends_left?;
        if left == 0 {
            return Some(t.say("no-code-again-none"));
        }
        Some(t.tell("no-code-again", &[("left", Arg::Count(u64::from(left)))]))
    }
}

/// The page of its own.
#[derive(Debug, Template)]
#[template(path = "help.html")]
pub struct HelpPage<'a> {
    /// The frame.
    pub shell: Shell<'a>,
    /// What helps with the code at hand; `None` away from a code page.
    pub no_code: Option<NoCode>,
}

impl HelpPage<'_> {
    fn title_key(&self) -> &'static str {
        if self.no_code.is_some() { "no-code-title" } else { "help-title" }
    }
}
