import { Form, badge, facts, formView, html, link, note, nothing, number, path, progress, size, table, when } from '../../ui.js';

/** The mailbox compared with the journal: is every mail accounted for? */
export function auditForm(model, c) {
  return new Form({
    id: 'incoming-audit',
    label: c.t('incoming.audit'),
    value: { limit: 1000 },
    fields: [{ name: 'limit', type: 'number', label: c.t('incoming.auditLimit'), help: c.t('incoming.auditLimitHelp') }],
    submit: ({ limit }) => run(model, c, (at) => c.api.get(at, { limit })),
  });
}

async function run(model, c, ask) {
  model.report = undefined;
  model.running = true;
  c.redraw();
  try {
    model.report = await ask(path`incoming-servers/${model.server.id}/audit`);
  } finally {
    model.running = false;
    c.redraw();
  }
}

async function repair(model, c) {
  if (!(await c.confirm({ title: c.t('incoming.repair'), text: c.t('incoming.repairWill'), yes: c.t('incoming.repair') }))) return;
  const { limit } = model.auditing.value;
  await c.act(() => run(model, c, (at) => c.api.post(at, undefined, { query: { limit, repair: true } })), c.t('incoming.repaired'));
}

export function auditCard(model, c) {
  return html`<section class="card"><h2>${c.t('incoming.audit')}</h2><p class="muted">${c.t('incoming.auditWhat')}</p>
    ${formView(c, model.auditing)}
    <div aria-live="polite">${model.running ? progress(c.t('incoming.auditing')) : nothing}${model.report ? report(model, c) : nothing}</div></section>`;
}

function report(model, c) {
  const { complete, folders } = model.report;
  const open = folders.some((folder) => [...(folder.missing ?? []), ...(folder.unprocessed ?? [])].some((mail) => !mail.repaired));
  return html`${note(complete ? c.t('incoming.complete') : c.t('incoming.incomplete'), complete ? 'ok' : 'warn')}
    ${open && c.may('admin') ? html`<button type="button" @click=${() => repair(model, c)}>${c.t('incoming.repair')}</button>` : nothing}
    ${folders.map((folder) => html`<h3><code>${folder.folder}</code></h3>${facts([
      ...['mails', 'checked', 'accounted', 'waiting', 'passed', 'expired'].map((name) => [c.t(`incoming.counts.${name}`), number(folder[name] ?? 0)]),
      [c.t('incoming.sharedUidls'), folder.sharedUidls?.join(', ')],
    ])}${mails(folder.missing, 'missing', c)}${mails(folder.unprocessed, 'unprocessed', c)}`)}`;
}

function mails(items, kind, c) {
  if (!items?.length) return nothing;
  const columns = [
    { label: c.t('incoming.mail'), kind: 'main', cell: (mail) => (mail.mail && kind === 'unprocessed' ? html`<a href=${link('journal', [mail.mail])}>${mail.place}</a>` : html`<code>${mail.place}</code>`) },
    { label: c.t('incoming.arrived'), cell: (mail) => when(mail.arrived) || '–' },
    { label: c.t('incoming.size'), cell: (mail) => size(mail.size) },
    { label: c.t('incoming.why'), cell: (mail) => html`${mail.reason} ${mail.repaired ? badge(c.t('incoming.isRepaired'), 'ok') : nothing}` },
  ];
  return html`<h4>${c.t(`incoming.found.${kind}`)}</h4>${table({ caption: c.t(`incoming.found.${kind}`), columns, items, key: (mail) => mail.place })}`;
}
