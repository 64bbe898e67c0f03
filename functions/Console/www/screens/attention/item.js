// One item: why it is here, what it is about, and its buttons.
import { badge, html, link, nothing, when, word } from '../../ui.js';
import { askThread } from '../journal/actions.js';
import { preview } from './preview.js';
import { actionsOf, meaning, perform } from './actions.js';
import { gone } from './several.js';

const colours = { rejected: 'bad', failed: 'bad', undelivered: 'bad', quarantined: 'bad', expiring: 'bad' };

// Advice names the calls that programs make; here there are buttons.
const calls = / \((?:GET|POST) \/api\/[^)]*\)/g;

export function item(one, model, c) {
  const choose = (event) => {
    if (event.target.checked) model.chosen.add(one.id);
    else model.chosen.delete(one.id);
    c.redraw();
  };
  const name = `${word('home.kinds', one.kind)}: ${one.reason}`;
  return html`<li>
    ${c.may('admin') ? html`<input type="checkbox" .checked=${model.chosen.has(one.id)} @change=${choose} aria-label=${c.t('attention.choose', { name })}>` : html`<span></span>`}
    <div><p class="head">${badge(word('home.kinds', one.kind), colours[one.kind] ?? 'warn')} <span class="muted">${when(one.time)}</span> ${about(one, c)}</p>
      <p class="why">${one.field ? html`<code>${one.field}</code> ` : nothing}${one.reason}</p>
      <p class="muted">${one.advice?.replace(calls, '') ?? word('attention.todo', one.kind)}</p>${one.mail ? preview(one, model, c) : nothing}
      ${one.message ? html`<details><summary>${c.t('attention.message')}${one.queue ? html` (<code>${one.queue}</code>)` : nothing}</summary><pre tabindex="0">${one.message}</pre></details>` : nothing}</div>
    ${c.may('admin') ? html`<div class="buttons">${actionsOf(one).map((action) => html`<button type="button" class="small"
      aria-label=${`${label(action, one, c)}: ${one.reason}`} @click=${() => act(action, one, model, c)}>${label(action, one, c)}</button>`)}</div>` : nothing}</li>`;
}

const about = (one, c) => html`${one.mail ? html`<a href=${link('journal', [one.mail])}>${c.t('attention.toMail')}</a> ` : nothing}
  ${one.thread ? html`<a href=${link('threads', [one.thread.model, one.thread.id])}>${c.t('attention.toThread', { name: `${one.thread.model} ${one.thread.id}` })}</a> ` : nothing}
  ${one.author ? html`<span class="muted">${c.t('attention.authorIs', { name: one.author })}</span>` : nothing}
  ${one.post ? html`<span class="muted">${c.t('attention.post')} <code>${one.post}</code></span>` : nothing}`;

const label = (action, one, c) => c.t(`attention.act.${meaning(action, one)}`);

async function act(action, one, model, c) {
  const title = label(action, one, c);
  const thread = action === 'attach' ? await askThread(await mailOf(one, c), c) : undefined;
  if (action === 'attach' ? !thread : !(await c.confirm({ title, text: c.t(`attention.will.${meaning(action, one)}`), yes: title, danger: action === 'discard' }))) return;
  if (await c.act(() => perform(action, one, c, thread), c.t(`attention.did.${action}`, { n: 1 }))) gone(one.id, model);
  c.redraw();
}

// The threads that the mail names are offered first; they are not needed.
const mailOf = (one, c) => c.api.get(`mails/${encodeURIComponent(one.mail)}`).catch(() => ({}));
