/** policy/v1 wire types. Source: k8s.io/api/policy/v1/types.go. */
import { type KubeObject } from '../meta/v1.js';
import { type Condition } from '../validation/conditions.js';
import { type LabelSelector } from '../validation/label-selector.js';

export interface PodDisruptionBudget extends KubeObject {
  spec?: PodDisruptionBudgetSpec;
  status?: PodDisruptionBudgetStatus;
}

export interface PodDisruptionBudgetSpec {
  /** A number, or a share: `50%`. */
  minAvailable?: number | string;
  maxUnavailable?: number | string;
  selector?: LabelSelector;
  unhealthyPodEvictionPolicy?: string;
}

export interface PodDisruptionBudgetStatus {
  observedGeneration?: number;
  /** By pod, when its eviction was allowed (RFC 3339). */
  disruptedPods?: Record<string, string>;
  disruptionsAllowed?: number;
  currentHealthy?: number;
  desiredHealthy?: number;
  expectedPods?: number;
  conditions?: Condition[];
}
