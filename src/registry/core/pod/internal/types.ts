/**
 * The internal types of pods, which errors and differences show: the wire's types under Go's field names, but for a few that
 * hold their fields in another order or place. Source: pkg/apis/core/types.go.
 */
import { type Field, type Schemas, type Type } from '../../../../apis/schema/schema.js';
import { loadSchemas } from '../../../../apis/schema/load.js';
import { type Features } from '../../../../features/features.js';

export const CORE = 'io.k8s.api.core.v1.';

/** A field of an internal struct, and its value's name on the wire; '' for an embedded struct. */
export interface InternalField {
  readonly name: string;
  readonly json: string;
  readonly type: Type;
}

/** The fields that a spec has on the wire, and the internal security context has for it. */
export const HOST_FIELDS: readonly string[] = [
  'hostNetwork',
  'hostPID',
  'hostIPC',
  'shareProcessNamespace',
  'hostUsers',
];

/** In the internal order, where that is not the wire's. Fields that a version lacks are passed over. */
const ORDERS: Readonly<Record<string, readonly string[]>> = {
  PodSpec: [
    ...['volumes', 'initContainers', 'containers', 'ephemeralContainers', 'restartPolicy'],
    ...['terminationGracePeriodSeconds', 'activeDeadlineSeconds', 'dnsPolicy', 'nodeSelector', 'serviceAccountName'],
    ...['automountServiceAccountToken', 'nodeName', 'securityContext', 'imagePullSecrets', 'hostname', 'subdomain'],
    ...[
      'setHostnameAsFQDN',
      'affinity',
      'schedulerName',
      'tolerations',
      'hostAliases',
      'priorityClassName',
      'priority',
    ],
    ...['preemptionPolicy', 'dnsConfig', 'readinessGates', 'runtimeClassName', 'overhead', 'enableServiceLinks'],
    ...['topologySpreadConstraints', 'os', 'schedulingGates', 'resourceClaims', 'resources', 'hostnameOverride'],
    ...['workloadRef', 'schedulingGroup'],
  ],
  PodSecurityContext: [
    ...HOST_FIELDS,
    ...['seLinuxOptions', 'windowsOptions', 'runAsUser', 'runAsGroup', 'runAsNonRoot', 'supplementalGroups'],
    ...['supplementalGroupsPolicy', 'fsGroup', 'fsGroupChangePolicy', 'sysctls', 'seccompProfile', 'appArmorProfile'],
    'seLinuxChangePolicy',
  ],
  VolumeSource: [
    ...['hostPath', 'emptyDir', 'gcePersistentDisk', 'awsElasticBlockStore', 'gitRepo', 'secret', 'nfs', 'iscsi'],
    ...['glusterfs', 'persistentVolumeClaim', 'rbd', 'quobyte', 'flexVolume', 'cinder', 'cephfs', 'flocker'],
    ...['downwardAPI', 'fc', 'azureFile', 'configMap', 'vsphereVolume', 'azureDisk', 'photonPersistentDisk'],
    ...['projected', 'portworxVolume', 'scaleIO', 'storageos', 'csi', 'ephemeral', 'image'],
  ],
};

export class InternalTypes {
  readonly schemas: Schemas;
  /** True where a spec's host fields are in its security context. */
  readonly movesHostFields: boolean;

  constructor({ version, behaviours }: Features) {
    this.schemas = loadSchemas(version.minor);
    this.movesHostFields = !behaviours.internalPodsAreAsOnTheWire;
  }

  /** In the struct's order. `definition` is a name below CORE. */
  fields(definition: string): readonly InternalField[] {
    const wire = this.schemas.get(`${CORE}${definition}`).fields.map(internalField);
    const order = this.movesHostFields ? ORDERS[definition] : undefined;
    if (order === undefined) return wire;
    const known = new Map([...wire, ...this.#hostFields(definition)].map((field) => [field.json, field]));
    return order.flatMap((json) => known.get(json) ?? []);
  }

  #hostFields(definition: string): readonly InternalField[] {
    if (definition !== 'PodSecurityContext') return [];
    const spec = this.schemas.get(`${CORE}PodSpec`).fields.map(internalField);
    return spec.filter(({ json }) => HOST_FIELDS.includes(json));
  }
}

function internalField({ name, json, inline, type }: Field): InternalField {
  return { name, json: inline ? '' : json, type };
}

/** The name below CORE of a struct of the core group; undefined for others. */
export function coreName(definition: string): string | undefined {
  return definition.startsWith(CORE) ? definition.slice(CORE.length) : undefined;
}

/** A spec as the internal type has it: the host fields in the security context. */
export function withMovedHostFields(spec: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const moved = Object.entries(spec).filter(([key]) => HOST_FIELDS.includes(key));
  const context = spec['securityContext'] as object | undefined;
  if (context === undefined && moved.length === 0) return spec;
  return { ...spec, securityContext: { ...context, ...Object.fromEntries(moved) } };
}
