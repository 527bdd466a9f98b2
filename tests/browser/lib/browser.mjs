// A real browser, and what every page must be in it.

import { existsSync } from 'node:fs';
import assert from 'node:assert/strict';
import { AxeBuilder } from '@axe-core/playwright';
import { chromium } from 'playwright-core';

const CHROMIUM = process.env.COUNTERSIGN_TEST_CHROMIUM
  ?? ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);

export function launch() {
  assert.ok(CHROMIUM, 'no Chromium; scripts/test installs it');
  return chromium.launch({
    executablePath: CHROMIUM,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync', '--disable-dev-shm-usage'],
  });
}

/** The browsers a page is tried in. */
export const LOOKS = {
  'with a script': {},
  'without a script': { javaScriptEnabled: false },
  'dark, 320 px wide': { colorScheme: 'dark', viewport: { width: 320, height: 640 } },
  'in German, 320 px wide, without a script': { javaScriptEnabled: false, locale: 'de-DE', viewport: { width: 320, height: 640 } },
};

/** A fresh browser profile. */
export async function visitor(browser, look = {}) {
  const context = await browser.newContext({ locale: 'en-GB', ...look });
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  page.complaints = [];
  page.look = look;
  page.on('pageerror', (error) => page.complaints.push(String(error)));
  page.on('console', (message) => {
    // Chromium notes every answer from 400 on; refusals are what these tests are about.
    if (message.type() === 'error' && !/status of 4\d\d/.test(message.text())) page.complaints.push(message.text());
  });
  return page;
}

/**
 * Remembers the address the browser is led back to. The panel there has nobody signed in, so it redeems nothing.
 */
export function catchReturn(page, at) {
  const caught = { url: null };
  page.on('request', (request) => {
    if (request.url().startsWith(`${at.panel}/return/`)) caught.url ??= new URL(request.url());
  });
  return caught;
}

/** Waits until the browser was led back. */
export async function returned(caught) {
  for (let tries = 0; tries < 100 && !caught.url; tries += 1) await new Promise((resolve) => setTimeout(resolve, 100));
  assert.ok(caught.url, 'the browser was led back to the portal');
  return caught.url;
}

/**
 * The page itself, or, where scripts are off, its twin: the scanner is a script, so it looks at the same document, without
 * the page's scripts, in a browser like the first one that has them on.
 */
async function scannable(page) {
  if (page.look.javaScriptEnabled !== false) return page;
  if (!page.twin) {
    const context = await page.context().browser().newContext({ locale: 'en-GB', ...page.look, javaScriptEnabled: true });
    page.once('close', () => context.close());
    page.twin = await context.newPage();
  }
  const url = page.url();
  const body = (await page.content()).replaceAll(/<script\b[^>]*><\/script>/g, '');
  await page.twin.route(url, (route) => route.fulfill({ contentType: 'text/html; charset=utf-8', body }));
  await page.twin.goto(url);
  await page.twin.unroute(url);
  return page.twin;
}

/** What holds for every page in every state. */
export async function inspect(page, state) {
  const axe = await new AxeBuilder({ page: await scannable(page) }).setLegacyMode().withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']).analyze();
  const violations = axe.violations.map((v) => `${v.id} (${v.impact}): ${v.nodes.map((n) => n.target.join(' ')).join(', ')}`);
  assert.deepEqual(violations, [], `${state}: accessibility`);
  const seen = await page.evaluate(() => ({
    lang: document.documentElement.lang,
    title: document.title,
    wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    headings: document.querySelectorAll('h1').length,
    fields: document.querySelectorAll('input[name=onetimecode]').length,
  }));
  assert.equal(seen.wide, 0, `${state}: scrolls sideways by ${seen.wide} px`);
  assert.ok(seen.lang && seen.title, `${state}: language and title`);
  assert.equal(seen.headings, 1, `${state}: one h1`);
  assert.ok(seen.fields <= 1, `${state}: one code field`);
  assert.deepEqual(await brokenWords(page), [], `${state}: words broken without a hyphen`);
  assert.deepEqual(page.complaints, [], `${state}: complaints of the browser`);
  return seen;
}

/**
 * Words of headings, texts and buttons that stand on two lines and were given no place for a hyphen. The browser's own
 * hyphenation is left out: it depends on dictionaries that not every browser has.
 */
function brokenWords(page) {
  return page.evaluate(() => {
    for (const at of document.querySelectorAll('h1, h2, h3, legend, .side a')) at.style.hyphens = 'manual';
    const broken = [];
    const range = document.createRange();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const lines = (text, from, to) => {
      range.setStart(text, from);
      range.setEnd(text, to);
      return new Set([...range.getClientRects()].filter((box) => box.width > 0).map((box) => Math.round(box.top)));
    };
    for (let text; (text = walker.nextNode());) {
      if (!text.parentElement.checkVisibility() || text.parentElement.closest('code, pre, .code, .unseen, [dir=ltr], script')) continue;
      for (const { 0: word, index } of text.data.matchAll(/[\p{L}\p{N}\u00AD]{2,}/gu)) {
        if (word.length > 60) continue; // A statement for machines is no word.
        if (lines(text, index, index + word.length).size < 2) continue;
        // Two letters on two lines, and no soft hyphen between them.
        const line = [...word].map((_, at) => [...lines(text, index + at, index + at + 1)].at(-1));
        const torn = (at) => line[at] !== line[at - 1] && word[at] !== '\u00AD' && word[at - 1] !== '\u00AD';
        if (line.some((_, at) => at > 0 && torn(at))) broken.push(word);
      }
    }
    return broken;
  });
}

/** A button by its English or German name. */
export const button = (page, name) => page.getByRole('button', { name: NAMES[name] ?? name }).first();
export const codeField = (page) => page.locator('input[name=onetimecode]');
export const heading = (page) => page.locator('h1').innerText();

/** Ticks a way in a list of ways. */
export const choose = (page, name) => page.locator('label', { hasText: NAMES[name] ?? name }).click();

/** Types a code and presses the button. */
export async function enter(page, code, press) {
  await codeField(page).fill(code);
  await button(page, press).click();
}

/** What a refused form must be: a title that says so, focus on the summary, which leads to the field. */
export async function refused(page, words) {
  const summary = page.locator('#problem');
  await summary.waitFor();
  assert.match(await page.title(), /^(Error|Fehler): /);
  assert.match(await summary.innerText(), words);
  const focused = await page.evaluate(() => document.activeElement?.id);
  assert.equal(focused, 'problem', 'focus is on the summary');
}

const NAMES = {
  sms: /^\s*SMS /,
  email: /^\s*E-Mail |^\s*E-mail /,
  landline: /(Call to landline|Anruf auf Festnetz|Anruf .*Festnetz)/,
  send: /^(Send code|Code senden)/,
  confirm: /^(Confirm|Bestätigen)$/,
  confirmOrder: /^(Confirm order|Auftrag freigeben)$/,
  doNotRun: /^(Do not run this order|Auftrag nicht ausführen)$/,
  again: /^(Send again|Send the code again|Noch einmal senden|Code noch einmal senden)$/,
  newCode: /^(Send a new code|Neuen Code senden)/,
};
