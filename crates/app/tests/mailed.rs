//! Links that are mailed and notices about security, on both engines.

mod rig;

use std::time::Duration;

use countersign_app::jobs;
use countersign_app::mailed::{
    Link, LinkIds, LinkKind, Presented, SecurityNotice, SecurityNoticeIds, link_issue, link_read,
    link_use,
};
use countersign_core::ids::ContactId;
use countersign_core::people::{Contact, ContactKind, Method};
use countersign_store::{ReadTx, Tx};
use countersign_testkit::on_both_engines;
use tokio::task::JoinSet;

use rig::{Rig, Someone};

/// Issues a link and reads its secret part off the mail.
async fn mailed(rig: &Rig, someone: &Someone, kind: LinkKind, binding: &str) -> String {
    let ids = LinkIds::draw(&rig.ctx);
    let link = Link { kind, person: someone.id.clone(), binding: binding.to_owned() };
    let now = rig.clock.now();
    let issue = async move |tx: &mut Tx| link_issue(tx, &ids, link.clone(), now).await;
    rig.ctx.store.write(issue).await.expect("issued");
    jobs::run_waiting(&rig.ctx).await.expect("the jobs run");
    let mail = rig.sink.messages().pop().expect("a mail");
    let token = mail.text.strip_prefix("https://confirm.example").expect("our origin");
    token
        .strip_prefix(kind.path())
        .and_then(|rest| rest.strip_prefix('/'))
        .expect("its page")
        .to_owned()
}

async fn looks(rig: &Rig, kind: LinkKind, token: &str) -> Option<String> {
    let (presented, now) = (Presented::new(&rig.ctx, kind, token), rig.clock.now());
    let read = async move |tx: &mut ReadTx| link_read(tx, &presented, now).await;
    rig.ctx.store.read(read).await.expect("the store").map(|link| link.binding)
}

async fn uses(rig: &Rig, kind: LinkKind, token: &str) -> bool {
    let (presented, now) = (Presented::new(&rig.ctx, kind, token), rig.clock.now());
    let burn = async move |tx: &mut Tx| link_use(tx, &presented, now).await;
    rig.ctx.store.write(burn).await.expect("the store").is_some()
}

async fn tell(rig: &Rig, someone: &Someone, notices: Vec<SecurityNotice>) {
    let ids = SecurityNoticeIds::draw(&rig.ctx);
    let (person, seen) = (someone.id.clone(), rig.asked().seen());
    let told = rig.ctx.store.write(async move |tx: &mut Tx| {
        for notice in &notices {
            ids.tell(tx, &person, notice.clone(), &seen, seen.at).await?;
        }
        Ok(())
    });
    told.await.expect("told");
    jobs::run_waiting(&rig.ctx).await.expect("the jobs run");
}

fn mails(rig: &Rig) -> Vec<countersign_channels::Message> {
    let all = rig.sink.messages().into_iter();
    all.filter(|message| message.method == Method::Email).collect()
}

fn told(rig: &Rig) -> Vec<(String, String)> {
    let split = |message: countersign_channels::Message| {
        let (slug, _) = message.text.split_once(' ').expect("a slug and a link");
        (message.to.clone(), slug.to_owned())
    };
    mails(rig).into_iter().map(split).collect()
}

