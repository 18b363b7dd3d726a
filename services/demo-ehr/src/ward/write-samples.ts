import { addHours, HOUR_MS, hoursBetween, type Instant, instantOf } from '@magwatch/base';
import type { Observation, ServiceRequest, Specimen } from 'fhir/r4.js';
import type { Draw } from './course.ts';
import { measure, reported, TEST_NAMES, TESTS, type TestName, valueAt } from './laboratory.ts';
import { conceptOf, type Entry, encounterOf, subjectOf, text, timeOf } from './resource.ts';
import type { Stay } from './stay.ts';

/** Rounds at six in the morning and in the evening (UTC); no second needle within this time of another draw. */
const ROUND_HOURS = [6, 18] as const;
const ROUND_DISTANCE_H = 4.2;
const LOINC = 'http://loinc.org';

/** The samples of a stay: the order, the tube, its results, and what became of results that were wrong. */
export function writeSamples(stay: Stay): readonly Entry[] {
  const draws = [...stay.course.draws, ...rounds(stay)].filter((draw) => timeOf(stay, draw.hour + 2) < stay.discharged);
  return draws.flatMap((draw, index) => writeSample(stay, draw, index));
}

function rounds(stay: Stay): readonly Draw[] {
  const found: Draw[] = [];
  const firstMidnight = Math.floor(stay.admitted / (24 * HOUR_MS)) * 24 * HOUR_MS;
  for (let midnight = firstMidnight; midnight < stay.discharged; midnight += 24 * HOUR_MS) {
    for (const clock of ROUND_HOURS) {
      const hour = hoursBetween(stay.admitted, instantOf(midnight + clock * HOUR_MS));
      const isFree = hour > 1 && stay.course.draws.every((draw) => Math.abs(draw.hour - hour) >= ROUND_DISTANCE_H);
      if (isFree) found.push({ hour: hour + stay.chance('round', midnight, clock).between(-0.4, 0.4) });
    }
  }
  return found;
}

interface Sample {
  readonly stay: Stay;
  readonly draw: Draw;
  readonly id: string;
  readonly collected: Instant;
  readonly issued: Instant;
  readonly tests: readonly TestName[];
}

function writeSample(stay: Stay, draw: Draw, index: number): readonly Entry[] {
  const chance = stay.chance('sample', index);
  const collected = timeOf(stay, draw.hour + chance.between(-0.1, 0.1));
  const issued = addHours(collected, Math.round(chance.between(38, 70)) / 60);
  const tests = TEST_NAMES.filter((test) => isMeasured(stay, draw, test));
  const sample: Sample = { stay, draw, id: `${stay.id}-d${index}`, collected, issued, tests };
  const asked = draw.asked ? writeAskedTest(sample, draw.asked) : [];
  const tubes = [...new Set(tests.map(tubeOf))];
  return [
    ...writePanelOrder(sample),
    ...asked,
    ...tubes.map((tube): Entry => ({ at: collected, resource: specimen(sample, tube) })),
    ...tests.flatMap((test) => writeResult(sample, test)),
  ];
}

function isMeasured(stay: Stay, draw: Draw, test: TestName): boolean {
  const from = stay.course.measuredFrom[test];
  if (draw.asked?.test === test) return true;
  return from !== undefined && draw.hour >= from;
}

/** Ionized calcium is measured in whole blood, everything else in serum. */
type Tube = 'serum' | 'blood';
const tubeOf = (test: TestName): Tube => (test === 'ionizedCalcium' ? 'blood' : 'serum');
const TUBES = {
  serum: { code: '119364003', display: 'Serum specimen' },
  blood: { code: '119297000', display: 'Blood specimen' },
} as const;

function specimen(sample: Sample, tube: Tube): Specimen & { id: string } {
  return {
    resourceType: 'Specimen',
    id: `${sample.id}-${tube}`,
    accessionIdentifier: { system: 'https://demo-ehr.magwatch.example/accession', value: `${sample.id}-${tube}` },
    status: 'available',
    type: conceptOf(TUBES[tube].display, { system: 'http://snomed.info/sct', ...TUBES[tube] }),
    subject: subjectOf(sample.stay),
    collection: { collectedDateTime: text(sample.collected) },
  };
}

