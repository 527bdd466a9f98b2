//! The order pages: `/orders/{id}`.

pub mod code;
pub mod help;
pub mod other;
pub mod receipt;
pub mod send;
pub mod show;
mod slip;
mod stop;

use axum::response::Response;
use http::StatusCode;

use super::view::{OrderOver, Over, Stamp};
use super::visiting::Visiting;

pub use slip::slip;

/// The page after the last wrong code.
pub fn draw_void(here: &Visiting) -> Response {
    draw_over(
        here,
        Stamp::Void,
        Over::Void { now: true, tries: here.state.config.policy.order_tries },
        StatusCode::UNPROCESSABLE_ENTITY,
    )
}

fn draw_over(here: &Visiting, stamp: Stamp, over: Over, status: StatusCode) -> Response {
    let Some((mut slip, _)) = slip(here) else {
        return here.problem(super::view::Problem::Lapsed);
    };
    slip.stamp = stamp;
    here.page(status, &OrderOver { shell: here.shell(""), slip, over })
}
