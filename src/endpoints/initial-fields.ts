/** managedFields of objects that the server puts into itself without anyone's request. */
import { groupVersion, type KubeObject } from '../apis/meta/v1.js';
import { fieldManagerOf } from './field-managers.js';
import { encodeAnswer } from './operations.js';
import { type Scope } from './scope.js';

/** What one manager wrote of an object. */
export interface InitialWrite {
  readonly manager: string;
  /** Default: the object itself. */
  readonly subresource?: string;
  /** True where it was applied, false where it was created or updated. */
  readonly applied?: boolean;
  /** Without its type, and of metadata only what is not its name. */
  readonly fields: Readonly<Record<string, unknown>>;
}

/** The entries that these writes leave, one after the other; undefined for none. */
export function initialManagedFields(scope: Scope, writes: readonly InitialWrite[]): readonly object[] | undefined {
  if (!scope.features.enabled('ServerSideApply')) return undefined;
  const { kind, version } = scope;
  const type = { kind: kind.kind, apiVersion: groupVersion(kind.group, version.version) };
  let live: KubeObject | undefined;
  for (const { manager, subresource = '', applied = false, fields } of writes) {
    const fieldManager = fieldManagerOf(scope, subresource);
    const written = { ...live, ...fields, ...type };
    const next: KubeObject = encoded(scope, { ...written, metadata: { ...live?.metadata, ...metadataOf(fields) } });
    const managedFields = applied
      ? fieldManager.apply(live, { ...type, ...fields }, manager, true).managedFields
      : fieldManager.update(live, next, undefined, manager);
    live = { ...next, metadata: { ...next.metadata, ...(managedFields && { managedFields: [...managedFields] }) } };
  }
  return live?.metadata.managedFields;
}

function metadataOf({ metadata }: Readonly<Record<string, unknown>>): object {
  return typeof metadata === 'object' && metadata !== null ? metadata : {};
}

function encoded(scope: Scope, object: KubeObject): KubeObject {
  return encodeAnswer(scope, scope.version.schema, object);
}
