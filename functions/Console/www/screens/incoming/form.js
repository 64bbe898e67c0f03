import { editing, link, path } from '../../ui.js';
import { cleanOAuth, dated, oauthFields } from '../../oauth.js';

const securities = ['tls', 'startTls', 'none'];
const actions = { imap: ['markSeen', 'move', 'delete', 'leave'], pop3: ['leave', 'delete'] };

/** The settings of a mailbox; secrets can be written, and nobody reads them. */
export function mailboxForm(model, c) {
  const { create, server } = model;
  return editing(c, {
    id: 'incoming',
    value: dated(server),
    create,
    idField: 'id',
    list: 'incoming-servers',
    at: (value) => (create ? value.id && path`incoming-servers/${value.id}` : path`incoming-servers/${server.id}`),
    body: cleanMailbox,
    readOnly: ['id', 'hasPassword', 'hasClientSecret', 'hasRefreshToken'],
    label: create ? c.t('incoming.create') : undefined,
    saved: (kept) => c.t('incoming.saved', { name: kept.name }),
    to: (kept) => link('incoming', [kept.id]),
    fields: fields(model, c),
  });
}

/** Without what is of no use with the chosen protocol and action. */
export function cleanMailbox(value) {
  if (value.protocol === 'pop3') for (const member of ['folders', 'unseenOnly', 'moveTo']) delete value[member];
  if (!actions[value.protocol ?? 'imap'].includes(value.afterFetch)) delete value.afterFetch;
  if (value.afterFetch !== 'move') delete value.moveTo;
  return cleanOAuth(value);
}

function fields({ create, server, models }, c) {
  const field = (name, more = {}) => ({ name, label: c.t(`incoming.labels.${name}`), help: c.t(`incoming.helps.${name}`), ...more });
  const choice = (name, values) => ({ type: 'select', options: values.map((value) => ({ value, label: c.t(`incoming.choices.${name}.${value}`) })) });
  const [machine, what, afterwards] = ['server', 'what', 'afterwards'].map((name) => ({ group: c.t(`incoming.groups.${name}`) }));
  const imap = (value) => value.protocol !== 'pop3';
  // What is done by default depends on the protocol; the API leaves it out then.
  const action = (protocol) => field('afterFetch', { ...afterwards, type: 'select', when: (value) => imap(value) === (protocol === 'imap'),
    options: [{ value: '', label: c.t(`incoming.usually.${protocol}`) }, ...actions[protocol].map((value) => ({ value, label: c.t(`incoming.choices.afterFetch.${value}`) }))] });
  return [
    field('name', { required: true }),
    ...(create ? [field('id')] : []),
    field('protocol', { ...machine, ...choice('protocol', ['imap', 'pop3']) }),
    field('host', { ...machine, required: true, placeholder: 'imap.example.com' }),
    field('security', { ...machine, ...choice('security', securities) }),
    field('port', { ...machine, type: 'number' }),
    field('verifyCertificate', { ...machine, type: 'checkbox', when: (value) => value.security !== 'none' }),
    ...oauthFields(server, c, c.t('incoming.labels.userName'), c.t('incoming.helps.userName'), true),
    field('folders', { ...what, type: 'lines', rows: 3, when: imap }),
    field('unseenOnly', { ...what, type: 'checkbox', when: imap }),
    field('addresses', { ...what, type: 'lines', rows: 2 }),
    field('fallbackModel', { ...what, suggest: models.map((one) => one.name) }),
    field('largestMail', { ...what, type: 'number' }),
    field('intervalMinutes', { ...what, type: 'number' }),
    action('imap'),
    action('pop3'),
    field('moveTo', { ...afterwards, when: (value) => value.afterFetch === 'move', required: true }),
    field('keepAttachments', { ...afterwards, type: 'checkbox' }),
    field('keepOriginal', { ...afterwards, type: 'checkbox' }),
    field('active', { type: 'checkbox' }),
  ];
}
