//! Which methods a person is offered: one readable table per kind of person and purpose.

use countersign_core::Timestamp;
use countersign_core::challenge::PurposeKind;
use countersign_core::ids::ContactId;
use countersign_core::people::{
    Authenticator, AuthenticatorKind, Contact, ContactKind, Language, Method, Person,
};
use countersign_core::policy::{
    Carried, NotOffered, Offer, Policy, Reason, SecondFactor, find_offer, offers,
};

use crate::samples::{NOW, authenticator_id, id, person_id};

use ContactKind::{Email, Landline, Mobile};

const HOUR: i64 = 3_600_000;

fn con(filler: char) -> ContactId {
    ContactId::parse(&id("con", filler)).expect("an id")
}

/// Mail 1, mobile 2 (ends in 47), landline 3 (ends in 12), mobile 4 that nobody confirmed (ends in
/// 55). All others were confirmed a month ago.
fn person(second_factors: &[AuthenticatorKind]) -> Person {
    let contact = |filler, kind, value: &str, confirmed: bool| Contact {
        id: con(filler),
        kind,
        value: value.to_owned(),
        confirmed_at: confirmed.then_some(Timestamp::from_ms(NOW.ms() - 720 * HOUR)),
    };
    let enrolled = |kind: &AuthenticatorKind| Authenticator {
        id: authenticator_id('1'),
        kind: kind.clone(),
        added_at: NOW,
        used_first: false,
    };
    Person {
        id: person_id('1'),
        name: "Anna Meier".to_owned(),
        language: Language::En,
        contacts: vec![
            contact('1', Email, "meier@gmail.com", true),
            contact('2', Mobile, "+4915123456747", true),
            contact('3', Landline, "+493012345612", true),
            contact('4', Mobile, "+4915123456755", false),
        ],
        authenticators: second_factors.iter().map(enrolled).collect(),
        recovery_codes: 0,
        must_enrol: false,
        preferred: None,
        staff: None,
    }
}

fn everything() -> Carried {
    Carried::new(Method::ALL)
}

/// One line per row: method, masked contact, and what is wrong with it.
fn shown(offers: &[Offer]) -> String {
    let row = |offer: &Offer| {
        let target = offer.target.as_deref().map(|target| format!(" {target}")).unwrap_or_default();
        let refused = offer.refused.map(|why| format!(": {}", why.as_str())).unwrap_or_default();
        format!("{}{target}{refused}\n", offer.method.as_str())
    };
    offers.iter().map(row).collect()
}

fn table(person: &Person, purpose: PurposeKind, policy: &Policy) -> String {
    shown(&offers(person, purpose, false, policy, &everything(), NOW))
}

/// CS-STEP-05: without a second factor e-mail and WhatsApp open areas, the phone does not.
#[test]
fn step_up_without_a_second_factor() {
    assert_eq!(
        table(&person(&[]), PurposeKind::StepUp, &Policy::default()),
        "whatsapp ·· 47\n\
         email m…r@g…l.com\n\
         sms ·· 47: not-a-second-factor\n\
         sms ·· 12: landline\n\
         sms ·· 55: not-a-second-factor\n\
         call ·· 47: not-a-second-factor\n\
         call ·· 12: not-a-second-factor\n\
         call ·· 55: not-a-second-factor\n\
         whatsapp ·· 12: landline\n\
         whatsapp ·· 55: unconfirmed\n"
    );
}

/// SMS and call open areas where the operator allows them.
#[test]
fn step_up_by_phone_where_the_operator_allows_it() {
    let policy = Policy { step_up_by_phone: true, ..Policy::default() };
    assert_eq!(
        table(&person(&[]), PurposeKind::StepUp, &policy),
        "sms ·· 47\n\
         call ·· 47\n\
         call ·· 12\n\
         whatsapp ·· 47\n\
         email m…r@g…l.com\n\
         sms ·· 12: landline\n\
         sms ·· 55: unconfirmed\n\
         call ·· 55: unconfirmed\n\
         whatsapp ·· 12: landline\n\
         whatsapp ·· 55: unconfirmed\n"
    );
}

