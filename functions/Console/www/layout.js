// What is around every screen: navigation, preferences, and who is signed in.
import { html, nothing } from './lit/lit-html.js';
import { groups } from './navigation.js';
import { language, languages, speak, t } from './texts.js';
import { applyTheme, theme, themes } from './theme.js';

/** Language and appearance, which this browser remembers. */
export function preferences(restart) {
  const chooseLanguage = async (event) => {
    localStorage.setItem('language', event.target.value);
    await speak(event.target.value);
    restart();
  };
  const chooseTheme = (event) => applyTheme(event.target.value);
  return html`<div class="preferences">
    <label><span class="sr">${t('shell.language')}</span><select id="language" @change=${chooseLanguage}>${Object.entries(languages).map(
      ([name, label]) => html`<option value=${name} lang=${name} ?selected=${name === language()}>${label}</option>`)}</select></label>
    <label><span class="sr">${t('shell.theme')}</span><select id="theme" @change=${chooseTheme}>${themes.map(
      (name) => html`<option value=${name} ?selected=${name === theme()}>${t(`shell.themes.${name}`)}</option>`)}</select></label></div>`;
}

function menu(shell) {
  const entries = (group) => group.screens.filter((screen) => shell.offers(screen));
  const current = (screen) => (screen.name === shell.route.name ? 'page' : nothing);
  return html`<nav aria-label=${t('shell.navigation')}>${groups.filter((group) => entries(group).length > 0).map(
    (group) => html`<h2 id="nav-${group.name}">${t(`shell.groups.${group.name}`)}</h2><ul aria-labelledby="nav-${group.name}">${entries(group).map(
      (screen) => html`<li><a href="#/${screen.name}" aria-current=${current(screen)} @click=${() => shell.toggleMenu(false)}>${t(`${screen.name}.title`)}</a></li>`)}</ul>`)}</nav>`;
}

/** The whole page, with the screen in it. */
export function layout(shell, content) {
  const skip = () => document.getElementById('screen').focus();
  return html`<a class="skip" href="#/${shell.route.name}" @click=${(event) => { event.preventDefault(); skip(); }}>${t('shell.skip')}</a>
    <header class="bar"><a class="brand" href="#/home"><img src=${new URL('icon.svg', import.meta.url).pathname} alt="" width="24" height="24"> Postern</a>
      <button type="button" class="menu" aria-expanded=${shell.menuOpen} aria-controls="side" @click=${() => shell.toggleMenu(!shell.menuOpen)}>${t('shell.menu')}</button></header>
    <div class="side ${shell.menuOpen ? 'open' : ''}" id="side">${menu(shell)}
      <div class="foot"><p class="muted">${shell.me.name ? t('shell.as', { name: shell.me.name, scope: t(`shell.scopes.${shell.me.scope}`) }) : t('shell.signedIn')}</p>
      ${preferences(() => shell.actions.restart())}
      <button type="button" @click=${() => shell.actions.signOut()}>${t('shell.signOut')}</button></div></div>
    <main id="screen" tabindex="-1" aria-busy=${shell.loading}><h1>${shell.title()}</h1>${content}</main>
    ${shell.messages.view()}${shell.dialogs.view()}`;
}
