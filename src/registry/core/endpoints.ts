/** Source: pkg/registry/core/endpoint/strategy.go, pkg/apis/core/validation/validation.go (validateEndpointSubsets), pkg/printers/internalversion/printers.go (formatEndpoints). */
import { isIPv6 } from 'node:net';
import { type FieldError, invalid, notSupported, required } from '../../apis/field/errors.js';
import { Path } from '../../apis/field/path.js';
import { type KubeObject } from '../../apis/meta/v1.js';
import { validateIPField } from '../../apis/validation/cidr.js';
import { isQualifiedName } from '../../apis/validation/labels.js';
import { isDNS1123Label, nameIsDNSSubdomain } from '../../apis/validation/names.js';
import { type Features } from '../../features/features.js';
import { ageColumn, nameColumn } from '../../printers/columns.js';
import { defineBehaviour } from '../behaviour.js';
import { textColumn } from '../column.js';
import { semanticallyEqual } from '../semantic-equality.js';
import { validateEndpointIP } from './endpoint-address.js';

interface Address {
  ip?: string;
  hostname?: string;
  nodeName?: string;
}

interface Port {
  name?: string;
  port?: number;
  protocol?: string;
  appProtocol?: string;
}

interface Subset {
  addresses?: Address[];
  notReadyAddresses?: Address[];
  ports?: Port[];
}

interface Endpoints extends KubeObject {
  subsets?: Subset[];
}

const SUBSETS = Path.of('subsets');
const PROTOCOLS = ['SCTP', 'TCP', 'UDP'];
const GREATEST_PORT = 65535;
const SHOWN = 3;

function validateSubset(
  { addresses = [], notReadyAddresses = [], ports = [] }: Subset,
  path: Path,
  features: Features,
) {
  const each = (list: readonly Address[], field: string): FieldError[] =>
    list.flatMap((address, i) => validateAddress(address, path.child(field).index(i), features));
  return [
    ...(addresses.length + notReadyAddresses.length === 0
      ? [required(path, 'must specify `addresses` or `notReadyAddresses`')]
      : []),
    ...each(addresses, 'addresses'),
    ...each(notReadyAddresses, 'notReadyAddresses'),
    ...ports.flatMap((port, i) => validatePort(port, ports.length > 1, path.child('ports').index(i), features)),
  ];
}

function validateAddress({ ip = '', hostname = '', nodeName }: Address, path: Path, features: Features): FieldError[] {
  const strict = features.enabled('StrictIPCIDRValidation');
  const [at, host, node] = [path.child('ip'), path.child('hostname'), path.child('nodeName')];
  return [
    ...validateIPField(ip, at, { strict }),
    ...(hostname === ''
      ? []
      : isDNS1123Label(hostname, features.behaviours).map((text) => invalid(host, hostname, text))),
    ...(nodeName === undefined ? [] : nameIsDNSSubdomain(nodeName, false).map((text) => invalid(node, nodeName, text))),
    ...validateEndpointIP(ip, at),
  ];
}

function validatePort(port: Port, named: boolean, path: Path, { behaviours }: Features): FieldError[] {
  const { name = '', port: number = 0, protocol = '', appProtocol } = port;
  const [nameAt, application] = [path.child('name'), path.child('appProtocol')];
  const inRange = number >= 1 && number <= GREATEST_PORT;
  const known = PROTOCOLS.includes(protocol);
  return [
    ...(name === '' && named ? [required(nameAt)] : []),
    ...(name === '' ? [] : isDNS1123Label(name, behaviours).map((text) => invalid(nameAt, name, text))),
    ...(inRange ? [] : [invalid(path.child('port'), number, 'must be between 1 and 65535, inclusive')]),
    ...(known ? [] : [notSupported(path.child('protocol'), protocol, PROTOCOLS)]),
    ...(appProtocol === undefined
      ? []
      : isQualifiedName(appProtocol, behaviours).map((text) => invalid(application, appProtocol, text))),
  ];
}

function validate({ subsets = [] }: Endpoints, { features }: { features: Features }): FieldError[] {
  return subsets.flatMap((subset, i) => validateSubset(subset, SUBSETS.index(i), features));
}

/** `10.0.0.1:80,10.0.0.2:80 + 4 more...` */
export function endpointsText(subsets: readonly Subset[] = []): string {
  if (subsets.length === 0) return '<none>';
  const all = subsets.flatMap(({ addresses = [], ports = [] }) =>
    ports.length === 0
      ? addresses.map(({ ip = '' }) => ip)
      : ports.flatMap(({ port = 0 }) =>
          addresses.map(({ ip = '' }) => `${isIPv6(ip) ? `[${ip}]` : ip}:${String(port)}`),
        ),
  );
  const more = all.length > SHOWN ? ` + ${String(all.length - SHOWN)} more...` : '';
  return all.slice(0, SHOWN).join(',') + more;
}

export const endpoints = defineBehaviour<Endpoints>({
  group: '',
  resource: 'endpoints',
  strategy: {
    default({ subsets }) {
      for (const port of subsets?.flatMap(({ ports }) => ports ?? []) ?? []) port.protocol ||= 'TCP';
    },
    validate,
    validateUpdate: (next, old, context) => {
      const kept = context.features.behaviours.unchangedSubsetsAccepted;
      return kept && semanticallyEqual(next.subsets, old.subsets) ? [] : validate(next, context);
    },
  },
  columns: [
    nameColumn,
    textColumn('Endpoints', 'Where the service can be reached.', ({ subsets }) => endpointsText(subsets)),
    ageColumn,
  ],
  description: 'The addresses behind a service.',
  example: {
    metadata: { name: 'web' },
    subsets: [{ addresses: [{ ip: '10.1.2.3' }], ports: [{ name: 'http', port: 80 }] }],
  },
});
