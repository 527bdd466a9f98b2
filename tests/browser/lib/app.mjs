// Somebody's phone: a QR reader and an authenticator app, neither of which is ours.

import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Reads the QR code of a page as a camera would: from its picture. */
export async function scan(element) {
  const folder = await mkdtemp(path.join(tmpdir(), 'countersign-qr-'));
  try {
    const file = path.join(folder, 'qr.png');
    await writeFile(file, await element.screenshot());
    const { stdout } = await run('zbarimg', ['-q', '--raw', '--nodbus', file]);
    return new URL(stdout.trim());
  } finally {
    await rm(folder, { recursive: true });
  }
}

/**
 * An authenticator app over one key. A code is good for one use, so `code()` gives the next one that was not given yet: of the
 * present step, or of the one after it, which is accepted as well.
 */
export class App {
  #secret;
  #last = 0;

  constructor(secret) {
    this.#secret = secret;
  }

  /** A code that this app has not given before; waits for the next step only where both are used up. */
  async code() {
    for (;;) {
      const now = Math.floor(Date.now() / 30_000);
      const step = Math.max(now, this.#last + 1);
      if (step <= now + 1) {
        this.#last = step;
        return this.at(step);
      }
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  }

  /** The code of a step of 30 s since 1970. */
  async at(step) {
    const { stdout } = await run('oathtool', ['--totp', '-b', '-N', `@${step * 30}`, this.#secret]);
    return stdout.trim();
  }
}
