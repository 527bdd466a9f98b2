//! How often a burst of guesses gets in: never by more than its tries are worth (CS-DC-06, CS-RL-05).
//!
//! A few rounds in every run, where only the count of comparisons decides; 200 and 100 rounds in the long run, where the rate of
//! successes is held against the binomial bound.

use countersign_core::Entropy as _;
use countersign_testkit::{SeededEntropy, TestDb, is_long, on_both_engines, rounds};
use futures_util::future::join_all;

use crate::browser::Browser;
use crate::people::{PASSWORD, person};
use crate::rig::Rig;
use crate::target::{Said, Target, wrong};

/// Codes of one round, the right one where this number falls.
fn burst(right: &str, many: usize, place: u64) -> Vec<String> {
    let mut codes: Vec<_> =
        (1..many).map(|by| wrong(right, u32::try_from(by).expect("small"))).collect();
    let at = usize::try_from(place % many as u64).expect("small");
    codes.insert(at, right.to_owned());
    codes
}

fn draw(dice: &mut SeededEntropy) -> u64 {
    let mut bytes = [0; 8];
    dice.fill(&mut bytes);
    u64::from_le_bytes(bytes)
}

/// Whether so many successes in so many rounds stay under `share` and three standard deviations. Means nothing over a few rounds.
fn holds(successes: usize, rounds: usize, share: f64) {
    let n = f64::from(u32::try_from(rounds).expect("small"));
    let most = n * share + 3.0 * (n * share * (1.0 - share)).sqrt();
    let got = f64::from(u32::try_from(successes).expect("small"));
    println!("{successes} of {rounds} bursts got in; {:.1} expected, {most:.1} at most", n * share);
    assert!(!is_long() || got <= most, "{successes} of {rounds}, {most:.1} at most");
}

/// Bursts of `many` codes at one challenge each; at most five are looked at, and the rest changes nothing.
async fn bursts(db: TestDb, many: usize, times: usize) {
    let rig = Rig::new(db).await;
    let mut dice = SeededEntropy::new(many as u64);
    let mut successes = 0;
    for round in 0..times {
        // Numbers of their own: what is sent to one number has a limit too.
        let mobile = format!("+49151{:08}", 20_000_017 + round * 10_007);
        let someone = rig.person_at(&format!("p{round}"), &mobile).await;
        let target = Target::of_step_up(&rig, &someone).await.expect("it takes codes");
        let said = target.at_once(&burst(&target.code, many, draw(&mut dice))).await;
        let let_in = said.iter().filter(|said| **said == Said::Let).count();
        let wrong =
            said.iter().filter(|said| matches!(said, Said::Refused(slug) if slug == "wrong-code"));
        assert!(let_in <= 1 && let_in + wrong.count() <= 5, "round {round}: {said:?}");
        assert_eq!(target.took_effect().await, let_in == 1);
        if let_in == 0 {
            assert_ne!(target.answer(&target.code).await, Said::Let, "all five are charged");
        }
        successes += let_in;
    }
    holds(successes, times, 5.0 / f64::from(u32::try_from(many).expect("small")));
}

on_both_engines! {
    /// CS-DC-06: 50 codes at once, one of them right, on one challenge.
    async fn fifty_codes_at_once_are_worth_five(db: TestDb) {
        bursts(db, 50, rounds(5, 200)).await;
    }

    /// CS-RL-05: 200 at once, on one challenge.
    async fn two_hundred_codes_at_once_are_worth_five(db: TestDb) {
        bursts(db, 200, rounds(2, 100)).await;
    }

    /// CS-RL-05: 200 passwords at once from as many addresses, one of them right: at most ten are compared.
    async fn two_hundred_passwords_at_once_are_worth_ten(db: TestDb) {
        let rig = Rig::new(db).await;
        let mut dice = SeededEntropy::new(9);
        let (times, many) = (rounds(1, 100), 200_u32);
        let mut successes = 0;
        for round in 0..times {
            let name = format!("p{round}");
            person(&rig, &name).await;
            let address = format!("{name}@example.com");
            let place = usize::try_from(draw(&mut dice) % u64::from(many)).expect("small");
            let browsers: Vec<_> =
                (0..many).map(|at| Browser::new(&rig).from(&format!("198.51.{round}.{at}"))).collect();
            let opened = join_all(browsers.iter().map(|browser| browser.open("/sign-in"))).await;
            let asked = browsers.iter().zip(&opened).enumerate().map(|(at, (browser, page))| {
                let password = if at == place { PASSWORD.to_owned() } else { format!("guess number {at}") };
                let address = &address;
                async move {
                    let fields = [("name", address.as_str()), ("password", password.as_str())];
                    browser.post(page, &fields).await.status.as_u16()
                }
            });
            let said = join_all(asked).await;
            let let_in = said.iter().filter(|status| **status == 303).count();
            let wrong = said.iter().filter(|status| **status == 422).count();
            assert!(let_in <= 1 && let_in + wrong <= 10, "round {round}: {said:?}");
            successes += let_in;
        }
        holds(successes, times, 10.0 / f64::from(many));
    }
}
