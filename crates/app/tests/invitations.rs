//! Invitations: by whom, to what, and by whom they are accepted, on both engines.

mod rig;

use std::sync::Arc;
use std::time::Duration;

use futures_util::future::join_all;

use countersign_app::accounts::{self, Acting, By, MemberAsk, NewAccountAsk};
use countersign_app::invitations::{
    self, Brought, Here, InvitationAsk, InvitationView, Responded, accept, decline,
};
use countersign_app::sign_in::{AtBrowser, NewAccess, OwnAccess, own_access};
use countersign_app::step_up::answer_step_up;
use countersign_app::{Outcome, Refused, jobs};
use countersign_core::access::InvitationState;
use countersign_core::ids::{AccountId, InvitationId};
use countersign_core::people::{Language, Method, Role};
use countersign_core::session::OwnPath;
use countersign_testkit::on_both_engines;

use rig::{Rig, Someone};

const AT_ONCE: usize = 50;

/// An account with an owner, whose window is open.
struct Place {
    account: AccountId,
    owner: Someone,
}

async fn place(rig: &Rig, name: &str) -> Place {
    let owner = rig.person(name).await;
    let ask = NewAccountAsk {
        reference: format!("K-{name}"),
        name: "Meier & Co.".to_owned(),
        owner: owner.id.clone(),
    };
    let account = Rig::done(accounts::create(&rig.ctx, &rig.asked(), ask).await);
    prove(rig, &owner).await;
    Place { account: AccountId::parse(&account.id).expect("an id"), owner }
}

/// A second factor that was proven in the person's session, and a window.
async fn prove(rig: &Rig, someone: &Someone) {
    let secret = rig.enrol_totp(&someone.id).await;
    rig.forward(Duration::from_secs(30));
    let challenge = rig.step_up(someone).await;
    let answer = Rig::answer_of(&challenge.id, Method::Totp, &rig.totp(&secret, 0));
    Rig::done(answer_step_up(&rig.ctx, &rig.asked(), answer).await);
}

fn by(someone: &Someone) -> By {
    By::Member(Acting { person: someone.id.clone(), session: someone.session.clone() })
}

fn ask(place: &Place, email: &str, role: Role) -> InvitationAsk {
    let rights =
        if role == Role::TechnicalAdministrator { vec!["hosting".to_owned()] } else { vec![] };
    InvitationAsk {
        account: place.account.clone(),
        name: "Theo".to_owned(),
        email: email.to_owned(),
        language: None,
        role,
        rights,
        ends_at: None,
    }
}

async fn invite(rig: &Rig, place: &Place, email: &str, role: Role) -> InvitationView {
    let by = by(&place.owner);
    let sent = invitations::invite(&rig.ctx, &rig.asked(), by, ask(place, email, role)).await;
    Rig::done(sent)
}

/// The link of the newest mail.
async fn link(rig: &Rig) -> Brought {
    jobs::run_waiting(&rig.ctx).await.expect("the jobs run");
    let messages = rig.sink.messages();
    let mail = messages.iter().rev().find(|message| message.text.contains("/people/invitations/"));
    let token = mail.expect("a mail").text.rsplit('/').next().expect("a token").to_owned();
    Brought::new(&rig.ctx, &token)
}

async fn accepts(rig: &Rig, brought: &Brought, someone: &Someone) -> Responded {
    Rig::done(accept(&rig.ctx, &rig.asked(), brought, (&someone.id, &someone.session)).await)
}

async fn role_of(rig: &Rig, place: &Place, someone: &Someone) -> Option<String> {
    let now = rig.clock.now();
    let read = accounts::read_member(&rig.ctx, &place.account, &someone.id, By::Portal, now).await;
    read.expect("the store works").ok().map(|member| member.role)
}

async fn state_of(rig: &Rig, place: &Place, view: &InvitationView) -> String {
    let id = InvitationId::parse(&view.id).expect("an id");
    let read = invitations::read(&rig.ctx, &place.account, &id, By::Portal, rig.clock.now()).await;
    Rig::done(read).state
}

fn access(brought: &Brought, password: &str) -> NewAccess {
    NewAccess {
        brought: brought.clone(),
        name: "Theo Technik".to_owned(),
        password: password.to_owned().into(),
        language: Language::En,
        at: AtBrowser::default(),
        then: OwnPath::read("/people/invitations/answer").expect("a path"),
    }
}

