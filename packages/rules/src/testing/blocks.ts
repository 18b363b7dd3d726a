import type { ResourceVersion } from '@magwatch/timeline';
import { type Block, openChart, type Tracked } from '../chart.ts';
import { DEFAULT_PARAMETERS } from '../default-parameters.ts';
import { type Circumstances, situation } from './situations.ts';

/** What a building block reads from these facts at hour 24 unless said, and when time alone may change it. */
export const trackBlock = <Value>(
  block: Block<Value>,
  facts: readonly ResourceVersion[],
  when: Partial<Circumstances> = {},
): Tracked<Value> => openChart(situation(facts, { now: 24, ...when }), DEFAULT_PARAMETERS).track(block);

export const readBlock = <Value>(
  block: Block<Value>,
  facts: readonly ResourceVersion[],
  when: Partial<Circumstances> = {},
): Value => trackBlock(block, facts, when).value;
