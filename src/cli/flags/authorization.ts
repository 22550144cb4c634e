import type { FlagGroup } from './flag.js';

export const AUTHORIZATION = {
  title: 'Authorization',
  flags: [
    {
      name: 'authorization-mode',
      type: 'list',
      default: ['Node', 'RBAC'],
      description: 'Authorizers in the order they are asked: AlwaysAllow, AlwaysDeny, RBAC, Node, Webhook.',
    },
    {
      name: 'authorization-webhook-config-file',
      type: 'text',
      default: '',
      placeholder: 'file',
      description: 'Kubeconfig of the server that mode Webhook asks, by SubjectAccessReview.',
    },
    {
      name: 'authorization-webhook-version',
      type: 'text',
      default: 'v1beta1',
      placeholder: 'version',
      description: 'The version of those SubjectAccessReviews: v1 or v1beta1.',
    },
    {
      name: 'authorization-webhook-cache-authorized-ttl',
      type: 'duration',
      default: 300,
      description: 'For how long a permission holds.',
    },
    {
      name: 'authorization-webhook-cache-unauthorized-ttl',
      type: 'duration',
      default: 30,
      description: 'For how long a refusal holds.',
    },
    {
      name: 'authorization-config',
      type: 'text',
      default: '',
      placeholder: 'file',
      description:
        'AuthorizationConfiguration (apiserver.config.k8s.io): the authorizers in their order. In place of ' +
        '--authorization-mode and --authorization-webhook-…; since 1.29.',
    },
  ],
} as const satisfies FlagGroup;
