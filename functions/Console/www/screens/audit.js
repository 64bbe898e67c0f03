// Who changed what: configuration, keys and people, newest first, each member as it was and as it is now.
import { Pages, badge, html, link, nothing, pager, short, table, when, word } from '../ui.js';

const colours = { created: 'ok', deleted: 'bad', revoked: 'bad', secretDeleted: 'warn', secretSet: 'info' };

// The screen that shows a resource, by the first segment of its path.
const places = {
  'alias-domains': 'domains',
  aliases: 'aliases',
  'allowed-senders': 'people',
  blacklist: 'people',
  contacts: 'people',
  'incoming-servers': 'incoming',
  models: 'models',
  'outgoing-servers': 'outgoing',
};

export default {
  load: async (c) => ({ list: await Pages.start(c, 'audit') }),

  view(model, c) {
    const gone = deleted(model.list.items);
    const columns = [
      { label: c.t('audit.what'), kind: 'main', cell: (entry) => html`${what(entry, gone)} ${badge(word('audit.actions', entry.action), colours[entry.action] ?? '')}
        ${entry.unfinished ? html`<div class="muted">${c.t('audit.unfinished')}</div>` : nothing}` },
      { label: c.t('audit.when'), cell: (entry) => when(entry.when, short) },
      { label: c.t('audit.key'), cell: (entry) => entry.key ?? html`<span class="muted">${c.t('audit.gateway')}</span>` },
      { label: c.t('audit.change'), cell: (entry) => change(entry, c) },
    ];
    return html`<p>${c.t('audit.about')}</p>
      ${table({ caption: c.t('audit.title'), columns, items: model.list.items, key: (entry) => entry, empty: c.t('audit.none') })}${pager(model.list)}`;
  },
};

/** What was deleted and not made again since: its last change, the first in the list, was its deletion. */
function deleted(entries) {
  const last = new Map();
  for (const { what: path, action } of entries) if (['created', 'changed', 'deleted'].includes(action) && !last.has(path)) last.set(path, action);
  return new Set([...last].filter(([, action]) => action === 'deleted').map(([path]) => path));
}

function what({ what: path }, gone) {
  const [kind, ...rest] = path.split('/').map(decode);
  const segments = kind === 'aliases' ? rest.slice(0, 2) : rest.slice(0, 1);
  const there = places[kind] && rest.length > 0 && !gone.has(path.split('/').slice(0, segments.length + 1).join('/'));
  return there ? html`<a href=${link(places[kind], segments)}><code>${path}</code></a>` : html`<code>${path}</code>`;
}

function decode(segment) {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

const isObject = (value) => value !== null && typeof value === 'object' && !Array.isArray(value);
const text = (value) => (value === undefined ? '–' : typeof value === 'string' ? value : JSON.stringify(value));

/** Each member that was changed: before → after. */
function change({ before, after }, c) {
  if (before === undefined && after === undefined) return nothing;
  const [from, to] = [before, after].map((value) => (isObject(value) ? value : value === undefined ? {} : { '': value }));
  const names = [...new Set([...Object.keys(from), ...Object.keys(to)])];
  return html`<ul class="plain changes">${names.map((name) => html`<li>${name ? html`<code>${name}</code> ` : nothing}${name in from ? html`<del>${text(from[name])}</del>` : nothing}
    <span aria-hidden="true">→</span><span class="sr">${c.t('audit.becomes')}</span> ${name in to ? html`<ins>${text(to[name])}</ins>` : html`<span class="muted">${c.t('audit.removed')}</span>`}</li>`)}</ul>`;
}
