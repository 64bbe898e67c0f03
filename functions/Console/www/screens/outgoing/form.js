import { editing, link, path } from '../../ui.js';
import { cleanOAuth, dated, oauthFields } from '../../oauth.js';

const securities = ['startTls', 'tls', 'startTlsWhenAvailable', 'none'];

/** The settings of a server; secrets can be written, and nobody reads them. */
export function serverForm(model, c) {
  const { create, server } = model;
  return editing(c, {
    id: 'outgoing',
    value: dated(server),
    create,
    idField: 'id',
    list: 'outgoing-servers',
    at: (value) => (create ? value.id && path`outgoing-servers/${value.id}` : path`outgoing-servers/${server.id}`),
    body: cleanServer,
    readOnly: ['id'],
    label: create ? c.t('outgoing.create') : undefined,
    saved: (kept) => c.t('outgoing.saved', { name: kept.name }),
    to: (kept) => link('outgoing', [kept.id]),
    fields: fields(model, c),
  });
}

/** What is sent of the values of the form, saved or only tested. */
export function cleanServer(value) {
  for (const member of ['hasPassword', 'hasClientSecret', 'hasRefreshToken', 'limits', 'warnings']) delete value[member];
  return cleanOAuth(value);
}

function fields({ create, server }, c) {
  const field = (name, more = {}) => ({ name, label: c.t(`outgoing.labels.${name}`), help: c.t(`outgoing.helps.${name}`), ...more });
  const choice = (name, values) => ({ type: 'select', options: values.map((value) => ({ value, label: c.t(`outgoing.choices.${name}.${value}`) })) });
  const [machine, from, limits] = ['server', 'from', 'limits'].map((name) => ({ group: c.t(`outgoing.groups.${name}`) }));
  return [
    field('name', { required: true }),
    ...(create ? [field('id')] : []),
    field('host', { ...machine, required: true, placeholder: 'smtp.example.com' }),
    field('port', { ...machine, type: 'number' }),
    field('security', { ...machine, ...choice('security', securities) }),
    field('verifyCertificate', { ...machine, type: 'checkbox', when: (value) => value.security !== 'none' }),
    ...oauthFields(server, c, c.t('outgoing.labels.userName'), c.t('outgoing.helps.userName')),
    field('fromFilter', { ...from, placeholder: 'example.com, support@example.org' }),
    field('sign', { ...from, type: 'checkbox' }),
    field('priority', { ...from, type: 'number' }),
    field('dailyLimit', { ...limits, type: 'number' }),
    field('ratePerMinute', { ...limits, type: 'number' }),
    field('connections', { ...limits, type: 'number' }),
    field('active', { type: 'checkbox' }),
  ];
}
