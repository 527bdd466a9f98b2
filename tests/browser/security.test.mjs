// The security area in a real browser: an app connected on a phone, recovery codes kept, what happened, and what is said before
// something ends.

import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { startDemo } from './lib/demo.mjs';
import { Portal } from './lib/portal.mjs';
import { App, scan } from './lib/app.mjs';
import { LOOKS, button, catchReturn, choose, codeField, enter, heading, inspect, launch, refused, returned, visitor } from './lib/browser.mjs';

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

const PASSWORD = 'harvest-lantern-odd-41';
const PHONE = LOOKS['dark, 320 px wide'];
const PAGES = ['', '/password', '/methods', '/recovery-codes', '/sessions', '/devices'];

async function signIn(page, person, query = '') {
  await page.goto(`${demo.at.pages}/sign-in${query}`);
  await page.locator('#sign-in-name').fill(person.email);
  await page.locator('#sign-in-password').fill(PASSWORD);
  await button(page, /^Sign in$/).click();
  await page.waitForURL((url) => url.pathname !== '/sign-in' || url.search.includes('anew'));
}

/** From signing in to the page that connects an app. */
async function toTheApp(page, person) {
  await signIn(page, person);
  await page.goto(`${demo.at.pages}/security/methods/app`);
  await choose(page, 'Authenticator app');
  await button(page, /^Continue$/).click();
  await choose(page, 'email');
  await button(page, 'send').click();
  await enter(page, await portal.code(person.email, 'change-authenticator'), 'confirm');
  await page.locator('[role=img]').waitFor();
}

async function connect(page) {
  const app = new App((await scan(page.locator('[role=img]'))).searchParams.get('secret'));
  await enter(page, await app.code(), /^Continue$/);
  await page.locator('#codes').waitFor();
  return app;
}

const codesOf = async (page) => (await page.locator('#codes').innerText()).match(/[0-9a-z]{4}-[0-9a-z]{4}-[0-9a-z]{4}/g);
const said = (page) => page.locator('#live').innerText();
const copied = (page) => page.evaluate(() => navigator.clipboard.readText());

