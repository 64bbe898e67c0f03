import { ApiError } from '../../api.js';
import { badge, copy, everything, facts, html, link, nothing, path, progress, note, when } from '../../ui.js';
import { inStrings } from './dns.js';

const colours = { active: 'ok', next: 'info', former: '' };
const at = (model) => path`alias-domains/${model.domain.id}/dkim`;

export async function readDkim(model, c) {
  try {
    const [keys, servers] = await Promise.all([c.api.get(at(model)), everything(c, 'outgoing-servers')]);
    model.dkim = { keys: keys.items, signing: servers.filter((server) => server.sign) };
  } catch (problem) {
    model.dkim = { problem };
  }
  c.redraw();
}

export function dkimView(model, c) {
  if (!model.dkim) return progress(c.t('ui.loading'));
  if (model.dkim.problem) return note(c.words(model.dkim.problem), 'bad');
  const { keys, signing } = model.dkim;
  const admin = c.may('admin');
  return html`<p>${c.t('domains.dkimWhat')}</p>
    <p>${signing.length > 0 ? html`${c.t('domains.signing')} ${signing.map((server, i) => html`${i > 0 ? ', ' : ''}<a href=${link('outgoing', [server.id])}>${server.name}</a>`)}.`
      : html`${c.t('domains.nobodySigns')} <a href=${link('outgoing')}>${c.t('outgoing.title')}</a>`}</p>
    ${keys.length === 0 ? html`<p class="empty">${c.t('domains.noKeys')}</p>` : nothing}
    ${keys.map((key) => one(model, key, admin, c))}
    ${admin && !keys.some((key) => key.state === 'next') ? html`<button type="button" class="primary" @click=${() => make(model, c)}>${c.t('domains.makeKey')}</button>` : nothing}`;
}

function one(model, key, admin, c) {
  return html`<section class="card"><h2><code>${key.selector}</code> ${badge(c.t(`domains.keyStates.${key.state}`), colours[key.state])}</h2>
    <p>${c.t(`domains.keySays.${key.state}`)}</p>
    ${facts([
      [c.t('domains.recordName'), copy(c, key.name)],
      [c.t('domains.recordValue'), html`${copy(c, key.value)}${inStrings(key.strings, c)}`],
      [c.t('domains.algorithm'), c.t(`domains.algorithms.${key.algorithm}`)],
      [c.t('domains.created'), when(key.created)],
      [c.t('domains.activated'), key.activated && when(key.activated)],
      [c.t('domains.retired'), key.retired && when(key.retired)],
    ])}
    ${admin && key.state !== 'active' ? html`<div class="buttons"><button type="button" class=${key.state === 'next' ? 'primary' : ''} @click=${() => activate(model, key, c)}>${c.t('domains.activate')}</button>
      <button type="button" class="danger" @click=${() => drop(model, key, c)}>${c.t('ui.delete')}</button></div>` : nothing}</section>`;
}

async function make(model, c) {
  const made = await c.ask({
    title: c.t('domains.makeKey'),
    text: c.t('domains.makeKeyWill'),
    yes: c.t('domains.makeKey'),
    value: { algorithm: 'rsa' },
    fields: [
      { name: 'algorithm', type: 'select', label: c.t('domains.algorithm'), help: c.t('domains.algorithmHelp'), options: ['rsa', 'ed25519'].map((value) => ({ value, label: c.t(`domains.algorithms.${value}`) })) },
      { name: 'selector', label: c.t('domains.selector'), help: c.t('domains.selectorHelp') },
    ],
    submit: (value) => c.api.post(at(model), value),
  });
  if (!made) return;
  c.say(c.t('domains.keyMade'));
  await readDkim(model, c);
}

/** Signs with the key from now on. Where the DNS does not show its record, that is said, and the look can be left out. */
async function activate(model, key, c) {
  const write = (body) => c.api.post(`${at(model)}/${encodeURIComponent(key.selector)}/activate`, body);
  if (!(await c.confirm({ title: c.t('domains.activateSure', { selector: key.selector }), text: c.t('domains.activateWill'), yes: c.t('domains.activate') }))) return;
  try {
    await write({});
  } catch (problem) {
    if (!(problem instanceof ApiError)) throw problem;
    if (problem.status !== 409) return void c.say(c.words(problem), { kind: 'bad' });
    const why = problem.errors.map((error) => error.message).join(' ') || problem.message;
    const unchecked = { title: c.t('domains.uncheckedSure'), text: `${c.t('domains.uncheckedWhy')} ${why}`, yes: c.t('domains.unchecked'), danger: true };
    if (!(await c.confirm(unchecked)) || !(await c.act(() => write({ unchecked: true })))) return;
  }
  c.say(c.t('domains.activeNow', { selector: key.selector }));
  await readDkim(model, c);
}

async function drop(model, key, c) {
  if (!(await c.confirm({ title: c.t('domains.dropSure', { selector: key.selector }), text: c.t(`domains.dropWill.${key.state}`), yes: c.t('ui.delete'), danger: true }))) return;
  if (await c.act(() => c.api.delete(`${at(model)}/${encodeURIComponent(key.selector)}`), c.t('domains.dropped', { selector: key.selector }))) await readDkim(model, c);
}
