//! Pages of operators.

pub mod channels;
