export { type EmbeddedPostgres, type EmbeddedOptions, startEmbeddedPostgres } from './start.ts';
