/** What the parts of a pod's spec are checked against. Source: PodValidationOptions in pkg/apis/core/validation/validation.go. */
import { type Container } from '../../../../apis/core/pod-container.js';
import { type Pod, type PodSpec } from '../../../../apis/core/pod.js';
import { type Volume } from '../../../../apis/core/pod-volume.js';
import { type Path } from '../../../../apis/field/path.js';
import { type Features, type GateName } from '../../../../features/index.js';

/** How a spec is checked: a pod's own or a template's, and what it may keep because it was there before. */
export interface PodValidationOptions {
  readonly features: Features;
  /** False for the spec in a template. */
  readonly isPod: boolean;
  /** The spec before the change; undefined for a new object. */
  readonly old: PodSpec | undefined;
}

export interface SpecScope extends PodValidationOptions {
  readonly spec: PodSpec;
  /** Of the pod; undefined for a template's spec. */
  readonly metadata: Pod['metadata'] | undefined;
  /** The volumes that have no error themselves. */
  readonly volumes: ReadonlyMap<string, Volume>;
  /** The names of spec.resourceClaims. */
  readonly claims: ReadonlySet<string>;
}

/** True where a gate is on, or the object has used before what the gate stands for. */
export function allows(
  { features, old }: PodValidationOptions,
  gate: GateName,
  uses: (spec: PodSpec) => boolean,
): boolean {
  return features.enabled(gate) || (old !== undefined && uses(old));
}

export type LocatedContainer = readonly [container: Container, path: Path];

/** Every container of a spec: of initialization, regular, ephemeral. */
export function containersOf(spec: PodSpec): readonly Container[] {
  return [...(spec.initContainers ?? []), ...(spec.containers ?? []), ...(spec.ephemeralContainers ?? [])];
}

/** … and where it is. */
export function containersWithPath(spec: PodSpec, path: Path): readonly LocatedContainer[] {
  return (['initContainers', 'containers', 'ephemeralContainers'] as const).flatMap((field) =>
    (spec[field] ?? []).map((container, i): LocatedContainer => [container, path.child(field).index(i)]),
  );
}

export function isSidecar({ restartPolicy }: Container): boolean {
  return restartPolicy === 'Always';
}
