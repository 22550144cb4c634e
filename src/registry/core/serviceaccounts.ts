/** Source: k8s.io/kubernetes/pkg/registry/core/serviceaccount/strategy.go. */
import { type ServiceAccount } from '../../apis/core/v1.js';
import { ageColumn, nameColumn } from '../../printers/columns.js';
import { defineKind } from '../rest.js';
import { token } from './serviceaccount-token.js';

export const serviceaccounts = defineKind<ServiceAccount>({
  group: '',
  kind: 'ServiceAccount',
  resource: 'serviceaccounts',
  singular: 'serviceaccount',
  namespaced: true,
  shortNames: ['sa'],
  versions: [{ version: 'v1', schema: 'io.k8s.api.core.v1.ServiceAccount', served: () => true }],
  strategy: {
    // Clients never need the secrets of an account that is being made: controllers list them.
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
