//! Forms that met a lapsed window or session: kept sealed, and gone on with after their person has confirmed again.

use std::time::Duration;

use countersign_core::Timestamp;
use countersign_core::ids::{KeptFormId, PersonId};
use countersign_store::{KeptForm, ReadTx, Tx};
use zeroize::Zeroizing;

use crate::{AppError, Ctx};

/// How long a form waits for its person.
pub const KEPT_FOR: Duration = Duration::from_mins(30);

/// The fields of a form, by name.
pub type Fields = Vec<(String, String)>;

/// Keeps a form that this person sent.
pub async fn keep(
    ctx: &Ctx,
    person: &PersonId,
    form: &str,
    fields: &[(&str, &str)],
    now: Timestamp,
) -> Result<KeptFormId, AppError> {
    let text = serde_json::to_string(fields).map_err(|_| AppError::Internal("kept-form"))?;
    let kept = KeptForm {
        id: ctx.random(KeptFormId::generate),
        person: person.clone(),
        form: form.to_owned(),
        fields: Zeroizing::new(text),
    };
    let id = kept.id.clone();
    let end = now.plus(KEPT_FOR);
    ctx.store.write(async move |tx: &mut Tx| tx.kept_form_insert(&kept, now, end).await).await?;
    Ok(id)
}

/// A form of this kind that this person sent, and that still waits.
pub async fn kept(
    ctx: &Ctx,
    person: &PersonId,
    form: &str,
    id: &KeptFormId,
    now: Timestamp,
) -> Result<Option<Fields>, AppError> {
    let (id, person) = (id.clone(), person.clone());
    let read = ctx
        .store
        .read(async move |tx: &mut ReadTx| tx.kept_form_read(&id, &person, now).await)
        .await?;
    let Some(kept) = read.filter(|kept| kept.form == form) else { return Ok(None) };
    serde_json::from_str(&kept.fields).map(Some).map_err(|_| AppError::Internal("kept-form"))
}
