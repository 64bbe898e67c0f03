// What a person can do about a mail that came in. Used by the attention list, too.
import { html, link, nothing, path } from '../../ui.js';
import { until } from '../../later.js';

const waitsForPerson = ['held', 'quarantined', 'parked'];

/** Only mail that is on no thread is decided about again. */
export function mailActions(model, c) {
  const { mail, read } = model;
  const open = mail.state !== 'pending' && mail.state !== 'routed';
  const button = (name, act) => html`<button type="button" aria-disabled=${model.busy === name} @click=${() => model.busy || act(model, c)}>${c.t(`journal.act.${name}`)}</button>`;
  return html`<div class="buttons">
    ${open && read && c.may('admin') ? html`${button('replay', replay)}${button('attach', attach)}` : nothing}
    ${read ? button('explain', explain) : nothing}
    ${waitsForPerson.includes(mail.state) ? html`<a class="button" href=${link('attention', [], { kind: mail.state })}>${c.t('journal.toAttention')}</a>` : nothing}
    ${model.busy ? html`<span class="muted" role="status">${c.t('ui.busy')}</span>` : nothing}</div>`;
}

async function replay(model, c) {
  if (!(await c.confirm({ title: c.t('journal.replayTitle'), text: c.t('journal.replayWill'), yes: c.t('journal.act.replay') }))) return;
  await decide(model, c, 'replay', () => c.api.post(`${model.at}/replay`));
}

async function attach(model, c) {
  const thread = await askThread(model.mail, c);
  if (thread) await decide(model, c, 'attach', () => c.api.post(`${model.at}/attach`, thread));
}

/** Asks for a thread that is there; the ones that the mail names come first. */
export function askThread({ candidates = [] }, c) {
  const other = { value: '', label: c.t('journal.otherThread') };
  const options = [...candidates.map(({ model, id }, i) => ({ value: `${i}`, label: `${model} ${id}` })), other];
  const named = ({ candidate }) => candidates[candidate];
  return new Promise((resolve) => {
    let chosen;
    c.ask({
      title: c.t('journal.attachTitle'),
      text: c.t('journal.attachWill'),
      yes: c.t('journal.act.attach'),
      fields: [
        ...(candidates.length > 0 ? [{ name: 'candidate', label: c.t('journal.thread'), type: 'select', options }] : []),
        { name: 'model', label: c.t('journal.threadModel'), placeholder: 'crm.lead', required: true, when: (value) => !named(value) },
        { name: 'id', label: c.t('journal.threadId'), required: true, when: (value) => !named(value) },
      ],
      value: candidates.length > 0 ? { candidate: '0' } : {},
      submit: async (value) => {
        chosen = named(value) ?? { model: value.model ?? '', id: value.id ?? '' };
        await c.api.get(path`threads/${chosen.model || '-'}/${chosen.id || '-'}`);
      },
    }).then((answer) => resolve(answer && chosen));
  });
}

/** Has it decided about again, and shows what became of it. */
async function decide(model, c, name, send) {
  const before = model.mail.replays ?? 0;
  model.busy = name;
  c.redraw();
  const done = await c.act(async () => {
    await send();
    const decided = await until(c, () => c.api.get(model.at), (mail) => mail.replays > before && mail.state !== 'pending');
    if (!decided) c.say(c.t('journal.later'));
    else c.say(decided.state === 'routed' ? c.t('journal.isRouted') : c.t('journal.isNot'));
  });
  model.busy = undefined;
  if (done) await c.reload();
  else c.redraw();
}

async function explain(model, c) {
  await c.act(async () => {
    model.explained = await c.api.post('explain/inbound', undefined, { query: { mail: model.mail.id } });
    c.redraw();
    setTimeout(() => document.getElementById('explained')?.focus());
  });
}
