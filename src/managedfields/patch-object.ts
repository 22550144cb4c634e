/** What an applied object says of itself, read as upstream reads unstructured objects. */
import { type GroupVersionKind } from '../apis/meta/v1.js';
import { isPlainObject } from '../apis/schema/plain-object.js';
import { type ValueMap } from './value.js';

/** Empty where the object does not say. */
export function patchKind({ apiVersion, kind }: ValueMap): GroupVersionKind {
  const version = typeof apiVersion === 'string' ? apiVersion : '';
  const name = typeof kind === 'string' ? kind : '';
  const slash = version.indexOf('/');
  // A version that is none makes the kind unknown too.
  if (slash !== version.lastIndexOf('/')) return { group: '', version: '', kind: '' };
  return { group: version.slice(0, Math.max(0, slash)), version: version.slice(slash + 1), kind: name };
}

/** `namespace/name`, as far as the object has them. */
export function patchName({ metadata }: ValueMap): string {
  const { namespace, name } = isPlainObject(metadata) ? metadata : {};
  const text = (value: unknown): string => (typeof value === 'string' ? value : '');
  return `${text(namespace)}/${text(name)}`;
}

/** As Go prints a kind: `apps/v1, Kind=Deployment`, `/v1, Kind=Pod`. */
export function printKind({ group, version, kind }: GroupVersionKind): string {
  return `${group}/${version}, Kind=${kind}`;
}
