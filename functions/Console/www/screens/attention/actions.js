// What can be done about an item of the attention list, by its kind.
import { path } from '../../ui.js';

const byKind = {
  rejected: ['replay', 'discard'],
  failed: ['replay', 'discard'],
  held: ['release', 'discard'],
  parked: ['attach', 'discard'],
  quarantined: ['release', 'discard'],
  flagged: ['discard'],
  undelivered: ['replay', 'discard'],
  unreadPerson: ['replay', 'attach', 'discard'],
  expiring: ['discard'],
};

/** The names of the actions, the likely one first. A kind that this version does not know can be discarded. */
export const actionsOf = (item) => (byKind[item.kind] ?? ['discard']).filter((action) => action !== 'attach' || item.mail);

/** Does it. `thread`: for `attach`. */
export const perform = (action, item, c, thread) =>
  action === 'attach' ? c.api.post(path`mails/${item.mail}/attach`, thread) : c.api.post(path`attention/${item.id}/` + action);

// Discarding means something else where a mail waits for it.
const special = { discard: ['held', 'undelivered'], replay: ['undelivered', 'unreadPerson'] };

/** The end of the key of its text: what it does to an item of this kind. */
export const meaning = (action, item) => (special[action]?.includes(item.kind) ? `${action}_${item.kind}` : action);
