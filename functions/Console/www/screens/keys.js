// The keys of the API: who may do what. The text of a key is shown once, when it is made.
import { Form, badge, copy, everything, formView, html, note, nothing, path, short, table, when, word } from '../ui.js';

const scopes = ['admin', 'read', 'intake', 'post'];

export default {
  async load(c) {
    const model = { items: await everything(c, 'keys') };
    model.form = new Form({
      id: 'keys',
      label: c.t('keys.make'),
      value: { scope: 'read' },
      fields: [
        { name: 'name', label: c.t('keys.name'), help: c.t('keys.nameHelp'), required: true },
        { name: 'scope', label: c.t('keys.scope'), help: c.t('keys.scopeHelp'), type: 'select', options: scopes.map((value) => ({ value, label: c.t(`keys.scopes.${value}`) })) },
        { name: 'expires', label: c.t('keys.expires'), help: c.t('keys.expiresHelp'), type: 'date' },
      ],
      submit: (value) => make(value, model, c),
    });
    return model;
  },

  view: (model, c) => html`<p>${c.t('keys.what')}</p>
    ${model.made ? note(html`<p><strong>${c.t('keys.made', { name: model.made.name })}</strong></p><p>${copy(c, model.made.key)}</p><p>${c.t('keys.once')}</p>`, 'ok') : nothing}
    ${list(model, c)}<section class="card"><h2>${c.t('keys.make')}</h2>${formView(c, model.form)}</section>`,
};

async function make(value, model, c) {
  const expires = value.expires ? new Date(value.expires).toISOString() : undefined;
  const { key, ...made } = await c.api.post('keys', { name: value.name ?? '', scope: value.scope, expires });
  model.made = { name: made.name, key };
  model.items = [...model.items, made];
  model.form.value = { scope: 'read' };
}

function stateOf(key, c) {
  if (key.revoked) return html`${badge(c.t('keys.revoked'), 'bad')} ${when(key.revoked, short)}`;
  if (key.expires && new Date(key.expires) <= new Date()) return badge(c.t('keys.expired'), 'warn');
  return badge(c.t('keys.valid'), 'ok');
}

function list(model, c) {
  const columns = [
    { label: c.t('keys.name'), kind: 'main', cell: (key) => html`${key.name} <div class="about muted"><code>${key.id}</code></div>` },
    { label: c.t('keys.scope'), cell: (key) => word('keys.scopes', key.scope) },
    { label: c.t('keys.state'), cell: (key) => stateOf(key, c) },
    { label: c.t('keys.created'), cell: (key) => when(key.created, short) },
    { label: c.t('keys.expires'), cell: (key) => when(key.expires, short) || c.t('keys.never') },
    { label: c.t('keys.lastUsed'), cell: (key) => when(key.lastUsed, short) || '–' },
    { label: c.t('keys.actions'), kind: 'actions', cell: (key) => (key.revoked ? nothing : html`<button type="button" class="small danger" aria-label=${c.t('keys.revokeOne', { name: key.name })}
      @click=${() => revoke(key, model, c)}>${c.t('keys.revoke')}</button>`) },
  ];
  return html`<section>${table({ caption: c.t('keys.title'), columns, items: model.items, empty: c.t('keys.none') })}</section>`;
}

async function revoke(key, model, c) {
  const own = key.name === c.me.name;
  const question = { title: c.t('keys.revokeOne', { name: key.name }), text: `${c.t('keys.revokeWill')} ${own ? c.t('keys.revokeOwn') : ''}`, yes: c.t('keys.revoke'), danger: true };
  if (!(await c.confirm(question))) return;
  if (!(await c.act(() => c.api.delete(path`keys/${key.id}`), c.t('keys.isRevoked', { name: key.name })))) return;
  model.items = model.items.map((one) => (one.id === key.id ? { ...one, revoked: new Date().toISOString() } : one));
  c.redraw();
}
