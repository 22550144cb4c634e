/** Asks another server about tokens. Source: k8s.io/apiserver/plugin/pkg/authenticator/token/webhook/webhook.go. */
import { type KubeObject } from '../apis/meta/v1.js';
import { type Clock } from '../clock/clock.js';
import { StatusError } from '../apis/errors.js';
import { type AnswerDecoder, Webhook } from '../transport/webhook.js';
import { type Connection } from '../transport/kubeconfig.js';
import { intersectAudiences } from './audiences.js';
import {
  type Audiences,
  AuthenticationError,
  type AuthenticatorResponse,
  type TokenAuthenticator,
  type UserInfo,
} from './authenticator.js';
import { TokenCache } from './token-cache.js';

/** Milliseconds, as upstream sets for what a kubeconfig cannot. */
const TIMEOUT = 30_000;

export interface TokenWebhookOptions {
  readonly connection: Connection;
  readonly version: 'v1' | 'v1beta1';
  /** Milliseconds for which an answer, good or bad, holds; 0: it is asked for each time. */
  readonly cacheTtl: number;
  readonly apiAudiences: readonly string[];
  readonly clock: Clock;
  readonly decodeAnswer: AnswerDecoder;
  /** Hears of a webhook that gave no answer. */
  readonly onError: (error: unknown, message: string) => void;
  /** Milliseconds before the second attempt. Default 500. */
  readonly retryDelay?: number;
}

export function tokenWebhook(options: TokenWebhookOptions): TokenAuthenticator {
  const { clock, cacheTtl } = options;
  const ttl = { successTtl: cacheTtl, failureTtl: cacheTtl };
  return new TokenCache(new TokenWebhook(options), { clock, ...ttl, cachesErrors: false });
}

interface TokenReview extends KubeObject {
  spec: { token: string; audiences?: readonly string[] };
  status?: {
    authenticated?: boolean;
    user?: Partial<UserInfo>;
    audiences?: readonly string[];
    error?: string;
  };
}

class TokenWebhook implements TokenAuthenticator {
  readonly #options: TokenWebhookOptions;
  readonly #webhook: Webhook;

  constructor(options: TokenWebhookOptions) {
    const { connection, retryDelay, decodeAnswer: decode } = options;
    this.#options = options;
    this.#webhook = new Webhook({ connection, decode, timeout: TIMEOUT, retryDelay });
  }

  async authenticateToken(token: string, wanted: Audiences): Promise<AuthenticatorResponse | undefined> {
    const { apiAudiences } = this.#options;
    const { authenticated = false, user = {}, audiences = [], error = '' } = await this.#review(token, wanted);
    const good = wanted && intersectAudiences(audiences.length > 0 ? audiences : apiAudiences, wanted);
    if (good?.length === 0) return undefined;
    if (!authenticated) {
      if (error !== '') throw new AuthenticationError(error);
      return undefined;
    }
    return { user: { ...user, username: user.username ?? '' }, ...(good && { audiences: good }) };
  }

  async #review(token: string, wanted: Audiences): Promise<NonNullable<TokenReview['status']>> {
    const question: TokenReview = {
      ...{ kind: 'TokenReview', apiVersion: `authentication.k8s.io/${this.#options.version}`, metadata: {} },
      spec: { token, ...(wanted === undefined || wanted.length === 0 ? {} : { audiences: wanted }) },
      status: { user: {} },
    };
    try {
      const { status = {} } = await this.#webhook.ask(question);
      return status;
    } catch (error) {
      this.#options.onError(error, 'asking the authentication webhook');
      if (error instanceof StatusError || (error instanceof Error && error.constructor === Error)) {
        throw new AuthenticationError(error.message, { cause: error });
      }
      throw error;
    }
  }
}
