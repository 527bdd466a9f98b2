//! Which methods a person is offered, in the order to show them, and why others are refused.

use std::sync::Arc;

use super::settings::Policy;
use crate::challenge::PurposeKind;
use crate::delivery::{Desk, NotServed};
use crate::ids::ContactId;
use crate::people::{AuthenticatorKind, Contact, ContactKind, Method, Person};
use crate::ports::Timestamp;
use crate::support::SETTLED;

/// One way to answer, available or with the reason why not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// The way.
    pub method: Method,
    /// The contact a code goes to; `None` for methods that are not delivered.
    pub contact: Option<ContactId>,
    /// What kind of contact it is.
    pub kind: Option<ContactKind>,
    /// The contact as it may be shown: masked.
    pub target: Option<String>,
    /// Why it cannot be used; `None`: it can.
    pub refused: Option<Reason>,
}

impl Offer {
    /// Whether it can be used.
    pub const fn is_available(&self) -> bool {
        self.refused.is_none()
    }
}

/// Why a way is closed. Of several reasons the one that lasts longest is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The contact is not confirmed.
    Unconfirmed,
    /// Landlines receive no text messages.
    Landline,
    /// A destructive order, and the number was confirmed a short time ago.
    NumberTooNew {
        /// From then on it can be used.
        until: Timestamp,
    },
    /// The person has a real second factor: no e-mail or WhatsApp beside it.
    SecondFactorRequired,
    /// The number is a contact only: it was not turned on for sign-in.
    NotASecondFactor,
    /// The operator lets this way authorise no orders.
    NotForOrders,
    /// The operator has set up no channel for this way.
    ChannelNotConfigured,
    /// The person signs in with this number by this way already.
    AlreadyTurnedOn,
    /// A kind of number that no code is sent to: premium, satellite, VoIP and the like.
    NumberKindRefused,
    /// The way does not exist for numbers of this country.
    CountryNotServed,
    /// The recipient wants no messages by this way.
    OptedOut,
    /// No provider can be asked now.
    ProviderOutage,
}

impl Reason {
    /// The stable name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unconfirmed => "unconfirmed",
            Self::Landline => "landline",
            Self::NumberTooNew { .. } => "number-too-new",
            Self::SecondFactorRequired => "second-factor-required",
            Self::NotASecondFactor => "not-a-second-factor",
            Self::NotForOrders => "not-for-orders",
            Self::ChannelNotConfigured => "channel-not-configured",
            Self::AlreadyTurnedOn => "already-turned-on",
            Self::NumberKindRefused => "number-kind-refused",
            Self::CountryNotServed => "country-not-served",
            Self::OptedOut => "opted-out",
            Self::ProviderOutage => "provider-outage",
        }
    }
}

/// The delivered methods that a configured channel carries, and whom they reach.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Carried {
    methods: Vec<Method>,
    /// `None`: they reach everybody.
    desk: Option<Arc<Desk>>,
    silenced: Vec<(ContactId, Method)>,
}

impl Carried {
    /// These methods, to everybody; those that are not delivered are no matter of channels and are left out.
    pub fn new(methods: impl IntoIterator<Item = Method>) -> Self {
        let methods = methods.into_iter().filter(|method| method.is_delivered()).collect();
        Self { methods, desk: None, silenced: Vec::new() }
    }

    /// What the desk lets out.
    pub fn by(desk: &Arc<Desk>) -> Self {
        let methods = desk.carriers.iter().flat_map(|(_, methods)| methods.iter().copied());
        Self { desk: Some(Arc::clone(desk)), ..Self::new(methods) }
    }

    /// The same, but for contacts that want no messages by a way.
    #[must_use]
    pub fn but_for(self, silenced: Vec<(ContactId, Method)>) -> Self {
        Self { silenced, ..self }
    }

    /// Whether a channel carries this method.
    pub fn carries(&self, method: Method) -> bool {
        self.methods.contains(&method)
    }

    fn never_reaches(&self, method: Method, contact: &Contact) -> Option<Reason> {
        let permitted = self.desk.as_ref()?.permits(method, &contact.value);
        permitted.err().map(Reason::from)
    }

    fn reaches_not_now(&self, method: Method, contact: &Contact, now: Timestamp) -> Option<Reason> {
        if self.silenced.iter().any(|(id, by)| *id == contact.id && *by == method) {
            return Some(Reason::OptedOut);
        }
        let served = self.desk.as_ref()?.serves(method, &contact.value, now);
        served.err().map(Reason::from)
    }
}

