/** Source: pkg/registry/core/service. */
import { type Service } from '../../apis/core/service.js';
import { nameIsDNS1035Label, nameIsDNSLabel } from '../../apis/validation/names.js';
import { ageColumn, nameColumn } from '../../printers/columns.js';
import { defineBehaviour } from '../behaviour.js';
import { textColumn } from '../column.js';
import { formatLabels } from '../pod-template/columns.js';
import { serviceGuard } from './service/allocation.js';
import { carryAllocations, defaultService, normalizeClusterIPs } from './service/defaults.js';
import { validateService, validateServiceUpdate } from './service/validation.js';

function externalIPs({ spec, status }: Service): string {
  const { type, externalIPs: listed = [], externalName = '' } = spec;
  if (type === 'ExternalName') return externalName;
  if (type !== 'LoadBalancer') return listed.join(',') || '<none>';
  const points = status?.loadBalancer?.ingress ?? [];
  const found = [...new Set(points.map(({ ip, hostname }) => ip || (hostname ?? '')))].filter((text) => text !== '');
  return [...found.sort(), ...listed].join(',') || '<pending>';
}

function ports({ spec }: Service): string {
  const texts = (spec.ports ?? []).map(({ port = 0, nodePort = 0, protocol = '' }) =>
    nodePort === 0 ? `${String(port)}/${protocol}` : `${String(port)}:${String(nodePort)}/${protocol}`,
  );
  return texts.join(',') || '<none>';
}

function warnings({ spec }: Service, { enabled }: { enabled: (gate: 'AllowServiceExternalIPs') => boolean }): string[] {
  const deprecated = (spec.externalIPs ?? []).length > 0 && enabled('AllowServiceExternalIPs');
  const close = spec.trafficDistribution === 'PreferClose' && enabled('AllowServiceExternalIPs');
  return [
    ...(deprecated ? ['spec.externalIPs is deprecated and may no longer be implemented in some clusters'] : []),
    ...(close ? ['spec.trafficDistribution: "PreferClose" is deprecated; use "PreferSameZone"'] : []),
  ];
}

export const services = defineBehaviour<Service>({
  group: '',
  resource: 'services',
  storagePrefix: 'services/specs',
  guard: serviceGuard,
  strategy: {
    default: defaultService,
    validateName: (name, prefix, features) =>
      features.enabled('RelaxedServiceNameValidation')
        ? nameIsDNSLabel(name, prefix, features.behaviours)
        : nameIsDNS1035Label(name, prefix),
    prepareForCreate({ spec }, { features }) {
      normalizeClusterIPs(spec, undefined);
      if (!features.enabled('ServiceTrafficDistribution')) delete spec.trafficDistribution;
    },
    prepareForUpdate({ spec, status }, old, { features }) {
      normalizeClusterIPs(spec, old.spec);
      carryAllocations(spec, old.spec);
      const { externalNameWithoutTrafficPolicy: drops } = features.behaviours;
      if (drops && spec.type === 'ExternalName') delete spec.internalTrafficPolicy;
      if (status !== undefined && spec.type !== 'LoadBalancer') status.loadBalancer = {};
      const used = old.spec.trafficDistribution !== undefined;
      if (!features.enabled('ServiceTrafficDistribution') && !used) delete spec.trafficDistribution;
    },
    validate: (service, { features }) => validateService(service, features),
    validateUpdate: (service, old, { features }) => [
      ...validateServiceUpdate(service, old, features),
      ...validateService(service, features),
    ],
    warningsOnCreate: (service, { features }) => warnings(service, features),
    warningsOnUpdate: (service, _old, { features }) => warnings(service, features),
    returnDeletedObject: true,
  },
  selectableFields: {
    'spec.clusterIP': ({ spec }) => spec.clusterIP ?? '',
    'spec.type': ({ spec }) => spec.type ?? '',
  },
  lacksSelectableField: (_field, { behaviours }) => !behaviours.servicesSelectableByType,
  columns: [
    nameColumn,
    textColumn('Type', 'How it is reached.', ({ spec }) => spec.type ?? ''),
    textColumn('Cluster-IP', 'Its address inside the cluster.', ({ spec }) => spec.clusterIPs?.[0] ?? '<none>'),
    textColumn('External-IP', 'Its addresses outside the cluster.', externalIPs),
    textColumn('Port(s)', 'Its ports, and those of the nodes.', ports),
    ageColumn,
    textColumn('Selector', 'The labels of the pods behind it.', ({ spec }) => formatLabels(spec.selector), {
      wide: true,
    }),
  ],
  description: 'One name and address for the pods with certain labels.',
  example: { metadata: { name: 'web' }, spec: { selector: { app: 'web' }, ports: [{ port: 80 }] } },
});
