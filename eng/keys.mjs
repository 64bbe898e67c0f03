// Prints the keys of the API that ./run uses, as lines NAME=key: those in the file POSTERN_KEYS while they open the gateway at POSTERN_URL,
// else new ones, made with the host's master key.
import { existsSync, readFileSync } from 'node:fs';

const api = `${process.env.POSTERN_URL}/api/keys`;
const patience = 30_000;
const known = existsSync(process.env.POSTERN_KEYS) ? readFileSync(process.env.POSTERN_KEYS, 'utf8') : '';
const [admin, intake, read] = ['POSTERN_ADMIN_KEY', 'POSTERN_INTAKE_KEY', 'POSTERN_READ_KEY'];

// Also while the storage does not answer yet.
async function ask(path, options) {
  for (const end = Date.now() + patience; ; await new Promise((resolve) => setTimeout(resolve, 200))) {
    const answer = await fetch(`${api}${path}`, options).catch(() => undefined);
    if (answer && answer.status < 500) return answer;
    if (Date.now() > end) throw new Error(`POST ${api}${path} answered ${answer ? answer.status : 'nothing'}.`);
  }
}

async function opens(name) {
  const key = known.match(new RegExp(`^${name}=(.+)$`, 'm'))?.[1];
  return key && (await ask('/me', { headers: { authorization: `Bearer ${key}` } })).ok ? key : undefined;
}

async function make(path, headers, body) {
  const answer = await ask(path, { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(body) });
  if (answer.status !== 201) throw new Error(`POST ${api}${path} answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()).key;
}

const first = (await opens(admin)) ?? (await make('/first', { 'x-functions-key': process.env.DevHost__Keys__Master }, { name: './run', again: true }));
const narrower = (scope) => make('', { authorization: `Bearer ${first}` }, { name: `./run, ${scope}`, scope });
console.log(`${admin}=${first}`);
console.log(`${intake}=${(await opens(intake)) ?? (await narrower('intake'))}`);
console.log(`${read}=${(await opens(read)) ?? (await narrower('read'))}`);
