import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  type CatalogueParameter,
  PARAMETERS_PAGE,
  readParameterCatalogue,
  renderParametersPage,
} from './parameters-page.ts';
import { root } from './workspace.mjs';

describe('the page of parameters', async () => {
  const catalogue = await readParameterCatalogue();
  const page = readFileSync(join(root, PARAMETERS_PAGE), 'utf8');

  test('is what the code says; `node scripts/parameters-page.ts` renews it', () => {
    expect(page).toBe(renderParametersPage(catalogue));
  });

  test('has every parameter with its default', () => {
    const { listParameters } = catalogue;
    expect(listParameters().length).toBeGreaterThan(150);
    for (const { name, spec } of listParameters()) expect(page).toContain(`| \`${name}\` | ${spec.default} |`);
  });

  test('shows an example that can be used', async () => {
    const { readParameters } = (await import(join(root, 'packages/rules/src/index.ts'))) as {
      readonly readParameters: (text: string, name: string) => { readonly ok: boolean };
    };
    const example = /```yaml\n([^`]+)```/.exec(page)?.[1] ?? '';
    expect(example).toContain('refK.minDose_mEq');
    expect(readParameters(example, 'example')).toMatchObject({ ok: true });
  });

  test('changes with the catalogue, and no cell breaks its table', () => {
    const added: CatalogueParameter = { name: 'new.limit_h', spec: { default: 3, unit: 'h', says: 'one | two' } };
    const changed = renderParametersPage({ ...catalogue, listParameters: () => [added], rangeText: () => '1 to 4' });
    expect(changed).toContain('## new\n');
    expect(changed).toContain('| `new.limit_h` | 3 | h | 1 to 4 | one \\| two |');
  });
});
