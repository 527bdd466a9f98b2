// Whether times tell that something is hidden (CS-F2-06): a resource that is for sessions with a second factor against one that never
// was, asked for by a session without; and lists with and without something hidden in them. Statistical, so behind a command:
// scripts/timing.

import { createHmac } from 'node:crypto';

import { client, compare, withServer } from './lib/measure.mjs';

const [release, samplesText = '1000'] = process.argv.slice(2);
const SAMPLES = Number(samplesText);
const BASE32 = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const KEY = Buffer.from('12345678901234567890');
const EACH = 200;

/** RFC 6238. */
function code() {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const tag = createHmac('sha1', KEY).update(counter).digest();
  return String((tag.readUInt32BE(tag[19] & 15) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

const persons = [
  { email: 'owner@timing.example', name: 'O', totp: BASE32 },
  { email: 'member@timing.example', name: 'M', email_confirmed: true },
];

process.exitCode = await withServer(release, persons, async ({ port, key, ids }) => {
  const ask = client(port);
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  const call = async (method, path, status, body) => {
    const said = await ask(method, path, headers, body && JSON.stringify(body));
    if (said.status !== status) throw new Error(`${method} ${path}: ${said.status} instead of ${status}: ${said.text}`);
    return { ms: said.ms, text: said.text, body: said.text && JSON.parse(said.text) };
  };
  const [owner, member] = ids;
  const sessionOf = async (person, reference) => (await call('POST', `/v1/persons/${person}/sessions`, 201, { reference })).body.id;
  const owners = await sessionOf(owner, 'owner');
  const members = await sessionOf(member, 'member');
  // The owner's session proves the app, which opens their area and shows them what is hidden.
  const challenge = (await call('POST', '/v1/challenges', 201, { person: owner, purpose: 'step-up', session: owners, areas: ['personal-data'] })).body.id;
  await call('POST', `/v1/challenges/${challenge}/answer`, 200, { method: 'totp', code: code() });

  // Two accounts alike, but that everything in the second half of one is hidden, and of the other was never registered.
  const accounts = {};
  for (const name of ['hiding', 'plain']) {
    const account = (await call('POST', '/v1/accounts', 201, { reference: name, name, owner })).body.id;
    await call('PUT', `/v1/accounts/${account}/members/${member}`, 200, { role: 'member' });
    const resources = [{ reference: 'centre', type: 'centre', name: 'C' }, { reference: 'vault', type: 'centre', name: 'V' }];
    for (let n = 0; n < EACH; n += 1) {
      resources.push({ reference: `seen-${n}`, type: 'server', name: `s${n}`, parent: 'centre' });
      if (name === 'hiding') resources.push({ reference: `hidden-${n}`, type: 'server', name: `h${n}`, parent: 'vault' });
    }
    const said = (await call('PUT', `/v1/accounts/${account}/resources`, 200, { resources })).body.results;
    const idOf = (reference) => said.find((line) => line.reference === reference).id;
    for (const held of ['centre', 'vault']) {
      await call('PUT', `/v1/accounts/${account}/resources/${idOf(held)}/grants/${member}`, 204);
    }
    const acting = `acting_person=${owner}&acting_session=${owners}`;
    await call('PUT', `/v1/accounts/${account}/resources/${idOf('vault')}/second-factor-only?${acting}`, 204);
    accounts[name] = account;
  }

  const sees = async (account, references) => {
    const said = await call('POST', '/v1/access/check', 200, { person: member, session: members, account, references });
    return said;
  };
  const shown = await sees(accounts.hiding, ['seen-1', 'hidden-1', 'never-1']);
  console.log(`     a session without a second factor: ${shown.text}`);
  const one = (reference) => async (n) => (await sees(accounts.hiding, [`${reference}-${String(n % EACH)}`])).ms;
  const many = (reference) => async () => (await sees(accounts.hiding, Array.from({ length: EACH }, (_, n) => `${reference}-${n}`))).ms;
  const list = (name) => async () => (await call('GET', `/v1/access?person=${member}&session=${members}&account=${accounts[name]}&limit=100`, 200)).ms;
  let fine = true;
  fine = (await compare('asked for alone (CS-F2-06)', ['hidden', 'never there'], SAMPLES, one('hidden'), one('nothing'))) && fine;
  fine = (await compare('200 at once (CS-F2-06)', ['hidden', 'never there'], SAMPLES, many('hidden'), many('nothing'))) && fine;
  fine = (await compare('the first page of a list (CS-F2-06)', ['much is hidden', 'nothing is'], SAMPLES, list('hiding'), list('plain'))) && fine;
  return fine ? 0 : 1;
});
