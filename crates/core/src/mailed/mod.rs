//! What is mailed beside codes: links that are derived like codes.

mod link;

pub use link::{LinkKeys, LinkKind, MailedLink};
