// A delivery: its state, what the server said, and what can be done about it. Used wherever deliveries are shown.
import { ago, html, link, nothing, path, when, word } from '../../ui.js';

const at = ({ model, id, delivery }, action) => path`threads/${model}/${id}/deliveries/${delivery}/` + action;

const isHeld = (delivery) => delivery.state === 'waiting' && delivery.problem === 'held';
const hasFailed = (delivery) => (delivery.state === 'failed' || delivery.state === 'bounced') && !delivery.dismissed;

/** The words of the server, or of the report that came later; and when it is tried next. */
export function wordsOf(delivery, c) {
  const said = delivery.report?.words || delivery.reply;
  return html`${delivery.redirectedTo ? html`<div>${c.t('deliveries.redirectedTo', { address: delivery.redirectedTo })}</div>` : nothing}
    ${delivery.problem ? html`<div>${word('deliveries.problems', delivery.problem)}</div>` : nothing}
    ${said ? html`<div class="said">${said}</div>` : nothing}
    ${delivery.state === 'waiting' && delivery.nextAttempt ? html`<div class="muted">${c.t('deliveries.next')} ${when(delivery.nextAttempt, ago)}</div>` : nothing}`;
}

/**
 * Its buttons. `delivery`: with `model`, `id` (of the thread) and `delivery`, as the list of deliveries has it; `done(next)` is
 * called with what it is from then on.
 */
export function deliveryActions(delivery, c, done) {
  if (!c.may('admin')) return nothing;
  if (isHeld(delivery)) return html`<a class="button small" href=${link('attention', [], { kind: 'held' })}>${c.t('deliveries.toHeld')}</a>`;
  const retriable = hasFailed(delivery) || delivery.dismissed || delivery.state === 'waiting';
  const to = { recipient: delivery.recipient };
  return html`${retriable ? html`<button type="button" class="small" aria-label=${c.t('deliveries.retryOne', to)} @click=${() => retry(delivery, c, done)}>${c.t('deliveries.retry')}</button>` : nothing}
    ${hasFailed(delivery) ? html`<button type="button" class="small" aria-label=${c.t('deliveries.dismissOne', to)} @click=${() => dismiss(delivery, c, done)}>${c.t('deliveries.dismiss')}</button>` : nothing}`;
}

async function retry(delivery, c, done) {
  const to = { recipient: delivery.recipient };
  const text = delivery.state === 'waiting' ? c.t('deliveries.retryNow', to) : c.t('deliveries.retryWill', to);
  if (!(await c.confirm({ title: c.t('deliveries.retryOne', to), text, yes: c.t('deliveries.retry') }))) return;
  const next = { ...delivery, state: 'queued', problem: undefined, reply: undefined, report: undefined, dismissed: false };
  if (await c.act(() => c.api.post(at(delivery, 'retry')), c.t('deliveries.retried', to))) done(next);
}

async function dismiss(delivery, c, done) {
  const to = { recipient: delivery.recipient };
  if (!(await c.confirm({ title: c.t('deliveries.dismissOne', to), text: c.t('deliveries.dismissWill'), yes: c.t('deliveries.dismiss') }))) return;
  if (await c.act(() => c.api.post(at(delivery, 'dismiss')), c.t('deliveries.dismissed', to))) done({ ...delivery, dismissed: true });
}
