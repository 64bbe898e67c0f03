// The parameters: what each is for, its value, and which ones it may have. A change takes effect within a second.
import { badge, html, nothing, path, table } from '../ui.js';

export default {
  async load(c) {
    return { items: (await c.api.get('parameters')).items, sought: c.query.q ?? '' };
  },

  view(model, c) {
    const found = model.items.filter((item) => `${item.name} ${about(item, c)}`.toLowerCase().includes(model.sought.toLowerCase()));
    const seek = (event) => {
      model.sought = event.target.value;
      c.redraw();
    };
    const columns = [
      { label: c.t('parameters.name'), kind: 'main', cell: (item) => html`<code>${item.name}</code><div class="about">${about(item, c)}</div>` },
      { label: c.t('parameters.value'), cell: (item) => html`<strong>${shown(item.value, item, c)}</strong> ${item.value === item.default ? nothing : badge(c.t('parameters.changed'), 'info')}` },
      { label: c.t('parameters.default'), cell: (item) => shown(item.default, item, c) },
      { label: c.t('parameters.allowed'), cell: (item) => allowed(item, c) },
      { label: c.t('parameters.actions'), kind: 'actions', cell: (item) => actions(item, model, c) },
    ];
    return html`<p>${c.t('parameters.what')}</p>
      <search class="search"><label>${c.t('parameters.seek')}<input type="search" .value=${model.sought} @input=${seek}></label></search>
      ${table({ caption: c.t('parameters.title'), columns, items: found, key: (item) => item.name })}`;
  },
};

const keyOf = (item) => item.name.replaceAll('.', '_');
const about = (item, c) => c.t(`parameters.about.${keyOf(item)}`);

const units = { days: 'days', minutes: 'minutes', threshold: 'mails', batch: 'mails', bounces: 'bounces' };
const unit = (item, c) => (item.least === undefined ? '' : c.t(`parameters.units.${units[item.name.split('.').pop()]}`));

const shown = (value, item, c) => (value === undefined || value === null ? html`<span class="muted">${c.t('parameters.unset')}</span>` : html`${value} ${unit(item, c)}`);

function allowed(item, c) {
  if (item.choices) return item.choices.join(', ');
  return item.least === undefined ? c.t(`parameters.forms.${keyOf(item)}`) : c.t('parameters.range', { least: item.least, most: item.most });
}

function actions(item, model, c) {
  if (!c.may('admin')) return nothing;
  return html`<button type="button" class="small" aria-label=${c.t('parameters.changeOne', { name: item.name })} @click=${() => change(item, model, c)}>${c.t('parameters.change')}</button>
    ${item.value === item.default ? nothing : html`<button type="button" class="small" aria-label=${c.t('parameters.resetOne', { name: item.name })}
      @click=${() => reset(item, model, c)}>${c.t('parameters.reset')}</button>`}`;
}

const at = (item) => path`parameters/${item.name}`;

/** Asks for the value, on the form that the parameter has. */
async function change(item, model, c) {
  const field = {
    name: 'value',
    label: c.t('parameters.value'),
    help: allowed(item, c),
    type: item.choices ? 'select' : item.least === undefined ? 'text' : 'number',
    options: item.choices?.map((value) => ({ value, label: value })),
    required: true,
  };
  if (!(await c.act(() => c.api.get(at(item))))) return;
  await c.ask({
    title: item.name,
    text: about(item, c),
    yes: c.t('ui.save'),
    fields: [field],
    value: { value: item.value },
    submit: async ({ value }) => keep(await c.api.put(at(item), { value: `${value ?? ''}` }), item, model, c, c.t('parameters.saved', { name: item.name })),
  });
}

async function reset(item, model, c) {
  const sure = { title: c.t('parameters.resetOne', { name: item.name }), text: c.t('parameters.resetWill', { value: item.default ?? c.t('parameters.unset') }), yes: c.t('parameters.reset') };
  if (!(await c.confirm(sure))) return;
  await c.act(async () => {
    await c.api.get(at(item));
    await c.api.delete(at(item));
    keep({ ...item, value: item.default }, item, model, c, c.t('parameters.wasReset', { name: item.name }));
  });
}

/** Shows the new state, and offers the old one. */
function keep(now, before, model, c, said) {
  model.items = model.items.map((item) => (item.name === now.name ? now : item));
  const back = async () => {
    await c.api.get(at(now));
    const unset = before.value === before.default;
    const restored = unset ? (await c.api.delete(at(now)), before) : await c.api.put(at(now), { value: before.value });
    model.items = model.items.map((item) => (item.name === now.name ? restored : item));
    c.redraw();
  };
  c.say([said, ...(now.warnings ?? []).map((warning) => warning.message)].join(' '), { undo: () => c.act(back, c.t('parameters.restored', { name: now.name })) });
  c.redraw();
}
