export const LOINC = 'http://loinc.org';
export const SNOMED = 'http://snomed.info/sct';
export const RXNORM = 'http://www.nlm.nih.gov/research/umls/rxnorm';
const ATC = 'http://www.whocc.no/atc';
const ICD10CM = 'http://hl7.org/fhir/sid/icd-10-cm';

/** Other names that servers use for the same system. */
const SAME_SYSTEM = new Map<string, string>([
  ['urn:oid:2.16.840.1.113883.6.1', LOINC],
  ['urn:oid:2.16.840.1.113883.6.96', SNOMED],
  ['urn:oid:2.16.840.1.113883.6.88', RXNORM],
  ['urn:oid:2.16.840.1.113883.6.73', ATC],
  ['http://fhir.de/CodeSystem/bfarm/atc', ATC],
  ['http://fhir.de/CodeSystem/dimdi/atc', ATC],
  ['urn:oid:2.16.840.1.113883.6.90', ICD10CM],
  ['https://loinc.org', LOINC],
]);

export const systemOf = (system: string): string => SAME_SYSTEM.get(system) ?? system;

/** The code as it is looked up: ICD-10-CM is written with and without its point. */
export const codeKeyOf = (system: string, code: string): string =>
  system === ICD10CM ? code.replace('.', '').toUpperCase() : code;
