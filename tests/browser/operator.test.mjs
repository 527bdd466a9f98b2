// The operator's desk in a real browser: a member of staff turns on an app, then watches, switches and tests the providers.

import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import path from 'node:path';
import { staffedDemo } from './lib/staff.mjs';
import { LOOKS, button, inspect } from './lib/browser.mjs';

/** Where pictures go, if somebody wants to look at them. */
const PICTURES = process.env.COUNTERSIGN_TEST_PICTURES;

let at, portal, browser, staff, close;
before(async () => {
  ({ at, portal, browser, staff, close } = await staffedDemo());
});
after(() => close?.());

for (const [name, look] of Object.entries({ ...LOOKS, 'dark, wide': { colorScheme: 'dark' } })) {
  test(`an operator watches, switches and tests: ${name}`, async () => {
    const german = look.locale === 'de-DE';
    const email = `olga-${Object.keys(LOOKS).indexOf(name) + 1}@example.com`;
    // Some traffic, so that the tables have rows.
    const order = await portal.order(await portal.person());
    const challenge = await portal.ok(201, 'POST', `/v1/orders/${order.id}/challenges`, { method: 'sms' });
    await portal.ok(202, 'POST', `/v1/challenges/${challenge.id}/send`, { method: 'sms' });
    const page = await staff.atWork(await staff.hire({ email, name: 'Olga Berg', look }));
    await page.goto(`${at.pages}/operator/channels`);
    await inspect(page, 'the desk');
    const main = page.locator('main');
    assert.match(await main.innerText(), german ? /Kosten der letzten 31 Tage/ : /Costs of the last 31 days/);
    const cells = (await page.locator('main th, main td').allInnerTexts()).join(' | ');
    assert.match(cells, german ? /SMS \| Deutschland/ : /Text message \(SMS\) \| Germany/);
    assert.doesNotMatch(cells, /\bput-off\b|\bcall\b|\bsms \||\bDE\b/, 'no machine word');
    if (PICTURES) await page.screenshot({ path: path.join(PICTURES, `${name.replaceAll(/\W+/g, '-')}.png`), fullPage: true });

    const off = german ? /^Ausschalten/ : /^Switch off/;
    const on = german ? /^Einschalten/ : /^Switch on/;
    const before = await page.getByRole('button', { name: off }).count();
    await page.getByRole('button', { name: off }).first().click();
    await page.waitForLoadState();
    await inspect(page, 'one is switched off');
    assert.equal(await page.getByRole('button', { name: off }).count(), before - 1);
    await page.getByRole('button', { name: on }).first().click();
    await page.waitForLoadState();
    assert.equal(await page.getByRole('button', { name: off }).count(), before);

    await page.locator('#test-to').fill('+49 900 1234567');
    await button(page, german ? /^Test senden/ : /^Send the test/).click();
    await page.waitForLoadState();
    await inspect(page, 'a test that goes nowhere');
    assert.match(await main.innerText(), german ? /Dorthin gehen keine Nachrichten/ : /Messages do not go there/);
    await page.context().close();
  });
}
