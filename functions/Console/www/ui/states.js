import { t } from '../texts.js';
import { badge, word } from './pieces.js';

/** The colours of what became, or would become, of a mail. */
export const mailColours = {
  routed: 'ok', bounce: 'info', duplicate: 'info', ignored: 'warn', parked: 'warn', held: 'warn', quarantined: 'warn', refused: 'bad', failed: 'bad',
};

const deliveryColours = { sent: 'ok', sending: 'info', waiting: 'warn', unknown: 'warn', failed: 'bad', bounced: 'bad' };

/** What became of a mail that came in. */
export const mailState = (state) => badge(word('journal.states', state), mailColours[state]);

/** How far a delivery is; one that a person has seen to is not red any more. */
export function deliveryState({ state, problem, dismissed }) {
  const held = state === 'waiting' && problem === 'held';
  return badge(held ? t('deliveries.held') : word('deliveries.states', state), dismissed ? '' : deliveryColours[state]);
}
