//! A forgotten password: asking for a link, and the page the link opens.

pub mod ask;
pub mod reset;
