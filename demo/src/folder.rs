//! The folder the demo keeps its state in.

use anyhow::Context as _;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

/// The variable that names a folder to keep; without it every start has a fresh one.
pub const VARIABLE: &str = "COUNTERSIGN_DEMO_DATA";

/// A folder that only its owner can read: it holds an API key.
#[derive(Clone)]
pub struct Folder {
    path: PathBuf,
    kept: bool,
}

impl Folder {
    /// The folder named by [`VARIABLE`], or a fresh one below the system's temporary folder.
    pub fn open() -> anyhow::Result<Self> {
        let named = std::env::var_os(VARIABLE).filter(|name| !name.is_empty());
        let kept = named.is_some();
        let path = named.map_or_else(
            || std::env::temp_dir().join(format!("countersign-demo-{}", crate::random::token(8))),
            PathBuf::from,
        );
        fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(&path)
            .with_context(|| format!("cannot create the folder {}", path.display()))?;
        let path = path.canonicalize()?;
        Ok(Self { path, kept })
    }

    /// Whether the next start can find this state again.
    pub const fn is_kept(&self) -> bool {
        self.kept
    }

    /// Takes a folder away that nobody asked to keep; it holds keys.
    pub fn leave(&self) {
        if !self.kept
            && let Err(error) = fs::remove_dir_all(&self.path)
        {
            tracing::warn!(%error, folder = %self.path.display(), "the folder could not be removed");
        }
    }

    /// Where it lies.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The path of a file in it.
    pub fn file(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    /// Reads a JSON file; `None` if there is none yet.
    pub fn read<T: DeserializeOwned>(&self, name: &str) -> anyhow::Result<Option<T>> {
        match fs::read(self.file(name)) {
            Ok(bytes) => Ok(Some(
                serde_json::from_slice(&bytes).with_context(|| format!("cannot read {name}"))?,
            )),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error).with_context(|| format!("cannot read {name}")),
        }
    }

    /// Writes a JSON file whole or not at all.
    pub fn write(&self, name: &str, value: &impl Serialize) -> anyhow::Result<()> {
        self.write_text(name, &serde_json::to_string_pretty(value)?)
    }

    /// Writes a text file whole or not at all.
    pub fn write_text(&self, name: &str, text: &str) -> anyhow::Result<()> {
        let fresh = self.file(&format!(".{name}.new"));
        let mut file = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .open(&fresh)
            .with_context(|| format!("cannot write {name}"))?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        fs::rename(&fresh, self.file(name)).with_context(|| format!("cannot write {name}"))
    }
}
