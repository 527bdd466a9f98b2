//! What is mailed beside codes: links that are derived like codes.

mod invitation;
mod link;

pub use invitation::{INVITATION_LASTS, invitation_fits, invitation_token};
pub use link::{LinkKeys, LinkKind, MailedLink};
