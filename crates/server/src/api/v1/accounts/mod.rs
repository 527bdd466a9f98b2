//! Accounts, and what is in them.

mod close;
mod create;
mod duties;
mod groups;
mod list;
mod members;
mod read;
mod resources;

use utoipa_axum::routes;

use crate::routes::Routes;

/// Adds every endpoint with the scope it needs.
pub(super) fn add(routes: &mut Routes) {
    routes.api("accounts:write", routes!(create::create_account));
    routes.api("accounts:read", routes!(list::list_accounts));
    routes.api("accounts:read", routes!(read::read_account));
    routes.api("accounts:write", routes!(close::close_account));
    routes.api("accounts:read", routes!(members::list::list_members));
    routes.api("accounts:read", routes!(members::read::read_member));
    routes.api("members:write", routes!(members::put::put_member));
    routes.api("members:write", routes!(members::remove::remove_member));
    routes.api("access:read", routes!(groups::list::list_groups));
    routes.api("access:write", routes!(groups::create::create_group));
    routes.api("access:write", routes!(groups::remove::remove_group));
    routes.api("access:read", routes!(groups::members::list_group_members));
    routes.api("access:write", routes!(groups::join::join_group));
    routes.api("access:write", routes!(groups::leave::leave_group));
    routes.api("resources:read", routes!(resources::list::list_resources));
    routes.api("resources:write", routes!(resources::register::register_resources));
    routes.api("resources:write", routes!(resources::remove::remove_resource));
    routes.api("access:read", routes!(resources::grants::list_grants));
    routes.api("access:write", routes!(resources::grant::grant_resource));
    routes.api("access:write", routes!(resources::revoke::revoke_resource));
    routes.api("access:write", routes!(resources::mark::mark_resource));
    routes.api("access:write", routes!(resources::lift_mark::lift_mark));
    routes.api("duties:read", routes!(duties::list::list_duties));
    routes.api("duties:read", routes!(duties::preview::preview_duty));
    routes.api("duties:write", routes!(duties::set::set_account_duty));
    routes.api("duties:write", routes!(duties::set::set_role_duty));
    routes.api("duties:write", routes!(duties::set::set_person_duty));
    routes.api("duties:write", routes!(duties::lift::lift_account_duty));
    routes.api("duties:write", routes!(duties::lift::lift_role_duty));
    routes.api("duties:write", routes!(duties::lift::lift_person_duty));
}
