/** Remembers what was said of a token. Source: k8s.io/apiserver/pkg/authentication/token/cache/cached_token_authenticator.go. */
import { type Clock } from '../clock/clock.js';
import {
  type Audiences,
  AuthenticationError,
  type AuthenticatorResponse,
  type Awaitable,
  type Notes,
  type TokenAuthenticator,
} from './authenticator.js';

const CAPACITY = 32 * 1024;

export interface TokenCacheOptions {
  readonly clock: Clock;
  /** Milliseconds for which a token that was good stays so; 0: it is asked about each time. */
  readonly successTtl: number;
  /** The same for one that was not. */
  readonly failureTtl: number;
  /** True where a refusal with a reason is remembered as well. */
  readonly cachesErrors: boolean;
}

interface Verdict {
  readonly response: AuthenticatorResponse | undefined;
  readonly error: AuthenticationError | undefined;
  readonly warnings: readonly string[];
  /** Of the audit event: keys and values. */
  readonly annotations: readonly (readonly [key: string, value: string])[];
  /** Milliseconds since the epoch. */
  readonly until: number;
}

export class TokenCache implements TokenAuthenticator {
  readonly #authenticator: TokenAuthenticator;
  readonly #options: TokenCacheOptions;
  readonly #verdicts = new Map<string, Verdict>();
  readonly #underWay = new Map<string, Promise<Verdict>>();

  constructor(authenticator: TokenAuthenticator, options: TokenCacheOptions) {
    this.#authenticator = authenticator;
    this.#options = options;
  }

  authenticateToken(token: string, audiences: Audiences, notes?: Notes): Awaitable<AuthenticatorResponse | undefined> {
    const key = JSON.stringify([audiences, token]);
    const known = this.#verdicts.get(key);
    if (known !== undefined && this.#options.clock.now() < known.until) return told(known, notes);
    const underWay = this.#underWay.get(key) ?? this.#ask(key, token, audiences);
    return underWay.then((verdict) => told(verdict, notes));
  }

  #ask(key: string, token: string, audiences: Audiences): Promise<Verdict> {
    const asking = this.#verdict(token, audiences)
      .then((verdict) => {
        this.#remember(key, verdict);
        return verdict;
      })
      .finally(() => this.#underWay.delete(key));
    this.#underWay.set(key, asking);
    return asking;
  }

  async #verdict(token: string, audiences: Audiences): Promise<Verdict> {
    const { clock, successTtl, failureTtl, cachesErrors } = this.#options;
    const warnings: string[] = [];
    const annotations: [string, string][] = [];
    const notes: Notes = {
      warn: (text) => void warnings.push(text),
      annotate: (key, value) => void annotations.push([key, value]),
    };
    try {
      const response = await this.#authenticator.authenticateToken(token, audiences, notes);
      const until = clock.now() + (response === undefined ? failureTtl : successTtl);
      return { response, error: undefined, warnings, annotations, until };
    } catch (error) {
      if (!(error instanceof AuthenticationError)) throw error;
      const until = clock.now() + (cachesErrors ? failureTtl : 0);
      return { response: undefined, error, warnings, annotations, until };
    }
  }

  #remember(key: string, verdict: Verdict): void {
    this.#verdicts.delete(key);
    if (verdict.until <= this.#options.clock.now()) return;
    this.#verdicts.set(key, verdict);
    const [oldest] = this.#verdicts.keys();
    if (this.#verdicts.size > CAPACITY && oldest !== undefined) this.#verdicts.delete(oldest);
  }
}

function told(verdict: Verdict, notes: Notes | undefined): AuthenticatorResponse | undefined {
  const { response, error, warnings, annotations } = verdict;
  if (error !== undefined) throw error;
  if (response === undefined) return undefined;
  for (const text of warnings) notes?.warn(text);
  for (const [key, value] of annotations) notes?.annotate?.(key, value);
  return response;
}
