//! What is said and when, counted in frames of 20 ms: the opening, the wait for a key, the code, the end (CS-DC-09).

use std::time::Duration;

use super::voice::Voices;

/// Samples of 20 ms.
pub(super) const FRAME: usize = 160;
/// 20 ms of voice.
pub(super) type Frame = [i16; FRAME];

static SILENCE: Frame = [0; FRAME];
/// The same key again within this is the same press: once as a telephone event, once by INFO.
const SAME_PRESS: usize = 50;

/// A key of the telephone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Key {
    /// 0 to 9.
    Digit(u8),
    /// Star, hash or a letter.
    Other,
}

impl Key {
    /// The key of a telephone event (RFC 4733 section 3.2); `None`: the event is no key.
    pub(super) const fn of_event(number: u8) -> Option<Self> {
        match number {
            0..=9 => Some(Self::Digit(number)),
            10..=15 => Some(Self::Other),
            _ => None,
        }
    }

    /// The key of its sign.
    pub(super) fn of_sign(sign: &str) -> Option<Self> {
        match sign.as_bytes() {
            [digit @ b'0'..=b'9'] => Some(Self::Digit(digit - b'0')),
            [b'*' | b'#' | b'A'..=b'D'] => Some(Self::Other),
            _ => None,
        }
    }
}

/// Voice in whole frames.
#[derive(Clone, Default, PartialEq, Eq)]
pub(super) struct Voice {
    frames: Vec<Frame>,
    /// How many frames hold the code once; the whole if it holds none.
    once: usize,
}

impl Voice {
    /// Cuts samples into frames; the last is filled with silence. `once`: the sample at which the code has been said once.
    pub(super) fn new(samples: &[i16], once: Option<usize>) -> Self {
        let frames: Vec<Frame> = samples
            .chunks(FRAME)
            .map(|chunk| {
                let mut frame = SILENCE;
                frame[..chunk.len()].copy_from_slice(chunk);
                frame
            })
            .collect();
        let once = once.map_or(frames.len(), |at| at.div_ceil(FRAME).min(frames.len()));
        Self { frames, once }
    }

    /// How long it takes.
    pub(super) fn length(&self) -> Duration {
        span(self.frames.len())
    }
}

/// How long a call waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// For a key after each of the two openings.
    pub key: Duration,
    /// For a wish to hear the code once more.
    pub again: Duration,
    /// The whole call, from the answer to the end.
    pub call: Duration,
}

impl Default for Pace {
    /// CS-DC-09: 10 s for a key, under 60 s in all.
    fn default() -> Self {
        Self {
            key: Duration::from_secs(10),
            again: Duration::from_secs(4),
            call: Duration::from_secs(58),
        }
    }
}

/// What happens in the next 20 ms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step<'a> {
    /// This is sent.
    Say(&'a Frame),
    /// The call ends.
    End(Heard),
}

/// How far a call came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Heard {
    /// No key was pressed: nobody who listens, perhaps a machine. Nothing of the code was said.
    NoKey,
    /// A key was pressed, and the call ended before the code had been said once.
    Part,
    /// The code was said at least once after the key.
    Code,
    /// The callee pressed 9: this was not them.
    NotMe,
}

enum State {
    Opening { at: usize, last: bool },
    Key { left: usize, last: bool },
    Code { at: usize },
    Again { left: usize },
    Farewell { at: usize },
}

/// One call's conversation. It reads no clock: a step is 20 ms.
pub(super) struct Talk {
    voices: Voices,
    pace: Pace,
    state: State,
    /// Frames since the answer.
    gone: usize,
    pressed: bool,
    said: bool,
    last_key: Option<(Key, usize)>,
}

impl Talk {
    /// `None`: opening and code do not fit into a call, so it must not be begun.
    pub(super) fn new(voices: Voices, pace: Pace) -> Option<Self> {
        let fits = voices.opening.length() + voices.code.length() <= pace.call;
        fits.then_some(Self {
            voices,
            pace,
            state: State::Opening { at: 0, last: false },
            gone: 0,
            pressed: false,
            said: false,
            last_key: None,
        })
    }

    /// How far it came, whenever the call ends.
    pub(super) fn heard(&self) -> Heard {
        match (self.said, self.pressed) {
            _ if matches!(self.state, State::Farewell { .. }) => Heard::NotMe,
            (true, _) => Heard::Code,
            (false, true) => Heard::Part,
            (false, false) => Heard::NoKey,
        }
    }

    /// The next 20 ms. `key` was pressed since the last step.
    pub(super) fn step(&mut self, key: Option<Key>) -> Step<'_> {
        self.gone += 1;
        match key.filter(|key| self.is_new(*key)) {
            // From here on no key brings the code.
            _ if matches!(self.state, State::Farewell { .. }) => {}
            Some(Key::Digit(9)) => self.state = State::Farewell { at: 0 },
            // Too late for the code to be said whole: the key changes nothing, and the call ends by itself.
            Some(Key::Digit(1)) if self.fits(&self.voices.code) => {
                self.pressed = true;
                self.state = State::Code { at: 0 };
            }
            _ => {}
        }
        if self.gone > frames(self.pace.call) {
            return Step::End(self.heard());
        }
        self.advance()
    }

    fn advance(&mut self) -> Step<'_> {
        match &mut self.state {
            State::Opening { at, last } => {
                if let Some(frame) = self.voices.opening.frames.get(*at) {
                    *at += 1;
                    return Step::Say(frame);
                }
                self.state = State::Key { left: frames(self.pace.key), last: *last };
                Step::Say(&SILENCE)
            }
            State::Key { left: 0, last } => {
                let again = !*last
                    && span(self.gone) + self.voices.opening.length() + self.voices.code.length()
                        <= self.pace.call;
                if !again {
                    return Step::End(self.heard());
                }
                self.state = State::Opening { at: 0, last: true };
                Step::Say(&SILENCE)
            }
            State::Code { at } => {
                if let Some(frame) = self.voices.code.frames.get(*at) {
                    *at += 1;
                    self.said |= *at >= self.voices.code.once;
                    return Step::Say(frame);
                }
                self.state = State::Again { left: frames(self.pace.again) };
                Step::Say(&SILENCE)
            }
            State::Farewell { at } => match self.voices.farewell.frames.get(*at) {
                Some(frame) => {
                    *at += 1;
                    Step::Say(frame)
                }
                None => Step::End(Heard::NotMe),
            },
            State::Again { left: 0 } => Step::End(self.heard()),
            State::Key { left, .. } | State::Again { left } => {
                *left -= 1;
                Step::Say(&SILENCE)
            }
        }
    }

    fn is_new(&mut self, key: Key) -> bool {
        let same =
            self.last_key.is_some_and(|(last, at)| last == key && self.gone - at <= SAME_PRESS);
        self.last_key = Some((key, self.gone));
        !same
    }

    fn fits(&self, voice: &Voice) -> bool {
        span(self.gone) + voice.length() <= self.pace.call
    }
}

fn frames(span: Duration) -> usize {
    usize::try_from(span.as_millis() / 20).unwrap_or(usize::MAX)
}

fn span(frames: usize) -> Duration {
    Duration::from_millis(u64::try_from(frames).unwrap_or(u64::MAX).saturating_mul(20))
}

#[cfg(test)]
mod tests;
