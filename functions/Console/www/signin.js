import { html, nothing } from './lit/lit-html.js';
import { t } from './texts.js';
import { preferences } from './layout.js';

/** The page on which a key is pasted. `problem`: why the last one was not taken. */
export function signIn({ problem, enter, restart }) {
  const submit = (event) => {
    event.preventDefault();
    const key = event.target.elements.key.value.trim();
    if (key) enter(key);
  };
  return html`<main class="signin"><form @submit=${submit} autocomplete="off" novalidate>
    <img src=${new URL('icon.svg', import.meta.url).pathname} alt="" width="44" height="44">
    <h1>${t('signin.title')}</h1><p>${t('signin.what')}</p>
    ${problem ? html`<div class="note bad" role="alert" id="key-error">${problem}</div>` : nothing}
    <div class="field"><label for="key">${t('signin.key')}</label>
    <input id="key" name="key" type="password" autocomplete="off" spellcheck="false" aria-describedby="key-help ${problem ? 'key-error' : ''}">
    <p class="help" id="key-help">${t('signin.help')}</p></div>
    <div class="buttons"><button class="primary">${t('signin.enter')}</button></div>
  </form>${preferences(restart)}</main>`;
}
