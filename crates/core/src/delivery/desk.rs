//! The desk: whether a message of a method can reach a recipient now, and why not.

use super::{Destination, Hop, Routes, Standing, is_served};
use crate::people::{Method, PhoneNumber, PhoneRefused};
use crate::ports::Timestamp;

/// What the operator set up and switched, and how it stands at one moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Desk {
    /// Countries that phone messages may go to, ISO 3166-1 alpha-2; empty: to none (CS-SMS-03).
    pub countries: Vec<String>,
    /// Routes and tariffs.
    pub routes: Routes,
    /// Every provider and what it carries, in the order of the configuration.
    pub carriers: Vec<(String, Vec<Method>)>,
    /// How the providers stand.
    pub standings: Vec<Standing>,
    /// Countries whose tap is closed by the brake.
    pub closed: Vec<String>,
    /// The moment this is of.
    pub at: Option<Timestamp>,
}

/// Why a message cannot go to a recipient.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotServed {
    /// Premium, satellite, VoIP, shared-cost and the like.
    NumberKind,
    /// The country is not on the list, or no route serves it by this method.
    Country,
    /// No provider can be asked now, or the brake closed the tap.
    Outage,
}

impl Desk {
    /// The providers of a message, in the order they are tried; those that do not carry the method are left out.
    pub fn hops(&self, method: Method, recipient: &str) -> Vec<Hop> {
        let carries = |name: &str| {
            self.carriers.iter().any(|(known, methods)| known == name && methods.contains(&method))
        };
        match self.routes.of(method, recipient) {
            Some(hops) => hops.iter().filter(|hop| carries(&hop.provider)).cloned().collect(),
            None => self
                .carriers
                .iter()
                .filter(|(_, methods)| methods.contains(&method))
                .map(|(name, _)| Hop::plain(name))
                .collect(),
        }
    }

    /// Whether any provider carries the method at all.
    pub fn carries(&self, method: Method) -> bool {
        self.carriers.iter().any(|(_, methods)| methods.contains(&method))
    }

    /// Whether a message may go out at all, whoever is up: what an operator or a numbering plan decides.
    pub fn permits(&self, method: Method, recipient: &str) -> Result<(), NotServed> {
        if method != Method::Email {
            match PhoneNumber::read_confirmed(recipient, None) {
                Ok(_) => {}
                // Nobody's country, so no list names it.
                Err(PhoneRefused::UnknownCountry) => return Err(NotServed::Country),
                Err(_) => return Err(NotServed::NumberKind),
            }
            let to = Destination::of(recipient);
            if !self.countries.contains(&to.country) {
                return Err(NotServed::Country);
            }
        }
        if self.carries(method) && self.hops(method, recipient).is_empty() {
            return Err(NotServed::Country);
        }
        Ok(())
    }

    /// Whether a message would go out now.
    pub fn serves(&self, method: Method, recipient: &str, now: Timestamp) -> Result<(), NotServed> {
        self.permits(method, recipient)?;
        let is_closed =
            method != Method::Email && self.closed.contains(&Destination::of(recipient).country);
        if is_closed || !is_served(&self.hops(method, recipient), &self.standings, now) {
            return Err(NotServed::Outage);
        }
        Ok(())
    }
}
