//! Support PINs, call codes, and what agents open and check.

use std::time::Duration;

use countersign_core::challenge::KeyId;
use countersign_core::ids::{CallCodeId, CaseId, CheckId, SupportPinId, TicketId};
use countersign_core::people::{ContactKind, Language, Role, Staff};
use countersign_core::support::{CallCode, TicketKind, TicketState, ticket_number};
use countersign_store::{CheckKind, CheckState, NewCheck, NewTicket, StoredCase};

use crate::world::{HOUR, World};

pub async fn pins(world: &World) {
    let anna = world.person("pin@example.com").await.id;
    let (one, two) = (world.draw(SupportPinId::generate), world.draw(SupportPinId::generate));
    let now = world.now();
    world
        .write(async move |tx| {
            assert!(tx.support_pin_read(&anna).await?.is_none());
            tx.support_pin_set(&anna, &one, "phc-1", now).await?;
            for wrong in 1..=2 {
                assert_eq!(tx.support_pin_charge(&anna, &one, 3).await?, Some(wrong));
            }
            assert_eq!(tx.support_pin_give_back(&anna, &one).await?, Some(1));
            assert_eq!(tx.support_pin_charge(&anna, &one, 3).await?, Some(2));
            assert_eq!(tx.support_pin_charge(&anna, &one, 3).await?, Some(3));
            assert_eq!(tx.support_pin_charge(&anna, &one, 3).await?, None, "paused");
            assert_eq!(tx.support_pin_charge(&anna, &two, 3).await?, None, "another PIN");

            tx.support_pin_set(&anna, &two, "phc-2", now).await?;
            let read = tx.support_pin_read(&anna).await?.expect("there");
            assert_eq!((read.id, read.hash.as_str(), read.wrong), (two.clone(), "phc-2", 0));
            assert_eq!(read.set_at, now);
            assert_eq!(tx.support_pin_charge(&anna, &one, 3).await?, None, "the one before");
            assert_eq!(tx.support_pin_give_back(&anna, &two).await?, None, "nothing to give");
            assert!(tx.support_pin_remove(&anna).await? && !tx.support_pin_remove(&anna).await?);
            Ok(())
        })
        .await;
}

pub async fn call_codes(world: &World) {
    let anna = world.person("call@example.com").await.id;
    let now = world.now();
    let code = |id| CallCode { id, person: anna.clone(), key: KeyId("k1".to_owned()) };
    let (one, two) =
        (code(world.draw(CallCodeId::generate)), code(world.draw(CallCodeId::generate)));
    let until = now.plus(Duration::from_mins(15));
    world
        .write(async move |tx| {
            assert!(tx.call_code_read(&one.person).await?.is_none());
            tx.call_code_set(&one, false, now, until).await?;
            assert_eq!(tx.call_code_charge(&one, 3, until).await?, None, "over");
            for wrong in 1..=3 {
                assert_eq!(tx.call_code_charge(&one, 3, now).await?, Some(wrong));
            }
            assert_eq!(tx.call_code_charge(&one, 3, now).await?, None, "void");
            let void = tx.call_code_read(&one.person).await?.expect("there");
            assert!(!void.is_open(3, now) && void.sent_at.is_none() && void.wrong == 3);

            tx.call_code_set(&two, true, now, until).await?;
            assert_eq!(tx.call_code_charge(&one, 3, now).await?, None, "replaced");
            let read = tx.call_code_read(&two.person).await?.expect("there");
            assert!(read.is_open(3, now) && !read.is_open(3, until));
            assert_eq!((read.code.clone(), read.sent_at), (two.clone(), Some(now)));
            assert_eq!((read.created_at, read.expires_at), (now, until));
            assert_eq!(tx.call_code_charge(&two, 3, now).await?, Some(1));
            assert!(tx.call_code_use(&two, now).await? && !tx.call_code_use(&two, now).await?);
            assert_eq!(tx.call_code_charge(&two, 3, now).await?, None, "used");
            assert_eq!(tx.call_code_read(&two.person).await?.expect("there").used_at, Some(now));
            assert!(tx.call_code_send_charge(&two.person, now).await?);
            assert!(!tx.call_code_send_charge(&two.person, now).await?, "not in a burst");
            assert_eq!(tx.call_codes_forget(now).await?, 0);
            assert_eq!(tx.call_codes_forget(until).await?, 1);
            Ok(())
        })
        .await;
}

