import type { FlagGroup } from './flag.js';

export const AUDIT = {
  title: 'Audit',
  flags: [
    {
      name: 'audit-policy-file',
      type: 'text',
      default: '',
      placeholder: 'file',
      description: 'Which requests are noted, and how much of them: an audit.k8s.io/v1 Policy. Default: none is.',
    },
    {
      name: 'audit-log-path',
      type: 'text',
      default: '',
      placeholder: 'file',
      description: 'Where audit events are written; - is standard output. Tokens in them are cut short.',
    },
    {
      name: 'audit-log-format',
      type: 'text',
      default: 'json',
      placeholder: 'format',
      description: 'json, or legacy for a line of text an event.',
    },
    {
      name: 'audit-log-maxsize',
      type: 'number',
      default: 100,
      placeholder: 'megabytes',
      description: 'The size at which the log is put aside and a new one begun; 0 for never.',
    },
    {
      name: 'audit-log-maxbackup',
      type: 'number',
      default: 100,
      description: 'How many logs that were put aside are kept; 0 for all.',
    },
    {
      name: 'audit-log-maxage',
      type: 'number',
      default: 366,
      placeholder: 'days',
      description: 'How long logs that were put aside are kept; 0 for ever.',
    },
  ],
} as const satisfies FlagGroup;
