/** Table columns in a short form. */
import { type KubeObject } from '../apis/meta/v1.js';
import { type Features } from '../features/features.js';
import { type TableColumn } from './rest.js';

type Cell<T extends KubeObject> = TableColumn<T>['cell'];

interface ColumnChoice {
  /** Shown with -o wide alone. */
  readonly wide?: boolean;
  readonly format?: string;
  readonly shown?: (features: Features) => boolean;
}

/** A column of text. */
export function textColumn<T extends KubeObject>(
  name: string,
  description: string,
  cell: Cell<T>,
  choice: ColumnChoice = {},
): TableColumn<T> {
  return column(name, 'string', description, cell, choice);
}

export function integerColumn<T extends KubeObject>(
  name: string,
  description: string,
  cell: Cell<T>,
  choice: ColumnChoice = {},
): TableColumn<T> {
  return column(name, 'integer', description, cell, choice);
}

export function booleanColumn<T extends KubeObject>(
  name: string,
  description: string,
  cell: Cell<T>,
  choice: ColumnChoice = {},
): TableColumn<T> {
  return column(name, 'boolean', description, cell, choice);
}

function column<T extends KubeObject>(
  name: string,
  type: TableColumn<T>['type'],
  description: string,
  cell: Cell<T>,
  { wide = false, ...choice }: ColumnChoice,
): TableColumn<T> {
  return { name, type, description, priority: wide ? 1 : 0, cell, ...choice };
}
