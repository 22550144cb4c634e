/** Volumes of storage systems. Source: pkg/apis/core/validation/validation.go. */
import { type ISCSIVolumeSource, type PluginVolumeSources } from '../../../../apis/core/pod-volume-plugins.js';
import { type FieldError, invalid, required } from '../../../../apis/field/errors.js';
import { type Path } from '../../../../apis/field/path.js';
import { isDNS1123Label, nameIsDNSSubdomain } from '../../../../apis/validation/names.js';
import { goStrings, invalidStructure } from '../../../../apis/validation/structure.js';
import { type Features } from '../../../../features/features.js';
import { validateDriverName } from '../../../storage/parameters.js';
import { validateAzureDisk } from './azure-disks.js';
import { inclusiveRangeError } from './numbers.js';
import { validateLocalDescendingPath } from './paths.js';

type Checks = {
  readonly [K in keyof Required<PluginVolumeSources>]: (
    source: NonNullable<PluginVolumeSources[K]>,
    path: Path,
    features: Features,
  ) => FieldError[];
};

export const PLUGIN_CHECKS: Checks = {
  gitRepo: (source, path) => [
    ...requires(source, path, 'repository'),
    ...validateLocalDescendingPath(source.directory ?? '', path.child('directory')),
  ],
  gcePersistentDisk: (source, path) => [
    ...requires(source, path, 'pdName'),
    ...validateUpTo255(source.partition, 1, path.child('partition')),
  ],
  awsElasticBlockStore: (source, path) => [
    ...requires(source, path, 'volumeID'),
    ...validateUpTo255(source.partition, 1, path.child('partition')),
  ],
  nfs: (source, path) => [
    ...requires(source, path, 'server', 'path'),
    ...(source.path?.startsWith('/') === true
      ? []
      : [invalid(path.child('path'), source.path ?? '', 'must be an absolute path')]),
  ],
  iscsi: validateISCSI,
  glusterfs: (source, path) => requires(source, path, 'endpoints', 'path'),
  flocker: ({ datasetName = '', datasetUUID = '' }, path) => [
    ...(datasetName === '' && datasetUUID === ''
      ? [required(path, 'one of datasetName and datasetUUID is required')]
      : []),
    ...(datasetName !== '' && datasetUUID !== ''
      ? [invalid(path, 'resource', 'datasetName and datasetUUID can not be specified simultaneously')]
      : []),
    ...(datasetName.includes('/') ? [invalid(path.child('datasetName'), datasetName, "must not contain '/'")] : []),
  ],
  rbd: (source, path) => requires(source, path, 'monitors', 'image'),
  cinder: (source, path) => [...requires(source, path, 'volumeID'), ...validateSecretRef(source.secretRef, path)],
  cephfs: (source, path) => requires(source, path, 'monitors'),
  quobyte: (source, path) => [...validateRegistry(source, path), ...requires(source, path, 'volume')],
  fc: ({ targetWWNs = [], wwids = [], lun }, path, { behaviours }) => {
    const at = path.child('targetWWNs');
    const both = 'targetWWNs and wwids can not be specified simultaneously';
    return [
      ...(targetWWNs.length === 0 && wwids.length === 0
        ? [required(at, 'must specify either targetWWNs or wwids, but not both')]
        : []),
      ...(targetWWNs.length > 0 && wwids.length > 0
        ? [invalidStructure(at, targetWWNs, goStrings(targetWWNs), both, behaviours)]
        : []),
      ...(targetWWNs.length === 0
        ? []
        : lun === undefined
          ? [required(path.child('lun'), 'lun is required if targetWWNs is specified')]
          : validateUpTo255(lun, 0, path.child('lun'))),
    ];
  },
  flexVolume: (source, path) => [
    ...requires(source, path, 'driver'),
    ...Object.keys(source.options ?? {})
      .filter((key) =>
        /\.(kubernetes|k8s)\.io$/.test(`.${(key.includes('/') ? key.split('/', 1).join() : key).toLowerCase()}`),
      )
      .map((key) => invalid(path.child('options').key(key), key, 'kubernetes.io and k8s.io namespaces are reserved')),
  ],
  azureFile: (source, path) => requires(source, path, 'secretName', 'shareName'),
  vsphereVolume: (source, path) => requires(source, path, 'volumePath'),
  photonPersistentDisk: (source, path) => requires(source, path, 'pdID'),
  portworxVolume: (source, path) => requires(source, path, 'volumeID'),
  azureDisk: validateAzureDisk,
  storageos: ({ volumeName = '', volumeNamespace = '', secretRef }, path, { behaviours }) => [
    ...(volumeName === '' ? [required(path.child('volumeName'))] : []),
    ...(['volumeName', 'volumeNamespace'] as const).flatMap((field) => {
      const value = field === 'volumeName' ? volumeName : volumeNamespace;
      return value === ''
        ? []
        : isDNS1123Label(value, behaviours).map((text) => invalid(path.child(field), value, text));
    }),
    ...validateSecretRef(secretRef, path),
  ],
  scaleIO: (source, path) => requires(source, path, 'gateway', 'system', 'volumeName'),
  csi: ({ driver = '', nodePublishSecretRef: secret }, path, features) => {
    // A slip of old versions.
    const field = features.behaviours.csiSecretPathHasSpace ? 'nodePublishSecretRef ' : 'nodePublishSecretRef';
    const name = secret?.name ?? '';
    return [
      ...validateDriverName(driver, path.child('driver'), features.behaviours),
      ...(secret === undefined
        ? []
        : name === ''
          ? [required(path.child(field, 'name'))]
          : nameIsDNSSubdomain(name, false).map((text) => invalid(path.child('name'), name, text))),
    ];
  },
};

