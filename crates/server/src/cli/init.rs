//! `countersign init`: a configuration with every setting explained, and a key file only its owner can read.

use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;

use anyhow::Context as _;
use countersign_app::operate::open::new_key_file;

use super::print;
use crate::config::{self, Config};
use crate::world::World;

/// The name of the key file, beside the configuration.
const KEYS: &str = "countersign.keys";

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  countersign init --origin https://confirm.example.com --listen 127.0.0.1:8080"
)]
pub(super) struct Init {
    /// How browsers will reach the server.
    #[arg(long, default_value = "http://127.0.0.1:8080", value_name = "URL")]
    origin: String,
    /// Where it will listen.
    #[arg(long, default_value = "127.0.0.1:8080", value_name = "ADDRESS")]
    listen: String,
}

impl Init {
    pub(super) fn run(self, path: &Path, world: &World) -> anyhow::Result<ExitCode> {
        let keys = path.with_file_name(KEYS);
        for file in [path, &keys] {
            anyhow::ensure!(
                !file.exists(),
                "{} exists and is not overwritten; move it away first",
                file.display()
            );
        }
        let given = [
            ("server.listen", quoted(&self.listen)),
            ("server.public_origin", quoted(&self.origin)),
            ("database.url", quoted("sqlite:countersign.db")),
            ("keys.file", quoted(KEYS)),
        ];
        let text = config::sample(&given);
        Config::parse(path, &text, [])?;
        write_new(&keys, &new_key_file(&mut *(world.entropy)()), 0o600)?;
        write_new(path, &text, 0o640)?;
        print(format_args!("wrote {} and {}", path.display(), keys.display()));
        print("Keep the key file out of the database's backup; without it sealed data is lost.");
        print(
            "Next: countersign api-key create --name portal --scope orders:write …, then countersign serve",
        );
        Ok(ExitCode::SUCCESS)
    }
}

fn quoted(text: &str) -> String {
    // A JSON string of printable text is a TOML string too.
    serde_json::Value::from(text).to_string()
}

/// Writes a file that must not exist; its mode is set before anything stands in it.
fn write_new(path: &Path, text: &str, mode: u32) -> anyhow::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(mode);
    }
    let shown = path.display();
    let mut file = options.open(path).with_context(|| format!("{shown} cannot be made"))?;
    file.write_all(text.as_bytes()).with_context(|| format!("{shown} cannot be written"))?;
    file.sync_all().with_context(|| format!("{shown} cannot be written"))
}
