import { editing, link, path, wrong } from '../../ui.js';
import { languages } from '../domains/languages.js';

const choices = {
  contactPolicy: ['everyone', 'partners', 'followers'],
  followSender: ['all', 'known'],
  forgedMail: ['accept', 'flag', 'quarantine'],
  spam: ['accept', 'flag', 'quarantine'],
};

export function aliasForm(model, c) {
  const { create, alias } = model;
  return editing(c, {
    id: 'alias',
    value: { ...alias, defaults: alias.defaults ? JSON.stringify(alias.defaults, undefined, 2) : undefined },
    create,
    idField: 'localPart',
    at: (value) => {
      if (!create) return path`aliases/${alias.domain}/${alias.localPart}`;
      if (!value.localPart) throw wrong('localPart', c.t('aliases.needsLocalPart'));
      return path`aliases/${value.domain}/${value.localPart}`;
    },
    body: (value) => cleaned(value, c),
    readOnly: ['domain', 'localPart', 'address', 'status', 'lastError'],
    label: create ? c.t('aliases.create') : undefined,
    saved: (kept) => c.t('aliases.saved', { address: kept.address }),
    to: (kept) => link('aliases', [kept.domain, kept.localPart]),
    fields: fields(model, c),
  });
}

function cleaned(value, c) {
  if (value.defaults) {
    try {
      value.defaults = JSON.parse(value.defaults);
    } catch (problem) {
      throw wrong('defaults', c.t('aliases.noJson', { problem: problem.message }));
    }
  }
  if (!value.parentThread?.model && !value.parentThread?.id) delete value.parentThread;
  return value;
}

function fields({ create, domains, models }, c) {
  const field = (name, more = {}) => ({ name, label: c.t(`aliases.labels.${name}`), help: c.t(`aliases.helps.${name}`), ...more });
  const choice = (name) => field(name, { type: 'select', options: choices[name].map((value) => ({ value, label: c.t(`aliases.choices.${name}.${value}`) })) });
  const [record, senders, more] = ['record', 'senders', 'more'].map((name) => ({ group: c.t(`aliases.groups.${name}`) }));
  return [
    ...(create ? [
      field('localPart', { required: true, placeholder: 'support' }),
      field('domain', { type: 'select', options: domains.map((one) => ({ value: one.id, label: one.name })) }),
    ] : []),
    field('model', { ...record, required: true, placeholder: 'crm.lead', suggest: models.map((one) => one.name) }),
    field('defaults', { ...record, type: 'textarea', rows: 3, placeholder: '{ "stage": "new" }' }),
    field('forcedThread', { ...record }),
    field('followers', { ...record, type: 'lines', rows: 2 }),
    { ...choice('contactPolicy'), ...senders },
    field('parentThread.model', { ...senders, when: (value) => value.contactPolicy === 'followers' }),
    field('parentThread.id', { ...senders, when: (value) => value.contactPolicy === 'followers' }),
    field('refusalText', { ...senders, type: 'textarea', rows: 3, when: (value) => value.contactPolicy !== 'everyone' }),
    { ...choice('followSender'), ...senders },
    { ...choice('forgedMail'), ...senders },
    { ...choice('spam'), ...senders },
    field('language', { ...more, type: 'select', options: languages(c.t('aliases.asDomain')) }),
    field('matchLocalPart', { ...more, type: 'checkbox' }),
  ];
}
