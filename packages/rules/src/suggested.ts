import type { CardText, Present, Suggested, SuggestedWhen } from './contract.ts';

/** The id of a suggestion, whatever it depends on. */
export const suggestionId = (one: Suggested): string => (typeof one === 'string' ? one : one.id);

/** The suggestions that fit a finding, by id. */
export const suggestedFor = ({ suggestions }: Pick<CardText, 'suggestions'>, finding: Present): readonly string[] =>
  suggestions.filter((one) => typeof one === 'string' || one.when(finding)).map(suggestionId);

/** The ECG is offered from here down (clinical catalogue, rules 3 and 4). */
const POTASSIUM_ECG_BELOW = 3;

/** An ECG, where potassium is so low that the heart may show it. */
export const ecgIfPotassiumBelow3: SuggestedWhen = {
  id: 'SG4',
  says: 'potassium is below 3.0 mmol/L',
  when: ({ figures }) => Number(figures['potassiumMmolPerL']) < POTASSIUM_ECG_BELOW,
};

/** With a low magnesium, which the finding then holds. */
export const ifMagnesiumIsLow = (id: string): SuggestedWhen => ({
  id,
  says: 'magnesium is low',
  when: ({ figures }) => figures['magnesium'] !== undefined,
});

/** With a magnesium that nobody measured. */
export const ifMagnesiumIsUnknown = (id: string): SuggestedWhen => ({
  id,
  says: 'magnesium was not measured',
  when: ({ figures }) => figures['magnesium'] === undefined,
});
