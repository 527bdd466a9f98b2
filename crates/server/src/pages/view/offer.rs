//! The ways a person can choose from, with target, price and reason.

use countersign_core::order::Amount;
use countersign_core::people::Method;
use countersign_core::ports::Timestamp;

use super::state_text::delivered;
use crate::locale::{Arg, Html, Texts};
use crate::pages::contacts::country_name;

/// Why a way is shown but cannot be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Not offered for the number's country.
    Country { country: String, prefix: String },
    /// A number too new for a destructive order.
    NewNumber { from: Timestamp },
    /// The contact is not confirmed.
    NotConfirmed,
    /// Text messages do not reach landlines.
    Landline,
    /// The operator turned it off for this purpose.
    TurnedOff,
    /// A premium, satellite or internet number.
    Premium,
    /// The number stopped our messages.
    Stopped,
    /// The budget of sends is used.
    SendsUsed { until: Timestamp },
    /// The provider is down.
    Outage,
}

/// One way, for one contact.
#[derive(Clone, Debug)]
pub struct Offer {
    /// What the form sends: the method, and the contact's id after a colon.
    pub value: String,
    /// The method.
    pub method: Method,
    /// Whether the contact is a landline.
    pub landline: bool,
    /// The masked contact; empty for an app.
    pub target: String,
    /// What a message costs the person; `None` where nothing is sent.
    pub price: Option<Amount>,
    /// Why it cannot be chosen.
    pub unavailable: Option<Reason>,
}

/// What the button says, and with it what the person agrees to pay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agreement {
    /// Joins a button to the ways it stands for.
    pub group: usize,
    /// The price as the form sends it: `0.09 EUR`; empty if nothing is paid.
    pub value: String,
    amount: Option<Amount>,
    sends: bool,
}

/// All ways of one page.
#[derive(Clone, Debug)]
pub struct Offers {
    /// In the order they are shown.
    pub list: Vec<Offer>,
    /// The value that is ticked at first.
    pub chosen: Option<String>,
    /// Whether an order is being confirmed, so that each way says how it shows the order.
    pub for_order: bool,
}

impl Offer {
    /// Whether it can be chosen.
    pub fn is_available(&self) -> bool {
        self.unavailable.is_none()
    }

    /// "SMS to ·· 47".
    pub fn label(&self, t: &Texts) -> Html {
        let key = match (self.method, self.landline) {
            (Method::Sms, _) => "offer-sms",
            (Method::Call, false) => "offer-call-mobile",
            (Method::Call, true) => "offer-call-landline",
            (Method::Email, _) => "offer-email",
            (Method::WhatsApp, _) => "offer-whatsapp",
            (Method::RecoveryCode, _) => "offer-recovery-code",
            (Method::Totp | Method::Passkey, _) => "offer-totp",
        };
        t.tell(key, &[("target", Arg::Ltr(&self.target))])
    }

    /// "Free", or the price and where it is paid; nothing for a way that sends nothing.
    pub fn price_text(&self, t: &Texts) -> Option<Html> {
        let amount = self.price.as_ref()?;
        let money = t.money(amount);
        if is_free(amount) {
            return Some(money);
        }
        Some(t.tell("price-on-invoice", &[("amount", Arg::Html(&money))]))
    }

