import type { FlagGroup } from './flag.js';

export const SERVICE_ACCOUNTS = {
  title: 'Service accounts',
  flags: [
    {
      name: 'service-account-issuer',
      type: 'texts',
      default: ['https://kubernetes.default.svc.cluster.local'],
      placeholder: 'url',
      description: 'The issuer of service account tokens. Repeatable: the first signs, all are accepted.',
    },
    {
      name: 'service-account-signing-key-file',
      type: 'text',
      default: '',
      placeholder: 'file',
      description: 'Private RSA or EC key that signs tokens, PEM. Default: an RSA 2048 key is made.',
    },
    {
      name: 'service-account-key-file',
      type: 'texts',
      default: [],
      placeholder: 'file',
      description:
        'RSA and EC keys that verify tokens, PEM, public or private, several to a file. Repeatable. ' +
        'Default: the signing key.',
    },
    {
      name: 'service-account-jwks-uri',
      type: 'text',
      default: '',
      placeholder: 'url',
      description: 'The https URL of the key set in the discovery document. Default: the own one.',
    },
    {
      name: 'service-account-max-token-expiration',
      type: 'duration',
      default: 0,
      description: 'The longest life of a requested token, between 1h and 2^32 seconds; 0 sets no limit.',
    },
    {
      name: 'service-account-extend-token-expiration',
      type: 'switch',
      default: true,
      description: 'Lets the tokens that pods are given outlive their expiry, as upstream does for old clients.',
    },
    {
      name: 'service-account-lookup',
      type: 'switch',
      default: true,
      description: 'Looks at every use of a legacy token whether its account and secret still exist.',
    },
  ],
} as const satisfies FlagGroup;
