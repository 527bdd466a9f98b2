//! Turns the texts of a call into voice: prompts from files, digits one by one, the rest by a speech engine.

mod cut;
mod prompts;
mod resample;
mod speech;
mod wav;

use countersign_core::people::Language;

use crate::{SendError, SetupError, Spoken};
use cut::{Piece, pieces};
use prompts::Prompts;
pub use speech::Engine;

use super::talk::Voice;

/// Samples a second, as G.711 has them.
const RATE: usize = 8000;
/// After a sentence from a file; an engine makes its own.
const AFTER_SENTENCE: usize = RATE * 3 / 10;
/// Between two digits (CS-DC-09's text: half a second).
const BETWEEN_DIGITS: usize = RATE / 2;
/// Between two groups of digits, and after the last.
const AFTER_DIGITS: usize = RATE;
/// Before the first word: a callee is still lifting the receiver to the ear.
const FIRST: usize = RATE / 2;

/// All that a call may say. No Debug: it holds the code.
#[derive(Clone, Default)]
pub(super) struct Voices {
    /// Said when somebody answers.
    pub(super) opening: Voice,
    /// Said after key 1.
    pub(super) code: Voice,
    /// Said after key 9.
    pub(super) farewell: Voice,
}

/// What is needed to speak.
pub(super) struct Speaker {
    prompts: Prompts,
    engine: Option<Engine>,
}

impl Speaker {
    /// Reads the prompts: the built-in ones, and over them those of the operator's folder.
    pub(super) fn new(
        folder: Option<&std::path::Path>,
        engine: Option<Engine>,
    ) -> Result<Self, SetupError> {
        Ok(Self { prompts: Prompts::load(folder).map_err(SetupError)?, engine })
    }

    /// The two halves of a call, and what follows key 9. An opening that holds the code is refused, whoever wrote it (CS-DC-09). Every other
    /// failure is the engine's, so another provider may do better: `Retry`.
    pub(super) async fn speak(
        &self,
        spoken: &Spoken,
        code: Option<&str>,
        language: Language,
    ) -> Result<Voices, SendError> {
        if code.is_some_and(|code| holds(&spoken.opening, code)) {
            return Err(SendError::permanent("the opening of the call holds the code"));
        }
        let opening = format!("{} {}", spoken.opening, spoken.not_you);
        let opening = self.say(opening.trim(), language).await?;
        let code = self.say(&spoken.after_key, language).await?;
        let farewell = match spoken.after_nine.as_str() {
            "" => Voice::default(),
            // Without a voice the call ends all the same: a word of thanks is no reason not to call.
            text => self.say(text, language).await.unwrap_or_default(),
        };
        Ok(Voices { opening, code, farewell })
    }

    /// Whether the engine speaks each language; the error is a sentence for the operator.
    pub(super) async fn probe(&self) -> Result<(), String> {
        let Some(engine) = &self.engine else { return Ok(()) };
        for (language, word) in [(Language::En, "Hello"), (Language::De, "Hallo")] {
            engine.speak(word, language).await?;
        }
        Ok(())
    }

    async fn say(&self, text: &str, language: Language) -> Result<Voice, SendError> {
        let mut samples = vec![0; FIRST];
        let mut once = None;
        // Sentences without a file that stand together are spoken together: they sound better, and it is one process.
        let mut unknown = String::new();
        for piece in pieces(text) {
            match piece {
                Piece::Sentence(sentence) => {
                    let Some(prompt) = self.prompts.sentence(language, sentence) else {
                        unknown.push_str(sentence);
                        unknown.push_str(". ");
                        continue;
                    };
                    self.engine_says(&mut unknown, language, &mut samples).await?;
                    samples.extend_from_slice(prompt);
                    samples.resize(samples.len() + AFTER_SENTENCE, 0);
                }
                Piece::Digits(groups) => {
                    self.engine_says(&mut unknown, language, &mut samples).await?;
                    for group in groups {
                        self.digits(&group, language, &mut samples);
                    }
                    once = once.or(Some(samples.len()));
                }
            }
        }
        self.engine_says(&mut unknown, language, &mut samples).await?;
        Ok(Voice::new(&samples, once))
    }

    fn digits(&self, group: &[u8], language: Language, samples: &mut Vec<i16>) {
        for digit in group {
            samples.extend_from_slice(self.prompts.digit(language, *digit));
            samples.resize(samples.len() + BETWEEN_DIGITS, 0);
        }
        samples.resize(samples.len() + AFTER_DIGITS - BETWEEN_DIGITS, 0);
    }

    async fn engine_says(
        &self,
        text: &mut String,
        language: Language,
        samples: &mut Vec<i16>,
    ) -> Result<(), SendError> {
        if text.is_empty() {
            return Ok(());
        }
        let Some(engine) = &self.engine else {
            return Err(SendError::retry(
                "a sentence has no prompt file, and no speech engine is set",
            ));
        };
        // Signs that engines take for something else than text.
        let plain = text.replace(['[', ']', '<', '>', '\0'], " ");
        let said = engine.speak(plain.trim_end(), language).await.map_err(SendError::retry)?;
        text.clear();
        samples.extend_from_slice(&said);
        samples.resize(samples.len() + AFTER_SENTENCE, 0);
        Ok(())
    }
}

/// Whether a text holds a code, however its digits are parted.
fn holds(text: &str, code: &str) -> bool {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    !code.is_empty() && digits.contains(code)
}
