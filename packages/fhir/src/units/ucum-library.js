// The library brings no types: they stand in ucum-library.d.ts, beside this file, so that every package that imports us has them.
export { UcumLhcUtils } from '@lhncbc/ucum-lhc';
