/**
 * Every flag, in the order of --help: the one list from which parsing, --help, the configuration file, its default and the
 * reference page follow. Names and meaning are kube-apiserver's where it has the flag.
 */
import type { FlagType, FlagValues } from './values.js';

export interface Flag<T extends FlagType = FlagType> {
  readonly name: string;
  readonly type: T;
  readonly default: FlagValues[T];
  readonly description: string;
  /** One letter, `-h`. */
  readonly shorthand?: string;
  /** In place of the type's own, what --help shows for the value. */
  readonly placeholder?: string;
  /** False for what makes no sense in a configuration file. */
  readonly inConfigFile?: false;
}

/** One member of a union per type, so that a default fits its type. */
export type AnyFlag = { readonly [T in FlagType]: Flag<T> }[FlagType];

export interface FlagGroup {
  readonly title: string;
  readonly flags: readonly AnyFlag[];
}

export const FLAG_GROUPS = [
  {
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
  },
  {
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
  },
  {
    title: 'Authentication',
    flags: [
      {
        name: 'anonymous-auth',
        type: 'switch',
        default: true,
        description: 'Takes a request without credentials for one of user system:anonymous.',
      },
      {
        name: 'client-ca-file',
        type: 'text',
        default: '',
        placeholder: 'file',
        description: 'CA bundle that client certificates are verified with, PEM. The CA made is accepted as well.',
      },
      {
        name: 'requestheader-client-ca-file',
        type: 'text',
        default: '',
        placeholder: 'file',
        description: 'CA bundle that the certificates of proxies are verified with which name users in headers, PEM.',
      },
      {
        name: 'requestheader-allowed-names',
        type: 'list',
        default: [],
        placeholder: 'name,…',
        description: 'The common names that such a certificate may have. Default: any.',
      },
      {
        name: 'requestheader-username-headers',
        type: 'list',
        default: [],
        placeholder: 'header,…',
        description: 'The headers that name the user: the first with a value counts. X-Remote-User is usual.',
      },
      {
        name: 'requestheader-uid-headers',
        type: 'list',
        default: [],
        placeholder: 'header,…',
        description:
          "The headers with the user's UID: the first with a value counts. X-Remote-Uid is usual; since 1.32.",
      },
      {
        name: 'requestheader-group-headers',
        type: 'list',
        default: [],
        placeholder: 'header,…',
        description: "The headers with the user's groups, all of them. X-Remote-Group is usual.",
      },
      {
        name: 'requestheader-extra-headers-prefix',
        type: 'list',
        default: [],
        placeholder: 'prefix,…',
        description: "What headers with the user's extra fields begin with. X-Remote-Extra- is usual.",
      },
      {
        name: 'enable-bootstrap-token-auth',
        type: 'switch',
        default: false,
        description: 'Accepts the tokens in secrets of type bootstrap.kubernetes.io/token in kube-system.',
      },
      {
        name: 'token-auth-file',
        type: 'text',
        default: '',
        placeholder: 'file',
        description: 'Static bearer tokens, CSV: token,user,uid,"group,group".',
      },
      {
        name: 'authentication-config',
        type: 'text',
        default: '',
        placeholder: 'file',
        description:
          'AuthenticationConfiguration (apiserver.config.k8s.io): other issuers whose tokens are accepted, and who is ' +
          'anonymous. In place of --oidc-…; since 1.29.',
      },
      {
        name: 'oidc-issuer-url',
        type: 'text',
        default: '',
        placeholder: 'url',
        description: 'The https URL of an OpenID issuer whose ID tokens are accepted.',
      },
      {
        name: 'oidc-client-id',
        type: 'text',
        default: '',
        placeholder: 'id',
        description: 'The audience that those tokens must be for.',
      },
      {
        name: 'oidc-ca-file',
        type: 'text',
        default: '',
        placeholder: 'file',
        description: "CA bundle that the issuer's certificate is verified with, PEM. Default: what Node.js trusts.",
      },
      {
        name: 'oidc-username-claim',
        type: 'text',
        default: 'sub',
        placeholder: 'claim',
        description: "The claim with the user's name.",
      },
      {
        name: 'oidc-username-prefix',
        type: 'text',
        default: '',
        placeholder: 'prefix',
        description:
          "Stands before the user's name; - for nothing. Default: the issuer's URL and #, but nothing before an email.",
      },
      {
        name: 'oidc-groups-claim',
        type: 'text',
        default: '',
        placeholder: 'claim',
        description: "The claim with the user's groups: a text or a list of them.",
      },
      {
        name: 'oidc-groups-prefix',
        type: 'text',
        default: '',
        placeholder: 'prefix',
        description: "Stands before the groups' names.",
      },
      {
        name: 'oidc-required-claim',
        type: 'texts',
        default: [],
        placeholder: 'claim=value',
        description: 'A claim that must be there with that value. Repeatable.',
      },
      {
        name: 'oidc-signing-algs',
        type: 'list',
        default: ['RS256'],
        placeholder: 'alg,…',
        description:
          'What the tokens may be signed with: RS256, RS384, RS512, ES256, ES384, ES512, PS256, PS384, PS512.',
      },
      {
        name: 'authentication-token-webhook-config-file',
        type: 'text',
        default: '',
        placeholder: 'file',
        description: 'Kubeconfig of a server that is asked about tokens that nobody here knows, by TokenReview.',
      },
      {
        name: 'authentication-token-webhook-version',
        type: 'text',
        default: 'v1beta1',
        placeholder: 'version',
        description: 'The version of those TokenReviews: v1 or v1beta1.',
      },
      {
        name: 'authentication-token-webhook-cache-ttl',
        type: 'duration',
        default: 120,
        description: 'For how long its answers hold.',
      },
      {
        name: 'authentication-token-cache-ttl',
        type: 'duration',
        default: 0,
        description:
          'For how long a token that was good is not looked at again. kube-apiserver has 10s, so that a token that was ' +
          'revoked still works for a while; 0 looks every time.',
      },
      {
        name: 'api-audiences',
        type: 'list',
        default: [],
        description: 'The audiences of the API server. Default: the issuers.',
      },
    ],
  },
  {
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
  },
  {
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
  },
  {
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
  },
  {
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
  },
  {
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
  },
  {
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
  },
] as const satisfies readonly FlagGroup[];

type KnownFlag = (typeof FLAG_GROUPS)[number]['flags'][number];

export type FlagName = KnownFlag['name'];

/** A value for every flag, by its name. */
export type Settings = { readonly [F in KnownFlag as F['name']]: FlagValues[F['type']] };

export const FLAGS: readonly AnyFlag[] = FLAG_GROUPS.flatMap((group): readonly AnyFlag[] => group.flags);

/** Every flag at its default. */
export function defaultSettings(): Settings {
  return Object.fromEntries(FLAGS.map((flag) => [flag.name, flag.default])) as unknown as Settings;
}
