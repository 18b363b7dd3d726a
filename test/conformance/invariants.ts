import fhirpath from 'fhirpath';

/** What HL7 demands of every answer (CDS Hooks 2.0.1, CDS Service Response), as FHIRPath over the answer. */
export const INVARIANTS: Readonly<Record<string, string>> = {
  'a summary has 1 to 139 characters':
    'cards.all(summary.exists() and summary.length() > 0 and summary.length() < 140)',
  'an indicator is one of three': "cards.all(indicator in ('info' | 'warning' | 'critical'))",
  'a source has a label': 'cards.all(source.label.exists())',
  'every card has a uuid of its own': 'cards.all(uuid.exists()) and cards.uuid.isDistinct()',
  'suggestions say how they are chosen': 'cards.all(suggestions.exists() implies selectionBehavior.exists())',
  'the choice is one of two': "cards.selectionBehavior.all($this in ('any' | 'at-most-one'))",
  'at most one is recommended where one is chosen':
    "cards.all((selectionBehavior = 'at-most-one') implies suggestions.where(isRecommended).count() <= 1)",
  'a suggestion has a label': 'cards.suggestions.all(label.exists())',
  'every suggestion has a uuid of its own': 'cards.suggestions.uuid.isDistinct()',
  'an action is one of three and described':
    "cards.suggestions.actions.all(type in ('create' | 'update' | 'delete') and description.exists())",
  'what is created is there, without an id':
    "cards.suggestions.actions.where(type = 'create').all(resource.exists() and resource.id.empty())",
  'what is deleted is named only': "cards.suggestions.actions.where(type = 'delete').all(resource.empty())",
  'a link has its three parts': "cards.links.all(label.exists() and url.exists() and type in ('absolute' | 'smart'))",
  'only SMART links have a context': "cards.links.all((type != 'smart') implies appContext.empty())",
  'an override reason has all its parts':
    'cards.overrideReasons.all(code.exists() and system.exists() and display.exists())',
  'a topic has code and system': 'cards.source.topic.all(code.exists() and system.exists())',
};

/** The names of the invariants that an answer breaks. */
export function findBroken(answer: object): readonly string[] {
  const broken = Object.entries(INVARIANTS).filter(([, expression]) => {
    const [holds] = fhirpath.evaluate(answer, expression) as readonly unknown[];
    return holds !== true;
  });
  return [...broken.map(([name]) => name), ...findEmpty(answer, '').map((path) => `nothing is empty: ${path}`)];
}

/** Paths of null, "", [] and {}, which CDS Hooks forbids except for an answer without cards. */
function findEmpty(value: unknown, path: string): readonly string[] {
  if (value === null || value === '') return [path];
  if (typeof value !== 'object') return [];
  const entries = Object.entries(value);
  if (entries.length === 0) return path === '.cards' || path === '.services' ? [] : [path];
  return entries.flatMap(([key, inner]) => findEmpty(inner, `${path}.${key}`));
}
