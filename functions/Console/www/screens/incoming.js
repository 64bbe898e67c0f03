// The incoming servers: mailboxes that mail is fetched from, how far each was read, its test, its audit.
import { editingView, everything, html, link, nothing, path, takeWarnings, warningsView } from '../ui.js';
import { auditCard, auditForm } from './incoming/audit.js';
import { mailboxForm } from './incoming/form.js';
import { list, stateCard } from './incoming/state.js';
import { testCard, testForm } from './incoming/test.js';

const usual = { protocol: 'imap', security: 'tls', verifyCertificate: true, authentication: 'password', folders: ['INBOX'], keepAttachments: true, active: true };

export default {
  title: (model, c) => (model.create ? c.t('incoming.add') : model.server?.name),

  async load(c) {
    const [id] = c.params;
    const model = { create: id === 'new', warnings: takeWarnings() };
    if (id === undefined) return { ...model, ...(await readAll(c)) };
    const [models, server, health] = await Promise.all([
      everything(c, 'models'), model.create ? usual : c.api.get(path`incoming-servers/${id}`), model.create ? undefined : readHealth(c)]);
    Object.assign(model, { models, server, box: boxOf(health, id) });
    model.form = mailboxForm(model, c);
    if (!model.create) Object.assign(model, { test: testForm(model, c), auditing: auditForm(model, c) });
    return model;
  },

  async refresh(model, c) {
    if (model.items) Object.assign(model, await readAll(c));
    else if (!model.create) model.box = boxOf(await readHealth(c), model.server.id);
  },

  view: (model, c) => (model.items ? all(model, c) : one(model, c)),
};

const boxOf = (health, id) => health?.mailboxes?.find((box) => box.server === id);

// A report that cannot be had takes nothing from the settings.
const readHealth = (c) => c.api.get('health').catch((problem) => problem.body);

async function readAll(c) {
  const [items, health] = await Promise.all([everything(c, 'incoming-servers'), readHealth(c)]);
  return { items: items.map((server) => ({ ...server, box: boxOf(health, server.id) })) };
}

function all(model, c) {
  return html`<p>${c.t('incoming.what')}</p>${warningsView(model.warnings)}${list(model.items, c)}
    ${c.may('admin') ? html`<p><a class="button" href=${link('incoming', ['new'])}>${c.t('incoming.add')}</a></p>` : nothing}`;
}

function one(model, c) {
  const admin = c.may('admin');
  return html`<p><a href=${link('incoming')}>${c.t('incoming.back')}</a></p>${warningsView(model.warnings)}
    ${model.create ? html`<p>${c.t('incoming.thenTest')}</p>` : stateCard(model, c)}
    <div class="wide-left">${admin ? html`<section class="card"><h2>${c.t('incoming.settings')}</h2>${editingView(c, model.form)}</section>` : nothing}
      ${model.create ? nothing : html`<div>${admin ? testCard(model, c) : nothing}${auditCard(model, c)}</div>`}</div>`;
}
