// The journal: every mail that came in, and what became of it.
import { find, findAgain, html, isAsked, link, mailState, nothing, path, results, searchForm, table, when, word } from '../ui.js';
import { mailPage, readMailPage, refreshMailPage } from './journal/mail.js';

const states = ['pending', 'routed', 'bounce', 'duplicate', 'ignored', 'refused', 'parked', 'held', 'quarantined', 'failed'];

export default {
  title: (model, c) => model.mail && (model.mail.subject || c.t('journal.noSubject')),

  async load(c) {
    const [id] = c.params;
    if (id) return readMailPage(path`mails/${id}`, c);
    const { address, subject, from, to, state, messageId } = c.query;
    const days = isAsked(c, fields(c)) ? { from, to: to ?? day(1) } : { from: day(-1) };
    return { found: await find(c, 'mails', { address, subject, state, messageId, ...days }) };
  },

  async refresh(model, c) {
    if (model.mail) await refreshMailPage(model, c);
    else if (!isAsked(c, fields(c))) model.found = await findAgain(model.found, c);
  },

  view: (model, c) => (model.mail ? mailPage(model, c) : html`<p>${c.t('journal.what')}</p>${searchForm(c, 'journal', fields(c))}
    ${results(model.found, (items) => list(items, c))}${isAsked(c, fields(c)) ? nothing : older(c)}`),
};

// Each day costs calls of storage, also one without mail: days before yesterday are read when somebody asks.
const older = (c) => html`<p><a class="button" href=${link('journal', [], { to: day(-2) })}>${c.t('journal.older')}</a></p>`;

/** A day in UTC, some days from today. */
const day = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

const fields = (c) => [
  { name: 'address', label: c.t('journal.address') },
  { name: 'subject', label: c.t('journal.subject') },
  { name: 'state', label: c.t('journal.state'), type: 'select', options: states.map((value) => ({ value, label: word('journal.states', value) })) },
  { name: 'from', label: c.t('journal.fromDay'), type: 'date' },
  { name: 'to', label: c.t('journal.toDay'), type: 'date' },
  { name: 'messageId', label: c.t('journal.messageId') },
];

function list(items, c) {
  const columns = [
    { label: c.t('journal.subject'), kind: 'main', cell: (item) => html`<a href=${link('journal', [item.id])}>${item.subject || c.t('journal.noSubject')}</a>
      ${item.messageId ? html`<div class="about muted mono">${item.messageId}</div>` : nothing}` },
    { label: c.t('journal.state'), cell: (item) => mailState(item.state) },
    { label: c.t('journal.from'), cell: (item) => item.from ?? item.sender ?? '–' },
    { label: c.t('journal.recipients'), cell: (item) => item.recipients?.join(', ') || '–' },
    { label: c.t('journal.received'), cell: (item) => when(item.received) },
  ];
  return table({ caption: c.t('journal.title'), columns, items, empty: c.t('journal.none') });
}
