//! People with access to a customer account, and what an invitation opens.

mod answer;
mod list;
mod new;
mod reached;

pub use answer::{AnswerEnd, AnswerEndPage, AnswerPage, OwnAccessPage, Stands};
pub use list::{AccessDone, AccessPage, InvitationLine, OutsideLine, RemoveAccessPage};
pub use new::{AccessProblem, InvitePage, InviteTyped, RightBox};
pub use reached::{ReachedLine, ReachedPage, ReachedProblem, ReachedTyped};

use countersign_core::people::Role;

/// What pages call a role.
pub(super) const fn role_key(role: Role) -> &'static str {
    match role {
        Role::Owner => "access-role-owner",
        Role::Administrator => "access-role-administrator",
        Role::Member => "access-role-member",
        Role::TechnicalAdministrator => "access-role-technical",
    }
}
