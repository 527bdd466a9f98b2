//! Remembers persons, their contacts and what they answer with.

use countersign_core::Timestamp;
use countersign_core::ids::{AuthenticatorId, ContactId, PersonId, SessionId};
use countersign_core::people::{
    Authenticator, AuthenticatorKind, Contact, ContactKind, Language, Method, Person, Staff,
    TotpSecret,
};

use crate::db::{ReadTx, Row, Tx};
use crate::error::StoreError;
use crate::shared_contacts::confirmed;
use crate::staff::staff_from;
use crate::statements::statements;

statements! {
    /// Takes the person's row, so that of two plans that decide from what the person has the second one sees the first.
    PERSON_HOLD = "UPDATE persons SET state = state WHERE id = $1";
    /// The sign-in address is unique by its keyed index: of two equal ones at once, one gets no row.
    PERSON_INSERT = "INSERT INTO persons (id, name, language, country, sign_in_index, password_hash, state, created_at, staff, \
        name_folded) VALUES ($1, $2, $3, $4, $5, $6, 'active', $7, $8, $9) ON CONFLICT (sign_in_index) DO NOTHING";
    SIGN_IN_IS_TAKEN = "SELECT id FROM persons WHERE sign_in_index = $1";
    PERSON_READ = "SELECT id, name, language, country, created_at, staff, must_enrol_at, \
        (SELECT CAST(COUNT(*) AS BIGINT) FROM recovery_codes r JOIN recovery_sets s ON s.id = r.set_id \
        WHERE s.person = persons.id AND s.state = 'valid' AND r.used_at IS NULL) AS recovery_codes, \
        preferred_method, preferred_contact FROM persons WHERE id = $1 AND state = 'active'";
    /// Guards that a customer is disabled once, and that this is no way to disable staff.
    PERSON_DISABLE = "UPDATE persons SET state = 'disabled' WHERE id = $1 AND staff IS NULL AND state = 'active'";
    PERSON_ENABLE = "UPDATE persons SET state = 'active' WHERE id = $1 AND staff IS NULL AND state = 'disabled' AND erased_at IS NULL";
    PERSON_NAMED = "SELECT name, CAST(CASE WHEN staff IS NULL THEN 0 ELSE 1 END AS BIGINT) AS is_staff FROM persons WHERE id = $1 AND erased_at IS NULL";
    PERSON_EDIT = "UPDATE persons SET name = $2, language = $3, name_folded = $4 WHERE id = $1 AND state = 'active'";
    PERSON_EDIT_MEMBER = "UPDATE memberships SET name_folded = $2 WHERE person = $1";
    PERSON_CONTACTS = concat!("SELECT c.id, c.kind, c.value_sealed, ", confirmed!(), " AS confirmed_at FROM contacts c \
        WHERE c.person = $1 AND c.removed_at IS NULL ORDER BY c.position, c.id");
    /// What the person turned off counts for the session that kept it, until that ends.
    PERSON_AUTHENTICATORS = "SELECT id, kind, contact, added_at, first_at FROM authenticators \
        WHERE person = $1 AND (state = 'active' OR kept_by = CAST($2 AS TEXT)) ORDER BY added_at, id";
    /// A value stands once with a person: the same number twice in a request is one contact.
    CONTACT_INSERT = "INSERT INTO contacts (id, person, kind, value_sealed, value_index, confirmed_at, added_at, position) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (person, value_index) DO NOTHING";
    AUTHENTICATOR_INSERT = "INSERT INTO authenticators (id, person, kind, contact, secret_sealed, totp_step, state, added_at) \
        VALUES ($1, $2, $3, $4, $5, 0, 'active', $6)";
    /// Of two pages opened at once, one invites.
    PERSON_INVITE = "UPDATE persons SET invited_at = $3 WHERE id = $1 AND (invited_at IS NULL OR invited_at <= $2)";
    /// Guards that a step is used once: two callers with the same step, and the second finds `totp_step` no longer below.
    TOTP_BURN = "UPDATE authenticators SET totp_step = $2 WHERE id = $1 AND (state = 'active' OR kept_by IS NOT NULL) AND totp_step < $2";
}

/// A name, or a part of one, as it is looked for: in lower case, as Unicode has it.
pub(crate) fn folded(name: &str) -> String {
    name.to_lowercase()
}

/// A person as it is first written.
#[derive(Clone, Debug)]
pub struct NewPerson {
    /// Its id.
    pub id: PersonId,
    /// Its name, as written.
    pub name: String,
    /// The language of its messages.
    pub language: Language,
    /// ISO 3166-1 alpha-2, if known.
    pub country: Option<String>,
    /// What signs in: the lower-cased address.
    pub sign_in: String,
    /// A PHC string.
    pub password_hash: Option<String>,
    /// When.
    pub created_at: Timestamp,
    /// Works for the operator.
    pub staff: Option<Staff>,
}

