//! The panel's pages: one page, one file.

pub mod back;
pub mod change;
pub mod dns;
pub mod hosted;
pub mod inline;
pub mod invoices;
pub mod mailboxes;
pub mod order;
pub mod orders;
pub mod payment_methods;
pub mod personal_data;
pub mod place;
pub mod receipt;
pub mod server;
pub mod servers;
pub mod sign_in;
pub mod start;

use super::trouble::Trouble;

/// Every address that leads nowhere.
pub async fn missing() -> Trouble {
    Trouble::Missing
}
