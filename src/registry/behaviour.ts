/**
 * What a stored kind has beyond its structure. Names, scope, versions, short names and subresources of every built-in kind
 * come from generated data; a file of a kind adds to that what no document says: defaults, checks, columns.
 */
import { type KubeObject } from '../apis/meta/v1.js';
import { type AnyKind, type KindDefinition } from './rest.js';

/**
 * Replaces, member by member, what the generic stored kind has (stored-kind.ts). Of the strategy, `default`,
 * `prepareForCreate` and `prepareForUpdate` run after the generic ones, which have then filled in the schema's defaults
 * and seen to status; the generation is counted after them. Of the subresources, each replaces the generic one of its name.
 */
export interface KindBehaviour<T extends KubeObject = KubeObject> extends Partial<
  Pick<
    KindDefinition<T>,
    | 'strategy'
    | 'guard'
    | 'virtual'
    | 'verbs'
    | 'storedVersions'
    | 'subresources'
    | 'selectableFields'
    | 'lacksSelectableField'
    | 'columns'
    | 'storagePrefix'
    | 'description'
    | 'example'
  >
> {
  readonly group: string;
  readonly resource: string;
  /** From and to the stored version, for versions whose shapes differ from it. */
  readonly conversions?: Readonly<Record<string, Pick<AnyKind['versions'][number], 'decode' | 'encode'>>>;
}

/** A behaviour whose object type was erased, as the list of all holds it. */
export type AnyBehaviour = KindBehaviour;

/** Keeps a behaviour's object type while it is written, and erases it for the list. */
export function defineBehaviour<T extends KubeObject>(behaviour: KindBehaviour<T>): AnyBehaviour {
  return behaviour as unknown as AnyBehaviour;
}
