import { Form, formView, html, note, nothing, path, progress, testSteps, word } from '../../ui.js';

const choices = ['', 'fromNow', 'everything'];

/** Test & Confirm, of the mailbox as it is saved: nothing is fetched before somebody has chosen which mail is wanted. */
export function testForm(model, c) {
  const draft = (model.box?.state ?? 'draft') === 'draft';
  return new Form({
    id: 'incoming-test',
    label: c.t('incoming.test'),
    value: { import: draft ? 'fromNow' : undefined },
    fields: [{
      name: 'import',
      type: 'select',
      label: c.t('incoming.import'),
      help: c.t('incoming.importHelp'),
      options: choices.map((value) => ({ value, label: c.t(`incoming.imports.${value === '' ? (draft ? 'draft' : 'goOn') : value}`) })),
    }],
    submit: (value) => test(model, value, c),
  });
}

async function test(model, chosen, c) {
  if (chosen.import === 'everything' && !(await c.confirm({ title: c.t('incoming.everythingSure'), text: c.t('incoming.everythingWill'), yes: c.t('incoming.test') }))) return;
  model.tested = undefined;
  model.testing = true;
  c.redraw();
  try {
    model.tested = await c.api.post(path`incoming-servers/${model.server.id}/test`, chosen.import ? { import: chosen.import } : {});
  } finally {
    model.testing = false;
  }
  // A mailbox that was just confirmed has its state in health a moment later.
  model.box = (await c.api.get('health').catch((problem) => problem.body))?.mailboxes?.find((box) => box.server === model.server.id) ?? model.box;
}

const unsaved = (form) => JSON.stringify(form.value) !== JSON.stringify(form.original);

export function testCard(model, c) {
  const { tested } = model;
  return html`<section class="card"><h2>${c.t('incoming.test')}</h2><p class="muted">${c.t('incoming.testWhat')}</p>
    ${unsaved(model.form) ? note(c.t('incoming.testUnsaved'), 'warn') : nothing}${formView(c, model.test)}
    <div aria-live="polite">${model.testing ? progress(c.t('incoming.testing')) : nothing}${tested ? result(model, tested, c) : nothing}</div></section>`;
}

function result(model, tested, c) {
  const says = tested.ok ? html`<p>${tested.state === 'draft' ? c.t('incoming.testDraft') : c.t('incoming.testOk')}</p>`
    : html`<p><strong>${word('incoming.fails', tested.failure)}</strong> ${tested.advice}</p>`;
  return html`${note(says, tested.ok ? 'ok' : 'bad')}${testSteps(tested.steps, (step) => word('incoming.steps', step.name))}
    ${tested.existing?.length > 0 ? folders(model, tested, c) : nothing}`;
}

/** The folders of the account: those that are ticked stand in the settings, which are then to be saved. */
function folders({ form }, tested, c) {
  const chosen = form.value.folders ?? [];
  const choose = (folder, on) => {
    form.write('folders', on ? [...chosen, folder] : chosen.filter((one) => one !== folder));
    form.typed.delete('folders');
    c.redraw();
  };
  return html`<fieldset><legend>${c.t('incoming.foldersOf')}</legend><ul class="plain">${tested.existing.map((folder) => html`<li><label><input
      type="checkbox" .checked=${chosen.includes(folder)} @change=${(event) => choose(folder, event.target.checked)}> <code>${folder}</code></label>
      ${folder in (tested.folders ?? {}) ? html` <span class="muted">${c.t('incoming.mails', { n: tested.folders[folder] })}</span>` : nothing}</li>`)}</ul>
    <p class="help">${c.t('incoming.foldersHelp', { n: chosen.length })}</p></fieldset>`;
}

