import { Pages, badge, everything, html, link, nothing, pager, short, table, when, word } from '../../ui.js';

export const readContacts = (c) => Pages.start(c, 'contacts');
export const readAllowed = (c) => everything(c, 'allowed-senders');
export const readBlacklist = (c) => Pages.start(c, 'blacklist', { prefix: c.query.prefix, reason: c.query.reason });

const reasonsOf = ['manual', 'bounces', 'complaint', 'unsubscribed'];
const main = (c, label) => ({ label, kind: 'main', cell: (item) => html`<a href=${link('people', [item.address])}>${item.address}</a>` });

export function contactsView({ list }, c) {
  const columns = [
    main(c, c.t('people.address')),
    { label: c.t('people.labels.name'), cell: (contact) => contact.name ?? '–' },
    { label: c.t('people.kind'), cell: (contact) => html`${badge(contact.internal ? c.t('people.internal') : c.t('people.external'), contact.internal ? 'info' : '')}
      ${contact.active ? nothing : badge(c.t('people.inactive'), 'warn')} ${contact.notify === 'none' ? badge(c.t('people.noMail')) : nothing}` },
  ];
  return html`${table({ caption: c.t('people.tabs.contacts'), columns, items: list.items, key: (item) => item.address, empty: c.t('people.noContacts') })}${pager(list)}`;
}

export function blacklistView({ list }, c) {
  const seek = (event) => {
    event.preventDefault();
    const { prefix, reason } = event.target.elements;
    c.go(link('people', [], { tab: 'blacklist', prefix: prefix.value.trim(), reason: reason.value }));
  };
  const columns = [
    main(c, c.t('people.address')),
    { label: c.t('people.reason'), cell: (entry) => html`${badge(word('people.reasons', entry.reason), entry.counts ? 'warn' : '')} ${entry.counts ? nothing : html`<span class="muted">${c.t('people.over')}</span>`}` },
    { label: c.t('people.since'), cell: (entry) => when(entry.since, short) },
    { label: c.t('people.expires'), cell: (entry) => when(entry.expires, short) || c.t('people.never') },
    { label: c.t('people.labels.note'), cell: (entry) => entry.note ?? '–' },
  ];
  return html`<p>${c.t('people.blacklistWhat')}</p>
    <form class="search" @submit=${seek} role="search"><label>${c.t('people.begins')}<input name="prefix" autocomplete="off" .value=${c.query.prefix ?? ''}></label>
      <label>${c.t('people.reason')}<select name="reason"><option value="">${c.t('people.anyReason')}</option>${reasonsOf.map((reason) => html`<option value=${reason}
        ?selected=${reason === c.query.reason}>${c.t(`people.reasons.${reason}`)}</option>`)}</select></label><button>${c.t('people.seek')}</button></form>
    ${table({ caption: c.t('people.tabs.blacklist'), columns, items: list.items, key: (item) => item.address, empty: c.t('people.noneBlacklisted') })}${pager(list)}`;
}

export function allowedView({ list }, c) {
  const columns = [main(c, c.t('people.address')), { label: c.t('people.labels.note'), cell: (sender) => sender.note ?? '–' }];
  return html`<p>${c.t('people.allowedWhat')}</p>
    ${table({ caption: c.t('people.tabs.allowed'), columns, items: list, key: (item) => item.address, empty: c.t('people.noneAllowed') })}`;
}
