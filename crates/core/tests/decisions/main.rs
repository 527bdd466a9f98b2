//! Tests of the decisions: published vectors, readable tables, and properties held against small models.

mod addresses;
mod brake;
mod code_statistics;
mod code_vectors;
mod contacts;
mod flow;
mod ledger_year;
mod offers_table;
mod order_digest;
mod passwords;
mod phones;
mod reset_lane;
mod routing;
mod samples;
mod sends;
mod set_up;
mod settings;
mod totp_vectors;
mod typed_code;
