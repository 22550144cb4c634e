/** Source: pkg/apis/core/validation/validation.go (ValidateService). */
import { type Service, type ServicePort, type ServiceSpec } from '../../../apis/core/service.js';
import { duplicate, type FieldError, forbidden, invalid, notSupported, required } from '../../../apis/field/errors.js';
import { Path } from '../../../apis/field/path.js';
import { isQualifiedName, validateLabels } from '../../../apis/validation/labels.js';
import { validateIPField } from '../../../apis/validation/cidr.js';
import { isDNS1123Label, isDNS1123Subdomain } from '../../../apis/validation/names.js';
import { goStrings, invalidStructure } from '../../../apis/validation/structure.js';
import { type Features } from '../../../features/features.js';
import { validateEndpointIP } from '../endpoint-address.js';
import { validatePortNumber, validatePortNumberOrName } from '../pod/validation/numbers.js';
import { isAccessible, isHeadless } from './defaults.js';

const SPEC = Path.of('spec');
const TYPES = ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort'];
const PROTOCOLS = ['SCTP', 'TCP', 'UDP'];
/** Leading zeros are an old form that stored fields may have. */
const LENIENT = { strict: false };
const LONGEST_AFFINITY = 86_400;
const DISTRIBUTIONS = ['PreferClose', 'PreferSameZone', 'PreferSameNode'];

export function validateService({ spec }: Service, features: Features): FieldError[] {
  const { type = '', ports = [], sessionAffinity = '', internalTrafficPolicy: internal } = spec;
  const open = type === 'ExternalName' || isHeadless(spec);
  return [
    ...(ports.length === 0 && !open ? [required(SPEC.child('ports'))] : []),
    ...validateType(spec),
    ...ports.flatMap((port, i) => validatePort(port, i, ports, features)),
    ...validateLabels(spec.selector, SPEC.child('selector'), features.behaviours),
    ...validateOneOf(sessionAffinity, ['ClientIP', 'None'], SPEC.child('sessionAffinity')),
    ...validateAffinity(spec),
    ...validateClusterIPs(spec),
    ...validateExternalIPs(spec),
    ...validateOneOf(type, TYPES, SPEC.child('type')),
    ...(type === 'ClusterIP' ? validateNoNodePorts(ports) : []),
    ...validatePortsUnique(ports, features),
    ...validateLoadBalancer(spec, features),
    ...validateExternalTrafficPolicy(spec, features),
    ...(internal === undefined
      ? []
      : validateOneOf(internal, ['Cluster', 'Local'], SPEC.child('internalTrafficPolicy'))),
    ...validateDistribution(spec, features),
  ];
}

function validateOneOf(value: string, known: readonly string[], path: Path): FieldError[] {
  if (known.includes(value)) return [];
  return value === '' ? [required(path)] : [notSupported(path, value, known)];
}

function validateType(spec: ServiceSpec): FieldError[] {
  const { type = '', clusterIPs = [], externalName = '' } = spec;
  if (type === 'ExternalName') {
    const name = externalName.endsWith('.') ? externalName.slice(0, -1) : externalName;
    const path = SPEC.child('externalName');
    return [
      ...(clusterIPs.length > 0
        ? [forbidden(SPEC.child('clusterIPs'), 'may not be set for ExternalName services')]
        : []),
      ...(name === '' ? [required(path)] : isDNS1123Subdomain(name).map((text) => invalid(path, name, text))),
    ];
  }
  if (type === 'ClusterIP' || !isHeadless(spec)) return [];
  const detail = `may not be set to 'None' for ${type} services`;
  return [invalid(SPEC.child('clusterIPs').index(0), 'None', detail)];
}

function validatePort(
  { name = '', port = 0, protocol = '', targetPort, appProtocol }: ServicePort,
  i: number,
  all: readonly ServicePort[],
  { behaviours }: Features,
): FieldError[] {
  const path = SPEC.child('ports').index(i);
  const at = path.child('name');
  const repeated = name !== '' && all.findIndex((other) => other.name === name) < i;
  return [
    ...(name === '' && all.length > 1 ? [required(at)] : []),
    ...(name === '' ? [] : isDNS1123Label(name, behaviours).map((text) => invalid(at, name, text))),
    ...(repeated ? [duplicate(at, name)] : []),
    ...validatePortNumber(port, path.child('port')),
    ...validateOneOf(protocol, PROTOCOLS, path.child('protocol')),
    ...validatePortNumberOrName(targetPort, path.child('targetPort')),
    ...(appProtocol === undefined
      ? []
      : isQualifiedName(appProtocol, behaviours).map((text) => invalid(path.child('appProtocol'), appProtocol, text))),
  ];
}

function validateAffinity({ sessionAffinity, sessionAffinityConfig: config }: ServiceSpec): FieldError[] {
  const seconds = config?.clientIP?.timeoutSeconds;
  const path = SPEC.child('sessionAffinityConfig');
  if (sessionAffinity === 'ClientIP') {
    const at = path.child('clientIP', 'timeoutSeconds');
    if (seconds !== undefined && seconds > 0 && seconds <= LONGEST_AFFINITY) return [];
    return [invalid(at, seconds, `must be greater than 0 and less than ${String(LONGEST_AFFINITY)}`)];
  }
  if (sessionAffinity !== 'None' || config === undefined) return [];
  return [forbidden(path, 'must not be set when session affinity is None')];
}

