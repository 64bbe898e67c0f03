// What would become of a mail that arrives, as the gateway explains it.
import { badge, facts, html, link, mailColours, reasons, word } from '../../ui.js';

const thread = (key) => html`<a href=${link('threads', [key.model, key.id])}>${key.model} ${key.id}</a>`;
const list = (items) => (items?.length > 0 ? items.join(', ') : undefined);

/** What would become of a mail: the state, the messages it would be, and every rule. */
export function received(answer, c) {
  const known = answer.facts;
  return html`<p>${badge(word('try.states', answer.state), mailColours[answer.state])}</p>
    ${answer.postings.map((posting) => facts([
      [c.t('try.thread'), posting.create ? c.t('try.newThread', { model: posting.thread.model }) : thread(posting.thread)],
      [c.t('try.as'), word('try.messageKinds', posting.kind)],
      [c.t('try.author'), posting.author.name ?? posting.author.address],
      [c.t('try.follow'), list(posting.follow)],
      [c.t('try.notified'), list(posting.notified)],
    ]))}
    <h3>${c.t('try.rules')}</h3>${reasons(answer.reasons)}
    <h3>${c.t('try.known')}</h3>${facts([
      [c.t('try.sender'), known.contact ? `${known.contact} <${known.from}>` : known.from],
      [c.t('try.recipients'), list(known.recipients)],
      [c.t('try.recent'), `${known.recent}`],
      [c.t('try.automatic'), known.automatic],
      [c.t('try.forged'), known.forged],
      [c.t('try.spam'), known.spam],
      [c.t('try.infected'), known.infected],
      [c.t('try.clues'), list(known.clues.map((clue) => clue.text))],
    ])}`;
}
