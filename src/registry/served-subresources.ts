/** A kind's subresources as a version serves them. */
import { type Features } from '../features/features.js';
import { type AnyKind, type Subresource } from './rest.js';

export function servedSubresources(
  { subresources = {} }: Pick<AnyKind, 'subresources'>,
  features: Features,
): readonly (readonly [name: string, subresource: Subresource])[] {
  return Object.entries(subresources)
    .filter(([, subresource]) => subresource.served?.(features) ?? true)
    .map(([name, subresource]) => [
      name,
      subresource.type === 'virtual' ? { ...subresource, ...subresource.wire?.(features) } : subresource,
    ]);
}
