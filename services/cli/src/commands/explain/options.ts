import type { ScanOptions } from '../scan/arguments.ts';

/** What commander hands over. */
export interface ExplainOptions extends ScanOptions {
  readonly patient?: string;
  readonly rule?: string;
  readonly databaseUrl?: string;
  readonly dataDir?: string;
}
