//! Duties: set, changed and lifted, read by person, and told in steps.

use std::time::Duration;

use countersign_core::ids::{AuthenticatorId, DutyId};
use countersign_core::people::{Authenticator, AuthenticatorKind, Language, Role};
use countersign_core::policy::{AllowedWays, Duty, DutyOf, owed};
use countersign_store::Reach;

use super::accounts::{account, member};
use crate::world::{Someone, World};

fn duty(
    world: &World,
    of: DutyOf,
    account: &countersign_core::people::Account,
    by: &Someone,
) -> Duty {
    Duty {
        id: world.draw(DutyId::generate),
        account: account.id.clone(),
        of,
        ways: AllowedWays::Any,
        from: world.now(),
        set_at: world.now(),
        set_by: by.id.clone(),
    }
}

async fn put(world: &World, duty: &Duty, told: i64) {
    let duty = duty.clone();
    world
        .write(async move |tx| {
            assert!(tx.account_lock(&duty.account).await?);
            tx.duty_put(&duty, told).await
        })
        .await;
}

/// The person has a text message beside the app, or alone.
async fn by_text(world: &World, someone: &Someone, alone: bool) {
    let way = Authenticator {
        id: world.draw(AuthenticatorId::generate),
        kind: AuthenticatorKind::Sms(someone.mobile.id.clone()),
        added_at: world.now(),
        used_first: false,
    };
    let (person, app, now) = (someone.id.clone(), someone.app.clone(), world.now());
    world
        .write(async move |tx| {
            tx.authenticator_insert(&person, &way, None).await?;
            if alone {
                assert!(tx.authenticator_remove(&person, &app, now).await?);
            }
            Ok(())
        })
        .await;
}

pub async fn duties(world: &World) {
    let at = account(world, "K-duties").await;
    let (ann, ben) = (world.person("ann@d.example").await, world.person("ben@d.example").await);
    member(world, &at, &ann, Role::Owner).await;
    member(world, &at, &ben, Role::Member).await;
    by_text(world, &ben, true).await;

    let of_ben = DutyOf::Person(ben.id.clone());
    let by_name = duty(world, of_ben.clone(), &at, &ann);
    put(world, &by_name, 1).await;
    put(world, &duty(world, DutyOf::Role(Role::Owner), &at, &ann), 1).await;
    let all = Duty { ways: AllowedWays::AppOrPasskey, ..duty(world, DutyOf::Account, &at, &ann) };
    put(world, &all, 1).await;
    // Set again: the same row, changed.
    let later = Duty { ways: AllowedWays::AppOrPasskey, ..by_name.clone() };
    put(world, &later, 1).await;

    let (id, now) = (at.id.clone(), world.now());
    let (person, owner) = (ben.id.clone(), ann.id.clone());
    world
        .write(async move |tx| {
            assert_eq!(tx.duty_read(&id, &of_ben).await?, Some(later.clone()));
            assert_eq!(tx.duties_list(&id, None, 10).await?.len(), 3);
            let newest = tx.duties_list(&id, None, 1).await?;
            let behind = Some((newest[0].set_at, newest[0].id.to_string()));
            assert_eq!(tx.duties_list(&id, behind, 10).await?.len(), 2);
            let his: Vec<_> =
                tx.duties_of_person(&person, now).await?.into_iter().map(|one| one.of).collect();
            assert_eq!(his.len(), 2, "no owner's: {his:?}");
            assert_eq!(tx.duties_of_person(&owner, now).await?.len(), 2);
            // The statement and the core agree on who meets what.
            for ways in AllowedWays::ALL {
                let reach = Reach { account: id.clone(), of: DutyOf::Account, ways, now };
                let (people, unmet) = tx.duty_hit_count(&reach).await?;
                let hit = tx.duty_hit(&reach, "", 10).await?;
                assert_eq!((people, unmet as usize), (2, hit.len()), "{ways:?}");
                for one in [&person, &owner] {
                    let stored = tx.person_read(one).await?.expect("there");
                    let duty = Duty { ways, ..all.clone() };
                    let owes = owed(&stored.person, &[duty], now).is_some();
                    assert_eq!(owes, hit.iter().any(|hit| hit.person == *one), "{ways:?}");
                }
            }
            assert!(tx.memberships_hold(&person).await?);
            assert!(tx.duty_delete(&id, &of_ben).await?);
            assert!(!tx.duty_delete(&id, &of_ben).await?, "lifted once");
            Ok(())
        })
        .await;

    // Who leaves takes what was asked of them by name along; an account that closes takes all.
    put(world, &by_name, 1).await;
    let (id, person) = (at.id.clone(), ben.id.clone());
    world
        .write(async move |tx| {
            assert!(tx.account_lock(&id).await?);
            tx.member_delete(&id, &person).await?;
            assert_eq!(tx.duties_list(&id, None, 10).await?.len(), 2);
            assert!(tx.duties_of_person(&person, now).await?.is_empty());
            tx.duties_forget(&id).await?;
            assert!(tx.duties_list(&id, None, 10).await?.is_empty());
            Ok(())
        })
        .await;
}

