/** Source: pkg/registry/discovery/endpointslice, pkg/apis/discovery/{v1,validation}. */
import { isIP } from 'node:net';
import { isDeepStrictEqual } from 'node:util';
import { duplicate, type FieldError, invalid, notSupported, required, tooMany } from '../../apis/field/errors.js';
import { Path } from '../../apis/field/path.js';
import { parseIP, validateIPField } from '../../apis/validation/cidr.js';
import { validateFixed } from '../../apis/validation/immutable.js';
import { isQualifiedName } from '../../apis/validation/labels.js';
import { isDNS1123Label, isDNS1123Subdomain, nameIsDNSSubdomain } from '../../apis/validation/names.js';
import { type Features } from '../../features/features.js';
import { ageColumn, nameColumn } from '../../printers/columns.js';
import { defineBehaviour } from '../behaviour.js';
import { textColumn } from '../column.js';
import { betaEndpointSlice } from './endpointslice-conversion.js';
import { type Endpoint, type EndpointPort, type EndpointSlice } from './endpointslice-types.js';

const TYPE = Path.of('addressType');
const TYPES = ['FQDN', 'IPv4', 'IPv6'];
const PROTOCOLS = ['SCTP', 'TCP', 'UDP'];
const MOST_ENDPOINTS = 1000;
const MOST_ADDRESSES = 100;
const MOST_PORTS = 20_000;
const SHOWN = 3;
const NO_ADDRESS = 'must contain at least 1 address';

function validateSlice(slice: EndpointSlice, old: EndpointSlice | undefined, features: Features): FieldError[] {
  const { addressType = '', endpoints, ports } = slice;
  const wrong = validateEndpoints(endpoints ?? [], addressType, features);
  const unchanged = old !== undefined && isDeepStrictEqual(endpoints, old.endpoints);
  const wrongType =
    addressType === '' ? [required(TYPE)] : TYPES.includes(addressType) ? [] : [notSupported(TYPE, addressType, TYPES)];
  // What declarations check comes last, and without words of its own.
  const late = features.behaviours.declarativeResourceValidation;
  const first = features.behaviours.endpointAddressesByFamily;
  const kept = unchanged ? [] : wrong;
  const empty = late ? kept.filter(({ detail }) => detail === NO_ADDRESS) : [];
  return [
    ...(late ? [] : wrongType),
    ...(first ? kept : validatePorts(ports ?? [], features)),
    ...(first ? validatePorts(ports ?? [], features) : kept.filter((error) => !empty.includes(error))),
    ...(late ? wrongType : []),
    ...empty.map((error) => ({ ...error, detail: '' })),
  ];
}
function validateEndpoints(endpoints: readonly Endpoint[], type: string, features: Features): FieldError[] {
  const path = Path.of('endpoints');
  if (endpoints.length > MOST_ENDPOINTS) return [tooMany(path, endpoints.length, MOST_ENDPOINTS)];
  return endpoints.flatMap(({ addresses, nodeName, hostname }, i) => {
    const at = path.index(i);
    const given = addresses ?? [];
    return [
      ...(given.length === 0 ? [required(at.child('addresses'), NO_ADDRESS)] : []),
      ...(given.length > MOST_ADDRESSES ? [tooMany(at.child('addresses'), given.length, MOST_ADDRESSES)] : []),
      ...given.flatMap((address, j) => validateAddress(address, type, at.child('addresses'), j, features)),
      ...(nodeName === undefined ? [] : nameIsDNSSubdomain(nodeName, false)).map((text) =>
        invalid(at.child('nodeName'), nodeName, text),
      ),
      ...(hostname === undefined ? [] : isDNS1123Label(hostname, features.behaviours)).map((text) =>
        invalid(at.child('hostname'), hostname, text),
      ),
    ];
  });
}

function validateAddress(address: string, type: string, path: Path, i: number, features: Features): FieldError[] {
  const at = path.index(i);
  const family = isIP(address);
  switch (type) {
    case 'IPv4':
    case 'IPv6': {
      if (features.behaviours.endpointAddressesByFamily) return validateByFamily(address, type, at);
      const broken = validateIPField(address, at, { strict: features.enabled('StrictIPCIDRValidation') });
      if (broken.length > 0) return broken;
      const wanted = type === 'IPv4' ? 4 : 6;
      return [
        ...(family === wanted || family === 0 ? [] : [invalid(path, address, `must be an ${type} address`)]),
        ...unusable(address).map((text) => invalid(at, address, text)),
      ];
    }
    case 'FQDN':
      return validateDomain(address, at, features);
    default:
      return [];
  }
}

function validateByFamily(address: string, type: 'IPv4' | 'IPv6', path: Path): FieldError[] {
  const parsed = parseIP(address);
  const fits = parsed !== undefined && parsed.includes(':') === (type === 'IPv6');
  return [
    ...(fits ? [] : [invalid(path, address, `must be a valid ${type} address`)]),
    ...(parsed === undefined ? ['must be a valid IP address'] : unusable(address)).map((text) =>
      invalid(path, address, text),
    ),
  ];
}

