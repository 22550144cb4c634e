/** The files that keys of secrets and config maps become. Sources: MakePayload in pkg/volume/{secret/secret.go,configmap/configmap.go}. */
import { isReason } from '../apis/errors.js';
import { type KeyToPath } from '../apis/core/pod-volume.js';
import { type ConfigMap, type Secret } from '../apis/core/v1.js';
import { type Features } from '../features/features.js';
import { type FileProjection, type Payload } from './payload.js';

export interface KeyMapping {
  readonly items?: readonly KeyToPath[] | undefined;
  readonly defaultMode: number | undefined;
  readonly defaultUser: number | undefined;
  readonly optional?: boolean | undefined;
  readonly features: Features;
}

type Data = ReadonlyMap<string, Uint8Array>;

/** @throws Error for a key that is not there. */
export async function secretPayload(secret: Promise<Secret>, mapping: KeyMapping): Promise<Payload> {
  const { data = {} } = await unlessOptional(secret, mapping.optional, { metadata: {} });
  return keyPayload('secret', decoded(data), mapping);
}

/** @throws Error for a key that is not there. */
export async function configMapPayload(configMap: Promise<ConfigMap>, mapping: KeyMapping): Promise<Payload> {
  const { data = {}, binaryData = {} } = await unlessOptional(configMap, mapping.optional, { metadata: {} });
  const texts = Object.entries(data).map(([key, text]) => [key, Buffer.from(text)] as const);
  return keyPayload('config', new Map([...texts, ...decoded(binaryData)]), mapping);
}

function decoded(data: Readonly<Record<string, string>>): Data {
  return new Map(Object.entries(data).map(([key, base64]) => [key, Buffer.from(base64, 'base64')]));
}

async function unlessOptional<T>(object: Promise<T>, optional: boolean | undefined, empty: T): Promise<T> {
  try {
    return await object;
  } catch (error) {
    if (optional === true && isReason(error, 'NotFound')) return empty;
    throw error;
  }
}

function keyPayload(what: string, data: Data, { items = [], optional, ...mapping }: KeyMapping): Payload {
  const mode = requiredMode(mapping.defaultMode);
  const defaultUser = chosenUser(mapping.features, mapping.defaultUser);
  if (items.length === 0) {
    return new Map([...data].map(([key, content]) => [key, { data: content, mode, user: defaultUser }]));
  }
  const payload = new Map<string, FileProjection>();
  for (const item of items) {
    const { key = '', path = '' } = item;
    const content = data.get(key);
    if (content === undefined) {
      if (optional === true) continue;
      throw new Error(`references non-existent ${what} key: ${key}`);
    }
    const user = chosenUser(mapping.features, item.user) ?? defaultUser;
    payload.set(path, { data: content, mode: item.mode ?? mode, user });
  }
  return payload;
}

/** @throws Error where defaulting has set none. */
export function requiredMode(mode: number | undefined): number {
  if (mode === undefined) throw new Error('no defaultMode used, not even the default value for it');
  return mode;
}

/** A user that a volume names, in versions where it may. */
export function chosenUser(features: Features, user: number | undefined): number | undefined {
  return features.enabled('AtomicWriteVolumeUserFields') ? user : undefined;
}
