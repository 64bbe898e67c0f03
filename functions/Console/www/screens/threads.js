// The discussions of records: all of them, newest activity first, and one as people read it.
import { badge, find, findAgain, html, isAsked, link, nothing, results, searchForm, table, when } from '../ui.js';
import { fillNote, readFill } from './threads/fill.js';
import { readThread, refreshThread, threadPage } from './threads/thread.js';

export default {
  title: (model, c) => model.thread && (model.thread.subject || c.t('threads.noSubject')),

  async load(c) {
    const [model, id] = c.params;
    if (id) return readThread(model, id, c);
    const { q, failed } = c.query;
    const [models, fill, found] = await Promise.all([c.api.get('models'), readFill(c), find(c, 'threads', { model: c.query.model, q, failed })]);
    return { models: models.items, fill, found };
  },

  async refresh(model, c) {
    if (model.thread) await refreshThread(model, c);
    else if (!isAsked(c, fields(model, c))) model.found = await findAgain(model.found, c);
  },

  view: (model, c) => (model.thread ? threadPage(model, c) : html`<p>${c.t('threads.what')}</p>${searchForm(c, 'threads', fields(model, c))}
    ${fillNote(model.fill, c)}    ${results(model.found, (items) => list(items, c))}`),
};

const fields = (model, c) => [
  { name: 'q', label: c.t('threads.q') },
  { name: 'model', label: c.t('threads.model'), type: 'select', options: model.models.map(({ name, label }) => ({ value: name, label: label ? `${label} (${name})` : name })) },
  { name: 'failed', label: c.t('threads.failed'), type: 'checkbox' },
];

function list(items, c) {
  const columns = [
    { label: c.t('threads.subject'), kind: 'main', cell: (item) => html`<a href=${link('threads', [item.model, item.id])}>${item.subject || c.t('threads.noSubject')}</a>
      ${item.failed ? badge(`✉ ${c.t('threads.undelivered')}`, 'bad') : nothing}` },
    { label: c.t('threads.record'), cell: (item) => html`${item.model} <span class="mono">${item.id}</span>` },
    { label: c.t('threads.last'), cell: (item) => item.lastAuthor?.name ?? item.lastAuthor?.address ?? '–' },
    { label: c.t('threads.activity'), cell: (item) => when(item.lastActivity) },
  ];
  return table({ caption: c.t('threads.title'), columns, items, key: (item) => `${item.model}:${item.id}`, empty: c.t('threads.none') });
}
