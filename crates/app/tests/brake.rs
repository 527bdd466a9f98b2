//! The brake: what is capped, what is refused before any provider is asked, and two simulated days.

mod rig;

use std::sync::Arc;
use std::time::Duration;

use countersign_app::mailed::{SecurityNotice, SecurityNoticeIds};
use countersign_app::{Ctx, Refused, challenge, delivery, jobs, order, trail};
use countersign_channels::{Delivery, News, Report, Wish};
use countersign_core::delivery::brake::Caps;
use countersign_core::delivery::{Hop, Route, Routes, Tariff};
use countersign_core::ids::ChallengeId;
use countersign_core::people::Method;
use countersign_store::Tx;
use countersign_testkit::on_both_engines;

use rig::provider::{Provider, put_off, unknown};
use rig::{Rig, Someone};

/// Asks for the code of a new order; the challenge, or why not.
async fn ask(rig: &Rig, ctx: &Ctx, someone: &Someone) -> Result<ChallengeId, String> {
    let made = Rig::done(order::create(ctx, &rig.asked(), Rig::new_order(someone, false)).await);
    let mobile = someone.contact("mobile");
    let begun = order::OrderChallengeAsk {
        order: countersign_core::ids::OrderId::parse(&made.id).expect("an id"),
        method: Method::Sms,
        contact: Some(mobile.clone()),
    };
    let slug = |refused: Refused| match refused {
        Refused::MethodUnavailable { reason } => reason,
        other => format!("{other:?}"),
    };
    let begun = order::challenge(ctx, &rig.asked(), begun).await.expect("the store works");
    let id = ChallengeId::parse(&begun.map_err(slug)?.id).expect("an id");
    challenge::send(ctx, &rig.asked(), id.clone(), Method::Sms, Some(mobile))
        .await
        .expect("the store works")
        .map_err(slug)?;
    jobs::run_waiting(ctx).await.expect("the jobs run");
    Ok(id)
}

async fn answer(rig: &Rig, ctx: &Ctx, provider: &Provider, challenge: &ChallengeId) {
    let code = provider.asked().pop().expect("a message").text;
    let answer = Rig::answer_of(challenge.as_str(), Method::Sms, &code);
    Rig::done(order::answer_order(ctx, &rig.asked(), answer).await);
}

/// An Austrian mobile number; numbers of one hundred share their first seven digits.
fn austrian(number: u32) -> String {
    format!("+43664{:07}", 1_000_000 + number)
}

/// A German one in a range of its own for each of eighty numbers.
fn german(number: u32) -> String {
    format!("+49151{:08}", 20_000_017 + (number % 80) * 1_000_000 + number * 101)
}

/// What came of a day.
#[derive(Debug, Default, PartialEq, Eq)]
struct Day {
    asked: u32,
    sent: u32,
    answered: u32,
    refused: u32,
}

