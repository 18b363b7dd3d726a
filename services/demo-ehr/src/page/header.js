import { byId } from './dom.js';
import { dayAndClock } from './format.js';

/** @type {{ now: number, rate: number, at: number } | undefined} */
let known;

/**
 * Takes over the ward's time from an answer; between answers the page counts on by itself.
 * @param {import('../show/routes.ts').TimeView} time
 */
export function showTime({ now, rate, magwatchUrl }) {
  known = { now, rate, at: performance.now() };
  byId('rate').textContent = rate === 1 ? 'ward time' : `ward time, ${rate}× speed`;
  const link = byId('magwatch');
  if (link instanceof HTMLAnchorElement && /^https?:\/\//.test(magwatchUrl)) {
    link.href = magwatchUrl;
    link.hidden = false;
  }
  paint();
}

function paint() {
  if (!known) return;
  byId('time').textContent = dayAndClock(known.now + (performance.now() - known.at) * known.rate);
}

setInterval(paint, 250);
