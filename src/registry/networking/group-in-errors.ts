import { type Features } from '../../features/features.js';

/** Kinds that were in the group extensions first are `Ingress.extensions` in the errors of old versions. */
export function groupInErrors({ behaviours }: Features): string {
  return behaviours.networkingErrorsNameExtensions ? 'extensions' : 'networking.k8s.io';
}
