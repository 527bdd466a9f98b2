//! Background work: the outbox and the clean-up, by leased workers.

mod clean_up;
mod did;
mod message;
mod notice;
mod run;
mod spray;
mod workers;

pub(crate) use did::Did;
pub(crate) use message::{MESSAGE, again, send, tell};
pub(crate) use notice::{NOTICE, NoticeIds};
pub use run::run_waiting;
pub use workers::{Workers, start};
