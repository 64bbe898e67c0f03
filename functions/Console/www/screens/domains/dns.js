import { badge, copy, facts, html, link, note, nothing, path, progress, table, word } from '../../ui.js';

/** Looks at the DNS; the name servers of others may take their time. */
export async function checkDns(model, c, selectors = '') {
  model.dns = { busy: true };
  c.redraw();
  try {
    const query = new URLSearchParams(selectors.split(/[\s,]+/).filter(Boolean).map((selector) => ['selector', selector]));
    model.dns = { selectors, report: await c.api.get(`${path`domains/${model.domain.name}/dns`}?${query}`) };
  } catch (problem) {
    model.dns = { selectors, problem };
  }
  c.redraw();
}

export function dnsView(model, c) {
  const { busy, problem, report } = model.dns ?? { busy: true };
  if (busy) return progress(c.t('domains.checking'));
  const check = (event) => {
    event.preventDefault();
    checkDns(model, c, event.target.elements.selectors.value);
  };
  const again = html`<form class="search" @submit=${check} role="search"><label>${c.t('domains.selectors')}<input name="selectors" autocomplete="off" .value=${model.dns.selectors}></label>
    <button>${c.t('domains.checkAgain')}</button></form>`;
  if (problem) return html`${note(c.words(problem), 'bad')}${again}`;
  return html`${findings(report, c)}${again}${publish(report.publish, c)}
    <div class="cards">${mx(report, c)}${spf(report.spf, c)}${dmarc(report.dmarc, c)}</div>${keys(report.dkim, c)}${servers(report.servers, c)}`;
}

const findings = (report, c) => (report.findings.length === 0 ? note(c.t('domains.allWell'), 'ok')
  : note(html`<strong>${c.t('domains.findings', { n: report.findings.length })}</strong><ul>${report.findings.map((one) => html`<li>${one}</li>`)}</ul>`, 'warn'));

/** The records to publish, each part to be copied. */
function publish(records, c) {
  if (records.length === 0) return nothing;
  const columns = [
    { label: c.t('domains.record'), kind: 'main', cell: (record) => html`${badge(record.type, 'info')} <span class="muted">${record.why}</span>` },
    { label: c.t('domains.recordName'), cell: (record) => copy(c, record.name) },
    { label: c.t('domains.recordValue'), cell: (record) => html`${copy(c, record.value)}${inStrings(record.strings, c)}` },
  ];
  return html`<section><h2>${c.t('domains.publish')}</h2>${table({ caption: c.t('domains.publish'), columns, items: records, key: (record) => `${record.type} ${record.name} ${record.value}` })}</section>`;
}

/** A value that is longer than one string of a TXT record, for zones that are written by hand. */
export function inStrings(strings, c) {
  if (!(strings?.length > 1)) return nothing;
  const text = strings.map((part) => `"${part}"`).join(' ');
  return html`<details><summary>${c.t('domains.strings')}</summary>${copy(c, text)}</details>`;
}

const card = (title, content) => html`<section class="card"><h2>${title}</h2>${content}</section>`;
const codes = (items) => items.map((item) => html`<div><code>${item}</code></div>`);

const mx = (report, c) => card('MX', html`<p class="muted">${c.t('domains.about.mx')}</p>${report.mx.length > 0 ? codes(report.mx) : html`<p>${c.t('domains.noRecord')}</p>`}`);

const spf = (found, c) => card('SPF', html`<p class="muted">${c.t('domains.about.spf')}</p>${found.problem ? note(found.problem, 'warn') : nothing}
  ${found.records.length > 0 ? codes(found.records) : html`<p>${c.t('domains.noRecord')}</p>`}
  ${found.records.length > 0 ? facts([[c.t('domains.lookups'), `${found.lookups} / 10`], [c.t('domains.voidLookups'), `${found.voidLookups} / 2`]]) : nothing}`);

const dmarc = (found, c) => card('DMARC', html`<p class="muted">${c.t('domains.about.dmarc')}</p>${found ? html`${found.problem ? note(found.problem, 'warn') : nothing}${codes([found.record])}
  ${facts([[c.t('domains.policy'), found.policy && word('domains.policies', found.policy)], [c.t('domains.publishedBy'), found.domain], [c.t('domains.reports'), found.reports]])}`
  : html`<p>${c.t('domains.noRecord')}</p>`}`);

const keyColours = { present: 'ok', missing: 'bad', revoked: 'bad', damaged: 'bad', unknown: 'warn' };

function keys(found, c) {
  const columns = [
    { label: c.t('domains.selector'), kind: 'main', cell: (key) => html`<code>${key.selector}</code> ${key.own ? badge(word('domains.keyStates', key.own)) : nothing}` },
    { label: c.t('domains.published'), cell: (key) => badge(word('domains.publishedStates', key.state), keyColours[key.state]) },
    { label: c.t('domains.result'), cell: (key) => key.text },
  ];
  return html`<section><h2>DKIM</h2>${table({ caption: 'DKIM', columns, items: found, key: (key) => key.selector, empty: c.t('domains.noKeysFound') })}</section>`;
}

function servers(items, c) {
  const columns = [
    { label: c.t('domains.server'), kind: 'main', cell: (server) => (server.server === 'default' ? server.name : html`<a href=${link('outgoing', [server.server])}>${server.name}</a>`) },
    { label: 'SPF', cell: (server) => html`${badge(server.covered ? c.t('domains.covered') : c.t('domains.notCovered'), server.covered ? 'ok' : 'bad')}
      ${server.mechanism ? html`<div>${c.t('domains.missing')} ${copy(c, server.mechanism)}</div>` : nothing}
      <div class="muted">${server.addresses.map((one) => html`<div>${one.address}: ${one.text}</div>`)}</div>` },
    { label: c.t('domains.returnPath'), cell: (server) => html`<code>${server.envelopeFrom}</code>` },
    { label: 'DMARC', cell: (server) => badge(server.aligned ? c.t('domains.aligned') : c.t('domains.notAligned'), server.aligned ? 'ok' : 'warn') },
    { label: 'DKIM', cell: (server) => (server.sign ? c.t('domains.signs') : c.t('domains.signsNot')) },
  ];
  return html`<section><h2>${c.t('domains.servers')}</h2>${table({ caption: c.t('domains.servers'), columns, items, key: (server) => server.server, empty: c.t('domains.noServers') })}</section>`;
}
