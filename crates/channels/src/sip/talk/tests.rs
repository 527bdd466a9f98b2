//! Every way a call can go, step by step.

use proptest::prelude::*;

use super::*;

const ONE: Key = Key::Digit(1);
const NINE: Key = Key::Digit(9);

/// An opening of ones for a second, a code of twos for two, said once after the first.
fn talk() -> Talk {
    let pace = Pace {
        key: Duration::from_secs(2),
        again: Duration::from_secs(1),
        call: Duration::from_secs(10),
    };
    let (opening, code, farewell) = (vec![1; 8000], vec![2; 16_000], vec![3; 4000]);
    let voices = Voices {
        opening: Voice::new(&opening, None),
        code: Voice::new(&code, Some(8000)),
        farewell: Voice::new(&farewell, None),
    };
    Talk::new(voices, pace).expect("fits")
}

/// Runs it to its end, with keys pressed at frames; how it ended, after how many frames, and what each frame was.
fn run(mut talk: Talk, keys: &[(usize, Key)]) -> (Heard, Vec<i16>) {
    let mut said = Vec::new();
    for frame in 0..10_000 {
        let key = keys.iter().find(|(at, _)| *at == frame).map(|(_, key)| *key);
        match talk.step(key) {
            Step::Say(frame) => said.push(frame[0]),
            Step::End(heard) => return (heard, said),
        }
    }
    panic!("the call never ends");
}

fn seconds_of(said: &[i16], what: i16) -> usize {
    said.iter().filter(|frame| **frame == what).count() / 50
}

/// CS-DC-09
#[test]
fn without_a_key_the_opening_is_said_twice_and_the_code_never() {
    let (heard, said) = run(talk(), &[]);
    assert_eq!(heard, Heard::NoKey);
    assert_eq!((seconds_of(&said, 1), seconds_of(&said, 2)), (2, 0));
    // Opening, wait, opening, wait.
    assert_eq!(said.len() / 50, 6);
}

#[test]
fn key_1_cuts_the_opening_short() {
    let (heard, said) = run(talk(), &[(25, ONE)]);
    assert_eq!((heard, said[24], said[25]), (Heard::Code, 1, 2));
    assert_eq!((seconds_of(&said, 2), said.len()), (2, 25 + 100 + 1 + 50));
}

#[test]
fn key_1_is_heard_while_waiting_and_in_the_second_opening() {
    for at in [60, 140, 160, 210, 300] {
        let (heard, said) = run(talk(), &[(at, ONE)]);
        assert_eq!((heard, seconds_of(&said, 2)), (Heard::Code, 2), "{at}");
    }
}

#[test]
fn key_1_again_says_the_code_again() {
    // While it is said (from its begin), and in the wait after it.
    for (second, frames) in [(80, 55 + 100), (150, 100 + 100)] {
        let (heard, said) = run(talk(), &[(25, ONE), (second, ONE)]);
        assert_eq!(heard, Heard::Code);
        assert_eq!(said.iter().filter(|frame| **frame == 2).count(), frames, "{second}");
    }
}

#[test]
fn one_press_that_comes_twice_is_one_press() {
    let (_, said) = run(talk(), &[(25, ONE), (40, ONE)]);
    assert_eq!(seconds_of(&said, 2), 2);
}

#[test]
fn key_9_is_thanked_for_and_ends_the_call_before_and_after_the_code() {
    let thanks = [vec![1; 10], vec![3; 25]].concat();
    assert_eq!(run(talk(), &[(10, NINE)]), (Heard::NotMe, thanks.clone()));
    assert_eq!(run(talk(), &[(10, ONE), (70, NINE)]).0, Heard::NotMe);
    // What is pressed after it brings no code, and whoever hangs up meanwhile has said it.
    assert_eq!(run(talk(), &[(10, NINE), (20, ONE)]), (Heard::NotMe, thanks));
    let mut cut = talk();
    for frame in 0..20 {
        let _ = cut.step((frame == 10).then_some(NINE));
    }
    assert_eq!(cut.heard(), Heard::NotMe);
}

#[test]
fn without_words_of_thanks_key_9_ends_the_call_at_once() {
    let mut mute = talk();
    mute.voices.farewell = Voice::default();
    assert_eq!(run(mute, &[(10, NINE)]), (Heard::NotMe, vec![1; 10]));
}

#[test]
fn other_keys_change_nothing() {
    let keys = [(5, Key::Digit(0)), (6, Key::Digit(2)), (7, Key::Other), (60, Key::Digit(8))];
    assert_eq!(run(talk(), &keys), run(talk(), &[]));
}

#[test]
fn a_call_cut_off_says_how_far_it_came() {
    for (frames, heard) in
        [(20, Heard::NoKey), (30, Heard::Part), (74, Heard::Part), (76, Heard::Code)]
    {
        let mut talk = talk();
        for frame in 0..frames {
            let _ = talk.step((frame == 25).then_some(ONE));
        }
        assert_eq!(talk.heard(), heard, "{frames}");
    }
}

#[test]
fn what_does_not_fit_into_a_call_is_not_begun() {
    let pace = Pace { call: Duration::from_millis(1900), ..Pace::default() };
    let second = || Voice::new(&vec![1; 8000], None);
    let voices = Voices { opening: second(), code: second(), farewell: Voice::default() };
    assert!(Talk::new(voices, pace).is_none());
}

proptest! {
    /// Whatever is pressed and when: the call ends in time, and not a frame of the code is said before key 1.
    #[test]
    fn no_key_press_makes_a_call_long_or_the_code_early(
        keys in proptest::collection::vec((0usize..600, 0u8..12), 0..12)
    ) {
        let keys: Vec<(usize, Key)> = keys
            .into_iter()
            .map(|(at, number)| (at, Key::of_event(number).expect("a key")))
            .collect();
        let (heard, said) = run(talk(), &keys);
        prop_assert!(said.len() <= 500);
        let first = said.iter().position(|frame| *frame == 2);
        let pressed = keys.iter().filter(|(_, key)| *key == ONE).map(|(at, _)| *at).min();
        prop_assert!(first.is_none_or(|first| pressed.is_some_and(|pressed| pressed <= first)));
        if heard == Heard::Code {
            prop_assert!(said.iter().filter(|frame| **frame == 2).count() >= 50);
        }
    }
}
