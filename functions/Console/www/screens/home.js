// How the gateway is, in sentences; what waits; and, until it is done, what a first set-up still needs.
import { ago, badge, duration, facts, html, link, note, nothing, number, table, when, word } from '../ui.js';
import { checklist, readSetup, stepsOf } from './home/checklist.js';

const colours = { ok: 'ok', degraded: 'warn', down: 'bad' };
const circuits = { open: 'ok', probing: 'warn', paused: 'bad' };
const mailboxes = { confirmed: 'ok', failing: 'bad' };

// The screen on which something is done about a problem, by the first part of the field that names it.
const places = {
  'alias-domains': 'domains',
  aliases: 'aliases',
  attention: 'attention',
  'incoming-servers': 'incoming',
  'outgoing-servers': 'outgoing',
  parameters: 'parameters',
};

export default {
  async load(c) {
    const [health, set] = await Promise.all([readHealth(c), readSetup(c)]);
    return { health, steps: set && stepsOf(set, health, c) };
  },

  async refresh(model, c) {
    model.health = await readHealth(c);
  },

  view: (model, c) => html`${mode(model.health, c)}${status(model.health, c)}
    ${model.steps ? checklist(model.steps, c) : nothing}
    <div class="cards">${queues(model.health, c)}${attention(model.health, c)}</div>
    ${servers(model.health, c)}${boxes(model.health, c)}
    <p class="muted">Postern ${model.health.version}</p>`,
};

/** The report is also the body of the answer 503: a gateway that is down says why. */
async function readHealth(c) {
  try {
    return await c.api.get('health');
  } catch (problem) {
    if (problem.status !== 503 || !problem.body?.problems) throw problem;
    return problem.body;
  }
}

/** What must not be overlooked: mail does not reach those it is for. */
function mode(health, c) {
  const held = health.problems.find((problem) => problem.field === 'parameters' && problem.message.includes('mail.mode'));
  if (!held) return nothing;
  const named = /mail\.mode is (redirect:|allowlist:|drain )/.exec(held.message)?.[1].slice(0, -1);
  return note(html`<strong>${named ? c.t(`home.modes.${named}`) : c.t('home.held')}</strong> ${held.message}
    <a href=${link('parameters', [], { q: 'mail.mode' })}>${c.t('home.toMode')}</a>`, 'warn');
}

function status(health, c) {
  const sentence = (problem) => html`<li>${problem.message} ${place(problem.field, c)}</li>`;
  return html`<section class="card health"><h2>${badge(word('home.status', health.status), colours[health.status])} ${c.t(`home.says.${health.status}`)}</h2>
    ${health.problems.length > 0 ? html`<ul class="problems">${health.problems.map(sentence)}</ul>` : nothing}
    ${health.warnings?.length > 0 ? html`<h3>${c.t('home.warnings')}</h3><ul>${health.warnings.map(sentence)}</ul>` : nothing}</section>`;
}

function place(field, c) {
  const [kind, id] = field.split('/', 2);
  return places[kind] ? html`<a href=${link(places[kind], id ? [id] : [])}>${c.t('home.toPlace', { name: c.t(`${places[kind]}.title`) })}</a>` : nothing;
}

function queues(health, c) {
  const waiting = health.waiting;
  const oldest = waiting?.oldest ? ` ${c.t('home.oldest', { ago: ago(waiting.oldest) })}` : '';
  const names = Object.entries(health.queues).filter(([, count]) => count > 0);
  return html`<section class="card"><h2>${c.t('home.queues')}</h2>
    ${names.length === 0 ? html`<p>${c.t('home.queuesEmpty')}</p>` : facts(names.map(([name, count]) => [word('home.queueNames', name), number(count)]))}
    ${waiting ? html`<p>${c.t('home.waiting', { n: waiting.count })}${oldest}
      ${waiting.late > 0 ? badge(c.t('home.late', { n: waiting.late }), 'warn') : nothing}</p>` : nothing}</section>`;
}

function attention(health, c) {
  const kinds = Object.entries(health.attention);
  const entry = ([kind, count]) => html`<li><a href=${link('attention', [], { kind })}>${word('home.kinds', kind)}</a> ${badge(number(count), 'warn')}</li>`;
  return html`<section class="card"><h2>${c.t('home.attention')}</h2>
    ${kinds.length === 0 ? html`<p>${c.t('home.attentionNone')}</p>` : html`<ul class="plain">${kinds.map(entry)}</ul>`}</section>`;
}

function servers(health, c) {
  const limit = (state, unit) => state && html`<div>${c.t(`home.limits.${unit}`, { used: number(state.used), limit: number(state.limit) })}
    <meter min="0" max=${state.limit} high=${state.limit * 0.8} value=${state.used} aria-label=${c.t(`home.limits.${unit}`, { used: number(state.used), limit: number(state.limit) })}></meter></div>`;
  const columns = [
    { label: c.t('home.server'), kind: 'main', cell: (server) => (server.server === 'default' ? server.name : html`<a href=${link('outgoing', [server.server])}>${server.name}</a>`) },
    { label: c.t('home.state'), cell: (server) => html`${badge(word('home.circuits', server.circuit.state), circuits[server.circuit.state])} <div class="muted">${server.circuit.why ?? ''}</div>` },
    { label: c.t('home.waits'), kind: 'number', cell: (server) => number(server.waiting.count) },
    { label: c.t('home.lastSuccess'), cell: (server) => when(server.lastSuccess, ago) || '–' },
    { label: c.t('home.limit'), cell: (server) => html`${limit(server.limits.minute, 'minute')}${limit(server.limits.day, 'day')}` },
  ];
  const items = health.servers ?? [];
  return html`<section><h2>${c.t('outgoing.title')}</h2>${table({ caption: c.t('outgoing.title'), columns, items, key: (item) => item.server, empty: c.t('home.noServers') })}</section>`;
}

function boxes(health, c) {
  const columns = [
    { label: c.t('home.mailbox'), kind: 'main', cell: (box) => html`<a href=${link('incoming', [box.server])}>${box.server}</a>` },
    { label: c.t('home.state'), cell: (box) => html`${badge(word('home.boxStates', box.state), mailboxes[box.state])} <div class="muted">${box.lastError ?? box.warning ?? ''}</div>` },
    { label: c.t('home.lag'), cell: (box) => (box.lagSeconds === undefined ? '–' : duration(box.lagSeconds)) },
    { label: c.t('home.waits'), kind: 'number', cell: (box) => number(box.waiting) },
    { label: c.t('home.nextPoll'), cell: (box) => when(box.nextPoll, ago) || '–' },
  ];
  const items = health.mailboxes ?? [];
  return html`<section><h2>${c.t('incoming.title')}</h2>${table({ caption: c.t('incoming.title'), columns, items, key: (item) => item.server, empty: c.t('home.noMailboxes') })}</section>`;
}
