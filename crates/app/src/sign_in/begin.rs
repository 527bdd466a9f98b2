//! The one place where a session of ours begins: all that is owed was given.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use countersign_core::ids::{DeviceId, EventId, PersonId, SessionId};
use countersign_core::people::Person;
use countersign_core::policy::{Policy, SessionTimes};
use countersign_core::ports::Bearer;
use countersign_core::session::Factor;
use countersign_core::{Timestamp, session::HostedSession};
use countersign_store::{DeviceCookie, DeviceFound, NewHosted, StoreError, Tx};

use crate::duty::owed_by;
use crate::mailed::{SecurityNotice, SecurityNoticeIds};
use crate::recovery::Cancels;
use crate::session::hosted::beginning;
use crate::{Asked, Ctx};

/// Most persons one browser is recognised for.
const MOST_DEVICES: usize = 8;

/// Wrong passwords and codes before a success that the person hears of, and in which time they came.
const FAILURES_ARE_TOLD: u32 = 3;
const FAILED_WITHIN: Duration = Duration::from_hours(24);

/// How long a session that can only enrol lasts.
const ENROLS: Duration = Duration::from_mins(30);

/// What a browser brought, beside what was typed.
#[derive(Clone, Default)]
pub struct AtBrowser {
    /// The values of its device cookie: one for each person who signed in there.
    pub devices: Vec<Bearer>,
    /// The cookie of the session it had.
    pub before: Option<Bearer>,
    /// Address and browser, as one JSON text.
    pub client: Option<String>,
    /// The address that limits count it by.
    pub address: Option<String>,
}

/// A session that began, with the cookies for its browser. No Debug; kept only sealed, as the outcome of a form that may be
/// sent twice.
#[derive(Clone, Serialize, Deserialize)]
pub struct Began {
    /// The session's id.
    pub session: String,
    /// The value of its cookie.
    pub cookie: String,
    /// How long it lasts at most; milliseconds.
    pub lasts: i64,
    /// The value of the browser's device cookie.
    pub devices: String,
    /// How long that lasts; milliseconds.
    pub devices_last: i64,
    /// Where the browser goes: the query of the page after.
    pub destination: String,
}

/// What a session needs, drawn before the plan.
#[derive(Clone)]
pub(crate) struct Draw {
    session: SessionId,
    cookie: Bearer,
    device: DeviceId,
    device_cookie: Bearer,
    event: EventId,
    policy: Policy,
    notice: SecurityNoticeIds,
    cancels: Cancels,
}

/// Who begins a session, and with what.
pub(super) struct Beginning<'a> {
    pub(super) person: &'a Person,
    pub(super) at: &'a AtBrowser,
    pub(super) factor: Option<Factor>,
    pub(super) password_at: Timestamp,
    pub(super) destination: &'a str,
}

impl Draw {
    pub(crate) fn of(ctx: &Ctx) -> Self {
        Self {
            session: ctx.random(SessionId::generate),
            cookie: ctx.random(Bearer::long),
            device: ctx.random(DeviceId::generate),
            device_cookie: ctx.short_bearer(),
            event: ctx.event_id(),
            policy: ctx.policy.clone(),
            notice: SecurityNoticeIds::draw(ctx),
            cancels: Cancels::draw(ctx),
        }
    }

    /// Begins the session, recognises the browser and ends the session that the browser had before. For somebody who owes a
    /// second factor, looked at here and now, it is one that can only enrol, and the browser stays unknown (CS-F2-01).
    pub(super) async fn begin(
        &self,
        tx: &mut Tx,
        asked: &Asked,
        new: Beginning<'_>,
    ) -> Result<Began, StoreError> {
        let now = asked.now;
        if let Some(before) = &new.at.before
            && let Some(found) = tx.hosted_by_cookie(&before.hash(), now).await?
        {
            tx.session_end(&found.session.id, "signed-in-anew", now).await?;
        }
        if owed_by(tx, new.person, now).await?.is_some() {
            return self.begin_owing(tx, asked, &new).await;
        }
        self.cancels.by(tx, asked, &new.person.id).await?;
        let failures = tx.failures_before(&new.person.id, now.minus(FAILED_WITHIN)).await?;
        if failures >= FAILURES_ARE_TOLD {
            let notice = SecurityNotice::SignInAfterFailures { failures };
            self.tell(tx, asked, &new.person.id, notice).await?;
        }
        let (device, devices) = self.recognise(tx, asked, &new).await?;
        let session = beginning(
            self.session.clone(),
            new.person.id.clone(),
            Some(device),
            new.factor,
            new.password_at,
            self.policy.session_times(new.person.staff),
            now,
        );
        let lasts = session.ends_at.since(now);
        self.write(tx, session, new.at.client.clone()).await?;
        let record = asked
            .record(self.event.clone(), "session.began")
            .about(&new.person.id, self.session.as_str(), Some(&self.session))
            .by_method(new.factor.map(|factor| factor.method));
        tx.audit_insert(&record).await?;
        Ok(Began {
            session: self.session.to_string(),
            cookie: self.cookie.reveal().to_owned(),
            lasts: millis(lasts),
            devices,
            devices_last: millis(self.policy.recognised_device),
            destination: new.destination.to_owned(),
        })
    }

