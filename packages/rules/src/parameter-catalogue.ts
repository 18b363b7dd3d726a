import {
  above,
  between,
  choice,
  count,
  days,
  hours,
  milliEquivalents,
  numberOf,
  onOff,
  percent,
  ratio,
} from './parameter-kinds.ts';
import { THRESHOLDS } from './parameter-thresholds.ts';

/** Of a parameter that has its place and its default, and no effect yet. */
const NOT_READ = 'nothing reads this yet';

/**
 * Every parameter that a site may change (clinical catalogue §4.98), with its default, unit, range and meaning: the type,
 * the defaults, the validation and the listings are made from here. Names end with their unit. The defaults are a
 * synthesis of the literature: a site's pharmacist and nephrologist approve them before use.
 */
export const PARAMETER_CATALOGUE = {
  thresholds: THRESHOLDS,
  lookback_h: {
    inpatient: {
      mg: hours(72, 'how old the magnesium that counts may be, in hospital'),
      k: hours(48, 'how old the potassium that counts may be, in hospital'),
      ca: hours(48, 'how old the calcium that counts may be, in hospital'),
      creatinine: hours(168, 'how old creatinine and eGFR may be, in hospital'),
      qtc: hours(48, 'how old the QTc may be, in hospital'),
    },
    outpatient: {
      mg: hours(720, 'how old the magnesium that counts may be, for outpatients'),
      k: hours(720, 'how old the potassium that counts may be, for outpatients'),
      ca: hours(720, 'how old the calcium that counts may be, for outpatients'),
      creatinine: hours(8760, 'how old creatinine and eGFR may be, for outpatients'),
      qtc: hours(2160, 'how old the QTc may be, for outpatients'),
    },
    albuminPair: hours(72, 'how far before or after a sample the albumin that corrects it may lie'),
    pth: hours(336, 'how old the PTH may be'),
    digoxinLevel: hours(168, 'how old the digoxin level may be'),
    drugActive: hours(24, 'how long after a dose a drug counts as active'),
    digoxinActive: hours(48, 'how long after a dose digoxin counts as active'),
    ppiActive: hours(72, 'how long after a dose a PPI counts as active'),
    hyperkForCalcium: hours(6, 'how old the high potassium may be that explains a calcium order'),
    urine: hours(72, 'how old the spot urine for FEMg may be'),
  },
  mg: {
    tooEarly_h: hours(6, 'a level drawn sooner after an IV dose is early: it cannot show repletion'),
    treatedMin_mEq: milliEquivalents(8, 'magnesium from which a low value counts as treated'),
    treatedWindow_h: hours(72, 'how long a dose goes on counting as treatment'),
    activeOrderBefore_h: hours(2, 'an order may precede the low sample by this much and still answer it'),
    activeOrderWithin_h: hours(24, 'how old an order that counts as treatment may be'),
    followupMin_mEq: milliEquivalents(16, 'IV magnesium in a day from which a follow-up level is wanted'),
    followupDue_h: hours(24, 'when the follow-up level is due after the last dose'),
    followupDueRenal_h: hours(12, 'the same with impaired kidneys'),
    followupClose_h: hours(72, 'when a missing follow-up level is asked for no more'),
    deltaReshow_mmolL: numberOf(0.1, 'mmol/L', {
      range: above(0, 2),
      says: 'a fall of magnesium by this much shows the alert again',
    }),
    useLabReferenceRange: onOff(
      false,
      "low and high magnesium by the laboratory's own reference range where it sends one",
    ),
  },
  lab: {
    usePreliminary: onOff(false, 'preliminary results count like final ones'),
  },
  safety: {
    inComfortCare: onOff(false, 'safety rules stay on for patients in comfort or hospice care'),
  },
  refK: {
    definition: choice(
      'A',
      ['A', 'B', 'C'],
      'what refractory means in hospital: A dose response, B doses on days, C lasting order',
    ),
    minDose_mEq: milliEquivalents(60, 'A: potassium given before a small rise counts as no response'),
    minInterval_h: hours(6, 'A: time between the first and the last low potassium, at least'),
    absorbLag_h: hours(1, 'A: doses that ended later before the last sample do not count yet'),
    risePerMEq: numberOf(0.01, 'mmol/L per mEq', {
      range: above(0, 0.1),
      says: 'A: expected rise of potassium per mEq given',
    }),
    targetK: numberOf(4.0, 'mmol/L', { range: between(1, 12), says: 'A: the expected rise ends at this potassium' }),
    responseRatio: ratio(0.5, 'A: a smaller part of the expected rise is no response'),
    B: {
      minDoses: count(3, 'doses', { max: 100, says: 'B: doses of potassium, at least' }),
      minDays: count(2, 'd', { max: 30, says: 'B: calendar days with doses, at least' }),
      window_h: hours(24, 'B: how long every potassium has been low, at least'),
    },
    C: {
      separation_h: hours(168, 'C: time between two low potassium values, and of the order before the last, at least'),
      window_h: hours(2160, 'C: how far back low potassium values are looked for'),
      latestMax_h: hours(336, 'C: how old the last potassium may be'),
      dailyMin_mEq: milliEquivalents(40, 'C: ordered oral potassium a day, at least'),
    },
  },
  k: {
    recheckDue_h: hours(12, 'when potassium is due after magnesium was replaced'),
    recheckDueIfBelow3_h: hours(6, 'the same after a potassium below 3.0 mmol/L'),
    recheckMgMin_mEq: milliEquivalents(16, 'magnesium given from which potassium is to be rechecked'),
    recheckClose_h: hours(72, 'when a missing recheck is asked for no more'),
    lastK_h: hours(96, 'how old the low potassium before it may be'),
  },
  refCa: {
    minDose_mmol: numberOf(4.4, 'mmol', {
      range: above(0, 100),
      says: 'IV calcium after which a low calcium is refractory',
    }),
    window_h: hours(48, 'how long before the calcium sample it may have ended'),
  },
  femg: {
    factor: ratio(0.7, 'part of the serum magnesium that the kidney filters'),
    renalMin_pct: percent(4, 'FEMg from which the loss is renal'),
    extraRenalBelow_pct: percent(2, 'FEMg below which the loss is not renal; between the two it is indeterminate'),
    pairSerum_h: hours(24, 'how far from the urine the serum values may lie'),
    noMgBefore_h: hours(24, 'magnesium given this long before the urine makes FEMg useless'),
    minEgfr: numberOf(60, 'mL/min/{1.73_m2}', { range: between(1, 200), says: 'eGFR below which FEMg is not read' }),
  },
  albuminMg: {
    // Pages quote the slope per g/dL or in mg/dL, ten times off and more (clinical catalogue §1.5): the range refuses those.
    slope_mmolL_per_gL: numberOf(0.005, 'mmol/L per g/L', {
      range: above(0, 0.02),
      says: 'magnesium added per g/L of missing albumin',
    }),
    refAlb_gL: numberOf(40, 'g/L', { range: between(5, 70), says: 'albumin at which nothing is corrected' }),
  },
  refeeding: {
    startWindow_h: hours(120, 'how long after feeding began falls are looked for'),
    baseline_h: hours(48, 'how long before feeding the value to compare with may lie'),
    single_pct: percent(20, 'fall of one of phosphate, K, Mg that counts alone'),
    dual_pct: percent(10, 'fall of two of them that counts'),
    severe_pct: percent(30, 'fall that is severe'),
  },
  ppi: {
    minDays: days(90, 'how long a PPI is taken before it may have caused a low magnesium'),
  },
  guard: {
    singleDoseDialysis_mEq: milliEquivalents(
      8.2,
      'largest single IV dose of magnesium with failed kidneys or dialysis',
    ),
    singleDoseReduced_mEq: milliEquivalents(16.3, 'largest single IV dose of magnesium with reduced kidney function'),
    nmba_h: hours(12, 'how long a neuromuscular blocker makes IV magnesium a risk'),
  },
  monitoring: {
    amphotericin: monitored('amphotericin B', 24, 48),
    foscarnet: monitored('foscarnet', 24, 72),
    pentamidine: monitored('IV pentamidine', 24, 72),
    aminoglycoside: monitored('an aminoglycoside', 72, 72),
    cisplatin: monitoredAfterDose('cisplatin', [24, 504], 168),
    carboplatin: monitoredAfterDose('carboplatin', [24, 504], 504),
    egfrAntibody: monitoredAfterDose('an EGFR antibody', [24, 1344], 336),
    calcineurinInhibitor: {
      exposure_h: hours(24, 'time on a calcineurin inhibitor before magnesium is monitored'),
      early_d: days(90, 'how long the first, close monitoring of a calcineurin inhibitor lasts'),
      earlyInterval_h: hours(168, 'time without magnesium that is too long at first'),
      lateInterval_h: hours(2160, 'time without magnesium that is too long later'),
    },
    loopIv: {
      window_h: hours(72, 'how far back IV doses of a loop diuretic are looked for'),
      span_h: hours(48, 'time from their first to their last dose, at least'),
      lastDose_h: hours(24, 'how old their last dose may be'),
      interval_h: hours(48, 'time without magnesium that is too long on IV loop diuretics'),
    },
    oralDiuretic: monitoredForDays('an oral loop or thiazide diuretic', 90, 8760),
    ppi: monitoredForDays('a PPI', 365, 8760),
    ppiCombined: monitoredForDays('a PPI with a diuretic or digoxin', 90, 4380),
  },
  ui: {
    maxCards: count(2, 'cards', { max: 10, says: 'cards of one answer; what is left over becomes one line' }),
    summaryMax: numberOf(139, 'characters', {
      // CDS Hooks wants fewer than 140 characters.
      range: { ...between(60, 139), isWhole: true },
      says: 'length of a summary',
    }),
  },
  /** Where a rule's findings go, by rule id; `default` for the others. */
  mode: {
    default: choice(
      'card',
      // Off: not evaluated. Silent: evaluated and stored, shown to nobody. Worklist: no cards. Card: everywhere.
      ['off', 'silent', 'worklist', 'card'],
      'where findings go: off, silent (stored, shown to nobody), worklist, card; per rule by its id',
    ),
  },
  /** How long a new finding is held before anybody is told, by rule id; `default` for the others. */
  grace_min: {
    default: numberOf(0, 'min', {
      range: between(0, 1440),
      says: 'how long a new finding is held back; per rule by its id',
    }),
  },
  dedup_h: {
    info: shownAgain('info', 72, 168),
    warning: shownAgain('a warning', 24, 24),
    critical: shownAgain('a critical alert', 8, 12),
  },
  escalate_h: {
    critical: hours(1, 'when a critical alert that nobody acknowledged goes to the person on call'),
    criticalSecond: hours(4, `when it goes to the person in charge, still open; ${NOT_READ}`),
    warning: hours(12, "when a warning that nobody acknowledged goes to the head of the pharmacist's queue"),
  },
  expire_d: numberOf(7, 'd', { range: above(0, 365), says: 'an alert with no news for this long expires' }),
  orderSession_min: numberOf(30, 'min', {
    range: above(0, 1440),
    says: 'how long one session of ordering lasts: an order card is shown once in it',
  }),
};

