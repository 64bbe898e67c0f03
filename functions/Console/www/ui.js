// The pieces that screens are made of.
export { html, nothing } from './lit/lit-html.js';
export { repeat } from './lit/directives/repeat.js';
export { path } from './api.js';
export { ago, duration, full, number, short, size, when } from './format.js';
export { badge, copy, facts, link, note, progress, reasons, word } from './ui/pieces.js';
export { mailFrame, mailView } from './mailview.js';
export { Form, formView } from './ui/form.js';
export { deliveryState, mailColours, mailState } from './ui/states.js';
export { Pages, everything, pager, table } from './ui/list.js';
export { testSteps } from './ui/steps.js';
export { find, findAgain, isAsked, results, searchForm } from './ui/search.js';
export { done, editing, editingView, remove, takeWarnings, warningsView, without, wrong } from './editing.js';
export { tabs } from './ui/tabs.js';