    /// The name of the icon.
    pub const fn icon(&self) -> &'static str {
        match self.method {
            Method::Sms => "sms",
            Method::Call => "call",
            Method::Email => "email",
            Method::WhatsApp => "whatsapp",
            Method::Totp | Method::Passkey | Method::RecoveryCode => "app",
        }
    }

    /// Why it cannot be chosen.
    pub fn reason(&self, t: &Texts) -> Option<Html> {
        let target = ("target", Arg::Ltr(&self.target));
        Some(match self.unavailable.as_ref()? {
            Reason::Country { country, prefix } => t.tell(
                delivered(
                    self.method,
                    [
                        "reason-country-sms",
                        "reason-country-call",
                        "reason-country-email",
                        "reason-country-whatsapp",
                    ],
                ),
                &[
                    ("country", Arg::Text(country_name(t.language(), country))),
                    ("prefix", Arg::Ltr(prefix)),
                ],
            ),
            Reason::NewNumber { from } => t.tell(
                "reason-new-number",
                &[target, ("date", Arg::Date(*from)), ("time", Arg::Clock(*from))],
            ),
            Reason::NotConfirmed => t.tell("reason-not-confirmed", &[target]),
            Reason::Landline => t.tell("reason-landline", &[target]),
            Reason::TurnedOff => t.say("reason-turned-off"),
            Reason::Premium => t.say("reason-premium"),
            Reason::Stopped => t.say("reason-stopped"),
            Reason::SendsUsed { until } => {
                t.tell("reason-sends-used", &[("time", Arg::Clock(*until))])
            }
            Reason::Outage => t.say(delivered(
                self.method,
                [
                    "reason-outage-sms",
                    "reason-outage-call",
                    "reason-outage-email",
                    "reason-outage-whatsapp",
                ],
            )),
        })
    }

    fn agreement(&self) -> (bool, Option<Amount>) {
        let paid = self.price.clone().filter(|amount| !is_free(amount));
        (self.method.is_delivered(), paid)
    }
}

impl Agreement {
    /// "Send code", "Send code for EUR 0.09", or "Continue" where nothing is sent.
    pub fn label(&self, t: &Texts) -> Html {
        match (&self.amount, self.sends) {
            (Some(amount), _) => {
                t.tell("send-code-for", &[("amount", Arg::Html(&t.money(amount)))])
            }
            (None, true) => t.say("send-code"),
            (None, false) => t.say("continue"),
        }
    }

    /// The key of what the button says while it works.
    pub const fn busy(&self) -> &'static str {
        if self.sends { "sending" } else { "checking" }
    }
}

impl Offers {
    /// Whether anything can be chosen.
    pub fn any_available(&self) -> bool {
        self.list.iter().any(Offer::is_available)
    }

    /// Whether this one is ticked at first: the last choice, else the first that can be.
    pub fn is_chosen(&self, offer: &Offer) -> bool {
        let first = || self.list.iter().find(|offer| offer.is_available());
        let chosen = self
            .list
            .iter()
            .find(|offer| offer.is_available() && self.chosen.as_ref() == Some(&offer.value))
            .or_else(first);
        chosen.is_some_and(|chosen| chosen.value == offer.value)
    }

    /// One button per different agreement. The style sheet shows the one for the ticked way; where
    /// it cannot, all stand there and the server checks that the pressed one fits.
    pub fn agreements(&self) -> Vec<Agreement> {
        let mut all: Vec<Agreement> = Vec::new();
        for offer in self.list.iter().filter(|offer| offer.is_available()) {
            let (sends, amount) = offer.agreement();
            if all.iter().all(|known| (known.sends, &known.amount) != (sends, &amount)) {
                let value = amount
                    .as_ref()
                    .map(|amount| format!("{} {}", amount.value, amount.currency))
                    .unwrap_or_default();
                all.push(Agreement { group: all.len(), value, amount, sends });
            }
        }
        all
    }

    /// The group of a way's button.
    pub fn group_of(&self, offer: &Offer) -> usize {
        let (sends, amount) = offer.agreement();
        self.agreements()
            .iter()
            .find(|known| (known.sends, &known.amount) == (sends, &amount))
            .map_or(0, |known| known.group)
    }

    /// How a way shows the order; nothing for a step-up.
    pub fn hint(&self, offer: &Offer, t: &Texts) -> Option<Html> {
        if !self.for_order {
            return None;
        }
        Some(t.say(match offer.method {
            Method::Sms => "order-hint-sms",
            Method::Call => "order-hint-call",
            Method::Email => "order-hint-email",
            Method::WhatsApp => "order-hint-whatsapp",
            Method::Totp | Method::Passkey | Method::RecoveryCode => "order-hint-totp",
        }))
    }
}

fn is_free(amount: &Amount) -> bool {
    amount.value.bytes().all(|b| matches!(b, b'0' | b'.'))
}
