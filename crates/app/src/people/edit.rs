//! Changes a person's own data, inside an open window of their session.

use countersign_core::ids::{KeptFormId, PersonId, SessionId};
use countersign_core::step_up::Area;
use countersign_store::Tx;
use serde::{Deserialize, Serialize};

use super::new_person::{language, name};
use crate::request::run;
use crate::{Asked, Ctx, Outcome, Refused};

/// The area that a person's own data are.
pub const PERSONAL_DATA: &str = "personal-data";

/// What is to be written.
#[derive(Clone, Debug)]
pub struct Edit {
    /// Whose.
    pub person: PersonId,
    /// In which session.
    pub session: SessionId,
    /// The name.
    pub name: String,
    /// The language of pages and messages, as a tag.
    pub language: String,
    /// The kept form that this is, which goes with it.
    pub kept: Option<KeptFormId>,
}

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Edited {
    /// It is written.
    Saved,
    /// The window is not open, or no longer: nothing is written.
    WindowClosed,
}

/// Writes name and language, if the session's window is open where it commits (CS-STEP-07).
pub async fn edit(ctx: &Ctx, asked: &Asked, edit: Edit) -> Outcome<Edited> {
    let name = match name(&edit.name) {
        Ok(name) => name,
        Err(refused) => return Ok(Err(refused)),
    };
    let language = match language(ctx, &edit.language) {
        Ok(language) => language,
        Err(refused) => return Ok(Err(refused)),
    };
    let Ok(area) = Area::parse(PERSONAL_DATA) else { return Ok(Err(Refused::NotFound)) };
    let (now, event, frame) = (asked.now, ctx.event_id(), asked.clone());
    run(ctx, asked, async move |tx: &mut Tx| {
        let window = tx.window_in(&edit.session, now).await?;
        if !window.is_some_and(|window| window.covers(&edit.session, &area, now)) {
            return Ok(Ok(Edited::WindowClosed));
        }
        if !tx.person_edit(&edit.person, &name, language).await? {
            return Ok(Err(Refused::NotFound));
        }
        if let Some(kept) = &edit.kept {
            tx.kept_form_remove(kept, &edit.person).await?;
        }
        let record = frame.record(event.clone(), "person.edited").about(
            &edit.person,
            edit.person.as_str(),
            Some(&edit.session),
        );
        tx.audit_insert(&record).await?;
        Ok(Ok(Edited::Saved))
    })
    .await
}
