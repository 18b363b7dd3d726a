import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ERRORS_PAGE, readCatalogues, renderErrorsPage } from '../../scripts/error-catalogue.ts';
import { projectRoot, runToEnd } from '../kit/processes.ts';

const LINES_MAX = 400;

const isOurs = (path: string): boolean => !path.split('/').includes('node_modules');
const read = (path: string): string => readFileSync(join(projectRoot, path), 'utf8');
const find = (pattern: string): readonly string[] => globSync(pattern, { cwd: projectRoot }).filter(isOurs).sort();

const sources = find('{packages,services,scripts,test}/**/*.{ts,mts,mjs,js}');
const pages = [...find('*.md'), ...find('docs/**/*.md')];

describe('source files', () => {
  it('are found', () => {
    expect(sources.length).toBeGreaterThan(100);
  });

  it(`have at most ${LINES_MAX} lines`, () => {
    expect(sources.filter((path) => read(path).split('\n').length - 1 > LINES_MAX)).toEqual([]);
  });

  // Written in pieces, so that this file does not hold what it looks for.
  it.each([
    [
      'unfinished work',
      new RegExp(`\\b(${['TO' + 'DO', 'FIX' + 'ME', 'HA' + 'CK', 'place' + 'holder'].join('|')})\\b`),
    ],
    ['a type switched off', new RegExp(`@ts-${'ignore'}|@ts-${'nocheck'}|@ts-${'expect-error'}|\\bas ${'any'}\\b`)],
    ['a check switched off', new RegExp(`eslint-${'disable'}|biome-${'ignore'}`)],
    ['a test switched off', new RegExp(`\\b(it|test|describe)\\.(${'skip'}|${'only'}|${'todo'})\\b`)],
    [
      'an error swallowed',
      new RegExp('catch( \\([a-z_]*\\))? *\\{ *\\}|\\.catch\\(\\(\\) *=> *(\\{ *\\}|undefined|null)\\)'),
    ],
  ])('hold no %s', (_name, pattern) => {
    const examples = ['test/architecture/words.test.ts', 'test/architecture/planted-imports.test.ts'];
    const found = sources.filter((path) => !examples.includes(path) && pattern.test(read(path)));
    expect(found).toEqual([]);
  });
});

describe('error codes', async () => {
  const entries = await readCatalogues();

  it('are found', () => {
    expect(entries.length).toBeGreaterThan(50);
  });

  it(`stand in ${ERRORS_PAGE}; \`node scripts/error-catalogue.ts\` renews it`, () => {
    expect(read(ERRORS_PAGE)).toBe(renderErrorsPage(entries));
  });

  it('have one meaning each', () => {
    const codes = entries.map(({ code }) => code);
    expect(codes.filter((code, index) => codes.indexOf(code) !== index)).toEqual([]);
  });

  it('say when to try again, and what they mean in one line', () => {
    const wrong = entries.filter(
      ({ retry, says }) => !['now', 'later', 'never'].includes(retry) || says === '' || says.includes('\n'),
    );
    expect(wrong).toEqual([]);
  });

  it('are used', () => {
    const texts = sources.filter((path) => !/(errors|\.test)\.ts$/.test(path)).map(read);
    const unused = entries.filter(({ code, owner }) => {
      const inCatalogue = read(`${owner}/src/errors.ts`).split(`'${code}'`).length - 1;
      // A second mention in errors.ts is a function that gives it.
      return inCatalogue < 2 && !texts.some((text) => text.includes(`'${code}'`));
    });
    expect(unused.map(({ owner, code }) => `${owner}: ${code}`)).toEqual([]);
  });
});

describe('pages', () => {
  it('include the README', () => {
    expect(pages).toContain('README.md');
  });

  it('lead to files that exist', () => {
    const broken = pages.flatMap((page) => {
      const targets = [...read(page).matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)].map((match) => match[1] ?? '');
      const local = targets.filter((target) => !/^[a-z]+:/.test(target));
      const missing = local.filter((target) => !existsSync(join(projectRoot, dirname(page), target)));
      return missing.map((target) => `${page}: ${target}`);
    });
    expect(broken).toEqual([]);
  });

  it('name npm scripts that exist', () => {
    const { scripts } = JSON.parse(read('package.json')) as { readonly scripts: Readonly<Record<string, string>> };
    const known = [...Object.keys(scripts), 'run', 'config', 'install', 'ci', 'exec'];
    const named = pages.flatMap((page) => {
      const text = read(page);
      const short = [...text.matchAll(/`?(?:^|[`\s])npm (start|test)\b/gm)].map((match) => match[1] ?? '');
      const long = [...text.matchAll(/\b(?:npm run|pnpm run|pnpm) ([a-z][a-z:-]*)/g)].map((match) => match[1] ?? '');
      return [...short, ...long].map((name) => ({ page, name }));
    });
    expect(named.filter(({ name }) => !known.includes(name))).toEqual([]);
  });

  it('name commands of magwatch that exist', async () => {
    const { stdout } = await runToEnd({ script: 'services/cli/src/main.ts', args: ['--help'] });
    const listed = [...stdout.matchAll(/^ {2}([a-z][a-z-]*)\b/gm)].map((match) => match[1] ?? '');
    const named = pages.flatMap((page) => {
      return [...read(page).matchAll(/bin\/magwatch ([a-z][a-z-]*)/g)].map((match) => ({ page, name: match[1] ?? '' }));
    });
    expect(listed).toContain('scan');
    expect(named.filter(({ name }) => !listed.includes(name))).toEqual([]);
  });
});
