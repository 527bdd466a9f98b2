//! Invitations into an account: mailed, looked at as often as one likes, decided once.

mod again;
mod deliver;
mod invite;
mod list;
mod respond;
mod shown;
mod token;
mod withdraw;

pub use again::mail_again;
pub(crate) use deliver::deliver;
pub use invite::{InvitationAsk, check, invite};
pub use list::{InvitationView, list, read};
pub use respond::{Responded, accept, decline};
pub use shown::{Here, Shown, shown};
pub use token::Brought;
pub use withdraw::withdraw;

/// The kind of job that mails an invitation, or that it was taken back.
pub(crate) const INVITATION: &str = "invitation";
