/** Source: pkg/registry/core/node. */
import { type Node } from '../../apis/core/node.js';
import { ageColumn, nameColumn } from '../../printers/columns.js';
import { defineKind, type Strategy, type TableColumn } from '../rest.js';
import { withoutSchemeAndPort } from '../scheme-name-port.js';
import { validateNode, validateNodeUpdate } from './node-validation.js';

const ROLE_PREFIX = 'node-role.kubernetes.io/';
const ROLE = 'kubernetes.io/role';

const strategy: Strategy<Node> = {
  default({ status }) {
    if (status?.capacity !== undefined) status.allocatable ??= { ...status.capacity };
  },
  prepareForCreate({ spec, status }) {
    delete spec?.configSource;
    delete status?.config;
  },
  validate: (node, { features }) => validateNode(node, features),
  prepareForUpdate(node, old) {
    if (old.status === undefined) delete node.status;
    else node.status = structuredClone(old.status);
    if (old.spec?.configSource === undefined) delete node.spec?.configSource;
  },
  validateUpdate: (node, old, { features }) => [
    ...validateNode(node, features),
    ...validateNodeUpdate(node, old, features),
  ],
  warningsOnCreate: warnings,
  warningsOnUpdate: warnings,
};

const statusStrategy: Pick<Strategy<Node>, 'prepareForUpdate' | 'validateUpdate'> = {
  prepareForUpdate(node, old) {
    if (old.spec === undefined) delete node.spec;
    else node.spec = structuredClone(old.spec);
    if (old.status?.config === undefined) delete node.status?.config;
  },
  validateUpdate: (node, old, { features }) => validateNodeUpdate(node, old, features),
};

function warnings({ spec }: Node): string[] {
  return [
    ...(spec?.configSource === undefined ? [] : ['spec.configSource: the feature is removed']),
    ...(spec?.externalID ? ['spec.externalID: this field is deprecated, and is unused by Kubernetes'] : []),
  ];
}

export const nodes = defineKind<Node>({
  group: '',
  kind: 'Node',
  resource: 'nodes',
  singular: 'node',
  namespaced: false,
  shortNames: ['no'],
  versions: [{ version: 'v1', schema: 'io.k8s.api.core.v1.Node', served: () => true }],
  storagePrefix: 'minions',
  strategy,
  subresources: {
    proxy: {
      type: 'unavailable',
      kind: 'NodeProxyOptions',
      verbs: ['create', 'delete', 'get', 'patch', 'update'],
      parentName: withoutSchemeAndPort,
    },
    status: {
      type: 'stored',
      strategy: statusStrategy,
      verbs: ['get', 'patch', 'update'],
    },
  },
  selectableFields: { 'spec.unschedulable': ({ spec }) => String(spec?.unschedulable ?? false) },
  columns: [
    nameColumn,
    column('Status', 0, 'Whether the node is ready, and takes pods.', readiness),
    column('Roles', 0, 'The roles that its labels give it.', (node) => roles(node) || '<none>'),
    ageColumn,
    column('Version', 0, "The kubelet's version.", ({ status }) => status?.nodeInfo?.kubeletVersion ?? ''),
    column('Internal-IP', 1, 'Its address inside the cluster.', (node) => addressOf(node, 'InternalIP')),
    column('External-IP', 1, 'Its address outside the cluster.', (node) => addressOf(node, 'ExternalIP')),
    column('OS-Image', 1, 'Its operating system.', ({ status }) => status?.nodeInfo?.osImage || '<unknown>'),
    column('Kernel-Version', 1, 'Its kernel.', kernel),
    column(
      'Container-Runtime',
      1,
      'What runs its containers.',
      ({ status }) => status?.nodeInfo?.containerRuntimeVersion || '<unknown>',
    ),
  ],
  description: 'A machine that runs pods.',
  example: { metadata: { name: 'node-1', labels: { 'kubernetes.io/os': 'linux' } } },
});

function column(name: string, priority: number, description: string, cell: (node: Node) => string): TableColumn<Node> {
  return { name, type: 'string', description, priority, cell };
}

function readiness({ spec, status }: Node): string {
  const ready = status?.conditions?.findLast(({ type }) => type === 'Ready');
  const word = ready === undefined ? 'Unknown' : ready.status === 'True' ? 'Ready' : 'NotReady';
  return spec?.unschedulable === true ? `${word},SchedulingDisabled` : word;
}

function roles({ metadata }: Node): string {
  const found = Object.entries(metadata.labels ?? {}).map(([key, value]) =>
    key === ROLE ? value : key.startsWith(ROLE_PREFIX) ? key.slice(ROLE_PREFIX.length) : '',
  );
  return [...new Set(found.filter((role) => role !== ''))].sort().join(',');
}

function addressOf({ status }: Node, type: string): string {
  return status?.addresses?.find((address) => address.type === type)?.address ?? '<none>';
}

function kernel({ status }: Node): string {
  const { kernelVersion, architecture } = status?.nodeInfo ?? {};
  return `${kernelVersion || '<unknown>'}${architecture ? ` (${architecture})` : ''}`;
}
