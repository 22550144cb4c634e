/** The kinds that are served now: the built-in ones and those of CustomResourceDefinitions. Source: k8s.io/apiextensions-apiserver/pkg/apiserver/customresource_handler.go. */
import { type CustomResourceDefinition, isConditionTrue, storageVersion } from '../apiextensions/types.js';
import { groupVersion } from '../apis/meta/v1.js';
import { type ScopeTable } from '../endpoints/scope.js';
import { type Features } from '../features/features.js';
import { ConvertedStorage } from '../registry/apiextensions/converted-storage.js';
import { renamed } from '../registry/apiextensions/converter.js';
import { customCodec } from '../registry/apiextensions/custom-codec.js';
import { customKind, isTerminating } from '../registry/apiextensions/custom-kind.js';
import { type KindSource } from '../registry/kind-source.js';
import { type AnyKind, type Codec, type ServedVersion } from '../registry/rest.js';
import { type Store } from '../registry/store.js';
import { type Storage, type WatchEvent } from '../storage/storage.js';

const DEFINITIONS = '/registry/customresourcedefinitions/';

/** Opens the store of a version, on a storage that has its objects in that version. */
export type OpenStore = (kind: AnyKind, version: ServedVersion, storage: Storage) => Store;

interface CustomKindSettings {
  readonly builtin: readonly AnyKind[];
  readonly features: Features;
  readonly storage: Storage;
  readonly scopes: ScopeTable;
  readonly openStore: OpenStore;
}

interface Served {
  readonly kind: AnyKind;
  /** What its objects depend on, as a text: their watches end where that changes. */
  readonly shape: string;
  /** How it is served, as a text. */
  readonly state: string;
  /** True where discovery and OpenAPI tell of it. */
  readonly established: boolean;
  /** By version. */
  readonly storages: Map<string, ConvertedStorage>;
}

export class CustomKinds implements KindSource {
  readonly #settings: CustomKindSettings;
  readonly #custom = new Map<string, Served>();
  #version = 0;

  /** Follows the definitions in a storage that is new and empty. */
  constructor(settings: CustomKindSettings) {
    this.#settings = settings;
    settings.storage.watch(DEFINITIONS, settings.storage.revision, (event) => this.#follow(event));
  }

  get version(): number {
    return this.#version;
  }

  kinds(): readonly AnyKind[] {
    const established = [...this.#custom.values()].filter((served) => served.established);
    return [...this.#settings.builtin, ...established.map(({ kind }) => kind)];
  }

  #follow({ type, object }: WatchEvent): void {
    const crd = object as CustomResourceDefinition;
    const { name = '' } = crd.metadata;
    const known = this.#custom.get(name);
    const established = isConditionTrue(crd, 'Established');
    const isServed =
      type !== 'DELETED' &&
      (established || isConditionTrue(crd, 'NamesAccepted')) &&
      crd.spec.versions.some((version) => version.served);
    const shape = JSON.stringify([crd.metadata.uid, crd.spec, crd.status?.acceptedNames]);
    const state = JSON.stringify([established, isTerminating(crd)]);
    if (isServed && known?.shape === shape && known.state === state) return;
    if (!isServed && known === undefined) return;
    const kept = isServed && known?.shape === shape ? known.storages : new Map<string, ConvertedStorage>();
    if (known !== undefined) this.#remove(name, known, kept);
    if (isServed) {
      this.#custom.set(name, { kind: this.#serve(crd, kept), storages: kept, shape, state, established });
    }
    this.#version++;
  }

  #serve(crd: CustomResourceDefinition, storages: Map<string, ConvertedStorage>): AnyKind {
    const { scopes, features, openStore } = this.#settings;
    const kind = customKind(crd, features);
    const codecs = codecsOf(crd, features);
    scopes.add(kind, (version, own) => {
      const storage = storages.get(version.version) ?? this.#storageOf(crd, version, codecs);
      storages.set(version.version, storage);
      return openStore(own, version, storage);
    });
    return kind;
  }

  #storageOf(
    { spec, ...crd }: CustomResourceDefinition,
    { version }: ServedVersion,
    codecs: ReadonlyMap<string, Codec>,
  ): ConvertedStorage {
    return new ConvertedStorage({
      storage: this.#settings.storage,
      shown: groupVersion(spec.group, version),
      stored: groupVersion(spec.group, storageVersion({ ...crd, spec })?.name ?? version),
      codecs,
      convert: renamed,
    });
  }

  #remove(name: string, { kind, storages }: Served, kept: ReadonlyMap<string, ConvertedStorage>): void {
    this.#settings.scopes.remove(kind);
    this.#custom.delete(name);
    if (storages === kept) return;
    for (const storage of storages.values()) storage.close();
  }
}

function codecsOf({ spec }: CustomResourceDefinition, features: Features): ReadonlyMap<string, Codec> {
  return new Map(
    spec.versions.map(({ name, schema }) => [
      groupVersion(spec.group, name),
      customCodec(schema?.openAPIV3Schema, spec.preserveUnknownFields === true, features),
    ]),
  );
}
