/** Tokens of other issuers than this server. Source: k8s.io/apiserver/plugin/pkg/authenticator/token/oidc/oidc.go. */
import { type ClaimValidationRule, type JWTAuthenticatorConfiguration } from '../../apis/apiserver/authentication.js';
import { goQuote } from '../../apis/field/errors.js';
import { type Features } from '../../features/features.js';
import { unverifiedIssuer } from '../../serviceaccount/jwt.js';
import { CREDENTIAL_ID_KEY } from '../../serviceaccount/username.js';
import {
  AuthenticationError,
  type AuthenticatorResponse,
  type TokenAuthenticator,
  type UserInfo,
} from '../authenticator.js';
import { type CompiledClaims, type Rule } from './claim-expressions.js';
import { boolClaim, type Claims, hasClaim, stringClaim, stringsClaim } from './claims.js';
import { type Expression } from './expressions.js';
import { type Issuer } from './issuer.js';

const GOOGLE_WITHOUT_SCHEME = 'accounts.google.com';

export class JWTAuthenticator implements TokenAuthenticator {
  readonly issuer: Issuer;
  readonly #mappings: NonNullable<JWTAuthenticatorConfiguration['claimMappings']>;
  readonly #requiredClaims: readonly ClaimValidationRule[];
  readonly #compiled: CompiledClaims;
  readonly #features: Features;

  constructor(
    issuer: Issuer,
    { claimMappings = {}, claimValidationRules = [] }: JWTAuthenticatorConfiguration,
    compiled: CompiledClaims,
    features: Features,
  ) {
    this.issuer = issuer;
    this.#mappings = claimMappings;
    this.#requiredClaims = claimValidationRules.filter(({ claim = '' }) => claim !== '');
    this.#compiled = compiled;
    this.#features = features;
  }

  authenticateToken(token: string): Promise<AuthenticatorResponse> | undefined {
    const issuer = unverifiedIssuer(token);
    const wanted = issuer === GOOGLE_WITHOUT_SCHEME ? `https://${GOOGLE_WITHOUT_SCHEME}` : issuer;
    return wanted === this.issuer.url ? this.#authenticate(token) : undefined;
  }

  async #authenticate(token: string): Promise<AuthenticatorResponse> {
    try {
      const claims = await this.issuer.verify(token);
      const user = this.#user(claims);
      for (const rule of this.#requiredClaims) checkRequired(claims, rule);
      checkRules(this.#compiled.claimRules, claims, 'claim validation expression');
      checkRules(this.#compiled.userRules, userValue(user), 'user info validation rule');
      return { user };
    } catch (error) {
      // What is thrown on purpose is a plain Error; anything else is a bug.
      if (!(error instanceof Error) || error.constructor !== Error) throw error;
      throw new AuthenticationError(error.message, { cause: error });
    }
  }

  #user(claims: Claims): UserInfo {
    const username = this.#username(claims);
    const groups = this.#groups(claims);
    const uid = this.#uid(claims);
    const extra = this.#extra(claims);
    return {
      username,
      ...(uid === '' ? {} : { uid }),
      ...(groups.length === 0 ? {} : { groups }),
      ...(Object.keys(extra).length === 0 ? {} : { extra }),
    };
  }

  #username(claims: Claims): string {
    const { username: expression } = this.#compiled;
    if (expression !== undefined) {
      const name = evaluated('oidc: error evaluating username claim expression', () => {
        const value = evaluate(expression, claims);
        if (typeof value !== 'string') throw new Error('username claim expression must return a string');
        return value;
      });
      if (name === '') throw new Error('oidc: empty username via CEL expression is not allowed');
      return name;
    }
    const { claim = '', prefix = '' } = this.#mappings.username ?? {};
    const name = evaluated(`oidc: parse username claims ${goQuote(claim)}`, () => stringClaim(claims, claim));
    if (claim === 'email' && hasClaim(claims, 'email_verified')) {
      const verified = evaluated("oidc: parse 'email_verified' claim", () => boolClaim(claims, 'email_verified'));
      if (!verified) throw new Error('oidc: email not verified');
    }
    return `${prefix}${name}`;
  }

