/** What admits, or refuses, whatever is asked. Source: plugin/pkg/admission/{admit,deny}/admission.go. */
import { admissionForbidden } from './forbidden.js';
import { type AdmissionAttributes, type AdmissionPlugin } from './plugin.js';

export function createAlwaysAdmit(): AdmissionPlugin {
  return { name: 'AlwaysAdmit' };
}

export function createAlwaysDeny(): AdmissionPlugin {
  const deny = (attributes: AdmissionAttributes): never => {
    throw admissionForbidden(attributes, 'admission control is denying all modifications');
  };
  return { name: 'AlwaysDeny', admit: deny, validate: deny };
}
