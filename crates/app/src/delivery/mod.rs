//! Delivery: hands messages to providers by routes, brakes what smells of fraud, and notes what providers report later.

mod brake;
mod breaker;
mod callback;
mod costs;
mod dearer;
mod declined;
mod desk;
mod hand_over;
mod opt_out;
mod report;
mod reserve;
mod steer;

pub use countersign_channels::{Delivery, Report};

pub(crate) use brake::Brake;
pub use callback::{CallbackRefused, CallbackRequest, Document, callback};
pub use costs::{Cost, CostsOf, cost_totals, costs};
pub(crate) use desk::{Board, refresh};
pub use desk::{DeskSettings, RouteSource, reload};
pub(crate) use hand_over::{About, hand_over};
pub use opt_out::{opt_in, opt_out};
pub(crate) use report::{Heard, listen};
pub use report::{Listeners, news, report};
pub use steer::{
    HopView, ProviderView, RouteView, TestView, TrafficView, closed, failures, list, open_tap,
    route, switch, test,
};

use crate::{AppError, Ctx};

/// Looks at what came of the last days' messages: providers whose messages do not arrive, countries that do not answer.
pub async fn watch(ctx: &Ctx) -> Result<(), AppError> {
    breaker::watch(ctx).await?;
    brake::watch(ctx).await
}
