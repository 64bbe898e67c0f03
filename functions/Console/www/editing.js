// Changing one resource of the API with a form: what was read goes back with the changes, guarded by its entity tag.
import { html, nothing } from './lit/lit-html.js';
import { ApiError } from './api.js';
import { Form, formView } from './ui/form.js';
import { t } from './texts.js';

// What a write has warned of is shown on the page that it leads to.
let carried = [];

/** The warnings of the last write; they are given out once, when the screen is loaded after it. */
export function takeWarnings() {
  const warnings = carried;
  carried = [];
  return warnings;
}

export const warningsView = (warnings) => (warnings?.length > 0
  ? html`<div class="note warn" role="status"><ul class="plain">${warnings.map((warning) => html`<li>${warning.message}</li>`)}</ul></div>` : nothing);

/**
 * A form that creates or replaces. `at(value)`: its path. `create`: it is new; then `idField` is the field whose value may be
 * taken already, and without a path it is created under an identifier of the gateway's choice at `list`. `body(value)`: what is
 * sent, or nothing to go on editing; `readOnly`: what only answers hold. `saved(kept)`: what is said, and `to(kept)` where it leads.
 */
export function editing(c, { id, value, fields, at, list, create = false, idField = '', body = (entered) => entered, readOnly = [], saved, to, label }) {
  const form = new Form({
    id,
    value,
    fields,
    label,
    submit: async (entered) => {
      form.conflict = false;
      const content = await body(structuredClone(entered));
      if (content) done(c, await send(without(content, [...readOnly, 'warnings']), at(entered)), saved, to);
    },
  });
  const send = async (content, path) => {
    try {
      return await (path ? c.api.put(path, content, { create }) : c.api.post(list, content));
    } catch (problem) {
      if (problem.status !== 412) throw problem;
      if (create) throw new ApiError(412, { errors: [{ field: idField, message: t('ui.exists') }] });
      form.conflict = true;
      throw problem;
    }
  };
  form.original = structuredClone(form.value);
  return form;
}

/** The form; after a conflict with a way to see how it is now. */
export function editingView(c, form) {
  const again = form.conflict ? html`<div class="note warn"><p>${t('ui.conflict')}</p>
    <button type="button" @click=${c.reload}>${t('ui.loadAgain')}</button></div>` : nothing;
  return formView(c, form, again);
}

/** A wrong value that the form itself finds. */
export const wrong = (field, message) => new ApiError(400, { errors: [{ field, message }] });

/** Says that it was written, and opens where it leads, with what the gateway warned of. */
export function done(c, kept, saved, to) {
  carried = kept?.warnings ?? [];
  if (saved) c.say(typeof saved === 'function' ? saved(kept) : saved);
  const address = to?.(kept);
  if (address && address !== location.hash) c.go(address);
  else c.reload();
}

export function without(value, members) {
  for (const member of members) delete value[member];
  return value;
}

/** Deletes after a question. `restore`: what is put back at the same path where the user takes it back. */
export async function remove(c, { at, title, text, yes = t('ui.delete'), said, to, restore, restored }) {
  if (!(await c.confirm({ title, text, yes, danger: true }))) return;
  let answer;
  if (!(await c.act(async () => { answer = await c.api.delete(at); }))) return;
  // The undo outlasts the visit that it was offered in.
  const api = c.api.until(undefined);
  const undo = restore && (() => c.act(async () => {
    await api.put(at, without(structuredClone(restore), ['warnings']), { create: true });
    if (location.hash === restored) c.reload();
    else c.go(restored);
  }, t('ui.restored')));
  done(c, answer, undefined, () => to);
  c.say(said, { undo });
}
