// Signing in on the hosted pages, as a person and as the panel that sends them there.

import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { startDemo } from './lib/demo.mjs';
import { Portal, otherThan } from './lib/portal.mjs';
import { App } from './lib/app.mjs';
import { LOOKS, button, codeField, enter, heading, inspect, launch, refused, visitor } from './lib/browser.mjs';

let demo, portal, browser;
const apps = new Map();
before(async () => {
  demo = await startDemo();
  portal = new Portal(demo.at);
  browser = await launch();
  for (const person of demo.at.persons) {
    if (person.totp_secret) apps.set(person.email, new App(person.totp_secret));
  }
});
after(async () => {
  await browser?.close();
  await demo?.stop();
});

const PASSWORD = 'harvest-lantern-odd-41';
const ida = () => demo.at.persons.find((person) => person.totp_secret);

async function give(page, email, password) {
  await page.locator('#sign-in-name').fill(email);
  await page.locator('#sign-in-password').fill(password);
  await button(page, /^(Sign in|Anmelden)$/).click();
}

for (const [name, look] of Object.entries(LOOKS)) {
  test(`signing in without a second factor, ${name}`, async () => {
    const german = look.locale === 'de-DE';
    const person = await portal.person({ language: german ? 'de' : 'en', password: PASSWORD });
    const page = await visitor(browser, look);
    await page.goto(`${demo.at.pages}/security`);
    assert.equal(new URL(page.url()).pathname, '/sign-in', 'nobody is signed in yet');
    await inspect(page, 'the sign-in');

    await give(page, person.email, 'not-the-password-1');
    await refused(page, german ? /passen nicht zusammen|stimmen nicht/ : /These details do not match/);
    assert.equal(await page.locator('#sign-in-name').inputValue(), person.email, 'the name is kept');
    assert.equal(await page.locator('#sign-in-password').inputValue(), '', 'a password never stays');
    await inspect(page, 'details that do not match');

    await give(page, person.email, PASSWORD);
    await page.waitForURL(/\/(sign-in\/after|security)/);
    await inspect(page, 'invited to a second factor');
    await page.goto(`${demo.at.pages}/security`);
    assert.equal(new URL(page.url()).pathname, '/security');
    await inspect(page, 'the security area');
    await page.context().close();
  });
}

test('unknown and known persons are answered alike', async () => {
  const person = await portal.person({ password: PASSWORD });
  const words = [];
  for (const email of [person.email, 'nobody-here@portal.example']) {
    const page = await visitor(browser, {});
    await page.goto(`${demo.at.pages}/sign-in`);
    await give(page, email, 'not-the-password-1');
    await page.locator('#problem').waitFor();
    words.push((await page.locator('main').innerText()).replaceAll(email, '…'));
    await page.context().close();
  }
  assert.equal(words[0], words[1]);
});

describe('by the panel, with an app', () => {
  test('there and back: the panel knows who it is, and the code was asked for', async () => {
    const page = await visitor(browser, {});
    await page.goto(`${demo.at.panel}/sign-in`);
    await page.getByRole('link', { name: /Countersign/ }).first().click();
    await give(page, ida().email, ida().password);
    await codeField(page).waitFor();
    assert.match(await heading(page), /authenticator app/);
    await inspect(page, 'the code of the app');
    assert.equal((await page.context().cookies()).filter((cookie) => cookie.name.startsWith('__Host-ses')).length, 0, 'no session before the code');

    const app = apps.get(ida().email);
    const right = await app.code();
    await enter(page, otherThan(right), /^Continue$/);
    await refused(page, /does not match/);
    await enter(page, right, /^Continue$/);
    await page.waitForURL(`${demo.at.panel}/**`);
    assert.equal(new URL(page.url()).pathname, '/servers');
    assert.match(await page.locator('body').innerText(), /Ida Lund/);
    await page.context().close();
  });

  test('somebody else’s way back signs nobody in', async () => {
    const page = await visitor(browser, {});
    await page.goto(`${demo.at.panel}/return/sign-in?result=AAAAAAAAAAAAAAAAAAAAAA&state=x`);
    assert.match(await heading(page), /not signed in/i);
    await page.context().close();
  });
});
