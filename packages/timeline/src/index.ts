export * from './concepts.ts';
export * from './coverage.ts';
export * from './evidence.ts';
export * from './facts.ts';
export * from './resource-version.ts';
export * from './timeline.ts';
