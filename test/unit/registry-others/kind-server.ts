/** Creates and changes objects of a built-in kind as the server does below HTTP: decoding, conversion, defaults, the store. */
import { StatusError } from '../../../src/apis/errors.js';
import { type KubeObject } from '../../../src/apis/meta/v1.js';
import { decodeObject } from '../../../src/apis/schema/decode.js';
import { loadSchemas } from '../../../src/apis/schema/load.js';
import { ManualClock } from '../../../src/clock/clock.js';
import { SeededRandom } from '../../../src/clock/random.js';
import { preferredVersion } from '../../../src/endpoints/scope.js';
import { resolveFeatures } from '../../../src/features/resolve.js';
import { kindsOf } from '../../../src/registry/index.js';
import { type RequestContext } from '../../../src/registry/rest.js';
import { Store } from '../../../src/registry/store.js';
import { MemoryStorage } from '../../../src/storage/memory.js';

export const NOW = '2026-01-01T00:00:00Z';

/** Anything that came back; tests look into it as they know it. */
export type Answer = KubeObject & Record<string, unknown>;

export interface KindServer {
  /** Throws the StatusError that the server would answer. */
  create(wire: object, version?: string): Promise<Answer>;
  /** Writes what `change` makes of the stored object, to a subresource if one is named. */
  update(name: string, change: (object: Answer) => object, subresource?: string): Promise<Answer>;
  /** The message of the refusal, without its beginning; '' where it is created. */
  refusal(wire: object, version?: string): Promise<string>;
  /** The names of the columns, those of -o wide in brackets. */
  readonly columns: readonly string[];
  cells(object: KubeObject, now?: string): readonly unknown[];
}

/** `resource` as in `ingresses.networking.k8s.io`. */
export function kindServer(resource: string, minor: number, namespace = ''): KindServer {
  const features = resolveFeatures({ version: `1.${String(minor)}`, featureGates: {} });
  const kind = kindsOf(features).find((one) => `${one.resource}.${one.group}` === resource);
  const stored = kind && preferredVersion(kind, features);
  if (kind === undefined || stored === undefined) throw new Error(`1.${String(minor)} does not serve ${resource}`);
  const schemas = loadSchemas(minor);
  const clock = new ManualClock(NOW);
  const random = new SeededRandom(1);
  const store = new Store(kind, stored, { storage: new MemoryStorage(), schemas, features, clock, random });
  const user = { username: 'jane', uid: 'u-1', groups: ['qa'], extra: { scopes: ['a'] } };
  const contextOf = (version: string): RequestContext => ({
    ...{ user, features, namespace, name: '', version, dryRun: false, clock, random },
    warn: () => undefined,
  });
  const read = (wire: object, version: string): KubeObject => {
    const from = kind.versions.find((one) => one.version === version);
    if (from === undefined) throw new Error(`${resource} has no version ${version}`);
    const whole = { apiVersion: `${kind.group}/${version}`, kind: kind.kind, ...structuredClone(wire) };
    const decoded = decodeObject(schemas, from.schema, whole).object as unknown as KubeObject;
    const object = from.decode?.(decoded) ?? decoded;
    object.apiVersion = `${kind.group}/${stored.version}`;
    object.kind = kind.kind;
    kind.strategy?.default?.(object, features);
    return object;
  };
  const shown = (kind.columns ?? []).filter((column) => column.shown?.(features) ?? true);
  const create = async (wire: object, version = stored.version): Promise<Answer> =>
    (await store.create(read(wire, version), contextOf(version))) as Answer;
  return {
    create,
    async update(name, change, subresource = '') {
      const part = kind.subresources?.[subresource];
      const request = {
        name,
        subresource,
        ...(part?.type === 'stored' ? { strategy: part.strategy } : {}),
        change: (current: KubeObject) => read(change(structuredClone(current) as Answer), stored.version),
      };
      return (await store.write(request, contextOf(stored.version))) as Answer;
    },
    async refusal(wire, version) {
      try {
        await create(wire, version);
        return '';
      } catch (error) {
        if (!(error instanceof StatusError)) throw error;
        return error.message.replace(/^.*? is invalid: /, '');
      }
    },
    columns: shown.map(({ name, priority }) => (priority === 0 ? name : `[${name}]`)),
    cells: (object, now = NOW) => shown.map((column) => column.cell(object, Date.parse(now), features)),
  };
}
