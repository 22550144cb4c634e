/** The Service `kubernetes` in default, and where it leads. Source: pkg/controlplane/{controller/kubernetesservice,reconcilers}. */
import { rfc3339 } from '../../clock/clock.js';
import { type InitialContext, type InitialObject, type InitialObjects } from './initial-object.js';

const metadata = { name: 'kubernetes', namespace: 'default' };
const CLUSTER_IP = '10.0.0.1';
const CIDR = '10.0.0.0/24';

const CIDR_FINALIZER = 'networking.k8s.io/service-cidr-finalizer';

const READY = { type: 'Ready', status: 'True', reason: '', message: 'Kubernetes Service CIDR is ready' };

/** Of the addresses that RFC 5737 keeps for examples: where no pod could reach the server, as it listens on its loopback. */
const UNREACHABLE = '192.0.2.1';

export const kubernetesService: InitialObjects = (context) => {
  const { port } = context;
  const now = rfc3339(context.clock.now());
  const ports = [{ name: 'https', port, protocol: 'TCP' }];
  const address = podAddress(context);
  const all: InitialObject[] = [
    {
      writes: [
        { manager: 'kube-apiserver', fields: { spec: { cidrs: [CIDR] } } },
        {
          ...{ manager: 'kubernetes-service-cidr-controller', subresource: 'status', applied: true },
          fields: { status: { conditions: [{ type: READY.type, status: READY.status }] } },
        },
        {
          ...{ manager: 'service-cidr-controller', subresource: 'status', applied: true },
          fields: { status: { conditions: [{ ...READY, lastTransitionTime: now }] } },
        },
        { manager: 'kube-controller-manager', fields: { metadata: { finalizers: [CIDR_FINALIZER] } } },
      ],
      resource: { group: 'networking.k8s.io', resource: 'servicecidrs' },
      object: {
        metadata: { name: 'kubernetes', finalizers: [CIDR_FINALIZER] },
        spec: { cidrs: [CIDR] },
        status: {
          conditions: [{ ...READY, lastTransitionTime: now }],
        },
      },
    },
    {
      resource: { group: 'networking.k8s.io', resource: 'ipaddresses' },
      object: {
        metadata: {
          name: CLUSTER_IP,
          labels: {
            'ipaddress.kubernetes.io/ip-family': 'IPv4',
            'ipaddress.kubernetes.io/managed-by': 'ipallocator.k8s.io',
          },
        },
        spec: { parentRef: { resource: 'services', ...metadata } },
      },
    },
    {
      resource: { group: '', resource: 'services' },
      object: {
        metadata: { ...metadata, labels: { component: 'apiserver', provider: 'kubernetes' } },
        spec: {
          ports: [{ name: 'https', protocol: 'TCP', port: 443, targetPort: port }],
          clusterIP: CLUSTER_IP,
          clusterIPs: [CLUSTER_IP],
          type: 'ClusterIP',
          sessionAffinity: 'None',
          ipFamilies: ['IPv4'],
          ipFamilyPolicy: 'SingleStack',
          internalTrafficPolicy: 'Cluster',
        },
      },
    },
    {
      resource: { group: '', resource: 'endpoints' },
      object: {
        metadata: { ...metadata, labels: { 'endpointslice.kubernetes.io/skip-mirror': 'true' } },
        subsets: [{ addresses: [{ ip: address }], ports }],
      },
    },
    {
      resource: { group: 'discovery.k8s.io', resource: 'endpointslices' },
      object: {
        metadata: { ...metadata, labels: { 'kubernetes.io/service-name': 'kubernetes' } },
        addressType: address.includes(':') ? 'IPv6' : 'IPv4',
        endpoints: [{ addresses: [address], conditions: { ready: true } }],
        ports,
      },
    },
  ];
  return all.map((each) => withoutUnknownFields(each, context));
};

function podAddress({ address }: InitialContext): string {
  const isLocal = address === '' || address === '::1' || address === '::' || /^(127\.|0\.0\.0\.0$)/.test(address);
  return isLocal || !/^[\d.]+$|:/.test(address) ? UNREACHABLE : address;
}

// Fields of dual-stack services are younger than the service itself.
function withoutUnknownFields(each: InitialObject, { features }: InitialContext): InitialObject {
  const { spec, ...rest } = each.object as InitialObject['object'] & { spec?: Record<string, unknown> };
  if (each.resource.resource !== 'services' || spec === undefined) return each;
  const { ipFamilies, ipFamilyPolicy, internalTrafficPolicy, clusterIPs, ...kept } = spec;
  const dualStack = features.enabled('IPv6DualStack');
  // What allocation adds, nobody wrote.
  const written = {
    ...kept,
    ...(dualStack ? { ipFamilyPolicy } : {}),
    ...(features.enabled('ServiceInternalTrafficPolicy') ? { internalTrafficPolicy } : {}),
  };
  const allocated = { clusterIPs, ...(dualStack ? { ipFamilies } : {}) };
  return {
    ...each,
    object: { ...rest, spec: { ...written, ...allocated } },
    writes: [{ manager: 'kube-apiserver', fields: { ...rest, spec: written } }],
  };
}
