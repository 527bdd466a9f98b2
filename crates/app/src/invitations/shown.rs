//! What an invitation shows to whoever brings its link.

use countersign_core::Timestamp;
use countersign_core::access::{Invitation, InvitationState};
use countersign_core::ids::SessionId;
use countersign_core::people::{Contact, ContactKind, EmailAddress, Person, Role};
use countersign_store::{ReadTx, StoreError, Tx};

use super::Brought;
use crate::{AppError, Ctx};

/// How whoever brought the link stands to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Here {
    /// Nobody is signed in, and somebody signs in with this address: they have to.
    SignIn,
    /// Nobody is signed in, and nobody signs in with this address: it makes them a sign-in of their own.
    NewAccess,
    /// Somebody else is signed in.
    AnotherPerson,
    /// The right person, and their address is not confirmed yet.
    NotConfirmed,
    /// The right person, without a second factor.
    NoSecondFactor,
    /// The right person, in a session that did not show their second factor.
    NotProven,
    /// The right person, who belongs to the account already.
    AlreadyIn,
    /// The right person, and nothing stands in the way.
    Ready,
}

/// An invitation as its link shows it.
#[derive(Clone, Debug)]
pub struct Shown {
    /// What became of it.
    pub state: InvitationState,
    /// Who invites.
    pub inviter: Option<String>,
    /// Into which account.
    pub account: String,
    /// What whoever invited calls the person.
    pub name: String,
    /// The mailbox, whole: whoever brings the link has it.
    pub email: String,
    /// The role.
    pub role: Role,
    /// What a technical administrator may do.
    pub rights: Vec<String>,
    /// When the membership will end by itself.
    pub ends_at: Option<Timestamp>,
    /// Until when it can be accepted.
    pub expires_at: Timestamp,
    /// How whoever brought it stands to it.
    pub here: Here,
}

/// Looks at an invitation; `None`: the link leads nowhere, or to a mail that another one replaced.
pub async fn shown(
    ctx: &Ctx,
    brought: &Brought,
    who: Option<(&Person, &SessionId)>,
    now: Timestamp,
) -> Result<Option<Shown>, AppError> {
    let brought = brought.clone();
    let who = who.map(|(person, session)| (person.clone(), session.clone()));
    let listed = ctx.policy.technical_rights.clone();
    let read = ctx.store.read(async move |tx: &mut ReadTx| {
        let Some(of) = brought.find(tx).await? else { return Ok(None) };
        let Some(account) = tx.account_read(&of.account).await? else { return Ok(None) };
        let inviter = match &of.inviter {
            Some(inviter) => tx.person_read(inviter).await?.map(|stored| stored.person.name),
            None => None,
        };
        let here = match &who {
            Some((person, session)) => stands(tx, &of, person, session, now).await?,
            None => match EmailAddress::read(&of.email) {
                Ok(address) if tx.password_by_sign_in(&address.key()).await?.is_none() => {
                    Here::NewAccess
                }
                _ => Here::SignIn,
            },
        };
        Ok(Some(Shown {
            state: of.state(now),
            inviter,
            account: account.name,
            name: of.name.clone(),
            email: of.email.clone(),
            role: of.role,
            rights: of.rights.still_listed(&listed).names().map(str::to_owned).collect(),
            ends_at: of.ends_at,
            expires_at: of.mailing.expires_at,
            here,
        }))
    });
    Ok(read.await?)
}

/// How a person in a session stands to an invitation.
pub(super) async fn stands(
    tx: &mut ReadTx,
    of: &Invitation,
    person: &Person,
    session: &SessionId,
    now: Timestamp,
) -> Result<Here, StoreError> {
    let Some(mailbox) = mailbox(person, of) else { return Ok(Here::AnotherPerson) };
    let member = tx.member_read(&of.account, &person.id).await?;
    Ok(if member.is_some_and(|member| member.is_live(now)) {
        Here::AlreadyIn
    } else if mailbox.confirmed_at.is_none() {
        Here::NotConfirmed
    } else if !person.has_second_factor() {
        Here::NoSecondFactor
    } else if !tx.session_proven(session, &person.id, now).await? {
        Here::NotProven
    } else {
        Here::Ready
    })
}

/// The contact of the person that is the mailbox; a confirmed one where there are several. Staff are nobody's members.
fn mailbox<'p>(person: &'p Person, of: &Invitation) -> Option<&'p Contact> {
    if person.staff.is_some() {
        return None;
    }
    let wanted = EmailAddress::read(&of.email).ok()?.key();
    let is_it = |contact: &&Contact| {
        contact.kind == ContactKind::Email
            && EmailAddress::read(&contact.value).is_ok_and(|address| address.key() == wanted)
    };
    let mut all: Vec<&Contact> = person.contacts.iter().filter(is_it).collect();
    all.sort_by_key(|contact| contact.confirmed_at.is_none());
    all.first().copied()
}

/// Whether whoever invited may still take somebody in, in this role: an invitation outlives no right (CS-DEL-02).
pub(super) async fn inviter_may(
    tx: &mut Tx,
    of: &Invitation,
    now: Timestamp,
) -> Result<bool, StoreError> {
    use countersign_core::access::{Act, Standing, may};
    let Some(inviter) = &of.inviter else { return Ok(true) };
    // A person who is disabled is not read.
    if tx.person_read(inviter).await?.is_none() {
        return Ok(false);
    }
    let member = tx.member_read(&of.account, inviter).await?.filter(|member| member.is_live(now));
    let standing = member.map_or(Standing::Stranger, |member| Standing::In(member.role));
    Ok(may(standing, Act::AddMember { role: of.role }))
}
