import { Form, badge, formView, html, link, nothing, reasons } from '../../ui.js';

/** The parts of a From filter as the gateway reads them: whole addresses, and domains without their subdomains. */
export function parseFilter(text) {
  const parts = (text ?? '').split(',').map((part) => part.trim()).filter(Boolean);
  const whole = (part) => part.split('@').map((side, i) => (i === 0 ? side.toLowerCase() : ascii(side))).join('@');
  return {
    open: !text,
    addresses: new Set(parts.filter((part) => part.includes('@')).map(whole)),
    domains: new Set(parts.filter((part) => !/[@*;/:]/.test(part)).map(ascii)),
  };
}

// An international domain has one form, whichever it is written in.
function ascii(domain) {
  try {
    return new URL(`http://${domain}`).hostname;
  } catch {
    return domain.toLowerCase();
  }
}

/** How the filter matches: `open`, `address`, `domain` or `excluded`. */
export function matching(filter, address) {
  if (filter.open) return 'open';
  const at = address.toLowerCase().lastIndexOf('@');
  const [local, domain] = [address.toLowerCase().slice(0, at), ascii(address.slice(at + 1))];
  if (filter.addresses.has(`${local}@${domain}`)) return 'address';
  return filter.domains.has(domain) ? 'domain' : 'excluded';
}

const full = (local, domain) => (local.includes('@') ? local : `${local}@${domain}`);
const colours = { address: 'ok', domain: 'ok', open: 'info', excluded: '' };

// What the filter means for every address that the gateway knows, and for those that it names itself.
function rows(filter, { domains, aliases }, c) {
  const known = new Set();
  const row = (who, address, use) => {
    known.add(address);
    const match = matching(filter, address);
    return { who, address, match, says: use(match) };
  };
  const asAuthor = (match) => c.t(`outgoing.covers.author.${match}`);
  const ofDomain = (domain) => [
    { who: c.t('outgoing.everybody'), address: `…@${domain.name}`, match: matching(filter, `?@${domain.name}`), says: asAuthor(matching(filter, `?@${domain.name}`)) },
    row(c.t('outgoing.notification'), full(domain.defaultFrom, domain.name), (match) => c.t(`outgoing.covers.notification.${match === 'excluded' ? 'no' : 'yes'}`)),
    row(c.t('outgoing.bounce'), full(domain.bounce, domain.name), (match) => c.t(`outgoing.covers.bounce.${match === 'excluded' ? 'no' : 'yes'}`)),
  ];
  const made = domains.flatMap(ofDomain);
  const named = [...filter.addresses].filter((address) => !known.has(address)).map((address) => {
    const alias = aliases.find((one) => one.address === address);
    return row(alias ? c.t('outgoing.aliasOf', { model: alias.model }) : c.t('outgoing.named'), address, asAuthor);
  });
  const own = new Set(domains.map((domain) => domain.name));
  const foreign = [...filter.domains].filter((domain) => !own.has(domain)).map((domain) => ({ who: c.t('outgoing.otherDomain'), address: `…@${domain}`, match: 'domain', says: asAuthor('domain') }));
  const relays = filter.open || made.some((one) => one.who === c.t('outgoing.notification') && one.match !== 'excluded');
  const others = { who: c.t('outgoing.others'), address: '', match: filter.open ? 'open' : 'excluded', says: c.t(`outgoing.covers.others.${relays ? 'yes' : 'no'}`) };
  return [...made, ...named, ...foreign, others];
}

/** Whom the server may send for, as the filter in the form says; and what the gateway says of one address, as it is saved. */
export function filterCard(model, c) {
  const filter = parseFilter(model.form.value.fromFilter);
  model.ask ??= new Form({
    id: 'outgoing-ask',
    label: c.t('outgoing.ask'),
    value: { to: 'ann@customer.example' },
    fields: ['from', 'to'].map((name) => ({ name, label: c.t(`outgoing.askLabels.${name}`), required: true })),
    submit: async ({ from, to }) => { model.asked = { author: from, to, ...(await c.api.post('explain/outbound', { from: from ?? '', to: to ?? '' })) }; },
  });
  return html`<section class="card"><h2>${c.t('outgoing.filterTitle')}</h2><p class="muted">${c.t('outgoing.filterWhat')}</p>
    <ul class="plain covers">${rows(filter, model, c).map((row) => html`<li><strong>${row.who}</strong> ${badge(c.t(`outgoing.matches.${row.match}`), colours[row.match])}
      ${row.address ? html`<code>${row.address}</code>` : nothing}<span class="muted">${row.says}</span></li>`)}</ul>
    ${model.create ? nothing : html`<h3>${c.t('outgoing.askTitle')}</h3><p class="muted">${c.t('outgoing.askWhat')}</p>${formView(c, model.ask)}
    <div aria-live="polite">${model.asked ? answer(model.asked, c) : nothing}</div>`}</section>`;
}

function answer(asked, c) {
  const [first] = asked.routes;
  return html`<p>${asked.refusal ?? c.t('outgoing.asked', { name: first?.name ?? '', from: asked.from })} ${asked.warning ?? ''}</p>
    ${reasons(asked.trace.map((step) => ({ rule: step.step, hit: step.hit, text: step.text, server: step.serverName })))}
    <p><a href=${link('try', [], { from: asked.author, to: asked.to })}>${c.t('outgoing.tryIt')}</a></p>`;
}
