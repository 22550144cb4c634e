/** Addresses and node ports of services. Source: pkg/registry/core/service/storage/alloc.go. */
import { type Service, type ServiceSpec } from '../../../apis/core/service.js';
import { newInvalid } from '../../../apis/errors.js';
import { type FieldError, invalid, notSupported } from '../../../apis/field/errors.js';
import { Path } from '../../../apis/field/path.js';
import { goStrings, invalidStructure } from '../../../apis/validation/structure.js';
import { type Features } from '../../../features/features.js';
import { type RegistryDependencies, type WriteGuard } from '../../rest.js';
import {
  carryAllocations,
  isHeadless,
  needsClusterIP,
  needsHealthCheckPort,
  needsNodePort,
  nodePortsOf,
  normalizeClusterIPs,
} from './defaults.js';
import { validateService, validateServiceUpdate } from './validation.js';

const SPEC = Path.of('spec');
const PREFIX = '10.0.0.';
const [FIRST_HOST, LAST_HOST] = [2, 254];
const [FIRST_PORT, LAST_PORT] = [30_000, 32_767];
const POLICIES = ['PreferDualStack', 'RequireDualStack', 'SingleStack'];

/** Gives a service what it needs and lacks, before it is checked. */
export function serviceGuard({ getter, random, features }: RegistryDependencies): WriteGuard<Service> {
  // Goes on from what was given last, so that writers at one time get different ones.
  const given = { host: FIRST_HOST + pick(LAST_HOST - FIRST_HOST), port: FIRST_PORT + pick(LAST_PORT - FIRST_PORT) };

  function pick(count: number): number {
    return random.bytes(4).reduce((sum, byte) => sum * 256 + byte, 0) % count;
  }

  async function allocate(service: Service, old: Service | undefined): Promise<void> {
    const { spec } = service;
    refuse(service, initializeFamilies(spec, features));
    if (validateService(service, features).length > 0) return;
    const all = await getter.list<Service>({ group: '', resource: 'services' }, '');
    const others = all.map((other) => other.spec);
    refuse(service, giveClusterIP(spec, old?.spec, others));
    refuse(service, giveNodePorts(spec, old?.spec, others));
  }

  function giveClusterIP(
    spec: ServiceSpec,
    old: ServiceSpec | undefined,
    others: readonly ServiceSpec[],
  ): FieldError[] {
    if (!needsClusterIP(spec) || isHeadless(spec)) return [];
    const used = new Set(others.flatMap(({ clusterIPs = [] }) => clusterIPs));
    const wanted = spec.clusterIPs?.[0];
    if (wanted !== undefined) {
      if (wanted === old?.clusterIPs?.[0]) return [];
      const problem = addressProblem(wanted, used, features);
      const path = SPEC.child('clusterIPs');
      const detail = `failed to allocate IP ${wanted}: ${problem ?? ''}`;
      return problem === undefined
        ? []
        : [invalidStructure(path, [wanted], goStrings([wanted]), detail, features.behaviours)];
    }
    for (let tried = FIRST_HOST; tried <= LAST_HOST; tried++) {
      given.host = given.host === LAST_HOST ? FIRST_HOST : given.host + 1;
      const address = `${PREFIX}${String(given.host)}`;
      if (used.has(address)) continue;
      spec.clusterIP = address;
      spec.clusterIPs = [address];
      return [];
    }
    return [invalid(SPEC.child('clusterIPs'), [], 'failed to allocate a serviceIP: range is full')];
  }

  function giveNodePorts(
    spec: ServiceSpec,
    old: ServiceSpec | undefined,
    others: readonly ServiceSpec[],
  ): FieldError[] {
    const before = new Set(old === undefined ? [] : nodePortsOf(old));
    const used = new Set(others.flatMap((other) => [...nodePortsOf(other), other.healthCheckNodePort ?? 0]));
    for (const port of before) used.delete(port);
    if (needsNodePort(spec)) {
      const errors = (spec.ports ?? []).flatMap(({ nodePort = 0 }, i) => {
        const problem = nodePort === 0 ? undefined : portProblem(nodePort, used);
        used.add(nodePort);
        return problem === undefined
          ? []
          : [invalid(SPEC.child('ports').index(i).child('nodePort'), nodePort, problem)];
      });
      if (errors.length > 0) return errors.slice(0, 1);
      for (const port of spec.ports ?? []) port.nodePort ||= nextPort(used);
    }
    if (needsHealthCheckPort(spec)) spec.healthCheckNodePort ||= nextPort(used);
    return [];
  }

  function nextPort(used: Set<number>): number {
    do given.port = given.port === LAST_PORT ? FIRST_PORT : given.port + 1;
    while (used.has(given.port) && used.size < LAST_PORT - FIRST_PORT);
    used.add(given.port);
    return given.port;
  }

  return {
    async create(service) {
      normalizeClusterIPs(service.spec, undefined);
      await allocate(service, undefined);
    },
    async update(service, old) {
      normalizeClusterIPs(service.spec, old.spec);
      carryAllocations(service.spec, old.spec);
      if (validateServiceUpdate(service, old, features).length === 0) await allocate(service, old);
    },
  };
}

