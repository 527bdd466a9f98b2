//! The channels over HTTP: against a receiver on this machine, providers' published API descriptions, and their own libraries.

mod prism;
mod receiver;
mod template;
mod twilio;
mod twilio_callbacks;
mod vendor;
mod webhook;
mod whatsapp;

use countersign_channels::{News, Report};
use countersign_core::ports::Timestamp;

/// 2026-01-01T12:00:00Z
const NOW: Timestamp = Timestamp::from_ms(1_767_268_800_000);

/// What a provider told, where only reports may be.
fn report_of(news: News) -> Report {
    match news {
        News::Report(report) => report,
        News::Wish(wish) => panic!("no report: {wish:?}"),
    }
}
