// Several items at once, and all mail that is held.
import { forEach } from '../../later.js';
import { perform } from './actions.js';

/** Asks, does it for each, and says in words how it went. What failed stays chosen. */
export async function actAll(action, items, chosen, model, c) {
  const rest = chosen > items.length ? ` ${c.t('attention.others', { n: chosen - items.length })}` : '';
  const text = c.t(`attention.severalWill.${action}`, { n: items.length }) + rest;
  if (!(await c.confirm({ title: c.t(`attention.several.${action}`, { n: items.length }), text, yes: c.t(`attention.act.${action}`), danger: action === 'discard' }))) return;
  const working = { text: c.t(`attention.several.${action}`, { n: items.length }), done: 0, all: items.length, stopped: false };
  model.working = working;
  model.outcome = undefined;
  c.redraw();
  const result = await forEach(items, (item) => perform(action, item, c), (done) => {
    working.done = done;
    c.redraw();
  }, () => working.stopped);
  for (const { id } of result.done) gone(id, model);
  model.working = undefined;
  model.outcome = outcome(action, result, items.length, c);
  c.redraw();
  setTimeout(() => document.getElementById('outcome')?.focus());
}

// How long the gateway may take before the item is off its list.
const momentMilliseconds = 20_000;

/** An item that something was done about is not shown for a moment; it comes back if it is still on the list then. */
export function gone(id, model) {
  model.gone.set(id, Date.now());
  model.chosen.delete(id);
}

export const isGone = (id, model) => Date.now() - (model.gone.get(id) ?? 0) < momentMilliseconds;

function outcome(action, { done, failed }, all, c) {
  const left = all - done.length - failed.length;
  const reasons = [...new Set(failed.map(({ problem }) => c.words(problem)))];
  const sentences = [
    c.t(`attention.did.${action}`, { n: done.length }),
    failed.length > 0 ? `${c.t('attention.didNot', { n: failed.length })} ${reasons.join(' ')}` : '',
    left > 0 ? c.t('attention.left', { n: left }) : '',
  ];
  return { text: sentences.filter(Boolean).join(' '), kind: failed.length > 0 ? 'warn' : 'ok' };
}

/** All outgoing mail that is held; the gateway takes a thousand a call. */
export async function releaseHeld(c) {
  if (!(await c.confirm({ title: c.t('attention.releaseHeld'), text: c.t('attention.releaseHeldWill'), yes: c.t('attention.act.release') }))) return;
  await c.act(async () => {
    const { released } = await c.api.post('attention/release');
    c.say(c.t('attention.did.release', { n: released }));
    await c.reload();
  });
}
