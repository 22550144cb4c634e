/** The group in which ingresses were first; they are stored with those of networking.k8s.io. */
import { defineBehaviour } from '../behaviour.js';
import { type Ingress } from '../networking/ingress-types.js';
import { ingress } from '../networking/ingresses.js';

export const extensionsIngresses = defineBehaviour<Ingress>({ ...ingress, group: 'extensions' });
