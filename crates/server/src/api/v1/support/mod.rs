//! `/v1/support`: how persons stand with support. A PIN is checked by agents at their desk only; no key compares one.

mod answer;
mod call_code;
mod read;
mod tickets;

use utoipa_axum::routes;

use crate::routes::Routes;

pub(super) fn add(routes: &mut Routes) {
    routes.api("support:read", routes!(read::read_support));
    routes.api("support:call-codes", routes!(call_code::create_call_code));
    routes.api("support:answers", routes!(answer::answer_question));
    tickets::add(routes);
}
