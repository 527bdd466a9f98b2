//! Runs the demo's binary and uses it as scripts, portals and persons do.

mod contract;
mod panel;
mod running;
mod state;
