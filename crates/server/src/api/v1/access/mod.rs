//! What a person sees in a session.

mod check;
mod list;

use utoipa_axum::routes;

use crate::routes::Routes;

/// Adds both endpoints with the scope they need.
pub(super) fn add(routes: &mut Routes) {
    routes.api("access:read", routes!(list::list_access));
    routes.api("access:read", routes!(check::check_access));
}
