/** What the chosen Kubernetes version does: the only way the rest of the code asks about versions. */
import { type Behaviours } from './behaviours.js';
import { type GateName } from './gates.js';

export interface KubernetesVersion {
  /** Always 1. */
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
}

export interface Features {
  readonly version: KubernetesVersion;
  /** True where the upstream gate is on; gates that the version no longer knows have their final value. */
  enabled(gate: GateName): boolean;
  /** What upstream changed without a gate, as values. */
  readonly behaviours: Behaviours;
}
