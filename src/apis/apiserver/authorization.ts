/** AuthorizationConfiguration. Source: k8s.io/apiserver/pkg/apis/apiserver/v1/types.go. */

export interface AuthorizationConfiguration {
  readonly apiVersion?: string;
  readonly kind?: string;
  /** Asked in order. */
  readonly authorizers?: readonly AuthorizerConfiguration[];
}

export interface AuthorizerConfiguration {
  /** Webhook, or a mode of --authorization-mode. */
  readonly type?: string;
  /** The type in lower case for all but webhooks. */
  readonly name?: string;
  readonly webhook?: WebhookConfiguration;
}

export interface WebhookConfiguration {
  /** A Go duration for which a permission holds. Default 5m. */
  readonly authorizedTTL?: string;
  /** Default true. */
  readonly cacheAuthorizedRequests?: boolean;
  /** The same for a refusal. Default 30s. */
  readonly unauthorizedTTL?: string;
  /** Default true. */
  readonly cacheUnauthorizedRequests?: boolean;
  /** A Go duration, 30s at most. */
  readonly timeout?: string;
  /** v1 or v1beta1. */
  readonly subjectAccessReviewVersion?: string;
  /** v1. */
  readonly matchConditionSubjectAccessReviewVersion?: string;
  /** NoOpinion or Deny: what it amounts to that the webhook gives no answer. */
  readonly failurePolicy?: string;
  readonly connectionInfo?: { readonly type?: string; readonly kubeConfigFile?: string };
  /** The webhook is asked where all of these are true. */
  readonly matchConditions?: readonly { readonly expression?: string }[];
}
