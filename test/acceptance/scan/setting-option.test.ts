import { describe } from 'vitest';
import { ago, ahead } from './patient-files.ts';
import { judge } from './scanning.ts';

describe('--setting inpatient', () => {
  judge(
    {
      'stands in where the data has no encounter': [
        ['no encounter', (p) => p.lab('mg', 1.6, { at: ago(73) }), {}],
        ['no encounter, a newer result', (p) => p.lab('mg', 1.6, { at: ago(71) }), { 'mg-low': 'info' }],
        [
          'an outpatient encounter stays one',
          (p) => p.encounter('AMB').lab('mg', 1.6, { at: ago(73) }),
          { 'mg-low': 'info' },
        ],
        [
          'a stay that has ended is an encounter too',
          (p) =>
            p
              .encounter('IMP', { status: 'finished', period: { start: ago(300), end: ago(100) } })
              .lab('mg', 1.6, { at: ago(73) }),
          { 'mg-low': 'info' },
        ],
        [
          'doses are judged as an inpatient’s',
          (p) =>
            p
              .lab('k', 2.9, { at: ago(10) })
              .lab('k', 2.9, { at: ago(1) })
              .given('kcl', 60, 'mEq', { at: ago(5) }),
          { 'refractory-hypokalemia-mg-unknown': 'warning' },
        ],
      ],
    },
    { args: ['--setting', 'inpatient'] },
  );
});

describe('--setting outpatient', () => {
  judge(
    {
      'stands in where the data has no encounter': [
        ['no encounter', (p) => p.lab('mg', 1.6, { at: ago(73) }), { 'mg-low': 'info' }],
        ['a stay under way stays one', (p) => p.inpatient().lab('mg', 1.6, { at: ago(73) }), {}],
        [
          'a stay under way, whatever its status became',
          (p) =>
            p
              .encounter('EMER', { status: 'finished', period: { start: ago(90), end: ahead(5) } })
              .lab('mg', 1.6, { at: ago(73) }),
          {},
        ],
      ],
    },
    { args: ['--setting', 'outpatient'] },
  );
});
