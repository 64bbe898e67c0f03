// How the gateway logs in to a server, for outgoing and incoming ones alike. A secret is written and never read.
import { t } from './texts.js';

const secrets = { password: 'hasPassword', clientSecret: 'hasClientSecret', refreshToken: 'hasRefreshToken' };

/** The fields of the login: account, password or tokens. `server` says which secrets are kept. */
export function oauthFields(server, c, userLabel, userHelp, required = false) {
  const group = c.t('login.group');
  const oauth = (value) => value.authentication === 'xoauth2';
  const text = (name, more) => ({ name, group, label: c.t(`login.labels.${name}`), help: c.t(`login.helps.${name}`), ...more });
  return [
    { name: 'userName', group, label: userLabel, help: userHelp, required },
    text('authentication', { type: 'select', options: ['password', 'xoauth2'].map((value) => ({ value, label: c.t(`login.kinds.${value}`) })) }),
    ...secret('password', (value) => !oauth(value)),
    text('oauth.tokenEndpoint', { required: true, when: oauth, placeholder: 'https://login.microsoftonline.com/…/oauth2/v2.0/token' }),
    text('oauth.clientId', { required: true, when: oauth }),
    text('oauth.scope', { when: oauth, placeholder: 'https://outlook.office365.com/.default' }),
    text('oauth.grant', { type: 'select', when: oauth, options: ['clientCredentials', 'refreshToken'].map((value) => ({ value, label: c.t(`login.grants.${value}`) })) }),
    ...secret('clientSecret', oauth),
    ...secret('refreshToken', (value) => oauth(value) && value.oauth?.grant === 'refreshToken'),
    text('oauth.expires', { type: 'date', when: oauth }),
  ];

  function secret(name, when) {
    const kept = server[secrets[name]] === true;
    const fields = [{ name, group, type: 'password', label: c.t(`login.labels.${name}`), help: kept ? c.t('login.kept') : c.t('login.notKept'), when: (value) => when(value) && !value.forget?.[name] }];
    if (kept) fields.push({ name: `forget.${name}`, group, type: 'checkbox', label: t('login.forget'), when });
    return fields;
  }
}

/** The values as the API takes them: secrets to be forgotten are null, and tokens have no settings without their kind. */
export function cleanOAuth(value) {
  for (const [name, forgotten] of Object.entries(value.forget ?? {})) if (forgotten) value[name] = null;
  delete value.forget;
  if (value.authentication !== 'xoauth2') delete value.oauth;
  else if (value.oauth?.expires) value.oauth.expires = new Date(value.oauth.expires).toISOString();
  return value;
}

/** The values as the form has them: a date without time. */
export function dated(server) {
  const expires = server.oauth?.expires;
  return expires ? { ...server, oauth: { ...server.oauth, expires: expires.slice(0, 10) } } : server;
}
