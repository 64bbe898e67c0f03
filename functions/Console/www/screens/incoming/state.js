import { ago, badge, done, duration, facts, html, link, nothing, number, path, remove, table, when, without, word } from '../../ui.js';
import { cleanMailbox } from './form.js';
import { dated } from '../../oauth.js';

const colours = { confirmed: 'ok', failing: 'bad', disabled: 'bad', draft: 'warn' };

export function list(items, c) {
  const columns = [
    { label: c.t('incoming.labels.name'), kind: 'main', cell: (server) => html`<a href=${link('incoming', [server.id])}>${server.name}</a>
      <div class="about muted">${server.userName} · <code>${server.host}</code></div>` },
    { label: c.t('incoming.state'), cell: (server) => html`${stateBadge(server, c)} <div class="muted">${server.box?.lastError ?? server.box?.warning ?? ''}</div>` },
    { label: c.t('incoming.lastSuccess'), cell: (server) => when(server.box?.lastSuccess, ago) || '–' },
    { label: c.t('incoming.lag'), cell: (server) => lag(server.box) },
    { label: c.t('incoming.waiting'), kind: 'number', cell: (server) => number(server.box?.waiting ?? 0) },
    { label: c.t('incoming.nextPoll'), cell: (server) => when(server.box?.nextPoll, ago) || '–' },
  ];
  return table({ caption: c.t('incoming.title'), columns, items, empty: c.t('incoming.none') });
}

const lag = (box) => (box?.lagSeconds === undefined ? '–' : duration(box.lagSeconds));

function stateBadge(server, c) {
  if (!server.active) return badge(c.t('incoming.off'));
  const state = server.box?.state ?? 'draft';
  return badge(word('incoming.states', state), colours[state]);
}

/** How the mailbox is, and what can be done about it. */
export function stateCard(model, c) {
  const { server, box } = model;
  const state = server.active ? (box?.state ?? 'draft') : 'off';
  return html`<section class="card"><h2>${c.t('incoming.state')} ${stateBadge({ ...server, box }, c)}</h2><p>${c.t(`incoming.says.${state}`)}</p>
    ${facts([
      [c.t('incoming.lastError'), box?.lastError],
      [c.t('incoming.failures'), box?.failures > 0 ? html`${number(box.failures)} ${box.failingSince ? html`(${c.t('incoming.since')} ${when(box.failingSince)})` : nothing}` : undefined],
      [c.t('incoming.warning'), box?.warning],
      [c.t('incoming.lastSuccess'), box?.lastSuccess ? when(box.lastSuccess, ago) : c.t('incoming.never')],
      [c.t('incoming.lag'), lag(box)],
      [c.t('incoming.waiting'), number(box?.waiting ?? 0)],
      [c.t('incoming.nextPoll'), box?.nextPoll ? when(box.nextPoll, ago) : c.t('incoming.notPolled')],
      [c.t('incoming.tokenExpires'), box?.tokenExpires ? when(box.tokenExpires) : undefined],
      [c.t('incoming.labels.id'), html`<code>${server.id}</code>`],
    ])}
    ${c.may('admin') ? html`<div class="buttons">
      <button type="button" @click=${() => c.act(() => c.api.post(path`incoming-servers/${server.id}/fetch`), c.t('incoming.fetching'))}>${c.t('incoming.fetch')}</button>
      <button type="button" @click=${() => toggle(server, c)}>${server.active ? c.t('incoming.turnOff') : c.t('incoming.turnOn')}</button>
      <button type="button" class="danger" @click=${() => drop(server, c)}>${c.t('ui.delete')}</button></div>` : nothing}</section>`;
}

/** Takes it out of use, or into use again, with everything else as it is. */
async function toggle(server, c) {
  const off = server.active;
  const yes = off ? c.t('incoming.turnOff') : c.t('incoming.turnOn');
  if (!(await c.confirm({ title: `${yes}: ${server.name}`, text: off ? c.t('incoming.turnOffWill') : c.t('incoming.turnOnWill'), yes }))) return;
  const value = without(cleanMailbox(dated(structuredClone(server))), ['id', 'hasPassword', 'hasClientSecret', 'hasRefreshToken', 'warnings']);
  const write = (active) => c.api.put(path`incoming-servers/${server.id}`, { ...value, active });
  await c.act(async () => {
    done(c, await write(!off));
    c.say(off ? c.t('incoming.isOff', { name: server.name }) : c.t('incoming.isOn', { name: server.name }), { undo: () => c.act(async () => { await write(off); c.reload(); }) });
  });
}

function drop(server, c) {
  return remove(c, {
    at: path`incoming-servers/${server.id}`,
    title: c.t('incoming.deleteSure', { name: server.name }),
    text: c.t('incoming.deleteWill'),
    said: c.t('incoming.deleted', { name: server.name }),
    to: link('incoming'),
  });
}
