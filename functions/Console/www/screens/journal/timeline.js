// From the intake over every rule that was asked to each delivery, with the server's words.
import { deliveryState, facts, html, link, mailState, nothing, reasons, size, when, word } from '../../ui.js';
import { wordsOf } from '../deliveries/delivery.js';

/** The steps of a mail that came in, in their order. */
export const timeline = (model, c) => html`<ol class="timeline">${[
  came(model, c),
  rules(model.mail, c),
  ...model.posted.map((posted) => message(posted, c)),
  ...(model.mail.reports ?? []).map((report) => reported(report, c)),
  ...(model.mail.notices ?? []).map((notice) => told(notice, c)),
  copies(model.mail, c),
].filter(Boolean)}</ol>`;

const step = (title, time, content) => html`<li><h3>${title} ${time ? html`<span class="muted">${when(time)}</span>` : nothing}</h3>${content}</li>`;
const threadLink = ({ model, id }) => html`<a href=${link('threads', [model, id])}>${model} ${id}</a>`;

const came = ({ mail, size: bytes }, c) => step(c.t('journal.came'), mail.received, facts([
  [c.t('journal.source'), source(mail.source, c)],
  [c.t('journal.size'), bytes === undefined ? undefined : size(bytes)],
  [c.t('journal.copyOf'), mail.copyOf ? html`<a href=${link('journal', [mail.copyOf])}>${mail.copyOf}</a>` : undefined],
]));

function source(name, c) {
  if (!name.startsWith('mailbox:')) return word('journal.sources', name);
  const [, server, folder = ''] = /^mailbox:([^/]*)\/?(.*)$/s.exec(name);
  return html`${c.t('journal.mailbox')} <a href=${link('incoming', [server])}>${server}</a> ${folder}`;
}

function rules(mail, c) {
  const again = mail.replays > 0 ? html`<p class="muted">${c.t('journal.replays', { n: mail.replays })}</p>` : nothing;
  return step(c.t('journal.rules'), mail.decided, html`${again}${mail.reasons?.length > 0 ? reasons(mail.reasons) : html`<p>${c.t('journal.undecided')}</p>`}
    <p>${c.t('journal.result')} ${mailState(mail.state)}</p>
    ${mail.candidates?.length > 0 ? html`<p>${c.t('journal.candidates')} ${mail.candidates.map((thread, i) => html`${i > 0 ? ', ' : ''}${threadLink(thread)}`)}</p>` : nothing}`);
}

function message({ thread, message: posted }, c) {
  const deliveries = posted?.deliveries ?? [];
  return step(html`${c.t('journal.posted')} ${threadLink(thread)}`, posted?.time, html`
    ${posted ? nothing : html`<p class="muted">${c.t('journal.further')}</p>`}
    ${posted && deliveries.length === 0 ? html`<p>${c.t('journal.nobody')}</p>` : nothing}
    <ul class="plain recipients">${deliveries.map((delivery) => html`<li>${deliveryState(delivery)} <span class="mono">${delivery.recipient}</span>
      <span class="muted">${when(delivery.changed)}</span>${wordsOf(delivery, c)}</li>`)}</ul>`);
}

const reported = (report, c) => step(c.t('journal.report'), report.time, html`<p>${word('journal.reportKinds', report.kind)} <span class="mono">${report.address}</span>
  ${report.thread ? threadLink(report.thread) : nothing}</p>${report.words ? html`<p class="said">${report.words}</p>` : nothing}<p class="muted">${report.why}</p>`);

const told = (notice, c) => step(notice.withheld ? c.t('journal.notTold') : c.t('journal.told'), undefined, html`
  ${notice.recipient ? html`<p class="mono">${notice.recipient}</p>` : nothing}${notice.withheld ? html`<p>${notice.withheld}</p>` : nothing}
  <details><summary>${c.t('journal.noticeText')}</summary><p class="written">${notice.text}</p></details>`);

function copies(mail, c) {
  if (!mail.copies?.length) return undefined;
  const entry = (item) => html`<li><a href=${link('journal', [item.mail])}>${when(item.received)}</a> ${source(item.source, c)} <span class="mono">${item.recipients.join(', ')}</span></li>`;
  return step(c.t('journal.copies'), undefined, html`<ul class="plain">${mail.copies.map(entry)}</ul>`);
}
