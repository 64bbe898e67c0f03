// Writes a comment or a note, with files.
import { Form, formView, html, note, nothing, path, progress, size } from '../../ui.js';
import { attachment } from '../../files.js';
import { until } from '../../later.js';
import { refreshThread } from './thread.js';

// Whoever writes here has one address; the browser remembers it.
const authorKey = 'author';

/**
 * The form of a message. Its id is made once: sent twice by a double click, or again after an answer that was lost, it is
 * one message.
 */
export function newPost(page, c, kind = 'comment') {
  const id = crypto.randomUUID();
  return new Form({
    id: 'post',
    label: c.t('threads.send'),
    cancel: () => open(page, undefined, c),
    value: { kind, author: localStorage.getItem(authorKey) ?? undefined },
    fields: [
      { name: 'author', label: c.t('threads.author'), help: c.t('threads.authorHelp'), required: true, placeholder: 'Anna <anna@mycompany.example>' },
      { name: 'text', label: c.t(`threads.text.${kind}`), help: c.t(`threads.textHelp.${kind}`), type: 'textarea', rows: 6, required: true },
      { name: 'recipients', label: c.t('threads.recipients'), help: c.t('threads.recipientsHelp'), type: 'lines', rows: 2 },
      { name: 'attachments', label: c.t('mailview.files'), type: 'file' },
    ],
    submit: (value) => send(value, id, page, c),
  });
}

function open(page, kind, c) {
  page.writing = kind;
  page.post = newPost(page, c, kind);
  c.redraw();
  if (kind) setTimeout(() => document.querySelector(page.post.value.author ? '#post-text' : '#post-author')?.focus());
}

export function composer(page, c) {
  if (!c.may('post')) return nothing;
  if (page.pending) return html`<section class="card">${progress(c.t('threads.sending'))}</section>`;
  if (page.writing) return html`<section class="card ${page.writing}"><h2>${c.t(`threads.write.${page.writing}`)}</h2>${formView(c, page.post, sizes(page.post.value.attachments, c))}</section>`;
  return html`<div class="buttons">${['comment', 'note'].map((kind) => html`<button type="button" class=${kind === 'comment' ? 'primary' : ''} @click=${() => open(page, kind, c)}>${c.t(`threads.write.${kind}`)}</button>`)}</div>
    ${page.stuck ? note(page.stuck, 'warn') : nothing}`;
}

function sizes(files, c) {
  if (!files?.length) return nothing;
  const all = files.reduce((sum, file) => sum + file.size, 0);
  return html`<ul class="plain" aria-live="polite">${files.map((file) => html`<li>${file.name} <span class="muted">${size(file.size)}</span></li>`)}</ul>
    <p class="muted">${c.t('threads.sizes', { n: files.length, size: size(all) })}</p>`;
}

async function send({ kind, author, text, recipients, attachments }, id, page, c) {
  const content = await Promise.all((attachments ?? []).map(attachment));
  await c.api.post(`${page.at}/messages`, { kind, author, text, recipients, attachments: content.length > 0 ? content : undefined }, { headers: { 'Idempotency-Key': id } });
  localStorage.setItem(authorKey, author);
  page.pending = true;
  open(page, undefined, c);
  follow(id, page, c);
}

/** Waits until the message is on the thread, and says why when it does not get there. */
async function follow(id, page, c) {
  const { model, id: record } = page.thread;
  await c.act(async () => {
    const post = await until(c, () => c.api.get(path`posts/${id}`, { model, record }), ({ state }) => state === 'done' || state === 'attention');
    page.stuck = post?.state === 'done' ? undefined : (post?.reason ?? c.t('threads.later'));
    if (post?.state === 'done') c.say(c.t('threads.sent'));
    await refreshThread(page, c);
  });
  page.pending = false;
  c.redraw();
}
