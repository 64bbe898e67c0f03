// Serves the console from its folder, for work on it: a change shows at the next load of the page, without a build. The API is that
// of a devhost that runs.
//   node eng/console.mjs [port] [address of the devhost]
import { createServer, request } from 'node:http';
import { readFileSync } from 'node:fs';
import { extname, join, normalize, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const [port = '7072', devhost = 'http://127.0.0.1:7071'] = process.argv.slice(2);
const address = '/api/console/';
const types = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' };
const source = readFileSync(join(root, 'functions/Console/ConsoleAnswer.cs'), 'utf8');
const [constant] = /ContentSecurityPolicy =[\s\S]*?";$/m.exec(source);
const policy = [...constant.matchAll(/"([^"]*)"/g)].map(([, part]) => part).join('');

// The hash in the address of the files is `now`: they have no version here.
function file(path) {
  if (path === '') return { name: 'index.html', content: read('functions/Console/www', 'index.html').replaceAll('{hash}', 'now') };
  const name = normalize(path.replace(/^now\//, ''));
  if (name.startsWith('..')) throw new Error(name);
  const inPackage = name.startsWith(`lit${sep}`);
  return { name, content: inPackage ? read('node_modules/lit-html', name.slice(4)) : read('functions/Console/www', name) };
}

const read = (folder, name) => readFileSync(join(root, folder, name), 'utf8');

function serve(path, response) {
  try {
    const { name, content } = file(path);
    const type = `${types[extname(name)]}; charset=utf-8`;
    response.writeHead(200, { 'Content-Type': type, 'Content-Security-Policy': policy, 'Cache-Control': 'no-store' }).end(content);
  } catch {
    response.writeHead(404).end();
  }
}

function forward(incoming, response) {
  const options = { method: incoming.method, headers: incoming.headers };
  const outgoing = request(new URL(incoming.url, devhost), options, (answer) => {
    response.writeHead(answer.statusCode, answer.headers);
    answer.pipe(response);
  });
  outgoing.on('error', () => response.writeHead(502).end());
  incoming.pipe(outgoing);
}

createServer((incoming, response) => {
  const path = decodeURIComponent(incoming.url.split('?', 1)[0]);
  if (path.startsWith(address)) serve(path.slice(address.length), response);
  else forward(incoming, response);
}).listen(Number(port), '127.0.0.1', () => console.log(`http://127.0.0.1:${port}${address}`));
