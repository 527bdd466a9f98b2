// The demo's first three minutes, as its start page tells them: invoices, a snapshot, the receipt.

import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { startDemo } from './lib/demo.mjs';
import { Portal } from './lib/portal.mjs';
import { button, choose, codeField, enter, inspect, launch, visitor } from './lib/browser.mjs';

const MOBILE = '+491713920013';
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

for (const [name, look] of Object.entries({ 'with a script': {}, 'without a script': { javaScriptEnabled: false } })) {
  test(`the guided tour, ${name}`, async () => {
    const maren = demo.at.persons[0];
    const before = (await portal.messages(maren.email)).filter((message) => message.purpose === 'step-up').length;
    const orders = (await portal.messages(MOBILE)).filter((message) => message.purpose === 'order').length;
    const page = await visitor(browser, look);
    await page.goto(demo.at.panel);
    await inspect(page, 'the start page');
    await page.getByRole('link', { name: 'sign-in form' }).click();
    await page.waitForURL('**/sign-in*');
    await page.getByLabel('E-mail address').fill(maren.email);
    await page.getByLabel('Password').fill(maren.password);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByRole('heading', { name: 'Servers', level: 1 }).waitFor();
    await inspect(page, 'the servers');

    await page.getByRole('link', { name: 'Invoices' }).click();
    await page.getByRole('heading', { name: "Confirm it's you" }).waitFor();
    await choose(page, 'email');
    await button(page, 'send').click();
    await enter(page, await portal.code(maren.email, 'step-up', before + 1), 'confirm');
    await page.getByRole('heading', { name: 'Invoices', level: 1 }).waitFor();
    assert.match(await page.locator('body').innerText(), /Protected areas are open until \d/);
    await inspect(page, 'invoices inside the window');

    await page.goto(`${demo.at.panel}/servers/web-1`);
    await page.getByRole('button', { name: /^Restore / }).first().click();
    if (await page.getByRole('link', { name: 'Confirm it' }).count()) await page.getByRole('link', { name: 'Confirm it' }).click();
    await page.locator('.slip').waitFor();
    await choose(page, 'sms');
    await button(page, 'send').click();
    await enter(page, await portal.code(MOBILE, 'order', orders + 1), 'confirmOrder');
    await page.locator('.slip .stamp').waitFor();
    await page.getByRole('link', { name: /^Back to / }).first().click();
    await page.getByRole('heading', { name: 'Receipt', level: 2 }).waitFor();
    assert.match(await page.locator('main').innerText(), /Its digest is the one we computed/);
    await inspect(page, 'the order with its receipt');

    await page.getByRole('button', { name: 'Close now' }).click();
    await page.goto(`${demo.at.panel}/invoices`);
    await page.getByRole('heading', { name: "Confirm it's you" }).waitFor();
    await page.context().close();
  });
}

test('the phone simulator shows what arrived', async () => {
  const page = await visitor(browser, { javaScriptEnabled: false });
  await page.goto(demo.at.phone);
  await inspect(page, 'the phone simulator');
  await page.context().close();
});