function writePanelOrder(sample: Sample): readonly Entry[] {
  const code = { system: LOINC, code: '24323-8', display: 'Comprehensive metabolic 2000 panel - Serum or Plasma' };
  const authored = addHours(sample.collected, -0.5);
  return order(sample, { id: `${sample.id}-panel`, authored, words: 'Electrolytes and kidney function', code });
}

function writeAskedTest(sample: Sample, asked: NonNullable<Draw['asked']>): readonly Entry[] {
  const { loinc, display } = TESTS[asked.test][sample.stay.laboratory];
  const authored = addHours(sample.collected, -asked.hoursBefore);
  const code = { system: LOINC, code: loinc, display };
  return order(sample, { id: `${sample.id}-asked`, authored, words: `${asked.test}, serum`, code });
}

interface TestOrder {
  readonly id: string;
  readonly authored: Instant;
  readonly words: string;
  readonly code: { readonly system: string; readonly code: string; readonly display: string };
}

function order(sample: Sample, { id, authored, words, code }: TestOrder): readonly Entry[] {
  const write = (status: 'active' | 'completed'): ServiceRequest & { id: string } => ({
    resourceType: 'ServiceRequest',
    id,
    status,
    intent: 'order',
    category: [
      conceptOf('Laboratory procedure', {
        system: 'http://snomed.info/sct',
        code: '108252007',
        display: 'Laboratory procedure',
      }),
    ],
    code: conceptOf(words, code),
    subject: subjectOf(sample.stay),
    encounter: encounterOf(sample.stay),
    authoredOn: text(authored),
  });
  return [
    { at: authored, resource: write('active') },
    { at: sample.issued, resource: write('completed') },
  ];
}

function writeResult(sample: Sample, test: TestName): readonly Entry[] {
  const { stay, draw } = sample;
  const hours = hoursBetween(stay.admitted, sample.collected);
  const trueValue = measure(test, valueAt(stay.course.series[test], hours), stay.chance('value', sample.id, test));
  const first = (value: number): Entry => ({
    at: sample.issued,
    resource: observation(sample, { test, value, status: 'final' }),
  });
  const { incident } = draw;
  if (!incident) return [first(trueValue)];
  if (incident.kind === 'edta') return [first(incident.values[test] ?? trueValue)];
  if (incident.test !== test) return [first(trueValue)];
  const later = addHours(sample.issued, incident.hoursLater);
  const replaced =
    incident.kind === 'corrected'
      ? observation(sample, { test, value: trueValue, status: 'corrected', reissued: later })
      : observation(sample, { test, value: incident.wrong, status: 'entered-in-error', reissued: later });
  return [first(incident.wrong), { at: later, resource: replaced }];
}

interface Value {
  readonly test: TestName;
  /** In the conventional unit, before the laboratory converts and rounds. */
  readonly value: number;
  readonly status: 'final' | 'corrected' | 'entered-in-error';
  readonly reissued?: Instant;
}

function observation(sample: Sample, { test, value, status, reissued }: Value): Observation & { id: string } {
  const { stay } = sample;
  const report = TESTS[test][stay.laboratory];
  const shown = reported(test, stay.laboratory, value);
  const unit = { unit: report.unit, system: 'http://unitsofmeasure.org', code: report.ucum };
  const flag = shown < report.low ? 'L' : shown > report.high ? 'H' : 'N';
  return {
    resourceType: 'Observation',
    id: `${sample.id}-${test.toLowerCase()}`,
    status,
    category: [
      {
        coding: [
          {
            system: 'http://terminology.hl7.org/CodeSystem/observation-category',
            code: 'laboratory',
            display: 'Laboratory',
          },
        ],
      },
    ],
    code: conceptOf(report.display, { system: LOINC, code: report.loinc, display: report.display }),
    subject: subjectOf(stay),
    encounter: encounterOf(stay),
    effectiveDateTime: text(sample.collected),
    issued: text(reissued ?? sample.issued),
    valueQuantity: { value: shown, ...unit },
    interpretation: [
      { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation', code: flag }] },
    ],
    specimen: { reference: `Specimen/${sample.id}-${tubeOf(test)}` },
    referenceRange: [{ low: { value: report.low, ...unit }, high: { value: report.high, ...unit } }],
  };
}
