// One thread: the discussion, who follows it, and what did not arrive.
import { Pages, badge, facts, html, link, note, nothing, pager, path, repeat, when, word } from '../../ui.js';
import { deliveryActions } from '../deliveries/delivery.js';
import { deleteThread } from '../people/erasing.js';
import { composer, newPost } from './compose.js';
import { followers, newFollower } from './followers.js';
import { message } from './message.js';

const perPage = 20;

export async function readThread(model, id, c) {
  const at = path`threads/${model}/${id}`;
  const [thread, messages] = await Promise.all([c.api.get(at), Pages.start(c, `${at}/messages`, {}, perPage)]);
  const page = { at, thread, messages, shown: new Map(), stored: new Map() };
  page.post = newPost(page, c);
  page.follower = newFollower(page, c);
  return page;
}

/** Reads the newest messages again, and leaves the older ones that are shown. */
export async function refreshThread(page, c) {
  const [thread, newest] = await Promise.all([c.api.get(page.at), c.api.get(`${page.at}/messages`, { limit: perPage })]);
  const read = new Set(newest.items.map(({ key }) => key));
  page.thread = thread;
  page.messages.items = [...newest.items, ...page.messages.items.filter(({ key }) => !read.has(key))];
  c.redraw();
}

export const threadPage = (page, c) => html`<p><a href=${link('threads')}>${c.t('threads.back')}</a></p>${envelope(page, c)}
  <div class="split"><div>${composer(page, c)}
    <ol class="discussion" aria-label=${c.t('threads.discussion')}>${repeat(page.messages.items, ({ key }) => key, (one) => html`<li>${message(one, page, c)}</li>`)}</ol>
    ${pager(page.messages)}</div>
  <div>${followers(page, c)}${about(page, c)}</div></div>`;

/** The red envelope: what did not reach somebody, until a person has seen to it. */
function envelope(page, c) {
  const { model, id, failures } = page.thread;
  if (failures.length === 0) return nothing;
  const entry = (failure) => html`<li><div>${badge(`✉ ${word('deliveries.states', failure.state)}`, 'bad')} <span class="mono">${failure.recipient}</span> <span class="muted">${when(failure.time)}</span>
    ${failure.problem ? html`<div>${word('deliveries.problems', failure.problem)}</div>` : nothing}${failure.reply ? html`<div class="said">${failure.reply}</div>` : nothing}</div>
    <div class="buttons">${deliveryActions({ ...failure, model, id }, c, () => refreshThread(page, c))}</div></li>`;
  return note(html`<h2>${c.t('threads.envelope', { n: failures.length })}</h2><ul class="plain failures">${failures.map(entry)}</ul>`, 'bad');
}

const about = ({ at, thread }, c) => html`<section class="card"><h2>${c.t('threads.about')}</h2>${facts([
  [c.t('threads.model'), thread.model],
  [c.t('threads.id'), html`<span class="mono">${thread.id}</span>`],
  [c.t('threads.created'), when(thread.created)],
  [c.t('threads.alias'), thread.alias],
  ...Object.entries(thread.values ?? {}).map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]),
])}${c.may('admin') ? html`<button type="button" class="danger" @click=${() => deleteThread({ at, thread }, c)}>${c.t('threads.delete')}</button>` : nothing}</section>`;
