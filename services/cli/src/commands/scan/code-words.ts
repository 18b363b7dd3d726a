import { isObject, type Json, textOf } from './bundle.ts';

/** By what a resource says what it is about: system, code and display of its first coding, or its text. */
export function codeWords(resource: Json): string {
  const { medication } = resource;
  const drug = isObject(medication) && 'concept' in medication ? medication['concept'] : medication;
  const concept = resource['code'] ?? resource['medicationCodeableConcept'] ?? drug;
  if (!isObject(concept)) return 'no code of its own';
  const { coding } = concept;
  const first: unknown = Array.isArray(coding) ? coding[0] : undefined;
  const [system, code, display] = isObject(first)
    ? ['system', 'code', 'display'].map((name) => textOf(first[name]))
    : [];
  const said = display || textOf(concept['text']);
  const words = [system, code, said && `"${said}"`].filter((word) => word !== undefined && word !== '');
  return words.length > 0 ? words.join(' ') : 'no code of its own';
}
