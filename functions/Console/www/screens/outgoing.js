// The outgoing servers: how each is, its settings, what its From filter covers, and its test.
import { editingView, everything, html, link, nothing, path, takeWarnings, warningsView } from '../ui.js';
import { filterCard } from './outgoing/filter.js';
import { serverForm } from './outgoing/form.js';
import { list, stateCard } from './outgoing/state.js';
import { testCard, testForm } from './outgoing/test.js';

const usual = { port: 587, security: 'startTls', verifyCertificate: true, authentication: 'password', priority: 10, active: true, sign: false };

export default {
  title: (model, c) => (model.create ? c.t('outgoing.add') : model.server?.name),

  async load(c) {
    const [id] = c.params;
    const model = { create: id === 'new', warnings: takeWarnings() };
    if (id === undefined) return { ...model, ...(await readAll(c)) };
    const [domains, aliases, server, health] = await Promise.all([
      everything(c, 'alias-domains'), everything(c, 'aliases'), model.create ? usual : c.api.get(path`outgoing-servers/${id}`), model.create ? undefined : readHealth(c)]);
    Object.assign(model, { domains, aliases, server, status: statusOf(health, id) });
    model.form = serverForm(model, c);
    model.test = testForm(model, c);
    return model;
  },

  async refresh(model, c) {
    if (model.items) Object.assign(model, await readAll(c));
    else if (!model.create) model.status = statusOf(await readHealth(c), model.server.id);
  },

  view: (model, c) => (model.items ? all(model, c) : one(model, c)),
};

const statusOf = (health, id) => health?.servers?.find((status) => status.server === id);

// A report that cannot be had takes nothing from the settings.
const readHealth = (c) => c.api.get('health').catch((problem) => problem.body);

async function readAll(c) {
  const [items, health] = await Promise.all([everything(c, 'outgoing-servers'), readHealth(c)]);
  const byDefault = statusOf(health, 'default');
  const known = items.map((server) => ({ ...server, status: statusOf(health, server.id) }));
  return { items: byDefault ? [...known, { id: 'default', name: byDefault.name, active: true, isDefault: true, status: byDefault }] : known };
}

function all(model, c) {
  return html`<p>${c.t('outgoing.what')}</p>${warningsView(model.warnings)}${list(model.items, c)}
    ${c.may('admin') ? html`<p><a class="button" href=${link('outgoing', ['new'])}>${c.t('outgoing.add')}</a></p>` : nothing}`;
}

function one(model, c) {
  return html`<p><a href=${link('outgoing')}>${c.t('outgoing.back')}</a></p>${warningsView(model.warnings)}
    ${model.create ? nothing : stateCard(model, c)}
    ${c.may('admin') ? html`<div class="wide-left"><section class="card"><h2>${c.t('outgoing.settings')}</h2>${editingView(c, model.form)}</section>
      <div>${testCard(model, c)}${filterCard(model, c)}</div></div>` : filterCard(model, c)}`;
}
