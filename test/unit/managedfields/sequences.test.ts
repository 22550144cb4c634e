/**
 * Replays random sequences of applies and updates that structured-merge-diff carried out. sequences.jsonl was written by a
 * Go program with sigs.k8s.io/structured-merge-diff/v6 v6.4.2 (merge.Updater) and the types of k8s.io/client-go v0.37.2
 * (applyconfigurations.NewTypeConverter): one line a run, a step each for what a manager applied (with force or without) or
 * updated, with the object and the field sets that came of it, or the conflicts.
 */
import fs from 'node:fs';
import { describe, expect, it } from 'vitest';
import { definitionOfKind } from '../../../src/apis/schema/kind-definition.js';
import { loadSchemas } from '../../../src/apis/schema/load.js';
import { resolveFeatures } from '../../../src/features/resolve.js';
import { builtinType } from '../../../src/managedfields/builtin-types.js';
import { ConflictError } from '../../../src/managedfields/conflict.js';
import { toFieldsV1 } from '../../../src/managedfields/fields-v1.js';
import { printPath } from '../../../src/managedfields/path-element.js';
import { TypedError } from '../../../src/managedfields/typed-error.js';
import { type Owners, type Typed, Updater } from '../../../src/managedfields/updater.js';
import { validateValue } from '../../../src/managedfields/validate.js';

interface Step {
  readonly op: 'apply' | 'update';
  readonly manager: string;
  readonly force?: boolean;
  readonly object: Readonly<Record<string, unknown>>;
  readonly result: unknown;
  readonly owners?: Readonly<Record<string, { readonly set: object; readonly applied: boolean }>>;
  readonly conflicts?: readonly string[];
  readonly error?: string;
}

interface Run {
  readonly apiVersion: string;
  readonly kind: string;
  readonly steps: readonly Step[];
}

const { behaviours } = resolveFeatures({ version: '1.37', featureGates: undefined });
const schemas = loadSchemas(37);
const text = fs.readFileSync(new URL('sequences.jsonl', import.meta.url), 'utf8').trim();
const runs = text.split('\n').map((line) => JSON.parse(line) as Run);
const kinds = [...new Set(runs.map(({ kind }) => kind))];

const updater = new Updater({ convert: (object) => object, filter: () => undefined }, behaviours);

describe('sequences of applies and updates', () => {
  it('are of many kinds', () => {
    expect(kinds.length).toBeGreaterThanOrEqual(15);
    expect(runs.flatMap(({ steps }) => steps).length).toBeGreaterThan(500);
  });

  it.each(kinds)('%s', (kind) => {
    for (const run of runs.filter((each) => each.kind === kind)) replay(run);
  });
});

function replay({ apiVersion, kind, steps }: Run): void {
  const [group, version] = apiVersion.includes('/') ? apiVersion.split('/') : ['', apiVersion];
  const definition = definitionOfKind(schemas, { group: group ?? '', version: version ?? '', kind });
  const type = builtinType(schemas, definition ?? '', behaviours);
  const typed = (value: unknown): Typed => ({ value, type, apiVersion: 'v' });
  let live: unknown = { apiVersion, kind, metadata: { name: 'x' } };
  let owners: Owners = new Map();
  for (const step of steps) {
    const { op, manager, force = false, object } = step;
    const got = outcome(() => {
      validateValue(object, type, { allowDuplicates: false });
      if (op === 'update') {
        owners = updater.update(typed(live), typed(object), owners, `${manager}-update`);
        live = object;
      } else {
        const applied = updater.apply(typed(live), typed(object), owners, manager, force);
        owners = applied.owners;
        live = applied.object?.value ?? live;
      }
    });
    if (step.error !== undefined) expect(got.error?.split('\n').sort()).toEqual(step.error.split('\n').sort());
    else if (step.conflicts !== undefined) expect(got.conflicts).toEqual(step.conflicts);
    else {
      expect(got).toEqual({});
      expect(live).toEqual(step.result);
      expect(written(owners)).toEqual(sorted(step.owners ?? {}));
    }
  }
}

function outcome(act: () => void): { readonly error?: string; readonly conflicts?: readonly string[] } {
  try {
    act();
    return {};
  } catch (error) {
    if (error instanceof TypedError) return { error: error.message };
    if (!(error instanceof ConflictError)) throw error;
    return { conflicts: error.conflicts.map(({ manager, path }) => `${manager} ${printPath(path)}`).sort() };
  }
}

/** As text, as the order of keys counts. */
function written(owners: Owners): unknown {
  const entries = [...owners].map(([manager, { set, applied }]) => [manager, { set: toFieldsV1(set), applied }]);
  return sorted(Object.fromEntries(entries) as Record<string, { set: object; applied: boolean }>);
}

function sorted(owners: Readonly<Record<string, { readonly set: object; readonly applied: boolean }>>): unknown {
  return Object.entries(owners)
    .map(([manager, { set, applied }]) => [manager, applied, JSON.stringify(set)])
    .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1));
}
