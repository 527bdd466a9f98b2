//! Remembers which areas were entered in a window, so that the first time of each is recorded and no other.

use countersign_core::Timestamp;
use countersign_core::ids::SessionId;
use countersign_core::step_up::Area;

use crate::db::Tx;
use crate::error::StoreError;
use crate::statements::statements;

statements! {
    /// Of any number of first uses at once one changes the row. A window that was opened anew begins anew.
    AREA_USE = "INSERT INTO area_uses (session, area, opened_at) VALUES ($1, $2, $3) \
        ON CONFLICT (session, area) DO UPDATE SET opened_at = EXCLUDED.opened_at WHERE area_uses.opened_at < EXCLUDED.opened_at";
    AREA_WINDOW = "SELECT opened_at FROM windows WHERE session = $1 AND until > $2";
}

impl Tx {
    /// Notes that an area is entered; true: it is the first time in the window that is open.
    pub async fn area_entered(
        &mut self,
        session: &SessionId,
        area: &Area,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let window = self.fetch_optional(&AREA_WINDOW, &[session.into(), now.into()]).await?;
        let Some(window) = window else { return Ok(false) };
        let args = [session.into(), area.as_str().into(), window.time("opened_at")?.into()];
        Ok(self.execute(&AREA_USE, &args).await? == 1)
    }
}
