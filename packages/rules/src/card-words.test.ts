import { expect, test } from 'vitest';
import { OVERRIDE_REASON_WORDS, SUGGESTION_WORDS } from './card-words.ts';
import { RULES } from './registry.ts';
import { suggestionId } from './suggested.ts';

test('the suggestions of cards, in the words of the clinical catalogue', () => {
  expect(Object.entries(SUGGESTION_WORDS)).toEqual([
    ['SG1', 'order a serum magnesium'],
    ['SG2', 'intravenous magnesium, only through the renal-safety guard'],
    ['SG3', 'oral magnesium'],
    ['SG4', 'order an ECG'],
    ['SG5', 'recheck potassium'],
    ['SG6', 'recheck magnesium'],
    ['SG7', 'spot urine magnesium and creatinine'],
    ['SG8', 'ionized calcium, PTH, vitamin D'],
    ['SG9', 'ask the pharmacist for a drug review'],
    ['SG10', 'order phosphate; thiamine before and with feeding'],
    ['SG11', 'stop or hold products with magnesium'],
    ['SG12', 'repeat the sample'],
    ['SG13', 'order a digoxin level'],
    ['SG14', 'order creatinine'],
    ['SG15', 'order an ionized magnesium'],
    ['SG16', 'spot urine potassium'],
    ['SG17', 'repeat magnesium'],
  ]);
});

test('the reasons for which a card is dismissed', () => {
  expect(Object.entries(OVERRIDE_REASON_WORDS)).toEqual([
    ['OR1', 'already treated or ordered'],
    ['OR2', 'value known and accepted'],
    ['OR3', 'specimen or lab error suspected'],
    ['OR4', 'magnesium contraindicated'],
    ['OR5', 'comfort care'],
    ['OR6', 'shift or DKA protocol in use'],
    ['OR7', 'will recheck first'],
    ['OR8', 'not my patient, other team'],
    ['OR9', 'benefit outweighs risk'],
    ['OR10', 'other, in words'],
  ]);
});

test.each(RULES)('$id offers nothing without words', ({ card }) => {
  expect(card.suggestions.map(suggestionId).filter((id) => SUGGESTION_WORDS[id] === undefined)).toEqual([]);
  expect(card.overrideReasons.filter((id) => OVERRIDE_REASON_WORDS[id] === undefined)).toEqual([]);
});
