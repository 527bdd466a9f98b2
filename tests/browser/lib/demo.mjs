// Starts the demo as a script would: one line of JSON says where everything is.

import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
export const BIN_DIR =
  process.env.COUNTERSIGN_BIN_DIR ?? path.join(process.env.CARGO_TARGET_DIR ?? path.join(ROOT, 'target'), 'debug');

/** A running demo. `kill()` ends it as a power cut would; `stop()` politely. */
export async function startDemo({ data } = {}) {
  const env = { ...process.env };
  delete env.COUNTERSIGN_DEMO_DATA;
  if (data) env.COUNTERSIGN_DEMO_DATA = data;
  const child = spawn(path.join(BIN_DIR, 'demo'), ['--json'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let log = '';
  child.stderr.on('data', (chunk) => { log += chunk; });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const line = await new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', resolve);
    child.once('error', reject);
    ended.then((code) => reject(new Error(`the demo ended with ${code} before it answered:\n${log}`)));
    setTimeout(() => reject(new Error(`the demo was silent for 60 s:\n${log}`)), 60_000).unref();
  });
  const end = async (signal) => {
    child.kill(signal);
    await ended;
  };
  return {
    line,
    at: JSON.parse(line),
    log: () => log,
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  };
}
