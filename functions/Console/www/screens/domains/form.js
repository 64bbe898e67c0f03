import { editing, link, path } from '../../ui.js';
import { languages } from './languages.js';

const lists = ['formerNames', 'formerCatchalls', 'formerBounces'];

export function domainForm(model, c) {
  const { create, domain } = model;
  return editing(c, {
    id: 'domain',
    value: domain,
    create,
    idField: 'id',
    list: 'alias-domains',
    at: (value) => (create ? value.id && path`alias-domains/${value.id}` : path`alias-domains/${domain.id}`),
    body: (value) => checked(value, domain, c),
    readOnly: ['id'],
    label: create ? c.t('domains.create') : undefined,
    saved: (kept) => c.t('domains.saved', { name: kept.name }),
    to: (kept) => (create ? link('domains', [kept.id], { tab: 'dns' }) : link('domains', [kept.id])),
    fields: fields(create, c),
  });
}

/** What is left out of a list of former addresses closes them: that is asked before. */
async function checked(value, before, c) {
  const dropped = lists.flatMap((name) => (before[name] ?? []).filter((one) => !(value[name] ?? []).includes(one)));
  if (dropped.length > 0) {
    const question = { title: c.t('domains.closeSure'), text: c.t('domains.closeWill', { names: dropped.join(', ') }), yes: c.t('domains.close'), danger: true };
    if (!(await c.confirm(question))) return undefined;
  }
  return value;
}

function fields(create, c) {
  const field = (name, more = {}) => ({ name, label: c.t(`domains.labels.${name}`), help: c.t(`domains.helps.${name}`), ...more });
  const [addresses, former] = ['addresses', 'former'].map((name) => ({ group: c.t(`domains.groups.${name}`) }));
  return [
    field('name', { required: true, placeholder: 'example.com' }),
    ...(create ? [field('id')] : []),
    field('isDefault', { type: 'checkbox' }),
    field('catchall', { ...addresses, required: true }),
    field('bounce', { ...addresses, required: true }),
    field('defaultFrom', { ...addresses }),
    field('language', { type: 'select', options: languages(c.t('domains.english')) }),
    ...(create ? [] : lists.map((name) => field(name, { ...former, type: 'lines', rows: 2 }))),
  ];
}
