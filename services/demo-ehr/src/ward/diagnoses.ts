const SNOMED = 'http://snomed.info/sct';
const ICD10CM = 'http://hl7.org/fhir/sid/icd-10-cm';

export interface Diagnosis {
  readonly text: string;
  readonly codings: readonly { readonly system: string; readonly code: string; readonly display: string }[];
}

const diagnosis = (text: string, snomed: readonly [string, string] | undefined, icd: string): Diagnosis => ({
  text,
  codings: [
    ...(snomed ? [{ system: SNOMED, code: snomed[0], display: snomed[1] }] : []),
    { system: ICD10CM, code: icd, display: text },
  ],
});

export type DiagnosisName = keyof typeof DIAGNOSES;
export const DIAGNOSES = {
  pneumonia: diagnosis('Pneumonia', ['233604007', 'Pneumonia'], 'J18.9'),
  heartFailure: diagnosis('Heart failure', ['84114007', 'Heart failure'], 'I50.9'),
  copd: diagnosis('Chronic obstructive pulmonary disease', ['13645005', 'Chronic obstructive lung disease'], 'J44.1'),
  urinaryInfection: diagnosis('Urinary tract infection', ['68566005', 'Urinary tract infectious disease'], 'N39.0'),
  hipFracture: diagnosis('Fracture of the neck of the femur', undefined, 'S72.001A'),
  cellulitis: diagnosis('Cellulitis of the leg', undefined, 'L03.116'),
  diabetes: diagnosis('Type 2 diabetes mellitus', ['44054006', 'Diabetes mellitus type 2'], 'E11.9'),
  hypertension: diagnosis('Hypertension', ['38341003', 'Hypertensive disorder'], 'I10'),
  diarrhea: diagnosis('Chronic diarrhea', ['236071009', 'Chronic diarrhea'], 'K52.9'),
  alcohol: diagnosis('Alcohol dependence', ['66590003', 'Alcohol dependence'], 'F10.20'),
  crohn: diagnosis("Crohn's disease", ['34000006', "Crohn's disease"], 'K50.90'),
  pancreatitis: diagnosis('Acute pancreatitis', ['197456007', 'Acute pancreatitis'], 'K85.90'),
  cirrhosis: diagnosis('Cirrhosis of the liver', ['19943007', 'Cirrhosis of liver'], 'K74.60'),
  kidneyFailure: diagnosis('Chronic kidney disease, stage 5', ['433146000', 'Chronic kidney disease stage 5'], 'N18.5'),
  endStage: diagnosis('End-stage renal disease', ['46177005', 'End-stage renal disease'], 'N18.6'),
  dialysis: diagnosis('Dependence on renal dialysis', ['105502003', 'Dependence on renal dialysis'], 'Z99.2'),
  constipation: diagnosis('Constipation', ['14760008', 'Constipation'], 'K59.00'),
} as const satisfies Record<string, Diagnosis>;
