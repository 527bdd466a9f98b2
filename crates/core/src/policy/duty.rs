//! The duty to use a second factor: whom it is for, what meets it, and what whoever has it may not do.

use std::time::Duration;

use crate::ids::{AccountId, AuthenticatorId, DutyId, PersonId};
use crate::people::{AuthenticatorKind, Person, Role};
use crate::ports::Timestamp;

/// The furthest a duty may lie ahead.
const FURTHEST: Duration = Duration::from_hours(366 * 24);
/// How long before the date the first reminder goes out, and the last one.
const WEEK: Duration = Duration::from_hours(7 * 24);
const DAY: Duration = Duration::from_hours(24);

/// Which ways meet a duty, the loosest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AllowedWays {
    /// Every real second factor.
    Any,
    /// An app or a passkey; no text message and no call.
    AppOrPasskey,
    /// A passkey alone.
    Passkey,
}

impl AllowedWays {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Any, Self::AppOrPasskey, Self::Passkey];
    /// Those that can be asked for: nobody can enrol a passkey yet, and nobody is forced to what they cannot do.
    pub const OFFERED: [Self; 2] = [Self::Any, Self::AppOrPasskey];

    /// The name on the wire and in columns.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Any => "any",
            Self::AppOrPasskey => "app-or-passkey",
            Self::Passkey => "passkey",
        }
    }

    /// Reads [`AllowedWays::as_str`].
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|ways| ways.as_str() == text)
    }

    /// Whether an authenticator of this kind meets it.
    pub const fn take(self, kind: &AuthenticatorKind) -> bool {
        match kind {
            AuthenticatorKind::Passkey => true,
            AuthenticatorKind::Totp => matches!(self, Self::Any | Self::AppOrPasskey),
            AuthenticatorKind::Sms(_) | AuthenticatorKind::Call(_) => matches!(self, Self::Any),
        }
    }

    /// Whether what a person has meets it.
    pub fn are_met_by(self, person: &Person) -> bool {
        person.authenticators.iter().any(|known| self.take(&known.kind))
    }
}

/// Whom in an account a duty is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DutyOf {
    /// Everybody.
    Account,
    /// Everybody of a role.
    Role(Role),
    /// One person.
    Person(PersonId),
}

impl DutyOf {
    /// The kind, as on the wire and in columns: `account`, `role` or `person`.
    pub const fn scope(&self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::Role(_) => "role",
            Self::Person(_) => "person",
        }
    }

    /// Which role or person; empty for everybody.
    pub fn subject(&self) -> &str {
        match self {
            Self::Account => "",
            Self::Role(role) => role.as_str(),
            Self::Person(person) => person.as_str(),
        }
    }

    /// Reads scope and subject.
    pub fn parse(scope: &str, subject: &str) -> Option<Self> {
        match scope {
            "account" if subject.is_empty() => Some(Self::Account),
            "role" => Role::parse(subject).map(Self::Role),
            "person" => PersonId::parse(subject).ok().map(Self::Person),
            _ => None,
        }
    }
}

/// A duty as an owner or administrator set it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duty {
    /// Its id.
    pub id: DutyId,
    /// In which account.
    pub account: AccountId,
    /// For whom.
    pub of: DutyOf,
    /// What meets it.
    pub ways: AllowedWays,
    /// From when on it holds.
    pub from: Timestamp,
    /// When it was set.
    pub set_at: Timestamp,
    /// Who set it.
    pub set_by: PersonId,
}

impl Duty {
    /// Whether it holds.
    pub fn holds(&self, now: Timestamp) -> bool {
        self.from <= now
    }
}

/// Whether a duty may begin at this moment: not in the past, and not out of sight.
pub fn may_begin_at(from: Timestamp, now: Timestamp) -> bool {
    from >= now && from <= now.plus(FURTHEST)
}

/// What a person's duties come to at one moment: the strictest of what holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Required {
    /// The account that asks for the most; of several the one that asked first.
    pub account: AccountId,
    /// What meets all of them.
    pub ways: AllowedWays,
    /// Who set that one.
    pub set_by: PersonId,
}

