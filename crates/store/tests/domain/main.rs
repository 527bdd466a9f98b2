//! The domain's statements on real databases: what each does, and what many at once get from it.

mod conformance;
mod contact_races;
mod races;
mod sights;
mod world;