async fn at_once<T, F, M>(n: usize, make: M) -> Vec<T>
where
    T: Send + 'static,
    F: Future<Output = Outcome<T>> + Send + 'static,
    M: Fn(usize) -> F,
{
    let gate = Arc::new(tokio::sync::Barrier::new(n));
    let tasks = (0..n).map(|at| {
        let gate = Arc::clone(&gate);
        let tries: Vec<F> = (0..5).map(|_| make(at)).collect();
        tokio::spawn(async move {
            gate.wait().await;
            for work in tries {
                match work.await {
                    Err(busy) if busy.is_passing() => {}
                    done => return done.expect("the store works").expect("not refused"),
                }
            }
            panic!("the store stayed busy")
        })
    });
    join_all(tasks).await.into_iter().map(|done| done.expect("no panic")).collect()
}

on_both_engines! {
    /// CS-DEL-05: accepted by the person of the mailbox, with a second factor proven; the inviter hears of it.
    async fn the_right_person_joins_with_what_was_named(db: TestDb) {
        let rig = Rig::new(db);
        let place = place(&rig, "mara").await;
        let theo = rig.person("theo").await;
        let view = invite(&rig, &place, "Theo@example.com", Role::TechnicalAdministrator).await;
        let brought = link(&rig).await;

        assert_eq!(accepts(&rig, &brought, &theo).await, Responded::NotYet, "without a second factor");
        let id = theo.id.clone();
        let who = rig.ctx.store.read(async move |tx| tx.person_read(&id).await).await;
        let who = who.expect("read").expect("a person").person;
        let shown = invitations::shown(&rig.ctx, &brought, Some((&who, &theo.session)), rig.clock.now());
        assert_eq!(shown.await.expect("read").expect("shown").here, Here::NoSecondFactor);

        prove(&rig, &theo).await;
        let account = place.account.to_string();
        assert_eq!(accepts(&rig, &brought, &theo).await, Responded::Joined(account));
        let now = rig.clock.now();
        let read = accounts::read_member(&rig.ctx, &place.account, &theo.id, By::Portal, now).await;
        let member = Rig::done(read);
        assert_eq!((member.role.as_str(), member.rights), ("technical-administrator", vec!["hosting".to_owned()]));
        assert_eq!(state_of(&rig, &place, &view).await, "accepted");
        assert_eq!(accepts(&rig, &brought, &theo).await, Responded::Over, "twice");
        jobs::run_waiting(&rig.ctx).await.expect("the jobs run");
        let told = rig.sink.messages();
        assert!(told.iter().any(|m| m.to == "mara@example.com" && m.text.starts_with("invitation-accepted")));
    }

    /// CS-DEL-05: nobody else, in no other session, and nobody who is in the account already.
    async fn nobody_else_accepts(db: TestDb) {
        let rig = Rig::new(db);
        let place = place(&rig, "mara").await;
        let (theo, eve) = (rig.person("theo").await, rig.person("eve").await);
        prove(&rig, &eve).await;
        prove(&rig, &theo).await;
        invite(&rig, &place, "theo@example.com", Role::Administrator).await;
        let brought = link(&rig).await;
        assert_eq!(accepts(&rig, &brought, &eve).await, Responded::NotYet);
        // Theo's name with Eve's session.
        let mixed = accept(&rig.ctx, &rig.asked(), &brought, (&theo.id, &eve.session)).await;
        assert_eq!(Rig::done(mixed), Responded::NotYet);
        // A session of Theo's that proved nothing.
        let bare = rig.session(&theo.id, "s2", None).await;
        let unproven = accept(&rig.ctx, &rig.asked(), &brought, (&theo.id, &bare)).await;
        assert_eq!(Rig::done(unproven), Responded::NotYet);
        // Whoever belongs to the account is neither raised nor lowered by it.
        invite(&rig, &place, "mara@example.com", Role::Member).await;
        let own = link(&rig).await;
        assert_eq!(accepts(&rig, &own, &place.owner).await, Responded::NotYet);
        assert_eq!(role_of(&rig, &place, &place.owner).await.as_deref(), Some("owner"));
        assert_eq!(role_of(&rig, &place, &eve).await, None);
        let guessed = Brought::new(&rig.ctx, "AAAAAAAAAAAAAAAAAAAAAA");
        let shown = invitations::shown(&rig.ctx, &guessed, None, rig.clock.now()).await;
        assert!(shown.expect("read").is_none(), "a guessed link shows nothing");
    }

    /// CS-DEL-05: after seven days, after *Withdraw*, after *Decline*, and by the link of an older mail: refused.
    async fn what_is_over_is_over(db: TestDb) {
        let rig = Rig::new(db);
        let place = place(&rig, "mara").await;
        let theo = rig.person("theo").await;
        prove(&rig, &theo).await;
        let id = |view: &InvitationView| InvitationId::parse(&view.id).expect("an id");

        let first = invite(&rig, &place, "theo@example.com", Role::Member).await;
        let older = link(&rig).await;
        let again = invitations::mail_again(&rig.ctx, &rig.asked(), By::Portal, &place.account, &id(&first)).await;
        assert!(matches!(again, Ok(Err(Refused::TooSoon { .. }))), "{again:?}");
        rig.forward(Duration::from_mins(5));
        Rig::done(invitations::mail_again(&rig.ctx, &rig.asked(), By::Portal, &place.account, &id(&first)).await);
        let newer = link(&rig).await;
        assert_eq!(accepts(&rig, &older, &theo).await, Responded::Over, "the older mail");
        rig.forward(Duration::from_hours(7 * 24));
        assert_eq!(accepts(&rig, &newer, &theo).await, Responded::Over, "after seven days");
        assert_eq!(state_of(&rig, &place, &first).await, "expired");
        let shown = invitations::shown(&rig.ctx, &newer, None, rig.clock.now()).await.expect("read");
        assert_eq!(shown.expect("it says when it ended").state, InvitationState::Expired);

        let second = Rig::done(
            invitations::invite(&rig.ctx, &rig.asked(), By::Portal, ask(&place, "theo@example.com", Role::Member)).await,
        );
        let brought = link(&rig).await;
        Rig::done(invitations::withdraw(&rig.ctx, &rig.asked(), By::Portal, &place.account, &id(&second)).await);
        let theo_now = Someone {
            id: theo.id.clone(),
            session: rig.session(&theo.id, "late", None).await,
            view: theo.view.clone(),
        };
        prove_again(&rig, &theo_now).await;
        assert_eq!(accepts(&rig, &brought, &theo_now).await, Responded::Over, "withdrawn");
        jobs::run_waiting(&rig.ctx).await.expect("the jobs run");
        assert_eq!(rig.sink.messages().last().map(|m| m.text.clone()).as_deref(), Some("withdrawn"));

        let third = Rig::done(
            invitations::invite(&rig.ctx, &rig.asked(), By::Portal, ask(&place, "theo@example.com", Role::Member)).await,
        );
        let brought = link(&rig).await;
        assert_eq!(Rig::done(decline(&rig.ctx, &rig.asked(), &brought).await), Responded::Declined);
        assert_eq!(accepts(&rig, &brought, &theo_now).await, Responded::Over, "declined");
        let late = invitations::withdraw(&rig.ctx, &rig.asked(), By::Portal, &place.account, &id(&third)).await;
        assert_eq!(late.expect("the store works"), Err(Refused::InvitationOver));
    }

    /// CS-DEL-02: not above oneself, not without a window, and the invitation of somebody who lost the right is worth nothing.
    async fn nobody_invites_beyond_their_own_rights(db: TestDb) {
        let rig = Rig::new(db);
        let place = place(&rig, "mara").await;
        let (adam, theo) = (rig.person("adam").await, rig.person("theo").await);
        prove(&rig, &adam).await;
        prove(&rig, &theo).await;
        let make = async |role: Role| {
            let ask = MemberAsk {
                account: place.account.clone(),
                person: adam.id.clone(),
                role,
                rights: Vec::new(),
                ends_at: None,
                may_add: true,
            };
            Rig::done(accounts::put_member(&rig.ctx, &rig.asked(), By::Portal, ask).await);
        };
        make(Role::Member).await;
        let tried = async |role: Role, email: &str| {
            let sent = invitations::invite(&rig.ctx, &rig.asked(), by(&adam), ask(&place, email, role)).await;
            sent.expect("the store works")
        };
        assert_eq!(tried(Role::Member, "x@example.com").await.err(), Some(Refused::NotAllowed));
        make(Role::Administrator).await;
        let owner = tried(Role::Owner, "x@example.com").await.err();
        assert!(matches!(owner, Some(Refused::Invalid { ref field, .. }) if field == "role"), "{owner:?}");
        for never in ["invoices", "personal-data", "mail", "Hosting"] {
            let mut beyond = ask(&place, "x@example.com", Role::TechnicalAdministrator);
            beyond.rights = vec![never.to_owned()];
            let sent = invitations::invite(&rig.ctx, &rig.asked(), by(&adam), beyond).await;
            assert!(matches!(sent, Ok(Err(Refused::Invalid { .. }))), "{never}");
        }
        tried(Role::Administrator, "theo@example.com").await.expect("an administrator may");
        let brought = link(&rig).await;
        make(Role::Member).await;
        assert_eq!(accepts(&rig, &brought, &theo).await, Responded::Over);
        assert_eq!(role_of(&rig, &place, &theo).await, None);
    }

    /// CS-DEL-05: fifty accept at once, and one joins; fifty make a sign-in by one link, and one person is made.
    async fn fifty_at_once_are_one(db: TestDb) {
        let rig = Rig::new(db);
        let place = place(&rig, "mara").await;
        let theo = rig.person("theo").await;
        prove(&rig, &theo).await;
        invite(&rig, &place, "theo@example.com", Role::Member).await;
        let brought = link(&rig).await;
        let outcomes = at_once(AT_ONCE, |_| {
            let (ctx, asked, brought) = (Arc::clone(&rig.ctx), rig.asked(), brought.clone());
            let (person, session) = (theo.id.clone(), theo.session.clone());
            async move { accept(&ctx, &asked, &brought, (&person, &session)).await }
        });
        let outcomes = outcomes.await;
        let joined = outcomes.iter().filter(|one| matches!(one, Responded::Joined(_))).count();
        assert_eq!(joined, 1, "{outcomes:?}");

        invite(&rig, &place, "neu@example.com", Role::Member).await;
        let brought = link(&rig).await;
        let made = at_once(12, |_| {
            let (ctx, asked) = (Arc::clone(&rig.ctx), rig.asked());
            let new = access(&brought, "korrekt pferd batterie klammer");
            async move { own_access(&ctx, &asked, new).await }
        });
        let signed_in =
            made.await.iter().filter(|one| matches!(one, OwnAccess::SignedIn(_))).count();
        assert_eq!(signed_in, 1);
    }

    /// CS-DEL-05: no person who exists is taken over by an invitation, and whoever makes a sign-in by it belongs to nothing yet.
    async fn an_existing_person_is_not_taken_over(db: TestDb) {
        let rig = Rig::new(db);
        let place = place(&rig, "mara").await;
        let theo = rig.person("theo").await;
        invite(&rig, &place, "THEO@example.com", Role::Member).await;
        let brought = link(&rig).await;
        let taken = own_access(&rig.ctx, &rig.asked(), access(&brought, "korrekt pferd batterie klammer")).await;
        assert!(matches!(Rig::done(taken), OwnAccess::Over | OwnAccess::Known), "taken over");
        let id = theo.id.clone();
        let read = rig.ctx.store.read(async move |tx| tx.password_read(&id).await).await;
        assert!(read.expect("read").expect("a person").phc.is_none(), "no password was set");

        let view = invite(&rig, &place, "neu@example.com", Role::Administrator).await;
        let brought = link(&rig).await;
        let weak = own_access(&rig.ctx, &rig.asked(), access(&brought, "12345678")).await;
        assert!(matches!(weak, Ok(Err(Refused::WeakPassword { .. }))));
        let made = own_access(&rig.ctx, &rig.asked(), access(&brought, "korrekt pferd batterie klammer")).await;
        assert!(matches!(Rig::done(made), OwnAccess::SignedIn(_)));
        assert_eq!(state_of(&rig, &place, &view).await, "pending", "nothing was accepted by it");
    }
}

/// Proves the app that the person has.
async fn prove_again(rig: &Rig, someone: &Someone) {
    let secret = countersign_core::people::TotpSecret::from_bytes(b"12345678901234567890".to_vec());
    rig.forward(Duration::from_secs(30));
    let challenge = rig.step_up(someone).await;
    let answer = Rig::answer_of(&challenge.id, Method::Totp, &rig.totp(&secret, 0));
    Rig::done(answer_step_up(&rig.ctx, &rig.asked(), answer).await);
}