on_both_engines! {
    /// CS-PW-07, CS-WEB-07: looking uses nothing up, one use does, and the newest of its kind takes the place of the older.
    async fn a_link_is_looked_at_often_and_used_once(db: TestDb) {
        let rig = Rig::new(db);
        let someone = rig.person("anna").await;
        let old = mailed(&rig, &someone, LinkKind::Reset, "1").await;
        let new = mailed(&rig, &someone, LinkKind::Reset, "1").await;
        assert_ne!(old, new);
        assert_eq!(looks(&rig, LinkKind::Reset, &old).await, None);
        assert!(!uses(&rig, LinkKind::Reset, &old).await, "a newer one was asked for");
        for _ in 0..10 {
            assert_eq!(looks(&rig, LinkKind::Reset, &new).await.as_deref(), Some("1"));
        }
        assert!(!uses(&rig, LinkKind::Unlock, &new).await, "of another kind");
        assert!(uses(&rig, LinkKind::Reset, &new).await);
        assert!(!uses(&rig, LinkKind::Reset, &new).await, "used");
        assert_eq!(looks(&rig, LinkKind::Reset, &new).await, None);
    }

    /// CS-PW-07
    async fn a_link_ends_with_its_time(db: TestDb) {
        let rig = Rig::new(db);
        let someone = rig.person("anna").await;
        let token = mailed(&rig, &someone, LinkKind::Reset, "1").await;
        rig.forward(Duration::from_mins(30));
        assert!(!uses(&rig, LinkKind::Reset, &token).await);
    }

    /// CS-PW-07: 50 parallel uses, 1 success.
    async fn of_fifty_uses_one_succeeds(db: TestDb) {
        let rig = Rig::new(db);
        let someone = rig.person("anna").await;
        let token = mailed(&rig, &someone, LinkKind::Reset, "1").await;
        let mut racers = JoinSet::new();
        for _ in 0..50 {
            let (ctx, token, now) = (rig.ctx.clone(), token.clone(), rig.clock.now());
            racers.spawn(async move {
                let presented = Presented::new(&ctx, LinkKind::Reset, &token);
                let burn = async move |tx: &mut Tx| link_use(tx, &presented, now).await;
                ctx.store.write(burn).await.expect("the store").is_some()
            });
        }
        let used = racers.join_all().await.into_iter().filter(|used| *used).count();
        assert_eq!(used, 1);
    }

    /// CS-CRY-04: whoever has a copy of the database has no link, and a row that is written by hand is found and does not fit.
    async fn a_planted_hash_opens_nothing(db: TestDb) {
        let rig = Rig::new(db);
        let someone = rig.person("anna").await;
        let token = mailed(&rig, &someone, LinkKind::Reset, "1").await;
        let own = countersign_core::ports::Bearer::presented("AAAAAAAAAAAAAAAAAAAAAA");
        let (hash, now) = (Presented::new(&rig.ctx, LinkKind::Reset, &token), rig.clock.now());
        let planted = rig.ctx.store.write(async move |tx: &mut Tx| {
            let link = link_read(tx, &hash, now).await?.expect("ours");
            tx.link_insert(&link, &own.hash(), now, now.plus(Duration::from_hours(1))).await
        });
        planted.await.expect("planted");
        assert!(!uses(&rig, LinkKind::Reset, "AAAAAAAAAAAAAAAAAAAAAA").await);
    }

    /// A link acts, so it goes to no address that nobody confirmed; a notice only tells, and goes to every address.
    async fn links_go_to_confirmed_addresses_and_notices_to_all(db: TestDb) {
        let rig = Rig::new(db);
        let someone = rig.person("anna").await;
        let (person, now) = (someone.id.clone(), rig.clock.now());
        let second = Contact {
            id: rig.ctx.random(ContactId::generate),
            kind: ContactKind::Email,
            value: "second@example.com".to_owned(),
            confirmed_at: None,
        };
        let added = async move |tx: &mut Tx| tx.contact_insert(&person, &second, 9, now).await;
        assert!(rig.ctx.store.write(added).await.expect("added"));
        mailed(&rig, &someone, LinkKind::Reset, "1").await;
        assert_eq!(rig.sink.messages().pop().expect("a mail").to, "anna@example.com");
        tell(&rig, &someone, vec![SecurityNotice::PasswordChanged]).await;
        let mails = rig.sink.messages();
        let texts: Vec<(&str, bool)> = mails[mails.len() - 2..]
            .iter()
            .map(|mail| (mail.to.as_str(), mail.text.contains("https://confirm.example/activity/not-me/")))
            .collect();
        assert!(texts.contains(&("anna@example.com", true)), "{texts:?}");
        assert!(texts.contains(&("second@example.com", false)), "{texts:?}");
    }

    /// CS-LOG-13: what can be caused at will is told once in 15 minutes and kind; CS-ENR-08: a change is told each time.
    async fn tries_are_told_once_in_a_while_and_changes_always(db: TestDb) {
        let rig = Rig::new(db);
        let someone = rig.person("anna").await;
        for _ in 0..5 {
            let both = vec![SecurityNotice::PasswordRightCodeWrong, SecurityNotice::SecondFactorOff];
            tell(&rig, &someone, both).await;
        }
        let count = |slug: &str| told(&rig).iter().filter(|(_, said)| said == slug).count();
        assert_eq!(count("password-right-code-wrong"), 1);
        assert_eq!(count("second-factor-off"), 5);
        rig.forward(Duration::from_mins(15));
        tell(&rig, &someone, vec![SecurityNotice::PasswordRightCodeWrong]).await;
        assert_eq!(count("password-right-code-wrong"), 2);
    }

    /// CS-ENR-08: an address that is removed in the same step hears of it. What it says waits sealed (CS-CRY-01).
    async fn a_notice_goes_to_the_address_of_its_moment(db: TestDb) {
        let rig = Rig::new(db);
        let someone = rig.person("anna").await;
        let ids = SecurityNoticeIds::draw(&rig.ctx);
        let (person, seen) = (someone.id.clone(), rig.asked().seen());
        let written = rig.ctx.store.write(async move |tx: &mut Tx| {
            ids.tell(tx, &person, SecurityNotice::MethodRemoved(Method::Totp), &seen, seen.at).await
        });
        written.await.expect("told");
        assert!(rig.sink.messages().is_empty());
        jobs::run_waiting(&rig.ctx).await.expect("the jobs run");
        assert_eq!(told(&rig), [("anna@example.com".to_owned(), "method-removed".to_owned())]);
        // Whoever reads the mailbox cannot hide it: the confirmed mobile hears of it too, without a link.
        let texts: Vec<_> = rig.sink.messages().into_iter().filter(|one| one.method == Method::Sms).collect();
        assert_eq!(texts.len(), 1);
        assert!(!texts[0].text.contains("://"));
        let link = mails(&rig).pop().expect("a mail").text;
        let token = link.rsplit('/').next().expect("a token").to_owned();
        assert_eq!(looks(&rig, LinkKind::NotMe, &token).await.as_deref(), Some("method-removed"));
    }
}
