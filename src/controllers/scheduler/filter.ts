/** What rules nodes out for a pod. Source: k8s.io/kube-scheduler/framework/interface.go. */
import { type Pod } from '../../apis/core/pod.js';
import { type Features } from '../../features/features.js';
import { type ClusterState, type NodeState } from './cluster-state.js';

export interface Refusal {
  readonly reasons: readonly string[];
  /** True where the node will not do whatever pods leave it. */
  readonly isFinal: boolean;
}

export interface Filter {
  /** Looks at the pod once; undefined where it has nothing to say of any node. */
  prepare(pod: Pod, state: ClusterState, features: Features): ((node: NodeState) => Refusal | undefined) | undefined;
}
