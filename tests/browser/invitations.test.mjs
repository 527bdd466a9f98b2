// Inviting a technical administrator in a real browser: the form behind the step-up, the mail, a sign-in of one's own with
// two-factor authentication, the answer, what the owner sees of it, and the end of it.

import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { startDemo } from './lib/demo.mjs';
import { Portal } from './lib/portal.mjs';
import { App, scan } from './lib/app.mjs';
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
const shot = async (page, name) => {
  if (process.env.COUNTERSIGN_TEST_PICTURES) {
    await page.screenshot({ path: `${process.env.COUNTERSIGN_TEST_PICTURES}/${name}.png`, fullPage: true });
  }
};

async function signIn(page, email) {
  await page.goto(`${demo.at.pages}/sign-in`);
  await page.locator('#sign-in-name').fill(email);
  await page.locator('#sign-in-password').fill(PASSWORD);
  await button(page, /^(Sign in|Anmelden)$/).click();
  await page.waitForURL(/\/(security|sign-in\/after)/);
}

/** The newest link that a mailbox got to answer an invitation. */
async function invitation(email) {
  for (let tries = 0; tries < 150; tries += 1) {
    const all = await portal.messages(email);
    const link = all.map(({ text }) => text.match(/https?:\/\/\S+\/people\/invitations\/open\/\S+/)?.[0]).find(Boolean);
    if (link) return link;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`no invitation reached ${email}`);
}

for (const [name, look] of Object.entries(LOOKS)) {
  test(`an invitation, ${name}`, { timeout: 300_000 }, async () => {
    const german = look.locale === 'de-DE';
    const owner = await portal.person({ password: PASSWORD, phone: false, language: german ? 'de' : 'en' });
    const account = await portal.ok(201, 'POST', '/v1/accounts', { reference: randomUUID(), name: 'Meier & Söhne', owner: owner.id });
    const email = `theo.${randomUUID().slice(0, 8)}@it-haus.example`;

    const page = await visitor(browser, look);
    await signIn(page, owner.email);
    await page.goto(`${demo.at.pages}/people/invitations`);
    await inspect(page, 'nobody has access yet');
    await page.getByRole('link', { name: /^(Invite someone|Jemanden einladen)$/ }).click();
    // The form is behind a step-up: a code to the owner's mailbox.
    await choose(page, 'email');
    await button(page, 'send').click();
    await enter(page, await portal.code(owner.email, 'step-up'), 'confirm');
    await page.locator('#email').waitFor();
    await inspect(page, 'the form');
    await shot(page, `${name} form`);
    await button(page, /^(Review|Prüfen)$/).click();
    await page.locator('#problem').waitFor();
    await inspect(page, 'the form, refused');
    await page.locator('#name').fill('Theo Technik');
    await page.locator('#email').fill(email);
    await page.locator('label[for=role-technical-administrator]').click();
    await page.locator('label[for=right-hosting]').click();
    await button(page, /^(Review|Prüfen)$/).click();
    await page.locator('dl.facts').waitFor();
    await inspect(page, 'read once more');
    await shot(page, `${name} review`);
    await button(page, /^(Send invitation|Einladung senden)$/).click();
    await page.locator('#done').waitFor();
    await inspect(page, 'sent');
    await shot(page, `${name} list`);

    const theo = await visitor(browser, look);
    const link = await invitation(email);
    await theo.goto(link);
    assert.doesNotMatch(theo.url(), /open/, 'the secret part left the address');
    await inspect(theo, 'the invitation, before a sign-in');
    await shot(theo, `${name} invitation`);
    await theo.getByRole('link', { name: /^(Create access|Zugang anlegen)$/ }).click();
    await inspect(theo, 'a sign-in of one\'s own');
    await theo.locator('#new-password').fill(PASSWORD);
    await button(theo, /^(Create access|Zugang anlegen)$/).click();
    await theo.waitForURL(/\/sign-in\/after/);

    await theo.goto(`${demo.at.pages}/people/invitations/answer`);
    await theo.getByRole('link', { name: /^(Turn it on|Jetzt einschalten)$/ }).click();
    await choose(theo, german ? 'Authenticator-App' : 'Authenticator app');
    await button(theo, /^(Continue|Weiter)$/).click();
    await choose(theo, 'email');
    await button(theo, 'send').click();
    await enter(theo, await portal.code(email, 'change-authenticator'), 'confirm');
    await theo.locator('[role=img]').waitFor();
    const app = new App((await scan(theo.locator('[role=img]'))).searchParams.get('secret'));
    await enter(theo, await app.code(), /^(Continue|Weiter)$/);
    await theo.locator('#codes').waitFor();
    await theo.goto(`${demo.at.pages}/people/invitations/answer`);
    await inspect(theo, 'ready to be accepted');
    await shot(theo, `${name} ready`);
    await button(theo, /^(Accept|Annehmen)$/).click();
    await theo.waitForURL(/\/people\/invitations\/done/);
    await inspect(theo, 'accepted');

    const { members } = await portal.ok(200, 'GET', `/v1/accounts/${account.id}/members`);
    const member = members.find(({ role }) => role === 'technical-administrator');
    assert.deepEqual(member.rights, ['hosting']);

    await page.goto(`${demo.at.pages}/people/activity`);
    await inspect(page, 'what was done for the account');
    await shot(page, `${name} activity`);
    await page.goto(`${demo.at.pages}/people/contact-persons`);
    await inspect(page, 'contact persons');
    await shot(page, `${name} contact persons`);
    await page.goto(`${demo.at.pages}/people/invitations`);
    await page.getByRole('link', { name: /^(Remove Theo Technik|Theo Technik entfernen)$/ }).click();
    await inspect(page, 'before access is removed');
    await shot(page, `${name} remove`);
    await button(page, /^(Remove access|Zugang entfernen)$/).click();
    await page.locator('#done').waitFor();
    await theo.goto(`${demo.at.pages}/security`);
    assert.match(await heading(theo), /./);
    assert.equal((await theo.goto(link)).status(), 410, 'an invitation is answered once');
    assert.deepEqual([...page.complaints, ...theo.complaints], []);
  });
}
