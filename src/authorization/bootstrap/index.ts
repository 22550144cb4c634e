/** The bootstrap policy, read only when it is asked for: without RBAC or Node nobody does. */
import { type PolicyRule } from '../../apis/rbac/v1.js';
import { type Features } from '../../features/features.js';
import { type BootstrapPolicy } from './policy.js';

export { type BootstrapPolicy } from './policy.js';

export async function bootstrapPolicy({ version }: Features): Promise<BootstrapPolicy> {
  return (await import('./policy.js')).policyOf(version.minor);
}

export async function bootstrapNodeRules({ version }: Features): Promise<readonly PolicyRule[]> {
  return (await import('./policy.js')).nodeRules(version.minor);
}
