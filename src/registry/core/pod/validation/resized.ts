/** Resources without what a resize may change. Source: pkg/apis/core/validation/validation.go. */
import { type Container, type ResourceRequirements } from '../../../../apis/core/pod-container.js';
import { type ResourceList } from '../../../../apis/core/pod.js';

/** The container with the CPU and memory of the old one. */
export function resized(container: Container, old: Container | undefined): Container {
  return { ...container, resources: withOldComputing(container.resources, old?.resources) };
}

/** Requirements with the CPU and memory of the old ones. */
export function withOldComputing(
  next: ResourceRequirements = {},
  old: ResourceRequirements = {},
): ResourceRequirements {
  const requirements = { ...next };
  for (const field of ['limits', 'requests'] as const) {
    const list = withOldValues(next[field], old[field]);
    if (list === undefined) Reflect.deleteProperty(requirements, field);
    else requirements[field] = list;
  }
  return requirements;
}

function withOldValues(next: ResourceList | undefined, old: ResourceList | undefined): ResourceList | undefined {
  if (next === undefined && old === undefined) return undefined;
  const list = { ...next };
  for (const name of ['cpu', 'memory']) {
    Reflect.deleteProperty(list, name);
    const before = old?.[name];
    if (before !== undefined) list[name] = before;
  }
  return list;
}

/** True where something that was asked for is so no more. */
export function removesResources(next: ResourceList = {}, old: ResourceList = {}): boolean {
  return Object.keys(old).some((name) => !(name in next));
}
