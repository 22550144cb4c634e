import { type KubeObject } from '../../apis/meta/v1.js';

/** networking.k8s.io/v1 */
export interface Ingress extends KubeObject {
  spec: {
    ingressClassName?: string;
    defaultBackend?: IngressBackend;
    tls?: { hosts?: string[]; secretName?: string }[];
    rules?: { host?: string; http?: { paths: HTTPIngressPath[] | null } }[];
  };
  status?: { loadBalancer?: { ingress?: { ip?: string; hostname?: string }[] } };
}

export interface HTTPIngressPath {
  path?: string;
  pathType?: string;
  backend: IngressBackend;
}

export interface IngressBackend {
  service?: { name: string; port: { name?: string; number?: number } };
  resource?: { apiGroup?: string; kind: string; name: string };
}

/** Of v1beta1, in networking.k8s.io and extensions. */
export interface BetaBackend {
  serviceName?: string;
  servicePort?: string | number;
  resource?: { apiGroup?: string; kind: string; name: string };
}
