/** Pods that want to be beside others, or apart from them. Source: pkg/scheduler/framework/plugins/interpodaffinity/filtering.go. */
import { type PodAffinityTerm } from '../../apis/core/pod-affinity.js';
import { type Pod } from '../../apis/core/pod.js';
import { type LabelSelector } from '../../apis/validation/label-selector.js';
import { selects } from '../../registry/selection.js';
import { type ClusterState, type NodeState, type PlacedPod } from './cluster-state.js';
import { type Filter } from './filter.js';

const EXISTING = "node(s) didn't satisfy existing pods anti-affinity rules";
const AFFINITY = "node(s) didn't match pod affinity rules";
const ANTI_AFFINITY = "node(s) didn't match pod anti-affinity rules";

export const interPodAffinity: Filter = {
  prepare(pod, state, features) {
    const preamble = features.behaviours.podAffinityPreamble;
    const refuse = (reason: string, isFinal = false) => ({
      reasons: [...(preamble === '' ? [] : [preamble]), reason],
      isFinal,
    });
    const nodes = state.nodes();
    const together = required(pod, 'podAffinity');
    const apart = required(pod, 'podAntiAffinity');
    const unwanted = rejections(pod, state);
    if (together.length + apart.length + unwanted.length === 0) return undefined;
    const attractions = together.map(({ topologyKey }) => domains(topologyKey, together, pod, state, nodes));
    const alone =
      attractions.every(({ size }) => size === 0) && together.every((term) => matches(term, pod, pod, state));
    const repulsions = apart.map((term) => domains(term.topologyKey, [term], pod, state, nodes));
    return ({ node }) => {
      const labels = node.metadata.labels ?? {};
      const isIn = (values: ReadonlySet<string>, key: string | undefined): boolean =>
        values.has(labels[key ?? ''] ?? '');
      const hasTopology = together.every(({ topologyKey = '' }) => labels[topologyKey] !== undefined);
      // The first pod of those that want each other may go anywhere.
      const satisfied = alone || together.every((term, i) => isIn(attractions[i] ?? new Set(), term.topologyKey));
      if (!hasTopology || !satisfied) return refuse(AFFINITY, true);
      if (apart.some((term, i) => isIn(repulsions[i] ?? new Set(), term.topologyKey))) return refuse(ANTI_AFFINITY);
      return unwanted.some(([key, value]) => labels[key] === value) ? refuse(EXISTING) : undefined;
    };
  },
};

function required({ spec }: Pod, kind: 'podAffinity' | 'podAntiAffinity'): readonly PodAffinityTerm[] {
  return spec.affinity?.[kind]?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
}

/** The values of a topology key on nodes with pods that all of the terms mean. */
function domains(
  topologyKey = '',
  terms: readonly PodAffinityTerm[],
  owner: Pod,
  state: ClusterState,
  nodes: readonly NodeState[],
): ReadonlySet<string> {
  const values = nodes.flatMap(({ node, pods }) => {
    const value = node.metadata.labels?.[topologyKey];
    const isMeant = ({ pod }: PlacedPod): boolean => terms.every((term) => matches(term, owner, pod, state));
    return value !== undefined && [...pods.values()].some(isMeant) ? [value] : [];
  });
  return new Set(values);
}

/** Where pods that are there want the new one not to be, as topology keys and values. */
function rejections(pod: Pod, state: ClusterState): (readonly [string, string])[] {
  return state.repellent().flatMap(([other, node]) =>
    required(other, 'podAntiAffinity').flatMap((term) => {
      const { topologyKey = '' } = term;
      const value = node.metadata.labels?.[topologyKey];
      return value !== undefined && matches(term, other, pod, state) ? [[topologyKey, value] as const] : [];
    }),
  );
}

/** True where the term of `owner` means `pod`. */
export function matches(term: PodAffinityTerm, owner: Pod, pod: Pod, state: ClusterState): boolean {
  const { namespaces = [], namespaceSelector } = term;
  const { namespace = '' } = pod.metadata;
  const own = namespaces.length === 0 && namespaceSelector === undefined;
  const inNamespace =
    (own && namespace === owner.metadata.namespace) ||
    namespaces.includes(namespace) ||
    (namespaceSelector !== undefined && selects(namespaceSelector, state.namespaceLabels(namespace)));
  return inNamespace && selects(termSelector(term, owner), pod.metadata.labels ?? {});
}

function termSelector(
  { labelSelector, matchLabelKeys = [], mismatchLabelKeys = [] }: PodAffinityTerm,
  owner: Pod,
): LabelSelector | undefined {
  if (labelSelector === undefined) return undefined;
  const labels = owner.metadata.labels ?? {};
  const requirement = (operator: string) => (key: string) =>
    labels[key] === undefined ? [] : [{ key, operator, values: [labels[key]] }];
  const further = [...matchLabelKeys.flatMap(requirement('In')), ...mismatchLabelKeys.flatMap(requirement('NotIn'))];
  return { ...labelSelector, matchExpressions: [...(labelSelector.matchExpressions ?? []), ...further] };
}
