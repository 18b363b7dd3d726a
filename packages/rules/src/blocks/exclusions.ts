import { type Instant, instantOf } from '@magwatch/base';
import { doesNotApply, yes } from '../answer.ts';
import type { Chart } from '../chart.ts';
import type { Answer, Condition, Family, NotApplicable } from '../contract.ts';
import { hasCome } from '../windows.ts';
import { findActiveCondition } from './conditions.ts';

const ADULT_YEARS = 18;

/**
 * What must hold before any rule is asked (clinical catalogue §4.0). What is unknown excludes nobody: an unknown age counts
 * as adult (4.97.15).
 */
const EXCLUSIONS: readonly Condition[] = [
  { says: 'Not a test patient', check: isRealPatient },
  { says: 'Alive', check: isAlive },
  { says: 'An adult', check: isAdult },
  { says: 'Not in comfort or hospice care', check: isInFullCare },
];

/** Why no rule of this family applies to this patient now; undefined for a patient who is watched. */
export function findExclusion(chart: Chart, family: Family): NotApplicable | undefined {
  for (const { check } of exclusionsOf(chart, family)) {
    const answer = chart.read(check);
    if (answer.is === 'not-applicable') return answer.reason;
  }
  return undefined;
}

/** The exclusions that hold for a family: a site may leave the safety rules on in comfort care. */
export function exclusionsOf({ parameters }: Chart, family: Family): readonly Condition[] {
  const staysOn = family === 'safety' && parameters.safety.inComfortCare;
  return staysOn ? EXCLUSIONS.filter(({ check }) => check !== isInFullCare) : EXCLUSIONS;
}

function isRealPatient({ timeline }: Chart): Answer {
  return timeline.person?.isTestPatient ? doesNotApply('test-patient') : yes();
}

function isAlive(chart: Chart): Answer {
  const { person } = chart.timeline;
  const isDead = person?.deceasedAt === undefined ? person?.isDeceased : hasCome(chart, person.deceasedAt);
  return isDead ? doesNotApply('deceased') : yes();
}

/** Of an inexact birth date only what is certain excludes. */
function isAdult(chart: Chart): Answer {
  const bornFrom = chart.timeline.person?.bornFrom;
  if (bornFrom === undefined) return yes('age unknown, counts as adult');
  return hasCome(chart, yearsAfter(bornFrom, ADULT_YEARS)) ? yes() : doesNotApply('under-age');
}

function isInFullCare(chart: Chart): Answer {
  return findActiveCondition(chart, ['comfort-care']) ? doesNotApply('comfort-care') : yes();
}

/** The same day of the year, some years later. */
export function yearsAfter(instant: Instant, years: number): Instant {
  const date = new Date(instant);
  return instantOf(date.setUTCFullYear(date.getUTCFullYear() + years));
}
