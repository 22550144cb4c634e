import type { FlagGroup } from './flag.js';

export const ADMISSION = {
  title: 'Admission',
  flags: [
    {
      name: 'enable-admission-plugins',
      type: 'list',
      default: [],
      placeholder: 'name,…',
      description: "Admission plug-ins that run besides the version's own: NodeRestriction, for one.",
    },
    {
      name: 'disable-admission-plugins',
      type: 'list',
      default: [],
      placeholder: 'name,…',
      description: "Those of the version's own that do not run.",
    },
    {
      name: 'default-not-ready-toleration-seconds',
      type: 'number',
      default: 300,
      placeholder: 'seconds',
      description: 'How long pods that do not say so stay on a node that is not ready.',
    },
    {
      name: 'default-unreachable-toleration-seconds',
      type: 'number',
      default: 300,
      placeholder: 'seconds',
      description: 'How long pods that do not say so stay on a node that is not reached.',
    },
  ],
} as const satisfies FlagGroup;
