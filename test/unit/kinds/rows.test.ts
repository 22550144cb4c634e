import { describe, expect, it } from 'vitest';
import { type KindRow, readKindRows } from '../../../src/apis/kinds/data-format.js';
import { loadKindRows } from '../../../src/apis/kinds/load.js';
import { loadSchemas } from '../../../src/apis/schema/load.js';
import { gatesOf, KNOWN_MINORS, resolveFeatures } from '../../../src/features/index.js';
import { WRITTEN_KINDS } from '../../../src/registry/index.js';
import { type AnyKind } from '../../../src/registry/rest.js';

const TEXT = `#apps widgets
@20-21,23
Widget ngp * extensions/v1 w,wd all
v1 + io.k8s.api.apps.v1.Widget
v1beta1 - io.k8s.api.apps.v1beta1.Widget SomeGate
/exec! create,get /v1/PodExecOptions -
/scale get,patch,update autoscaling/v1/Scale io.k8s.api.autoscaling.v1.Scale v1
/status get = -
@22
Widget c create - - -
v1 + io.k8s.api.apps.v1.Widget
`;

const rowOf = (rows: readonly KindRow[], group: string, resource: string): KindRow | undefined =>
  rows.find((row) => row.group === group && row.resource === resource);

describe('readKindRows', () => {
  it('reads the shape that a minor has', () => {
    const [row] = readKindRows(TEXT, 23);
    expect(row).toMatchObject({
      ...{ group: 'apps', resource: 'widgets', kind: 'Widget', namespaced: true },
      ...{ shortNames: ['w', 'wd'], categories: ['all'], storage: { group: 'extensions', version: 'v1' } },
      ...{ countsGenerations: true, allowsCreateOnUpdate: true, allowsUnconditionalUpdate: false },
    });
    expect(row?.verbs).toContain('deletecollection');
    expect(row?.versions).toEqual([
      { version: 'v1', schema: 'io.k8s.api.apps.v1.Widget', servedByDefault: true, gate: undefined },
      { version: 'v1beta1', schema: 'io.k8s.api.apps.v1beta1.Widget', servedByDefault: false, gate: 'SomeGate' },
    ]);
    expect(row?.subresources).toEqual([
      {
        ...{ name: 'exec', verbs: ['create', 'get'], connects: true, schema: undefined, versions: undefined },
        gvk: { group: '', version: 'v1', kind: 'PodExecOptions' },
      },
      {
        ...{ name: 'scale', verbs: ['get', 'patch', 'update'], connects: false, versions: ['v1'] },
        ...{ gvk: { group: 'autoscaling', version: 'v1', kind: 'Scale' }, schema: 'io.k8s.api.autoscaling.v1.Scale' },
      },
      { name: 'status', verbs: ['get'], connects: false, gvk: undefined, schema: undefined, versions: undefined },
    ]);
    expect(readKindRows(TEXT, 22)[0]).toMatchObject({ namespaced: false, verbs: ['create'], storage: undefined });
    expect(readKindRows(TEXT, 24)).toEqual([]);
  });
});

describe.each([...KNOWN_MINORS])('the rows of 1.%i', (minor) => {
  const rows = loadKindRows(minor);

  it('name schemas and gates that there are', () => {
    const schemas = loadSchemas(minor);
    const named = rows.flatMap(({ versions, subresources }) => [
      ...versions.map(({ schema }) => schema),
      ...subresources.flatMap(({ schema }) => schema ?? []),
    ]);
    expect(named.filter((schema) => !schemas.has(schema))).toEqual([]);
    const gates = rows.flatMap(({ versions }) => versions.flatMap(({ gate }) => gate ?? []));
    expect(gates.filter((gate) => !gatesOf(minor).has(gate))).toEqual([]);
  });

  it('have a list for what can be listed', () => {
    const schemas = loadSchemas(minor);
    const lists = rows
      .filter(({ verbs }) => verbs.includes('list'))
      .flatMap(({ versions }) => versions.map(({ schema }) => `${schema}List`));
    expect(lists.filter((schema) => !schemas.has(schema))).toEqual([]);
  });

  it('agree with the kinds that are written by hand', () => {
    const features = resolveFeatures({ version: `1.${minor}`, featureGates: undefined });
    // Upstream writes its documents with every gate on.
    const everything = resolveFeatures({ version: `1.${minor}`, featureGates: { AllAlpha: true, AllBeta: true } });
    const servedOf = ({ versions }: AnyKind): string[] =>
      versions.filter((version) => version.served(features)).map(({ version, schema }) => `${version} ${schema}`);
    for (const kind of WRITTEN_KINDS) {
      const row = rowOf(rows, kind.group, kind.resource);
      const expected = row?.versions.filter((version) => version.servedByDefault) ?? [];
      expect(servedOf(kind).sort()).toEqual(expected.map(({ version, schema }) => `${version} ${schema}`).sort());
      if (row === undefined || expected.length === 0) continue;
      const stored = kind.strategy !== undefined;
      expect({
        kind: kind.kind,
        singular: kind.singular,
        namespaced: kind.namespaced,
        shortNames: kind.shortNames ?? [],
        categories: kind.categories ?? [],
        collection: stored && kind.withoutDeleteCollection !== true,
        creates: !stored,
      }).toEqual({
        kind: row.kind,
        singular: row.kind.toLowerCase(),
        namespaced: row.namespaced,
        shortNames: row.shortNames,
        categories: row.categories,
        collection: row.verbs.includes('deletecollection'),
        creates: row.verbs.length === 1,
      });
      const subresources = Object.entries(kind.subresources ?? {})
        .filter(([, subresource]) => subresource.served?.(everything) ?? true)
        .map(([name]) => name);
      const documented = row.subresources.map(({ name }) => name);
      expect(documented.filter((name) => !subresources.includes(name))).toEqual([]);
    }
  });
});

describe('the kinds of a version', () => {
  it('are those that upstream served by default', () => {
    const served = (minor: number, group: string, resource: string): string[] =>
      rowOf(loadKindRows(minor), group, resource)
        ?.versions.filter(({ servedByDefault }) => servedByDefault)
        .map(({ version }) => version) ?? [];
    expect(served(20, 'extensions', 'ingresses')).toEqual(['v1beta1']);
    expect(served(22, 'extensions', 'ingresses')).toEqual([]);
    expect(served(20, 'batch', 'cronjobs')).toEqual(['v1beta1']);
    expect(served(21, 'batch', 'cronjobs')).toEqual(['v1', 'v1beta1']);
    expect(served(24, 'policy', 'podsecuritypolicies')).toEqual(['v1beta1']);
    expect(served(25, 'policy', 'podsecuritypolicies')).toEqual([]);
    expect(served(26, 'autoscaling', 'horizontalpodautoscalers')).toEqual(['v2', 'v1']);
    expect(served(33, 'resource.k8s.io', 'resourceclaims')).toEqual([]);
    expect(served(34, 'resource.k8s.io', 'resourceclaims')).toEqual(['v1']);
  });
});
