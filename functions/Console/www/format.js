// Times, sizes and numbers, as the reader's language writes them.
import { html } from './lit/lit-html.js';
import { language, number } from './texts.js';

export { number };

const steps = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
];

// To make one takes longer than all else that a row of a list needs, and all rows need the same.
const formats = new Map();

function format(Kind, options) {
  const key = [Kind.name, language(), JSON.stringify(options)].join();
  if (!formats.has(key)) formats.set(key, new Kind(language(), options));
  return formats.get(key);
}

/** "3 minutes ago", "in 2 hours". */
export function ago(time, now = Date.now()) {
  const seconds = Math.round((new Date(time) - now) / 1000);
  const [unit, length] = steps.find(([, length]) => Math.abs(seconds) >= length) ?? ['second', 1];
  return format(Intl.RelativeTimeFormat, { numeric: 'auto' }).format(Math.trunc(seconds / length), unit);
}

/** The time of day today, else the day too. */
export function short(time, now = new Date()) {
  const at = new Date(time);
  const today = at.toDateString() === now.toDateString();
  return format(Intl.DateTimeFormat, { dateStyle: today ? undefined : 'medium', timeStyle: 'short' }).format(at);
}

/** In full, with seconds and zone. */
export const full = (time) => format(Intl.DateTimeFormat, { dateStyle: 'full', timeStyle: 'long' }).format(new Date(time));

/** A time for people and programs. `how`: one of the functions above. */
export const when = (time, how = short) =>
  time ? html`<time datetime=${new Date(time).toISOString()} title=${full(time)}>${how(time)}</time>` : '';

/** A number of seconds as its greatest unit. */
export function duration(seconds) {
  const [unit, length] = steps.find(([, length]) => seconds >= length) ?? ['second', 1];
  return format(Intl.NumberFormat, { style: 'unit', unit, unitDisplay: 'long' }).format(Math.round(seconds / length));
}

/** A number of bytes. */
export function size(bytes) {
  const [unit, length] =
    bytes >= 1e6 ? ['megabyte', 1e6] : bytes >= 1e3 ? ['kilobyte', 1e3] : ['byte', 1];
  const digits = length === 1e6 ? 1 : 0;
  return format(Intl.NumberFormat, { style: 'unit', unit, maximumFractionDigits: digits }).format(bytes / length);
}