/// CS-STEP-05: with an app there is nothing beside it, whatever the
/// operator allows persons without one.
#[test]
fn step_up_with_an_app() {
    for step_up_by_phone in [false, true] {
        let policy = Policy { step_up_by_phone, ..Policy::default() };
        assert_eq!(
            table(&person(&[AuthenticatorKind::Totp]), PurposeKind::StepUp, &policy),
            "totp\n\
             sms ·· 47: not-a-second-factor\n\
             sms ·· 12: landline\n\
             sms ·· 55: not-a-second-factor\n\
             call ·· 47: not-a-second-factor\n\
             call ·· 12: not-a-second-factor\n\
             call ·· 55: not-a-second-factor\n\
             whatsapp ·· 47: second-factor-required\n\
             whatsapp ·· 12: landline\n\
             whatsapp ·· 55: second-factor-required\n\
             email m…r@g…l.com: second-factor-required\n"
        );
    }
}

/// A number counts for the method it was turned on for, and for no other.
#[test]
fn step_up_with_a_number_turned_on_for_sign_in() {
    let available = |second_factors: &[AuthenticatorKind], purpose| {
        let offers =
            offers(&person(second_factors), purpose, false, &Policy::default(), &everything(), NOW);
        shown(&offers.into_iter().filter(Offer::is_available).collect::<Vec<_>>())
    };
    for purpose in [PurposeKind::StepUp, PurposeKind::SignIn, PurposeKind::ChangeAuthenticator] {
        assert_eq!(available(&[AuthenticatorKind::Sms(con('2'))], purpose), "sms ·· 47\n");
        assert_eq!(available(&[AuthenticatorKind::Call(con('3'))], purpose), "call ·· 12\n");
        let both = [AuthenticatorKind::Call(con('2')), AuthenticatorKind::Totp];
        assert_eq!(available(&both, purpose), "totp\ncall ·· 47\n");
        // A factor that fell with its confirmation does not reopen e-mail.
        assert_eq!(available(&[AuthenticatorKind::Sms(con('4'))], purpose), "");
    }
}

/// CS-ORD-09: a confirmed number confirms orders without being a second factor; the app comes after
/// what can repeat the order.
#[test]
fn orders() {
    assert_eq!(
        table(&person(&[AuthenticatorKind::Totp]), PurposeKind::Order, &Policy::default()),
        "sms ·· 47\n\
         call ·· 47\n\
         call ·· 12\n\
         totp\n\
         sms ·· 12: landline\n\
         sms ·· 55: unconfirmed\n\
         call ·· 55: unconfirmed\n\
         whatsapp ·· 47: not-for-orders\n\
         whatsapp ·· 12: landline\n\
         whatsapp ·· 55: not-for-orders\n\
         email m…r@g…l.com: not-for-orders\n"
    );
}

/// CS-ORD-09, CS-DC-11: e-mail and WhatsApp by the operator's switch, each its own,
/// and not beside a second factor.
#[test]
fn orders_by_mail_and_whatsapp() {
    let rows = |second_factors: &[AuthenticatorKind], email, whatsapp| {
        let policy = Policy {
            email_authorises_orders: email,
            whatsapp_authorises_orders: whatsapp,
            ..Policy::default()
        };
        let person = person(second_factors);
        let offers = offers(&person, PurposeKind::Order, false, &policy, &everything(), NOW);
        [(Method::Email, con('1')), (Method::WhatsApp, con('2'))]
            .map(|(method, contact)| find_offer(&offers, method, Some(&contact)).map(|_| ()))
    };
    let not_for_orders = Err(NotOffered::Refused(Reason::NotForOrders));
    let beside = Err(NotOffered::Refused(Reason::SecondFactorRequired));
    assert_eq!(rows(&[], false, false), [not_for_orders, not_for_orders]);
    assert_eq!(rows(&[], true, false), [Ok(()), not_for_orders]);
    assert_eq!(rows(&[], false, true), [not_for_orders, Ok(())]);
    assert_eq!(rows(&[AuthenticatorKind::Totp], true, true), [beside, beside]);
    assert_eq!(rows(&[AuthenticatorKind::Totp], false, true), [not_for_orders, beside]);
}

