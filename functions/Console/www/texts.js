// What the console says, in the language of whoever reads it.
import en from './texts/en.js';

// Another language is loaded only for those who read it.
export const languages = { en: 'English', ro: 'Română' };

let words = en;
let chosen = 'en';

export const language = () => chosen;

/** The language that was chosen here, or else the first of the browser's that is known. */
export function preferred() {
  const known = (tag) => Object.keys(languages).find((name) => tag?.toLowerCase().split('-')[0] === name);
  return known(localStorage.getItem('language')) ?? navigator.languages.map(known).find(Boolean) ?? 'en';
}

export async function speak(name) {
  words = name === 'en' ? en : (await import(`./texts/${name}.js`)).default;
  chosen = name;
  document.documentElement.lang = name;
}

const find = (key) => key.split('.').reduce((at, part) => at?.[part], words);

/**
 * A text, with `{name}` replaced by the value of that name. A text that depends on the number `n` has a form for each
 * plural category of the language (`one`, `few`, `other`).
 */
export function t(key, values = {}) {
  let text = find(key);
  if (text === undefined) return key;
  if (typeof text === 'object') text = text[new Intl.PluralRules(chosen).select(values.n)] ?? text.other;
  return text.replace(/\{(\w+)\}/g, (_, name) => (name === 'n' ? number(values.n) : (values[name] ?? '')));
}

/** A text, or `otherwise` where there is none: for values of the API that this version does not know. */
export const known = (key, otherwise) => (typeof find(key) === 'string' ? t(key) : otherwise);

export const number = (value) => new Intl.NumberFormat(chosen).format(value);