/// A person with what only the API shows.
#[derive(Clone, Debug)]
pub struct StoredPerson {
    /// The person.
    pub person: Person,
    /// ISO 3166-1 alpha-2, if known.
    pub country: Option<String>,
    /// When it was created.
    pub created_at: Timestamp,
}

impl Tx {
    /// Disables a person; false: there is none of this id, or they were disabled before. Their sessions are ended beside this.
    pub async fn person_disable(&mut self, id: &PersonId) -> Result<bool, StoreError> {
        Ok(self.execute(&PERSON_DISABLE, &[id.into()]).await? == 1)
    }

    /// Lets a person sign in again; false: there is none of this id who was disabled.
    pub async fn person_enable(&mut self, id: &PersonId) -> Result<bool, StoreError> {
        Ok(self.execute(&PERSON_ENABLE, &[id.into()]).await? == 1)
    }

    /// Holds a person until the transaction ends: whoever removes one of the last two ways does so alone.
    pub async fn person_hold(&mut self, id: &PersonId) -> Result<(), StoreError> {
        self.execute(&PERSON_HOLD, &[id.into()]).await?;
        Ok(())
    }

    /// Writes a person; false: the sign-in address belongs to another one, and nothing was written.
    pub async fn person_insert(&mut self, new: &NewPerson) -> Result<bool, StoreError> {
        let index = self.sealer().blind_index("sign-in", &new.sign_in);
        let args = [
            (&new.id).into(),
            new.name.as_str().into(),
            new.language.as_str().into(),
            new.country.clone().into(),
            index.into(),
            new.password_hash.clone().into(),
            new.created_at.into(),
            new.staff.map(|staff| staff.as_str().to_owned()).into(),
            folded(&new.name).into(),
        ];
        Ok(self.execute(&PERSON_INSERT, &args).await? == 1)
    }

    /// Changes what a person is called and written to in; false: unknown or disabled.
    pub async fn person_edit(
        &mut self,
        id: &PersonId,
        name: &str,
        language: Language,
    ) -> Result<bool, StoreError> {
        let folded = folded(name);
        let args = [id.into(), name.into(), language.as_str().into(), folded.as_str().into()];
        if self.execute(&PERSON_EDIT, &args).await? == 0 {
            return Ok(false);
        }
        self.execute(&PERSON_EDIT_MEMBER, &[id.into(), folded.into()]).await?;
        Ok(true)
    }

    /// Writes a contact; false: this person has the same value already.
    pub async fn contact_insert(
        &mut self,
        person: &PersonId,
        contact: &Contact,
        position: i64,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let sealed =
            self.sealer().seal("contacts", "value", contact.id.as_str(), contact.value.as_bytes());
        let index = self.contact_index(contact);
        let args = [
            (&contact.id).into(),
            person.into(),
            contact.kind.as_str().into(),
            sealed.into(),
            index.into(),
            contact.confirmed_at.into(),
            now.into(),
            position.into(),
        ];
        Ok(self.execute(&CONTACT_INSERT, &args).await? == 1)
    }

    /// Writes an active authenticator. `secret` is sealed to its row.
    pub async fn authenticator_insert(
        &mut self,
        person: &PersonId,
        authenticator: &Authenticator,
        secret: Option<&TotpSecret>,
    ) -> Result<(), StoreError> {
        let id = &authenticator.id;
        let (kind, contact) = kind_columns(&authenticator.kind);
        let sealed = secret.map(|secret| {
            self.sealer().seal("authenticators", "secret", id.as_str(), secret.bytes())
        });
        let args = [
            id.into(),
            person.into(),
            kind.into(),
            contact.map(|contact| contact.as_str().to_owned()).into(),
            sealed.into(),
            authenticator.added_at.into(),
        ];
        self.execute(&AUTHENTICATOR_INSERT, &args).await?;
        Ok(())
    }

    /// Notes that a person is invited to turn on a second factor; false: they were, later than `before`.
    pub async fn person_invite(
        &mut self,
        id: &PersonId,
        before: Timestamp,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        Ok(self.execute(&PERSON_INVITE, &[id.into(), before.into(), now.into()]).await? == 1)
    }

    /// Burns a step and all before it; false: it, or a later one, was used already.
    pub(crate) async fn totp_burn(
        &mut self,
        id: &AuthenticatorId,
        step: u64,
    ) -> Result<bool, StoreError> {
        let step = i64::try_from(step).unwrap_or(i64::MAX);
        Ok(self.execute(&TOTP_BURN, &[id.into(), step.into()]).await? == 1)
    }
}

impl ReadTx {
    /// Whether a sign-in name, as it is folded, belongs to anybody.
    pub async fn sign_in_is_taken(&mut self, sign_in: &str) -> Result<bool, StoreError> {
        let index = self.sealer().blind_index("sign-in", sign_in);
        Ok(self.fetch_optional(&SIGN_IN_IS_TAKEN, &[index.into()]).await?.is_some())
    }

