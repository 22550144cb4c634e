/** meta.k8s.io Tables: what `kubectl get` prints. Source: k8s.io/apiserver/pkg/endpoints/handlers/response.go (asTable), pkg/printers/tablegenerator.go. */
import { newBadRequest } from '../apis/errors.js';
import { type KubeList, type KubeObject, type ListMeta } from '../apis/meta/v1.js';
import { type Features } from '../features/features.js';
import { type TableColumn } from '../registry/rest.js';
import { DEFAULT_COLUMNS } from './columns.js';
import { type MetaGroupVersion, toPartialObjectMetadata } from './partial-metadata.js';

export interface TableColumnDefinition {
  name: string;
  type: string;
  format: string;
  description: string;
  priority: number;
}

export interface TableRow {
  cells: (string | number | boolean | null)[];
  object: KubeObject | null;
}

export interface Table {
  kind: 'Table';
  apiVersion: MetaGroupVersion;
  metadata: ListMeta;
  /** null: without headers. */
  columnDefinitions: TableColumnDefinition[] | null;
  rows: TableRow[] | null;
}

export type IncludeObject = 'None' | 'Metadata' | 'Object';

export interface TableOptions {
  readonly apiVersion: MetaGroupVersion;
  readonly includeObject: IncludeObject;
  /** False for all but the first table of a watch. */
  readonly headers: boolean;
  /** Milliseconds since the epoch; ages are counted to here. */
  readonly now: number;
  readonly features: Features;
}

/** The table of an object, or of a list. `columns`: the kind's; undefined: Name and Created At. */
export function toTable(
  columns: readonly TableColumn[] | undefined,
  object: KubeObject | KubeList,
  options: TableOptions,
): Table {
  const shown = (columns ?? DEFAULT_COLUMNS).filter((column) => column.shown?.(options.features) ?? true);
  const items = isKubeList(object) ? object.items : [object];
  const rows = items.map((item) => ({
    cells: shown.map((column) => column.cell(item, options.now, options.features)),
    object: rowObject(item, options),
  }));
  return {
    kind: 'Table',
    apiVersion: options.apiVersion,
    metadata: isKubeList(object) ? object.metadata : resourceVersionOf(object),
    columnDefinitions: options.headers ? shown.map(definition) : null,
    // Upstream's printer for kinds without columns never makes an empty list.
    rows: rows.length === 0 && columns === undefined ? null : rows,
  };
}

/** The query's includeObject. @throws StatusError 400. */
export function parseIncludeObject(query: URLSearchParams): IncludeObject {
  const value = query.get('includeObject') ?? '';
  if (value === '') return 'Metadata';
  if (value === 'None' || value === 'Metadata' || value === 'Object') return value;
  const rule = "must be 'Metadata', 'Object', 'None', or empty";
  throw newBadRequest(
    `Unable to convert to Table as requested: includeObject: Invalid value: ${JSON.stringify(value)}: ${rule}`,
  );
}

export function isKubeList(object: KubeObject | KubeList): object is KubeList {
  return 'items' in object && Array.isArray(object.items);
}

function resourceVersionOf({ metadata: { resourceVersion } }: KubeObject): ListMeta {
  return resourceVersion === undefined ? {} : { resourceVersion };
}

function definition({ name, type, format = '', description, priority }: TableColumn): TableColumnDefinition {
  return { name, type, format, description, priority };
}

const INITIAL_EVENTS_END = 'k8s.io/initial-events-end';

function rowObject(item: KubeObject, { includeObject, apiVersion }: TableOptions): KubeObject | null {
  if (includeObject === 'Object') return item;
  // A watcher looks for this mark, whatever it asked to leave out.
  const marked = item.metadata.annotations?.[INITIAL_EVENTS_END] === 'true';
  return includeObject === 'None' && !marked ? null : toPartialObjectMetadata(item, apiVersion);
}
