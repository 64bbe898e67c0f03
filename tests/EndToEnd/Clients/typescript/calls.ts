// Typical calls with a client that openapi-typescript made of docs/openapi.json: calls.ts ADDRESS KEY. Prints a line for each.
import createClient from 'openapi-fetch';
import type { components, paths } from './api.js';

declare const process: { argv: string[] };
const [, , address, key] = process.argv;
const api = createClient<paths>({ baseUrl: `${address}/api`, headers: { Authorization: `Bearer ${key}` } });

type Answer = { response: Response; error?: unknown };
const say = (call: string, { response, error }: Answer) => console.log(call, response.ok ? 'ok' : `${response.status} ${JSON.stringify(error)}`);

say('putAliasDomain', await api.PUT('/alias-domains/{id}', { params: { path: { id: 'main' } }, body: { name: 'mycompany.example', isDefault: true } }));
say('putModel', await api.PUT('/models/{name}', { params: { path: { name: 'crm.lead' } }, body: { linkTemplate: 'https://crm.example/{id}' } }));

const sales = { params: { path: { domain: 'main', localPart: 'sales' } } };
const alias = await api.PUT('/aliases/{domain}/{localPart}', { ...sales, body: { model: 'crm.lead', defaults: { team: 4 }, followers: ['ben@mycompany.example'] } });
say('putAlias', alias);

const relay: components['schemas']['OutgoingServerInput'] = { name: 'Relay', host: 'smtp.example.com', fromFilter: 'mycompany.example', active: false };
say('putOutgoingServer', await api.PUT('/outgoing-servers/{id}', { params: { path: { id: 'relay' } }, body: relay }));
say('putContact', await api.PUT('/contacts/{address}', { params: { path: { address: 'ann@customer.example' } }, body: { name: 'Ann' } }));
say('putParameter', await api.PUT('/parameters/{name}', { params: { path: { name: 'mail.retry.days' } }, body: { value: '5' } }));

const order = { path: { model: 'crm.lead', id: '4711' } };
say('postMessage', await api.POST('/threads/{model}/{id}/messages', { params: order, body: { author: 'ben@mycompany.example', subject: 'Your order', text: 'It has left.', create: true } }));
say('listThreads', await api.GET('/threads', { params: { query: { model: 'crm.lead', limit: 10 } } }));

const explained = await api.POST('/explain/outbound', { body: { from: 'ben@mycompany.example', to: 'ann@customer.example' } });
say('explainOutbound', explained);

// A change of what was read, only if nobody else has changed it.
const header = { 'If-Match': alias.response.headers.get('ETag')! };
const patched = await api.PATCH('/aliases/{domain}/{localPart}', { params: { ...sales.params, header }, body: { contactPolicy: 'partners', defaults: { team: null } } });
say('patchAlias', patched);
console.log(patched.data?.contactPolicy, JSON.stringify(patched.data?.defaults), patched.data?.followers?.join());
