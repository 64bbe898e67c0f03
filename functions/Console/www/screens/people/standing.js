import { badge, facts, html, nothing, path, remove, link, when, without, word } from '../../ui.js';

/** Whether the address is on the blacklist, and why; takes it on and off. */
export function blacklistCard(model, c) {
  const { address, entry } = model;
  const lift = () => remove(c, {
    at: path`blacklist/${address}`,
    title: c.t('people.liftSure', { address }),
    text: c.t('people.liftWill'),
    yes: c.t('people.lift'),
    said: c.t('people.lifted', { address }),
    restore: entry && without(structuredClone(entry), ['address', 'counts', 'covers']),
    restored: link('people', [address]),
  });
  return html`<section class="card"><h2>${c.t('people.tabs.blacklist')} ${entry?.counts ? badge(c.t('people.isOn'), 'bad') : badge(c.t('people.isNotOn'), 'ok')}</h2>
    ${entry ? facts([
      [c.t('people.reason'), word('people.reasons', entry.reason)],
      [c.t('people.since'), when(entry.since)],
      [c.t('people.expires'), when(entry.expires) || c.t('people.never')],
      [c.t('people.labels.note'), entry.note],
    ]) : html`<p>${c.t('people.notBlacklisted')}</p>`}
    ${c.may('admin') ? html`<div class="buttons"><button type="button" @click=${() => put(model, c)}>${entry ? c.t('people.change') : c.t('people.blacklist')}</button>
      ${entry ? html`<button type="button" class="danger" @click=${lift}>${c.t('people.lift')}</button>` : nothing}</div>` : nothing}</section>`;
}

async function put({ address, entry }, c) {
  const sent = ({ note, expires }) => ({ ...without(structuredClone(entry ?? { reason: 'manual' }), ['address', 'counts', 'covers', 'warnings', 'expires', 'note']), note,
    expires: expires ? new Date(expires).toISOString() : undefined });
  const done = await c.ask({
    title: c.t('people.blacklistSure', { address }),
    text: c.t('people.blacklistWill'),
    yes: c.t('ui.save'),
    value: { note: entry?.note, expires: entry?.expires?.slice(0, 10) },
    fields: [
      { name: 'note', label: c.t('people.labels.note'), help: c.t('people.helps.note') },
      { name: 'expires', type: 'date', label: c.t('people.expires'), help: c.t('people.expiresHelp') },
    ],
    submit: (value) => c.api.put(path`blacklist/${address}`, sent(value), { create: !entry }),
  });
  if (!done) return;
  c.say(c.t('people.blacklisted', { address }));
  c.reload();
}

/** Whether the loop guard leaves the address alone. */
export function allowedCard(model, c) {
  const { address, allowed } = model;
  const drop = () => remove(c, {
    at: path`allowed-senders/${address}`,
    title: c.t('people.disallowSure', { address }),
    text: c.t('people.disallowWill'),
    yes: c.t('people.disallow'),
    said: c.t('people.disallowed', { address }),
    restore: allowed,
    restored: link('people', [address]),
  });
  return html`<section class="card"><h2>${c.t('people.allowed')} ${badge(allowed ? c.t('ui.yes') : c.t('ui.no'), allowed ? 'info' : '')}</h2>
    <p class="muted">${c.t('people.allowedWhat')}</p>${allowed?.note ? html`<p>${allowed.note}</p>` : nothing}
    ${c.may('admin') ? html`<div class="buttons">${allowed ? html`<button type="button" class="danger" @click=${drop}>${c.t('people.disallow')}</button>`
      : html`<button type="button" @click=${() => allow(model, c)}>${c.t('people.allow')}</button>`}</div>` : nothing}</section>`;
}

async function allow({ address }, c) {
  const done = await c.ask({
    title: c.t('people.allowSure', { address }),
    text: c.t('people.allowWill'),
    yes: c.t('people.allow'),
    fields: [{ name: 'note', label: c.t('people.labels.note'), help: c.t('people.allowNote') }],
    submit: (value) => c.api.put(path`allowed-senders/${address}`, value, { create: true }),
  });
  if (!done) return;
  c.say(c.t('people.isAllowed', { address }));
  c.reload();
}
