/** On which nodes a daemon set's pods belong. Source: pkg/controller/daemon/{daemon_controller.go,util/daemonset_util.go}. */
import { type DaemonSet } from '../../apis/apps/v1.js';
import { type Node } from '../../apis/core/node.js';
import { type Pod, type Toleration } from '../../apis/core/pod.js';
import { type Affinity } from '../../apis/core/pod-affinity.js';
import { type PodTemplateSpec } from '../../apis/core/pod-template.js';
import { untolerated } from '../nodes/tolerations.js';
import { isSelected } from '../scheduler/node-selection.js';

export const DAEMON_SET = { group: 'apps', version: 'v1', kind: 'DaemonSet' };
export const REVISION_LABEL = 'controller-revision-hash';
const GENERATION_LABEL = 'pod-template-generation';
const GENERATION_ANNOTATION = 'deprecated.daemonset.template.generation';
const NODE_NAME_FIELD = 'metadata.name';
const PREFIX = 'node.kubernetes.io/';

const TOLERATED: readonly (readonly [string, string])[] = [
  ['not-ready', 'NoExecute'],
  ['unreachable', 'NoExecute'],
  ['disk-pressure', 'NoSchedule'],
  ['memory-pressure', 'NoSchedule'],
  ['pid-pressure', 'NoSchedule'],
  ['unschedulable', 'NoSchedule'],
];
const TOLERATED_ON_HOST_NETWORK = ['network-unavailable', 'NoSchedule'] as const;

export interface Placement {
  readonly shouldRun: boolean;
  /** False where a pod that is there has to go. */
  readonly mayStay: boolean;
}

export function placementOn(node: Node, { spec }: DaemonSet): Placement {
  const template = spec.template ?? {};
  const { nodeName = '' } = template.spec ?? {};
  const pod: Pod = { metadata: {}, spec: template.spec ?? {} };
  const isMeant = nodeName === '' || nodeName === node.metadata.name;
  if (!isMeant || !isSelected(pod, node)) return { shouldRun: false, mayStay: false };
  const tolerations = tolerationsOf(template);
  const repels = (...effects: string[]): boolean => {
    const taints = (node.spec?.taints ?? []).filter(({ effect = '' }) => effects.includes(effect));
    return untolerated(taints, tolerations) !== undefined;
  };
  return { shouldRun: !repels('NoExecute', 'NoSchedule'), mayStay: !repels('NoExecute') };
}

/** Those of the template, and those that every daemon's pod has. */
function tolerationsOf({ spec = {} }: PodTemplateSpec): Toleration[] {
  const pairs = spec.hostNetwork === true ? [...TOLERATED, TOLERATED_ON_HOST_NETWORK] : TOLERATED;
  const tolerations = [...(spec.tolerations ?? [])];
  for (const [key, effect] of pairs) {
    const toleration = { key: `${PREFIX}${key}`, operator: 'Exists', effect };
    const i = tolerations.findIndex((each) => isSame(each, toleration));
    if (i === -1) tolerations.push(toleration);
    else tolerations[i] = toleration;
  }
  return tolerations;
}

function isSame(a: Toleration, b: Toleration): boolean {
  return a.key === b.key && a.effect === b.effect && a.operator === b.operator && (a.value ?? '') === (b.value ?? '');
}

/** What the pods of a daemon set have, but for their node. */
export function daemonTemplate({ metadata, spec }: DaemonSet, hash: string): PodTemplateSpec {
  const template = spec.template ?? {};
  const generation = metadata.annotations?.[GENERATION_ANNOTATION];
  const labels = {
    ...template.metadata?.labels,
    ...(isGeneration(generation) ? { [GENERATION_LABEL]: generation } : {}),
    [REVISION_LABEL]: hash,
  };
  const tolerations = tolerationsOf(template);
  return { metadata: { ...template.metadata, labels }, spec: { ...template.spec, tolerations } };
}

/** Leaves the scheduler one node, whatever else was required of nodes. */
export function pinnedTo(affinity: Affinity | undefined, node: string): Affinity {
  const requirement = { key: NODE_NAME_FIELD, operator: 'In', values: [node] };
  const { requiredDuringSchedulingIgnoredDuringExecution: required } = affinity?.nodeAffinity ?? {};
  return {
    ...affinity,
    nodeAffinity: {
      ...affinity?.nodeAffinity,
      requiredDuringSchedulingIgnoredDuringExecution: {
        ...required,
        nodeSelectorTerms: [{ matchFields: [requirement] }],
      },
    },
  };
}

/** The node that a pod runs on, or is meant for; undefined: none. */
export function nodeOf({ spec }: Pod): string | undefined {
  if ((spec.nodeName ?? '') !== '') return spec.nodeName;
  const terms = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  const fields = terms.flatMap(({ matchFields = [] }) => matchFields);
  const pin = fields.find(({ key, operator }) => key === NODE_NAME_FIELD && operator === 'In');
  return pin?.values?.length === 1 ? pin.values[0] : undefined;
}

/** True where the pod is made of the daemon set's template as it is now. */
export function isUpdated({ metadata: { labels = {} } }: Pod, { metadata }: DaemonSet, hash: string): boolean {
  const generation = metadata.annotations?.[GENERATION_ANNOTATION];
  const sameGeneration = isGeneration(generation) && labels[GENERATION_LABEL] === String(Number(generation));
  return sameGeneration || (hash !== '' && labels[REVISION_LABEL] === hash);
}

function isGeneration(text: string | undefined): text is string {
  return text !== undefined && /^[+-]?\d+$/.test(text);
}
