/** From a kind on the wire to the definition of its structure. Source: the register.go files of k8s.io/api. */
import { type GroupVersionKind } from '../meta/v1.js';
import { type Schemas } from './schema.js';

const META = 'io.k8s.apimachinery.pkg.apis.meta.v1.';

const known = new WeakMap<Schemas, Map<string, string | undefined>>();

/** The definition's name; undefined for kinds that are not built in. */
export function definitionOfKind(schemas: Schemas, { group, version, kind }: GroupVersionKind): string | undefined {
  let names = known.get(schemas);
  if (names === undefined) known.set(schemas, (names = new Map<string, string | undefined>()));
  const key = `${group}/${version}/${kind}`;
  if (!names.has(key)) names.set(key, find(schemas, group, version, kind));
  return names.get(key);
}

/** Every version of a group knows what all answers may be. */
function find(schemas: Schemas, group: string, version: string, kind: string): string | undefined {
  const suffix = `.${goPackage(group)}.${version}.${kind}`;
  const own = schemas.names().find((name) => name.endsWith(suffix));
  if (own !== undefined) return own;
  return (group === '' || group === 'meta.k8s.io') && schemas.has(META + kind) ? META + kind : undefined;
}

/** The last part of the Go package that upstream keeps a group's types in. */
function goPackage(group: string): string {
  if (group === '') return 'core';
  return group === 'internal.apiserver.k8s.io' ? 'apiserverinternal' : (group.split('.')[0] ?? group);
}
