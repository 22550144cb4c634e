/** Which of the nodes that fit is the best. Upstream weighs more; the order of what is weighed here is its own. */
import { type Pod } from '../../apis/core/pod.js';
import { untolerated } from '../nodes/tolerations.js';
import { type ClusterState, type NodeState } from './cluster-state.js';
import { preference } from './node-selection.js';
import { matches } from './pod-affinity.js';

/** Undefined where there is none. Of equals, the one with the fewest pods, and then the first. */
export function best(pod: Pod, nodes: readonly NodeState[], state: ClusterState): NodeState | undefined {
  if (nodes.length < 2) return nodes[0];
  const scored = nodes.map((node) => ({ node, scores: scores(pod, node, state) }));
  return scored.reduce((a, b) => (isBetter(b.scores, a.scores) ? b : a)).node;
}

/** Higher is better; what comes first decides first. */
function scores(pod: Pod, state: NodeState, cluster: ClusterState): readonly number[] {
  const { node, pods } = state;
  const soft = (node.spec?.taints ?? []).filter(({ effect }) => effect === 'PreferNoSchedule');
  const kept = soft.filter((taint) => untolerated([taint], pod.spec.tolerations ?? []) !== undefined);
  return [-kept.length, preference(pod, node) + company(pod, state, cluster), -pods.size];
}

/** What the pod would rather have beside it, on the node itself. */
function company(pod: Pod, { node, pods }: NodeState, cluster: ClusterState): number {
  const { podAffinity, podAntiAffinity } = pod.spec.affinity ?? {};
  const weigh = (preferred: typeof podAffinity): number =>
    (preferred?.preferredDuringSchedulingIgnoredDuringExecution ?? []).reduce(
      (sum, { weight = 0, podAffinityTerm }) => {
        if (podAffinityTerm === undefined || node.metadata.labels?.[podAffinityTerm.topologyKey ?? ''] === undefined) {
          return sum;
        }
        const found = [...pods.values()].filter((placed) => matches(podAffinityTerm, pod, placed.pod, cluster));
        return sum + weight * found.length;
      },
      0,
    );
  return weigh(podAffinity) - weigh(podAntiAffinity);
}

function isBetter(a: readonly number[], b: readonly number[]): boolean {
  const i = a.findIndex((score, index) => score !== b[index]);
  return i !== -1 && (a[i] ?? 0) > (b[i] ?? 0);
}
