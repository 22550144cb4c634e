/**
 * A built-in kind from its row of generated data: stored, with what most strategies of upstream have in common, and with
 * what its behaviour adds. Source: pkg/registry/<group>/<kind>/{strategy.go,storage/storage.go} of many kinds.
 */
import { type KindRow, type SubresourceRow, type VersionRow } from '../apis/kinds/data-format.js';
import { type GroupResource, groupResourceString, type KubeObject } from '../apis/meta/v1.js';
import { applyDefaults } from '../apis/schema/defaults.js';
import { nameIsPathSegment } from '../apis/validation/names.js';
import { loadSchemas } from '../apis/schema/load.js';
import { fillZeroValues } from '../apis/schema/zero-values.js';
import { type Features, type GateName } from '../features/index.js';
import { type AnyBehaviour } from './behaviour.js';
import { scaleSubresource } from './scale.js';
import { keepMetadata } from './status-metadata.js';
import { withoutSchemeAndPort } from './scheme-name-port.js';
import { type AnyKind, type ServedVersion, type Strategy, type StoredSubresource, type Subresource } from './rest.js';

const PARTS_OF_EVERY_OBJECT: readonly string[] = ['apiVersion', 'kind', 'metadata'];

/** Whose names need not be DNS subdomains. */
const PATH_SEGMENT_NAMES: readonly string[] = ['apiservices', 'events'];

/** Kinds whose status strategies reset their metadata. */
const STATUS_KEEPS_METADATA: ReadonlySet<string> = new Set([
  'compositepodgroups.scheduling.k8s.io',
  'csinodes.storage.k8s.io',
  'devicetaintrules.resource.k8s.io',
  'evictionrequests.lifecycle.k8s.io',
  'evictions.lifecycle.k8s.io',
  'flowschemas.flowcontrol.apiserver.k8s.io',
  'podgroups.scheduling.k8s.io',
  'prioritylevelconfigurations.flowcontrol.apiserver.k8s.io',
  'resourceclaims.resource.k8s.io',
  'resourcepoolstatusrequests.resource.k8s.io',
  'servicecidrs.networking.k8s.io',
  'storageversionmigrations.storagemigration.k8s.io',
  'storageversions.internal.apiserver.k8s.io',
  'validatingadmissionpolicies.admissionregistration.k8s.io',
]);

/** The kind of a row; undefined where it is neither stored nor has a behaviour that answers for it. */
export function storedKind(row: KindRow, behaviour: AnyBehaviour | undefined, features: Features): AnyKind | undefined {
  const { group, resource, kind, namespaced, shortNames, categories, verbs, storage } = row;
  if (storage === undefined && behaviour?.virtual === undefined && !verbs.includes('list')) return undefined;
  const versions = servedVersions(row, behaviour, features);
  if (!versions.some((version) => version.served(features))) return undefined;
  const stored = behaviour?.virtual === undefined;
  return {
    kind,
    namespaced,
    shortNames,
    categories,
    verbs,
    versions,
    singular: kind.toLowerCase(),
    description: `A ${kind}, stored as it is.`,
    example: { metadata: { name: `${kind.toLowerCase()}-1` } },
    ...(storage === undefined ? {} : { storageVersion: storage }),
    ...(storage === undefined || storage.group === group ? {} : { storedWith: { group: storage.group, resource } }),
    ...(stored && !verbs.includes('deletecollection') ? { withoutDeleteCollection: true } : {}),
    ...behaviour,
    ...(stored ? { strategy: combine(genericStrategy(row, versions), behaviour?.strategy ?? {}) } : {}),
    group,
    resource,
    subresources: { ...genericSubresources(row), ...behaviour?.subresources },
  };
}

function servedVersions(
  { versions, group, storage, subresources }: KindRow,
  behaviour: AnyBehaviour | undefined,
  features: Features,
): readonly ServedVersion[] {
  const plain = versions.map((version) => servedVersion(version, subresources));
  const served = plain.filter((version) => version.served(features));
  const wanted = behaviour?.storedVersions?.flatMap((name) => served.find(({ version }) => version === name) ?? []);
  const elsewhere = storage !== undefined && storage.group !== group;
  const stored = elsewhere ? undefined : (wanted?.[0] ?? served[0]);
  return plain.map((one) => (one === stored ? one : { ...one, ...behaviour?.conversions?.[one.version] }));
}

