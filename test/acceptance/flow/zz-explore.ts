import { assessFacts } from '@magwatch/assess';
import { instantOf } from '@magwatch/base';
import { createCodes, parseResource } from '@magwatch/fhir';
import { DEFAULT_PARAMETERS, parametersVersion, RULES } from '@magwatch/rules';
import { chanceOf } from './chance.ts';
import { writeHistory } from './history.ts';
import { assessInOrder, openAlertOf } from './in-order.ts';
import { newcomer, NOW_MS } from './resources.ts';
const codes = createCodes();
const counts4: number[] = [], counts20: number[] = []; const rules = new Map<string, number>(); let diffs = 0;
const N = Number(process.argv[2] ?? 40);
for (let seed = 1; seed <= N; seed++) {
  const chance = chanceOf(seed * 7919);
  let total = 0;
  for (let p = 0; p < 20; p++) {
    const patient = `p${p}`;
    const h = writeHistory(chance, patient, 10);
    const exp = assessInOrder(patient, h);
    total += exp.length; if (p === 3) counts4.push(total);
    for (const e of exp) rules.set(`${e.rule} ${e.severity}`, (rules.get(`${e.rule} ${e.severity}`) ?? 0) + 1);
    const read = (r: unknown) => { const x = parseResource(r, { codes, timeZone: 'UTC' }); if (!x.ok) throw new Error(); return x.version; };
    const versions = newcomer(patient).map((one) => ({ ...one, meta: { versionId: '1' } })).map(read);
    let alerts: any = [];
    const arr = [...chance.shuffle([...h, ...h, ...h])];
    while (arr.length) {
      const k = chance.whole(1, 4);
      for (const { resource } of arr.splice(0, k)) versions.push(read(resource));
      ({ alerts } = assessFacts({ source: 'main', patient: `Patient/${patient}`, versions, coverage: 'complete', alerts, now: instantOf(NOW_MS), rules: RULES, parameters: DEFAULT_PARAMETERS, parametersVersion: parametersVersion(DEFAULT_PARAMETERS), defaultSetting: undefined, factSequence: versions.length }));
    }
    const got = alerts.filter((a: any) => a.state === 'open').map((a: any) => openAlertOf({ ...a, rule: a.ruleId })).sort((a: any, b: any) => (a.rule < b.rule ? -1 : 1));
    if (JSON.stringify(got) !== JSON.stringify(exp)) { diffs++; if (diffs < 4) console.log(seed, patient, JSON.stringify(got, null, 1), JSON.stringify(exp, null, 1), h.map((w) => JSON.stringify(w.resource)).join('\n')); }
  }
  counts20.push(total);
}
console.log('4:', Math.min(...counts4), '20:', Math.min(...counts20), Math.max(...counts20), rules, 'diffs', diffs);
