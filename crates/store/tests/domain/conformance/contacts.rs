//! Contacts: added, confirmed, named, replaced and removed; and what confirming one costs.

use std::time::Duration;

use countersign_core::challenge::{Digits, Payload, Refusal};
use countersign_core::ids::{ChallengeId, ChangeId, ContactId};
use countersign_core::people::{Contact, ContactKind, Method, Role};
use countersign_core::policy::ChangeKind;
use countersign_core::session::Session;
use countersign_store::{ListedContact, StoredChallenge};

use super::accounts::{account, member};
use super::changes::granted;
use crate::world::{Ask, HOUR, Someone, World, not};

const WEEK: Duration = Duration::from_hours(7 * 24);

pub async fn contacts(world: &World) {
    let someone = world.person("contact-anna@example.com").await;
    let session = world.session(&someone, "ref").await;
    let added = add(world, &someone, "+4915123456747").await;
    let listed = list(world, &someone).await;
    let ids: Vec<ContactId> = listed.iter().map(|row| row.contact.id.clone()).collect();
    assert_eq!(ids, [someone.email.id.clone(), someone.mobile.id.clone(), added.id.clone()]);
    assert_eq!(listed[2].label.as_deref(), Some("Work"));
    let (id, since) = (someone.id.clone(), world.now().minus(HOUR));
    let counted = world.write(async move |tx| tx.numbers_added(&id, since).await).await;
    assert_eq!(counted, [world.now()], "what the portal registered is not counted");

    let change = confirms(world, &someone, &session, &added).await;
    let code = sent(world, &someone, &change).await;
    let wrong = world.answer(Ask { code: not(&code), ..confirm_ask(&change.id) }).await;
    assert_eq!(
        wrong.expect_err("wrong"),
        Refusal::Wrong { tries_left: 2, clock_off_minutes: None }
    );
    world.answer(Ask { code, ..confirm_ask(&change.id) }).await.expect("right");
    let (person, contact, now) = (someone.id.clone(), added.id.clone(), world.now());
    let confirmed = world
        .write(async move |tx| {
            Ok((
                tx.contact_confirm(&person, &contact, Method::Sms, now).await?,
                tx.contact_confirm(&person, &contact, Method::Sms, now).await?,
            ))
        })
        .await;
    assert_eq!(confirmed, (true, false), "once");

    let (person, new, old) = (someone.id.clone(), added.id.clone(), someone.mobile.clone());
    let (now, until) = (world.now(), world.now().plus(WEEK));
    world
        .write(async move |tx| {
            assert!(tx.preferred_set(&person, Method::WhatsApp, &old.id).await?);
            assert!(tx.contact_label_set(&person, &new, None).await?);
            assert!(tx.contact_use_first(&person, &new).await?);
            assert!(tx.contact_still(&person, &new, now).await?);
            assert_eq!(
                tx.contact_take_place(&person, &new, &old.id).await?,
                0,
                "no way hangs on it"
            );
            assert!(tx.contact_remove(&person, &old, Some(until), now).await?);
            assert!(!tx.contact_remove(&person, &old, Some(until), now).await?);
            assert!(!tx.preferred_set(&person, Method::WhatsApp, &old.id).await?, "it is gone");
            assert!(tx.contact_read(&person, &old.id).await?.is_none());
            assert!(tx.contact_read(&person, &new).await?.is_some());
            Ok(())
        })
        .await;
    let id = someone.id.clone();
    let stored =
        world.write(async move |tx| tx.person_read(&id).await).await.expect("she is there");
    assert_eq!(
        stored.person.preferred,
        Some((Method::WhatsApp, added.id.clone())),
        "it moved along"
    );
    assert!(stored.person.contact(&someone.mobile.id).is_none());
    let id = someone.id.clone();
    let former = world.write(async move |tx| tx.former_contacts(&id, now).await).await;
    assert_eq!(former[0].value, someone.mobile.value);
    world.clock.advance(WEEK);
    let now = world.now();
    let id = someone.id.clone();
    assert!(world.write(async move |tx| tx.former_contacts(&id, now).await).await.is_empty());
    assert_eq!(world.write(async move |tx| tx.former_contacts_forget(now).await).await, 1);

    let other = world.person("contact-other@example.com").await;
    let person = other.id.clone();
    let moved = world
        .write(async move |tx| {
            Ok((
                tx.sign_in_move(&person, "contact-anna@example.com").await?,
                tx.sign_in_move(&person, "contact-free@example.com").await?,
            ))
        })
        .await;
    assert_eq!(moved, (false, true), "somebody signs in with the first one");
}

