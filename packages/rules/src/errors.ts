/** Why a parameters file cannot be used. Nothing changes by trying again: a person corrects the file. */
export const PARAMETER_CODES = {
  'parameters-unreadable': { retry: 'never', says: 'The file is neither YAML nor JSON.' },
  'parameters-not-a-mapping': { retry: 'never', says: 'Names with values were expected.' },
  'parameters-unknown-name': { retry: 'never', says: 'There is no parameter of this name.' },
  'parameters-given-twice': { retry: 'never', says: 'One parameter is given twice, nested and as a path.' },
  'parameters-wrong-type': { retry: 'never', says: 'The value is not of the kind that this parameter takes.' },
  'parameters-out-of-range': { retry: 'never', says: 'The number lies outside of what makes sense.' },
  'parameters-not-in-order': { retry: 'never', says: 'Two limits contradict each other.' },
  'parameters-families-disagree': { retry: 'never', says: 'One threshold differs between its unit families.' },
} as const satisfies Record<string, { readonly retry: 'now' | 'later' | 'never'; readonly says: string }>;

export type ParameterCode = keyof typeof PARAMETER_CODES;

export interface ParameterProblem {
  readonly code: ParameterCode;
  /** The file as it was named, for the reader. */
  readonly file: string;
  /** The path of the parameter: `refK.minDose_mEq`; empty for the whole file. */
  readonly name: string;
  /** What is wrong, in one line that goes on from the name: "is 9000 h, and must be a number, …". */
  readonly problem: string;
  /** A value that would do. */
  readonly example?: string;
}

/** The problem as a line for a person: the name, what is wrong, a value that would do. */
export const parameterProblemText = ({ name, problem, example }: ParameterProblem): string =>
  `${name === '' ? 'the file' : name} ${problem}${example === undefined ? '' : `, for example ${example.replaceAll('\n', ' ')}`}`;
