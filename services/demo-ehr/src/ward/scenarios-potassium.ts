import type { Chance } from './chance.ts';
import {
  type Course,
  daily,
  magnesiumInfusion,
  milligrams,
  ordinarySeries,
  potassiumInfusions,
  potassiumTablets,
  type Scenario,
  USUAL_PANEL,
} from './course.ts';
import type { DiagnosisName } from './diagnoses.ts';

/** Reasons for which people lose potassium and magnesium together. */
const LOSSES: readonly (readonly DiagnosisName[])[] = [
  ['diarrhea', 'hypertension'],
  ['crohn'],
  ['heartFailure', 'hypertension'],
  ['alcohol'],
];

/** 80 mEq in the first hours barely move potassium; it answers only once magnesium is given at `treated`. */
function stubbornPotassium(chance: Chance, start: number, treated: number): readonly (readonly [number, number])[] {
  const stays = start + chance.between(0.0, 0.12);
  return [
    [0, start],
    [9, stays],
    [treated, stays + 0.1],
    [treated + 9, 3.55],
    [treated + 17, chance.between(3.85, 4.1)],
  ];
}

function losing(chance: Chance, diagnoses: readonly DiagnosisName[]): Pick<Course, 'ageYears' | 'diagnoses'> {
  return {
    ageYears: chance.pick([
      [44, 60],
      [58, 79],
    ] as const),
    diagnoses,
  };
}

export const REFRACTORY_MAGNESIUM_LOW: Scenario = {
  id: 'refractory-potassium-magnesium-low',
  story: 'Potassium stays low although it is being given; magnesium is low. It recovers once magnesium is given.',
  play: (chance) => {
    const start = chance.between(2.75, 3.0);
    const treated = chance.between(19, 23);
    const low = chance.between(1.15, 1.5);
    return {
      ...losing(chance, chance.pick(LOSSES)),
      series: {
        ...ordinarySeries(chance),
        potassium: stubbornPotassium(chance, start, treated),
        magnesium: [
          [0, low],
          [treated, low],
          [treated + 6, low + 0.75],
          [64, 1.95],
        ],
      },
      measuredFrom: { ...USUAL_PANEL, magnesium: 0, calcium: 0, albumin: 0 },
      draws: [1, 9.2, 16, treated + 10, treated + 18].map((hour) => ({ hour })),
      treatments: [
        daily('hydrochlorothiazide', milligrams(25)),
        potassiumTablets(2.2, 5.8),
        potassiumInfusions(10.6),
        potassiumTablets(treated + 1),
        magnesiumInfusion(treated, 4),
      ],
      procedures: [],
    };
  },
};

export const REFRACTORY_MAGNESIUM_UNMEASURED: Scenario = {
  id: 'refractory-potassium-magnesium-unmeasured',
  story: 'Potassium stays low although it is being given, and nobody has measured magnesium.',
  play: (chance) => {
    const start = chance.between(2.7, 2.95);
    const asked = chance.between(19, 22);
    const treated = asked + 3.2;
    const low = chance.between(1.1, 1.4);
    return {
      ...losing(chance, chance.pick(LOSSES)),
      series: {
        ...ordinarySeries(chance),
        potassium: stubbornPotassium(chance, start, treated),
        magnesium: [
          [0, low],
          [treated, low],
          [treated + 6, low + 0.8],
          [64, 2.0],
        ],
      },
      measuredFrom: { ...USUAL_PANEL, magnesium: asked },
      draws: [
        { hour: 1 },
        { hour: 9.2 },
        { hour: 15.5 },
        { hour: asked + 1, asked: { test: 'magnesium', hoursBefore: 1 } },
        { hour: treated + 10 },
        { hour: treated + 18 },
      ],
      treatments: [
        daily('omeprazole', milligrams(20)),
        daily('furosemide', milligrams(40), 2.5, 12),
        potassiumTablets(2, 5.6, 11),
        magnesiumInfusion(treated, 4),
        potassiumTablets(treated + 2),
      ],
      procedures: [],
    };
  },
};

export const REFRACTORY_MAGNESIUM_LOW_NORMAL: Scenario = {
  id: 'refractory-potassium-magnesium-low-normal',
  story: 'Potassium stays low although it is being given; magnesium is low-normal, on a loop diuretic.',
  play: (chance) => {
    const start = chance.between(2.95, 3.1);
    const treated = chance.between(23, 27);
    const level = chance.between(1.82, 1.95);
    return {
      ageYears: [66, 84],
      diagnoses: ['heartFailure', 'hypertension'],
      series: {
        ...ordinarySeries(chance),
        potassium: stubbornPotassium(chance, start, treated),
        magnesium: [
          [0, level],
          [treated, level],
          [treated + 4, 2.3],
          [64, 2.15],
        ],
        creatinine: [[0, chance.between(0.9, 1.15)]],
      },
      measuredFrom: { ...USUAL_PANEL, magnesium: 0 },
      draws: [1, 9.4, 17, treated + 10, treated + 18].map((hour) => ({ hour })),
      treatments: [
        daily('furosemide', milligrams(40), 1.5, 12),
        daily('metoprolol', milligrams(50)),
        potassiumTablets(2.1, 5.9, 12),
        daily('spironolactone', milligrams(25), treated - 1),
        magnesiumInfusion(treated, 2),
      ],
      procedures: [],
    };
  },
};

export const POTASSIUM_RESPONDS: Scenario = {
  id: 'potassium-responds',
  story: 'Potassium is low and rises as it should when it is given: nothing to flag.',
  play: (chance) => {
    const start = chance.between(2.95, 3.2);
    const risen = chance.between(3.65, 3.85);
    const isMeasured = chance.unit() < 0.5;
    return {
      ageYears: [35, 82],
      diagnoses: [chance.pick(['urinaryInfection', 'copd', 'pneumonia'] as const), 'hypertension'],
      series: {
        ...ordinarySeries(chance),
        potassium: [
          [0, start],
          [1.5, start],
          [8.5, risen],
          [24, risen + 0.2],
          [64, 4.1],
        ],
        magnesium: [[0, chance.between(2.15, 2.3)]],
      },
      measuredFrom: isMeasured ? { ...USUAL_PANEL, magnesium: 0 } : USUAL_PANEL,
      draws: [1, 9, 20, 32].map((hour) => ({ hour })),
      treatments: [daily('lisinopril', milligrams(10), 20), potassiumTablets(2, 4.5)],
      procedures: [],
    };
  },
};

export const RESULT_CORRECTED: Scenario = {
  id: 'result-corrected',
  story: 'The laboratory reports potassium 2.9 from a diluted sample and corrects it to 3.9 some hours later.',
  play: (chance) => ({
    ageYears: [40, 75],
    diagnoses: ['cellulitis', 'diabetes'],
    series: {
      ...ordinarySeries(chance),
      potassium: [
        [0, 3.25],
        [1.5, 3.3],
        [9, 3.9],
        [64, 4.1],
      ],
      glucose: [[0, chance.between(140, 190)]],
    },
    measuredFrom: USUAL_PANEL,
    draws: [
      { hour: 1 },
      { hour: 9, incident: { kind: 'corrected', test: 'potassium', wrong: 2.9, hoursLater: 4.5 } },
      { hour: 22 },
      { hour: 34 },
    ],
    treatments: [potassiumTablets(2, 5.5), daily('acetaminophen', milligrams(650), 4, 12)],
    procedures: [],
  }),
};
