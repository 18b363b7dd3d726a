import { unreachable } from '@magwatch/base';
import type { Chart } from '../chart.ts';
import { refractoryByDays } from './refractory-by-days.ts';
import { refractoryByOrder } from './refractory-by-order.ts';
import { refractoryByResponse } from './refractory-by-response.ts';
import type { RefractoryPotassium } from './refractory-verdict.ts';
import { setting } from './setting.ts';

/**
 * B7: whether potassium stays low although it is being given. There is no consensus on what that means (§4.99): definition C
 * is the one for outpatients, inpatients follow `refK.definition`.
 */
export function refractoryPotassium(chart: Chart): RefractoryPotassium {
  if (chart.read(setting) === 'outpatient') return chart.read(refractoryByOrder);
  const { definition } = chart.parameters.refK;
  switch (definition) {
    case 'A':
      return chart.read(refractoryByResponse);
    case 'B':
      return chart.read(refractoryByDays);
    case 'C':
      return chart.read(refractoryByOrder);
    default:
      return unreachable(definition);
  }
}
