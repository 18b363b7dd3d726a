import type { ResourceVersion } from '@magwatch/timeline';
import { describe, expect, test } from 'vitest';
import { at, person, readBlock, result } from '../testing/index.ts';
import { isQtcCritical, isQtcProlonged, rhythm } from './rhythm.ts';

const qtc = (ms: number, hour = 20, extra = {}) => result('qtc', [ms, 'ms'], hour, extra);
const qt = (ms: number, hour = 20, extra = {}) => result('qt', [ms, 'ms'], hour, extra);
const bazett = (ms: number, hour = 20) => result('qtc-bazett', [ms, 'ms'], hour);
const rr = (ms: number, hour = 20) => result('rr-interval', [ms, 'ms'], hour);
const rate = (perMinute: number, hour = 20, extra = {}) => result('heart-rate', [perMinute, '/min'], hour, extra);
const man = person({ sex: 'male' });

describe('a long QTc', () => {
  test.each<[string, readonly ResourceVersion[], boolean, boolean]>([
    ['none', [], false, false],
    ['470 ms in a man', [man, qtc(470)], true, false],
    ['469 ms in a man', [man, qtc(469)], false, false],
    ['480 ms in a woman', [person({ sex: 'female' }), qtc(480)], true, false],
    ['479 ms in a woman', [person({ sex: 'female' }), qtc(479)], false, false],
    ['479 ms, sex unknown', [qtc(479)], false, false],
    ['480 ms, sex unknown', [qtc(480)], true, false],
    ['500 ms', [qtc(500)], true, true],
    ['499 ms', [qtc(499)], true, false],
    ['"<520" may be anything below', [qtc(520, 20, { comparator: '<' })], false, false],
    ['"<=520" may be anything below', [qtc(520, 20, { comparator: '<=' })], false, false],
    ['">500"', [qtc(500, 20, { comparator: '>' })], true, true],
  ])('%s', (_name, facts, isProlonged, isCritical) => {
    expect(readBlock(rhythm, facts)).toMatchObject({ isProlonged, isCritical });
  });

  test('as a severity step', () => {
    expect(readBlock(isQtcCritical, [])).toEqual({ is: 'unknown', missing: ['qtc'] });
    expect(readBlock(isQtcCritical, [qtc(490)])).toEqual({ is: 'no', reason: 'not-so', value: 'QTc 490 ms' });
    expect(readBlock(isQtcProlonged, [qtc(490)])).toEqual({ is: 'yes', value: 'QTc 490 ms' });
  });
});

describe('the QTc that counts', () => {
  // By hand, Fridericia: QT / ∛(RR in s). ∛0.6 is 0.8434, ∛1.331 is 1.1.
  test.each<[string, readonly ResourceVersion[], number | undefined]>([
    ['QT 400 ms at 60/min', [qt(400), rate(60)], 400],
    ['QT 400 ms at 100/min', [qt(400), rate(100)], 474.3],
    ['QT 440 ms with an RR of 1331 ms', [qt(440), rr(1331)], 400],
    ['the RR interval before the rate', [qt(440), rr(1331), rate(100)], 400],
    ['the rate of another time', [qt(400), rate(100, 19)], undefined],
    ['a rate that is not known yet', [qt(400), rate(100, 20, { knownAt: at(25) })], undefined],
    ['a QT of another time with its rate', [qt(420, 22), qt(400, 20), rate(60, 20)], 400],
    ['the latest QT with a rate', [qt(420, 22), rate(60, 22), qt(400, 20), rate(60, 20)], 420],
    ['a QT with a comparator gives none', [qt(500, 22, { comparator: '<' }), rate(60, 22), qt(400), rate(60)], 400],
    ['a reported QTc before a newer QT', [qtc(450, 10), qt(400), rate(60)], 450],
    ['the latest reported', [qtc(450, 10), qtc(460, 12)], 460],
    ['QT and rate before a newer Bazett', [bazett(470, 22), qt(400), rate(60)], 400],
    ['Bazett where there is nothing else', [bazett(470)], 470],
    ['the latest Bazett', [bazett(470, 10), bazett(480, 20)], 480],
    ['Bazett at 100/min', [bazett(470), rate(100)], 470],
    ['Bazett above 100/min', [bazett(470), rate(101)], undefined],
    ['Bazett at 50/min', [bazett(470), rate(50)], 470],
    ['Bazett below 50/min', [bazett(470), rate(49)], undefined],
    ['Bazett with a short RR interval', [bazett(470), rr(599)], undefined],
    ['an older Bazett with a usual rate', [bazett(470, 10), rate(80, 10), bazett(500, 20), rate(120, 20)], 470],
  ])('%s', (_name, facts, expected) => {
    const { qtcMs } = readBlock(rhythm, facts);
    if (expected === undefined) expect(qtcMs).toBeUndefined();
    else expect(qtcMs).toBeCloseTo(expected, 1);
  });
});
