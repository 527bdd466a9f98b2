//! What is stricter for staff: shorter sessions, and no page of theirs without a second factor.

use std::time::Duration;

use super::Policy;
use crate::people::{Method, Person, Staff};
use crate::session::HostedSession;

/// The longest a session of staff lasts without being used, and at all (CS-LOG-07).
const STAFF_IDLE: Duration = Duration::from_mins(15);
const STAFF_LASTS: Duration = Duration::from_hours(8);

/// How long a session of ours lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionTimes {
    /// Without being used.
    pub idle: Duration,
    /// At the most.
    pub lasts: Duration,
}

impl Policy {
    /// How long a session of this kind of person lives: the operator's numbers, and never longer than staff may.
    pub fn session_times(&self, staff: Option<Staff>) -> SessionTimes {
        let SessionTimes { idle, lasts } =
            SessionTimes { idle: self.session_idle, lasts: self.session_lasts };
        match staff {
            Some(_) => SessionTimes { idle: idle.min(STAFF_IDLE), lasts: lasts.min(STAFF_LASTS) },
            None => SessionTimes { idle, lasts },
        }
    }
}

/// Whether a session has shown a real second factor that its person still has. A recovery code is none: it lets its person
/// in to set one up.
///
/// A false yes is a desk open to whoever has a password; after a false no the person sets a method up or signs in anew.
pub fn has_shown_second_factor(person: &Person, session: &HostedSession) -> bool {
    person.has_second_factor()
        && session.factor.is_some_and(|factor| match factor.method {
            Method::Totp | Method::Passkey | Method::Sms | Method::Call => true,
            Method::Email | Method::WhatsApp | Method::RecoveryCode => false,
        })
}

/// Whether a session may do nothing but turn a second factor on: that of staff who have not shown one, and of a person after an
/// assisted recovery.
pub fn may_only_enrol(person: &Person, session: &HostedSession) -> bool {
    (person.staff.is_some() || person.must_enrol) && !has_shown_second_factor(person, session)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// CS-LOG-07: a tighter setting of the operator's holds for staff too; a looser one does not.
    #[test]
    fn sessions_of_staff_are_never_longer_than_the_operators() {
        let tight = Policy { session_idle: Duration::from_mins(5), ..Policy::default() };
        let times = tight.session_times(Some(Staff::Operator));
        assert_eq!((times.idle, times.lasts), (Duration::from_mins(5), STAFF_LASTS));
        let usual = Policy::default();
        assert_eq!(usual.session_times(Some(Staff::SupportAgent)).idle, STAFF_IDLE);
        assert_eq!(usual.session_times(None).lasts, Duration::from_hours(12));
    }
}
