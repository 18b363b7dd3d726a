import { isJson, type Json } from '@magwatch/fhir';

/** By what a resource says what it is about: system, code and display of its first coding, or its text. */
export function codeWords(resource: Json): string {
  const { medication } = resource;
  const drug = isJson(medication) && 'concept' in medication ? medication['concept'] : medication;
  const concept = resource['code'] ?? resource['medicationCodeableConcept'] ?? drug;
  if (!isJson(concept)) return 'no code of its own';
  const { coding } = concept;
  const first: unknown = Array.isArray(coding) ? coding[0] : undefined;
  const [system, code, display] = isJson(first) ? ['system', 'code', 'display'].map((name) => textOf(first[name])) : [];
  const said = display || textOf(concept['text']);
  const words = [system, code, said && `"${said}"`].filter((word) => word !== undefined && word !== '');
  return words.length > 0 ? words.join(' ') : 'no code of its own';
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
