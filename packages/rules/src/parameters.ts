/** off: not evaluated. silent: evaluated and stored, shown to nobody. worklist: no cards. card: everywhere. */
export type Mode = 'off' | 'silent' | 'worklist' | 'card';

/** One threshold in each unit family in which laboratories report; a value is compared in its own (clinical catalogue §1.2). */
export interface UnitLimits {
  readonly 'mmol/L': number;
  readonly 'mg/dL': number;
  readonly 'meq/L': number;
}

/** Every number that a site may change, by the names of the clinical catalogue §4.98; names end with their unit. */
export interface Parameters {
  readonly thresholds: {
    readonly 'mg.low': UnitLimits;
    readonly 'mg.moderate': UnitLimits;
    readonly 'mg.severe': UnitLimits;
    readonly 'mg.lowNormalCeil': UnitLimits;
    readonly 'mg.high': UnitLimits;
    readonly 'mg.highWarn': UnitLimits;
    readonly 'mg.highCritical': UnitLimits;
    readonly 'mg.obWarn': UnitLimits;
    readonly 'mg.obCritical': UnitLimits;
    readonly 'img.low': UnitLimits;
    readonly 'ca.low': UnitLimits;
    readonly 'ca.severe': UnitLimits;
    readonly 'ca.critical': UnitLimits;
    readonly 'ica.low': UnitLimits;
    readonly 'ica.severe': UnitLimits;
    readonly 'ica.critical': UnitLimits;
    readonly 'phos.low': Omit<UnitLimits, 'meq/L'>;
    readonly 'phos.severe': Omit<UnitLimits, 'meq/L'>;
    readonly 'k.low': number;
    readonly 'k.moderate': number;
    readonly 'k.severe': number;
    readonly 'k.edta': number;
    readonly 'k.hyperForCalcium': number;
    readonly 'alb.low_gL': number;
    readonly 'pth.uln_pgmL': number;
    readonly 'egfr.reduced': number;
    readonly 'egfr.severe': number;
    readonly 'egfr.failure': number;
    readonly 'qtc.prolonged.male_ms': number;
    readonly 'qtc.prolonged.female_ms': number;
    readonly 'qtc.critical_ms': number;
    readonly 'digoxin.toxic_ngmL': number;
  };
  readonly lookback_h: {
    readonly inpatient: {
      readonly mg: number;
      readonly k: number;
      readonly ca: number;
      readonly creatinine: number;
      readonly qtc: number;
    };
    readonly outpatient: {
      readonly mg: number;
      readonly k: number;
      readonly ca: number;
      readonly creatinine: number;
      readonly qtc: number;
    };
    readonly albuminPair: number;
    readonly pth: number;
    readonly digoxinLevel: number;
    readonly drugActive: number;
    readonly digoxinActive: number;
    readonly ppiActive: number;
    readonly hyperkForCalcium: number;
    readonly urine: number;
  };
  readonly mg: {
    readonly tooEarly_h: number;
    readonly treatedMin_mEq: number;
    readonly treatedWindow_h: number;
    readonly activeOrderBefore_h: number;
    readonly activeOrderWithin_h: number;
    readonly followupMin_mEq: number;
    readonly followupDue_h: number;
    readonly followupDueRenal_h: number;
    readonly followupClose_h: number;
    readonly deltaReshow_mmolL: number;
  };
  readonly refK: {
    readonly definition: 'A' | 'B' | 'C';
    readonly minDose_mEq: number;
    readonly minInterval_h: number;
    readonly absorbLag_h: number;
    readonly risePerMEq: number;
    readonly targetK: number;
    readonly responseRatio: number;
    readonly C: {
      readonly separation_h: number;
      readonly window_h: number;
      readonly latestMax_h: number;
      readonly dailyMin_mEq: number;
    };
  };
  readonly k: {
    readonly recheckDue_h: number;
    readonly recheckDueIfBelow3_h: number;
    readonly recheckMgMin_mEq: number;
    readonly recheckClose_h: number;
    readonly lastK_h: number;
  };
  readonly refCa: {
    readonly minDose_mmol: number;
    readonly window_h: number;
  };
  readonly femg: {
    readonly factor: number;
    readonly renalMin_pct: number;
    readonly extraRenalBelow_pct: number;
    readonly pairSerum_h: number;
    readonly noMgBefore_h: number;
    readonly minEgfr: number;
  };
  readonly albuminMg: {
    readonly slope_mmolL_per_gL: number;
    readonly refAlb_gL: number;
  };
  readonly refeeding: {
    readonly startWindow_h: number;
    readonly baseline_h: number;
    readonly single_pct: number;
    readonly dual_pct: number;
    readonly severe_pct: number;
  };
  readonly ppi: {
    readonly minDays: number;
  };
  readonly guard: {
    readonly singleDoseDialysis_mEq: number;
    readonly singleDoseReduced_mEq: number;
    readonly nmba_h: number;
  };
  readonly ui: {
    readonly maxCards: number;
    readonly summaryMax: number;
  };
  /** Where a rule's findings go, by rule id; `default` for the others. */
  readonly mode: {
    readonly default: Mode;
    readonly [ruleId: string]: Mode;
  };
  /** How long a new finding is held before anybody is told, by rule id; `default` for the others. */
  readonly grace_min: {
    readonly default: number;
    readonly [ruleId: string]: number;
  };
  readonly dedup_h: {
    readonly info: {
      readonly reshow: number;
      readonly afterOverride: number;
      readonly afterAcknowledge: number;
    };
    readonly warning: {
      readonly reshow: number;
      readonly afterOverride: number;
      readonly afterAcknowledge: number;
    };
    readonly critical: {
      readonly reshow: number;
      readonly afterOverride: number;
      readonly afterAcknowledge: number;
    };
  };
  readonly escalate_h: {
    readonly critical: number;
    readonly criticalSecond: number;
    readonly warning: number;
  };
  readonly expire_d: number;
  readonly orderSession_min: number;
}

/** The mode of a rule. */
export const modeOf = (parameters: Parameters, ruleId: string): Mode =>
  parameters.mode[ruleId] ?? parameters.mode.default;

/** The grace interval of a rule in minutes. */
export const graceMinutesOf = (parameters: Parameters, ruleId: string): number =>
  parameters.grace_min[ruleId] ?? parameters.grace_min.default;