function refuse({ metadata }: Service, errors: readonly FieldError[]): void {
  if (errors.length > 0) throw newInvalid({ group: '', kind: 'Service' }, metadata.name ?? '', errors);
}

/** The address families, of which this cluster has one. */
function initializeFamilies(spec: ServiceSpec, features: Features): FieldError[] {
  if (!features.enabled('IPv6DualStack')) {
    delete spec.ipFamilies;
    delete spec.ipFamilyPolicy;
    return [];
  }
  if (!needsClusterIP(spec)) return [];
  const { ipFamilyPolicy: policy, ipFamilies = [] } = spec;
  if (policy !== undefined && !POLICIES.includes(policy)) {
    return [notSupported(SPEC.child('ipFamilyPolicy'), policy, POLICIES)];
  }
  if (spec.type !== 'ClusterIP' && isHeadless(spec)) {
    const detail = `may not be set to 'None' for ${spec.type ?? ''} services`;
    return [invalid(SPEC.child('clusterIPs').index(0), 'None', detail)];
  }
  const selects = Object.keys(spec.selector ?? {}).length > 0;
  if (isHeadless(spec) && !selects) {
    spec.ipFamilyPolicy ??= ipFamilies.length === 1 ? 'SingleStack' : 'RequireDualStack';
    const first = ipFamilies[0] ?? 'IPv4';
    spec.ipFamilies = spec.ipFamilyPolicy === 'SingleStack' ? [first] : [first, first === 'IPv4' ? 'IPv6' : 'IPv4'];
    return [];
  }
  const detail = 'this cluster is not configured for dual-stack services';
  if (policy === 'RequireDualStack') return [invalid(SPEC.child('ipFamilyPolicy'), policy, detail)];
  const foreign = ipFamilies.indexOf('IPv6');
  if (foreign >= 0) {
    return [invalid(SPEC.child('ipFamilies').index(foreign), 'IPv6', 'not configured on this cluster')];
  }
  spec.ipFamilyPolicy ??= 'SingleStack';
  spec.ipFamilies = ['IPv4'];
  return [];
}

function addressProblem(address: string, used: ReadonlySet<string>, features: Features): string | undefined {
  const host = Number(address.slice(PREFIX.length));
  if (!address.startsWith(PREFIX) || host < 1 || host > LAST_HOST) {
    return features.enabled('MultiCIDRServiceAllocator')
      ? 'the provided network does not match the current range'
      : `the provided IP (${address}) is not in the valid range. The range of valid IPs is ${PREFIX}0/24`;
  }
  return used.has(address) ? 'provided IP is already allocated' : undefined;
}

function portProblem(port: number, used: ReadonlySet<number>): string | undefined {
  if (port < FIRST_PORT || port > LAST_PORT) {
    return `provided port is not in the valid range. The range of valid ports is ${String(FIRST_PORT)}-${String(LAST_PORT)}`;
  }
  return used.has(port) ? 'provided port is already allocated' : undefined;
}
