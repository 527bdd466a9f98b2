//! Background work: the outbox and the clean-up, by leased workers.

mod clean_up;
mod did;
mod message;
mod notice;
mod run;
mod spray;

pub(crate) use did::Did;
pub(crate) use message::{MESSAGE, again, send};
pub(crate) use notice::{NOTICE, NoticeIds};
pub use run::{Workers, run_waiting, start};
