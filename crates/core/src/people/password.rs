//! Whether a value may become a password: one check for every place that sets one.

mod common;
mod context;
mod hashed;

pub use context::PasswordContext;

/// Code points at least (CS-PW-01).
const LEAST: usize = 8;
/// The same where the operator asks more of persons without a second factor.
const LEAST_ALONE: usize = 15;
/// Bytes at most: what is longer is refused before anything is computed from it.
pub const MOST_BYTES: usize = 1_024;
/// Code points the estimate looks at; more would only cost time.
const ESTIMATED: usize = 100;
/// Guesses from which an estimate counts as score 3, "safely unguessable". The estimator's own score asks for five more,
/// which would refuse eight random characters: it counts them as exactly this many.
const LEAST_GUESSES: u64 = 100_000_000;

/// Guesses from which a password is told to be very good: 100 times what is asked for, as the estimator's own next score.
const GOOD_GUESSES: u64 = 10_000_000_000;

/// The name of this program: persons meet it in the address and on the pages, and guessers know it whatever the portal is called.
const OUR_NAME: &str = "countersign";

/// What the operator asks of passwords beyond the fixed rules.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PasswordPolicy {
    /// Whether persons without a second factor need 15 characters; default no.
    pub long_without_second_factor: bool,
    /// Whether upper and lower case letters and a special character are asked for; default no, since such rules make
    /// passwords worse (NIST SP 800-63B 3.1.1.2).
    pub mixture: bool,
    /// Names of product, brand and company: no password may be made of them.
    pub words: Vec<String>,
}

/// Why a value may not become a password. Holds nothing of the value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasswordRefused {
    /// Fewer code points than this.
    TooShort {
        /// The least.
        least: usize,
    },
    /// More than 1,024 bytes.
    TooLong,
    /// The hash of a password: whoever has read it where it was stored could sign in with it.
    Hashed,
    /// Listed, or made of the names around it.
    WellKnown,
    /// Without upper case, lower case or a special character, where the operator asks for them.
    Unmixed,
    /// Fewer guesses than score 3.
    TooEasy,
}

/// How strong a value is that may become a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasswordStrength {
    /// Enough.
    Good,
    /// Well beyond what is asked for.
    VeryGood,
}

impl PasswordPolicy {
    /// Code points a password needs at least, for a person with or without a second factor.
    pub const fn least(&self, second_factor: bool) -> usize {
        if self.long_without_second_factor && !second_factor { LEAST_ALONE } else { LEAST }
    }

    /// Checks a value whole, as it was typed, and says how strong it is: nothing is cut, trimmed or folded.
    pub fn check(
        &self,
        password: &str,
        context: &PasswordContext,
        second_factor: bool,
    ) -> Result<PasswordStrength, PasswordRefused> {
        if password.len() > MOST_BYTES {
            return Err(PasswordRefused::TooLong);
        }
        let least = self.least(second_factor);
        if password.chars().count() < least {
            return Err(PasswordRefused::TooShort { least });
        }
        if hashed::is_hash(password) {
            return Err(PasswordRefused::Hashed);
        }
        let context = context.with(&self.words).with(&[OUR_NAME.to_owned()]);
        if common::is_listed(password) || context.leaves_of(password) < LEAST {
            return Err(PasswordRefused::WellKnown);
        }
        if self.mixture && !is_mixed(password) {
            return Err(PasswordRefused::Unmixed);
        }
        // The estimator takes the year from the system, to know which years are near; nothing else here reads a clock.
        let beginning: String = password.chars().take(ESTIMATED).collect();
        match zxcvbn::zxcvbn(&beginning, &context.words()).guesses() {
            ..LEAST_GUESSES => Err(PasswordRefused::TooEasy),
            LEAST_GUESSES..GOOD_GUESSES => Ok(PasswordStrength::Good),
            GOOD_GUESSES.. => Ok(PasswordStrength::VeryGood),
        }
    }
}

fn is_mixed(password: &str) -> bool {
    password.chars().any(char::is_uppercase)
        && password.chars().any(char::is_lowercase)
        && password.chars().any(|c| !c.is_alphanumeric())
}