impl From<NotServed> for Reason {
    fn from(not: NotServed) -> Self {
        match not {
            NotServed::NumberKind => Self::NumberKindRefused,
            NotServed::Country => Self::CountryNotServed,
            NotServed::Outage => Self::ProviderOutage,
        }
    }
}

/// Every way of this person for this purpose: one row per method and contact.
///
/// Available rows come first. Step-up lists the way first that the person wants to be asked by first, then by strength: app,
/// SMS, call, WhatsApp, e-mail. Orders list first what can repeat the order to the person: SMS, call, app, WhatsApp, e-mail.
/// Within a method, contacts stand in the order they were added. An app is listed only if it is enrolled.
///
/// Signing in and changing authenticators offer as step-up does, and a recovery code beside a second factor (CS-RC-07);
/// without one, a change is confirmed by a code to any confirmed contact but WhatsApp. Setting up offers the numbers that may
/// be turned on; confirming a contact, the ways to reach those that are not confirmed. Recovery by two contacts offers text messages to
/// numbers that were confirmed long enough ago, beside the mailbox that was proven by a link. Resetting a password chooses no method: empty.
pub fn offers(
    person: &Person,
    purpose: PurposeKind,
    destructive: bool,
    policy: &Policy,
    carried: &Carried,
    now: Timestamp,
) -> Vec<Offer> {
    let methods: &[Method] = match purpose {
        PurposeKind::Order => {
            &[Method::Sms, Method::Call, Method::Totp, Method::WhatsApp, Method::Email]
        }
        PurposeKind::StepUp => {
            &[Method::Totp, Method::Sms, Method::Call, Method::WhatsApp, Method::Email]
        }
        PurposeKind::SignIn => &[
            Method::Totp,
            Method::Sms,
            Method::Call,
            Method::WhatsApp,
            Method::Email,
            Method::RecoveryCode,
        ],
        PurposeKind::ChangeAuthenticator => {
            &[Method::Totp, Method::Sms, Method::Call, Method::Email, Method::RecoveryCode]
        }
        PurposeKind::SetUp => &[Method::Sms, Method::Call],
        PurposeKind::ConfirmContact => {
            &[Method::Sms, Method::Call, Method::WhatsApp, Method::Email]
        }
        PurposeKind::Recovery if policy.recovery_by_contacts => &[Method::Sms],
        PurposeKind::ResetPassword | PurposeKind::Recovery => &[],
    };
    let ask = Ask { person, purpose, destructive, policy, carried, now };
    let mut rows: Vec<_> = methods.iter().flat_map(|method| ask.rows(*method)).collect();
    rows.sort_by_key(|row| (!row.is_available(), !ask.is_used_first(row)));
    rows
}

/// Nothing can be begun this way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotOffered {
    /// The person has no such method or contact.
    Unknown,
    /// Listed, but closed.
    Refused(Reason),
}

/// The row to begin with. Without a contact: the first available row of the method.
pub fn find_offer<'a>(
    offers: &'a [Offer],
    method: Method,
    contact: Option<&ContactId>,
) -> Result<&'a Offer, NotOffered> {
    let mut first_refusal = NotOffered::Unknown;
    for offer in offers.iter().filter(|offer| offer.method == method) {
        if contact.is_some() && offer.contact.as_ref() != contact {
            continue;
        }
        match offer.refused {
            None => return Ok(offer),
            Some(reason) if first_refusal == NotOffered::Unknown => {
                first_refusal = NotOffered::Refused(reason);
            }
            Some(_) => {}
        }
    }
    Err(first_refusal)
}

struct Ask<'a> {
    person: &'a Person,
    purpose: PurposeKind,
    destructive: bool,
    policy: &'a Policy,
    carried: &'a Carried,
    now: Timestamp,
}

