//! Persons: registered by a portal, and read.

mod create;
mod customer;
mod disable;
mod edit;
mod erase;
mod new_person;
pub mod password;
mod read;

pub use create::{ContactView, PersonView, check, create};
pub(crate) use customer::customer;
pub use disable::{disable, enable};
pub use edit::{Edit, Edited, PERSONAL_DATA, edit};
pub use erase::erase;
pub(crate) use new_person::name as name_of_person;
pub use new_person::{NewPersonAsk, NewPhone};
pub use read::read;
