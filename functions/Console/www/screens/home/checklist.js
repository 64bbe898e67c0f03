import { badge, html, link, nothing, path, progress } from '../../ui.js';

const hidden = 'checklist';

/** What the list needs beside the health; undefined once this browser was told to hide it, or where the key may not set up. */
export async function readSetup(c) {
  if (localStorage.getItem(hidden) === 'hidden' || !c.may('admin')) return undefined;
  const [domains, aliases] = await Promise.all(['alias-domains', 'aliases'].map(async (at) => (await c.api.get(at)).items));
  return { domains, aliases };
}

/** The steps of a first set-up, in the order in which they are made: whether each is done, and where it is done. */
export function stepsOf({ domains, aliases }, health, c) {
  const at = (screen, has) => link(screen, has ? [] : ['new']);
  const steps = {
    domain: { done: domains.length > 0, to: at('domains', domains.length > 0) },
    outgoing: { done: health.servers?.length > 0, to: at('outgoing', health.servers?.length > 0) },
    alias: { done: aliases.length > 0, to: at('aliases', aliases.length > 0) },
    mailbox: { done: health.mailboxes?.some((box) => box.state === 'confirmed'), to: at('incoming', health.mailboxes?.length > 0) },
    dns: { done: false, to: link('domains', domains.length > 0 ? [domains[0].id] : []) },
  };
  if (domains.length > 0) check(steps.dns, domains[0].name, c);
  return steps;
}

// The name servers of others may take their time: the page does not wait for them.
async function check(step, domain, c) {
  step.checking = true;
  try {
    const report = await c.api.get(path`domains/${domain}/dns`);
    step.done = report.findings.length === 0;
    step.findings = report.findings.length;
  } catch {
    step.done = false;
  }
  step.checking = false;
  c.redraw();
}

export function checklist(steps, c) {
  const all = Object.values(steps);
  const done = all.filter((step) => step.done).length;
  if (done === all.length) return nothing;
  const hide = () => {
    localStorage.setItem(hidden, 'hidden');
    c.reload();
  };
  const row = ([name, step]) => html`<li class=${step.done ? 'done' : ''}><div><strong>${c.t(`home.steps.${name}`)}</strong>
      ${step.done ? badge(c.t('home.stepDone'), 'ok') : badge(step.checking ? c.t('ui.busy') : c.t('home.stepOpen'))}
      <p class="muted">${c.t(`home.stepsFor.${name}`)} ${step.findings > 0 ? c.t('home.findings', { n: step.findings }) : ''}</p></div>
    <a class="button ${step.done ? 'small' : ''}" href=${step.to}>${step.done ? c.t('home.stepShow') : c.t(`home.stepsDo.${name}`)}</a></li>`;
  return html`<section class="card"><h2>${c.t('home.setup')}</h2>${progress(c.t('home.setupDone', { done, all: all.length }), done, all.length)}
    <ol class="steps">${Object.entries(steps).map(row)}</ol>
    <button type="button" class="plain" @click=${hide}>${c.t('home.setupHide')}</button></section>`;
}