pub async fn tellings(world: &World) {
    let at = account(world, "K-told").await;
    let ann = world.person("ann@t.example").await;
    member(world, &at, &ann, Role::Owner).await;
    let soon = Duty {
        from: world.now().plus(Duration::from_hours(48)),
        ..duty(world, DutyOf::Account, &at, &ann)
    };
    put(world, &soon, 0).await;
    let (now, week) = (world.now(), Duration::from_hours(7 * 24));
    world
        .write(async move |tx| {
            let due = tx.duties_to_tell(now, week).await?;
            let first = due.iter().find(|one| one.duty.id == soon.id).expect("to be told").clone();
            assert_eq!((first.told, first.after.as_str()), (0, ""));
            assert!(tx.duty_told(&first, 0, "per_1", 1).await?, "a step");
            assert!(!tx.duty_told(&first, 0, "per_1", 1).await?, "another node's");
            let due = tx.duties_to_tell(now, week).await?;
            let second = due.iter().find(|one| one.duty.id == soon.id).expect("under way").clone();
            assert_eq!(second.after, "per_1");
            assert!(tx.duty_told(&second, 1, "", 1).await?, "the whole of it");
            assert!(!tx.duty_told(&second, 1, "", 1).await?);
            let due = tx.duties_to_tell(now, week).await?;
            assert!(due.iter().any(|one| one.duty.id == soon.id), "a reminder is near");
            let due = tx.duties_to_tell(now, Duration::from_hours(1)).await?;
            assert!(!due.iter().any(|one| one.duty.id == soon.id));
            tx.duties_forget(&soon.account).await
        })
        .await;
}

/// CS-F2-01: a session that owes is none that anything else is done in, until it ends for one that is.
pub async fn enrolments(world: &World) {
    let at = account(world, "K-enrols").await;
    let someone = world.person("owes@e.example").await;
    member(world, &at, &someone, Role::Owner).await;
    let ours = super::hosted::new_hosted(world, &someone, "owing-cookie");
    let portals = world.session(&someone, "owing").await;
    let (id, person, now) = (ours.session.id.clone(), someone.id.clone(), world.now());
    let (portal, account) = (portals.id.clone(), at.id.clone());
    world
        .write(async move |tx| {
            tx.hosted_insert(&ours).await?;
            assert!(tx.enrolment_read(&id).await?.is_none());
            assert!(!tx.enrolment_linked(&id, now).await?, "it owes nothing");
            assert_eq!(tx.sessions_of_person(&person, now, None, 10).await?.len(), 2);
            tx.enrolment_begin(&id, "?next=/x").await?;
            tx.enrolment_begin(&portal, "").await?;
            let read = tx.hosted_read(&id).await?.expect("there");
            assert_eq!((read.owes_to.as_deref(), read.owes()), (Some("?next=/x"), true));
            let listed = tx.sessions_of_person(&person, now, None, 10).await?;
            assert!(listed.len() == 1 && listed[0].owes && !listed[0].is_hosted);
            for session in [&id, &portal] {
                assert!(tx.acting_role(&account, &person, session, now).await?.is_none());
                let looking = countersign_store::Looking {
                    person: person.clone(),
                    session: session.clone(),
                    account: account.clone(),
                    now,
                };
                assert!(tx.sight_role(&looking).await?.is_none());
            }
            assert!(tx.enrolment_linked(&id, now).await?);
            let read = tx.enrolment_read(&id).await?.expect("owes");
            assert_eq!((read.person, read.linked_at), (person.clone(), Some(now)));
            assert!(tx.enrolment_change(&id, now).await?.is_none());
            assert!(tx.enrolment_way(&id).await?.is_none());
            tx.enrolment_forget(&id).await?;
            assert!(tx.enrolment_read(&id).await?.is_some(), "ours ends, and does not change");
            tx.enrolment_forget(&portal).await?;
            assert!(tx.enrolment_read(&portal).await?.is_none());
            assert!(!tx.enrolment_finish(&portal, now).await?);
            assert!(tx.enrolment_finish(&id, now).await?);
            assert!(!tx.enrolment_finish(&id, now).await?, "once");
            Ok(())
        })
        .await;
}

