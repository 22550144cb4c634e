/** Pods that are to be spread. Source: pkg/scheduler/framework/plugins/podtopologyspread/filtering.go. */
import { type Node } from '../../apis/core/node.js';
import { type TopologySpreadConstraint } from '../../apis/core/pod-affinity.js';
import { type Pod } from '../../apis/core/pod.js';
import { selects } from '../../registry/selection.js';
import { untolerated } from '../nodes/tolerations.js';
import { type NodeState } from './cluster-state.js';
import { type Filter } from './filter.js';
import { isSelected } from './node-selection.js';

const SKEWED = "node(s) didn't match pod topology spread constraints";

export const podTopologySpread: Filter = {
  prepare(pod, state) {
    const hard = (pod.spec.topologySpreadConstraints ?? []).filter(
      ({ whenUnsatisfiable }) => whenUnsatisfiable === 'DoNotSchedule',
    );
    if (hard.length === 0) return undefined;
    const nodes = state.nodes();
    const counts = hard.map((constraint) => countDomains(pod, constraint, hard, nodes));
    return ({ node }) => {
      for (const [i, { topologyKey = '', maxSkew = 1, minDomains = 1 }] of hard.entries()) {
        const value = node.metadata.labels?.[topologyKey];
        if (value === undefined) return { reasons: [`${SKEWED} (missing required label)`], isFinal: true };
        const domains = counts[i] ?? new Map<string, number>();
        const least = domains.size < minDomains ? 0 : Math.min(...domains.values());
        const own = isCounted(pod, pod, hard[i] ?? {}) ? 1 : 0;
        if ((domains.get(value) ?? 0) + own - least > maxSkew) return { reasons: [SKEWED], isFinal: false };
      }
      return undefined;
    };
  },
};

/** How many pods of the constraint are in each domain that the pod could go to. */
function countDomains(
  pod: Pod,
  constraint: TopologySpreadConstraint,
  all: readonly TopologySpreadConstraint[],
  nodes: readonly NodeState[],
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { node, pods } of nodes) {
    const labels = node.metadata.labels ?? {};
    if (!all.every(({ topologyKey = '' }) => labels[topologyKey] !== undefined)) continue;
    if (!isEligible(pod, node, constraint)) continue;
    const value = labels[constraint.topologyKey ?? ''] ?? '';
    const found = [...pods.values()].filter(({ pod: other }) => isCounted(other, pod, constraint)).length;
    counts.set(value, (counts.get(value) ?? 0) + found);
  }
  return counts;
}

function isEligible(
  pod: Pod,
  node: Node,
  { nodeAffinityPolicy = 'Honor', nodeTaintsPolicy = 'Ignore' }: TopologySpreadConstraint,
): boolean {
  if (nodeAffinityPolicy === 'Honor' && !isSelected(pod, node)) return false;
  const taints = (node.spec?.taints ?? []).filter(({ effect }) => effect !== 'PreferNoSchedule');
  return nodeTaintsPolicy !== 'Honor' || untolerated(taints, pod.spec.tolerations ?? []) === undefined;
}

function isCounted(other: Pod, pod: Pod, { labelSelector, matchLabelKeys = [] }: TopologySpreadConstraint): boolean {
  if (other.metadata.namespace !== pod.metadata.namespace || other.metadata.deletionTimestamp !== undefined)
    return false;
  const [labels, own] = [other.metadata.labels ?? {}, pod.metadata.labels ?? {}];
  const sameKeys = matchLabelKeys.every((key) => own[key] === undefined || labels[key] === own[key]);
  return sameKeys && selects(labelSelector, labels);
}
