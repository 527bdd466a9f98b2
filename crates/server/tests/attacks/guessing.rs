//! Short codes: thirty wrong ones, fifty at once, one sent again, odd ones, one of another challenge (CS-RL-01).

use countersign_server::inventory::{INVENTORY, Line};
use countersign_testkit::on_both_engines;

use crate::rig::Rig;
use crate::target::{Said, Target, wrong};

/// The lines that take a short code, one for each purpose of theirs.
fn lines() -> Vec<Line> {
    let mut lines = Vec::new();
    for line in INVENTORY.iter().filter(|line| line.secret.starts_with("code")) {
        lines.extend(line.purpose.split(", ").map(|purpose| Line { purpose, ..*line }));
    }
    assert!(lines.len() >= 4, "the API and the pages, step-up and order");
    lines
}

async fn open<'r>(rig: &'r Rig, line: &Line, name: &str) -> Target<'r> {
    let someone = rig.person(name).await;
    let target = Target::open(rig, line, &someone).await;
    target.unwrap_or_else(|| panic!("{} {} is not attacked yet", line.method, line.path))
}

on_both_engines! {
    /// CS-DC-03, CS-ORD-08, CS-RL-02: thirty wrong codes, then the right one.
    async fn thirty_wrong_codes_leave_nothing_to_guess(db: TestDb) {
        let rig = Rig::new(db).await;
        for (at, line) in lines().iter().enumerate() {
            let target = open(&rig, line, &format!("p{at}")).await;
            for by in 1..=30 {
                let said = target.answer(&wrong(&target.code, by)).await;
                assert_ne!(said, Said::Let, "{} took a wrong code", line.path);
            }
            let said = target.answer(&target.code).await;
            assert_ne!(said, Said::Let, "{} {}: the 31st, right, code", line.path, line.purpose);
            assert!(!target.took_effect().await);
        }
    }

    /// CS-DC-06, CS-RL-05: of many wrong codes at once at most as many are compared as there are tries; the right one after
    /// them finds nothing open.
    async fn a_burst_does_not_pass_the_limit(db: TestDb) {
        let rig = Rig::new(db).await;
        for (at, line) in lines().iter().enumerate() {
            let target = open(&rig, line, &format!("p{at}")).await;
            let burst: Vec<_> = (1..50).map(|by| wrong(&target.code, by)).collect();
            let said = target.at_once(&burst).await;
            assert!(said.iter().all(|said| *said != Said::Let));
            let compared = said.iter().filter(|said| matches!(said, Said::Refused(slug) if slug == "wrong-code"));
            assert!(compared.count() <= 5, "{}: {said:?}", line.path);
            assert_ne!(target.answer(&target.code).await, Said::Let, "{} {}", line.path, line.purpose);
            assert!(!target.took_effect().await);
        }
    }

    /// CS-ORD-03, CS-ORD-06, CS-DC-06: one code, fifty times at once, and once more.
    async fn a_right_code_works_once(db: TestDb) {
        let rig = Rig::new(db).await;
        for (at, line) in lines().iter().enumerate().filter(|(_, line)| line.path.starts_with("/v1/")) {
            let target = open(&rig, line, &format!("p{at}")).await;
            let said = target.at_once(&vec![target.code.clone(); 50]).await;
            assert_eq!(said.iter().filter(|said| **said == Said::Let).count(), 1, "{said:?}");
            assert!(target.took_effect().await);
            assert_ne!(target.answer(&target.code).await, Said::Let, "sent again");
        }
    }

    /// CS-DC-05, CS-ORD-03, CS-ORD-10: the code of another purpose, another challenge and another person.
    async fn a_code_is_worth_nothing_elsewhere(db: TestDb) {
        let rig = Rig::new(db).await;
        for (at, line) in lines().iter().enumerate() {
            let target = open(&rig, line, &format!("p{at}")).await;
            let stranger = rig.person(&format!("q{at}")).await;
            for other in [
                Target::of_step_up(&rig, &stranger).await,
                Target::of_order(&rig, &stranger).await,
            ] {
                let code = other.expect("it takes codes").code;
                assert_ne!(target.answer(&code).await, Said::Let, "{} {}", line.path, line.purpose);
            }
            assert!(!target.took_effect().await);
            assert_eq!(target.answer(&target.code).await, Said::Let, "its own is still good");
        }
    }

    /// CS-TOTP-06, CS-RL-02: what is no code costs no try and breaks nothing.
    async fn odd_input_costs_nothing(db: TestDb) {
        let rig = Rig::new(db).await;
        for (at, line) in lines().iter().enumerate() {
            let target = open(&rig, line, &format!("p{at}")).await;
            let long = "1".repeat(60_000);
            for odd in ["", " ", "5924", "+05924", "5924.0", "12345a", "' OR 1=1 --", "\u{202e}12", "0x1234", &long] {
                let said = target.answer(odd).await;
                let Said::Refused(slug) = said else { panic!("{odd:.20} got through") };
                assert!(slug == "malformed-code" || slug.starts_with('4'), "{odd:.20}: {slug}");
            }
            assert_eq!(target.answer(&target.code).await, Said::Let, "{} {}", line.path, line.purpose);
        }
    }

    /// CS-DC-05, CS-ENR-07: a page of a challenge takes answers from the browser it was opened in; another person's browser, signed in
    /// to nothing but its own, gets nowhere with the right code, and uses nothing up.
    async fn another_persons_browser_gets_nowhere(db: TestDb) {
        let rig = Rig::new(db).await;
        for (at, line) in lines().iter().enumerate() {
            let target = open(&rig, line, &format!("p{at}")).await;
            let other = open(&rig, line, &format!("q{at}")).await;
            let Some(said) = target.answer_from(&other).await else { continue };
            assert_ne!(said, Said::Let, "{} {}", line.path, line.purpose);
            assert!(!target.took_effect().await);
            assert_eq!(target.answer(&target.code).await, Said::Let, "its own is still good");
        }
    }

    /// CS-RL-10, CS-RL-03: tries at a second node, or after a restart, are the same tries; a code that worked here is used there.
    async fn another_node_counts_the_same_tries(db: TestDb) {
        let rig = Rig::new(db).await;
        let node = rig.another_node().await;
        for (at, line) in lines().iter().enumerate() {
            let target = open(&rig, line, &format!("p{at}")).await;
            for by in 1..=6 {
                let code = wrong(&target.code, by);
                let said = if by % 2 == 0 { target.answer(&code).await } else { target.answer_at(&node, &code).await };
                assert_ne!(said, Said::Let, "{} took a wrong code", line.path);
            }
            assert_ne!(target.answer_at(&node, &target.code).await, Said::Let, "{} {}", line.path, line.purpose);
            assert_ne!(target.answer(&target.code).await, Said::Let, "{} {}", line.path, line.purpose);
            assert!(!target.took_effect().await);

            let target = open(&rig, line, &format!("q{at}")).await;
            assert_eq!(target.answer_at(&node, &target.code).await, Said::Let, "{} {}", line.path, line.purpose);
            let again = target.answer(&target.code).await;
            // A page whose challenge passed leads on; it gives nothing twice.
            assert!(again != Said::Let || target.is_page(), "{} {}", line.path, line.purpose);
        }
    }
}
