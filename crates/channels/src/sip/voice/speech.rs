//! Has a program of the machine speak a sentence; the text goes in by a pipe and the voice comes out of one.

use std::process::Stdio;
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::process::{Child, Command};
use tokio::time::timeout;

use countersign_core::people::Language;

use super::{resample, wav};

/// The most that is read from the program: a minute of 16-bit voice at 22,050 samples a second.
const MOST_BYTES: u64 = 3 * 1024 * 1024;

/// A speech engine: any program that reads a text from its standard input and writes a WAV file to its standard output.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Engine {
    /// The program and its arguments; no shell is involved. `{language}` in an argument becomes `en` or `de`.
    pub command: Vec<String>,
    /// For one sentence.
    pub timeout: Duration,
}

impl Engine {
    /// espeak-ng, somewhat slower than it speaks by itself.
    pub fn espeak() -> Self {
        let command = ["espeak-ng", "-v", "{language}", "-s", "140", "--stdin", "--stdout"];
        Self { command: command.map(str::to_owned).to_vec(), timeout: Duration::from_secs(5) }
    }

    /// Speaks a text. Nothing of it is kept, and it stands in no file and no argument, where others could read it: it may
    /// hold a code. The error is a sentence for the operator, without the text.
    pub(super) async fn speak(&self, text: &str, language: Language) -> Result<Vec<i16>, String> {
        let program = self.command.first().map_or("", String::as_str);
        let fault = |what: &str| format!("the speech engine {program} {what}");
        let child = self.start(language).map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => {
                fault("is not installed: install it, or name another one in the settings")
            }
            _ => fault("cannot be started"),
        })?;
        let spoken = timeout(self.timeout, run(child, text)).await;
        let bytes = spoken
            .map_err(|_| fault("did not finish in time"))?
            .map_err(|_| fault("broke off"))?
            .ok_or_else(|| fault("failed; try the command by hand"))?;
        let samples =
            tokio::task::spawn_blocking(move || wav::read(&bytes).map(resample::to_telephone));
        match samples.await {
            Ok(Ok(samples)) if samples.iter().any(|sample| sample.unsigned_abs() > 100) => {
                Ok(samples)
            }
            Ok(Ok(_)) => Err(fault("said nothing")),
            Ok(Err(why)) => Err(fault(&format!("gave a voice that {why}"))),
            Err(_) => Err(fault("gave a voice that cannot be read")),
        }
    }

    fn start(&self, language: Language) -> std::io::Result<Child> {
        let (program, arguments) =
            self.command.split_first().ok_or(std::io::ErrorKind::InvalidInput)?;
        Command::new(program)
            .args(arguments.iter().map(|text| text.replace("{language}", language.as_str())))
            // Keys and passwords may stand in our environment.
            .env_clear()
            .envs(std::env::var_os("PATH").map(|path| ("PATH", path)))
            .env("LANG", "C.UTF-8")
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
    }
}

/// Writes and reads at the same time: a program that speaks while it reads would otherwise wait for us, and we for it.
/// `None`: it failed or gave too much.
async fn run(mut child: Child, text: &str) -> std::io::Result<Option<Vec<u8>>> {
    let (Some(mut stdin), Some(stdout)) = (child.stdin.take(), child.stdout.take()) else {
        return Ok(None);
    };
    let write = async move {
        // A program that has heard enough closes its end; what it says decides.
        let _ = stdin.write_all(text.as_bytes()).await;
        let _ = stdin.write_all(b"\n").await;
    };
    let read = async move {
        let mut bytes = Vec::new();
        stdout.take(MOST_BYTES + 1).read_to_end(&mut bytes).await.map(|_| bytes)
    };
    let ((), bytes) = tokio::join!(write, read);
    let bytes = bytes?;
    if bytes.len() as u64 > MOST_BYTES {
        return Ok(None);
    }
    Ok(child.wait().await?.success().then_some(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn engine(command: &[&str]) -> Engine {
        let command = command.iter().map(|&part| part.to_owned()).collect();
        Engine { command, timeout: Duration::from_secs(10) }
    }

    async fn fault(command: &[&str], limit: Duration) -> String {
        let engine = Engine { timeout: limit, ..engine(command) };
        engine.speak("4, 8, 2, 9", Language::En).await.expect_err("a fault")
    }

    #[tokio::test]
    async fn espeak_speaks_both_languages() {
        for language in [Language::En, Language::De] {
            let engine = Engine { timeout: Duration::from_mins(1), ..Engine::espeak() };
            let said = engine.speak("Grüße an web-1", language).await.expect("voice");
            assert!((4000..40_000).contains(&said.len()), "{}", said.len());
        }
    }

    /// The text of a hostile order reaches the engine as text, whatever signs it holds.
    #[tokio::test]
    async fn a_text_is_no_argument_and_no_command() {
        let engine = Engine { timeout: Duration::from_mins(1), ..Engine::espeak() };
        for text in ["--version", "-f /etc/passwd", "$(reboot) `id` | cat", "<speak>a", "\0"] {
            // Whatever is said or not said: no fault but silence, and never another program's output.
            if let Err(why) = engine.speak(text, Language::En).await {
                assert!(why.ends_with("said nothing"), "{text:?}: {why}");
            }
        }
    }

    /// No text in any fault, and no wait without end.
    #[tokio::test]
    async fn a_broken_engine_is_named_and_bounded() {
        let long = Duration::from_mins(1);
        assert!(fault(&["no-such-engine"], long).await.contains("no-such-engine is not installed"));
        assert!(fault(&["false"], long).await.contains("failed"));
        assert!(fault(&["true"], long).await.contains("no WAV file"));
        assert!(fault(&["cat"], long).await.contains("no WAV file"));
        assert!(fault(&["yes"], long).await.contains("failed"), "more than any voice needs");
        assert!(fault(&["sleep", "60"], Duration::from_millis(100)).await.contains("in time"));
    }

    #[tokio::test]
    async fn the_engine_sees_nothing_of_our_environment() {
        assert!(std::env::var_os("CARGO_MANIFEST_DIR").is_some(), "something to hide");
        let script = "test -z \"$CARGO_MANIFEST_DIR\" && exec espeak-ng --stdout -v en";
        let engine = Engine { timeout: Duration::from_mins(1), ..engine(&["sh", "-c", script]) };
        engine.speak("hello", Language::En).await.expect("hidden, and spoken");
    }
}
