/** Runs plug-ins one after another. Source: k8s.io/apiserver/pkg/admission/chain.go. */
import { type Awaitable } from '../authentication/authenticator.js';
import { type AdmissionAttributes, type AdmissionPlugin } from './plugin.js';

export interface Admission {
  /** Every plug-in may change the object; the first refusal ends it. Throws StatusError. */
  admit(attributes: AdmissionAttributes): Awaitable<void>;
  /** Every plug-in looks at the object as it is to be stored. Throws StatusError. */
  validate(attributes: AdmissionAttributes): Awaitable<void>;
}

type Step = (attributes: AdmissionAttributes) => Awaitable<void>;

export function createAdmission(plugins: readonly AdmissionPlugin[]): Admission {
  const admitting = plugins.flatMap((plugin): Step[] => (plugin.admit ? [plugin.admit.bind(plugin)] : []));
  const validating = plugins.flatMap((plugin): Step[] => (plugin.validate ? [plugin.validate.bind(plugin)] : []));
  return {
    admit: (attributes) => runFrom(0, admitting, attributes),
    validate: (attributes) => runFrom(0, validating, attributes),
  };
}

// Waits only for those that have to be waited for.
function runFrom(first: number, steps: readonly Step[], attributes: AdmissionAttributes): Awaitable<void> {
  for (let i = first; i < steps.length; i++) {
    const pending = steps[i]?.(attributes);
    if (pending instanceof Promise) return pending.then(() => runFrom(i + 1, steps, attributes));
  }
}