pub async fn cases(world: &World) {
    let mut new = world.new_person("agent@example.com");
    (new.staff, new.name) = (Some(Staff::SupportAgent), "Sam".to_owned());
    let agent = new.id.clone();
    let staff_mail = world.contact(ContactKind::Email, "agent@example.com");
    let anna = world.person("Found@example.com").await;
    let now = world.now();
    let account = super::accounts::account(world, "K-4711-support").await;
    super::accounts::member(world, &account, &anna, Role::Owner).await;
    let case = StoredCase {
        id: world.draw(CaseId::generate),
        agent: agent.clone(),
        agent_name: "Sam".to_owned(),
        person: anna.id.clone(),
        person_name: "Anna Meier-Özgün".to_owned(),
        ticket: "T-1".to_owned(),
        opened_at: now,
        ends_at: now.plus(HOUR),
    };
    let (known, opened) = (anna.clone(), case.clone());
    world
        .write(async move |tx| {
            assert!(tx.person_insert(&new).await?);
            assert!(tx.contact_insert(&new.id, &staff_mail, 0, now).await?);
            let found = tx.find_by_account("K-4711-support", now).await?;
            assert_eq!(found.len(), 1);
            assert_eq!((&found[0].id, found[0].name.as_str()), (&known.id, "Anna Meier-Özgün"));
            assert!(tx.find_by_account("k-4711-support", now).await?.is_empty());
            assert_eq!(tx.find_by_contact(&known.email.value, "-").await?.len(), 1);
            assert_eq!(tx.find_by_contact("-", "Found@example.com").await?.len(), 1);
            assert!(
                tx.find_by_contact(&known.mobile.value, "-")
                    .await?
                    .iter()
                    .any(|one| one.id == known.id)
            );
            assert!(tx.find_by_contact("agent@example.com", "agent@example.com").await?.is_empty());
            let accounts = tx.roles_of_person(&known.id, now).await?;
            assert_eq!(accounts.len(), 1);
            assert_eq!(
                (accounts[0].reference.as_str(), accounts[0].role),
                ("K-4711-support", Role::Owner)
            );
            assert_eq!(tx.last_sign_in(&known.id).await?, None);

            tx.case_insert(&opened).await?;
            assert_eq!(tx.case_read(&opened.id).await?, Some(opened.clone()));
            assert_eq!(tx.cases_of_agent(&opened.agent, now).await?, vec![opened.clone()]);
            assert!(tx.cases_of_agent(&opened.agent, opened.ends_at).await?.is_empty());
            assert!(tx.cases_of_agent(&opened.person, now).await?.is_empty());
            Ok(())
        })
        .await;
    checks(world, case).await;
}

async fn checks(world: &World, case: StoredCase) {
    let now = world.now();
    let new = |kind, state, ends_at| NewCheck {
        id: world.draw(CheckId::generate),
        case: case.id.clone(),
        agent: case.agent.clone(),
        person: case.person.clone(),
        kind,
        state,
        tries_left: None,
        at: now,
        ends_at,
        by_phone: matches!(kind, CheckKind::Pin),
    };
    let until = now.plus(Duration::from_mins(5));
    let pin = new(CheckKind::Pin, CheckState::Pending, None);
    let first = new(CheckKind::Question, CheckState::Pending, Some(until));
    let second = new(CheckKind::Question, CheckState::Pending, Some(until));
    let session = world.draw(countersign_core::ids::SessionId::generate);
    world
        .write(async move |tx| {
            let before = now.minus(HOUR);
            let count = tx.agent_checks_lock(&case.agent, &case.person, before).await?;
            assert_eq!((count.checks, count.persons, count.of_person), (0, 0, 0));
            tx.check_insert(&pin).await?;
            assert!(tx.check_end(&pin.id, CheckState::Wrong, Some(2)).await?);
            assert!(!tx.check_end(&pin.id, CheckState::Right, None).await?, "once");
            tx.check_insert(&first).await?;
            assert_eq!(tx.questions_close(&case.id).await?, 1);
            tx.check_insert(&second).await?;
            let count = tx.agent_checks_lock(&case.agent, &case.person, before).await?;
            assert_eq!(
                (count.checks, count.persons, count.of_person),
                (1, 1, 1),
                "questions compare nothing"
            );
            assert_eq!(tx.agent_checks_lock(&case.agent, &case.agent, before).await?.of_person, 0);

            let waits = tx.question_waiting(&case.person, now).await?.expect("one");
            assert_eq!(
                (&waits.check.id, waits.agent_name.as_str(), waits.ticket.as_str()),
                (&second.id, "Sam", "T-1")
            );
            assert!(tx.question_waiting(&case.person, until).await?.is_none());
            let answer = CheckState::Yes;
            assert!(
                !tx.check_answer(&first.id, &case.person, &session, answer, now).await?,
                "taken back"
            );
            assert!(
                !tx.check_answer(&second.id, &case.agent, &session, answer, now).await?,
                "another's"
            );
            assert!(
                !tx.check_answer(&second.id, &case.person, &session, answer, until).await?,
                "late"
            );
            assert!(tx.check_answer(&second.id, &case.person, &session, answer, now).await?);
            assert!(
                !tx.check_answer(&second.id, &case.person, &session, CheckState::No, now).await?,
                "once"
            );
            let of_case = tx.checks_of_case(&case.id).await?;
            assert_eq!(of_case.len(), 3);
            assert_eq!(tx.checks_of_person(&case.person).await?.len(), 3);
            let read = tx.check_read(&pin.id).await?.expect("there").check;
            assert_eq!(
                (read.state, read.tries_left, read.kind),
                (CheckState::Wrong, Some(2), CheckKind::Pin)
            );
            Ok(())
        })
        .await;
}

