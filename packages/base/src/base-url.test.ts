import { describe, expect, test } from 'vitest';
import { normalizeBaseUrl, pathBelow } from './base-url.ts';

describe('base URLs are compared in one form', () => {
  test.each([
    ['https://ehr.example/r4', 'https://ehr.example/r4'],
    ['https://ehr.example/r4/', 'https://ehr.example/r4'],
    ['HTTPS://EHR.Example:443/r4', 'https://ehr.example/r4'],
    ['http://ehr.example:80', 'http://ehr.example'],
    ['http://ehr.example:443/r4', 'http://ehr.example:443/r4'],
    ['https://ehr.example:80/r4', 'https://ehr.example:80/r4'],
    ['https://ehr.example/R4', 'https://ehr.example/R4'],
    ['http://[::1]:8080/fhir', 'http://[::1]:8080/fhir'],
    ['https://ehr.example@evil.example/r4', undefined],
    ['https://ehr.example/r4?x=1', undefined],
    ['https://ehr.example/r4#x', undefined],
    ['https:\\\\ehr.example', undefined],
    ['ftp://ehr.example', undefined],
    ['ehr.example/r4', undefined],
    ['', undefined],
  ])('%s: %s', (text, expected) => {
    expect(normalizeBaseUrl(text)).toBe(expected);
  });
});

describe('what lies below a base URL', () => {
  test.each([
    ['https://ehr.example/r4/Patient/5', 'Patient/5'],
    ['https://EHR.example:443/r4/Patient/5', 'Patient/5'],
    ['https://ehr.example/r4', undefined],
    ['https://ehr.example/r4b/Patient/5', undefined],
    ['https://ehr.example/Patient/5', undefined],
    ['http://ehr.example/r4/Patient/5', undefined],
    ['https://ehr.example.evil.example/r4/Patient/5', undefined],
    ['Patient/5', undefined],
  ])('%s: %s', (url, expected) => {
    expect(pathBelow('https://ehr.example/r4/', url)).toBe(expected);
  });
});
