/** Source: pkg/registry/storage/csidriver, pkg/apis/storage/{v1,validation}. */
import { duplicate, type FieldError, invalid, notSupported } from '../../apis/field/errors.js';
import { Path } from '../../apis/field/path.js';
import { type KubeObject } from '../../apis/meta/v1.js';
import { validateImmutable } from '../../apis/validation/immutable.js';
import { type Features } from '../../features/features.js';
import { ageColumn, nameColumn } from '../../printers/columns.js';
import { defineBehaviour } from '../behaviour.js';
import { booleanColumn, textColumn } from '../column.js';
import { semanticallyEqual } from '../semantic-equality.js';

interface CSIDriver extends KubeObject {
  spec: {
    attachRequired?: boolean;
    podInfoOnMount?: boolean;
    storageCapacity?: boolean;
    fsGroupPolicy?: string;
    requiresRepublish?: boolean;
    seLinuxMount?: boolean;
    volumeLifecycleModes?: string[];
    tokenRequests?: { audience: string; expirationSeconds?: number }[];
    serviceAccountTokenInSecrets?: boolean;
  };
}

const SPEC = Path.of('spec');
const GROUP_POLICIES = ['File', 'None', 'ReadWriteOnceWithFSType'];
const MODES = ['Persistent', 'Ephemeral'];

function validateDriver({ spec }: CSIDriver): FieldError[] {
  const { fsGroupPolicy, volumeLifecycleModes = [], tokenRequests = [] } = spec;
  return [
    ...(fsGroupPolicy === undefined || GROUP_POLICIES.includes(fsGroupPolicy)
      ? []
      : [notSupported(SPEC.child('fsGroupPolicy'), fsGroupPolicy, GROUP_POLICIES)]),
    ...tokenRequests.flatMap(({ audience, expirationSeconds: seconds }, i) => {
      const path = SPEC.child('tokenRequests').index(i);
      if (tokenRequests.slice(0, i).some((other) => other.audience === audience)) {
        return [duplicate(path.child('audience'), audience)];
      }
      const at = path.child('expirationSeconds');
      if (seconds === undefined) return [];
      if (seconds < 600) return [invalid(at, seconds, 'may not specify a duration less than 10 minutes')];
      return seconds > 2 ** 32 ? [invalid(at, seconds, 'may not specify a duration larger than 2^32 seconds')] : [];
    }),
    ...volumeLifecycleModes
      .filter((mode) => !MODES.includes(mode))
      .map((mode) => notSupported(SPEC.child('volumeLifecycleModes'), mode, MODES)),
  ];
}

function validateDriverUpdate(object: CSIDriver, old: CSIDriver, { behaviours }: Features): FieldError[] {
  const fixed = behaviours.csiDriverMoreIsFixed
    ? (['fsGroupPolicy', 'podInfoOnMount', 'volumeLifecycleModes'] as const)
    : (['volumeLifecycleModes'] as const);
  return [
    ...validateDriver(object),
    ...validateImmutable(object.spec.attachRequired, old.spec.attachRequired, SPEC.child('attachedRequired')),
    ...fixed.flatMap((name) => validateImmutable(object.spec[name], old.spec[name], SPEC.child(name))),
  ];
}

/** Tokens belong in the secrets that drivers are handed, not among a volume's attributes. */
function warnings({ spec }: CSIDriver, old: CSIDriver | undefined, features: Features): string[] {
  const { tokenRequests = [], serviceAccountTokenInSecrets } = spec;
  if (!features.enabled('CSIServiceAccountTokenSecrets')) return [];
  if (tokenRequests.length === 0 || serviceAccountTokenInSecrets !== undefined) return [];
  if (old !== undefined && semanticallyEqual(tokenRequests, old.spec.tokenRequests)) return [];
  return [
    'spec.serviceAccountTokenInSecrets is unset; if supported by this CSI driver, set to true to prevent possible logging of tokens in volume attributes',
  ];
}

export const csidrivers = defineBehaviour<CSIDriver>({
  group: 'storage.k8s.io',
  resource: 'csidrivers',
  strategy: {
    default({ spec }, features) {
      spec.attachRequired ??= true;
      spec.podInfoOnMount ??= false;
      spec.storageCapacity ??= false;
      spec.fsGroupPolicy ??= 'ReadWriteOnceWithFSType';
      if ((spec.volumeLifecycleModes ?? []).length === 0) spec.volumeLifecycleModes = ['Persistent'];
      spec.requiresRepublish ??= false;
      if (features.enabled('SELinuxMountReadWriteOncePod')) spec.seLinuxMount ??= false;
    },
    prepareForCreate({ spec }, { features }) {
      if (!features.enabled('SELinuxMountReadWriteOncePod')) delete spec.seLinuxMount;
    },
    validate: (object) => validateDriver(object),
    validateUpdate: (object, old, { features }) => validateDriverUpdate(object, old, features),
    warningsOnCreate: (object, { features }) => warnings(object, undefined, features),
    warningsOnUpdate: (object, old, { features }) => warnings(object, old, features),
    returnDeletedObject: true,
  },
  columns: [
    nameColumn,
    booleanColumn('AttachRequired', 'Whether volumes have to be attached.', ({ spec }) => spec.attachRequired ?? true),
    booleanColumn('PodInfoOnMount', 'Whether it is told of the pod.', ({ spec }) => spec.podInfoOnMount ?? false),
    booleanColumn(
      'StorageCapacity',
      'Whether it says how much it can hold.',
      ({ spec }) => spec.storageCapacity ?? false,
      {
        shown: ({ behaviours }) => behaviours.csiDriverCapacityColumn,
      },
    ),
    textColumn('TokenRequests', 'The audiences of the tokens that it gets.', ({ spec: { tokenRequests } }) =>
      tokenRequests === undefined ? '<unset>' : tokenRequests.map(({ audience }) => audience).join(','),
    ),
    booleanColumn('RequiresRepublish', 'Whether mounts are made anew.', ({ spec }) => spec.requiresRepublish ?? false),
    textColumn('Modes', 'The lives that its volumes may have.', ({ spec: { volumeLifecycleModes: modes = [] } }) =>
      modes.length === 0 ? '<none>' : modes.join(','),
    ),
    ageColumn,
  ],
  description: 'What a storage driver can do, and wants to be told.',
  example: { metadata: { name: 'disks.example.com' }, spec: { attachRequired: false } },
});
