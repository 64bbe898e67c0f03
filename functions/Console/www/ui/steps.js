import { html, nothing } from '../lit/lit-html.js';
import { number, t } from '../texts.js';

/** The steps of a connection test: `[{ name, ok, words?, milliseconds, folder? }]`; `name(step)` in words. */
export const testSteps = (steps, name) => html`<ol class="reasons">${steps.map((step) => html`<li class=${step.ok ? 'hit' : 'bad'}>
  <span class="mark" aria-hidden="true">${step.ok ? '✓' : '✗'}</span>
  <div><strong>${name(step)}</strong>${step.folder ? html` <code>${step.folder}</code>` : nothing}
  <span class="sr">: ${step.ok ? t('ui.stepOk') : t('ui.stepFailed')}</span> <span class="muted">${number(step.milliseconds)} ms</span>
  ${step.words ? html`<p>${step.words}</p>` : nothing}</div></li>`)}</ol>`;
