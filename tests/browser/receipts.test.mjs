// A receipt is checked without us: by a JOSE library of somebody else's, and offline by the command line.

import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { createLocalJWKSet, compactVerify, decodeProtectedHeader } from 'jose';
import { BIN_DIR, startDemo } from './lib/demo.mjs';
import { Portal } from './lib/portal.mjs';

const run = promisify(execFile);
let demo, portal, folder, person, order, receipt, keys;

/** The portal's own page: send, answer, claim. */
async function confirm(order, person) {
  const { contact } = order.methods.find((row) => row.method === 'sms' && row.available);
  const { id } = await portal.ok(201, 'POST', `/v1/orders/${order.id}/challenges`, { method: 'sms', contact });
  await portal.ok(202, 'POST', `/v1/challenges/${id}/send`, { method: 'sms', contact });
  await portal.ok(200, 'POST', `/v1/challenges/${id}/answer`, { method: 'sms', code: await portal.code(person.mobile, 'order') });
}

before(async () => {
  demo = await startDemo();
  portal = new Portal(demo.at);
  folder = await mkdtemp(path.join(tmpdir(), 'countersign-receipt-'));
  person = await portal.person();
  order = await portal.order(person, { amount: { value: '12.50', currency: 'EUR' } });
  await confirm(order, person);
  ({ receipt } = await portal.ok(200, 'POST', `/v1/orders/${order.id}/claim`, {}));
  keys = await (await fetch(`${demo.at.api}/.well-known/jwks.json`)).json();
  await writeFile(path.join(folder, 'jwks.json'), JSON.stringify(keys));
});
after(async () => {
  await demo?.stop();
  await rm(folder, { recursive: true, force: true });
});

const verify = (token, set = keys) =>
  compactVerify(token, createLocalJWKSet(set), { algorithms: ['EdDSA', 'Ed25519'] });

test('jose accepts it, and it says what was confirmed', async () => {
  const { payload, protectedHeader } = await verify(receipt);
  assert.equal(protectedHeader.typ, 'countersign-receipt+jwt');
  assert.equal(protectedHeader.alg, 'EdDSA');
  const claims = JSON.parse(new TextDecoder().decode(payload));
  assert.equal(claims.order, order.id);
  assert.equal(claims.digest, order.digest);
  assert.equal(claims.action, 'restore-snapshot');
  assert.equal(claims.person, person.id);
  assert.equal(claims.method, 'sms');
  assert.ok(claims.iss && claims.aud && claims.jti && claims.iat);
  assert.ok(Math.abs(Date.now() / 1000 - claims.iat) < 60);
  assert.ok(claims.authorised_at);
});

test('the digest is the one a portal computes from its own record', () => {
  // RFC 8785 by hand: all values are texts and booleans, the members sorted.
  const canonical = JSON.stringify({
    action: 'restore-snapshot',
    amount: { currency: 'EUR', value: '12.50' },
    destructive: true,
    details: [{ label: 'Snapshot', value: '12 May, 03:00' }],
    object: 'web-1', order: order.id, person: person.id, title: 'Restore snapshot',
  });
  assert.equal(order.digest, createHash('sha256').update(canonical).digest('hex'));
});

test('a changed receipt, or another key, is refused', async () => {
  const [head, body, signature] = receipt.split('.');
  const claims = JSON.parse(Buffer.from(body, 'base64url'));
  const bent = Buffer.from(JSON.stringify({ ...claims, action: 'delete-server' })).toString('base64url');
  await assert.rejects(verify(`${head}.${bent}.${signature}`));
  const { x } = keys.keys[0];
  const other = { keys: [{ ...keys.keys[0], x: (x[0] === 'A' ? 'B' : 'A') + x.slice(1) }] };
  await assert.rejects(verify(receipt, other));
  assert.equal(keys.keys[0].d, undefined, 'no private part is published');
  assert.ok(keys.keys.some((key) => key.kid === decodeProtectedHeader(receipt).kid));
});

