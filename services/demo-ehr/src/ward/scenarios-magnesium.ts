import {
  daily,
  grams,
  magnesiumInfusion,
  milligrams,
  ordinarySeries,
  potassiumTablets,
  type Scenario,
  USUAL_PANEL,
} from './course.ts';

export const CALCIUM_LOW_MAGNESIUM_LOW: Scenario = {
  id: 'calcium-low-magnesium-low',
  story: 'Calcium stays low although it is being given; magnesium is low. It recovers once magnesium is given.',
  play: (chance) => {
    const calcium = chance.between(7.2, 7.5);
    const magnesium = chance.between(1.0, 1.12);
    const treated = chance.between(18, 22);
    return {
      ageYears: [48, 74],
      diagnoses: ['crohn', 'diarrhea'],
      series: {
        ...ordinarySeries(chance),
        calcium: [
          [0, calcium],
          [treated, calcium + 0.1],
          [treated + 24, 8.7],
          [64, 8.9],
        ],
        albumin: [[0, chance.between(3.75, 4.0)]],
        magnesium: [
          [0, magnesium],
          [treated, magnesium],
          [treated + 7, 1.95],
          [64, 1.9],
        ],
        potassium: [[0, chance.between(3.7, 3.9)]],
      },
      measuredFrom: { ...USUAL_PANEL, calcium: 0, albumin: 0, magnesium: 0, phosphate: 0 },
      draws: [1, 10, 17, treated + 12, treated + 26].map((hour) => ({ hour })),
      treatments: [
        daily('omeprazole', milligrams(20)),
        { drug: 'calciumGluconate', ordered: 3, doses: [3.4, 11.5], amount: grams(2), hours: 1 },
        magnesiumInfusion(treated, 4),
      ],
      procedures: [],
    };
  },
};

export const CALCIUM_LOW_MAGNESIUM_UNMEASURED: Scenario = {
  id: 'calcium-low-magnesium-unmeasured',
  story: 'Ionized calcium is low in pancreatitis, and nobody has measured magnesium.',
  play: (chance) => {
    const ionized = chance.between(0.92, 0.98);
    const asked = chance.between(17, 21);
    const treated = asked + 3;
    return {
      ageYears: [38, 66],
      diagnoses: ['pancreatitis', 'alcohol'],
      series: {
        ...ordinarySeries(chance),
        ionizedCalcium: [
          [0, ionized],
          [treated, ionized + 0.04],
          [treated + 14, 1.15],
          [64, 1.2],
        ],
        magnesium: [
          [0, 1.35],
          [treated, 1.35],
          [treated + 6, 2.05],
          [64, 1.95],
        ],
        glucose: [[0, chance.between(130, 180)]],
      },
      measuredFrom: { ...USUAL_PANEL, ionizedCalcium: 0, magnesium: asked },
      draws: [
        { hour: 1 },
        { hour: 7.5 },
        { hour: 13 },
        { hour: asked + 1, asked: { test: 'magnesium', hoursBefore: 1 } },
        { hour: treated + 11 },
        { hour: treated + 18 },
      ],
      treatments: [
        { drug: 'calciumGluconate', ordered: 2, doses: [2.6, 8.8], amount: grams(2), hours: 1 },
        magnesiumInfusion(treated, 3),
        daily('acetaminophen', milligrams(650), 4, 12),
      ],
      procedures: [],
    };
  },
};

