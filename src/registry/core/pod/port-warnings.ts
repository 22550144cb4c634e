/** Warnings about ports that are declared twice. Source: pkg/api/pod/warnings.go. */
import { type ContainerPort } from '../../../apis/core/pod-container.js';
import { goQuote } from '../../../apis/field/errors.js';
import { type LocatedContainer } from './validation/scope.js';

interface LocatedPort {
  readonly port: ContainerPort;
  readonly at: string;
}

function portsOf(containers: readonly LocatedContainer[]): LocatedPort[] {
  return containers.flatMap(([{ ports }, path]) =>
    (ports ?? []).map((port, i) => ({ port, at: path.child('ports').index(i).toString() })),
  );
}

export function portWarnings(containers: readonly LocatedContainer[]): string[] {
  const all = portsOf(containers);
  return all.flatMap(({ port, at }, i) => [
    ...(port.hostIP && !port.hostPort ? [`${at}: hostIP set without hostPort: ${goStruct(port)}`] : []),
    ...all
      .slice(0, i)
      .filter((other) => other.port.containerPort === port.containerPort && other.port.protocol === port.protocol)
      .flatMap((other) => {
        const how = portConflict(port, other.port);
        return how === undefined ? [] : [`${at}: ${how} port definition with ${other.at}`];
      }),
  ]);
}

/** `%+v`. */
function goStruct({ name = '', hostPort = 0, containerPort = 0, protocol = '', hostIP = '' }: ContainerPort): string {
  const ports = `HostPort:${String(hostPort)} ContainerPort:${String(containerPort)}`;
  return `{Name:${name} ${ports} Protocol:${protocol} HostIP:${hostIP}}`;
}

function portConflict(a: ContainerPort, b: ContainerPort): string | undefined {
  const [aIP, bIP, aPort, bPort] = [a.hostIP ?? '', b.hostIP ?? '', a.hostPort ?? 0, b.hostPort ?? 0];
  if (aIP === bIP && aPort === bPort) return 'duplicate';
  if (aPort === 0 || bPort === 0) return 'overlapping';
  return aPort === bPort && (aIP === '') !== (bIP === '') ? 'dangerously ambiguous' : undefined;
}

export function portNameWarnings(containers: readonly LocatedContainer[]): string[] {
  const first = new Map<string, string>();
  return portsOf(containers).flatMap(({ port: { name = '' }, at }) => {
    const other = first.get(name);
    if (name === '') return [];
    if (other === undefined) {
      first.set(name, at);
      return [];
    }
    const use = `services and probes that select ports by name will use ${other}`;
    return [`${at}: duplicate port name ${goQuote(name)} with ${other}, ${use}`];
  });
}
