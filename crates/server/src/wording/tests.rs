//! Every message in every language.

mod operator;
mod reads;
mod rules;
mod samples;
mod security;

pub(super) use samples::texts;