    /// A session that can do nothing but enrol: half an hour, no recognised browser, nothing that a portal could redeem.
    async fn begin_owing(
        &self,
        tx: &mut Tx,
        asked: &Asked,
        new: &Beginning<'_>,
    ) -> Result<Began, StoreError> {
        let session = beginning(
            self.session.clone(),
            new.person.id.clone(),
            None,
            new.factor,
            new.password_at,
            SessionTimes { idle: ENROLS, lasts: ENROLS },
            asked.now,
        );
        self.write(tx, session, new.at.client.clone()).await?;
        tx.enrolment_begin(&self.session, new.destination).await?;
        let record = asked
            .record(self.event.clone(), "enrolment.began")
            .about(&new.person.id, self.session.as_str(), Some(&self.session))
            .by_method(new.factor.map(|factor| factor.method));
        tx.audit_insert(&record).await?;
        let devices: Vec<&str> = new.at.devices.iter().map(Bearer::reveal).collect();
        Ok(Began {
            session: self.session.to_string(),
            cookie: self.cookie.reveal().to_owned(),
            lasts: millis(ENROLS),
            devices: devices.join("."),
            devices_last: millis(self.policy.recognised_device),
            destination: new.destination.to_owned(),
        })
    }

    async fn write(
        &self,
        tx: &mut Tx,
        session: HostedSession,
        client: Option<String>,
    ) -> Result<(), StoreError> {
        let new = NewHosted { session, cookie_hash: self.cookie.hash(), client };
        tx.hosted_insert(&new).await
    }

    async fn tell(
        &self,
        tx: &mut Tx,
        asked: &Asked,
        person: &PersonId,
        notice: SecurityNotice,
    ) -> Result<(), StoreError> {
        self.notice.tell(tx, person, notice, &asked.seen(), asked.now).await
    }

    /// The browser's new cookie: the value of this person is new, those of others stay.
    async fn recognise(
        &self,
        tx: &mut Tx,
        asked: &Asked,
        new: &Beginning<'_>,
    ) -> Result<(DeviceId, String), StoreError> {
        let now = asked.now;
        let cookie = DeviceCookie {
            after: self.device_cookie.hash(),
            lasts: self.policy.recognised_device,
            client: new.at.client.clone(),
        };
        let mut kept = vec![self.device_cookie.reveal().to_owned()];
        let mut known = None;
        for presented in &new.at.devices {
            match tx.device_find(&new.person.id, &presented.hash(), now).await? {
                Some(DeviceFound::Recognised(id)) => {
                    let before = presented.hash();
                    if tx.device_rotate(&new.person.id, &id, &before, &cookie, now).await? {
                        known = Some(id);
                    }
                }
                // Two copies are about: neither counts any more (CS-LOG-11).
                Some(DeviceFound::Older(id)) => {
                    tx.device_forget(&new.person.id, &id).await?;
                    self.tell(tx, asked, &new.person.id, SecurityNotice::OlderDeviceCopy).await?;
                }
                None => kept.push(presented.reveal().to_owned()),
            }
        }
        kept.truncate(MOST_DEVICES);
        if let Some(id) = known {
            return Ok((id, kept.join(".")));
        }
        tx.device_insert(&new.person.id, &self.device, &cookie, now).await?;
        self.tell(tx, asked, &new.person.id, SecurityNotice::NewDevice).await?;
        Ok((self.device.clone(), kept.join(".")))
    }
}

fn millis(span: Duration) -> i64 {
    i64::try_from(span.as_millis()).unwrap_or(i64::MAX)
}
