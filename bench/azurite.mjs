// Runs before Azurite, in its process: counts what it is asked, and answers `GET /bench/calls` with the counts so far.
import { Server } from 'node:http';
import '../tests/Support/azurite.mjs';

// "account METHOD service name", where the name is that of the table, the container, or the queue with /messages.
const counts = new Map();

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

const { emit } = Server.prototype;
Server.prototype.emit = function (event, request, response) {
  if (event !== 'request') return emit.apply(this, arguments);
  if (request.url === '/bench/calls') {
    response.end(JSON.stringify(Object.fromEntries(counts)));
    return true;
  }
  const key = keyOf(request);
  counts.set(key, (counts.get(key) ?? 0) + 1);
  return emit.apply(this, arguments);
};
