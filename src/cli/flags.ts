/**
 * Every flag, in the order of --help: the one list from which parsing, --help, the configuration file, its default and the
 * reference page follow. Names and meaning are kube-apiserver's where it has the flag.
 */
import { ADMISSION } from './flags/admission.js';
import { AUDIT } from './flags/audit.js';
import { AUTHENTICATION } from './flags/authentication.js';
import { AUTHORIZATION } from './flags/authorization.js';
import { KUBEMINT } from './flags/kubemint.js';
import { KUBERNETES_VERSION } from './flags/kubernetes-version.js';
import { SERVICE_ACCOUNTS } from './flags/service-accounts.js';
import { SERVING } from './flags/serving.js';
import { SIMULATED_NODES } from './flags/simulated-nodes.js';
import type { AnyFlag } from './flags/flag.js';
import type { FlagValues } from './values.js';

export const FLAG_GROUPS = [
  KUBERNETES_VERSION,
  SERVING,
  AUTHENTICATION,
  SERVICE_ACCOUNTS,
  AUTHORIZATION,
  ADMISSION,
  AUDIT,
  SIMULATED_NODES,
  KUBEMINT,
] as const;

type KnownFlag = (typeof FLAG_GROUPS)[number]['flags'][number];

export type FlagName = KnownFlag['name'];

/** A value for every flag, by its name. */
export type Settings = { readonly [F in KnownFlag as F['name']]: FlagValues[F['type']] };

export const FLAGS: readonly AnyFlag[] = FLAG_GROUPS.flatMap((group): readonly AnyFlag[] => group.flags);

/** Every flag at its default. */
export function defaultSettings(): Settings {
  return Object.fromEntries(FLAGS.map((flag) => [flag.name, flag.default])) as unknown as Settings;
}
