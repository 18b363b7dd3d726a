import type { ConditionFact, Evidence, Sourced } from '@magwatch/timeline';
import { cannotTell, holds, no, when, yes } from '../../answer.ts';
import { findCardiacArrest } from '../../blocks/cardiac-arrest.ts';
import { findActiveCondition } from '../../blocks/conditions.ts';
import { drugNames } from '../../blocks/drugs.ts';
import { kidneys } from '../../blocks/kidneys.ts';
import { magnesium } from '../../blocks/magnesium.ts';
import { type MagnesiumProduct, magnesiumProducts } from '../../blocks/magnesium-products.ts';
import { findTorsades } from '../../blocks/risk-modifiers.ts';
import type { Block, Chart } from '../../chart.ts';
import type { Answer, Found, Present, Rule } from '../../contract.ts';
import { conditionEvidence, doseEvidence, orderEvidence, resultEvidence } from '../../evidence.ts';
import { magnesiumFigures } from '../../figures.ts';
import {
  asOptional,
  condition,
  declare,
  dose,
  drugOrder,
  guardInputs,
  hours,
  magnesiumInputs,
  optional,
  required,
  specimenInputs,
} from '../../inputs.ts';
import { egfrLine, figureText, fitting, hasFigure, noteLines } from '../../words.ts';
import { egfrParts } from '../kidney-parts.ts';
import { type Danger, type DangerKind, dangers, productText } from './dangers.ts';

/**
 * Magnesium that is ordered or given although the kidneys, the muscles or the heart of this patient make it dangerous.
 * Source: clinical catalogue §4 rule 17. Owner: pharmacy and nephrology.
 */
export const mgTherapyRenalGuard: Rule = {
  id: 'mg-therapy-renal-guard',
  version: '1.1.0',
  family: 'safety',
  title: 'Unsafe magnesium order',
  inputs: declare(
    [required(drugOrder('mg-replacement'), hours.now), required(drugOrder('mg-load-other'), hours.now)],
    [optional(dose('mg-replacement'), hours.drug), optional(dose('mg-load-other'), hours.drug)],
    asOptional(magnesiumInputs),
    specimenInputs,
    guardInputs,
    [
      optional(condition('torsades'), hours.day),
      optional(condition('cardiac-arrest'), hours.day),
      optional(condition('eclampsia'), hours.now),
    ],
  ),
  conditions: [
    { says: 'Magnesium is being ordered, is ordered, or was given', check: hasMagnesium },
    { says: 'Something makes it dangerous for this patient', check: hasDanger },
  ],
  explanations: [],
  severity: {
    steps: [
      {
        severity: 'info',
        says: 'An emergency in which magnesium does not wait: torsades or cardiac arrest in 24 h, eclampsia',
        check: isEmergency,
      },
      {
        severity: 'critical',
        says: 'The kidneys are impaired and magnesium is normal or high',
        check: isFound('kidneys-with-enough-magnesium'),
      },
      {
        severity: 'critical',
        says: 'More than 1 g by injection with an eGFR below 15 or on dialysis',
        check: isFound('failed-kidneys-large-dose'),
      },
      {
        severity: 'critical',
        says: 'By injection in a disease of the neuromuscular junction',
        check: isFound('neuromuscular-disease'),
      },
      {
        severity: 'critical',
        says: 'By injection in high-grade AV block without a pacemaker',
        check: isFound('heart-block'),
      },
      { severity: 'warning', says: 'The kidneys are impaired', check: isFound('kidneys') },
    ],
    otherwise: 'info',
  },
  describe,
  card: {
    summary,
    detail,
    suggestions: ['SG11', 'SG2', 'SG6'],
    overrideReasons: ['OR2', 'OR9', 'OR10'],
    citations: ['US label of magnesium sulfate injection', 'de Baaij JHF. Physiol Rev 2015;95:1-46'],
  },
};

function hasMagnesium(chart: Chart): Answer {
  const products = chart.read(magnesiumProducts);
  const names = drugNames(products.map(({ item }) => item)) || undefined;
  return holds(products.length > 0, 'no-magnesium-product', names, products.map(productEvidence));
}

/** A product of unknown route or amount that could be dangerous cannot be told from a safe one. */
function hasDanger(chart: Chart): Answer {
  const { found, open } = chart.read(dangers);
  if (found.length > 0) return yes(hazardWords(found).join(', '), evidenceOf(found));
  return open.size > 0 ? cannotTell([...open.values()].flat()) : no('no-hazard');
}

/** A severity step for one kind of danger; each is made once, with the rule. */
function isFound(kind: DangerKind): Block<Answer> {
  return (chart) => {
    const { found, open } = chart.read(dangers);
    const danger = found.find((one) => one.kind === kind);
    // Sound kidneys are known only by an eGFR.
    const isUnseen = OF_KIDNEYS.has(kind) && chart.read(kidneys).egfr === undefined;
    return when(danger !== undefined, danger?.words.join(', '), open.get(kind) ?? (isUnseen ? ['egfr'] : []));
  };
}

const OF_KIDNEYS: ReadonlySet<DangerKind> = new Set([
  'kidneys-with-enough-magnesium',
  'failed-kidneys-large-dose',
  'kidneys',
]);

