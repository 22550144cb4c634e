import { randomBytes, randomUUID } from 'node:crypto';

/** Randomness as a parameter: uids, name suffixes and token ids come from here. */
export interface Random {
  /** `size` random bytes. */
  bytes(size: number): Uint8Array;
  /** A random (version 4) UUID; default: made of bytes. */
  uuid?(): string;
}

const POOL_SIZE = 4096;

/** The operating system's random source, asked for a pool of bytes at a time: a call for each uid costs more than the rest of a request. */
export class SystemRandom implements Random {
  #pool = new Uint8Array();
  #next = 0;

  bytes(size: number): Uint8Array {
    if (size > POOL_SIZE) return randomBytes(size);
    if (this.#next + size > this.#pool.length) {
      this.#pool = randomBytes(POOL_SIZE);
      this.#next = 0;
    }
    this.#next += size;
    return this.#pool.slice(this.#next - size, this.#next);
  }

  uuid(): string {
    return randomUUID();
  }
}

/** A repeatable source for tests: the same seed yields the same bytes (mulberry32; not for secrets). */
export class SeededRandom implements Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  bytes(size: number): Uint8Array {
    return Uint8Array.from({ length: size }, () => this.#next() & 0xff);
  }

  #next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return (t ^ (t >>> 14)) >>> 0;
  }
}

/** A random (version 4) UUID. */
export function uuid(random: Random): string {
  if (random.uuid !== undefined) return random.uuid();
  const b = Uint8Array.from(random.bytes(16));
  b[6] = ((b[6] ?? 0) & 0x0f) | 0x40;
  b[8] = ((b[8] ?? 0) & 0x3f) | 0x80;
  const hex = Buffer.from(b).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

const SUFFIX = 'bcdfghjklmnpqrstvwxz2456789';

/** `length` characters of the alphabet that upstream takes for generated names (util/rand: no vowels, no 0, 1, 3). */
export function randomSuffix(random: Random, length = 5): string {
  return Array.from(random.bytes(length), (b) => SUFFIX[b % SUFFIX.length]).join('');
}
