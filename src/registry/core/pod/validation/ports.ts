/** Ports of containers. Source: pkg/apis/core/validation/validation.go. */
import { type Container, type ContainerPort } from '../../../../apis/core/pod-container.js';
import { type FieldError, duplicate, invalid, required } from '../../../../apis/field/errors.js';
import { type Path } from '../../../../apis/field/path.js';
import { validateChoice } from './choice.js';
import { isValidPortName, validatePortNumber } from './numbers.js';
import { type SpecScope } from './scope.js';

const PROTOCOLS = ['SCTP', 'TCP', 'UDP'];

export function validatePorts(ports: readonly ContainerPort[] | undefined, path: Path): FieldError[] {
  const names = new Set<string>();
  return (ports ?? []).flatMap((port, i) => {
    const { name = '', containerPort = 0, hostPort = 0, protocol } = port;
    const at = path.index(i);
    const errors: FieldError[] = [];
    if (name !== '') {
      const broken = isValidPortName(name);
      if (broken.length > 0) errors.push(...broken.map((text) => invalid(at.child('name'), name, text)));
      else if (names.has(name)) errors.push(duplicate(at.child('name'), name));
      else names.add(name);
    }
    return [
      ...errors,
      ...(containerPort === 0
        ? [required(at.child('containerPort'))]
        : validatePortNumber(containerPort, at.child('containerPort'))),
      ...(hostPort === 0 ? [] : validatePortNumber(hostPort, at.child('hostPort'))),
      ...validateChoice(protocol, PROTOCOLS, at.child('protocol')),
    ];
  });
}

export function validateHostPortsUnique(containers: readonly Container[], path: Path): FieldError[] {
  const taken = new Set<string>();
  return containers.flatMap(({ ports }, i) =>
    (ports ?? []).flatMap(({ protocol = '', hostIP = '', hostPort = 0 }, j) => {
      if (hostPort === 0) return [];
      const key = `${protocol}/${hostIP}/${String(hostPort)}`;
      if (taken.has(key)) return [duplicate(path.index(i).child('ports').index(j).child('hostPort'), key)];
      taken.add(key);
      return [];
    }),
  );
}

/** On the host's network a container's port is the host's. */
export function validateHostNetworkPorts({ spec, isPod, features }: SpecScope, path: Path): FieldError[] {
  if (spec.hostNetwork !== true) return [];
  const { hostNetworkErrorsNameHostPort } = features.behaviours;
  return (spec.containers ?? []).flatMap(({ ports }, i) =>
    (ports ?? []).flatMap(({ hostPort = 0, containerPort = 0 }, j) => {
      const at = path.child('containers').index(i).child('ports').index(j);
      if (hostPort === containerPort) return [];
      if (!hostNetworkErrorsNameHostPort) {
        return [invalid(at.child('containerPort'), containerPort, 'must match `hostPort` when `hostNetwork` is true')];
      }
      // A template may leave the port to the pod's own defaulting.
      if (!isPod && hostPort === 0) return [];
      return [invalid(at.child('hostPort'), hostPort, 'must match `containerPort` when `hostNetwork` is true')];
    }),
  );
}
