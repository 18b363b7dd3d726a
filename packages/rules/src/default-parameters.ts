import type { Parameters } from './parameters.ts';

/**
 * Every threshold and window of the rules with its default. The defaults are a synthesis of the literature:
 * a site's pharmacist and nephrologist approve them before use. Names end with their unit.
 */
export const DEFAULT_PARAMETERS: Parameters = {
  thresholds: {
    'mg.low': {
      'mmol/L': 0.7,
      'mg/dL': 1.7,
      'meq/L': 1.4,
    },
    'mg.moderate': {
      'mmol/L': 0.5,
      'mg/dL': 1.2,
      'meq/L': 1.0,
    },
    'mg.severe': {
      'mmol/L': 0.4,
      'mg/dL': 1.0,
      'meq/L': 0.8,
    },
    'mg.lowNormalCeil': {
      'mmol/L': 0.85,
      'mg/dL': 2.1,
      'meq/L': 1.7,
    },
    'mg.high': {
      'mmol/L': 1.1,
      'mg/dL': 2.6,
      'meq/L': 2.2,
    },
    'mg.highWarn': {
      'mmol/L': 1.65,
      'mg/dL': 4.0,
      'meq/L': 3.3,
    },
    'mg.highCritical': {
      'mmol/L': 2.0,
      'mg/dL': 4.9,
      'meq/L': 4.0,
    },
    'mg.obWarn': {
      'mmol/L': 3.5,
      'mg/dL': 8.5,
      'meq/L': 7.0,
    },
    'mg.obCritical': {
      'mmol/L': 4.0,
      'mg/dL': 9.7,
      'meq/L': 8.0,
    },
    'img.low': {
      'mmol/L': 0.45,
      'mg/dL': 1.1,
      'meq/L': 0.9,
    },
    'ca.low': {
      'mmol/L': 2.1,
      'mg/dL': 8.4,
      'meq/L': 4.2,
    },
    'ca.severe': {
      'mmol/L': 1.9,
      'mg/dL': 7.6,
      'meq/L': 3.8,
    },
    'ca.critical': {
      'mmol/L': 1.65,
      'mg/dL': 6.6,
      'meq/L': 3.3,
    },
    'ica.low': {
      'mmol/L': 1.12,
      'mg/dL': 4.5,
      'meq/L': 2.24,
    },
    'ica.severe': {
      'mmol/L': 1.0,
      'mg/dL': 4.0,
      'meq/L': 2.0,
    },
    'ica.critical': {
      'mmol/L': 0.8,
      'mg/dL': 3.2,
      'meq/L': 1.6,
    },
    'phos.low': {
      'mmol/L': 0.8,
      'mg/dL': 2.5,
    },
    'phos.severe': {
      'mmol/L': 0.32,
      'mg/dL': 1.0,
    },
    'k.low': 3.5,
    'k.moderate': 3.0,
    'k.severe': 2.5,
    'k.edta': 6.0,
    'k.hyperForCalcium': 6.0,
    'alb.low_gL': 35,
    'pth.uln_pgmL': 65,
    'egfr.reduced': 60,
    'egfr.severe': 30,
    'egfr.failure': 15,
    'qtc.prolonged.male_ms': 470,
    'qtc.prolonged.female_ms': 480,
    'qtc.critical_ms': 500,
    'digoxin.toxic_ngmL': 2.0,
  },
  lookback_h: {
    inpatient: {
      mg: 72,
      k: 48,
      ca: 48,
      creatinine: 168,
      qtc: 48,
    },
    outpatient: {
      mg: 720,
      k: 720,
      ca: 720,
      creatinine: 8760,
      qtc: 2160,
    },
    albuminPair: 72,
    pth: 336,
    digoxinLevel: 168,
    drugActive: 24,
    digoxinActive: 48,
    ppiActive: 72,
    hyperkForCalcium: 6,
    urine: 72,
  },
  mg: {
    tooEarly_h: 6,
    treatedMin_mEq: 8,
    treatedWindow_h: 72,
    activeOrderBefore_h: 2,
    activeOrderWithin_h: 24,
    followupMin_mEq: 16,
    followupDue_h: 24,
    followupDueRenal_h: 12,
    followupClose_h: 72,
    deltaReshow_mmolL: 0.1,
  },
  refK: {
    definition: 'A',
    minDose_mEq: 60,
    minInterval_h: 6,
    absorbLag_h: 1,
    risePerMEq: 0.01,
    targetK: 4.0,
    responseRatio: 0.5,
    C: {
      separation_h: 168,
      window_h: 2160,
      latestMax_h: 336,
      dailyMin_mEq: 40,
    },
  },
  k: {
    recheckDue_h: 12,
    recheckDueIfBelow3_h: 6,
    recheckMgMin_mEq: 16,
    recheckClose_h: 72,
    lastK_h: 96,
  },
  refCa: {
    minDose_mmol: 4.4,
    window_h: 48,
  },
  femg: {
    factor: 0.7,
    renalMin_pct: 4,
    extraRenalBelow_pct: 2,
    pairSerum_h: 24,
    noMgBefore_h: 24,
    minEgfr: 60,
  },
  albuminMg: {
    slope_mmolL_per_gL: 0.005,
    refAlb_gL: 40,
  },
  refeeding: {
    startWindow_h: 120,
    baseline_h: 48,
    single_pct: 20,
    dual_pct: 10,
    severe_pct: 30,
  },
  ppi: {
    minDays: 90,
  },
  guard: {
    singleDoseDialysis_mEq: 8.2,
    singleDoseReduced_mEq: 16.3,
    nmba_h: 12,
  },
  ui: {
    maxCards: 2,
    summaryMax: 139,
  },
  mode: {
    default: 'card',
  },
  grace_min: {
    default: 0,
  },
  dedup_h: {
    info: {
      reshow: 72,
      afterOverride: 168,
      afterAcknowledge: 72,
    },
    warning: {
      reshow: 24,
      afterOverride: 24,
      afterAcknowledge: 24,
    },
    critical: {
      reshow: 8,
      afterOverride: 12,
      afterAcknowledge: 8,
    },
  },
  escalate_h: {
    critical: 1,
    criticalSecond: 4,
    warning: 12,
  },
  expire_d: 7,
  orderSession_min: 30,
};
