// What the measurements share: a server of their own, the area under the curve with its confidence, and samples that take turns.

import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import http from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

const freePort = async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
};

/** Starts a server in a folder of its own with these persons, runs `measure`, and tidies up. */
export async function withServer(release, persons, measure) {
  const countersign = path.resolve(release, 'countersign');
  const folder = await mkdtemp(path.join(tmpdir(), 'countersign-timing-'));
  let child;
  try {
    const port = await freePort();
    const origin = `http://localhost:${port}`;
    const tool = (...args) => run(countersign, args, { cwd: folder, maxBuffer: 1 << 28 });
    await tool('init', '--origin', origin, '--listen', `127.0.0.1:${port}`);
    // Each sample is another client, so that no limit by address is met: the proxy of this test names the clients.
    const config = path.join(folder, 'countersign.toml');
    const text = await readFile(config, 'utf8');
    await writeFile(config, text.replace(/^#? ?trusted_proxies = .*$/m, 'trusted_proxies = ["127.0.0.1/32"]'));
    await writeFile(path.join(folder, 'persons.jsonl'), persons.map((person) => JSON.stringify(person)).join('\n'));
    const brought = await tool('person', 'import', 'persons.jsonl', '--json');
    const ids = brought.stdout.trim().split('\n').map((line) => JSON.parse(line).id);
    const key = (await tool('api-key', 'create', '--name', 'timing', '--scope', 'all')).stdout.trim();
    child = spawn(countersign, ['serve'], { cwd: folder, stdio: 'ignore' });
    for (let tries = 0; ; tries += 1) {
      if ((await fetch(`${origin}/readyz`).catch(() => null))?.ok) break;
      if (tries > 400) throw new Error('the server did not start');
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return await measure({ origin, port, key, ids });
  } finally {
    if (child) {
      child.kill();
      await once(child, 'exit');
    }
    await rm(folder, { recursive: true });
  }
}

/** One connection that stays: what is measured is the answer, not the handshake. */
export function client(port) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  return (method, path, headers, body) => new Promise((resolve, reject) => {
    const payload = body === undefined ? undefined : Buffer.from(body);
    const request = http.request({ host: '127.0.0.1', port, agent, method, path, headers: { ...headers, ...(payload ? { 'content-length': payload.length } : {}) } }, (answer) => {
      const parts = [];
      answer.on('data', (part) => parts.push(part));
      answer.on('end', () => {
        const ms = Number(process.hrtime.bigint() - begun) / 1e6;
        resolve({ status: answer.statusCode, headers: answer.headers, text: Buffer.concat(parts).toString(), ms });
      });
    });
    request.on('error', reject);
    const begun = process.hrtime.bigint();
    request.end(payload);
  });
}

/** The share of pairs in which the first class took longer, and the standard error of that share (Hanley and McNeil, 1982). */
export function auc(first, second) {
  const all = [...first.map((ms) => [ms, 1]), ...second.map((ms) => [ms, 0])].sort((a, b) => a[0] - b[0]);
  let rank = 0;
  for (const [at, [, isFirst]] of all.entries()) if (isFirst) rank += at + 1;
  const [m, n] = [first.length, second.length];
  const area = (rank - (m * (m + 1)) / 2) / (m * n);
  const [q1, q2] = [area / (2 - area), (2 * area ** 2) / (1 + area)];
  const error = Math.sqrt((area * (1 - area) + (m - 1) * (q1 - area ** 2) + (n - 1) * (q2 - area ** 2)) / (m * n));
  return { area, error };
}

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

/** Samples of two classes that take turns, neither always the second. Prints a line; false: times tell the classes apart. */
export async function compare(what, names, samples, first, second) {
  const times = [[], []];
  for (let n = 0; n < samples; n += 1) {
    const turns = n % 2 ? [[0, first], [1, second]] : [[1, second], [0, first]];
    for (const [at, sample] of turns) times[at].push(await sample(n));
  }
  const { area, error } = auc(times[0], times[1]);
  const [low, high] = [area - 1.96 * error, area + 1.96 * error];
  const fine = area >= 0.45 && area <= 0.55;
  console.log(`${fine ? 'ok  ' : 'FAIL'} ${what}: ${names[0]} ${median(times[0]).toFixed(2)} ms, ${names[1]} ${median(times[1]).toFixed(2)} ms (medians of ${samples}); AUC ${area.toFixed(3)}, 95 % ${low.toFixed(3)} to ${high.toFixed(3)}`);
  return fine;
}
