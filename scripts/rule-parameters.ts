// packages/rules/src/data/rule-parameters.json says which parameters each rule reads, as traced over its cases:
// `node scripts/rule-parameters.ts` renews it.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './workspace.mjs';

const folder = join(root, 'packages/rules/src');

interface Tracer {
  readonly traceRules: () => Promise<Readonly<Record<string, readonly string[]>>>;
}

const { traceRules } = (await import(join(folder, 'rule-parameters.fixture.ts'))) as Tracer;
writeFileSync(join(folder, 'data/rule-parameters.json'), `${JSON.stringify(await traceRules(), null, 1)}\n`);
