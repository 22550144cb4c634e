/** Warnings about new pods. Source: pkg/api/pod/warnings.go, pkg/registry/core/pod/strategy.go. */
import { type Container, type ContainerPort } from '../../../apis/core/pod-container.js';
import { type Pod, type PodSpec } from '../../../apis/core/pod.js';
import { goQuote } from '../../../apis/field/errors.js';
import { Path } from '../../../apis/field/path.js';
import { isDNS1123Label } from '../../../apis/validation/names.js';
import { type Features } from '../../../features/features.js';
import { overlapWarnings } from './overlap-warnings.js';
import { isFractional } from './quantity.js';

const SPEC = Path.of('spec');

export function podWarnings({ metadata, spec }: Pod, features: Features): string[] {
  const { podWarnings: any, podNameWarnings, podPathWarnings, podDuplicateWarnings } = features.behaviours;
  if (!any) return [];
  const { podPortNameWarnings } = features.behaviours;
  const containers = containersWithPath(spec);
  return [
    ...(podNameWarnings ? nameWarnings(metadata.name ?? '', features) : []),
    ...(podPathWarnings ? overlapWarnings(spec.volumes) : []),
    ...repeated(spec.hostAliases, ({ ip }) => ip, SPEC.child('hostAliases'), 'ip'),
    ...pullSecretWarnings(spec),
    ...containers.flatMap(([container, path]) => [
      ...fractionWarnings(container, path),
      ...(podDuplicateWarnings ? envWarnings(container, path) : []),
    ]),
    ...(podDuplicateWarnings ? portWarnings(containers) : []),
    ...(podPortNameWarnings ? portNameWarnings(containers) : []),
  ];
}

type Located = readonly [Container, Path];

function containersWithPath(spec: PodSpec): Located[] {
  return (['initContainers', 'containers', 'ephemeralContainers'] as const).flatMap((field) =>
    (spec[field] ?? []).map((container, i): Located => [container, SPEC.child(field).index(i)]),
  );
}

function nameWarnings(name: string, features: Features): string[] {
  const broken = isDNS1123Label(name, features.behaviours);
  const what =
    "metadata.name: this is used in the Pod's hostname, which can result in surprising behavior; a DNS label is recommended";
  return broken.length === 0 ? [] : [`${what}: [${broken.join(' ')}]`];
}

function repeated<T>(
  items: readonly T[] | undefined,
  valueOf: (item: T) => string,
  path: Path,
  field: string,
): string[] {
  const values = (items ?? []).map(valueOf);
  return values.flatMap((value, i) =>
    values.indexOf(value) === i
      ? []
      : [`${path.index(i).child(field).toString()}: duplicate ${field} ${goQuote(value)}`],
  );
}

function pullSecretWarnings({ imagePullSecrets: secrets = [] }: PodSpec): string[] {
  const path = SPEC.child('imagePullSecrets');
  return [
    ...repeated(secrets, ({ name = '' }) => name, path, 'name'),
    ...secrets.flatMap(({ name = '' }, i) =>
      name === '' ? [`${path.index(i).child('name').toString()}: invalid empty name ""`] : [],
    ),
  ];
}

function fractionWarnings({ resources }: Container, path: Path): string[] {
  return ['memory', 'ephemeral-storage'].flatMap((resource) =>
    (['limits', 'requests'] as const).flatMap((field) => {
      const quantity = resources?.[field]?.[resource];
      if (!isFractional(quantity)) return [];
      const at = path.child('resources', field).key(resource).toString();
      return [`${at}: fractional byte value ${goQuote(quantity ?? '')} is invalid, must be an integer`];
    }),
  );
}

function envWarnings({ env = [] }: Container, path: Path): string[] {
  return env.flatMap(({ name = '', value = '', valueFrom }, i) => {
    const before = env.slice(0, i).some((each) => each.name === name);
    const reference = `$(${name})`;
    const extends_ = valueFrom === undefined && value !== reference && value.includes(reference);
    if (!before || extends_) return [];
    const at = path.child('env').index(i).toString();
    return [`${at}: hides previous definition of ${goQuote(name)}, which may be dropped when using apply`];
  });
}

interface LocatedPort {
  readonly port: ContainerPort;
  readonly at: string;
}

function portsOf(containers: readonly Located[]): LocatedPort[] {
  return containers.flatMap(([{ ports }, path]) =>
    (ports ?? []).map((port, i) => ({ port, at: path.child('ports').index(i).toString() })),
  );
}

function portWarnings(containers: readonly Located[]): string[] {
  const all = portsOf(containers);
  return all.flatMap(({ port, at }, i) =>
    all
      .slice(0, i)
      .filter((other) => other.port.containerPort === port.containerPort && other.port.protocol === port.protocol)
      .flatMap((other) => {
        const how = portConflict(port, other.port);
        return how === undefined ? [] : [`${at}: ${how} port definition with ${other.at}`];
      }),
  );
}

function portConflict(a: ContainerPort, b: ContainerPort): string | undefined {
  const [aIP, bIP, aPort, bPort] = [a.hostIP ?? '', b.hostIP ?? '', a.hostPort ?? 0, b.hostPort ?? 0];
  if (aIP === bIP && aPort === bPort) return 'duplicate';
  if (aPort === 0 || bPort === 0) return 'overlapping';
  return aPort === bPort && (aIP === '') !== (bIP === '') ? 'dangerously ambiguous' : undefined;
}

function portNameWarnings(containers: readonly Located[]): string[] {
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
