import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { SystemModelInfoProvider } from '@cqframework/cql/cql';
import {
  CqlCompilerOptions,
  CqlTranslator,
  createLibrarySourceProvider,
  createModelInfoProvider,
  LibraryManager,
  ModelManager,
  stringAsSource,
} from '@cqframework/cql/cql-to-elm';
import { Library, Repository } from 'cql-execution';

const require = createRequire(import.meta.url);

/** The libraries beside this file that others include. */
const INCLUDED = ['Chart', 'Blocks'] as const;

/** The five patterns, translated from the CQL beside this file. */
export const translatePatterns = (): Library => translate(readCql('Patterns'));

/**
 * Translates CQL to ELM and makes it executable. The FHIR 4.0.1 model is the one that cql-exec-fhir ships, so that translator and data
 * source mean the same types. FHIRHelpers is not needed: our CQL says `.value` where it leaves FHIR's types.
 */
export function translate(cql: string): Library {
  const models = new ModelManager();
  const fhir = readFileSync(require.resolve('cql-exec-fhir/lib/modelInfos/fhir-modelinfo-4.0.1.xml'), 'utf8');
  models.modelInfoLoader.registerModelInfoProvider(new SystemModelInfoProvider());
  models.modelInfoLoader.registerModelInfoProvider(
    createModelInfoProvider((model) => sourceOf(model === 'FHIR' && fhir)),
  );
  // No annotations, no locators: the engine would keep the result of every expression that has a local id.
  const options = new CqlCompilerOptions().withOptions([
    CqlCompilerOptions.Options.DisableListDemotion,
    CqlCompilerOptions.Options.DisableListPromotion,
  ]);
  const libraries = new LibraryManager(models, options);
  libraries.librarySourceLoader.registerProvider(
    createLibrarySourceProvider((name) => sourceOf(INCLUDED.some((one) => one === name) && readCql(name))),
  );
  const main = CqlTranslator.fromText(cql, libraries);
  const included = [...main.libraries.asJsReadonlyMapView().values()].flatMap((one) => one ?? []);
  const [elm, ...others] = [main.toJson(), ...included.map((one) => CqlTranslator.convertToJson(one))].map(readElm);
  return new Library(elm, new Repository(others));
}

/** The translator's own wrapping of a text; null: not here. */
const sourceOf = (text: string | false): unknown => (text === false ? null : stringAsSource(text));

/** The translator goes on after an error and says it in the ELM only; such a library would answer null everywhere. */
function readElm(text: string): object {
  const elm = JSON.parse(text) as { readonly library: { readonly annotation?: readonly Annotation[] } };
  const errors = (elm.library.annotation ?? []).filter(({ errorSeverity }) => errorSeverity === 'error');
  if (errors.length === 0) return elm;
  throw new Error(errors.map(({ startLine, libraryId, message }) => `${libraryId}:${startLine} ${message}`).join('\n'));
}

interface Annotation {
  readonly errorSeverity?: string;
  readonly libraryId?: string;
  readonly startLine?: number;
  readonly message?: string;
}

const readCql = (name: string): string => readFileSync(new URL(`${name.toLowerCase()}.cql`, import.meta.url), 'utf8');
