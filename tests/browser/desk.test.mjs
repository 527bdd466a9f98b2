// The support desk in a real browser: a ticket, a look-up, who is calling, and a recovery that a second agent decides on.

import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import path from 'node:path';
import { staffedDemo } from './lib/staff.mjs';
import { LOOKS, button, inspect, refused, visitor } from './lib/browser.mjs';

/** Where pictures go, if somebody wants to look at them. */
const PICTURES = process.env.COUNTERSIGN_TEST_PICTURES;

let at, portal, browser, staff, close;
before(async () => {
  ({ at, portal, browser, staff, close } = await staffedDemo());
});
after(() => close?.());

const PASSWORD = 'harvest-lantern-odd-41';

/** One state of a page: what holds for all of them, and a picture. */
async function seen(page, look, state) {
  await page.waitForLoadState();
  await inspect(page, state);
  if (!PICTURES) return;
  const name = `${look}-${state}`.replaceAll(/[^\p{L}\p{N}]+/gu, '-');
  await page.screenshot({ path: path.join(PICTURES, `${name}.png`), fullPage: true });
}

/** Somebody who cannot get in writes to support; gives the number of their ticket. */
async function write(look, name, person) {
  const page = await visitor(browser, look);
  await page.goto(`${at.pages}/sign-in/recover`);
  await seen(page, name, 'the ways back in');
  await page.locator('button[value=contacts]').click();
  await refused(page, /\S/);
  await seen(page, name, 'a way back for nobody');
  await page.locator('#recover-name').fill(person.email);
  await page.locator('button[value=contacts]').click();
  await page.waitForURL('**/sign-in/recover/asked');
  await seen(page, name, 'a link was asked for');
  await page.goto(`${at.pages}/sign-in/recover/contacts`);
  await seen(page, name, 'a link that leads nowhere');
  await page.goto(`${at.pages}/sign-in/recover/done`);
  await seen(page, name, 'back in by two contacts');
  await page.goto(`${at.pages}/sign-in/recover/ticket`);
  await seen(page, name, 'the form of a ticket');
  await page.locator('main button.primary').click();
  await refused(page, /\S/);
  await seen(page, name, 'a ticket without words');
  await page.locator('#who').fill(person.email);
  await page.locator('#reach').fill('+49 171 3920099');
  await page.locator('#text').fill('My phone fell into the harbour, and the tablet with it.');
  await page.locator('main button.primary').click();
  await page.locator('.note.ok').waitFor();
  await seen(page, name, 'a ticket was sent');
  const number = (await page.locator('.note.ok strong').innerText()).trim();
  assert.match(number, /^T-\w{4}-\w{4}$/);
  await page.context().close();
  return number;
}

