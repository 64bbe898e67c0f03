// The models: kinds of records, as the application names them, and how mail of each is handled.
import { badge, editing, editingView, everything, html, link, nothing, path, remove, table, takeWarnings, warningsView, wrong } from '../ui.js';

// In these texts the braces are meant.
const literal = { model: '{model}', id: '{id}', message: '{message}' };

const usual = { loopGuard: true, takesMail: true, followCc: false, showOthers: true };

export default {
  title: (model, c) => (model.create ? c.t('models.add') : model.model?.name),

  async load(c) {
    const [name] = c.params;
    const model = { create: name === 'new', warnings: takeWarnings() };
    if (name === undefined) return { ...model, items: await everything(c, 'models') };
    model.model = model.create ? usual : await c.api.get(path`models/${name}`);
    model.form = form(model, c);
    return model;
  },

  view: (model, c) => (model.items ? all(model, c) : one(model, c)),
};

function all(model, c) {
  const yes = (value) => (value ? c.t('ui.yes') : c.t('ui.no'));
  const columns = [
    { label: c.t('models.labels.name'), kind: 'main', cell: (one) => html`<a href=${link('models', [one.name])}>${one.name}</a> ${one.takesMail ? nothing : badge(c.t('models.noMail'), 'warn')}` },
    { label: c.t('models.labels.linkTemplate'), cell: (one) => (one.linkTemplate ? html`<code>${one.linkTemplate}</code>` : '–') },
    { label: c.t('models.template'), cell: (one) => (one.notification ? c.t('models.own') : c.t('models.standard')) },
    { label: c.t('models.labels.followCc'), cell: (one) => yes(one.followCc) },
    { label: c.t('models.labels.showOthers'), cell: (one) => yes(one.showOthers) },
  ];
  return html`<p>${c.t('models.what')}</p>${warningsView(model.warnings)}
    ${table({ caption: c.t('models.title'), columns, items: model.items, key: (one) => one.name, empty: c.t('models.none') })}
    ${c.may('admin') ? html`<p><a class="button" href=${link('models', ['new'])}>${c.t('models.add')}</a></p>` : nothing}`;
}

function form({ create, model }, c) {
  const field = (name, more = {}) => ({ name, label: c.t(`models.labels.${name}`), help: c.t(`models.helps.${name}`, literal), ...more });
  const template = { group: c.t('models.template') };
  return editing(c, {
    id: 'model',
    value: model,
    create,
    idField: 'name',
    at: (value) => {
      if (!create) return path`models/${model.name}`;
      if (!value.name) throw wrong('name', c.t('models.needsName'));
      return path`models/${value.name}`;
    },
    body: (value) => {
      if (Object.values(value.notification ?? {}).every((part) => !part)) delete value.notification;
      return value;
    },
    readOnly: ['name'],
    label: create ? c.t('models.create') : undefined,
    saved: (kept) => c.t('models.saved', { name: kept.name }),
    to: (kept) => link('models', [kept.name]),
    fields: [
      ...(create ? [field('name', { required: true, placeholder: 'crm.lead' })] : []),
      field('linkTemplate', { placeholder: 'https://app.example.com/{model}/{id}' }),
      ...['takesMail', 'loopGuard', 'followCc', 'showOthers'].map((name) => field(name, { type: 'checkbox' })),
      field('notification.subject', { ...template }),
      field('notification.html', { ...template, type: 'textarea', rows: 8 }),
      field('notification.text', { ...template, type: 'textarea', rows: 5 }),
    ],
  });
}

function one({ create, model, form: editor, warnings }, c) {
  const drop = () => remove(c, {
    at: path`models/${model.name}`,
    title: c.t('models.deleteSure', { name: model.name }),
    text: c.t('models.deleteWill'),
    said: c.t('models.deleted', { name: model.name }),
    to: link('models'),
    restore: model,
    restored: link('models', [model.name]),
  });
  return html`<p><a href=${link('models')}>${c.t('models.back')}</a></p>${warningsView(warnings)}<section class="card">${editingView(c, editor)}
    ${create || !c.may('admin') ? nothing : html`<hr><p class="muted">${c.t('models.deleteWill')}</p><button type="button" class="danger" @click=${drop}>${c.t('ui.delete')}</button>`}</section>`;
}
