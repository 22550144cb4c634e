import { describe, expect, it } from 'vitest';
import { type KubeList, type KubeObject } from '../../../src/apis/meta/v1.js';
import { resolveFeatures } from '../../../src/features/resolve.js';
import { ageColumn, nameColumn } from '../../../src/printers/columns.js';
import { parseIncludeObject, type Table } from '../../../src/printers/table.js';
import { type TransformContext, transformObject } from '../../../src/printers/transform.js';
import { type AnyKind, type TableColumn } from '../../../src/registry/rest.js';

const features = resolveFeatures({ version: '1.37', featureGates: undefined });
const metadata = { name: 't', namespace: 'n', resourceVersion: '5', creationTimestamp: '2026-01-01T00:00:00Z' };
const map: KubeObject = { kind: 'ConfigMap', apiVersion: 'v1', metadata };
const list: KubeList = { kind: 'ConfigMapList', apiVersion: 'v1', metadata: { resourceVersion: '9' }, items: [map] };
const dataColumn: TableColumn = { name: 'Data', type: 'string', description: '', priority: 0, cell: () => 2 };
const hidden: TableColumn = { ...dataColumn, name: 'Hidden', shown: () => false };

function context(query = '', columns?: readonly TableColumn[]): TransformContext {
  const kind: Pick<AnyKind, 'group' | 'kind' | 'columns'> = {
    group: '',
    kind: 'ConfigMap',
    ...(columns === undefined ? {} : { columns }),
  };
  return { kind, query: new URLSearchParams(query), features, now: Date.parse('2026-01-01T00:00:07Z') };
}

function as(kind: string, version = 'v1'): { group: string; version: string; kind: string } {
  return { group: 'meta.k8s.io', version, kind };
}

describe('tables', () => {
  const columns = [nameColumn, dataColumn, hidden, ageColumn];

  it('has columns and a row of one object', () => {
    const table = transformObject(map, as('Table'), context('', columns)) as Table;
    expect(Object.keys(table)).toEqual(['kind', 'apiVersion', 'metadata', 'columnDefinitions', 'rows']);
    expect(table).toMatchObject({ kind: 'Table', apiVersion: 'meta.k8s.io/v1', metadata: { resourceVersion: '5' } });
    expect(table.columnDefinitions?.map(({ name, type, format, priority }) => [name, type, format, priority])).toEqual([
      ['Name', 'string', 'name', 0],
      ['Data', 'string', '', 0],
      ['Age', 'string', '', 0],
    ]);
    expect(table.rows).toEqual([
      { cells: ['t', 2, '7s'], object: { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata } },
    ]);
  });

  it("has the list's metadata, and no rows for an empty list", () => {
    const metadata = { resourceVersion: '9', continue: 'c', remainingItemCount: 1 };
    const table = transformObject({ ...list, metadata, items: [] }, as('Table'), context('', columns));
    expect(table).toMatchObject({ metadata, rows: [] });
  });

  it('shows name and creation of kinds without columns', () => {
    const table = transformObject(list, as('Table', 'v1beta1'), context()) as Table;
    expect(table.apiVersion).toBe('meta.k8s.io/v1beta1');
    expect(table.columnDefinitions?.map(({ name, type }) => [name, type])).toEqual([
      ['Name', 'string'],
      ['Created At', 'date'],
    ]);
    expect(table.rows?.[0]?.cells).toEqual(['t', '2026-01-01T00:00:00Z']);
    expect(transformObject({ ...list, items: [] }, as('Table'), context())).toMatchObject({ rows: null });
  });

  it('includes what is asked for', () => {
    const rows = (query: string): Table['rows'] =>
      (transformObject(list, as('Table'), context(query, columns)) as Table).rows;
    expect(rows('includeObject=None')).toEqual([{ cells: ['t', 2, '7s'], object: null }]);
    expect(rows('includeObject=Object')?.[0]?.object).toEqual(map);
    expect(rows('includeObject=')?.[0]?.object?.kind).toBe('PartialObjectMetadata');
    expect(() => parseIncludeObject(new URLSearchParams('includeObject=Half'))).toThrow(
      expect.objectContaining({
        code: 400,
        message: `Unable to convert to Table as requested: includeObject: Invalid value: "Half": must be 'Metadata', 'Object', 'None', or empty`,
      }),
    );
  });

  it('has headers once in a watch', () => {
    const later = { ...context('', columns), headers: false };
    expect(transformObject(map, as('Table'), later)).toMatchObject({ columnDefinitions: null });
  });

  it('keeps the mark of the end of initial events', () => {
    const marked = { ...map, metadata: { ...metadata, annotations: { 'k8s.io/initial-events-end': 'true' } } };
    const table = transformObject(marked, as('Table'), context('includeObject=None', columns)) as Table;
    expect(table.rows?.[0]?.object?.kind).toBe('PartialObjectMetadata');
  });
});

describe('metadata', () => {
  it('is all that is left', () => {
    const partial = { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata };
    expect(transformObject(map, as('PartialObjectMetadata'), context())).toEqual(partial);
    expect(transformObject(list, as('PartialObjectMetadataList'), context())).toEqual({
      kind: 'PartialObjectMetadataList',
      apiVersion: 'meta.k8s.io/v1',
      metadata: { resourceVersion: '9' },
      items: [partial],
    });
  });

  it('does not mistake a list for an object', () => {
    expect(() => transformObject(map, as('PartialObjectMetadataList'), context())).toThrow(
      'you requested PartialObjectMetadataList, but the requested object is not a list (*core.ConfigMap)',
    );
    expect(() => transformObject(list, as('PartialObjectMetadata'), context())).toThrow(
      'you requested PartialObjectMetadata, but the requested object is a list (*core.ConfigMapList)',
    );
  });

  it('leaves a Status as it is', () => {
    const status = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success' };
    expect(transformObject(status, as('Table'), context())).toBe(status);
    expect(transformObject(map, undefined, context())).toBe(map);
  });
});
