// The demo's second five minutes: one customer, several people, and what exists only with a second factor.

import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { startDemo } from './lib/demo.mjs';
import { App } from './lib/app.mjs';
import { button, codeField, enter, inspect, launch, visitor } from './lib/browser.mjs';

let demo, browser;
before(async () => {
  demo = await startDemo();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await demo?.stop();
});

const sample = (name) => demo.at.persons.find((person) => person.email.startsWith(name));

/** Signs in with the panel's own button. */
async function atThePanel(name, look) {
  const page = await visitor(browser, look);
  await page.goto(demo.at.panel);
  await page.getByRole('button', { name: `Sign in as ${name}` }).click();
  await page.getByRole('heading', { name: 'Servers', level: 1 }).waitFor();
  return page;
}

/** Signs in on Countersign's page; what stands there afterwards is the caller's. */
async function hosted(page, person) {
  await page.goto(`${demo.at.panel}/sign-in/hosted`);
  await page.locator('#sign-in-name').fill(person.email);
  await page.locator('#sign-in-password').fill(person.password);
  await button(page, 'Sign in').click();
}

const servers = (page) => page.locator('main .cards h2 a').allInnerTexts();

test('who has no second factor sees less, and is told nothing of the rest', async () => {
  for (const name of ['Pia', 'Tom']) {
    const page = await atThePanel(name, { viewport: { width: 320, height: 640 } });
    await inspect(page, `the servers, for ${name}`);
    assert.deepEqual(await servers(page), ['web-1']);
    assert.doesNotMatch(await page.locator('body').innerText(), /shop-2|Luleå/);
    assert.equal((await page.goto(`${demo.at.panel}/servers/shop-2`)).status(), 404);
    await page.goto(`${demo.at.panel}/servers/web-1`);
    assert.doesNotMatch(await page.locator('main').innerText(), /snap-2e90/, 'the protected snapshot');
    // What is not there cannot be ordered either.
    const forged = await page.request.post(`${demo.at.panel}/servers/web-1/orders`, {
      form: { action: 'restore-snapshot', copy: 'snap-2e90' }, headers: { origin: demo.at.panel }, maxRedirects: 0,
    });
    assert.equal(forged.status(), 404);
    await page.context().close();
  }
});

test('the owner sees all of it with her app, and requires one of a member, who meets a set-up', { timeout: 120_000 }, async () => {
  const [astrid, pia] = [sample('astrid'), sample('pia')];
  const app = new App(astrid.totp_secret);
  const page = await visitor(browser);
  await hosted(page, astrid);
  await enter(page, await app.code(), /^Continue$/);
  await page.getByRole('heading', { name: 'Servers', level: 1 }).waitFor();
  assert.deepEqual(await servers(page), ['web-1', 'shop-2']);
  await page.goto(`${demo.at.panel}/servers/web-1`);
  assert.match(await page.locator('main').innerText(), /snap-2e90/);

  await page.goto(`${demo.at.pages}/people`);
  await inspect(page, 'people with access');
  await page.goto(`${demo.at.pages}/people/${pia.id}`);
  await page.getByRole('checkbox', { name: 'Force two-factor authentication' }).check();
  await page.locator('form', { has: page.locator('input[name=forced]') }).locator('button').click();
  await codeField(page).waitFor();
  await enter(page, await app.code(), 'confirm');
  await page.locator('#done').waitFor();
  await page.locator('button[value=vouch]').click();
  await page.locator('#reason-err').waitFor();
  await inspect(page, 'a word without a reason');
  await page.locator('#reason').fill('She called me from the front desk.');
  await page.locator('button[value=vouch]').click();
  await page.locator('#done').waitFor();
  await page.locator('#vouch .note').waitFor();
  await inspect(page, 'a word for a member');
  await page.context().close();

  const member = await visitor(browser);
  await hosted(member, pia);
  await member.waitForURL(/\/sign-in\/set-up/);
  await inspect(member, 'the set-up stands in between');
  await member.goto(`${demo.at.panel}/servers`);
  await member.waitForURL(/\/sign-in/);
  await member.context().close();
});

test('a technical administrator restores snapshots, and sees no invoice', async () => {
  const app = new App(sample('viktor').totp_secret);
  const page = await atThePanel('Viktor');
  await page.getByRole('link', { name: 'Invoices' }).click();
  await page.getByRole('heading', { name: 'This is not part of your work here' }).waitFor();
  await inspect(page, 'invoices stay closed');
  await page.goto(`${demo.at.panel}/dns`);
  await codeField(page).waitFor();
  await enter(page, await app.code(), 'confirm');
  await page.getByRole('heading', { name: 'Domain and DNS', level: 1 }).waitFor();
  assert.deepEqual(await page.goto(`${demo.at.panel}/servers`).then(() => servers(page)), ['web-1', 'shop-2']);
  await page.goto(`${demo.at.panel}/servers/web-1`);
  await page.getByRole('button', { name: 'Restore snap-2e90' }).click();
  await page.locator('.slip').waitFor();
  await button(page, 'Continue').click();
  await enter(page, await app.code(), 'confirmOrder');
  await page.locator('.slip .stamp').waitFor();
  await page.context().close();
});

test('the support desk has its agent, who turns on a second factor first', async () => {
  const page = await visitor(browser);
  const [agent] = demo.at.staff;
  await page.goto(`${demo.at.pages}/support`);
  await page.locator('#sign-in-name').fill(agent.email);
  await page.locator('#sign-in-password').fill(agent.password);
  await button(page, 'Sign in').click();
  await page.waitForURL((url) => url.pathname !== '/sign-in');
  await inspect(page, 'the agent before the set-up');
  await page.goto(`${demo.at.pages}/support`);
  assert.equal(await page.locator('#ticket').count(), 0, 'nothing of the desk opens yet');
  await page.context().close();
});
