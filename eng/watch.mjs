// Prints a line for each thing that happens to a mail at the gateway POSTERN_URL: received, routed (where and why) or whatever else was
// decided, sent, waits, failed (why). It reads what every program can read over HTTP, with the key POSTERN_READ_KEY.
const api = `${process.env.POSTERN_URL}/api`;
const headers = { authorization: `Bearer ${process.env.POSTERN_READ_KEY}` };
const begun = new Date(Date.now() - 1_000).toISOString();
const told = new Set();
const waiting = new Map();
let lines = [];
const finished = new Set(['sent', 'failed', 'bounced', 'skipped']);
let from = begun.slice(0, 10);

const pause = (time) => new Promise((resolve) => setTimeout(resolve, time));
const path = ({ model, id }) => `threads/${encodeURIComponent(model)}/${encodeURIComponent(id)}`;

async function get(what) {
  const answer = await fetch(`${api}/${what}`, { headers });
  if (!answer.ok) throw new Error(`${answer.status}`);
  return answer.json();
}

// Names and subjects are what strangers wrote.
function tell(key, when, what, text) {
  if (told.has(key)) return;
  told.add(key);
  const clean = text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ');
  const line = `${new Date(when).toTimeString().slice(0, 8)} ${what.padEnd(9)} ${clean.length > 240 ? `${clean.slice(0, 239)}…` : clean}\n`;
  lines.push([Date.parse(when), line]);
}

function tellMail(mail) {
  const read = mail.state !== 'pending';
  const subject = mail.subject ? `“${mail.subject}”` : read ? '(no subject)' : 'a mail that was not read yet';
  const late = Date.now() - Date.parse(mail.received) > 5_000;
  if (mail.received >= begun && (read || late)) tell(mail.id, mail.received, 'received', `${subject}${read ? ` from ${mail.from || mail.sender || 'nobody'}` : ''}, by ${mail.source}`);
  if (!read || !(mail.decided >= begun)) return;
  const why = mail.reasons.filter(({ hit, rule }) => hit && rule !== 'Notice').at(-1)?.text ?? '';
  const where = mail.threads?.map(({ model, id }) => `to ${model} ${id}`).join(', ');
  tell(`${mail.id} ${mail.decided}`, mail.decided, mail.state, [subject, where].filter(Boolean).join(' ') + (why && `: ${why}`));
}

const names = (list) => (list.length > 3 ? `${list.slice(0, 3).join(', ')} and ${list.length - 3} more` : list.join(', '));
const words = { waiting: 'waits', unknown: 'unsure' };

function tellDeliveries(deliveries, subject) {
  const groups = new Map();
  for (const one of deliveries.filter(({ changed, state }) => changed >= begun && (finished.has(state) || words[state]))) {
    const key = [one.message, one.state, one.problem, one.reply].join(' ');
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  for (const [key, group] of groups) {
    const fresh = group.filter(({ recipient, attempts }) => !told.has(`${key} ${recipient} ${attempts}`));
    if (fresh.length === 0) continue;
    for (const { recipient, attempts } of fresh) told.add(`${key} ${recipient} ${attempts}`);
    const [{ state, server, problem, reply, changed }] = fresh;
    const how = [server && `through ${server}`, state !== 'sent' && problem, reply].filter(Boolean).join(', ');
    tell(`${key} ${changed}`, changed, words[state] ?? state, `“${subject}” to ${names(fresh.map(({ recipient }) => recipient))}${how && `: ${how}`}`);
  }
}

async function followThread(thread) {
  const { items } = await get(`${path(thread)}/deliveries?limit=200`);
  tellDeliveries(items, thread.subject);
  if (items.every(({ state }) => finished.has(state))) waiting.delete(path(thread));
  else waiting.set(path(thread), thread);
}

const seen = new Map();

async function look() {
  const today = new Date().toISOString().slice(0, 10);
  const mails = await get(`mails?from=${from}&limit=100`);
  from = today;
  for (const mail of mails.items.reverse()) tellMail(mail);
  const { items } = await get('threads?limit=50');
  const changed = items.filter((thread) => thread.lastActivity >= begun && seen.get(path(thread)) !== thread.lastMessage);
  for (const thread of [...changed.reverse(), ...waiting.values()]) {
    await followThread(thread);
    if (thread.lastMessage) seen.set(path(thread), thread.lastMessage);
  }
  return mails.items.length + changed.length;
}

// The more there is to read, the less often: it takes a tenth of the time at most.
for (let quiet = 0; ; quiet += 1) {
  const start = Date.now();
  const before = told.size;
  await look().catch(() => undefined);
  process.stdout.write(lines.sort(([one], [other]) => one - other).map(([, line]) => line).join(''));
  lines = [];
  if (told.size > before) quiet = 0;
  await pause(Math.max(quiet > 60 ? 3_000 : 1_000, 9 * (Date.now() - start)));
}
