//! What owners and administrators see of the persons of their account, and do for them. Nobody else's password, authenticator,
//! recovery code, contact or PIN is read or changed here (CS-DEL-03).

mod help;
mod list;
mod marks;
mod pause;
mod person;

pub use help::{end_sessions, mail_reset};
pub use list::{accounts, people};
pub use marks::{MarkedResource, marks};
pub use pause::pause;
pub use person::{PersonDetail, person};

pub use countersign_store::{LookedAfter, PeopleFilter, PeoplePage, SeenPerson};
