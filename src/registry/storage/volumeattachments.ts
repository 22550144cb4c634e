/** Source: pkg/registry/storage/volumeattachment, pkg/apis/storage/validation/validation.go. */
import { type FieldError, forbidden, invalid, required } from '../../apis/field/errors.js';
import { Path } from '../../apis/field/path.js';
import { type KubeObject } from '../../apis/meta/v1.js';
import { validateFixed } from '../../apis/validation/immutable.js';
import { tooLongBytes } from '../../apis/validation/labels.js';
import { nameIsDNSSubdomain } from '../../apis/validation/names.js';
import { type Behaviours } from '../../features/behaviours.js';
import { ageColumn, nameColumn } from '../../printers/columns.js';
import { defineBehaviour } from '../behaviour.js';
import { booleanColumn, textColumn } from '../column.js';
import { keepMetadata } from '../status-metadata.js';
import { validateDriverName } from './parameters.js';

interface VolumeError {
  message?: string;
}

interface VolumeAttachment extends KubeObject {
  spec: {
    attacher: string;
    nodeName: string;
    source: { persistentVolumeName?: string; inlineVolumeSpec?: object };
  };
  status?: { attached?: boolean; attachError?: VolumeError; detachError?: VolumeError };
}

const SPEC = Path.of('spec');
const SOURCE = SPEC.child('source');
const MAX_MESSAGE = 1024;
const ONE_SOURCE = 'must specify exactly one of inlineVolumeSpec and persistentVolumeName';

function validateAttachment({ spec, status = {} }: VolumeAttachment, wording: Behaviours): FieldError[] {
  const { attacher, nodeName, source } = spec;
  const { persistentVolumeName: volume } = source;
  const errors = ['attachError', 'detachError'] as const;
  const driver = validateDriverName(attacher, SPEC.child('attacher'), wording);
  const late = wording.declarativeResourceValidation;
  return [
    ...(late ? [] : driver),
    ...validateSource(source),
    ...nameIsDNSSubdomain(nodeName, false).map((text) => invalid(SPEC.child('nodeName'), nodeName, text)),
    ...errors
      .filter((name) => (status[name]?.message ?? '').length > MAX_MESSAGE)
      .map((name) => tooLongBytes(Path.of('status', name, 'message'), MAX_MESSAGE, wording)),
    ...(volume === undefined ? [] : nameIsDNSSubdomain(volume, false)).map((text) =>
      invalid(SOURCE.child('persistentVolumeName'), volume, text),
    ),
    ...(late ? driver : []),
  ];
}

function validateSource({
  persistentVolumeName: volume,
  inlineVolumeSpec,
}: VolumeAttachment['spec']['source']): FieldError[] {
  if (volume !== undefined && inlineVolumeSpec !== undefined) return [forbidden(SOURCE, ONE_SOURCE)];
  if (volume === undefined && inlineVolumeSpec === undefined) return [required(SOURCE, ONE_SOURCE)];
  return volume === ''
    ? [required(SOURCE.child('persistentVolumeName'), 'must specify non empty persistentVolumeName')]
    : [];
}

export const volumeattachments = defineBehaviour<VolumeAttachment>({
  group: 'storage.k8s.io',
  resource: 'volumeattachments',
  strategy: {
    validate: (object, { features }) => validateAttachment(object, features.behaviours),
    validateUpdate: (object, old, { features }) => [
      ...validateAttachment(object, features.behaviours),
      ...validateFixed(object.spec, old.spec, SPEC, features.behaviours.declarativeResourceValidation),
    ],
    returnDeletedObject: true,
  },
  subresources: {
    status: {
      type: 'stored',
      verbs: ['get', 'patch', 'update'],
      strategy: {
        prepareForUpdate(object, old) {
          (object as VolumeAttachment).spec = structuredClone((old as VolumeAttachment).spec);
          keepMetadata(object, old);
        },
        validateUpdate: (object, _old, { features }) =>
          validateAttachment(object as VolumeAttachment, features.behaviours),
      },
    },
  },
  columns: [
    nameColumn,
    textColumn('Attacher', 'The driver that attaches the volume.', ({ spec }) => spec.attacher, { format: 'name' }),
    textColumn('PV', 'The volume.', ({ spec }) => spec.source.persistentVolumeName ?? ''),
    textColumn('Node', 'Where it is attached.', ({ spec }) => spec.nodeName),
    booleanColumn('Attached', 'Whether it is attached by now.', ({ status }) => status?.attached ?? false),
    ageColumn,
  ],
  description: 'Asks for a volume to be attached to a node.',
  example: {
    metadata: { name: 'attach-1' },
    spec: { attacher: 'disks.example.com', nodeName: 'node-1', source: { persistentVolumeName: 'disk-1' } },
  },
});
