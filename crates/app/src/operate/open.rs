//! Opens what the use cases stand on: keys, database, channels, signer.

use std::path::Path;
use std::sync::Arc;

use countersign_channels::SetupError;
pub use countersign_channels::smtp::{Credentials, Security, SmtpSettings};
pub use countersign_channels::webhook::{PostSettings, SignedPost, WebhookSettings};
pub use countersign_channels::{Channel, Message, SendError, Sent};
use countersign_core::challenge::{Checker, CodeKeys, KeyId};
use countersign_core::mailed::LinkKeys;
use countersign_core::policy::Policy;
use countersign_core::{Entropy, Timestamp};
use countersign_store::{Engine, KeyFileError, MasterKeys, Store, StoreOptions, Subkey, Tx};

use crate::ctx::{Clock, Parts};
use crate::delivery::DeskSettings;
use crate::signing::Signer;
use crate::wording::Wording;
use crate::{AppError, Ctx, Portal};

/// Why nothing was opened. May be shown: names files and fixes, never what they hold.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The key file cannot be read.
    #[error("the key file {path} cannot be read: {why}; let `countersign init` make it")]
    NoKeyFile {
        /// The file.
        path: String,
        /// What the system said.
        why: String,
    },
    /// Others than its owner may read it.
    #[error("the key file {0} can be read by others; run: chmod 600 {0}")]
    OpenKeyFile(String),
    /// What stands in it.
    #[error(transparent)]
    Keys(#[from] KeyFileError),
    /// A channel.
    #[error(transparent)]
    Channel(#[from] SetupError),
    /// The database, or a fault.
    #[error(transparent)]
    App(#[from] AppError),
}

/// An opened database, as commands beside the server hold it.
pub type OpenedStore = Store;

/// The text of a new key file. Secret.
pub fn new_key_file(entropy: &mut dyn Entropy) -> String {
    MasterKeys::generate(entropy)
}

/// Reads the key file; refuses one that others can read (CS-CRY-02).
pub fn read_keys(path: &Path) -> Result<MasterKeys, OpenError> {
    let shown = path.display().to_string();
    let unread = |error: std::io::Error| OpenError::NoKeyFile {
        path: shown.clone(),
        why: error.to_string(),
    };
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::metadata(path).map_err(unread)?.permissions().mode();
        if mode & 0o077 != 0 {
            return Err(OpenError::OpenKeyFile(shown));
        }
    }
    let text = zeroize::Zeroizing::new(std::fs::read_to_string(path).map_err(unread)?);
    read_key_text(&text)
}

/// Reads the text of a key file.
pub fn read_key_text(text: &str) -> Result<MasterKeys, OpenError> {
    Ok(MasterKeys::parse(text)?)
}

/// Where the database is, and for whom it is opened.
#[derive(Clone)]
pub struct Place {
    /// `sqlite:PATH` or `postgres://…`.
    pub url: String,
    /// Connections to PostgreSQL.
    pub pool: u32,
    /// Whether this process serves; of one SQLite file only one may.
    pub serves: bool,
}

/// Opens the database. An SQLite file is made and brought up to date; PostgreSQL waits for `countersign migrate`.
pub async fn open_store(place: &Place, keys: &MasterKeys) -> Result<Store, OpenError> {
    let options = StoreOptions {
        url: place.url.clone(),
        keys: keys.clone(),
        pg_pool: place.pool,
        serves: place.serves,
    };
    let store = Store::open(options).await.map_err(AppError::from)?;
    if store.engine() == Engine::Sqlite {
        migrate(&store).await?;
    }
    Ok(store)
}

/// Brings the schema up to date.
pub async fn migrate(store: &Store) -> Result<(), AppError> {
    Ok(store.migrate().await?)
}

/// Whether the database can be served from: reachable, writable, its schema the one this program needs.
pub async fn is_ready(store: &Store) -> Result<(), AppError> {
    Ok(store.is_ready().await?)
}

/// Everything a context is opened with.
pub struct Opening {
    /// The database.
    pub store: Store,
    /// The keys.
    pub keys: MasterKeys,
    /// The operator's numbers and switches.
    pub policy: Policy,
    /// What the operator said about the portal.
    pub portal: Portal,
    /// The channels.
    pub channels: Vec<Arc<dyn Channel>>,
    /// Countries, routes and caps.
    pub desk: DeskSettings,
    /// The texts of messages.
    pub wording: Arc<dyn Wording>,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// The source of randomness.
    pub entropy: Box<dyn Entropy>,
}

/// Makes the context and notes the receipt key as the one in use.
pub async fn open(opening: Opening) -> Result<Ctx, OpenError> {
    let Opening { store, keys, policy, portal, channels, desk, wording, clock, entropy } = opening;
    let signer = Signer::from_seed(&subkey(&keys, Subkey::Receipts)?)?;
    let ctx = Ctx::new(Parts {
        link_keys: link_keys(&keys)?,
        password_key: subkey(&keys, Subkey::Passwords)?,
        checker: Checker::new(Arc::new(code_keys(&keys)?)),
        store,
        policy,
        portal,
        channels,
        desk,
        wording,
        signer,
        clock,
        entropy,
    });
    note_receipt_key(&ctx, ctx.clock.now()).await?;
    Ok(ctx)
}

async fn note_receipt_key(ctx: &Ctx, now: Timestamp) -> Result<(), AppError> {
    let (kid, public_key) = (ctx.signer.kid().to_owned(), ctx.signer.public_key().to_owned());
    let noted =
        ctx.store.write(async move |tx: &mut Tx| tx.receipt_key_use(&kid, &public_key, now).await);
    Ok(noted.await?)
}

fn code_keys(keys: &MasterKeys) -> Result<CodeKeys, AppError> {
    let (first, older) = ring(keys, Subkey::Codes)?;
    Ok(CodeKeys::new(first, older, keys.epoch()))
}

fn link_keys(keys: &MasterKeys) -> Result<LinkKeys, AppError> {
    let (first, older) = ring(keys, Subkey::Links)?;
    Ok(LinkKeys::new(first, older, keys.epoch()))
}

type Derived = (KeyId, [u8; 32]);

/// The key of one purpose under every master key, the current one first.
fn ring(keys: &MasterKeys, purpose: Subkey) -> Result<(Derived, Vec<Derived>), AppError> {
    let derived = |id: &KeyId| keys.subkey(id, purpose).map(|key| (id.clone(), key));
    let mut ring = keys.ids().filter_map(derived);
    let first = ring.next().ok_or(AppError::Internal("no-current-key"))?;
    Ok((first, ring.collect()))
}

fn subkey(keys: &MasterKeys, purpose: Subkey) -> Result<[u8; 32], AppError> {
    keys.subkey(keys.current(), purpose).ok_or(AppError::Internal("no-current-key"))
}
