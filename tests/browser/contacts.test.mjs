// The whole story of a number: added at our own page, confirmed by the message that reaches the phone, used for an order, put in
// another's place, and deleted. And a landline that is confirmed by a call.

import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { startDemo } from './lib/demo.mjs';
import { Portal } from './lib/portal.mjs';
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
const CONFIRM = /^(Confirm|Bestätigen)$/;

async function signIn(page, person) {
  await page.goto(`${demo.at.pages}/sign-in`);
  await page.locator('#sign-in-name').fill(person.email);
  await page.locator('#sign-in-password').fill(PASSWORD);
  await button(page, /^(Sign in|Anmelden)$/).click();
  await page.waitForURL(/\/(security|sign-in\/after)/);
}

/** The eight digits that were sent, or read out, to this number. */
async function eight(to, count = 1) {
  const { text } = await portal.message(to, 'confirm-contact', count);
  const found = text.match(/(?<!\d)\d{8}(?!\d)/g) ?? text.match(/(?<!\d)\d(?:[ ,.;]+\d){7}(?!\d)/g) ?? [];
  assert.ok(found.length > 0, `no code in: ${text}`);
  return found.at(-1).replace(/\D/g, '');
}

/** Waits until this number was told something; it hears of other changes too. */
async function told(to, wanted) {
  let texts = [];
  for (let tries = 0; tries < 100; tries += 1) {
    const answer = await fetch(`${demo.at.phone}/messages?to=${encodeURIComponent(to)}`);
    texts = (await answer.json()).map(({ text }) => text);
    if (texts.some((text) => wanted.test(text))) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  assert.fail(`${wanted} is in none of: ${texts.join(' | ')}`);
}

/** The proof of a person without a second factor: a code to the mailbox. */
async function proveByMail(page, person, nth) {
  await choose(page, 'email');
  await button(page, 'send').click();
  await codeField(page).waitFor();
  await enter(page, await portal.code(person.email, 'change-authenticator', nth), CONFIRM);
}

for (const [name, look] of Object.entries(LOOKS)) {
  test(`a number is added, confirmed, used for an order, changed and deleted, ${name}`, { timeout: 240_000 }, async () => {
    const german = look.locale === 'de-DE';
    const person = await portal.person({ language: german ? 'de' : 'en', password: PASSWORD, phone: false });
    const nth = person.mobile.slice(-2);
    const [mobile, landline, next] = [`+4917139201${nth}`, person.landline, `+4917139202${nth}`];
    const page = await visitor(browser, look);
    await signIn(page, person);
    await page.goto(`${demo.at.pages}/security/contacts`);
    await inspect(page, 'the list before');
    await page.locator('button[value=number]').click();
    await proveByMail(page, person, 1);

    // Wrong at first, in words; then as people write it.
    await page.locator('#number').waitFor();
    await inspect(page, 'entering a number');
    assert.equal(await page.locator('#country').inputValue(), 'DE', 'prefilled');
    await page.locator('#number').fill('0900 1 123456');
    await button(page, 'send').click();
    await refused(page, german ? /Premiumnummern/ : /premium numbers/);
    await inspect(page, 'a premium number');
    await page.locator('#number').fill(`0171 39 201-${nth}`);
    await page.locator('#label').fill('Werkstatt');
    await button(page, 'send').click();
    await codeField(page).waitFor();
    assert.match(await heading(page), german ? /Telefonnummer bestätigen/ : /Confirm your phone number/);
    await inspect(page, 'the code of a number');
    const code = await eight(mobile);
    await enter(page, code.slice(0, 6), CONFIRM);
    await refused(page, german ? /8 Ziffern/ : /has 8 digits/);
    await enter(page, code, CONFIRM);
    await page.locator('#done').waitFor();
    await inspect(page, 'the list with the number');
    assert.match(await page.locator('main').innerText(), german ? /Bestätigt\. Ab jetzt/ : /Confirmed\. Codes can/);
    assert.ok((await page.locator('main').innerText()).includes(`+49 ·· ${nth}`));

    // It confirms an order that overwrites nothing: for others it is too new.
    const order = await portal.order(person, { destructive: false });
    const row = order.methods.find((method) => method.method === 'sms' && method.target.endsWith(nth));
    assert.equal(row.available, true, JSON.stringify(order.methods));
    const signing = await visitor(browser, look);
    await signing.goto(order.confirm_url);
    await choose(signing, 'sms');
    await button(signing, 'send').click();
    await codeField(signing).waitFor();
    await enter(signing, await portal.code(mobile, 'order'), /^(Confirm order|Auftrag freigeben)$/);
    await signing.waitForLoadState();
    assert.equal(await portal.state(order.id), 'authorised');
    await signing.context().close();

    // A landline: a text message is refused in words, the call reads the code after a key.
    await page.goto(`${demo.at.pages}/security/contacts`);
    await page.locator('button[value=number]').click();
    await proveByMail(page, person, 2);
    await page.locator('#number').fill(landline);
    await page.locator('input[name=way][value^=sms]').check();
    await button(page, 'send').click();
    await refused(page, german ? /Festnetznummer/ : /looks like a landline/);
    await inspect(page, 'a landline and a text message');
    await button(page, 'send').click();
    await codeField(page).waitFor();
    await inspect(page, 'the code of a landline');
    await enter(page, await eight(landline), CONFIRM);
    await page.locator('#done').waitFor();

    // Whether codes come at all is tried without one: the landline rings, and the mobile gets a text.
    const ours = { hasText: `·· ${nth}` };
    for (const [to, which, words] of [
      [landline, { ...ours, hasNotText: 'Werkstatt' }, german ? /Testanruf/ : /test call/],
      [mobile, { ...ours, hasText: 'Werkstatt' }, german ? /Test/ : /test/],
    ]) {
      await page.locator('section.line', which).first().locator('button[value=test]').click();
      await page.waitForURL(/done=tested/);
      await told(to, words);
    }
    await inspect(page, 'a test message was sent');
    assert.match(await page.locator('#done').innerText(), german ? /Testnachricht/ : /test message is on its way/);

    // The mobile is changed: the old one works until the new one is confirmed, and hears of it.
    const line = page.locator('section', { hasText: `+49 ·· ${nth}` }).first();
    await line.locator('button[value=change]').click();
    await proveByMail(page, person, 3);
    await page.locator('#number').waitFor();
    await inspect(page, 'changing a number');
    await page.locator('#number').fill(next);
    await button(page, 'send').click();
    await codeField(page).waitFor();
    await enter(page, await eight(next), CONFIRM);
    await page.locator('#done').waitFor();
    await told(mobile, german ? /aus Ihrem Konto entfernt/ : /was removed from your account/);

    // And deleted: what goes with it stands there first.
    await page.locator('section', { hasText: `+49 ·· ${nth}` }).first().locator('button[value=remove]').click();
    await proveByMail(page, person, 4);
    await page.locator('button.stop').waitFor();
    await inspect(page, 'before a number is deleted');
    assert.match(await page.locator('main').innerText(), german ? /nicht mehr per SMS/ : /no longer be able to confirm orders by SMS/);
    await page.locator('button.stop').click();
    await page.locator('#done').waitFor();
    await inspect(page, 'the list after');
    await page.context().close();
  });
}
