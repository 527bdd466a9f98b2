// What an account requires, in a real browser: a person forced by the owner sets a second factor up before anything else.

import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { startDemo } from './lib/demo.mjs';
import { Portal } from './lib/portal.mjs';
import { App } from './lib/app.mjs';
import { LOOKS, button, choose, enter, heading, inspect, launch, visitor } from './lib/browser.mjs';

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
const FORCE = /^(Force two-factor authentication|Zwei-Faktor-Authentifizierung erzwingen)$/;

async function signIn(page, person, query = '?anew=yes') {
  await page.goto(`${demo.at.pages}/sign-in${query}`);
  await page.locator('#sign-in-name').fill(person.email);
  await page.locator('#sign-in-password').fill(PASSWORD);
  await page.locator('main form button.primary').first().click();
  await page.waitForURL((url) => url.pathname !== '/sign-in');
}

/** The key that the page shows for typing. */
async function keyOf(page) {
  const text = await page.locator('#key').textContent();
  return text.replaceAll(' ', '').trim();
}

/** From the page that shows the key to the end. */
async function connect(page) {
  const app = new App(await keyOf(page));
  await enter(page, await app.code(), /^(Continue|Weiter)$/);
  await page.locator('#codes').waitFor();
  await inspect(page, 'recovery codes');
  await page.locator('#saved').check();
  await button(page, /^(Finish|Fertig)/).click();
  return app;
}

async function household() {
  const owner = await portal.person({ password: PASSWORD });
  const member = await portal.person({ password: PASSWORD });
  const account = await portal.ok(201, 'POST', '/v1/accounts', { reference: randomUUID(), name: 'Nordlicht Verlag', owner: owner.id });
  await portal.ok(200, 'PUT', `/v1/accounts/${account.id}/members/${member.id}`, { role: 'member' });
  return { owner, member, account };
}

for (const [look, how] of Object.entries(LOOKS)) {
  test(`an owner forces a member, who sets it up at the sign-in, ${look}`, { timeout: 240_000 }, async () => {
    const { owner, member, account } = await household();
    const page = await visitor(browser, how);
    await signIn(page, owner);
    await page.goto(`${demo.at.pages}/people`);
    await inspect(page, 'the list');
    await page.goto(`${demo.at.pages}/people/rule?of=account`);
    await inspect(page, 'the rule, looked at');
    await page.goto(`${demo.at.pages}/people/marks`);
    await inspect(page, 'marks');
    await page.goto(`${demo.at.pages}/people/${member.id}`);
    await inspect(page, 'the person');
    await page.getByRole('checkbox', { name: FORCE }).check();
    await page.locator('form', { has: page.locator('input[name=forced]') }).locator('button').click();
    await choose(page, 'email');
    await button(page, 'send').click();
    await enter(page, await portal.code(owner.email, 'step-up'), 'confirm');
    await page.locator('#done').waitFor();
    await inspect(page, 'forced');
    assert.ok(await page.getByRole('checkbox', { name: FORCE }).isChecked());
    const notice = await portal.message(member.email, 'notice');
    assert.match(notice.subject ?? notice.text, /Nordlicht Verlag/);

    const theirs = await visitor(browser, how);
    await signIn(theirs, member);
    assert.match(theirs.url(), /\/sign-in\/set-up/);
    await inspect(theirs, 'required');
    await theirs.goto(`${demo.at.pages}/security`);
    assert.match(theirs.url(), /\/sign-in\/set-up/, 'nothing else answers');
    await theirs.locator('main button.primary').click();
    await choose(theirs, 'email');
    await button(theirs, 'send').click();
    await enter(theirs, await portal.code(member.email, 'change-authenticator'), 'confirm');
    await inspect(theirs, 'which way');
    await choose(theirs, /^\s*Authenticator/);
    await button(theirs, /^(Continue|Weiter)$/).click();
    await theirs.locator('[role=img]').waitFor();
    await inspect(theirs, 'the app');
    await connect(theirs);
    await theirs.locator('a.primary').click();
    await theirs.waitForURL((url) => url.pathname === '/security');
    assert.match(await theirs.locator('main').innerText(), /Nordlicht Verlag/);
    await inspect(theirs, 'signed in');
    assert.ok((await heading(theirs)).length > 0);
    const listed = await portal.ok(200, 'GET', `/v1/accounts/${account.id}/members`);
    assert.ok(listed.members.find((one) => one.person === member.id).has_second_factor);
  });
}
