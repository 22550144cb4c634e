/** Which node a pod gets, or why it gets none. Source: pkg/scheduler/{schedule_one.go,framework/types.go}. */
import { type Pod } from '../../apis/core/pod.js';
import { type Features } from '../../features/features.js';
import { type Refusal } from './filter.js';
import { type ClusterState, type NodeState } from './cluster-state.js';
import { FILTERS } from './filters.js';
import { best } from './score.js';

export type Decision = { readonly nodeName: string } | { readonly message: string };

/** @param obstacle what rules out every node, where there is such a thing */
export function decide(pod: Pod, obstacle: string | undefined, state: ClusterState, features: Features): Decision {
  const nodes = state.nodes();
  if (nodes.length === 0) return { message: 'no nodes available to schedule pods' };
  const { behaviours } = features;
  if (obstacle !== undefined) {
    const text = behaviours.preFilterReasonsUncounted ? obstacle : `${String(nodes.length)} ${obstacle}`;
    return {
      message:
        unfit(nodes.length, text) +
        preemption(
          pod,
          nodes.map(() => final),
          features,
        ),
    };
  }
  const filters = FILTERS.flatMap((filter) => filter.prepare(pod, state, features) ?? []);
  const refusals: Refusal[] = [];
  const fitting: NodeState[] = [];
  for (const node of nodes) {
    const refusal = firstRefusal(filters, node);
    if (refusal === undefined) fitting.push(node);
    else refusals.push(refusal);
  }
  const chosen = best(pod, fitting, state);
  if (chosen !== undefined) return { nodeName: chosen.node.metadata.name ?? '' };
  const reasons = counted(refusals.flatMap((refusal) => refusal.reasons));
  return { message: unfit(nodes.length, reasons) + preemption(pod, refusals, features) };
}

const final: Refusal = { reasons: [], isFinal: true };

function firstRefusal(
  filters: readonly ((node: NodeState) => Refusal | undefined)[],
  node: NodeState,
): Refusal | undefined {
  for (const filter of filters) {
    const refusal = filter(node);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}

function unfit(count: number, reasons: string): string {
  return `0/${String(count)} nodes are available: ${reasons}.`;
}

/** `1 Insufficient cpu, 2 node(s) were unschedulable`, in the order of the texts. */
function counted(reasons: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts]
    .map(([reason, count]) => `${String(count)} ${reason}`)
    .sort()
    .join(', ');
}

/** No pod is put out for another here: what is said is what upstream says where that would be of no use. */
function preemption({ spec }: Pod, refusals: readonly Refusal[], { behaviours }: Features): string {
  if (!behaviours.preemptionExplained) return '';
  if (spec.preemptionPolicy === 'Never') return ' preemption: not eligible due to preemptionPolicy=Never.';
  const reasons = refusals.map(({ isFinal }) =>
    isFinal ? 'Preemption is not helpful for scheduling' : 'No preemption victims found for incoming pod',
  );
  return ` preemption: ${unfit(refusals.length, counted(reasons))}`;
}