impl Ask<'_> {
    fn rows(&self, method: Method) -> Vec<Offer> {
        let has = match method {
            Method::Totp => Some(self.person.has_totp()),
            Method::RecoveryCode => {
                Some(self.person.has_second_factor() && self.person.recovery_codes > 0)
            }
            _ => None,
        };
        if let Some(has) = has {
            let row = Offer { method, contact: None, kind: None, target: None, refused: None };
            return has.then_some(row).into_iter().collect();
        }
        let confirms = self.purpose == PurposeKind::ConfirmContact;
        let reached = self.person.contacts.iter().filter(|contact| {
            (contact.kind == ContactKind::Email) == (method == Method::Email)
                && !(confirms && contact.confirmed_at.is_some())
        });
        reached
            .map(|contact| Offer {
                method,
                contact: Some(contact.id.clone()),
                kind: Some(contact.kind),
                target: Some(contact.masked()),
                refused: self.refused(method, contact),
            })
            .collect()
    }

    /// The first reason that holds, those first that the person can do least about.
    fn refused(&self, method: Method, contact: &Contact) -> Option<Reason> {
        if contact.kind == ContactKind::Landline && method != Method::Call {
            return Some(Reason::Landline);
        }
        if let Some(reason) = self.refused_by_policy(method, contact) {
            return Some(reason);
        }
        if !self.carried.carries(method) {
            return Some(Reason::ChannelNotConfigured);
        }
        if let Some(reason) = self.carried.never_reaches(method, contact) {
            return Some(reason);
        }
        if self.purpose == PurposeKind::ConfirmContact {
            return None;
        }
        let Some(confirmed_at) = contact.confirmed_at else { return Some(Reason::Unconfirmed) };
        if self.purpose == PurposeKind::Recovery {
            let until = confirmed_at.plus(SETTLED);
            if self.now < until {
                return Some(Reason::NumberTooNew { until });
            }
        }
        let until = confirmed_at.plus(self.policy.new_number_rest);
        let rests = self.destructive && self.purpose == PurposeKind::Order;
        let is_number = method != Method::Email;
        if rests && is_number && self.now < until {
            return Some(Reason::NumberTooNew { until });
        }
        self.carried.reaches_not_now(method, contact, self.now)
    }

    fn refused_by_policy(&self, method: Method, contact: &Contact) -> Option<Reason> {
        let has_second_factor = self.person.has_second_factor();
        let by_phone = matches!(method, Method::Sms | Method::Call);
        if matches!(self.purpose, PurposeKind::ConfirmContact | PurposeKind::Recovery) {
            return None;
        }
        if self.purpose == PurposeKind::SetUp {
            return self.turned_on(method, contact).then_some(Reason::AlreadyTurnedOn);
        }
        if self.purpose == PurposeKind::Order {
            let allowed = match method {
                Method::Email => self.policy.email_authorises_orders,
                Method::WhatsApp => self.policy.whatsapp_authorises_orders,
                _ => true,
            };
            return match (allowed, by_phone || !has_second_factor) {
                (false, _) => Some(Reason::NotForOrders),
                (true, false) => Some(Reason::SecondFactorRequired),
                (true, true) => None,
            };
        }
        match (has_second_factor, by_phone) {
            (true, false) => Some(Reason::SecondFactorRequired),
            (true, true) if !self.turned_on(method, contact) => Some(Reason::NotASecondFactor),
            // A change is rare, and a person may have nothing but a number.
            (false, true) if self.purpose == PurposeKind::ChangeAuthenticator => None,
            (false, true) if !self.policy.step_up_by_phone => Some(Reason::NotASecondFactor),
            _ => None,
        }
    }

    /// Whether this is the way the person wants to be asked by first. An order asks first what can repeat it.
    fn is_used_first(&self, row: &Offer) -> bool {
        self.is_preferred(row) || self.is_put_first(row)
    }

    /// Without a second factor the person says where codes go first.
    fn is_preferred(&self, row: &Offer) -> bool {
        let preferred = self.person.preferred.as_ref();
        matches!(self.purpose, PurposeKind::StepUp | PurposeKind::ChangeAuthenticator)
            && !self.person.has_second_factor()
            && preferred.is_some_and(|(method, contact)| {
                row.method == *method && row.contact.as_ref() == Some(contact)
            })
    }

    fn is_put_first(&self, row: &Offer) -> bool {
        self.purpose != PurposeKind::Order
            && self.person.authenticators.iter().filter(|known| known.used_first).any(|known| {
                match &known.kind {
                    AuthenticatorKind::Totp => row.method == Method::Totp,
                    AuthenticatorKind::Passkey => row.method == Method::Passkey,
                    AuthenticatorKind::Sms(number) => {
                        row.method == Method::Sms && row.contact.as_ref() == Some(number)
                    }
                    AuthenticatorKind::Call(number) => {
                        row.method == Method::Call && row.contact.as_ref() == Some(number)
                    }
                }
            })
    }

    /// Whether the person turned this number on for sign-in by this method.
    fn turned_on(&self, method: Method, contact: &Contact) -> bool {
        self.person.authenticators.iter().any(|authenticator| match &authenticator.kind {
            AuthenticatorKind::Sms(number) => method == Method::Sms && *number == contact.id,
            AuthenticatorKind::Call(number) => method == Method::Call && *number == contact.id,
            AuthenticatorKind::Totp | AuthenticatorKind::Passkey => false,
        })
    }
}
