import { Pages, badge, editing, editingView, full, html, link, nothing, pager, path, remove, short, table, takeWarnings, warningsView, when, word } from '../../ui.js';
import { requestsCard } from './erasing.js';
import { allowedCard, blacklistCard } from './standing.js';

// What is not there is no error: an address may be known for one thing and not for another.
const optional = (work) => work.catch((problem) => { if (problem.status !== 404) throw problem; });

/** All that is known of an address. */
export async function readPerson(address, c) {
  const [contact, entry, allowed, notes, bounces] = await Promise.all([
    optional(c.api.get(path`contacts/${address}`)),
    optional(c.api.get(path`blacklist/${address}`)),
    optional(c.api.get(path`allowed-senders/${address}`)),
    Pages.start(c, path`contacts/${address}/notes`, {}, 20),
    Pages.start(c, path`contacts/${address}/bounces`, {}, 20),
  ]);
  const model = { address, contact, entry, allowed, notes, bounces, warnings: takeWarnings() };
  model.form = contactForm(model, c);
  return model;
}

function contactForm({ address, contact }, c) {
  const field = (name, more = {}) => ({ name, label: c.t(`people.labels.${name}`), help: c.t(`people.helps.${name}`), ...more });
  return editing(c, {
    id: 'contact',
    value: contact ?? { notify: 'email', active: true },
    create: !contact,
    at: () => path`contacts/${address}`,
    readOnly: ['address'],
    label: contact ? undefined : c.t('people.addContact'),
    saved: c.t('people.saved', { address }),
    fields: [
      field('name'),
      field('internal', { type: 'checkbox' }),
      field('notify', { type: 'select', options: ['email', 'none'].map((value) => ({ value, label: c.t(`people.notify.${value}`) })) }),
      field('active', { type: 'checkbox' }),
    ],
  });
}

export function personView(model, c) {
  const { address } = model;
  return html`<p><a href=${link('people')}>${c.t('people.back')}</a></p>${warningsView(model.warnings)}
    <p class="buttons"><a class="button" href=${link('deliveries', [], { recipient: address })}>${c.t('people.sentTo')}</a>
      <a class="button" href=${link('journal', [], { address })}>${c.t('people.mails')}</a></p>
    <div class="wide-left"><div>${contactCard(model, c)}${bounces(model, c)}</div><div>${blacklistCard(model, c)}${allowedCard(model, c)}${notes(model, c)}${requestsCard(model, c)}</div></div>`;
}

function contactCard(model, c) {
  const { address, contact } = model;
  const drop = () => remove(c, {
    at: path`contacts/${address}`,
    title: c.t('people.deleteSure', { address }),
    text: c.t('people.deleteWill'),
    said: c.t('people.deleted', { address }),
    restore: contact,
    restored: link('people', [address]),
  });
  return html`<section class="card"><h2>${c.t('people.contact')} ${contact ? nothing : badge(c.t('people.unknown'))}</h2>
    ${contact ? nothing : html`<p>${c.t('people.unknownWhat')}</p>`}
    ${c.may('admin') ? html`${editingView(c, model.form)}${contact ? html`<button type="button" class="danger" @click=${drop}>${c.t('people.deleteContact')}</button>` : nothing}`
      : html`<p>${contact?.name ?? ''}</p>`}</section>`;
}

function notes({ notes: list }, c) {
  return html`<section class="card"><h2>${c.t('people.notes')}</h2>${list.items.length === 0 ? html`<p class="empty">${c.t('people.noNotes')}</p>`
    : html`<ul class="plain">${list.items.map((note) => html`<li><span class="muted">${when(note.time, short)}</span> ${note.text}</li>`)}</ul>${pager(list)}`}</section>`;
}

function bounces({ bounces: list }, c) {
  const columns = [
    { label: c.t('people.report'), kind: 'main', cell: (report) => html`${word('people.reportKinds', report.kind)} <span class="muted" title=${full(report.time)}>${when(report.time, short)}</span>` },
    { label: c.t('people.reason'), cell: (report) => html`${word('people.bounceReasons', report.reason)} ${badge(word('people.classes', report.class))}<div class="muted">${report.words}</div>` },
    { label: c.t('people.counts'), cell: (report) => html`${badge(report.counts ? c.t('people.countsYes') : c.t('people.countsNo'), report.counts ? 'warn' : '')} <div class="muted">${report.why}</div>` },
  ];
  return html`<section><h2>${c.t('people.bounces')}</h2>${table({ caption: c.t('people.bounces'), columns, items: list.items, key: (report) => `${report.time} ${report.source}`, empty: c.t('people.noBounces') })}
    ${list.items.length > 0 ? pager(list) : nothing}</section>`;
}
