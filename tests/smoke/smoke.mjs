// Proves on a deployed gateway what only the platform can show: keys, bindings, identity, timers, one mail in and one out.
// It makes keys, an alias domain, an alias and a server for itself and takes them away again; the records of the model postern.smoke stay.
// tests/smoke/run.sh reads the values of an azd environment and starts it; the tests start it on the devhost.
//
//   POSTERN_URL          where the app answers, such as https://func-….azurewebsites.net
//   POSTERN_MASTER_KEY   the host's master key, with which it makes its own
//   POSTERN_QUEUES       address of the queue service of the mail account, with POSTERN_TOKEN, an access token for storage;
//                        or AZURE_STORAGE_CONNECTION_STRING instead of both
//   POSTERN_SENDER, POSTERN_RECIPIENT   addresses of one mail out; without them none is sent
//   POSTERN_PATIENCE     seconds to wait for each thing (180: an app at rest takes a while)
import { createHmac, randomBytes } from 'node:crypto';

const env = process.env;
const api = `${(env.POSTERN_URL ?? fail('POSTERN_URL is not set.')).replace(/\/$/, '')}/api`;
const master = env.POSTERN_MASTER_KEY ?? fail('POSTERN_MASTER_KEY is not set.');
let [admin, intake] = ['', ''];
const patience = Number(env.POSTERN_PATIENCE ?? 180) * 1000;
const run = randomBytes(4).toString('hex');
const [domain, local, server] = [`smoke-${run}.example`, `smoke-${run}`, `smoke-${run}`];
const [undo, revoke] = [[], []];
const leftOut = [];

function fail(text) {
  throw new Error(text);
}

function proved(what) {
  console.log(`ok    ${what}`);
}

function omit(what, why) {
  leftOut.push(what);
  console.log(`--    ${what}: left out, ${why}`);
}

async function call(method, path, { body, key = admin, type = 'application/json', expect } = {}) {
  const headers = { 'content-type': type, ...(key ? { 'x-functions-key': key } : {}) };
  const answer = await fetch(`${api}/${path}`, { method, headers, body: typeof body === 'object' ? JSON.stringify(body) : body });
  const text = await answer.text();
  if (expect ? answer.status !== expect : !answer.ok) fail(`${method} /api/${path} answered ${answer.status}${expect ? `, not ${expect}` : ''}: ${text.slice(0, 500)}`);
  return text.startsWith('{') ? JSON.parse(text) : text;
}

async function until(what, ask) {
  for (const end = Date.now() + patience; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, 500))) {
    const found = await ask();
    if (found) return found;
  }
  return fail(`waited ${patience / 1000} s in vain for ${what}.`);
}

async function put(queue, message) {
  const text = JSON.stringify(message).replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  const body = `<QueueMessage><MessageText>${text}</MessageText></QueueMessage>`;
  const date = new Date().toUTCString();
  const headers = { 'x-ms-date': date, 'x-ms-version': '2021-12-02', 'content-type': 'application/xml' };
  const { service, authorize } = storage();
  const url = `${service}/${queue}/messages?messagettl=-1`;
  const answer = await fetch(url, { method: 'POST', body, headers: { ...headers, authorization: authorize(new URL(url), headers) } });
  if (!answer.ok) fail(`The queue ${queue} answered ${answer.status}: ${await answer.text()}`);
}

function storage() {
  if (env.POSTERN_QUEUES && env.POSTERN_TOKEN) return { service: env.POSTERN_QUEUES.replace(/\/$/, ''), authorize: () => `Bearer ${env.POSTERN_TOKEN}` };
  const text = env.AZURE_STORAGE_CONNECTION_STRING ?? fail('Set POSTERN_QUEUES and POSTERN_TOKEN, or AZURE_STORAGE_CONNECTION_STRING.');
  const parts = Object.fromEntries(text.split(';').filter(Boolean).map((part) => [part.slice(0, part.indexOf('=')), part.slice(part.indexOf('=') + 1)]));
  const authorize = (url, headers) => {
    const signed = `POST\n\n${headers['content-type']}\n\nx-ms-date:${headers['x-ms-date']}\nx-ms-version:${headers['x-ms-version']}\n/${parts.AccountName}${url.pathname}`;
    return `SharedKeyLite ${parts.AccountName}:${createHmac('sha256', Buffer.from(parts.AccountKey, 'base64')).update(signed).digest('base64')}`;
  };
  return { service: parts.QueueEndpoint.replace(/\/$/, ''), authorize };
}

async function health() {
  // Not reached, or not ready: both pass while an app starts.
  await until('the app to answer', () => fetch(`${api}/keys/me`).then((answer) => answer.status === 401, () => false));
  admin = await make('keys/first', { name: `smoke ${run}`, again: true }, master);
  intake = await make('keys', { name: `smoke ${run}, intake`, scope: 'intake' }, admin);
  const report = await call('GET', 'health');
  if (!report.storage) fail(`The app does not reach its storage: ${JSON.stringify(report.problems)}`);
  proved('the app starts, its routes are bound, and its identity opens tables, queues and blobs');
}

