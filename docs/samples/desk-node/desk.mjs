// A support desk at a terminal: it answers tickets, shows what came in and what became of its answers, prints a ticket.
// It posts and listens on the queues of the storage account, and reads threads over HTTP.
//
//   npm ci && node desk.mjs      with API, KEY and AZURE_STORAGE_CONNECTION_STRING, which ./run prints
//
// On Azure, where the account takes no keys: new QueueServiceClient(address, new DefaultAzureCredential()), the same
// for blobs, with the package @azure/identity.
import { BlobServiceClient } from '@azure/storage-blob';
import { QueueServiceClient } from '@azure/storage-queue';
import { createHash, randomUUID } from 'node:crypto';
import { createInterface } from 'node:readline';

const { API, KEY, AZURE_STORAGE_CONNECTION_STRING: connection } = process.env;
if (!API || !KEY || !connection) throw new Error('Set API, KEY and AZURE_STORAGE_CONNECTION_STRING.');
const queues = QueueServiceClient.fromConnectionString(connection);
const posts = queues.getQueueClient('thread-posts');
const events = queues.getQueueClient('mail-events');
const contents = BlobServiceClient.fromConnectionString(connection).getContainerClient('mail-content');

const model = 'helpdesk.ticket';
const help = `answer TICKET TEXT                 posts on the thread of a ticket
open TICKET CUSTOMER TEXT          makes a ticket for a customer, who gets the text by mail
events                             shows what happened
show TICKET                        prints the messages of a ticket
end`;

// A message on a queue has at most 64 KiB: a longer text travels as a blob, and the message names it.
async function place(text) {
  if (Buffer.byteLength(JSON.stringify(text)) <= 48 * 1024) return { text };
  const bytes = Buffer.from(text);
  const textBlob = `desk/${createHash('sha256').update(bytes).digest('hex')}`;
  await contents.getBlockBlobClient(textBlob).uploadData(bytes);
  return { textBlob };
}

async function post(ticket, customer, text) {
  if (!ticket || !text) return console.log(help);
  const message = {
    v: 1,
    // The program's own name for it: put twice, it is posted once.
    id: `${ticket}-${randomUUID()}`,
    thread: { model, id: ticket, create: Boolean(customer) },
    ...(customer && { subject: `Ticket ${ticket}`, followers: [customer] }),
    author: 'Desk <desk@example.com>',
    ...(await place(text)),
  };
  // Without a time to live of -1 it would be deleted after seven days.
  await posts.sendMessage(JSON.stringify(message), { messageTimeToLive: -1 });
  console.log(`${ticket}: posted`);
}

function line({ type, data, subject }) {
  const name = data.record ?? subject;
  if (type === 'postern.record.created') return `${name}: new, ${data.subject}`;
  if (type === 'postern.message.received') return `${name}: ${data.from} wrote`;
  if (type === 'postern.delivery.sent') return `${name}: sent to ${data.recipient}`;
  return `${name}: ${type} ${data.recipient ?? data.reason ?? ''}`;
}

// What was shown before: an event may come twice.
const known = new Set();

async function showEvents() {
  for (;;) {
    const page = await events.receiveMessages({ numberOfMessages: 32, visibilityTimeout: 60 });
    const messages = page.receivedMessageItems;
    if (messages.length === 0) return;
    for (const { messageText, messageId, popReceipt } of messages) {
      const event = JSON.parse(messageText.startsWith('{') ? messageText : Buffer.from(messageText, 'base64'));
      if (!known.has(event.id)) console.log(line(event));
      known.add(event.id);
      // One that is not deleted comes again.
      await events.deleteMessage(messageId, popReceipt);
    }
  }
}

async function get(path) {
  const answer = await fetch(`${API}/${path}`, { headers: { authorization: `Bearer ${KEY}` } });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return answer;
}

async function show(ticket) {
  if (!ticket) return console.log(help);
  const path = `threads/${model}/${encodeURIComponent(ticket)}/messages`;
  const messages = [];
  for (let after = ''; after !== undefined; ) {
    const page = await (await get(`${path}?after=${encodeURIComponent(after)}`)).json();
    messages.push(...page.items);
    after = page.next;
  }
  for (const { author, time, newText, text, textBlob } of messages.reverse()) {
    let words = newText ?? text ?? '';
    // A long text is content of its own.
    if (!words && textBlob) words = await (await get(`content/${encodeURIComponent(textBlob)}`)).text();
    console.log(`${time.slice(0, 16)} ${author.name ?? author.address}: ${words}`);
  }
}

console.log(help);
for await (const input of createInterface({ input: process.stdin })) {
  const [command, ...words] = input.split(' ').filter(Boolean);
  if (command === 'end') break;
  try {
    if (command === 'answer') await post(words[0], undefined, words.slice(1).join(' '));
    else if (command === 'open') await post(words[0], words[1], words.slice(2).join(' '));
    else if (command === 'events') await showEvents();
    else if (command === 'show') await show(words[0]);
    else console.log(help);
  } catch (problem) {
    console.log(problem.message);
  }
}
