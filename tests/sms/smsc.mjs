// An SMS centre on npm's "smpp" that misbehaves on demand; the last two digits of the recipient say how.
//
// Usage: node smsc.mjs '{"tls":false,"ids":"same","receipts":"both","port":0}'
//   ids       same, decimal (hexadecimal in answers, decimal in receipts), hexadecimal (the other way round)
//   receipts  both, text, parameters
//   quiet     says nothing of single messages: for measuring
//
// Standard output, one JSON object a line: first {"ev":"ready","port","ca"}, then bind, submit, receipt, unbind, close.
//   …00  refused: destination          …11  throttled twice, then accepted     …12  queue full
//   …22  never answered                …23  from then on the connection is deaf …33  the connection is cut
//   …44  not delivered                 …55  expired                            …66  answered after 4 s
//   …77  answered twice, three receipts  …88  garbage instead of an answer     …89  generic_nack
//   …90  accepted without a body       …91  accepted under a name of control characters
//   …93  the recipient writes "Stop" and later "START"
//   …92  answered after 300 ms         …94  2,000 receipts of somebody else's  …95  goodbye after the answer
// Anything else is accepted and delivered. Sign-in: esme / pass. "mute" is never answered, "busy" is always bound already.
// Standard input: {"do":"unbind"} or {"do":"cut"}; closed, the centre ends.

import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import readline from 'node:readline';
import tls from 'node:tls';
import smpp from 'smpp';

const options = { tls: false, ids: 'same', receipts: 'both', port: 0, quiet: false, ...JSON.parse(process.argv[2] ?? '{}') };
const say = fact => process.stdout.write(`${JSON.stringify(fact)}\n`);
const sessions = new Set();
const tries = {};
let count = 0;

// Keeps what really crossed the line beside what the library makes of it.
const fromBuffer = smpp.PDU.prototype.fromBuffer;
smpp.PDU.prototype.fromBuffer = function (buffer) {
  Object.defineProperty(this, 'raw', { value: buffer });
  return fromBuffer.call(this, buffer);
};

function bind(session, pdu) {
  if (pdu.system_id === 'mute') return;
  const ok = pdu.system_id === 'esme' && pdu.password === 'pass';
  say({ ev: 'bind', as: pdu.command, ok, version: pdu.interface_version, type: pdu.system_type });
  if (ok) return session.send(pdu.response({ system_id: 'SMSC1' }));
  const status = pdu.system_id === 'busy' ? smpp.ESME_RALYBND : smpp.ESME_RINVPASWD;
  session.send(pdu.response({ command_status: status }));
  session.close();
}

function names() {
  const number = 0x1a2b00 + ++count;
  if (options.ids === 'decimal') return [number.toString(16).toUpperCase(), String(number)];
  if (options.ids === 'hexadecimal') return [String(number), number.toString(16).toUpperCase()];
  return [`m${number}`, `m${number}`];
}

function receipt(session, pdu, [told, spelt], stat) {
  const state = { DELIVRD: 2, EXPIRED: 3, UNDELIV: 5 }[stat];
  const text = `id:${spelt} sub:001 dlvrd:000 submit date:2611220000 done date:2611220001 stat:${stat} err:${state === 2 ? '000' : '027'} text:`;
  const fields = { source_addr: pdu.destination_addr, destination_addr: pdu.source_addr, source_addr_ton: 1, source_addr_npi: 1, esm_class: 4 };
  if (options.receipts !== 'text') Object.assign(fields, { receipted_message_id: told, message_state: state });
  if (options.receipts !== 'parameters') fields.short_message = text;
  session.deliver_sm(fields, answer => options.quiet || say({ ev: 'receipt', id: told, status: answer.command_status }));
}

