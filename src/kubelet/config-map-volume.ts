/** Volumes of one config map. Source: pkg/volume/configmap/configmap.go. */
import { configMapPayload } from './key-payload.js';
import { lasting, type VolumePlugin } from './volume-plugin.js';

export const configMapVolume: VolumePlugin = {
  name: 'kubernetes.io/configmap',
  supports: ({ configMap }) => configMap !== undefined,
  references: ({ configMap }) => [{ resource: 'configmaps', name: configMap?.name ?? '' }],
  collect: async ({ configMap = {} }, { metadata: { namespace = '' } }, host) => {
    const { name = '', items, defaultMode, defaultUser, optional } = configMap;
    const mapping = { items, defaultMode, defaultUser, optional, features: host.features };
    return lasting(await configMapPayload(host.getConfigMap(namespace, name), mapping));
  },
};
