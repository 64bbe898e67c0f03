// A message as people read it, its files, and whom it reached.
import { badge, deliveryState, html, link, nothing, size, when } from '../../ui.js';
import { save } from '../../files.js';
import { deliveryActions, wordsOf } from '../deliveries/delivery.js';
import { body, bytesOf } from './body.js';
import { refreshThread } from './thread.js';

export function message(one, page, c) {
  const { author } = one;
  return html`<article class="card message-of-thread ${one.kind}" aria-label=${c.t('threads.by', { name: author.name || author.address || c.t('threads.unknown') })}>
    <header><strong>${author.name || author.address || c.t('threads.unknown')}</strong> ${author.name && author.address ? html`<span class="muted mono">${author.address}</span>` : nothing}
      <span class="muted">${when(one.time)}</span> ${marks(one, c)}</header>
    ${one.subject && one.subject !== page.thread.subject ? html`<p class="muted">${one.subject}</p>` : nothing}
    ${body(one, page, c)}${files(one, c)}${deliveries(one, page, c)}</article>`;
}

const marks = (one, c) => html`${one.kind === 'note' ? badge(c.t('threads.note'), 'warn') : nothing}
  ${one.author.internal ? badge(c.t('threads.internal')) : nothing} ${one.stranger ? badge(c.t('threads.stranger'), 'warn') : nothing}
  ${one.forged ? html`<span title=${one.forged}>${badge(c.t('threads.forged'), 'bad')}</span>` : nothing} ${one.spam ? html`<span title=${one.spam}>${badge(c.t('threads.spam'), 'bad')}</span>` : nothing}
  ${one.automatic ? html`<span title=${one.automatic.reason}>${badge(c.t('threads.automatic'))}</span>` : nothing}
  ${one.mail ? html`<a href=${link('journal', [one.mail])}>${c.t('threads.toMail')}</a>` : nothing}`;

function files(one, c) {
  if (!one.attachments?.length) return nothing;
  const get = (file) => c.act(async () => save(await bytesOf(file.blob, c), file.name || 'file'));
  return html`<ul class="plain file-list" aria-label=${c.t('mailview.files')}>${one.attachments.map((file) => html`<li><button type="button" class="small"
    aria-label=${c.t('threads.save', { name: file.name })} @click=${() => get(file)}>${file.name || c.t('mailview.unnamed')}</button> <span class="muted">${file.type}, ${size(file.size)}</span></li>`)}</ul>`;
}

/** Whom it reached, in a line; the rest when somebody asks, or when something failed. */
function deliveries(one, page, c) {
  if (!one.deliveries?.length) return nothing;
  const { model, id } = page.thread;
  const states = [...new Map(one.deliveries.map((delivery) => [delivery.state, delivery])).values()];
  const count = (state) => one.deliveries.filter((delivery) => delivery.state === state).length;
  const failed = one.deliveries.some((delivery) => !delivery.dismissed && (delivery.state === 'failed' || delivery.state === 'bounced'));
  return html`<details class="recipients" ?open=${failed}><summary>${c.t('threads.deliveries', { n: one.deliveries.length })}
    ${states.map((delivery) => html`${deliveryState(delivery)} ${count(delivery.state) > 1 ? count(delivery.state) : ''} `)}</summary>
    <ul class="plain">${one.deliveries.map((delivery) => html`<li><div>${deliveryState(delivery)} ${delivery.name ?? ''} <span class="mono">${delivery.recipient}</span>
      <span class="muted">${when(delivery.changed)}</span>${wordsOf(delivery, c)}</div>
      <div class="buttons">${deliveryActions({ ...delivery, model, id, delivery: delivery.id }, c, () => refreshThread(page, c))}</div></li>`)}</ul>
    ${one.moreDeliveries ? html`<p class="muted">${c.t('threads.moreDeliveries')}</p>` : nothing}</details>`;
}
