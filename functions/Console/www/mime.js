// Reads a raw mail for people to look at (RFC 5322, 2045 to 2047, 2231). The gateway's own parser decides what becomes of a mail; this one
// only shows it, takes whatever it gets, and never throws.

const ascii = (bytes) => {
  const parts = [];
  for (let at = 0; at < bytes.length; at += 8192) parts.push(String.fromCharCode(...bytes.subarray(at, at + 8192)));
  return parts.join('');
};

const bytesOf = (binary) => Uint8Array.from(binary, (character) => character.charCodeAt(0));

/** A mail: `{ headers, text?, html?, raw, attachments }`, as mailView shows it. */
export function readMail(bytes) {
  const binary = ascii(bytes);
  const mail = { headers: [], attachments: [], inline: new Map(), raw: decode(bytes, 'utf-8') };
  const top = entity(binary);
  mail.headers = top.fields.map(({ name, value }) => ({ name, value: words(value) }));
  collect(top, mail, 0);
  if (mail.html) mail.html = embed(mail.html, mail.inline);
  return mail;
}

/** The value of a header field of a mail that was read; empty without one. */
export const header = (mail, name) => mail.headers.find((field) => field.name.toLowerCase() === name)?.value ?? '';

/** The addresses in a header field's value. */
export const addresses = (value) => value.match(/[^\s<>,;:"()]+@[^\s<>,;:"()]+/g) ?? [];

function entity(binary) {
  // A part may have no header at all.
  const end = /^\r?\n|\r?\n\r?\n/.exec(binary);
  const head = end ? binary.slice(0, end.index) : binary;
  const fields = head
    .replace(/\r?\n[ \t]+/g, ' ')
    .split(/\r?\n/)
    .map((line) => /^([^\s:]+)[ \t]*:[ \t]?(.*)$/.exec(line))
    .filter(Boolean)
    .map(([, name, value]) => ({ name, value }));
  const field = (name) => fields.find((known) => known.name.toLowerCase() === name)?.value ?? '';
  return { fields, body: end ? binary.slice(end.index + end[0].length) : '', field, type: structured(field('content-type') || 'text/plain') };
}

// No field that a program wrote is longer; what is made to be slow is cut.
const longest = 10_000;

/** A value with parameters: `text/plain; charset=utf-8`. */
function structured(text) {
  const parameters = {};
  const found = text.slice(0, longest).matchAll(/;\s*([^=;\s]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;]*))/g);
  for (const [, name, quoted, bare] of found) parameters[name.toLowerCase()] = quoted?.replace(/\\(.)/g, '$1') ?? bare.trim();
  return { value: text.split(';', 1)[0].trim().toLowerCase(), parameters };
}

function nameOf(part) {
  const all = { ...part.type.parameters, ...structured(part.field('content-disposition')).parameters };
  if (all['filename*']) return percent(all['filename*']);
  const pieces = Object.keys(all).filter((name) => /^filename\*\d+\*?$/.test(name)).sort((a, b) => parseInt(a.slice(9), 10) - parseInt(b.slice(9), 10));
  if (pieces.length > 0) return percent(pieces.map((name) => all[name]).join(''));
  return words(all.filename ?? all.name ?? '');
}

function percent(text) {
  const [, charset, rest] = /^([^']*)'[^']*'(.*)$/.exec(text) ?? [, 'utf-8', text];
  const binary = rest.replace(/%([0-9a-f]{2})/gi, (_, code) => String.fromCharCode(parseInt(code, 16)));
  return decode(bytesOf(binary), charset);
}

// Deeper nesting than this is no mail that a person wrote.
const deepest = 20;

function collect(part, mail, depth) {
  const { value, parameters } = part.type;
  if (value.startsWith('multipart/') && parameters.boundary && depth < deepest) {
    for (const child of split(part.body, parameters.boundary)) collect(entity(child), mail, depth + 1);
    return;
  }
  const content = transfer(part.body, part.field('content-transfer-encoding').trim().toLowerCase());
  const attached = /^attachment/i.test(part.field('content-disposition'));
  if (!attached && value === 'text/html' && mail.html === undefined) mail.html = decode(content, parameters.charset);
  else if (!attached && value === 'text/plain' && mail.text === undefined) mail.text = decode(content, parameters.charset);
  else mail.attachments.push({ name: nameOf(part), type: value, size: content.length });
  const id = part.field('content-id').trim().replace(/^<|>$/g, '');
  if (id && /^image\/(png|jpeg|gif|webp)$/.test(value)) mail.inline.set(id, `data:${value};base64,${btoa(ascii(content))}`);
}

function split(body, boundary) {
  const parts = `\n${body}`.split(`\n--${boundary}`);
  const last = parts.findIndex((part, at) => at > 0 && part.startsWith('--'));
  return parts.slice(1, last < 0 ? undefined : last).map((part) => part.replace(/^[ \t]*\r?\n/, '').replace(/\r$/, ''));
}

function transfer(body, encoding) {
  if (encoding === 'base64') return base64(body);
  return bytesOf(encoding === 'quoted-printable' ? hex(body.replace(/[ \t]*=[ \t]*\r?\n/g, '')) : body);
}

const hex = (text) => text.replace(/=([0-9a-f]{2})/gi, (_, code) => String.fromCharCode(parseInt(code, 16)));

function base64(text) {
  const clean = text.replace(/[^A-Za-z0-9+/]/g, '');
  return bytesOf(atob(clean.slice(0, clean.length - (clean.length % 4 === 1 ? 1 : 0))));
}

function decode(bytes, charset = 'utf-8') {
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    return new TextDecoder('utf-8').decode(bytes);
  }
}

/** Header text with encoded words (RFC 2047); raw bytes in it are UTF-8. */
function words(text) {
  const joined = text.replace(/(\?=)[ \t]+(=\?)/g, '$1$2');
  return joined.split(/(=\?[^?\s]+\?[bq]\?[^?\s]*\?=)/i).map(word).join('');
}

function word(text) {
  const [, charset, encoding, content] = /^=\?([^?*\s]+)(?:\*[^?]*)?\?([bq])\?([^?\s]*)\?=$/i.exec(text) ?? [];
  if (!charset) return decode(bytesOf(text));
  const bytes = encoding.toLowerCase() === 'b' ? base64(content) : bytesOf(hex(content.replaceAll('_', ' ')));
  return decode(bytes, charset);
}

/** HTML with the pictures of its mail in it, since nothing is loaded. `inline`: their addresses, by Content-ID. */
export const embed = (html, inline) => html.replace(/cid:([^"'\s)>]+)/gi, (all, id) => inline.get(safely(id)) ?? all);

function safely(id) {
  try {
    return decodeURIComponent(id);
  } catch {
    return id;
  }
}

// A line break in a field would begin another one.
const line = (text) => `${text ?? ''}`.replace(/[\r\n]+/g, ' ');

/** A plain mail of now, to ask the gateway about. */
export const compose = ({ from, to, subject, text }) =>
  [`From: ${line(from)}`, `To: ${line(to)}`, `Subject: ${line(subject)}`, `Date: ${new Date().toUTCString()}`, `Message-ID: <${crypto.randomUUID()}@try.invalid>`,
    'MIME-Version: 1.0', 'Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: 8bit', '', text ?? ''].join('\r\n');
