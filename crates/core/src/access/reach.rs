//! What a right reaches: the areas and the orders that a technical administrator may enter and place with it.

use super::{Right, Rights};
use crate::ids::AccountId;
use crate::people::Role;
use crate::step_up::Area;

/// Areas that never open to a technical administrator, for the account that they work for (CS-DEL-01).
pub const NEVER_AREAS: [&str; 3] = ["personal-data", "invoices", "payment-methods"];

/// What one right reaches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reach {
    /// The right.
    pub right: Right,
    /// Areas that open with it.
    pub areas: Vec<Area>,
    /// Actions of orders that it covers.
    pub orders: Vec<String>,
}

/// What every right reaches; a right that is not named reaches nothing here, and is the portal's own to read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reaches(Vec<Reach>);

impl Reaches {
    /// These; of two of one right the last one counts.
    pub fn new(reaches: impl IntoIterator<Item = Reach>) -> Self {
        let mut all: Vec<Reach> = Vec::new();
        for reach in reaches {
            all.retain(|known| known.right != reach.right);
            all.push(reach);
        }
        Self(all)
    }

    /// What the usual rights reach: no order at all, because every portal names its own.
    pub fn usual() -> Self {
        let of = |right: Right| {
            let area =
                if right.as_str() == "hosting" { "email-management" } else { "domain-config" };
            Reach { right, areas: Area::parse(area).into_iter().collect(), orders: Vec::new() }
        };
        Self(Right::usual().into_iter().map(of).collect())
    }

    /// Whether somebody with these rights may enter this area. Denied unless a right names it, and some never are.
    pub fn area(&self, rights: &Rights, area: &Area) -> bool {
        !is_never_area(area.as_str()) && self.of(rights).any(|reach| reach.areas.contains(area))
    }

    /// The same of placing and confirming an order with this action.
    pub fn order(&self, rights: &Rights, action: &str) -> bool {
        !is_never_order(action)
            && self.of(rights).any(|reach| reach.orders.iter().any(|known| known == action))
    }

    fn of<'r>(&'r self, rights: &'r Rights) -> impl Iterator<Item = &'r Reach> {
        self.0.iter().filter(|reach| rights.contain(&reach.right))
    }
}

impl IntoIterator for Reaches {
    type Item = Reach;
    type IntoIter = std::vec::IntoIter<Reach>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

/// What a session that is for an account may do there by what its person is in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActsFor {
    /// The account.
    pub account: AccountId,
    /// What the person is there, with the rights by name; `None`: nothing, or no longer.
    pub standing: Option<(Role, Rights)>,
}

impl ActsFor {
    /// Whether an area opens. To a technical administrator what their rights reach, of those that the operator still lists; to
    /// nobody who does not belong to the account (CS-DEL-01, CS-DEL-06).
    pub fn enters(&self, reaches: &Reaches, listed: &[Right], area: &Area) -> bool {
        self.may(listed, |rights| reaches.area(rights, area))
    }

    /// The same of placing and confirming an order with this action.
    pub fn orders(&self, reaches: &Reaches, listed: &[Right], action: &str) -> bool {
        self.may(listed, |rights| reaches.order(rights, action))
    }

    fn may(&self, listed: &[Right], reached: impl Fn(&Rights) -> bool) -> bool {
        match &self.standing {
            Some((Role::TechnicalAdministrator, rights)) => reached(&rights.still_listed(listed)),
            Some(_) => true,
            None => false,
        }
    }
}

/// Whether no right may name this area.
pub fn is_never_area(area: &str) -> bool {
    NEVER_AREAS.contains(&area)
}

/// Whether no right may name this action: cancelling, and what shows an auth code, under whatever name a portal gives them.
pub fn is_never_order(action: &str) -> bool {
    let words: Vec<&str> = action.split('-').collect();
    let cancels = words.iter().any(|word| word.starts_with("cancel") || *word == "terminate");
    cancels || action.contains("auth-code") || action.contains("authcode")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn right(name: &str) -> Right {
        Right::parse(name).expect("a right")
    }

    fn area(name: &str) -> Area {
        Area::parse(name).expect("an area")
    }

    /// CS-DEL-01: denied unless a right that the person has names it.
    #[test]
    fn a_right_reaches_what_it_names_and_nothing_else() {
        let reaches = Reaches::new([Reach {
            right: right("hosting"),
            areas: vec![area("server-console")],
            orders: vec!["restore-snapshot".to_owned()],
        }]);
        let (hosting, none) = (Rights::from_column("hosting"), Rights::default());
        assert!(reaches.area(&hosting, &area("server-console")));
        assert!(reaches.order(&hosting, "restore-snapshot"));
        assert!(!reaches.area(&hosting, &area("domain-config")));
        assert!(!reaches.order(&hosting, "restore"));
        for rights in [none, Rights::from_column("register")] {
            assert!(!reaches.area(&rights, &area("server-console")));
            assert!(!reaches.order(&rights, "restore-snapshot"));
        }
    }

    /// CS-DEL-01: what never is does not become possible by naming it.
    #[test]
    fn the_never_list_outdoes_a_configuration_that_names_it() {
        let orders = ["cancel-contract", "show-auth-code", "contract-cancellation", "terminate"];
        let reaches = Reaches::new([Reach {
            right: right("hosting"),
            areas: NEVER_AREAS.map(area).into(),
            orders: orders.map(str::to_owned).into(),
        }]);
        let hosting = Rights::from_column("hosting");
        for never in NEVER_AREAS {
            assert!(!reaches.area(&hosting, &area(never)), "{never}");
        }
        for never in orders {
            assert!(!reaches.order(&hosting, never), "{never}");
        }
        assert!(!is_never_order("restore-snapshot") && !is_never_order("transfer-domain"));
    }

    /// CS-DEL-01, CS-DEL-06: by role, by what is still listed, and nothing for whoever is out.
    #[test]
    fn a_session_for_an_account_does_what_its_person_may_there() {
        let (reaches, listed) = (Reaches::usual(), Right::usual());
        let acts = |standing| ActsFor {
            account: AccountId::parse(&format!("acc_{}", "0".repeat(26))).expect("an id"),
            standing,
        };
        let invoices = area("invoices");
        for role in [Role::Owner, Role::Administrator, Role::Member] {
            let inside = acts(Some((role, Rights::default())));
            assert!(
                inside.enters(&reaches, &listed, &invoices)
                    && inside.orders(&reaches, &listed, "x")
            );
        }
        let outside = acts(Some((Role::TechnicalAdministrator, Rights::from_column("hosting"))));
        assert!(outside.enters(&reaches, &listed, &area("email-management")));
        assert!(!outside.enters(&reaches, &listed, &invoices));
        assert!(!outside.orders(&reaches, &listed, "restore-snapshot"));
        assert!(!outside.enters(&reaches, &[], &area("email-management")), "off the list");
        let gone = acts(None);
        assert!(!gone.enters(&reaches, &listed, &area("email-management")));
        assert!(!gone.orders(&reaches, &listed, "x"));
    }

    #[test]
    fn the_usual_rights_reach_the_usual_areas() {
        let usual = Reaches::usual();
        assert!(usual.area(&Rights::from_column("hosting"), &area("email-management")));
        assert!(usual.area(&Rights::from_column("register"), &area("domain-config")));
        assert!(!usual.area(&Rights::from_column("hosting"), &area("domain-config")));
    }
}
