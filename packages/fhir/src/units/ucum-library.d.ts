import '@lhncbc/ucum-lhc';

/** What we use of @lhncbc/ucum-lhc 7.1 (https://github.com/lhncbc/ucum-lhc). */
export interface UcumConversion {
  readonly status: 'succeeded' | 'failed' | 'error';
  readonly toVal: number | null;
}

export class UcumLhcUtils {
  static getInstance(): UcumLhcUtils;
  /** `value` of `from` in `to`, both UCUM codes; mass in g/mol, charge in equivalents per mole. */
  convertUnitTo(
    from: string,
    value: number,
    to: string,
    options?: { readonly molecularWeight?: number; readonly charge?: number },
  ): UcumConversion;
}
