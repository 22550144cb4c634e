/** What limit ranges fill in. Source: plugin/pkg/admission/limitranger/admission.go. */
import { type LimitRange } from '../apis/core/limit-range.js';
import { type Container } from '../apis/core/pod-container.js';
import { type Pod, type ResourceList } from '../apis/core/pod.js';

const ANNOTATION = 'kubernetes.io/limit-ranger';

/** Requests and limits of containers that name none; an annotation tells which. */
export function fillResources(pod: Pod, { spec }: LimitRange): void {
  const limits = (spec.limits ?? []).filter(({ type }) => type === 'Container');
  const defaults = {
    requests: Object.assign({}, ...limits.map(({ defaultRequest }) => defaultRequest)) as ResourceList,
    limits: Object.assign({}, ...limits.map((limit) => limit.default)) as ResourceList,
  };
  const told = [
    ...(pod.spec.containers ?? []).flatMap((container) => fill(container, defaults, 'container')),
    ...(pod.spec.initContainers ?? []).flatMap((container) => fill(container, defaults, 'init container')),
  ];
  if (told.length === 0) return;
  pod.metadata.annotations = {
    ...pod.metadata.annotations,
    [ANNOTATION]: `LimitRanger plugin set: ${told.join('; ')}`,
  };
}

function fill(container: Container, defaults: Record<'requests' | 'limits', ResourceList>, what: string): string[] {
  return (['requests', 'limits'] as const).flatMap((field) => {
    const own = container.resources?.[field] ?? {};
    const added = Object.keys(defaults[field]).filter((name) => own[name] === undefined);
    if (added.length === 0) return [];
    container.resources = { ...container.resources, [field]: { ...defaults[field], ...own } };
    return [`${added.sort().join(', ')} ${field.slice(0, -1)} for ${what} ${container.name ?? ''}`];
  });
}
