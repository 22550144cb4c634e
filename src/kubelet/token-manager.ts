/** Gets service account tokens for pods and says when they are to be renewed. Source: pkg/kubelet/token/token_manager.go. */
import { type TokenRequest } from '../apis/authentication/v1.js';
import { type Clock } from '../clock/clock.js';
import { type Random } from '../clock/random.js';

const HOUR = 3_600_000;
/** Milliseconds after which a token is renewed, however long it lives. */
const MAX_TTL = 24 * HOUR;
/** Percent of its life at whose beginning a token is renewed. */
const LAST_PART = 20;
/** Renewal is up to this many whole seconds early. */
const MAX_JITTER_SECONDS = 10;
/** Milliseconds before a renewal that failed is tried again: how often a kubelet looks after a pod. */
export const SYNC_FREQUENCY = 60_000;

export interface TokenManagerOptions {
  readonly clock: Clock;
  readonly random: Random;
  /** POST serviceaccounts/NAME/token. */
  readonly createToken: (namespace: string, name: string, request: TokenRequest) => Promise<TokenRequest>;
  /** Hears of renewals that failed while the old token is still good. */
  readonly onError: (error: unknown, message: string) => void;
}

/** Whose token, and what for. */
export interface WantedToken {
  readonly namespace: string;
  readonly name: string;
  /** The account that the name stands for now, where that is known: another one's tokens are not given out. */
  readonly accountUid?: string | undefined;
  readonly spec: NonNullable<TokenRequest['spec']>;
}

export interface ManagedToken {
  readonly token: string;
  /** Milliseconds since the epoch; from then on it is no longer given out, though an extended one is still accepted. */
  readonly expiresAt: number;
  /** When it is worth to ask for it again. */
  readonly askAgainAt: number;
}

export class TokenManager {
  readonly #options: TokenManagerOptions;
  readonly #cache = new Map<string, ManagedToken & { readonly podUid: string | undefined }>();

  constructor(options: TokenManagerOptions) {
    this.#options = options;
  }

  /**
   * The token of before while it need not be renewed, or cannot be and has not expired; else a new one.
   * @throws Error with upstream's text where there is none to give.
   */
  async get(wanted: WantedToken): Promise<ManagedToken> {
    const { clock, createToken, onError } = this.#options;
    const { namespace, name, spec } = wanted;
    const key = keyOf(wanted);
    const cached = this.#cache.get(key);
    if (cached !== undefined && clock.now() <= cached.askAgainAt) return cached;
    try {
      const answer = await createToken(namespace, name, { metadata: {}, spec });
      const token = { ...this.#managed(answer, spec), podUid: spec.boundObjectRef?.uid };
      this.#forgetExpired();
      this.#cache.set(key, token);
      return token;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (cached === undefined) throw new Error(`failed to fetch token: ${reason}`, { cause: error });
      if (clock.now() > cached.expiresAt) {
        throw new Error(`token of ${namespace}/${name} expired and refresh failed: ${reason}`, { cause: error });
      }
      onError(error, `renewing a token of ${namespace}/${name}; the old one stays`);
      return { ...cached, askAgainAt: clock.now() + SYNC_FREQUENCY };
    }
  }

  /** Forgets the tokens of a pod that is gone. */
  forgetPod(uid: string): void {
    for (const [key, { podUid }] of this.#cache) if (podUid === uid) this.#cache.delete(key);
  }

  #managed({ spec, status }: TokenRequest, wanted: WantedToken['spec']): ManagedToken {
    if (status === undefined) throw new Error('the server answered without a token');
    const expiresAt = Date.parse(status.expirationTimestamp);
    const seconds = spec?.expirationSeconds ?? wanted.expirationSeconds;
    const askAgainAt = seconds === undefined ? Infinity : renewAt(expiresAt, seconds, this.#jitter());
    return { token: status.token, expiresAt, askAgainAt };
  }

  #jitter(): number {
    const [byte = 0, further = 0] = this.#options.random.bytes(2);
    return Math.floor(((byte * 256 + further) / 65536) * MAX_JITTER_SECONDS) * 1000;
  }

  #forgetExpired(): void {
    const now = this.#options.clock.now();
    for (const [key, { expiresAt }] of this.#cache) if (now > expiresAt) this.#cache.delete(key);
  }
}

/** The last moment at which a token need not be renewed: before the last fifth of its life, and before it is a day old. */
export function renewAt(expiresAt: number, expirationSeconds: number, jitter: number): number {
  const issuedAt = expiresAt - expirationSeconds * 1000;
  const lastPart = Math.trunc((expirationSeconds * LAST_PART) / 100) * 1000;
  return Math.min(issuedAt + MAX_TTL, expiresAt - lastPart) - jitter;
}

function keyOf({ namespace, name, accountUid, spec }: WantedToken): string {
  const { audiences, expirationSeconds, boundObjectRef } = spec;
  return JSON.stringify([namespace, name, accountUid, audiences ?? [], expirationSeconds, boundObjectRef]);
}
