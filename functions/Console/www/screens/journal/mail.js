// One mail: what it is, what became of it, and what can be done about it.
import { copy, facts, html, link, mailState, mailView, note, nothing, when } from '../../ui.js';
import { readMail } from '../../mime.js';
import { mailActions } from './actions.js';
import { readPosted } from './posted.js';
import { timeline } from './timeline.js';
import { received } from '../try/received.js';

export async function readMailPage(at, c) {
  const mail = await c.api.get(at);
  const [content, posted] = await Promise.all([readRaw(at, c), readPosted(mail, c)]);
  return { at, mail, posted, size: content?.length, read: content && readMail(content), view: {} };
}

/** What happens to it may still change; the mail itself does not. */
export async function refreshMailPage(model, c) {
  model.mail = await c.api.get(model.at);
  model.posted = await readPosted(model.mail, c);
}

// It may have been purged.
async function readRaw(at, c) {
  try {
    return await c.api.bytes(`${at}/raw`);
  } catch (problem) {
    if (problem.status === 404) return undefined;
    throw problem;
  }
}

export function mailPage(model, c) {
  const { mail, read, view } = model;
  return html`<p><a href=${link('journal')}>${c.t('journal.back')}</a></p>
    ${verdict(mail, c)}${mailActions(model, c)}
    <div class="split"><section class="card"><h2>${c.t('journal.mail')}</h2>${about(mail, c)}
      ${read ? mailView(c, read, view) : note(c.t('journal.purged'))}</section>
    <div>${model.explained ? foreseen(model, c) : nothing}<section class="card"><h2>${c.t('journal.timeline')}</h2>${timeline(model, c)}</section></div></div>`;
}

// The last rule that applied decided; a limit of notices only says whether the sender is told.
function verdict(mail, c) {
  const decisive = mail.reasons?.findLast((reason) => reason.hit && reason.rule !== 'Notice');
  return html`<p class="verdict">${mailState(mail.state)} ${decisive?.text ?? c.t('journal.undecided')}</p>`;
}

const about = (mail, c) => facts([
  [c.t('journal.from'), mail.from ?? mail.sender],
  [c.t('journal.recipients'), mail.recipients?.join(', ')],
  [c.t('journal.received'), when(mail.received)],
  [c.t('journal.messageId'), mail.messageId ? copy(c, mail.messageId) : undefined],
  [c.t('journal.spam'), mail.spam],
  [c.t('journal.infected'), mail.infected],
  [c.t('journal.reading'), mail.reading?.join(' ')],
]);

function foreseen(model, c) {
  const close = () => {
    model.explained = undefined;
    c.redraw();
  };
  return html`<section class="card" id="explained" tabindex="-1" aria-labelledby="explained-head"><h2 id="explained-head">${c.t('journal.explained')}</h2>
    ${received(model.explained, c)}<div class="buttons"><button type="button" @click=${close}>${c.t('ui.close')}</button></div></section>`;
}
