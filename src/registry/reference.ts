/** docs/reference/kinds.md, written from the generated rows and the lists of kinds. */
import { type KindRow } from '../apis/kinds/data-format.js';
import { loadKindRows } from '../apis/kinds/load.js';
import { type Features, KNOWN_MINORS, resolveFeatures } from '../features/index.js';
import { BEHAVIOURS } from './behaviours.js';
import { kindsOf, WRITTEN_KINDS } from './index.js';

const INTRODUCTION = `<!-- Written by kindsReference() in src/registry/reference.ts; a test compares. -->

# Kinds

Every built-in kind of the chosen Kubernetes version, with the API versions in which it is served. **full**: defaults, checks,
columns and subresources are upstream's. **stored**: created, read, changed, watched and deleted as any kind, with upstream's
structure, status and scale, but without checks of its own. Ranges of minors without a word are not served, as upstream does
not serve them by default; --runtime-config is not known yet.`;

type Support = 'full' | 'stored' | '';

/** The text of docs/reference/kinds.md. */
export function kindsReference(): string {
  const minors = KNOWN_MINORS.map((minor) => {
    const features = resolveFeatures({ version: `1.${minor}`, featureGates: undefined });
    return { minor, features, rows: loadKindRows(minor) };
  });
  const names = new Map<string, Map<string, string[]>>();
  for (const { minor, features, rows } of minors) {
    const served = new Set(kindsOf(features).map(nameOf));
    for (const row of rows) {
      const group = names.get(row.group) ?? new Map<string, string[]>();
      names.set(row.group, group);
      const key = `${row.kind}|${row.resource}`;
      const support = served.has(nameOf(row)) ? supportOf(row, features) : '';
      group.set(key, [...(group.get(key) ?? []), `${minor}|${support}|${servedVersions(row, features)}`]);
    }
  }
  const sections = [...names].sort(([a], [b]) => (a < b ? -1 : 1)).map(([group, kinds]) => section(group, kinds));
  return `${[INTRODUCTION, ...sections].join('\n\n')}\n`;
}

function section(group: string, kinds: ReadonlyMap<string, readonly string[]>): string {
  const rows = [...kinds]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, cells]) => {
      const [kind = '', resource = ''] = key.split('|');
      return `| ${kind} | ${resource} | ${ranges(cells)} |`;
    });
  return [
    `## ${group === '' ? 'core' : group}`,
    '',
    '| Kind | Resource | Served |',
    '| --- | --- | --- |',
    ...rows,
  ].join('\n');
}

/** `1.20-1.22: full (v1beta1, v1); 1.23-1.37: full (v1)`; minors without a version are left out. */
function ranges(cells: readonly string[]): string {
  const parts: { first: string; last: string; what: string }[] = [];
  for (const cell of cells) {
    const [minor = '', support = '', versions = ''] = cell.split('|');
    const what = support === '' ? '' : `**${support}** (${versions})`;
    const last = parts.at(-1);
    if (last?.what === what && Number(last.last) + 1 === Number(minor)) last.last = minor;
    else parts.push({ first: minor, last: minor, what });
  }
  const told = parts.filter(({ what }) => what !== '');
  if (told.length === 0) return 'not served by default';
  return told.map(({ first, last, what }) => `1.${first}${first === last ? '' : ` – 1.${last}`}: ${what}`).join('<br>');
}

function servedVersions({ group, resource }: KindRow, features: Features): string {
  const kind = kindsOf(features).find((one) => one.group === group && one.resource === resource);
  return (kind?.versions ?? [])
    .filter((version) => version.served(features))
    .map(({ version }) => version)
    .join(', ');
}

function supportOf(row: KindRow, features: Features): Support {
  if (servedVersions(row, features) === '') return '';
  const full = [...WRITTEN_KINDS, ...BEHAVIOURS].some((kind) => nameOf(kind) === nameOf(row));
  return full ? 'full' : 'stored';
}

function nameOf({ group, resource }: { readonly group: string; readonly resource: string }): string {
  return `${resource}.${group}`;
}
