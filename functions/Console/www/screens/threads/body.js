// What a message says: its new text, all of it, or its HTML.
import { html, mailFrame, nothing, path } from '../../ui.js';
import { embed } from '../../mime.js';
import { picture, text } from '../../files.js';

// A larger picture in a mail can be saved.
const largestPicture = 2_000_000;
const isPicture = ({ contentId, type, size: bytes }) => contentId && /^image\/(png|jpeg|gif|webp)$/.test(type) && bytes <= largestPicture;

/** What its author wrote; all of its text and its HTML when somebody asks for them. */
export function body(one, page, c) {
  const shown = page.shown.get(one.key) ?? {};
  const hasHtml = one.html ?? one.htmlBlob;
  const hasText = one.text ?? one.textBlob ?? one.newText;
  const as = shown.as ?? (one.newText !== undefined ? 'new' : one.text !== undefined ? 'text' : one.html !== undefined ? 'html' : 'none');
  const views = [one.newText !== undefined && 'new', hasText && 'text', hasHtml && 'html'].filter(Boolean);
  const choose = (view) => html`<button type="button" class="small" aria-pressed=${view === as} @click=${() => show(one, view, page, c)}>${c.t(`threads.views.${view}`)}</button>`;
  return html`${content(one, as, page, c)}${views.length > 1 || (as === 'none' && views.length > 0) ? html`<div class="views" role="group" aria-label=${c.t('threads.viewsOf')}>${views.map(choose)}</div>` : nothing}`;
}

function content(one, as, page, c) {
  const shown = page.shown.get(one.key) ?? {};
  if (as === 'html') {
    if (one.htmlBlob && !shown.html) return html`<p class="muted" role="status">${c.t('ui.loading')}</p>`;
    return html`<div class="mailview">${mailFrame(shown.html ?? asStored(one, page))}</div>`;
  }
  const written = as === 'new' ? one.newText : as === 'text' ? (shown.text ?? one.text) : undefined;
  if (written === undefined) return html`<p class="muted">${one.textBlob || one.htmlBlob ? c.t('threads.long') : c.t('threads.empty')}</p>`;
  return html`<p class="written">${written.trim() || c.t('threads.empty')}</p>`;
}

// The same object as long as the page is open: a frame of another one is drawn anew.
function asStored({ key, html: stored }, page) {
  if (!page.stored.has(key)) page.stored.set(key, { html: stored });
  return page.stored.get(key);
}

/** The bytes of a file or of a long body. */
export const bytesOf = (blob, c) => c.api.bytes(path`content/${blob}`);

/** Shows it otherwise; a long body and the pictures in it are read first. */
async function show(one, as, page, c) {
  const shown = page.shown.get(one.key) ?? {};
  page.shown.set(one.key, { ...shown, as });
  c.redraw();
  const read = {};
  const done = await c.act(async () => {
    if (as === 'text' && one.textBlob && !shown.text) read.text = text(await bytesOf(one.textBlob, c));
    if (as === 'html' && !shown.html) read.html = { html: await readHtml(one, c) };
  });
  if (done) page.shown.set(one.key, { ...page.shown.get(one.key), ...read });
  c.redraw();
}

async function readHtml(one, c) {
  const written = one.html ?? text(await bytesOf(one.htmlBlob, c));
  const pictures = one.attachments.filter((file) => isPicture(file) && written.includes(file.contentId.replace(/^<|>$/g, '')));
  const inline = await Promise.all(pictures.map(async (file) => [file.contentId.replace(/^<|>$/g, ''), picture(await bytesOf(file.blob, c), file.type)]));
  return embed(written, new Map(inline));
}
