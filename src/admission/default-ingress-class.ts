/** Ingresses that name no class have the default one. Source: plugin/pkg/admission/network/defaultingressclass/admission.go. */
import { type KubeObject } from '../apis/meta/v1.js';
import { type Getter } from '../client/client.js';
import { type Features } from '../features/features.js';
import { markedDefault, newestByName } from './default-classes.js';
import { admissionForbidden } from './forbidden.js';
import { objectOf } from './matching.js';
import { type AdmissionPlugin } from './plugin.js';

interface Ingress extends KubeObject {
  spec?: { ingressClassName?: string };
}

const GROUP = 'networking.k8s.io';
const INGRESSES = { group: GROUP, resource: 'ingresses' };
const CLASSES = { group: GROUP, resource: 'ingressclasses' };
const IS_DEFAULT = 'ingressclass.kubernetes.io/is-default-class';
const CLASS_ANNOTATION = 'kubernetes.io/ingress.class';

export function createDefaultIngressClass(getter: Getter, { behaviours }: Features): AdmissionPlugin {
  return {
    name: 'DefaultIngressClass',
    async admit(attributes) {
      const ingress = objectOf(attributes, INGRESSES, 'CREATE') as Ingress | undefined;
      if (ingress === undefined || ingress.spec?.ingressClassName !== undefined) return;
      if (ingress.metadata.annotations?.[CLASS_ANNOTATION] !== undefined) return;
      const classes = await markedDefault(getter, CLASSES, [IS_DEFAULT]);
      if (classes.length > 1 && !behaviours.newestIngressClassIsDefault) {
        const count = String(classes.length);
        const cause = `Internal error occurred: ${count} default IngressClasses were found, only 1 allowed`;
        throw admissionForbidden(attributes, cause);
      }
      const name = newestByName(classes);
      if (name !== undefined) (ingress.spec ??= {}).ingressClassName = name;
    },
  };
}
