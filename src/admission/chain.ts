/** Runs plug-ins one after another. Source: k8s.io/apiserver/pkg/admission/chain.go. */
import { type AdmissionAttributes, type AdmissionPlugin } from './plugin.js';

export interface Admission {
  /** Every plug-in may change the object; the first refusal ends it. Throws StatusError. */
  admit(attributes: AdmissionAttributes): Promise<void>;
  /** Every plug-in looks at the object as it is to be stored. Throws StatusError. */
  validate(attributes: AdmissionAttributes): Promise<void>;
}

export function createAdmission(plugins: readonly AdmissionPlugin[]): Admission {
  return {
    async admit(attributes) {
      for (const plugin of plugins) await plugin.admit?.(attributes);
    },
    async validate(attributes) {
      for (const plugin of plugins) await plugin.validate?.(attributes);
    },
  };
}
