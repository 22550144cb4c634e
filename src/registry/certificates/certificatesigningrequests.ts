/** Source: pkg/registry/certificates/certificates/strategy.go, pkg/apis/certificates/v1beta1/defaults.go. */
import { type CertificateRequest, parsePemRequest } from '../../apis/certificates/request.js';
import {
  CERTIFICATES_GROUP,
  type CertificateSigningRequest,
  LEGACY_UNKNOWN_SIGNER,
} from '../../apis/certificates/v1.js';
import { type KubeObject } from '../../apis/meta/v1.js';
import { rfc3339 } from '../../clock/clock.js';
import { ageColumn, nameColumn } from '../../printers/columns.js';
import { humanDuration } from '../../printers/duration.js';
import { defineBehaviour } from '../behaviour.js';
import { textColumn } from '../column.js';
import { type StrategyContext, type StoredSubresource } from '../rest.js';
import { validateRequest, validateRequestUpdate } from './csr-validation.js';

type Request = CertificateSigningRequest;

// Of jane, with an Ed25519 key.
const EXAMPLE = Buffer.from(
  `-----BEGIN CERTIFICATE REQUEST-----
MIGOMEICAQAwDzENMAsGA1UEAwwEamFuZTAqMAUGAytlcAMhAFsIs3cshNlfcvs4
8oq6kr3kXK93XazRsWJxrmy30MfqoAAwBQYDK2VwA0EALVP1/L8NnfbX1IKP6Po3
dE+Q0S+fAW2EdO1JUp7tNtseQfkKbKugu7z/69A9c+9uwibbNcVuRagCsTXt1BLD
BQ==
-----END CERTIFICATE REQUEST-----
`,
).toString('base64');

const DECISIONS = ['Approved', 'Denied'];

const validateUpdate = (request: Request, old: Request, context: StrategyContext) =>
  validateRequestUpdate(request, old, context);

const status: StoredSubresource = {
  type: 'stored',
  verbs: ['get', 'patch', 'update'],
  strategy: {
    prepareForUpdate(object, before, context) {
      const [request, old] = [object as Request, before as Request];
      request.spec = structuredClone(old.spec);
      for (const decision of DECISIONS) keepConditions(request, old, decision);
      stampConditions(request, old, context);
    },
    validateUpdate: (object, old, context) => validateUpdate(object as Request, old as Request, context),
  },
};

const approval: StoredSubresource = {
  type: 'stored',
  verbs: ['get', 'patch', 'update'],
  strategy: {
    prepareForUpdate(object, before, context) {
      const [request, old] = [object as Request, before as Request];
      stampConditions(request, old, context);
      const conditions = request.status?.conditions ?? [];
      request.spec = structuredClone(old.spec);
      request.status = { ...structuredClone(old.status), conditions };
    },
    validateUpdate: (object, old, context) => validateUpdate(object as Request, old as Request, context),
  },
};

/** The old conditions of a type, where as many are given. */
function keepConditions(request: Request, old: Request, type: string): void {
  const before = (old.status?.conditions ?? []).filter((condition) => condition.type === type);
  const conditions = request.status?.conditions ?? [];
  if (conditions.filter((condition) => condition.type === type).length !== before.length) return;
  const kept = structuredClone(before);
  if (request.status === undefined || kept.length === 0) return;
  request.status.conditions = conditions.map((condition) =>
    condition.type === type ? (kept.shift() ?? condition) : condition,
  );
}

function stampConditions(request: Request, old: Request, { clock }: StrategyContext): void {
  const now = rfc3339(clock.now());
  for (const condition of request.status?.conditions ?? []) {
    condition.lastUpdateTime ??= now;
    condition.lastTransitionTime ??=
      old.status?.conditions?.find(
        ({ type, status, lastTransitionTime }) =>
          type === condition.type && status === condition.status && lastTransitionTime != null,
      )?.lastTransitionTime ?? now;
  }
}

