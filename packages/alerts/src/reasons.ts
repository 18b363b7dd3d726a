/**
 * Why a decision was taken: every decision carries one of these codes, and it is stored with the change.
 * docs/alert-states.md shows the same list; a code is never reused for another meaning.
 */
export const REASONS = {
  // The finding is there.
  'finding-fired': 'the pattern is true and nothing explains it',
  'grace-running': 'the pattern is true; the grace interval of this rule is not over',
  'grace-over': 'the pattern stayed true through the grace interval of this rule',
  'fired-again-within-gap': 'true again within 24 h after the finding itself ended: the same episode',
  'fired-after-gap': 'true again more than 24 h after the last episode: a new one',
  'fired-after-retraction': 'true on other evidence than the retracted alert: a new episode',
  'new-evidence-after-closing': 'a person closed it; now there is evidence that he did not have',
  'severity-higher-after-closing': 'a person closed it; now it is more severe',
  'worse-after-closing':
    'a person closed it; now magnesium or potassium fell further, QTc reached 500 ms, or a risk is new',
  'true-again-after-closing': 'a person closed it; the finding ended or was explained since, and is true again',
  'severity-higher': 'the pattern is more severe than before',
  'severity-lower': 'the pattern is less severe than before',
  'evidence-changed': 'there is new evidence, or it says something else, at the same severity',
  'evidence-corrected': 'evidence was corrected or withdrawn, and the pattern is true all the same',
  'magnesium-fell': 'magnesium fell by the step that breaks an acknowledgement or a snooze',
  'potassium-fell': 'potassium fell by the step that breaks an acknowledgement or a snooze',
  'qtc-critical': 'QTc reached 500 ms, which breaks an acknowledgement or a snooze',
  'risk-appeared':
    'digoxin, a QT-prolonging drug or torsades is new beside it, which breaks an acknowledgement or a snooze',
  'snooze-over': 'the time of the snooze is over',
  'snooze-next-result': 'the result that the snooze waited for is there',
  'explained-treated': 'true, but the treatment is under way',
  'explained-test-pending': 'true, but the missing test is under way',
  'explanation-ended': 'the treatment or the order that explained it did not follow, and the pattern is true',
  // The finding is not there.
  'finding-absent': 'the pattern is no longer true; the alert says what was found',
  'evidence-withdrawn':
    'a result that the alert rested on was withdrawn, deleted or corrected, and the pattern is not shown',
  'specimen-suspect': 'a result that the alert rested on comes from a specimen that is suspected to be contaminated',
  'not-true-then':
    'on what is known today the pattern was not true when the alert was raised; now the rule cannot tell',
  'cannot-tell': 'data is missing: the pattern can be neither shown nor excluded; nothing changes',
  'evidence-too-old': 'the rule cannot tell, and nothing new came for the days after which an alert expires',
  discharged: 'the patient was discharged, and no evidence is newer',
  'under-age': 'the patient is a child: the rules are for adults',
  'test-patient': 'the patient is marked as a test',
  deceased: 'the patient died',
  'comfort-care': 'the goal of care is comfort',
  'excluded-dialysis': 'the rule does not hold during dialysis',
  'excluded-obstetric-magnesium': 'the rule does not hold during obstetric magnesium',
  'excluded-setting': 'the rule does not hold in this setting',
  'excluded-no-draft-order': 'the rule speaks to draft orders only',
  'rule-off': 'the rule is switched off',
  // Nothing to do.
  unchanged: 'nothing that a reader would see has changed',
  'no-finding': 'the pattern is not there, and there is no alert',
  'closed-by-person': 'a person closed it, and nothing is new since',
  // What destinations may hear.
  inhibited: 'a more severe alert of this patient says this one too',
  'inhibitor-ended': 'the alert that said this one too has ended, and this one is still open',
  'mode-silenced': 'the site took the rule off its cards: destinations hear no more of it',
  'mode-speaks': 'the rule may be told and is not known to destinations yet',
  // What persons do.
  'person-acknowledged': 'a person has seen it and takes it on',
  'person-snoozed': 'a person wants to hear of it later',
  'person-resolved': 'a person closed it with a code',
  'person-reopened': 'a person opened it again',
} as const satisfies Record<string, string>;

export type Reason = keyof typeof REASONS;

/** What a person says on closing an alert. */
export const RESOLUTIONS = {
  'magnesium-given': 'magnesium ordered or given',
  'advice-accepted': 'advice accepted',
  'advice-declined': 'advice declined',
  'already-handled': 'already handled',
  'not-relevant': 'not relevant for this patient',
  'specimen-error': 'specimen or data error',
  'patient-left': 'discharged, died or comfort care',
  duplicate: 'duplicate',
  other: 'other (text)',
} as const satisfies Record<string, string>;

export type Resolution = keyof typeof RESOLUTIONS;
