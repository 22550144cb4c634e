/** Source: pkg/registry/networking/ingress, pkg/printers/internalversion/printers.go. */
import { type KubeObject } from '../../apis/meta/v1.js';
import { type Features } from '../../features/features.js';
import { ageColumn, nameColumn } from '../../printers/columns.js';
import { defineBehaviour, type KindBehaviour } from '../behaviour.js';
import { textColumn } from '../column.js';
import { statusSubresource } from '../stored-kind.js';
import { betaIngress } from './ingress-conversion.js';
import { groupInErrors } from './group-in-errors.js';
import { type Ingress } from './ingress-types.js';
import { validateIngress, validateIngressStatus, validateIngressUpdate } from './ingress-validation.js';

const MAX_HOSTS = 3;

function hosts({ spec: { rules = [] } }: Ingress): string {
  const list: string[] = [];
  let more = false;
  for (const { host = '' } of rules) {
    if (list.length === MAX_HOSTS) more = true;
    else if (host !== '') list.push(host);
  }
  if (list.length === 0) return '*';
  return more ? `${list.join(',')} + ${rules.length - MAX_HOSTS} more...` : list.join(',');
}

function address({ status }: Ingress): string {
  const points = status?.loadBalancer?.ingress ?? [];
  const names = points.map(({ ip = '', hostname = '' }) => ip || hostname).filter((name) => name !== '');
  return [...new Set(names)].sort().join(',');
}

const CLASS = 'kubernetes.io/ingress.class';

function warnings({ metadata, spec }: Ingress, { behaviours }: Features): string[] {
  if (!behaviours.ingressAnnotationWarning) return [];
  if (metadata.annotations?.[CLASS] === undefined || spec.ingressClassName !== undefined) return [];
  return [`annotation "${CLASS}" is deprecated, please use 'spec.ingressClassName' instead`];
}

/** What ingresses of both groups are. */
export const ingress: Omit<KindBehaviour<Ingress>, 'group'> = {
  resource: 'ingresses',
  conversions: { v1beta1: betaIngress },
  strategy: {
    invalidGroup: groupInErrors,
    validate: validateIngress,
    validateUpdate: validateIngressUpdate,
    warningsOnCreate: (object, { features }) => warnings(object, features),
  },
  subresources: {
    status: {
      ...statusSubresource,
      strategy: {
        ...statusSubresource.strategy,
        validateUpdate: (object: KubeObject, _old, context) => validateIngressStatus(object as Ingress, context),
      },
    },
  },
  columns: [
    nameColumn,
    textColumn('Class', 'The class, which says who answers.', ({ spec }) => spec.ingressClassName ?? '<none>'),
    textColumn('Hosts', 'The hosts that it has rules for.', hosts),
    textColumn('Address', 'Where it answers.', address),
    textColumn('Ports', 'The ports that it answers on.', ({ spec: { tls = [] } }) =>
      tls.length === 0 ? '80' : '80, 443',
    ),
    ageColumn,
  ],
  description: 'Leads requests from outside to services, by host and path.',
  example: {
    metadata: { name: 'web' },
    spec: {
      rules: [
        {
          host: 'web.example.com',
          http: {
            paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'web', port: { number: 80 } } } }],
          },
        },
      ],
    },
  },
};

export const ingresses = defineBehaviour<Ingress>({ ...ingress, group: 'networking.k8s.io' });
