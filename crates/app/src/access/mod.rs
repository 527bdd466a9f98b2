//! What members of an account may see: groups, resources, grants, marks, and the question a portal asks on every page.

mod grants;
mod groups;
mod marks;
mod out_of_sight;
mod register;
mod resources;
mod visible;

pub use countersign_store::{Looking, SeenPage};
pub use grants::{GrantView, grant, grants, revoke};
pub use groups::{
    GroupMemberView, GroupView, create_group, group_members, groups, join_group, leave_group,
    remove_group,
};
pub use marks::{lift_mark, set_mark};
pub(crate) use out_of_sight::OutOfSight;
pub use register::{Line, Registration, register};
pub use resources::{ResourceView, remove_resource, resources};
pub use visible::{SeenView, check, seen};
