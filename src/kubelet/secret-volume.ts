/** Volumes of one secret: up to 1.21 what pods find their token in. Source: pkg/volume/secret/secret.go. */
import { secretPayload } from './key-payload.js';
import { lasting, type VolumePlugin } from './volume-plugin.js';

export const secretVolume: VolumePlugin = {
  name: 'kubernetes.io/secret',
  supports: ({ secret }) => secret !== undefined,
  references: ({ secret }) => [{ resource: 'secrets', name: secret?.secretName ?? '' }],
  collect: async ({ secret = {} }, { metadata: { namespace = '' } }, host) => {
    const { secretName = '', items, defaultMode, defaultUser, optional } = secret;
    const mapping = { items, defaultMode, defaultUser, optional, features: host.features };
    return lasting(await secretPayload(host.getSecret(namespace, secretName), mapping));
  },
};
