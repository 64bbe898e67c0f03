import { Form, facts, formView, html, note, nothing, path, progress, size, testSteps, word } from '../../ui.js';
import { cleanServer } from './form.js';

/** The test of what stands in the settings, saved or not. No mail is sent. */
export function testForm(model, c) {
  return new Form({
    id: 'outgoing-test',
    label: c.t('outgoing.test'),
    fields: ['from', 'to'].map((name) => ({ name, label: c.t(`outgoing.testLabels.${name}`), help: c.t(`outgoing.testHelps.${name}`) })),
    submit: (sent) => test(model, sent, c),
  });
}

const changed = ({ form, create }) => create || JSON.stringify(form.value) !== JSON.stringify(form.original);

/** Why what stands in the form cannot be tested before it is saved: secrets that are kept are not read back. */
function obstacle(model, c) {
  const { value } = model.form;
  if (!changed(model)) return undefined;
  if (value.authentication === 'xoauth2') return c.t('outgoing.testTokens');
  return value.hasPassword && value.userName && !value.password ? c.t('outgoing.testPassword') : undefined;
}

async function test(model, { from, to }, c) {
  model.tested = undefined;
  model.obstacle = obstacle(model, c);
  if (model.obstacle) return;
  model.form.errors = [];
  const record = cleanServer(structuredClone(model.form.value));
  const saved = !changed(model);
  try {
    model.tested = saved ? await c.api.post(path`outgoing-servers/${model.server.id}/test`, { from, to })
      : await c.api.post('outgoing-servers/test', { ...record, from, to });
  } catch (problem) {
    const own = (error) => ['from', 'to'].includes(error.field);
    model.form.errors = (problem.errors ?? []).filter((error) => !own(error));
    if (model.form.errors.length === 0) throw problem;
    model.obstacle = c.t('outgoing.testWrong');
  }
}

export function testCard(model, c) {
  const { tested } = model;
  return html`<section class="card"><h2>${c.t('outgoing.test')}</h2><p class="muted">${changed(model) ? c.t('outgoing.testUnsaved') : c.t('outgoing.testSaved')}</p>
    ${formView(c, model.test)}
    <div aria-live="polite">${model.test.busy ? progress(c.t('outgoing.testing')) : nothing}${model.obstacle ? note(model.obstacle, 'warn') : nothing}
    ${tested ? result(tested, c) : nothing}</div></section>`;
}

function result(tested, c) {
  const able = tested.capabilities;
  return html`${note(tested.ok ? c.t('outgoing.testOk', { from: tested.from, to: tested.to }) : html`<strong>${word('outgoing.failures', tested.failure)}</strong> ${tested.advice}`, tested.ok ? 'ok' : 'bad')}
    ${testSteps(tested.steps, (step) => word('outgoing.steps', step.name))}
    ${able ? html`<h3>${c.t('outgoing.capabilities')}</h3>${facts([
      ['STARTTLS', able.startTls ? c.t('ui.yes') : c.t('ui.no')],
      ['SIZE', able.size ? size(able.size) : undefined],
      ['AUTH', able.auth?.join(', ')],
      [c.t('outgoing.alsoOffers'), ['8BITMIME', 'SMTPUTF8', 'PIPELINING', 'DSN', 'CHUNKING'].filter((_, i) => able[['8BitMime', 'smtpUtf8', 'pipelining', 'dsn', 'chunking'][i]]).join(', ')],
    ])}` : nothing}`;
}
