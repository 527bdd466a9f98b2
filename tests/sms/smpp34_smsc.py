"""A second SMS centre, on PyPI's smpp34, that accepts and delivers everything.

Usage: smpp34_smsc.py

Standard output, one JSON object a line: first {"ev":"ready","port"}, then submit, receipt and unbound.
Recipients that end in 00 are refused; those that end in 44 are not delivered. The centre ends when its standard input is
closed.
"""

import asyncio
import json
import socket
import sys

import smpp34


def say(**fact):
    print(json.dumps(fact), flush=True)


async def deliver(esme, submit, name):
    await asyncio.sleep(0.05)
    state = "UNDELIV" if submit.destination_addr.endswith("44") else "DELIVRD"
    text = f"id:{name} sub:001 dlvrd:001 submit date:2611220000 done date:2611220001 stat:{state} err:000 text:"
    answer = await esme.deliver_sm(
        submit.source_addr, text.encode(), source_addr=submit.destination_addr, esm_class=4
    )
    say(ev="receipt", id=name, status=answer.command_status)


async def serve(server):
    esmes, count, running = {}, 0, set()
    while True:
        event = await server.next()
        if isinstance(event, smpp34.Esme):
            esmes[event.session_id] = event
        elif isinstance(event, smpp34.Unbound):
            esmes.pop(event.session_id, None)
            say(ev="unbound")
        else:
            say(
                ev="submit",
                to=event.destination_addr,
                octets=event.short_message.hex(),
                coding=event.data_coding,
                esm_class=event.esm_class,
                receipt=event.registered_delivery,
                ton=event.source_addr_ton,
                to_ton=event.dest_addr_ton,
                parameters={str(tlv.tag): tlv.value.hex() for tlv in event.tlvs},
            )
            if event.destination_addr.endswith("00"):
                event.reject(smpp34.ESME_RINVDSTADR)
                continue
            count += 1
            event.accept(f"s{count}")
            if event.registered_delivery & 1:
                task = asyncio.create_task(deliver(esmes[event.session_id], event, f"s{count}"))
                running.add(task)
                task.add_done_callback(running.discard)


async def main():
    # The library cannot be asked which port it took, so it is given one that was free a moment ago.
    while True:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        server = smpp34.Server("127.0.0.1", port)
        try:
            await server.start()
            break
        except smpp34.SmppError:
            continue
    say(ev="ready", port=port)
    serving = asyncio.create_task(serve(server))
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    serving.cancel()


asyncio.run(main())
