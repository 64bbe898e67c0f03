import { language } from '../../texts.js';

const tags = ['cs', 'de', 'en', 'es', 'fr', 'hu', 'it', 'nl', 'pl', 'pt', 'ro'];

/** The languages of automatic mail, named in the reader's; the first choice is none, called `otherwise`. */
export function languages(otherwise) {
  const names = new Intl.DisplayNames(language(), { type: 'language' });
  return [...(otherwise ? [{ value: '', label: otherwise }] : []), ...tags.map((value) => ({ value, label: names.of(value) }))];
}
