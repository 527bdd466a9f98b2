//! The operator's look: colours derived from one, and a logo.

mod colour;
mod derive;
mod logo;

pub use colour::Colour;
pub use derive::Sheet;
pub use logo::{BadLogo, Logo};