/// CS-DC-11, NEWNUM: 24 h after its confirmation, to the millisecond, and for destructive orders only.
#[test]
fn a_new_number_confirms_no_destructive_order() {
    let mut person = person(&[]);
    let confirmed = Timestamp::from_ms(NOW.ms() - HOUR);
    person.contacts[0].confirmed_at = Some(confirmed);
    person.contacts[1].confirmed_at = Some(confirmed);
    let until = Timestamp::from_ms(confirmed.ms() + 24 * HOUR);
    let policy = Policy {
        email_authorises_orders: true,
        whatsapp_authorises_orders: true,
        ..Policy::default()
    };
    let begin = |method, purpose, destructive, at| {
        let offers = offers(&person, purpose, destructive, &policy, &everything(), at);
        find_offer(&offers, method, Some(&person.contacts[usize::from(method != Method::Email)].id))
            .map(|_| ())
    };
    let too_new = Err(NotOffered::Refused(Reason::NumberTooNew { until }));
    for method in [Method::Sms, Method::Call, Method::WhatsApp] {
        assert_eq!(begin(method, PurposeKind::Order, true, NOW), too_new);
        assert_eq!(begin(method, PurposeKind::Order, false, NOW), Ok(()));
        let last = Timestamp::from_ms(until.ms() - 1);
        assert_eq!(begin(method, PurposeKind::Order, true, last), too_new);
        assert_eq!(begin(method, PurposeKind::Order, true, until), Ok(()));
    }
    assert_eq!(begin(Method::Email, PurposeKind::Order, true, NOW), Ok(()), "no number");
    assert_eq!(begin(Method::WhatsApp, PurposeKind::StepUp, true, NOW), Ok(()), "no order");
    // The landline, confirmed a month ago, still does.
    let offers = offers(&person, PurposeKind::Order, true, &policy, &everything(), NOW);
    assert_eq!(find_offer(&offers, Method::Call, None).map(|row| row.kind), Ok(Some(Landline)));
}

/// A failing or missing channel is never swapped silently: its rows say so, the others stay.
#[test]
fn methods_without_a_channel_are_refused() {
    let carried = Carried::new([Method::Sms, Method::Totp, Method::RecoveryCode]);
    assert!(carried.carries(Method::Sms) && !carried.carries(Method::Totp));
    let person = person(&[AuthenticatorKind::Totp]);
    let offers = offers(&person, PurposeKind::Order, false, &Policy::default(), &carried, NOW);
    assert_eq!(
        shown(&offers),
        "sms ·· 47\n\
         totp\n\
         sms ·· 12: landline\n\
         sms ·· 55: unconfirmed\n\
         call ·· 47: channel-not-configured\n\
         call ·· 12: channel-not-configured\n\
         call ·· 55: channel-not-configured\n\
         whatsapp ·· 47: not-for-orders\n\
         whatsapp ·· 12: landline\n\
         whatsapp ·· 55: not-for-orders\n\
         email m…r@g…l.com: not-for-orders\n"
    );
}

/// CS-DC-09: what is not confirmed is confirmed by the way that will be used, a landline by a call; what is confirmed is no row.
#[test]
fn confirming_a_contact_goes_to_what_is_not_confirmed() {
    let mut someone = person(&[AuthenticatorKind::Totp]);
    someone.contacts[2].confirmed_at = None;
    assert_eq!(
        table(&someone, PurposeKind::ConfirmContact, &Policy::default()),
        "sms ·· 55\n\
         call ·· 12\n\
         call ·· 55\n\
         whatsapp ·· 55\n\
         sms ·· 12: landline\n\
         whatsapp ·· 12: landline\n"
    );
}

/// Without a second factor the person says where codes go first; with one, or for an order, that says nothing.
#[test]
fn the_preferred_channel_comes_first_while_there_is_no_second_factor() {
    let first = |person: &Person, purpose| {
        let rows = offers(person, purpose, false, &Policy::default(), &everything(), NOW);
        rows[0].method
    };
    let by_mail = Person { preferred: Some((Method::Email, con('1'))), ..person(&[]) };
    assert_eq!(first(&by_mail, PurposeKind::StepUp), Method::Email);
    assert_eq!(first(&person(&[]), PurposeKind::StepUp), Method::WhatsApp);
    assert_eq!(first(&by_mail, PurposeKind::Order), Method::Sms);
    let protected = Person { preferred: by_mail.preferred, ..person(&[AuthenticatorKind::Totp]) };
    assert_eq!(first(&protected, PurposeKind::StepUp), Method::Totp);
}

