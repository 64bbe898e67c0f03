import { html, nothing } from './lit/lit-html.js';
import { t } from './texts.js';
import { Form, formView } from './ui/form.js';

/** Questions that must be answered before something is done: they say what will happen. */
export class Dialogs {
  #open;

  constructor(c) {
    this.c = c;
  }

  get isOpen() {
    return this.#open !== undefined;
  }

  /**
   * Asks, and returns the values of `fields`; undefined if the answer is no. `title`: the question; `text`: what will
   * happen; `yes`: the button; `danger`: whether something is lost by it. `submit(values)` does it while the question
   * is open, and what it throws is shown at the fields.
   */
  ask({ title, text, yes, fields = [], value = {}, danger = false, submit }) {
    return new Promise((resolve) => {
      const form = new Form({
        id: 'question',
        fields,
        value,
        danger,
        label: yes,
        submit: async (values) => {
          await submit?.(values);
          this.#close(values);
        },
        cancel: () => this.#close(undefined),
      });
      this.#open = { title, text, form, resolve };
      this.c.redraw();
      document.getElementById('dialog').showModal();
    });
  }

  #close(answer) {
    if (!this.#open) return;
    const { resolve } = this.#open;
    document.getElementById('dialog').close();
    this.#open = undefined;
    this.c.redraw();
    resolve(answer);
  }

  /** Ends the question without an answer, as when another screen is opened. */
  dismiss() {
    this.#close(undefined);
  }

  view() {
    const cancel = (event) => {
      event.preventDefault();
      this.dismiss();
    };
    return html`<dialog id="dialog" aria-labelledby="dialog-title" @cancel=${cancel}>${this.#open ? html`<h2 id="dialog-title">${this.#open.title}</h2>
      ${this.#open.text ? html`<p>${this.#open.text}</p>` : nothing}${formView(this.c, this.#open.form)}` : html`<h2 id="dialog-title" hidden>${t('ui.cancel')}</h2>`}</dialog>`;
  }
}
