//! The duty to use a second factor: of an account, a role in it, or one person.

pub(super) mod lift;
pub(super) mod list;
pub(super) mod preview;
pub(super) mod set;

use countersign_app::accounts::{Acting, By};
use countersign_core::people::Role;
use countersign_core::policy::AllowedWays;

use crate::api::shapes::invalid;
use crate::http::{Problem, Refused, Slug};

/// A key forces nobody and lets nobody off: only an owner or administrator does (CS-F2-03).
fn member(by: By) -> Result<Acting, Refused> {
    match by {
        By::Member(acting) => Ok(acting),
        By::Portal => {
            let detail = "Say on whose behalf: \"acting_person\" and \"acting_session\".";
            Err(Problem::new(Slug::MalformedRequest).detail(detail).into())
        }
    }
}

fn read_ways(text: &str) -> Result<AllowedWays, Refused> {
    AllowedWays::parse(text)
        .ok_or_else(|| invalid("ways", "Ways are \"any\" or \"app-or-passkey\"."))
}

/// A role in a path; what is none is nothing that exists.
fn read_role(text: &str) -> Result<Role, Refused> {
    Role::parse(text).ok_or_else(|| Slug::NotFound.into())
}
