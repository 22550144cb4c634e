/** Source: pkg/registry/certificates/clustertrustbundle, pkg/apis/certificates/validation/validation.go. */
import { pemBlocks } from '../../apis/certificates/pem.js';
import { validateSignerName } from '../../apis/certificates/signer-name.js';
import { CERTIFICATES_GROUP, type ClusterTrustBundle } from '../../apis/certificates/v1.js';
import { type FieldError, invalid } from '../../apis/field/errors.js';
import { Path } from '../../apis/field/path.js';
import { tooLongBytes } from '../../apis/validation/labels.js';
import { nameIsDNSSubdomain } from '../../apis/validation/names.js';
import { immutable } from '../../apis/validation/object-meta.js';
import { type ValidationWording } from '../../apis/validation/wording.js';
import { nameColumn } from '../../printers/columns.js';
import { defineBehaviour } from '../behaviour.js';
import { textColumn } from '../column.js';
import { certificateOf } from './certificate-pem.js';

const NAME = Path.of('metadata', 'name');
const SIGNER = Path.of('spec', 'signerName');
const BUNDLE = Path.of('spec', 'trustBundle');
const MAX_SIZE = 1024 * 1024;
const HIDDEN = '<value omitted>';

function validateBundle(
  { metadata: { name = '' }, spec: { signerName = '', trustBundle } }: ClusterTrustBundle,
  wording: ValidationWording,
  unchanged: boolean,
): FieldError[] {
  return [
    ...nameProblems(name, signerName).map((text) => invalid(NAME, name, text)),
    ...(signerName === '' ? [] : validateSignerName(signerName, SIGNER, wording)),
    ...(unchanged ? [] : validatePem(trustBundle, wording)),
  ];
}

function nameProblems(name: string, signerName: string): readonly string[] {
  if (signerName === '') {
    return name.includes(':')
      ? ['ClusterTrustBundle without signer name must not have ":" in its name']
      : nameIsDNSSubdomain(name, false);
  }
  const prefix = `${signerName.replaceAll('/', ':')}:`;
  if (name.startsWith(prefix)) return nameIsDNSSubdomain(name.slice(prefix.length), false);
  return [`ClusterTrustBundle for signerName ${signerName} must be named with prefix ${prefix}`];
}

function validatePem(bundle: string, wording: ValidationWording): FieldError[] {
  if (Buffer.byteLength(bundle) > MAX_SIZE) return [tooLongBytes(BUNDLE, MAX_SIZE, wording)];
  const places = new Map<string, number[]>();
  const problems = pemBlocks(bundle).flatMap(({ type, hasHeaders, bytes }, i) => {
    if (type !== 'CERTIFICATE') return [`entry ${i} has bad block type: ${type}`];
    if (hasHeaders) return [`entry ${i} has PEM block headers`];
    const certificate = certificateOf(bytes);
    if (certificate === undefined) return [`entry ${i} does not parse as X.509`];
    if (!certificate.ca) return [`entry ${i} does not have the CA bit set`];
    const key = bytes.toString('base64');
    places.set(key, [...(places.get(key) ?? []), i]);
    return [];
  });
  if (problems.length === 0) {
    if (places.size === 0) problems.push('at least one trust anchor must be provided');
    for (const indices of places.values()) {
      if (indices.length > 1) problems.push(`duplicate trust anchor (indices [${indices.join(' ')}])`);
    }
  }
  return problems.map((text) => invalid(BUNDLE, HIDDEN, text));
}

export const clustertrustbundles = defineBehaviour<ClusterTrustBundle>({
  group: CERTIFICATES_GROUP,
  resource: 'clustertrustbundles',
  strategy: {
    // It depends on the signer: see validateBundle.
    validateName: () => [],
    validate: (bundle, { features }) => validateBundle(bundle, features.behaviours, false),
    validateUpdate: (bundle, old, { features }) => [
      ...validateBundle(bundle, features.behaviours, bundle.spec.trustBundle === old.spec.trustBundle),
      ...((bundle.spec.signerName ?? '') === (old.spec.signerName ?? '')
        ? []
        : [immutable(SIGNER, bundle.spec.signerName ?? '')]),
    ],
  },
  selectableFields: { 'spec.signerName': ({ spec }) => spec.signerName ?? '' },
  columns: [
    nameColumn,
    textColumn(
      'SignerName',
      'The signer whose certificates these roots vouch for.',
      ({ spec }) => spec.signerName || '<none>',
    ),
  ],
  description: 'Root certificates that workloads of the whole cluster may trust.',
  example: {
    metadata: { name: 'roots' },
    spec: {
      trustBundle: `-----BEGIN CERTIFICATE-----
MIIBNDCB56ADAgECAhQNum6hisprWVTRLMNBBdreDSTsyDAFBgMrZXAwDzENMAsG
A1UEAwwEcm9vdDAgFw0yNjExMjQwMzAwMDNaGA8yMTI2MTAzMTAzMDAwM1owDzEN
MAsGA1UEAwwEcm9vdDAqMAUGAytlcAMhAFsIs3cshNlfcvs48oq6kr3kXK93XazR
sWJxrmy30Mfqo1MwUTAdBgNVHQ4EFgQUS/vQRJSkJDYxCeqS7XAJySN7JKcwHwYD
VR0jBBgwFoAUS/vQRJSkJDYxCeqS7XAJySN7JKcwDwYDVR0TAQH/BAUwAwEB/zAF
BgMrZXADQQD1U6G9xCpjBcXo+R7phQS2vtO1JwACyS4ERyR2RaYkePsKwD4h5WvO
eSl6aehdSpaLBQzr6IuM6B6PdbVWBu0D
-----END CERTIFICATE-----
`,
    },
  },
});
