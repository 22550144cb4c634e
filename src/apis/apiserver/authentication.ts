/** AuthenticationConfiguration. Source: k8s.io/apiserver/pkg/apis/apiserver/v1/types.go. */

export interface AuthenticationConfiguration {
  readonly apiVersion?: string;
  readonly kind?: string;
  /** Asked in order; each has issuers of its own. */
  readonly jwt?: readonly JWTAuthenticatorConfiguration[];
  /** In place of --anonymous-auth. */
  readonly anonymous?: AnonymousAuthConfiguration;
}

export interface AnonymousAuthConfiguration {
  readonly enabled?: boolean;
  /** Default: all paths. */
  readonly conditions?: readonly { readonly path?: string }[];
}

export interface JWTAuthenticatorConfiguration {
  readonly issuer?: IssuerConfiguration;
  readonly claimValidationRules?: readonly ClaimValidationRule[];
  readonly claimMappings?: ClaimMappings;
  readonly userValidationRules?: readonly UserValidationRule[];
}

export interface IssuerConfiguration {
  /** https, and the value of `iss`. */
  readonly url?: string;
  /** Where the discovery document is, where not below the issuer's URL. */
  readonly discoveryURL?: string;
  /** PEM bundle. Default: the authorities that node knows. */
  readonly certificateAuthority?: string;
  readonly audiences?: readonly string[];
  /** MatchAny: a token is for one of the audiences at least. */
  readonly audienceMatchPolicy?: string;
  readonly egressSelectorType?: string;
}

export interface ClaimValidationRule {
  readonly claim?: string;
  readonly requiredValue?: string;
  readonly expression?: string;
  readonly message?: string;
}

export interface ClaimMappings {
  readonly username?: PrefixedClaimOrExpression;
  readonly groups?: PrefixedClaimOrExpression;
  readonly uid?: ClaimOrExpression;
  readonly extra?: readonly ExtraMapping[];
}

export interface ClaimOrExpression {
  readonly claim?: string;
  readonly expression?: string;
}

export interface PrefixedClaimOrExpression extends ClaimOrExpression {
  readonly prefix?: string;
}

export interface ExtraMapping {
  readonly key?: string;
  readonly valueExpression?: string;
}

export interface UserValidationRule {
  readonly expression?: string;
  readonly message?: string;
}
