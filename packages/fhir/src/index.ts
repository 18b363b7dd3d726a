export type { CodeRow, Meaning, Strength } from './codes/code-row.ts';
export { type Codes, createCodes, listCodes } from './codes/registry.ts';
export { readSiteMap, type SiteMap, type SiteMapFailure } from './codes/site-map.ts';
export { NOTE_CODES, type Note, type NoteCode } from './errors.ts';
export { findFutureNotes } from './future.ts';
export { parseResource, READ_TYPES } from './parse-resource.ts';
export type { ParseContext, Parsed, PassedOver } from './parsing.ts';
export { normalizeReference } from './references.ts';
export { type ResourceSearch, searchesOf } from './searches.ts';
