//! Signing in at our own pages: the password, the second factor, and the session that both give.
//!
//! The ways to a session, all of them: [`first`] for a person without a second factor, and [`answer_sign_in`] for everybody else.
//! Both end in one function, which computes from current data what is still owed (CS-LOG-05).

mod after;
mod begin;
mod complete;
mod destination;
mod enrol;
mod first;
mod invited;
mod places;
mod redeem;
mod sign_out;
mod throttled;
mod unlock;

pub use after::{After, after};
pub use begin::{AtBrowser, Began};
pub use complete::{Completed, answer_sign_in};
pub use destination::Destination;
pub use enrol::{Enrolled, Enrolment, EnrolmentStage, enrolled, enrolment, use_set_up_link};
pub use first::{FirstStep, Password, SignInAsk, first};
pub use invited::{NewAccess, OwnAccess, own_access};
pub use places::{DeviceView, HostedView, devices, end_session, forget_device, session, sessions};
pub use redeem::{SignedInView, redeem};
pub use sign_out::{everywhere, sign_out};
pub(crate) use throttled::{SIGN_IN_THROTTLED, follow_throttled};
pub use unlock::{unlock, unlock_works};
