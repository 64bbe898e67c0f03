// Plays a complete support case as a client that uses only HTTP and a queue: ./run --demo starts it.
// Every step is checked; a step that fails ends the demo with an error.
import { createHmac, randomUUID } from 'node:crypto';

const base = process.env.POSTERN_URL;
const api = `${base}/api`;
const keys = { admin: process.env.POSTERN_ADMIN_KEY, intake: process.env.POSTERN_INTAKE_KEY };
const patience = 60_000;

const say = (text = '') => console.log(text);
const step = (number, text) => say(process.stdout.isTTY ? `\n\x1b[1m${number}. ${text}\x1b[0m` : `\n${number}. ${text}`);
const show = (label, text) => say(`   ${label.padEnd(10)} ${text}`);
// Thrown, not process.exit: what was printed into a pipe before must get through it.
const fail = (text) => { throw new Error(text); };
process.on('uncaughtException', ({ message }) => { console.error(`\ndemo: ${message}`); process.exitCode = 1; });

async function call(method, path, body, { key = keys.admin, type = 'application/json' } = {}) {
  const answer = await fetch(`${api}/${path}`, { method, headers: { authorization: `Bearer ${key}`, 'content-type': type }, body });
  const text = await answer.text();
  if (!answer.ok) fail(`${method} /api/${path} answered ${answer.status}: ${text}`);
  return text ? JSON.parse(text) : undefined;
}

const put = (path, value) => call('PUT', path, JSON.stringify(value));
const get = (path) => call('GET', path);

async function until(what, ask) {
  for (const end = Date.now() + patience; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, 250))) {
    const found = await ask();
    if (found) return found;
  }
  return fail(`timed out after ${patience / 1000} s waiting for ${what}.`);
}

// Submits a mail as a mail server would, and waits until it is routed.
async function mailIn(text, to) {
  const { id } = await call('POST', `inbound?to=${encodeURIComponent(to)}`, text.replaceAll('\n', '\r\n'), { key: keys.intake, type: 'message/rfc822' });
  const entry = await until(`mail ${id} to be routed`, async () => {
    const found = await get(`mails/${id}`);
    return found.state === 'pending' ? undefined : found;
  });
  if (entry.state !== 'routed') fail(`mail ${id} is ${entry.state}: ${entry.reasons.at(-1)?.text}`);
  return entry;
}

// The next mail to an address, from the devhost's mail catcher, which replaces all outside mail servers.
async function mailTo(address, seen) {
  const found = await until(`a mail to ${address}`, async () => {
    const { mails } = normalise(await (await fetch(`${base}/dev/mails`)).json());
    return mails.find((mail) => !seen.has(mail.id) && JSON.stringify(mail).includes(address));
  });
  seen.add(found.id);
  const raw = await (await fetch(`${base}/dev/mails/${found.id}`)).text();
  const [head, ...rest] = raw.split(/\r?\n\r?\n/);
  const unfolded = head.replace(/\r?\n[ \t]+/g, ' ');
  const header = (name) => unfolded.match(new RegExp(`^${name}:\\s*(.*)$`, 'im'))?.[1].trim() ?? '';
  return { header, body: rest.join('\n\n') };
}

const normalise = (list) => ({ mails: Array.isArray(list) ? list : list.mails ?? list.items ?? [] });

function showMail(mail) {
  for (const name of ['From', 'To', 'Reply-To', 'Subject']) show(`${name}:`, mail.header(name));
  const text = mail.body.split('\n').map((line) => line.trimEnd()).filter((line) => line && !/^(--|Content-|charset)/i.test(line));
  show('', text[0] ?? '');
}

