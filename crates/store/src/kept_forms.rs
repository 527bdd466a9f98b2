//! Remembers forms that met a lapsed window or session, sealed, until their person has confirmed again.

use countersign_core::Timestamp;
use countersign_core::ids::{KeptFormId, PersonId};
use zeroize::Zeroizing;

use crate::db::{ReadTx, Tx};
use crate::error::StoreError;
use crate::statements::statements;

statements! {
    KEPT_FORM_INSERT = "INSERT INTO kept_forms (id, person, form, fields_sealed, created_at, expires_at) \
        VALUES ($1, $2, $3, $4, $5, $6)";
    KEPT_FORM_READ = "SELECT form, fields_sealed FROM kept_forms WHERE id = $1 AND person = $2 AND expires_at > $3";
    KEPT_FORM_REMOVE = "DELETE FROM kept_forms WHERE id = $1 AND person = $2";
    KEPT_FORMS_EXPIRE = "DELETE FROM kept_forms WHERE id IN (SELECT id FROM kept_forms WHERE expires_at <= $1 \
        ORDER BY expires_at LIMIT 100)";
}

/// A form as it was sent. Debug hides its fields.
#[derive(Clone)]
pub struct KeptForm {
    /// Its id.
    pub id: KeptFormId,
    /// Who sent it.
    pub person: PersonId,
    /// Which form: `personal-data`.
    pub form: String,
    /// Its fields, as one text.
    pub fields: Zeroizing<String>,
}

impl std::fmt::Debug for KeptForm {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "KeptForm({}, {})", self.id, self.form)
    }
}

impl Tx {
    /// Keeps a form until `expires_at`.
    pub async fn kept_form_insert(
        &mut self,
        kept: &KeptForm,
        now: Timestamp,
        expires_at: Timestamp,
    ) -> Result<(), StoreError> {
        let id = &kept.id;
        let sealed =
            self.sealer().seal("kept_forms", "fields", id.as_str(), kept.fields.as_bytes());
        let args = [
            id.into(),
            (&kept.person).into(),
            kept.form.as_str().into(),
            sealed.into(),
            now.into(),
            expires_at.into(),
        ];
        self.execute(&KEPT_FORM_INSERT, &args).await?;
        Ok(())
    }

    /// Forgets a form that went on; false: it had gone on before, or was given up.
    pub async fn kept_form_remove(
        &mut self,
        id: &KeptFormId,
        person: &PersonId,
    ) -> Result<bool, StoreError> {
        Ok(self.execute(&KEPT_FORM_REMOVE, &[id.into(), person.into()]).await? == 1)
    }

    /// Forgets forms whose time is over, at most 100 at once; how many.
    pub async fn kept_forms_expire(&mut self, now: Timestamp) -> Result<u64, StoreError> {
        self.execute(&KEPT_FORMS_EXPIRE, &[now.into()]).await
    }
}

impl ReadTx {
    /// A form that this person sent and that still waits.
    pub async fn kept_form_read(
        &mut self,
        id: &KeptFormId,
        person: &PersonId,
        now: Timestamp,
    ) -> Result<Option<KeptForm>, StoreError> {
        let args = [id.into(), person.into(), now.into()];
        let Some(row) = self.fetch_optional(&KEPT_FORM_READ, &args).await? else {
            return Ok(None);
        };
        let sealed = row.text("fields_sealed")?;
        let plain = self.sealer().unseal("kept_forms", "fields", id.as_str(), &sealed)?;
        let text = std::str::from_utf8(&plain).map_err(|_| row.corrupt("fields_sealed"))?;
        let fields = Zeroizing::new(text.to_owned());
        Ok(Some(KeptForm {
            id: id.clone(),
            person: person.clone(),
            form: row.text("form")?,
            fields,
        }))
    }
}
