/** Every volume type in the order in which upstream looks at them, and how it is checked. Source: pkg/apis/core/validation/validation.go. */
import { type Volume, type VolumeSources } from '../../../../apis/core/pod-volume.js';
import { type FieldError, forbidden, invalid, required } from '../../../../apis/field/errors.js';
import { type Path } from '../../../../apis/field/path.js';
import { quantityNanos } from '../../../../apis/quantity.js';
import { validateChoice, validateOptionalChoice } from './choice.js';
import { PULL_POLICIES } from './containers.js';
import { validateClaimName, validateClaimTemplate } from './claim-templates.js';
import { validateFileMode, validateFileUser, validatePathNoBacksteps } from './paths.js';
import { PLUGIN_CHECKS, validateInitiatorName } from './plugin-volumes.js';
import { validateProjectedVolume } from './projections.js';
import { validateDownwardFile, validateKeyToPath } from './projected-files.js';
import { type PodValidationOptions } from './scope.js';

export interface VolumeContext {
  readonly volumeName: string;
  /** '' for a template's volume, and while the name is still to be generated. */
  readonly podName: string;
  readonly options: PodValidationOptions;
}

type Check<K extends keyof VolumeSources> = (
  source: NonNullable<VolumeSources[K]>,
  path: Path,
  context: VolumeContext,
) => FieldError[];

type VolumeCheck = (volume: Volume, path: Path, context: VolumeContext) => FieldError[];

/** A type, its check, and what is checked although another type came before. */
export type VolumeType = readonly [type: keyof VolumeSources, check: VolumeCheck, always?: VolumeCheck];

/** `pathName`: what upstream calls the source where that is not its field. */
function check<K extends keyof VolumeSources>(type: K, validate: Check<K>, pathName: string = type): VolumeType {
  return [
    type,
    (volume, path, context) => {
      const source = volume[type];
      return source === undefined ? [] : validate(source, path.child(pathName), context);
    },
  ];
}

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

const EMPTY_DIR_MODE = 'must be a number between 0 and 01777 (octal), both inclusive';

const emptyDir = check('emptyDir', ({ sizeLimit, mode }, path) => [
  ...(quantityNanos(sizeLimit) < 0n
    ? [forbidden(path.child('sizeLimit'), 'SizeLimit field must be a valid resource quantity')]
    : []),
  ...(mode !== undefined && (mode < 0 || mode > 0o1777) ? [invalid(path.child('mode'), mode, EMPTY_DIR_MODE)] : []),
]);

const hostPath = check('hostPath', ({ path: target = '', type }, path) =>
  target === ''
    ? [required(path.child('path'))]
    : [
        ...validatePathNoBacksteps(target, path.child('path')),
        ...validateOptionalChoice(type, HOST_PATH_TYPES, path.child('type')),
      ],
);

const secret = check('secret', ({ secretName = '', defaultMode, defaultUser, items }, path) => [
  ...(secretName === '' ? [required(path.child('secretName'))] : []),
  ...validateFileMode(defaultMode, path.child('defaultMode')),
  ...validateFileUser(defaultUser, path.child('defaultUser')),
  ...(items ?? []).flatMap((item, i) => validateKeyToPath(item, path.child('items').index(i))),
]);

const configMap = check('configMap', ({ name = '', defaultMode, defaultUser, items }, path) => [
  ...(name === '' ? [required(path.child('name'))] : []),
  ...validateFileMode(defaultMode, path.child('defaultMode')),
  ...validateFileUser(defaultUser, path.child('defaultUser')),
  ...(items ?? []).flatMap((item, i) => validateKeyToPath(item, path.child('items').index(i))),
]);

const downwardAPI = check('downwardAPI', ({ defaultMode, defaultUser, items }, path, { options }) => [
  ...validateFileMode(defaultMode, path.child('defaultMode')),
  ...validateFileUser(defaultUser, path.child('defaultUser')),
  ...(items ?? []).flatMap((file) => validateDownwardFile(file, path, options)),
]);

const persistentVolumeClaim = check('persistentVolumeClaim', ({ claimName = '' }, path) =>
  claimName === '' ? [required(path.child('claimName'))] : [],
);

const projected = check('projected', (source, path, { options }) => validateProjectedVolume(source, path, options));

const ephemeral: VolumeType = [
  'ephemeral',
  (volume, path, { volumeName, podName, options }) => [
    ...validateClaimTemplate(volume.ephemeral?.volumeClaimTemplate, path.child('ephemeral'), options.features),
    ...validateClaimName(podName, volumeName, path.child('name')),
  ],
];

const image = check('image', ({ reference = '', pullPolicy }, path, { options }) => {
  const { features, isPod, old } = options;
  const had = old?.volumes?.some((volume) => volume.image !== undefined && !volume.image.reference) === true;
  const needed = features.behaviours.imageReferencesRequiredInTemplates ? !had : isPod;
  return [
    ...(needed && reference === '' ? [required(path.child('reference'))] : []),
    ...validateChoice(pullPolicy, PULL_POLICIES, path.child('pullPolicy')),
  ];
});

// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- it ties the check to the source.
const plugin = <K extends keyof typeof PLUGIN_CHECKS>(type: K, pathName: string = type): VolumeType =>
  check(type, (source, path, { options }) => PLUGIN_CHECKS[type](source, path, options.features), pathName);

export const VOLUME_SOURCES: readonly VolumeType[] = [
  emptyDir,
  hostPath,
  plugin('gitRepo'),
  plugin('gcePersistentDisk', 'persistentDisk'),
  plugin('awsElasticBlockStore'),
  secret,
  plugin('nfs'),
  [
    ...(plugin('iscsi').slice(0, 2) as [keyof VolumeSources, VolumeCheck]),
    ({ iscsi }, path, { volumeName }) => validateInitiatorName(iscsi ?? {}, volumeName, path.child('name')),
  ],
  plugin('glusterfs'),
  plugin('flocker'),
  persistentVolumeClaim,
  plugin('rbd'),
  plugin('cinder'),
  plugin('cephfs'),
  plugin('quobyte'),
  downwardAPI,
  plugin('fc'),
  plugin('flexVolume'),
  configMap,
  plugin('azureFile'),
  plugin('vsphereVolume'),
  plugin('photonPersistentDisk'),
  plugin('portworxVolume'),
  plugin('azureDisk'),
  plugin('storageos'),
  projected,
  plugin('scaleIO'),
  plugin('csi'),
  ephemeral,
  image,
];