/// The list of persons: what stands in a row, what narrows it, and who finds nothing.
pub async fn people(world: &World) {
    use countersign_store::{PeopleFilter, PeoplePage};
    let at = account(world, "K-people").await;
    let (ann, ben) = (world.person("ann@p.example").await, world.person("ben@p.example").await);
    member(world, &at, &ann, Role::Owner).await;
    world.clock.advance(Duration::from_secs(1));
    member(world, &at, &ben, Role::Member).await;
    by_text(world, &ben, true).await;
    let session = world.session(&ben, "people").await;
    let strict = Duty {
        ways: AllowedWays::AppOrPasskey,
        ..duty(world, DutyOf::Role(Role::Member), &at, &ann)
    };
    put(world, &strict, 1).await;
    let (now, id) = (world.now(), at.id.clone());
    let page = |filter, search: &str| PeoplePage {
        account: id.clone(),
        filter,
        search: search.to_owned(),
        before: None,
        limit: 10,
    };
    let (a, b) = (ann.id.clone(), ben.id.clone());
    let asked = [
        (page(PeopleFilter::All, ""), vec![b.clone(), a.clone()]),
        (page(PeopleFilter::Off, ""), vec![]),
        (page(PeopleFilter::PhoneOnly, ""), vec![b.clone()]),
        (page(PeopleFilter::Pending, ""), vec![b.clone()]),
        (page(PeopleFilter::All, "A MEI"), vec![b.clone(), a.clone()]),
        (page(PeopleFilter::All, "özgÜn"), vec![b, a.clone()]),
        (page(PeopleFilter::All, "ann@p.example"), vec![a]),
        (page(PeopleFilter::Pending, "ann@p.example"), vec![]),
        (page(PeopleFilter::All, "%"), vec![]),
        (page(PeopleFilter::All, "_"), vec![]),
        (page(PeopleFilter::All, "nobody"), vec![]),
    ];
    let mut behind = page(PeopleFilter::All, "");
    for (page, expected) in asked {
        let told = format!("{:?} {}", page.filter, page.search);
        let found = world.write(async move |tx| tx.people_seen(&page).await).await;
        let found: Vec<_> = found.into_iter().map(|row| row.membership.person).collect();
        assert_eq!(found, expected, "{told}");
    }
    // Whoever is called otherwise is found by the new name and not by the old one.
    let (renamed, called, before) =
        (ben.id.clone(), page(PeopleFilter::All, "ömer ç"), page(PeopleFilter::PhoneOnly, "meier"));
    world
        .write(async move |tx| {
            assert!(tx.person_edit(&renamed, "Ömer ÇELİK", Language::De).await?);
            let found = tx.people_seen(&called).await?;
            assert_eq!((found.len(), &found[0].membership.person), (1, &renamed));
            assert!(tx.people_seen(&before).await?.is_empty());
            Ok(())
        })
        .await;
    behind.limit = 1;
    let (id, person, owner, open) =
        (at.id.clone(), ben.id.clone(), ann.id.clone(), session.id.clone());
    world
        .write(async move |tx| {
            let mut behind = behind.clone();
            let first = tx.people_seen(&behind).await?.remove(0);
            behind.before = Some((first.membership.added_at, first.membership.person.to_string()));
            assert_eq!(tx.people_seen(&behind).await?[0].membership.person, owner);
            let seen = tx.person_seen(&id, &person).await?.expect("in it");
            assert!(seen.has_phone && !seen.has_app && !seen.has_passkey && seen.is_active);
            assert!(seen.is_pending && seen.by_rule && !seen.by_name);
            assert!(seen.last_sign_in.is_some());
            let looked = tx.looked_after(&owner, now).await?;
            assert_eq!(looked.len(), 1);
            assert!(
                tx.looked_after(&person, now).await?.is_empty(),
                "a member looks after nothing"
            );
            assert_eq!(tx.sessions_open(&person, &id, now).await?, 1);
            assert!(tx.groups_of_member(&id, &person).await?.is_empty());
            assert_eq!(tx.sessions_end_for(&person, &id, now).await?, 1);
            assert_eq!(tx.sessions_open(&person, &id, now).await?, 0);
            let ended = tx.session_read(&open).await?.expect("there");
            assert!(ended.ended_at.is_some());
            tx.duties_forget(&id).await
        })
        .await;
}
