// The server as a process: window checks beside a bare handler, memory at rest, start to first answer, size on disk.

import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import http from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const release = process.argv[2];
const countersign = path.join(release, 'countersign');
const folder = await mkdtemp(path.join(tmpdir(), 'countersign-speed-'));
const ROUNDS = 5;

const freePort = async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
};
const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

/** Starts a server and gives the milliseconds until it answered. */
async function start(port) {
  const begun = process.hrtime.bigint();
  const child = spawn(countersign, ['serve'], { cwd: folder, stdio: 'ignore' });
  for (;;) {
    const answered = await new Promise((resolve) => {
      http.get({ port, host: '127.0.0.1', path: '/readyz', agent: false }, (response) => {
        response.resume();
        resolve(response.statusCode === 200);
      }).on('error', () => resolve(false));
    });
    if (answered) return { child, ms: Number(process.hrtime.bigint() - begun) / 1e6 };
    if (child.exitCode !== null) throw new Error('the server did not start');
  }
}

async function stop(child) {
  child.kill();
  await once(child, 'exit');
}

const memory = async (pid) => Number(/VmRSS:\s+(\d+)/.exec(await readFile(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;

async function wrk(url, header) {
  const { stdout } = await run('wrk', ['-t1', '-c16', '-d4s', ...(header ? ['-H', header] : []), url]);
  if (/Non-2xx/.test(stdout)) throw new Error(stdout);
  return Number(/Requests\/sec:\s+([\d.]+)/.exec(stdout)[1]);
}

try {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  await run(countersign, ['init', '--origin', origin, '--listen', `127.0.0.1:${port}`], { cwd: folder });
  const { stdout } = await run(countersign, ['api-key', 'create', '--name', 'bench', '--scope', 'all', '--json'], { cwd: folder });
  const { key } = JSON.parse(stdout);

  const starts = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const { child, ms } = await start(port);
    starts.push(ms);
    await stop(child);
  }
  const { child } = await start(port);
  await new Promise((resolve) => setTimeout(resolve, 3000));
  const idle = await memory(child.pid);

  const call = async (pathname, body) => {
    const response = await fetch(origin + pathname, {
      method: 'POST', body: JSON.stringify(body), headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    });
    if (!response.ok) throw new Error(`${pathname}: ${response.status} ${await response.text()}`);
    return response.json();
  };
  const { id: person } = await call('/v1/persons', { email: 'a@bench.example', email_confirmed: true, name: 'Bench' });
  const { id: session } = await call(`/v1/persons/${person}/sessions`, { reference: 'bench' });

  const bare = spawn(path.join(release, 'examples/bare'), { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(bare.stdout, 'data');
  const yardstick = `http://${line.toString().trim()}/`;
  const ratios = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const checks = await wrk(`${origin}/v1/sessions/${session}/windows`, `Authorization: Bearer ${key}`);
    const handler = await wrk(yardstick);
    ratios.push(checks / handler);
    console.log(`  window checks ${checks.toFixed(0)}/s   bare handler ${handler.toFixed(0)}/s   ratio ${(checks / handler).toFixed(2)}`);
  }
  bare.kill();
  const busy = await memory(child.pid);
  await stop(child);

  console.log(`window check / bare handler: median ratio ${median(ratios).toFixed(2)}`);
  console.log(`memory: ${idle.toFixed(1)} MiB at rest, ${busy.toFixed(1)} MiB after the window checks`);
  console.log(`start to first answer: median ${median(starts).toFixed(0)} ms of ${starts.map((ms) => ms.toFixed(0)).join(', ')}`);
  console.log(`binary: ${((await stat(countersign)).size / 1e6).toFixed(1)} MB`);
} finally {
  await rm(folder, { recursive: true, force: true });
}
