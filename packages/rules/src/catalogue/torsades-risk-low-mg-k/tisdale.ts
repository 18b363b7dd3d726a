import { isAtLeast } from '@magwatch/base';
import { findUnseen } from '../../blocks/coverage.ts';
import { loopDiuretics, tierADrugs, tierBDrugs } from '../../blocks/drugs.ts';
import { yearsAfter } from '../../blocks/exclusions.ts';
import { potassium } from '../../blocks/potassium.ts';
import { rhythm } from '../../blocks/rhythm.ts';
import type { Chart } from '../../chart.ts';
import type { Figures } from '../../contract.ts';
import { loopInputs, tierAInputs, tierBInputs } from '../../inputs.ts';
import { isOpenAbove, isOpenBelow } from '../../thresholds.ts';
import { hasCome } from '../../windows.ts';

/** Tisdale 2013: risk points of a long QT in hospital. The limits are the score's own, not those of the rule. */
const AGE_YEARS = 68;
const POTASSIUM_MMOL_PER_L = 3.5;
const QTC_MS = 450;
/** No diagnosis of these is read: they are worth 2, 3 and 3 points. */
const NEVER_AVAILABLE = ['acute myocardial infarction', 'sepsis', 'heart failure'];

interface Component {
  readonly name: string;
  /** What it is read from, for whoever asks what was not there. */
  readonly from: string;
  readonly points: number;
  /** Undefined: not known. */
  readonly isThere: boolean | undefined;
}

/** The points that the chart shows, a lower bound of the score, and what could not be looked at. */
export function tisdaleFigures(chart: Chart): Figures {
  const components = [age(chart), sex(chart), loop(chart), lowPotassium(chart), longQtc(chart), ...qtDrugs(chart)];
  const there = components.filter(({ isThere }) => isThere === true);
  const notKnown = components.filter(({ isThere }) => isThere === undefined);
  return {
    tisdaleScore: there.reduce((sum, { points }) => sum + points, 0),
    ...(there.length > 0 ? { tisdaleComponents: there.map(({ name, points }) => `${name} ${points}`).join(', ') } : {}),
    tisdaleNotAvailable: [...new Set(notKnown.map(({ from }) => from)), ...NEVER_AVAILABLE].join(', '),
  };
}

function age(chart: Chart): Component {
  const bornFrom = chart.timeline.person?.bornFrom;
  const isThere = bornFrom === undefined ? undefined : hasCome(chart, yearsAfter(bornFrom, AGE_YEARS));
  return { name: 'age 68 and over', from: 'age', points: 1, isThere };
}

function sex({ timeline: { person } }: Chart): Component {
  return {
    name: 'female',
    from: 'sex',
    points: 1,
    isThere: person?.sex === undefined ? undefined : person.sex === 'female',
  };
}

function loop(chart: Chart): Component {
  const isThere = chart.read(loopDiuretics).length > 0 || unless(findUnseen(chart, loopInputs).length > 0);
  return { name: 'loop diuretic', from: 'loop diuretics', points: 1, isThere };
}

function lowPotassium(chart: Chart): Component {
  const k = chart.read(potassium)?.result;
  const isThere = k && !isOpenAbove(k) && isAtLeast(POTASSIUM_MMOL_PER_L, k.canonical);
  return { name: 'potassium 3.5 and below', from: 'potassium', points: 2, isThere };
}

function longQtc(chart: Chart): Component {
  const { qtcMs, result } = chart.read(rhythm);
  const isThere = qtcMs === undefined || !result ? undefined : !isOpenBelow(result) && isAtLeast(qtcMs, QTC_MS);
  return { name: 'QTc 450 ms and over', from: 'QTc', points: 2, isThere };
}

/** Three points for the first drug and three more for a second. */
function qtDrugs(chart: Chart): readonly Component[] {
  const count = chart.read(tierADrugs).length + chart.read(tierBDrugs).length;
  const others = unless(findUnseen(chart, [...tierAInputs, ...tierBInputs]).length > 0);
  return [
    { name: 'one QT drug', from: 'QT drugs', points: 3, isThere: count >= 1 || others },
    { name: 'a second QT drug', from: 'QT drugs', points: 3, isThere: count >= 2 || others },
  ];
}

/** What was not seen is not there, unless nobody looked. */
const unless = (isUnseen: boolean): false | undefined => (isUnseen ? undefined : false);
