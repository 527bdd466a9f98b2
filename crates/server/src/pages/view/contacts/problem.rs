//! What was refused on the pages of contacts: for every reason one sentence that names the fix.

use axum::http::StatusCode;
use countersign_core::order::Amount;
use countersign_core::people::{EmailRefused, PhoneRefused};

use crate::locale::{Arg, Html, Texts};
use crate::pages::view::State;

/// What was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ContactProblem {
    /// It is no number that codes can be sent to.
    Phone(PhoneRefused),
    /// It is no address.
    Email(EmailRefused),
    /// The person has it, confirmed.
    Known {
        /// A number, and not an address.
        number: bool,
    },
    /// As many were added as may be for now.
    TooMany,
    /// No more codes today.
    Spent {
        /// A number, and not an address.
        number: bool,
    },
    /// Text messages and WhatsApp reach no landline.
    Landline,
    /// Sign-in codes go to the number as text messages.
    NeedsMobile,
    /// No way was chosen, or one that is not there.
    NoWay,
    /// The chosen way costs what the button did not say.
    Price(Amount),
    /// A send was refused.
    Send(State),
    /// The sign-in address stays.
    SignInAddress,
    /// The last way of two-factor authentication hangs on it.
    LastSecondFactor,
    /// Nothing else is confirmed.
    LastConfirmed,
    /// An account requires the way that hangs on it.
    Required,
}

impl ContactProblem {
    /// Why a contact has to stay, from its slug.
    pub fn kept(why: &str) -> Self {
        match why {
            "sign-in-address" => Self::SignInAddress,
            "last-second-factor" => Self::LastSecondFactor,
            _ => Self::LastConfirmed,
        }
    }

    /// The answer's status.
    pub const fn status(&self) -> StatusCode {
        match self {
            Self::Send(state) => state.status(),
            Self::Spent { .. } | Self::TooMany => StatusCode::TOO_MANY_REQUESTS,
            _ => StatusCode::UNPROCESSABLE_ENTITY,
        }
    }

    /// The id of the field it is about; empty if there is none.
    pub const fn anchor(&self) -> &'static str {
        match self {
            Self::Phone(PhoneRefused::NoCountry) => "country",
            Self::Phone(_)
            | Self::Known { number: true }
            | Self::Spent { number: true }
            | Self::NeedsMobile => "number",
            Self::Email(_) | Self::Known { number: false } | Self::Spent { number: false } => {
                "address"
            }
            Self::Landline | Self::NoWay | Self::Price(_) => "ways",
            Self::TooMany
            | Self::Send(_)
            | Self::SignInAddress
            | Self::LastSecondFactor
            | Self::LastConfirmed
            | Self::Required => "",
        }
    }

    /// In words.
    pub fn text(&self, t: &Texts) -> Html {
        match self {
            Self::Phone(refused) => t.say(phone_key(*refused)),
            Self::Email(refused) => t.say(email_key(*refused)),
            Self::Known { number: true } => t.say("number-known"),
            Self::Known { number: false } => t.say("address-known"),
            Self::TooMany => t.say("contacts-too-many"),
            Self::Spent { number: true } => t.say("state-number-max"),
            Self::Spent { number: false } => t.say("state-address-max"),
            Self::Landline => t.say("number-landline"),
            Self::NeedsMobile => t.say("number-needs-mobile"),
            Self::NoWay => t.say("contact-no-way"),
            Self::Price(amount) => {
                t.tell("choose-price", &[("amount", Arg::Html(&t.money(amount)))])
            }
            Self::Send(state) => state.text(t),
            Self::SignInAddress => t.say("contact-kept-sign-in"),
            Self::LastSecondFactor => t.say("contact-kept-factor"),
            Self::LastConfirmed => t.say("contact-kept-last"),
            Self::Required => t.say("methods-required-problem"),
        }
    }
}

/// The sentence of each reason why a number is refused.
pub(in crate::pages) const fn phone_key(refused: PhoneRefused) -> &'static str {
    match refused {
        PhoneRefused::Empty => "number-empty",
        PhoneRefused::Letters => "number-letters",
        PhoneRefused::Extension => "number-extension",
        PhoneRefused::Several => "number-several",
        PhoneRefused::NotANumber => "number-not-a-number",
        PhoneRefused::NoCountry => "number-no-country",
        PhoneRefused::UnknownCountry => "number-unknown-country",
        PhoneRefused::TooShort => "number-too-short",
        PhoneRefused::TooLong => "number-too-long",
        PhoneRefused::NotAssigned => "number-not-assigned",
        PhoneRefused::Premium => "number-premium",
        PhoneRefused::SharedCost => "number-shared-cost",
        PhoneRefused::Satellite => "number-satellite",
        PhoneRefused::Voip => "number-voip",
        PhoneRefused::Pager => "number-pager",
        PhoneRefused::TollFree => "number-toll-free",
        PhoneRefused::Personal => "number-personal",
        PhoneRefused::CompanyWide => "number-company-wide",
        PhoneRefused::Voicemail => "number-voicemail",
    }
}

const fn email_key(refused: EmailRefused) -> &'static str {
    match refused {
        EmailRefused::Empty => "address-empty",
        EmailRefused::TooLong => "address-too-long",
        EmailRefused::Control => "address-control",
        EmailRefused::Space => "address-space",
        EmailRefused::Several => "address-several",
        EmailRefused::NotAscii => "address-not-ascii",
        EmailRefused::MissingPart => "address-missing-part",
        EmailRefused::Local => "address-local",
        EmailRefused::Domain => "address-domain",
    }
}
