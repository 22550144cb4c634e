/** Watches on a store of config maps, with readers that take bytes when they are told to. */
import { type KubeObject } from '../../../src/apis/meta/v1.js';
import { loadSchemas } from '../../../src/apis/schema/load.js';
import { JSON_TYPE, type OutputMediaType } from '../../../src/endpoints/negotiation.js';
import { listOptions } from '../../../src/endpoints/options.js';
import { type FrameSink } from '../../../src/endpoints/request.js';
import { type Scope } from '../../../src/endpoints/scope.js';
import { selectionOf } from '../../../src/endpoints/selection.js';
import { WatchSession } from '../../../src/endpoints/watch-session.js';
import { map, openStore } from '../store/maps.js';

/** A reader that reads nothing by itself. */
export class Reader implements FrameSink {
  readonly frames: Uint8Array[] = [];
  backlog = 0;
  ended = false;
  destroyed = false;
  #closed: (() => void)[] = [];
  #drained: (() => void)[] = [];

  write(frames: readonly Uint8Array[]): void {
    this.frames.push(...frames);
    for (const { length } of frames) this.backlog += length;
  }

  end(): void {
    this.ended = true;
  }

  destroy(): void {
    this.destroyed = true;
  }

  onClose(listener: () => void): void {
    this.#closed.push(listener);
  }

  onDrained(listener: () => void): void {
    this.#drained.push(listener);
  }

  /** Takes all that was written. */
  read(): void {
    this.backlog = 0;
    for (const listener of this.#drained.splice(0)) listener();
  }

  leave(): void {
    for (const listener of this.#closed.splice(0)) listener();
  }

  get events(): { type: string; object: KubeObject & { code?: number; message?: string } }[] {
    const lines = Buffer.concat(this.frames).toString().trimEnd();
    return lines === '' ? [] : lines.split('\n').map((line) => JSON.parse(line) as never);
  }

  /** `ADDED a`, `BOOKMARK`. */
  get seen(): string[] {
    return this.events.map(({ type, object }) => `${type} ${object.metadata.name ?? ''}`.trimEnd());
  }
}

export class Watching {
  readonly #opened = openStore();
  readonly store = this.#opened.store;
  readonly clock = this.#opened.clock;
  readonly #scope: Scope;

  constructor() {
    const { store, context } = this.#opened;
    const { features, clock, random } = context;
    const [version] = store.kind.versions;
    if (version === undefined) throw new Error('config maps have a version');
    // Admission and authorization are no part of watching.
    const rest = {} as Pick<Scope, 'admission' | 'authorizer'>;
    const schemas = loadSchemas(features.version.minor);
    this.#scope = {
      ...rest,
      features,
      clock,
      random,
      schemas,
      kind: store.kind,
      version,
      store,
      subresources: new Map(),
    };
  }

  create(name: string, labels: Record<string, string> = {}, text = ''): Promise<KubeObject> {
    const data = text === '' ? {} : { data: { text } };
    return this.store.create({ ...map({ name, labels }), ...data }, this.#opened.context);
  }

  change(name: string, change: (object: KubeObject) => void): Promise<KubeObject> {
    const next = (current: KubeObject): KubeObject => {
      const copy = structuredClone(current);
      change(copy);
      return copy;
    };
    return this.store.write({ name, change: next }, { ...this.#opened.context, name });
  }

  /** Opens a watch. `initial`: begins with what is there. */
  async open(query: string, initial = false, output: Partial<OutputMediaType> = {}): Promise<Reader> {
    const reader = new Reader();
    const parameters = new URLSearchParams(`watch=true&${query}`);
    const options = listOptions(parameters, this.#scope.features);
    const settings = {
      scope: this.#scope,
      store: this.store,
      selection: selectionOf(this.#scope, options),
      options,
      output: { mediaType: JSON_TYPE, contentType: JSON_TYPE.name, pretty: false, ...output },
      namespace: 'ns',
      query: parameters,
    };
    const { items, revision } = await this.store.list('ns');
    const from = Number(options.resourceVersion === '' ? revision : options.resourceVersion);
    new WatchSession(settings, reader).run(initial ? items : [], from);
    return reader;
  }
}
