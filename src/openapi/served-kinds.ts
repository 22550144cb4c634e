/** Which kinds a version serves, as OpenAPI needs them: which definition is which group, version and kind. */
import { type GroupVersionKind } from '../apis/meta/v1.js';
import { type Features } from '../features/features.js';
import { type AnyKind, type ServedVersion, type VirtualSubresource } from '../registry/rest.js';

export interface ServedKind {
  readonly kind: AnyKind;
  readonly version: ServedVersion;
}

const META = 'io.k8s.apimachinery.pkg.apis.meta.v1';

export function servedKinds(kinds: readonly AnyKind[], features: Features): readonly ServedKind[] {
  return kinds.flatMap((kind) =>
    kind.versions.filter((version) => version.served(features)).map((version) => ({ kind, version })),
  );
}

/** The virtual subresources of a kind, by name. */
export function virtualSubresources(
  kind: AnyKind,
  features: Features,
): readonly (readonly [string, VirtualSubresource])[] {
  return Object.entries(kind.subresources ?? {}).flatMap(([name, subresource]) =>
    subresource.type === 'virtual' && subresource.served(features) ? [[name, subresource] as const] : [],
  );
}

/** Definition name → what it is called on the wire; more than one for types that every group knows. */
export function definitionKinds(
  served: readonly ServedKind[],
  features: Features,
): ReadonlyMap<string, readonly GroupVersionKind[]> {
  const names = new Map<string, GroupVersionKind[]>();
  const add = (definition: string, gvk: GroupVersionKind): void => {
    const known = names.get(definition) ?? [];
    const same = ({ group, version, kind }: GroupVersionKind): boolean =>
      group === gvk.group && version === gvk.version && kind === gvk.kind;
    if (!known.some(same)) known.push(gvk);
    names.set(definition, known);
  };
  for (const { kind: definition, version } of served) {
    const { group, kind } = definition;
    add(version.schema, { group, version: version.version, kind });
    if (definition.strategy !== undefined) {
      add(`${version.schema}List`, { group, version: version.version, kind: `${kind}List` });
    }
    add(`${META}.DeleteOptions`, { group, version: version.version, kind: 'DeleteOptions' });
    for (const [, virtual] of virtualSubresources(definition, features)) add(virtual.schema, virtualKind(virtual));
  }
  for (const kind of ['Status', 'APIVersions', 'APIGroup', 'APIGroupList', 'APIResourceList']) {
    add(`${META}.${kind}`, { group: '', version: 'v1', kind });
  }
  return names;
}

export function virtualKind({ group, version, kind }: VirtualSubresource): GroupVersionKind {
  return { group, version, kind };
}
