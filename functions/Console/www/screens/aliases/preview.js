import { Form, badge, facts, formView, html, link, note, nothing, reasons, word } from '../../ui.js';
import { compose } from '../../mime.js';

const colours = { routed: 'ok', bounce: 'info', refused: 'bad', failed: 'bad' };

/** What a mail to an address would do now. Nothing is stored or sent. `start`: an alias, or a domain. */
export function previewCard(model, start, c) {
  const { preview } = model;
  preview.form ??= new Form({
    id: 'preview',
    label: c.t('aliases.preview'),
    value: { to: start.address ?? `support@${start.name}`, from: 'ann@customer.example' },
    fields: ['to', 'from'].map((name) => ({ name, label: c.t(`aliases.previewLabels.${name}`), required: true })),
    submit: async ({ from, to }) => {
      const mail = compose({ from, to, subject: c.t('aliases.previewSubject'), text: c.t('aliases.previewText') });
      preview.answer = { from, to, ...(await c.api.post('explain/inbound', mail, { type: 'message/rfc822' })) };
    },
  });
  return html`<section class="card"><h2>${c.t('aliases.previewTitle')}</h2><p class="muted">${c.t('aliases.previewWhat')}</p>
    ${formView(c, preview.form)}<div aria-live="polite">${preview.answer ? answer(preview.answer, c) : nothing}</div></section>`;
}

function answer(explained, c) {
  const hit = explained.reasons.filter((reason) => reason.hit);
  return html`<h3>${badge(word('try.states', explained.state), colours[explained.state] ?? 'warn')}</h3>
    ${explained.postings.map((posting) => html`<p>${posting.create ? c.t('aliases.creates', { model: posting.thread.model })
      : html`${c.t('aliases.postsOn')} <a href=${link('threads', [posting.thread.model, posting.thread.id])}>${posting.thread.model} ${posting.thread.id}</a>`}</p>
      ${facts([[c.t('aliases.follow'), posting.follow.join(', ')], [c.t('aliases.notified'), posting.notified.join(', ')]])}`)}
    ${explained.notices.map((notice) => note(html`<p><strong>${c.t('aliases.notice')}</strong></p><p class="keep-lines">${notice.text}</p>${notice.withheld ? html`<p class="muted">${notice.withheld}</p>` : nothing}`, 'warn'))}
    ${reasons(hit)}
    <p><a href=${link('try', [], { from: explained.from, to: explained.to })}>${c.t('aliases.tryIt')}</a></p>`;
}
