"""A real SMTP server (aiosmtpd) that misbehaves on demand; the first letters of the recipient say how.

Usage: smtp_peer.py starttls|implicit|plain|misnamed (starttls with a certificate for another host)

Standard output, one JSON object a line: first {"port", "ca"}, then one for every mail that was accepted.
  grey…    451 the first time, then accepted      nouser… 550
  noauth…  530, as if the sign-in had lapsed        full…   452 after DATA
  slow…    answers after a second                 reject… 554 after DATA
  hang…    never answers RCPT                     stall…  never answers DATA
  drop…    cuts the connection after DATA
Anything else is accepted. Login: app / secret. The server ends when its standard input is closed.
"""

import asyncio
import json
import ssl
import sys
import tempfile

import trustme
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword


class Handler:
    def __init__(self):
        self.greylisted = set()

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("grey") and address not in self.greylisted:
            self.greylisted.add(address)
            return "451 4.7.1 Greylisted, try again later"
        if address.startswith("nouser"):
            return "550 5.1.1 No such mailbox: " + address
        if address.startswith("noauth"):
            return "530 5.7.0 Authentication required"
        if address.startswith("slow"):
            await asyncio.sleep(1)
        if address.startswith("hang"):
            await asyncio.sleep(3600)
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server, session, envelope):
        to = envelope.rcpt_tos[0]
        if to.startswith("full"):
            return "452 4.2.2 Mailbox full"
        if to.startswith("reject"):
            return "554 5.6.0 Content refused"
        if to.startswith("stall"):
            await asyncio.sleep(3600)
        if to.startswith("drop"):
            server.transport.abort()
            return "250 2.0.0 the client never reads this"
        report(
            {
                "from": envelope.mail_from,
                "to": envelope.rcpt_tos,
                "tls": server.transport.get_extra_info("ssl_object") is not None,
                "authenticated": bool(session.authenticated),
                "peer_port": session.peer[1],
                "data": envelope.content.decode("utf8", "replace"),
            }
        )
        return "250 2.0.0 queued"


def report(fact):
    print(json.dumps(fact), flush=True)


def authenticate(server, session, envelope, mechanism, data):
    known = isinstance(data, LoginPassword) and (data.login, data.password) == (b"app", b"secret")
    return AuthResult(success=known, handled=False)


async def serve(mode):
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    names = ["other.example"] if mode == "misnamed" else ["localhost", "127.0.0.1"]
    authority.issue_cert(*names).configure_cert(context)
    starttls = mode in ("starttls", "misnamed")
    handler = Handler()

    def session():
        return SMTP(
            handler,
            hostname="peer.test",
            enable_SMTPUTF8=True,
            tls_context=context if starttls else None,
            require_starttls=starttls,
            authenticator=authenticate,
            auth_required=mode != "plain",
            auth_require_tls=starttls,
        )

    loop = asyncio.get_running_loop()
    tls = context if mode == "implicit" else None
    server = await loop.create_server(session, "127.0.0.1", 0, ssl=tls)
    with tempfile.NamedTemporaryFile(suffix=".pem") as ca:
        ca.write(authority.cert_pem.bytes())
        ca.flush()
        report({"port": server.sockets[0].getsockname()[1], "ca": ca.name})
        await loop.run_in_executor(None, sys.stdin.read)


asyncio.run(serve(sys.argv[1]))
