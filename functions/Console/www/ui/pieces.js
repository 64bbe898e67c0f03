import { html, nothing } from '../lit/lit-html.js';
import { known, t } from '../texts.js';

/** The address of a screen: its name, further segments, and a query. */
export function link(screen, segments = [], query = {}) {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== '');
  const search = new URLSearchParams(given).toString();
  return `#/${[screen, ...segments].map(encodeURIComponent).join('/')}${search ? `?${search}` : ''}`;
}

/** A word with a colour: `ok`, `warn`, `bad`, `info`, or none. */
export const badge = (text, kind = '') => html`<span class="badge ${kind}">${text}</span>`;

/** A sentence that stands out: `info`, `ok`, `warn` or `bad`. */
export const note = (content, kind = 'info') => html`<div class="note ${kind}">${content}</div>`;

/** Facts as pairs `[label, content]`; those without content are left out. */
export const facts = (pairs) => html`<dl class="facts">${pairs
  .filter(([, content]) => content !== undefined && content !== null && content !== '')
  .map(([label, content]) => html`<div><dt>${label}</dt><dd>${content}</dd></div>`)}</dl>`;

/** A text to copy, with the button that does it. */
export const copy = (c, text, label = text) => html`<span class="copy"><code>${label}</code><button type="button"
  class="small" aria-label=${t('ui.copyThis', { text: label })}
  @click=${async () => { await navigator.clipboard.writeText(text); c.say(t('ui.copied')); }}>${t('ui.copy')}</button></span>`;

/** Work that goes on; `value` of `max` done, where that is known. */
export const progress = (text, value, max) => html`<div class="progress" role="status"><span>${text}</span>
  ${max ? html`<progress aria-label=${text} value=${value} max=${max}></progress>` : html`<progress aria-label=${text}></progress>`}</div>`;

/** The steps of a decision: `[{ rule, hit, text }]`, as the journal and the explanations list them. */
export const reasons = (items) => html`<ol class="reasons">${items.map((item) => html`<li class=${item.hit ? 'hit' : 'miss'}>
  <span class="mark" aria-hidden="true">${item.hit ? '●' : '○'}</span>
  <div><span class="sr">${item.hit ? t('ui.hit') : t('ui.miss')}: </span><code>${item.rule}</code>
  ${item.server ? html` <span class="muted">${item.server}</span>` : nothing}<p>${item.text}</p></div></li>`)}</ol>`;

/** A value of the API in words: the text `{prefix}.{value}`, or the value itself where there is none. */
export const word = (prefix, value) => known(`${prefix}.${value}`, value);
