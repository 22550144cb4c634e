/** The kinds that are served now: the built-in ones and those of established CustomResourceDefinitions. */
import { type CustomResourceDefinition, isConditionTrue } from '../apiextensions/types.js';
import { type ScopeTable } from '../endpoints/scope.js';
import { type Features } from '../features/features.js';
import { customKind } from '../registry/apiextensions/custom-kind.js';
import { type KindSource } from '../registry/kind-source.js';
import { type AnyKind } from '../registry/rest.js';
import { type Store } from '../registry/store.js';
import { type Storage, type WatchEvent } from '../storage/storage.js';

const DEFINITIONS = '/registry/customresourcedefinitions/';

interface CustomKindSettings {
  readonly builtin: readonly AnyKind[];
  readonly features: Features;
  readonly storage: Storage;
  readonly scopes: ScopeTable;
  readonly openStore: (kind: AnyKind) => Store;
}

export class CustomKinds implements KindSource {
  readonly #settings: CustomKindSettings;
  readonly #custom = new Map<string, { readonly kind: AnyKind; readonly spec: string }>();
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
    return [...this.#settings.builtin, ...[...this.#custom.values()].map(({ kind }) => kind)];
  }

  #follow({ type, object }: WatchEvent): void {
    const crd = object as CustomResourceDefinition;
    const { name = '' } = crd.metadata;
    const known = this.#custom.get(name);
    const isServed =
      type !== 'DELETED' && isConditionTrue(crd, 'Established') && crd.spec.versions.some((v) => v.served);
    const spec = JSON.stringify(crd.spec);
    if (isServed && known?.spec === spec) return;
    if (!isServed && known === undefined) return;
    const { scopes, features, openStore } = this.#settings;
    if (known !== undefined) scopes.remove(known.kind);
    this.#custom.delete(name);
    if (isServed) {
      const kind = customKind(crd, features);
      scopes.add(kind, openStore(kind));
      this.#custom.set(name, { kind, spec });
    }
    this.#version++;
  }
}
