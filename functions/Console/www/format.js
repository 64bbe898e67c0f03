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

/** "3 minutes ago", "in 2 hours". */
export function ago(time, now = Date.now()) {
  const seconds = Math.round((new Date(time) - now) / 1000);
  const [unit, length] = steps.find(([, length]) => Math.abs(seconds) >= length) ?? ['second', 1];
  return new Intl.RelativeTimeFormat(language(), { numeric: 'auto' }).format(Math.trunc(seconds / length), unit);
}

/** The time of day today, else the day too. */
export function short(time, now = new Date()) {
  const at = new Date(time);
  const today = at.toDateString() === now.toDateString();
  return at.toLocaleString(language(), today ? { timeStyle: 'short' } : { dateStyle: 'medium', timeStyle: 'short' });
}

/** In full, with seconds and zone. */
export const full = (time) => new Date(time).toLocaleString(language(), { dateStyle: 'full', timeStyle: 'long' });

/** A time for people and programs. `how`: one of the functions above. */
export const when = (time, how = short) =>
  time ? html`<time datetime=${new Date(time).toISOString()} title=${full(time)}>${how(time)}</time>` : '';

/** A number of seconds as its greatest unit. */
export function duration(seconds) {
  const [unit, length] = steps.find(([, length]) => seconds >= length) ?? ['second', 1];
  const format = { style: 'unit', unit, unitDisplay: 'long' };
  return new Intl.NumberFormat(language(), format).format(Math.round(seconds / length));
}

/** A number of bytes. */
export function size(bytes) {
  const [unit, length] =
    bytes >= 1e6 ? ['megabyte', 1e6] : bytes >= 1e3 ? ['kilobyte', 1e3] : ['byte', 1];
  const format = { style: 'unit', unit, maximumFractionDigits: length === 1e6 ? 1 : 0 };
  return new Intl.NumberFormat(language(), format).format(bytes / length);
}