/// What is required of the person whose duties these are; `None`: nothing yet.
pub fn required(duties: &[Duty], now: Timestamp) -> Option<Required> {
    let held = duties.iter().filter(|duty| duty.holds(now));
    let strictest = held.min_by(|a, b| b.ways.cmp(&a.ways).then_with(|| a.from.cmp(&b.from)))?;
    Some(Required {
        account: strictest.account.clone(),
        ways: strictest.ways,
        set_by: strictest.set_by.clone(),
    })
}

/// What a person still has to set up before a sign-in of theirs is complete; `None`: nothing.
///
/// A false `None` is a session without the factor that the account asked for (CS-F2-01).
pub fn owed(person: &Person, duties: &[Duty], now: Timestamp) -> Option<Required> {
    required(duties, now).filter(|required| !required.ways.are_met_by(person))
}

/// Whether what is left without these authenticators still meets what is required. A way that met nothing before can go
/// (CS-F2-02): only what the duty rests on stays.
pub fn still_meets(person: &Person, without: &[AuthenticatorId], required: &Required) -> bool {
    let met = |left: bool| {
        let mut known = person.authenticators.iter();
        known.any(|one| required.ways.take(&one.kind) && (!left || !without.contains(&one.id)))
    };
    met(true) || !met(false)
}

/// What is told of a duty to those whom it will hit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Telling {
    /// That it was set.
    Set,
    /// That it begins within a week.
    Week,
    /// That it begins within a day.
    Day,
}