test('an app on the phone itself, and codes that are kept', { timeout: 240_000 }, async () => {
  const person = await portal.person({ password: PASSWORD, phone: false });
  const page = await visitor(browser, { ...PHONE, permissions: ['clipboard-read', 'clipboard-write'], acceptDownloads: true });
  await toTheApp(page, person);

  // Nobody scans their own screen: the first thing to press opens an app on this device.
  const first = await page.locator('main').locator('a, button, summary, input:not([type=hidden])').first().getAttribute('href');
  assert.match(first, /^otpauth:\/\/totp\//);
  // No. 12: black on white in the dark, the key in fours, and a copy that is told.
  const ground = await page.locator('[role=img]').evaluate((at) => getComputedStyle(at).backgroundColor);
  assert.equal(ground, 'rgb(255, 255, 255)');
  await page.getByText('I cannot scan it').click();
  const key = await page.locator('#key').innerText();
  assert.match(key, /^(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}$/);
  await button(page, /^Copy key$/).click();
  await page.waitForFunction(() => document.getElementById('live').textContent === 'Copied');
  assert.equal((await copied(page)).replaceAll(' ', ''), key.replaceAll(' ', ''));
  await inspect(page, 'connecting the app, with the key');
  await connect(page);

  const codes = await codesOf(page);
  assert.equal(new Set(codes).size, 10);
  await button(page, /^Copy$/).click();
  await page.waitForFunction(() => document.getElementById('live').textContent === 'Copied');
  assert.deepEqual((await copied(page)).split('\n'), codes);

  // Leaving before the tick asks once; staying keeps the codes.
  const asked = page.waitForEvent('dialog');
  await page.evaluate(() => setTimeout(() => { location.href = '/security'; }));
  const dialog = await asked;
  assert.equal(dialog.type(), 'beforeunload');
  await dialog.dismiss();
  assert.deepEqual(await codesOf(page), codes);

  // No. 13: one sheet with the codes, product, account and date, and nothing else.
  await page.emulateMedia({ media: 'print' });
  const printed = (await page.locator('body').innerText()).split('\n').map((line) => line.trim()).filter(Boolean);
  assert.deepEqual(printed.slice(1), codes, printed.join('\n'));
  assert.match(printed[0], /, .*@.*, \d{1,2} \w+ \d{4}$/);
  const sheets = (await page.pdf()).toString('latin1').match(/\/Type\s*\/Page\b/g);
  assert.equal(sheets.length, 1);
  await page.emulateMedia({ media: null });

  await button(page, /^Finish$/).click();
  await refused(page, /Tick the box when you have saved the codes/);
  assert.deepEqual(await codesOf(page), codes, 'the same codes after a refusal');
  await page.locator('#saved-by').fill('Robin F. Field');
  await page.locator('#saved').check();
  await button(page, /^Finish$/).click();
  await page.waitForFunction(() => !document.querySelector('#saved'));
  assert.match(await heading(page), /Two-factor authentication is on/);

  for (const path of PAGES) {
    await page.goto(`${demo.at.pages}/security${path}`);
    await inspect(page, `/security${path}`);
  }
  // No. 14, and the list: an entry opens, and is narrowed without a script's help.
  await page.goto(`${demo.at.pages}/activity`);
  const entry = page.getByText('Recovery codes saved by Robin F. Field');
  await entry.click();
  assert.match(await page.locator('details[open]').innerText(), /IP address\s+127\./);
  await inspect(page, 'the activity, with an open entry');
  await page.locator('#kind').selectOption('sign-in');
  await button(page, /^Show$/).click();
  await page.waitForURL(/kind=sign-in/);
  assert.equal(await entry.count(), 0);
  assert.ok(await page.getByText('Signed in', { exact: false }).count() > 0);
  const saved = page.waitForEvent('download');
  await page.getByRole('link', { name: /CSV/ }).click();
  assert.match(await readFile(await (await saved).path(), 'utf8'), /^"Time","What happened","Who",/);
  await page.goto(`${demo.at.pages}/activity?from=yesterday`);
  await refused(page, /Enter a date/);
  await inspect(page, 'a day that is none');
  await page.context().close();
});

test('codes that were not confirmed come back at the next sign-in, which then leads to the portal', { timeout: 240_000 }, async () => {
  const person = await portal.person({ password: PASSWORD, phone: false });
  const page = await visitor(browser, {});
  await toTheApp(page, person);
  const app = await connect(page);
  const left = await codesOf(page);
  await page.context().close();

  const again = await visitor(browser, { javaScriptEnabled: false });
  const back = catchReturn(again, demo.at);
  await signIn(again, person, `?return_to=${encodeURIComponent(`${demo.at.panel}/return/sign-in`)}&state=s1`);
  await enter(again, await app.code(), /^Continue$/);
  await again.locator('#codes').waitFor();
  assert.match(await again.locator('main').innerText(), /You have not confirmed your recovery codes\. We made new ones\./);
  await inspect(again, 'codes that were not confirmed');
  const codes = await codesOf(again);
  assert.ok(codes.every((code) => !left.includes(code)));
  await again.locator('#saved').check();
  await button(again, /^Finish$/).click();
  assert.equal((await returned(back)).searchParams.get('state'), 's1');

  // New ones, without a script: a recovery code proves it, as long as it is not used (no. 1, 15).
  await again.goto(`${demo.at.pages}/security/recovery-codes`);
  await button(again, /^Make new codes$/).click();
  await again.getByRole('link', { name: 'Use another way' }).click();
  await choose(again, 'Recovery code');
  await button(again, /^Continue$/).click();
  await again.locator('#recovery-code').fill(codes[0].toUpperCase());
  await button(again, /^Continue$/).click();
  assert.match(await again.locator('main').innerText(), /Your 9 unused codes stop working/);
  await button(again, /^Make new codes$/).click();
  await again.locator('#codes').waitFor();
  await inspect(again, 'new codes');
  await again.locator('#saved').check();
  await button(again, /^Finish$/).click();
  assert.match(await heading(again), /Your new recovery codes work/);
  await again.context().close();
});

test('two minutes before an end it is said once, and a press goes on', { timeout: 120_000 }, async () => {
  const person = await portal.person({ password: PASSWORD });
  const page = await visitor(browser, {});
  await page.clock.install();
  await signIn(page, person);
  await page.goto(`${demo.at.pages}/security/personal-data`);
  await choose(page, 'email');
  await button(page, 'send').click();
  await enter(page, await portal.code(person.email, 'step-up'), 'confirm');
  await page.locator('#person-name').waitFor();
  assert.equal(await page.getByText('Protected areas are open until').isVisible(), true);

  // No. 21: an open window is no proof for a change of methods.
  await page.goto(`${demo.at.pages}/security/methods/app`);
  await choose(page, 'Authenticator app');
  await button(page, /^Continue$/).click();
  assert.match(await heading(page), /confirm it's you/i);
  await page.goto(`${demo.at.pages}/security`);
  await page.getByRole('link', { name: 'Confirm again' }).click();
  assert.match(await heading(page), /confirm it's you/i);
  await page.goto(`${demo.at.pages}/security/personal-data`);

  await page.locator('#person-name').fill('Robin, typed and not sent');
  await page.clock.fastForward('07:30');
  assert.equal(await said(page), '');
  await page.clock.fastForward('01:00');
  await page.waitForFunction(() => document.getElementById('live').textContent.includes('Protected areas close at'));
  assert.match(await said(page), /What you typed is kept/);

  await page.clock.fastForward('20:00');
  const notice = page.locator('#session-end');
  await notice.waitFor();
  assert.match(await said(page), /You will be signed out at \d\d:\d\d/);
  await inspect(page, 'before the session ends');
  await page.locator('#person-name').focus();
  await button(page, /^Stay signed in$/).click();
  await notice.waitFor({ state: 'hidden' });
  assert.equal(await page.evaluate(() => document.activeElement.id), 'person-name', 'the focus is where it was');
  assert.equal(await page.locator('#person-name').inputValue(), 'Robin, typed and not sent');
  await page.clock.fastForward('25:00');
  assert.equal(await notice.isVisible(), false);
  await page.clock.fastForward('04:00');
  await notice.waitFor();
  await page.context().close();
});

test('how strong a new password is, in words while it is typed', { timeout: 60_000 }, async () => {
  const person = await portal.person({ password: PASSWORD });
  const page = await visitor(browser, {});
  await signIn(page, person);
  await page.goto(`${demo.at.pages}/security/password`);
  const words = page.locator('#new-password-strength');
  const told = (text) => page.waitForFunction((wanted) => document.getElementById('new-password-strength').textContent === wanted, text);
  assert.equal(await words.innerText(), '');
  await page.locator('#new-password').fill('otters');
  await told('Too short: at least 8 characters.');
  await page.locator('#new-password').fill('password1');
  assert.equal(await words.innerText(), '', 'no word of the value before');
  await told('Well known, or made of your name or ours.');
  await inspect(page, 'a word beside the new password');
  await page.locator('#new-password').fill('nine otters in a canoe');
  await told('Very good.');
  await page.context().close();
});
