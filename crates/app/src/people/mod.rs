//! Persons: registered by a portal, and read.

mod create;
mod disable;
mod edit;
mod erase;
pub mod password;
mod read;

pub(crate) use create::name as name_of_person;
pub use create::{ContactView, NewPersonAsk, NewPhone, PersonView, create};
pub use disable::{disable, enable};
pub use edit::{Edit, Edited, PERSONAL_DATA, edit};
pub use erase::erase;
pub use read::read;
