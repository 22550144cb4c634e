/** Source: k8s.io/kubernetes/pkg/registry/core/serviceaccount/strategy.go. */
import { type ServiceAccount } from '../../apis/core/v1.js';
import { type Features } from '../../features/features.js';
import { ageColumn, nameColumn } from '../../printers/columns.js';
import { defineKind } from '../rest.js';
import { token } from './serviceaccount-token.js';

const ENFORCE_MOUNTABLE_SECRETS = 'kubernetes.io/enforce-mountable-secrets';

/** The secrets of an account lie in its own namespace, so a name is all that a reference may say. */
function keepSecretNames(account: ServiceAccount): void {
  if (account.secrets !== undefined)
    account.secrets = account.secrets.map(({ name }) => (name === undefined ? {} : { name }));
}

function annotationWarnings(
  account: ServiceAccount,
  old: ServiceAccount | undefined,
  { behaviours }: Features,
): string[] {
  const has = ({ metadata }: ServiceAccount): boolean => ENFORCE_MOUNTABLE_SECRETS in (metadata.annotations ?? {});
  if (!behaviours.enforceMountableSecretsDeprecated || !has(account) || (old !== undefined && has(old))) return [];
  return [
    `metadata.annotations[${ENFORCE_MOUNTABLE_SECRETS}]: deprecated in v1.32+; prefer separate namespaces to isolate access to mounted secrets`,
  ];
}

export const serviceaccounts = defineKind<ServiceAccount>({
  group: '',
  kind: 'ServiceAccount',
  resource: 'serviceaccounts',
  singular: 'serviceaccount',
  namespaced: true,
  shortNames: ['sa'],
  versions: [{ version: 'v1', schema: 'io.k8s.api.core.v1.ServiceAccount', served: () => true }],
  strategy: {
    prepareForCreate: keepSecretNames,
    prepareForUpdate: keepSecretNames,
    warningsOnCreate: (account, { features }) => annotationWarnings(account, undefined, features),
    warningsOnUpdate: (account, old, { features }) => annotationWarnings(account, old, features),
    returnDeletedObject: true,
  },
  subresources: { token },
  columns: [
    nameColumn,
    {
      name: 'Secrets',
      type: 'string',
      description: 'How many secrets the account lists.',
      priority: 0,
      cell: ({ secrets = [] }) => secrets.length,
      shown: ({ behaviours }) => behaviours.serviceAccountSecretsColumn,
    },
    ageColumn,
  ],
  description: 'An identity for processes that run in pods, or for anything else that holds one of its tokens.',
  example: { metadata: { name: 'builder', labels: { app: 'ci' } }, automountServiceAccountToken: false },
});
