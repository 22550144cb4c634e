/**
 * The checks of /healthz, /livez and /readyz, by upstream's names and in its order: who waits for one of them waits for
 * the same here. Those of upstream's parts that this process does not have stand for its start as a whole.
 * Source: AddPostStartHook and AddHealthChecks in k8s.io/{kubernetes,apiserver,apiextensions-apiserver,kube-aggregator}.
 */
import { type Features, type GateName } from '../features/index.js';
import { type HealthCheck } from './health.js';

type Endpoint = 'healthz' | 'livez' | 'readyz';

type Served = boolean | ((features: Features) => boolean);

/** A name, on which endpoints it is, and whether the version has it. */
type Row = readonly [name: string, served?: Served, endpoints?: readonly Endpoint[]];

const gate =
  (name: GateName) =>
  (features: Features): boolean =>
    features.enabled(name);

const ALIVE: readonly Row[] = [
  ['ping'],
  ['log'],
  ['loopback-serving-certificate', ({ behaviours }) => behaviours.loopbackCertificateCheck, ['healthz', 'livez']],
  ['etcd'],
];

const STARTED: readonly Row[] = [
  ['etcd-readiness', ({ behaviours }) => behaviours.etcdReadinessCheck, ['readyz']],
  ['informer-sync', true, ['readyz']],
  hook('start-kube-apiserver-admission-initializer', ({ behaviours }) => !behaviours.admissionHookIsGeneric),
  hook('start-apiserver-admission-initializer', ({ behaviours }) => behaviours.admissionHookIsGeneric),
  hook('generic-apiserver-start-informers'),
  hook('priority-and-fairness-config-consumer'),
  hook('priority-and-fairness-filter'),
  hook('storage-object-count-tracker-hook', ({ behaviours }) => behaviours.objectCountHook),
  hook('start-apiextensions-informers'),
  hook('start-apiextensions-controllers'),
  hook('crd-informer-synced'),
  hook('start-system-namespaces-controller', ({ behaviours }) => behaviours.systemNamespacesHook),
  hook('peer-endpoint-reconciler-controller', gate('UnknownVersionInteroperabilityProxy')),
  hook('start-cluster-authentication-info-controller'),
  hook('start-kube-apiserver-identity-lease-controller', gate('APIServerIdentity')),
  hook('start-kube-apiserver-identity-lease-garbage-collector', gate('APIServerIdentity')),
  hook('storage-readiness', ({ behaviours }) => behaviours.availabilityHooksSplit),
  hook('start-legacy-token-tracking-controller', gate('LegacyServiceAccountTokenTracking')),
  hook('start-service-ip-repair-controllers', ({ behaviours }) => behaviours.serviceIPRepairHook),
  hook('rbac/bootstrap-roles'),
  hook('scheduling/bootstrap-system-priority-classes'),
  hook('priority-and-fairness-config-producer'),
  hook('bootstrap-controller'),
  hook('start-kubernetes-service-cidr-controller', gate('MultiCIDRServiceAllocator')),
  hook('start-kube-aggregator-informers'),
  hook('apiservice-status-available-controller', ({ behaviours }) => !behaviours.availabilityHooksSplit),
  hook('apiservice-status-local-available-controller', ({ behaviours }) => behaviours.availabilityHooksSplit),
  hook('apiservice-status-remote-available-controller', ({ behaviours }) => behaviours.availabilityHooksSplit),
  hook('apiservice-registration-controller'),
  hook('apiservice-discovery-controller', gate('AggregatedDiscoveryEndpoint')),
  hook('kube-apiserver-autoregistration'),
  ['autoregister-completion'],
  hook('apiservice-openapi-controller'),
  hook('apiservice-openapiv3-controller', gate('OpenAPIV3')),
];

function hook(name: string, served: Served = true): Row {
  return [`poststarthook/${name}`, served];
}

export interface HealthChecks extends Readonly<Record<Endpoint, readonly HealthCheck[]>> {
  /** To be called when the server has started. */
  started(): void;
}

/** Until the server has started, what stands for its start fails on /healthz and /readyz; /livez is patient. */
export function healthChecks(features: Features): HealthChecks {
  let started = false;
  const of = (endpoint: Endpoint, rows: readonly Row[], check: HealthCheck['check']): readonly HealthCheck[] =>
    rows
      .filter(([, served = true, endpoints]) => {
        if (endpoints?.includes(endpoint) === false) return false;
        return typeof served === 'boolean' ? served : served(features);
      })
      .map(([name]) => ({ name, check }));
  const passes = (): undefined => undefined;
  const waits = (): string | undefined => (started ? undefined : 'not finished');
  const checks = (endpoint: Endpoint): readonly HealthCheck[] => [
    ...of(endpoint, ALIVE, passes),
    ...of(endpoint, STARTED, endpoint === 'livez' ? passes : waits),
  ];
  return {
    healthz: checks('healthz'),
    livez: checks('livez'),
    readyz: [...checks('readyz'), { name: 'shutdown', check: passes }],
    started: () => {
      started = true;
    },
  };
}
