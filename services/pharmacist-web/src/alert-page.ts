import type { Alert } from '@magwatch/alerts';
import type { Instant } from '@magwatch/base';
import type { AlertChange } from '@magwatch/store';
import type { Evidence } from '@magwatch/timeline';
import { type Html, html, join } from './html.ts';
import { page } from './layout.ts';
import { severity } from './list-page.ts';
import { dateTime, duration, figureName, figureValue, inWords, reasonText, ruleTitle } from './words.ts';

export interface AlertView {
  readonly alert: Alert;
  readonly changes: readonly AlertChange[];
  readonly now: Instant;
  readonly timeZone: string;
}

/** The page `/alerts/:id`: what the alert rests on, what was missing, and everything that happened to it. */
export function alertPage(view: AlertView): string {
  const { alert, changes, timeZone } = view;
  const content = html`<p><a href="/">All active alerts</a></p>
<h1>${severity(alert)} ${alert.summary}</h1>
${facts(view)}
<h2>Evidence</h2>
${evidenceTable(alert.evidence, timeZone)}
${alert.explainedBy ? html`<h2>Under way</h2>${evidenceTable(alert.explainedBy.evidence, timeZone)}` : undefined}
${figures(alert)}
${list('Missing', 'This was not available; the answer does without it.', alert.missing)}
${list('To know', 'What to know before trusting this.', alert.notes)}
<h2>History</h2>
${history(changes, timeZone)}`;
  return page(`${alert.summary} · Magwatch`, content);
}

/** The page for an alert that is not there. */
export function notFoundPage(): string {
  return page(
    'Not found · Magwatch',
    html`<h1>There is no such page</h1>
<p>The address names no alert that is kept here. <a href="/">All active alerts</a></p>`,
  );
}

/** The page while the database does not answer: an empty list would look like good news. */
export function unavailablePage(): string {
  return page(
    'Not available · Magwatch',
    html`<h1>Alerts cannot be shown at the moment</h1>
<p>The database does not answer. This says nothing about the patients. The page looks again every 30 seconds.</p>`,
    { refreshSeconds: 30 },
  );
}

function facts({ alert, now, timeZone }: AlertView): Html {
  const state =
    alert.closed === undefined
      ? `${inWords(alert.state)} for ${duration(alert.stateSince, now)}`
      : `closed as ${alert.closed.as}: ${reasonText(alert.closed.reason)}`;
  const rows: (readonly [string, string | undefined])[] = [
    ['Patient', alert.patient.replace(/^Patient\//, '')],
    ['Rule', `${ruleTitle(alert.ruleId)} (${alert.ruleId}, version ${alert.ruleVersion})`],
    ['State', state],
    ['Opened', dateTime(alert.openedAt, timeZone)],
    ['True since', dateTime(alert.episodeStart, timeZone)],
    ['Last known true', dateTime(alert.lastTrueAt, timeZone)],
    ['Cannot tell since', alert.cannotTellSince === undefined ? undefined : dateTime(alert.cannotTellSince, timeZone)],
    ['Explained', alert.explainedBy ? EXPLANATIONS[alert.explainedBy.reason] : undefined],
    ['Parameters', alert.parametersVersion],
  ];
  return html`<dl>${join(rows.flatMap(([name, value]) => (value === undefined ? [] : [html`<dt>${name}</dt><dd>${value}</dd>`])))}</dl>`;
}

const EXPLANATIONS = { treated: 'treatment is under way', 'test-pending': 'the missing test is under way' } as const;

function evidenceTable(evidence: readonly Evidence[], timeZone: string): Html {
  if (evidence.length === 0) return html`<p>None.</p>`;
  return html`<table>
<thead><tr><th scope="col">What</th><th scope="col" class="number">Value</th><th scope="col">Unit</th><th scope="col">When</th><th scope="col">Resource</th></tr></thead>
<tbody>${join(
    evidence.map(
      ({ role, value, unit, at, reference }) =>
        html`<tr><td>${inWords(role)}</td><td class="number">${value}</td><td>${unit}</td><td>${dateTime(at, timeZone)}</td><td class="reference">${reference}</td></tr>
`,
    ),
  )}</tbody>
</table>`;
}

function figures({ figures: all }: Alert): Html | undefined {
  const names = Object.keys(all);
  if (names.length === 0) return undefined;
  const rows = names.map((name) => {
    const [words, unit] = figureName(name);
    const value = all[name];
    const shown = value === undefined ? '' : figureValue(value);
    return html`<tr><td>${words}</td><td class="number">${shown}</td><td>${unit}</td></tr>
`;
  });
  return html`<h2>Figures</h2>
<table class="figures"><thead><tr><th scope="col">What</th><th scope="col" class="number">Value</th><th scope="col">Unit</th></tr></thead><tbody>${join(rows)}</tbody></table>`;
}

function list(title: string, explanation: string, items: readonly string[]): Html | undefined {
  if (items.length === 0) return undefined;
  return html`<h2>${title}</h2><p>${explanation}</p><ul>${join(items.map((item) => html`<li>${inWords(item)}</li>`))}</ul>`;
}

function history(changes: readonly AlertChange[], timeZone: string): Html {
  return html`<table>
<thead><tr><th scope="col">When</th><th scope="col">Change</th><th scope="col">Why</th><th scope="col">Severity</th><th scope="col">By</th></tr></thead>
<tbody>${join(
    changes.map(
      ({ decidedAt, change, reason, severity: level, actor }) =>
        html`<tr><td>${dateTime(decidedAt, timeZone)}</td><td>${inWords(change)}</td><td>${reasonText(reason)}</td><td>${level}</td><td>${actor}</td></tr>
`,
    ),
  )}</tbody>
</table>`;
}
