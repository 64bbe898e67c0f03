import { html, nothing } from '../lit/lit-html.js';
import { t } from '../texts.js';
import { Pages, pager } from './list.js';
import { link, note } from './pieces.js';

/**
 * A form whose fields become the query of the screen's address, so that a search can be linked and gone back to.
 * `fields`: `[{ name, label, type?, options? }]` with the types `search` (the usual one), `date`, `checkbox` and `select`.
 */
export function searchForm(c, screen, fields) {
  const submit = (event) => {
    event.preventDefault();
    const values = fields.map(({ name, type }) => {
      const input = event.target.elements[name];
      return [name, type === 'checkbox' ? input.checked && 'true' : input.value.trim()];
    });
    const address = link(screen, [], Object.fromEntries(values.filter(([, value]) => value)));
    if (address === location.hash) c.reload();
    else c.go(address);
  };
  return html`<search><form class="search" @submit=${submit} autocomplete="off">${fields.map((field) => row(c, field))}
    <button class="primary">${t('ui.find')}</button>
    ${Object.keys(c.query).length > 0 ? html`<a class="button" href=${link(screen)}>${t('ui.findAll')}</a>` : nothing}</form></search>`;
}

function row(c, { name, label, type = 'search', options }) {
  const value = c.query[name] ?? '';
  if (type === 'checkbox') return html`<label class="check"><input type="checkbox" name=${name} .checked=${value === 'true'}> ${label}</label>`;
  if (type !== 'select') return html`<label>${label}<input type=${type} name=${name} .value=${value} spellcheck="false"></label>`;
  return html`<label>${label}<select name=${name}><option value="">${t('ui.any')}</option>${options.map(
    (option) => html`<option value=${option.value} ?selected=${option.value === value}>${option.label}</option>`)}</select></label>`;
}

/** A list of what was searched for: `{ list }`, or `{ problem }` in words where the search, or this gateway, has none. */
export async function find(c, at, query, wanted) {
  try {
    return { list: await Pages.start(c, at, query, wanted) };
  } catch (problem) {
    if (problem.status !== 400 && problem.status !== 404) throw problem;
    return { problem: problem.status === 404 ? t('ui.noSuchList') : c.words(problem) };
  }
}

/** Whether one of the fields is filled in. */
export const isAsked = (c, fields) => fields.some(({ name }) => c.query[name]);

/** The same list as it is now, while no more than its first page is shown. */
export async function findAgain(found, c) {
  const { list } = found;
  const isStopped = list?.items.length === 0 && list.next;
  if (!list || list.searching || isStopped || list.items.length > list.wanted) return found;
  return find(c, list.at, list.query, list.wanted);
}

/** What was found, drawn by `view(items)`. */
export const results = (found, view) =>
  found.problem ? note(found.problem, 'warn') : html`${found.list.items.length > 0 || !found.list.searching ? view(found.list.items) : nothing}${pager(found.list)}`;
