/** Columns of custom objects. Source: k8s.io/apiextensions-apiserver/pkg/registry/customresource/tableconvertor/tableconvertor.go. */
import { jsonPath, type JsonPath } from '../../apiextensions/json-path/find.js';
import { JsonPathError } from '../../apiextensions/json-path/parse.js';
import {
  type CustomResourceColumnDefinition,
  type CustomResourceDefinitionVersion,
} from '../../apiextensions/types.js';
import { goText } from '../../apis/schema/go-text.js';
import { nameColumn } from '../../printers/columns.js';
import { translateTimestampSince } from '../../printers/duration.js';
import { type TableColumn } from '../rest.js';

const AGE: CustomResourceColumnDefinition = {
  name: 'Age',
  type: 'date',
  description: 'How long ago the object was created.',
  jsonPath: '.metadata.creationTimestamp',
};

/** The columns of a version; of one with none: the age. */
export function customColumns({
  additionalPrinterColumns = [],
}: CustomResourceDefinitionVersion): readonly TableColumn[] {
  return columnsFrom(additionalPrinterColumns.length === 0 ? [AGE] : additionalPrinterColumns);
}

/** The columns of a version's scale. */
export function customScaleColumns(): readonly TableColumn[] {
  return columnsFrom([
    { name: 'Desired', type: 'integer', description: 'How many there should be.', jsonPath: '.spec.replicas' },
    { name: 'Available', type: 'integer', description: 'How many there are.', jsonPath: '.status.replicas' },
    AGE,
  ]);
}

function columnsFrom(definitions: readonly CustomResourceColumnDefinition[]): readonly TableColumn[] {
  const columns: TableColumn[] = [nameColumn];
  for (const definition of definitions) {
    const find = pathOf(definition.jsonPath);
    // Upstream stops at the first column that it cannot read.
    if (find === undefined) break;
    columns.push(columnOf(definition, find));
  }
  return columns;
}

function pathOf(path: string): JsonPath | undefined {
  try {
    return jsonPath(path);
  } catch (error) {
    if (error instanceof JsonPathError) return undefined;
    throw error;
  }
}

function columnOf(definition: CustomResourceColumnDefinition, find: JsonPath): TableColumn {
  const { name, type, format = '', description = '', priority = 0, jsonPath: path } = definition;
  return {
    name,
    type: type as TableColumn['type'],
    format,
    description: description === '' ? `Custom resource definition column (in JSONPath format): ${path}` : description,
    priority,
    cell: (object, now) => cellOf(valueIn(object, find), type, now),
  };
}

/** The first value found; undefined where there is none, or the path does not fit the object. */
function valueIn(object: unknown, find: JsonPath): unknown {
  try {
    return find(object)[0];
  } catch (error) {
    if (error instanceof JsonPathError) return undefined;
    throw error;
  }
}

function cellOf(value: unknown, type: string, now: number): string | number | boolean | null {
  if (value === undefined) return null;
  if (type === 'string') return textOf(value);
  if (value === null) return null;
  switch (type) {
    case 'integer':
      return typeof value === 'number' ? Math.trunc(value) : null;
    case 'number':
      return typeof value === 'number' ? value : null;
    case 'boolean':
      return typeof value === 'boolean' ? value : null;
    case 'date':
      return typeof value === 'string' ? ageOf(value, now) : null;
    default:
      return null;
  }
}

function textOf(value: unknown): string {
  if (value === null) return '<no value>';
  return typeof value === 'object' ? JSON.stringify(value) : goText(value);
}

const RFC3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/;

function ageOf(value: string, now: number): string {
  if (value === '' || value === 'null') return '<unknown>';
  return RFC3339.test(value) && !Number.isNaN(Date.parse(value)) ? translateTimestampSince(value, now) : '<invalid>';
}
