import { editing, editingView, html, link, note, nothing, path, progress } from '../../ui.js';
import { languages } from './languages.js';

const at = (model) => path`alias-domains/${model.domain.id}/texts`;
const ofParagraphs = ['catchall', 'knownContactsOnly', 'followersOnly', 'failedAlias', 'loop'];

/** The texts that the gateway writes itself: the built-in ones, and what the domain says instead. */
export async function readTexts(model, c) {
  try {
    const texts = await c.api.get(at(model));
    model.texts = { texts, language: model.domain.language?.split('-')[0] ?? 'en' };
    model.texts.form = editing(c, {
      id: 'texts',
      value: { own: texts.own ?? {} },
      at: () => at(model),
      body: ({ own }) => ({ own: Object.fromEntries(Object.entries(own ?? {}).filter(([, words]) => Object.keys(words).length > 0)) }),
      saved: c.t('domains.textsSaved'),
      to: () => link('domains', [model.domain.id], { tab: 'texts' }),
      fields: fields(model.texts, c),
    });
  } catch (problem) {
    model.texts = { problem };
  }
  c.redraw();
}

function fields({ texts, language }, c) {
  return Object.entries(texts.builtIn[language] ?? {}).map(([name, builtIn]) => ({
    name: `own.${language}.${name}`,
    label: c.t(`domains.texts.${name}`),
    type: ofParagraphs.includes(name) ? 'textarea' : 'text',
    rows: 5,
    placeholder: ofParagraphs.includes(name) ? undefined : builtIn,
    help: html`${texts.fields[name]?.length > 0 ? html`${c.t('domains.textFields')} ${texts.fields[name].map((field) => html`<code>{${field}}</code> `)}` : nothing}
      ${ofParagraphs.includes(name) ? html`<details><summary>${c.t('domains.builtIn')}</summary><span class="keep-lines">${builtIn}</span></details>` : html`${c.t('domains.builtIn')} <q>${builtIn}</q>`}`,
  }));
}

export function textsView(model, c) {
  const { texts, problem, form, language } = model.texts ?? {};
  if (problem) return note(c.words(problem), 'bad');
  if (!texts) return progress(c.t('ui.loading'));
  const choose = (event) => {
    model.texts.language = event.target.value;
    form.fields = fields(model.texts, c);
    c.redraw();
  };
  const own = (tag) => Object.keys(form.value.own?.[tag] ?? {}).length;
  return html`<p>${c.t('domains.textsWhat')}</p>
    <search class="search"><label>${c.t('domains.textsLanguage')}<select @change=${choose}>${languages().map((one) => html`<option value=${one.value} ?selected=${one.value === language}>${one.label}
      ${own(one.value) > 0 ? `(${own(one.value)})` : ''}</option>`)}</select></label></search>
    <section class="card">${editingView(c, form)}</section>`;
}
