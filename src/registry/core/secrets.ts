/** Source: k8s.io/kubernetes/pkg/registry/core/secret/strategy.go. */
import { type Secret } from '../../apis/core/v1.js';
import { ageColumn, nameColumn } from '../../printers/columns.js';
import { type Features } from '../../features/features.js';
import { defineKind } from '../rest.js';
import { validateSecret, validateSecretUpdate } from './secret-validation.js';
import { keyPairProblem } from './tls-pair.js';

function warningsFor({ type, data = {} }: Secret, { behaviours }: Features): string[] {
  if (type !== 'kubernetes.io/tls' || !behaviours.secretKeyPairWarnings) return [];
  const [certificate = '', key = ''] = ['tls.crt', 'tls.key'].map((name) => textOf(data[name] ?? ''));
  const problem = keyPairProblem(certificate, key);
  return problem === undefined ? [] : [problem];
}

function textOf(base64: string): string {
  return Buffer.from(base64, 'base64').toString('utf8');
}

export const secrets = defineKind<Secret>({
  group: '',
  kind: 'Secret',
  resource: 'secrets',
  singular: 'secret',
  namespaced: true,
  versions: [{ version: 'v1', schema: 'io.k8s.api.core.v1.Secret', served: () => true }],
  strategy: {
    default(secret) {
      for (const [key, text] of Object.entries(secret.stringData ?? {})) {
        secret.data ??= {};
        secret.data[key] = Buffer.from(text, 'utf8').toString('base64');
      }
      delete secret.stringData;
      if ((secret.type ?? '') === '') secret.type = 'Opaque';
    },
    validate: (secret, { features }) => validateSecret(secret, features),
    validateUpdate: (secret, old, { features }) => validateSecretUpdate(secret, old, features),
    warningsOnCreate: (secret, { features }) => warningsFor(secret, features),
    warningsOnUpdate: (secret, _old, { features }) => warningsFor(secret, features),
  },
  selectableFields: { type: ({ type = '' }) => type },
  columns: [
    nameColumn,
    {
      name: 'Type',
      type: 'string',
      description: 'What the secret is for, and so which keys it must have.',
      priority: 0,
      cell: ({ type = '' }) => type,
    },
    {
      name: 'Data',
      type: 'string',
      description: 'How many keys the secret has.',
      priority: 0,
      cell: ({ data = {} }) => Object.keys(data).length,
    },
    ageColumn,
  ],
  description: 'Confidential bytes by key, a service account token among them.',
  example: { metadata: { name: 'credentials' }, type: 'Opaque', data: { password: 'czNjcjN0' } },
});
