//! Accounts, and what is in them.

mod activity;
mod close;
mod contact_persons;
mod create;
mod duties;
mod groups;
mod invitations;
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
    routes.api("accounts:read", routes!(activity::list_account_activity));
    routes.api("accounts:read", routes!(contact_persons::list::list_contact_persons));
    routes.api("members:write", routes!(contact_persons::add::add_contact_person));
    routes.api("members:write", routes!(contact_persons::remove::remove_contact_person));
    routes.api("accounts:read", routes!(members::list::list_members));
    routes.api("accounts:read", routes!(members::read::read_member));
    routes.api("members:write", routes!(members::put::put_member));
    routes.api("members:write", routes!(members::remove::remove_member));
    routes.api("accounts:read", routes!(invitations::list::list_invitations));
    routes.api("accounts:read", routes!(invitations::read::read_invitation));
    routes.api("members:write", routes!(invitations::create::create_invitation));
    routes.api("members:write", routes!(invitations::send::send_invitation));
    routes.api("members:write", routes!(invitations::withdraw::withdraw_invitation));
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
