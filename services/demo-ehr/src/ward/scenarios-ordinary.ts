import { daily, grams, milligrams, ordinarySeries, type Scenario, USUAL_PANEL } from './course.ts';

export const SAMPLE_CONTAMINATED: Scenario = {
  id: 'sample-contaminated',
  story: 'A tube with the wrong additive shows potassium far too high and calcium far too low; the repeat is normal.',
  play: (chance) => ({
    ageYears: [28, 70],
    diagnoses: ['cellulitis', 'hypertension'],
    series: ordinarySeries(chance),
    measuredFrom: { ...USUAL_PANEL, magnesium: 0, calcium: 0, albumin: 0 },
    draws: [
      { hour: 1 },
      {
        hour: 15,
        incident: {
          kind: 'edta',
          values: { potassium: chance.between(7.4, 8.8), calcium: chance.between(4.4, 5.2), magnesium: 1.2 },
        },
      },
      { hour: 21 },
    ],
    treatments: [daily('lisinopril', milligrams(10)), daily('acetaminophen', milligrams(650), 4, 12)],
    procedures: [],
  }),
};

export const DIALYSIS: Scenario = {
  id: 'dialysis',
  story: 'Calcium is low on dialysis: the kidney team manages it, so the patterns leave this patient out.',
  play: (chance) => ({
    ageYears: [52, 78],
    diagnoses: ['pneumonia', 'endStage', 'dialysis'],
    series: {
      ...ordinarySeries(chance),
      calcium: [[0, chance.between(7.7, 7.9)]],
      albumin: [[0, chance.between(3.3, 3.5)]],
      creatinine: [
        [0, 7.4],
        [8, 7.6],
        [12, 4.1],
        [40, 6.4],
        [64, 7.2],
      ],
      phosphate: [
        [0, 5.8],
        [8, 5.9],
        [12, 3.6],
        [64, 5.4],
      ],
      potassium: [
        [0, 5.2],
        [8, 5.3],
        [12, 3.7],
        [40, 4.8],
        [64, 5.1],
      ],
    },
    measuredFrom: { ...USUAL_PANEL, calcium: 0, albumin: 0, phosphate: 0 },
    draws: [1, 14, 30].map((hour) => ({ hour })),
    treatments: [{ drug: 'ceftriaxone', ordered: 1.2, doses: [2, 26, 50], amount: grams(1), hours: 0.5 }],
    procedures: [{ start: 8, hours: 4, code: '302497006', display: 'Hemodialysis' }],
  }),
};

const REASONS = ['pneumonia', 'copd', 'urinaryInfection', 'hipFracture', 'cellulitis', 'heartFailure'] as const;

export const ORDINARY: Scenario = {
  id: 'ordinary',
  story: 'An ordinary stay: nothing here asks for attention to magnesium.',
  play: (chance) => {
    const magnesium = chance.unit() < 0.6 ? { magnesium: 0 } : {};
    return {
      ageYears: [26, 88],
      diagnoses: [chance.pick(REASONS), chance.pick(['hypertension', 'diabetes'] as const)],
      series: ordinarySeries(chance),
      measuredFrom: { ...USUAL_PANEL, calcium: 0, albumin: 0, ...magnesium },
      draws: [{ hour: 1 }],
      treatments: [
        daily(chance.pick(['lisinopril', 'metoprolol', 'atorvastatin'] as const), milligrams(20)),
        daily('acetaminophen', milligrams(650), 4, 8),
      ],
      procedures: [],
    };
  },
};