for (const [name, look] of Object.entries(LOOKS)) {
  test(`from a ticket to a recovery that another agent approved: ${name}`, { timeout: 240_000 }, async () => {
    const german = look.locale === 'de-DE';
    const nth = Object.keys(LOOKS).indexOf(name) + 1;
    const [sam, kim] = await Promise.all([['sam', 'Sam Sand'], ['kim', 'Kim Ross']].map(([short, whole]) => staff.hire({
      email: `${short}-${nth}@desk.example`, name: whole, role: 'support-agent', look,
    })));
    const customer = await portal.person({ language: german ? 'de' : 'en', password: PASSWORD });
    const hers = await visitor(browser, look);
    await hers.goto(`${at.pages}/sign-in`);
    await hers.locator('#sign-in-name').fill(customer.email);
    await hers.locator('#sign-in-password').fill(PASSWORD);
    await button(hers, /^(Sign in|Anmelden)$/).click();
    await hers.waitForURL(/\/(security|sign-in\/after)/);
    const account = `K-${20_500 + nth}`;
    await portal.ok(201, 'POST', '/v1/accounts', { reference: account, name: 'Field & Sons', owner: customer.id });
    const number = await write(look, name, customer);

    const page = await staff.atWork(sam);
    await page.goto(`${at.pages}/support/tickets`);
    await seen(page, name, 'the queue');
    await page.locator('.line', { hasText: customer.email }).locator('a.button').click();
    await seen(page, name, 'a ticket at the desk');
    assert.match(await page.locator('main').innerText(), /fell into the harbour/);
    await page.locator('button[value=take]').click();
    await page.locator('button[value=put-back]').waitFor();
    await page.locator('#note').fill('Called back, sounds like the customer.');
    await page.locator('button[value=note]').click();
    await page.locator('.noted').waitFor();
    await seen(page, name, 'a ticket that was taken and noted');

    await page.goto(`${at.pages}/support`);
    await page.locator('main button.primary').click();
    await refused(page, german ? /Ticketnummer/ : /Enter the ticket number/);
    await seen(page, name, 'a look-up without a ticket');
    await page.locator('#ticket').fill(number);
    await page.locator('#term').fill(`nobody.${customer.email}`);
    await page.locator('main button.primary').click();
    await page.locator('main h2').first().waitFor();
    await seen(page, name, 'nobody was found');
    await page.locator('#term').fill(customer.email);
    await page.locator('main button.primary').click();
    await page.locator('input[name=person] + button').waitFor();
    await seen(page, name, 'somebody was found');
    await page.locator('input[name=person] + button').click();
    await page.waitForURL(/\/support\/cases\//);
    await seen(page, name, 'a case');
    const shown = await page.locator('main').innerText();
    for (const secret of [customer.email, customer.mobile, customer.landline]) assert.ok(!shown.includes(secret), 'contacts are masked');

    const { digits } = await portal.ok(201, 'POST', '/v1/support/call-codes', { person: customer.id, session: customer.session });
    await page.locator('#caller-code').fill('1234');
    await page.locator('#caller-code').press('Enter');
    await refused(page, german ? /8 Ziffern/ : /8 digits/);
    await seen(page, name, 'half a call code');
    await page.locator('#caller-code').fill(digits === '12345678' ? '87654321' : '12345678');
    await page.locator('#caller-code').press('Enter');
    await page.locator('#checks .note.bad, #checks .note.warn').first().waitFor();
    await seen(page, name, 'a wrong call code');
    await page.locator('#caller-code').fill(digits);
    await page.locator('#caller-code').press('Enter');
    await page.locator('#checks .note.ok').first().waitFor();
    await seen(page, name, 'a right call code');

    await page.locator('button[value=ask]').click();
    await page.locator('#checks .note.info, #checks [role=status]').first().waitFor();
    await seen(page, name, 'the customer is asked');
    const { question } = await portal.ok(200, 'GET', `/v1/support/persons/${customer.id}`);
    assert.equal(question.ticket, number);
    await portal.ok(204, 'POST', `/v1/support/questions/${question.id}/answer`, { session: customer.session, answer: 'yes' });
    const before = await page.locator('#checks .note.ok').count();
    await page.locator('a.button', { hasText: german ? 'Noch einmal ansehen' : 'Look again' }).click();
    await page.waitForLoadState();
    assert.equal(await page.locator('#checks .note.ok').count(), before + 1, 'the answer is on the page');
    await seen(page, name, 'the customer said yes');

    const [, found] = page.url().match(/(\/support\/cases\/[^/?#]+)/);
    await page.goto(`${at.pages}${found}/recovery`);
    await page.locator('main button.primary').click();
    await refused(page, /\S/);
    await seen(page, name, 'a recovery without a reason');
    await page.locator('#reason').fill('Phone and tablet are lost.');
    for (const [nth, words] of [[0, 'Answered our mail with the phrase in it.'], [2, 'Passport by video, number ends in 77.']]) {
      await page.locator('.proof input[type=checkbox]').nth(nth).check();
      await page.locator('.proof textarea').nth(nth).fill(words);
    }
    await page.locator('#email').fill(`new.${customer.email}`);
    await page.locator('#number').fill(account);
    await seen(page, name, 'a recovery, filled in');
    await page.locator('main button.primary').click();
    await page.locator('#recoveries .note.ok').waitFor();
    await seen(page, name, 'a recovery waits for another agent');
    await page.goto(`${at.pages}${found}`);
    const recovery = await page.locator('a[href^="/support/recoveries/"]').getAttribute('href');
    await page.goto(`${at.pages}${recovery}`);
    await seen(page, name, 'a recovery, for the agent who asked');
    assert.equal(await page.locator('button[value=approve]').count(), 0, 'nobody approves their own');
    await page.context().close();

    const other = await staff.atWork(kim);
    await other.goto(`${at.pages}${recovery}`);
    await seen(other, name, 'a recovery, for another agent');
    await other.locator('button[value=approve]').click();
    await other.locator('.note[role=status]').waitFor();
    await seen(other, name, 'a recovery that was approved');
    await portal.message(customer.email, 'notice');

    // The customer, who is signed in all the while, sees it on the first page they open, and stops it.
    await hers.goto(`${at.pages}/security/devices`);
    await seen(hers, name, 'a recovery waits, on every page of the customer');
    await hers.locator('a[href="/security/recovery"]').click();
    await hers.locator('main button.stop').waitFor();
    await seen(hers, name, 'the customer reads what happens when');
    await hers.locator('main button.stop').click();
    await hers.locator('.note.ok').waitFor();
    await seen(hers, name, 'the customer has stopped it');
    await hers.goto(`${at.pages}/security`);
    assert.equal(await hers.locator('a[href="/security/recovery"]').count(), 0, 'nothing waits any more');
    await hers.context().close();
    await other.goto(`${at.pages}${recovery}`);
    await seen(other, name, 'a recovery that the customer stopped');
    assert.equal(await other.locator('button[value=complete], button[value=cancel]').count(), 0);
    await other.goto(`${at.pages}/support/tickets?number=${number}`);
    await other.locator('button[value=close]').click();
    await other.locator('button[value=reopen]').waitFor();
    await seen(other, name, 'a closed ticket');
    await other.goto(`${at.pages}/support/tickets?show=closed`);
    await seen(other, name, 'closed tickets');
    await other.context().close();
  });
}
