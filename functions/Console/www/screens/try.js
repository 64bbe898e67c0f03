// What would become of a mail: both explanations side by side, rule by rule. Nothing is stored or sent.
import { Form, badge, facts, formView, html, note, nothing, reasons, tabs, word } from '../ui.js';
import { addresses, compose, header, readMail } from '../mime.js';
import { received as foreseen } from './try/received.js';

export default {
  load(c) {
    const model = { tab: c.query.tab ?? 'addresses' };
    const ask = (question) => async (value) => explain(await question(value), model, c);
    model.addresses = new Form({
      id: 'try-addresses',
      value: { from: c.query.from, to: c.query.to, subject: c.t('try.subjectExample'), text: c.t('try.textExample') },
      label: c.t('try.explain'),
      fields: [
        { name: 'from', label: c.t('try.from'), help: c.t('try.fromHelp'), required: true, placeholder: 'ann@customer.example' },
        { name: 'to', label: c.t('try.to'), help: c.t('try.toHelp'), required: true, placeholder: 'support@example.com' },
        { name: 'subject', label: c.t('try.subject') },
        { name: 'text', label: c.t('try.text'), type: 'textarea', rows: 3 },
        { name: 'bulk', label: c.t('try.bulk'), type: 'checkbox' },
      ],
      submit: ask((value) => ({ ...value, raw: compose(value) })),
    });
    model.mail = new Form({
      id: 'try-mail',
      label: c.t('try.explain'),
      fields: [{ name: 'raw', label: c.t('try.raw'), help: c.t('try.rawHelp'), type: 'textarea', rows: 14, required: true }],
      submit: ask(({ raw = '' }) => fromRaw(raw)),
    });
    return model;
  },

  view(model, c) {
    const select = (tab) => {
      model.tab = tab;
      c.redraw();
    };
    const items = ['addresses', 'mail'].map((id) => ({ id, label: c.t(`try.tabs.${id}`), view: () => formView(c, model[id]) }));
    return html`<p>${c.t('try.what')}</p><section class="card">${tabs(c.t('try.title'), items, model.tab, select)}</section>
      ${model.answer ? html`<div class="side-by-side" aria-live="polite">${received(model.answer.inbound, c)}${sent(model.answer.outbound, c)}</div>` : nothing}`;
  },
};

function fromRaw(raw) {
  const mail = readMail(new TextEncoder().encode(raw));
  return { raw: raw.replace(/\r?\n/g, '\r\n'), from: header(mail, 'from'), to: addresses(header(mail, 'to'))[0] };
}

/** Both questions at once; each may be refused alone. */
async function explain({ raw, from, to, bulk }, model, c) {
  const answered = async (ask) => ask.catch((problem) => { if (problem.name === 'AbortError') throw problem; return { problem }; });
  const [inbound, outbound] = await Promise.all([
    answered(c.api.post('explain/inbound', raw, { type: 'message/rfc822' })),
    answered(c.api.post('explain/outbound', { from: from ?? '', to: to ?? '', bulk: bulk === true })),
  ]);
  model.answer = { inbound, outbound };
  if (model.tab === 'addresses') model.addresses.errors = outbound.problem?.errors ?? [];
  c.redraw();
}

const refused = (answer, c) => note(c.words(answer.problem), 'bad');

const received = (answer, c) => html`<section class="card"><h2>${c.t('try.received')}</h2>
  ${answer.problem ? refused(answer, c) : foreseen(answer, c)}</section>`;

function sent(answer, c) {
  return html`<section class="card"><h2>${c.t('try.sent')}</h2>${answer.problem ? refused(answer, c) : html`
    ${answer.refusal ? note(answer.refusal, 'bad') : html`<p>${badge(c.t('try.leaves'), 'ok')}</p>`}${answer.warning ? note(answer.warning, 'warn') : nothing}
    ${answer.held ? note(c.t('try.held', { why: answer.held }), 'warn') : nothing}
    ${answer.redirectedTo ? note(c.t('try.redirectedTo', { address: answer.redirectedTo }), 'warn') : nothing}
    ${facts([
      [c.t('try.headerFrom'), answer.from],
      [c.t('try.replyTo'), answer.replyTo],
      [c.t('try.encapsulated'), answer.encapsulated ? c.t('try.encapsulatedWhy') : undefined],
    ])}
    ${answer.routes.map((route, i) => html`<h3>${c.t('try.route', { number: i + 1, name: route.name })}</h3>${facts([
      [c.t('try.envelopeFrom'), route.envelopeFrom],
      [c.t('try.why'), route.envelopeReason],
      [c.t('try.alignment'), word('try.alignments', route.alignment)],
    ])}`)}
    <h3>${c.t('try.steps')}</h3>${reasons(answer.trace.map((step) => ({ rule: step.step, hit: step.hit, text: step.text, server: step.serverName })))}`}</section>`;
}
