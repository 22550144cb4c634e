/** The flow schemas and priority levels of every cluster. Source: k8s.io/apiserver/pkg/apis/flowcontrol/bootstrap/default.go. */
import { rfc3339 } from '../../clock/clock.js';
import { type Features } from '../../features/features.js';
import { type InitialObject, type InitialObjects } from './initial-object.js';

const GROUP = 'flowcontrol.apiserver.k8s.io';

/** Who writes specs and who writes status. Source: pkg/registry/flowcontrol/rest, k8s.io/apiserver/pkg/util/flowcontrol. */
const MANAGER_PREFIX = 'api-priority-and-fairness-config-';

type Level = readonly [name: string, shares: number, lendablePercent: number, queues?: number, handSize?: number];

/** Limited ones; those without queues reject. */
const LEVELS: readonly Level[] = [
  ['system', 30, 33, 64, 6],
  ['node-high', 40, 25, 64, 6],
  ['leader-election', 10, 0, 16, 4],
  ['workload-high', 40, 50, 128, 6],
  ['workload-low', 100, 90, 128, 6],
  ['global-default', 20, 50, 128, 6],
  ['catch-all', 5, 0],
];

const QUEUE_LENGTH = 50;

type Subject = readonly ['Group' | 'User' | 'ServiceAccount', string];

interface ResourceRule {
  readonly verbs: readonly string[];
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly clusterScope?: true;
  readonly namespaces: readonly string[];
}

interface Schema {
  readonly name: string;
  readonly level: string;
  readonly precedence: number;
  readonly distinguisher?: 'ByUser' | 'ByNamespace';
  readonly subjects: readonly Subject[];
  readonly resourceRules?: readonly ResourceRule[];
  readonly nonResourceRules?: readonly {
    readonly verbs: readonly string[];
    readonly nonResourceURLs: readonly string[];
  }[];
  /** Default: always. */
  readonly exists?: (features: Features) => boolean;
}

const ALL = ['*'];
const EVERY_RESOURCE = { verbs: ALL, apiGroups: ALL, resources: ALL, clusterScope: true, namespaces: ALL } as const;
const EVERYTHING = {
  resourceRules: [EVERY_RESOURCE],
  nonResourceRules: [{ verbs: ALL, nonResourceURLs: ALL }],
} as const;

const EVERYBODY: readonly Subject[] = [
  ['Group', 'system:unauthenticated'],
  ['Group', 'system:authenticated'],
];
const NODES: readonly Subject[] = [['Group', 'system:nodes']];
const SYSTEM_ACCOUNTS: readonly Subject[] = [['ServiceAccount', '*']];
const MANAGER: Subject = ['User', 'system:kube-controller-manager'];
const SCHEDULER: Subject = ['User', 'system:kube-scheduler'];

function election(group: string, resources: readonly string[], namespaces = ALL): ResourceRule {
  return { verbs: ['get', 'create', 'update'], apiGroups: [group], resources, namespaces };
}

const LEASES = election('coordination.k8s.io', ['leases']);

function schemasOf({ behaviours }: Features): readonly Schema[] {
  const { flowControlElectsByEndpoints, flowControlNodeHigh, flowControlEndpointController } = behaviours;
  const byUser = { distinguisher: 'ByUser' } as const;
  const byNamespace = { distinguisher: 'ByNamespace' } as const;
  const all: readonly (Schema | false)[] = [
    { name: 'exempt', level: 'exempt', precedence: 1, subjects: [['Group', 'system:masters']], ...EVERYTHING },
    {
      ...{ name: 'probes', level: 'exempt', precedence: 2, subjects: EVERYBODY },
      nonResourceRules: [{ verbs: ['get'], nonResourceURLs: ['/healthz', '/readyz', '/livez'] }],
    },
    {
      ...{ name: 'system-leader-election', level: 'leader-election', precedence: 100, ...byUser },
      subjects: [MANAGER, SCHEDULER, ...SYSTEM_ACCOUNTS],
      resourceRules: [
        ...(flowControlElectsByEndpoints ? [election('', ['endpoints', 'configmaps'], ['kube-system'])] : []),
        LEASES,
      ],
    },
    flowControlEndpointController && {
      ...{ name: 'endpoint-controller', level: 'workload-high', precedence: 150, ...byUser },
      subjects: [
        MANAGER,
        ['ServiceAccount', 'endpoint-controller'],
        ['ServiceAccount', 'endpointslicemirroring-controller'],
      ],
      resourceRules: [election('', ['endpoints'])],
    },
    flowControlElectsByEndpoints && {
      ...{ name: 'workload-leader-election', level: 'leader-election', precedence: 200, ...byUser },
      subjects: SYSTEM_ACCOUNTS,
      resourceRules: [election('', ['endpoints', 'configmaps']), LEASES],
    },
    flowControlNodeHigh && {
      ...{ name: 'system-node-high', level: 'node-high', precedence: 400, ...byUser, subjects: NODES },
      resourceRules: [
        { ...EVERY_RESOURCE, apiGroups: [''], resources: ['nodes', 'nodes/status'] },
        { verbs: ALL, apiGroups: ['coordination.k8s.io'], resources: ['leases'], namespaces: ALL },
      ],
    },
    { name: 'system-nodes', level: 'system', precedence: 500, ...byUser, subjects: NODES, ...EVERYTHING },
    {
      ...{ name: 'kube-controller-manager', level: 'workload-high', precedence: 800, ...byNamespace },
      ...{ subjects: [MANAGER], ...EVERYTHING },
    },
    {
      ...{ name: 'kube-scheduler', level: 'workload-high', precedence: 800, ...byNamespace },
      ...{ subjects: [SCHEDULER], ...EVERYTHING },
    },
    {
      ...{ name: 'kube-system-service-accounts', level: 'workload-high', precedence: 900, ...byNamespace },
      ...{ subjects: SYSTEM_ACCOUNTS, ...EVERYTHING },
    },
    {
      ...{ name: 'service-accounts', level: 'workload-low', precedence: 9000, ...byUser },
      ...{ subjects: [['Group', 'system:serviceaccounts']], ...EVERYTHING },
    },
    {
      name: 'global-default',
      level: 'global-default',
      precedence: 9900,
      ...byUser,
      subjects: EVERYBODY,
      ...EVERYTHING,
    },
    { name: 'catch-all', level: 'catch-all', precedence: 10000, ...byUser, subjects: EVERYBODY, ...EVERYTHING },
  ];
  return all.filter((schema) => schema !== false);
}

