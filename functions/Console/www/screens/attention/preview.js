// The mail that an item is about, without leaving the list.
import { facts, html, nothing, path } from '../../ui.js';
import { readMail } from '../../mime.js';

const longest = 2000;

export function preview(one, model, c) {
  const mail = model.mails.get(one.id);
  const toggle = (event) => event.target.open && !mail && read(one, model, c);
  return html`<details @toggle=${toggle}><summary>${c.t('attention.look')}</summary>${mail ? html`
    ${facts([[c.t('journal.from'), mail.from], [c.t('journal.subject'), mail.subject], [c.t('journal.recipients'), mail.to]])}
    <pre tabindex="0">${mail.text}</pre>` : nothing}</details>`;
}

async function read(one, model, c) {
  const at = path`mails/${one.mail}`;
  await c.act(async () => {
    const entry = await c.api.get(at);
    const mail = { from: entry.from ?? entry.sender, subject: entry.subject || c.t('journal.noSubject'), to: entry.recipients?.join(', ') };
    model.mails.set(one.id, { ...mail, text: await text(at, c) });
    c.redraw();
  });
}

// The raw mail may have been purged.
async function text(at, c) {
  try {
    const written = readMail(await c.api.bytes(`${at}/raw`)).text?.trim();
    return written ? (written.length > longest ? `${written.slice(0, longest)} …` : written) : c.t('mailview.noText');
  } catch (problem) {
    if (problem.status === 404) return c.t('journal.purged');
    throw problem;
  }
}
