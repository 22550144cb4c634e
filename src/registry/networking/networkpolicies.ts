/** Source: pkg/registry/networking/networkpolicy, pkg/apis/networking/{v1,validation}. */
import { type FieldError, forbidden, invalid, notSupported, required } from '../../apis/field/errors.js';
import { Path } from '../../apis/field/path.js';
import { type KubeObject } from '../../apis/meta/v1.js';
import { parseCidr, strictlyContains, validateCidrField } from '../../apis/validation/cidr.js';
import { type LabelSelector, validateLabelSelector } from '../../apis/validation/label-selector.js';
import { type Features } from '../../features/features.js';
import { ageColumn, nameColumn } from '../../printers/columns.js';
import { defineBehaviour } from '../behaviour.js';
import { textColumn } from '../column.js';
import { isValidPortName, validatePortNumber } from '../core/pod/validation/numbers.js';
import { groupInErrors } from './group-in-errors.js';
import { formatLabelSelector } from '../label-selector-text.js';

interface Port {
  protocol?: string;
  port?: string | number;
  endPort?: number;
}

interface Peer {
  podSelector?: LabelSelector;
  namespaceSelector?: LabelSelector;
  ipBlock?: { cidr: string; except?: string[] };
}

interface NetworkPolicy extends KubeObject {
  spec: {
    podSelector?: LabelSelector;
    policyTypes?: string[];
    ingress?: { ports?: Port[]; from?: Peer[] }[];
    egress?: { ports?: Port[]; to?: Peer[] }[];
  };
}

const SPEC = Path.of('spec');
const PROTOCOLS = ['TCP', 'UDP', 'SCTP'];
const TYPES = ['Ingress', 'Egress'];

function validatePolicy({ spec }: NetworkPolicy, features: Features): FieldError[] {
  const rules = [
    ...(spec.ingress ?? []).map(({ ports, from }, i) => ({
      ports,
      peers: from,
      name: 'from',
      path: SPEC.child('ingress').index(i),
    })),
    ...(spec.egress ?? []).map(({ ports, to }, i) => ({
      ports,
      peers: to,
      name: 'to',
      path: SPEC.child('egress').index(i),
    })),
  ];
  const types = spec.policyTypes ?? [];
  const at = SPEC.child('policyTypes');
  return [
    ...validateLabelSelector(
      spec.podSelector,
      features.behaviours.selectorValuesChecked,
      SPEC.child('podSelector'),
      features.behaviours,
    ),
    ...rules.flatMap(({ ports = [], peers = [], name, path }) => [
      ...ports.flatMap((port, i) => validatePort(port, path.child('ports').index(i), features)),
      ...peers.flatMap((peer, i) => validatePeer(peer, path.child(name).index(i), features)),
    ]),
    ...(types.length > TYPES.length
      ? [invalid(at, types, 'may not specify more than two policyTypes')]
      : types.flatMap((type, i) => (TYPES.includes(type) ? [] : [notSupported(at.index(i), type, TYPES)]))),
  ];
}

function validatePort({ protocol, port, endPort }: Port, path: Path, { behaviours }: Features): FieldError[] {
  const end = path.child('endPort');
  const wrongEnd = (text: string): FieldError[] => (endPort === undefined ? [] : [invalid(end, endPort, text)]);
  const wrongProtocol =
    protocol !== undefined && !PROTOCOLS.includes(protocol)
      ? [notSupported(path.child('protocol'), protocol, PROTOCOLS)]
      : [];
  if (port === undefined) return [...wrongProtocol, ...wrongEnd('may not be specified when `port` is not specified')];
  if (typeof port === 'string') {
    return [
      ...wrongProtocol,
      ...wrongEnd('may not be specified when `port` is non-numeric'),
      ...isValidPortName(port).map((text) => invalid(path.child('port'), port, text)),
    ];
  }
  const shown = behaviours.endPortErrorsShowPort ? port : endPort;
  return [
    ...wrongProtocol,
    ...validatePortNumber(port, path.child('port')),
    ...(endPort !== undefined && endPort < port
      ? [invalid(end, shown, 'must be greater than or equal to `port`')]
      : []),
    ...(endPort === undefined ? [] : validatePortNumber(endPort, end)),
  ];
}

function validatePeer({ podSelector, namespaceSelector, ipBlock }: Peer, path: Path, features: Features): FieldError[] {
  const selectors = { podSelector, namespaceSelector };
  const given = Object.values(selectors).filter((selector) => selector !== undefined).length;
  return [
    ...Object.entries(selectors).flatMap(([name, selector]) =>
      validateLabelSelector(selector, features.behaviours.selectorValuesChecked, path.child(name), features.behaviours),
    ),
    ...(ipBlock === undefined ? [] : validateBlock(ipBlock, path.child('ipBlock'), features)),
    ...(given === 0 && ipBlock === undefined ? [required(path, 'must specify a peer')] : []),
    ...(given > 0 && ipBlock !== undefined ? [forbidden(path, 'may not specify both ipBlock and another peer')] : []),
  ];
}

function validateBlock(
  { cidr, except = [] }: { cidr: string; except?: string[] },
  path: Path,
  features: Features,
): FieldError[] {
  const rules = {
    shortWords: features.behaviours.cidrErrorsAreShort,
    strict: features.enabled('StrictIPCIDRValidation'),
  };
  if (cidr === '') return [required(path.child('cidr'))];
  const outer = parseCidr(cidr);
  const wrong = validateCidrField(cidr, path.child('cidr'), rules);
  if (outer === undefined) return wrong;
  return [
    ...wrong,
    ...except.flatMap((text, i) => {
      const at = path.child('except').index(i);
      const inner = parseCidr(text);
      return [
        ...validateCidrField(text, at, rules),
        ...(inner === undefined || strictlyContains(outer, inner)
          ? []
          : [invalid(at, text, 'must be a strict subset of `cidr`')]),
      ];
    }),
  ];
}

export const networkpolicies = defineBehaviour<NetworkPolicy>({
  group: 'networking.k8s.io',
  resource: 'networkpolicies',
  strategy: {
    invalidGroup: groupInErrors,
    default({ spec }) {
      for (const port of [...(spec.ingress ?? []), ...(spec.egress ?? [])].flatMap(({ ports = [] }) => ports)) {
        port.protocol ??= 'TCP';
      }
      if ((spec.policyTypes ?? []).length > 0) return;
      spec.policyTypes = (spec.egress ?? []).length > 0 ? [...TYPES] : ['Ingress'];
    },
    validate: (policy, { features }) => validatePolicy(policy, features),
    validateUpdate: (policy, _old, { features }) => validatePolicy(policy, features),
  },
  columns: [
    nameColumn,
    textColumn('Pod-Selector', 'The pods that it is about.', ({ spec }) => formatLabelSelector(spec.podSelector)),
    ageColumn,
  ],
  description: 'Says which traffic pods take and send.',
  example: {
    metadata: { name: 'web' },
    spec: {
      podSelector: { matchLabels: { app: 'web' } },
      policyTypes: ['Ingress'],
      ingress: [{ ports: [{ protocol: 'TCP', port: 80 }], from: [{ ipBlock: { cidr: '10.0.0.0/8' } }] }],
    },
  },
});
