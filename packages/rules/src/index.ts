export type { Chart } from './chart.ts';
export * from './contract.ts';
export * from './parameters.ts';