/** Fields that must not be empty. */
function requires<T extends object>(source: T, path: Path, ...fields: readonly (keyof T & string)[]): FieldError[] {
  return fields
    .filter((field) => {
      const value: unknown = source[field];
      return value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
    })
    .map((field) => required(path.child(field)));
}

/** `low` is what the text says; zero is taken all the same. */
function validateUpTo255(value = 0, low: number, path: Path): FieldError[] {
  return value < 0 || value > 255 ? [invalid(path, value, inclusiveRangeError(low, 255))] : [];
}

function validateSecretRef(secret: { name?: string } | undefined, path: Path): FieldError[] {
  return secret !== undefined && !secret.name ? [required(path.child('secretRef', 'name'))] : [];
}

function validateRegistry(
  { registry = '', tenant = '' }: { registry?: string; tenant?: string },
  path: Path,
): FieldError[] {
  const detail = 'must be a host:port pair or multiple pairs separated by commas';
  const at = path.child('registry');
  if (registry === '') return [required(at, detail)];
  if (Buffer.byteLength(tenant) >= 65) {
    return [required(path.child('tenant'), 'must be a UUID and may not exceed a length of 64 characters')];
  }
  // Go's net.SplitHostPort.
  return registry
    .split(',')
    .filter((pair) => !/^(\[[^[\]]*\]|[^:[\]]*):[^:[\]]*$/.test(pair))
    .map(() => invalid(at, registry, detail));
}

const IQN = /iqn\.\d{4}-\d{2}\.([A-Za-z0-9\-.]+)(:[^,;*&$|\s]+)$/;
const EUI = /^eui.[A-Za-z0-9]{16}$/;
const NAA = /^naa.[A-Za-z0-9]{32}$/;

function validateISCSI(source: ISCSIVolumeSource, path: Path): FieldError[] {
  const { iqn = '', lun = 0, chapAuthDiscovery, chapAuthSession, secretRef, initiatorName } = source;
  const needsSecret = (chapAuthDiscovery === true || chapAuthSession === true) && secretRef === undefined;
  return [
    ...requires(source, path, 'targetPortal', 'iqn'),
    ...(iqn === '' ? [] : validateQualifiedName(iqn, path.child('iqn'))),
    ...validateUpTo255(lun, 0, path.child('lun')),
    ...(needsSecret ? [required(path.child('secretRef'))] : []),
    ...(initiatorName === undefined ? [] : validateQualifiedName(initiatorName, path.child('initiatorname'))),
  ];
}

function validateQualifiedName(name: string, path: Path): FieldError[] {
  const format = name.startsWith('iqn') ? IQN : name.startsWith('eui') ? EUI : name.startsWith('naa') ? NAA : undefined;
  if (format === undefined) return [invalid(path, name, 'must be valid format starting with iqn, eui, or naa')];
  return format.test(name) ? [] : [invalid(path, name, 'must be valid format')];
}

/** An initiator makes an interface of the volume's name and the portal. */
export function validateInitiatorName(
  { initiatorName, targetPortal = '' }: ISCSIVolumeSource,
  volumeName: string,
  path: Path,
): FieldError[] {
  if (initiatorName === undefined || Buffer.byteLength(`${volumeName}:${targetPortal}`) <= 64) return [];
  const detail =
    'Total length of <volume name>:<iscsi.targetPortal> must be under 64 characters if iscsi.initiatorName is specified.';
  return [invalid(path, volumeName, detail)];
}
