//! Contacts: what confirming one may cost, how many may be added, and which must stay.

use std::time::Duration;

use countersign_core::Timestamp;
use countersign_core::ids::ContactId;
use countersign_core::limits::{ContactBudget, TriesUnreadable, may_add_number};
use countersign_core::people::{
    Authenticator, AuthenticatorKind, Contact, ContactKind, Language, Method, Person,
};
use countersign_core::policy::{ContactKept, ContactLoss, may_remove_contact};

use crate::samples::{NOW, authenticator_id, id, person_id};

const HOUR: Duration = Duration::from_hours(1);

/// CS-ENR-12: five sends and fifteen tries in any 24 hours, whatever the other is at; what nobody took is given back.
#[test]
fn a_value_has_five_sends_and_fifteen_tries_a_day() {
    let mut budget = ContactBudget::default();
    for at in 0..5 {
        assert!(budget.send(NOW.plus(HOUR * at)));
    }
    assert!(!budget.send(NOW.plus(HOUR * 5)));
    for at in 0..15 {
        assert!(budget.try_once(NOW.plus(Duration::from_secs(at))), "try {at}");
    }
    assert!(!budget.try_once(NOW.plus(HOUR)));
    let mut budget = ContactBudget::from_column(&budget.to_column()).expect("its own column");
    assert!(!budget.send(NOW.plus(HOUR * 23)));
    assert!(budget.send(NOW.plus(HOUR * 24)), "the first one is a day old");
    assert!(!budget.send(NOW.plus(HOUR * 24)));
    budget.give_send_back(NOW.plus(HOUR * 24));
    assert!(budget.send(NOW.plus(HOUR * 24)));
    budget.give_try_back(NOW);
    assert!(budget.try_once(NOW.plus(HOUR)));
    assert!(!budget.try_once(NOW.plus(HOUR)));
}

/// An unreadable counter in place of an empty one, which would forgive all.
#[test]
fn an_unreadable_budget_is_no_empty_one() {
    assert_eq!(ContactBudget::from_column(""), Ok(ContactBudget::default()));
    for column in ["1 2", "1|x", "|1|2"] {
        assert_eq!(ContactBudget::from_column(column), Err(TriesUnreadable), "{column}");
    }
}

/// CS-SMS-06: three new numbers a day, five in 30 days.
#[test]
fn new_numbers_are_rationed() {
    let ago = |hours: u64| Timestamp::from_ms(NOW.ms()).minus(Duration::from_hours(hours));
    assert!(may_add_number(&[ago(1), ago(2)], NOW));
    assert!(!may_add_number(&[ago(1), ago(2), ago(23)], NOW));
    assert!(may_add_number(&[ago(1), ago(2), ago(24), ago(25)], NOW));
    assert!(!may_add_number(&[ago(1), ago(30), ago(40), ago(50), ago(719)], NOW));
    assert!(may_add_number(&[ago(1), ago(30), ago(40), ago(50), ago(720)], NOW));
}

fn contact(filler: char, kind: ContactKind, confirmed: bool) -> Contact {
    Contact {
        id: ContactId::parse(&id("con", filler)).expect("an id"),
        kind,
        value: format!("+4915123456{filler}{filler}"),
        confirmed_at: confirmed.then_some(NOW),
    }
}

/// Address 1, mobile 2, landline 3; the mobile's ways to sign in beside an app, if there is one.
fn person(app: bool, by_mobile: &[fn(ContactId) -> AuthenticatorKind], mail: bool) -> Person {
    let mobile = contact('2', ContactKind::Mobile, true);
    let kinds = by_mobile.iter().map(|kind| kind(mobile.id.clone()));
    let kinds = app.then_some(AuthenticatorKind::Totp).into_iter().chain(kinds);
    Person {
        authenticators: kinds
            .map(|kind| Authenticator {
                id: authenticator_id('1'),
                kind,
                added_at: NOW,
                used_first: false,
            })
            .collect(),
        id: person_id('1'),
        name: "Anna Meier".to_owned(),
        language: Language::En,
        contacts: vec![contact('1', ContactKind::Email, mail), mobile],
        recovery_codes: 0,
        must_enrol: false,
        preferred: None,
        staff: None,
    }
}

/// What hangs on a number is named, and the last way stays.
#[test]
fn what_hangs_on_a_contact_goes_with_it_and_the_last_way_stays() {
    let removes = |person: &Person, at: usize| may_remove_contact(person, &person.contacts[at]);
    let plain = person(false, &[], true);
    assert_eq!(removes(&plain, 0), Err(ContactKept::SignInAddress));
    let both = ContactLoss { ways: Vec::new(), orders_by_sms: true, orders_by_call: true };
    assert_eq!(removes(&plain, 1), Ok(both));
    assert_eq!(removes(&person(false, &[], false), 1), Err(ContactKept::LastConfirmed));
    let phone_only = person(false, &[AuthenticatorKind::Sms, AuthenticatorKind::Call], true);
    assert_eq!(removes(&phone_only, 1), Err(ContactKept::LastSecondFactor));
    let mut beside = person(true, &[AuthenticatorKind::Sms], true);
    beside.contacts.push(contact('3', ContactKind::Landline, true));
    let loss = removes(&beside, 1).expect("an app is left");
    assert_eq!(loss.ways, [(authenticator_id('1'), Method::Sms)]);
    assert!(loss.orders_by_sms && !loss.orders_by_call, "the landline takes calls");
    let mut unconfirmed = plain;
    unconfirmed.contacts[1].confirmed_at = None;
    assert_eq!(removes(&unconfirmed, 1), Ok(ContactLoss::default()));
}
