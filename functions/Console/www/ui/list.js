import { html, nothing } from '../lit/lit-html.js';
import { repeat } from '../lit/directives/repeat.js';
import { t } from '../texts.js';

// What every list of the API takes as `limit`.
const mostAtOnce = 200;

/**
 * A list of the API that is read page by page. A page of a search may be empty and still have a next one: it goes on
 * until there is something to show, or until the user stops it.
 */
export class Pages {
  items = [];
  next = undefined;
  searching = false;
  error = undefined;

  constructor(c, at, query = {}, wanted = 50) {
    [this.c, this.at, this.query, this.wanted] = [c, at, query, wanted];
  }

  /** The list with its first page; a search goes on by itself after that. */
  static async start(c, at, query, wanted) {
    const list = new Pages(c, at, query, wanted);
    await list.#read();
    if (list.next && list.items.length === 0) list.more();
    return list;
  }

  /** Reads on until there are as many again, so that a long list is drawn anew a few times only. */
  async more() {
    if (this.searching) return;
    this.searching = true;
    this.error = undefined;
    this.c.redraw();
    const step = Math.min(Math.max(this.wanted, this.items.length), mostAtOnce);
    const goal = this.items.length + step;
    try {
      while (this.searching && this.next && this.items.length < goal) {
        await this.#read(step);
        this.c.redraw();
      }
    } catch (problem) {
      if (problem.name !== 'AbortError') this.error = problem;
    }
    this.searching = false;
    this.c.redraw();
  }

  stop() {
    this.searching = false;
  }

  async #read(limit = this.wanted) {
    const page = await this.c.api.get(this.at, { ...this.query, limit, after: this.next });
    this.items.push(...page.items);
    this.next = page.next;
  }
}

/** A list of the API as a whole: for what people have configured, page after page. */
export async function everything(c, at) {
  const items = [];
  let after;
  do {
    const page = await c.api.get(at, { after });
    items.push(...page.items);
    after = page.next;
  } while (after);
  return items;
}

/** What stands below a list: how many there are, and how to see more. */
export function pager(list) {
  if (list.error) return html`<p class="pager bad" role="alert">${list.error.message}
    <button type="button" @click=${() => list.more()}>${t('ui.again')}</button></p>`;
  if (list.searching) return html`<p class="pager" role="status">${t('ui.searching', { n: list.items.length })}
    <button type="button" @click=${() => list.stop()}>${t('ui.stop')}</button></p>`;
  return html`<p class="pager"><span role="status">${t('ui.found', { n: list.items.length })}</span>
    ${list.next ? html`<button type="button" @click=${() => list.more()}>${t('ui.more')}</button>` : nothing}</p>`;
}

/**
 * A table that becomes cards on a phone. `columns`: `[{ label, cell: (item) => content, kind? }]` with the kinds `main`
 * (the first in a card), `number` and `actions`. `key` names an item; `empty` stands where there is none.
 */
export function table({ caption, columns, items, key = (item) => item.id, empty }) {
  if (items.length === 0) return html`<p class="empty">${empty ?? t('ui.none')}</p>`;
  return html`<div class="table"><table><caption class="sr">${caption}</caption>
    <thead><tr>${columns.map((column) => html`<th scope="col" class=${column.kind ?? ''}>${column.kind === 'actions'
      ? html`<span class="sr">${column.label}</span>` : column.label}</th>`)}</tr></thead>
    <tbody>${repeat(items, key, (item) => html`<tr>${columns.map((column) => html`<td class=${column.kind ?? ''}
      data-label=${column.label}><div>${column.cell(item)}</div></td>`)}</tr>`)}</tbody></table></div>`;
}
