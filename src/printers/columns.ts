/** The columns that most kinds have. Source: pkg/printers/internalversion/printers.go, k8s.io/apiserver/pkg/registry/rest/table.go. */
import { type TableColumn } from '../registry/rest.js';
import { translateTimestampSince } from './duration.js';

export const nameColumn: TableColumn = {
  name: 'Name',
  type: 'string',
  format: 'name',
  description: "The object's name, unique among its kind in its namespace.",
  priority: 0,
  cell: ({ metadata }) => metadata.name ?? '',
};

export const ageColumn: TableColumn = {
  name: 'Age',
  type: 'string',
  description: 'How long ago the object was created.',
  priority: 0,
  cell: ({ metadata }, now) => translateTimestampSince(metadata.creationTimestamp ?? undefined, now),
};

const createdAtColumn: TableColumn = {
  name: 'Created At',
  type: 'date',
  description: 'When the object was created.',
  priority: 0,
  cell: ({ metadata }) => metadata.creationTimestamp ?? '0001-01-01T00:00:00Z',
};

/** What a kind without columns of its own shows. */
export const DEFAULT_COLUMNS: readonly TableColumn[] = [nameColumn, createdAtColumn];
