/** The flags of `kubemint project`, in the order of its --help. */
import type { FlagGroup } from '../flags/flag.js';
import type { FlagValues } from '../values.js';

export const PROJECT_FLAG_GROUPS = [
  {
    title: 'Server',
    flags: [
      {
        name: 'kubeconfig',
        type: 'text',
        default: 'kubemint.kubeconfig',
        placeholder: 'file',
        description: 'Where the server is and who asks it: someone who may create tokens. Any cluster will do.',
      },
      {
        name: 'context',
        type: 'text',
        default: '',
        placeholder: 'name',
        description: 'The context of the kubeconfig. Default: its current one.',
      },
      {
        name: 'sync-period',
        type: 'duration',
        default: 10,
        description:
          "How often the server is asked for its time, for the account and for what the token is bound to. The server's time " +
          'counts: where it is moved, tokens are renewed after this long at most.',
      },
    ],
  },
  {
    title: 'Token',
    flags: [
      {
        name: 'service-account',
        type: 'text',
        default: '',
        placeholder: 'namespace/name',
        description: 'Whose token. Required; without a namespace it is looked for in the one of the context.',
      },
      {
        name: 'audience',
        type: 'list',
        default: [],
        description: 'What the token is good for. Default: the API server.',
      },
      {
        name: 'expiration',
        type: 'duration',
        default: 3600,
        description: 'How long the token is to live, 10m at least.',
      },
      {
        name: 'token-path',
        type: 'text',
        default: 'token',
        placeholder: 'path',
        description: 'Its file in the directory.',
      },
      {
        name: 'token',
        type: 'texts',
        default: [],
        placeholder: 'path[,audience=a][,expiration=1h]',
        description: 'A further token of the account beside it. Repeatable.',
      },
      {
        name: 'bound',
        type: 'text',
        default: '',
        placeholder: 'kind/name',
        description:
          'What the tokens are bound to: pod/name, secret/name or node/name. The files go when that goes, and come back when ' +
          'it does.',
      },
    ],
  },
  {
    title: 'Directory',
    flags: [
      {
        name: 'dir',
        type: 'text',
        default: '',
        placeholder: 'directory',
        description:
          'Where the files are kept. Required; it is made where it is missing, and is for one process alone.',
      },
      { name: 'mode', type: 'text', default: '0644', placeholder: 'octal', description: 'The mode of the files.' },
      { name: 'once', type: 'switch', default: false, description: 'Writes the files once and ends.' },
      { name: 'help', type: 'switch', default: false, shorthand: 'h', description: 'Prints this.' },
    ],
  },
] as const satisfies readonly FlagGroup[];

type ProjectFlag = (typeof PROJECT_FLAG_GROUPS)[number]['flags'][number];

/** A value for every flag, by its name. */
export type ProjectSettings = { readonly [F in ProjectFlag as F['name']]: FlagValues[F['type']] };

export const PROJECT_FLAGS: readonly ProjectFlag[] = PROJECT_FLAG_GROUPS.flatMap(
  (group): readonly ProjectFlag[] => group.flags,
);

/** Every flag at its default. */
export function defaultProjectSettings(): ProjectSettings {
  return Object.fromEntries(PROJECT_FLAGS.map((flag) => [flag.name, flag.default])) as unknown as ProjectSettings;
}
