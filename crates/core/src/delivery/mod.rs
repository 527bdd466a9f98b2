//! Delivery: where messages go, and what became of each hand-over to a provider.

mod attempt;
pub mod brake;
mod breaker;
mod choose;
mod desk;
mod destination;
mod gauge;
mod route;

pub use attempt::AttemptState;
pub use breaker::{Seen, Trip, pause, trips};
pub use choose::{Next, Standing, Tried, choose, is_served};
pub use desk::{Desk, NotServed};
pub use destination::{Destination, is_country};
pub use gauge::{Gauge, GaugeUnreadable};
pub use route::{Hop, Route, Routes, Tariff, micros};