// The key that makes the others is revoked last.
async function make(path, body, key) {
  const made = await call('POST', path, { body, key });
  revoke.unshift(() => call('DELETE', `keys/${made.id}`));
  return made.key;
}

async function keys() {
  await call('GET', 'health', { key: '', expect: 401 });
  await call('GET', 'health', { key: 'wrong', expect: 401 });
  await call('POST', 'keys/first', { body: {}, key: admin, expect: 401 });
  proved('without a key, or with a wrong one, the door stays shut, and only the master key opens the first');
  await call('GET', 'health', { key: intake, expect: 403 });
  proved('the intake key does not open what administrators see');
  await call('GET', 'nothing', { expect: 404 });
  await call('DELETE', 'mails', { expect: 405 });
  proved('what no function answers is answered by the last one, and by it alone');
}

async function secrets() {
  await call('PUT', `outgoing-servers/${server}`, { body: { name: 'Smoke', host: 'smtp.example', userName: 'smoke', password: run, active: false, fromFilter: domain } });
  undo.push(() => call('DELETE', `outgoing-servers/${server}`));
  const saved = await call('GET', `outgoing-servers/${server}`);
  if (!saved.hasPassword || 'password' in saved) fail(`The password is not kept as a secret: ${JSON.stringify(saved)}`);
  proved('a password is written to the secret store and not answered');
}

async function mailIn() {
  await call('PUT', `alias-domains/${server}`, { body: { name: domain } });
  undo.unshift(() => call('DELETE', `alias-domains/${server}`));
  await call('PUT', `aliases/${server}/${local}`, { body: { model: 'postern.smoke' } });
  undo.unshift(() => call('DELETE', `aliases/${server}/${local}`));
  // A change is effective within a second.
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  const mail = `From: Smoke <smoke@${domain}>\r\nTo: ${local}@${domain}\r\nSubject: Smoke ${run}\r\nDate: ${new Date().toUTCString()}\r\nMessage-ID: <${run}@${domain}>\r\n\r\nOne mail in.\r\n`;
  const { id } = await call('POST', `inbound?to=${local}@${domain}`, { body: mail, key: intake, type: 'message/rfc822' });
  const entry = await until(`mail ${id} to be routed`, async () => {
    const found = await call('GET', `mails/${id}`);
    return found.state === 'pending' ? undefined : found;
  });
  if (entry.state !== 'routed' || entry.threads[0].model !== 'postern.smoke') fail(`Mail ${id} is ${entry.state}: ${JSON.stringify(entry.reasons.at(-1))}`);
  proved(`a mail in becomes a record: the queue trigger runs on the identity's connection (mail ${id})`);
}

async function attention(queue, kind, what) {
  const mark = `smoke-${run}-${kind}`;
  await put(queue, { v: 1, id: mark, smoke: true });
  const item = await until(what, async () => (await call('GET', 'attention')).items.find((found) => found.message?.includes(mark) && found.kind === kind));
  await call('POST', `attention/${item.id}/discard`);
}

async function queues() {
  await attention('thread-posts', 'rejected', 'a broken message to be listed');
  proved('a message that a program puts is read as it is, and a broken one is listed with its reason');
  await attention('thread-posts-poison', 'failed', 'housekeeping to empty the poison queue');
  proved('the timers run: housekeeping emptied a poison queue');
}

async function mailOut() {
  if (!env.POSTERN_SENDER || !env.POSTERN_RECIPIENT) return omit('one mail out', 'POSTERN_SENDER and POSTERN_RECIPIENT are not set');
  const id = `smoke-${run}`;
  const thread = { model: 'postern.smoke', id, create: true };
  await put('thread-posts', { v: 1, id, thread, author: env.POSTERN_SENDER, followers: [env.POSTERN_RECIPIENT], subject: `Smoke ${run}`, text: 'One mail out.' });
  const delivery = await until('the mail to be sent', async () => {
    const answer = await fetch(`${api}/threads/postern.smoke/${id}/messages`, { headers: { 'x-functions-key': admin } });
    const last = answer.ok ? (await answer.json()).items[0]?.deliveries[0] : undefined;
    return last && !['queued', 'sending'].includes(last.state) ? last : undefined;
  });
  if (delivery.state !== 'sent') fail(`The mail to ${env.POSTERN_RECIPIENT} is ${delivery.state} (${delivery.problem ?? 'no problem named'}): ${delivery.reply}`);
  return proved(`a mail out: the server ${delivery.server} took it (${delivery.reply})`);
}

try {
  for (const step of [health, keys, secrets, mailIn, queues, mailOut]) await step();
} catch (error) {
  console.error(`FAIL  ${error.message}`);
  process.exitCode = 1;
} finally {
  for (const back of [...undo, ...revoke]) await back().catch((error) => console.error(`      not cleared away: ${error.message}`));
}
console.log(`
Not proved: that the mail arrives in a mailbox and not in a spam folder; SPF, DKIM and DMARC (GET /api/domains/{domain}/dns); that a mailbox is
fetched (add one and watch GET /api/mails); that alerts reach somebody; behaviour under load and after hours of rest.${leftOut.length ? `\nLeft out: ${leftOut.join('; ')}.` : ''}`);
