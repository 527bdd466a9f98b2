//! Finds a PostgreSQL server for tests: the one named by the environment, or a private cluster that this run starts.

use std::fs::{File, OpenOptions};
use std::os::unix::fs::MetadataExt as _;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

/// The URL of a server where this process may create databases.
///
/// # Panics
/// If there is none and none can be started; the message names the fix.
pub(crate) fn url() -> String {
    static URL: OnceLock<String> = OnceLock::new();
    URL.get_or_init(|| {
        std::env::var("COUNTERSIGN_TEST_PG_URL").unwrap_or_else(|_| shared_cluster())
    })
    .clone()
}

/// One cluster for all processes of a test run: the first one starts it, and a watcher stops it when the run's
/// first process is gone. Under nextest every test is a process, and a cluster for each would take longer than the
/// test.
fn shared_cluster() -> String {
    let (run, owner) = match std::env::var("NEXTEST_RUN_ID") {
        Ok(run) => (run, std::os::unix::process::parent_id()),
        Err(_) => (std::process::id().to_string(), std::process::id()),
    };
    // A short path: a socket's name has room for 107 bytes.
    let folder = std::env::temp_dir().join(format!("cs-pg-{}", &run[..run.len().min(13)]));
    std::fs::create_dir_all(&folder).expect("a folder can be made");
    let lock = File::create(folder.join("lock")).expect("a lock file can be made");
    lock.lock().expect("the lock is given");
    let url = format!("postgres://countersign@localhost/postgres?host={}", folder.display());
    if !folder.join("ready").exists() {
        start(&folder, owner);
    }
    url
}

fn start(folder: &Path, owner: u32) {
    let bin = binaries();
    let account = own(folder);
    let data = folder.join("data");
    let mut initdb = as_account(&bin.join("initdb"), folder, account);
    initdb.arg("-D").arg(&data).args([
        "-U",
        "countersign",
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--locale=C",
        "--no-sync",
    ]);
    succeed(initdb, "initdb", folder);
    let options = format!(
        "-c listen_addresses= -c unix_socket_directories={} -c fsync=off -c full_page_writes=off \
         -c max_connections=300 -c shared_buffers=32MB -c deadlock_timeout=200ms",
        folder.display()
    );
    let mut pg_ctl = as_account(&bin.join("pg_ctl"), folder, account);
    pg_ctl.arg("-D").arg(&data).arg("-l").arg(folder.join("log"));
    pg_ctl.args(["-w", "-t", "60", "-o", &options, "start"]);
    succeed(pg_ctl, "pg_ctl start", folder);
    let script = format!(
        "while [ -d /proc/{owner} ] || ps -p {owner} >/dev/null 2>&1; do sleep 0.5; done; \
         '{}' -D '{}' -m immediate stop; cd /; rm -rf '{}'",
        bin.join("pg_ctl").display(),
        data.display(),
        folder.display(),
    );
    // A group of its own, so that the runner does not wait for the watcher and does not end it.
    let mut watcher = as_account(Path::new("/bin/sh"), folder, account);
    watcher.args(["-c", &script]).process_group(0);
    #[expect(clippy::zombie_processes, reason = "it outlives this process, which is its purpose")]
    watcher.spawn().expect("the watcher starts");
    File::create(folder.join("ready")).expect("the mark can be made");
}

/// PostgreSQL refuses to run as root: then the folder is given to an account of its own.
fn own(folder: &Path) -> Option<(u32, u32)> {
    let is_root = std::fs::metadata(folder).is_ok_and(|metadata| metadata.uid() == 0);
    if !is_root {
        return None;
    }
    let passwd = std::fs::read_to_string("/etc/passwd").unwrap_or_default();
    let ids = |name: &str| {
        let line = passwd.lines().find(|line| line.split(':').next() == Some(name))?;
        let mut fields = line.split(':').skip(2);
        Some((fields.next()?.parse().ok()?, fields.next()?.parse().ok()?))
    };
    let (uid, gid) = ids("postgres").or_else(|| ids("nobody")).unwrap_or((65534, 65534));
    std::os::unix::fs::chown(folder, Some(uid), Some(gid)).expect("root may give a folder away");
    Some((uid, gid))
}

fn as_account(program: &Path, folder: &Path, account: Option<(u32, u32)>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(folder).env("HOME", folder).env_remove("PGDATA");
    // A watcher or server that held the runner's pipes would keep it waiting.
    let log = OpenOptions::new().create(true).append(true).open(folder.join("setup.log"));
    let log = log.expect("the cluster's log can be written");
    command.stdin(Stdio::null()).stdout(log.try_clone().expect("a second handle")).stderr(log);
    if let Some((uid, gid)) = account {
        command.uid(uid).gid(gid);
    }
    command
}

fn succeed(mut command: Command, name: &str, folder: &Path) {
    let status = command.status().unwrap_or_else(|error| panic!("{name} does not start: {error}"));
    if !status.success() {
        let log = std::fs::read_to_string(folder.join("setup.log")).unwrap_or_default();
        let _ = std::fs::remove_dir_all(folder);
        panic!("{name} failed: {log}");
    }
}

fn binaries() -> PathBuf {
    let on_path = std::env::var_os("PATH").unwrap_or_default();
    let mut installed: Vec<(u32, PathBuf)> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| {
            Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin")))
        })
        .collect();
    installed.sort();
    installed
        .into_iter()
        .rev()
        .map(|(_, bin)| bin)
        .chain(std::env::split_paths(&on_path))
        .find(|bin| bin.join("initdb").exists() && bin.join("pg_ctl").exists())
        .unwrap_or_else(|| {
            panic!(
                "PostgreSQL's `initdb` and `pg_ctl` stand neither in /usr/lib/postgresql/*/bin nor on PATH: install \
                 PostgreSQL 15 or newer (on Debian `apt install postgresql`), or name a server where databases may be \
                 created in COUNTERSIGN_TEST_PG_URL"
            )
        })
}
