// Who is notified of a thread's messages.
import { ApiError } from '../../api.js';
import { Form, badge, formView, html, nothing, path } from '../../ui.js';
import { refreshThread } from './thread.js';

const at = (page, address) => path`threads/${page.thread.model}/${page.thread.id}/followers/${address}`;

/** The form that adds one. What is left empty comes from the contact with that address. */
export const newFollower = (page, c) => new Form({
  id: 'follower',
  label: c.t('threads.add'),
  cancel: () => open(page, false, c),
  fields: [
    { name: 'address', label: c.t('threads.address'), required: true, placeholder: 'ann@customer.example' },
    { name: 'name', label: c.t('threads.name') },
    { name: 'internal', label: c.t('threads.internal'), help: c.t('threads.internalHelp'), type: 'checkbox' },
  ],
  submit: async ({ address = '', name, internal }) => {
    const sought = address.trim();
    if (!sought) throw new ApiError(400, { errors: [{ field: 'address', message: c.t('threads.addressMissing') }] });
    if (page.thread.followers.some((known) => known.address === sought.toLowerCase()))
      throw new ApiError(409, { errors: [{ field: 'address', message: c.t('threads.follows') }] });
    await c.api.put(at(page, sought), { name, internal: internal || undefined });
    c.say(c.t('threads.added', { name: sought }));
    page.follower = newFollower(page, c);
    await refreshThread(page, c);
  },
});

function open(page, isOpen, c) {
  page.adding = isOpen;
  if (!isOpen) page.follower = newFollower(page, c);
  c.redraw();
}

export function followers(page, c) {
  const items = page.thread.followers;
  return html`<section class="card"><h2>${c.t('threads.followers', { n: items.length })}</h2>
    ${items.length === 0 ? html`<p class="muted">${c.t('threads.noFollowers')}</p>` : html`<ul class="plain people">${items.map((one) => html`<li>${follower(one, page, c)}</li>`)}</ul>`}
    ${!c.may('admin') ? nothing : page.adding ? formView(c, page.follower) : html`<button type="button" @click=${() => open(page, true, c)}>${c.t('threads.addOne')}</button>`}</section>`;
}

const follower = (one, page, c) => html`<div>${one.name ? html`${one.name} ` : nothing}<span class="mono">${one.address}</span>
  ${one.internal ? badge(c.t('threads.internal')) : nothing} ${one.notify === 'none' ? badge(c.t('threads.notNotified')) : nothing}
  ${one.bounced ? html`<div class="bounced">${one.bounced}</div>` : nothing}</div>
  ${c.may('admin') ? html`<button type="button" class="small" aria-label=${c.t('threads.removeOne', { name: one.address })} @click=${() => remove(one, page, c)}>${c.t('threads.remove')}</button>` : nothing}`;

async function remove(one, page, c) {
  const { address, name, internal, notify } = one;
  if (!(await c.confirm({ title: c.t('threads.removeOne', { name: address }), text: c.t('threads.removeWill'), yes: c.t('threads.remove'), danger: true }))) return;
  const back = async () => {
    await c.api.put(at(page, address), { name, internal, notify });
    await refreshThread(page, c);
  };
  await c.act(async () => {
    await c.api.delete(at(page, address));
    c.say(c.t('threads.removed', { name: address }), { undo: () => c.act(back, c.t('threads.added', { name: address })) });
    await refreshThread(page, c);
  });
}