/** Runs `countersign receipt verify`, away from server and database. */
async function verifyOffline(token, set = 'jwks.json') {
  const file = path.join(folder, 'receipt.jws');
  await writeFile(file, token);
  try {
    const { stdout } = await run(path.join(BIN_DIR, 'countersign'), ['receipt', 'verify', file, '--keys', path.join(folder, set)],
      { cwd: folder, env: { PATH: process.env.PATH } });
    return { code: 0, out: stdout };
  } catch (error) {
    return { code: error.code, out: `${error.stdout}${error.stderr}` };
  }
}

test('`countersign receipt verify` accepts it offline and refuses what was changed', async () => {
  const good = await verifyOffline(`${receipt}\n`);
  assert.equal(good.code, 0, good.out);
  assert.ok(good.out.includes(order.id));
  assert.ok(good.out.includes(order.digest));

  const [head, body, signature] = receipt.split('.');
  const none = Buffer.from(JSON.stringify({ ...decodeProtectedHeader(receipt), alg: 'none' })).toString('base64url');
  const typ = Buffer.from(JSON.stringify({ ...decodeProtectedHeader(receipt), typ: 'JWT' })).toString('base64url');
  for (const [what, token] of [
    ['a bit of the body', `${head}.${body.slice(0, -2)}${body.endsWith('A') ? 'B' : 'A'}.${signature}`],
    ['algorithm none', `${none}.${body}.`],
    ['another type', `${typ}.${body}.${signature}`],
    ['cut short', receipt.slice(0, -10)],
    ['nothing', ''],
  ]) {
    const bad = await verifyOffline(token);
    assert.notEqual(bad.code, 0, `${what} was accepted`);
  }
  await writeFile(path.join(folder, 'none.json'), '{"keys":[]}');
  assert.notEqual((await verifyOffline(receipt, 'none.json')).code, 0);
});

test('an order is claimed once, by any number of callers at once', async () => {
  const second = await portal.order(person, { object: 'web-2' });
  assert.equal((await portal.call('POST', `/v1/orders/${second.id}/claim`, {})).slug, 'not-authorised');
  const { contact } = second.methods.find((row) => row.method === 'sms' && row.available);
  const { id } = await portal.ok(201, 'POST', `/v1/orders/${second.id}/challenges`, { method: 'sms', contact });
  await portal.ok(202, 'POST', `/v1/challenges/${id}/send`, { method: 'sms', contact });
  const code = await portal.code(person.mobile, 'order', 2);
  const answers = await Promise.all(Array.from({ length: 12 }, () =>
    portal.call('POST', `/v1/challenges/${id}/answer`, { method: 'sms', code })));
  assert.equal(answers.filter((answer) => answer.status === 200).length, 1, 'one of twelve right answers passes');
  const claims = await Promise.all(Array.from({ length: 12 }, () => portal.call('POST', `/v1/orders/${second.id}/claim`, {})));
  assert.equal(claims.filter((claim) => claim.status === 200).length, 1);
  assert.ok(claims.filter((claim) => claim.status !== 200).every((claim) => claim.slug === 'already-claimed'));
});

test('the same idempotency key gives the first outcome again', async () => {
  const third = await portal.order(person, { object: 'web-3' });
  const { contact } = third.methods.find((row) => row.method === 'sms' && row.available);
  const { id } = await portal.ok(201, 'POST', `/v1/orders/${third.id}/challenges`, { method: 'sms', contact });
  await portal.ok(202, 'POST', `/v1/challenges/${id}/send`, { method: 'sms', contact });
  const code = await portal.code(person.mobile, 'order', 3);
  const once = (body) => portal.call('POST', `/v1/challenges/${id}/answer`, body, { 'idempotency-key': 'answer-3' });
  const [first, again] = [await once({ method: 'sms', code }), await once({ method: 'sms', code })];
  assert.equal(first.status, 200);
  assert.deepEqual([again.status, again.json], [first.status, first.json]);
  assert.ok((await once({ method: 'sms', code: '000000' })).status >= 400, 'the same key for another body');

  const claim = () => portal.call('POST', `/v1/orders/${third.id}/claim`, {}, { 'idempotency-key': 'claim-3' });
  const [one, two] = [await claim(), await claim()];
  assert.equal(one.status, 200);
  assert.equal(two.json.receipt, one.json.receipt, 'the answer got lost: the same receipt, still one claim');
});
