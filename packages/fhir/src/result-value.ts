import { isAbove, isBelow } from '@magwatch/base';
import type { Analyte, LabResult, Quality, Quantity } from '@magwatch/timeline';
import { isJson, type Json, numberOf, objectsOf, optional, textOf } from './json.ts';
import { addNote, type Reading } from './parsing.ts';
import { type Conversion, conversionFor, scale } from './units/conversion.ts';
import { findResultUnit, type ResultUnit } from './units/result-units.ts';

/** A number of a result as it was reported and as it is compared. */
export interface ResultValue {
  readonly reported: Quantity;
  readonly compared: Quantity;
  readonly canonical: number;
  readonly comparator?: NonNullable<LabResult['comparator']>;
  readonly referenceRange?: NonNullable<LabResult['referenceRange']>;
  readonly quality: readonly Quality[];
}

const COMPARATORS = new Set<unknown>(['<', '<=', '>=', '>']);

/** Reads the value of an Observation or of a component; undefined after a refusal. */
export function readResultValue(
  reading: Reading,
  holder: Json,
  analyte: Analyte,
  options: { readonly property: 'mass' | 'moles' | undefined; readonly path: string },
): ResultValue | undefined {
  const { path } = options;
  const quantity = holder['valueQuantity'];
  if (!isJson(quantity)) {
    refuseOther(reading, holder, path);
    return undefined;
  }
  const at = `${path}valueQuantity`;
  const value = numberOf(quantity['value']);
  const comparator = quantity['comparator'];
  if (value === undefined) {
    if (holder['dataAbsentReason'] !== undefined)
      refuseOther(reading, { dataAbsentReason: holder['dataAbsentReason'] }, path);
    else addNote(reading, 'value-not-a-number', `${at}.value`);
    return undefined;
  }
  if (comparator !== undefined && !COMPARATORS.has(comparator)) {
    addNote(reading, 'comparator-unusable', `${at}.comparator`, comparator);
    return undefined;
  }
  const unit = readUnit(reading, quantity, at);
  if (!unit) return undefined;
  const conversion = conversionFor(analyte, unit);
  if (!conversion) {
    addNote(reading, 'unit-not-for-analyte', at, unit.ucum);
    return undefined;
  }
  const canonical = scale(value, conversion.canonicalFactor);
  const { min, max } = conversion.definition;
  if (isBelow(canonical, min) || isAbove(canonical, max)) {
    addNote(reading, 'value-implausible', at, unit.ucum);
    return undefined;
  }
  return {
    reported: { value, unit: unit.ucum },
    compared: { value: scale(value, conversion.compared.factor), unit: conversion.compared.unit },
    canonical,
    ...(comparator === undefined ? {} : { comparator: comparator as NonNullable<LabResult['comparator']> }),
    ...optional('referenceRange', readRange(holder, analyte, conversion, unit)),
    quality: qualityOf(reading, unit, options.property, at),
  };
}

/** Says why a holder without a usable quantity has no number: a number is never guessed from text. */
function refuseOther(reading: Reading, holder: Json, path: string): void {
  if (holder['valueString'] !== undefined) addNote(reading, 'value-is-text', `${path}valueString`);
  else if (holder['dataAbsentReason'] !== undefined) {
    const [coding] = objectsOf(isJson(holder['dataAbsentReason']) ? holder['dataAbsentReason']['coding'] : undefined);
    addNote(reading, 'value-absent', `${path}dataAbsentReason`, textOf(coding?.['code']));
  } else if (holder['valueInteger'] !== undefined) addNote(reading, 'unit-missing', `${path}valueInteger`);
  else {
    const other = Object.keys(holder).find((key) => key.startsWith('value'));
    addNote(
      reading,
      other === undefined ? 'value-missing' : 'value-unusable',
      other === undefined ? path || 'value' : path + other,
    );
  }
}

/** The unit by its UCUM code, else by its text. */
function readUnit(reading: Reading, quantity: Json, path: string): ResultUnit | undefined {
  const code = textOf(quantity['code']);
  const text = textOf(quantity['unit']);
  if (code === undefined && text === undefined) {
    addNote(reading, 'unit-missing', path);
    return undefined;
  }
  const byCode = code === undefined ? undefined : findResultUnit(code);
  const byText = text === undefined || text === code ? byCode : findResultUnit(text);
  if (byCode && byText && byCode !== byText && byCode.ucum !== byText.ucum) {
    addNote(reading, 'unit-text-differs', path, `${byCode.ucum} and ${byText.ucum}`);
  }
  const unit = byCode ?? byText;
  if (!unit) addNote(reading, 'unit-unknown', path, code ?? text);
  return unit;
}

function qualityOf(
  reading: Reading,
  { ucum, kind }: ResultUnit,
  property: 'mass' | 'moles' | undefined,
  path: string,
): readonly Quality[] {
  if (ucum === 'mL/min') {
    addNote(reading, 'not-indexed', path);
    return ['not-indexed'];
  }
  const isMass = kind === 'mass-concentration';
  const isMolar = kind === 'molar-concentration' || kind === 'equivalent-concentration';
  if ((property === 'mass' && isMolar) || (property === 'moles' && isMass)) {
    addNote(reading, 'unit-property-mismatch', path, ucum);
    return ['unit-property-mismatch'];
  }
  return NO_QUALITY;
}

const NO_QUALITY: readonly Quality[] = [];

/** The normal range, in the unit of `compared`; a limit in a unit that does not fit is left out. */
function readRange(
  holder: Json,
  analyte: Analyte,
  conversion: Conversion,
  unit: ResultUnit,
): LabResult['referenceRange'] | undefined {
  if (holder['referenceRange'] === undefined) return undefined;
  const range = objectsOf(holder['referenceRange']).find(isNormalRange);
  const low = readLimit(range?.['low'], analyte, conversion, unit);
  const high = readLimit(range?.['high'], analyte, conversion, unit);
  return low === undefined && high === undefined ? undefined : { ...optional('low', low), ...optional('high', high) };
}

/** Without a type a range is the normal one. */
function isNormalRange({ type }: Json): boolean {
  if (!isJson(type)) return true;
  const codings = objectsOf(type['coding']);
  return codings.length === 0 || codings.some(({ code }) => code === 'normal' || code === 'recommended');
}

function readLimit(limit: unknown, analyte: Analyte, own: Conversion, ownUnit: ResultUnit): number | undefined {
  if (!isJson(limit)) return undefined;
  const value = numberOf(limit['value']);
  if (value === undefined) return undefined;
  const written = textOf(limit['code']) ?? textOf(limit['unit']);
  const unit = written === undefined ? ownUnit : findResultUnit(written);
  if (!unit) return undefined;
  const conversion = unit.ucum === ownUnit.ucum ? own : conversionFor(analyte, unit);
  if (conversion?.compared.unit !== own.compared.unit) return undefined;
  return scale(value, conversion.compared.factor);
}
