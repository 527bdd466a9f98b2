// Takes the picture of the order page for the README: `node tests/browser/picture.mjs [FILE]`.

import { startDemo } from './lib/demo.mjs';
import { Portal } from './lib/portal.mjs';
import { launch, visitor } from './lib/browser.mjs';

const file = process.argv[2] ?? new URL('../../docs/images/order.png', import.meta.url).pathname;
const demo = await startDemo();
const browser = await launch();
try {
  const portal = new Portal(demo.at);
  const order = await portal.order(await portal.person(), {
    details: [
      { label: 'Snapshot', value: '12 May, 03:00' },
      { label: 'Lost', value: 'everything written to web-1 since then' },
    ],
  });
  const page = await visitor(browser, { viewport: { width: 880, height: 900 }, timezoneId: 'Europe/Berlin' });
  await page.goto(order.confirm_url);
  await page.screenshot({ path: file, fullPage: true });
} finally {
  await browser.close();
  await demo.stop();
}