    /// A person's name, and whether they work for the operator; disabled ones too. `None`: erased, or nobody.
    pub async fn person_named(
        &mut self,
        id: &PersonId,
    ) -> Result<Option<(String, bool)>, StoreError> {
        let row = self.fetch_optional(&PERSON_NAMED, &[id.into()]).await?;
        row.map(|row| Ok((row.text("name")?, row.int("is_staff")? == 1))).transpose()
    }

    /// A person with contacts and authenticators; `None`: unknown or disabled.
    pub async fn person_read(&mut self, id: &PersonId) -> Result<Option<StoredPerson>, StoreError> {
        self.person_read_in(id, None).await
    }

    /// A person as one session sees them: with the ways that were turned off and are still asked for there.
    pub async fn person_read_in(
        &mut self,
        id: &PersonId,
        session: Option<&SessionId>,
    ) -> Result<Option<StoredPerson>, StoreError> {
        let Some(row) = self.fetch_optional(&PERSON_READ, &[id.into()]).await? else {
            return Ok(None);
        };
        let mut contacts = Vec::new();
        for row in self.fetch_all(&PERSON_CONTACTS, &[id.into()]).await? {
            contacts.push(self.contact_from(&row)?);
        }
        let rows = self.fetch_all(&PERSON_AUTHENTICATORS, &[id.into(), session.into()]).await?;
        let mut authenticators =
            rows.iter().map(authenticator_from).collect::<Result<Vec<_>, _>>()?;
        mark_first(&mut authenticators, &rows)?;
        let language = Language::parse(&row.text("language")?).unwrap_or_default();
        let person = Person {
            id: id.clone(),
            name: row.text("name")?,
            language,
            contacts,
            authenticators,
            must_enrol: row.opt_int("must_enrol_at")?.is_some(),
            recovery_codes: u32::try_from(row.int("recovery_codes")?).unwrap_or(0),
            preferred: preferred(&row)?,
            staff: staff_from(&row)?,
        };
        Ok(Some(StoredPerson {
            person,
            country: row.opt_text("country")?,
            created_at: row.time("created_at")?,
        }))
    }

    /// The keyed index of a contact's value: what codes are bound to and budgets hang on.
    pub fn contact_index(&self, contact: &Contact) -> String {
        self.sealer().blind_index("contact", &contact.value)
    }

    pub(crate) fn contact_from(&self, row: &Row) -> Result<Contact, StoreError> {
        let id = ContactId::parse(&row.text("id")?).map_err(|_| row.corrupt("id"))?;
        let plain =
            self.sealer().unseal("contacts", "value", id.as_str(), &row.text("value_sealed")?)?;
        let value = String::from_utf8(plain.to_vec()).map_err(|_| row.corrupt("value_sealed"))?;
        let kind = ContactKind::parse(&row.text("kind")?).ok_or_else(|| row.corrupt("kind"))?;
        Ok(Contact { id, kind, value, confirmed_at: row.opt_time("confirmed_at")? })
    }
}

fn preferred(row: &Row) -> Result<Option<(Method, ContactId)>, StoreError> {
    let method = row.opt_text("preferred_method")?.and_then(|text| Method::parse(&text));
    let contact = row.opt_text("preferred_contact")?.and_then(|text| ContactId::parse(&text).ok());
    Ok(method.zip(contact))
}

pub(crate) fn kind_columns(kind: &AuthenticatorKind) -> (&'static str, Option<&ContactId>) {
    match kind {
        AuthenticatorKind::Totp => ("totp", None),
        AuthenticatorKind::Passkey => ("passkey", None),
        AuthenticatorKind::Sms(contact) => ("sms", Some(contact)),
        AuthenticatorKind::Call(contact) => ("call", Some(contact)),
    }
}

pub(crate) fn authenticator_from(row: &Row) -> Result<Authenticator, StoreError> {
    let id = AuthenticatorId::parse(&row.text("id")?).map_err(|_| row.corrupt("id"))?;
    let contact = || {
        row.opt_text("contact")?
            .and_then(|text| ContactId::parse(&text).ok())
            .ok_or_else(|| row.corrupt("contact"))
    };
    let kind = match row.text("kind")?.as_str() {
        "totp" => AuthenticatorKind::Totp,
        "passkey" => AuthenticatorKind::Passkey,
        "sms" => AuthenticatorKind::Sms(contact()?),
        "call" => AuthenticatorKind::Call(contact()?),
        _ => return Err(row.corrupt("kind")),
    };
    Ok(Authenticator { id, kind, added_at: row.time("added_at")?, used_first: false })
}

/// Marks the one that was put first last.
pub(crate) fn mark_first(
    authenticators: &mut [Authenticator],
    rows: &[Row],
) -> Result<(), StoreError> {
    let mut first: Option<(i64, usize)> = None;
    for (at, row) in rows.iter().enumerate() {
        if let Some(put) = row.opt_int("first_at")? {
            first = first.max(Some((put, at)));
        }
    }
    if let Some(authenticator) = first.and_then(|(_, at)| authenticators.get_mut(at)) {
        authenticator.used_first = true;
    }
    Ok(())
}
