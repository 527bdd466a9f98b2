//! Reads a secret from the terminal, unseen, or from standard input; never from an argument, where other processes see it.

use std::io::{BufRead as _, IsTerminal as _, Stdin, Write as _};

use anyhow::{Context as _, bail};
use rustix::termios::{LocalModes, OptionalActions, Termios, tcgetattr, tcsetattr};
use secrecy::zeroize::Zeroizing;

/// Asks at the terminal, twice, because nobody sees what they type; a pipe gives one line and is asked nothing.
pub(super) fn read(what: &str) -> anyhow::Result<Zeroizing<String>> {
    let stdin = std::io::stdin();
    if !stdin.is_terminal() {
        return line(&stdin);
    }
    let silence = Silence::over(&stdin)?;
    let first = asked(&stdin, what)?;
    let second = asked(&stdin, "The same again")?;
    drop(silence);
    if first != second {
        bail!("the two do not agree; nothing was changed");
    }
    Ok(first)
}

fn asked(stdin: &Stdin, what: &str) -> anyhow::Result<Zeroizing<String>> {
    let mut stderr = std::io::stderr();
    write!(stderr, "{what}: ").and_then(|()| stderr.flush()).context("the terminal is gone")?;
    let typed = line(stdin);
    // The line end that was typed is not seen either.
    let _ = writeln!(stderr);
    typed
}

fn line(stdin: &Stdin) -> anyhow::Result<Zeroizing<String>> {
    let mut line = Zeroizing::new(String::new());
    stdin.lock().read_line(&mut line).context("standard input is not text")?;
    let end = line.trim_end_matches(['\r', '\n']).len();
    line.truncate(end);
    if line.is_empty() {
        bail!("no password came; type it at the terminal or pipe it to standard input");
    }
    Ok(line)
}

/// Keeps the terminal from showing what is typed, until it is dropped. What was typed before is thrown away with it.
struct Silence<'t> {
    terminal: &'t Stdin,
    before: Termios,
}

impl<'t> Silence<'t> {
    fn over(terminal: &'t Stdin) -> anyhow::Result<Self> {
        let before = tcgetattr(terminal).context("the terminal does not answer")?;
        let mut silent = before.clone();
        silent.local_modes.remove(LocalModes::ECHO);
        tcsetattr(terminal, OptionalActions::Flush, &silent)
            .context("the terminal would show what is typed")?;
        Ok(Self { terminal, before })
    }
}

impl Drop for Silence<'_> {
    fn drop(&mut self) {
        let _ = tcsetattr(self.terminal, OptionalActions::Now, &self.before);
    }
}
