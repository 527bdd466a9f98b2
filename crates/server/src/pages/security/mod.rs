//! The security area: what a person sees and changes of their own sign-in.

pub mod area;
pub mod call_code;
pub mod close_areas;
pub mod kept;
pub mod overview;
pub mod password;
pub mod personal_data;
pub mod places;
pub mod question;
pub mod recovery;
pub mod support_pin;
pub mod window;
