// Whether times tell persons apart at the sign-in (CS-ENUM-02): AUC of known against unknown, interleaved, from one client.
// 0.5 is not at all; outside 0.45 to 0.55 is a finding. Statistical, so it is a command of its own: scripts/timing [SAMPLES].

import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const [release, samplesText = '1000'] = process.argv.slice(2);
const SAMPLES = Number(samplesText);
const countersign = path.resolve(release, 'countersign');
const folder = await mkdtemp(path.join(tmpdir(), 'countersign-timing-'));

const freePort = async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
};

/** The share of pairs in which the first class took longer: how well times tell the classes apart. */
function auc(first, second) {
  const all = [...first.map((ms) => [ms, 1]), ...second.map((ms) => [ms, 0])].sort((a, b) => a[0] - b[0]);
  let rank = 0;
  for (const [at, [, isFirst]] of all.entries()) if (isFirst) rank += at + 1;
  return (rank - (first.length * (first.length + 1)) / 2) / (first.length * second.length);
}

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

let child;
try {
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  await run(countersign, ['init', '--origin', origin, '--listen', `127.0.0.1:${port}`], { cwd: folder });
  // Each sample is another client and another person, so that no limit is met: the proxy of this test names the clients.
  const config = path.join(folder, 'countersign.toml');
  const text = await readFile(config, 'utf8');
  await writeFile(config, text.replace(/^#? ?trusted_proxies = .*$/m, 'trusted_proxies = ["127.0.0.1/32"]'));
  const persons = Array.from({ length: SAMPLES }, (_, n) => JSON.stringify({ email: `known${n}@timing.example`, name: 'K', password: 'quartz-lamp-river-91' }));
  await writeFile(path.join(folder, 'persons.jsonl'), persons.join('\n'));
  await run(countersign, ['person', 'import', 'persons.jsonl'], { cwd: folder, maxBuffer: 1 << 26 });

  child = spawn(countersign, ['serve'], { cwd: folder, stdio: 'ignore' });
  for (let tries = 0; ; tries += 1) {
    if ((await fetch(`${origin}/readyz`).catch(() => null))?.ok) break;
    if (tries > 200) throw new Error('the server did not start');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }

  const sample = async (email, client) => {
    const forwarded = { 'x-forwarded-for': client };
    const page = await fetch(`${origin}/sign-in`, { headers: forwarded });
    const cookies = page.headers.getSetCookie().map((cookie) => cookie.split(';')[0]).join('; ');
    const token = /name="form_token" value="([^"]+)"/.exec(await page.text())[1];
    const body = new URLSearchParams({ form_token: token, name: email, password: 'wrong-quartz-lamp-river' });
    const begun = process.hrtime.bigint();
    const answer = await fetch(`${origin}/sign-in`, { method: 'POST', body, redirect: 'manual', headers: { ...forwarded, origin, cookie: cookies } });
    const said = await answer.text();
    const ms = Number(process.hrtime.bigint() - begun) / 1e6;
    if (answer.status !== 422) throw new Error(`status ${answer.status}: ${said.slice(0, 400)}`);
    return { ms, size: said.length - email.length };
  };

  const known = [];
  const unknown = [];
  const sizes = new Set();
  const client = (n) => `10.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}`;
  for (let n = 0; n < SAMPLES; n += 1) {
    const one = async () => { const s = await sample(`known${n}@timing.example`, client(2 * n + 1)); known.push(s.ms); sizes.add(s.size); };
    const other = async () => { const s = await sample(`other${n}@timing.example`, client(2 * n + 2)); unknown.push(s.ms); sizes.add(s.size); };
    // Neither class is always the second.
    if (n % 2) { await one(); await other(); } else { await other(); await one(); }
  }
  const result = auc(known, unknown);
  console.log(`known ${median(known).toFixed(2)} ms, unknown ${median(unknown).toFixed(2)} ms (medians of ${SAMPLES} each); AUC ${result.toFixed(3)}; ${sizes.size} size(s) of answer`);
  process.exitCode = result >= 0.45 && result <= 0.55 && sizes.size === 1 ? 0 : 1;
} finally {
  if (child) {
    child.kill();
    await once(child, 'exit');
  }
  await rm(folder, { recursive: true });
}
