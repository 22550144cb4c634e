/** A pod that is resized uses what it still has. Source: k8s.io/component-helpers/resource/helpers.go. */
import { type Container } from '../apis/core/pod-container.js';
import { maxResources } from '../apis/core/pod-resources.js';
import { type Pod, type PodSpec } from '../apis/core/pod.js';

/** The spec, with the most of what containers ask for, were given and have. */
export function withReportedResources({ spec, status = {} }: Pod): PodSpec {
  const reported = [...(status.containerStatuses ?? []), ...(status.initContainerStatuses ?? [])];
  const merged = (container: Container): Container => {
    const found = reported.find(({ name }) => name === container.name);
    if (found === undefined) return container;
    const { resources = {} } = container;
    const given = maxResources(found.allocatedResources ?? {}, found.resources?.requests ?? {});
    const requests = maxResources(resources.requests ?? {}, given);
    const limits = maxResources(resources.limits ?? {}, found.resources?.limits ?? {});
    return { ...container, resources: { ...resources, requests, limits } };
  };
  const { containers = [], initContainers = [] } = spec;
  return { ...spec, containers: containers.map(merged), initContainers: initContainers.map(merged) };
}