function submit(session, pdu) {
  const to = pdu.destination_addr, how = to.slice(-2), text = pdu.short_message?.message || pdu.message_payload?.message || '';
  tries[to] = (tries[to] ?? 0) + 1;
  session.open++;
  if (!options.quiet) say({
    ev: 'submit', to, text: Buffer.isBuffer(text) ? text.toString('latin1') : text, raw: pdu.raw.toString('hex'), open: session.open,
    from: pdu.source_addr, ton: pdu.source_addr_ton, npi: pdu.source_addr_npi, to_ton: pdu.dest_addr_ton, to_npi: pdu.dest_addr_npi,
    coding: pdu.data_coding, esm_class: pdu.esm_class, receipt: pdu.registered_delivery, validity: pdu.raw.subarray(16).toString('latin1').match(/\d{15}[R+]/)?.[0] ?? '',
    service: pdu.service_type, header: pdu.short_message?.udh?.map(part => part.toString('hex')) ?? [],
  });
  const answer = fields => { session.open--; session.send(pdu.response(fields)); };
  switch (how) {
    case '00': return answer({ command_status: smpp.ESME_RINVDSTADR });
    case '11': if (tries[to] < 3) return answer({ command_status: smpp.ESME_RTHROTTLED }); break;
    case '12': return answer({ command_status: smpp.ESME_RMSGQFUL });
    case '22': return;
    case '23': session.deaf = true; return;
    case '33': return session.socket.destroy();
    case '88': return session.socket.write('HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n');
    case '89': return session.send(new smpp.PDU('generic_nack', { sequence_number: pdu.sequence_number, command_status: smpp.ESME_RINVCMDLEN }));
    case '90': { session.open--; const bare = Buffer.alloc(16); [16, 0x80000004, 0, pdu.sequence_number].forEach((word, at) => bare.writeUInt32BE(word, at * 4)); return session.socket.write(bare); }
    case '91': return answer({ message_id: '\x01\x02' });
  }
  const ids = names(), wants = pdu.registered_delivery & 1;
  const accept = () => {
    answer({ message_id: ids[0] });
    if (how === '77') session.send(pdu.response({ message_id: ids[0] }));
    if (how === '95') return session.unbind(() => session.close());
    if (how === '94') for (let i = 0; i < 2000; i++) receipt(session, pdu, [`x${i}`, `x${i}`], 'DELIVRD');
    if (how === '93') for (const [at, short_message] of ['Stop', 'START'].entries()) setTimeout(() => session.deliver_sm(
      { source_addr: to, destination_addr: pdu.source_addr, source_addr_ton: 1, source_addr_npi: 1, esm_class: 0, short_message },
      answer => say({ ev: 'written', status: answer.command_status })), 100 + at * 50);
    const stat = { 44: 'UNDELIV', 55: 'EXPIRED' }[how] ?? 'DELIVRD';
    if (wants) for (let i = 0; i < (how === '77' ? 3 : 1); i++) setTimeout(receipt, 50, session, pdu, ids, stat);
  };
  const late = { 66: 4000, 92: 300 }[how];
  if (late) setTimeout(accept, late); else accept();
}

function serve(socket) {
  const session = new smpp.Session({ socket });
  sessions.add(session);
  session.open = 0;
  session.on('error', () => socket.destroy());
  socket.on('close', () => { sessions.delete(session); say({ ev: 'close' }); });
  const unlessDeaf = act => pdu => { if (!session.deaf) act(session, pdu); };
  for (const command of ['bind_transceiver', 'bind_transmitter', 'bind_receiver']) session.on(command, unlessDeaf(bind));
  session.on('enquire_link', unlessDeaf((_, pdu) => { say({ ev: 'enquire' }); session.send(pdu.response()); }));
  session.on('unbind', unlessDeaf((_, pdu) => { say({ ev: 'unbind', open: session.open }); session.send(pdu.response()); session.close(); }));
  session.on('submit_sm', unlessDeaf(submit));
}

let folder;
if (options.tls) {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'smsc-'));
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost', '-addext', 'basicConstraints=critical,CA:FALSE'];
  execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-keyout', 'key.pem', '-out', 'cert.pem', ...subject], { cwd: folder, stdio: 'ignore' });
}
const read = name => fs.readFileSync(path.join(folder, name));
const server = options.tls ? tls.createServer({ key: read('key.pem'), cert: read('cert.pem') }, serve) : net.createServer(serve);
server.on('tlsClientError', () => say({ ev: 'refused-handshake' }));
server.listen(options.port, '127.0.0.1', () => say({ ev: 'ready', port: server.address().port, ca: folder ? path.join(folder, 'cert.pem') : '' }));

const orders = readline.createInterface({ input: process.stdin });
orders.on('line', line => {
  const what = JSON.parse(line).do;
  for (const session of sessions) {
    if (what === 'cut') session.socket.destroy();
    if (what === 'unbind') session.unbind(() => session.close());
  }
});
orders.on('close', () => {
  if (folder) fs.rmSync(folder, { recursive: true });
  process.exit(0);
});
