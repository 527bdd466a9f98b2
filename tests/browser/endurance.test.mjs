// Killed in the middle and started again on the same folder: what was answered is there, what was used stays used.

import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startDemo } from './lib/demo.mjs';
import { Portal, otherThan } from './lib/portal.mjs';

let data, demo, portal;
const start = async () => {
  demo = await startDemo({ data });
  portal = new Portal(demo.at);
};
before(async () => {
  data = await mkdtemp(path.join(tmpdir(), 'countersign-kept-'));
  await start();
});
after(async () => {
  await demo?.stop();
  await rm(data, { recursive: true, force: true });
});

test('kill -9 loses nothing that was answered', async () => {
  const person = await portal.person();
  const { id: open } = await portal.stepUp(person);
  await portal.ok(202, 'POST', `/v1/challenges/${open}/send`, { method: 'email' });
  const code = await portal.code(person.email, 'step-up');
  const wrong = await portal.call('POST', `/v1/challenges/${open}/answer`, { method: 'email', code: otherThan(code) });
  assert.equal(wrong.json.attempts_left, 4);
  const order = await portal.order(person);
  const { contact } = order.methods.find((row) => row.method === 'sms' && row.available);
  const { id: forOrder } = await portal.ok(201, 'POST', `/v1/orders/${order.id}/challenges`, { method: 'sms', contact });
  await portal.ok(202, 'POST', `/v1/challenges/${forOrder}/send`, { method: 'sms', contact });
  const orderCode = await portal.code(person.mobile, 'order');
  await portal.ok(200, 'POST', `/v1/challenges/${forOrder}/answer`, { method: 'sms', code: orderCode });

  // Answers under way while it dies.
  const others = await Promise.all(Array.from({ length: 8 }, () => portal.person()));
  const pending = others.map((other) => portal.order(other).then((made) => made.id, () => null));
  await demo.kill();
  const made = (await Promise.all(pending)).filter(Boolean);
  await start();

  assert.equal(await portal.state(order.id), 'authorised');
  for (const id of made) assert.equal(await portal.state(id), 'open', 'an order that was answered is there');
  const again = await portal.call('POST', `/v1/challenges/${forOrder}/answer`, { method: 'sms', code: orderCode });
  assert.notEqual(again.status, 200, 'a used code stays used');
  const counted = await portal.call('POST', `/v1/challenges/${open}/answer`, { method: 'email', code: otherThan(code, 2) });
  assert.equal(counted.json.attempts_left, 3, 'a counted try stays counted');
  await portal.ok(200, 'POST', `/v1/challenges/${open}/answer`, { method: 'email', code });
  assert.equal((await portal.windows(person.session)).length, 1);

  const { receipt } = await portal.ok(200, 'POST', `/v1/orders/${order.id}/claim`, {});
  await demo.kill();
  await start();
  assert.equal((await portal.call('POST', `/v1/orders/${order.id}/claim`, {})).slug, 'already-claimed');
  assert.equal(await portal.state(order.id), 'claimed');
  assert.equal((await portal.windows(person.session)).length, 1, 'the window is still open');
  const { keys } = await (await fetch(`${demo.at.api}/.well-known/jwks.json`)).json();
  const { kid } = JSON.parse(Buffer.from(receipt.split('.')[0], 'base64url'));
  assert.ok(keys.some((key) => key.kid === kid), 'the receipt can still be checked');
});
