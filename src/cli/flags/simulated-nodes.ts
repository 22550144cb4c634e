import type { FlagGroup } from './flag.js';

export const SIMULATED_NODES = {
  title: 'Simulated nodes',
  flags: [
    {
      name: 'simulate-nodes',
      type: 'number',
      default: 1,
      description:
        'How many nodes run pods, as far as a client sees; no container runs. 0 for none: nothing but the API.',
    },
    {
      name: 'simulate-start-delay',
      type: 'duration',
      default: 0.02,
      description: 'How long a simulated container takes to start.',
    },
    {
      name: 'simulate-run-duration',
      type: 'duration',
      default: 0.1,
      description: 'How long a simulated container of a Job runs before it completes.',
    },
    {
      name: 'simulate-stop-delay',
      type: 'duration',
      default: 0.02,
      description: 'How long a simulated container takes to stop.',
    },
  ],
} as const satisfies FlagGroup;
