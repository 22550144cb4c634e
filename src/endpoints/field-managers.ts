/** The field manager of a scope and its subresources. Source: k8s.io/apiserver/pkg/endpoints/installer.go, k8s.io/apiextensions-apiserver/pkg/apiserver/customresource_handler.go. */
import { type GroupVersionKind, groupResourceString, groupVersion, type KubeObject } from '../apis/meta/v1.js';
import { decodeObject } from '../apis/schema/decode.js';
import { encodeObject } from '../apis/schema/encode.js';
import { definitionOfKind } from '../apis/schema/kind-definition.js';
import { fillZeroValues } from '../apis/schema/zero-values.js';
import { builtinType } from '../managedfields/builtin-types.js';
import { customType } from '../managedfields/custom-types.js';
import { FieldManager } from '../managedfields/field-manager.js';
import { type FieldType } from '../managedfields/field-type.js';
import { TypedError } from '../managedfields/typed-error.js';
import { type Typed, type VersionSource } from '../managedfields/updater.js';
import { type ValueMap } from '../managedfields/value.js';
import { kindsOf } from '../registry/index.js';
import { type AnyKind, type ServedVersion } from '../registry/rest.js';
import { resetFields, resetMembers } from './reset-fields.js';
import { type Scope } from './scope.js';

const OBJECT_META = 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta';

const managers = new WeakMap<Scope, Map<string, FieldManager>>();

/** `subresource`: one that writes the object itself; '' for none. */
export function fieldManagerOf(scope: Scope, subresource: string): FieldManager {
  return cached(scope, subresource, () => {
    const { kind, version, features, clock } = scope;
    const gvk = { group: kind.group, version: version.version, kind: kind.kind };
    const versions = new ScopeVersions(scope, subresource);
    const type = versionType(scope, version);
    return new FieldManager({
      ...{ gvk, subresource, type, versions, clock, behaviours: features.behaviours },
      knows: knownKinds(scope),
      reset: resetMembers(scope, subresource),
      empty: emptyObject(scope, gvk, version.schema),
    });
  });
}

/** Of objects of another kind than the scope's: scales, questions. They have one version. */
export function viewManagerOf(
  scope: Scope,
  subresource: string,
  { schema, ...gvk }: GroupVersionKind & { readonly schema: string },
): FieldManager {
  return cached(scope, subresource, () => {
    const { schemas, features, clock } = scope;
    const apiVersion = groupVersion(gvk.group, gvk.version);
    const versions: VersionSource = {
      convert: (object, wanted) => (wanted === apiVersion ? object : undefined),
      filter: () => undefined,
    };
    const type = builtinType(schemas, schema, features.behaviours);
    return new FieldManager({
      ...{ gvk, subresource, type, versions, clock, behaviours: features.behaviours },
      knows: knownKinds(scope),
      reset: [],
      empty: emptyObject(scope, gvk, schema),
    });
  });
}

function cached(scope: Scope, subresource: string, make: () => FieldManager): FieldManager {
  let known = managers.get(scope);
  if (known === undefined) managers.set(scope, (known = new Map<string, FieldManager>()));
  let manager = known.get(subresource);
  if (manager === undefined) known.set(subresource, (manager = make()));
  return manager;
}

function knownKinds({ schemas, kind }: Scope): (gvk: GroupVersionKind) => boolean {
  return (gvk) =>
    definitionOfKind(schemas, gvk) !== undefined ||
    (kind.custom === true && kind.group === gvk.group && kind.kind === gvk.kind);
}

function emptyObject(scope: Scope, { group, version, kind }: GroupVersionKind, schema: string): ValueMap {
  const typed = { kind, apiVersion: groupVersion(group, version) };
  if (scope.kind.custom === true && scope.version.schema === schema) return typed;
  const { nullCreationTimestamp } = scope.features.behaviours;
  return encodeObject(scope.schemas, schema, { ...typed, metadata: {} }, { nullCreationTimestamp }) as ValueMap;
}

const customTypes = new WeakMap<ServedVersion, FieldType>();

function versionType({ schemas, kind, features }: Scope, version: ServedVersion): FieldType {
  if (kind.custom !== true) return builtinType(schemas, version.schema, features.behaviours);
  let type = customTypes.get(version);
  if (type === undefined) {
    const { openAPIV3Schema = {} } = version;
    const schema = Object.keys(openAPIV3Schema).length === 0 ? undefined : openAPIV3Schema;
    const metadata = builtinType(schemas, OBJECT_META, features.behaviours);
    const needsAllKeys = !features.behaviours.listKeysMayLack;
    type = customType(schema, { metadata, preservesUnknownFields: false, needsAllKeys });
    customTypes.set(version, type);
  }
  return type;
}

/** The versions in which the objects of a scope may be owned: its kind's, and those of kinds that share its store. */
class ScopeVersions implements VersionSource {
  readonly #scope: Scope;
  readonly #subresource: string;
  #versions: ReadonlyMap<string, { readonly kind: AnyKind; readonly version: ServedVersion }> | undefined;

  constructor(scope: Scope, subresource: string) {
    this.#scope = scope;
    this.#subresource = subresource;
  }

  convert(object: Typed, apiVersion: string): Typed | undefined {
    if (object.apiVersion === apiVersion) return object;
    if (isLegacy(object.apiVersion) !== isLegacy(apiVersion)) return undefined;
    const [from, to] = [this.#find(object.apiVersion), this.#find(apiVersion)];
    if (to === undefined && this.#scope.kind.custom === true) {
      throw new TypedError(`request to convert CR to an invalid group/version: ${apiVersion}`);
    }
    if (from === undefined || to === undefined) return undefined;
    const type = versionType(this.#scope, to.version);
    const value = object.value as ValueMap;
    if (to.kind.custom === true) return { value: { ...value, apiVersion }, type, apiVersion };
    const { schemas, features } = this.#scope;
    const { nullCreationTimestamp } = features.behaviours;
    const decoded = decodeObject(schemas, from.version.schema, value).object as unknown as KubeObject;
    fillZeroValues(schemas, from.version.schema, decoded);
    (decoded as Partial<KubeObject>).metadata ??= {};
    const stored = structuredClone(from.version.decode?.(decoded) ?? decoded);
    const wire = { ...(to.version.encode?.(stored) ?? stored), kind: to.kind.kind, apiVersion };
    const encoded = encodeObject(schemas, to.version.schema, wire, { nullCreationTimestamp });
    return { value: encoded, type, apiVersion };
  }

  filter(apiVersion: string): ReturnType<VersionSource['filter']> {
    return this.#find(apiVersion) === undefined ? undefined : resetFields(this.#scope, this.#subresource);
  }

  #find(apiVersion: string): { readonly kind: AnyKind; readonly version: ServedVersion } | undefined {
    this.#versions ??= new Map(
      sharingKinds(this.#scope).flatMap((kind) =>
        kind.versions
          // A definition's versions are known, served or not.
          .filter((version) => kind.custom === true || version.served(this.#scope.features))
          .map((version) => [groupVersion(kind.group, version.version), { kind, version }]),
      ),
    );
    return this.#versions.get(apiVersion);
  }
}

/** Upstream knows the types of /api and those of /apis apart: who owns an event by the one is forgotten by the other. */
function isLegacy(apiVersion: string): boolean {
  return !apiVersion.includes('/');
}

function sharingKinds({ kind, features }: Scope): readonly AnyKind[] {
  if (kind.custom === true) return [kind];
  const home = (one: AnyKind): string => groupResourceString(one.storedWith ?? one);
  return [kind, ...kindsOf(features).filter((one) => one !== kind && home(one) === home(kind))];
}