/// What resets a password is no choice of the person's.
#[test]
fn a_reset_chooses_no_method() {
    let protected = person(&[AuthenticatorKind::Totp]);
    assert_eq!(table(&protected, PurposeKind::ResetPassword, &Policy::default()), "");
}

/// CS-SUP-07: getting back in by oneself takes a text message to a number of more than 7 days, whatever the second factor was, and the
/// operator can close it.
#[test]
fn recovery_takes_a_number_that_was_there_a_week_ago() {
    let at =
        |days: u64| Timestamp::from_ms(NOW.ms() - i64::try_from(days).expect("few") * 86_400_000);
    let with = |confirmed: Timestamp| {
        let mut person = person(&[AuthenticatorKind::Totp]);
        for contact in &mut person.contacts {
            contact.confirmed_at = contact.confirmed_at.map(|_| confirmed);
        }
        person
    };
    let ways = |confirmed, policy: &Policy| -> Vec<(Method, bool)> {
        offers(&with(confirmed), PurposeKind::Recovery, false, policy, &everything(), NOW)
            .into_iter()
            .filter(|row| row.kind == Some(ContactKind::Mobile))
            .map(|row| (row.method, row.is_available()))
            .collect()
    };
    let usual = Policy::default();
    assert!(ways(at(7), &usual).contains(&(Method::Sms, true)));
    assert!(ways(at(6), &usual).iter().all(|(_, available)| !available));
    assert!(ways(at(7), &usual).iter().all(|(method, _)| *method == Method::Sms));
    assert!(ways(at(7), &Policy { recovery_by_contacts: false, ..usual }).is_empty());
}

/// CS-ORD-09, CS-DC-10: only this person's rows can be begun, and never a recovery code.
#[test]
fn only_listed_ways_can_be_begun() {
    let totp = person(&[AuthenticatorKind::Totp]);
    let rows = offers(&totp, PurposeKind::Order, false, &Policy::default(), &everything(), NOW);
    let begin = |method, contact: Option<ContactId>| {
        find_offer(&rows, method, contact.as_ref()).map(|row| row.contact.clone())
    };
    let refused = |reason| Err(NotOffered::Refused(reason));
    assert_eq!(begin(Method::Totp, None), Ok(None));
    assert_eq!(begin(Method::Sms, None), Ok(Some(con('2'))), "the only one");
    assert_eq!(begin(Method::Call, None), Ok(Some(con('2'))), "the first of two");
    assert_eq!(begin(Method::Call, Some(con('3'))), Ok(Some(con('3'))));
    assert_eq!(begin(Method::Sms, Some(con('3'))), refused(Reason::Landline));
    assert_eq!(begin(Method::Sms, Some(con('4'))), refused(Reason::Unconfirmed));
    assert_eq!(begin(Method::Email, None), refused(Reason::NotForOrders));
    assert_eq!(begin(Method::Sms, Some(con('1'))), Err(NotOffered::Unknown), "a mail address");
    assert_eq!(begin(Method::Sms, Some(con('9'))), Err(NotOffered::Unknown), "another person's");
    assert_eq!(begin(Method::Totp, Some(con('1'))), Err(NotOffered::Unknown));
    assert_eq!(begin(Method::Passkey, None), Err(NotOffered::Unknown));
    assert_eq!(begin(Method::RecoveryCode, None), Err(NotOffered::Unknown));

    let without =
        offers(&person(&[]), PurposeKind::Order, false, &Policy::default(), &everything(), NOW);
    assert_eq!(find_offer(&without, Method::Totp, None), Err(NotOffered::Unknown));
}

