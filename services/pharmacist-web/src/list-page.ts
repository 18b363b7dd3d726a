import type { Alert } from '@magwatch/alerts';
import type { Instant } from '@magwatch/base';
import { type Html, html, join } from './html.ts';
import { page } from './layout.ts';
import { byUrgency, dateTime, duration, inWords, ruleTitle } from './words.ts';

export interface ListView {
  readonly alerts: readonly Alert[];
  /** Whether there are more than are shown. */
  readonly isCut: boolean;
  readonly now: Instant;
  readonly timeZone: string;
}

const REFRESH_SECONDS = 30;

/** The page `/`: active alerts, the gravest first. */
export function listPage(view: ListView): string {
  const { alerts, isCut, now, timeZone } = view;
  const count =
    alerts.length === 0 ? 'No active alerts' : `${alerts.length} active ${alerts.length === 1 ? 'alert' : 'alerts'}`;
  const content = html`<h1>${isCut ? `More than ${count}` : count}</h1>
<p class="when">As of ${dateTime(now, timeZone)} (${timeZone}). The page looks again every ${REFRESH_SECONDS} seconds.</p>
${alerts.length === 0 ? EMPTY : table(view)}`;
  return page(`${count} · Magwatch`, content, { refreshSeconds: REFRESH_SECONDS });
}

const EMPTY = html`<p class="empty">No pattern is true at the moment. Results are judged as they arrive; alerts appear here and, as cards,
in the patient's chart.</p>`;

function table({ alerts, now, timeZone }: ListView): Html {
  return html`<table class="alerts">
<thead><tr><th scope="col">Severity</th><th scope="col">Patient</th><th scope="col">What</th><th scope="col">Since</th><th scope="col">State</th></tr></thead>
<tbody>
${join(alerts.toSorted(byUrgency).map((alert) => row(alert, now, timeZone)))}
</tbody>
</table>`;
}

function row(alert: Alert, now: Instant, timeZone: string): Html {
  return html`<tr>
<td>${severity(alert)}</td>
<td class="short">${alert.patient.replace(/^Patient\//, '')}</td>
<td><a href="/alerts/${alert.id}">${alert.summary}</a><br><span class="rule">${ruleTitle(alert.ruleId)}</span></td>
<td><time title="${dateTime(alert.openedAt, timeZone)}">${duration(alert.openedAt, now)}</time></td>
<td class="short">${inWords(alert.state)}${alert.cannotTellSince === undefined ? undefined : html`<br><span class="rule">cannot tell</span>`}</td>
</tr>
`;
}

const SIGNS = { critical: '▲', warning: '◆', info: '●' } as const;

/** Never by colour alone: a shape, a word and a colour. */
export function severity({ severity: level }: Pick<Alert, 'severity'>): Html {
  return html`<span class="severity ${level}"><span aria-hidden="true">${SIGNS[level]}</span> ${level}</span>`;
}