on_both_engines! {
    /// CS-SMS-05: somebody opens accounts and has codes sent to consecutive numbers of theirs, all day long.
    async fn a_pumping_day_ends_after_twenty_messages_and_an_honest_country_does_not_notice(db: TestDb) {
        let rig = Rig::new(db);
        let alpha = Arc::new(Provider::new("alpha"));
        let ctx = rig.with_providers(&[Arc::clone(&alpha)]);
        let (mut pumping, mut honest) = (Day::default(), Day::default());
        for number in 0..120 {
            rig.forward(Duration::from_mins(6));
            // Consecutive numbers, none of which is ever answered.
            let thief = rig.person_at(&format!("thief{number}"), &austrian(number * 7)).await;
            pumping.asked += 1;
            match ask(&rig, &ctx, &thief).await {
                Ok(_) => pumping.sent += 1,
                Err(reason) => {
                    assert_eq!(reason, "provider-outage");
                    pumping.refused += 1;
                }
            }
            // One of twelve customers mistypes, or lets it be.
            let customer = rig.person_at(&format!("customer{number}"), &german(number)).await;
            honest.asked += 1;
            match ask(&rig, &ctx, &customer).await {
                Ok(challenge) => {
                    honest.sent += 1;
                    if number % 12 != 0 {
                        answer(&rig, &ctx, &alpha, &challenge).await;
                        honest.answered += 1;
                    }
                }
                Err(_) => honest.refused += 1,
            }
        }
        println!("a pumping day: {pumping:?}");
        println!("an honest day: {honest:?}");
        assert_eq!((honest.sent, honest.answered, honest.refused), (120, 110, 0));
        // Twenty to judge by, and one each time the hour is over and the tap is tried again.
        assert!((20..=32).contains(&pumping.sent), "{pumping:?}");
    }

    /// CS-SMS-05: in record-only mode the same day is told of and not stopped.
    async fn in_record_only_mode_nothing_is_stopped(db: TestDb) {
        let rig = Rig::new(db);
        let alpha = Arc::new(Provider::new("alpha"));
        let caps = Caps { only_records: true, ..Caps::default() };
        let ctx = rig.with_desk(&[Arc::clone(&alpha)], Routes::default(), caps);
        for number in 0..30 {
            rig.forward(Duration::from_mins(6));
            let someone = rig.person_at(&format!("p{number}"), &austrian(number)).await;
            ask(&rig, &ctx, &someone).await.expect("sent");
        }
        let now = rig.clock.now();
        let closed = ctx
            .store
            .read(async move |tx: &mut countersign_store::ReadTx| tx.taps_closed("country", now).await)
            .await;
        assert_eq!(closed.expect("read"), ["AT"], "it is told of");
    }

    /// CS-SMS-02: consecutive numbers stop at twenty in an hour, one number at ten, whoever asks.
    async fn ranges_and_numbers_are_capped(db: TestDb) {
        let rig = Rig::new(db);
        let alpha = Arc::new(Provider::new("alpha"));
        let caps = Caps { only_records: true, ..Caps::default() };
        let ctx = rig.with_desk(&[Arc::clone(&alpha)], Routes::default(), caps);
        for number in 0..25 {
            let someone = rig.person_at(&format!("p{number}"), &austrian(number)).await;
            let asked = ask(&rig, &ctx, &someone).await.err();
            let expected = (number >= 20).then(|| "provider-outage".to_owned());
            assert_eq!(asked, expected, "{number}");
        }
        for number in 0..12 {
            let someone = rig.person_at(&format!("q{number}"), &german(3)).await;
            let asked = ask(&rig, &ctx, &someone).await.is_ok();
            assert_eq!(asked, number < 10, "{number}");
        }
        rig.forward(Duration::from_mins(66));
        let someone = rig.person_at("later", &austrian(99)).await;
        ask(&rig, &ctx, &someone).await.expect("an hour is over");
    }

    /// CS-SMS-02: the day's money is the most that is spent, whatever it is spent for.
    async fn a_days_money_is_capped(db: TestDb) {
        let rig = Rig::new(db);
        let alpha = Arc::new(Provider::new("alpha"));
        let hops = vec![Hop { cost_micros: 70_000, ..Hop::plain("alpha") }];
        let route = Route { method: Method::Sms, prefix: "+49".to_owned(), hops };
        let tariff = Tariff { method: Method::Sms, prefix: "+49".to_owned(), price: "0.10".to_owned() };
        let routes = Routes { routes: vec![route], tariffs: vec![tariff] };
        let caps = Caps { money_micros_per_day: Some(350_000), ..Caps::default() };
        let ctx = rig.with_desk(&[Arc::clone(&alpha)], routes, caps);
        for number in 0..7 {
            let someone = rig.person_at(&format!("p{number}"), &german(number)).await;
            assert_eq!(ask(&rig, &ctx, &someone).await.is_ok(), number < 5, "{number}");
        }
        // No route speaks of Austria, so text messages do not exist there.
        let someone = rig.person_at("austrian", &austrian(1)).await;
        let made = Rig::done(order::create(&ctx, &rig.asked(), Rig::new_order(&someone, false)).await);
        let sms = made.methods.iter().find(|offer| offer.method == "sms" && offer.kind.as_deref() == Some("mobile"));
        let sms = sms.expect("a row");
        assert_eq!(sms.reason.as_deref(), Some("country-not-served"));
        assert_eq!(sms.unserved, Some(("AT".to_owned(), "+43".to_owned())));
        let call = made.methods.iter().find(|offer| offer.method == "call").expect("a row");
        assert_eq!((call.reason.as_deref(), call.price.value.as_str()), (None, "0.00"));
        rig.forward(Duration::from_hours(27));
        let someone = rig.person_at("tomorrow", &german(40)).await;
        ask(&rig, &ctx, &someone).await.expect("another day");
    }

    /// CS-SMS-02: what goes to a dearer provider because the first one is down is spent as well, once, and never past the day's money.
    async fn a_dearer_way_is_paid_from_the_days_money(db: TestDb) {
        let rig = Rig::new(db);
        let (alpha, beta) = (Arc::new(Provider::new("alpha")), Arc::new(Provider::new("beta")));
        let hop = |name, cost_micros| Hop { cost_micros, ..Hop::plain(name) };
        let hops = vec![hop("alpha", 70_000), hop("beta", 200_000)];
        let route = Route { method: Method::Sms, prefix: "+49".to_owned(), hops };
        let routes = Routes { routes: vec![route], tariffs: Vec::new() };
        let caps = Caps { money_micros_per_day: Some(500_000), ..Caps::default() };
        let ctx = rig.with_desk(&[Arc::clone(&alpha), Arc::clone(&beta)], routes, caps);
        alpha.always(Some(put_off()));
        // It is asked once more because its answer was lost; that costs the day nothing more.
        beta.plan([unknown()]);
        let mut someone = rig.person_at("p0", &german(0)).await;
        for number in 0..3 {
            someone = rig.person_at(&format!("q{number}"), &german(number + 1)).await;
            ask(&rig, &ctx, &someone).await.expect("0.07 fit in");
            rig.forward(Duration::from_secs(5));
            jobs::run_waiting(&ctx).await.expect("the jobs run");
        }
        // 0.20 and 0.20 were spent; the third would have made 0.60.
        let taken = beta.asked().iter().map(|message| message.id.clone()).collect::<std::collections::HashSet<_>>();
        assert_eq!(taken.len(), 2);
        // Its own price was charged when it was asked for, so the first provider gets it when it takes messages again. 0.47 of 0.50.
        alpha.always(None);
        let by_alpha = alpha.asked().len();
        rig.forward(Duration::from_mins(1));
        jobs::run_waiting(&ctx).await.expect("the jobs run");
        assert_eq!(alpha.asked().len(), by_alpha + 1);
        let third = alpha.asked().pop().expect("a message").id;
        assert!(!taken.contains(&third), "not one that the other provider has");
        assert_eq!(ask(&rig, &ctx, &someone).await, Err("provider-outage".to_owned()));
    }

    /// A warning by mail goes to the dearer mail server whatever the day has spent: nobody silences it by asking for codes.
    async fn no_cap_stands_in_the_way_of_a_warning(db: TestDb) {
        let rig = Rig::new(db);
        let post = |name| Arc::new(Provider::carrying(name, &[Method::Email]));
        let (alpha, beta) = (post("alpha"), post("beta"));
        let hop = |name, cost_micros| Hop { cost_micros, ..Hop::plain(name) };
        let hops = vec![hop("alpha", 0), hop("beta", 2_000)];
        let routes = Routes { routes: vec![Route { method: Method::Email, prefix: String::new(), hops }], tariffs: Vec::new() };
        let caps = Caps { money_micros_per_day: Some(1_000), ..Caps::default() };
        let ctx = rig.with_desk(&[Arc::clone(&alpha), Arc::clone(&beta)], routes, caps);
        alpha.always(Some(put_off()));
        let someone = rig.person("anna").await;
        let (ids, seen, id) = (SecurityNoticeIds::draw(&ctx), rig.asked().seen(), someone.id.clone());
        let told = SecurityNotice::AccessRemoved { account: "Meier".to_owned() };
        let tell = async move |tx: &mut Tx| ids.tell(tx, &id, told.clone(), &seen, seen.at).await;
        ctx.store.write(tell).await.expect("written");
        jobs::run_waiting(&ctx).await.expect("the jobs run");
        assert_eq!((alpha.asked().len(), beta.asked().len()), (1, 1));
    }

    /// A warning by text message that the brake holds back goes out when it may, and is charged once.
    async fn a_warning_that_is_held_back_goes_later(db: TestDb) {
        let rig = Rig::new(db);
        let alpha = Arc::new(Provider::carrying("alpha", &[Method::Sms]));
        let hops = vec![Hop { cost_micros: 1_000, ..Hop::plain("alpha") }];
        let routes = Routes { routes: vec![Route { method: Method::Sms, prefix: String::new(), hops }], tariffs: Vec::new() };
        let caps = Caps { money_micros_per_day: Some(1_000), ..Caps::default() };
        let ctx = rig.with_desk(&[Arc::clone(&alpha)], routes, caps);
        let someone = rig.person("anna").await;
        let tell = async || {
            let (ids, seen, id) = (SecurityNoticeIds::draw(&ctx), rig.asked().seen(), someone.id.clone());
            let tell = async move |tx: &mut Tx| ids.tell(tx, &id, SecurityNotice::SecondFactorOff, &seen, seen.at).await;
            ctx.store.write(tell).await.expect("written");
            jobs::run_waiting(&ctx).await.expect("the jobs run");
        };
        tell().await;
        assert_eq!(alpha.asked().len(), 1, "the day's money is spent");
        rig.forward(Duration::from_hours(4));
        tell().await;
        assert_eq!(alpha.asked().len(), 1);
        rig.forward(Duration::from_hours(23));
        jobs::run_waiting(&ctx).await.expect("the jobs run");
        assert_eq!(alpha.asked().len(), 2);
    }

    /// CS-SMS-03: an empty list sends nothing, and no provider hears of it.
    async fn countries_are_an_allow_list(db: TestDb) {
        let rig = Rig::new(db);
        let alpha = Arc::new(Provider::new("alpha"));
        let ctx = rig.with_providers(&[Arc::clone(&alpha)]);
        let swiss = rig.person_at("swiss", "+41791234567").await;
        assert_eq!(ask(&rig, &ctx, &swiss).await, Err("country-not-served".to_owned()));
        assert!(alpha.asked().is_empty());
    }

    /// CS-SMS-07: who wrote STOP gets no more of it, hears why, and has the other ways.
    async fn a_number_that_wants_no_messages_gets_none(db: TestDb) {
        let rig = Rig::new(db);
        let alpha = Arc::new(Provider::new("alpha"));
        let ctx = rig.with_providers(&[Arc::clone(&alpha)]);
        let someone = rig.person("anna").await;
        ask(&rig, &ctx, &someone).await.expect("sent");
        let stop = Report { reference: "alpha-1".to_owned(), outcome: Delivery::Refused };
        delivery::report(&ctx, "alpha", stop).await.expect("noted");
        rig.forward(Duration::from_mins(1));
        assert_eq!(ask(&rig, &ctx, &someone).await, Err("opted-out".to_owned()));
        let made = Rig::done(order::create(&ctx, &rig.asked(), Rig::new_order(&someone, false)).await);
        let reason = |method: &str| {
            let offer = made.methods.iter().find(|offer| offer.method == method).expect("a row");
            offer.reason.clone()
        };
        assert_eq!((reason("sms").as_deref(), reason("call")), (Some("opted-out"), None));
        delivery::opt_in(&ctx, Method::Sms, "+4915123456747").await.expect("noted");
        ask(&rig, &ctx, &someone).await.expect("START");
    }

    /// CS-SMS-07: the word comes from the phone itself, by whatever provider; others' numbers fill no table.
    async fn stop_and_start_are_taken_from_the_phone(db: TestDb) {
        let rig = Rig::new(db);
        let alpha = Arc::new(Provider::new("alpha"));
        let ctx = rig.with_providers(&[Arc::clone(&alpha)]);
        let someone = rig.person("anna").await;
        let wish = |from: &str, wanted| {
            News::Wish(Wish { from: from.to_owned(), method: Method::Sms, wanted })
        };
        delivery::news(&ctx, "alpha", wish("+4915123456747", false)).await.expect("noted");
        assert_eq!(ask(&rig, &ctx, &someone).await, Err("opted-out".to_owned()));
        rig.forward(Duration::from_mins(1));
        delivery::news(&ctx, "alpha", wish("+4915123456747", true)).await.expect("noted");
        ask(&rig, &ctx, &someone).await.expect("START");
        let kinds = &["messages.stopped", "messages.wanted"];
        let wanted = trail::Wanted { kinds, since: None, until: None, after: None, most: 9 };
        let told = trail::activity(&ctx, &someone.id, wanted).await.expect("read");
        let told: Vec<_> = told.iter().map(|one| (one.kind.as_str(), one.method.as_deref())).collect();
        assert_eq!(told, [("messages.wanted", Some("sms")), ("messages.stopped", Some("sms"))]);
        delivery::news(&ctx, "alpha", wish("+4917099999999", false)).await.expect("left aside");
        assert!(delivery::opt_out(&ctx, Method::Sms, "+4917099999999").await.expect("noted now"));
    }
}
