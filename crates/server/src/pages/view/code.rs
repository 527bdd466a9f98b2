//! The code field with what stands around it.

use countersign_core::order::Amount;
use countersign_core::people::Method;
use countersign_core::ports::Timestamp;

use super::shell::{Brand, FormToken};
use super::state::{Place, State};
use super::state_text::delivered;
use crate::locale::{Arg, Html, Texts};

/// Where the code is to be found.
#[derive(Clone, Debug)]
pub struct Look {
    /// How it comes.
    pub method: Method,
    /// The masked contact it went to; for an app the person's masked address.
    pub target: String,
    /// When it was sent and until when it works; `None` for an app.
    pub sent: Option<(Timestamp, Timestamp)>,
}

/// The button that sends again.
#[derive(Clone, Debug)]
pub struct Resend {
    /// From then on the server takes it; `None` if it does already.
    pub rests_until: Option<Timestamp>,
    /// How long that is, in milliseconds.
    pub rests_ms: i64,
    /// Whether it sends a new code, because the old one is about to end.
    pub fresh: bool,
    /// What it costs.
    pub price: Option<Amount>,
}

/// What the page offers where the field would stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Instead {
    /// The field itself.
    Nothing,
    /// A new code, for a price if there is one.
    NewCode(Option<Amount>),
    /// A new challenge for the app.
    TryAgain,
    /// Only the other ways.
    Closed,
}

/// The form.
#[derive(Clone, Debug)]
pub struct CodeForm {
    /// Where it is sent.
    pub action: String,
    /// Its one-time token.
    pub token: FormToken,
    /// How many digits the code has.
    pub digits: u32,
    /// What was typed before, so that a typo can be mended.
    pub typed: String,
    /// Where the code is to be found.
    pub look: Look,
    /// What was refused.
    pub problem: Option<State>,
    /// What was done.
    pub notice: Option<State>,
    /// What is offered in place of the field.
    pub instead: Instead,
    /// Sending again; `None` for an app.
    pub resend: Option<Resend>,
    /// Where the other ways are; `None` if there is none.
    pub other_way: Option<String>,
}

impl Look {
    /// The heading that says where to look.
    pub fn heading(&self, t: &Texts) -> Html {
        let target = [("target", Arg::Ltr(self.target.as_str()))];
        match self.method {
            Method::Totp | Method::Passkey | Method::RecoveryCode => t.say("look-totp"),
            method => t.tell(
                delivered(method, ["look-sms", "look-call", "look-email", "look-whatsapp"]),
                &target,
            ),
        }
    }

    /// What was sent, where to, when, and until when it works.
    pub fn sent_text(&self, brand: &Brand, t: &Texts) -> Html {
        let target = ("target", Arg::Ltr(self.target.as_str()));
        let brand = ("brand", Arg::Text(&brand.name));
        match self.sent {
            None => t.tell("sent-totp", &[brand, target]),
            Some((at, until)) => t.tell(
                delivered(self.method, ["sent-sms", "sent-call", "sent-email", "sent-whatsapp"]),
                &[brand, target, ("time", Arg::Clock(at)), ("until", Arg::Clock(until))],
            ),
        }
    }

    /// Whether the code comes from an app.
    pub fn is_app(&self) -> bool {
        self.sent.is_none()
    }
}

impl Resend {
    /// What the button says. `order` takes the shorter words of the order page.
    pub fn label(&self, order: bool, t: &Texts) -> Html {
        match (&self.price, self.fresh) {
            (Some(amount), true) => new_code_for(amount, t),
            (None, true) => t.say("send-new-code"),
            (_, false) if order => t.say("send-again"),
            (_, false) => t.say("resend"),
        }
    }

    /// From when it can be pressed.
    pub fn rest_text(&self, t: &Texts) -> Option<Html> {
        self.rests_until.map(|from| t.tell("resend-from", &[("time", Arg::Second(from))]))
    }
}

impl CodeForm {
    /// "6-digit code".
    pub fn label(&self, t: &Texts) -> Html {
        t.tell("code-label", &[("digits", Arg::Count(u64::from(self.digits)))])
    }

    /// What an empty field is told, for the script that does not send one.
    pub fn empty_text(&self, t: &Texts) -> String {
        State::Empty { digits: self.digits }.text(t).to_text()
    }

    /// Whether a text message is awaited, so that a browser may offer its code.
    pub fn expects_sms(&self) -> bool {
        self.look.method == Method::Sms
    }

    /// The id that the summary's link leads to; empty if what it speaks of is not on the page.
    pub fn anchor(&self) -> &'static str {
        match self.problem.as_ref().map(State::place) {
            Some(Place::Field) if self.has_field() => "one-time-code",
            Some(Place::Resend) if self.resend.is_some() => "resend",
            _ => "",
        }
    }

    /// What was refused at the field.
    pub fn field_problem(&self) -> Option<&State> {
        self.problem.as_ref().filter(|state| state.place() == Place::Field)
    }

    /// What was refused at sending.
    pub fn resend_problem(&self) -> Option<&State> {
        self.problem.as_ref().filter(|state| state.place() == Place::Resend)
    }

    /// Whether the field itself is shown.
    pub fn has_field(&self) -> bool {
        self.instead == Instead::Nothing
    }

    /// The button that stands where the field would.
    pub fn instead_label(&self, t: &Texts) -> Option<Html> {
        match &self.instead {
            Instead::NewCode(Some(amount)) => Some(new_code_for(amount, t)),
            Instead::NewCode(None) => Some(t.say("send-new-code")),
            Instead::TryAgain => Some(t.say("try-again")),
            Instead::Nothing | Instead::Closed => None,
        }
    }
}

fn new_code_for(amount: &Amount, t: &Texts) -> Html {
    t.tell("send-new-code-for", &[("amount", Arg::Html(&t.money(amount)))])
}
