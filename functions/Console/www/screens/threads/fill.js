// Messages of earlier versions are found once housekeeping has written their rows; until then the lists say so.
import { note, nothing } from '../../ui.js';

/** How far that is; undefined when there is nothing to say. */
export async function readFill(c) {
  try {
    return await c.api.get('recent/fill');
  } catch (problem) {
    if (problem.status === 404) return undefined;
    throw problem;
  }
}

export const fillNote = (fill, c) => (fill && !fill.finished ? note(c.t('threads.filling', { n: fill.threads ?? 0 })) : nothing);
