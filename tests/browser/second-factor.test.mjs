// The whole story of a person: sign in, turn on two-factor authentication with an app that is not ours, keep the recovery
// codes, sign in with the app and with a recovery code, and turn it off again.

import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { startDemo } from './lib/demo.mjs';
import { Portal } from './lib/portal.mjs';
import { App, scan } from './lib/app.mjs';
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

const PASSWORD = 'harvest-lantern-odd-41';
const GO_ON = /^(Continue|Weiter)$/;

/** The notices that reached an address, once each of these is among them. */
async function notices(email, wanted) {
  for (let tries = 0; ; tries += 1) {
    const told = (await portal.messages(email)).filter((message) => !/^(sign-in|step-up|order|change-authenticator|set-up)$/.test(message.purpose));
    const texts = told.map(({ text }) => text);
    const missing = wanted.filter((words) => !texts.some((text) => words.test(text)));
    if (missing.length === 0) return texts;
    assert.ok(tries < 200, `${missing.join(', ')} in none of:\n${texts.join('\n---\n')}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function signIn(page, person) {
  await page.goto(`${demo.at.pages}/sign-in`);
  await page.locator('#sign-in-name').fill(person.email);
  await page.locator('#sign-in-password').fill(PASSWORD);
  await button(page, /^(Sign in|Anmelden)$/).click();
}

/** Follows the proof of a person without a second factor: a code to the mailbox. */
async function proveByMail(page, person, german) {
  if (await page.getByRole('button', { name: /^(Send code|Code senden)/ }).count()) {
    await choose(page, 'email');
    await button(page, 'send').click();
  }
  await codeField(page).waitFor();
  assert.match(await heading(page), german ? /Bestätigen/ : /confirm it's you|Confirm/i);
  await inspect(page, 'the proof before the change');
  await enter(page, await portal.code(person.email, 'change-authenticator'), /^(Confirm|Bestätigen)$/);
}

/** From the methods page to a second factor that is on, with its recovery codes. */
async function turnOn(page, person, german) {
  await page.goto(`${demo.at.pages}/security/methods/app`);
  await inspect(page, 'before the wizard');
  await page.locator('main form button').first().click();
  await proveByMail(page, person, german);

  await page.locator('input[value=totp], [role=img]').first().waitFor();
  if (await page.locator('input[value=totp]').count()) {
    await inspect(page, 'choosing a method');
    await page.locator('label:has(input[value=totp])').click();
    await button(page, GO_ON).click();
  }
  await page.locator('[role=img]').waitFor();
  await inspect(page, 'connecting the app');
  const uri = await scan(page.locator('[role=img]'));
  assert.equal(uri.protocol, 'otpauth:');
  assert.equal(uri.searchParams.get('secret').length, 32, '160 bits');
  const app = new App(uri.searchParams.get('secret'));
  await page.reload();
  assert.equal((await scan(page.locator('[role=img]'))).searchParams.get('secret'), uri.searchParams.get('secret'), 'a reload changes no key');

  await enter(page, await app.code(), GO_ON);
  await page.locator('#saved').waitFor();
  await inspect(page, 'the recovery codes');
  const shown = (await page.locator('main').innerText()).match(/\b[0-9a-z]{4}-[0-9a-z]{4}-[0-9a-z]{4}\b/g);
  assert.equal(new Set(shown).size, 10);
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: /^(Download|Herunterladen)/ }).click();
  const text = await readFile(await (await download).path(), 'utf8');
  for (const code of shown) assert.ok(text.includes(code), `${code} is in the download`);

  await button(page, /^(Finish|Fertig|Abschließen)/).click();
  await refused(page, german ? /Häkchen/ : /Tick the box/);
  await page.locator('#saved').check();
  await button(page, /^(Finish|Fertig|Abschließen)/).click();
  await page.waitForFunction(() => !document.querySelector('#saved')).catch(() => page.waitForURL(/./));
  await inspect(page, 'done');
  return { app, codes: shown };
}

for (const [name, look] of Object.entries(LOOKS)) {
  test(`an app is turned on, used and turned off, ${name}`, { timeout: 240_000 }, async () => {
    const german = look.locale === 'de-DE';
    const person = await portal.person({ language: german ? 'de' : 'en', password: PASSWORD, phone: false });
    const page = await visitor(browser, { ...look, acceptDownloads: true });
    await signIn(page, person);
    const { app, codes } = await turnOn(page, person, german);

    await page.goto(`${demo.at.pages}/security`);
    await inspect(page, 'the overview with a second factor');
    assert.match(await page.locator('main').innerText(), german ? /10 von 10/ : /10 of 10/);
    await page.goto(`${demo.at.pages}/security/methods`);
    await inspect(page, 'the methods');

    // A new browser: the app's code is asked for, then a recovery code does it instead.
    const other = await visitor(browser, look);
    await signIn(other, person);
    await codeField(other).waitFor();
    await inspect(other, 'the code at the sign-in');
    await enter(other, await app.code(), GO_ON);
    await other.waitForURL(/\/(security|sign-in\/after)/);
    await other.context().close();

    const lost = await visitor(browser, look);
    await signIn(lost, person);
    await codeField(lost).waitFor();
    await lost.goto(`${lost.url().split('?')[0]}/recovery-code`);
    await inspect(lost, 'entering a recovery code');
    await lost.locator('#recovery-code').fill('0000-0000-0000');
    await button(lost, GO_ON).click();
    await refused(lost, german ? /stimmt nicht|passt nicht/ : /does not match or was already used/);
    await lost.locator('#recovery-code').fill(codes[0].toUpperCase().replaceAll('-', ' '));
    await button(lost, GO_ON).click();
    await lost.waitForURL((url) => !url.pathname.endsWith('/recovery-code'));
    await inspect(lost, 'a recovery code was used');
    assert.match(await lost.locator('main').innerText(), german ? /9/ : /9 codes left/);
    await lost.context().close();

    // The first browser goes on: it is signed in, and turns it off with the next code.
    await page.goto(`${demo.at.pages}/security/methods`);
    await page.locator('form[action$="/methods/off"] button').click();
    await codeField(page).waitFor();
    await inspect(page, 'the proof before turning it off');
    await enter(page, await app.code(), /^(Confirm|Bestätigen)$/);
    await inspect(page, 'turning it off');
    await page.locator('main form button.stop').click();
    await page.waitForLoadState();
    assert.match(await page.locator('main').innerText(), german ? /nächsten Anmeldung/ : /from your next sign-in/i);
    await inspect(page, 'it is off');

    // Each change was told by mail, and none of the mails holds a code (CS-ENR-08, CS-RC-07).
    const told = await notices(person.email, german
      ? [/Wiederherstellungscode/, /einem zweiten Schritt/, /nur noch Ihr Passwort/]
      : [/recovery code/i, /a second step/, /your password is all/]);
    for (const text of told) for (const code of codes) assert.ok(!text.includes(code));
    await page.context().close();
  });
}
