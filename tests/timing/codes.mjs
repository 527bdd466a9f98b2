// Whether times of an answer say something of a code: how much of it is right (CS-TOTP-09), whether a person has an app at all, and
// whether the code behind a closed lane was right (CS-RL-11). Statistical, so behind a command: scripts/timing.

import { createHmac } from 'node:crypto';

import { client, compare, withServer } from './lib/measure.mjs';

const [release, samplesText = '2000'] = process.argv.slice(2);
const SAMPLES = Number(samplesText);
const BASE32 = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const KEY = Buffer.from('12345678901234567890');

/** RFC 6238. */
function code(step) {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const tag = createHmac('sha1', KEY).update(counter).digest();
  const at = tag[19] & 15;
  return String((tag.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}
const step = () => Math.floor(Date.now() / 30_000);
const near = () => [-2, -1, 0, 1, 2].map((by) => code(step() + by));

/** A code of which so many leading digits are those of the right one, and which is none that is right. */
function sharing(digits) {
  const right = code(step());
  for (let by = 1; by < 10; by += 1) {
    const other = [...right].map((digit, at) => (at < digits ? digit : String((Number(digit) + by) % 10))).join('');
    if (!near().includes(other)) return other;
  }
  throw new Error('no such code');
}

// Each person is good for four wrong codes without a wait, in one challenge; the closed lanes need persons of their own.
const GUESSES = 4;
const forDigits = Math.ceil((2 * SAMPLES) / GUESSES);
const CLOSED = Math.min(100, SAMPLES);
const persons = [
  ...Array.from({ length: forDigits * 2 }, (_, n) => ({ email: `app${n}@timing.example`, name: 'P', totp: BASE32 })),
  ...Array.from({ length: forDigits }, (_, n) => ({ email: `none${n}@timing.example`, name: 'P', email_confirmed: true })),
  ...Array.from({ length: CLOSED }, (_, n) => ({ email: `closed${n}@timing.example`, name: 'P', totp: BASE32 })),
];

process.exitCode = await withServer(release, persons, async ({ port, key, ids }) => {
  const ask = client(port);
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  const call = async (path, body) => {
    const answer = await ask('POST', path, headers, JSON.stringify(body));
    return { ...answer, body: JSON.parse(answer.text) };
  };
  let sessions = 0;
  // A session of its own each time: five wrong codes in a row end one.
  const challengeOf = async (person) => {
    const session = await call(`/v1/persons/${person}/sessions`, { reference: `s${sessions += 1}` });
    const challenge = await call('/v1/challenges', { person, purpose: 'step-up', session: session.body.id, areas: ['invoices'] });
    if (challenge.status !== 201) throw new Error(challenge.text);
    return challenge.body.id;
  };
  const sizes = new Map();
  const answer = async (challenge, typed, status) => {
    const said = await call(`/v1/challenges/${challenge}/answer`, { method: 'totp', code: typed });
    if (said.status !== status) throw new Error(`${said.status} instead of ${status}: ${said.text}`);
    const shape = `${said.status} ${said.body.type?.split('/').pop()}`;
    sizes.set(shape, (sizes.get(shape) ?? new Set()).add(said.text.replace(/[0-9a-f]{12}-[0-9a-f]+/g, '').replace(/\d+/g, '#').length));
    return said.ms;
  };

  let next = 0;
  const fresh = (from) => {
    let [left, challenge] = [0, ''];
    return async () => {
      if (left === 0) [left, challenge] = [GUESSES, await challengeOf(ids[from + next++])];
      left -= 1;
      return challenge;
    };
  };
  let fine = true;
  // 0 digits right against 5: were the comparison to stop at the first difference, five would take longer. Both classes are
  // answered within the same challenges, so that nothing but the digits differs.
  const shared = fresh(0);
  const turn = async (digits) => answer(await shared(), sharing(digits), 422);
  fine = (await compare('a wrong code (CS-TOTP-09)', ['no digit right', 'five right'], SAMPLES, () => turn(0), () => turn(5))) && fine;

  // With an app and without: the one is compared, the other has nothing to be compared with.
  next = forDigits;
  const withApp = fresh(0);
  const without = [];
  for (let n = 0; n < forDigits; n += 1) without.push(await challengeOf(ids[forDigits * 2 + n]));
  let status = 0;
  const bare = async (n) => {
    const said = await call(`/v1/challenges/${without[n % without.length]}/answer`, { method: 'totp', code: sharing(0) });
    status = said.status;
    return said.ms;
  };
  const known = await compare('with and without an app, over the service API', ['with', 'without'], SAMPLES, async () => answer(await withApp(), sharing(0), 422), bare);
  // The portal's key may read who has an app (GET /v1/persons/{id}), so its times say nothing it could not ask: told, not judged.
  console.log(`     the API answers ${status} without an app${known ? '' : '; a portal may read it anyway, strangers never get here'}`);

  // A closed lane: wrong until it waits, then right and wrong codes in turn, none of which is evaluated.
  const waiting = [];
  for (let n = 0; n < CLOSED; n += 1) {
    const person = ids[forDigits * 3 + n];
    const challenge = await challengeOf(person);
    for (let by = 0; by < 4; by += 1) await answer(challenge, sharing(0), 422);
    const second = await challengeOf(person);
    await answer(second, sharing(0), 422);
    waiting.push(second);
  }
  const throttled = (typed) => (n) => answer(waiting[n % waiting.length], typed(), 429);
  fine = (await compare('behind a wait (CS-RL-11)', ['right', 'wrong'], SAMPLES, throttled(() => code(step())), throttled(() => sharing(0)))) && fine;
  for (const [shape, lengths] of sizes) {
    const one = lengths.size === 1;
    if (shape.startsWith('429')) fine = one && fine;
    console.log(`     ${shape}: ${lengths.size} size(s) of answer`);
  }
  return fine ? 0 : 1;
});
