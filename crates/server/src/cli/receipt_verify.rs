//! `countersign receipt verify`: checks a receipt offline, with nothing but the portal's copy of the key set.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use countersign_app::signing::{self, PublicKeys, ReceiptClaims};

use super::print;

/// The receipt proves nothing.
const REFUSED: u8 = 2;

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  curl -s https://confirm.example.com/.well-known/jwks.json > keys.json\n  countersign receipt verify receipt.jws --keys keys.json --audience portal\n\nExit status 0: it holds; 2: it proves nothing; 1: a file cannot be read."
)]
pub(super) struct ReceiptVerify {
    /// The receipt: a compact JWS. "-" reads standard input.
    file: PathBuf,
    /// The JWK set.
    #[arg(long, value_name = "FILE")]
    keys: PathBuf,
    /// The audience it must be for.
    #[arg(long, value_name = "NAME")]
    audience: Option<String>,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
}

impl ReceiptVerify {
    pub(super) fn run(self) -> anyhow::Result<ExitCode> {
        let receipt = read(&self.file)?;
        let keys: PublicKeys = serde_json::from_str(&read(&self.keys)?)
            .with_context(|| format!("{} is no JWK set", self.keys.display()))?;
        let checked = signing::verify(&receipt, &keys)
            .map_err(|refused| refused.to_string())
            .and_then(|claims| match &self.audience {
                Some(wanted) if *wanted != claims.aud => {
                    Err(format!("the receipt is for another audience: {:?}", claims.aud))
                }
                _ => Ok(claims),
            });
        Ok(match (checked, self.json) {
            (Ok(claims), true) => {
                print(serde_json::json!({"valid": true, "claims": claims}));
                ExitCode::SUCCESS
            }
            (Ok(claims), false) => {
                print(words(&claims));
                ExitCode::SUCCESS
            }
            (Err(why), true) => {
                print(serde_json::json!({"valid": false, "reason": why}));
                ExitCode::from(REFUSED)
            }
            (Err(why), false) => {
                eprintln!("not valid: {why}");
                ExitCode::from(REFUSED)
            }
        })
    }
}

fn words(claims: &ReceiptClaims) -> String {
    let target = claims.target.as_deref().map(|target| format!(" ({target})")).unwrap_or_default();
    let mut lines = vec![
        "valid".to_owned(),
        format!("order          {}", claims.order),
        format!("action         {}: {}, {}", claims.action, claims.title, claims.object),
    ];
    if let Some(amount) = &claims.amount {
        lines.push(format!("amount         {} {}", amount.value, amount.currency));
    }
    lines.extend([
        format!("digest         {}", claims.digest),
        format!(
            "authorised by  {} at {} by {}{target}",
            claims.person, claims.authorised_at, claims.method
        ),
        format!("issued by      {} for {}", claims.iss, claims.aud),
        format!("receipt        {}", claims.jti),
    ]);
    lines.join("\n")
}

fn read(path: &Path) -> anyhow::Result<String> {
    let text = if path == Path::new("-") {
        std::io::read_to_string(std::io::stdin())
    } else {
        std::fs::read_to_string(path)
    };
    text.with_context(|| format!("{} cannot be read", path.display()))
}
