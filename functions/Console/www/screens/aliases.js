// The aliases: addresses that turn mail into records. And what a mail to any address would do.
import { badge, editingView, everything, html, link, nothing, path, remove, table, takeWarnings, warningsView, word } from '../ui.js';
import { aliasForm } from './aliases/form.js';
import { previewCard } from './aliases/preview.js';

const usual = { contactPolicy: 'everyone', followSender: 'all', forgedMail: 'accept', spam: 'flag' };
const colours = { valid: 'ok', failed: 'bad', notTested: '' };

export default {
  title: (model, c) => (model.create ? c.t('aliases.add') : model.alias?.address),

  // `aliases`, `aliases/new`, `aliases/{domain}` and `aliases/{domain}/{local part}`.
  async load(c) {
    const [domain, localPart] = c.params;
    const create = domain === 'new';
    const [domains, models, aliases, alias] = await Promise.all([
      everything(c, 'alias-domains'), everything(c, 'models'), everything(c, 'aliases'), localPart ? c.api.get(path`aliases/${domain}/${localPart}`) : undefined]);
    const model = { create, domains, aliases, models, alias, warnings: takeWarnings(), domain: create || localPart ? undefined : domain, preview: {} };
    if (create) model.alias = { ...usual, domain: (domains.find((one) => one.isDefault) ?? domains[0])?.id };
    if (model.alias) model.form = aliasForm(model, c);
    return model;
  },

  view: (model, c) => (model.form ? one(model, c) : all(model, c)),
};


function all(model, c) {
  const choose = (event) => {
    model.domain = event.target.value || undefined;
    c.redraw();
  };
  const items = model.aliases.filter((alias) => !model.domain || alias.domain === model.domain);
  const columns = [
    { label: c.t('aliases.address'), kind: 'main', cell: (alias) => html`<a href=${link('aliases', [alias.domain, alias.localPart])}>${alias.address}</a>` },
    { label: c.t('aliases.labels.model'), cell: (alias) => html`${alias.model}${alias.forcedThread ? html` <span class="muted">${c.t('aliases.always', { id: alias.forcedThread })}</span>` : nothing}` },
    { label: c.t('aliases.labels.contactPolicy'), cell: (alias) => word('aliases.choices.contactPolicy', alias.contactPolicy) },
    { label: c.t('aliases.status'), cell: (alias) => html`${badge(word('aliases.states', alias.status), colours[alias.status])} <div class="muted">${alias.lastError ?? ''}</div>` },
  ];
  return html`<p>${c.t('aliases.what')}</p>${warningsView(model.warnings)}
    ${model.domains.length > 1 ? html`<search class="search"><label>${c.t('aliases.labels.domain')}<select @change=${choose}><option value="">${c.t('aliases.allDomains')}</option>
      ${model.domains.map((one) => html`<option value=${one.id} ?selected=${one.id === model.domain}>${one.name}</option>`)}</select></label></search>` : nothing}
    ${table({ caption: c.t('aliases.title'), columns, items, key: (alias) => alias.address, empty: c.t('aliases.none') })}
    ${!c.may('admin') ? nothing : model.domains.length > 0 ? html`<p><a class="button" href=${link('aliases', ['new'])}>${c.t('aliases.add')}</a></p>`
      : html`<p>${c.t('aliases.domainFirst')} <a href=${link('domains', ['new'])}>${c.t('domains.add')}</a></p>`}
    ${model.domains.length > 0 ? previewCard(model, model.domains[0], c) : nothing}`;
}

function one(model, c) {
  const { alias } = model;
  const at = path`aliases/${alias.domain}/${alias.localPart}`;
  const drop = () => remove(c, {
    at,
    title: c.t('aliases.deleteSure', { address: alias.address }),
    text: c.t('aliases.deleteWill', { address: alias.address }),
    said: c.t('aliases.deleted', { address: alias.address }),
    to: link('aliases'),
    restore: alias,
    restored: link('aliases', [alias.domain, alias.localPart]),
  });
  return html`<p><a href=${link('aliases')}>${c.t('aliases.back')}</a></p>${warningsView(model.warnings)}
    ${alias.status === 'failed' ? html`<div class="note bad"><p>${c.t('aliases.failed')} ${alias.lastError}</p></div>` : nothing}
    <div class="wide-left"><section class="card">${editingView(c, model.form)}
      ${model.create || !c.may('admin') ? nothing : html`<hr><p class="muted">${c.t('aliases.deleteWhat')}</p><button type="button" class="danger" @click=${drop}>${c.t('ui.delete')}</button>`}</section>
      ${model.create ? nothing : previewCard(model, alias, c)}</div>`;
}
