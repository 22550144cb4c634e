/** What an update of a pod's status may say. Source: pkg/apis/core/validation/validation.go. */
import { isIPv6 } from 'node:net';
import { type ContainerStatus, type PodStatus } from '../../../../apis/core/pod-status.js';
import { type Pod } from '../../../../apis/core/pod.js';
import { type FieldError, forbidden, invalid } from '../../../../apis/field/errors.js';
import { Path } from '../../../../apis/field/path.js';
import { isDNS1123Subdomain } from '../../../../apis/validation/names.js';
import { validateAnnotationsUpdate } from './annotations.js';
import { validateIP } from './numbers.js';

const STATUS = Path.of('status');

export function validatePodStatusUpdate(pod: Pod, old: Pod): FieldError[] {
  const next = pod.status ?? {};
  const before = old.status ?? {};
  return [
    ...validateAnnotationsUpdate(pod, old, Path.of('metadata', 'annotations')),
    ...validateNominatedNode(next, before),
    ...(next.qosClass === before.qosClass
      ? []
      : [invalid(STATUS.child('qosClass'), next.qosClass ?? '', 'field is immutable')]),
    ...validateTransitions(pod, next.containerStatuses, before.containerStatuses),
    ...validateAddresses(next.podIPs, next.podIP, 'podIP'),
    ...validateAddresses(next.hostIPs, next.hostIP, 'hostIP'),
  ];
}

function validateNominatedNode(
  { nominatedNodeName: next = '' }: PodStatus,
  { nominatedNodeName: old = '' }: PodStatus,
): FieldError[] {
  if (next === '' || next === old) return [];
  return isDNS1123Subdomain(next).map((text) => invalid(STATUS.child('nominatedNodeName'), next, text));
}

/** A container that ended does not come back where the pod does not restart it. */
function validateTransitions(
  { spec }: Pod,
  next: readonly ContainerStatus[] | undefined,
  old: readonly ContainerStatus[] | undefined,
): FieldError[] {
  if (spec.restartPolicy === 'Always') return [];
  return (old ?? []).flatMap(({ name, state }, i) => {
    const failed = (state?.terminated?.exitCode ?? 0) !== 0;
    if (state?.terminated === undefined || (failed && spec.restartPolicy === 'OnFailure')) return [];
    const back = (next ?? []).some((status) => status.name === name && status.state?.terminated === undefined);
    const path = STATUS.child('containerStatuses').index(i).child('state');
    return back ? [forbidden(path, 'may not be transitioned to non-terminated state')] : [];
  });
}

function validateAddresses(
  list: readonly { ip: string }[] | undefined,
  first: string | undefined,
  field: 'podIP' | 'hostIP',
): FieldError[] {
  const path = STATUS.child(`${field}s`);
  const addresses = (list ?? []).map(({ ip }) => ip);
  const errors = addresses.flatMap((address, i) => validateIP(address, path.index(i)));
  const families = new Set(addresses.map(isIPv6));
  if (addresses.length > 1 && (families.size < 2 || addresses.length > 2)) {
    errors.push(invalid(path, list, 'may specify no more than one IP for each IP family'));
  }
  if (field === 'hostIP' && addresses[0] !== undefined && addresses[0] !== first) {
    errors.push(invalid(path.index(0).child('ip'), addresses[0], 'must be equal to `hostIP`'));
  }
  return errors;
}