impl Telling {
    /// What is due at `now`, after `told` tellings are done; with the number that counts as done then. `None`: nothing now.
    ///
    /// Who heard of it less than a day before a reminder is due is not told the same again.
    pub fn due(duty: &Duty, told: i64, now: Timestamp) -> Option<(Self, i64)> {
        if told < 1 {
            return Some((Self::Set, 1));
        }
        if duty.holds(now) {
            return None;
        }
        let before = |span: Duration| now.plus(span) >= duty.from;
        let was_news = |span: Duration| duty.set_at.plus(span).plus(DAY) <= duty.from;
        if told < 3 && before(DAY) && was_news(DAY) {
            return Some((Self::Day, 3));
        }
        (told < 2 && before(WEEK) && !before(DAY) && was_news(WEEK)).then_some((Self::Week, 2))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::people::{Authenticator, Language};
    use crate::ports::Entropy;

    struct Count(u8);

    impl Entropy for Count {
        fn fill(&mut self, buf: &mut [u8]) {
            self.0 += 1;
            buf.fill(self.0);
        }
    }

    fn at(days: i64) -> Timestamp {
        Timestamp::from_ms(days * 86_400_000)
    }

    fn duty(rng: &mut Count, ways: AllowedWays, from: i64) -> Duty {
        Duty {
            id: DutyId::generate(rng),
            account: AccountId::generate(rng),
            of: DutyOf::Account,
            ways,
            from: at(from),
            set_at: at(0),
            set_by: PersonId::generate(rng),
        }
    }

    fn person(rng: &mut Count, kinds: &[AuthenticatorKind]) -> Person {
        Person {
            id: PersonId::generate(rng),
            name: "Mara".to_owned(),
            language: Language::En,
            contacts: Vec::new(),
            authenticators: kinds
                .iter()
                .map(|kind| Authenticator {
                    id: AuthenticatorId::generate(rng),
                    kind: kind.clone(),
                    added_at: at(0),
                    used_first: false,
                })
                .collect(),
            recovery_codes: 0,
            must_enrol: false,
            preferred: None,
            staff: None,
        }
    }

    fn text(rng: &mut Count) -> AuthenticatorKind {
        AuthenticatorKind::Sms(crate::ids::ContactId::generate(rng))
    }

    /// CS-F2-05: nothing is owed before the date, and then the strictest of all accounts.
    #[test]
    fn the_strictest_duty_that_holds_is_owed() {
        let rng = &mut Count(0);
        let by_text = text(rng);
        let someone = person(rng, &[by_text]);
        let duties = [duty(rng, AllowedWays::Any, 1), duty(rng, AllowedWays::AppOrPasskey, 5)];
        assert_eq!(owed(&someone, &duties, at(0)), None);
        assert_eq!(owed(&someone, &duties, at(4)), None, "a text message meets the loose one");
        let strict = owed(&someone, &duties, at(5)).expect("owed");
        assert_eq!(
            (strict.account, strict.ways),
            (duties[1].account.clone(), AllowedWays::AppOrPasskey)
        );
        let nobody = person(rng, &[]);
        let loose = owed(&nobody, &duties, at(2)).expect("owed");
        assert_eq!(loose.account, duties[0].account);
        let with_app = person(rng, &[AuthenticatorKind::Totp]);
        assert_eq!(owed(&with_app, &duties, at(9)), None);
        assert!(required(&duties, at(9)).is_some(), "it is required all the same");
    }

    /// CS-F2-02: what the duty rests on stays; what it does not rest on may go.
    #[test]
    fn only_what_meets_the_duty_has_to_stay() {
        let rng = &mut Count(0);
        let by_text = text(rng);
        let someone = person(rng, &[AuthenticatorKind::Totp, by_text]);
        let (app, by_text) =
            (someone.authenticators[0].id.clone(), someone.authenticators[1].id.clone());
        let strict = required(&[duty(rng, AllowedWays::AppOrPasskey, 0)], at(1)).expect("required");
        assert!(!still_meets(&someone, std::slice::from_ref(&app), &strict));
        assert!(still_meets(&someone, std::slice::from_ref(&by_text), &strict));
        let loose = required(&[duty(rng, AllowedWays::Any, 0)], at(1)).expect("required");
        assert!(still_meets(&someone, std::slice::from_ref(&app), &loose));
        assert!(!still_meets(&someone, &[app, by_text], &loose));
        let unmet = person(rng, &[AuthenticatorKind::Totp]);
        let passkey = required(&[duty(rng, AllowedWays::Passkey, 0)], at(1)).expect("required");
        assert!(
            still_meets(&unmet, &[unmet.authenticators[0].id.clone()], &passkey),
            "it met nothing"
        );
    }

    #[test]
    fn the_ways_are_a_table() {
        let rng = &mut Count(0);
        let by_text = text(rng);
        let kinds = [AuthenticatorKind::Passkey, AuthenticatorKind::Totp, by_text];
        let takes = |ways: AllowedWays| kinds.clone().map(|kind| ways.take(&kind));
        assert_eq!(takes(AllowedWays::Any), [true, true, true]);
        assert_eq!(takes(AllowedWays::AppOrPasskey), [true, true, false]);
        assert_eq!(takes(AllowedWays::Passkey), [true, false, false]);
        assert!(
            AllowedWays::Any < AllowedWays::AppOrPasskey
                && AllowedWays::AppOrPasskey < AllowedWays::Passkey
        );
    }

    #[test]
    fn reminders_come_a_week_and_a_day_before() {
        let rng = &mut Count(0);
        let far = duty(rng, AllowedWays::Any, 30);
        let due = |told: i64, day: i64| Telling::due(&far, told, at(day)).map(|(what, _)| what);
        assert_eq!(due(0, 0), Some(Telling::Set));
        assert_eq!(due(1, 22), None);
        assert_eq!(due(1, 23), Some(Telling::Week));
        assert_eq!(due(2, 24), None);
        assert_eq!(due(2, 29), Some(Telling::Day));
        assert_eq!(due(1, 29), Some(Telling::Day), "a week that nobody ran the jobs in");
        assert_eq!(due(3, 29), None);
        assert_eq!(due(1, 31), None, "it holds; the sign-in tells");
        let soon = duty(rng, AllowedWays::Any, 1);
        assert_eq!(Telling::due(&soon, 1, at(0)), None, "it was told a moment ago");
    }

    #[test]
    fn a_duty_begins_now_or_within_a_year() {
        assert!(may_begin_at(at(3), at(3)) && may_begin_at(at(300), at(3)));
        assert!(!may_begin_at(at(2), at(3)) && !may_begin_at(at(400), at(3)));
    }
}
