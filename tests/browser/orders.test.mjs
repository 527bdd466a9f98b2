// Orders on the hosted page: what is seen is what is signed, once.

import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { startDemo } from './lib/demo.mjs';
import { Portal, otherThan } from './lib/portal.mjs';
import { LOOKS, button, choose, codeField, enter, heading, inspect, launch, refused, visitor } from './lib/browser.mjs';

let demo, portal, browser;
before(async () => {
  demo = await startDemo();
  portal = new Portal(demo.at);
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await demo?.stop();
});

/** Opens an order in a fresh browser. */
async function opened(look, person, extra) {
  const order = await portal.order(person, extra);
  const page = await visitor(browser, look);
  await page.goto(order.confirm_url);
  return { order, page };
}

/** Opens it and has the code sent. */
async function sent(look, person, way = 'sms', extra = {}) {
  const { order, page } = await opened(look, person, extra);
  await choose(page, way);
  await button(page, 'send').click();
  await codeField(page).waitFor();
  return { order, page };
}

for (const [name, look] of Object.entries(LOOKS)) {
  for (const way of ['sms', 'landline']) {
    test(`an order by ${way === 'sms' ? 'text message' : 'a call to the landline'}, ${name}`, async () => {
      const german = look.locale === 'de-DE';
      const person = await portal.person({ language: german ? 'de' : 'en' });
      const to = way === 'sms' ? person.mobile : person.landline;
      const { order, page } = await opened(look, person, { amount: { value: '12.50', currency: 'EUR' } });
      assert.equal(await heading(page), german ? 'Diesen Auftrag freigeben' : 'Confirm this order');
      const slip = await page.locator('.slip').innerText();
      for (const word of ['Restore snapshot', 'web-1', '12 May, 03:00', order.id.slice(-4)]) {
        assert.ok(slip.includes(word), `the slip shows ${word}: ${slip}`);
      }
      assert.match(slip, /12[.,]50/);
      await inspect(page, 'reading the order');

      await choose(page, way);
      await button(page, 'send').click();
      await codeField(page).waitFor();
      assert.equal(await page.locator('.slip').count(), 1, 'the slip stands beside the code field');
      await inspect(page, 'entering the code');

      const message = await portal.message(to, 'order');
      assert.match(message.text, /Restore snapshot|Snapshot zurückspielen/);
      assert.ok(message.text.includes('web-1'), message.text);
      assert.equal(message.channel, way === 'sms' ? 'sms' : 'call');
      await enter(page, await portal.code(to, 'order'), 'confirmOrder');
      await page.locator('.slip .stamp').waitFor();
      assert.equal(await heading(page), german ? 'Auftrag freigegeben' : 'Order confirmed');
      await inspect(page, 'confirmed');
      assert.equal(await portal.state(order.id), 'authorised');
      await page.context().close();
    });
  }
}

describe('wrong codes', () => {
  test('the third one stops the order, for the right code too', async () => {
    const person = await portal.person();
    const { order, page } = await sent({}, person);
    const code = await portal.code(person.mobile, 'order');
    await enter(page, otherThan(code), 'confirmOrder');
    await refused(page, /2 tries left, then this order is stopped/);
    assert.equal(await codeField(page).inputValue(), otherThan(code));
    await inspect(page, 'a wrong code for an order');
    await enter(page, otherThan(code, 2), 'confirmOrder');
    await refused(page, /1 try left, then this order is stopped/);
    await enter(page, otherThan(code, 3), 'confirmOrder');
    await refused(page, /Three codes did not match, so this order was stopped/);
    assert.equal(await codeField(page).count(), 0);
    await inspect(page, 'three wrong codes');
    assert.equal(await portal.state(order.id), 'void');
    assert.equal((await portal.call('POST', `/v1/orders/${order.id}/claim`, {})).slug, 'not-authorised');
    await page.reload();
    assert.equal(await codeField(page).count(), 0);
    await page.context().close();
  });

  test('a step-up code does not confirm an order', async () => {
    const person = await portal.person();
    const stepUp = await portal.stepUp(person);
    await portal.ok(202, 'POST', `/v1/challenges/${stepUp.id}/send`, { method: 'email' });
    const foreign = await portal.code(person.email, 'step-up');
    const { order, page } = await sent({}, person);
    if (foreign === await portal.code(person.mobile, 'order')) return;
    await enter(page, foreign, 'confirmOrder');
    await refused(page, /Codes for signing in or for protected areas do not work here/);
    assert.equal(await portal.state(order.id), 'open');
    await page.context().close();
  });
});

