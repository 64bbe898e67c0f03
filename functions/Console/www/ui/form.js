import { html, nothing } from '../lit/lit-html.js';
import { live } from '../lit/directives/live.js';
import { t } from '../texts.js';

/**
 * A form over an object. `fields`: `[{ name, label, help?, type?, options?, required?, placeholder?, when?, group?, suggest? }]`;
 * a name `a.b` is a member of a member. Fields that follow each other with the same `group` stand together under it; `suggest`
 * are values to choose from that may be typed otherwise. Types: `text`, `password`, `number`, `textarea`, `lines` (a list, one a line),
 * `checkbox`, `select` (with `options: [{ value, label }]`), `file`. `when(value)` says whether a field is there.
 * `submit(value)` may throw an ApiError: what it says about a field is shown under it.
 */
export class Form {
  errors = [];
  busy = false;
  // Lists as they are being typed: an empty line at the end is no item, and must not vanish under the cursor.
  typed = new Map();

  constructor({ id = 'form', value = {}, fields, submit, label, cancel, danger = false }) {
    Object.assign(this, { id, value: structuredClone(value), fields, submit, label, cancel, danger });
  }

  read(name) {
    return name.split('.').reduce((at, part) => at?.[part], this.value);
  }

  write(name, value) {
    const parts = name.split('.');
    const last = parts.pop();
    const owner = parts.reduce((at, part) => (at[part] ??= {}), this.value);
    if (value === undefined) delete owner[last];
    else owner[last] = value;
  }

  shown() {
    return this.fields.filter((field) => field.when?.(this.value) ?? true);
  }

  errorsOf(field) {
    return this.errors.filter((error) => error.field === field.name || /^[.[]/.test(rest(error.field, field.name)));
  }

  /** What is wrong, and stands under no field. */
  others() {
    const placed = new Set(this.shown().flatMap((field) => this.errorsOf(field)));
    return this.errors.filter((error) => !placed.has(error));
  }

  async send(c) {
    this.busy = true;
    this.errors = [];
    c.redraw();
    try {
      await this.submit(this.value);
    } catch (problem) {
      if (problem.status === undefined) throw problem;
      this.errors = problem.errors.length > 0 ? problem.errors : [{ field: '', message: c.words(problem) }];
    } finally {
      this.busy = false;
      c.redraw();
    }
    // Once it is drawn.
    await undefined;
    document.querySelector(`#${this.id} [aria-invalid=true], #${this.id} .note.bad`)?.focus();
  }
}

const rest = (text, start) => (text.startsWith(start) ? text.slice(start.length) : '');

const parse = {
  checkbox: (input) => input.checked,
  number: (input) => (input.value === '' ? undefined : Number(input.value)),
  lines: (input) => input.value.split('\n').map((line) => line.trim()).filter(Boolean),
  file: (input) => [...input.files],
};

/** The whole form with its buttons. `more`: further content above them. */
export function formView(c, form, more = nothing) {
  const submit = (event) => {
    event.preventDefault();
    if (!form.busy) form.send(c);
  };
  return html`<form id=${form.id} novalidate @submit=${submit} autocomplete="off">
    ${form.others().length > 0 ? html`<div class="note bad" role="alert" tabindex="-1">${form.others().map((error) => html`<p>${error.message}</p>`)}</div>` : nothing}
    ${grouped(form.shown()).map(([name, fields]) => group(name, fields.map((field) => row(c, form, field))))}${more}
    <div class="buttons"><button class=${form.danger ? 'danger' : 'primary'} aria-disabled=${form.busy}>${form.busy ? t('ui.busy') : (form.label ?? t('ui.save'))}</button>
    ${form.cancel ? html`<button type="button" ?autofocus=${form.danger && form.fields.length === 0} @click=${form.cancel}>${t('ui.cancel')}</button>` : nothing}</div></form>`;
}

/** The fields in their order, those of one group together: `[[group, fields]]`. */
function grouped(fields) {
  const made = [];
  for (const field of fields) {
    if (made.at(-1)?.[0] === field.group && made.length > 0) made.at(-1)[1].push(field);
    else made.push([field.group, [field]]);
  }
  return made;
}

const group = (name, rows) => (name ? html`<fieldset><legend>${name}</legend>${rows}</fieldset>` : rows);

/** One field: its label, the input, what it is for, and what is wrong with it. */
function row(c, form, field) {
  const id = `${form.id}-${field.name.replaceAll('.', '-')}`;
  const errors = form.errorsOf(field);
  const about = [field.help && `${id}-help`, errors.length > 0 && `${id}-error`].filter(Boolean).join(' ') || nothing;
  const label = html`<label for=${id}>${field.label}${field.required ? html` <span class="muted">(${t('ui.required')})</span>` : nothing}</label>`;
  const control = input(c, form, field, { id, about, wrong: errors.length > 0 });
  return html`<div class="field ${field.type ?? 'text'} ${errors.length > 0 ? 'wrong' : ''}">
    ${field.type === 'checkbox' ? html`<div class="check">${control}${label}</div>` : html`${label}${control}`}
    ${errors.length > 0 ? html`<p class="error" id="${id}-error">${errors.map((error) => error.message).join(' ')}</p>` : nothing}
    ${field.help ? html`<p class="help" id="${id}-help">${field.help}</p>` : nothing}</div>`;
}

function input(c, form, field, { id, about, wrong }) {
  const value = form.read(field.name);
  const take = (event) => {
    const read = parse[field.type] ?? ((from) => (from.value === '' ? undefined : from.value));
    form.write(field.name, read(event.target));
    if (field.type === 'lines') form.typed.set(field.name, event.target.value);
    c.redraw();
  };
  switch (field.type) {
    case 'checkbox':
      return html`<input type="checkbox" id=${id} .checked=${live(value === true)} @change=${take} aria-describedby=${about} aria-invalid=${wrong}>`;
    case 'select':
      return html`<select id=${id} @change=${take} aria-describedby=${about} aria-invalid=${wrong}>${field.options.map(
        (option) => html`<option value=${option.value} .selected=${live(option.value === (value ?? ''))}>${option.label}</option>`)}</select>`;
    case 'file':
      return html`<input type="file" multiple id=${id} @change=${take} aria-describedby=${about} aria-invalid=${wrong}>`;
    case 'lines':
    case 'textarea': {
      const text = form.typed.get(field.name) ?? (Array.isArray(value) ? value.join('\n') : (value ?? ''));
      return html`<textarea id=${id} rows=${field.rows ?? 4} placeholder=${field.placeholder ?? ''} @input=${take} ?required=${field.required}
        aria-describedby=${about} aria-invalid=${wrong} .value=${live(text)}></textarea>`;
    }
    default:
      return html`<input id=${id} type=${field.type ?? 'text'} placeholder=${field.placeholder ?? ''} @input=${take} ?required=${field.required}
        autocomplete=${field.type === 'password' ? 'new-password' : 'off'} aria-describedby=${about} aria-invalid=${wrong}
        list=${field.suggest ? `${id}-list` : nothing} .value=${live(value ?? '')}>
        ${field.suggest ? html`<datalist id="${id}-list">${field.suggest.map((one) => html`<option value=${one}></option>`)}</datalist>` : nothing}`;
  }
}