pub async fn tickets(world: &World) {
    let anna = world.person("ticket@example.com").await.id;
    let (sam, tom) =
        (world.person("t-sam@example.com").await.id, world.person("t-tom@example.com").await.id);
    let (now, note) = (world.now(), world.draw(TicketId::generate));
    let new = |kind, person, after: u64| {
        let id = world.draw(TicketId::generate);
        NewTicket {
            number: ticket_number(&id),
            id,
            kind,
            person,
            language: Language::De,
            words: "help".to_owned(),
            written_at: now.plus(Duration::from_secs(after)),
        }
    };
    let (first, second) =
        (new(TicketKind::Outdated, Some(anna.clone()), 0), new(TicketKind::NoWayIn, None, 1));
    world
        .write(async move |tx| {
            let address = tx.counted_address("192.0.2.99");
            for _ in 0..5 {
                assert!(tx.ticket_charge(&address, None, now).await?);
            }
            assert!(!tx.ticket_charge(&address, None, now).await?);
            assert!(tx.ticket_charge(&address, Some(&anna), now).await?, "persons count apart");

            tx.ticket_insert(&first).await?;
            tx.ticket_insert(&second).await?;
            let read = tx.ticket_by_number(&first.number).await?.expect("there");
            assert_eq!(read.ticket.id, first.id);
            assert_eq!((read.ticket.kind, read.state), (TicketKind::Outdated, TicketState::Open));
            assert_eq!((read.ticket.words.as_str(), read.ticket.language), ("help", Language::De));
            assert_eq!((read.ticket.person, read.taken), (Some(anna.clone()), None));
            assert!(read.person_name.is_some());
            let ids = |list: Vec<countersign_store::StoredTicket>| {
                list.into_iter().map(|one| one.ticket.id).collect::<Vec<_>>()
            };
            let waiting = tx.tickets_waiting(None, 10).await?;
            assert_eq!(ids(waiting), [first.id.clone(), second.id.clone()]);
            let behind = Some((first.written_at, first.id.to_string()));
            assert_eq!(
                ids(tx.tickets_waiting(behind, 10).await?),
                std::slice::from_ref(&second.id)
            );

            assert!(tx.ticket_take(&first.id, &sam, now).await?);
            assert!(!tx.ticket_take(&first.id, &tom, now).await?, "taken");
            assert!(!tx.ticket_put_back(&first.id, &tom).await?, "not his");
            assert!(!tx.ticket_take_over(&first.id, &sam, &tom, now).await?, "he has it not");
            assert!(tx.ticket_take_over(&first.id, &tom, &sam, now).await?);
            let taken = tx.ticket_read(&first.id).await?.expect("there").taken.expect("taken");
            assert_eq!(taken.by, tom);
            assert!(tx.ticket_put_back(&first.id, &tom).await?);
            tx.ticket_note(&first.id, &note, &sam, "called back", now).await?;
            assert_eq!(tx.ticket_notes(&first.id).await?[0].words, "called back");
            tx.ticket_handed(&first.id, now).await?;
            tx.ticket_handed(&first.id, now.plus(HOUR)).await?;
            let read = tx.ticket_read(&first.id).await?.expect("there");
            assert_eq!((read.state, read.handed_at), (TicketState::Open, Some(now)));

            assert!(tx.ticket_close(&first.id, now).await?);
            assert!(!tx.ticket_close(&first.id, now).await?, "once");
            assert!(!tx.ticket_take(&first.id, &sam, now).await?, "closed");
            assert_eq!(ids(tx.tickets_waiting(None, 10).await?), std::slice::from_ref(&second.id));
            let closed = tx.tickets_in(Some(TicketState::Closed), None, 10).await?;
            assert_eq!(ids(closed), std::slice::from_ref(&first.id));
            let all = ids(tx.tickets_in(None, None, 10).await?);
            assert_eq!(all, [second.id.clone(), first.id.clone()]);
            assert!(tx.ticket_reopen(&first.id).await? && !tx.ticket_reopen(&first.id).await?);

            assert!(tx.person_erase(&anna, now).await?);
            let erased = tx.ticket_read(&first.id).await?.expect("there");
            assert_eq!((erased.state, erased.ticket.words.as_str()), (TicketState::Closed, ""));
            assert_eq!(tx.ticket_notes(&first.id).await?[0].words, "");
            assert!(!tx.ticket_reopen(&first.id).await?, "there is nothing left to answer");
            assert_eq!(tx.tickets_forget(now).await?, 0);
            assert_eq!(tx.tickets_forget(now.plus(HOUR)).await?, 1);
            assert!(tx.ticket_read(&first.id).await?.is_none());
            assert!(tx.ticket_close(&second.id, now).await?);
            assert_eq!(tx.tickets_forget(now.plus(HOUR)).await?, 1);
            Ok(())
        })
        .await;
}
