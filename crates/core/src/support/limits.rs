//! How often one agent may compare what a caller says.

use std::time::Duration;

/// Checks of an agent in the span below (CS-SUP-04).
pub const CHECKS_AN_HOUR: u32 = 20;
/// Persons whose callers an agent may check in it.
pub const PERSONS_AN_HOUR: u32 = 10;
/// The span.
pub const LIMIT_SPAN: Duration = Duration::from_hours(1);

/// Which limit an agent has reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AgentLimit {
    /// Of checks.
    Checks,
    /// Of persons.
    Persons,
}

/// Whether an agent who has made so many checks in the last hour, of so many persons, may make another. `is_new`: this person
/// is not among them.
pub const fn may_check(checks: u32, persons: u32, is_new: bool) -> Result<(), AgentLimit> {
    if checks >= CHECKS_AN_HOUR {
        return Err(AgentLimit::Checks);
    }
    if is_new && persons >= PERSONS_AN_HOUR {
        return Err(AgentLimit::Persons);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// CS-SUP-04: the 21st check and the 11th person are refused, and persons who were checked before are no new ones.
    #[test]
    fn the_twenty_first_check_and_the_eleventh_person_are_refused() {
        assert_eq!(may_check(19, 9, true), Ok(()));
        assert_eq!(may_check(20, 1, false), Err(AgentLimit::Checks));
        assert_eq!(may_check(10, 10, true), Err(AgentLimit::Persons));
        assert_eq!(may_check(10, 10, false), Ok(()));
    }
}
