//! Routes and breakers: at most as often as promised, and never a message that waits for ever.

use std::time::Duration;

use countersign_core::Timestamp;
use countersign_core::delivery::{
    AttemptState, Hop, Next, Seen, Standing, Tried, Trip, choose, pause, trips,
};
use proptest::prelude::*;

const NOW: Timestamp = Timestamp::from_ms(1_767_225_600_000);
const NAMES: [&str; 3] = ["alpha", "beta", "gamma"];

fn hops() -> Vec<Hop> {
    NAMES.iter().map(|name| Hop { cost_micros: 1, ..Hop::plain(name) }).collect()
}

fn standings() -> Vec<Standing> {
    let well = |name: &&str| Standing { provider: (*name).to_owned(), is_on: true, open: None };
    NAMES.iter().map(well).collect()
}

fn tried(provider: &str, state: AttemptState, at: Timestamp) -> Tried {
    Tried { provider: provider.to_owned(), state, at, again_at: None }
}

fn asked(next: &Next) -> &str {
    match next {
        Next::Ask { hop, .. } => &hop.provider,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_provider_that_puts_off_is_followed_by_the_next_at_once() {
    let mut so_far = Vec::new();
    for name in NAMES {
        assert_eq!(asked(&choose(&hops(), &standings(), &so_far, NOW)), name);
        so_far.push(tried(name, AttemptState::PutOff, NOW));
    }
    let rested = NOW.plus(Duration::from_secs(2));
    assert_eq!(choose(&hops(), &standings(), &so_far, NOW), Next::Wait { until: rested });
    assert_eq!(asked(&choose(&hops(), &standings(), &so_far, rested)), "alpha", "the next round");
}

/// What the provider asks for is kept to, but not beyond a minute: a code is no use tomorrow.
#[test]
fn a_wait_that_a_provider_asks_for_is_kept_within_reason() {
    let one = &hops()[..1];
    let after = |seconds| {
        let again_at = Some(NOW.plus(Duration::from_secs(seconds)));
        let so_far = [Tried { again_at, ..tried("alpha", AttemptState::PutOff, NOW) }];
        choose(one, &standings(), &so_far, NOW)
    };
    let wait = |seconds| Next::Wait { until: NOW.plus(Duration::from_secs(seconds)) };
    assert_eq!((after(9), after(86_400)), (wait(9), wait(60)));
}

#[test]
fn who_may_have_taken_it_is_asked_once_more_and_nobody_else() {
    for state in [AttemptState::Unknown, AttemptState::Begun] {
        let once = [tried("beta", state, NOW)];
        let later = NOW.plus(Duration::from_mins(2));
        assert_eq!(asked(&choose(&hops(), &standings(), &once, later)), "beta");
        let twice = [once[0].clone(), tried("beta", state, later)];
        let next = choose(&hops(), &standings(), &twice, later.plus(Duration::from_mins(2)));
        assert!(matches!(next, Next::Never(_)), "{next:?}");
    }
}

#[test]
fn a_provider_that_is_left_out_is_probed_when_its_time_is_over() {
    let mut standings = standings();
    let until = NOW.plus(Duration::from_secs(30));
    standings[0].open = Some((Trip::Errors, until));
    assert_eq!(asked(&choose(&hops(), &standings, &[], NOW)), "beta");
    let probe = Next::Ask { hop: hops()[0].clone(), probes: true };
    assert_eq!(choose(&hops(), &standings, &[], until), probe);
    assert_eq!(choose(&hops()[..1], &standings, &[], NOW), Next::Wait { until });
    // One whose messages often do not arrive is better than none, and worse than any other.
    standings[0].open = Some((Trip::Delivery, until));
    assert_eq!(asked(&choose(&hops(), &standings, &[], NOW)), "beta");
    assert_eq!(asked(&choose(&hops()[..1], &standings, &[], NOW)), "alpha");
}

#[test]
fn a_breaker_opens_by_errors_in_a_row_and_by_messages_that_do_not_arrive() {
    use AttemptState::{Delivered, Failed, HandedOver, PutOff, Undelivered, Unknown};
    let seen = |states: &[AttemptState], ago: Duration| -> Vec<Seen> {
        states.iter().map(|state| Seen { state: *state, at: NOW.minus(ago) }).collect()
    };
    let soon = Duration::from_secs(1);
    assert_eq!(trips(&seen(&[PutOff, Unknown], soon), NOW), None);
    assert_eq!(trips(&seen(&[PutOff, Unknown, PutOff], soon), NOW), Some(Trip::Errors));
    assert_eq!(trips(&seen(&[PutOff, PutOff, HandedOver, PutOff], soon), NOW), None);
    assert_eq!(
        trips(&seen(&[Failed; 40], soon), NOW),
        None,
        "wrong numbers are not the provider's fault"
    );
    let mut lost = vec![Delivered; 9];
    lost.extend([Undelivered; 11]);
    assert_eq!(trips(&seen(&lost, soon), NOW), Some(Trip::Delivery));
    lost.splice(..1, [Delivered, Delivered]);
    assert_eq!(trips(&seen(&lost, soon), NOW), None, "half of twenty arrived");
    let silent = [HandedOver; 30];
    assert_eq!(trips(&seen(&silent, Duration::from_hours(1)), NOW), None, "it never reports");
    let mut slow = vec![HandedOver; 20];
    slow.push(Delivered);
    assert_eq!(trips(&seen(&slow, soon), NOW), None, "reports may still come");
    assert_eq!(trips(&seen(&slow, Duration::from_mins(5)), NOW), Some(Trip::Delivery));
}

#[test]
fn pauses_grow_and_end() {
    let of = |before| pause(Trip::Errors, before).as_secs();
    assert_eq!([of(0), of(1), of(4), of(5), of(60)], [30, 60, 480, 900, 900]);
}

fn state() -> impl Strategy<Value = AttemptState> {
    use AttemptState::{Failed, HandedOver, PutOff, Unknown};
    prop_oneof![6 => Just(PutOff), 2 => Just(Unknown), 1 => Just(Failed), 2 => Just(HandedOver)]
}

proptest! {
    /// A whole life of one message against providers that do as they like: it is taken at most once for certain, a second
    /// provider is never asked while a first may have it, each moment has a next step, and it ends.
    #[test]
    fn no_message_goes_twice_unless_nobody_can_know(
        answers in proptest::collection::vec(state(), 40),
        broken in proptest::collection::vec(any::<bool>(), 3),
    ) {
        let mut standings = standings();
        for (standing, broken) in standings.iter_mut().zip(broken) {
            standing.open = broken.then(|| (Trip::Errors, NOW.plus(Duration::from_secs(30))));
        }
        let expires = NOW.plus(Duration::from_mins(10));
        let (mut now, mut so_far, mut answers) = (NOW, Vec::<Tried>::new(), answers.into_iter());
        while now < expires {
            match choose(&hops(), &standings, &so_far, now) {
                Next::Ask { hop: Hop { provider, .. }, .. } => {
                    if let Some(unsure) = so_far.iter().find(|one| one.state.is_open()) {
                        prop_assert_eq!(&unsure.provider, &provider);
                    }
                    prop_assert!(!so_far.iter().any(|one| one.state.was_taken()));
                    let Some(state) = answers.next() else { break };
                    so_far.push(tried(&provider, state, now));
                }
                Next::Wait { until } => {
                    prop_assert!(until > now, "a wait that does not end");
                    now = until;
                }
                Next::Taken | Next::Never(_) => break,
            }
        }
        let perhaps = so_far.iter().filter(|one| one.state.is_open() || one.state.was_taken());
        prop_assert!(perhaps.count() <= 2, "{:?}", so_far);
    }
}
