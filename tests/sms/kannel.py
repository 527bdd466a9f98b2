"""A private Kannel (bearerbox and smsbox) as another client of the same SMS centre.

Usage: kannel.py PORT_OF_THE_CENTRE

Standard output: {"ev":"ready","port"}, the port of its HTTP interface: /cgi-bin/sendsms?username=app&password=secret&…
Everything is in a temporary folder and gone when its standard input is closed.
"""

import json
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile
import time

CONFIG = """
group = core
admin-port = {admin}
admin-password = bar
admin-interface = 127.0.0.1
smsbox-port = {boxes}
smsbox-interface = 127.0.0.1
log-file = "{folder}/bearerbox.log"
log-level = 1
box-deny-ip = "*.*.*.*"
box-allow-ip = "127.0.0.1"
dlr-storage = internal
store-type = spool
store-location = {folder}/spool

group = smsc
smsc = smpp
smsc-id = a
host = 127.0.0.1
port = {centre}
transceiver-mode = true
smsc-username = esme
smsc-password = pass
system-type = ""
interface-version = 34
esm-class = 0
reconnect-delay = 1

group = smsbox
bearerbox-host = 127.0.0.1
sendsms-port = {http}
sendsms-interface = 127.0.0.1
log-file = "{folder}/smsbox.log"
log-level = 1

group = sendsms-user
username = app
password = secret
user-allow-ip = "127.0.0.1"
max-messages = 10
concatenation = true

group = sms-service
keyword = default
text = "No service"
max-messages = 0
"""


def free_ports(count):
    probes = [socket.socket() for _ in range(count)]
    for probe in probes:
        probe.bind(("127.0.0.1", 0))
    ports = [probe.getsockname()[1] for probe in probes]
    for probe in probes:
        probe.close()
    return ports


def wait_for(port, process):
    for _ in range(600):
        if process.poll() is not None:
            return False
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return True
        time.sleep(0.05)
    return False


def start(folder, centre):
    """The two boxes; None if another program was quicker at one of the ports."""
    admin, boxes, http = free_ports(3)
    config = folder / "kannel.conf"
    config.write_text(CONFIG.format(**locals()))
    running = []
    for program, port in (("bearerbox", boxes), ("smsbox", http)):
        quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        running.append(subprocess.Popen(["/usr/sbin/" + program, str(config)], **quiet))
        if not wait_for(port, running[-1]):
            end(running)
            return None
    return running, http


def end(running):
    for process in reversed(running):
        process.terminate()
    for process in running:
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


folder = pathlib.Path(tempfile.mkdtemp(prefix="kannel-"))
(folder / "spool").mkdir()
try:
    started = None
    for _ in range(5):
        started = started or start(folder, int(sys.argv[1]))
    if not started:
        sys.exit((folder / "bearerbox.log").read_text() if (folder / "bearerbox.log").exists() else "no Kannel")
    running, http = started
    print(json.dumps({"ev": "ready", "port": http}), flush=True)
    sys.stdin.read()
    end(running)
finally:
    shutil.rmtree(folder, ignore_errors=True)
