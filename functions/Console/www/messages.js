import { html, nothing } from './lit/lit-html.js';
import { repeat } from './lit/directives/repeat.js';
import { t } from './texts.js';

const briefly = 6_000;
const longEnoughToUndo = 15_000;

/** Short messages about what was done, read out by screen readers. Errors stay until they are closed. */
export class Messages {
  #items = [];
  #last = 0;

  constructor(redraw) {
    this.redraw = redraw;
  }

  say(text, { kind = 'ok', undo } = {}) {
    const item = { id: ++this.#last, text, kind, undo };
    this.#items = [...this.#items.slice(-3), item];
    if (kind !== 'bad') setTimeout(() => this.close(item), undo ? longEnoughToUndo : briefly);
    this.redraw();
  }

  close(item) {
    this.#items = this.#items.filter((other) => other !== item);
    this.redraw();
  }

  view() {
    const undo = (item) => {
      this.close(item);
      item.undo();
    };
    return html`<div class="messages" role="status" aria-live="polite">${repeat(this.#items, (item) => item.id, (item) => html`<div
      class="message ${item.kind}"><span>${item.text}</span>
      ${item.undo ? html`<button type="button" @click=${() => undo(item)}>${t('ui.undo')}</button>` : nothing}
      <button type="button" class="close" aria-label=${t('ui.close')} @click=${() => this.close(item)}>×</button></div>`)}</div>`;
  }
}
