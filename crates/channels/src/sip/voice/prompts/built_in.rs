//! The prompts that are part of the program: recorded from crates/channels/prompts by scripts/prompts.

use countersign_core::people::Language;

/// Name, sentence and WAV file of one prompt.
type Prompt = (&'static str, &'static str, &'static [u8]);

/// All prompts of a language.
pub(super) fn of(language: Language) -> &'static [Prompt] {
    match language {
        Language::En => EN,
        Language::De => DE,
    }
}

macro_rules! prompts {
    ($($name:literal)*) => {
        const EN: &[Prompt] = &[$(prompts!(one "en" $name)),*];
        const DE: &[Prompt] = &[$(prompts!(one "de" $name)),*];
    };
    (one $language:literal $name:literal) => {
        (
            $name,
            include_str!(prompts!(path $language $name ".txt")),
            include_bytes!(prompts!(path $language $name ".wav")),
        )
    };
    (path $language:literal $name:literal $ending:literal) => {
        concat!(env!("CARGO_MANIFEST_DIR"), "/prompts/", $language, "/", $name, $ending)
    };
}

prompts! {
    "0"
    "1"
    "2"
    "3"
    "4"
    "5"
    "6"
    "7"
    "8"
    "9"
    "about-an-order"
    "again"
    "asked-sign-in"
    "asked-step-up"
    "asked-yourself-press-1"
    "changes-sign-in"
    "expected-is-fraud"
    "goodbye"
    "hang-up"
    "if-not-hang-up"
    "if-you-press-1"
    "not-read-out"
    "not-you-press-9"
    "not-yours-hang-up"
    "number-entered"
    "once-more-press-1"
    "order-press-1"
    "press-1"
    "tell-nobody"
    "thank-you"
    "turns-on-codes"
    "your-code-is"
    "works-1-minute"
    "works-2-minutes"
    "works-3-minutes"
    "works-4-minutes"
    "works-5-minutes"
    "works-6-minutes"
    "works-7-minutes"
    "works-8-minutes"
    "works-9-minutes"
    "works-10-minutes"
}