// Puts a message on a queue as any client of Azure Storage does (Shared Key for the queue service).
async function queue(name, message) {
  const settings = Object.fromEntries(process.env.MailStorage.split(';').filter(Boolean).map((part) => [part.slice(0, part.indexOf('=')), part.slice(part.indexOf('=') + 1)]));
  const url = new URL(`${settings.QueueEndpoint}/${name}/messages?messagettl=-1`);
  const body = `<QueueMessage><MessageText>${Buffer.from(JSON.stringify(message)).toString('base64')}</MessageText></QueueMessage>`;
  const date = new Date().toUTCString();
  const headers = { 'x-ms-date': date, 'x-ms-version': '2021-12-02' };
  const canonical = [
    'POST', '', '', String(Buffer.byteLength(body)), '', 'application/xml', '', '', '', '', '', '',
    `x-ms-date:${date}`, 'x-ms-version:2021-12-02', `/${settings.AccountName}${url.pathname}`, 'messagettl:-1',
  ].join('\n');
  const signature = createHmac('sha256', Buffer.from(settings.AccountKey, 'base64')).update(canonical, 'utf8').digest('base64');
  const answer = await fetch(url, {
    method: 'POST', body, headers: { ...headers, 'content-type': 'application/xml', authorization: `SharedKey ${settings.AccountName}:${signature}` },
  });
  if (!answer.ok) fail(`the queue ${name} answered ${answer.status}: ${await answer.text()}`);
}

const seen = new Set(normalise(await (await fetch(`${base}/dev/mails`)).json()).mails.map((mail) => mail.id));
const run = randomUUID().slice(0, 8);

step(1, 'An administrator sets up a support desk');
await put('alias-domains/main', { name: 'mycompany.example', isDefault: true });
await put('contacts/anna@mycompany.example', { name: 'Anna Agent', internal: true });
await put('aliases/main/support', { model: 'helpdesk.ticket', defaults: { team: 'first level' }, followers: ['anna@mycompany.example'] });
// A change is effective within a second.
await new Promise((resolve) => setTimeout(resolve, 1_100));
show('alias', 'support@mycompany.example creates a helpdesk.ticket that Anna follows');

step(2, 'A customer sends a mail to it');
const first = `<first-${run}@customer.example>`;
const entry = await mailIn(`From: Carl Customer <carl@customer.example>
To: support@mycompany.example
Subject: Printer on fire (${run})
Date: ${new Date().toUTCString()}
Message-ID: ${first}

It burns. What shall I do?
`, 'support@mycompany.example');
for (const reason of entry.reasons.filter((reason) => reason.hit)) show(reason.rule, reason.text);

step(3, 'The mail has created a record with the default values of the alias');
const { model, id } = entry.threads[0];
const path = `threads/${encodeURIComponent(model)}/${encodeURIComponent(id)}`;
const thread = await get(path);
show('record', `${model} ${id}: ${thread.subject}`);
show('values', JSON.stringify(thread.values));
show('followers', thread.followers.map((follower) => follower.address).join(', '));

step(4, 'Anna, who follows the record, was notified');
showMail(await mailTo('anna@mycompany.example', seen));

step(5, 'The application posts her answer with a message on the queue thread-posts');
await queue('thread-posts', { v: 1, id: `answer-${run}`, thread: { model, id }, author: 'Anna Agent <anna@mycompany.example>', text: 'Use the extinguisher beside it.' });
const answer = await mailTo('carl@customer.example', seen);
showMail(answer);
if (!answer.body.includes('extinguisher')) fail('the mail to the customer does not contain the answer.');

step(6, 'The customer replies to that mail');
const reply = await mailIn(`From: Carl Customer <carl@customer.example>
To: ${answer.header('Reply-To')}
Subject: ${answer.header('Subject')}
Date: ${new Date().toUTCString()}
Message-ID: <second-${run}@customer.example>
In-Reply-To: ${answer.header('Message-Id')}
References: ${first} ${answer.header('Message-Id')}

It worked, thank you.
`, answer.header('Reply-To'));
for (const reason of reply.reasons.filter((reason) => reason.hit)) show(reason.rule, reason.text);
if (reply.threads[0]?.id !== id) fail(`the reply was routed to ${JSON.stringify(reply.threads)}, not to ${model} ${id}.`);

step(7, 'The reply is on the same thread, and Anna was notified');
const relay = await mailTo('anna@mycompany.example', seen);
showMail(relay);
if (!relay.body.includes('It worked')) fail('the mail to Anna does not contain the reply.');
const { items } = await get(`${path}/messages`);
say();
for (const message of [...items].reverse()) show(message.author.name, `${(message.text ?? '').split('\n')[0]}   (${message.deliveries.map((delivery) => `${delivery.recipient}: ${delivery.state}`).join(', ')})`);
if (items.length !== 3) fail(`the thread has ${items.length} messages, not 3.`);
say('\nThe demo is complete: every mail was stored before it was processed, and the journal has the reasons for every decision.');