function isEmergency(chart: Chart): Answer {
  const emergency = chart.read(findEmergency);
  return when(emergency !== undefined, emergency && emergencyWords(emergency));
}

const findEmergency = (chart: Chart): Sourced<ConditionFact> | undefined =>
  findTorsades(chart) ?? findCardiacArrest(chart) ?? findActiveCondition(chart, ['eclampsia']);

const emergencyWords = ({ condition: name }: ConditionFact): string =>
  name === 'torsades' ? 'torsades de pointes' : name.replaceAll('-', ' ');

const productEvidence = ({ item, as }: MagnesiumProduct): Evidence =>
  item.kind === 'dose' ? doseEvidence('magnesium-dose', item) : orderEvidence(`magnesium-${as}`, item);

/** Several dangers may rest on one value. */
const evidenceOf = (found: readonly Danger[]): readonly Evidence[] => [
  ...new Map(
    found.flatMap(({ evidence }) => evidence).map((item) => [`${item.role} ${item.reference}`, item]),
  ).values(),
];

const hazardWords = (found: readonly Danger[]): readonly string[] => [...new Set(found.flatMap(({ words }) => words))];

function describe(chart: Chart): Found {
  const { found } = chart.read(dangers);
  const egfr = egfrParts(chart);
  const mg = chart.read(magnesium);
  const products = chart.read(magnesiumProducts);
  const concerned = products.filter((product) => found.some((one) => one.products.includes(product)));
  const shown = shownProducts(concerned, found);
  const emergency = chart.read(findEmergency);
  return {
    figures: {
      hazards: hazardWords(found).join(', '),
      worstHazard: found[0]?.words.join(', ') ?? '',
      products: shown.map(productText).join('; '),
      isOnlyGiven: concerned.every(({ as }) => as === 'dose'),
      ...magnesiumFigures(mg),
      ...egfr.figures,
      ...(chart.read(kidneys).isInjured ? { isAcuteKidneyInjury: true } : {}),
      ...(emergency ? { emergency: emergencyWords(emergency) } : {}),
    },
    evidence: [
      ...shown.map(productEvidence),
      // A level counts against impaired kidneys only; elsewhere each new one would change the alert and nothing else.
      ...(mg.result && found.some(({ kind }) => OF_KIDNEYS.has(kind)) ? [resultEvidence('magnesium', mg.result)] : []),
      ...evidenceOf(found),
      ...(emergency ? conditionEvidence('emergency', emergency) : []),
    ],
    missing: [
      ...egfr.missing,
      ...(mg.result ? [] : ['magnesium']),
      ...products.flatMap(({ isInjected, doseMEq }) => [
        ...(isInjected === undefined ? ['magnesium-route'] : []),
        ...(isInjected !== false && doseMEq === undefined ? ['magnesium-dose-amount'] : []),
      ]),
    ],
    notes: !emergency && found[0]?.severity === 'critical' ? ['override-needs-text'] : [],
  };
}

/**
 * A dose says no more than the order that it was given by, and of several doses the latest is enough: or else each dose of a
 * course would change the alert. What is dangerous by its amount is always shown.
 */
function shownProducts(concerned: readonly MagnesiumProduct[], found: readonly Danger[]): readonly MagnesiumProduct[] {
  const byAmount = new Set(found.flatMap(({ above, products }) => (above === undefined ? [] : products)));
  return concerned.filter((product) => {
    if (product.as !== 'dose' || byAmount.has(product)) return true;
    const sameDrug = concerned.filter(({ item }) => item.drug === product.item.drug);
    return sameDrug.every(({ as }) => as === 'dose') && sameDrug.at(-1) === product;
  });
}

function summary(finding: Present): string {
  const what = finding.figures['isOnlyGiven'] === true ? 'Magnesium given' : 'Magnesium order';
  const text = (hazards: string): string => `${what} with ${figureText(finding, hazards)}: risk of toxicity`;
  return fitting(text('hazards'), text('worstHazard'));
}

function detail(finding: Present): readonly string[] {
  return [
    ...(hasFigure(finding, 'emergency')
      ? [`Emergency (${figureText(finding, 'emergency')}): this is to be known, and no reason to wait with magnesium.`]
      : []),
    `Magnesium: ${figureText(finding, 'products')}.`,
    `What speaks against it: ${figureText(finding, 'hazards')}.`,
    ...(hasFigure(finding, 'magnesium') ? [`The magnesium level: ${figureText(finding, 'magnesium')}.`] : []),
    ...egfrLine(finding),
    ...(hasFigure(finding, 'isAcuteKidneyInjury') ? ['Acute kidney injury: the eGFR is not reliable.'] : []),
    'Impaired kidneys do not excrete magnesium; injected magnesium weakens neuromuscular transmission and AV conduction.',
    'Consider stopping it or, by renal function and with the pharmacist, a smaller dose. The US label limits the total in severe renal insufficiency and asks for frequent levels.',
    'Where magnesium is given: watch reflexes, breathing, blood pressure and urine output, and recheck the level.',
    ...noteLines(finding),
  ];
}
