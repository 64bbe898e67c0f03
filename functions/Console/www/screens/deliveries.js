// What was sent to whom, what waits, and what failed: over all threads.
import { deliveryState, find, findAgain, html, isAsked, link, nothing, path, results, searchForm, table, when, word } from '../ui.js';
import { fillNote, readFill } from './threads/fill.js';
import { deliveryActions, wordsOf } from './deliveries/delivery.js';

const states = ['queued', 'sending', 'sent', 'waiting', 'failed', 'bounced', 'skipped', 'unknown'];

export default {
  async load(c) {
    const { recipient, state, server, from, to } = c.query;
    const [servers, fill, found] = await Promise.all([c.api.get('outgoing-servers'), readFill(c), find(c, 'deliveries', { recipient, state, server, from, to })]);
    return { servers: servers.items, fill, found };
  },

  async refresh(model, c) {
    if (!isAsked(c, fields(model, c))) model.found = await findAgain(model.found, c);
  },

  view: (model, c) => html`<p>${c.t('deliveries.what')}</p>${searchForm(c, 'deliveries', fields(model, c))}
    ${fillNote(model.fill, c)}${waiting(model, c)}${results(model.found, (items) => list(items, model, c))}`,
};

const fields = (model, c) => [
  { name: 'recipient', label: c.t('deliveries.recipient') },
  { name: 'state', label: c.t('deliveries.state'), type: 'select', options: states.map((value) => ({ value, label: word('deliveries.states', value) })) },
  { name: 'server', label: c.t('deliveries.server'), type: 'select', options: servers(model, c) },
  { name: 'from', label: c.t('deliveries.from'), type: 'date' },
  { name: 'to', label: c.t('deliveries.to'), type: 'date' },
];

// The server of the settings is in no list of servers.
const servers = (model, c) => [...model.servers.map(({ id, name }) => ({ value: id, label: name })), { value: 'default', label: c.t('deliveries.default') }];
const nameOf = (id, model, c) => servers(model, c).find((server) => server.value === id)?.label ?? id;

function list(items, model, c) {
  const keep = (now) => {
    model.found.list.items = model.found.list.items.map((item) => (item.delivery === now.delivery ? now : item));
    c.redraw();
  };
  const columns = [
    { label: c.t('deliveries.recipient'), kind: 'main', cell: (item) => html`${item.name ? html`${item.name} ` : nothing}<span class="mono">${item.recipient}</span>
      <div class="about"><a href=${link('threads', [item.model, item.id])}>${item.subject || `${item.model} ${item.id}`}</a></div>` },
    { label: c.t('deliveries.state'), cell: (item) => deliveryState(item) },
    { label: c.t('deliveries.words'), cell: (item) => html`<div>${wordsOf(item, c)}</div>` },
    { label: c.t('deliveries.server'), cell: (item) => (item.waitsFor ?? item.server ? nameOf(item.waitsFor ?? item.server, model, c) : '–') },
    { label: c.t('deliveries.created'), cell: (item) => when(item.created) },
    { label: c.t('deliveries.actions'), kind: 'actions', cell: (item) => deliveryActions(item, c, keep) },
  ];
  return table({ caption: c.t('deliveries.title'), columns, items, key: (item) => `${item.model}:${item.id}:${item.delivery}`, empty: c.t('deliveries.none') });
}

/** Mail that waits for a limit or a pause of the server that is searched for may be let go. */
function waiting(model, c) {
  const { server, state } = c.query;
  if (!server || (state && state !== 'waiting') || !c.may('admin')) return nothing;
  const name = nameOf(server, model, c);
  const release = async () => {
    if (!(await c.confirm({ title: c.t('deliveries.releaseOf', { name }), text: c.t('deliveries.releaseWill'), yes: c.t('deliveries.release') }))) return;
    await c.act(async () => {
      const { released } = await c.api.post(path`outgoing-servers/${server}/release`);
      c.say(c.t('deliveries.released', { n: released }));
      await c.reload();
    });
  };
  return html`<p><button type="button" @click=${release}>${c.t('deliveries.releaseOf', { name })}</button></p>`;
}
