import type { FlagGroup } from './flag.js';

export const KUBERNETES_VERSION = {
  title: 'Kubernetes version',
  flags: [
    {
      name: 'kubernetes-version',
      type: 'text',
      default: '',
      placeholder: 'version',
      description: 'The version to behave as: 1.20 to 1.37, with or without a patch number. Default: the newest.',
    },
    {
      name: 'feature-gates',
      type: 'gates',
      default: {},
      description: "Turns the version's feature gates on or off, by upstream's names.",
    },
  ],
} as const satisfies FlagGroup;
