/** The demo EHR has an origin of its own, this far from ours. */
export const DEMO_EHR_OFFSET = 10;

/** What the command line says; environment and configuration file say the rest. */
export interface UpOptions {
  readonly port?: number;
  readonly dataDir?: string;
}
