// Step-up on the hosted page: a person confirms that it is them, and the portal's session may enter.

import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { startDemo } from './lib/demo.mjs';
import { Portal, otherThan } from './lib/portal.mjs';
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

/** Opens a step-up in a fresh browser and has the code sent by e-mail. */
async function sent(look, person) {
  const challenge = await portal.stepUp(person);
  const page = await visitor(browser, look);
  const back = catchReturn(page, demo.at);
  await page.goto(challenge.confirm_url);
  await choose(page, 'email');
  await button(page, 'send').click();
  await codeField(page).waitFor();
  return { challenge, page, back };
}

for (const [name, look] of Object.entries(LOOKS)) {
  test(`a step-up by e-mail, ${name}`, async () => {
    const german = look.locale === 'de-DE';
    const person = await portal.person({ language: german ? 'de' : 'en' });
    const challenge = await portal.stepUp(person);
    const page = await visitor(browser, look);
    const back = catchReturn(page, demo.at);

    await page.goto(challenge.confirm_url);
    assert.ok(!page.url().includes(new URL(challenge.confirm_url).search || '\0'), 'the handle left the address bar');
    assert.equal(await heading(page), german ? 'Bestätigen Sie, dass Sie es sind' : "Confirm it's you");
    const { lang } = await inspect(page, 'choosing a way');
    assert.equal(lang, german ? 'de' : 'en');
    assert.match(await page.locator('main').innerText(), german ? /Rechnungen/ : /Invoices/);

    await choose(page, 'email');
    await button(page, 'send').click();
    await codeField(page).waitFor();
    await inspect(page, 'entering the code');
    const field = codeField(page);
    assert.equal(await field.getAttribute('inputmode'), 'numeric');
    assert.equal(await field.getAttribute('autocomplete'), 'one-time-code');
    assert.equal(await field.getAttribute('maxlength'), null);
    assert.equal(await field.getAttribute('pattern'), null);

    const code = await portal.code(person.email, 'step-up');
    await enter(page, otherThan(code), 'confirm');
    await refused(page, german ? /stimmt nicht|passt nicht/ : /does not match/);
    assert.equal(await codeField(page).inputValue(), otherThan(code), 'a typo can be mended');
    await inspect(page, 'a wrong code');

    await enter(page, `${code.slice(0, 3)} ${code.slice(3)}`, 'confirm');
    await returned(back);
    assert.deepEqual(await portal.windows(person.session), [], 'nothing is open before the portal redeemed the result');
    const grant = await portal.ok(200, 'POST', `/v1/challenges/${challenge.id}/complete`, { result: back.url.searchParams.get('result') });
    assert.equal(grant.grant.purpose, 'step-up');
    const [window] = await portal.windows(person.session);
    const lasts = (Date.parse(window.until) - Date.now()) / 1000;
    assert.ok(lasts > 570 && lasts <= 600, `ten minutes, not ${lasts} s`);
    await page.context().close();
  });
}

describe('codes that do not fit', () => {
  test('nothing and too little were never compared', async () => {
    const person = await portal.person();
    const { page } = await sent({ javaScriptEnabled: false }, person);
    await enter(page, '', 'confirm');
    await refused(page, /Enter the 6-digit code/);
    await enter(page, '12345', 'confirm');
    await refused(page, /has 6 digits. You entered 5 digits/);
    await inspect(page, 'too few digits');
    const code = await portal.code(person.email, 'step-up');
    await enter(page, otherThan(code), 'confirm');
    await refused(page, /does not match/);
    assert.doesNotMatch(await page.locator('#problem').innerText(), /tries/, 'four are left, so no number is named yet');
    await page.context().close();
  });

  test('with a script an empty field is not sent', async () => {
    const { page } = await sent({}, await portal.person());
    let posts = 0;
    page.on('request', (request) => { posts += request.method() === 'POST' ? 1 : 0; });
    await button(page, 'confirm').click();
    await page.locator('#otc-err').waitFor();
    assert.match(await page.locator('#otc-err').innerText(), /Enter the 6-digit code/);
    assert.equal(posts, 0);
    await inspect(page, 'an empty field');
    await page.context().close();
  });

  test('the summary leads into the field', async () => {
    const person = await portal.person();
    const { page } = await sent({}, person);
    await enter(page, otherThan(await portal.code(person.email, 'step-up')), 'confirm');
    await refused(page, /does not match/);
    await page.locator('#problem a').click();
    assert.equal(await page.evaluate(() => document.activeElement.id), 'one-time-code');
    await page.context().close();
  });

  test('three tries left are named, five are the end, and the right code comes too late then', async () => {
    const person = await portal.person();
    const { page, challenge } = await sent({}, person);
    const code = await portal.code(person.email, 'step-up');
    const texts = [];
    for (let miss = 1; miss <= 4; miss += 1) {
      await enter(page, otherThan(code, miss), 'confirm');
      await page.locator('#problem').waitFor();
      texts.push(await page.locator('#problem').innerText());
    }
    assert.match(texts[1], /3 tries left/);
    assert.match(texts[2], /2 tries left/);
    assert.match(texts[3], /1 try left/);
    await enter(page, otherThan(code, 5), 'confirm');
    await page.waitForLoadState();
    assert.equal(await codeField(page).count(), 0, 'no field for a code that is dead');
    await inspect(page, 'five wrong codes');
    const late = await portal.call('POST', `/v1/challenges/${challenge.id}/answer`, { method: 'email', code });
    assert.notEqual(late.status, 200);
    assert.deepEqual(await portal.windows(person.session).catch(() => []), []);
    await page.context().close();
  });
});

describe('sending', () => {
  test('a double click sends one message, and so does a reload', async () => {
    const person = await portal.person();
    const challenge = await portal.stepUp(person);
    const page = await visitor(browser, { javaScriptEnabled: false });
    await page.goto(challenge.confirm_url);
    await choose(page, 'email');
    await button(page, 'send').dblclick();
    await codeField(page).waitFor();
    await page.reload();
    await portal.message(person.email, 'step-up');
    await new Promise((resolve) => setTimeout(resolve, 1500));
    assert.equal((await portal.messages(person.email)).length, 1);
    await page.context().close();
  });

  test('sending again at once is refused with a time, and sends nothing', async () => {
    const person = await portal.person();
    const { page } = await sent({ javaScriptEnabled: false }, person);
    await portal.message(person.email, 'step-up');
    const [response] = await Promise.all([
      page.waitForResponse((r) => r.request().method() === 'POST'),
      button(page, 'again').click(),
    ]);
    assert.equal(response.status(), 429);
    assert.ok(Number(response.headers()['retry-after']) > 0);
    await refused(page, /You can send it again from \d/);
    await inspect(page, 'too soon');
    assert.equal((await portal.messages(person.email)).length, 1);
    await page.context().close();
  });
});

test('with a mobile number too, only what the policy allows is offered', async () => {
  const person = await portal.person();
  const { methods } = await portal.stepUp(person);
  const open = methods.filter((row) => row.available).map((row) => row.method);
  assert.ok(open.includes('email'));
  for (const row of methods.filter((row) => !row.available)) assert.ok(row.reason, `${row.method} has no reason`);
});