/** What the beta version fills in: usages, a signer that is guessed, conditions that hold. */
function fromBeta(wire: KubeObject): KubeObject {
  const { spec, status: given } = wire as Partial<Request>;
  if (spec === undefined) return wire;
  spec.usages ??= ['digital signature', 'key encipherment'];
  if ((spec.signerName as string | undefined) === undefined) spec.signerName = guessSigner(spec);
  for (const condition of given?.conditions ?? []) {
    if (((condition.status as string | undefined) ?? '') === '') condition.status = 'True';
  }
  return wire;
}

function guessSigner({ request, usages = [] }: Request['spec']): string {
  const asks = (purpose: string): boolean =>
    [...new Set(usages)].every((usage) => ['digital signature', 'key encipherment', purpose].includes(usage)) &&
    ['digital signature', purpose].every((usage) => usages.includes(usage));
  let parsed: CertificateRequest;
  try {
    parsed = parsePemRequest(request);
  } catch {
    return LEGACY_UNKNOWN_SIGNER;
  }
  const { organizations, commonName, dnsNames, ipAddresses, emailAddresses, uris } = parsed;
  const node = organizations.length === 1 && organizations[0] === 'system:nodes';
  if (!node || !commonName.startsWith('system:node:') || emailAddresses.length + uris.length > 0) {
    return LEGACY_UNKNOWN_SIGNER;
  }
  const named = dnsNames.length + ipAddresses.length > 0;
  if (!named && asks('client auth')) return 'kubernetes.io/kube-apiserver-client-kubelet';
  return named && asks('server auth') ? 'kubernetes.io/kubelet-serving' : LEGACY_UNKNOWN_SIGNER;
}

function state({ status: { conditions = [], certificate = '' } = {} }: Request): string {
  const has = (type: string): boolean => conditions.some((condition) => condition.type === type);
  return [
    has('Denied') ? 'Denied' : has('Approved') ? 'Approved' : 'Pending',
    ...(has('Failed') ? ['Failed'] : []),
    ...(certificate === '' ? [] : ['Issued']),
  ].join(',');
}

export const certificatesigningrequests = defineBehaviour<Request>({
  group: CERTIFICATES_GROUP,
  resource: 'certificatesigningrequests',
  conversions: { v1beta1: { decode: fromBeta } },
  strategy: {
    prepareForCreate(request, { user }) {
      const { username, uid = '', groups = [], extra = {} } = user;
      for (const field of ['username', 'uid', 'groups', 'extra'] as const) Reflect.deleteProperty(request.spec, field);
      Object.assign(request.spec, {
        username,
        ...(uid === '' ? {} : { uid }),
        ...(groups.length === 0 ? {} : { groups: [...groups] }),
        ...(Object.keys(extra).length === 0 ? {} : { extra: structuredClone(extra) }),
      });
    },
    validate: (request, context) => validateRequest(request, undefined, context),
    prepareForUpdate(request, old) {
      request.spec = structuredClone(old.spec);
    },
    validateUpdate,
    validateName: () => [],
  },
  subresources: { status, approval },
  selectableFields: { 'spec.signerName': ({ spec }) => spec.signerName },
  columns: [
    nameColumn,
    ageColumn,
    textColumn('SignerName', 'Who is asked to sign.', ({ spec }) => spec.signerName || '<none>'),
    textColumn('Requestor', 'Who created the request.', ({ spec }) => spec.username ?? ''),
    textColumn(
      'RequestedDuration',
      'How long the certificate should be good for.',
      ({ spec: { expirationSeconds } }) =>
        expirationSeconds === undefined ? '<none>' : humanDuration(expirationSeconds * 1000),
      { shown: ({ behaviours }) => behaviours.csrDurationColumn },
    ),
    textColumn('Condition', 'Whether it was approved or denied, and a certificate issued.', state),
  ],
  description: 'Asks a signer for a certificate, which an approver must allow.',
  example: {
    metadata: { name: 'jane' },
    spec: { request: EXAMPLE, signerName: 'kubernetes.io/kube-apiserver-client', usages: ['client auth'] },
  },
});