export const MAGNESIUM_SEVERELY_LOW: Scenario = {
  id: 'magnesium-severely-low',
  story: 'Magnesium is very low after weeks of diarrhea on a proton pump inhibitor, and waits for treatment.',
  play: (chance) => {
    const low = chance.between(0.72, 0.86);
    const treated = chance.between(13, 17);
    return {
      ageYears: [55, 80],
      diagnoses: ['diarrhea', 'hypertension'],
      series: {
        ...ordinarySeries(chance),
        magnesium: [
          [0, low],
          [treated, low],
          [treated + 5, 1.5],
          [treated + 24, 1.62],
          [treated + 30, 2.1],
        ],
        potassium: [
          [0, 3.35],
          [12, 3.6],
          [30, 4.0],
        ],
        calcium: [[0, 8.75]],
      },
      measuredFrom: { ...USUAL_PANEL, magnesium: 0, calcium: 0, albumin: 0 },
      draws: [1, 12, treated + 12, treated + 34].map((hour) => ({ hour })),
      treatments: [
        daily('omeprazole', milligrams(20)),
        magnesiumInfusion(treated, 4),
        magnesiumInfusion(treated + 24, 4),
        potassiumTablets(4),
      ],
      procedures: [],
    };
  },
};

export const MAGNESIUM_MILDLY_LOW_ALBUMIN_LOW: Scenario = {
  id: 'magnesium-mildly-low-albumin-low',
  story: 'Magnesium is a little low because albumin is low: it deserves a note, not an alarm.',
  play: (chance) => ({
    ageYears: [50, 72],
    diagnoses: ['cirrhosis'],
    series: {
      ...ordinarySeries(chance),
      magnesium: [[0, 1.6]],
      albumin: [[0, chance.between(2.2, 2.4)]],
      calcium: [[0, chance.between(7.9, 8.1)]],
      potassium: [[0, chance.between(3.9, 4.3)]],
    },
    measuredFrom: { ...USUAL_PANEL, magnesium: 0, calcium: 0, albumin: 0 },
    draws: [1, 14].map((hour) => ({ hour })),
    treatments: [daily('spironolactone', milligrams(100)), daily('acetaminophen', milligrams(500), 5, 24)],
    procedures: [],
  }),
};

export const MAGNESIUM_HIGH_KIDNEY_FAILURE: Scenario = {
  id: 'magnesium-high-kidney-failure',
  story: 'Kidneys that fail cannot clear the magnesium of a laxative: the level climbs until it is stopped.',
  play: (chance) => ({
    ageYears: [68, 86],
    diagnoses: ['kidneyFailure', 'constipation'],
    series: {
      ...ordinarySeries(chance),
      magnesium: [
        [0, 3.0],
        [11, 4.2],
        [24, chance.between(5.05, 5.4)],
        [40, 4.1],
        [64, 3.0],
      ],
      creatinine: [
        [0, chance.between(4.6, 5.4)],
        [64, 5.2],
      ],
      phosphate: [[0, chance.between(5.2, 5.9)]],
      potassium: [[0, chance.between(4.6, 5.0)]],
    },
    measuredFrom: { ...USUAL_PANEL, magnesium: 0, phosphate: 0 },
    draws: [1, 12, 24, 38, 50].map((hour) => ({ hour })),
    treatments: [
      { drug: 'magnesiumHydroxide', ordered: 1.5, doses: [2, 10, 20], amount: grams(2.4), hours: 0 },
      daily('metoprolol', milligrams(25)),
    ],
    procedures: [],
  }),
};

export const RESULT_STRUCK_OUT: Scenario = {
  id: 'result-struck-out',
  story: 'A magnesium of 0.9 belongs to somebody else; the laboratory strikes it out some hours later.',
  play: (chance) => ({
    ageYears: [30, 64],
    diagnoses: ['pneumonia'],
    series: { ...ordinarySeries(chance), magnesium: [[0, chance.between(2.05, 2.2)]] },
    measuredFrom: { ...USUAL_PANEL, magnesium: 0 },
    draws: [
      { hour: 1 },
      { hour: 13, incident: { kind: 'entered-in-error', test: 'magnesium', wrong: 0.9, hoursLater: 4 } },
      { hour: 26 },
    ],
    treatments: [{ drug: 'ceftriaxone', ordered: 1.2, doses: [2, 26, 50], amount: grams(2), hours: 0.5 }],
    procedures: [],
  }),
};
