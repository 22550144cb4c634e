/** Source: pkg/registry/certificates/podcertificaterequest, pkg/apis/certificates/validation/validation.go. */
import { isDeepStrictEqual } from 'node:util';
import { isKubernetesSignerName, validateSignerName } from '../../apis/certificates/signer-name.js';
import { CERTIFICATES_GROUP, type PodCertificateRequest } from '../../apis/certificates/v1.js';
import { type FieldError, invalid, required } from '../../apis/field/errors.js';
import { Path } from '../../apis/field/path.js';
import { isQualifiedName, tooLongBytes, TOTAL_ANNOTATION_SIZE_LIMIT } from '../../apis/validation/labels.js';
import { nameIsDNSSubdomain } from '../../apis/validation/names.js';
import { immutable } from '../../apis/validation/object-meta.js';
import { type ValidationWording } from '../../apis/validation/wording.js';
import { nameColumn } from '../../printers/columns.js';
import { defineBehaviour } from '../behaviour.js';
import { textColumn } from '../column.js';
import { keepMetadata } from '../status-metadata.js';
import { validateKey } from './pod-certificate-key.js';
import { validateStatusUpdate } from './pod-certificate-status.js';

type Request = PodCertificateRequest;

const SPEC = Path.of('spec');
const ANNOTATIONS = SPEC.child('unverifiedUserAnnotations');
const EXPIRATION = SPEC.child('maxExpirationSeconds');
const LEAST_SECONDS = 3600;
const DAY = 24 * 3600;
const MAX_UID = 128;
const IDENTITIES = [
  ['podName', 'podUID'],
  ['serviceAccountName', 'serviceAccountUID'],
  ['nodeName', 'nodeUID'],
] as const;

function validateRequest({ spec }: Request, wording: ValidationWording): FieldError[] {
  const seconds = spec.maxExpirationSeconds;
  const errors = [
    ...validateSignerName(spec.signerName, SPEC.child('signerName'), wording),
    ...validateAnnotations(spec.unverifiedUserAnnotations ?? {}, wording),
    ...IDENTITIES.flatMap(([name, uid]) => [
      ...nameIsDNSSubdomain(spec[name], false).map((text) => invalid(SPEC.child(name), spec[name], text)),
      ...validateUid(spec[uid], SPEC.child(uid), wording),
    ]),
  ];
  if (seconds === undefined) return [...errors, required(EXPIRATION, 'must be set')];
  const most = isKubernetesSignerName(spec.signerName) ? DAY : 91 * DAY;
  const inRange = LEAST_SECONDS <= seconds && seconds <= most;
  return [
    ...errors,
    ...(inRange ? [] : [invalid(EXPIRATION, seconds, `must be in the range [${LEAST_SECONDS}, ${most}]`)]),
    ...validateKey(spec, wording),
  ];
}

function validateUid(uid: string, path: Path, wording: ValidationWording): FieldError[] {
  if (uid === '') return [invalid(path, uid, 'must not be empty')];
  return uid.length > MAX_UID ? [tooLongBytes(path, MAX_UID, wording)] : [];
}

function validateAnnotations(annotations: Readonly<Record<string, string>>, wording: ValidationWording): FieldError[] {
  const entries = Object.entries(annotations);
  const size = entries.reduce((sum, [key, value]) => sum + Buffer.byteLength(key) + Buffer.byteLength(value), 0);
  return [
    ...entries.flatMap(([key]) => validateDomainPrefixedKey(key.toLowerCase(), wording)),
    ...(size > TOTAL_ANNOTATION_SIZE_LIMIT ? [tooLongBytes(ANNOTATIONS, TOTAL_ANNOTATION_SIZE_LIMIT, wording)] : []),
  ];
}

function validateDomainPrefixedKey(key: string, wording: ValidationWording): FieldError[] {
  if (key === '') return [required(ANNOTATIONS)];
  const broken = isQualifiedName(key, wording);
  if (broken.length > 0) return broken.map((text) => invalid(ANNOTATIONS, key, text));
  if (key.includes('/')) return [];
  return [invalid(ANNOTATIONS, key, 'must be a domain-prefixed key (such as "acme.io/foo")')];
}

function state({ status: { conditions = [] } = {} }: Request): string {
  return conditions.findLast(({ type }) => ['Issued', 'Denied', 'Failed'].includes(type))?.type ?? 'Pending';
}

function formatLabels(labels: Readonly<Record<string, string>> | undefined): string {
  const pairs = Object.entries(labels ?? {}).map(([key, value]) => `${key}=${value}`);
  return pairs.length === 0 ? '<none>' : pairs.sort().join(',');
}

export const podcertificaterequests = defineBehaviour<Request>({
  group: CERTIFICATES_GROUP,
  resource: 'podcertificaterequests',
  strategy: {
    validate: (request, { features }) => validateRequest(request, features.behaviours),
    validateUpdate: (request, old) =>
      isDeepStrictEqual(request.spec, old.spec) ? [] : [immutable(SPEC, request.spec)],
  },
  subresources: {
    status: {
      type: 'stored',
      verbs: ['get', 'patch', 'update'],
      strategy: {
        prepareForUpdate(request, old) {
          (request as Request).spec = structuredClone((old as Request).spec);
          keepMetadata(request, old);
        },
        validateUpdate: (request, old, context) => validateStatusUpdate(request as Request, old as Request, context),
      },
    },
  },
  selectableFields: {
    'spec.signerName': ({ spec }) => spec.signerName,
    'spec.podName': ({ spec }) => spec.podName,
    'spec.nodeName': ({ spec }) => spec.nodeName,
  },
  columns: [
    nameColumn,
    textColumn('PodName', 'The pod that the certificate is for.', ({ spec }) => spec.podName),
    textColumn('ServiceAccountName', "The pod's service account.", ({ spec }) => spec.serviceAccountName),
    textColumn('NodeName', 'The node that the pod runs on.', ({ spec }) => spec.nodeName),
    textColumn('SignerName', 'Who is asked to sign.', ({ spec }) => spec.signerName),
    textColumn('State', 'Pending, or how it ended.', state),
    textColumn('UnverifiedUserAnnotations', 'What the pod tells the signer.', ({ spec }) =>
      formatLabels(spec.unverifiedUserAnnotations),
    ),
  ],
  description: 'Asks a signer for a certificate for a pod; a kubelet creates it.',
  example: {
    metadata: { name: 'web-1' },
    spec: {
      signerName: 'example.com/pods',
      podName: 'web',
      podUID: '2f6a6b4e-35a8-4be5-9a0b-1c7a0f6f2b11',
      serviceAccountName: 'default',
      serviceAccountUID: '6f1d7c55-0c4d-4f6c-8b8e-2f0d0b8f6a22',
      nodeName: 'node-1',
      nodeUID: '9a3e1f77-7f43-4d93-a1c5-3d5b8a9b7c33',
      maxExpirationSeconds: DAY,
      stubPKCS10Request:
        'MIGOMEICAQAwDzENMAsGA1UEAwwEamFuZTAqMAUGAytlcAMhAFsIs3cshNlfcvs48oq6kr3kXK93XazRsWJxrmy30MfqoAAwBQYDK2VwA0EALVP1/L8NnfbX1IKP6Po3dE+Q0S+fAW2EdO1JUp7tNtseQfkKbKugu7z/69A9c+9uwibbNcVuRagCsTXt1BLDBQ==',
    },
  },
});
