"""A private Exim, a mail server of the field: nothing of the machine's own configuration, gone at the end.

Usage: exim_peer.py plain|login     (the one mechanism of AUTH it offers, behind STARTTLS)

Standard output, one JSON object a line: first {"port", "ca"}, then {"to", "data"} for every mail that was delivered.
  nouser…  550                a subject with "defer": 451 after DATA
Anything else is delivered. Sign-in: app / secret. The server ends when its standard input is closed.
"""

import json
import os
import pathlib
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

import trustme

CONFIGURATION = """
primary_hostname = mx.test
spool_directory = {folder}/spool
log_file_path = {folder}/spool/%slog
pid_file_path = {folder}/exim.pid
daemon_smtp_ports = {port}
local_interfaces = 127.0.0.1
tls_certificate = {folder}/cert.pem
tls_privatekey = {folder}/key.pem
tls_advertise_hosts = *
auth_advertise_hosts = ${{if eq{{$tls_in_cipher}}{{}}{{}}{{*}}}}
host_lookup =
rfc1413_query_timeout = 0s
never_users =
acl_smtp_rcpt = rcpt
acl_smtp_data = data
begin acl
rcpt:
  deny
    !authenticated = *
    message = 530 5.7.0 Authentication required
  deny
    local_parts = ^nouser
    message = 550 5.1.1 No such mailbox
  accept
data:
  defer
    condition = ${{if match{{$h_subject:}}{{defer}}}}
    message = 451 4.3.0 Try later
  accept
begin routers
sink:
  driver = accept
  transport = maildir
begin transports
maildir:
  driver = appendfile
  maildir_format
  directory = {folder}/box
  create_directory
  user = {owner}
  envelope_to_add
begin authenticators
{mechanism}
"""

MECHANISMS = {
    "plain": """plain:
  driver = plaintext
  public_name = PLAIN
  server_prompts = :
  server_condition = ${if and{{eq{$auth2}{app}}{eq{$auth3}{secret}}}}
  server_set_id = $auth2
""",
    "login": """login:
  driver = plaintext
  public_name = LOGIN
  server_prompts = Username:: : Password::
  server_condition = ${if and{{eq{$auth1}{app}}{eq{$auth2}{secret}}}}
  server_set_id = $auth1
""",
}


def report(fact):
    print(json.dumps(fact), flush=True)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(port, exim):
    for _ in range(200):
        if exim.poll() is not None:
            sys.exit("exim4 ended at once")
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.05)
    sys.exit("exim4 does not listen")


def watch(box):
    seen = set()
    while True:
        for mail in sorted(box.glob("new/*")):
            if mail.name not in seen:
                seen.add(mail.name)
                data = mail.read_text("utf8", "replace")
                to = [line[13:] for line in data.splitlines() if line.startswith("Envelope-to: ")]
                report({"to": to, "data": data})
        time.sleep(0.05)


def main(mechanism):
    binary = shutil.which("exim4", path=os.environ.get("PATH", "") + ":/usr/sbin")
    if binary is None:
        sys.exit("exim4 is missing: apt-get install exim4-daemon-light")
    as_root = os.getuid() == 0
    owner = "Debian-exim" if as_root else pwd.getpwuid(os.getuid()).pw_name
    folder = pathlib.Path(tempfile.mkdtemp(prefix="countersign-exim."))
    port = free_port()
    authority = trustme.CA()
    certificate = authority.issue_cert("localhost")
    authority.cert_pem.write_to_path(folder / "ca.pem")
    certificate.private_key_and_cert_chain_pem.write_to_path(folder / "key.pem")
    certificate.cert_chain_pems[0].write_to_path(folder / "cert.pem")
    for name in ("spool", "box"):
        (folder / name).mkdir()
    filled = CONFIGURATION.format(
        folder=folder, port=port, owner=owner, mechanism=MECHANISMS[mechanism]
    )
    (folder / "exim.conf").write_text(filled)
    command = [binary, "-C", str(folder / "exim.conf"), "-bdf", "-odf"]
    if as_root:
        account = pwd.getpwnam(owner)
        for path in [folder, *folder.rglob("*")]:
            os.chown(path, account.pw_uid, account.pw_gid)
        who = [f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}", "--clear-groups"]
        command = ["setpriv", *who, *command]
    exim = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        wait_for(port, exim)
        report({"port": port, "ca": str(folder / "ca.pem")})
        threading.Thread(target=watch, args=(folder / "box",), daemon=True).start()
        sys.stdin.read()
    finally:
        exim.kill()
        exim.wait()
        shutil.rmtree(folder, ignore_errors=True)


main(sys.argv[1])
