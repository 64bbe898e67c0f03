// The erasures, and how far each is: through all of storage, and after an hour once more.
import { badge, find, html, link, nothing, note, number, progress, results, short, table, when, word } from '../../ui.js';
import { kindOf } from './erasing.js';

const stages = ['own', 'threads', 'journal', 'claims', 'people', 'attention', 'due', 'audit', 'rawMail', 'content'];
const rounds = 2;

export const readErasures = (c) => find(c, 'erasures');

export function erasuresView({ list: found }, c) {
  const columns = [
    { label: c.t('people.kind'), kind: 'main', cell: (one) => html`${kindOf(one, c)} <div class="muted"><code>${one.id}</code></div>` },
    { label: c.t('people.begun'), cell: (one) => when(one.begun, short) },
    { label: c.t('people.state'), cell: (one) => state(one, c) },
    { label: c.t('people.changed'), kind: 'number', cell: (one) => number(one.changed) },
    { label: c.t('people.looked'), kind: 'number', cell: (one) => number(one.looked) },
  ];
  return html`<p>${c.t('people.erasuresWhat')}</p>
    ${results(found, (items) => table({ caption: c.t('people.tabs.erasures'), columns, items, empty: c.t('people.noErasures') }))}`;
}

const state = (one, c) => html`${one.finished ? html`${badge(c.t('people.finished'), 'ok')} ${when(one.finished, short)}` : goesOn(one, c)}
  ${one.kept > 0 ? note(html`${c.t('people.kept', { n: one.kept })} <a href=${link('attention')}>${c.t('attention.title')}</a>`, 'warn') : nothing}`;

function goesOn({ pass, stage, notBefore, waitsFor }, c) {
  const done = Math.min((pass - 1) * stages.length + stages.indexOf(stage), rounds * stages.length);
  const round = c.t('people.round', { pass: Math.min(pass, rounds) });
  const text = notBefore ? round : `${round}: ${word('people.stages', stage)}`;
  return html`${progress(text, done, rounds * stages.length)}
    ${notBefore ? html`<div class="muted">${c.t('people.goesOn')} ${when(notBefore, short)}</div>` : nothing}
    ${waitsFor ? html`<div class="muted">${c.t('people.waitsFor', { queue: waitsFor })}</div>` : nothing}`;
}
