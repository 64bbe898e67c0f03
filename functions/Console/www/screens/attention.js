// What needs a person: why, and what to do about it.
import { find, findAgain, html, note, nothing, progress, repeat, results, searchForm, word } from '../ui.js';
import { actionsOf } from './attention/actions.js';
import { actAll, isGone, releaseHeld } from './attention/several.js';
import { item } from './attention/item.js';

const kinds = ['rejected', 'failed', 'held', 'parked', 'quarantined', 'flagged', 'undelivered', 'unreadPerson', 'expiring'];

export default {
  async load(c) {
    const { kind, author } = c.query;
    return { found: await find(c, 'attention', { kind, author }), chosen: new Set(), gone: new Map(), mails: new Map() };
  },

  async refresh(model, c) {
    if (model.working || model.chosen.size > 0) return;
    model.found = await findAgain(model.found, c);
  },

  view: (model, c) => html`<p>${c.t('attention.what')}</p>${searchForm(c, 'attention', fields(c))}
    ${c.query.kind === 'held' && c.may('admin') ? html`<p><button type="button" @click=${() => releaseHeld(c)}>${c.t('attention.releaseHeld')}</button></p>` : nothing}
    ${model.outcome ? html`<div id="outcome" tabindex="-1">${note(model.outcome.text, model.outcome.kind)}</div>` : nothing}
    ${results(model.found, (items) => list(items.filter(({ id }) => !isGone(id, model)), model, c))}`,
};

const fields = (c) => [
  { name: 'kind', label: c.t('attention.kind'), type: 'select', options: kinds.map((value) => ({ value, label: word('home.kinds', value) })) },
  { name: 'author', label: c.t('attention.author') },
];

function list(items, model, c) {
  if (items.length === 0) return html`<p class="empty">${c.t('attention.none')}</p>`;
  return html`${c.may('admin') ? several(items, model, c) : nothing}
    <ul class="items" aria-label=${c.t('attention.title')}>${repeat(items, ({ id }) => id, (one) => item(one, model, c))}</ul>`;
}

/** The bar for several items at once, and how far they are. */
function several(items, model, c) {
  const chosen = items.filter(({ id }) => model.chosen.has(id));
  const all = (event) => {
    model.chosen = new Set(event.target.checked ? items.map(({ id }) => id) : []);
    c.redraw();
  };
  if (model.working) return html`<div class="bar-of-list">${progress(model.working.text, model.working.done, model.working.all)}
    <button type="button" @click=${() => { model.working.stopped = true; }}>${c.t('ui.stop')}</button></div>`;
  const button = (action) => {
    const fitting = chosen.filter((one) => actionsOf(one).includes(action));
    return fitting.length > 0 ? html`<button type="button" class=${action === 'discard' ? 'danger' : ''} @click=${() => actAll(action, fitting, chosen.length, model, c)}>
      ${c.t(`attention.several.${action}`, { n: fitting.length })}</button>` : nothing;
  };
  return html`<div class="bar-of-list"><label><input type="checkbox" .checked=${chosen.length === items.length} .indeterminate=${chosen.length > 0 && chosen.length < items.length}
    @change=${all}> ${chosen.length > 0 ? c.t('attention.chosen', { n: chosen.length }) : c.t('attention.chooseAll')}</label>${['replay', 'release', 'discard'].map(button)}</div>`;
}
