/** An id as FHIR defines it (https://hl7.org/fhir/R4/datatypes.html#id): nothing that could leave its place in a path. */
export const isResourceId = (text: unknown): text is string =>
  typeof text === 'string' && /^[A-Za-z0-9\-.]{1,64}$/.test(text) && !/^\.+$/.test(text);

/** The name of a resource type: `Observation`. */
export const isResourceType = (text: unknown): text is string =>
  typeof text === 'string' && /^[A-Z][A-Za-z]{1,63}$/.test(text);

/** The name of a search parameter, with modifier or chain: `code:in`, `subject:Patient.name`, `_lastUpdated`. */
export const isParameterName = (text: string): boolean => /^[A-Za-z_][A-Za-z0-9_.:-]{0,127}$/.test(text);
