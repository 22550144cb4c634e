import type { FlagGroup } from './flag.js';

export const SERVING = {
  title: 'Serving',
  flags: [
    { name: 'bind-address', type: 'ip', default: '127.0.0.1', description: 'The address to listen on.' },
    { name: 'secure-port', type: 'port', default: 6443, description: 'The HTTPS port; 0 picks a free one.' },
    {
      name: 'http-port',
      type: 'optional port',
      default: undefined,
      description: 'Serves plain HTTP on this port too, for clients that cannot be given a CA; 0 picks a free one.',
    },
    {
      name: 'advertise-address',
      type: 'text',
      default: '',
      placeholder: 'host',
      description: 'The host in kubeconfigs and in the URL of the key set. Default: the bind address.',
    },
    {
      name: 'cert-dir',
      type: 'text',
      default: '',
      placeholder: 'directory',
      description:
        'Where the CA, the serving certificate and the token signing key that were made are kept and found again. ' +
        'Default: nowhere, they live as long as the server.',
    },
    {
      name: 'tls-cert-file',
      type: 'text',
      default: '',
      placeholder: 'file',
      description: 'The serving certificate with its chain, PEM. Default: one is made.',
    },
    {
      name: 'tls-private-key-file',
      type: 'text',
      default: '',
      placeholder: 'file',
      description: 'The private key of --tls-cert-file, PEM.',
    },
    {
      name: 'tls-san',
      type: 'list',
      default: [],
      placeholder: 'name,…',
      description: 'Further names and addresses that the certificate made is valid for.',
    },
  ],
} as const satisfies FlagGroup;
