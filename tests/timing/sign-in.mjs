// Whether times tell persons apart at the sign-in (CS-ENUM-02): AUC of known against unknown, and of persons with an app against those
// without, after a wrong password; interleaved, from one client. 0.5 is not at all; outside 0.45 to 0.55 is a finding. Statistical, so
// it is a command of its own: scripts/timing [SAMPLES].

import { client, compare, withServer } from './lib/measure.mjs';

const [release, samplesText = '1000'] = process.argv.slice(2);
const SAMPLES = Number(samplesText);
const persons = ['known', 'plain', 'app'].flatMap((kind) => Array.from({ length: SAMPLES }, (_, n) => ({
  email: `${kind}${n}@timing.example`,
  name: 'K',
  password: 'quartz-lamp-river-91',
  ...(kind === 'app' ? { totp: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ' } : {}),
})));

process.exitCode = await withServer(release, persons, async ({ origin, port }) => {
  const ask = client(port);
  let clients = 0;
  const sizes = new Set();
  const sample = (kind) => async (n) => {
    const address = (clients += 1);
    const forwarded = { 'x-forwarded-for': `10.${(address >> 16) & 255}.${(address >> 8) & 255}.${address & 255}` };
    const page = await ask('GET', '/sign-in', forwarded);
    const cookie = page.headers['set-cookie'].map((set) => set.split(';')[0]).join('; ');
    const [, token] = /name="form_token" value="([^"]+)"/.exec(page.text);
    const name = `${kind}${n}@timing.example`;
    const body = new URLSearchParams({ form_token: token, name, password: 'wrong-quartz-lamp-river' }).toString();
    const answer = await ask('POST', '/sign-in', { ...forwarded, origin, cookie, 'content-type': 'application/x-www-form-urlencoded' }, body);
    if (answer.status !== 422) throw new Error(`status ${answer.status}: ${answer.text.slice(0, 400)}`);
    sizes.add(answer.text.length - name.length);
    return answer.ms;
  };
  let fine = await compare('at the sign-in (CS-ENUM-02)', ['known', 'unknown'], SAMPLES, sample('known'), sample('other'));
  fine = (await compare('after a wrong password (CS-ENUM-02)', ['with an app', 'without'], SAMPLES, sample('app'), sample('plain'))) && fine;
  console.log(`     ${sizes.size} size(s) of answer`);
  return fine && sizes.size === 1 ? 0 : 1;
});
