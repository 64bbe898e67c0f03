// Opens screens, gives them what they need, and draws them.
import { html, nothing, render } from './lit/lit-html.js';
import { layout } from './layout.js';
import { Messages } from './messages.js';
import { Dialogs } from './dialogs.js';
import { route, screens } from './navigation.js';
import { t } from './texts.js';

// How often a screen that asks for it is read again; not at all while nobody sees it.
const refreshSeconds = 15;

export class Shell {
  route = route(location.hash);
  me = {};
  here = new Set();
  menuOpen = false;
  loading = true;
  #visit;
  #drawn = false;
  #closing = new AbortController();

  constructor(page, api, actions) {
    Object.assign(this, { page, api, actions });
    this.messages = new Messages(() => this.draw());
    this.dialogs = new Dialogs({ redraw: () => this.draw(true), words });
  }

  async open() {
    const { signal } = this.#closing;
    addEventListener('hashchange', () => this.go(), { signal });
    document.addEventListener('visibilitychange', () => this.#refresh(), { signal });
    const timer = setInterval(() => this.#refresh(), 1000);
    signal.addEventListener('abort', () => clearInterval(timer));
    const [me] = await Promise.all([this.#whoAmI(), this.#lookAround(), import('./screens/home.js')]);
    this.me = me;
    if (!signal.aborted) await this.go();
  }

  close() {
    this.#visit?.leave.abort();
    this.#closing.abort();
  }

  // A gateway without keys of its own lets every key do everything that it lets it do at all.
  async #whoAmI() {
    try {
      return await this.api.get('keys/me');
    } catch {
      return {};
    }
  }

  async #lookAround() {
    const optional = screens.filter((screen) => screen.here);
    await Promise.all(optional.map(async (screen) => (await screen.here()) && this.here.add(screen.name)));
  }

  /** Whether the navigation has this screen. */
  offers(screen) {
    return (!screen.here || this.here.has(screen.name)) && (!screen.scope || this.may(screen.scope));
  }

  may(scope) {
    return !this.me.scope || this.me.scope === 'admin' || this.me.scope === scope;
  }

  toggleMenu(open) {
    this.menuOpen = open;
    this.draw(true);
  }

  title() {
    const { screen, model, c } = this.#visit;
    const title = model !== undefined && typeof screen?.title === 'function' ? screen.title(model, c) : undefined;
    return title ?? t(`${this.route.name}.title`);
  }

  /** Opens the screen that the address names. */
  async go() {
    if (location.hash.startsWith('#key=')) return;
    this.#visit?.leave.abort();
    this.dialogs.dismiss();
    const first = this.#visit === undefined;
    this.route = route(location.hash);
    const visit = { leave: new AbortController(), read: 0 };
    visit.c = this.#context(visit);
    this.#visit = visit;
    this.draw();
    await this.#load(visit);
    if (visit !== this.#visit) return;
    scrollTo(0, 0);
    if (!first) document.getElementById('screen')?.focus({ preventScroll: true });
  }

  async #load(visit) {
    this.loading = true;
    visit.error = undefined;
    try {
      visit.screen ??= (await import(`./screens/${this.route.name}.js`).catch(() => { throw new Error(t('shell.notLoaded')); })).default;
      visit.model = (await visit.screen.load?.(visit.c)) ?? visit.model ?? {};
    } catch (problem) {
      if (visit.leave.signal.aborted) return;
      visit.error = problem;
    }
    visit.read = Date.now();
    this.loading = false;
    this.draw(true);
  }

  // Once a second: has a screen that wants it been read long enough ago, and does somebody look at it?
  async #refresh() {
    const visit = this.#visit;
    const due = visit?.screen?.refresh && visit.model && Date.now() - visit.read >= refreshSeconds * 1000;
    if (!due || visit.refreshing || this.loading || document.visibilityState !== 'visible' || this.dialogs.isOpen) return;
    visit.refreshing = true;
    try {
      await visit.screen.refresh(visit.model, visit.c);
    } catch {
      // The next one may succeed; what is shown is what was true.
    }
    visit.read = Date.now();
    visit.refreshing = false;
    this.draw();
  }

  /** Draws after all changes of this turn, or `now`. */
  draw(now = false) {
    if (now) return this.#render();
    if (this.#drawn) return undefined;
    this.#drawn = true;
    queueMicrotask(() => this.#drawn && this.#render());
    return undefined;
  }

  #render() {
    this.#drawn = false;
    if (this.#closing.signal.aborted || !this.#visit) return;
    const { screen, model, error, c } = this.#visit;
    document.title = `${this.title()} · Postern`;
    const content = error ? failure(error, c) : model === undefined ? html`<p class="empty" role="status">${t('ui.loading')}</p>` : screen.view(model, c);
    render(layout(this, html`<div class="screen ${this.route.name}">${content}</div>`), this.page);
  }

  /** What a screen works with; see the README beside this folder. */
  #context(visit) {
    const alive = () => visit === this.#visit;
    const c = {
      t,
      api: this.api.until(visit.leave.signal),
      signal: visit.leave.signal,
      me: this.me,
      params: this.route.params,
      query: this.route.query,
      words,
      may: (scope) => this.may(scope),
      has: (screen) => this.offers(screens.find((known) => known.name === screen)),
      redraw: () => alive() && this.draw(),
      reload: () => alive() && this.#load(visit),
      go: (address) => { location.hash = address.replace(/^#/, ''); },
      say: (text, options) => this.messages.say(text, options),
      ask: (question) => this.dialogs.ask(question),
      confirm: async (question) => (await this.dialogs.ask(question)) !== undefined,
      act: (work, done) => act(c, work, done),
    };
    return c;
  }
}

/** Does something that may fail, and says how it went. Returns whether it was done. */
async function act(c, work, done) {
  try {
    await work();
    if (done) c.say(done);
    return true;
  } catch (problem) {
    if (problem.name !== 'AbortError') c.say(words(problem), { kind: 'bad' });
    return false;
  }
}

/** An error in words: what the gateway says, after what it means here. */
function words(problem) {
  const meaning = { 0: t('errors.offline'), 401: t('errors.unauthorized'), 403: t('errors.forbidden'), 412: t('errors.changed') }[problem.status];
  return [meaning, problem.status === 0 ? '' : problem.message].filter(Boolean).join(' ');
}

const failure = (error, c) => html`<div class="note bad" role="alert"><p>${words(error)}</p>
  ${error.status === undefined ? html`<button type="button" @click=${() => location.reload()}>${t('ui.reloadPage')}</button>` : nothing}
  ${error.status === undefined ? nothing : html`<button type="button" @click=${c.reload}>${t('ui.again')}</button>`}</div>`;
