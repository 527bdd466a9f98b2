//! The security area: what a person sees and changes of their own sign-in.

pub mod area;
pub mod close_areas;
pub mod kept;
pub mod overview;
pub mod password;
pub mod personal_data;
pub mod places;
