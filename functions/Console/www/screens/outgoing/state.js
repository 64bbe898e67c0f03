import { ago, badge, done, facts, full, html, link, nothing, number, path, remove, table, when, without, word } from '../../ui.js';
import { cleanServer } from './form.js';
import { dated } from '../../oauth.js';

const colours = { open: 'ok', probing: 'warn', paused: 'bad' };

/** All servers, in the order in which they are asked. */
export function list(items, c) {
  const ordered = items.toSorted((a, b) => (a.priority ?? Infinity) - (b.priority ?? Infinity));
  const columns = [
    { label: c.t('outgoing.labels.name'), kind: 'main', cell: (server) => html`${server.isDefault ? server.name : html`<a href=${link('outgoing', [server.id])}>${server.name}</a>`}
      <div class="about muted">${server.isDefault ? c.t('outgoing.ofSettings') : html`<code>${server.host}:${server.port}</code>`}</div>` },
    { label: c.t('outgoing.state'), cell: (server) => html`${stateBadge(server, server.status, c)} <div class="muted">${trouble(server.status, c)}</div>` },
    { label: c.t('outgoing.labels.fromFilter'), cell: (server) => (server.isDefault ? '–' : server.fromFilter || html`<span class="muted">${c.t('outgoing.noFilter')}</span>`) },
    { label: c.t('outgoing.waiting'), kind: 'number', cell: (server) => number(server.status?.waiting.count ?? 0) },
    { label: c.t('outgoing.lastSuccess'), cell: (server) => when(server.status?.lastSuccess, ago) || '–' },
    { label: c.t('outgoing.used'), cell: (server) => limits(server.limits ?? server.status?.limits, c) },
    { label: c.t('outgoing.labels.priority'), kind: 'number', cell: (server) => server.priority ?? '–' },
  ];
  return table({ caption: c.t('outgoing.title'), columns, items: ordered, empty: c.t('outgoing.none') });
}

function stateBadge(server, status, c) {
  if (!server.active) return badge(c.t('outgoing.off'));
  const state = status?.circuit.state ?? 'open';
  return badge(word('outgoing.circuits', state), colours[state]);
}

/** Why it does not send, or what it said last; undefined while all is well. */
function trouble(status, c) {
  const { circuit, lastError, lastSuccess } = status ?? {};
  if (circuit?.state === 'paused') return c.t('outgoing.pausedUntil', { time: ago(circuit.until), why: circuit.why ?? '' });
  if (circuit?.state === 'probing') return c.t('outgoing.probing', { why: circuit.why ?? '' });
  if (!lastError || (lastSuccess && lastSuccess > lastError.at)) return undefined;
  return c.t('outgoing.lastErrorWas', { time: ago(lastError.at), text: lastError.text });
}

export function limits(of, c) {
  const one = (state, unit) => {
    if (!state) return nothing;
    const text = c.t(`outgoing.limits.${unit}`, { used: number(state.used), limit: number(state.limit) });
    return html`<div>${text}<br><meter min="0" max=${state.limit} high=${state.limit * 0.8} value=${state.used} aria-label=${text}></meter></div>`;
  };
  return of?.minute || of?.day ? html`${one(of.minute, 'minute')}${one(of.day, 'day')}` : html`<span class="muted">${c.t('outgoing.noLimit')}</span>`;
}

/** How the server is, and what can be done about it. */
export function stateCard(model, c) {
  const { server, status } = model;
  const error = status?.lastError;
  const waiting = status?.waiting.count ?? 0;
  return html`<section class="card"><h2>${c.t('outgoing.state')} ${stateBadge(server, status, c)}</h2>
    ${server.active ? nothing : html`<p>${c.t('outgoing.offWhat')}</p>`}
    ${facts([
      [c.t('outgoing.now'), trouble(status, c)],
      [c.t('outgoing.lastSuccess'), status?.lastSuccess ? html`${when(status.lastSuccess, ago)}` : c.t('outgoing.never')],
      [c.t('outgoing.lastError'), error ? html`${when(error.at, ago)}: ${error.text}` : c.t('outgoing.noError')],
      [c.t('outgoing.waiting'), waiting > 0 ? html`<a href=${link('deliveries', [], { state: 'waiting', server: server.id })}>${c.t('outgoing.waitingFor', { n: waiting })}</a>
        ${status.waiting.oldest ? c.t('outgoing.oldest', { time: full(status.waiting.oldest) }) : nothing}` : c.t('outgoing.nothingWaits')],
      [c.t('outgoing.used'), limits(status?.limits ?? server.limits, c)],
      [c.t('outgoing.labels.id'), html`<code>${server.id}</code>`],
    ])}
    ${c.may('admin') ? html`<div class="buttons">
      <button type="button" @click=${() => release(model, waiting, c)}>${c.t('outgoing.release')}</button>
      <button type="button" @click=${() => toggle(server, waiting, c)}>${server.active ? c.t('outgoing.turnOff') : c.t('outgoing.turnOn')}</button>
      <button type="button" class="danger" @click=${() => drop(server, waiting, c)}>${c.t('ui.delete')}</button></div>` : nothing}</section>`;
}

async function release({ server }, waiting, c) {
  const question = { title: c.t('outgoing.releaseSure', { name: server.name }), text: c.t('outgoing.releaseWill', { n: waiting }), yes: c.t('outgoing.release') };
  if (!(await c.confirm(question))) return;
  await c.act(async () => {
    const { released } = await c.api.post(path`outgoing-servers/${server.id}/release`);
    c.say(c.t('outgoing.released', { n: released }));
    await c.reload();
  });
}

/** Takes it out of use, or into use again, with everything else as it is. */
async function toggle(server, waiting, c) {
  const off = server.active;
  const text = off ? [c.t('outgoing.turnOffWill'), waiting > 0 ? c.t('outgoing.turnOffWaiting', { n: waiting }) : ''].join(' ') : c.t('outgoing.turnOnWill');
  const yes = off ? c.t('outgoing.turnOff') : c.t('outgoing.turnOn');
  if (!(await c.confirm({ title: `${yes}: ${server.name}`, text, yes }))) return;
  const at = path`outgoing-servers/${server.id}`;
  const write = (active) => c.api.put(at, { ...without(cleanServer(dated(structuredClone(server))), ['id']), active });
  await c.act(async () => {
    const kept = await write(!off);
    done(c, kept, undefined, undefined);
    c.say(off ? c.t('outgoing.isOff', { name: server.name }) : c.t('outgoing.isOn', { name: server.name }), { undo: () => c.act(async () => { await write(off); c.reload(); }) });
  });
}

function drop(server, waiting, c) {
  return remove(c, {
    at: path`outgoing-servers/${server.id}`,
    title: c.t('outgoing.deleteSure', { name: server.name }),
    text: waiting > 0 && server.active ? c.t('outgoing.deleteWaiting', { n: waiting }) : c.t('outgoing.deleteWill'),
    said: c.t('outgoing.deleted', { name: server.name }),
    to: link('outgoing'),
  });
}
