const RXNORM = 'http://www.nlm.nih.gov/research/umls/rxnorm';
/** The simulated hospital's own formulary: products whose RxNorm clinical-drug code was not verified bear this one. */
const FORMULARY = 'https://demo-ehr.magwatch.example/formulary';

export type DrugName = keyof typeof DRUGS;

/** Route codes of SNOMED CT. */
export const ROUTES = {
  oral: { code: '26643006', display: 'Oral route' },
  intravenous: { code: '47625008', display: 'Intravenous route' },
} as const;

export interface Drug {
  readonly text: string;
  readonly codings: readonly { readonly system: string; readonly code: string; readonly display: string }[];
  readonly route: keyof typeof ROUTES;
  /** Which curve of the chart its doses belong to. */
  readonly element: 'potassium' | 'magnesium' | 'calcium' | 'other';
}

interface DrugRow {
  readonly text: string;
  readonly ingredient: readonly [code: string, display: string];
  /** A clinical-drug code of RxNorm, where it is certain. */
  readonly product?: readonly [code: string, display: string];
  readonly local: string;
  readonly route: keyof typeof ROUTES;
  readonly element?: Drug['element'];
}

function drug(row: DrugRow): Drug {
  const codings = [];
  if (row.product) codings.push({ system: RXNORM, code: row.product[0], display: row.product[1] });
  codings.push({ system: RXNORM, code: row.ingredient[0], display: row.ingredient[1] });
  codings.push({ system: FORMULARY, code: row.local, display: row.text });
  return { text: row.text, codings, route: row.route, element: row.element ?? 'other' };
}

export const DRUGS = {
  potassiumOral: drug({
    text: 'Potassium chloride 20 mEq extended-release tablet',
    ingredient: ['8591', 'potassium chloride'],
    product: ['1801294', 'potassium chloride 20 MEQ Extended Release Oral Tablet'],
    local: 'KCL20-ER',
    route: 'oral',
    element: 'potassium',
  }),
  potassiumIntravenous: drug({
    text: 'Potassium chloride infusion',
    ingredient: ['8591', 'potassium chloride'],
    local: 'KCL-IV',
    route: 'intravenous',
    element: 'potassium',
  }),
  magnesiumSulfate: drug({
    text: 'Magnesium sulfate infusion',
    ingredient: ['6585', 'magnesium sulfate'],
    local: 'MGSO4-IV',
    route: 'intravenous',
    element: 'magnesium',
  }),
  magnesiumHydroxide: drug({
    text: 'Magnesium hydroxide oral suspension',
    ingredient: ['6581', 'magnesium hydroxide'],
    local: 'MGOH-PO',
    route: 'oral',
    element: 'magnesium',
  }),
  calciumGluconate: drug({
    text: 'Calcium gluconate infusion',
    ingredient: ['1908', 'calcium gluconate'],
    local: 'CAGLU-IV',
    route: 'intravenous',
    element: 'calcium',
  }),
  furosemide: drug({
    text: 'Furosemide 40 mg tablet',
    ingredient: ['4603', 'furosemide'],
    product: ['313988', 'furosemide 40 MG Oral Tablet'],
    local: 'FURO40',
    route: 'oral',
  }),
  hydrochlorothiazide: drug({
    text: 'Hydrochlorothiazide 25 mg tablet',
    ingredient: ['5487', 'hydrochlorothiazide'],
    product: ['310798', 'hydrochlorothiazide 25 MG Oral Tablet'],
    local: 'HCTZ25',
    route: 'oral',
  }),
  spironolactone: drug({
    text: 'Spironolactone tablet',
    ingredient: ['9997', 'spironolactone'],
    local: 'SPIRO',
    route: 'oral',
  }),
  omeprazole: drug({
    text: 'Omeprazole 20 mg capsule',
    ingredient: ['7646', 'omeprazole'],
    product: ['198051', 'omeprazole 20 MG Delayed Release Oral Capsule'],
    local: 'OME20',
    route: 'oral',
  }),
  lisinopril: drug({
    text: 'Lisinopril 10 mg tablet',
    ingredient: ['29046', 'lisinopril'],
    product: ['314076', 'lisinopril 10 MG Oral Tablet'],
    local: 'LISI10',
    route: 'oral',
  }),
  metoprolol: drug({ text: 'Metoprolol tablet', ingredient: ['6918', 'metoprolol'], local: 'METO', route: 'oral' }),
  atorvastatin: drug({
    text: 'Atorvastatin tablet',
    ingredient: ['83367', 'atorvastatin'],
    local: 'ATOR',
    route: 'oral',
  }),
  acetaminophen: drug({
    text: 'Acetaminophen tablet',
    ingredient: ['161', 'acetaminophen'],
    local: 'APAP',
    route: 'oral',
  }),
  ceftriaxone: drug({
    text: 'Ceftriaxone injection',
    ingredient: ['2193', 'ceftriaxone'],
    local: 'CTRX',
    route: 'intravenous',
  }),
} as const satisfies Record<string, Drug>;
