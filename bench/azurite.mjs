// Runs before Azurite, in its process: counts what it is asked, and how long messages are with those who took them off their
// queues; answers `GET /bench/calls` with both.
import { Server } from 'node:http';
import '../tests/Support/azurite.mjs';

// "account METHOD service name", where the name is that of the table, the container, or the queue with /messages.
const counts = new Map();

// "account queue" and the microseconds from the receipt of a message to its deletion, of all messages so far.
const times = new Map();
const received = new Map();

const servicesByPort = new Map();
for (const service of ['blob', 'queue', 'table']) {
  const at = process.argv.indexOf(`--${service}Port`);
  servicesByPort.set(Number(process.argv[at + 1]), service);
}

function keyOf(request) {
  const [, account = '', name = '', rest = ''] = request.url.split('?')[0].split('/');
  const service = servicesByPort.get(request.socket.localPort);
  const messages = service === 'queue' && rest === 'messages' ? '/messages' : '';
  return `${account} ${request.method} ${service} ${decodeURIComponent(name).split('(')[0]}${messages}`;
}

function noteReceipts(response) {
  let body = '';
  for (const name of ['write', 'end']) {
    const original = response[name];
    response[name] = function (chunk, ...rest) {
      if (typeof chunk === 'string' || chunk instanceof Uint8Array) body += Buffer.from(chunk).toString('latin1');
      if (name === 'end') {
        for (const [, id] of body.matchAll(/<MessageId>([^<]+)</g)) received.set(id, process.hrtime.bigint());
      }
      return original.call(this, chunk, ...rest);
    };
  }
}

function noteDeletion(request) {
  const [, account, queue, , id] = request.url.split('?')[0].split('/');
  const begin = received.get(id);
  if (begin === undefined) return;
  received.delete(id);
  const key = `${account} ${queue}`;
  times.set(key, (times.get(key) ?? 0) + Number((process.hrtime.bigint() - begin) / 1000n));
}

const { emit } = Server.prototype;
Server.prototype.emit = function (event, request, response) {
  if (event !== 'request') return emit.apply(this, arguments);
  if (request.url === '/bench/calls') {
    response.end(JSON.stringify({ calls: Object.fromEntries(counts), times: Object.fromEntries(times) }));
    return true;
  }
  const key = keyOf(request);
  counts.set(key, (counts.get(key) ?? 0) + 1);
  if (key.endsWith('/messages')) {
    if (request.method === 'GET') noteReceipts(response);
    if (request.method === 'DELETE') noteDeletion(request);
  }
  return emit.apply(this, arguments);
};
