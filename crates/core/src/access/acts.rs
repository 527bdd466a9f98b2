//! The one table of what a member of an account may do in it: role by act, and never on a higher role.

use crate::people::Role;

/// Something a member does in an account. Roles in it are those of the person it is done to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Sees the account's name.
    ReadAccount,
    /// Sees who belongs to it.
    ReadMembers,
    /// Takes a person in, in this role.
    AddMember {
        /// The role given.
        role: Role,
    },
    /// Changes what another person is.
    ChangeMember {
        /// What the person is.
        from: Role,
        /// What the person becomes.
        to: Role,
    },
    /// Takes another person out.
    RemoveMember {
        /// What the person is.
        role: Role,
    },
    /// Leaves the account.
    Leave,
    /// Lowers oneself.
    LowerOneself {
        /// What the person becomes.
        to: Role,
    },
    /// Sees what everybody did for the account; oneself everybody sees.
    ReadActivity,
    /// Mails a person a link for a new password, or ends their sessions for this account.
    Help {
        /// What the person is.
        role: Role,
    },
    /// Vouches for a person who lost every way in: one of the proofs of an assisted recovery.
    Vouch {
        /// What the person is.
        role: Role,
    },
    /// Sees groups, grants and marks.
    ReadAccess,
    /// Changes groups and grants.
    ChangeAccess,
    /// Marks a resource as one that only sessions with a second factor see, or lifts the mark.
    MarkSecondFactorOnly,
    /// Forces the second factor on a person, or lifts it.
    ForcePerson {
        /// What the person is.
        role: Role,
    },
    /// The same on oneself: nobody lets themselves off, and nobody needs force to turn their own on.
    ForceOneself,
    /// Forces it on everybody of a role, or lifts it.
    ForceRole {
        /// The role.
        role: Role,
    },
    /// Forces it on everybody of the account, or lifts it.
    ForceAccount,
}

impl Act {
    /// Whether it needs an open window: what changes who may do or see something does (CS-F2-03).
    pub const fn needs_window(self) -> bool {
        !matches!(
            self,
            Self::ReadAccount | Self::ReadMembers | Self::ReadAccess | Self::ReadActivity
        )
    }

    /// Whether it needs a second factor that was proven in the session at hand (CS-F2-08).
    pub const fn needs_second_factor(self) -> bool {
        matches!(self, Self::MarkSecondFactorOnly | Self::ForceRole { .. } | Self::ForceAccount)
    }

    /// One of each, with every role in it, for tests that walk them.
    pub fn all() -> Vec<Self> {
        let mut acts = vec![
            Self::ReadAccount,
            Self::ReadMembers,
            Self::ReadActivity,
            Self::Leave,
            Self::ReadAccess,
            Self::ChangeAccess,
            Self::MarkSecondFactorOnly,
            Self::ForceOneself,
            Self::ForceAccount,
        ];
        for role in Role::ALL {
            acts.extend([
                Self::AddMember { role },
                Self::RemoveMember { role },
                Self::LowerOneself { to: role },
                Self::Help { role },
                Self::Vouch { role },
                Self::ForcePerson { role },
                Self::ForceRole { role },
            ]);
            acts.extend(Role::ALL.map(|to| Self::ChangeMember { from: role, to }));
        }
        acts
    }
}

/// What somebody is in the account at hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Not in it, or no longer: the account does not exist for them.
    Stranger,
    /// In it.
    In(Role),
}

/// Whether somebody of this standing may do this. No other place decides it.
pub fn may(standing: Standing, act: Act) -> bool {
    let Standing::In(role) = standing else { return false };
    let reaches = |other: Role| other.rank() <= role.rank();
    let looks_after = role.sees_all();
    match act {
        Act::ReadAccount | Act::Leave => true,
        // Not to a technical administrator: whoever becomes one brings rights along that somebody else has to name.
        Act::LowerOneself { to } => to.rank() < role.rank() && to != Role::TechnicalAdministrator,
        Act::ReadMembers | Act::ReadAccess | Act::ChangeAccess | Act::MarkSecondFactorOnly => {
            looks_after
        }
        Act::AddMember { role: other }
        | Act::RemoveMember { role: other }
        | Act::Help { role: other }
        | Act::ForcePerson { role: other }
        | Act::ForceRole { role: other } => looks_after && reaches(other),
        Act::ChangeMember { from, to } => looks_after && reaches(from) && reaches(to),
        // An owner's own recovery waits longer, and takes other proofs than a co-owner's word.
        Act::Vouch { role: other } => role == Role::Owner && other != Role::Owner,
        Act::ForceOneself => false,
        // It holds for owners too; and what everybody did is theirs to see.
        Act::ForceAccount | Act::ReadActivity => role == Role::Owner,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STANDINGS: [Standing; 5] = [
        Standing::In(Role::Owner),
        Standing::In(Role::Administrator),
        Standing::In(Role::Member),
        Standing::In(Role::TechnicalAdministrator),
        Standing::Stranger,
    ];

    /// The table itself, written a second time: `y` may, `-` may not; owner, administrator, member, technical administrator,
    /// somebody of another account.
    fn expected(act: Act) -> &'static str {
        use Role::{
            Administrator as Adm, Member as Mem, Owner as Own, TechnicalAdministrator as Tec,
        };
        match act {
            Act::ReadAccount | Act::Leave => "yyyy-",
            Act::ReadMembers | Act::ReadAccess | Act::ChangeAccess | Act::MarkSecondFactorOnly => {
                "yy---"
            }
            Act::ForceOneself => "-----",
            Act::ForceAccount | Act::ReadActivity => "y----",
            Act::AddMember { role }
            | Act::RemoveMember { role }
            | Act::Help { role }
            | Act::ForcePerson { role }
            | Act::ForceRole { role } => match role {
                Own => "y----",
                Adm | Mem | Tec => "yy---",
            },
            Act::ChangeMember { from, to } => match (from, to) {
                (Own, _) | (_, Own) => "y----",
                _ => "yy---",
            },
            Act::Vouch { role } => match role {
                Own => "-----",
                Adm | Mem | Tec => "y----",
            },
            Act::LowerOneself { to } => match to {
                Own | Tec => "-----",
                Adm => "y----",
                Mem => "yy---",
            },
        }
    }

    /// CS-DEL-02, CS-DEL-04, CS-F2-03: role by act, own account and another one.
    #[test]
    fn the_table_of_rights_is_this_one() {
        for act in Act::all() {
            for (standing, wanted) in STANDINGS.into_iter().zip(expected(act).chars()) {
                assert_eq!(may(standing, act), wanted == 'y', "{standing:?} {act:?}");
            }
        }
    }

    /// CS-DEL-02: whatever somebody may do to a role, they stand as high.
    #[test]
    fn nobody_reaches_or_makes_a_higher_role() {
        for role in Role::ALL {
            for other in Role::ALL.into_iter().filter(|other| other.rank() > role.rank()) {
                let mut acts = vec![
                    Act::AddMember { role: other },
                    Act::RemoveMember { role: other },
                    Act::LowerOneself { to: other },
                    Act::Help { role: other },
                    Act::ForcePerson { role: other },
                    Act::ForceRole { role: other },
                ];
                for any in Role::ALL {
                    acts.push(Act::ChangeMember { from: other, to: any });
                    acts.push(Act::ChangeMember { from: any, to: other });
                }
                for act in acts {
                    assert!(!may(Standing::In(role), act), "{role:?} {act:?}");
                }
            }
        }
    }
}
