//! Makes a sign-in for somebody who was invited and has none: the mailed link proves the mailbox, and the second factor comes next.

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use countersign_core::access::{Invitation, InvitationState};
use countersign_core::ids::{ContactId, PersonId};
use countersign_core::limits::Lane;
use countersign_core::people::{Contact, ContactKind, EmailAddress, Language, Person};
use countersign_core::session::OwnPath;
use countersign_store::{NewPerson, ReadTx, StoreError, Tx};

use super::begin::{AtBrowser, Began, Beginning, Draw};
use super::destination::Destination;
use crate::invitations::Brought;
use crate::people::{name_of_person, password};
use crate::request::run;
use crate::{Asked, Ctx, Outcome};

/// Who makes a sign-in of their own.
pub struct NewAccess {
    /// The invitation's link.
    pub brought: Brought,
    /// The name.
    pub name: String,
    /// The password.
    pub password: Zeroizing<String>,
    /// The language of their messages.
    pub language: Language,
    /// What the browser brought.
    pub at: AtBrowser,
    /// The page of the invitation.
    pub then: OwnPath,
}

/// What came of it. No Debug; kept only sealed.
#[derive(Clone, Serialize, Deserialize)]
pub enum OwnAccess {
    /// They are signed in.
    SignedIn(Began),
    /// The invitation is over, or somebody made a sign-in by it before.
    Over,
    /// Somebody signs in with this address.
    Known,
}

/// Registers the person with the invited address, confirmed by the link, and signs them in. They belong to nothing before they
/// accept. No person who exists is changed by it (CS-DEL-05), and of any number of callers at once one makes a sign-in.
pub async fn own_access(ctx: &Ctx, asked: &Asked, new: NewAccess) -> Outcome<OwnAccess> {
    let now = asked.now;
    let name = match name_of_person(&new.name) {
        Ok(name) => name,
        Err(refused) => return Ok(Err(refused)),
    };
    // Looked at before the password is hashed: whoever brings no link costs no hash.
    let link = new.brought.clone();
    let found = ctx.store.read(async move |tx: &mut ReadTx| link.find(tx).await).await?;
    let Some(of) = found.filter(|of| of.state(now) == InvitationState::Pending) else {
        return Ok(Ok(OwnAccess::Over));
    };
    let Ok(address) = EmailAddress::read(&of.email) else { return Ok(Ok(OwnAccess::Over)) };
    let contact = Contact {
        id: ctx.random(ContactId::generate),
        kind: ContactKind::Email,
        value: address.as_str().to_owned(),
        confirmed_at: Some(now),
    };
    let person = Person {
        id: ctx.random(PersonId::generate),
        name,
        language: new.language,
        contacts: vec![contact.clone()],
        authenticators: Vec::new(),
        recovery_codes: 0,
        preferred: None,
        staff: None,
        must_enrol: false,
    };
    let lane = Lane::Unrecognised;
    let hash = match password::checked(ctx, &lane, &person, "password", new.password).await? {
        Ok(hash) => hash,
        Err(refused) => return Ok(Err(refused)),
    };
    let row = NewPerson {
        id: person.id.clone(),
        name: person.name.clone(),
        language: person.language,
        country: None,
        sign_in: address.key(),
        password_hash: Some(hash),
        created_at: now,
        staff: None,
    };
    let (frame, event, draw) = (asked.clone(), ctx.event_id(), Draw::of(ctx));
    let (brought, at) = (new.brought, new.at);
    let destination = Destination::Own(new.then).query();
    let done = run(ctx, asked, async move |tx: &mut Tx| {
        let found = brought.find(tx).await?;
        let is_free =
            |of: &Invitation| of.state(now) == InvitationState::Pending && of.person.is_none();
        let Some(of) = found.filter(is_free) else { return Ok(Ok(OwnAccess::Over)) };
        if !tx.person_insert(&row).await? {
            return Ok(Ok(OwnAccess::Known));
        }
        tx.contact_insert(&row.id, &contact, 0, now).await?;
        if !tx.invitation_enrol(&of.id, &row.id, now).await? {
            // Somebody was quicker, and this person must not stay behind: what is run again sees it.
            return Err(StoreError::Conflict);
        }
        let record = frame
            .record(event.clone(), "person.created")
            .about(&row.id, row.id.as_str(), None)
            .because("invited");
        tx.audit_insert(&record).await?;
        let beginning = Beginning {
            person: &person,
            at: &at,
            factor: None,
            password_at: now,
            destination: &destination,
        };
        Ok(Ok(OwnAccess::SignedIn(draw.begin(tx, &frame, beginning).await?)))
    });
    let done = done.await;
    ctx.store.notify_jobs();
    done
}