/// CS-ENR-12: the budget is the value's, over all persons; the ledger is not charged.
pub async fn budgets(world: &World) {
    let value = "+4915123456755";
    let mut evaluated = 0;
    for at in 0..7 {
        let stranger = world.person(&format!("contact-stranger{at}@example.com")).await;
        let session = world.session(&stranger, "ref").await;
        let contact = add(world, &stranger, value).await;
        let challenge = confirms(world, &stranger, &session, &contact).await;
        let code = sent(world, &stranger, &challenge).await;
        for _ in 0..3 {
            match world
                .answer(Ask { code: not(&code), ..confirm_ask(&challenge.id) })
                .await
                .expect_err("wrong")
            {
                Refusal::Wrong { .. } => evaluated += 1,
                refused => assert_eq!(refused, Refusal::ContactSpent),
            }
        }
    }
    assert_eq!(evaluated, 15);
    let contact = world.contact(ContactKind::Mobile, value);
    let upper = world.contact(ContactKind::Email, "Mixed@example.com");
    let lower = world.contact(ContactKind::Email, "mixed@example.com");
    let now = world.now();
    world
        .write(async move |tx| {
            for _ in 0..5 {
                assert!(tx.contact_budget_send(&contact, now).await?);
            }
            assert!(!tx.contact_budget_send(&contact, now).await?);
            tx.contact_budget_send_back(&contact, now, now).await?;
            assert!(tx.contact_budget_send(&contact, now).await?);
            for _ in 0..5 {
                assert!(tx.contact_budget_send(&upper, now).await?);
            }
            assert!(!tx.contact_budget_send(&lower, now).await?, "one mailbox, one budget");
            Ok(())
        })
        .await;
    let now = world.now();
    assert!(world.write(async move |tx| tx.contact_budgets_forget(now).await).await >= 2);
}

async fn list(world: &World, someone: &Someone) -> Vec<ListedContact> {
    let id = someone.id.clone();
    world.write(async move |tx| tx.contacts_list(&id).await).await
}

pub fn confirm_ask(challenge: &ChallengeId) -> Ask {
    Ask::confirm_contact(challenge, "")
}

pub async fn add(world: &World, someone: &Someone, value: &str) -> Contact {
    let mut contact = world.contact(ContactKind::Mobile, value);
    contact.confirmed_at = None;
    let (person, new, now) = (someone.id.clone(), contact.clone(), world.now());
    let again = Contact { id: world.draw(ContactId::generate), ..contact.clone() };
    world
        .write(async move |tx| {
            assert!(tx.contact_add(&person, &new, Some("Work"), now).await?);
            assert!(!tx.contact_add(&person, &again, None, now).await?, "a value stands once");
            Ok(())
        })
        .await;
    contact
}

/// A challenge that confirms this contact, in a change that is granted.
pub async fn confirms(
    world: &World,
    someone: &Someone,
    session: &Session,
    contact: &Contact,
) -> StoredChallenge {
    let change = granted(world, someone, session, ChangeKind::AddContact).await;
    let (id, of, new, now) =
        (change.id.clone(), session.id.clone(), contact.id.clone(), world.now());
    assert!(
        world.write(async move |tx| tx.change_new_contact_set(&id, &of, &new, now).await).await
    );
    let payload = payload(session, &change.id, &contact.id);
    let challenge = StoredChallenge {
        contact: Some(contact.id.clone()),
        digits: Digits::Eight,
        tries_limit: 3,
        ..world.new_challenge(someone, payload, Some(session.id.clone()))
    };
    let new = challenge.clone();
    world.write(async move |tx| tx.challenge_insert(&new).await).await;
    challenge
}

fn payload(session: &Session, change: &ChangeId, contact: &ContactId) -> Payload {
    let (session, change, contact) = (session.id.clone(), change.clone(), contact.clone());
    Payload::ConfirmContact { session, change, contact }
}

