// Reads mails with the console's reader: paths on the command line, what it read as JSON on the output.
import { readFileSync } from 'node:fs';
import { readMail } from '../../../functions/Console/www/mime.js';

const read = process.argv.slice(2).map((path) => {
  const { headers, text, html, attachments } = readMail(new Uint8Array(readFileSync(path)));
  return { subject: headers.find(({ name }) => name.toLowerCase() === 'subject')?.value, text, html, attachments };
});
process.stdout.write(JSON.stringify(read));
