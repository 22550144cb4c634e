/** Where the volumes of pods lie below a kubelet's root directory. Source: pkg/kubelet/kubelet_getters.go. */
import * as fs from 'node:fs';
import { join } from 'node:path';
import { AtomicWriter, type AtomicWriterOptions } from './atomic-writer.js';
import { setVolumeOwnership } from './ownership.js';
import { type Payload } from './payload.js';

/** Tells that the directory is ours, and what is in it may be removed. */
const MARK = '.kubemint';
const OWNER_ONLY = 0o750;
/** As the root of a tmpfs is. */
const VOLUME_MODE = 0o1777;

export interface VolumePlace {
  readonly podUid: string;
  /** `kubernetes.io/projected`. */
  readonly plugin: string;
  readonly name: string;
}

export class PodDirectories {
  readonly #root: string;
  readonly #options: AtomicWriterOptions;
  readonly #writers = new Map<string, AtomicWriter>();

  /** @throws Error with one line for the user where the directory is another's, the real kubelet's for one. */
  static open(root: string, options: AtomicWriterOptions): PodDirectories {
    fs.mkdirSync(join(root, 'pods'), { recursive: true, mode: OWNER_ONLY });
    const names = fs.readdirSync(root);
    const pods = fs.readdirSync(join(root, 'pods'));
    if (!names.includes(MARK) && (names.length > 1 || pods.length > 0)) {
      throw new Error(`kubelet-root-dir ${root} was not made by kubemint and is left alone; name an empty directory`);
    }
    fs.writeFileSync(join(root, MARK), 'The volumes of simulated pods; removed with them.\n');
    return new PodDirectories(root, options);
  }

  private constructor(root: string, options: AtomicWriterOptions) {
    this.#root = root;
    this.#options = options;
  }

  pathOf({ podUid, plugin, name }: VolumePlace): string {
    return join(this.#root, 'pods', podUid, 'volumes', plugin.replace('/', '~'), name);
  }

  /** Makes the volume say what the payload says. @param group is let in to read. */
  write(place: VolumePlace, payload: Payload, group: number | undefined): void {
    const path = this.pathOf(place);
    const { changeOwner } = this.#options;
    this.#make(path);
    const setPermissions = group === undefined ? undefined : (): void => setVolumeOwnership(path, group, changeOwner);
    this.#writerOf(path).write(payload, setPermissions);
  }

  /** Removes a pod's directory with all that is in it. */
  remove(podUid: string): void {
    const path = join(this.#root, 'pods', podUid);
    for (const volume of this.#writers.keys()) if (volume.startsWith(`${path}/`)) this.#writers.delete(volume);
    fs.rmSync(path, { recursive: true, force: true });
  }

  /** The pods that have a directory. */
  podUids(): string[] {
    return fs.readdirSync(join(this.#root, 'pods'));
  }

  #writerOf(path: string): AtomicWriter {
    const writer = this.#writers.get(path) ?? new AtomicWriter(path, this.#options);
    this.#writers.set(path, writer);
    return writer;
  }

  #make(path: string): void {
    const first = fs.mkdirSync(path, { recursive: true, mode: OWNER_ONLY });
    if (first !== undefined) fs.chmodSync(path, VOLUME_MODE);
  }
}
