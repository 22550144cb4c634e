import { newForbidden, type StatusError } from '../apis/errors.js';
import { type AdmissionAttributes } from './plugin.js';

/**
 * The 403 of a plug-in. The object is named by the URL or by itself, as a name may still have to be generated.
 * Source: k8s.io/apiserver/pkg/admission/errors.go.
 */
export function admissionForbidden({ resource, name, object }: AdmissionAttributes, cause: string): StatusError {
  const { name: own, generateName } = object?.metadata ?? {};
  return newForbidden(resource, name || own || generateName || 'Unknown', cause);
}