/** Of a drug that is given over time (clinical catalogue §4 rule 10). */
function monitored(drug: string, exposure_h: number, interval_h: number) {
  return {
    exposure_h: hours(exposure_h, `time on ${drug} before magnesium is monitored`),
    interval_h: hours(interval_h, `time without magnesium that is too long on ${drug}`),
  };
}

function monitoredForDays(drug: string, exposure_d: number, interval_h: number) {
  return {
    exposure_d: days(exposure_d, `time on ${drug} before magnesium is monitored`),
    interval_h: hours(interval_h, `time without magnesium that is too long on ${drug}`),
  };
}

/** Of a drug whose single dose acts for weeks. */
function monitoredAfterDose(
  drug: string,
  [from, until]: readonly [fromDose_h: number, untilDose_h: number],
  interval_h: number,
) {
  return {
    fromDose_h: hours(from, `magnesium is monitored from this long after a dose of ${drug}`),
    untilDose_h: hours(until, `until this long after a dose of ${drug}`),
    interval_h: hours(interval_h, `time without magnesium that is too long after ${drug}`),
  };
}

function shownAgain(what: string, reshow: number, afterOverride: number) {
  return {
    reshow: hours(reshow, `${what} that nobody answered is shown again after this; ${NOT_READ}`),
    afterOverride: hours(afterOverride, `${what} that was dismissed is shown again after this`),
    afterAcknowledge: hours(reshow, `${what} that was acknowledged is shown again after this; ${NOT_READ}`),
  };
}
