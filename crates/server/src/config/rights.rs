//! The rights of technical administrators in the operator's words, and what each reaches.

use std::collections::BTreeMap;

use countersign_core::access::{Reach, Reaches, Right, is_never_area, is_never_order};
use countersign_core::policy::Policy;
use countersign_core::step_up::Area;

use super::check::Checking;
use super::raw::{RightWords, Words};

/// Names of those that have one; areas and orders can be said without.
pub(super) fn named(rights: &BTreeMap<String, RightWords>) -> BTreeMap<String, Words> {
    let has_name = |words: &&RightWords| words.en.is_some() || words.de.is_some();
    rights
        .iter()
        .filter(|(_, words)| has_name(words))
        .map(|(name, words)| (name.clone(), Words { en: words.en.clone(), de: words.de.clone() }))
        .collect()
}

/// The policy with what the rights reach. A name that is not listed and an area that never opens are errors here, and not a
/// surprise later (CS-DEL-01).
pub(super) fn reaching(
    c: &mut Checking<'_>,
    mut policy: Policy,
    rights: &BTreeMap<String, RightWords>,
) -> Policy {
    let mut own = Vec::new();
    for (name, words) in rights {
        let Some(right) = Right::parse(name).ok().filter(|r| policy.technical_rights.contains(r))
        else {
            let setting = format!("rights.{name}");
            c.refuse(&setting, "is not in policy.technical_rights");
            continue;
        };
        if words.areas.is_none() && words.orders.is_none() {
            continue;
        }
        let (mut areas, mut orders) = (Vec::new(), Vec::new());
        for text in words.areas.iter().flatten() {
            match Area::parse(text).ok().filter(|area| policy.areas.contains(area)) {
                Some(area) if !is_never_area(text) => areas.push(area),
                Some(_) => c.refuse(
                    &format!("rights.{name}.areas"),
                    format_args!("holds {text:?}, which never opens to a technical administrator"),
                ),
                None => c.refuse(
                    &format!("rights.{name}.areas"),
                    format_args!("holds {text:?}, which is no area"),
                ),
            }
        }
        for text in words.orders.iter().flatten() {
            // Machine names of actions are written like those of areas.
            if Area::parse(text).is_err() || is_never_order(text) {
                c.refuse(
                    &format!("rights.{name}.orders"),
                    format_args!("holds {text:?}, which no technical administrator may confirm"),
                );
            } else {
                orders.push(text.clone());
            }
        }
        own.push(Reach { right, areas, orders });
    }
    policy.reaches = Reaches::new(Reaches::usual().into_iter().chain(own));
    policy
}
