// People: contacts, the blacklist, allowed senders, erasures; and all that is known of one address.
import { findAgain, html, link, tabs } from '../ui.js';
import { erasuresView, readErasures } from './people/erasures.js';
import { allowedView, blacklistView, contactsView, readAllowed, readBlacklist, readContacts } from './people/lists.js';
import { personView, readPerson } from './people/person.js';

const lists = { contacts: [readContacts, contactsView], blacklist: [readBlacklist, blacklistView], allowed: [readAllowed, allowedView], erasures: [readErasures, erasuresView] };

export default {
  title: (model) => model.address,

  async load(c) {
    const [address] = c.params;
    if (address) return readPerson(address, c);
    const tab = lists[c.query.tab] ? c.query.tab : 'contacts';
    return { tab, list: await lists[tab][0](c) };
  },

  async refresh(model, c) {
    if (model.tab === 'erasures') model.list = await findAgain(model.list, c);
  },

  view: (model, c) => (model.address ? personView(model, c) : all(model, c)),
};

function all(model, c) {
  const items = Object.entries(lists).map(([id, [, view]]) => ({ id, label: c.t(`people.tabs.${id}`), view: () => view(model, c) }));
  const find = (event) => {
    event.preventDefault();
    const address = event.target.elements.address.value.trim();
    if (address) c.go(link('people', [address]));
  };
  return html`<p>${c.t('people.what')}</p>
    <form class="search" @submit=${find} role="search"><label>${c.t('people.address')}<input name="address" type="text" inputmode="email" autocomplete="off"></label><button>${c.t('people.open')}</button></form>
    ${tabs(c.t('people.title'), items, model.tab, (tab) => c.go(link('people', [], { tab })))}`;
}
