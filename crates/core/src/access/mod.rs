//! Who may do what in an account, and what a person may see in a session.

pub mod acts;
pub mod invitation;
pub mod reach;
pub mod resource;
pub mod rights;

pub use acts::{Act, Standing, may};
pub use invitation::{Invitation, InvitationState, Mailing};
pub use reach::{ActsFor, Reach, Reaches, is_never_area, is_never_order};
pub use resource::{DEEPEST, Holder, MOST_CHECKED, MOST_LINES, MOST_REMOVED, Sight, resource_type};
pub use rights::{NEVER, Right, RightRefused, Rights};
