//! `/v1`: every endpoint with the scope it needs.

mod access;
mod accounts;
mod challenges;
mod channels;
mod orders;
mod persons;
mod sessions;
mod sign_ins;
mod support;
mod windows;

use utoipa_axum::routes;

use crate::routes::Routes;

pub(super) fn add(routes: &mut Routes) {
    routes.api("persons:write", routes!(persons::create::create_person));
    routes.api("persons:read", routes!(persons::read::read_person));
    routes.api("persons:disable", routes!(persons::disable::disable_person));
    routes.api("persons:disable", routes!(persons::enable::enable_person));
    routes.api("persons:erase", routes!(persons::erase::erase_person));
    routes.api("recoveries:read", routes!(persons::recovery::read_recovery));
    routes.api("recoveries:stop", routes!(persons::stop_recovery::stop_recovery));
    routes.api("sessions:write", routes!(sessions::create::create_session));
    routes.api("sessions:write", routes!(sessions::end::end_session));
    routes.api("sessions:read", routes!(sessions::list::list_sessions));
    routes.api("sessions:read", routes!(sessions::read::read_session));
    routes.api("sessions:write", routes!(sign_ins::complete::complete_sign_in));
    routes.api("windows:read", routes!(windows::read::read_windows));
    routes.api("sessions:write", routes!(windows::close::close_windows));
    routes.api("challenges:write", routes!(challenges::create::create_challenge));
    routes.api("challenges:write", routes!(challenges::read::read_challenge));
    routes.api("challenges:write", routes!(challenges::send::send_code));
    routes.api("challenges:write", routes!(challenges::answer::answer_challenge));
    routes.api("challenges:write", routes!(challenges::complete::complete_challenge));
    routes.api("orders:write", routes!(orders::create::create_order));
    routes.api("orders:read", routes!(orders::list::list_orders));
    routes.api("orders:read", routes!(orders::read::read_order));
    routes.api("orders:write", routes!(orders::challenge::create_order_challenge));
    routes.api("orders:write", routes!(orders::cancel::cancel_order));
    routes.api("orders:claim", routes!(orders::claim::claim_order));
    routes.api("orders:claim", routes!(orders::receipt::read_receipt));
    routes.api("channels:read", routes!(channels::list::list_channels));
    routes.api("channels:read", routes!(channels::costs::list_costs));
    routes.api("channels:read", routes!(channels::route::read_route));
    routes.api("channels:write", routes!(channels::switch::disable_channel));
    routes.api("channels:write", routes!(channels::switch::enable_channel));
    routes.api("channels:write", routes!(channels::reload::reload_routes));
    accounts::add(routes);
    access::add(routes);
    support::add(routes);
}
