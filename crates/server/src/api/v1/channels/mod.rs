//! `/v1/channels`: providers, their traffic, what it costs, their switches, and where messages would go.

pub(super) mod costs;
pub(super) mod list;
pub(super) mod reload;
pub(super) mod route;
pub(super) mod switch;
