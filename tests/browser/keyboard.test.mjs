// With a keyboard alone, and with forced colours: every stop is seen, nothing is out of reach.

import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { startDemo } from './lib/demo.mjs';
import { Portal } from './lib/portal.mjs';
import { codeField, inspect, launch, visitor } from './lib/browser.mjs';

const PASSWORD = 'harvest-lantern-odd-41';

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

/** Tabs until the focused element's text is `name`; every stop on the way has to show that it has the focus. */
async function tabTo(page, name) {
  for (let stops = 0; stops < 40; stops += 1) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(() => {
      const at = document.activeElement;
      const shown = getComputedStyle(at);
      // A radio button may show it on its label.
      const label = at.labels?.[0] ? getComputedStyle(at.labels[0]) : shown;
      const ring = (style) => (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== 'none';
      const box = (at.labels?.[0] ?? at).getBoundingClientRect();
      return {
        text: (at.innerText || at.value || '').trim(),
        ring: ring(shown) || ring(label) || ring(getComputedStyle(at.parentElement)),
        inView: box.bottom > 0 && box.top < innerHeight,
        body: at === document.body,
      };
    });
    assert.ok(!stop.body, `${name} was not reached`);
    assert.ok(stop.ring, `the focus is not seen at: ${stop.text}`);
    assert.ok(stop.inView, `the focus is out of view at: ${stop.text}`);
    if (stop.text.startsWith(name)) return;
  }
  assert.fail(`${name} was not reached in 40 stops`);
}

for (const [name, look] of Object.entries({ '': {}, ', with forced colours': { forcedColors: 'active' } })) {
  test(`an order with the keyboard alone${name}`, async () => {
    const person = await portal.person();
    const order = await portal.order(person);
    const page = await visitor(browser, look);
    await page.goto(order.confirm_url);
    await tabTo(page, 'Skip to the content');
    await page.keyboard.press('Enter');
    await tabTo(page, 'Send code');
    await page.keyboard.press('Enter');
    await codeField(page).waitFor();
    await inspect(page, 'by keyboard');
    const code = await portal.code(person.mobile, 'order');
    while (await page.evaluate(() => document.activeElement.id !== 'one-time-code')) await page.keyboard.press('Tab');
    await page.keyboard.type(code);
    await page.keyboard.press('Enter');
    await page.locator('.slip .stamp').waitFor();
    assert.equal(await portal.state(order.id), 'authorised');
    await page.context().close();
  });

  test(`signing in and the security area with the keyboard alone${name}`, async () => {
    const person = await portal.person({ password: PASSWORD });
    const page = await visitor(browser, look);
    await page.goto(`${demo.at.pages}/sign-in`);
    while (await page.evaluate(() => document.activeElement.id !== 'sign-in-name')) await page.keyboard.press('Tab');
    await page.keyboard.type(person.email);
    await page.keyboard.press('Tab');
    await page.keyboard.type(PASSWORD);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/sign-in/after');
    await tabTo(page, 'Later');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/security');
    await inspect(page, 'the overview by keyboard');
    await tabTo(page, 'View all');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/activity');
    await tabTo(page, 'Show');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await tabTo(page, 'This was not me');
    await inspect(page, 'an entry opened by keyboard');
    await page.context().close();
  });
}