/// CS-ORD-10: a person with nothing set up is offered nothing, and is led to set something up.
#[test]
fn a_person_with_mail_only_has_no_way_to_confirm_an_order() {
    let mut person = person(&[]);
    person.contacts.truncate(1);
    assert_eq!(
        table(&person, PurposeKind::Order, &Policy::default()),
        "email m…r@g…l.com: not-for-orders\n"
    );
    assert_eq!(table(&person, PurposeKind::StepUp, &Policy::default()), "email m…r@g…l.com\n");
}

/// The word the API shows for a person.
#[test]
fn the_second_factor_in_one_word() {
    let word = |kinds: &[AuthenticatorKind]| SecondFactor::of(&person(kinds)).as_str();
    let (sms, call) = (AuthenticatorKind::Sms(con('2')), AuthenticatorKind::Call(con('2')));
    assert_eq!(word(&[]), "none");
    assert_eq!(word(&[AuthenticatorKind::Totp]), "totp");
    assert_eq!(word(std::slice::from_ref(&sms)), "sms");
    assert_eq!(word(std::slice::from_ref(&call)), "call");
    assert_eq!(word(&[call, sms, AuthenticatorKind::Totp]), "totp");
    assert_eq!(word(&[AuthenticatorKind::Totp, AuthenticatorKind::Passkey]), "passkey");
}

/// CS-RC-07: a recovery code stands beside a second factor at sign-in and for changes, never for areas or orders.
#[test]
fn recovery_codes_sign_in_and_change_and_nothing_else() {
    let owner = Person { recovery_codes: 3, ..person(&[AuthenticatorKind::Totp]) };
    let listed = |person: &Person, purpose| {
        offers(person, purpose, false, &Policy::default(), &everything(), NOW)
            .iter()
            .any(|offer| offer.method == Method::RecoveryCode)
    };
    for purpose in PurposeKind::ALL {
        let allowed = matches!(purpose, PurposeKind::SignIn | PurposeKind::ChangeAuthenticator);
        assert_eq!(listed(&owner, purpose), allowed, "{purpose:?}");
    }
    let used_up = Person { recovery_codes: 0, ..owner };
    assert!(!listed(&used_up, PurposeKind::SignIn));
    let turned_off = Person { recovery_codes: 3, ..person(&[]) };
    assert!(!listed(&turned_off, PurposeKind::SignIn));
}

/// CS-DC-11: with a second factor a change takes no e-mail; without one it takes a code to a confirmed contact, WhatsApp
/// excepted.
#[test]
fn changes_without_a_second_factor() {
    let available = |second_factors: &[AuthenticatorKind]| {
        let purpose = PurposeKind::ChangeAuthenticator;
        let rows =
            offers(&person(second_factors), purpose, false, &Policy::default(), &everything(), NOW);
        shown(&rows.into_iter().filter(Offer::is_available).collect::<Vec<_>>())
    };
    let without = "sms ·· 47\ncall ·· 47\ncall ·· 12\nemail m…r@g…l.com\n";
    assert_eq!(available(&[]), without);
    assert_eq!(available(&[AuthenticatorKind::Totp]), "totp\n");
}

/// Only confirmed numbers can be turned on, each way once; the way that is used first stands first.
#[test]
fn setting_a_number_up_and_using_it_first() {
    let rows = |person: &Person, purpose| {
        shown(&offers(person, purpose, false, &Policy::default(), &everything(), NOW))
    };
    let known = person(&[AuthenticatorKind::Sms(con('2'))]);
    let expected = "call ·· 47\ncall ·· 12\nsms ·· 47: already-turned-on\nsms ·· 12: landline\n\
        sms ·· 55: unconfirmed\ncall ·· 55: unconfirmed\n";
    assert_eq!(rows(&known, PurposeKind::SetUp), expected);

    let mut both = person(&[AuthenticatorKind::Totp, AuthenticatorKind::Call(con('3'))]);
    assert!(rows(&both, PurposeKind::StepUp).starts_with("totp\ncall ·· 12\n"));
    both.authenticators[1].used_first = true;
    assert!(rows(&both, PurposeKind::StepUp).starts_with("call ·· 12\ntotp\n"));
    assert!(rows(&both, PurposeKind::Order).starts_with("sms ·· 47\n"));
}
