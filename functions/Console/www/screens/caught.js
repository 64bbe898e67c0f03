// The mail that the devhost's mail server has caught instead of sending it on.
import { badge, html, link, mailView, number, short, table, when } from '../ui.js';
import { readMail } from '../mime.js';

// Not part of the API: the devhost alone has it, at the top of its address.
async function dev(path, c) {
  const answer = await fetch(`/dev/mails${path}`, { signal: c.signal });
  if (!answer.ok) throw new Error(c.t('caught.gone'));
  return answer;
}

const newest = async (c) => (await (await dev('', c)).json()).reverse();

export default {
  title: (model) => model.mail?.subject,

  async load(c) {
    const [id] = c.params;
    if (!id) return { items: await newest(c) };
    const content = await (await dev(`/${encodeURIComponent(id)}`, c)).arrayBuffer();
    const read = readMail(new Uint8Array(content));
    const summary = (await newest(c)).find((item) => item.id === id);
    return { mail: { ...summary, subject: summary?.subject || c.t('caught.noSubject') }, read, state: {} };
  },

  async refresh(model, c) {
    if (model.items) model.items = await newest(c);
  },

  view: (model, c) => (model.mail ? one(model, c) : all(model, c)),
};

function all(model, c) {
  const columns = [
    { label: c.t('caught.subject'), kind: 'main', cell: (item) => html`<a href=${link('caught', [item.id])}>${item.subject || c.t('caught.noSubject')}</a>` },
    { label: c.t('caught.to'), cell: (item) => item.to.join(', ') },
    { label: c.t('caught.from'), cell: (item) => html`<code>${item.from || '<>'}</code>` },
    { label: c.t('caught.received'), cell: (item) => when(item.received, short) },
  ];
  return html`<p>${c.t('caught.what')} ${badge(number(model.items.length))}</p>
    ${table({ caption: c.t('caught.title'), columns, items: model.items, empty: c.t('caught.none') })}`;
}

function one({ mail, read, state }, c) {
  return html`<p><a href=${link('caught')}>${c.t('caught.back')}</a></p>
    <p class="muted">${c.t('caught.envelope', { from: mail.from || '<>', to: mail.to?.join(', ') })} · ${when(mail.received)}</p>
    <section class="card">${mailView(c, read, state)}</section>`;
}
