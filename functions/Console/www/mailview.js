// A mail as people read it: HTML, text, headers, raw. What is in a mail is never trusted.
import { html, nothing } from './lit/lit-html.js';
import { size } from './format.js';
import { t } from './texts.js';
import { tabs } from './ui/tabs.js';

// Frames of mails that are shown; a frame is drawn anew, and loses its place, whenever its template is another object.
const frames = new WeakMap();

/**
 * A mail: `{ html?, text?, headers?: [{ name, value }], raw?, attachments?: [{ name, type, size, content? }] }`.
 * `state`: an object of the screen's model, in which the tab and the width are remembered.
 */
export function mailView(c, mail, state) {
  const select = (tab) => {
    state.tab = tab;
    c.redraw();
  };
  const items = [
    mail.html && { id: 'html', label: t('mailview.html'), view: () => rendered(c, mail, state) },
    { id: 'text', label: t('mailview.text'), view: () => plain(mail.text || t('mailview.noText')) },
    mail.headers && { id: 'headers', label: t('mailview.headers'), view: () => headers(mail.headers) },
    mail.raw !== undefined && { id: 'raw', label: t('mailview.raw'), view: () => plain(mail.raw) },
  ].filter(Boolean);
  return html`<div class="mailview">${tabs(t('mailview.views'), items, state.tab, select)}
    ${mail.attachments?.length > 0 ? html`<ul class="files" aria-label=${t('mailview.files')}>${mail.attachments.map(attachment)}</ul>` : nothing}</div>`;
}

function rendered(c, mail, state) {
  const toggle = () => {
    state.phone = !state.phone;
    c.redraw();
  };
  return html`<p><label><input type="checkbox" .checked=${state.phone === true} @change=${toggle}> ${t('mailview.phone')}</label>
    <span class="muted">${t('mailview.safe')}</span></p>
    <div class=${state.phone ? 'phone' : ''}>${mailFrame(mail)}</div>`;
}

// A scrollable region must be reachable by keyboard.
const plain = (text) => html`<pre tabindex="0">${text}</pre>`;

const headers = (fields) => html`<dl class="facts">${fields.map((field) => html`<div><dt>${field.name}</dt><dd><code>${field.value}</code></dd></div>`)}</dl>`;

const attachment = (file) => html`<li>${file.name || t('mailview.unnamed')} <span class="muted">${file.type}, ${size(file.size)}</span></li>`;

/**
 * The frame with a mail's HTML, its member `html`: sandboxed, so that nothing in it runs, opens or is sent, and with a policy that loads
 * nothing from elsewhere. Only markup of a template passes the page's one Trusted Types policy, and `srcdoc` takes no
 * other: the frame is a template without values, in which the whole mail is one escaped attribute.
 */
export function mailFrame(mail) {
  if (!frames.has(mail)) {
    const markup = [`<iframe sandbox referrerpolicy="no-referrer" title="${escape(t('mailview.frame'))}" srcdoc="${escape(page(mail.html))}"></iframe>`];
    frames.set(mail, Object.assign(markup, { raw: markup }));
  }
  return html(frames.get(mail));
}

const page = (content) =>
  `<!doctype html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">` +
  `<meta name="color-scheme" content="light"><body style="font:15px/1.5 sans-serif;overflow-wrap:anywhere">${content}`;

const escape = (text) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
