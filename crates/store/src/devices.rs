//! Remembers the browsers in which a person completed a sign-in, by a cookie that changes each time.

use std::time::Duration;

use countersign_core::Timestamp;
use countersign_core::ids::{DeviceId, PersonId};

use crate::db::{ReadTx, Row, Tx};
use crate::error::StoreError;
use crate::statements::statements;

statements! {
    DEVICE_BY_COOKIE = "SELECT device, recognised_until FROM devices WHERE person = $1 AND cookie_hash = $2 AND recognised_until > $3";
    DEVICE_BY_COOKIE_BEFORE = "SELECT device, recognised_until FROM devices WHERE person = $1 AND cookie_before = $2 AND recognised_until > $3";
    DEVICE_INSERT = "INSERT INTO devices (person, device, recognised_until, cookie_hash, client_sealed, added_at, used_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $6)";
    /// Of two sign-ins with one cookie at once, one finds it; the other's copy is an older one from then on.
    DEVICE_ROTATE = "UPDATE devices SET cookie_before = cookie_hash, cookie_hash = $4, recognised_until = $5, client_sealed = $6, used_at = $7 \
        WHERE person = $1 AND device = $2 AND cookie_hash = $3";
    DEVICE_FORGET = "DELETE FROM devices WHERE person = $1 AND device = $2";
    DEVICES_OF_PERSON = "SELECT device, recognised_until, client_sealed, added_at, used_at FROM devices \
        WHERE person = $1 AND cookie_hash IS NOT NULL AND recognised_until > $2 ORDER BY used_at DESC, device LIMIT 100";
    DEVICES_EXPIRE = "DELETE FROM devices WHERE (person, device) IN (SELECT d.person, d.device FROM devices d \
        WHERE d.recognised_until <= $1 LIMIT 500)";
}

/// What a device's cookie says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DeviceFound {
    /// The newest copy.
    Recognised(DeviceId),
    /// An older copy: somebody used a newer one.
    Older(DeviceId),
}

/// A browser as its person sees it.
#[derive(Clone, Debug)]
pub struct StoredDevice {
    /// Its id: a handle, not its cookie.
    pub id: DeviceId,
    /// Until when it is recognised.
    pub recognised_until: Timestamp,
    /// Address and browser, as one JSON text.
    pub client: Option<String>,
    /// When the person first signed in there.
    pub added_at: Timestamp,
    /// When they last did.
    pub used_at: Timestamp,
}

/// What a device's cookie becomes at a completed sign-in.
#[derive(Clone, Debug)]
pub struct DeviceCookie {
    /// The hash of the new value.
    pub after: String,
    /// How long it is recognised.
    pub lasts: Duration,
    /// Address and browser, as one JSON text; sealed.
    pub client: Option<String>,
}

impl ReadTx {
    /// The device of this person that a cookie belongs to.
    pub async fn device_find(
        &mut self,
        person: &PersonId,
        cookie_hash: &str,
        now: Timestamp,
    ) -> Result<Option<DeviceFound>, StoreError> {
        let args = [person.into(), cookie_hash.into(), now.into()];
        if let Some(row) = self.fetch_optional(&DEVICE_BY_COOKIE, &args).await? {
            return Ok(Some(DeviceFound::Recognised(device_id(&row)?)));
        }
        let row = self.fetch_optional(&DEVICE_BY_COOKIE_BEFORE, &args).await?;
        row.as_ref().map(|row| Ok(DeviceFound::Older(device_id(row)?))).transpose()
    }

    /// The browsers a person signed in with, the last used one first.
    pub async fn devices_of_person(
        &mut self,
        person: &PersonId,
        now: Timestamp,
    ) -> Result<Vec<StoredDevice>, StoreError> {
        let rows = self.fetch_all(&DEVICES_OF_PERSON, &[person.into(), now.into()]).await?;
        rows.iter().map(|row| self.device_from(person, row)).collect()
    }

    fn device_from(&self, person: &PersonId, row: &Row) -> Result<StoredDevice, StoreError> {
        let id = device_id(row)?;
        let client = match row.opt_text("client_sealed")? {
            Some(sealed) => {
                let place = place(person, &id);
                let plain = self.sealer().unseal("devices", "client", &place, &sealed)?;
                Some(String::from_utf8_lossy(&plain).into_owned())
            }
            None => None,
        };
        Ok(StoredDevice {
            id,
            recognised_until: row.time("recognised_until")?,
            client,
            added_at: row.time("added_at")?,
            used_at: row.time("used_at")?,
        })
    }
}

impl Tx {
    /// Recognises a browser from a completed sign-in on.
    pub async fn device_insert(
        &mut self,
        person: &PersonId,
        id: &DeviceId,
        cookie: &DeviceCookie,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let args = [
            person.into(),
            id.into(),
            now.plus(cookie.lasts).into(),
            cookie.after.as_str().into(),
            self.device_client(person, id, cookie).into(),
            now.into(),
        ];
        self.execute(&DEVICE_INSERT, &args).await?;
        Ok(())
    }

    /// Gives a recognised browser its new cookie; false: `before` is no longer the newest.
    pub async fn device_rotate(
        &mut self,
        person: &PersonId,
        id: &DeviceId,
        before: &str,
        cookie: &DeviceCookie,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let args = [
            person.into(),
            id.into(),
            before.into(),
            cookie.after.as_str().into(),
            now.plus(cookie.lasts).into(),
            self.device_client(person, id, cookie).into(),
            now.into(),
        ];
        Ok(self.execute(&DEVICE_ROTATE, &args).await? == 1)
    }

    /// Forgets a browser; false: there is none of this person.
    pub async fn device_forget(
        &mut self,
        person: &PersonId,
        id: &DeviceId,
    ) -> Result<bool, StoreError> {
        Ok(self.execute(&DEVICE_FORGET, &[person.into(), id.into()]).await? == 1)
    }

    /// Forgets devices whose time is over.
    pub async fn devices_expire(&mut self, now: Timestamp) -> Result<u64, StoreError> {
        self.execute(&DEVICES_EXPIRE, &[now.into()]).await
    }

    fn device_client(
        &self,
        person: &PersonId,
        id: &DeviceId,
        cookie: &DeviceCookie,
    ) -> Option<String> {
        let place = place(person, id);
        let seal =
            |client: &String| self.sealer().seal("devices", "client", &place, client.as_bytes());
        cookie.client.as_ref().map(seal)
    }
}

fn place(person: &PersonId, id: &DeviceId) -> String {
    format!("{person} {id}")
}

fn device_id(row: &Row) -> Result<DeviceId, StoreError> {
    DeviceId::parse(&row.text("device")?).map_err(|_| row.corrupt("device"))
}