  #groups(claims: Claims): readonly string[] {
    const { claim = '', prefix = '' } = this.#mappings.groups ?? {};
    if (claim !== '' && hasClaim(claims, claim)) {
      const groups = evaluated(`oidc: parse groups claim ${goQuote(claim)}`, () => stringsClaim(claims, claim));
      return groups.map((group) => `${prefix}${group}`);
    }
    const { groups: expression } = this.#compiled;
    if (expression === undefined) return [];
    return evaluated('oidc: error evaluating group claim expression', () => texts(evaluate(expression, claims)));
  }

  #uid(claims: Claims): string {
    const { claim = '' } = this.#mappings.uid ?? {};
    if (claim !== '') return evaluated(`oidc: parse uid claim ${goQuote(claim)}`, () => stringClaim(claims, claim));
    const { uid: expression } = this.#compiled;
    if (expression === undefined) return '';
    return evaluated('oidc: error evaluating uid claim expression', () => {
      const value = evaluate(expression, claims);
      if (typeof value !== 'string') throw new Error('uid claim expression must return a string');
      return value;
    });
  }

  #extra(claims: Claims): Record<string, readonly string[]> {
    const extra: Record<string, readonly string[]> = {};
    const { jti } = claims;
    if (this.#features.behaviours.jwtCredentialId && typeof jti === 'string' && jti !== '') {
      extra[CREDENTIAL_ID_KEY] = [`JTI=${jti}`];
    }
    const mapped = this.#compiled.extra.map((each) => ({ ...each, value: evaluate(each.expression, claims) }));
    for (const { key, expression, value } of mapped) {
      const values = evaluated(`oidc: error evaluating extra claim expression: ${expression.text}`, () => texts(value));
      if (values.length > 0) extra[key] = values;
    }
    return extra;
  }
}

/** @throws Error with `prefix` before the text of what was thrown. */
function evaluated<T>(prefix: string, evaluation: () => T): T {
  try {
    return evaluation();
  } catch (error) {
    throw new Error(`${prefix}: ${(error as Error).message}`, { cause: error });
  }
}

function evaluate(expression: Expression, subject: Readonly<Record<string, unknown>>): unknown {
  return evaluated(`expression '${expression.text}' resulted in error`, () => expression.evaluate(subject));
}

/** A text or a list of texts, without empty ones. */
function texts(value: unknown): readonly string[] {
  if (value === null || value === undefined) return [];
  const list: unknown[] = Array.isArray(value) ? value : [value];
  if (!list.every((item) => typeof item === 'string')) {
    throw new Error('expression must return a string or a list of strings');
  }
  return list.filter((item) => item !== '');
}

function checkRequired(claims: Claims, { claim = '', requiredValue = '' }: ClaimValidationRule): void {
  if (!hasClaim(claims, claim)) throw new Error(`oidc: required claim ${claim} not present in ID token`);
  const value = evaluated(`oidc: parse claim ${claim}`, () => stringClaim(claims, claim));
  if (value !== requiredValue) {
    throw new Error(`oidc: required claim ${claim} value does not match. Got = ${value}, want = ${requiredValue}`);
  }
}

function checkRules(rules: readonly Rule[], subject: Readonly<Record<string, unknown>>, what: string): void {
  evaluated(`oidc: error evaluating ${what}`, () => {
    // One that cannot be evaluated counts before one that is broken.
    const outcomes = rules.map((rule) => ({ ...rule, value: evaluate(rule.expression, subject) }));
    for (const { expression, message, value } of outcomes) {
      if (typeof value !== 'boolean') throw new Error('validation expression must return a boolean');
      if (!value) throw new Error(`validation expression '${expression.text}' failed: ${message}`);
    }
  });
}

/** All that the type kubernetes.UserInfo has. */
function userValue({ username, uid = '', groups = [], extra = {} }: UserInfo): Readonly<Record<string, unknown>> {
  return { username, uid, groups, extra };
}
