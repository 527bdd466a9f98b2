// Members of staff: made at the command line beside the running server, with an app of their own from the first sign-in on.

import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { BIN_DIR, startDemo } from './demo.mjs';
import { App, scan } from './app.mjs';
import { button, choose, codeField, enter, launch, visitor } from './browser.mjs';
import { Portal } from './portal.mjs';

const PASSWORD = 'harvest-lantern-odd-41';
const GO_ON = /^(Continue|Weiter)$/;

/** A demo whose folder is known, so that staff can be hired beside it, and a browser. */
export async function staffedDemo() {
  const folder = await mkdtemp(path.join(tmpdir(), 'countersign-staff-'));
  const demo = await startDemo({ data: folder });
  const [portal, browser] = [new Portal(demo.at), await launch()];
  const close = async () => {
    await browser.close();
    await demo.stop();
    await rm(folder, { recursive: true, force: true });
  };
  return { at: demo.at, portal, browser, staff: new Staff(folder, portal, browser), close };
}

/** Somebody on staff. `data` is the folder of the demo that runs. */
class Staff {
  constructor(data, portal, browser) {
    Object.assign(this, { data, portal, browser });
  }

  /** Hires somebody and turns their app on, in a browser like the one they will work in. */
  async hire({ email, name, role = 'operator', look = {} }) {
    const language = look.locale === 'de-DE' ? 'de' : 'en';
    const words = ['--config', path.join(this.data, 'countersign.toml'), 'operator', 'create', '--email', email, '--name', name,
      '--role', role, '--language', language];
    await new Promise((resolve, reject) => {
      const child = execFile(path.join(BIN_DIR, 'countersign'), words, (error, _, told) => (error ? reject(new Error(told)) : resolve()));
      child.stdin.end(`${PASSWORD}\n`);
    });
    return { email, look, app: await this.#turnOn(email, look) };
  }

  /** A browser in which they are signed in. */
  async atWork({ email, look, app }) {
    const page = await visitor(this.browser, look);
    await this.#signIn(page, email);
    await codeField(page).waitFor();
    await enter(page, await app.code(), GO_ON);
    await page.waitForURL(/\/(security|sign-in\/after|operator|support)/);
    return page;
  }

  async #signIn(page, email) {
    await page.goto(`${this.portal.at.pages}/sign-in`);
    await page.locator('#sign-in-name').fill(email);
    await page.locator('#sign-in-password').fill(PASSWORD);
    await button(page, /^(Sign in|Anmelden)$/).click();
  }

  /** Signs in for the first time, in a browser of its own: nothing opens before an app is turned on. */
  async #turnOn(email, look) {
    const page = await visitor(this.browser, look);
    await this.#signIn(page, email);
    await page.goto(`${this.portal.at.pages}/security/methods/app`);
    await page.locator('main form button').first().click();
    if (await page.getByRole('button', { name: /^(Send code|Code senden)/ }).count()) {
      await choose(page, 'email');
      await button(page, 'send').click();
    }
    if (await codeField(page).count()) {
      await enter(page, await this.portal.code(email, 'change-authenticator'), /^(Confirm|Bestätigen)$/);
    }
    if (await page.locator('input[value=totp]').count()) {
      await page.locator('label:has(input[value=totp])').click();
      await button(page, GO_ON).click();
    }
    await page.locator('[role=img]').waitFor();
    const app = new App((await scan(page.locator('[role=img]'))).searchParams.get('secret'));
    await enter(page, await app.code(), GO_ON);
    await page.locator('#saved').check();
    await button(page, /^(Finish|Fertig|Abschließen)/).click();
    await page.waitForURL((url) => !url.pathname.endsWith('/codes'));
    await page.context().close();
    return app;
  }
}
