//! Step-up: areas, and the window that opens them.

mod area;
mod window;

pub use area::{Area, Areas, NotAnArea};
pub use window::Window;
