// The commands of docs/integrators/first-hour.md, run as they stand there.

import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { BIN_DIR, ROOT, startDemo } from './lib/demo.mjs';

let demo, folder;
before(async () => {
  demo = await startDemo();
  folder = await mkdtemp(path.join(tmpdir(), 'countersign-hour-'));
  await writeFile(path.join(folder, 'demo.json'), demo.line);
});
after(async () => {
  await demo?.stop();
  await rm(folder, { recursive: true, force: true });
});

test('every command works, and prints what the page says', async () => {
  const text = await readFile(path.join(ROOT, 'docs/integrators/first-hour.md'), 'utf8');
  const blocks = [...text.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(([, kind, body]) => ({ kind, body }));
  const script = blocks.filter(({ kind }) => kind === 'sh').map(({ body }) => body).join('\n');
  const shown = blocks.filter(({ kind }) => kind === 'json').map(({ body }) => body.trim());
  assert.ok(shown.length >= 3);
  const { stdout } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', script], {
    cwd: folder, timeout: 60_000, env: { PATH: `${BIN_DIR}:${process.env.PATH}`, HOME: folder },
  });
  const lines = stdout.split('\n');
  for (const line of shown) assert.ok(lines.includes(line), `${line} is not in:\n${stdout}`);
  assert.match(stdout, /^person: per_/m);
  assert.match(stdout, /^passed$/m);
  assert.match(stdout, /^open until \d{4}-/m);
  assert.match(stdout, /\/confirm/);
});
