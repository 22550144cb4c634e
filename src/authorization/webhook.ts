/** Asks another server. Source: k8s.io/apiserver/plugin/pkg/authorizer/webhook/webhook.go. */
import { type WebhookConfiguration } from '../apis/apiserver/authorization.js';
import { StatusError } from '../apis/errors.js';
import { type KubeObject } from '../apis/meta/v1.js';
import { parseDuration } from '../apis/schema/duration.js';
import { type Clock } from '../clock/clock.js';
import { type Connection } from '../transport/kubeconfig.js';
import { type AnswerDecoder, Webhook } from '../transport/webhook.js';
import { type Attributes, type Authorizer, type Decision } from './authorizer.js';
import { type MatchConditions } from './match-conditions.js';
import { accessReviewSpec, type AccessReviewSpec } from './access-review-spec.js';

const CAPACITY = 8192;
/** Characters; what a client can make longer than this is not remembered. */
const LONGEST_REMEMBERED = 10_000;
const DEFAULTS = { authorizedTTL: '5m', unauthorizedTTL: '30s', timeout: '30s' };

export interface WebhookAuthorizerOptions {
  readonly configuration: WebhookConfiguration;
  readonly connection: Connection;
  readonly conditions: MatchConditions;
  readonly clock: Clock;
  readonly decodeAnswer: AnswerDecoder;
  /** Hears of a webhook that gave no answer. */
  readonly onError: (error: unknown, message: string) => void;
  /** Milliseconds before the second attempt. Default 500. */
  readonly retryDelay?: number;
}

interface ReviewStatus {
  readonly allowed?: boolean;
  readonly denied?: boolean;
  readonly reason?: string;
}

interface Review extends KubeObject {
  spec: AccessReviewSpec;
  status: ReviewStatus;
}

export function createWebhookAuthorizer(options: WebhookAuthorizerOptions): Authorizer {
  const authorizer = new WebhookAuthorizer(options);
  return {
    authorize: (attributes) => authorizer.authorize(attributes),
    rulesFor: () =>
      Promise.resolve({
        ...{ resourceRules: [], nonResourceRules: [], incomplete: true },
        error: 'webhook authorizer does not support user rule resolution',
      }),
  };
}

class WebhookAuthorizer {
  readonly #options: WebhookAuthorizerOptions;
  readonly #webhook: Webhook;
  readonly #version: string;
  readonly #groups: string;
  readonly #onFailure: 'deny' | 'noOpinion';
  readonly #answers: Answers;

  constructor(options: WebhookAuthorizerOptions) {
    const { configuration, connection, clock, retryDelay, decodeAnswer: decode } = options;
    const { authorizedTTL, unauthorizedTTL, timeout } = { ...DEFAULTS, ...configuration };
    this.#options = options;
    this.#version = configuration.subjectAccessReviewVersion ?? 'v1';
    // The beta version calls the groups by another name.
    this.#groups = this.#version === 'v1beta1' ? 'group' : 'groups';
    this.#onFailure = configuration.failurePolicy === 'Deny' ? 'deny' : 'noOpinion';
    this.#webhook = new Webhook({ connection, decode, timeout: milliseconds(timeout), retryDelay });
    this.#answers = new Answers(clock, {
      allowed: configuration.cacheAuthorizedRequests === false ? 0 : milliseconds(authorizedTTL),
      refused: configuration.cacheUnauthorizedRequests === false ? 0 : milliseconds(unauthorizedTTL),
    });
  }

  async authorize(attributes: Attributes): Promise<Decision> {
    const spec = accessReviewSpec(attributes);
    const matched = this.#options.conditions(spec);
    if (typeof matched === 'string') return { decision: this.#onFailure, reason: '', error: matched };
    if (!matched) return { decision: 'noOpinion', reason: '' };
    const key = JSON.stringify(spec);
    const known = this.#answers.get(key);
    if (known !== undefined) return decisionOf(known);
    let status: ReviewStatus;
    try {
      ({ status } = await this.#webhook.ask(this.#question(spec)));
    } catch (error) {
      if (!(error instanceof StatusError) && (error as Error).constructor !== Error) throw error;
      this.#options.onError(error, 'asking the authorization webhook');
      return { decision: this.#onFailure, reason: '', error: (error as Error).message };
    }
    if (lengthOf(attributes) < LONGEST_REMEMBERED) this.#answers.add(key, status);
    return decisionOf(status);
  }

  #question(spec: AccessReviewSpec): Review {
    const fields = Object.entries(spec).map(([name, value]: [string, unknown]) => [
      name === 'groups' ? this.#groups : name,
      value,
    ]);
    return {
      ...{ kind: 'SubjectAccessReview', apiVersion: `authorization.k8s.io/${this.#version}`, metadata: {} },
      spec: Object.fromEntries(fields) as AccessReviewSpec,
      status: { allowed: false },
    };
  }
}

function decisionOf({ allowed = false, denied = false, reason = '' }: ReviewStatus = {}): Decision {
  if (denied && allowed) {
    return {
      ...{ decision: 'deny', reason },
      error: 'webhook subject access review returned both allow and deny response',
    };
  }
  return { decision: denied ? 'deny' : allowed ? 'allow' : 'noOpinion', reason };
}

function lengthOf(attributes: Attributes): number {
  if (!attributes.resourceRequest) return attributes.verb.length + attributes.path.length;
  const { namespace, verb, apiGroup, apiVersion, resource, subresource, name } = attributes;
  return [namespace, verb, apiGroup, apiVersion, resource, subresource, name].join('').length;
}

function milliseconds(duration: string): number {
  return Number(parseDuration(duration) / 1_000_000n);
}

interface Answer {
  readonly status: ReviewStatus;
  /** Milliseconds since the epoch. */
  readonly until: number;
}

class Answers {
  readonly #clock: Clock;
  readonly #ttl: { readonly allowed: number; readonly refused: number };
  readonly #answers = new Map<string, Answer>();

  /** @param ttl milliseconds */
  constructor(clock: Clock, ttl: { readonly allowed: number; readonly refused: number }) {
    this.#clock = clock;
    this.#ttl = ttl;
  }

  get(key: string): ReviewStatus | undefined {
    const answer = this.#answers.get(key);
    return answer !== undefined && this.#clock.now() < answer.until ? answer.status : undefined;
  }

  add(key: string, status: ReviewStatus): void {
    const ttl = status.allowed === true ? this.#ttl.allowed : this.#ttl.refused;
    this.#answers.delete(key);
    if (ttl === 0) return;
    this.#answers.set(key, { status, until: this.#clock.now() + ttl });
    const [oldest] = this.#answers.keys();
    if (this.#answers.size > CAPACITY && oldest !== undefined) this.#answers.delete(oldest);
  }
}
