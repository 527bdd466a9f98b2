//! From what a use case answers to what a caller is told.

use countersign_app::signing::rfc3339;
use countersign_app::{AppError, Refused as Said};
use countersign_core::Timestamp;

use super::problem::{Problem, Refused, Slug};

/// A use case could not run: the log gets the cause, the caller learns whether trying again may help.
pub fn of_app(error: &AppError) -> Problem {
    let cause = format!("{}: {error}", error.cause());
    if error.is_passing() { Problem::unavailable(cause) } else { Problem::internal(cause) }
}

/// The refusal of a use case as a problem, `now` for `Retry-After`.
pub fn of_refusal(refused: &Said, now: Timestamp) -> Problem {
    let wait = |until: i64| retry_after_s(until, now);
    match refused {
        // Ways to sign in and contacts are changed on pages only; the API answers as for what is not there.
        Said::NotFound
        | Said::MalformedRecoveryCode { .. }
        | Said::WrongPassword { .. }
        | Said::LastWay
        | Said::FactorKept { .. }
        | Said::SetUpLinkNeeded
        | Said::ContactKept { .. }
        | Said::ContactKnown
        | Said::TooManyNumbers
        | Said::ContactSpent => Problem::new(Slug::NotFound),
        Said::Invalid { field, problem } => {
            Problem::new(Slug::InvalidValue).detail(problem).with("field", field)
        }
        Said::WeakPassword { field, reason, least } => Problem::new(Slug::InvalidValue)
            .detail(weak_password(reason, *least))
            .with("field", field)
            .with("reason", reason),
        Said::Resting { until } => Problem::new(Slug::RecoveredRecently)
            .detail("For 72 hours after an assisted recovery nothing is ordered that deletes, overwrites or gives away.")
            .with("until", time(*until)),
        Said::EmailTaken => Problem::new(Slug::EmailTaken),
        Said::ReferenceTaken => Problem::new(Slug::ReferenceTaken)
            .detail("Find the account with GET /v1/accounts?reference=…."),
        Said::LastOwner { account } => Problem::new(Slug::LastOwner)
            .detail(
                "Make somebody else an owner who can sign in, or close the account, and try again.",
            )
            .with("account", account),
        Said::NotAllowed => Problem::new(Slug::NotAllowed),
        Said::StepUpRequired { area } => Problem::new(Slug::StepUpRequired)
            .detail("Open a window in this session with a step-up, then try again.")
            .with("area", area),
        Said::SecondFactorRequired => Problem::new(Slug::SecondFactorRequired)
            .detail("Confirm in this session with an app, a text message or a call that is turned on for sign-in, then try again."),
        Said::FactorOwed { account } => Problem::new(Slug::FactorOwed)
            .detail("Send the person to our sign-in page: it leads through the set-up. Then register a new session.")
            .with("account", account),
        Said::NoQualifyingOwner => Problem::new(Slug::NoQualifyingOwner)
            .detail("Nobody who owns the account could see it. Let an owner turn two-factor authentication on first."),
        Said::InvitationOver => Problem::new(Slug::InvitationOver)
            .detail("It was decided, has expired, or was mailed five times. Invite anew."),
        Said::SessionEnded => Problem::new(Slug::SessionEnded),
        Said::MethodUnavailable { reason } => Problem::new(Slug::MethodUnavailable)
            .detail(format!("The method cannot be used here: {reason}."))
            .with("reason", reason),
        Said::MethodFixed => Problem::new(Slug::MethodFixed).detail(
            "The first send or answer fixed method and contact; another way is another challenge.",
        ),
        Said::TooSoon { until, sent_at } => Problem::new(Slug::TooSoon)
            .with("until", time(*until))
            .with("sent_at", time(*sent_at))
            .retry_after_s(wait(*until)),
        Said::TooManySends { until, since, count } => Problem::new(Slug::TooManySends)
            .with("until", time(*until))
            .with("since", time(*since))
            .with("count", count)
            .retry_after_s(wait(*until)),
        Said::ChallengeClosed => Problem::new(Slug::ChallengeClosed).detail(
            "It was answered, has expired, was replaced, or its session ended. Start another one.",
        ),
        Said::NotSent => Problem::new(Slug::NotSent).detail("Send the code before it is answered."),
        Said::MalformedCode { wanted, .. } => Problem::new(Slug::MalformedCode)
            .detail(format!("A code has {wanted} digits. It was not compared and costs no try.")),
        Said::WrongCode { attempts_left, clock_off_minutes, order_void, session_ended } => {
            let problem = Problem::new(Slug::WrongCode)
                .with("attempts_left", attempts_left)
                .with("order_void", order_void)
                .with("session_ended", session_ended);
            match clock_off_minutes {
                Some(minutes) => problem
                    .detail("The code was right a while ago: the clock of the device seems to be behind.")
                    .with("clock_off_minutes", minutes),
                None => problem,
            }
        }
        Said::CodeExpired { at } => Problem::new(Slug::CodeExpired)
            .detail("The code was right, but it came too late. The try was given back.")
            .with("expired_at", time(*at)),
        Said::CodeUsed => Problem::new(Slug::CodeUsed).detail("Wait for the next code of the app."),
        Said::GuessesWait { until } => {
            Problem::new(Slug::GuessesWait).with("until", time(*until)).retry_after_s(wait(*until))
        }
        Said::GuessesClosed { everywhere, ways } => {
            Problem::new(Slug::GuessesClosed).with("ways", ways).with("everywhere", everywhere)
        }
        Said::OrderClosed { state } => Problem::new(Slug::OrderClosed)
            .detail(format!("The order is {state}."))
            .with("state", state),
        Said::AlreadyClaimed => Problem::new(Slug::AlreadyClaimed),
        Said::NotAuthorised { state } => Problem::new(Slug::NotAuthorised)
            .detail(format!("The order is {state}."))
            .with("state", state),
        Said::NoMatch => Problem::new(Slug::Unauthenticated),
        Said::TooManyPasswords => Problem::new(Slug::GuessesWait),
        Said::ResultRefused => Problem::new(Slug::ResultRefused),
        Said::LinkUsed => Problem::new(Slug::LinkUsed),
        Said::IdempotencyMismatch => Problem::new(Slug::IdempotencyKeyReused),
    }
}

/// What a use case gave, or the problem.
pub fn told<T>(outcome: countersign_app::Outcome<T>, now: Timestamp) -> Result<T, Refused> {
    match outcome {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(refused)) => Err(of_refusal(&refused, now).into()),
        Err(error) => Err(of_app(&error).into()),
    }
}

/// What is wrong with a password, in a sentence.
pub fn weak_password(reason: &str, least: u32) -> String {
    match reason {
        "too-short" => format!("Use at least {least} characters."),
        "too-long" => "Use at most 256 characters.".to_owned(),
        "hashed" => {
            "This is the hash of a password. Leave it out: the person sets a password by mail."
                .to_owned()
        }
        "well-known" => {
            "This password is well known or contains a name of the person or of ours.".to_owned()
        }
        "unmixed" => "Use upper and lower case letters and a special character.".to_owned(),
        _ => "This password is too easy to guess. Choose a longer or less common one.".to_owned(),
    }
}

fn time(ms: i64) -> String {
    rfc3339(Timestamp::from_ms(ms))
}

/// Whole seconds, never early: one more than has begun.
fn retry_after_s(until: i64, now: Timestamp) -> u64 {
    Timestamp::from_ms(until).since(now).as_millis().div_ceil(1_000).try_into().unwrap_or(u64::MAX)
}