/** Addresses that lead to no endpoint. Source: ValidateEndpointIP in pkg/apis/core/validation. */
function unusable(address: string): string[] {
  const rules: readonly (readonly [boolean, string])[] = [
    [address === '0.0.0.0' || address === '::', `may not be unspecified (${address})`],
    [address.startsWith('127.') || address === '::1', 'may not be in the loopback range (127.0.0.0/8, ::1/128)'],
    [
      /^169\.254\./.test(address) || /^fe[89ab]/i.test(address),
      'may not be in the link-local range (169.254.0.0/16, fe80::/10)',
    ],
    [
      /^224\.0\.0\./.test(address) || /^ff02/i.test(address),
      'may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)',
    ],
  ];
  return rules.filter(([broken]) => broken).map(([, text]) => text);
}

function validateDomain(address: string, path: Path, { behaviours }: Features): FieldError[] {
  if (address === '') return [required(path)];
  const name = address.replace(/\.$/, '');
  const broken = isDNS1123Subdomain(name);
  if (broken.length > 0) return [invalid(path, name, broken.join(','))];
  const labels = name.split('.');
  if (labels.length < 2)
    return [invalid(path, name, 'should be a domain with at least two segments separated by dots')];
  const long = labels.find((label) => isDNS1123Label(label, behaviours).length > 0);
  return long === undefined ? [] : [invalid(path, long, isDNS1123Label(long, behaviours).join(','))];
}

function validatePorts(ports: readonly EndpointPort[], { behaviours }: Features): FieldError[] {
  const path = Path.of('ports');
  if (ports.length > MOST_PORTS) return [tooMany(path, ports.length, MOST_PORTS)];
  return ports.flatMap(({ name = '', protocol = '', appProtocol }, i) => {
    const at = path.index(i);
    const before = ports.slice(0, i).some((port) => (port.name ?? '') === name);
    return [
      ...(name === '' ? [] : isDNS1123Label(name, behaviours)).map((text) => invalid(at.child('name'), name, text)),
      ...(before ? [duplicate(at.child('name'), name)] : []),
      ...(PROTOCOLS.includes(protocol) ? [] : [notSupported(at.child('protocol'), protocol, PROTOCOLS)]),
      ...(appProtocol === undefined ? [] : isQualifiedName(appProtocol, behaviours)).map((text) =>
        invalid(at.child('appProtocol'), appProtocol, text),
      ),
    ];
  });
}

function shorten(values: readonly string[]): string {
  if (values.length === 0) return '<unset>';
  const text = values.slice(0, SHOWN).join(',');
  return values.length > SHOWN ? `${text} + ${values.length - SHOWN} more...` : text;
}

export const endpointslices = defineBehaviour<EndpointSlice>({
  group: 'discovery.k8s.io',
  resource: 'endpointslices',
  conversions: { v1beta1: betaEndpointSlice },
  strategy: {
    default({ ports }) {
      for (const port of ports ?? []) {
        port.name ??= '';
        port.protocol ??= 'TCP';
      }
    },
    prepareForCreate(slice, { version }) {
      if (version !== 'v1beta1') for (const endpoint of slice.endpoints ?? []) delete endpoint.deprecatedTopology;
    },
    prepareForUpdate(slice, old, { version }) {
      if (version === 'v1beta1' || isDeepStrictEqual(slice.endpoints, old.endpoints)) return;
      for (const endpoint of slice.endpoints ?? []) delete endpoint.deprecatedTopology;
    },
    validate: (slice, { features }) => validateSlice(slice, undefined, features),
    validateUpdate: (slice, old, { features }) => [
      ...validateSlice(slice, old, features),
      ...validateFixed(slice.addressType, old.addressType, TYPE, features.behaviours.declarativeResourceValidation),
    ],
  },
  columns: [
    nameColumn,
    textColumn('AddressType', 'IPv4, IPv6 or names.', ({ addressType }) => addressType ?? ''),
    textColumn('Ports', 'The ports of each endpoint.', ({ ports }) =>
      shorten((ports ?? []).map(({ port, name }) => (port === undefined ? (name ?? '*') : String(port)))),
    ),
    textColumn('Endpoints', 'The first addresses.', ({ endpoints }) =>
      shorten((endpoints ?? []).flatMap(({ addresses }) => addresses ?? [])),
    ),
    ageColumn,
  ],
  description: 'Some of the addresses behind a service.',
  example: {
    metadata: { name: 'web-1', labels: { 'kubernetes.io/service-name': 'web' } },
    addressType: 'IPv4',
    endpoints: [{ addresses: ['10.0.0.5'] }],
    ports: [{ name: 'http', protocol: 'TCP', port: 80 }],
  },
});
