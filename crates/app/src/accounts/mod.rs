//! Accounts: registered by a portal, with the persons who belong to them.

mod acting;
mod close;
mod contact_persons;
mod create;
mod lapse;
mod list;
mod member_put;
mod member_remove;
mod members;
mod take_out;

pub use acting::{Acting, By};
pub(crate) use acting::{allowed, allowed_towards, has_proven as proven, on_behalf, session_of};
pub use close::close;
pub use contact_persons::{
    ContactPersonAsk, ContactPersonView, ReachedView, add_contact_person, contact_persons,
    remove_contact_person,
};
pub use create::{AccountView, NewAccountAsk, create};
pub use lapse::lapse;
pub use list::{Which, list, looked_after, read};
pub use member_put::{MemberAsk, put_member};
pub use member_remove::remove_member;
pub use members::{MemberView, members, outside, read_member};