export const flowControl: InitialObjects = ({ features, clock }) => {
  const { flowControlNodeHigh, flowControlShares, flowControlExemptShares, flowControlStatusApplied } =
    features.behaviours;
  const annotations = flowControlNodeHigh ? { annotations: { 'apf.kubernetes.io/autoupdate-spec': 'true' } } : {};
  const levels = LEVELS.filter(([name]) => name !== 'node-high' || flowControlNodeHigh);
  const shared = flowControlExemptShares ? { exempt: { nominalConcurrencyShares: 0, lendablePercent: 0 } } : {};
  const found = { type: 'Dangling', status: 'False', lastTransitionTime: rfc3339(clock.now()), reason: 'Found' };
  const object = (resource: string, name: string, spec: unknown, status?: unknown): InitialObject => ({
    resource: { group: GROUP, resource },
    object: {
      metadata: { name, ...annotations },
      spec,
      ...(status === undefined ? {} : { status }),
    },
    writes: [
      { manager: `${MANAGER_PREFIX}producer-v1`, fields: { metadata: annotations, spec } },
      ...(status === undefined
        ? []
        : [
            {
              ...{ manager: `${MANAGER_PREFIX}consumer-v1`, subresource: 'status', fields: { status } },
              applied: flowControlStatusApplied,
            },
          ]),
    ],
  });
  return [
    object('prioritylevelconfigurations', 'exempt', { type: 'Exempt', ...shared }),
    ...levels.map((level) => {
      const limited = { ...shares(level, flowControlShares), limitResponse: limitResponse(level) };
      return object('prioritylevelconfigurations', level[0], { type: 'Limited', limited });
    }),
    ...schemasOf(features).map(
      ({ name, level, precedence, distinguisher, subjects, resourceRules, nonResourceRules }) => {
        const message = `This FlowSchema references the PriorityLevelConfiguration object named "${level}" and it exists`;
        const spec = {
          priorityLevelConfiguration: { name: level },
          matchingPrecedence: precedence,
          ...(distinguisher === undefined ? {} : { distinguisherMethod: { type: distinguisher } }),
          rules: [
            {
              subjects: subjects.map(subject),
              ...(resourceRules === undefined ? {} : { resourceRules }),
              ...(nonResourceRules === undefined ? {} : { nonResourceRules }),
            },
          ],
        };
        return object('flowschemas', name, spec, { conditions: [{ ...found, message }] });
      },
    ),
  ];
};

function shares([, count, lendablePercent]: Level, name: 'assured' | 'nominal'): Record<string, number> {
  if (name === 'assured') return { assuredConcurrencyShares: count };
  return { nominalConcurrencyShares: count, lendablePercent };
}

function limitResponse([, , , queues, handSize]: Level): unknown {
  if (queues === undefined) return { type: 'Reject' };
  return { type: 'Queue', queuing: { queues, handSize, queueLengthLimit: QUEUE_LENGTH } };
}

function subject([kind, name]: Subject): unknown {
  if (kind === 'ServiceAccount') return { kind, serviceAccount: { namespace: 'kube-system', name } };
  return { kind, [kind.toLowerCase()]: { name } };
}
