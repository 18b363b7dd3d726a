export * from './blocks.ts';
export * from './facts.ts';
export * from './findings.ts';
export * from './situations.ts';
export { judge, type Vignette } from './vignettes.ts';
