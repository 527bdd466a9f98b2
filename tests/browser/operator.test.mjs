// The operator's desk in a real browser: a member of staff turns on an app, then watches, switches and tests the providers.

import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { BIN_DIR, startDemo } from './lib/demo.mjs';
import { Portal } from './lib/portal.mjs';
import { App, scan } from './lib/app.mjs';
import { LOOKS, button, choose, codeField, enter, inspect, launch, visitor } from './lib/browser.mjs';

const PASSWORD = 'harvest-lantern-odd-41';
const GO_ON = /^(Continue|Weiter)$/;
/** Where pictures go, if somebody wants to look at them. */
const PICTURES = process.env.COUNTERSIGN_TEST_PICTURES;

let demo, portal, browser, folder;
before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'countersign-operator-'));
  demo = await startDemo({ data: folder });
  portal = new Portal(demo.at);
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await demo?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Somebody on staff, made at the command line beside the running server. */
async function hire(email, language) {
  const config = path.join(folder, 'countersign.toml');
  const words = ['--config', config, 'operator', 'create', '--email', email, '--name', 'Olga Berg', '--language', language];
  await new Promise((resolve, reject) => {
    const child = execFile(path.join(BIN_DIR, 'countersign'), words, (error, _, told) => (error ? reject(new Error(told)) : resolve()));
    child.stdin.end(`${PASSWORD}\n`);
  });
}

async function signIn(page, email) {
  await page.goto(`${demo.at.pages}/sign-in`);
  await page.locator('#sign-in-name').fill(email);
  await page.locator('#sign-in-password').fill(PASSWORD);
  await button(page, /^(Sign in|Anmelden)$/).click();
}

/** Signs in for the first time, in a browser of its own: nothing opens before an app is turned on. */
async function turnOn(page, email) {
  await signIn(page, email);
  await page.goto(`${demo.at.pages}/security/methods/app`);
  await page.locator('main form button').first().click();
  if (await page.getByRole('button', { name: /^(Send code|Code senden)/ }).count()) {
    await choose(page, 'email');
    await button(page, 'send').click();
  }
  if (await codeField(page).count()) await enter(page, await portal.code(email, 'change-authenticator'), /^(Confirm|Bestätigen)$/);
  if (await page.locator('input[value=totp]').count()) {
    await page.locator('label:has(input[value=totp])').click();
    await button(page, GO_ON).click();
  }
  await page.locator('[role=img]').waitFor();
  const app = new App((await scan(page.locator('[role=img]'))).searchParams.get('secret'));
  await enter(page, await app.code(), GO_ON);
  await page.locator('#saved').check();
  await button(page, /^(Finish|Fertig|Abschließen)/).click();
  await page.waitForURL((url) => !url.pathname.endsWith('/codes'));
  await page.context().close();
  return app;
}

for (const [name, look] of Object.entries({ ...LOOKS, 'dark, wide': { colorScheme: 'dark' } })) {
  test(`an operator watches, switches and tests: ${name}`, async () => {
    const german = look.locale === 'de-DE';
    const email = `olga-${Object.keys(LOOKS).indexOf(name) + 1}@example.com`;
    await hire(email, german ? 'de' : 'en');
    // Some traffic, so that the tables have rows.
    const order = await portal.order(await portal.person());
    const challenge = await portal.ok(201, 'POST', `/v1/orders/${order.id}/challenges`, { method: 'sms' });
    await portal.ok(202, 'POST', `/v1/challenges/${challenge.id}/send`, { method: 'sms' });
    const app = await turnOn(await visitor(browser, look), email);
    const page = await visitor(browser, look);
    await signIn(page, email);
    await codeField(page).waitFor();
    await enter(page, await app.code(), GO_ON);
    await page.waitForURL(/\/(security|sign-in\/after|operator)/);
    await page.goto(`${demo.at.pages}/operator/channels`);
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
