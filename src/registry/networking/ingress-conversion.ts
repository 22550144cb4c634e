/** Ingresses of v1beta1 from and to v1. Source: pkg/apis/{networking,extensions}/v1beta1/{conversion,defaults}.go. */
import { type KubeObject } from '../../apis/meta/v1.js';
import { type BetaBackend, type Ingress, type IngressBackend } from './ingress-types.js';

interface BetaIngress extends KubeObject {
  spec?: {
    backend?: BetaBackend;
    rules?: { host?: string; http?: { paths: { path?: string; pathType?: string; backend?: BetaBackend }[] | null } }[];
  };
}

export const betaIngress = {
  decode(wire: KubeObject): KubeObject {
    const { backend, rules, ...spec } = (wire as BetaIngress).spec ?? {};
    return {
      ...wire,
      spec: {
        ...spec,
        ...(backend === undefined ? {} : { defaultBackend: fromBeta(backend) }),
        ...(rules === undefined
          ? {}
          : { rules: rules.map(({ http, ...rule }) => ({ ...rule, ...pathsFromBeta(http) })) }),
      },
    } as KubeObject;
  },
  encode(stored: KubeObject): KubeObject {
    const { defaultBackend, rules, ...spec } = (stored as Ingress).spec;
    return {
      ...stored,
      spec: {
        ...spec,
        ...(defaultBackend === undefined ? {} : { backend: toBeta(defaultBackend) }),
        ...(rules === undefined
          ? {}
          : { rules: rules.map(({ http, ...rule }) => ({ ...rule, ...pathsToBeta(http) })) }),
      },
    } as KubeObject;
  },
};

type BetaRule = NonNullable<NonNullable<BetaIngress['spec']>['rules']>[number];
type Rule = NonNullable<Ingress['spec']['rules']>[number];

function pathsFromBeta(http: BetaRule['http']): Pick<Rule, 'http'> {
  if (http === undefined) return {};
  const paths = (http.paths ?? []).map(({ backend = {}, pathType = 'ImplementationSpecific', ...path }) => ({
    ...path,
    pathType,
    backend: fromBeta(backend),
  }));
  return { http: { paths } };
}

function pathsToBeta(http: Rule['http']): Pick<BetaRule, 'http'> {
  if (http === undefined) return {};
  return { http: { paths: (http.paths ?? []).map(({ backend, ...path }) => ({ ...path, backend: toBeta(backend) })) } };
}

function fromBeta({ serviceName = '', servicePort, resource }: BetaBackend): IngressBackend {
  const named = serviceName !== '' || (servicePort !== undefined && servicePort !== 0 && servicePort !== '');
  const port = typeof servicePort === 'string' ? { name: servicePort } : { number: servicePort ?? 0 };
  return {
    ...(named ? { service: { name: serviceName, port } } : {}),
    ...(resource === undefined ? {} : { resource }),
  };
}

function toBeta({ service, resource }: IngressBackend): BetaBackend {
  const { name = '', number = 0 } = service?.port ?? {};
  return {
    ...(service === undefined ? {} : { serviceName: service.name, servicePort: name === '' ? number : name }),
    ...(resource === undefined ? {} : { resource }),
  };
}
