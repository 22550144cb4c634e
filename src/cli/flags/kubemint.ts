import type { FlagGroup } from './flag.js';

export const KUBEMINT = {
  title: 'kubemint',
  flags: [
    {
      name: 'approve-certificate-signing-requests',
      type: 'switch',
      default: false,
      description:
        'Approves every certificate signing request, whoever it is from; otherwise those of kubelets alone are ' +
        'approved, where RBAC allows it. What is approved is signed by the CA that was made.',
    },
    {
      name: 'kubeconfig',
      type: 'text',
      default: 'kubemint.kubeconfig',
      placeholder: 'file',
      description: "Where the administrator's kubeconfig is written; empty for nowhere.",
    },
    {
      name: 'kubelet-root-dir',
      type: 'text',
      default: '',
      placeholder: 'directory',
      description:
        'Keeps the volumes of bound pods there as a kubelet does (pods/<uid>/volumes/…), their tokens renewed in time. It ' +
        'must be empty or an earlier one of kubemint. Default: none are written.',
    },
    {
      name: 'control-token-file',
      type: 'text',
      default: '',
      placeholder: 'file',
      description:
        'The token that requests to /_kubemint/ have to show; one is made where the file is missing. Default: one is ' +
        'made at each start and written beside the kubeconfig (kubemint.control-token).',
    },
    {
      name: 'manifests',
      type: 'texts',
      default: [],
      placeholder: 'path',
      description:
        'Objects to create before the server says ready: a YAML or JSON file, a directory of them, or - for ' +
        'standard input. Repeatable.',
    },
    {
      name: 'v',
      type: 'number',
      default: 0,
      shorthand: 'v',
      placeholder: 'level',
      description: 'Log verbosity: 2 writes a line per request, 4 details.',
    },
    {
      name: 'config',
      type: 'text',
      default: '',
      placeholder: 'file',
      inConfigFile: false,
      description: 'Reads these options from a YAML file; flags win.',
    },
    {
      name: 'help',
      type: 'switch',
      default: false,
      shorthand: 'h',
      inConfigFile: false,
      description: 'Prints this.',
    },
    {
      name: 'version',
      type: 'switch',
      default: false,
      inConfigFile: false,
      description: "Prints kubemint's version.",
    },
  ],
} as const satisfies FlagGroup;
