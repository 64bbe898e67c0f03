// The messages that a mail became on its threads, with their deliveries.
import { path } from '../../ui.js';

// A page of messages each; a thread on which more was posted since shows it under Threads.
const mostPages = 5;
// The message is written by another instance, whose clock may be a little behind.
const slackMilliseconds = 60_000;

/** `[{ thread, message? }]`, one for each thread that the mail is on. */
export const readPosted = (mail, c) =>
  Promise.all((mail.threads ?? []).map(async (thread) => ({ thread, message: await messageOf(mail, thread, c) })));

async function messageOf(mail, thread, c) {
  const since = new Date(mail.received) - slackMilliseconds;
  let after;
  for (let page = 0; page < mostPages; page++) {
    const read = await messages(thread, after, c);
    const found = read.items.find((message) => message.mail === mail.id);
    if (found || !read.next || read.items.some((message) => new Date(message.time) < since)) return found;
    after = read.next;
  }
  return undefined;
}

async function messages({ model, id }, after, c) {
  try {
    return await c.api.get(path`threads/${model}/${id}/messages`, { limit: 100, after });
  } catch (problem) {
    if (problem.status === 404) return { items: [] };
    throw problem;
  }
}