/// Sends the code by text message; to another contact it is refused.
pub async fn sent(world: &World, someone: &Someone, challenge: &StoredChallenge) -> String {
    let id = challenge.id.clone();
    let (person, own) = (someone.id.clone(), challenge.contact.clone().expect("a contact"));
    let (other, now) = (someone.mobile.clone(), world.now());
    let stored = world
        .write(async move |tx| {
            let index = tx.contact_index(&other);
            assert!(!tx.challenge_send(&id, Method::Sms, &other.id, &index, "x", now).await?);
            let contact = tx.contact_read(&person, &own).await?.expect("a contact");
            let (index, target) = (tx.contact_index(&contact), contact.masked());
            assert!(tx.challenge_send(&id, Method::Sms, &contact.id, &index, &target, now).await?);
            tx.challenge_read(&id).await
        })
        .await;
    let open = stored.and_then(|stored| stored.to_send()).expect("a method is fixed");
    open.code(world.checker.keys()).expect("its key is there").reveal().to_owned()
}

/// CS-ENR-11: used on another's confirmation inside one account, and fallen with it in the same moment.
pub async fn shared(world: &World) {
    let (first, second) = (
        world.person("contact-first@example.com").await,
        world.person("contact-second@example.com").await,
    );
    let account = account(world, "contacts-shared").await;
    member(world, &account, &first, Role::Owner).await;
    member(world, &account, &second, Role::Member).await;
    let theirs = add(world, &first, "+4915123456788").await;
    let (person, id, now) = (first.id.clone(), theirs.id.clone(), world.now());
    assert!(
        world.write(async move |tx| tx.contact_confirm(&person, &id, Method::Sms, now).await).await
    );
    let mine = add(world, &second, "+4915123456788").await;
    let stranger = world.person("contact-elsewhere@example.com").await;

    let (person, contact, other) = (second.id.clone(), mine.clone(), stranger.id.clone());
    let (now, before) = (world.now(), world.now().minus(HOUR));
    let found = world
        .write(async move |tx| {
            assert!(
                tx.contact_to_share(&other, &contact, before).await?.is_none(),
                "another account"
            );
            assert_eq!(tx.contact_foreign_accounts(&other, &contact).await?, 1);
            assert_eq!(
                tx.contact_foreign_accounts(&person, &contact).await?,
                0,
                "one's own account is not foreign"
            );
            assert!(tx.contact_to_share(&person, &contact, now).await?.is_none(), "too old");
            tx.contact_to_share(&person, &contact, before).await
        })
        .await;
    assert_eq!(found, Some((theirs.id.clone(), first.id.clone())));

    let (person, id, from, now) =
        (second.id.clone(), mine.id.clone(), theirs.id.clone(), world.now());
    assert!(world.write(async move |tx| tx.contact_share(&person, &id, &from, now).await).await);
    assert!(is_confirmed(world, &second, &mine).await);
    let id = theirs.id.clone();
    let dependents = world.write(async move |tx| tx.contact_dependents(&id).await).await;
    assert_eq!(dependents, [(mine.id.clone(), second.id.clone())]);
    assert_eq!(list(world, &first).await[2].dependents, 1);
    assert!(list(world, &second).await[2].shared);

    // It counts while both are in the account, and no moment longer.
    let (of, person) = (account.id.clone(), second.id.clone());
    world.write(async move |tx| tx.member_close(&of, &person).await).await;
    assert!(!is_confirmed(world, &second, &mine).await);
    member(world, &account, &second, Role::Member).await;
    assert!(is_confirmed(world, &second, &mine).await);
    let (person, contact, now) = (first.id.clone(), theirs.clone(), world.now());
    assert!(
        world.write(async move |tx| tx.contact_remove(&person, &contact, None, now).await).await
    );
    assert!(!is_confirmed(world, &second, &mine).await, "the first confirmation is gone");

    let (person, id) = (second.id.clone(), mine.id.clone());
    let fell = world
        .write(async move |tx| {
            Ok((tx.contact_fall(&person, &id).await?, tx.contact_fall(&person, &id).await?))
        })
        .await;
    assert_eq!(fell, (true, false));
    // Others of this run may have shared theirs.
    world.write(async move |tx| tx.shared_contacts_drop().await).await;
    assert_eq!(world.write(async move |tx| tx.shared_contacts_drop().await).await, 0);
}

async fn is_confirmed(world: &World, someone: &Someone, contact: &Contact) -> bool {
    let (person, id) = (someone.id.clone(), contact.id.clone());
    let read = world
        .write(async move |tx| {
            let one = tx.contact_read(&person, &id).await?;
            let all = tx.person_read(&person).await?.expect("a person").person;
            assert_eq!(one.as_ref(), all.contact(&id), "both reads agree");
            Ok(one)
        })
        .await;
    read.expect("a contact").confirmed_at.is_some()
}
