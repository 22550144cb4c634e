/**
 * Exchanges a service account's token for credentials as AWS does for IRSA: AssumeRoleWithWebIdentity, from its documentation.
 * It knows the issuer's keys and nothing of the cluster.
 */
import { decodeJwt, errors, type JWTPayload } from 'jose';
import { type KeySet, KeysUnavailable } from './key-set.js';
import { type Random, trusts, type TrustPolicy } from './trust-policy.js';

/** An IAM OIDC identity provider. */
export interface IdentityProvider {
  /** The issuer that it stands for, an https URL. */
  readonly url: string;
  /** The audiences that tokens may be for. */
  readonly clientIds: readonly string[];
  readonly keys: KeySet;
}

export interface Role {
  readonly arn: string;
  readonly trustPolicy: TrustPolicy;
}

export interface WebIdentityOptions {
  readonly providers: readonly IdentityProvider[];
  readonly roles: readonly Role[];
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly random: Random;
}

export interface Answer {
  readonly status: number;
  /** XML. */
  readonly body: string;
}

class Refusal extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

const NOT_VERIFIABLE =
  "Couldn't retrieve verification key from your identity provider,  please reference AssumeRoleWithWebIdentity documentation for requirements";

export class WebIdentity {
  readonly #options: WebIdentityOptions;

  constructor(options: WebIdentityOptions) {
    this.#options = options;
  }

  /** @param form the parameters Action, Version, RoleArn, RoleSessionName and WebIdentityToken. */
  async answer(form: URLSearchParams): Promise<Answer> {
    try {
      return { status: 200, body: await this.#assume(form) };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { status: error.status, body: errorResponse(error) };
    }
  }

  async #assume(form: URLSearchParams): Promise<string> {
    if (form.get('Action') !== 'AssumeRoleWithWebIdentity')
      throw new Refusal(
        400,
        'InvalidAction',
        `Could not find operation ${form.get('Action') ?? ''} for version 2011-06-15`,
      );
    const arn = required(form, 'RoleArn');
    const session = required(form, 'RoleSessionName');
    const token = required(form, 'WebIdentityToken');
    const claims = claimsOf(token);
    const provider = this.#options.providers.find(({ url }) => url === claims.iss);
    if (provider === undefined)
      throw new Refusal(
        400,
        'InvalidIdentityToken',
        `No OpenIDConnect provider found in your account for ${claims.iss ?? ''}`,
      );
    await verifySignature(provider, token);
    const seconds = Math.floor(this.#options.now() / 1000);
    const { exp = 0 } = claims;
    if (seconds >= exp)
      throw new Refusal(
        400,
        'ExpiredTokenException',
        `Token expired: current date/time ${seconds} must be before the expiration date/time ${exp}`,
      );
    const audience = provider.clientIds.find((id) => [claims.aud].flat().includes(id));
    if (audience === undefined) throw new Refusal(400, 'InvalidIdentityToken', 'Incorrect token audience');
    const role = this.#options.roles.find((candidate) => candidate.arn === arn);
    const { sub = '' } = claims;
    if (role === undefined || !trusts(role.trustPolicy, { issuer: provider.url, aud: audience, sub }))
      throw new Refusal(403, 'AccessDenied', 'Not authorized to perform sts:AssumeRoleWithWebIdentity');
    return this.#assumed({ role, session, audience, sub, provider: provider.url, seconds });
  }

  #assumed(given: {
    readonly role: Role;
    readonly session: string;
    readonly audience: string;
    readonly sub: string;
    readonly provider: string;
    readonly seconds: number;
  }): string {
    const { role, session, audience, sub, provider, seconds } = given;
    const word = (bytes: number): string => Buffer.from(this.#options.random(bytes)).toString('base64url');
    const id = Buffer.from(this.#options.random(8)).toString('hex').toUpperCase();
    const { 4: account = '', 5: resource = '' } = role.arn.split(':');
    const assumed = `arn:aws:sts::${account}:assumed-role/${resource.replace(/^role\//, '')}/${session}`;
    return element('AssumeRoleWithWebIdentityResponse', {
      AssumeRoleWithWebIdentityResult: {
        Audience: audience,
        AssumedRoleUser: { AssumedRoleId: `AROA${id}:${session}`, Arn: assumed },
        Provider: provider.replace('https://', `arn:aws:iam::${account}:oidc-provider/`),
        Credentials: {
          AccessKeyId: `ASIA${id}`,
          SecretAccessKey: word(30),
          SessionToken: word(60),
          Expiration: new Date((seconds + 3600) * 1000).toISOString(),
        },
        SubjectFromWebIdentityToken: sub,
      },
    });
  }
}

function required(form: URLSearchParams, name: string): string {
  const value = form.get(name);
  if (value === null || value === '')
    throw new Refusal(400, 'MissingParameter', `The request must contain the parameter ${name}`);
  return value;
}

function claimsOf(token: string): JWTPayload {
  try {
    return decodeJwt(token);
  } catch {
    const message = 'The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)';
    throw new Refusal(400, 'InvalidIdentityToken', message);
  }
}

async function verifySignature(provider: IdentityProvider, token: string): Promise<void> {
  try {
    await provider.keys.verifySignature(token);
  } catch (error) {
    if (error instanceof KeysUnavailable || error instanceof errors.JOSEError)
      throw new Refusal(400, 'InvalidIdentityToken', NOT_VERIFIABLE);
    throw error;
  }
}

function errorResponse({ code, message }: Refusal): string {
  return element('ErrorResponse', { Error: { Type: 'Sender', Code: code, Message: message } });
}

interface Elements {
  readonly [name: string]: string | Elements;
}

function element(name: string, content: string | Elements): string {
  const inner =
    typeof content === 'string'
      ? escaped(content)
      : Object.entries(content)
          .map(([child, value]) => element(child, value))
          .join('');
  return `<${name}>${inner}</${name}>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
