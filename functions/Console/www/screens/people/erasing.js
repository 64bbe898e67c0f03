// Everything about a person is handed out, or erased; a thread is deleted. Both go on in the gateway for an hour or more.
import { badge, html, link, nothing, path, size, wrong } from '../../ui.js';
import { save } from '../../files.js';

const erasures = link('people', [], { tab: 'erasures' });

/** What an administrator does at the request of the person. */
export function requestsCard(model, c) {
  if (!c.may('admin')) return nothing;
  const { exported } = model;
  return html`<section class="card"><h2>${c.t('people.requests')}</h2><p>${c.t('people.requestsWhat')}</p>
    <div class="buttons"><button type="button" aria-disabled=${exported !== undefined} @click=${() => exported ?? exportAll(model, c)}>${c.t('people.export')}</button>
      <button type="button" class="danger" @click=${() => erase(model, c)}>${c.t('people.erase')}</button></div>
    <p role="status">${exported === undefined ? nothing : c.t('people.exporting', { size: size(exported) })}</p></section>`;
}

async function exportAll(model, c) {
  const { address } = model;
  model.exported = 0;
  c.redraw();
  await c.act(async () => {
    const file = await c.api.file(path`people/${address}/export`, (bytes) => { model.exported = bytes; c.redraw(); });
    save(file, `${address}-${new Date().toISOString().slice(0, 10)}.zip`);
  }, c.t('people.exportedAll', { address }));
  model.exported = undefined;
  c.redraw();
}

async function erase({ address }, c) {
  const begun = await c.ask({
    title: c.t('people.eraseSure', { address }),
    text: c.t('people.eraseWill'),
    yes: c.t('people.erase'),
    danger: true,
    fields: [{ name: 'address', label: c.t('people.eraseType', { address }), required: true }],
    submit: async ({ address: typed }) => {
      if (typed?.trim().toLowerCase() !== address.toLowerCase()) throw wrong('address', c.t('people.eraseOther'));
      await c.api.delete(path`people/${address}`);
    },
  });
  if (!begun) return;
  c.say(c.t('people.eraseBegun', { address }));
  c.go(erasures);
}

/** Deletes a thread after a question; its deletion is in the list of erasures. */
export async function deleteThread({ at, thread }, c) {
  const name = thread.subject || thread.id;
  if (!(await c.confirm({ title: c.t('threads.deleteSure', { name }), text: c.t('threads.deleteWill'), yes: c.t('threads.delete'), danger: true }))) return;
  // Whatever came onto it meanwhile goes as well.
  c.api.forget(at);
  if (await c.act(() => c.api.delete(at), c.t('threads.deleted', { name }))) c.go(erasures);
}

/** The kind of an erasure. */
export const kindOf = ({ kind, thread }, c) => (kind === 'thread'
  ? html`${badge(c.t('people.ofThread'))} ${thread.model} <span class="mono">${thread.id}</span>` : badge(c.t('people.ofPerson'), 'info'));
