// Writes src/features/upstream-gates.ts from upstream's sources. Needs Go; run it again, with a row more, for a new minor:
//   node scripts/upstream-gates.mjs > src/features/upstream-gates.ts
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// minor: [release of k8s.io/kubernetes, release of the modules beside it]
const RELEASES = {
  20: ['15', '15'],
  21: ['14', '14'],
  22: ['17', '17'],
  23: ['17', '17'],
  24: ['17', '17'],
  25: ['16', '16'],
  26: ['15', '15'],
  27: ['16', '16'],
  28: ['15', '15'],
  29: ['15', '15'],
  30: ['14', '14'],
  31: ['14', '14'],
  32: ['13', '13'],
  33: ['13', '13'],
  34: ['5', '13'],
  35: ['4', '10'],
  36: ['3', '6'],
  37: ['2', '2'],
};

// The packages whose gates a kube-apiserver registers, and the first minor in which it does.
const PACKAGES = [
  { module: 'kubernetes', folder: 'pkg/features', since: 20 },
  { module: 'apiserver', folder: 'pkg/features', since: 20 },
  { module: 'apiextensions-apiserver', folder: 'pkg/features', since: 20 },
  { module: 'component-base', folder: 'logs', since: 24 },
  { module: 'component-base', folder: 'logs/api/v1', since: 24 },
  { module: 'component-base', folder: 'metrics/features', since: 26 },
  { module: 'component-base', folder: 'zpages/features', since: 32 },
  { module: 'client-go', folder: 'features', since: 30 },
  { module: 'controller-manager', folder: 'pkg/features', since: 33 },
];

const workspace = mkdtempSync(join(tmpdir(), 'upstream-gates-'));
writeFileSync(join(workspace, 'go.mod'), 'module gates\n');

function folderOf(module, version) {
  const output = execFileSync('go', ['mod', 'download', '-json', `k8s.io/${module}@${version}`], { cwd: workspace });
  return JSON.parse(output.toString()).Dir;
}

function sourceOf(folder) {
  let names = [];
  try {
    names = readdirSync(folder);
  } catch {
    return '';
  }
  return names
    .filter((name) => /features\.go$/.test(name))
    .map((name) => readFileSync(join(folder, name), 'utf8').replace(/\/\/.*$/gm, ''))
    .join('\n');
}

const STAGES = { Alpha: 'a', PreAlpha: 'a', Beta: 'b', GA: 'g', Deprecated: 'd', '': 'g' };

function parseSpec(text, source) {
  const word = /Default:\s*(\w+)/.exec(text)?.[1] ?? 'false';
  const isOn = word === 'true' || new RegExp(`\\b${word}\\s*=\\s*true`).test(source);
  const stage = /PreRelease:\s*(?:featuregate\.)?(\w+)/.exec(text)?.[1] ?? '';
  return `${STAGES[stage]}${isOn ? '+' : '-'}${/LockToDefault:\s*true/.test(text) ? '!' : ''}`;
}

// A server is compatible with the minor before its own unless told otherwise.
function minCompatibility(spec) {
  return Number(/MinCompatibilityVersion:[^"]*"1\.(\d+)"/.exec(spec)?.[1] ?? 0);
}

function gatesOf(minor, [patch, besidePatch]) {
  const sources = PACKAGES.filter((entry) => entry.since <= minor).map(({ module, folder }) => {
    const version = module === 'kubernetes' ? `v1.${minor}.${patch}` : `v0.${minor}.${besidePatch}`;
    return sourceOf(join(folderOf(module, version), folder));
  });
  const names = new Map();
  for (const source of sources) {
    for (const [, constant, name] of source.matchAll(/(\w+)\s+(?:featuregate\.)?Feature\s*=\s*"(\w+)"/g))
      names.set(constant, name);
  }
  const gates = new Map();
  const set = (constant, spec) => {
    const name = names.get(constant) ?? constant;
    if (name !== 'AllAlpha' && name !== 'AllBeta') gates.set(name, spec);
  };
  for (const source of sources) {
    for (const [, constant, spec] of source.matchAll(
      /(\w+):\s*(\{\s*(?:Default|PreRelease|LockToDefault):[^{}]*\})/g,
    )) {
      set(constant, parseSpec(spec, source));
    }
    for (const [, constant, list] of source.matchAll(/(\w+):\s*\{\s*((?:\{\s*Version:[^{}]*\},?\s*)+)\}/g)) {
      const known = [...list.matchAll(/\{[^{}]*\}/g)]
        .map(([spec]) => ({ spec, since: Number(/"1\.(\d+)"/.exec(spec)?.[1]) }))
        .filter(({ spec, since }) => since <= minor && minCompatibility(spec) < minor)
        .sort((a, b) => a.since - b.since);
      if (known.length > 0) set(constant, parseSpec(known.at(-1).spec, source));
    }
  }
  return gates;
}

const histories = new Map();
for (const [minor, releases] of Object.entries(RELEASES)) {
  const gates = gatesOf(Number(minor), releases);
  process.stderr.write(`1.${minor}: ${gates.size} gates\n`);
  for (const name of new Set([...histories.keys(), ...gates.keys()])) {
    const history = histories.get(name) ?? [];
    const spec = gates.get(name) ?? '-';
    if (history.at(-1)?.slice(2) !== spec) history.push(`${minor}${spec}`);
    histories.set(name, history);
  }
}

const rows = [...histories]
  .sort(([a], [b]) => (a < b ? -1 : 1))
  .map(([name, history]) => `  ${name}: '${history.join(' ')}',`);
process.stdout.write(`/**
 * Every feature gate that kube-apiserver 1.20 … 1.37 knows, with its history: \`24b+\` is "since 1.24 beta and on"; stages
 * are a(lpha), b(eta), g(a), d(eprecated); \`!\` is locked to its default; \`29-\` is gone since 1.29. \`20…\` is as 1.20 had it.
 * Sources: the packages named in scripts/upstream-gates.mjs, which writes this file.
 */
export const UPSTREAM_GATES = {
${rows.join('\n')}
} as const satisfies Readonly<Record<string, string>>;
`);
