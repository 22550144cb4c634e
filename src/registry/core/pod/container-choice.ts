/** Which container of a pod exec, attach and log are about. Source: pkg/registry/core/pod/strategy.go. */
import { type Pod } from '../../../apis/core/pod.js';
import { newBadRequest, type StatusError } from '../../../apis/errors.js';

/** A 400 where `container` of the query names none of the pod's, or is left out where there are several. */
export function containerError({ metadata, spec }: Pod, query: URLSearchParams): StatusError | undefined {
  const { name = '' } = metadata;
  const wanted = query.get('container') ?? '';
  const { initContainers = [], containers = [], ephemeralContainers = [] } = spec;
  const names = [...initContainers, ...containers, ...ephemeralContainers].map((container) => container.name ?? '');
  if (wanted !== '') {
    return names.includes(wanted) ? undefined : newBadRequest(`container ${wanted} is not valid for pod ${name}`);
  }
  if (containers.length === 1) return undefined;
  const choices = containers.length === 0 ? '' : `, choose one of: [${names.join(' ')}]`;
  return newBadRequest(`a container name must be specified for pod ${name}${choices}`);
}