test('"Do not run this order" stops it', async () => {
  const person = await portal.person();
  for (const stage of ['choosing', 'code']) {
    const { order, page } = stage === 'code' ? await sent({}, person) : await opened({}, person);
    await button(page, 'doNotRun').click();
    await page.getByRole('heading', { name: 'Order not run' }).waitFor();
    await inspect(page, 'stopped');
    assert.equal(await portal.state(order.id), 'cancelled');
    await page.context().close();
  }
});

test('a replaced order says so, its code is dead, and the new one shows before and now', async () => {
  const person = await portal.person();
  const { order, page } = await sent({}, person);
  const old = await portal.code(person.mobile, 'order');
  const next = await portal.order(person, { object: 'web-2', replaces: order.id });
  assert.equal(await portal.state(order.id), 'replaced');
  await enter(page, old, 'confirmOrder');
  await page.getByRole('heading', { name: 'Order replaced' }).waitFor();
  await inspect(page, 'replaced');
  assert.equal(await portal.state(order.id), 'replaced');
  assert.equal(await portal.state(next.id), 'open');

  const other = await visitor(browser);
  await other.goto(next.confirm_url);
  const slip = await other.locator('.slip').innerText();
  assert.match(slip, /Before: web-1\.\s+Now: web-2\./);
  await inspect(other, 'an order that replaces another');
  await page.context().close();
  await other.context().close();
});

test('what the portal sends is text, never markup', async () => {
  const person = await portal.person();
  const evil = '<img src=x onerror=alert(1)> {{7*7}}';
  const { page } = await opened({}, person, { object: evil });
  assert.equal(await page.locator('.slip img').count(), 0);
  assert.ok((await page.locator('.slip').innerText()).includes('<img src=x onerror=alert(1)> {{7*7}}'));
  await page.context().close();

  for (const hidden of ['web\u202e1', 'web\u00001', 'web\n1', 'web\u20281']) {
    const answer = await portal.call('POST', '/v1/orders', {
      person: person.id, action: 'restore-snapshot', title: 'Restore snapshot', object: hidden, details: [],
    });
    assert.ok([400, 422].includes(answer.status), 'what a reader cannot see is not taken');
  }
});

test('a person without a way to confirm adds a number, and comes back to the order', async () => {
  const password = 'harvest-lantern-odd-41';
  const person = await portal.person({ phone: false, password });
  const { order, page } = await opened({}, person, { destructive: false });
  assert.equal(await button(page, 'send').count(), 0);
  assert.match(await page.locator('main').innerText(), /need a confirmed number or two-factor/);
  await inspect(page, 'nothing set up');
  await page.getByRole('link', { name: 'Confirm a number' }).click();
  await page.locator('#sign-in-name').fill(person.email);
  await page.locator('#sign-in-password').fill(password);
  await button(page, /^Sign in$/).click();
  await page.locator('main').getByText('Later', { exact: true }).click();
  await button(page, /^Add number$/).click();
  await choose(page, 'email');
  await button(page, 'send').click();
  await enter(page, await portal.code(person.email, 'change-authenticator'), 'confirm');
  await page.locator('#number').fill(person.mobile);
  await button(page, 'send').click();
  const { text } = await portal.message(person.mobile, 'confirm-contact');
  await enter(page, /#(\d{8})/.exec(text)[1], 'confirm');
  await page.waitForURL((url) => url.pathname === `/orders/${order.id}`);
  await choose(page, 'sms');
  await button(page, 'send').click();
  await enter(page, await portal.code(person.mobile, 'order'), 'confirmOrder');
  await page.waitForLoadState();
  assert.equal(await portal.state(order.id), 'authorised');
  await page.context().close();
});

test('a number confirmed an hour ago does not confirm an order that overwrites data', async () => {
  const person = await portal.person({ hoursConfirmed: 1 });
  const { order, page } = await opened({}, person);
  assert.ok(order.methods.filter((row) => row.method === 'sms').every((row) => !row.available && row.reason));
  assert.match(await page.locator('main').innerText(), /was added recently/);
  await inspect(page, 'a new number');
  const refusedCall = await portal.call('POST', `/v1/orders/${order.id}/challenges`, { method: 'sms' });
  assert.equal(refusedCall.slug, 'method-unavailable');
  await page.context().close();
});
