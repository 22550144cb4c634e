/** Volumes. Source: pkg/apis/core/validation/validation.go. */
import { type Volume } from '../../../../apis/core/pod-volume.js';
import {
  type FieldError,
  duplicate,
  forbidden,
  invalid,
  notSupported,
  required,
} from '../../../../apis/field/errors.js';
import { type Path } from '../../../../apis/field/path.js';
import { isDNS1123Label } from '../../../../apis/validation/names.js';
import { type Features } from '../../../../features/features.js';
import { quantityNanos } from '../quantity.js';
import { validateFileMode, validatePathNoBacksteps } from './paths.js';
import { validateDownwardFile, validateKeyToPath, validateProjectedVolume } from './projections.js';

type Check<K extends keyof Volume> = (source: NonNullable<Volume[K]>, path: Path, features: Features) => FieldError[];

/** Every volume type in the order in which upstream looks at them, and how it is checked. */
const SOURCES: readonly (readonly [string, Check<string>])[] = [
  check('emptyDir', ({ sizeLimit }, path) =>
    quantityNanos(sizeLimit) < 0n
      ? [forbidden(path.child('sizeLimit'), 'SizeLimit field must be a valid resource quantity')]
      : [],
  ),
  check('hostPath', ({ path: target = '', type = '' }, path) =>
    target === ''
      ? [required(path.child('path'))]
      : [
          ...validatePathNoBacksteps(target, path.child('path')),
          ...(HOST_PATH_TYPES.includes(type) ? [] : [notSupported(path.child('type'), type, HOST_PATH_TYPES)]),
        ],
  ),
  requires('gitRepo', 'repository'),
  requires('gcePersistentDisk', 'pdName'),
  requires('awsElasticBlockStore', 'volumeID'),
  check('secret', ({ secretName = '', defaultMode, items }, path) => [
    ...(secretName === '' ? [required(path.child('secretName'))] : []),
    ...validateFileMode(defaultMode, path.child('defaultMode')),
    ...(items ?? []).flatMap((item, i) => validateKeyToPath(item, path.child('items').index(i))),
  ]),
  check('nfs', ({ server = '', path: target = '' }, path) => [
    ...(server === '' ? [required(path.child('server'))] : []),
    ...(target === '' ? [required(path.child('path'))] : []),
    ...(target.startsWith('/') ? [] : [invalid(path.child('path'), target, 'must be an absolute path')]),
  ]),
  requires('iscsi', 'targetPortal', 'iqn'),
  requires('glusterfs', 'endpoints', 'path'),
  requires('flocker'),
  requires('persistentVolumeClaim', 'claimName'),
  requires('rbd', 'monitors', 'image'),
  requires('cinder', 'volumeID'),
  requires('cephfs', 'monitors'),
  requires('quobyte', 'registry', 'volume'),
  check('downwardAPI', ({ defaultMode, items }, path, features) => [
    ...validateFileMode(defaultMode, path.child('defaultMode')),
    ...(items ?? []).flatMap((file) => validateDownwardFile(file, path, features)),
  ]),
  requires('fc'),
  requires('flexVolume', 'driver'),
  check('configMap', ({ name = '', defaultMode, items }, path) => [
    ...(name === '' ? [required(path.child('name'))] : []),
    ...validateFileMode(defaultMode, path.child('defaultMode')),
    ...(items ?? []).flatMap((item, i) => validateKeyToPath(item, path.child('items').index(i))),
  ]),
  requires('azureFile', 'secretName', 'shareName'),
  requires('vsphereVolume', 'volumePath'),
  requires('photonPersistentDisk', 'pdID'),
  requires('portworxVolume', 'volumeID'),
  requires('azureDisk', 'diskName', 'diskURI'),
  requires('storageos'),
  check('projected', validateProjectedVolume),
  requires('scaleIO', 'gateway', 'system', 'volumeName'),
  requires('csi', 'driver'),
  requires('ephemeral', 'volumeClaimTemplate'),
  requires('image', 'reference'),
];

const HOST_PATH_TYPES = [
  '',
  'BlockDevice',
  'CharDevice',
  'Directory',
  'DirectoryOrCreate',
  'File',
  'FileOrCreate',
  'Socket',
];

function check<K extends keyof Volume>(type: K & string, validate: Check<K>): readonly [string, Check<string>] {
  return [type, validate as Check<string>];
}

/** A source of which upstream wants some fields, and what else it holds is carried as it is. */
function requires(type: string, ...fields: readonly string[]): readonly [string, Check<string>] {
  return [
    type,
    (source, path) => {
      const given = source as Readonly<Record<string, unknown>>;
      return fields.filter((field) => isEmpty(given[field])).map((field) => required(path.child(field)));
    },
  ];
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
}

export interface VolumesResult {
  readonly errors: readonly FieldError[];
  /** The volumes without an error, which containers may mount. */
  readonly good: ReadonlyMap<string, Volume>;
}

export function validateVolumes(volumes: readonly Volume[] | undefined, path: Path, features: Features): VolumesResult {
  const good = new Map<string, Volume>();
  const errors = (volumes ?? []).flatMap((volume, i) => {
    const { name = '' } = volume;
    const at = path.index(i).child('name');
    const found = [
      ...validateSource(volume, path.index(i), features),
      ...(name === ''
        ? [required(at)]
        : isDNS1123Label(name, features.behaviours).map((text) => invalid(at, name, text))),
      ...(good.has(name) ? [duplicate(at, name)] : []),
    ];
    if (found.length === 0) good.set(name, volume);
    return found;
  });
  return { errors, good };
}

// What upstream calls two of the types where they are one too many.
const SECOND_NAMES: Readonly<Record<string, string>> = { cephfs: 'cephFS', downwardAPI: 'downwarAPI' };

function validateSource(volume: Volume, path: Path, features: Features): FieldError[] {
  const given = SOURCES.filter(([type]) => volume[type] !== undefined);
  if (given.length === 0) return [required(path, 'must specify a volume type')];
  return given.flatMap(([type, validate], i) => {
    if (i > 0) return [forbidden(path.child(SECOND_NAMES[type] ?? type), 'may not specify more than 1 volume type')];
    return validate(volume[type] as object, path.child(type), features);
  });
}
