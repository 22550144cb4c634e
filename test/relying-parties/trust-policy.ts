/** Whom a role trusts, as IAM's documentation describes it: StringEquals and StringLike on the token's aud and sub. */

/** @returns that many random bytes. */
export type Random = (bytes: number) => Uint8Array;

type Values = string | readonly string[];

export interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal: { readonly Federated: Values };
  readonly Action: Values;
  readonly Condition?: {
    readonly StringEquals?: Readonly<Record<string, Values>>;
    readonly StringLike?: Readonly<Record<string, Values>>;
  };
}

export interface TrustPolicy {
  readonly Version: string;
  readonly Statement: readonly Statement[];
}

/** What a token says, as conditions name it. */
export interface Identity {
  /** An https URL. */
  readonly issuer: string;
  readonly aud: string;
  readonly sub: string;
}

const ACTION = 'sts:AssumeRoleWithWebIdentity';

/** A Deny that fits outweighs every Allow. */
export function trusts({ Statement: statements }: TrustPolicy, identity: Identity): boolean {
  const fitting = statements.filter((statement) => fits(statement, identity)).map(({ Effect: effect }) => effect);
  return fitting.includes('Allow') && !fitting.includes('Deny');
}

function fits(
  { Principal: principal, Action: action, Condition: condition = {} }: Statement,
  identity: Identity,
): boolean {
  const host = identity.issuer.replace('https://', '');
  const isProvider = [principal.Federated].flat().some((arn) => arn.endsWith(`:oidc-provider/${host}`));
  const known: Readonly<Record<string, string>> = { [`${host}:aud`]: identity.aud, [`${host}:sub`]: identity.sub };
  const holds = (
    conditions: Readonly<Record<string, Values>>,
    test: (pattern: string, value: string) => boolean,
  ): boolean =>
    // A key that the token does not have fits nothing.
    Object.entries(conditions).every(([key, patterns]) => {
      const value = known[key];
      return value !== undefined && [patterns].flat().some((pattern) => test(pattern, value));
    });
  return (
    isProvider &&
    [action].flat().includes(ACTION) &&
    holds(condition.StringEquals ?? {}, (pattern, value) => pattern === value) &&
    holds(condition.StringLike ?? {}, like)
  );
}

/** `*` stands for any text, `?` for any one character. */
function like(pattern: string, value: string): boolean {
  const parts = pattern.replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(`^${parts.replaceAll('*', '.*').replaceAll('?', '.')}$`, 's').test(value);
}