function servedVersion(
  { version, schema, servedByDefault, gate }: VersionRow,
  subresources: readonly SubresourceRow[],
): ServedVersion {
  const served = (features: Features): boolean =>
    servedByDefault && (gate === undefined || features.enabled(gate as GateName));
  const has = (name: string): boolean =>
    subresources.some((row) => row.name === name && row.versions?.includes(version) !== false);
  const lacked = subresources.map(({ name }) => name).filter((name) => !has(name));
  return { version, schema, served, ...(lacked.length === 0 ? {} : { lacksSubresources: lacked }) };
}

function genericStrategy(row: KindRow, versions: readonly ServedVersion[]): Strategy {
  const hasStatus = row.subresources.some(({ name }) => name === 'status');
  return {
    default(object, features) {
      const schema = versions.find(({ version }) => object.apiVersion?.endsWith(version))?.schema;
      if (schema === undefined) return;
      const schemas = loadSchemas(features.version.minor);
      applyDefaults(schemas, schema, object);
      fillZeroValues(schemas, schema, object);
    },
    prepareForCreate(object) {
      if (hasStatus) delete (object as WithStatus).status;
    },
    prepareForUpdate(object, old) {
      if (hasStatus) keep(object, old, 'status');
    },
    ...(PATH_SEGMENT_NAMES.includes(row.resource) ? { validateName: nameIsPathSegment } : {}),
    allowCreateOnUpdate: row.allowsCreateOnUpdate,
    allowUnconditionalUpdate: row.allowsUnconditionalUpdate,
    returnDeletedObject: row.returnsDeletedObject,
    countsGenerations: row.countsGenerations,
  };
}

interface WithStatus extends KubeObject {
  status?: unknown;
}

/** Gives an object the old one's part, or none. */
function keep(object: KubeObject, old: KubeObject, part: string): void {
  const [target, source] = [object, old] as unknown as Record<string, unknown>[];
  if (target === undefined || source === undefined) return;
  if (source[part] === undefined) Reflect.deleteProperty(target, part);
  else target[part] = structuredClone(source[part]);
}

/** The generic one's changes come first, and all else is the kind's own where it has it. */
function combine(generic: Strategy, own: Strategy): Strategy {
  return {
    ...generic,
    ...own,
    default(object, features) {
      generic.default?.(object, features);
      own.default?.(object, features);
    },
    prepareForCreate(object, context) {
      generic.prepareForCreate?.(object, context);
      own.prepareForCreate?.(object, context);
    },
    prepareForUpdate(object, old, context) {
      generic.prepareForUpdate?.(object, old, context);
      own.prepareForUpdate?.(object, old, context);
    },
  };
}

/** Changes the status alone, as most status strategies of upstream do; metadata goes its usual way. */
export const statusSubresource: StoredSubresource = {
  type: 'stored',
  verbs: ['get', 'patch', 'update'],
  strategy: {
    prepareForUpdate(object, old) {
      const parts = new Set([...Object.keys(object), ...Object.keys(old)]);
      for (const part of parts) {
        if (part !== 'status' && !PARTS_OF_EVERY_OBJECT.includes(part)) keep(object, old, part);
      }
    },
  },
};

/** Where a status is written, nothing else of the object is. */
const bareStatus: StoredSubresource = {
  ...statusSubresource,
  strategy: {
    prepareForUpdate(object, old, context) {
      statusSubresource.strategy.prepareForUpdate?.(object, old, context);
      keepMetadata(object, old);
    },
  },
};

function genericSubresources(row: KindRow): Record<string, Subresource> {
  const found: Record<string, Subresource> = {};
  for (const subresource of row.subresources) {
    const generic = genericSubresource(subresource, row);
    if (generic !== undefined) found[subresource.name] = generic;
  }
  return found;
}

function genericSubresource(
  { name, connects, gvk, verbs }: SubresourceRow,
  parent: GroupResource,
): Subresource | undefined {
  if (connects) {
    const kind = gvk === undefined ? {} : { kind: gvk.kind };
    return { type: 'unavailable', verbs, parentName: withoutSchemeAndPort, ...kind };
  }
  if (name === 'status') return STATUS_KEEPS_METADATA.has(groupResourceString(parent)) ? bareStatus : statusSubresource;
  if (gvk?.kind === 'Scale') return scaleSubresource(parent);
  return undefined;
}
