// The alias domains: names and special addresses, DNS records, DKIM keys, and the texts of automatic mail.
import { badge, editingView, everything, html, link, nothing, path, remove, table, tabs, takeWarnings, warningsView } from '../ui.js';
import { dkimView, readDkim } from './domains/dkim.js';
import { checkDns, dnsView } from './domains/dns.js';
import { domainForm } from './domains/form.js';
import { readTexts, textsView } from './domains/texts.js';

const usual = { catchall: 'catchall', bounce: 'bounce', defaultFrom: 'notifications' };

// What a tab shows is read when it is opened.
const reads = { dns: checkDns, dkim: readDkim, texts: readTexts };

export default {
  title: (model, c) => (model.create ? c.t('domains.add') : model.domain?.name),

  async load(c) {
    const [id] = c.params;
    const model = { create: id === 'new', warnings: takeWarnings(), tab: c.query.tab ?? 'settings' };
    if (id === undefined) return { ...model, items: await readAll(c) };
    if (model.create) model.domain = { ...usual, isDefault: (await readAll(c)).length === 0 };
    else model.domain = await c.api.get(path`alias-domains/${id}`);
    model.form = domainForm(model, c);
    if (!model.create) open(model, model.tab, c);
    return model;
  },

  view: (model, c) => (model.items ? all(model, c) : one(model, c)),
};

const readAll = (c) => everything(c, 'alias-domains');

/** Opens a tab; its content is there a moment later. */
function open(model, tab, c) {
  model.tab = tab;
  if (!model[tab] && reads[tab]) reads[tab](model, c);
  c.redraw();
}

function all(model, c) {
  const columns = [
    { label: c.t('domains.labels.name'), kind: 'main', cell: (domain) => html`<a href=${link('domains', [domain.id])}>${domain.name}</a> ${domain.isDefault ? badge(c.t('domains.isDefault'), 'info') : nothing}` },
    ...['catchall', 'bounce', 'defaultFrom'].map((name) => ({ label: c.t(`domains.labels.${name}`), cell: (domain) => html`<code>${domain[name]}</code>` })),
    { label: c.t('domains.labels.formerNames'), cell: (domain) => domain.formerNames?.join(', ') || '–' },
    { label: c.t('domains.actions'), kind: 'actions', cell: (domain) => html`<a class="button small" href=${link('domains', [domain.id], { tab: 'dns' })} aria-label=${c.t('domains.dnsOf', { name: domain.name })}>DNS</a>` },
  ];
  return html`<p>${c.t('domains.what')}</p>${warningsView(model.warnings)}
    ${table({ caption: c.t('domains.title'), columns, items: model.items, empty: c.t('domains.none') })}
    ${c.may('admin') ? html`<p><a class="button" href=${link('domains', ['new'])}>${c.t('domains.add')}</a></p>` : nothing}`;
}

function one(model, c) {
  const views = { settings, dns: dnsView, dkim: dkimView, texts: textsView };
  const items = Object.entries(views).map(([id, view]) => ({ id, label: c.t(`domains.tabs.${id}`), view: () => view(model, c) }));
  return html`<p><a href=${link('domains')}>${c.t('domains.back')}</a></p>${warningsView(model.warnings)}
    ${model.create ? settings(model, c) : tabs(c.t('domains.views'), items, model.tab, (tab) => open(model, tab, c))}`;
}

function settings(model, c) {
  const { domain } = model;
  const drop = () => remove(c, {
    at: path`alias-domains/${domain.id}`,
    title: c.t('domains.deleteSure', { name: domain.name }),
    text: c.t('domains.deleteWill', { name: domain.name }),
    said: c.t('domains.deleted', { name: domain.name }),
    to: link('domains'),
  });
  return html`<section class="card">${editingView(c, model.form)}
    ${model.create || !c.may('admin') ? nothing : html`<hr><p class="muted">${c.t('domains.deleteWhat')}</p><button type="button" class="danger" @click=${drop}>${c.t('ui.delete')}</button>`}</section>`;
}
