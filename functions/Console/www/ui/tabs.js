import { html } from '../lit/lit-html.js';

/** Tabs. `items`: `[{ id, label, view }]`, of which the one called `selected` is shown; `select(id)` chooses another. */
export function tabs(label, items, selected, select) {
  const shown = items.find((item) => item.id === selected) ?? items[0];
  const move = (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const next = items[(items.indexOf(shown) + step + items.length) % items.length];
    select(next.id);
    event.currentTarget.querySelector(`#tab-${next.id}`).focus();
    event.preventDefault();
  };
  return html`<div class="tabs" role="tablist" aria-label=${label} @keydown=${move}>${items.map((item) => html`<button
      type="button" role="tab" id="tab-${item.id}" aria-controls="panel-${shown.id}" aria-selected=${item === shown}
      tabindex=${item === shown ? 0 : -1} @click=${() => select(item.id)}>${item.label}</button>`)}</div>
    <div role="tabpanel" id="panel-${shown.id}" aria-labelledby="tab-${shown.id}">${shown.view()}</div>`;
}