function validateClusterIPs({ clusterIP = '', clusterIPs = [] }: ServiceSpec): FieldError[] {
  const path = SPEC.child('clusterIPs');
  if (clusterIP !== '' && clusterIPs[0] !== undefined && clusterIPs[0] !== clusterIP) {
    return [invalid(path, clusterIPs, 'first value must match `clusterIP`')];
  }
  return clusterIPs.flatMap((address, i) =>
    i === 0 && (address === 'None' || address === '') ? [] : validateIPField(address, path.index(i), LENIENT),
  );
}

function validateExternalIPs({ externalIPs = [] }: ServiceSpec): FieldError[] {
  return externalIPs.flatMap((address, i) => {
    const path = SPEC.child('externalIPs').index(i);
    const errors = validateIPField(address, path, LENIENT);
    return errors.length > 0 ? errors : validateEndpointIP(address, path);
  });
}

function validateNoNodePorts(ports: readonly ServicePort[]): FieldError[] {
  const detail = "may not be used when `type` is 'ClusterIP'";
  return ports.flatMap(({ nodePort = 0 }, i) =>
    nodePort === 0 ? [] : [forbidden(SPEC.child('ports').index(i).child('nodePort'), detail)],
  );
}

/** No two ports with one protocol and number. */
function validatePortsUnique(ports: readonly ServicePort[], { behaviours }: Features): FieldError[] {
  return ports.flatMap(({ protocol = '', port = 0 }, i) => {
    if (ports.findIndex((other) => other.protocol === protocol && other.port === port) === i) return [];
    const value = { Name: '', Protocol: protocol, AppProtocol: null, Port: port, TargetPort: 0, NodePort: 0 };
    const target = 'intstr.IntOrString{Type:0, IntVal:0, StrVal:""}';
    const go = `core.ServicePort{Name:"", Protocol:"${protocol}", AppProtocol:(*string)(nil), Port:${String(port)}, TargetPort:${target}, NodePort:0}`;
    const shown = behaviours.structuredValuesAsJson ? JSON.stringify(value) : go;
    return [{ ...duplicate(SPEC.child('ports').index(i), ''), value: shown }];
  });
}

function validateLoadBalancer(spec: ServiceSpec, { behaviours }: Features): FieldError[] {
  const { type, loadBalancerSourceRanges: ranges = [], loadBalancerClass: name } = spec;
  const balances = type === 'LoadBalancer';
  const at = SPEC.child('loadBalancerClass');
  const only = "may only be used when `type` is 'LoadBalancer'";
  return [
    ...(ranges.length > 0 && !balances ? [forbidden(SPEC.child('LoadBalancerSourceRanges'), only)] : []),
    ...(spec.allocateLoadBalancerNodePorts !== undefined && !balances
      ? [forbidden(SPEC.child('allocateLoadBalancerNodePorts'), only)]
      : []),
    ...(name === undefined
      ? []
      : balances
        ? isQualifiedName(name, behaviours).map((text) => invalid(at, name, text))
        : [forbidden(at, only)]),
  ];
}

function validateExternalTrafficPolicy(spec: ServiceSpec, { behaviours }: Features): FieldError[] {
  const { type = '', externalTrafficPolicy: policy = '', healthCheckNodePort: health = 0 } = spec;
  const path = SPEC.child('externalTrafficPolicy');
  const byType = type === 'NodePort' || type === 'LoadBalancer';
  const { trafficPolicyForAccessibleServices: named } = behaviours;
  if (!(named ? isAccessible(spec) : byType)) {
    const detail = named
      ? 'may only be set for externally-accessible services'
      : "may only be set when `type` is 'NodePort' or 'LoadBalancer'";
    return policy === '' ? [] : [invalid(path, policy, detail)];
  }
  const local = type === 'LoadBalancer' && policy === 'Local';
  const detail = "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'";
  return [
    ...validateOneOf(policy, ['Cluster', 'Local'], path),
    ...(health !== 0 && !local ? [invalid(SPEC.child('healthCheckNodePort'), health, detail)] : []),
  ];
}

function validateDistribution({ trafficDistribution: value }: ServiceSpec, features: Features): FieldError[] {
  if (value === undefined) return [];
  const known = features.enabled('PreferSameTrafficDistribution') ? DISTRIBUTIONS : DISTRIBUTIONS.slice(0, 1);
  return validateOneOf(value, known, SPEC.child('trafficDistribution'));
}

/** Addresses, once given, stay. */
export function validateServiceUpdate({ spec }: Service, { spec: old }: Service, features: Features): FieldError[] {
  const [next, before] = [spec.clusterIPs ?? [], old.clusterIPs ?? []];
  if (spec.type === 'ExternalName' || old.type === 'ExternalName') return [];
  if (before[0] === undefined || next[0] === before[0]) return [];
  const path = SPEC.child('clusterIPs').index(0);
  return [invalidStructure(path, next, goStrings(next), 'may not change once set', features.behaviours)];
}
