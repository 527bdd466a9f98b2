//! The operator's settings, with the defaults of the design.

use std::time::Duration;

use super::HashCost;
use crate::access::{Reaches, Right};
use crate::limits::SendLimits;
use crate::people::PasswordPolicy;
use crate::step_up::Area;

/// What the operator decided. The defaults are safe; [`Policy::checked`] holds the bounds.
#[expect(clippy::struct_excessive_bools, reason = "independent switches, each with its own name")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// How long a delivered code is good: 60 s to 10 min, default 10 min (CS-DC-02).
    pub code_lifetime: Duration,
    /// Tries of a challenge: 1 to 5, default 5 (CS-DC-03).
    pub code_tries: u32,
    /// Tries of an order over all its challenges: 1 to 3, default 3 (CS-ORD-08).
    pub order_tries: u32,
    /// How long an order waits for its person: 5 to 60 min, default 15 min (CS-ORD-07).
    pub order_lifetime: Duration,
    /// How long an authorised order waits for its claim: 5 to 60 min, default 60 min (CS-ORD-05).
    pub claim_lifetime: Duration,
    /// How long areas stay open: 60 to 600 s, default 600 s. Step-up cannot be switched off
    /// (CS-STEP-09).
    pub window: Duration,
    /// How long a new number confirms no destructive order: 24 to 168 h, default 24 h (CS-DC-11).
    pub new_number_rest: Duration,
    /// How long a device stays recognised: 1 to 30 days, default 30 days.
    pub recognised_device: Duration,
    /// How long our own sessions last without being used: 5 to 30 min, default 30 min (CS-LOG-07).
    pub session_idle: Duration,
    /// How long our own sessions last at most: 1 to 12 h, default 12 h (CS-LOG-07).
    pub session_lasts: Duration,
    /// Sends of one person and purpose: at most 5 an hour and 10 a day, 30 s to 10 min apart.
    pub sends: SendLimits,
    /// Whether codes by e-mail authorise orders; default no (CS-ORD-09).
    pub email_authorises_orders: bool,
    /// Whether codes by WhatsApp authorise orders; default no (CS-ORD-09).
    pub whatsapp_authorises_orders: bool,
    /// Whether codes by SMS and call open areas for persons without a second factor; default no:
    /// they cost money, and such persons have e-mail.
    pub step_up_by_phone: bool,
    /// Whether a number that one person has confirmed can be used by another person of the same account without a code; default no
    /// (CS-ENR-11).
    pub share_contacts: bool,
    /// Whether persons get back in by two confirmed contacts of theirs, without support; default yes.
    pub recovery_by_contacts: bool,
    /// What passwords must be like.
    pub passwords: PasswordPolicy,
    /// What a hash of a password costs.
    pub hashing: HashCost,
    /// Whether a window opens only the areas asked for; default no: it opens all.
    pub areas_split: bool,
    /// Every area there is: the built-in ones, then the operator's own; at most 100.
    pub areas: Vec<Area>,
    /// What technical administrators can be allowed; never personal data, invoices, payment methods, auth codes, cancelling or
    /// other people's methods (CS-DEL-01).
    pub technical_rights: Vec<Right>,
    /// How long records of what happened are kept, in days; then they are pruned, and the trail verifies from there on.
    pub activity_days: u32,
    /// What those rights reach here: areas and orders.
    pub reaches: Reaches,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            code_lifetime: Duration::from_mins(10),
            code_tries: 5,
            order_tries: 3,
            order_lifetime: Duration::from_mins(15),
            claim_lifetime: Duration::from_hours(1),
            window: Duration::from_mins(10),
            new_number_rest: Duration::from_hours(24),
            recognised_device: Duration::from_hours(30 * 24),
            session_idle: Duration::from_mins(30),
            session_lasts: Duration::from_hours(12),
            sends: SendLimits::default(),
            email_authorises_orders: false,
            whatsapp_authorises_orders: false,
            step_up_by_phone: false,
            share_contacts: false,
            recovery_by_contacts: true,
            passwords: PasswordPolicy::default(),
            hashing: HashCost::default(),
            areas_split: false,
            areas: Area::built_in(),
            technical_rights: Right::usual(),
            activity_days: 1_095,
            reaches: Reaches::usual(),
        }
    }
}

impl Policy {
    /// The areas of every portal, then the operator's own in their order; one named twice counts
    /// once.
    #[must_use]
    pub fn with_own_areas(mut self, own: impl IntoIterator<Item = Area>) -> Self {
        for area in own {
            if !self.areas.contains(&area) {
                self.areas.push(area);
            }
        }
        self
    }

    /// Whether there is such an area.
    pub fn has_area(&self, area: &Area) -> bool {
        self.areas.contains(area)
    }
}
