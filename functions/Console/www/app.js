// The start of the console: language, appearance, the key, and then the shell.
import { html, render } from './lit/lit-html.js';
import { Api } from './api.js';
import { signIn } from './signin.js';
import { Shell } from './shell.js';
import { preferred, speak, t } from './texts.js';
import { applyTheme } from './theme.js';

const storedKey = 'key';
const page = document.getElementById('app');
let shell;

/** A link signs in with the key in its fragment, which leaves the address and the history at once. */
function takeKey() {
  const given = new URLSearchParams(location.hash.slice(1)).get('key');
  if (!given) return;
  history.replaceState(null, '', `${location.pathname}${location.search}#/`);
  sessionStorage.setItem(storedKey, given);
}

async function start() {
  takeKey();
  applyTheme();
  await speak(preferred());
  const key = sessionStorage.getItem(storedKey);
  shell?.close();
  if (!key) return ask();
  const api = new Api(key, () => signOut(t('signin.refused')));
  shell = new Shell(page, api, { signOut, restart: start });
  await shell.open();
}

function ask(problem) {
  document.title = `${t('signin.title')} · Postern`;
  const enter = (key) => {
    sessionStorage.setItem(storedKey, key);
    start();
  };
  render(html`${signIn({ problem, enter, restart: start })}`, page);
  page.querySelector('input')?.focus();
}

function signOut(problem) {
  sessionStorage.removeItem(storedKey);
  shell?.close();
  shell = undefined;
  ask(problem);
}

// A link with another key, pasted into an open page.
addEventListener('hashchange', () => location.hash.startsWith('#key=') && start());
start();
