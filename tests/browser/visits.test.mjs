// Beside a portal: a link works once, in one browser, and opens nothing for whoever sent it.

import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { startDemo } from './lib/demo.mjs';
import { Portal } from './lib/portal.mjs';
import { button, catchReturn, choose, codeField, enter, inspect, launch, returned, visitor } from './lib/browser.mjs';

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

/** A person confirms a step-up on the page; gives the address the browser came back to. */
async function confirmed(person, challenge) {
  const page = await visitor(browser);
  const back = catchReturn(page, demo.at);
  await page.goto(challenge.confirm_url);
  await choose(page, 'email');
  await button(page, 'send').click();
  await codeField(page).waitFor();
  await enter(page, await portal.code(person.email, 'step-up'), 'confirm');
  await returned(back);
  return { page, url: back.url };
}

for (const kind of ['step-up', 'order']) {
  test(`a link to a ${kind} that one browser opened shows another nothing`, async () => {
    const person = await portal.person();
    const made = kind === 'order' ? await portal.order(person) : await portal.stepUp(person);
    const first = await visitor(browser);
    await first.goto(made.confirm_url);
    const address = first.url();

    const second = await visitor(browser);
    for (const url of [made.confirm_url, address]) {
      const response = await second.goto(url);
      assert.ok([404, 410].includes(response.status()), `${response.status()} for ${url}`);
      const words = await second.locator('body').innerText();
      for (const secret of ['Restore snapshot', 'web-1', 'Invoices', 'Robin', person.mobile.slice(-2) + ' ', 'p…']) {
        assert.ok(!words.includes(secret), `shows ${secret}`);
      }
      assert.equal(await second.locator('form[method=post]').count(), 0);
      await inspect(second, 'a link that was used');
    }

    await first.reload();
    assert.ok(await button(first, 'send').isVisible(), 'the first browser goes on');
    await first.context().close();
    await second.context().close();
  });
}

test('cookies are of this host, and no script reads them', async () => {
  const page = await visitor(browser);
  await page.goto((await portal.stepUp(await portal.person())).confirm_url);
  const cookies = await page.context().cookies();
  assert.ok(cookies.length > 0);
  for (const cookie of cookies) {
    assert.ok(cookie.name.startsWith('__Host-'), cookie.name);
    assert.ok(cookie.httpOnly && cookie.secure && cookie.sameSite !== 'None', cookie.name);
  }
  await page.context().close();
});

test('two pages open at once do not meet', async () => {
  const person = await portal.person();
  const order = await portal.order(person);
  const stepUp = await portal.stepUp(person);
  const page = await visitor(browser);
  await page.goto(order.confirm_url);
  const tab = await page.context().newPage();
  await tab.goto(stepUp.confirm_url);
  await page.reload();
  assert.match(await page.locator('h1').innerText(), /Confirm this order/);
  await tab.reload();
  assert.match(await tab.locator('h1').innerText(), /Confirm it's you/);
  await page.context().close();
});

test('the result opens only the session the challenge was made for, and once', async () => {
  const person = await portal.person();
  const challenge = await portal.stepUp(person);
  const { page, url } = await confirmed(person, challenge);
  const result = url.searchParams.get('result');
  assert.ok(result);

  const another = await portal.stepUp({ ...person, session: await portal.session(person.id) });
  const elsewhere = await portal.call('POST', `/v1/challenges/${another.id}/complete`, { result });
  assert.notEqual(elsewhere.status, 200, 'a result of another challenge');
  for (const bent of [result.slice(0, -1) + (result.endsWith('a') ? 'b' : 'a'), result + 'a', '', result.toUpperCase() + '0']) {
    assert.notEqual((await portal.call('POST', `/v1/challenges/${challenge.id}/complete`, { result: bent })).status, 200, `tampered: ${bent}`);
  }
  assert.deepEqual(await portal.windows(person.session), []);
  await portal.ok(200, 'POST', `/v1/challenges/${challenge.id}/complete`, { result });
  assert.equal((await portal.windows(person.session)).length, 1);
  assert.notEqual((await portal.call('POST', `/v1/challenges/${challenge.id}/complete`, { result })).status, 200, 'a second time');
  await page.context().close();
});

test('a person who was sent somebody else\'s link opens nothing for them', async () => {
  // The attacker holds a session of the person at the portal, has a step-up made for it, and sends the person the link.
  const person = await portal.person();
  const challenge = await portal.stepUp(person);
  const { page } = await confirmed(person, challenge);
  // The result is in the person's browser, where the portal knows no such challenge; the attacker has none.
  assert.deepEqual(await portal.windows(person.session), []);
  for (const guess of ['', 'undefined', challenge.id]) {
    assert.notEqual((await portal.call('POST', `/v1/challenges/${challenge.id}/complete`, { result: guess })).status, 200);
  }
  assert.deepEqual(await portal.windows(person.session), []);
  await page.context().close();
});

test('only a registered address is returned to', async () => {
  const person = await portal.person();
  const own = `${demo.at.panel}/return/step-up`;
  for (const target of ['https://evil.example/', '//evil.example', 'javascript:alert(1)', `${own}@evil.example`, `${own}/../../x`,
    own.replace('://', '://evil.example@'), `${own}\r\nSet-Cookie: a=b`, own.toUpperCase()]) {
    const answer = await portal.call('POST', '/v1/challenges', {
      person: person.id, purpose: 'step-up', session: person.session, areas: ['invoices'], return_to: target,
    });
    assert.ok(answer.status >= 400 && answer.status < 500, `${target}: ${answer.status}`);
  }
});

test('a form sent from another site does nothing', async () => {
  const person = await portal.person();
  const page = await visitor(browser);
  await page.goto((await portal.stepUp(person)).confirm_url);
  const action = page.url();
  const evil = await page.context().newPage();
  await evil.route('http://evil.test/**', (route) => route.fulfill({
    contentType: 'text/html',
    body: `<form method="post" action="${action}"><input name="way" value="email"><button>go</button></form>`,
  }));
  await evil.goto('http://evil.test/');
  const [response] = await Promise.all([
    evil.waitForResponse((r) => r.request().method() === 'POST'),
    evil.locator('button').click(),
  ]);
  assert.ok(response.status() >= 400 && response.status() < 500, `${response.status()}`);
  await new Promise((resolve) => setTimeout(resolve, 1000));
  assert.equal((await portal.messages(person.email)).length, 0);
  await page.context().close();
});
