//! What the mail of a page's code is called, for whoever looks for it.

use countersign_core::people::{Language, Method};
use countersign_core::step_up::{Area, Areas};

use super::VisitView;
use crate::Ctx;
use crate::wording::{CodeFacts, OrderFacts};

/// The subject of the mail that brought the code at hand; `None`: there is none. It never holds a code.
pub fn mail_subject(ctx: &Ctx, view: &VisitView, language: Language) -> Option<String> {
    let challenge = view.challenge.as_ref().filter(|at| at.method == Some(Method::Email))?;
    let areas = match &challenge.payload {
        countersign_core::challenge::Payload::StepUp { areas: Areas::Only(areas), .. } => {
            areas.iter().map(Area::as_str).map(str::to_owned).collect()
        }
        _ => Vec::new(),
    };
    let facts = CodeFacts {
        method: Method::Email,
        purpose: challenge.payload.kind(),
        language,
        code: String::new(),
        until: challenge.expires_at,
        asked_at: challenge.sent_at?,
        areas,
        order: view.order.as_ref().map(|stored| OrderFacts::of(&stored.order)),
    };
    ctx.wording.code_message(&facts).subject
}
