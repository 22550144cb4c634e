/** The files that tell a pod of itself. Source: CollectData in pkg/volume/downwardapi/downwardapi.go. */
import { type Pod } from '../apis/core/pod.js';
import { type DownwardAPIVolumeFile } from '../apis/core/pod-volume.js';
import { fieldOf } from './field-path.js';
import { chosenUser, requiredMode } from './key-payload.js';
import { cleanPath, type FileProjection, type Payload } from './payload.js';
import { resourceOf } from './container-resource.js';
import { lasting, type VolumeHost, type VolumePlugin } from './volume-plugin.js';

export interface DownwardFiles {
  readonly items?: readonly DownwardAPIVolumeFile[] | undefined;
  readonly defaultMode: number | undefined;
  readonly defaultUser: number | undefined;
}

/** @throws Error for a field or a resource that there is not. */
export async function downwardPayload(files: DownwardFiles, pod: Pod, host: VolumeHost): Promise<Payload> {
  const defaultMode = requiredMode(files.defaultMode);
  const payload = new Map<string, FileProjection>();
  for (const item of files.items ?? []) {
    const user = chosenUser(host.features, item.user ?? files.defaultUser);
    const data = Buffer.from(await textOf(item, pod, host));
    payload.set(cleanPath(item.path ?? ''), { data, mode: item.mode ?? defaultMode, user });
  }
  return payload;
}

async function textOf({ fieldRef, resourceFieldRef }: DownwardAPIVolumeFile, pod: Pod, host: VolumeHost) {
  if (fieldRef !== undefined) return fieldOf(pod, fieldRef.fieldPath ?? '');
  if (resourceFieldRef === undefined) return '';
  return resourceOf(pod, resourceFieldRef, await host.nodeAllocatable());
}

export const downwardAPIVolume: VolumePlugin = {
  name: 'kubernetes.io/downward-api',
  supports: ({ downwardAPI }) => downwardAPI !== undefined,
  references: () => [],
  collect: async ({ downwardAPI = {} }, pod, host) => {
    const { items, defaultMode, defaultUser } = downwardAPI;
    return lasting(await downwardPayload({ items, defaultMode, defaultUser }, pod, host));
  },
};
