// Backs up and restores the tables of a gateway, one file of JSON lines per table: Azure cannot undelete rows.
//   node eng/tables.mjs backup FOLDER     reads every table
//   node eng/tables.mjs restore FOLDER    adds and replaces rows; deletes none
//
//   POSTERN_TABLES   address of the table service, such as https://account.table.core.windows.net
//   POSTERN_TOKEN    an access token for storage (az account get-access-token --resource https://storage.azure.com)
//   or, instead of both, AZURE_STORAGE_CONNECTION_STRING
import { createHmac } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, open, readdir } from 'node:fs/promises';
import { once } from 'node:events';
import { basename, join } from 'node:path';

const version = '2021-12-02';
const json = 'application/json;odata=fullmetadata';
const atOnce = 16;

function fail(text) {
  console.error(`tables: ${text}`);
  process.exit(1);
}

function readConnection() {
  const { POSTERN_TABLES: service, POSTERN_TOKEN: token, AZURE_STORAGE_CONNECTION_STRING: text } = process.env;
  if (service && token) return { service: service.replace(/\/$/, ''), authorize: () => ({ authorization: `Bearer ${token}` }) };
  if (!text) fail('set POSTERN_TABLES and POSTERN_TOKEN, or AZURE_STORAGE_CONNECTION_STRING.');
  const parts = Object.fromEntries(text.split(';').filter(Boolean).map((part) => [part.slice(0, part.indexOf('=')), part.slice(part.indexOf('=') + 1)]));
  const service2 = parts.TableEndpoint ?? `https://${parts.AccountName}.table.${parts.EndpointSuffix ?? 'core.windows.net'}`;
  const key = Buffer.from(parts.AccountKey ?? fail('the connection string has no AccountKey.'), 'base64');
  const sign = (path, date) => createHmac('sha256', key).update(`${date}\n/${parts.AccountName}${path}`).digest('base64');
  return {
    service: service2.replace(/\/$/, ''),
    authorize: (url, date) => ({ authorization: `SharedKeyLite ${parts.AccountName}:${sign(new URL(url).pathname, date)}` }),
  };
}

const connection = readConnection();

async function call(method, path, body, accepted = []) {
  const [url, date] = [`${connection.service}/${path}`, new Date().toUTCString()];
  const headers = { 'x-ms-date': date, 'x-ms-version': version, accept: json, ...connection.authorize(url, date) };
  if (body) headers['content-type'] = 'application/json';
  const answer = await fetch(url, { method, headers, body });
  if (!answer.ok && !accepted.includes(answer.status)) fail(`${method} ${path.split('?')[0]} answered ${answer.status}: ${await answer.text()}`);
  return answer;
}

// The results of a query, page by page.
async function* pages(path, continuations) {
  for (let from = ''; from !== undefined;) {
    const answer = await call('GET', `${path}?$top=1000${from}`);
    yield (await answer.json()).value;
    const next = continuations.map((name) => [name, answer.headers.get(`x-ms-continuation-${name}`)]).filter(([, value]) => value);
    from = next.length ? next.map(([name, value]) => `&${name}=${encodeURIComponent(value)}`).join('') : undefined;
  }
}

async function backup(folder) {
  await mkdir(folder, { recursive: true });
  for await (const tables of pages('Tables', ['NextTableName'])) {
    for (const { TableName: table } of tables) {
      const file = createWriteStream(join(folder, `${table}.jsonl`), { flags: 'wx', mode: 0o600 });
      let count = 0;
      for await (const rows of pages(`${table}()`, ['NextPartitionKey', 'NextRowKey'])) {
        for (const row of rows) if (!file.write(`${JSON.stringify(stored(row))}\n`)) await once(file, 'drain');
        count += rows.length;
      }
      file.end();
      await once(file, 'finish');
      console.log(`${table}: ${count} rows`);
    }
  }
}

// The row without the properties that the service adds; the column types are kept.
const stored = (row) => Object.fromEntries(Object.entries(row).filter(([name]) => !name.startsWith('odata.') && !name.startsWith('Timestamp')));

const quoted = (key) => `'${encodeURIComponent(key.replaceAll("'", "''")).replaceAll("'", '%27')}'`;

async function restore(folder) {
  for (const file of (await readdir(folder)).filter((name) => name.endsWith('.jsonl'))) {
    const table = basename(file, '.jsonl');
    await call('POST', 'Tables', JSON.stringify({ TableName: table }), [409]);
    const writing = new Set();
    let count = 0;
    const source = await open(join(folder, file));
    for await (const line of source.readLines()) {
      const row = JSON.parse(line);
      const write = call('PUT', `${table}(PartitionKey=${quoted(row.PartitionKey)},RowKey=${quoted(row.RowKey)})`, line).then(() => writing.delete(write));
      writing.add(write);
      count++;
      if (writing.size >= atOnce) await Promise.race(writing);
    }
    await Promise.all(writing);
    console.log(`${table}: ${count} rows`);
  }
}

const [verb, folder] = process.argv.slice(2);
if (!folder || !['backup', 'restore'].includes(verb)) fail('usage: node eng/tables.mjs backup|restore FOLDER');
await (verb === 'backup' ? backup : restore)(folder);
